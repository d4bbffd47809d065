//! Which notices were shown today: at most one of a kind a day.

use jiff::Timestamp;

use super::day_of;
use crate::error::Result;
use crate::practice::Practice;
use crate::state::named::{Fact, GREETED, REMINDED, WHEN_PLUGGED};

/// A kind of notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// Something is due.
    Due,
    /// A drive was plugged in.
    Plugged,
}

impl Notice {
    const fn fact(self) -> Fact {
        match self {
            Self::Due => REMINDED,
            Self::Plugged => GREETED,
        }
    }

    /// Whether it was shown today.
    ///
    /// # Errors
    /// `State`.
    pub fn was_shown(self, practice: &Practice, now: Timestamp) -> Result<bool> {
        let told = practice.state.fact(&self.fact())?;
        Ok(told.is_some_and(|day| day == day_of(now).to_string().as_bytes()))
    }

    /// Notes that it was shown.
    ///
    /// # Errors
    /// `State`.
    pub fn note_shown(self, practice: &mut Practice, now: Timestamp) -> Result<()> {
        practice.state.set_fact(&self.fact(), day_of(now).to_string().as_bytes())
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
