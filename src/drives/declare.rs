//! What people declare about drives: another name, lost, found again, destroyed.

use crate::error::{DriveTrouble, Error, Result};
use crate::practice::Practice;
use crate::state::named::RETIRED_ON;
use crate::state::{Drive, DriveState};

use super::enrol::checked_name;

/// Gives a drive another name.
///
/// # Errors
/// `NotFound`, `Invalid`, `Exists`.
pub fn rename(practice: &mut Practice, name: &str, new_name: &str) -> Result<Drive> {
    let drive = practice.state.drive_named(name)?;
    let is_same = drive.name.to_lowercase() == new_name.trim().to_lowercase();
    let new_name =
        if is_same { new_name.trim().to_owned() } else { checked_name(practice, new_name)? };
    practice.state.rename_drive(&drive, &new_name)?;
    practice.state.drive_named(&new_name)
}

/// Declares a drive lost or stolen. It is refused from now on, should it appear.
///
/// # Errors
/// `NotFound`; `Retired` when it was destroyed.
pub fn lose(practice: &mut Practice, name: &str) -> Result<Drive> {
    let drive = practice.state.drive_named(name)?;
    if drive.state == DriveState::Destroyed {
        return Err(Error::drive(DriveTrouble::Retired).of_drive(&drive.name));
    }
    practice.state.set_drive_state(&drive, DriveState::Lost)?;
    Ok(drive)
}

/// Takes a lost drive back: into use, or among those out of use where it was before.
///
/// # Errors
/// `NotFound`; `Retired` when it was destroyed or retired, `AlreadyEnrolled` when it is in use.
pub fn find_again(practice: &mut Practice, name: &str) -> Result<Drive> {
    let drive = practice.state.drive_named(name)?;
    let refused = |trouble| Err(Error::drive(trouble).of_drive(&drive.name));
    match drive.state {
        DriveState::Lost => {}
        DriveState::Active => return refused(DriveTrouble::AlreadyEnrolled),
        DriveState::Retired | DriveState::Destroyed => return refused(DriveTrouble::Retired),
    }
    let was_retired =
        practice.state.drive_note::<jiff::civil::Date>(drive.row, RETIRED_ON)?.is_some();
    let state = if was_retired { DriveState::Retired } else { DriveState::Active };
    practice.state.set_drive_state(&drive, state)?;
    Ok(drive)
}

/// Declares a drive physically destroyed. What the computer knew of its content is forgotten.
///
/// # Errors
/// `NotFound`, `State`.
pub fn mark_destroyed(practice: &mut Practice, name: &str) -> Result<Drive> {
    let drive = practice.state.drive_named(name)?;
    practice.state.set_drive_state(&drive, DriveState::Destroyed)?;
    practice.state.forget_contents(drive.row)?;
    practice.state.drive_named(&drive.name)
}
