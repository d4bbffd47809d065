//! From rows to what they say of one patient: each row is believed, or set aside with its reason.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::cell::{is_plain_number, is_set, looks_like_a_date, says_dead, without_decimals, words};
use super::choice::{Choice, List};
use super::columns::Columns;
use super::dates::{self, Dated, Order, YEARS_BACK_MAX};
use super::field::Field;
use super::table::{Broken, Row};
use super::words::{flag, fold, shape};
use super::written::DateTrouble;

/// An act this long after a death is its certificate or an invoice, in days; later it speaks against the death.
const DAYS_AFTER_DEATH_MAX: i32 = 365;
/// An appointment lies no further ahead, in years.
const YEARS_AHEAD_MAX: i16 = 2;
/// Nothing on a computer tells of a contact longer ago, in years; a workbook of 1904 does, of the number 2003.
const CONTACT_YEARS_BACK_MAX: i16 = 80;
/// Longest number that is looked for behind a cell, in letters.
const GLUED_MAX: usize = 40;
/// Longest patient number or folder name that is believed, in bytes.
const KEY_BYTES_MAX: usize = 255;

/// One patient of the register: all believed rows of one number.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Patient {
    /// The practice's own number.
    pub id: String,
    /// The folder's name, where the register gives it.
    pub folder: Option<String>,
    /// Day of birth; the last it can be where only month or year is known.
    pub birth: Option<Date>,
    /// Day of death.
    pub death: Option<Date>,
    /// Dead, with or without a date.
    pub deceased: bool,
    /// Where the death is known from.
    pub death_source: Option<String>,
    /// Last visit, act or stay; the latest of all rows and of all visits.
    pub last_contact: Option<Date>,
    /// Profession that keeps the file.
    pub profession: Option<String>,
    /// Retention class.
    pub class: Option<String>,
    /// The register asks that nothing be erased.
    pub held: bool,
    /// Number of the patient into whom this one was merged.
    pub merged_into: Option<String>,
    /// Position in the register of the first patient of all who are one person; merged duplicates share it.
    pub person: u32,
    /// Words of the person's name, folded; only to be compared with folders' names.
    #[serde(skip)]
    pub names: BTreeSet<String>,
    /// Lines of the file, from 1.
    pub lines: Vec<u64>,
}

/// Why a row is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowTrouble {
    /// More cells than the header has.
    WrongCellCount,
    /// Its cells do not look like those of the other rows in the same columns.
    Shifted,
    /// A quote that went astray runs over it.
    StrayQuote,
    /// An end of line in one of its texts cut it.
    BrokenLine,
    /// No patient number.
    NoId,
    /// A patient number or folder name that is too long or holds line breaks.
    BadKey,
    /// A cell that should hold a date holds something else.
    NotADate(Field),
    /// A year of two digits.
    TwoDigitYear(Field),
    /// Day and month cannot be told apart in the whole file.
    AmbiguousDate(Field),
    /// A visit without its day.
    Undated,
    /// A date in the future.
    InFuture(Field),
    /// A date longer ago than any can be.
    TooLongAgo(Field),
    /// Born after the last contact.
    BirthAfterContact,
    /// Dead before birth.
    DeathBeforeBirth,
    /// Seen long after the death.
    ContactAfterDeath,
    /// Older than anybody.
    TooOld,
    /// A retention class that does not exist.
    UnknownClass,
    /// Rows of the same number disagree on birth, death, folder or class.
    RowsDisagree,
    /// Another row of the same number, or one that may be the same patient's, is not believed.
    SiblingQuarantined,
    /// It was merged with a patient who is in doubt or not in the list.
    MergedInDoubt,
    /// Two numbers that differ only by zeros in front.
    NumbersAlike,
}

/// A row that is not believed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Quarantined {
    /// Line of the file, from 1.
    pub line: u64,
    /// Which file.
    pub list: List,
    /// Why.
    pub trouble: Option<RowTrouble>,
    /// Heading of the column that is the matter, where it is one.
    pub column: Option<String>,
    /// What its value looks like: digits as 9, letters as a.
    pub shape: Option<String>,
    /// Every number and folder of which this row may speak.
    pub keys: Vec<String>,
    /// Number of the patient into whom this one was merged.
    pub merged_into: Option<String>,
    /// Words of the name in a row without a number: it may speak of everybody who bears them.
    #[serde(skip)]
    pub names: BTreeSet<String>,
}

/// Why a row is not believed, and where in it that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) trouble: RowTrouble,
    pub(super) column: Option<usize>,
}

impl From<RowTrouble> for Refusal {
    fn from(trouble: RowTrouble) -> Self {
        Self { trouble, column: None }
    }
}

/// What is known before a list is read.
#[derive(Debug, Clone, Copy)]
pub struct KnownBefore<'a> {
    /// The practice's decisions about columns.
    pub choice: &'a Choice,
    /// The day, in the practice's zone: what lies after it is in the future.
    pub today: Date,
    /// The practice's zone: an instant is a day in it.
    pub zone: &'a TimeZone,
    /// Names of all retention classes.
    pub classes: &'a BTreeSet<String>,
    /// A person says that long numbers are the practice's own, not social security numbers.
    pub own_numbers: bool,
}

/// What is known about the whole table.
pub(super) struct Sheet<'a> {
    pub(super) columns: Columns,
    pub(super) header: Vec<String>,
    pub(super) order: Order,
    /// Columns in which day and month cannot be told apart, whatever the rest of the file does.
    pub(super) unsure: BTreeSet<usize>,
    pub(super) today: Date,
    pub(super) zone: &'a TimeZone,
    pub(super) classes: &'a BTreeSet<String>,
    pub(super) list: List,
}

/// Dates of one row; the last day that each can be.
type Found = Option<Date>;

impl Sheet<'_> {
    pub(super) fn cell<'r>(&self, row: &'r Row, field: Field) -> &'r str {
        self.columns.position(field).map(|at| row.cell(at)).unwrap_or_default()
    }

    fn optional(&self, row: &Row, field: Field) -> Option<String> {
        Some(self.cell(row, field)).filter(|cell| !cell.is_empty()).map(str::to_owned)
    }

    /// What a row says, or why it is not believed.
    pub(super) fn read(&self, row: &Row) -> Result<Patient, Refusal> {
        self.is_whole(row)?;
        let id = self.key(row)?;
        let class = self.class(row)?;
        let (death, mut deceased) = self.death(row)?;
        deceased |= death.is_some();
        let last_contact = self.contact(row)?;
        let birth = self.birth(row, death.into_iter().chain(last_contact).min())?;
        let patient = Patient {
            id,
            folder: self.optional(row, Field::Folder),
            birth,
            death,
            deceased,
            death_source: self.optional(row, Field::DeathSource),
            last_contact,
            profession: self.optional(row, Field::Profession),
            class,
            held: self.columns.positions(Field::Hold).iter().any(|at| is_set(row.cell(*at))),
            merged_into: self.merged_into(row),
            person: 0,
            names: self.names(row),
            lines: vec![row.line],
        };
        plausible(&patient, self.today)?;
        Ok(patient)
    }

    pub(super) fn is_whole(&self, row: &Row) -> Result<(), Refusal> {
        match () {
            () if row.broken == Some(Broken::Quote) => Err(RowTrouble::StrayQuote.into()),
            () if row.broken == Some(Broken::Line) => Err(RowTrouble::BrokenLine.into()),
            () if !row.fits(self.header.len()) => Err(RowTrouble::WrongCellCount.into()),
            () => Ok(()),
        }
    }

    pub(super) fn key(&self, row: &Row) -> Result<String, Refusal> {
        let (id, folder) = (self.cell(row, Field::Id), self.cell(row, Field::Folder));
        let bad = |key: &str| key.len() > KEY_BYTES_MAX || key.contains(char::is_control);
        let column = self.columns.position(Field::Id);
        match id {
            _ if bad(id) || bad(folder) || self.has_date_inside(row, id) => {
                Err(Refusal { trouble: RowTrouble::BadKey, column })
            }
            _ if fold(id).is_empty() => Err(RowTrouble::NoId.into()),
            _ => Ok(without_decimals(id).to_owned()),
        }
    }

    /// In a row with too few cells, a number with a whole date behind it is two cells grown together.
    fn has_date_inside(&self, row: &Row, id: &str) -> bool {
        let is_date = |behind: &str| {
            let signs = behind.bytes().filter(|sign| matches!(sign, b'/' | b'-' | b'.')).count();
            signs == 2 && super::written::read(behind).is_ok_and(|written| written.is_some())
        };
        let mut behind = (8..=10).filter_map(|length| id.get(id.len().checked_sub(length)?..));
        row.cells.len() < self.header.len() && behind.any(is_date)
    }

    fn names(&self, row: &Row) -> BTreeSet<String> {
        self.columns.names.iter().flat_map(|at| words(row.cell(*at))).collect()
    }

    fn class(&self, row: &Row) -> Result<Option<String>, Refusal> {
        let Some(class) = self.optional(row, Field::Class) else { return Ok(None) };
        let column = self.columns.position(Field::Class);
        let known = self.classes.iter().find(|known| known.eq_ignore_ascii_case(&class));
        known.cloned().map(Some).ok_or(Refusal { trouble: RowTrouble::UnknownClass, column })
    }

    fn merged_into(&self, row: &Row) -> Option<String> {
        let into = self.optional(row, Field::MergedInto)?;
        let is_none = flag(&into) == Some(false) || fold(&into).is_empty() || into.starts_with('-');
        (!is_none).then(|| without_decimals(&into).to_owned())
    }

    /// One date: none where it is missing, an error where it cannot be believed.
    fn dated(&self, row: &Row, field: Field, at: usize) -> Result<Option<Dated>, Refusal> {
        let refuse = |trouble| Refusal { trouble, column: Some(at) };
        let order = if self.unsure.contains(&at) { Order::Mixed } else { self.order };
        dates::read(row.cell(at), order, self.zone).map_err(|trouble| {
            refuse(match trouble {
                DateTrouble::NotADate => RowTrouble::NotADate(field),
                DateTrouble::TwoDigitYear => RowTrouble::TwoDigitYear(field),
                DateTrouble::Ambiguous => RowTrouble::AmbiguousDate(field),
            })
        })
    }

    /// A day that must be one: not in the future, not longer ago than it can be.
    fn day(&self, row: &Row, field: Field, at: usize) -> Result<Found, Refusal> {
        let refuse = |trouble| Err(Refusal { trouble, column: Some(at) });
        let day = match self.dated(row, field, at)? {
            None => return Ok(None),
            Some(Dated::Never) if field == Field::Death => return Ok(None),
            Some(Dated::Never) => return refuse(RowTrouble::InFuture(field)),
            Some(Dated::Unreal(_)) if field != Field::Birth => {
                return refuse(RowTrouble::NotADate(field));
            }
            // Late in the evening abroad it may be tomorrow here already.
            Some(Dated::Latest(day)) if day.yesterday().is_ok_and(|eve| eve == self.today) => {
                self.today
            }
            Some(Dated::Within(day) | Dated::Unreal(day)) if day.year() == self.today.year() => {
                day.min(self.today)
            }
            // A list of visits may hold appointments that are still to come.
            Some(Dated::Day(day) | Dated::Latest(day))
                if self.list == List::Visits && self.is_soon(day) =>
            {
                self.today
            }
            Some(
                Dated::Day(day) | Dated::Latest(day) | Dated::Within(day) | Dated::Unreal(day),
            ) => day,
        };
        let years_back_max =
            if field == Field::LastContact { CONTACT_YEARS_BACK_MAX } else { YEARS_BACK_MAX };
        match () {
            () if day > self.today => refuse(RowTrouble::InFuture(field)),
            () if day.year() < self.today.year() - years_back_max => {
                refuse(RowTrouble::TooLongAgo(field))
            }
            () => Ok(Some(day)),
        }
    }

    /// Ahead, and not further than an appointment can be.
    fn is_soon(&self, day: Date) -> bool {
        day > self.today && day.year() <= self.today.year() + YEARS_AHEAD_MAX
    }

    /// The latest of all columns.
    fn latest(&self, row: &Row, field: Field) -> Result<Found, Refusal> {
        let mut latest = None;
        for at in self.columns.positions(field) {
            latest = latest.max(self.day(row, field, *at)?);
        }
        Ok(latest)
    }

    /// The latest contact. Who has an appointment is a patient today; one that is past proves no visit.
    pub(super) fn contact(&self, row: &Row) -> Result<Found, Refusal> {
        let mut latest = self.latest(row, Field::LastContact)?;
        for at in &self.columns.ahead {
            match self.dated(row, Field::LastContact, *at)? {
                Some(Dated::Day(day) | Dated::Latest(day))
                    if day == self.today || self.is_soon(day) =>
                {
                    latest = latest.max(Some(self.today));
                }
                Some(Dated::Day(day) | Dated::Latest(day)) if day > self.today => {
                    let trouble = RowTrouble::InFuture(Field::LastContact);
                    return Err(Refusal { trouble, column: Some(*at) });
                }
                _ => {}
            }
        }
        Ok(latest)
    }

    /// Day of death, and whether anything says dead. Programs write a yes among dates, and dates in a column of
    /// yes and no.
    fn death(&self, row: &Row) -> Result<(Found, bool), Refusal> {
        let (mut death, mut deceased) = (None, false);
        for at in self.columns.positions(Field::Death) {
            match flag(row.cell(*at)) {
                Some(said) => deceased |= said,
                None => death = death.max(self.day(row, Field::Death, *at)?),
            }
        }
        for at in self.columns.positions(Field::Deceased) {
            let cell = row.cell(*at);
            match flag(cell) {
                Some(said) => deceased |= said,
                None if looks_like_a_date(cell) => {
                    let said = self.day(row, Field::Death, *at)?;
                    deceased |= said.is_some();
                    death = death.max(said);
                }
                None => deceased |= is_set(cell),
            }
        }
        let says_dead = |at: &usize| {
            let heading = self.header.get(*at).map(String::as_str).unwrap_or_default();
            says_dead(row.cell(*at), heading)
        };
        deceased |= self.columns.status.iter().any(says_dead);
        Ok((death, deceased))
    }

    /// Nobody is born after they were seen: a birth of which only the year is known lies before.
    fn birth(&self, row: &Row, seen: Found) -> Result<Found, Refusal> {
        if let Some(parts) = self.columns.birth_parts {
            return self.birth_of_parts(row, parts);
        }
        let mut latest: Found = None;
        for at in self.columns.positions(Field::Birth) {
            let mut day = self.day(row, Field::Birth, *at)?;
            if let (Some(Dated::Within(_) | Dated::Unreal(_)), Some(seen)) =
                (self.dated(row, Field::Birth, *at)?, seen)
            {
                let same_year =
                    |day: Date| if day.year() == seen.year() { day.min(seen) } else { day };
                day = day.map(same_year);
            }
            latest = latest.max(day);
        }
        Ok(latest)
    }

    fn birth_of_parts(&self, row: &Row, parts: [usize; 3]) -> Result<Found, Refusal> {
        let [year, month, day] = parts.map(|at| row.cell(at));
        if [year, month, day].iter().all(|part| fold(part).is_empty()) {
            return Ok(None);
        }
        let refuse = |trouble| Refusal { trouble, column: parts.first().copied() };
        let text = format!("{year}-{month}-{day}");
        let read = dates::read(&text, self.order, self.zone);
        match read.map_err(|_| refuse(RowTrouble::NotADate(Field::Birth)))? {
            Some(Dated::Day(day) | Dated::Within(day) | Dated::Unreal(day))
                if day <= self.today =>
            {
                Ok(Some(day))
            }
            None => Ok(None),
            Some(_) => Err(refuse(RowTrouble::NotADate(Field::Birth))),
        }
    }

    /// Where two rows became one, the number of the second stands behind the last cell of the first.
    fn glued(&self, row: &Row) -> Vec<String> {
        let width = self.header.len();
        if row.cells.len() <= width {
            return Vec::new();
        }
        let cell = row.cell(width.saturating_sub(1));
        let behind = cell.char_indices().rev().take(GLUED_MAX).filter_map(|(at, _)| cell.get(at..));
        behind.map(str::to_owned).collect()
    }

    /// Where a separator is missing, the number stands in one cell with its neighbour: `70717/05/1995`.
    fn grown_together(&self, row: &Row) -> Vec<String> {
        let id = self.cell(row, Field::Id);
        if row.cells.len() >= self.header.len() || is_plain_number(id) {
            return Vec::new();
        }
        let places = id.char_indices().take(GLUED_MAX).map(|(at, _)| at);
        let parts = places.flat_map(|at| [id.get(..at), id.get(at..)]);
        parts.flatten().map(str::to_owned).collect()
    }

    /// Everything that a row which is not believed may speak of.
    pub(super) fn set_aside(&self, row: &Row, refusal: &Refusal) -> Quarantined {
        let is_shapeless = matches!(
            refusal.trouble,
            RowTrouble::WrongCellCount
                | RowTrouble::Shifted
                | RowTrouble::StrayQuote
                | RowTrouble::BrokenLine
        );
        let keys: Vec<String> = if is_shapeless {
            // A separator may have fallen into a number as well.
            let two = |at: usize| format!("{}{}", row.cell(at), row.cell(at + 1));
            let cells = (0..row.cells.len()).map(|at| row.cell(at).to_owned());
            let two = (1..row.cells.len()).map(|at| two(at - 1));
            cells.chain(two).chain(self.glued(row)).collect()
        } else {
            let own = [Field::Id, Field::Folder].map(|field| self.cell(row, field).to_owned());
            own.into_iter().chain(self.grown_together(row)).collect()
        };
        let keys = keys.into_iter().filter(|key| !key.is_empty() && key.len() <= KEY_BYTES_MAX);
        let has_no_id = refusal.trouble == RowTrouble::NoId;
        Quarantined {
            line: row.line,
            list: self.list,
            trouble: Some(refusal.trouble),
            column: refusal.column.and_then(|at| self.header.get(at).cloned()),
            shape: refusal.column.map(|at| shape(row.cell(at))),
            keys: keys.collect(),
            merged_into: if is_shapeless { None } else { self.merged_into(row) },
            names: if has_no_id { self.names(row) } else { BTreeSet::new() },
        }
    }
}

/// Whether the dates of a patient can be true together.
pub(super) fn plausible(patient: &Patient, today: Date) -> Result<(), RowTrouble> {
    let Patient { birth, death, last_contact, .. } = *patient;
    let after = |one: Option<Date>, other: Option<Date>| {
        one.zip(other).is_some_and(|(one, other)| one > other)
    };
    let days = jiff::SignedDuration::from_hours(24 * i64::from(DAYS_AFTER_DEATH_MAX));
    let acts_end = death.and_then(|death| death.checked_add(days).ok());
    let last_known = death.or(last_contact).unwrap_or(today);
    let too_old = birth.is_some_and(|birth| last_known.year() - birth.year() > YEARS_BACK_MAX);
    match () {
        () if after(birth, death) => Err(RowTrouble::DeathBeforeBirth),
        () if after(birth, last_contact) => Err(RowTrouble::BirthAfterContact),
        () if after(last_contact, acts_end) => Err(RowTrouble::ContactAfterDeath),
        () if too_old => Err(RowTrouble::TooOld),
        () => Ok(()),
    }
}
