//! Papers of an incident: the backup that was stopped, the opening, the end. What the police, the insurer and
//! the authority ask for first: what changed when.

use refuge::documents::{Banner, Block, Tone};
use refuge::ledger::{Deed, IncidentNote, Recorded, Refused};

use super::{
    desk::{Desk, FactList, Sketch},
    register,
};
use crate::cli::{commands::incident::signs_in_words, fl};

/// A backup that was stopped because too much had changed.
pub(crate) fn refused(desk: &Desk<'_>, record: &Recorded, refused: &Refused) -> Sketch {
    let words = desk.words;
    let notice = Block::Notice(Banner {
        tone: Tone::Bad,
        title: fl!(words, "refused-what"),
        lines: vec![fl!(words, "refused-line")],
    });
    let some = |count: u64| (count > 0).then(|| desk.count(count));
    let mut facts = FactList::default();
    facts.maybe(fl!(words, "refused-drive"), refused.drive.clone());
    facts.maybe(fl!(words, "refused-since"), refused.since.as_deref().map(|at| desk.moment(at)));
    facts.add(fl!(words, "refused-files"), desk.count(refused.files));
    facts.add(fl!(words, "refused-changed"), desk.count(refused.changed));
    facts.maybe(fl!(words, "refused-usual"), refused.usual.map(|count| desk.count(count)));
    facts.maybe(fl!(words, "refused-ending"), refused.ending.clone());
    facts.maybe(fl!(words, "refused-spoiled"), some(refused.spoiled));
    facts.maybe(fl!(words, "refused-notes"), some(refused.notes));
    facts.maybe(fl!(words, "refused-signs"), Some(signs_in_words(words, &refused.signs)));
    sketch(desk, record, vec![notice, facts.block()])
}

/// The opening of an incident.
pub(crate) fn started(desk: &Desk<'_>, record: &Recorded, note: &IncidentNote) -> Sketch {
    let mut facts = FactList::default();
    add_note(desk, &mut facts, note);
    let frozen = Block::Paragraph(fl!(desk.words, "paper-incident-frozen"));
    sketch(desk, record, vec![facts.block(), frozen])
}

/// The end of an incident, with its beginning.
pub(crate) fn ended(desk: &Desk<'_>, record: &Recorded, note: &IncidentNote) -> Sketch {
    let words = desk.words;
    let is_opening = |one: &&Recorded| matches!(one.entry.deed, Deed::IncidentStarted(_));
    let mut before = desk.entries.iter().filter(|one| one.entry.number < record.entry.number);
    let mut facts = FactList::default();
    if let Some(opening) = before.rfind(is_opening) {
        let (time, label) = (desk.moment(&opening.entry.time), opening.label());
        facts.add(
            fl!(words, "incident-opened"),
            fl!(words, "incident-at", time = time, label = label),
        );
    }
    facts.add(fl!(words, "incident-closed"), desk.moment(&record.entry.time));
    add_note(desk, &mut facts, note);
    sketch(desk, record, vec![facts.block()])
}

fn add_note(desk: &Desk<'_>, facts: &mut FactList, note: &IncidentNote) {
    let words = desk.words;
    facts.maybe(fl!(words, "paper-incident-note"), note.note.clone());
    let refused = note
        .refused
        .and_then(|number| desk.entries.iter().find(|entry| entry.entry.number == number));
    facts.maybe(fl!(words, "incident-refused"), refused.map(Recorded::label));
    let call = desk.practice.config.practice.call_in_incident.clone();
    facts.maybe(fl!(words, "paper-incident-call"), call);
    let phone = desk.practice.config.practice.phone.clone();
    facts.maybe(fl!(words, "paper-incident-phone"), phone);
}

fn sketch(desk: &Desk<'_>, record: &Recorded, mut blocks: Vec<Block>) -> Sketch {
    let person = desk.signature(fl!(desk.words, "sign-responsible"), None);
    blocks.push(Block::Signatures(vec![person]));
    Sketch { title: register::deed_name(desk, &record.entry.deed), lead: None, blocks }
}
