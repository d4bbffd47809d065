//! A list of visits beside the list of patients, read as a stream: the latest visit of each number.
//!
//! Hardly any list of patients that software exports says when somebody was last seen; the list of visits
//! does. It may hold a million rows, so only one date for each patient stays in memory, once for either order of
//! day and month: which of them holds is known at the end.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::io::BufRead;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::cell::is_cut;
use super::choice::List;
use super::columns::Columns;
use super::dates::{Order, Votes};
use super::field::Field;
use super::opened::{Opened, opened};
use super::people::{Elsewhere, Visited, bare};
use super::rows::{KnownBefore, Patient, Quarantined, Refusal, RowTrouble, Sheet};
use super::shifted::Profile;
use super::table::{Layout, Row};
use super::understood::{Tally, Understood};
use super::words::count;
use super::{REGISTER_ROWS_MAX, RegisterError};

/// Most refused rows that are kept to be shown.
const REFUSED_KEPT_MAX: usize = 1000;
/// First rows that tell what the columns hold.
const PROFILE_ROWS: usize = 2000;
const ORDERS: [Order; 2] = [Order::DayMonth, Order::MonthDay];

/// A list of visits in figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct VisitCount {
    /// Rows.
    pub rows: u64,
    /// Rows that are not believed.
    pub refused: u64,
    /// Numbers in it that the list of patients does not have.
    pub of_nobody: u64,
}

impl VisitCount {
    /// With the numbers that are in no row of the patients.
    pub(super) fn counted(
        self,
        elsewhere: &Elsewhere,
        patients: &[Patient],
        quarantined: &[Quarantined],
    ) -> Self {
        let mut known: HashSet<String> = patients.iter().map(|patient| bare(&patient.id)).collect();
        known.extend(quarantined.iter().flat_map(|row| row.keys.iter().map(|key| bare(key))));
        let nobody = elsewhere.contacts.keys().filter(|number| !known.contains(*number)).count();
        Self { of_nobody: count(nobody), ..self }
    }
}

/// What a list of visits says.
pub(super) struct Visits {
    pub(super) elsewhere: Elsewhere,
    pub(super) count: VisitCount,
    pub(super) refused: Vec<Quarantined>,
    pub(super) understood: Understood,
}

/// A list of visits that was read once for either order of day and month.
pub(super) struct ReadVisits<'a> {
    by_day: Said<'a>,
    by_month: Said<'a>,
    votes: Votes,
    /// What each column of dates tells of the order.
    columns: Vec<Votes>,
    layout: Layout,
    format: String,
    rows: usize,
}

/// What it says if day and month stand in one order.
struct Said<'a> {
    sheet: Sheet<'a>,
    tally: Tally,
    latest: HashMap<String, Visited>,
    believed: usize,
    doubtful: HashSet<String>,
    refused: Vec<Quarantined>,
    refused_rows: u64,
}

/// Reads a list of visits.
///
/// # Errors
/// The file as a whole cannot be used; see [`RegisterError`].
pub(super) fn read<'f, 'a>(
    file: Box<dyn BufRead + 'f>,
    with: &KnownBefore<'a>,
) -> Result<ReadVisits<'a>, RegisterError> {
    let opened = opened(file, with.choice)?;
    let columns = Columns::find(&opened.layout().header, with.choice, List::Visits)?;
    if columns.positions(Field::LastContact).is_empty() {
        let header = &opened.layout().header;
        let (list, field) = (List::Visits, Field::LastContact);
        return Err(RegisterError::missing(list, field, &columns, header));
    }
    let mut taking = Taking::new(&columns, opened.layout(), with);
    match opened {
        Opened::Whole(layout, rows, format) => {
            let dates = columns.positions(Field::LastContact);
            let is_visit = |row: &Row| dates.iter().any(|at| !row.cell(*at).is_empty());
            rows.into_iter().filter(is_visit).try_for_each(|row| taking.next(row))?;
            taking.finish(layout, format.to_owned())
        }
        Opened::Table(mut table) => {
            let anchors = columns.anchors(table.layout.header.len());
            while let Some(row) = table.next_row(&anchors)? {
                taking.next(row)?;
            }
            let format = table.encoding().to_owned();
            let read = taking.finish(table.layout, format)?;
            read.is_of_patients(&columns)?;
            Ok(read)
        }
    }
}

/// A list of visits on its way: the first rows wait until it shows what its columns hold.
struct Taking<'a> {
    said: [Said<'a>; 2],
    positions: Vec<usize>,
    columns: Vec<Votes>,
    first: Vec<Row>,
    profile: Option<Profile>,
    width: usize,
    rows: usize,
}

impl<'a> Taking<'a> {
    fn new(columns: &Columns, layout: &Layout, with: &KnownBefore<'a>) -> Self {
        let positions = columns.positions(Field::LastContact).to_vec();
        Self {
            said: ORDERS.map(|order| Said::new(columns, &layout.header, order, with)),
            columns: vec![Votes::default(); positions.len()],
            positions,
            first: Vec::new(),
            profile: None,
            width: layout.header.len(),
            rows: 0,
        }
    }

    fn next(&mut self, row: Row) -> Result<(), RegisterError> {
        self.rows += 1;
        if self.rows > REGISTER_ROWS_MAX {
            return Err(RegisterError::TooLarge);
        }
        if self.profile.is_some() {
            return self.take(&row);
        }
        self.first.push(row);
        if self.first.len() >= PROFILE_ROWS { self.take_first() } else { Ok(()) }
    }

    fn take_first(&mut self) -> Result<(), RegisterError> {
        let first = std::mem::take(&mut self.first);
        self.profile = Some(Profile::of(&first, self.width));
        first.iter().try_for_each(|row| self.take(row))
    }

    fn take(&mut self, row: &Row) -> Result<(), RegisterError> {
        for (at, votes) in self.positions.iter().zip(&mut self.columns) {
            votes.count(row.cell(*at));
        }
        let is_shifted = self.profile.as_ref().is_some_and(|profile| profile.is_shifted(row));
        self.said.iter_mut().try_for_each(|one| one.take(row, is_shifted))
    }

    fn finish(mut self, layout: Layout, format: String) -> Result<ReadVisits<'a>, RegisterError> {
        self.take_first()?;
        let mut votes = Votes::default();
        self.columns.iter().for_each(|column| votes.add(*column));
        let [by_day, by_month] = self.said;
        let (columns, rows) = (self.columns, self.rows);
        Ok(ReadVisits { by_day, by_month, votes, columns, layout, format, rows })
    }
}

impl ReadVisits<'_> {
    /// What its dates tell of the order of day and month.
    pub(super) const fn votes(&self) -> Votes {
        self.votes
    }

    /// A number that is the visit's occurs once, a patient's again and again.
    fn is_of_patients(&self, columns: &Columns) -> Result<(), RegisterError> {
        let believed = self.by_day.believed.max(self.by_month.believed);
        let numbers = self.by_day.latest.len().max(self.by_month.latest.len());
        let heading = columns.position(Field::Id).and_then(|at| self.layout.header.get(at));
        match heading {
            Some(heading) if columns.doubtful_id && believed > 1 && numbers == believed => {
                Err(RegisterError::VisitsOfWhom(heading.clone()))
            }
            _ => Ok(()),
        }
    }

    /// What it says, beside what the list of patients tells of the order of day and month.
    ///
    /// # Errors
    /// `MixedDates` where it cannot be told.
    pub(super) fn beside(self, patients: Votes) -> Result<Visits, RegisterError> {
        let order = self.votes.order_beside(patients);
        let is_one = self.columns.iter().all(|column| column.agree(order));
        let said = match order {
            Order::MonthDay if is_one => self.by_month,
            Order::DayMonth if is_one => self.by_day,
            _ => return Err(RegisterError::MixedDates),
        };
        Ok(said.finish(&self.layout, &self.format, self.rows))
    }
}

impl<'a> Said<'a> {
    fn new(columns: &Columns, header: &[String], order: Order, with: &KnownBefore<'a>) -> Self {
        let sheet = Sheet {
            columns: columns.clone(),
            header: header.to_vec(),
            order,
            unsure: BTreeSet::new(),
            today: with.today,
            zone: with.zone,
            classes: with.classes,
            list: List::Visits,
        };
        Self {
            tally: Tally::new(columns, header),
            sheet,
            latest: HashMap::new(),
            believed: 0,
            doubtful: HashSet::new(),
            refused: Vec::new(),
            refused_rows: 0,
        }
    }

    fn take(&mut self, row: &Row, is_shifted: bool) -> Result<(), RegisterError> {
        match self.visit(row, is_shifted) {
            Ok((number, _)) if is_cut(&number) => return Err(RegisterError::NumbersCut(row.line)),
            Ok((number, day)) => {
                let said = Patient { last_contact: Some(day), ..Patient::default() };
                self.tally.believed(row, &said);
                self.believed += 1;
                let visited = Visited { first: day, last: day };
                let known = self.latest.entry(bare(&number)).or_insert(visited);
                (known.first, known.last) = (known.first.min(day), known.last.max(day));
            }
            Err(refusal) => {
                self.tally.refused(row, &refusal);
                let aside = self.sheet.set_aside(row, &refusal);
                self.doubtful.extend(aside.keys.iter().map(|key| bare(key)));
                self.refused_rows += 1;
                if self.refused.len() < REFUSED_KEPT_MAX {
                    self.refused.push(aside);
                }
            }
        }
        Ok(())
    }

    fn visit(&self, row: &Row, is_shifted: bool) -> Result<(String, Date), Refusal> {
        self.sheet.is_whole(row)?;
        if is_shifted {
            return Err(RowTrouble::Shifted.into());
        }
        let number = self.sheet.key(row)?;
        let day = self.sheet.contact(row)?;
        Ok((number, day.ok_or(Refusal::from(RowTrouble::Undated))?))
    }

    fn finish(self, layout: &Layout, encoding: &str, rows: usize) -> Visits {
        let mut doubtful = self.doubtful;
        doubtful.remove("");
        Visits {
            elsewhere: Elsewhere { contacts: self.latest, doubtful },
            count: VisitCount { rows: count(rows), refused: self.refused_rows, of_nobody: 0 },
            refused: self.refused,
            understood: self.tally.finish(&self.sheet, layout, encoding),
        }
    }
}
