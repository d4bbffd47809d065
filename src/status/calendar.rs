//! Which days have a backup, and on which drive it lies: the picture of coverage, as facts.

use std::collections::BTreeSet;

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::error::Result;
use crate::practice::Practice;
use crate::state::{Drive, DriveState};

/// Days of a week.
const WEEK: usize = 7;

/// A stretch of whole weeks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// The day of the first backup of all; before it nothing is missing.
    pub begun: Option<Date>,
    /// The last day that counts: later ones have not come yet.
    pub until: Date,
    /// A day that is not over: without a backup it is no gap yet.
    pub open: Option<Date>,
    /// The newest day of a backup that today's date says has not come yet: one of the two is wrong.
    pub ahead: Option<Date>,
    /// The Mondays, in order.
    pub weeks: Vec<Date>,
    /// The drives in use, with the days of the backups that lie on them.
    pub drives: Vec<DriveDays>,
}

/// One drive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DriveDays {
    /// Its name.
    pub drive: String,
    /// Days in these weeks.
    pub days: BTreeSet<Date>,
}

/// Days in a row without a backup on any drive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// Its first day.
    pub first: Date,
    /// Its last day.
    pub last: Date,
    /// How many.
    pub days: u64,
}

/// The weeks from that of `first` to that of `until`, as far as the computer knows what lies on the drives.
///
/// # Errors
/// `State`.
pub fn calendar(
    practice: &Practice,
    first: Date,
    until: Date,
    today: Date,
    zone: &TimeZone,
) -> Result<Calendar> {
    let weeks = weeks(first, until);
    let (mut begun, mut newest): (Option<Date>, Option<Date>) = (None, None);
    let mut drives = Vec::new();
    let in_use = |drive: &Drive| drive.state == DriveState::Active;
    for drive in practice.state.drives()?.into_iter().filter(in_use) {
        let snapshots = practice.state.snapshots(drive.row)?;
        let times = snapshots.iter().filter_map(|snapshot| snapshot.time.parse::<Timestamp>().ok());
        let all: BTreeSet<Date> = times.map(|time| zone.to_datetime(time).date()).collect();
        begun = begun.into_iter().chain(all.first().copied()).min();
        newest = newest.max(all.last().copied());
        let is_shown =
            |day: &Date| weeks.first().is_some_and(|first| day >= first) && *day <= until;
        drives.push(DriveDays {
            drive: drive.name,
            days: all.into_iter().filter(is_shown).collect(),
        });
    }
    let (open, ahead) = (Some(today), newest.filter(|newest| *newest > today));
    Ok(Calendar { begun, until, open, ahead, weeks, drives })
}

fn weeks(first: Date, until: Date) -> Vec<Date> {
    let back = i64::from(first.weekday().since(Weekday::Monday));
    let monday = first.checked_sub(back.days()).unwrap_or(first);
    let step = |day: &Date| day.checked_add(1.week()).ok();
    std::iter::successors(Some(monday), step).take_while(|monday| *monday <= until).collect()
}

impl Calendar {
    /// The days of a week, from its Monday, with the drives that have a backup of each: nothing where the day
    /// does not count.
    #[must_use]
    pub fn week(&self, monday: Date) -> Vec<Option<Vec<usize>>> {
        let mut day = Some(monday);
        let days = std::iter::from_fn(|| {
            let now = day?;
            day = now.tomorrow().ok();
            Some(now)
        });
        let shown = |day: Date| Some(self.on(day)).filter(|on| self.counts(day, on));
        days.take(WEEK).map(shown).collect()
    }

    /// Stretches without any backup, the longest first.
    #[must_use]
    pub fn gaps(&self) -> Vec<Gap> {
        let mut gaps: Vec<Gap> = Vec::new();
        let mut day = self.weeks.first().copied();
        while let Some(now) = day.filter(|day| *day <= self.until) {
            day = now.tomorrow().ok();
            let on = self.on(now);
            if !self.counts(now, &on) || !on.is_empty() {
                continue;
            }
            match gaps.last_mut().filter(|gap| gap.last.tomorrow().ok() == Some(now)) {
                Some(gap) => {
                    gap.last = now;
                    gap.days += 1;
                }
                None => gaps.push(Gap { first: now, last: now, days: 1 }),
            }
        }
        gaps.sort_by_key(|gap| (std::cmp::Reverse(gap.days), gap.first));
        gaps
    }

    fn counts(&self, day: Date, on: &[usize]) -> bool {
        let has_come = day <= self.until && (self.open != Some(day) || !on.is_empty());
        self.begun.is_some_and(|begun| day >= begun) && has_come
    }

    fn on(&self, day: Date) -> Vec<usize> {
        let drives = (0..).zip(&self.drives);
        drives.filter(|(_, drive)| drive.days.contains(&day)).map(|(number, _)| number).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn two_drives() -> Calendar {
        let days = |days: &[&str]| days.iter().map(|text| day(text)).collect();
        Calendar {
            begun: Some(day("2026-11-24")),
            until: day("2026-12-04"),
            open: None,
            ahead: None,
            weeks: weeks(day("2026-11-24"), day("2026-12-04")),
            drives: vec![
                DriveDays { drive: "Blue".to_owned(), days: days(&["2026-11-24", "2026-11-25"]) },
                DriveDays { drive: "Red".to_owned(), days: days(&["2026-11-25", "2026-12-03"]) },
            ],
        }
    }

    #[test]
    fn a_stretch_begins_with_its_monday() {
        let found = weeks(day("2026-11-29"), day("2026-12-07"));
        assert_eq!(found, [day("2026-11-23"), day("2026-11-30"), day("2026-12-07")]);
    }

    #[test]
    fn a_day_has_the_drives_it_lies_on_and_nothing_is_missing_before_the_first() {
        let week = two_drives().week(day("2026-11-23"));
        let none = Some(Vec::new());
        let first = [None, Some(vec![0]), Some(vec![0, 1])];
        assert_eq!(week[..3], first);
        assert_eq!(week[3..], [none.clone(), none.clone(), none.clone(), none]);
        assert_eq!(two_drives().week(day("2026-11-30"))[5], None, "tomorrow");
    }

    #[test]
    fn gaps_are_told_to_the_day_the_longest_first() {
        let gaps = two_drives().gaps();
        let long = Gap { first: day("2026-11-26"), last: day("2026-12-02"), days: 7 };
        let last = Gap { first: day("2026-12-04"), last: day("2026-12-04"), days: 1 };
        assert_eq!(gaps, [long, last]);
    }

    #[test]
    fn a_day_that_is_not_over_is_no_gap_and_has_its_backup() {
        let mut calendar = two_drives();
        calendar.open = Some(day("2026-12-04"));
        assert_eq!(calendar.gaps().len(), 1);
        assert_eq!(calendar.week(day("2026-11-30"))[4], None);
        calendar.drives[0].days.insert(day("2026-12-04"));
        assert_eq!(calendar.week(day("2026-11-30"))[4], Some(vec![0]));
    }
}
