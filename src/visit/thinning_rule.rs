//! The usual rule for old backups, offered to a practice that has none once a drive gets tight. One yes sets it; a
//! no is good for a month.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::ledger::note;
use crate::drives;
use crate::error::Result;
use crate::ledger::{DatedLedger, Deed};
use crate::practice::Practice;
use crate::retention::dates::days_between;
use crate::sources;
use crate::state::named::{THINNING_DECLINED, WAS_FULL};
use crate::state::{Drive, DriveState};
use crate::status::day_of;
use crate::thin;

/// Nobody is asked again before.
const DAYS_BETWEEN_OFFERS: i32 = 30;
/// The rule's name in the ledger.
const SETTING: &str = "keep";

/// Whether any folder has a rule for old backups.
#[must_use]
pub fn has_thinning_rule(practice: &Practice) -> bool {
    practice.config.sources.iter().any(|source| source.keep.is_some())
}

/// Whether a folder has no rule for old backups, and nobody said of late that it shall have none.
///
/// # Errors
/// `State`.
pub fn lacks_thinning_rule(practice: &Practice, now: Timestamp) -> Result<bool> {
    let is_without = practice.config.sources.iter().any(|source| source.keep.is_none());
    Ok(is_without && !was_declined(practice, now)?)
}

/// Whether the rules would take any backup of a drive, as far as the computer remembers: asked without a key.
///
/// # Errors
/// `State`.
pub fn may_thin(practice: &Practice, drive: &Drive, zone: &TimeZone) -> Result<bool> {
    let known = practice.state.snapshots(drive.row)?;
    let mut times: Vec<Option<Timestamp>> =
        known.iter().map(|snapshot| snapshot.time.parse().ok()).collect();
    // One backup has a snapshot in each section.
    times.dedup();
    let takes = |keep| thin::kept(&times, keep, zone).contains(&false);
    Ok(practice.config.sources.iter().filter_map(|source| source.keep).any(takes))
}

/// The drive for whose sake the rule is offered now; nothing where every folder has one, or no need of one.
///
/// # Errors
/// `State`.
pub fn wants_thinning(practice: &Practice, now: Timestamp) -> Result<Option<String>> {
    if !lacks_thinning_rule(practice, now)? {
        return Ok(None);
    }
    let past = DatedLedger::read(&practice.state, now)?;
    for drive in practice.state.drives()? {
        if matches!(drive.state, DriveState::Active) && is_tight(practice, &drive, &past)? {
            return Ok(Some(drive.name));
        }
    }
    Ok(None)
}

fn is_tight(practice: &Practice, drive: &Drive, past: &DatedLedger) -> Result<bool> {
    let was_full = practice.state.drive_note(drive.row, WAS_FULL)?.unwrap_or(false);
    Ok(was_full || drives::nearly_full(&practice.state, drive, past)?.is_some())
}

fn was_declined(practice: &Practice, now: Timestamp) -> Result<bool> {
    let day = practice.state.fact(&THINNING_DECLINED)?;
    let day = day.and_then(|bytes| String::from_utf8(bytes).ok()?.parse().ok());
    Ok(day.is_some_and(|day| (0..DAYS_BETWEEN_OFFERS).contains(&days_between(day, day_of(now)))))
}

/// What was answered: every folder has the usual rule from now on, or nobody is asked for a while.
///
/// # Errors
/// `State`; when the configuration cannot be written.
pub fn answer_thinning(practice: &mut Practice, agrees: bool, now: Timestamp) -> Result<()> {
    if !agrees {
        let day = day_of(now).to_string();
        return practice.state.set_fact(&THINNING_DECLINED, day.as_bytes());
    }
    sources::thin_as_usual(practice)?;
    note(practice, Deed::SettingChanged { setting: SETTING.to_owned() }, now).map(drop)
}
