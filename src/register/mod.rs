//! The practice software's list of patients: read a CSV, distrust it, match it to records.
//!
//! A wrong row can destroy a record, so a row is believed or quarantined, never repaired. Problems
//! carry line numbers, not content: the list is patient data. The CSV itself is not kept; the caller
//! keeps its hash.

mod columns;
mod dates;
mod decode;
mod headings;
mod matching;
mod rows;
#[cfg(test)]
mod tests;

pub use columns::{Field, Mapping};
pub use matching::{KeyRule, Match, Matching, Summary, match_records};
pub use rows::{Patient, Quarantined, Register, RowTrouble, parse};

/// Largest file that is accepted, in bytes.
pub const REGISTER_BYTES_MAX: usize = 256 * 1024 * 1024;
/// Most rows that are accepted.
pub const REGISTER_ROWS_MAX: usize = 2_000_000;

/// Why a whole register was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegisterError {
    /// More than [`REGISTER_BYTES_MAX`] or [`REGISTER_ROWS_MAX`].
    #[error("the file is too large")]
    TooLarge,
    /// No header row.
    #[error("the file is empty")]
    Empty,
    /// It is not text.
    #[error("the file is not text")]
    NotText,
    /// No column holds this field.
    #[error("no column for {0:?}")]
    ColumnMissing(Field),
    /// Two columns claim the same field; an explicit mapping is needed.
    #[error("several columns for {0:?}")]
    ColumnAmbiguous(Field),
    /// The mapping names a column that is not there.
    #[error("the mapping of {0:?} names a column that is not there")]
    ColumnUnknown(Field),
    /// The patient number looks like a social security number, which must not be used.
    #[error("the patient number looks like a social security number")]
    SocialSecurityNumber,
}
