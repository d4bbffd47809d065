//! Whether the numbers of a list are French social security numbers, which must not become keys.
//!
//! Thirteen digits alone prove nothing: milliseconds since 1970 have as many. The number tells the year and the
//! month of birth and, with fifteen digits, a check; so the births beside it decide where there are any.

use super::dates::{self, Dated};
use super::field::Field;
use super::rows::Sheet;
use super::table::Row;

/// Modulus of the check digits (INSEE).
const CHECK_MODULUS: u64 = 97;

/// Whether most numbers of a list are social security numbers.
pub(super) fn are_numbers_of(rows: &[Row], sheet: &Sheet<'_>) -> bool {
    let (mut alike, mut compared, mut agree) = (0, 0, 0);
    for row in rows {
        let Some(number) = Number::of(sheet.cell(row, Field::Id)) else { continue };
        alike += 1;
        let born = sheet.columns.position(Field::Birth).map(|at| row.cell(at));
        let born = born.and_then(|cell| dates::read(cell, sheet.order, sheet.zone).ok().flatten());
        if let Some(Dated::Day(day) | Dated::Latest(day) | Dated::Within(day)) = born {
            compared += 1;
            agree += usize::from(number.year == day.year() % 100);
        }
    }
    let is_most = alike > 0 && alike * 2 > rows.len();
    is_most && (compared == 0 || agree * 2 > compared)
}

/// What such a number tells.
struct Number {
    year: i16,
}

impl Number {
    fn of(id: &str) -> Option<Self> {
        let digits: String = id.chars().filter(|sign| sign.is_ascii_alphanumeric()).collect();
        let part = |from: usize, to: usize| digits.get(from..to)?.parse::<u64>().ok();
        let is_plausible = digits.starts_with(['1', '2', '3', '4', '7', '8'])
            && matches!(part(3, 5)?, 1..=12 | 20..=42 | 50..=99);
        let is_checked = match digits.len() {
            13 => true,
            15 => {
                // Corsica's departments 2A and 2B count as 19 and 18.
                let body = digits.get(..13)?.replace("2A", "19").replace("2B", "18");
                let rest = body.parse::<u64>().ok()? % CHECK_MODULUS;
                part(13, 15)? == CHECK_MODULUS - rest
            }
            _ => false,
        };
        (is_plausible && is_checked).then_some(Self { year: i16::try_from(part(1, 3)?).ok()? })
    }
}
