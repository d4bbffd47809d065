//! Matches patients to records by the name of their folder, and says what has no counterpart.
//!
//! A match decides what may be destroyed, so it must be the only one possible: a folder that could
//! be two patients' is nobody's. Several folders may be one patient's.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::people::bare;
use super::read::Register;
use super::rows::Patient;
use super::whose::{self, Folder, Names};
use super::words::{count, fold};
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

impl KeyRule {
    /// Both, as the configuration spells them.
    pub const NAMED: [(Self, &'static str); 2] =
        [(Self::Exact, "exact"), (Self::Contains, "contains")];
}

/// What the register says about one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Match<'r> {
    /// This patient, whose number in the group is shared by all records that expire together.
    Patient {
        /// The patient.
        patient: &'r Patient,
        /// Position in the register of the first of all who are one person.
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
    pub summary: ImportSummary,
}

/// A register's import in figures. `rows = matched + quarantined + unmatched_rows`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ImportSummary {
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
    /// Patients without a record whose number is that of a folder, written otherwise: `815` and `0815`, `4 711`.
    #[serde(default)]
    pub written_otherwise: u64,
    /// Records without a patient whose folder has one patient's number as a word of its name, where only whole
    /// names count (`KeyRule::Exact`).
    #[serde(default)]
    pub number_among_words: u64,
}

/// Whom a key leads to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Whose {
    Patient(usize),
    Doubtful,
}

/// Keys of the register, folded, and whom they lead to.
struct Keys<'r> {
    names: Names<'r>,
    patients: HashMap<String, BTreeSet<Whose>>,
    /// Numbers and folders of which doubtful rows may speak, without zeros in front.
    doubtful: HashSet<String>,
}

/// Matches every record to the register.
#[must_use]
pub fn match_records<'r, 'n>(
    register: &'r Register,
    folders: impl IntoIterator<Item = Folder<'n>>,
    rule: KeyRule,
) -> Matching<'r> {
    let folders: Vec<Folder<'n>> = folders.into_iter().collect();
    let keys = Keys::of(register);
    let years = whose::filed_by_year(&folders);
    let mut matching = Matching::default();
    let mut seen = HashSet::new();
    let mut left: HashSet<String> = HashSet::new();
    let mut among_words = 0;
    for folder in folders {
        let found = if years.contains(&folder.record) {
            BTreeSet::new()
        } else {
            find(&keys, register, folder.name, rule)
        };
        let of_record = interpret(register, &found);
        if let Some(Whose::Patient(position)) = single(&found) {
            seen.insert(position);
        }
        if !matches!(of_record, Some(Match::Patient { .. } | Match::Quarantined)) {
            matching.unmatched_records.push(folder.record);
            left.extend(digits(folder.name));
            let is_year = years.contains(&folder.record);
            if rule == KeyRule::Exact && !is_year && is_among_words(&keys, register, folder.name) {
                among_words += 1;
            }
        }
        matching.records.extend(of_record.map(|of_record| (folder.record, of_record)));
    }
    let unseen = register.patients.iter().enumerate().filter(|(at, _)| !seen.contains(at));
    matching.unmatched_patients = unseen.map(|(_, patient)| patient).collect();
    matching.summary = summary(register, &matching);
    let alike = matching.unmatched_patients.iter().filter(|patient| {
        let last = patient.folder.as_ref().unwrap_or(&patient.id).rsplit(['/', '\\']).next();
        last.and_then(digits).is_some_and(|number| left.contains(&number))
    });
    matching.summary.written_otherwise = count(alike.count());
    matching.summary.number_among_words = among_words;
    matching
}

/// Whether the other rule would find one patient: the number stands among other words.
fn is_among_words(keys: &Keys<'_>, register: &Register, name: &str) -> bool {
    let found = find(keys, register, name, KeyRule::Contains);
    matches!(single(&found), Some(Whose::Patient(_)))
}

/// The digits of a number without zeros in front, whatever stands between them; nothing for other names.
fn digits(name: &str) -> Option<String> {
    let is_number = |sign: char| sign.is_ascii_digit() || !sign.is_alphanumeric();
    let digits: String = name.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0').to_owned();
    (name.chars().all(is_number) && !digits.is_empty()).then_some(digits)
}

impl<'r> Keys<'r> {
    fn of(register: &'r Register) -> Self {
        let mut patients: HashMap<String, BTreeSet<Whose>> = HashMap::new();
        for (position, patient) in register.patients.iter().enumerate() {
            let key = fold(patient.folder.as_ref().unwrap_or(&patient.id));
            if !key.is_empty() {
                patients.entry(key).or_default().insert(Whose::Patient(position));
            }
        }
        let rows = register.quarantined.iter().flat_map(|row| &row.keys);
        let doubtful = rows.map(|key| bare(key)).filter(|key| !key.is_empty()).collect();
        Self { names: Names::of(&register.patients), patients, doubtful }
    }

    fn get(&self, key: &str) -> BTreeSet<Whose> {
        let mut found = self.patients.get(key).cloned().unwrap_or_default();
        if self.doubtful.contains(&bare(key)) {
            found.insert(Whose::Doubtful);
        }
        found
    }
}

fn find(keys: &Keys<'_>, register: &Register, name: &str, rule: KeyRule) -> BTreeSet<Whose> {
    let folded = fold(name);
    let whole = keys.get(&folded);
    if !whole.is_empty() || rule == KeyRule::Exact {
        return whole;
    }
    let Some(plain) = whose::without_dates(name) else { return whole };
    let folded = fold(&plain);
    let words: Vec<&str> = folded.split(' ').collect();
    let mut found = BTreeSet::new();
    for from in 0..words.len() {
        for to in from + 1..=words.len() {
            let key = words.get(from..to).unwrap_or_default().join(" ");
            found.extend(keys.get(&key));
        }
    }
    // A number may stand among other words; the name of a folder may not: `Dupont` is not `Dupont Pierre`.
    let by_number = |patient: &Patient| {
        patient.folder.is_none() && patient.id.contains(|sign: char| sign.is_ascii_digit())
    };
    found.retain(|whose| match whose {
        Whose::Patient(at) => {
            register.patients.get(*at).is_some_and(by_number)
                && keys.names.allow(&register.patients, *at, &words)
        }
        Whose::Doubtful => true,
    });
    found
}

fn single(found: &BTreeSet<Whose>) -> Option<Whose> {
    if found.len() == 1 { found.first().copied() } else { None }
}

fn interpret<'r>(register: &'r Register, found: &BTreeSet<Whose>) -> Option<Match<'r>> {
    match single(found) {
        Some(Whose::Patient(position)) => {
            let patient = register.patients.get(position)?;
            Some(Match::Patient { patient, group: patient.person })
        }
        Some(Whose::Doubtful) => Some(Match::Quarantined),
        None if found.contains(&Whose::Doubtful) => Some(Match::Quarantined),
        None => (!found.is_empty()).then_some(Match::Ambiguous),
    }
}

fn summary(register: &Register, matching: &Matching<'_>) -> ImportSummary {
    let unmatched_rows: usize =
        matching.unmatched_patients.iter().map(|patient| patient.lines.len()).sum();
    let of_patients = register.quarantined.iter().filter(|row| row.list == super::List::Patients);
    let quarantined = count(of_patients.count());
    ImportSummary {
        rows: register.rows,
        matched: register.rows.saturating_sub(quarantined + count(unmatched_rows)),
        quarantined,
        unmatched_rows: count(unmatched_rows),
        unmatched_records: count(matching.unmatched_records.len()),
        written_otherwise: 0,
        number_among_words: 0,
    }
}
