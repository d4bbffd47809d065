//! What went wrong with a drive, noted by whoever meets it. It stays noted: cells that failed once
//! are not to be trusted again, whatever a later check says.

use crate::error::{Damage, DriveTrouble, Error, Result};
use crate::fate::Health;
use crate::state::{Drive, State};

/// Drive note: [`Health`].
const HEALTH: &str = "health";

/// One thing that went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The system could not read.
    Read,
    /// The system could not write.
    Write,
    /// What was read is not what was written.
    Verify,
    /// It can no longer be written.
    ReadOnly,
}

impl Trouble {
    /// What damage of an object says about the medium. What is missing, or was never ours, says
    /// nothing.
    #[must_use]
    pub const fn of_damage(damage: Damage) -> Option<Self> {
        match damage {
            Damage::Unreadable => Some(Self::Read),
            Damage::WrongHash | Damage::WrongLength => Some(Self::Verify),
            Damage::Missing
            | Damage::DoesNotOpen
            | Damage::Malformed
            | Damage::NotAuthentic
            | Damage::TooLarge
            | Damage::Linked
            | Damage::Protected => None,
        }
    }

    const fn of_error(error: &Error) -> Option<Self> {
        match error {
            Error::Drive { trouble: DriveTrouble::Failing, .. } => Some(Self::Write),
            Error::Drive { trouble: DriveTrouble::ReadOnly, .. } => Some(Self::ReadOnly),
            Error::Damaged { damage, .. } => Self::of_damage(*damage),
            _ => None,
        }
    }
}

/// Notes trouble with a drive, for the decision about its fate.
///
/// # Errors
/// `State`.
pub fn note_trouble(state: &mut State, drive: &Drive, trouble: Trouble) -> Result<()> {
    let mut health = health_of(state, drive)?;
    match trouble {
        Trouble::Read => health.read_errors += 1,
        Trouble::Write => health.write_errors += 1,
        Trouble::Verify => health.verify_failed = true,
        Trouble::ReadOnly => health.read_only = true,
    }
    note_health(state, drive, &health)
}

/// Notes what a check found damaged, as far as it says something about the medium.
///
/// # Errors
/// `State`.
pub fn note_damage(
    state: &mut State,
    drive: &Drive,
    found: impl Iterator<Item = Damage>,
) -> Result<()> {
    found.filter_map(Trouble::of_damage).try_for_each(|trouble| note_trouble(state, drive, trouble))
}

/// Notes what an error says about the medium, if anything, and gives the error back.
#[must_use]
pub fn note_error(state: &mut State, drive: &Drive, error: Error) -> Error {
    if let Some(trouble) = Trouble::of_error(&error) {
        // The error itself is the news; that it could not be noted would only hide it.
        drop(note_trouble(state, drive, trouble));
    }
    error
}

pub(super) fn note_health(state: &mut State, drive: &Drive, health: &Health) -> Result<()> {
    state.set_drive_note(drive.row, HEALTH, health)
}

/// For a drive that is another medium from now on.
pub(super) fn forget_health(state: &mut State, drive: &Drive) -> Result<()> {
    note_health(state, drive, &Health::default())
}

/// What went wrong with a drive so far.
///
/// # Errors
/// `State`.
pub fn health_of(state: &State, drive: &Drive) -> Result<Health> {
    Ok(state.drive_note(drive.row, HEALTH)?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_object_or_a_full_drive_says_nothing_about_the_medium() {
        assert_eq!(Trouble::of_damage(Damage::Missing), None);
        assert_eq!(Trouble::of_damage(Damage::Unreadable), Some(Trouble::Read));
        let full = DriveTrouble::Full { missing_bytes: None, free_bytes: None };
        assert_eq!(Trouble::of_error(&Error::drive(full)), None);
        assert_eq!(Trouble::of_error(&Error::drive(DriveTrouble::Gone)), None);
        let failing = Error::drive(DriveTrouble::Failing);
        assert_eq!(Trouble::of_error(&failing), Some(Trouble::Write));
    }
}
