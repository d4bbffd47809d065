//! Calendar arithmetic of retention: civil dates only, one addition from the original date.
//!
//! A term in years or months ends on the day that bears the same number, or on the last day of the
//! month where that number does not exist (CPC art. 641). It is kept *through* that day: a record
//! may be erased from the day after. Adding year by year would turn 29 February into 28 for good,
//! hence always a single addition. An instant cut to a date in the wrong zone can be a day early,
//! hence no instant in this module.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use jiff::{Span, ToSpan};

/// Longest term that is accepted, in years.
const TERM_YEARS_MAX: u32 = 200;
const MONTHS_IN_YEAR: u32 = 12;
/// No month is longer, in days.
const MONTH_DAYS_MAX: u32 = 31;
/// No month is shorter, in days.
const MONTH_DAYS_MIN: u32 = 28;

/// A length of time as the law writes it: years and months, or days, never one for the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Term {
    /// Years and months, counted in months.
    Months(u32),
    /// Days.
    Days(u32),
}

/// A text that is not a term such as `P20Y`, `P1M`, `P2Y6M` or `P90D`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a term such as P20Y, P6M or P90D")]
pub struct TermError;

impl Term {
    /// So many years.
    #[must_use]
    pub const fn years(years: u32) -> Self {
        Self::Months(years.saturating_mul(MONTHS_IN_YEAR))
    }

    /// The last day of a term that starts on `start`; `None` beyond the calendar (year 9999).
    #[must_use]
    pub fn last_day(self, start: Date) -> Option<Date> {
        start.checked_add(self.span()?).ok()
    }

    /// Whether this term is as long as `other` or longer, whatever day both start on.
    ///
    /// Between days and months it says yes only when that is so in the worst case.
    #[must_use]
    pub const fn at_least(self, other: Self) -> bool {
        match (self, other) {
            (Self::Months(mine), Self::Months(theirs)) | (Self::Days(mine), Self::Days(theirs)) => {
                mine >= theirs
            }
            (Self::Days(mine), Self::Months(theirs)) => {
                mine >= theirs.saturating_mul(MONTH_DAYS_MAX)
            }
            (Self::Months(mine), Self::Days(theirs)) => {
                mine.saturating_mul(MONTH_DAYS_MIN) >= theirs
            }
        }
    }

    fn span(self) -> Option<Span> {
        match self {
            Self::Months(months) => Some(i32::try_from(months).ok()?.months()),
            Self::Days(days) => Some(i32::try_from(days).ok()?.days()),
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Days(days) => write!(out, "P{days}D"),
            Self::Months(months) => match (months / MONTHS_IN_YEAR, months % MONTHS_IN_YEAR) {
                (years, 0) if years > 0 => write!(out, "P{years}Y"),
                (0, months) => write!(out, "P{months}M"),
                (years, months) => write!(out, "P{years}Y{months}M"),
            },
        }
    }
}

impl FromStr for Term {
    type Err = TermError;

    fn from_str(text: &str) -> Result<Self, TermError> {
        let body = text.strip_prefix('P').ok_or(TermError)?;
        if let Some(days) = body.strip_suffix('D') {
            return number(days).map(Self::Days);
        }
        let (years, rest) = match body.split_once('Y') {
            Some((years, rest)) => (number(years)?, rest),
            None => (0, body),
        };
        let months = match rest.strip_suffix('M') {
            Some(months) => number(months)?,
            None if rest.is_empty() && body.ends_with('Y') => 0,
            None => return Err(TermError),
        };
        Ok(Self::Months(years * MONTHS_IN_YEAR + months))
    }
}

fn number(digits: &str) -> Result<u32, TermError> {
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let value = digits.parse().map_err(|_| TermError)?;
    let days_max = TERM_YEARS_MAX * MONTHS_IN_YEAR * MONTH_DAYS_MAX;
    if plain && (1..=days_max).contains(&value) { Ok(value) } else { Err(TermError) }
}

impl serde::Serialize for Term {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Term {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Days covered by a set of closed periods, both ends included; overlaps count once.
#[must_use]
pub fn covered_days(periods: impl IntoIterator<Item = (Date, Date)>) -> i32 {
    let mut periods: Vec<_> = periods.into_iter().filter(|(from, to)| from <= to).collect();
    periods.sort_unstable();
    let mut total = 0;
    let mut end: Option<Date> = None;
    for (from, to) in periods {
        let fresh = match end {
            Some(end) if end >= to => continue,
            Some(end) if end >= from => days_between(end, to),
            _ => days_between(from, to) + 1,
        };
        total += fresh;
        end = Some(to);
    }
    total
}

/// Whole days from one date to a later one (negative if it is earlier).
#[must_use]
pub fn days_between(from: Date, to: Date) -> i32 {
    let hours = from.duration_until(to).as_hours();
    i32::try_from(hours / 24).unwrap_or(i32::MAX)
}

/// The date so many days later; `None` beyond the calendar.
#[must_use]
pub fn plus_days(date: Date, days: i32) -> Option<Date> {
    date.checked_add(days.days()).ok()
}

/// Closing date of the financial year that contains `day`, for years that close on `closing`
/// (month, day of month). A closing on 29 February falls on 28 in ordinary years.
#[must_use]
pub fn financial_year_end(day: Date, closing: (i8, i8)) -> Option<Date> {
    let this_year = closing_in(day.year(), closing)?;
    if day <= this_year { Some(this_year) } else { closing_in(day.year().checked_add(1)?, closing) }
}

fn closing_in(year: i16, (month, day): (i8, i8)) -> Option<Date> {
    let first = Date::new(year, month, 1).ok()?;
    Date::new(year, month, day.clamp(1, first.days_in_month())).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_term_reads_back_what_it_prints() {
        for text in ["P20Y", "P1M", "P2Y6M", "P90D"] {
            assert_eq!(text.parse::<Term>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn nonsense_is_not_a_term() {
        for text in
            ["", "P", "20Y", "P0Y", "P-1Y", "P+1Y", "P1Y2", "PY", "P1W", "PT1H", "P99999999D"]
        {
            assert_eq!(text.parse::<Term>(), Err(TermError), "{text}");
        }
    }

    #[test]
    fn the_29th_of_february_ends_on_the_28th_where_it_must() {
        assert_eq!(Term::years(20).last_day(date(2080, 2, 29)), Some(date(2100, 2, 28)));
        assert_eq!(Term::years(20).last_day(date(2004, 2, 29)), Some(date(2024, 2, 29)));
        assert_eq!(Term::Months(1).last_day(date(2023, 1, 31)), Some(date(2023, 2, 28)));
    }

    #[test]
    fn a_term_beyond_the_calendar_has_no_last_day() {
        assert_eq!(Term::years(20).last_day(date(9990, 1, 1)), None);
    }

    #[test]
    fn days_and_months_are_compared_in_the_worst_case() {
        assert!(Term::years(20).at_least(Term::years(20)));
        assert!(!Term::years(19).at_least(Term::years(20)));
        assert!(!Term::Days(365).at_least(Term::years(1)));
        assert!(Term::Days(372).at_least(Term::years(1)));
        assert!(!Term::Months(3).at_least(Term::Days(90)));
    }

    #[test]
    fn overlapping_periods_count_once() {
        let day = |n| date(2020, 1, n);
        assert_eq!(covered_days([(day(1), day(10)), (day(5), day(12)), (day(6), day(7))]), 12);
        assert_eq!(covered_days([(day(1), day(1)), (day(3), day(3))]), 2);
        assert_eq!(covered_days([(day(9), day(3))]), 0);
    }

    #[test]
    fn a_financial_year_ends_when_the_practice_closes_it() {
        assert_eq!(financial_year_end(date(2020, 7, 1), (6, 30)), Some(date(2021, 6, 30)));
        assert_eq!(financial_year_end(date(2020, 6, 30), (6, 30)), Some(date(2020, 6, 30)));
        assert_eq!(financial_year_end(date(2020, 3, 1), (2, 29)), Some(date(2021, 2, 28)));
        assert_eq!(financial_year_end(date(2020, 3, 1), (13, 1)), None);
    }
}
