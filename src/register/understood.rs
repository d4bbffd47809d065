//! How a list was understood: which column feeds which field, and what was found in it. A person reads this
//! before anything counts, so nothing that lies in the file may be missing here.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::RegisterError;
use super::choice::{Choice, List};
use super::columns::Columns;
use super::field::Field;
use super::headings;
use super::rows::{Patient, Refusal, Sheet};
use super::table::{Layout, Row};
use super::words::{flag, fold};
use super::written;

/// How one file was understood.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Understood {
    /// Which list.
    pub list: List,
    /// Its set of letters, or its format.
    pub encoding: String,
    /// What stands between its cells; empty where its format has no such sign.
    pub separator: String,
    /// Line of its header.
    pub header_line: u64,
    /// `day-month`, `month-day` or `mixed`.
    pub day_order: String,
    /// Rows below the header.
    pub rows: u64,
    /// Fields in use.
    pub fields: Vec<FieldUse>,
    /// Headings of columns that feed nothing.
    pub unused: Vec<String>,
}

/// One field and what its columns held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldUse {
    /// The field.
    pub field: Field,
    /// Headings of the columns that feed it.
    pub columns: Vec<String>,
    /// Rows with a value.
    pub read: u64,
    /// Rows without one.
    pub empty: u64,
    /// Rows refused because of it.
    pub refused: u64,
    /// Earliest date.
    pub from: Option<Date>,
    /// Latest date.
    pub to: Option<Date>,
}

/// Counts while rows are read.
pub(super) struct Tally {
    fields: Vec<(FieldUse, Vec<usize>)>,
    rows: u64,
}

impl Tally {
    pub(super) fn new(columns: &Columns, header: &[String]) -> Self {
        let positions = |field| match (field, columns.birth_parts) {
            (Field::Birth, Some(parts)) => parts.to_vec(),
            (Field::LastContact, _) => {
                [columns.positions(field), columns.ahead.as_slice()].concat()
            }
            (Field::Deceased, _) => [columns.positions(field), columns.status.as_slice()].concat(),
            _ => columns.positions(field).to_vec(),
        };
        let usage = |field| {
            let positions = positions(field);
            let columns = positions.iter().filter_map(|at| header.get(*at).cloned()).collect();
            let usage =
                FieldUse { field, columns, read: 0, empty: 0, refused: 0, from: None, to: None };
            (usage, positions)
        };
        let fields = Field::ALL.into_iter().map(usage).filter(|(_, at)| !at.is_empty()).collect();
        Self { fields, rows: 0 }
    }

    /// Counts a row that was believed, by what it says.
    pub(super) fn believed(&mut self, row: &Row, patient: &Patient) {
        self.rows += 1;
        for (usage, positions) in &mut self.fields {
            let day = match usage.field {
                Field::Birth => patient.birth,
                Field::Death => patient.death,
                Field::LastContact => patient.last_contact,
                _ => None,
            };
            let is_empty = if usage.field.is_date() {
                day.is_none()
            } else {
                positions.iter().all(|at| row.cell(*at).is_empty())
            };
            usage.count(is_empty, day);
        }
    }

    /// Counts a row that was refused.
    pub(super) fn refused(&mut self, row: &Row, refusal: &Refusal) {
        self.rows += 1;
        for (usage, positions) in &mut self.fields {
            let is_cause = refusal.column.is_some_and(|at| positions.contains(&at));
            if is_cause {
                usage.refused += 1;
            } else {
                usage.count(positions.iter().all(|at| row.cell(*at).is_empty()), None);
            }
        }
    }

    pub(super) fn finish(self, sheet: &Sheet<'_>, layout: &Layout, encoding: &str) -> Understood {
        let unused = sheet.columns.unused(layout.header.len());
        let heading =
            |at: usize| layout.header.get(at).filter(|heading| !heading.trim().is_empty());
        Understood {
            list: sheet.list,
            encoding: encoding.to_owned(),
            separator: separator_word(layout.separator),
            header_line: layout.header_line,
            day_order: sheet.order.word().to_owned(),
            rows: self.rows,
            fields: self.fields.into_iter().map(|(usage, _)| usage).collect(),
            unused: unused.filter_map(heading).cloned().collect(),
        }
    }
}

impl FieldUse {
    fn count(&mut self, is_empty: bool, day: Option<Date>) {
        if is_empty {
            self.empty += 1;
        } else {
            self.read += 1;
        }
        if let Some(day) = day {
            self.from = Some(self.from.map_or(day, |from| from.min(day)));
            self.to = self.to.max(Some(day));
        }
    }
}

fn separator_word(separator: char) -> String {
    match separator {
        '\t' => "tab".to_owned(),
        '\0' => String::new(),
        other => other.to_string(),
    }
}

/// Refuses to leave a column out in silence that speaks of death, birth, contact, number or merging and holds
/// something of the kind.
pub(super) fn nothing_in_silence(
    rows: &[Row],
    sheet: &Sheet<'_>,
    choice: &Choice,
) -> Result<(), RegisterError> {
    let left_out = |at: &usize| {
        let heading = sheet.header.get(*at)?;
        let key = headings::key(heading);
        let is_ignored = choice.ignored.iter().any(|ignored| headings::key(ignored) == key);
        let field = headings::speaks_of(heading).filter(|_| !is_ignored)?;
        // A person who named the column of a field has answered, but for contacts: the latest counts.
        let is_answered = field != Field::LastContact && sheet.columns.mapped.contains(&field);
        let says_something = rows.iter().any(|row| says(row.cell(*at), field));
        (!is_answered && says_something).then(|| (field, heading.clone()))
    };
    let unused = sheet.columns.unused(sheet.header.len());
    let found: Vec<(Field, String)> = unused.filter_map(|at| left_out(&at)).collect();
    if found.is_empty() { Ok(()) } else { Err(RegisterError::ColumnsUnused(found)) }
}

/// Whether a cell holds something of that field.
fn says(cell: &str, field: Field) -> bool {
    let is_date = || written::read(cell).is_ok_and(|written| written.is_some());
    match field {
        Field::Birth | Field::LastContact => is_date(),
        Field::Death | Field::Deceased => is_date() || flag(cell) == Some(true),
        Field::Id | Field::MergedInto => !fold(cell).is_empty() && flag(cell) != Some(false),
        Field::Hold => !cell.is_empty() && flag(cell) != Some(false),
        Field::DeathSource | Field::Folder | Field::Profession | Field::Class => false,
    }
}
