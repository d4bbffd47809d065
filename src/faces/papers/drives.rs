//! Papers about one drive: procès-verbal of destruction, wipe record, what else happened to it.

use refuge::documents::{Banner, Block, Tone};
use refuge::error::Result;
use refuge::fate::Level;
use refuge::ledger::{Deed, DriveDestroyed, DriveEvent, DriveWiped, Recorded};

use super::deeds::deed_name;
use super::desk::{Desk, FactList, Sketch};
use crate::faces::fl;

/// The procès-verbal: what people declare, with two signatures.
pub(crate) fn destroyed(
    desk: &Desk<'_>,
    record: &Recorded,
    destroyed: &DriveDestroyed,
) -> Result<Sketch> {
    let words = desk.words;
    let name = destroyed.drive.name.as_str();
    let is_proven = destroyed.level == Level::Destroyed;
    let notice = if is_proven {
        Banner {
            tone: Tone::Good,
            title: fl!(words, "pv-destroyed", drive = name),
            lines: vec![fl!(words, "pv-declared")],
        }
    } else {
        Banner {
            tone: Tone::Care,
            title: fl!(words, "pv-unproven", drive = name),
            lines: vec![fl!(words, "pv-unproven-line")],
        }
    };
    let mut facts = facts_of(desk, &destroyed.drive)?;
    let day = destroyed.drive.on.or_else(|| desk.day_of(&record.entry.time));
    facts.maybe(fl!(words, "pv-day"), day.map(|day| desk.day(day)));
    facts.add(fl!(words, "pv-method"), destroyed.method.as_str());
    facts.maybe(fl!(words, "pv-by"), destroyed.drive.by.clone());
    facts.maybe(fl!(words, "pv-witness"), destroyed.witness.clone());
    let certificate = destroyed.certificate_sha256.clone();
    facts.add(
        fl!(words, "pv-certificate"),
        certificate.unwrap_or_else(|| fl!(words, "pv-certificate-none")),
    );
    facts.add(fl!(words, "pv-level"), desk.level(destroyed.level));
    let blocks = vec![
        Block::Notice(notice),
        facts.block(),
        Block::Paragraph(fl!(words, "pv-statement")),
        Block::Signatures(vec![
            desk.signature(fl!(words, "sign-holder"), destroyed.drive.by.clone()),
            desk.signature(fl!(words, "sign-witness"), destroyed.witness.clone()),
        ]),
        Block::Note(fl!(words, "pv-note")),
    ];
    Ok(Sketch { title: fl!(words, "pv-title"), lead: None, blocks })
}

/// The record of overwriting a whole drive; a failure stands first.
pub(crate) fn wiped(desk: &Desk<'_>, wiped: &DriveWiped) -> Result<Sketch> {
    let words = desk.words;
    let name = wiped.drive.name.as_str();
    let is_good = wiped.failed_bytes == 0 && wiped.level >= Level::LogicalDeletion;
    let notice = if is_good {
        Banner {
            tone: Tone::Good,
            title: fl!(words, "wipe-good", drive = name),
            lines: vec![desk.level(wiped.level)],
        }
    } else {
        Banner {
            tone: Tone::Bad,
            title: fl!(words, "wipe-bad", drive = name),
            lines: vec![fl!(words, "wipe-bad-line", size = desk.bytes(wiped.failed_bytes))],
        }
    };
    let mut facts = facts_of(desk, &wiped.drive)?;
    let scope = match wiped.scope.as_str() {
        "whole-device" => fl!(words, "wipe-scope-device"),
        _ => fl!(words, "wipe-scope-files"),
    };
    facts.add(fl!(words, "wipe-scope"), scope);
    facts.add(fl!(words, "wipe-passes"), wiped.passes.to_string());
    facts.add(fl!(words, "wipe-verified"), desk.bytes(wiped.verified_bytes));
    facts.add(fl!(words, "wipe-failed"), desk.bytes(wiped.failed_bytes));
    facts.maybe(fl!(words, "pv-by"), wiped.drive.by.clone());
    facts.add(fl!(words, "pv-level"), desk.level(wiped.level));
    facts.maybe(
        fl!(words, "erase-level-now", date = desk.day(desk.today())),
        level_today(desk, wiped)?.map(|level| desk.level(level)),
    );
    let blocks = vec![
        Block::Notice(notice),
        facts.block(),
        Block::Note(fl!(words, "wipe-note")),
        Block::Signatures(vec![
            desk.signature(fl!(words, "sign-holder"), wiped.drive.by.clone()),
            desk.signature(fl!(words, "sign-witness"), None),
        ]),
    ];
    Ok(Sketch { title: fl!(words, "wipe-title"), lead: None, blocks })
}

/// What else became of the drive since; overwriting alone is worth what was verified then.
fn level_today(desk: &Desk<'_>, wiped: &DriveWiped) -> Result<Option<Level>> {
    let Some(drive) = desk.drive(wiped.drive.drive)? else { return Ok(None) };
    let level = desk.fate(&drive)?.level;
    Ok(Some(level).filter(|level| *level >= Level::CryptographicErase))
}

/// Added, renamed, lost, found, brought to new locks.
pub(crate) fn event(desk: &Desk<'_>, record: &Recorded, event: &DriveEvent) -> Result<Sketch> {
    let words = desk.words;
    let mut facts = facts_of(desk, event)?;
    facts.maybe(fl!(words, "pv-day"), event.on.map(|day| desk.day(day)));
    facts.maybe(fl!(words, "paper-declared-by"), event.by.clone());
    let mut blocks = vec![facts.block()];
    if matches!(record.entry.deed, Deed::DriveLost(_)) {
        let notice = Banner {
            tone: Tone::Bad,
            title: fl!(words, "lost-title", drive = event.name.as_str()),
            lines: vec![fl!(words, "lost-keys"), fl!(words, "lost-breach")],
        };
        blocks.insert(0, Block::Notice(notice));
        blocks.push(Block::Signatures(vec![
            desk.signature(fl!(words, "sign-responsible"), event.by.clone()),
        ]));
    }
    Ok(Sketch { title: deed_name(desk, &record.entry.deed), lead: None, blocks })
}

fn facts_of(desk: &Desk<'_>, event: &DriveEvent) -> Result<FactList> {
    let drive = desk.drive(event.drive)?;
    let mut facts = FactList::default();
    facts.add(fl!(desk.words, "paper-drive"), event.name.as_str());
    desk.drive_facts(&mut facts, event.facts.as_ref(), drive.as_ref())?;
    facts.maybe(fl!(desk.words, "drive-by-number"), drive.map(|drive| drive.id.to_string()));
    Ok(facts)
}
