//! A list of visits beside the list of patients, read as a stream: the latest visit of each number.
//!
//! Hardly any list of patients that software exports says when somebody was last seen; the list of visits
//! does. It may hold a million rows, so only one date for each patient stays in memory, once for either order of
//! day and month: which of them holds is known at the end.

use std::collections::{HashMap, HashSet};
use std::io::BufRead;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::choice::List;
use super::columns::Columns;
use super::dates::{Order, Votes};
use super::field::Field;
use super::people::{Elsewhere, bare};
use super::rows::{KnownBefore, Patient, Quarantined, Refusal, RowTrouble, Sheet, probe};
use super::shifted::Profile;
use super::table::{Row, Table};
use super::understood::{Tally, Understood};
use super::words::{count, fold};
use super::{REGISTER_ROWS_MAX, RegisterError, decode};

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
        let mut known: HashSet<String> = patients.iter().map(|patient| fold(&patient.id)).collect();
        known.extend(quarantined.iter().flat_map(|row| row.keys.iter().map(|key| fold(key))));
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

/// What it says if day and month stand in one order.
struct Said<'a> {
    sheet: Sheet<'a>,
    tally: Tally,
    latest: HashMap<String, Option<Date>>,
    doubtful: HashSet<String>,
    refused: Vec<Quarantined>,
    refused_rows: u64,
}

/// Reads a list of visits.
///
/// # Errors
/// The file as a whole cannot be used; see [`RegisterError`].
pub(super) fn read<'f>(
    file: Box<dyn BufRead + 'f>,
    with: &KnownBefore<'_>,
) -> Result<Visits, RegisterError> {
    let mut table = Table::begin(decode::lines(file)?, with.choice)?;
    let columns = Columns::find(&table.layout.header, with.choice, List::Visits)?;
    if columns.positions(Field::LastContact).is_empty() {
        return Err(RegisterError::ColumnMissing(Field::LastContact));
    }
    let probe = probe(&columns, &table.layout.header, List::Visits);
    let mut said = ORDERS.map(|order| Said::new(&columns, &table.layout.header, order, with));
    let (mut votes, mut rows) = (Votes::default(), 0);
    let mut take = |row: &Row, profile: &Profile| {
        columns.positions(Field::LastContact).iter().for_each(|at| votes.count(row.cell(*at)));
        let is_shifted = profile.is_shifted(row);
        said.iter_mut().for_each(|one| one.take(row, is_shifted));
    };
    let mut first = Vec::new();
    let mut profile = None;
    while let Some(row) = table.next_row(|row| probe.looks_like_a_row(row))? {
        rows += 1;
        if rows > REGISTER_ROWS_MAX {
            return Err(RegisterError::TooLarge);
        }
        match &profile {
            Some(profile) => take(&row, profile),
            None => first.push(row),
        }
        if first.len() >= PROFILE_ROWS {
            let of_first = Profile::of(&first, table.layout.header.len());
            first.drain(..).for_each(|row| take(&row, &of_first));
            profile = Some(of_first);
        }
    }
    let of_first = Profile::of(&first, table.layout.header.len());
    first.iter().for_each(|row| take(row, &of_first));
    let [by_day, by_month] = said;
    let said = match votes.order() {
        Order::MonthDay => by_month,
        Order::DayMonth => by_day,
        Order::Mixed => return Err(RegisterError::MixedDates),
    };
    Ok(said.finish(&table.layout, table.encoding(), rows))
}

impl<'a> Said<'a> {
    fn new(columns: &Columns, header: &[String], order: Order, with: &KnownBefore<'a>) -> Self {
        let sheet = Sheet {
            columns: columns.clone(),
            header: header.to_vec(),
            order,
            today: with.today,
            zone: with.zone,
            classes: with.classes,
            list: List::Visits,
        };
        Self {
            tally: Tally::new(columns, header),
            sheet,
            latest: HashMap::new(),
            doubtful: HashSet::new(),
            refused: Vec::new(),
            refused_rows: 0,
        }
    }

    fn take(&mut self, row: &Row, is_shifted: bool) {
        match self.visit(row, is_shifted) {
            Ok((number, day)) => {
                let said = Patient { last_contact: day, ..Patient::default() };
                self.tally.believed(row, &said);
                let number = fold(&number);
                match self.latest.get_mut(&number) {
                    Some(latest) => *latest = day.max(*latest),
                    None => _ = self.latest.insert(number, day),
                }
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
    }

    fn visit(&self, row: &Row, is_shifted: bool) -> Result<(String, Option<Date>), Refusal> {
        self.sheet.is_whole(row)?;
        if is_shifted {
            return Err(RowTrouble::Shifted.into());
        }
        Ok((self.sheet.key(row)?, self.sheet.contact(row)?))
    }

    fn finish(self, layout: &super::table::Layout, encoding: &str, rows: usize) -> Visits {
        let contacts = self.latest.into_iter();
        let contacts = contacts.filter_map(|(number, day)| Some((number, day?))).collect();
        let mut doubtful = self.doubtful;
        doubtful.remove("");
        Visits {
            elsewhere: Elsewhere { contacts, doubtful },
            count: VisitCount { rows: count(rows), refused: self.refused_rows, of_nobody: 0 },
            refused: self.refused,
            understood: self.tally.finish(&self.sheet, layout, encoding),
        }
    }
}
