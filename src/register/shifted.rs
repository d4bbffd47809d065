//! Rows of the right width whose cells stand one column off, because a text before them held a separator and the
//! empty cells at the end were left out.
//!
//! Such a row speaks of one patient under the number of another. It shows in what kind of value each column
//! holds: where a row fits its columns only after a shift, it was shifted.

use super::table::Row;
use super::written;

/// Fewest rows from which anything is concluded.
const ROWS_MIN: usize = 4;
/// Share of rows that must agree on what a column holds, in per cent.
const AGREE_PERCENT_MIN: usize = 95;

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    Nothing,
    Number,
    Day,
    Text,
}

impl Holds {
    fn of(cell: &str) -> Self {
        let digits = cell.bytes().filter(u8::is_ascii_digit).count();
        match () {
            () if cell.is_empty() => Self::Nothing,
            () if digits == cell.len() => Self::Number,
            () if digits >= 5 && written::read(cell).is_ok_and(|day| day.is_some()) => Self::Day,
            () => Self::Text,
        }
    }
}

/// What one column holds.
struct Usual {
    /// Where nearly all rows agree.
    holds: Option<Holds>,
    /// Hardly any row leaves it empty.
    is_filled: bool,
}

/// What the columns of a file hold.
pub(super) struct Profile(Vec<Usual>);

impl Profile {
    pub(super) fn of(rows: &[Row], width: usize) -> Self {
        let usual = |at: usize| {
            let held = rows.iter().map(|row| Holds::of(row.cell(at)));
            let mut times = [0_usize; 3];
            for holds in held {
                match holds {
                    Holds::Nothing => {}
                    Holds::Number => times[0] += 1,
                    Holds::Day => times[1] += 1,
                    Holds::Text => times[2] += 1,
                }
            }
            let all: usize = times.iter().sum();
            let kinds = [Holds::Number, Holds::Day, Holds::Text];
            let found = times.into_iter().zip(kinds).max_by_key(|(times, _)| *times);
            let (most, holds) = found.unwrap_or((0, Holds::Nothing));
            let agree = most * 100 >= all * AGREE_PERCENT_MIN || (all < 20 && most + 1 == all);
            Usual {
                holds: (all >= ROWS_MIN && agree).then_some(holds),
                is_filled: all >= ROWS_MIN && all * 100 >= rows.len() * AGREE_PERCENT_MIN,
            }
        };
        Self((0..width).map(usual).collect())
    }

    /// Whether a row contradicts its columns, and would not if its cells from some place on stood one column further
    /// left or right: then each cell that was strange is another one, of the right kind.
    pub(super) fn is_shifted(&self, row: &Row) -> bool {
        let is_strange = |at: usize, holds: Holds| {
            let usual = self.0.get(at).and_then(|usual| usual.holds);
            holds != Holds::Nothing && usual.is_some_and(|usual| usual != holds)
        };
        let held = |at: usize| Holds::of(row.cell(at));
        let width = self.0.len();
        let strange: Vec<usize> = (0..width).filter(|at| is_strange(*at, held(*at))).collect();
        let Some(first) = strange.first() else { return false };
        let fits = |from: usize, by: isize| {
            let moved = |at: usize| {
                let taken = if at < from { Some(at) } else { at.checked_add_signed(by) };
                taken.filter(|_| by > 0 || at != from).map_or(Holds::Nothing, held)
            };
            strange.iter().all(|at| moved(*at) != Holds::Nothing)
                && self.0.iter().enumerate().all(|(at, usual)| {
                    let holds = moved(at);
                    !is_strange(at, holds) && (!usual.is_filled || holds != Holds::Nothing)
                })
        };
        (0..=*first).any(|from| fits(from, 1) || fits(from, -1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> Row {
        Row { line: 1, cells: cells.iter().map(|cell| (*cell).to_owned()).collect(), broken: None }
    }

    #[test]
    fn a_row_that_fits_only_after_a_shift_was_shifted() {
        let good = |number: &str| row(&["7", "2003-05-10", "cough", "Clinic", "3", number]);
        let rows: Vec<Row> = ["11", "12", "13", "14", "15"].map(good).to_vec();
        let profile = Profile::of(&rows, 7);
        assert!(!profile.is_shifted(&good("16")));
        assert!(profile.is_shifted(&row(&[
            "7",
            "2025-06-11",
            "cough",
            "fever",
            "Clinic",
            "3",
            "12"
        ])));
        assert!(!profile.is_shifted(&row(&[
            "7",
            "2025-06-11",
            "cough, fever",
            "Clinic",
            "x",
            "12"
        ])));
    }
}
