//! What no backup holds, and what one drive lacks while another may hold it.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::verdict::{BackupCopy, Gaps};
use super::{DriveStanding, day_in};
use crate::error::Result;
use crate::id::{DriveId, SourceId};
use crate::ledger::{DatedLedger, Deed};
use crate::practice::Practice;
use crate::state::named::files_of;
use crate::state::{Drive, DriveState};
use crate::unsaved::{self, UnsavedCount};

/// What the last backup on each drive in use does not hold.
pub(super) fn lack(
    practice: &Practice,
    known: &unsaved::Known,
    drives: &[DriveStanding],
    copies: &mut [BackupCopy],
) {
    let in_use = in_use(drives.iter().map(|stands| &stands.drive));
    let sources = sources_of(practice);
    let active = drives.iter().filter(|stands| stands.drive.state == DriveState::Active);
    for (stands, copy) in active.zip(copies) {
        copy.lacking = known.lacking(stands.drive.id, &in_use, &sources);
    }
}

fn in_use<'a>(drives: impl Iterator<Item = &'a Drive>) -> Vec<DriveId> {
    drives.filter(|drive| drive.state == DriveState::Active).map(|drive| drive.id).collect()
}

fn sources_of(practice: &Practice) -> BTreeSet<SourceId> {
    practice.config.sources.iter().map(|source| source.id).collect()
}

/// What the last backup left behind, and the folders that no backup has taken.
pub(super) fn gaps(practice: &Practice, past: &DatedLedger, today: Date) -> Result<Gaps> {
    let remembered = unsaved::known(&practice.state)?;
    let unsaved = remembered.last();
    // Under a clock that ran ahead it was noted for a day to come.
    let day = |since: &str| day_in(since).map_or(today, |day| day.min(today));
    let counted =
        |count: Option<UnsavedCount>| count.map(|count| (count.number, day(&count.since)));
    let sources = sources_of(practice);
    let drives = practice.state.drives()?;
    let with_backups = drives.iter().filter(|drive| drive.last_backup.is_some());
    let in_use = in_use(with_backups);
    let missing = unsaved.folders(&sources);
    let since = missing.iter().map(|(_, since)| day(since)).min();
    // What only a drive that is lost or broken took is in no backup any more.
    let is_gone = |id: &SourceId| !in_use.is_empty() && !remembered.took(*id, &in_use);
    let is_known =
        |id: &SourceId| Ok(practice.state.fact(&files_of(*id))?.is_some() && !is_gone(id));
    let known: Vec<(SourceId, bool)> =
        sources.iter().map(|id| Ok((*id, is_known(id)?))).collect::<Result<_>>()?;
    // Where none is known, this computer has made no backup at all, which is told otherwise.
    let has_saved = known.iter().any(|(_, is_known)| *is_known);
    let is_missing = |id: &SourceId| missing.iter().any(|(missing, _)| missing == id);
    let never = known.iter().filter(|(id, is_known)| has_saved && !is_known && !is_missing(id));
    let never_saved = never.count() as u64;
    let learnt = learnt(&remembered, past);
    let files = unsaved.not_held().or(learnt);
    Ok(Gaps {
        held: counted(unsaved.held()),
        held_in_no_version: unsaved.held_in_no_version(),
        files: counted(files),
        in_no_version: unsaved.in_no_version() - unsaved.held_in_no_version(),
        folders: since.map(|since| (missing.len() as u64, since)),
        never_saved,
        links: counted(unsaved.links()),
        left_out: counted(unsaved.left_out()),
    })
}

/// What the register says was left out by the last backup, where another computer made it.
fn learnt(remembered: &unsaved::Known, past: &DatedLedger) -> Option<UnsavedCount> {
    let (recorded, _) = past.last(|deed| matches!(deed, Deed::BackedUp(_)))?;
    match &recorded.entry.deed {
        Deed::BackedUp(done) if done.problems > 0 && !remembered.is_known(done.drive) => {
            Some(UnsavedCount { number: done.problems, since: recorded.entry.time.clone() })
        }
        _ => None,
    }
}
