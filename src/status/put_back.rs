//! Whether this computer still lacks what its practice had elsewhere: from `attach` until everything was put
//! back, or somebody says that it need not be.
//!
//! A backup that was made meanwhile is of what is here so far: it is no answer to what was there.

use std::collections::HashSet;
use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{day_in, last_backup_on};
use crate::error::Result;
use crate::id::SnapshotId;
use crate::ledger::{self, DatedLedger, Deed};
use crate::practice::Practice;
use crate::state::State;
use crate::state::named::{NOW, PUT_BACK};

/// What is kept until then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutBackOwed {
    /// The entry of the ledger that tells of the attaching; absent where it was interrupted before.
    pub since: Option<u64>,
}

/// What is kept, where something is still to be put back.
///
/// # Errors
/// `State`.
pub fn owed(state: &State) -> Result<Option<PutBackOwed>> {
    state.item(PUT_BACK, NOW)
}

/// Where not everything was put back yet: the drive with the newest backup, how many it holds, and the day of
/// that one.
///
/// # Errors
/// `State`.
pub fn unrecovered(
    practice: &Practice,
    now: Timestamp,
) -> Result<Option<(String, u64, Option<Date>)>> {
    if owed(&practice.state)?.is_none() {
        return Ok(None);
    }
    let past = DatedLedger::read(&practice.state, now)?;
    let mut newest: Option<(String, u64, Option<Date>)> = None;
    for drive in practice.state.drives()? {
        let snapshots = practice.state.snapshots(drive.row)?;
        let Some(last) = snapshots.last() else { continue };
        let day = last_backup_on(practice, &drive, &past)?.or_else(|| day_in(&last.time));
        if newest.as_ref().is_none_or(|(_, _, known)| *known < day) {
            newest = Some((drive.name, practice.state.count_backups(drive.row)?, day));
        }
    }
    Ok(newest)
}

/// Backups that this computer made while not everything was back: they lack what is to be put back.
///
/// # Errors
/// `State`, `Ledger`.
pub fn made_meanwhile(practice: &Practice) -> Result<HashSet<SnapshotId>> {
    let Some(since) = owed(&practice.state)?.and_then(|owed| owed.since) else {
        return Ok(HashSet::new());
    };
    let entries = ledger::read(&practice.state)?;
    let later = entries.iter().filter(|recorded| recorded.entry.number > since);
    let backups = later.filter_map(|recorded| match &recorded.entry.deed {
        Deed::BackedUp(done) => Some(done.snapshot),
        _ => None,
    });
    Ok(backups.collect())
}

/// Whether a folder of the practice has no file here.
#[must_use]
pub fn lacks_files(practice: &Practice) -> bool {
    practice.config.sources.iter().any(|source| !has_a_file(&source.path))
}

/// Whether a file lies anywhere below: folders alone are what an interrupted restore leaves first.
fn has_a_file(path: &Path) -> bool {
    let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
    entries.into_iter().any(|entry| {
        entry
            .file_type()
            .is_ok_and(|kind| if kind.is_dir() { has_a_file(&entry.path()) } else { true })
    })
}
