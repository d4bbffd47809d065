//! What the computer keeps of the patients' register: per record, what the engine needs, no name.
//!
//! The CSV is not kept; its hash, its day and its number of rows are.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::gather::Gathered;
use super::plan::Known;
use crate::crypto::hash;
use crate::error::{Error, Result};
use crate::id::RecordId;
use crate::practice::Practice;
use crate::register::{self, Mapping, Match, Quarantined, Summary};
use crate::retention::facts::{Listed, Person, RegisterTrust};
use crate::state::State;

/// Collection: the register in force, and the mapping of its columns.
const REGISTER: &str = "register";
const CURRENT: &str = "current";
const MAPPING: &str = "mapping";
/// Collection: what it says, by record.
const RECORDS: &str = "register-record";

/// The register in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterNote {
    /// SHA-256 of the file.
    pub sha256: String,
    /// Day of the export.
    pub exported: Date,
    /// Rows of the last register before it that was not too short.
    pub rows_before: Option<u64>,
    /// The import in figures.
    pub summary: Summary,
}

impl RegisterNote {
    /// Whether it counts, on the real day.
    #[must_use]
    pub fn trust(&self, today: Date) -> RegisterTrust {
        RegisterTrust::judge(self.exported, today, self.summary.rows, self.rows_before)
    }

    /// The rows that the next register is compared with: those of a register that lost too many
    /// must not become the measure.
    fn measure(&self) -> u64 {
        match self.trust(self.exported) {
            RegisterTrust::Shrunk => self.rows_before.unwrap_or(self.summary.rows),
            _ => self.summary.rows,
        }
    }
}

/// A register as it is handed over.
pub struct Handed<'a> {
    /// The file.
    pub csv: &'a [u8],
    /// Columns named by the person, besides those remembered.
    pub mapping: Mapping,
    /// Day of the export.
    pub exported: Date,
    /// A person says that the practice really has fewer patients than before.
    pub fewer: bool,
}

/// What an import found.
pub struct Imported {
    /// The register that is in force now.
    pub note: RegisterNote,
    /// Rows that are not believed.
    pub quarantined: Vec<Quarantined>,
    /// Records without a patient.
    pub unmatched_records: Vec<RecordId>,
    /// Believed patients without a record: number and lines of the file.
    pub unmatched_patients: Vec<(String, Vec<u64>)>,
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
pub fn records(state: &State) -> Result<HashMap<RecordId, Known>> {
    let rows = state.items::<Known>(RECORDS)?.into_iter();
    Ok(rows.filter_map(|(record, known)| Some((record.parse().ok()?, known))).collect())
}

/// Reads a register, matches it to the records at hand, and puts it in the place of the one before.
///
/// # Errors
/// `Register` when the file as a whole cannot be used: the one before stays; `State`.
pub fn import(
    practice: &mut Practice,
    gathered: &Gathered,
    handed: Handed<'_>,
    today: Date,
) -> Result<Imported> {
    let state = &mut practice.state;
    let mut mapping: Mapping = state.item(REGISTER, MAPPING)?.unwrap_or_default();
    mapping.extend(handed.mapping);
    let read = register::parse(handed.csv, &mapping, today).map_err(Error::Register)?;
    let rule = practice.config.purge_settings().folder_names.unwrap_or_default();
    let forgotten = state.forgotten()?;
    let folders: BTreeSet<(RecordId, &str)> =
        gathered.folders().filter(|(record, _)| !forgotten.contains(record)).collect();
    let matching = register::match_records(&read, folders, rule);
    let before = register(state)?.filter(|_| !handed.fewer);
    let note = RegisterNote {
        sha256: hash::sha256_hex(handed.csv),
        exported: handed.exported,
        rows_before: before.map(|before| before.measure()),
        summary: matching.summary,
    };
    let known: Vec<(String, Known)> = matching
        .records
        .iter()
        .filter_map(|(record, found)| Some((record.hex(), known_of(found)?)))
        .collect();
    // The rows go in last: until then the older register's hash would speak for newer rows.
    state.drop_item(REGISTER, CURRENT)?;
    state.replace_items(RECORDS, &known)?;
    state.set_item(REGISTER, MAPPING, &mapping)?;
    state.set_item(REGISTER, CURRENT, &note)?;
    let unmatched = matching.unmatched_patients.iter();
    let unmatched_patients =
        unmatched.map(|patient| (patient.id.clone(), patient.lines.clone())).collect();
    let unmatched_records = matching.unmatched_records;
    Ok(Imported { note, unmatched_records, unmatched_patients, quarantined: read.quarantined })
}

fn known_of(found: &Match<'_>) -> Option<Known> {
    let (listed, patient) = match found {
        Match::Patient { patient, group } => {
            let person = Person {
                birth: patient.birth,
                death: patient.death,
                deceased: patient.deceased,
                last_contact: patient.last_contact,
                held: patient.held,
            };
            (Listed::Yes(person), Some(*group))
        }
        Match::Quarantined => (Listed::Quarantined, None),
        Match::Ambiguous => return None,
    };
    Some(Known { listed, patient, ..Known::default() })
}

/// Drops what the register said about records that are forgotten: dates of a person too.
///
/// # Errors
/// `State`.
pub fn drop_records(state: &mut State, records: &[RecordId]) -> Result<()> {
    records.iter().try_for_each(|record| state.drop_item(RECORDS, &record.hex()))
}
