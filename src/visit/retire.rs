//! A drive that goes for good: wiped, out of use, and in the ledger at the level that was reached.

use jiff::Timestamp;

use super::ledger::{drive_event, note};
use crate::error::{DriveTrouble, Error, Result};
use crate::event::Observer;
use crate::fate::{Fate, Overwrite};
use crate::incident::Permit;
use crate::ledger::{DatedLedger, Deed, DriveWiped, Recorded};
use crate::practice::{Plugged, Practice};
use crate::state::named::{OVERWRITE, RETIRED_ON};
use crate::state::{Drive, DriveState};
use crate::status;
use crate::wipe::{self, Reach, WipeOutcome};

/// What became of a drive that was retired.
pub struct Retired {
    /// The drive.
    pub drive: Drive,
    /// What the wipe did.
    pub outcome: WipeOutcome,
    /// What should happen to the drive now.
    pub fate: Fate,
    /// The ledger's entry.
    pub recorded: Recorded,
}

/// Whether no other drive in use holds a backup.
///
/// # Errors
/// `State`.
pub fn is_only_copy(practice: &Practice, drive: &Drive) -> Result<bool> {
    for other in practice.state.drives()? {
        let is_other = other.row != drive.row && other.state == DriveState::Active;
        if is_other && !practice.state.snapshots(other.row)?.is_empty() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The drive of that name, in whatever state: one that was half wiped before is found again.
///
/// # Errors
/// `NotFound`; `Drive` when it is not plugged in, declared lost or destroyed, or not what it should be.
pub fn to_retire(practice: &mut Practice, name: &str, now: Timestamp) -> Result<Plugged> {
    let drive = practice.state.drive_named(name)?;
    let refused = |trouble| Error::drive(trouble).of_drive(&drive.name);
    if matches!(drive.state, DriveState::Lost | DriveState::Destroyed) {
        return Err(refused(DriveTrouble::Retired));
    }
    let seen = practice.look(now)?;
    let mut own = seen
        .into_iter()
        .filter(|seen| seen.drive.as_ref().is_some_and(|found| found.row == drive.row));
    let found = own.next().ok_or_else(|| refused(DriveTrouble::NotPlugged))?;
    match (found.trouble, found.disk) {
        (None | Some(DriveTrouble::Retired | DriveTrouble::RolledBack { .. }), Some(disk)) => {
            Ok(Plugged::new(drive, disk))
        }
        (trouble, _) => Err(refused(trouble.unwrap_or(DriveTrouble::NotPlugged))),
    }
}

/// Wipes a drive and takes it out of use. A wipe that stops is entered as one that failed: what was
/// done until then is in nobody's hands.
///
/// # Errors
/// As [`wipe::run`]; `Busy`; `State`.
pub fn retire(
    practice: &mut Practice,
    on: Plugged,
    permit: &Permit,
    now: Timestamp,
    observer: &dyn Observer,
) -> Result<Retired> {
    match wipe(practice, &on, permit, now, observer) {
        Ok(outcome) => {
            let is_whole = outcome.is_whole();
            let reached = if is_whole { Overwrite::Objects } else { Overwrite::Failed };
            let retired = enter(practice, &on, outcome, reached, now)?;
            wipe::close(on.disk);
            Ok(retired)
        }
        Err(error) => {
            enter(practice, &on, WipeOutcome::default(), Overwrite::Failed, now)?;
            Err(error.of_drive(&on.drive.name))
        }
    }
}

/// Nothing is backed up to it from here on, and an end that is never noted counts as a failure.
fn wipe(
    practice: &mut Practice,
    on: &Plugged,
    permit: &Permit,
    now: Timestamp,
    observer: &dyn Observer,
) -> Result<WipeOutcome> {
    let _held = on.hold(practice)?;
    let (drive, state) = (&on.drive, &mut practice.state);
    state.set_drive_state(drive, DriveState::Retired)?;
    state.set_drive_note(drive.row, RETIRED_ON, &status::day_of(now))?;
    state.set_drive_note(drive.row, OVERWRITE, &Overwrite::Failed)?;
    state.forget_contents(drive.row)?;
    wipe::run(&on.disk, permit, reach(on), observer)
}

/// A folder lies on a disk that others use too: its free room is not the drive's.
const fn reach(on: &Plugged) -> Reach {
    if on.drive.fixed { Reach::Files } else { Reach::FilesAndRoom }
}

/// Notes what was reached, and enters it in the ledger at the level the facts support.
fn enter(
    practice: &mut Practice,
    on: &Plugged,
    outcome: WipeOutcome,
    reached: Overwrite,
    now: Timestamp,
) -> Result<Retired> {
    practice.state.set_drive_note(on.drive.row, OVERWRITE, &reached)?;
    let drive = practice.state.drive_named(&on.drive.name)?;
    let fate = status::fate_of(practice, &drive, true, &DatedLedger::read(&practice.state, now)?)?;
    let wiped = DriveWiped {
        drive: drive_event(practice, &drive, None)?,
        scope: reach(on).word().to_owned(),
        passes: 1,
        verified_bytes: outcome.verified_bytes,
        failed_bytes: outcome.failed_bytes,
        level: fate.level,
    };
    let recorded = note(practice, Deed::DriveWiped(wiped), now)?;
    Ok(Retired { drive, outcome, fate, recorded })
}
