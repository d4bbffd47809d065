//! Exit codes, and the one map from errors to them. Scripts rely on it; `docs/cli.md` lists it.

use refuge::error::{DriveTrouble, Error, KeyTrouble, LedgerTrouble, PlanTrouble};

/// How the program ends. The numbers of restic where it has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    /// Done, nothing to say.
    Done = 0,
    /// Failed.
    Failed = 1,
    /// Wrong command line.
    Usage = 2,
    /// Done, but some files could not be dealt with.
    Problems = 3,
    /// No enrolled drive is plugged in.
    NoDrive = 10,
    /// Another run is in progress, or another program keeps a file of the drive.
    Busy = 11,
    /// Wrong passphrase, recovery sheet or key.
    WrongKey = 12,
    /// The drive is full.
    DriveFull = 13,
    /// The drive disappeared during the run.
    DriveGone = 14,
    /// A check found damage.
    Damage = 15,
    /// `status`: something is overdue.
    Overdue = 16,
    /// Stopped: so much changed that it may be an attack.
    MassChange = 17,
    /// The drive was refused.
    DriveRefused = 18,
    /// A confirmation is missing or was refused.
    NotConfirmed = 19,
    /// Interrupted.
    Interrupted = 130,
}

impl Exit {
    /// Every code there is.
    #[cfg(test)]
    pub(crate) const ALL: &'static [Self] = &[
        Self::Done,
        Self::Failed,
        Self::Usage,
        Self::Problems,
        Self::NoDrive,
        Self::Busy,
        Self::WrongKey,
        Self::DriveFull,
        Self::DriveGone,
        Self::Damage,
        Self::Overdue,
        Self::MassChange,
        Self::DriveRefused,
        Self::NotConfirmed,
        Self::Interrupted,
    ];

    /// The number the system gets.
    pub(crate) const fn code(self) -> u8 {
        self as u8
    }

    /// The code an error of the library ends with. No wildcard: a new error must be placed.
    pub(crate) const fn of(error: &Error) -> Self {
        match error {
            Error::Drive { trouble, .. } => Self::of_drive(trouble),
            Error::Key(trouble) => Self::of_key(trouble),
            Error::Damaged { .. } | Error::Ledger { trouble: LedgerTrouble::Differs, .. } => {
                Self::Damage
            }
            Error::MassChange(_) => Self::MassChange,
            Error::Busy => Self::Busy,
            Error::NotConfirmed | Error::IncidentOpen => Self::NotConfirmed,
            Error::Plan(PlanTrouble::TooEarly { .. } | PlanTrouble::SecondPerson) => {
                Self::NotConfirmed
            }
            Error::Interrupted => Self::Interrupted,
            Error::Io { .. }
            | Error::Config { .. }
            | Error::NotSetUp
            | Error::NoSource
            | Error::AlreadySetUp
            | Error::State { .. }
            | Error::Ledger { .. }
            | Error::Source { .. }
            | Error::NotFound { .. }
            | Error::Exists { .. }
            | Error::Invalid { .. }
            | Error::TargetNotEmpty(_)
            | Error::TargetOnDrive { .. }
            | Error::WouldReplace { .. }
            | Error::Clock { .. }
            | Error::PublicStructure
            | Error::Plan(_)
            | Error::Register(_) => Self::Failed,
        }
    }

    const fn of_drive(trouble: &DriveTrouble) -> Self {
        match trouble {
            DriveTrouble::NonePlugged | DriveTrouble::NotPlugged => Self::NoDrive,
            DriveTrouble::Full { .. } => Self::DriveFull,
            DriveTrouble::Gone => Self::DriveGone,
            DriveTrouble::Held => Self::Busy,
            DriveTrouble::Failing | DriveTrouble::CannotEject => Self::Failed,
            DriveTrouble::Unknown
            | DriveTrouble::Foreign
            | DriveTrouble::Erased
            | DriveTrouble::Copied
            | DriveTrouble::RolledBack { .. }
            | DriveTrouble::Ahead
            | DriveTrouble::Tampered
            | DriveTrouble::NewerFormat
            | DriveTrouble::ReadOnly
            | DriveTrouble::Retired
            | DriveTrouble::NotRemovable
            | DriveTrouble::NotLocal
            | DriveTrouble::AlreadyEnrolled
            | DriveTrouble::FakeCapacity
            | DriveTrouble::StillHere
            | DriveTrouble::HalfPurged => Self::DriveRefused,
        }
    }

    const fn of_key(trouble: &KeyTrouble) -> Self {
        match trouble {
            KeyTrouble::Needed => Self::NotConfirmed,
            KeyTrouble::WrongPassphrase
            | KeyTrouble::WrongWords { .. }
            | KeyTrouble::OpensNothing
            | KeyTrouble::OldEpoch { .. }
            | KeyTrouble::NotAnIdentity
            | KeyTrouble::ReadableByOthers(_)
            | KeyTrouble::Plugin(_)
            | KeyTrouble::AlsoOld { .. }
            | KeyTrouble::NotAllSections => Self::WrongKey,
            KeyTrouble::WeakPassphrase(_)
            | KeyTrouble::NotARecipient
            | KeyTrouble::LastKey
            | KeyTrouble::StillThere(_)
            | KeyTrouble::StillNeeded(_) => Self::Failed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_stands_in_the_manual() {
        let manual = include_str!("../../docs/cli.md");
        for exit in Exit::ALL {
            let row = format!("| {} |", exit.code());
            assert!(manual.contains(&row), "docs/cli.md lacks exit code {}", exit.code());
        }
        let rows = manual.lines().filter(|line| {
            line.strip_prefix("| ")
                .and_then(|rest| rest.split(' ').next())
                .is_some_and(|cell| cell.parse::<u8>().is_ok())
        });
        assert_eq!(rows.count(), Exit::ALL.len());
    }

    #[test]
    fn errors_end_with_the_code_scripts_expect() {
        assert_eq!(Exit::of(&Error::drive(DriveTrouble::NonePlugged)).code(), 10);
        assert_eq!(Exit::of(&Error::Busy).code(), 11);
        assert_eq!(Exit::of(&Error::Key(KeyTrouble::WrongPassphrase)).code(), 12);
        let full = DriveTrouble::Full { missing_bytes: None, free_bytes: None, backups: None };
        assert_eq!(Exit::of(&Error::drive(full)).code(), 13);
        assert_eq!(Exit::of(&Error::drive(DriveTrouble::Gone)).code(), 14);
        assert_eq!(Exit::of(&Error::drive(DriveTrouble::Copied)).code(), 18);
        assert_eq!(Exit::of(&Error::Key(KeyTrouble::Needed)).code(), 19);
        assert_eq!(Exit::of(&Error::IncidentOpen).code(), 19);
        assert_eq!(Exit::of(&Error::Interrupted).code(), 130);
    }
}
