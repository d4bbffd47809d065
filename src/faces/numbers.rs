//! Counts as people write them in each language. The catalogue needs them, so they know no catalogue.

use super::language::Language;

/// No-break space: French puts it before `: ; ! ?`, inside « » and between number and unit.
pub(crate) const NO_BREAK: char = '\u{a0}';

/// A count, grouped by threes: `48 210` or `48,210`.
pub(crate) fn count(language: Language, number: u64) -> String {
    let digits = number.to_string();
    let separator = match language {
        Language::French => NO_BREAK,
        Language::English => ',',
    };
    let mut grouped = String::with_capacity(digits.len() * 2);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push(separator);
        }
        grouped.push(digit);
    }
    grouped
}
