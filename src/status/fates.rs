//! What is recorded of a drive, gathered for the decision about its fate.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::error::Result;
use crate::fate::{
    self, Declared, DriveFacts, EverHeld, Fate, Health, KeyState, Medium, Overwrite, Owed, Proof,
    SerialCheck, ToForget,
};
use crate::practice::Practice;
use crate::settle::{self, Debt};
use crate::state::{Drive, DriveState};

/// What should happen to a drive on a day.
///
/// # Errors
/// `State`.
pub fn fate_of(practice: &Practice, drive: &Drive, plugged: bool, today: Date) -> Result<Fate> {
    Ok(fate::decide(&facts_of(practice, drive, plugged, today)?, today))
}

/// Everything recorded about a drive. What is not known counts as the worse.
///
/// # Errors
/// `State`.
pub fn facts_of(
    practice: &Practice,
    drive: &Drive,
    plugged: bool,
    today: Date,
) -> Result<DriveFacts> {
    let day = |text: &str| {
        let time: Option<Timestamp> = text.parse().ok();
        time.map(|time| time.to_zoned_datetime(TimeZone::system()).date())
    };
    let owes = settle::owed(practice, drive)?;
    let owes_purge = owes.iter().any(|debt| matches!(debt, Debt::Purge { .. }));
    let declared = match drive.state {
        DriveState::Active => None,
        DriveState::Lost => Some(Declared::Lost { on: today }),
        DriveState::Retired => Some(Declared::Retired { on: today }),
        DriveState::Destroyed => Some(Declared::Destroyed { on: today, proof: Proof::None }),
    };
    Ok(DriveFacts {
        medium: Medium::Unknown,
        ever_held: EverHeld::C2,
        to_forget: if owes_purge { ToForget::Records } else { ToForget::Nothing },
        keys: KeyState::Live,
        overwrite: Overwrite::None,
        health: Health::default(),
        serial: SerialCheck::Unknown,
        fake_capacity: false,
        plugged,
        last_seen: drive.last_seen.as_deref().and_then(day),
        enrolled: day(&drive.enrolled).unwrap_or(today),
        owed: (!owes.is_empty()).then_some(Owed { since: today, records: 0 }),
        declared,
        leaves_custody: false,
        level_five: false,
    })
}
