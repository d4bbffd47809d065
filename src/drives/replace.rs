//! One medium takes the place of another: a copy steps in for the drive it was made from, an erased
//! drive begins anew, a spare is used instead. The old one stays on record, with its history, as out
//! of use: it is a medium with patients' data until somebody says what became of it.

use std::path::Path;

use jiff::Timestamp;

use super::enrol::{self, Enrolment};
use super::medium::{Profile, note_profile, profile_of};
use super::trouble::{forget_health, health_of, note_health};
use crate::crypto::hash;
use crate::error::{DriveTrouble, Error, Result};
use crate::fate::Overwrite;
use crate::format::names::VAULT_FOLDER;
use crate::id::DriveId;
use crate::platform;
use crate::practice::{DriveIdentity, Plugged, Practice};
use crate::state::named::{OVERWRITE, RETIRED_ON};
use crate::state::{Drive, DriveState, NewDrive};
use crate::storage::Disk;

/// A drive and the one whose place it took.
pub struct Successor {
    /// The drive in use from now on.
    pub plugged: Plugged,
    /// The other, under the name it has now.
    pub before: Drive,
}

/// The enrolled drive of which `path` holds a copy, if it does.
///
/// # Errors
/// As [`enrol::enrol`] for whatever else lies there.
pub fn is_copy_of_known(practice: &Practice, path: &Path) -> Result<Option<Drive>> {
    let path = enrol::checked_path(practice, path)?;
    let folder = path.join(VAULT_FOLDER);
    if !folder.is_dir() {
        return Ok(None);
    }
    let known = enrol::known_vault(practice, &Disk::open(&folder)?)?;
    let is_copy = |known: &Drive| enrol::trouble_of_known(known, &path) == DriveTrouble::Copied;
    Ok(known.filter(is_copy))
}

/// Lets the copy that is mounted there be the drive from now on. Nothing is written to it. The medium that was
/// the drive until now gets a row of its own, and is refused as a copy should it appear.
///
/// What the copy holds must be learnt with an opening key before anything is written to it.
///
/// # Errors
/// As [`enrol::enrol_with`], for name, place and medium; `Copied` when the drive itself is there too.
pub fn take_over(
    practice: &mut Practice,
    old: &Drive,
    new: &Enrolment,
    now: Timestamp,
) -> Result<Successor> {
    let path = enrol::checked_path(practice, &new.path)?;
    enrol::check_place(practice, &path, new.allow_fixed)?;
    if enrol::is_elsewhere(old, &path) {
        return Err(Error::drive(DriveTrouble::Copied).of_drive(&old.name));
    }
    if new.name.trim().to_lowercase() != old.name.to_lowercase() {
        enrol::check_name(practice, &new.name)?;
    }
    let before = set_aside(practice, old, now)?;
    let drive = super::declare::rename(practice, &old.name, &new.name)?;
    let held = profile_of(&practice.state, old)?.ever_held();
    let mut profile = Profile { held: new.held, ..Profile::seen_at(&path, new.looks) };
    profile.held = Some(profile.ever_held().max(held));
    let fixed = platform::drive_facts(&path).removable != Some(true);
    let state = &mut practice.state;
    note_profile(state, &drive, &profile)?;
    forget_health(state, &drive)?;
    state.set_drive_state(&drive, DriveState::Active)?;
    state.move_drive(&drive, &path, &DriveIdentity::of(&path).to_json(), fixed)?;
    let drive = state.drive_named(&drive.name)?;
    let disk = Disk::open(&path.join(VAULT_FOLDER))?;
    Ok(Successor { plugged: Plugged::new(drive, disk), before })
}

/// A row for a medium whose identity another one has now.
fn set_aside(practice: &mut Practice, old: &Drive, now: Timestamp) -> Result<Drive> {
    let name = free_name(practice, &old.name)?;
    let state = &mut practice.state;
    let aside = state.add_drive(&NewDrive {
        id: DriveId(hash::random_id()),
        vault: old.vault,
        name,
        facts: old.facts.clone(),
        path: old.path.clone(),
        fixed: old.fixed,
        enrolled: old.enrolled.clone(),
    })?;
    let profile = profile_of(state, old)?;
    note_profile(state, &aside, &profile)?;
    let health = health_of(state, old)?;
    note_health(state, &aside, &health)?;
    let kept = if old.state == DriveState::Active { DriveState::Retired } else { old.state };
    state.set_drive_state(&aside, kept)?;
    state.set_drive_note(aside.row, RETIRED_ON, &day(now))?;
    state.drive_named(&aside.name)
}

fn day(now: Timestamp) -> jiff::civil::Date {
    now.to_zoned_datetime(jiff::tz::TimeZone::system()).date()
}

/// Puts a drive out of use and lets `add` enrol another, usually under the same name.
///
/// # Errors
/// Those of `add`, after which everything is as it was.
pub fn supersede(
    practice: &mut Practice,
    old: &Drive,
    now: Timestamp,
    add: impl FnOnce(&mut Practice) -> Result<Plugged>,
) -> Result<Successor> {
    let aside = free_name(practice, &old.name)?;
    practice.state.rename_drive(old, &aside)?;
    if old.state == DriveState::Active {
        practice.state.set_drive_state(old, DriveState::Retired)?;
    }
    let plugged = match add(practice) {
        Ok(plugged) => plugged,
        Err(error) => {
            practice.state.set_drive_state(old, old.state)?;
            practice.state.rename_drive(old, &old.name)?;
            return Err(error);
        }
    };
    if old.state == DriveState::Active {
        practice.state.set_drive_note(old.row, RETIRED_ON, &day(now))?;
    }
    if is_same_medium(old, &plugged.drive) {
        inherit(practice, old, &plugged.drive)?;
    }
    let before = practice.state.drive_named(&aside)?;
    Ok(Successor { plugged, before })
}

/// `Blue (1)`, or the first such name that is free.
fn free_name(practice: &Practice, name: &str) -> Result<String> {
    let taken = practice.state.drives()?;
    let mut names = (1_u32..).map(|number| format!("{name} ({number})"));
    let is_free = |wanted: &String| taken.iter().all(|drive| drive.name != *wanted);
    Ok(names.find(is_free).unwrap_or_default())
}

fn is_same_medium(old: &Drive, new: &Drive) -> bool {
    let facts =
        || DriveIdentity::recorded(new).is_medium_of(&DriveIdentity::recorded(old), old.fixed);
    if old.fixed { old.path == new.path } else { facts() }
}

/// What the medium held before stays part of its past, and the old drive was erased by it.
fn inherit(practice: &mut Practice, old: &Drive, new: &Drive) -> Result<()> {
    let mut profile = profile_of(&practice.state, new)?;
    let before = profile_of(&practice.state, old)?.ever_held();
    profile.held = Some(profile.ever_held().max(before));
    note_profile(&mut practice.state, new, &profile)?;
    practice.state.set_drive_note(old.row, OVERWRITE, &Overwrite::Deleted)
}
