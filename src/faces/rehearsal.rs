//! The half-yearly rehearsal of the recovery sheet: whether it is due, or was done by the way.

use jiff::{SignedDuration, Timestamp};
use refuge::config::{KeyKind, OpeningKey};
use refuge::crypto::Identity;
use refuge::error::Result;
use refuge::ledger::{DatedLedger, Deed};
use refuge::practice::Practice;

use super::sheet_key::key_of;

/// The sheet in force where it opened the drive itself: that is the rehearsal.
pub(crate) fn done_by<'a>(practice: &'a Practice, opened: &[Identity]) -> Option<&'a OpeningKey> {
    let current = practice.config.practice.epoch;
    let is_sheet = |key: &&OpeningKey| key.kind == KeyKind::Sheet && key.epoch == current;
    opened.iter().filter_map(|identity| key_of(practice, identity)).find(is_sheet)
}

/// Whether the sheet was last in somebody's hands longer ago than it should be.
pub(crate) fn is_due(practice: &Practice, now: Timestamp) -> Result<bool> {
    let past = DatedLedger::read(&practice.state, now)?;
    // A clock that ran ahead puts nothing off.
    let newest = past.believed().rev().find(|(recorded, _)| {
        matches!(recorded.entry.deed, Deed::Rehearsed(_) | Deed::Rotated(_) | Deed::SetUp { .. })
    });
    let time = newest.and_then(|(_, time)| time);
    let limit =
        SignedDuration::from_hours(24 * i64::from(practice.config.reminders.rehearsal_days));
    Ok(time.is_some_and(|time| now.duration_since(time) >= limit))
}
