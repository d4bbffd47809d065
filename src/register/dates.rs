//! Dates as practice software writes them. The order of day and month is decided on whole columns.
//!
//! `03/04/2001` alone could be March or April. One `25/04/2001` in the column settles it, and if a
//! column holds both kinds in numbers, none of its dates is believed.

use jiff::civil::Date;

/// Fillers that mean "no date", digits only in the order year, month, day.
const FILLERS: [&str; 7] =
    ["00000000", "19000101", "19000100", "18991230", "18991231", "00010101", "17530101"];
/// Words that mean "no date".
const NO_DATE_WORDS: [&str; 8] = ["null", "nil", "n/a", "na", "none", "nc", "inconnu", "inconnue"];
/// A day-month column may hold this share of impossible dates, in per cent, and still be one.
const STRAY_PERCENT_MAX: usize = 1;

/// The order of day and month in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// 25/04/2001; also what is taken where nothing decides, for France.
    DayMonth,
    /// 04/25/2001.
    MonthDay,
    /// Both occur: nothing with slashes can be believed.
    Mixed,
}

/// Why a date is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DateTrouble {
    /// Not a date at all.
    NotADate,
    /// The year has two digits.
    TwoDigitYear,
    /// Day and month cannot be told apart.
    Ambiguous,
}

/// Three numbers and where the year stands.
enum Shape {
    YearFirst(i16, i8, i8),
    YearLast(i8, i8, i16),
}

/// The order of a column, from all of its values.
pub(super) fn order<'v>(values: impl Iterator<Item = &'v str>) -> Order {
    let (mut day_first, mut month_first) = (0_usize, 0_usize);
    for value in values {
        if let Ok(Some(Shape::YearLast(first, second, _))) = shape(value) {
            day_first += usize::from(first > 12 && second <= 12);
            month_first += usize::from(second > 12 && first <= 12);
        }
    }
    let stray = |few: usize, many: usize| few * 100 <= many * STRAY_PERCENT_MAX;
    if stray(month_first, day_first) {
        Order::DayMonth
    } else if stray(day_first, month_first) {
        Order::MonthDay
    } else {
        Order::Mixed
    }
}

/// One date; none where it is missing.
pub(super) fn read(value: &str, order: Order) -> Result<Option<Date>, DateTrouble> {
    let Some(shape) = shape(value)? else { return Ok(None) };
    let (year, month, day) = match (shape, order) {
        (Shape::YearFirst(year, month, day), _) => (year, month, day),
        (Shape::YearLast(day, month, year), Order::DayMonth)
        | (Shape::YearLast(month, day, year), Order::MonthDay) => (year, month, day),
        (Shape::YearLast(..), Order::Mixed) => return Err(DateTrouble::Ambiguous),
    };
    if is_filler(year, month, day) {
        return Ok(None);
    }
    Date::new(year, month, day).map(Some).map_err(|_| DateTrouble::NotADate)
}

fn is_filler(year: i16, month: i8, day: i8) -> bool {
    let digits = format!("{year:04}{month:02}{day:02}");
    year == 0 || FILLERS.contains(&digits.as_str())
}

fn shape(value: &str) -> Result<Option<Shape>, DateTrouble> {
    let value = date_part(value);
    let lower = value.to_lowercase();
    let is_blank = !lower.chars().any(char::is_alphanumeric);
    if is_blank || NO_DATE_WORDS.contains(&lower.as_str()) {
        return Ok(None);
    }
    let compact = value.len() == 8 && value.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = if compact {
        [value.get(..4), value.get(4..6), value.get(6..)].into_iter().flatten().collect()
    } else {
        value.split(['/', '-', '.']).map(str::trim).collect()
    };
    match parts.as_slice() {
        [first, second, third] => numbers(first, second, third).map(Some),
        _ => Err(DateTrouble::NotADate),
    }
}

/// Cuts the time of day off: `25/04/2001 10:30`, `2001-04-25T10:30:00`.
fn date_part(value: &str) -> &str {
    let value = value.trim().trim_matches('\u{a0}');
    let end = value.find([' ', 'T']).filter(|end| {
        let time = value.get(end + 1..).unwrap_or_default();
        time.contains(':') && time.starts_with(|sign: char| sign.is_ascii_digit())
    });
    value.get(..end.unwrap_or(value.len())).unwrap_or(value)
}

fn numbers(first: &str, second: &str, third: &str) -> Result<Shape, DateTrouble> {
    match (first.len(), second.len(), third.len()) {
        (4, 1..=2, 1..=2) => Ok(Shape::YearFirst(number(first)?, number(second)?, number(third)?)),
        (1..=2, 1..=2, 4) => Ok(Shape::YearLast(number(first)?, number(second)?, number(third)?)),
        (1..=2, 1..=2, 1..=2) => Err(DateTrouble::TwoDigitYear),
        _ => Err(DateTrouble::NotADate),
    }
}

fn number<N: std::str::FromStr>(digits: &str) -> Result<N, DateTrouble> {
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| plain).ok_or(DateTrouble::NotADate)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn french_iso_and_compact_dates_are_read() {
        for text in [
            "25/04/2001",
            "25-04-2001",
            "25.04.2001",
            "2001-04-25",
            "20010425",
            " 25/4/2001 ",
            "25/04/2001 10:30",
            "2001-04-25T10:30:00",
            "25/04/2001\u{a0}",
        ] {
            assert_eq!(read(text, Order::DayMonth), Ok(Some(date(2001, 4, 25))), "{text}");
        }
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
        ] {
            assert_eq!(read(text, Order::DayMonth), Ok(None), "{text}");
        }
    }

    #[test]
    fn two_digit_years_are_refused() {
        assert_eq!(read("25/04/01", Order::DayMonth), Err(DateTrouble::TwoDigitYear));
    }

    #[test]
    fn what_is_not_a_date_is_refused() {
        for text in
            ["31/02/2001", "oui", "36951", "25/04", "2001", "1/2/3/4", "+1/02/2001", "25/13/2001"]
        {
            assert_eq!(read(text, Order::DayMonth), Err(DateTrouble::NotADate), "{text}");
        }
    }

    #[test]
    fn one_decisive_date_settles_the_column() {
        assert_eq!(order(["03/04/2001", "25/04/2001"].into_iter()), Order::DayMonth);
        assert_eq!(order(["03/04/2001", "04/25/2001"].into_iter()), Order::MonthDay);
        assert_eq!(order(["03/04/2001"].into_iter()), Order::DayMonth);
        assert_eq!(read("04/25/2001", Order::MonthDay), Ok(Some(date(2001, 4, 25))));
    }

    #[test]
    fn a_column_of_both_kinds_is_not_believed() {
        let mixed = order(["25/04/2001", "04/25/2001"].into_iter());
        assert_eq!(mixed, Order::Mixed);
        assert_eq!(read("03/04/2001", mixed), Err(DateTrouble::Ambiguous));
        assert_eq!(read("2001-04-25", mixed), Ok(Some(date(2001, 4, 25))));
    }

    #[test]
    fn one_slip_in_a_long_column_does_not_spoil_it() {
        let values = std::iter::repeat_n("25/04/2001", 200).chain(["04/25/2001"]);
        assert_eq!(order(values), Order::DayMonth);
    }
}
