//! What a purge reached: per drive the level, what is still owed, and the record to file.

use refuge::error::{Error, Result};
use refuge::fate::Level;
use refuge::ledger::{Deed, Erased, Recorded};
use refuge::practice::Practice;
use refuge::settle::{self, Account, Debt, Rekeyed};
use refuge::state::{Drive, DriveState};
use serde_json::{Value, json};

use crate::cli::{Exit, Face, Failure, Summary, commands::thin, explain::of_library, fl, safe};
use crate::faces::papers::file::delete_plans;
use crate::faces::purge_told::{account, drive_line};

/// The account of a plan that was carried out.
pub(super) fn of_plan(
    face: &mut Face<'_>,
    practice: &Practice,
    done: Account,
    also: &[String],
) -> Result<Exit, Failure> {
    let mut lines = account(face.words, &done, also, failures(face, done.failed.iter()));
    let plans = delete_plans(&practice.home);
    if plans > 0 {
        lines.push(fl!(face.words, "purge-plans-deleted", plans = plans));
    }
    let Account { recorded, purged, failed } = done;
    let exit = exit(&purged.drives, &failed);
    let summary = Summary::new("purge", exit)
        .with("forgotten", purged.forgotten)
        .with("plan", purged.plan.as_str())
        .with("drives", drives(practice, &purged.drives)?)
        .with("also_in_other_records", purged.copies_elsewhere > 0)
        .with("ledger_entry", recorded.label());
    face.finish(&summary, &lines)
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
    let mut lines: Vec<String> = done.iter().map(|erased| drive_line(words, erased)).collect();
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
