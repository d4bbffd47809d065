//! From rows to patients: each row is believed or quarantined, rows of one patient are joined.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::columns::{Columns, Field, Mapping, fold};
use super::dates::{self, DateTrouble, Order};
use super::{REGISTER_BYTES_MAX, REGISTER_ROWS_MAX, RegisterError, decode};

/// Nobody is believed to be older, in years.
const AGE_YEARS_MAX: i16 = 120;
/// Longest patient number or folder name that is believed, in bytes.
const KEY_BYTES_MAX: usize = 255;
/// Digits of a French social security number, without and with its check digits.
const SOCIAL_SECURITY_DIGITS: [usize; 2] = [13, 15];

/// One patient of the register: all believed rows of one number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Patient {
    /// The practice's own number.
    pub id: String,
    /// The folder's name, where the register gives it.
    pub folder: Option<String>,
    /// Day of birth.
    pub birth: Option<Date>,
    /// Day of death.
    pub death: Option<Date>,
    /// Dead, with or without a date.
    pub deceased: bool,
    /// Where the death is known from.
    pub death_source: Option<String>,
    /// Last visit, act or stay; the latest of all rows.
    pub last_contact: Option<Date>,
    /// Profession that keeps the file.
    pub profession: Option<String>,
    /// Retention class.
    pub class: Option<String>,
    /// The register asks that nothing be erased.
    pub held: bool,
    /// Number of the patient into whom this one was merged.
    pub merged_into: Option<String>,
    /// Lines of the file, from 1.
    pub lines: Vec<u64>,
}

/// Why a row is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowTrouble {
    /// More or fewer cells than the header has.
    WrongCellCount,
    /// It cannot be read as a row.
    Unreadable,
    /// No patient number.
    NoId,
    /// A patient number or folder name that is too long or holds line breaks.
    BadKey,
    /// A cell that should hold a date holds something else.
    NotADate(Field),
    /// A year of two digits.
    TwoDigitYear(Field),
    /// Day and month cannot be told apart in the whole column.
    AmbiguousDate(Field),
    /// A date in the future.
    InFuture(Field),
    /// Born after the last contact.
    BirthAfterContact,
    /// Dead before birth.
    DeathBeforeBirth,
    /// Seen after the death.
    ContactAfterDeath,
    /// Older than anybody.
    TooOld,
    /// Rows of the same number disagree on birth, death, folder or class.
    RowsDisagree,
    /// Another row of the same number is quarantined.
    SiblingQuarantined,
}

/// A row that is not believed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quarantined {
    /// Line of the file, from 1.
    pub line: u64,
    /// Why.
    pub trouble: RowTrouble,
    /// Number of the patient where it could be read, to recognise their record.
    pub id: Option<String>,
    /// Folder of the patient where it could be read.
    pub folder: Option<String>,
}

/// A register that was read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Register {
    /// Rows below the header.
    pub rows: u64,
    /// Patients, by number.
    pub patients: Vec<Patient>,
    /// Rows that are not believed, by line.
    pub quarantined: Vec<Quarantined>,
}

/// Reads a register. `today` only serves to recognise dates in the future.
///
/// # Errors
/// The file as a whole cannot be used; see [`RegisterError`]. A bad row is no error.
pub fn parse(bytes: &[u8], mapping: &Mapping, today: Date) -> Result<Register, RegisterError> {
    if bytes.len() > REGISTER_BYTES_MAX {
        return Err(RegisterError::TooLarge);
    }
    let text = decode::text(bytes)?;
    let (table, skipped_lines) = decode::without_hint(&text);
    let mut cells = csv::ReaderBuilder::new()
        .delimiter(decode::separator(table))
        .flexible(true)
        .from_reader(table.as_bytes());
    let header = cells.headers().map_err(|_| RegisterError::Empty)?.clone();
    if header.iter().all(|heading| heading.trim().is_empty()) {
        return Err(RegisterError::Empty);
    }
    let columns = Columns::find(header.iter(), mapping)?;
    let rows = read_rows(cells.records(), skipped_lines)?;
    let sheet = Sheet { orders: Orders::of(&rows, &columns), columns, width: header.len(), today };
    if sheet.numbers_people_by_social_security(&rows) {
        return Err(RegisterError::SocialSecurityNumber);
    }
    Ok(join(&rows, &sheet))
}

struct Row {
    line: u64,
    cells: Option<csv::StringRecord>,
}

impl Row {
    fn cell(&self, columns: &Columns, field: Field) -> &str {
        let cells = self.cells.as_ref();
        let cell = cells.zip(columns.position(field)).and_then(|(cells, at)| cells.get(at));
        cell.map(unwrapped).unwrap_or_default()
    }
}

/// Without the spaces around it, and without the `="…"` that keeps a spreadsheet from
/// eating leading zeros.
fn unwrapped(cell: &str) -> &str {
    let cell = cell.trim_matches(|sign: char| sign.is_whitespace() || sign == '\u{feff}');
    let formula = cell.strip_prefix("=\"").and_then(|inner| inner.strip_suffix('"'));
    formula.unwrap_or(cell).trim()
}

fn read_rows<'t>(
    records: impl Iterator<Item = csv::Result<csv::StringRecord>> + 't,
    skipped_lines: u64,
) -> Result<Vec<Row>, RegisterError> {
    let mut rows = Vec::new();
    let mut last_line = 1 + skipped_lines;
    for record in records {
        let cells = record.ok();
        let line = cells.as_ref().and_then(csv::StringRecord::position).map(csv::Position::line);
        last_line = line.map_or(last_line + 1, |line| line + skipped_lines);
        let blank = cells.as_ref().is_some_and(|cells| cells.iter().all(|c| c.trim().is_empty()));
        if !blank {
            rows.push(Row { line: last_line, cells });
        }
        if rows.len() > REGISTER_ROWS_MAX {
            return Err(RegisterError::TooLarge);
        }
    }
    Ok(rows)
}

/// The order of day and month in each column of dates.
struct Orders {
    birth: Order,
    death: Order,
    contact: Order,
}

impl Orders {
    fn of(rows: &[Row], columns: &Columns) -> Self {
        let order = |field| dates::order(rows.iter().map(|row| row.cell(columns, field)));
        Self {
            birth: order(Field::Birth),
            death: order(Field::Death),
            contact: order(Field::LastContact),
        }
    }
}

/// What is known about the whole table.
struct Sheet {
    columns: Columns,
    orders: Orders,
    width: usize,
    today: Date,
}

impl Sheet {
    fn cell<'r>(&self, row: &'r Row, field: Field) -> &'r str {
        row.cell(&self.columns, field)
    }

    fn optional(&self, row: &Row, field: Field) -> Option<String> {
        Some(self.cell(row, field)).filter(|cell| !cell.is_empty()).map(str::to_owned)
    }

    fn numbers_people_by_social_security(&self, rows: &[Row]) -> bool {
        let looks_so = |row: &Row| {
            let id = self.cell(row, Field::Id);
            let digits = id.bytes().filter(u8::is_ascii_digit).count();
            SOCIAL_SECURITY_DIGITS.contains(&digits) && id.starts_with(['1', '2'])
        };
        let alike = rows.iter().filter(|row| looks_so(row)).count();
        alike > 0 && alike * 2 > rows.len()
    }

    fn date(&self, row: &Row, field: Field, order: Order) -> Result<Option<Date>, RowTrouble> {
        let day = dates::read(self.cell(row, field), order).map_err(|trouble| match trouble {
            DateTrouble::NotADate => RowTrouble::NotADate(field),
            DateTrouble::TwoDigitYear => RowTrouble::TwoDigitYear(field),
            DateTrouble::Ambiguous => RowTrouble::AmbiguousDate(field),
        })?;
        match day {
            Some(day) if day > self.today => Err(RowTrouble::InFuture(field)),
            day => Ok(day),
        }
    }

    fn read(&self, row: &Row) -> Result<Patient, RowTrouble> {
        let cells = row.cells.as_ref().ok_or(RowTrouble::Unreadable)?;
        if cells.len() != self.width {
            return Err(RowTrouble::WrongCellCount);
        }
        let id = self.key(row)?;
        let death_cell = self.cell(row, Field::Death);
        let death_flag = flag(death_cell);
        let death = match death_flag {
            Some(_) => None,
            None => self.date(row, Field::Death, self.orders.death)?,
        };
        let patient = Patient {
            id,
            folder: self.optional(row, Field::Folder),
            birth: self.date(row, Field::Birth, self.orders.birth)?,
            death,
            deceased: death.is_some()
                || death_flag == Some(true)
                || self.is_set(row, Field::Deceased),
            death_source: self.optional(row, Field::DeathSource),
            last_contact: self.date(row, Field::LastContact, self.orders.contact)?,
            profession: self.optional(row, Field::Profession),
            class: self.optional(row, Field::Class),
            held: self.is_set(row, Field::Hold),
            merged_into: self.optional(row, Field::MergedInto),
            lines: vec![row.line],
        };
        plausible(&patient, self.today)?;
        Ok(patient)
    }

    /// Whether a yes-or-no cell is set; whatever is not a clear no counts as yes.
    fn is_set(&self, row: &Row, field: Field) -> bool {
        let cell = self.cell(row, field);
        flag(cell).unwrap_or(cell.chars().any(char::is_alphanumeric))
    }

    fn key(&self, row: &Row) -> Result<String, RowTrouble> {
        let (id, folder) = (self.cell(row, Field::Id), self.cell(row, Field::Folder));
        let bad = |key: &str| key.len() > KEY_BYTES_MAX || key.contains(char::is_control);
        match id {
            _ if bad(id) || bad(folder) => Err(RowTrouble::BadKey),
            _ if fold(id).is_empty() => Err(RowTrouble::NoId),
            _ => Ok(id.to_owned()),
        }
    }
}

/// A clear yes or no.
fn flag(cell: &str) -> Option<bool> {
    match fold(cell).as_str() {
        "oui" | "o" | "yes" | "y" | "vrai" | "true" | "x" | "1" | "dcd" | "decede" | "decedee" => {
            Some(true)
        }
        "non" | "n" | "no" | "faux" | "false" | "0" | "vivant" | "vivante" | "alive" => Some(false),
        _ => None,
    }
}

fn plausible(patient: &Patient, today: Date) -> Result<(), RowTrouble> {
    let Patient { birth, death, last_contact, .. } = *patient;
    let after = |one: Option<Date>, other: Option<Date>| {
        one.zip(other).is_some_and(|(one, other)| one > other)
    };
    let last_known = death.or(last_contact).unwrap_or(today);
    let too_old = birth.is_some_and(|birth| last_known.year() - birth.year() > AGE_YEARS_MAX);
    match () {
        () if after(birth, death) => Err(RowTrouble::DeathBeforeBirth),
        () if after(birth, last_contact) => Err(RowTrouble::BirthAfterContact),
        () if after(last_contact, death) => Err(RowTrouble::ContactAfterDeath),
        () if too_old => Err(RowTrouble::TooOld),
        () => Ok(()),
    }
}

/// Joins the rows of each number; one doubtful row puts all rows of that number in doubt.
fn join(rows: &[Row], sheet: &Sheet) -> Register {
    let mut by_id: BTreeMap<String, Vec<Result<Patient, Quarantined>>> = BTreeMap::new();
    for row in rows {
        let read = sheet.read(row).map_err(|trouble| Quarantined {
            line: row.line,
            trouble,
            id: sheet.optional(row, Field::Id).filter(|id| id.len() <= KEY_BYTES_MAX),
            folder: sheet.optional(row, Field::Folder).filter(|key| key.len() <= KEY_BYTES_MAX),
        });
        by_id.entry(fold(sheet.cell(row, Field::Id))).or_default().push(read);
    }
    let rows = u64::try_from(rows.len()).unwrap_or(u64::MAX);
    let mut register = Register { rows, ..Register::default() };
    for (id, rows) in by_id {
        match if id.is_empty() { Err(rows) } else { joined(rows) } {
            Ok(patient) => register.patients.push(patient),
            Err(doubtful) => register.quarantined.extend(doubtful.into_iter().map(in_doubt)),
        }
    }
    register.quarantined.sort_by_key(|row| row.line);
    register
}

type Rows = Vec<Result<Patient, Quarantined>>;

fn joined(rows: Rows) -> Result<Patient, Rows> {
    if rows.iter().any(Result::is_err) {
        return Err(rows);
    }
    let mut patients = rows.iter().flatten().cloned();
    let Some(first) = patients.next() else { return Err(rows) };
    match patients.try_fold(first, merged) {
        Some(patient) => Ok(patient),
        None => {
            let disagree = |patient: Patient| Err(doubt(patient, RowTrouble::RowsDisagree));
            Err(rows.into_iter().flatten().map(disagree).collect())
        }
    }
}

/// Two rows of one number must agree on birth, death, folder and class; the latest contact counts.
fn merged(one: Patient, other: Patient) -> Option<Patient> {
    let agree = |a: Option<Date>, b: Option<Date>| a.zip(b).is_none_or(|(a, b)| a == b);
    let same = |a: &Option<String>, b: &Option<String>| a.is_none() || b.is_none() || a == b;
    let people_agree = agree(one.birth, other.birth) && agree(one.death, other.death);
    if !people_agree || !same(&one.folder, &other.folder) || !same(&one.class, &other.class) {
        return None;
    }
    let death = one.death.or(other.death);
    let last_contact = one.last_contact.max(other.last_contact);
    let after_death = death.zip(last_contact).is_some_and(|(death, contact)| contact > death);
    (!after_death).then(|| Patient {
        folder: one.folder.or(other.folder),
        birth: one.birth.or(other.birth),
        death,
        deceased: one.deceased || other.deceased,
        death_source: one.death_source.or(other.death_source),
        last_contact,
        profession: one.profession.or(other.profession),
        class: one.class.or(other.class),
        held: one.held || other.held,
        merged_into: one.merged_into.or(other.merged_into),
        lines: [one.lines, other.lines].concat(),
        id: one.id,
    })
}

fn in_doubt(row: Result<Patient, Quarantined>) -> Quarantined {
    row.map_or_else(|row| row, |patient| doubt(patient, RowTrouble::SiblingQuarantined))
}

fn doubt(patient: Patient, trouble: RowTrouble) -> Quarantined {
    let line = patient.lines.first().copied().unwrap_or_default();
    Quarantined { line, trouble, id: Some(patient.id), folder: patient.folder }
}
