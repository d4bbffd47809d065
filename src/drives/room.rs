//! When a drive will be full, from the practice's own history.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::error::Result;
use crate::ledger::{DatedLedger, Deed};
use crate::state::named::FREE_BYTES;
use crate::state::{Drive, State};

/// Backups after the first that a forecast needs.
const BACKUPS_MIN: usize = 3;
/// Days they must span.
const DAYS_MIN: i64 = 14;
/// Days of a month, on average over four years.
const MONTH_DAYS: f64 = 30.4375;

/// From here on a person is told, and may do something in time.
const NEARLY_FULL_MONTHS: u32 = 6;

/// Months until a drive is full, where these are few.
///
/// # Errors
/// `State`.
pub fn nearly_full(state: &State, drive: &Drive, past: &DatedLedger) -> Result<Option<u32>> {
    let Some(free) = state.drive_note(drive.row, FREE_BYTES)? else { return Ok(None) };
    Ok(forecast(drive, free, past).filter(|months| *months < NEARLY_FULL_MONTHS))
}

/// `months_left` for a drive, from what the ledger tells of the backups to it, under dates that can be
/// believed.
fn forecast(drive: &Drive, free_bytes: u64, past: &DatedLedger) -> Option<u32> {
    let backups: Vec<(Date, u64)> = past
        .believed()
        .filter_map(|(recorded, time)| match &recorded.entry.deed {
            Deed::BackedUp(done) if done.drive == drive.id => {
                Some((time?.to_zoned_datetime(TimeZone::system()).date(), done.stored_bytes))
            }
            _ => None,
        })
        .collect();
    let today = past.now().to_zoned_datetime(TimeZone::system()).date();
    months_left(&backups, free_bytes, today)
}

/// Whole months until `free_bytes` are used up, if backups go on as they did: day and bytes stored
/// of each, oldest first. The first one brings everything and says nothing about the pace. No answer
/// from a short history, nor where nothing is added.
#[must_use]
fn months_left(backups: &[(Date, u64)], free_bytes: u64, today: Date) -> Option<u32> {
    let ((first, _), later) = backups.split_first()?;
    let days = i64::from(first.until(today).ok()?.get_days());
    let stored: u64 = later.iter().map(|(_, bytes)| bytes).sum();
    if later.len() < BACKUPS_MIN || days < DAYS_MIN || stored == 0 {
        return None;
    }
    let months = free_bytes as f64 / (stored as f64 / days as f64) / MONTH_DAYS;
    // A float is cut to the range of the whole number.
    Some(months as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const GIB: u64 = 1 << 30;

    fn weekly(weeks: i8, bytes: u64) -> Vec<(Date, u64)> {
        let first = date(2026, 1, 5);
        let day = |week: i8| first.checked_add(jiff::Span::new().weeks(week)).unwrap();
        (0..=weeks).map(|week| (day(week), if week == 0 { 100 * GIB } else { bytes })).collect()
    }

    #[test]
    fn the_first_backup_does_not_count_and_the_pace_does() {
        let backups = weekly(10, GIB);
        let today = backups.last().unwrap().0;
        // One GiB a week is 4.35 a month.
        assert_eq!(months_left(&backups, 100 * GIB, today), Some(22));
        assert_eq!(months_left(&backups, GIB, today), Some(0));
    }

    #[test]
    fn a_pause_slows_the_pace() {
        let backups = weekly(10, GIB);
        let today = backups.last().unwrap().0.checked_add(jiff::Span::new().weeks(10)).unwrap();
        assert_eq!(months_left(&backups, 100 * GIB, today), Some(45));
    }

    #[test]
    fn too_little_history_gives_no_forecast() {
        let today = date(2026, 6, 1);
        assert_eq!(months_left(&[], GIB, today), None);
        assert_eq!(months_left(&weekly(2, GIB), GIB, today), None);
        assert_eq!(months_left(&weekly(10, 0), GIB, today), None);
        let same_day = vec![(today, GIB); 6];
        assert_eq!(months_left(&same_day, GIB, today), None);
    }
}
