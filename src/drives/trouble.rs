//! What went wrong with a drive, noted by whoever meets it, and forgotten when it went well again.
//!
//! A lock switch, a bad cable, a file system that was not unmounted, one pack that was repaired: such
//! states pass, and the next good write or check says so. A drive that went wrong again and again is
//! not believed any more.

use crate::error::{Damage, DriveTrouble, Error, Result};
use crate::fate::Health;
use crate::state::named::HEALTH;
use crate::state::{Drive, State};

/// How often errors of reading, writing or checking are taken for passing ones.
const FORGIVEN_MAX: u64 = 2;

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
    const fn of_damage(damage: Damage) -> Option<Self> {
        match damage {
            Damage::Unreadable => Some(Self::Read),
            Damage::WrongHash | Damage::WrongLength => Some(Self::Verify),
            Damage::Missing
            | Damage::Denied
            | Damage::Disordered
            | Damage::DoesNotOpen
            | Damage::Malformed
            | Damage::Newer
            | Damage::NotAuthentic
            | Damage::WithoutBase
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
fn note_trouble(state: &mut State, drive: &Drive, trouble: Trouble) -> Result<()> {
    let mut health = health_of(state, drive)?;
    match trouble {
        Trouble::Read => health.read_errors += 1,
        Trouble::Write => health.write_errors += 1,
        Trouble::Verify => health.verify_failed = true,
        Trouble::ReadOnly => health.read_only = true,
    }
    note_health(state, drive, &health)
}

/// A backup was written, and all of it was read back: what hindered it before is over.
///
/// # Errors
/// `State`.
pub fn note_good_write(state: &mut State, drive: &Drive) -> Result<()> {
    let health = health_of(state, drive)?;
    note_health(state, drive, &after_good_write(health))
}

/// A check found nothing wrong: what was read badly before is over.
///
/// # Errors
/// `State`.
pub fn note_good_check(state: &mut State, drive: &Drive) -> Result<()> {
    let health = health_of(state, drive)?;
    note_health(state, drive, &after_good_check(health))
}

const fn after_good_write(health: Health) -> Health {
    // Only a check says whether what is stored is still what was written.
    let verify_failed = health.verify_failed;
    Health { read_only: false, verify_failed, ..forgiven(health) }
}

const fn after_good_check(health: Health) -> Health {
    // What can only be read was not written to.
    let write_errors = health.write_errors;
    let mut after = forgiven(health);
    if !health.read_only {
        return after;
    }
    after.write_errors = write_errors;
    after
}

/// Without errors, as long as they did not come back too often.
const fn forgiven(health: Health) -> Health {
    if !health.has_errors() || health.forgiven >= FORGIVEN_MAX {
        return health;
    }
    let forgiven = health.forgiven + 1;
    Health { read_errors: 0, write_errors: 0, verify_failed: false, forgiven, ..health }
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
    fn what_passes_is_forgotten_and_what_comes_back_is_not() {
        let locked = Health { read_only: true, ..Health::default() };
        assert_eq!(after_good_write(locked), Health::default());
        assert_eq!(after_good_check(locked), locked, "a check writes nothing");
        let cable = Health { read_errors: 1, ..Health::default() };
        assert!(!after_good_write(cable).is_failing());
        let pack = Health { verify_failed: true, ..Health::default() };
        assert!(after_good_write(pack).is_failing(), "only a check says that it is whole again");
        let once = after_good_check(pack);
        assert!(!once.is_failing());
        let twice = after_good_check(Health { verify_failed: true, ..once });
        assert!(!twice.is_failing());
        assert_eq!(after_good_check(twice), twice, "where nothing is wrong, nothing is forgiven");
        let third = after_good_check(Health { verify_failed: true, ..twice });
        assert!(third.is_failing());
        assert!(after_good_write(third).is_failing());
    }

    #[test]
    fn a_missing_object_or_a_full_drive_says_nothing_about_the_medium() {
        assert_eq!(Trouble::of_damage(Damage::Missing), None);
        assert_eq!(Trouble::of_damage(Damage::Unreadable), Some(Trouble::Read));
        let full = DriveTrouble::Full { missing_bytes: None, free_bytes: None, backups: None };
        assert_eq!(Trouble::of_error(&Error::drive(full)), None);
        assert_eq!(Trouble::of_error(&Error::drive(DriveTrouble::Gone)), None);
        let failing = Error::drive(DriveTrouble::Failing);
        assert_eq!(Trouble::of_error(&failing), Some(Trouble::Write));
    }
}
