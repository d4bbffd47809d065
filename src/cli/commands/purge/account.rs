//! What a purge reached: per drive the level, what is still owed, and the record to file.

use std::collections::{BTreeSet, HashSet};

use refuge::error::{Error, Result};
use refuge::expiry::overlap;
use refuge::fate::Level;
use refuge::id::RecordId;
use refuge::ledger::{Deed, Erased, Recorded};
use refuge::practice::Practice;
use refuge::settle::{self, Account, Debt, Rekeyed};
use refuge::state::{Drive, DriveState};
use refuge::visit::Assembly;
use serde_json::{Value, json};

use crate::cli::{
    Exit, Face, Failure, Summary, Values, commands::thin, explain::of_library, fl, safe,
};

/// The account of a plan that was carried out.
pub(super) fn of_plan(
    face: &mut Face<'_>,
    practice: &Practice,
    done: Account,
    also: &[String],
) -> Result<Exit, Failure> {
    let Account { recorded, purged, failed } = done;
    let words = face.words;
    let mut lines = match purged.copies_elsewhere {
        0 => vec![fl!(words, "purge-done", records = purged.forgotten)],
        _ => vec![fl!(words, "purge-done-here", records = purged.forgotten)],
    };
    // After an interruption nothing is gathered anew: what the ledger tells of it must do.
    if also.is_empty() && purged.copies_elsewhere > 0 {
        lines.push(fl!(words, "erase-copies", count = purged.copies_elsewhere));
    }
    lines.extend(also.iter().cloned());
    lines.extend(purged.drives.iter().map(|erased| drive_line(face, erased)));
    // One on which it stopped is told with the reason.
    let waits = |name: &&String| failed.iter().all(|(stopped, _)| stopped != *name);
    let waiting = purged.waiting.iter().filter(waits);
    lines.extend(waiting.map(|name| fl!(words, "purge-waiting", drive = safe(name))));
    lines.extend(failures(face, failed.iter()));
    lines.push(fl!(words, "purge-originals"));
    lines.push(fl!(words, "purge-keys"));
    lines.push(fl!(words, "purge-record", entry = recorded.label()));
    let exit = exit(&purged.drives, &failed);
    let summary = Summary::new("purge", exit)
        .with("forgotten", purged.forgotten)
        .with("plan", purged.plan.as_str())
        .with("drives", drives(practice, &purged.drives)?)
        .with("also_in_other_records", purged.copies_elsewhere > 0)
        .with("ledger_entry", recorded.label());
    face.finish(&summary, &lines)
}

/// Lines about copies that the purge of these records does not reach; none where it reaches all.
pub(super) fn also_in(
    face: &Face<'_>,
    desk: &Assembly,
    records: &HashSet<RecordId>,
) -> Result<Vec<String>> {
    let forgotten = desk.practice.state.forgotten()?;
    let found = overlap::also_in(&desk.gathered, records, &forgotten);
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let others: BTreeSet<RecordId> = found.values().flatten().copied().collect();
    let words = face.words;
    let mut lines = vec![fl!(words, "purge-also-in", records = found.len(), others = others.len())];
    if face.common.names {
        let name = |record: &RecordId| {
            let (_, name) = desk.gathered.names.get(record)?;
            let place = desk.gathered.place_of(*record)?;
            Some(format!("  {} {}", safe(&place), safe(name)))
        };
        lines.extend(others.iter().filter_map(name));
    }
    lines.push(fl!(words, "purge-also-how"));
    Ok(lines)
}

/// What drives that were away, or on which something stopped, caught up with.
#[derive(Default)]
pub(super) struct CaughtUp {
    /// Purges, as the ledger tells them.
    pub(super) paid: Vec<Recorded>,
    /// New keys of records.
    pub(super) rekeyed: Vec<Rekeyed>,
    /// Drives on which it failed.
    pub(super) failed: Vec<(String, Error)>,
}

/// The account of drives that caught up.
pub(super) fn of_drives(
    face: &mut Face<'_>,
    practice: &Practice,
    caught_up: &CaughtUp,
) -> Result<Exit, Failure> {
    let CaughtUp { paid, rekeyed, failed } = caught_up;
    let told = paid.iter().filter_map(|one| match &one.entry.deed {
        Deed::PurgedLater(erased) => Some(erased.clone()),
        _ => None,
    });
    let done: Vec<Erased> = told.collect();
    let words = face.words;
    let mut lines: Vec<String> = done.iter().map(|erased| drive_line(face, erased)).collect();
    lines.extend(rekeyed.iter().flat_map(|one| thin::rekeyed(words, one)));
    lines.extend(failures(face, failed.iter()));
    lines.extend(paid.iter().map(|one| fl!(words, "purge-record", entry = one.label())));
    let all: Vec<Erased> =
        rekeyed.iter().flat_map(|one| &one.erased).chain(&done).cloned().collect();
    let summary = Summary::new("purge", exit(&all, failed))
        .with("forgotten", 0)
        .with("drives", drives(practice, &done)?)
        .with("ledger_entry", paid.last().map(Recorded::label));
    face.finish(&summary, &lines)
}

fn exit(done: &[Erased], failed: &[(String, Error)]) -> Exit {
    let is_good = |erased: &Erased| erased.level != Level::None;
    if failed.is_empty() && done.iter().all(is_good) { Exit::Done } else { Exit::Problems }
}

fn failures<'a>(face: &Face<'_>, failed: impl Iterator<Item = &'a (String, Error)>) -> Vec<String> {
    let mut lines = Vec::new();
    for (drive, error) in failed {
        lines.push(fl!(face.words, "purge-failed", drive = safe(drive)));
        let [what, _, now] = of_library(face.words, error).lines();
        lines.extend([format!("  {what}"), format!("  {now}")]);
    }
    lines
}

/// What was reached on one drive, in a sentence.
pub(crate) fn drive_line(face: &Face<'_>, erased: &Erased) -> String {
    let words = face.words;
    let drive = safe(&erased.name);
    if erased.unfound > 0 {
        return fl!(words, "purge-drive-doubt", drive = drive, parts = erased.unfound);
    }
    if !erased.negative_test && erased.failed_segments == 0 {
        return fl!(words, "purge-drive-bad", drive = drive);
    }
    if erased.failed_segments > 0 {
        return fl!(words, "purge-drive-resists", drive = drive, pieces = erased.failed_segments);
    }
    fl!(words, "purge-drive-done", drive = drive, level = level_name(face, erased.level))
}

/// A level in words.
fn level_name(face: &Face<'_>, level: Level) -> String {
    let word = json!(level);
    let key = format!("level-{}", word.as_str().unwrap_or_default());
    face.words.find(&key, &Values::new()).unwrap_or_default()
}

/// Every drive in use: what was reached on it now, and what it is owed.
fn drives(practice: &Practice, done: &[Erased]) -> Result<Value> {
    let active = |drive: &Drive| drive.state == DriveState::Active;
    let mut lines = Vec::new();
    for drive in practice.state.drives()?.into_iter().filter(active) {
        let erased = done.iter().find(|erased| erased.drive == drive.id);
        let owes = settle::owed(practice, &drive)?;
        let owes: Vec<&str> = owes.into_iter().map(Debt::word).collect();
        lines.push(json!({
            "name": drive.name,
            "level": erased.map_or(Level::None, |erased| erased.level),
            "negative_test": erased.is_some_and(|erased| erased.negative_test),
            "owes": owes,
        }));
    }
    Ok(Value::Array(lines))
}
