//! The practice software's list of patients: read it, distrust it, match it to records.
//!
//! A wrong row can destroy a record, so a row is believed or set aside, never repaired, and doubt belongs to
//! everybody of whom a doubtful row may speak. What belongs to the file (letters, separator, order of day and
//! month) is decided for the file. Problems carry line numbers and shapes, not content: the list is patient
//! data. It is not kept; the caller keeps its hash.

mod cell;
mod choice;
mod columns;
mod dates;
mod decode;
mod fhir;
mod field;
mod headings;
mod matching;
mod opened;
mod pair;
mod people;
mod read;
mod rows;
mod security;
mod shifted;
mod table;
#[cfg(test)]
mod tests;
mod understood;
mod visits;
mod whose;
mod words;
mod written;
mod xdt;

pub use choice::{Choice, List, Mapping};
pub use field::Field;
pub use matching::{ImportSummary, KeyRule, Match, Matching, match_records};
pub use pair::pair_in;
pub use read::{Register, headings_of, read};
pub use rows::{KnownBefore, Patient, Quarantined, RowTrouble};
pub use understood::{FieldUse, Understood};
pub use visits::VisitCount;
pub use whose::Folder;

use columns::Columns;

/// Largest list of patients that is accepted, in bytes.
pub const REGISTER_BYTES_MAX: usize = 256 * 1024 * 1024;
/// Most rows that are accepted.
pub const REGISTER_ROWS_MAX: usize = 20_000_000;

/// Whether two lists have the same headings, in whatever order.
#[must_use]
pub fn same_headings(one: &[String], other: &[String]) -> bool {
    let keys = |headings: &[String]| {
        headings
            .iter()
            .map(|heading| headings::key(heading))
            .collect::<std::collections::BTreeSet<_>>()
    };
    keys(one) == keys(other)
}

/// Why a whole register was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegisterError {
    /// More than [`REGISTER_BYTES_MAX`] or [`REGISTER_ROWS_MAX`].
    #[error("the file is too large")]
    TooLarge,
    /// No header row.
    #[error("the file is empty")]
    Empty,
    /// A header and nothing below it.
    #[error("the file has no rows")]
    NoRows,
    /// It is not text.
    #[error("the file is not text")]
    NotText,
    /// A spreadsheet's own format.
    #[error("the file is a workbook")]
    Workbook,
    /// It could not be read to its end.
    #[error("the file could not be read")]
    Unreadable,
    /// No column holds a field that must be there.
    #[error("no column for {:?}", .0.field)]
    ColumnMissing(ColumnSought),
    /// Several columns claim the same field; an explicit mapping is needed.
    #[error("several columns for {:?}", .0.field)]
    ColumnAmbiguous(ColumnSought),
    /// The mapping names a column that is not there.
    #[error("the mapping of {0:?} names a column that is not there")]
    ColumnUnknown(Field, String),
    /// Columns that speak of a field and would be left out.
    #[error("columns that are not used")]
    ColumnsUnused(Vec<(Field, String)>),
    /// Columns were named for an earlier list with other headings.
    #[error("columns named for an earlier list")]
    ColumnsRemembered(Vec<(Field, String)>),
    /// A quote at this line runs over more lines than any cell has.
    #[error("a quote that does not close")]
    StrayQuote(u64),
    /// Day and month cannot be told apart in a list of visits.
    #[error("day and month cannot be told apart")]
    MixedDates,
    /// In a list of visits the column of this heading may number the visits as well as the patients.
    #[error("a number that may be the visit's")]
    VisitsOfWhom(String),
    /// The visits are numbered otherwise than the patients: many would have been seen before their birth.
    #[error("the visits have other numbers")]
    VisitsOfOthers,
    /// A number at this line was cut by a spreadsheet: `1,23457E+12`.
    #[error("a number that was cut")]
    NumbersCut(u64),
    /// The patient number looks like a social security number, which must not be used.
    #[error("the patient number looks like a social security number")]
    SocialSecurityNumber,
}

/// A field whose column a person must point out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnSought {
    /// The list in which it is sought.
    pub list: List,
    /// The field.
    pub field: Field,
    /// The headings that it could be.
    pub columns: Vec<String>,
}

impl RegisterError {
    /// No column of a list holds that field: it could be one that feeds nothing.
    fn missing(list: List, field: Field, columns: &Columns, header: &[String]) -> Self {
        let heading = |at: usize| header.get(at).filter(|heading| !heading.is_empty()).cloned();
        let columns = columns.unused(header.len()).filter_map(heading).collect();
        Self::ColumnMissing(ColumnSought { list, field, columns })
    }
}
