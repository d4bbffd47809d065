//! xDT (BDT, GDT, KVDT): the exchange format of German practice software, read as a list of patients.
//!
//! A line is three digits of its length, four of its field, and the text. Fields used: 8000 kind of what follows,
//! 3000 number of the patient, 3103 birth (`TTMMJJJJ`); of a visit 6200 is the day it is filed under. The length is
//! not relied upon: programs count bytes or letters as they like.

use std::io::BufRead;

use super::RegisterError;
use super::decode::Lines;
use super::table::{Layout, Row};

/// Shortest line: its length and its field.
const PREFIX: usize = 7;
/// Headings of the list that is made of it: the fields' own names.
const HEADER: [&str; 3] = ["id", "birth", "last_contact"];
/// Lines among which the form must show.
pub(super) const LINES_LOOKED_AT: usize = 5;

/// The field and the text of a line; none where it is of another form.
fn field(line: &str) -> Option<(u16, &str)> {
    let digits = line.get(..PREFIX)?;
    let is_line = digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.get(3..)?.parse().ok()?;
    is_line.then(|| (number, line.get(PREFIX..).unwrap_or_default().trim()))
}

/// Whether a file begins as xDT does: lines of its form, one of them field 8000.
pub(super) fn is_one<'l>(first: impl Iterator<Item = &'l str>) -> bool {
    let fields: Vec<_> = first.take(LINES_LOOKED_AT).map(field).collect();
    !fields.is_empty()
        && fields.iter().all(Option::is_some)
        && fields.iter().flatten().any(|(number, _)| *number == 8000)
}

/// All patients of a file, as the rows of a list.
///
/// # Errors
/// As for reading lines.
pub(super) fn rows<R: BufRead>(mut lines: Lines<R>) -> Result<(Layout, Vec<Row>), RegisterError> {
    let mut rows: Vec<Row> = Vec::new();
    while let Some((line, text)) = lines.next()? {
        let Some((number, value)) = field(&text) else { continue };
        if number == 8000 || rows.is_empty() {
            rows.push(Row { line, cells: vec![String::new(); HEADER.len()], broken: None });
        }
        let Some(row) = rows.last_mut() else { continue };
        match number {
            3000 => put(row, 0, value),
            3103 => put(row, 1, value),
            6200 => visited(&mut rows, line, value),
            _ => {}
        }
    }
    // A day of treatment without a number stays, to be doubted.
    rows.retain(|row| !row.cell(0).is_empty() || !row.cell(2).is_empty());
    let header = HEADER.map(str::to_owned).to_vec();
    Ok((Layout { separator: '\0', header, header_line: 0 }, rows))
}

fn put(row: &mut Row, at: usize, value: &str) {
    if let Some(cell) = row.cells.get_mut(at) {
        value.clone_into(cell);
    }
}

/// A day of treatment is a row of its own: the latest of a number counts.
fn visited(rows: &mut Vec<Row>, line: u64, day: &str) {
    let Some(id) = rows.last().map(|row| row.cell(0).to_owned()) else { return };
    let cells = vec![id, String::new(), day.to_owned()];
    rows.push(Row { line, cells, broken: None });
}

#[cfg(test)]
mod tests {
    use super::super::decode;
    use super::*;

    #[test]
    fn patients_and_days_of_treatment_are_rows() {
        let text = "01380000020\r\n01380006100\r\n01330004711\r\n0143101Muster\r\n017310301021960\r\n\
            0138000 6200\r\n01330004711\r\n017620010052003\r\n017620011062005\r\n";
        assert!(is_one(text.lines()));
        assert!(!is_one("id;birth\n1;2".lines()) && !is_one("".lines()));
        let lines = decode::lines(Box::new(text.as_bytes())).unwrap();
        let (layout, rows) = super::rows(lines).unwrap();
        let cells: Vec<_> = rows.iter().map(|row| row.cells.join(" ")).collect();
        let wanted = ["4711 01021960 ", "4711  ", "4711  10052003", "4711  11062005"];
        assert_eq!((layout.header.len(), cells), (3, wanted.map(str::to_owned).to_vec()));
    }
}
