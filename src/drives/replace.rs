//! One medium takes the place of another: a copy becomes a drive of its own, an erased drive begins
//! anew, a spare steps in. The old one stays on record, with its history, as out of use: it is a
//! medium with patients' data until somebody says what became of it.

use std::path::Path;

use jiff::Timestamp;

use super::enrol::{self, Enrolment};
use super::medium::{note_profile, profile_of};
use super::{OVERWRITE, RETIRED_ON};
use crate::error::{DriveTrouble, Error, Result};
use crate::fate::Overwrite;
use crate::format::layout::VAULT_FOLDER;
use crate::practice::{Facts, Plugged, Practice};
use crate::state::{Drive, DriveState};
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

/// Makes a copy of one of the practice's drives a drive of its own. What it holds must be learnt
/// with an opening key before anything is written to it; until then the state believes it empty.
///
/// # Errors
/// As [`enrol::enrol`]; `Unknown` when it is no copy.
pub fn adopt_copy(
    practice: &mut Practice,
    path: &Path,
    new: &Enrolment,
    now: Timestamp,
) -> Result<Plugged> {
    let original = is_copy_of_known(practice, path)?;
    let original = original.ok_or(Error::drive(DriveTrouble::Unknown))?;
    let ever_held = profile_of(&practice.state, &original)?.ever_held();
    enrol::adopt(practice, path, new, ever_held, now)
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
        let today = now.to_zoned_datetime(jiff::tz::TimeZone::system()).date();
        practice.state.set_drive_note(old.row, RETIRED_ON, &today)?;
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
    let facts = || Facts::recorded(new).is_medium_of(&Facts::recorded(old), old.fixed);
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
