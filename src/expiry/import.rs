//! KnownBefore a patients' register: matched to the records at hand, and put in the place of the one before.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashSet};
use std::io::{BufRead, BufReader, Read};
use std::rc::Rc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::coarse::{self, CoarseDay};
use super::gather::Gathered;
use super::plan::KnownRecord;
use super::remembered::{self, RegisterNote};
use crate::config::{PurgeSettings, RecordRule, Source};
use crate::crypto::hash::{self, Sha256};
use crate::error::{Error, Result};
use crate::id::{RecordId, SourceId};
use crate::practice::Practice;
use crate::register::{
    self, Choice, Field, KnownBefore, Match, Quarantined, Register, RegisterError, Understood,
    VisitCount,
};
use crate::retention::chance::{self, Happens};
use crate::retention::facts::{InRegister, MassDates, Person};
use crate::state::State;
use crate::state::named::{COLUMNS, CURRENT, REGISTER, REGISTER_RECORDS};
use crate::tree_path;

/// What is done with columns that were named for an earlier list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Earlier {
    /// They hold for a list with the same headings; otherwise a person must say so.
    #[default]
    IfAlike,
    /// A person says that they still hold.
    Keep,
    /// They are forgotten.
    Forget,
}

/// A register as it is handed over.
pub struct Handed<'a> {
    /// The list of patients.
    pub patients: &'a [u8],
    /// The list of visits, where it is a file of its own.
    pub visits: Option<Box<dyn Read + 'a>>,
    /// Columns named by the person now.
    pub choice: Choice,
    /// What becomes of those named earlier.
    pub earlier: Earlier,
    /// A person says that long numbers are the practice's own.
    pub own_numbers: bool,
    /// Day of the export.
    pub exported: Date,
    /// A person says that the practice really has fewer patients than before.
    pub fewer: bool,
}

/// What was decided about columns, and for which headings.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
struct Decided {
    choice: Choice,
    headings: Vec<String>,
}

/// What an import found.
pub struct Imported {
    /// The register that is in force now.
    pub note: RegisterNote,
    /// How the files were understood.
    pub understood: Vec<Understood>,
    /// Days that stand for their whole year or month.
    pub coarse: Vec<CoarseDay>,
    /// The visits in figures, where there was a list of them.
    pub visits: Option<VisitCount>,
    /// Rows that are not believed.
    pub quarantined: Vec<Quarantined>,
    /// Records without a patient.
    pub unmatched_records: Vec<RecordId>,
    /// Believed patients without a record: number and lines of the file.
    pub unmatched_patients: Vec<(String, Vec<u64>)>,
    /// Patients who came back after their record was erased: the next backup takes each as a new record.
    pub returned: u64,
}

/// The day, and where the practice is.
#[derive(Debug, Clone, Copy)]
pub struct Here<'a> {
    /// The day.
    pub today: Date,
    /// The practice's time zone.
    pub zone: &'a TimeZone,
}

/// Reads a register, matches it to the records at hand, and puts it in the place of the one before.
///
/// # Errors
/// `Register` when a file as a whole cannot be used: the register before stays; `Config`; `State`.
pub fn import(
    practice: &mut Practice,
    gathered: &Gathered,
    mut handed: Handed<'_>,
    here: Here<'_>,
) -> Result<Imported> {
    let settings = practice.config.purge_settings();
    handed.choice.own.clone_from(&settings.headings);
    let classes = classes(&settings)?;
    let decided = decided(&practice.state, &handed)?;
    let with = KnownBefore {
        choice: &decided.choice,
        today: here.today,
        zone: here.zone,
        classes: &classes,
        own_numbers: handed.own_numbers,
    };
    let (mut read, visits_sha256) = read(handed.patients, handed.visits, &with)?;
    let rule = settings.folder_names.unwrap_or_default();
    let forgotten = practice.state.forgotten()?;
    let back = met_again(practice)?;
    let mut folders: BTreeSet<register::Folder<'_>> =
        gathered.folders().filter(|folder| !forgotten.contains(&folder.record)).collect();
    folders.extend(back.iter().map(Back::folder));
    let fillers = fillers(&read, here.today);
    let coarse = coarse::widen(&mut read.patients, &fillers, here.today);
    let matching = register::match_records(&read, folders, rule);
    let came = came_back(&back, &matching);
    let state = &mut practice.state;
    let before = remembered::register(state)?.filter(|_| !handed.fewer);
    let note = RegisterNote {
        sha256: hash::sha256_hex(handed.patients),
        visits_sha256,
        exported: handed.exported,
        rows_before: before.map(|before| before.measure()),
        summary: matching.summary,
        fillers,
    };
    let is_kept = |record: &RecordId| {
        back.iter().all(|back| back.goes_on_as != *record) || came.contains(record)
    };
    let known = matching.records.iter().filter(|(record, _)| is_kept(record));
    let known = known.filter_map(|(record, found)| Some((record.hex(), known_of(found)?)));
    put(state, &known.collect::<Vec<_>>(), &decided, &note)?;
    for back in back.iter().filter(|back| came.contains(&back.goes_on_as)) {
        state.take_back(back.forgotten, back.goes_on_as)?;
    }
    let unmatched = matching.unmatched_patients.iter();
    let unmatched_patients =
        unmatched.map(|patient| (patient.id.clone(), patient.lines.clone())).collect();
    let mut unmatched_records = matching.unmatched_records;
    unmatched_records.retain(|record| back.iter().all(|back| back.goes_on_as != *record));
    let Register { understood, visits, quarantined, .. } = read;
    Ok(Imported {
        returned: came.len() as u64,
        note,
        understood,
        coarse,
        visits,
        quarantined,
        unmatched_records,
        unmatched_patients,
    })
}

/// Names of all classes in force.
fn classes(settings: &PurgeSettings) -> Result<BTreeSet<String>> {
    let rules = settings.rules();
    let rules = rules.map_err(|cause| Error::Config { line: None, reason: cause.to_string() })?;
    Ok(rules.iter().map(|rule| rule.id.clone()).collect())
}

/// Puts a register in the place of the one before.
fn put(
    state: &mut State,
    known: &[(String, KnownRecord)],
    decided: &Decided,
    note: &RegisterNote,
) -> Result<()> {
    // The note goes in last: until then the older register's hash would speak for newer rows.
    state.drop_item(REGISTER, CURRENT)?;
    state.replace_items(REGISTER_RECORDS, known)?;
    state.set_item(REGISTER, COLUMNS, decided)?;
    state.set_item(REGISTER, CURRENT, note)
}

/// What is decided about the columns of this list: now, or for an earlier one with the same headings.
fn decided(state: &State, handed: &Handed<'_>) -> Result<Decided> {
    let headings = |choice: &Choice| {
        register::headings_of(Box::new(handed.patients), choice).map_err(Error::Register)
    };
    let before: Option<Decided> = state.item(REGISTER, COLUMNS)?;
    let Some(before) = before.filter(|_| handed.earlier != Earlier::Forget) else {
        let headings = headings(&handed.choice)?;
        return Ok(Decided { choice: handed.choice.clone(), headings });
    };
    let mut choice = before.choice.clone();
    choice.mapping.extend(handed.choice.mapping.clone());
    choice.visits.extend(handed.choice.visits.clone());
    choice.own.clone_from(&handed.choice.own);
    let headings = headings(&choice)?;
    let is_alike = register::same_headings(&before.headings, &headings);
    if !is_alike && handed.earlier != Earlier::Keep {
        let remembered = before.choice.mapping.iter();
        let now = |field: &Field| handed.choice.mapping.contains_key(field);
        let open: Vec<(Field, String)> = remembered
            .filter(|(field, _)| !now(field))
            .flat_map(|(field, columns)| columns.iter().map(|column| (*field, column.clone())))
            .collect();
        if !open.is_empty() {
            return Err(Error::Register(RegisterError::ColumnsRemembered(open)));
        }
        choice.ignored.clear();
    }
    choice.ignored.extend(handed.choice.ignored.iter().cloned());
    Ok(Decided { choice, headings })
}

/// Reads both lists; the list of visits is hashed as it passes.
fn read(
    patients: &[u8],
    visits: Option<Box<dyn Read + '_>>,
    with: &KnownBefore<'_>,
) -> Result<(Register, Option<String>)> {
    if patients.len() > register::REGISTER_BYTES_MAX {
        return Err(Error::Register(RegisterError::TooLarge));
    }
    let hash = Rc::new(RefCell::new(Sha256::default()));
    let has_visits = visits.is_some();
    let visits = visits.map(|from| {
        let hashed = Hashed { from, hash: Rc::clone(&hash) };
        let reader: Box<dyn BufRead + '_> = Box::new(BufReader::with_capacity(1 << 16, hashed));
        reader
    });
    let read = register::read(Box::new(patients), visits, with).map_err(Error::Register)?;
    let hex = hash.borrow().hex();
    Ok((read, has_visits.then_some(hex)))
}

/// Bytes that are hashed on their way.
struct Hashed<R> {
    from: R,
    hash: Rc<RefCell<Sha256>>,
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = self.from.read(buffer)?;
        self.hash.borrow_mut().update(buffer.get(..length).unwrap_or_default());
        Ok(length)
    }
}

/// Days of the whole list that too many patients share; merged duplicates count once.
fn fillers(read: &Register, today: Date) -> MassDates {
    let mut seen = HashSet::new();
    let people: Vec<_> =
        read.patients.iter().filter(|patient| seen.insert(patient.person)).collect();
    let days =
        |day: fn(&register::Patient) -> Option<Date>| people.iter().filter_map(move |one| day(one));
    MassDates {
        births: chance::fillers(days(|one| one.birth), Happens::Birth, today),
        deaths: chance::fillers(days(|one| one.death), Happens::Death, today),
        register: chance::fillers(days(|one| one.last_contact), Happens::Contact, today),
        ..MassDates::default()
    }
}

/// A folder of a forgotten patient that lies in a source.
struct Back {
    forgotten: RecordId,
    source: SourceId,
    /// The record it goes on as, should the patient have come back.
    goes_on_as: RecordId,
    /// Its name, escaped.
    name: String,
    /// When it was forgotten.
    at: Option<Timestamp>,
}

impl Back {
    fn folder(&self) -> register::Folder<'_> {
        register::Folder { record: self.goes_on_as, source: self.source, name: &self.name }
    }
}

/// Folders of forgotten patients that lie in sources. What cannot be listed is told by a backup.
fn met_again(practice: &Practice) -> Result<Vec<Back>> {
    let state = &practice.state;
    let (forgotten, at, lives) = (state.forgotten()?, state.forgotten_at()?, state.lives()?);
    let writers = practice.writers()?;
    let mut found = Vec::new();
    let by_folder = |source: &&Source| source.records == RecordRule::EachFolder;
    for source in practice.config.sources.iter().filter(by_folder) {
        let Some(writer) = writers.iter().find(|writer| writer.id == source.section) else {
            continue;
        };
        for entry in std::fs::read_dir(&source.path).into_iter().flatten().flatten() {
            let name = entry.file_name().as_encoded_bytes().to_vec();
            let record = lives.of(writer.naming.record_id(source.id, &name));
            if forgotten.contains(&record) {
                found.push(Back {
                    forgotten: record,
                    source: source.id,
                    goes_on_as: writer.naming.later_record_id(source.id, &name, lives.len() + 1),
                    name: tree_path::escape(&name),
                    at: at.get(&record).and_then(|time| time.parse().ok()),
                });
            }
        }
    }
    Ok(found)
}

/// Of these, the ones of whom the register shows a contact on the day of the erasing or later.
fn came_back(back: &[Back], matching: &register::Matching<'_>) -> BTreeSet<RecordId> {
    let is_back = |back: &&Back| {
        let Some(Match::Patient { patient, .. }) = matching.records.get(&back.goes_on_as) else {
            return false;
        };
        let day = back.at.map(|at| at.to_zoned_datetime(TimeZone::UTC).date());
        patient.last_contact.zip(day).is_some_and(|(contact, erased)| contact >= erased)
    };
    back.iter().filter(is_back).map(|back| back.goes_on_as).collect()
}

fn known_of(found: &Match<'_>) -> Option<KnownRecord> {
    let (listed, patient) = match found {
        Match::Patient { patient, group } => {
            let person = Person {
                birth: patient.birth,
                death: patient.death,
                deceased: patient.deceased,
                last_contact: patient.last_contact,
                held: patient.held,
                class: patient.class.clone(),
            };
            (InRegister::Yes(person), Some(*group))
        }
        Match::Quarantined => (InRegister::Quarantined, None),
        Match::Ambiguous => return None,
    };
    Some(KnownRecord { listed, patient, ..KnownRecord::default() })
}
