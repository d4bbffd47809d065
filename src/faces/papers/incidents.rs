//! Papers of an incident: the backup that was stopped, the opening, the end. What the police, the insurer and
//! the authority ask for first: what changed when.

use refuge::documents::{Banner, Block, Table, Tone};
use refuge::error::Result;
use refuge::incident;
use refuge::ledger::{Deed, IncidentNote, Recorded, Refused};

use super::deeds::deed_name;
use super::desk::{Desk, FactList, Sketch};
use crate::faces::attack_told::signs_in_words;
use crate::faces::fl;

/// A backup that was stopped because too much had changed.
pub(crate) fn refused(desk: &Desk<'_>, record: &Recorded, refused: &Refused) -> Sketch {
    let words = desk.words;
    let notice = Block::Notice(Banner {
        tone: Tone::Bad,
        title: fl!(words, "refused-what"),
        lines: vec![fl!(words, "refused-line")],
    });
    sketch(desk, record, vec![notice, what_changed(desk, refused)])
}

/// How much of what changed, since when, and what it looks like.
fn what_changed(desk: &Desk<'_>, refused: &Refused) -> Block {
    let words = desk.words;
    let some = |count: u64| (count > 0).then(|| desk.count(count));
    let mut facts = FactList::default();
    facts.maybe(fl!(words, "refused-drive"), refused.drive.clone());
    facts.maybe(fl!(words, "refused-since"), refused.since.as_deref().map(|at| desk.moment(at)));
    let (changed, files) = (refused.changed, refused.files);
    let share = fl!(words, "refused-share", changed = changed, files = files);
    facts.add(fl!(words, "refused-changed"), share);
    facts.maybe(fl!(words, "refused-usual"), refused.usual.map(|count| desk.count(count)));
    facts.maybe(fl!(words, "refused-ending"), refused.ending.clone());
    facts.maybe(fl!(words, "refused-spoiled"), some(refused.spoiled));
    facts.maybe(fl!(words, "refused-notes"), some(refused.notes));
    facts.maybe(fl!(words, "refused-signs"), Some(signs_in_words(words, &refused.signs)));
    facts.block()
}

/// The opening of an incident.
pub(crate) fn started(desk: &Desk<'_>, record: &Recorded, note: &IncidentNote) -> Result<Sketch> {
    let mut facts = FactList::default();
    add_note(desk, &mut facts, note);
    let frozen = Block::Paragraph(fl!(desk.words, "paper-incident-frozen"));
    let mut blocks = vec![facts.block(), frozen];
    blocks.extend(file(desk, record, note)?);
    Ok(sketch(desk, record, blocks))
}

/// The end of an incident, with its beginning.
pub(crate) fn ended(desk: &Desk<'_>, record: &Recorded, note: &IncidentNote) -> Result<Sketch> {
    let words = desk.words;
    let is_opening = |one: &&Recorded| matches!(one.entry.deed, Deed::IncidentStarted(_));
    let mut before = desk.entries.iter().filter(|one| one.entry.number < record.entry.number);
    let opening = before.rfind(is_opening);
    let mut facts = FactList::default();
    if let Some(opening) = opening {
        let (time, label) = (desk.moment(&opening.entry.time), opening.label());
        facts.add(
            fl!(words, "incident-opened"),
            fl!(words, "incident-at", time = time, label = label),
        );
    }
    facts.add(fl!(words, "incident-closed"), desk.moment(&record.entry.time));
    add_note(desk, &mut facts, note);
    let mut blocks = vec![facts.block()];
    blocks.extend(file(desk, opening.unwrap_or(record), note)?);
    Ok(sketch(desk, record, blocks))
}

/// What insurer, police and data protection authority ask: how much, since when, what is safe, who was told.
fn file(desk: &Desk<'_>, opening: &Recorded, note: &IncidentNote) -> Result<Vec<Block>> {
    let words = desk.words;
    let stopped = note.refused.and_then(|number| stopped_backup(desk, number));
    let mut blocks = vec![Block::Heading(fl!(words, "incident-what"))];
    blocks.push(match stopped {
        Some((_, refused)) => what_changed(desk, refused),
        None => by_hand([
            fl!(words, "incident-seen-what"),
            fl!(words, "incident-seen-where"),
            fl!(words, "incident-seen-since"),
            fl!(words, "incident-seen-files"),
        ]),
    });
    let before = stopped.map_or(opening.entry.number, |(entry, _)| entry.entry.number);
    blocks.push(Block::Heading(fl!(words, "incident-last-good")));
    blocks.push(last_good(desk, before)?);
    blocks.push(Block::Heading(fl!(words, "incident-calls")));
    blocks.push(calls(desk)?);
    blocks.extend(report(desk, opening));
    Ok(blocks)
}

fn stopped_backup<'a>(desk: &Desk<'a>, number: u64) -> Option<(&'a Recorded, &'a Refused)> {
    desk.entries.iter().find_map(|entry| match &entry.entry.deed {
        Deed::BackupRefused(refused) if entry.entry.number == number => Some((entry, refused)),
        _ => None,
    })
}

/// The last backup of each drive before it happened that was complete and read back, and its last good check.
fn last_good(desk: &Desk<'_>, before: u64) -> Result<Block> {
    let words = desk.words;
    let earlier = || desk.entries.iter().rev().filter(|one| one.entry.number < before);
    let mut rows = Vec::new();
    for drive in desk.practice.state.drives()? {
        let backup = earlier().find_map(|one| match &one.entry.deed {
            Deed::BackedUp(done)
                if done.drive == drive.id && done.read_back && done.problems == 0 =>
            {
                Some((one, done))
            }
            _ => None,
        });
        let Some((entry, done)) = backup else { continue };
        let check = earlier().find(|one| {
            matches!(&one.entry.deed, Deed::Checked(checked) if checked.drive == drive.id && checked.good)
        });
        rows.push(vec![
            drive.name.clone(),
            desk.moment(&entry.entry.time),
            desk.count(done.files),
            check.map_or_else(|| "–".to_owned(), |check| desk.moment(&check.entry.time)),
            String::new(),
        ]);
    }
    if rows.is_empty() {
        return Ok(Block::Paragraph(fl!(words, "incident-no-good")));
    }
    let head = vec![
        fl!(words, "paper-drive"),
        fl!(words, "incident-head-backup"),
        fl!(words, "paper-files"),
        fl!(words, "incident-head-check"),
        fl!(words, "incident-head-where"),
    ];
    Ok(Block::Table(Table { head, rows, numbers: vec![2], roomy: true, ..Table::default() }))
}

/// Who is to be called, and room for when it was done.
fn calls(desk: &Desk<'_>) -> Result<Block> {
    let words = desk.words;
    let settings = &desk.practice.config.practice;
    let language = words.language().tag();
    let row = |who: String, reach: String| vec![who, reach, String::new(), String::new()];
    let own = settings.call_in_incident.clone().unwrap_or_default();
    let mut rows = vec![row(fl!(words, "incident-technician"), own)];
    for authority in incident::authorities(&settings.country)? {
        rows.push(row(authority.name(language).to_owned(), authority.reach.clone()));
    }
    rows.push(row(fl!(words, "incident-insurer"), String::new()));
    rows.push(row(fl!(words, "incident-officer"), String::new()));
    let head = vec![
        fl!(words, "incident-head-who"),
        fl!(words, "incident-head-reach"),
        fl!(words, "incident-head-when"),
        fl!(words, "incident-head-with"),
    ];
    Ok(Block::Table(Table { head, rows, roomy: true, ..Table::default() }))
}

/// Until when the authority is to be told, and what it asks.
fn report(desk: &Desk<'_>, opening: &Recorded) -> Vec<Block> {
    let words = desk.words;
    let known = opening.entry.time.parse().ok();
    let country = desk.practice.config.practice.country.as_str();
    let until = known.and_then(|known| incident::report_by(country, known));
    let told = match until {
        Some(until) => {
            fl!(words, "incident-report-until", until = desk.moment(&until.to_string()))
        }
        None => fl!(words, "incident-report-soon"),
    };
    let asked = [
        fl!(words, "incident-asked-what"),
        fl!(words, "incident-asked-how-many"),
        fl!(words, "incident-asked-consequences"),
        fl!(words, "incident-asked-measures"),
        fl!(words, "incident-asked-patients"),
    ];
    vec![Block::Heading(fl!(words, "incident-report")), Block::Paragraph(told), by_hand(asked)]
}

/// Questions, and room beside each.
fn by_hand<const N: usize>(questions: [String; N]) -> Block {
    let rows = questions.into_iter().map(|question| vec![question, String::new()]).collect();
    Block::Table(Table { rows, roomy: true, ..Table::default() })
}

fn add_note(desk: &Desk<'_>, facts: &mut FactList, note: &IncidentNote) {
    let words = desk.words;
    facts.maybe(fl!(words, "paper-incident-note"), note.note.clone());
    let refused = note
        .refused
        .and_then(|number| desk.entries.iter().find(|entry| entry.entry.number == number));
    facts.maybe(fl!(words, "incident-refused"), refused.map(Recorded::label));
    let phone = desk.practice.config.practice.phone.clone();
    facts.maybe(fl!(words, "paper-incident-phone"), phone);
}

fn sketch(desk: &Desk<'_>, record: &Recorded, mut blocks: Vec<Block>) -> Sketch {
    let person = desk.signature(fl!(desk.words, "sign-responsible"), None);
    blocks.push(Block::Signatures(vec![person]));
    Sketch { title: deed_name(desk, &record.entry.deed), lead: None, blocks }
}
