//! What one cell of a list says, whoever wrote it: a date, a yes, a death, a number as programs spoil them.

use super::headings;
use super::words::{flag, fold, means_dead};

pub(super) fn looks_like_a_date(cell: &str) -> bool {
    cell.bytes().filter(u8::is_ascii_digit).count() >= 4
        && super::written::read(cell).is_ok_and(|written| written.is_some())
}

/// Whether a yes-or-no cell is set; whatever is not a clear no counts as yes.
pub(super) fn is_set(cell: &str) -> bool {
    flag(cell).unwrap_or(cell.chars().any(char::is_alphanumeric))
}

/// A status that says dead: in words, or as the programs of the heading number it (Open Dental's 5, OSCAR's DE).
pub(super) fn says_dead(cell: &str, heading: &str) -> bool {
    means_dead(&fold(cell))
        || match headings::key(heading).as_str() {
            "patstatus" => cell == "5",
            "patientstatus" => cell == "DE",
            _ => false,
        }
}

/// `815.0` is 815 to a program that counted where it should have copied.
pub(super) fn without_decimals(number: &str) -> &str {
    let whole = number.split_once(['.', ',']).filter(|(whole, zeros)| {
        let is_whole = !whole.is_empty() && whole.bytes().all(|byte| byte.is_ascii_digit());
        is_whole && !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0')
    });
    whole.map_or(number, |(whole, _)| whole)
}

/// Digits only, and no more than numbers have that hold no date.
pub(super) fn is_plain_number(id: &str) -> bool {
    id.len() <= 8 && id.bytes().all(|byte| byte.is_ascii_digit())
}

/// `1,23457E+12`: a spreadsheet cut the number, and nobody knows whose it was.
pub(super) fn is_cut(number: &str) -> bool {
    let Some((digits, power)) = number.split_once(['E', 'e']) else { return false };
    let (whole, rest) = digits.split_once(['.', ',']).unwrap_or((digits, "0"));
    let are_digits =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    whole.len() == 1
        && are_digits(whole)
        && are_digits(rest)
        && power.strip_prefix('+').is_some_and(are_digits)
}

pub(super) fn words(cell: &str) -> Vec<String> {
    fold(cell).split(' ').filter(|word| word.len() > 1).map(str::to_owned).collect()
}
