//! What people declare or change, done and told to the ledger in one go.

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;

use super::ledger::{drive_event, note};
use crate::config::Setting;
use crate::drives;
use crate::error::{Error, Result, Thing};
use crate::expiry::gather::confirm_clock;
use crate::expiry::holds::{self, NewHold};
use crate::fate::{Fate, Level};
use crate::id::RecordId;
use crate::ledger::{self, DatedLedger, Deed, DriveEvent, HoldChanged, Recorded, Restored};
use crate::practice::{Practice, SeenPlace};
use crate::restore;
use crate::retention::facts::Hold;
use crate::state::{Drive, DriveState};
use crate::status::{self, day_of};

/// The practice was set up on this computer.
///
/// # Errors
/// `State`.
pub fn set_up(practice: &mut Practice, now: Timestamp) -> Result<()> {
    note(practice, Deed::SetUp { attached: false }, now).map(drop)
}

/// A person typed today's date where the clock did not fit what is on record.
///
/// # Errors
/// `State`.
pub fn confirm_date(practice: &mut Practice, now: Timestamp) -> Result<()> {
    let confirmed = confirm_clock(practice, &[], now)?;
    note(practice, Deed::DateConfirmed(confirmed), now).map(drop)
}

/// Protects a record from being erased.
///
/// # Errors
/// As [`holds::open`].
pub fn hold(practice: &mut Practice, new: NewHold, now: Timestamp) -> Result<Hold> {
    let hold = holds::open(practice, new, day_of(now))?;
    let changed = hold_event(practice, &hold, &hold.opened_by)?;
    note(practice, Deed::HoldAdded(changed), now)?;
    Ok(hold)
}

/// Ends the holds on a record.
///
/// # Errors
/// As [`holds::close`].
pub fn release(
    practice: &mut Practice,
    record: RecordId,
    by: &str,
    two: bool,
    now: Timestamp,
) -> Result<Vec<Hold>> {
    let closed = holds::close(practice, record, by, two, day_of(now))?;
    for hold in &closed {
        let changed = hold_event(practice, hold, by)?;
        note(practice, Deed::HoldRemoved(changed), now)?;
    }
    Ok(closed)
}

fn hold_event(practice: &Practice, hold: &Hold, by: &str) -> Result<HoldChanged> {
    let reason = json!(hold.reason).as_str().unwrap_or_default().to_owned();
    Ok(HoldChanged { record: practice.proof_of(hold.record)?, reason, by: by.to_owned() })
}

/// Changes a setting.
///
/// # Errors
/// As [`Setting::set`].
pub fn setting(
    practice: &mut Practice,
    setting: Setting,
    value: &str,
    now: Timestamp,
) -> Result<()> {
    setting.set(&mut practice.config, value)?;
    practice.save_config()?;
    let told = Deed::SettingChanged { setting: setting.name().to_owned() };
    note(practice, told, now).map(drop)
}

/// Files were restored.
///
/// # Errors
/// `State`.
pub fn restored(
    practice: &mut Practice,
    drive: &Drive,
    done: &restore::RestoreSummary,
    now: Timestamp,
) -> Result<()> {
    let told = Restored {
        drive: drive.id,
        name: drive.name.clone(),
        files: done.files,
        bytes: done.bytes,
        skipped_forgotten: done.skipped_forgotten,
        problems: done.problems.len() as u64,
    };
    note(practice, Deed::Restored(told), now).map(drop)
}

/// Gives a drive another name.
///
/// # Errors
/// As [`drives::rename`].
pub fn rename(practice: &mut Practice, name: &str, new: &str, now: Timestamp) -> Result<Drive> {
    let drive = drives::rename(practice, name, new)?;
    let renamed = drive_event(practice, &drive, None)?;
    note(practice, Deed::DriveRenamed(renamed), now)?;
    Ok(drive)
}

/// A drive was lost or stolen, as a person says.
///
/// # Errors
/// `Invalid` for a day that is still to come; as [`drives::lose`].
pub fn drive_lost(
    practice: &mut Practice,
    name: &str,
    by: &str,
    on: Option<Date>,
    now: Timestamp,
) -> Result<(Drive, Fate, Recorded)> {
    let drive = drives::lose(practice, name)?;
    said_of(practice, drive, by, on, now, Deed::DriveLost)
}

/// A lost drive is back.
///
/// # Errors
/// As [`drive_lost`].
pub fn drive_found(
    practice: &mut Practice,
    name: &str,
    by: &str,
    on: Option<Date>,
    now: Timestamp,
) -> Result<(Drive, Fate, Recorded)> {
    let drive = drives::find_again(practice, name)?;
    said_of(practice, drive, by, on, now, Deed::DriveFound)
}

/// How a drive was destroyed.
#[derive(Debug, Clone)]
pub struct DestructionTold {
    /// How, in the person's words.
    pub method: String,
    /// Who says so.
    pub by: String,
    /// When; today where nothing is said.
    pub on: Option<Date>,
    /// SHA-256 of a certificate, 64 hexadecimal digits.
    pub certificate_sha256: Option<String>,
    /// Who saw it.
    pub witness: Option<String>,
}

/// That a drive is away, as far as this computer sees: what answers was not destroyed.
///
/// # Errors
/// `Drive(StillHere)`; `State`.
pub fn check_away(practice: &mut Practice, drive: &Drive, now: Timestamp) -> Result<()> {
    use crate::error::DriveTrouble::{Retired, StillHere};
    let is_it = |seen: &SeenPlace| {
        let is_known = seen.drive.as_ref().is_some_and(|found| found.row == drive.row);
        is_known && matches!(seen.trouble, None | Some(Retired))
    };
    match practice.look(now)?.iter().any(is_it) {
        true => Err(Error::drive(StillHere).of_drive(&drive.name)),
        false => Ok(()),
    }
}

/// A drive was destroyed, as a person says. The ledger has it before the drive counts as gone.
///
/// # Errors
/// `Invalid` for a day that is still to come; as [`check_away`] and [`drives::mark_destroyed`].
pub fn destroyed(
    practice: &mut Practice,
    drive: &Drive,
    how: DestructionTold,
    now: Timestamp,
) -> Result<(Drive, Fate, Recorded)> {
    check_away(practice, drive, now)?;
    let is_shown = how.certificate_sha256.is_some() || how.witness.is_some();
    let told = ledger::DriveDestroyed {
        drive: dated(drive_event(practice, drive, Some(&how.by))?, how.on, now)?,
        method: how.method,
        certificate_sha256: how.certificate_sha256,
        witness: how.witness,
        level: if is_shown { Level::Destroyed } else { Level::None },
    };
    let recorded = note(practice, Deed::DriveDestroyed(told), now)?;
    let drive = drives::mark_destroyed(practice, &drive.name)?;
    Ok((drive.clone(), fate_now(practice, &drive, now)?, recorded))
}

fn fate_now(practice: &Practice, drive: &Drive, now: Timestamp) -> Result<Fate> {
    let drive = practice.state.drive_named(&drive.name)?;
    let is_active = drive.state == DriveState::Active;
    let past = DatedLedger::read(&practice.state, now)?;
    status::fate_of(practice, &drive, is_active && drive.path.exists(), &past)
}

/// Tells the ledger what a person says of a drive, and judges the drive anew.
fn said_of(
    practice: &mut Practice,
    drive: Drive,
    by: &str,
    on: Option<Date>,
    now: Timestamp,
    deed: fn(DriveEvent) -> Deed,
) -> Result<(Drive, Fate, Recorded)> {
    let event = dated(drive_event(practice, &drive, Some(by))?, on, now)?;
    let recorded = note(practice, deed(event), now)?;
    let fate = fate_now(practice, &drive, now)?;
    Ok((drive, fate, recorded))
}

/// The day it happened: never one that is still to come.
fn dated(event: DriveEvent, on: Option<Date>, now: Timestamp) -> Result<DriveEvent> {
    match on {
        Some(on) if on > day_of(now) => {
            Err(Error::Invalid { what: Thing::Date, value: on.to_string() })
        }
        on => Ok(DriveEvent { on, ..event }),
    }
}
