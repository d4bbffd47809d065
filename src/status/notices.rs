//! Which notices were shown today: at most one a day of what is due, and one of each drive.

use jiff::Timestamp;

use super::day_of;
use crate::error::Result;
use crate::practice::Practice;
use crate::state::Drive;
use crate::state::named::{GREETED, REMINDED, WHEN_PLUGGED};

/// A kind of notice, which is shown once a day.
#[derive(Debug, Clone, Copy)]
pub enum Notice<'d> {
    /// Something is due.
    Due,
    /// This drive was plugged in: each has its own, for the second of a day waits for its backup like the first.
    Plugged(&'d Drive),
}

impl Notice<'_> {
    /// Whether it was shown today.
    ///
    /// # Errors
    /// `State`.
    pub fn was_shown(self, practice: &Practice, now: Timestamp) -> Result<bool> {
        let today = day_of(now).to_string();
        Ok(match self {
            Self::Due => practice.state.fact(&REMINDED)?.is_some_and(|day| day == today.as_bytes()),
            Self::Plugged(drive) => {
                let day: Option<String> = practice.state.drive_note(drive.row, GREETED)?;
                day.is_some_and(|day| day == today)
            }
        })
    }

    /// Notes that it was shown.
    ///
    /// # Errors
    /// `State`.
    pub fn note_shown(self, practice: &mut Practice, now: Timestamp) -> Result<()> {
        let today = day_of(now).to_string();
        match self {
            Self::Due => practice.state.set_fact(&REMINDED, today.as_bytes()),
            Self::Plugged(drive) => practice.state.set_drive_note(drive.row, GREETED, &today),
        }
    }
}

/// What happens when a drive is plugged in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Welcome {
    /// It is told.
    Notice,
    /// The program opens in a window and asks.
    Window,
    /// It is backed up to, and the end is told.
    Quiet,
}

impl Welcome {
    /// What the person chose; to be told where nobody chose.
    ///
    /// # Errors
    /// `State`.
    pub fn chosen(practice: &Practice) -> Result<Self> {
        Ok(match practice.state.fact(&WHEN_PLUGGED)?.as_deref() {
            Some(b"window") => Self::Window,
            Some(b"quiet") => Self::Quiet,
            _ => Self::Notice,
        })
    }

    /// Keeps what the person chose.
    ///
    /// # Errors
    /// `State`.
    pub fn choose(self, practice: &mut Practice) -> Result<()> {
        let word: &[u8] = match self {
            Self::Notice => b"notice",
            Self::Window => b"window",
            Self::Quiet => b"quiet",
        };
        practice.state.set_fact(&WHEN_PLUGGED, word)
    }
}
