//! What people say about the records themselves: which date is right, where two registers part.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Today's date as a person gave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateConfirmed {
    /// The day.
    pub day: Date,
    /// Times on record that are wrong, as they are written there: they lay ahead of that day.
    pub wrong: Vec<String>,
}

/// Where two registers part.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RegisterParted {
    /// Number of the first entry that each has in its own way.
    pub entry: u64,
    /// Hash of the other's, 64 hexadecimal digits.
    pub other: String,
}
