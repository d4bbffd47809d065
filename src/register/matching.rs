//! Matches patients to records by the name of their folder, and says what has no counterpart.
//!
//! A match decides what may be destroyed, so it must be the only one possible: a folder that could
//! be two patients' is nobody's. Several folders may be one patient's.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::columns::fold;
use super::rows::{Patient, Register};
use crate::id::RecordId;

/// How a folder's name tells whose it is. Accents, case and punctuation never matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyRule {
    /// It is the register's folder column, or the patient number where that is empty.
    #[default]
    Exact,
    /// The number is one of its words: `DUPONT_Marie_4711`.
    Contains,
}

/// What the register says about one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Match<'r> {
    /// This patient, whose number in the group is shared by all records that expire together.
    Patient {
        /// The patient.
        patient: &'r Patient,
        /// Position in the register of the patient, or of the one they were merged into.
        group: u32,
    },
    /// A row of the register that is not believed.
    Quarantined,
    /// Two patients or more could be meant.
    Ambiguous,
}

/// Who is who, and who is nobody.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Matching<'r> {
    /// What the register says, for every record about which it says something.
    pub records: BTreeMap<RecordId, Match<'r>>,
    /// Records without a patient, ambiguous ones included.
    pub unmatched_records: Vec<RecordId>,
    /// Believed patients without a record.
    pub unmatched_patients: Vec<&'r Patient>,
    /// In figures.
    pub summary: Summary,
}

/// A register's import in figures. `rows = matched + quarantined + unmatched_rows`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Summary {
    /// Rows of the register.
    pub rows: u64,
    /// Rows of patients who have a record.
    pub matched: u64,
    /// Rows that are not believed.
    pub quarantined: u64,
    /// Rows of patients who have no record.
    pub unmatched_rows: u64,
    /// Records without a patient.
    pub unmatched_records: u64,
}

/// Whom a key leads to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Whose {
    Patient(usize),
    Doubtful,
}

/// Keys of the register, folded, and whom they lead to.
type Keys = BTreeMap<String, BTreeSet<Whose>>;

/// Matches every record, given with its folder's name, to the register.
#[must_use]
pub fn match_records<'r, 'n>(
    register: &'r Register,
    records: impl IntoIterator<Item = (RecordId, &'n str)>,
    rule: KeyRule,
) -> Matching<'r> {
    let keys = keys(register);
    let groups = groups(&register.patients);
    let mut matching = Matching::default();
    let mut seen = BTreeSet::new();
    for (record, name) in records {
        let found = find(&keys, name, rule);
        let of_record = interpret(register, &groups, &found);
        if let Some(Whose::Patient(position)) = single(&found) {
            seen.insert(position);
        }
        if !matches!(of_record, Some(Match::Patient { .. } | Match::Quarantined)) {
            matching.unmatched_records.push(record);
        }
        matching.records.extend(of_record.map(|of_record| (record, of_record)));
    }
    let unseen = register.patients.iter().enumerate().filter(|(at, _)| !seen.contains(at));
    matching.unmatched_patients = unseen.map(|(_, patient)| patient).collect();
    matching.summary = summary(register, &matching);
    matching
}

fn keys(register: &Register) -> Keys {
    let mut keys = Keys::new();
    let mut lead = |key: &str, whose| {
        let key = fold(key);
        if !key.is_empty() {
            keys.entry(key).or_default().insert(whose);
        }
    };
    for (position, patient) in register.patients.iter().enumerate() {
        lead(patient.folder.as_ref().unwrap_or(&patient.id), Whose::Patient(position));
    }
    for row in &register.quarantined {
        for key in [&row.id, &row.folder].into_iter().flatten() {
            lead(key, Whose::Doubtful);
        }
    }
    keys
}

fn find(keys: &Keys, name: &str, rule: KeyRule) -> BTreeSet<Whose> {
    let name = fold(name);
    let whole = keys.get(&name).cloned().unwrap_or_default();
    if !whole.is_empty() || rule == KeyRule::Exact {
        return whole;
    }
    let words: Vec<&str> = name.split(' ').collect();
    let mut found = BTreeSet::new();
    for from in 0..words.len() {
        for to in from + 1..=words.len() {
            let key = words.get(from..to).unwrap_or_default().join(" ");
            found.extend(keys.get(&key).into_iter().flatten().copied());
        }
    }
    found
}

fn single(found: &BTreeSet<Whose>) -> Option<Whose> {
    if found.len() == 1 { found.first().copied() } else { None }
}

fn interpret<'r>(
    register: &'r Register,
    groups: &[usize],
    found: &BTreeSet<Whose>,
) -> Option<Match<'r>> {
    match single(found) {
        Some(Whose::Patient(position)) => {
            let patient = register.patients.get(position)?;
            let group = groups.get(position).copied().unwrap_or(position);
            Some(Match::Patient { patient, group: u32::try_from(group).ok()? })
        }
        Some(Whose::Doubtful) => Some(Match::Quarantined),
        None if found.contains(&Whose::Doubtful) => Some(Match::Quarantined),
        None => (!found.is_empty()).then_some(Match::Ambiguous),
    }
}

/// For each patient, the position of the one they were merged into, or their own.
fn groups(patients: &[Patient]) -> Vec<usize> {
    let positions = patients.iter().enumerate().map(|(at, patient)| (fold(&patient.id), at));
    let by_id: BTreeMap<String, usize> = positions.collect();
    let target = |at: usize| {
        let into = patients.get(at).and_then(|patient| patient.merged_into.as_deref());
        into.and_then(|id| by_id.get(&fold(id)).copied())
    };
    (0..patients.len()).map(|start| follow(start, patients.len(), target)).collect()
}

/// Follows merges to their end; in a circle, to its smallest member.
fn follow(start: usize, limit: usize, target: impl Fn(usize) -> Option<usize>) -> usize {
    let (mut at, mut circle) = (start, BTreeSet::new());
    while let Some(next) = target(at) {
        if !circle.insert(at) || circle.len() > limit {
            return smallest_in_circle(at, target);
        }
        at = next;
    }
    at
}

fn smallest_in_circle(on_circle: usize, target: impl Fn(usize) -> Option<usize>) -> usize {
    let (mut at, mut smallest) = (on_circle, on_circle);
    while let Some(next) = target(at).filter(|next| *next != on_circle) {
        at = next;
        smallest = smallest.min(next);
    }
    smallest
}

fn summary(register: &Register, matching: &Matching<'_>) -> Summary {
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let unmatched_rows: usize =
        matching.unmatched_patients.iter().map(|patient| patient.lines.len()).sum();
    let quarantined = count(register.quarantined.len());
    Summary {
        rows: register.rows,
        matched: register.rows.saturating_sub(quarantined + count(unmatched_rows)),
        quarantined,
        unmatched_rows: count(unmatched_rows),
        unmatched_records: count(matching.unmatched_records.len()),
    }
}
