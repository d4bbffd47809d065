//! Dates as practice software writes them. The order of day and month is decided for the whole file.
//!
//! `03/04/2001` alone could be March or April. One `25/04/2001` anywhere in the file settles it for all its
//! columns, and if a file holds both kinds in numbers, none of its dates with slashes is believed.

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};

use super::written::{self, Clock, DateTrouble, Form};

/// Fillers that mean "no date", digits only in the order year, month, day.
const FILLERS: [&str; 9] = [
    "00000000", "19000101", "19000100", "18991230", "18991231", "00010101", "17530101", "16010101",
    "18000101",
];
/// Days that mean "never", in a column of deaths.
const NEVER: [(i16, i8, i8); 8] = [
    (2099, 12, 31),
    (2100, 1, 1),
    (2100, 12, 31),
    (2199, 12, 31),
    (2299, 12, 31),
    (2079, 6, 6),
    (2900, 1, 1),
    (2999, 1, 1),
];
/// From this year on every date means "never".
const NEVER_FROM: i16 = 2900;
/// A file may hold this share of dates in the other order, in per cent, and still have one.
const STRAY_PERCENT_MAX: usize = 1;
/// Nobody was seen, born or dead longer ago, in years.
pub(super) const YEARS_BACK_MAX: i16 = 120;

/// The order of day and month in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// 25/04/2001; also what is taken where nothing decides, for France.
    DayMonth,
    /// 04/25/2001.
    MonthDay,
    /// Both occur, or nothing decides among times with AM and PM: slashes cannot be believed.
    Mixed,
}

impl Order {
    /// Its word in the import's table.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::DayMonth => "day-month",
            Self::MonthDay => "month-day",
            Self::Mixed => "mixed",
        }
    }
}

/// A date that was understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dated {
    /// This day.
    Day(Date),
    /// This day, or the one before: an instant, or a minute before midnight.
    Latest(Date),
    /// Some day up to this one, the last of its month or year.
    Within(Date),
    /// A day that no calendar has; up to this one where it is a birth.
    Unreal(Date),
    /// 31/12/9999 and its like.
    Never,
}

/// What a file, or one of its columns, tells about the order of day and month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Votes {
    day_first: usize,
    month_first: usize,
    twelve_hours: usize,
}

impl Votes {
    /// Counts one value.
    pub(super) fn count(&mut self, value: &str) {
        if let Ok(Some((Form::YearLast(first, second, _), clock))) = written::read(value) {
            self.day_first += usize::from(first > 12 && second <= 12);
            self.month_first += usize::from(second > 12 && first <= 12);
            self.twelve_hours += usize::from(clock.has_halves());
        }
    }

    /// Counts what another column tells.
    pub(super) const fn add(&mut self, other: Self) {
        self.day_first += other.day_first;
        self.month_first += other.month_first;
        self.twelve_hours += other.twelve_hours;
    }

    /// The order of the file. One that proves hardly anything has the order of the file beside it, which the
    /// same program wrote.
    pub(super) fn order_beside(self, beside: Self) -> Order {
        let mut all = self;
        if self.day_first + self.month_first <= 1 {
            all.add(beside);
        }
        all.order()
    }

    fn order(self) -> Order {
        let stray = |few: usize, many: usize| few * 100 <= many * STRAY_PERCENT_MAX;
        match (self.day_first, self.month_first) {
            (0, 0) if self.twelve_hours > 0 => Order::Mixed,
            // One slip alone must not turn a whole file round.
            (0, 1) if self.twelve_hours == 0 => Order::Mixed,
            (day, month) if stray(month, day) => Order::DayMonth,
            (day, month) if stray(day, month) => Order::MonthDay,
            _ => Order::Mixed,
        }
    }

    /// Whether a column with these votes can be in the order of its file: a few columns of another program may lie
    /// in a long file.
    pub(super) const fn agree(self, order: Order) -> bool {
        let contrary = match order {
            Order::DayMonth => self.month_first,
            Order::MonthDay => self.day_first,
            Order::Mixed => 0,
        };
        contrary * 100 <= (self.day_first + self.month_first) * STRAY_PERCENT_MAX
    }
}

/// One date; none where it is missing. An instant is a day in the practice's zone.
pub(super) fn read(
    value: &str,
    order: Order,
    zone: &TimeZone,
) -> Result<Option<Dated>, DateTrouble> {
    let Some((form, clock)) = written::read(value)? else { return Ok(None) };
    let (year, month, day) = match (form, order) {
        (Form::Year(year), _) => return within(year, 12, Clock::None),
        (Form::YearFirst(year, month, day), _) => (year, month, day),
        (Form::YearLast(first, second, year), _) if first == second => (year, first, second),
        (Form::YearLast(day, month, year), Order::DayMonth)
        | (Form::YearLast(month, day, year), Order::MonthDay) => (year, month, day),
        (Form::YearLast(..), Order::Mixed) => return Err(DateTrouble::Ambiguous),
    };
    if is_filler(year, month, day) {
        return Ok(None);
    }
    if year >= NEVER_FROM || NEVER.contains(&(year, month, day)) {
        return Ok(Some(Dated::Never));
    }
    match Date::new(year, month, day) {
        Ok(day) => on_the_day(day, clock, zone).map(Some),
        Err(_) => unreal(year, month, day, clock),
    }
}

/// Days that no calendar has, as on the health cards of people whose birth is not wholly known: no day, no
/// month, or a month from 20 on (the French numbers of people who know the year only).
fn unreal(year: i16, month: i8, day: i8, clock: Clock) -> Result<Option<Dated>, DateTrouble> {
    let up_to = |last: Option<Dated>| match last {
        Some(Dated::Within(last)) => Some(Dated::Unreal(last)),
        other => other,
    };
    match (month, day) {
        (0, 0) => within(year, 12, clock),
        (1..=12, 0) => within(year, month, clock),
        (0 | 20..=99, _) => within(year, 12, clock).map(up_to),
        (1..=12, 29..=31) => within(year, month, clock).map(up_to),
        _ => Err(DateTrouble::NotADate),
    }
}

fn within(year: i16, month: i8, clock: Clock) -> Result<Option<Dated>, DateTrouble> {
    let first = Date::new(year, month, 1).map_err(|_| DateTrouble::NotADate)?;
    let last = first.last_of_month();
    if year == 0 || year == 1 || clock != Clock::None {
        return Err(DateTrouble::NotADate);
    }
    Ok(Some(Dated::Within(last)))
}

fn on_the_day(day: Date, clock: Clock, zone: &TimeZone) -> Result<Dated, DateTrouble> {
    let next = || day.tomorrow().map_err(|_| DateTrouble::NotADate);
    match clock {
        Clock::None | Clock::Plain { .. } if !clock.is_before_midnight() => Ok(Dated::Day(day)),
        // Exports that went through the time of Paris before 1911 end 21 seconds early on the day before.
        Clock::None | Clock::Plain { .. } => Ok(Dated::Latest(next()?)),
        Clock::Instant { seconds, offset_seconds } => {
            let offset = Offset::from_seconds(offset_seconds).map_err(|_| DateTrouble::NotADate)?;
            let midnight = day.to_datetime(jiff::civil::Time::midnight());
            let moment = offset.to_timestamp(midnight).map_err(|_| DateTrouble::NotADate)?;
            let moment = moment.checked_add(jiff::SignedDuration::from_secs(seconds.into()));
            let here = zone.to_datetime(moment.map_err(|_| DateTrouble::NotADate)?).date();
            Ok(Dated::Latest(here.max(day)))
        }
    }
}

fn is_filler(year: i16, month: i8, day: i8) -> bool {
    let digits = format!("{year:04}{month:02}{day:02}");
    year == 0 || FILLERS.contains(&digits.as_str())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn paris() -> TimeZone {
        TimeZone::get("Europe/Paris").unwrap()
    }

    fn day(text: &str, order: Order) -> Result<Option<Dated>, DateTrouble> {
        read(text, order, &paris())
    }

    fn order<'v>(values: impl IntoIterator<Item = &'v str>) -> Order {
        let mut votes = Votes::default();
        values.into_iter().for_each(|value| votes.count(value));
        votes.order()
    }

    #[test]
    fn dates_are_read_as_software_writes_them() {
        for text in [
            "25/04/2001",
            "25-04-2001",
            "25.04.2001",
            "2001-04-25",
            "20010425",
            " 25/4/2001 ",
            "2001/04/25",
            "25/04/2001 10:30",
            "2001-04-25T10:30:00",
            "25/04/2001\u{a0}",
            "25042001",
            "20010425103000",
            "200104251030",
            "25/04/2001 10h30",
            "mer. 25/04/2001",
            "Mittwoch, 25.04.2001",
            "25-Apr-2001",
            "25 Apr 2001 10:30",
            "Apr 25 2001 12:00AM",
            "25 avril 2001",
            "25. April 2001",
            "April 25, 2001",
            "25 avr. 2001",
            "25 aprile 2001",
            "25/04/2001 (66 ans)",
            "4/25/2001 12:00:00 AM",
            "25 april 2001",
            "le 25 avril 2001",
            "25th April 2001",
            "2001-04-25 00:00:00.000",
            "mar. 25/04/2001",
            "25.04.2001 10:30 Uhr",
            "25/04/2001 à 10:30",
            "mer 25 avril 2001",
        ] {
            let order = if text.starts_with("4/") { Order::MonthDay } else { Order::DayMonth };
            assert_eq!(day(text, order), Ok(Some(Dated::Day(date(2001, 4, 25)))), "{text}");
        }
        assert_eq!(day("1er mai 2003", Order::DayMonth), Ok(Some(Dated::Day(date(2003, 5, 1)))));
        assert_eq!(day("10-Mai-2003", Order::MonthDay), Ok(Some(Dated::Day(date(2003, 5, 10)))));
        assert_eq!(day("10 maart 2003", Order::Mixed), Ok(Some(Dated::Day(date(2003, 3, 10)))));
    }

    #[test]
    fn fillers_are_missing_dates() {
        for text in [
            "",
            "  ",
            "-",
            "00/00/0000",
            "0000-00-00",
            "01/01/1900",
            "30/12/1899",
            "1899-12-30",
            "NULL",
            "n/a",
            "//",
            "  /  /    ",
            "01/01/0001",
            "30/12/1899 00:00:00",
            "00000000",
            "0001-01-01 00:00:00",
            "jamais",
        ] {
            assert_eq!(day(text, Order::DayMonth), Ok(None), "{text}");
        }
    }

    #[test]
    fn never_is_no_day() {
        for text in ["31/12/9999", "2999-12-31", "9999-12-31 23:59:59", "01/01/2100", "31/12/2099"]
        {
            assert_eq!(day(text, Order::DayMonth), Ok(Some(Dated::Never)), "{text}");
        }
    }

    #[test]
    fn two_digit_years_are_refused() {
        for text in ["25/04/01", "10-May-03", "25.04.01 10:30", "May 10 03"] {
            assert_eq!(day(text, Order::DayMonth), Err(DateTrouble::TwoDigitYear), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_date_is_refused() {
        for text in [
            "oui",
            "36951",
            "37751.5",
            "25/04",
            "1/2/3/4",
            "+1/02/2001",
            "25/13/2001",
            "05.1950",
            "2003-W19-6",
            "10/05/2003 soon",
            "10/05/2003 25:00",
            "99/99/9999x",
            "32/01/2001",
        ] {
            assert_eq!(day(text, Order::DayMonth), Err(DateTrouble::NotADate), "{text}");
        }
    }

    #[test]
    fn births_of_which_only_the_year_or_the_month_is_known_are_as_late_as_they_can_be() {
        for (text, last) in [
            ("1960", date(1960, 12, 31)),
            ("00/00/1960", date(1960, 12, 31)),
            ("00/05/1960", date(1960, 5, 31)),
            ("1960-05", date(1960, 5, 31)),
            ("1960-00-00", date(1960, 12, 31)),
        ] {
            assert_eq!(day(text, Order::DayMonth), Ok(Some(Dated::Within(last))), "{text}");
        }
        for (text, last) in [("31/02/1960", date(1960, 2, 29)), ("15/20/1960", date(1960, 12, 31))]
        {
            assert_eq!(day(text, Order::DayMonth), Ok(Some(Dated::Unreal(last))), "{text}");
        }
    }

    #[test]
    fn an_instant_counts_as_the_latest_day_it_can_be_here() {
        for (text, last) in [
            ("2006-11-28T23:00:00.000Z", date(2006, 11, 29)),
            ("2006-11-28T23:30:00Z", date(2006, 11, 29)),
            ("2006-11-28T22:30:00Z", date(2006, 11, 28)),
            ("2006-11-28T20:00:00-05:00", date(2006, 11, 29)),
            ("2006-11-29T00:30:00+03:00", date(2006, 11, 29)),
            ("20061128233000+0000", date(2006, 11, 29)),
            ("2006-11-28 23:30:00 UTC", date(2006, 11, 29)),
            ("2006-11-28Z", date(2006, 11, 29)),
            ("2006-11-28+02:00", date(2006, 11, 28)),
            ("28/11/2006 23:59:39", date(2006, 11, 29)),
            ("2006-11-28T23:59:39", date(2006, 11, 29)),
        ] {
            assert_eq!(day(text, Order::DayMonth), Ok(Some(Dated::Latest(last))), "{text}");
        }
    }

    #[test]
    fn one_decisive_date_settles_the_file() {
        assert_eq!(order(["03/04/2001", "25/04/2001"]), Order::DayMonth);
        assert_eq!(order(["03/04/2001", "04/25/2001"]), Order::Mixed);
        assert_eq!(order(["04/25/2001", "03/04/2001", "05/13/2001"]), Order::MonthDay);
        assert_eq!(order(["03/04/2001"]), Order::DayMonth);
        assert_eq!(order(["3/4/2001 12:00:00 AM"]), Order::Mixed);
        assert_eq!(order(["4/25/2001 12:00:00 AM"]), Order::MonthDay);
    }

    #[test]
    fn a_file_of_both_kinds_is_not_believed() {
        let mixed = order(["25/04/2001", "04/25/2001"]);
        assert_eq!(mixed, Order::Mixed);
        assert_eq!(day("03/04/2001", mixed), Err(DateTrouble::Ambiguous));
        assert_eq!(day("03/03/2001", mixed), Ok(Some(Dated::Day(date(2001, 3, 3)))));
        assert_eq!(day("2001-04-25", mixed), Ok(Some(Dated::Day(date(2001, 4, 25)))));
    }

    #[test]
    fn a_file_that_proves_nothing_has_the_order_of_the_file_beside_it() {
        let votes = |values: &[&str]| {
            let mut votes = Votes::default();
            values.iter().for_each(|value| votes.count(value));
            votes
        };
        let (silent, american) = (votes(&["03/04/2001"]), votes(&["04/25/2001", "05/26/2001"]));
        assert_eq!(silent.order_beside(Votes::default()), Order::DayMonth);
        assert_eq!(silent.order_beside(american), Order::MonthDay);
        assert_eq!(votes(&["25/04/2001", "26/04/2001"]).order_beside(american), Order::DayMonth);
        assert!(american.agree(Order::MonthDay) && !american.agree(Order::DayMonth));
        assert!(silent.agree(Order::MonthDay) && silent.agree(Order::DayMonth));
    }

    #[test]
    fn one_slip_in_a_long_file_does_not_spoil_it() {
        let values = std::iter::repeat_n("25/04/2001", 200).chain(["04/25/2001"]);
        assert_eq!(order(values), Order::DayMonth);
    }
}
