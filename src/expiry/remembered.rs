//! What the computer keeps of the patients' register: per record, what the engine needs, no name.
//!
//! The lists themselves are not kept; their hash, their day and their number of rows are.

use std::collections::HashMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::plan::KnownRecord;
use crate::error::Result;
use crate::id::RecordId;
use crate::register::ImportSummary;
use crate::retention::facts::{MassDates, RegisterTrust};
use crate::state::State;
use crate::state::named::{CURRENT, REGISTER, REGISTER_RECORDS};

/// The register in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterNote {
    /// SHA-256 of the list of patients.
    pub sha256: String,
    /// SHA-256 of the list of visits, where there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visits_sha256: Option<String>,
    /// Day of the export.
    pub exported: Date,
    /// Rows of the last register before it that was not too short.
    pub rows_before: Option<u64>,
    /// The import in figures.
    pub summary: ImportSummary,
    /// Births, deaths and last contacts that too many share.
    #[serde(default)]
    pub fillers: MassDates,
}

impl RegisterNote {
    /// Whether it counts, on the real day.
    #[must_use]
    pub fn trust(&self, today: Date) -> RegisterTrust {
        RegisterTrust::judge(self.exported, today, self.summary.rows, self.rows_before)
    }

    /// The rows that the next register is compared with: those of a register that lost too many
    /// must not become the measure.
    pub(super) fn measure(&self) -> u64 {
        match self.trust(self.exported) {
            RegisterTrust::Shrunk => self.rows_before.unwrap_or(self.summary.rows),
            _ => self.summary.rows,
        }
    }
}

/// The register in force.
///
/// # Errors
/// `State`.
pub fn register(state: &State) -> Result<Option<RegisterNote>> {
    state.item(REGISTER, CURRENT)
}

/// What the register says, by record.
///
/// # Errors
/// `State`.
pub fn records(state: &State) -> Result<HashMap<RecordId, KnownRecord>> {
    let rows = state.items::<KnownRecord>(REGISTER_RECORDS)?.into_iter();
    Ok(rows.filter_map(|(record, known)| Some((record.parse().ok()?, known))).collect())
}

/// Drops what the register said about records that are forgotten: dates of a person too.
///
/// # Errors
/// `State`.
pub fn drop_records(state: &mut State, records: &[RecordId]) -> Result<()> {
    records.iter().try_for_each(|record| state.drop_item(REGISTER_RECORDS, &record.hex()))
}
