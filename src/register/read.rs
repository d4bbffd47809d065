//! Reads a list of patients, and with it a list of visits: what belongs to the file is decided for the file.

use std::collections::{BTreeMap, BTreeSet};
use std::io::BufRead;

use serde::{Deserialize, Serialize};

use super::cell::is_cut;
use super::choice::{Choice, List};
use super::columns::Columns;
use super::dates::{Order, Votes};
use super::field::Field;
use super::opened::{Opened, opened};
use super::people::{self, Elsewhere, ReadRow};
use super::rows::{KnownBefore, Patient, Quarantined, Refusal, RowTrouble, Sheet};
use super::shifted::Profile;
use super::table::{Layout, Row};
use super::understood::{Tally, Understood, nothing_in_silence};
use super::visits::{self, VisitCount};
use super::words::count;
use super::{REGISTER_ROWS_MAX, RegisterError, security};

/// A register that was read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Register {
    /// Rows below the header.
    pub rows: u64,
    /// Patients, by number.
    pub patients: Vec<Patient>,
    /// Rows that are not believed, by line.
    pub quarantined: Vec<Quarantined>,
    /// How the files were understood.
    pub understood: Vec<Understood>,
    /// Visits, where a list of them was read too.
    pub visits: Option<VisitCount>,
}

/// A list in memory.
pub(super) struct Listed {
    pub(super) layout: Layout,
    pub(super) format: String,
    pub(super) rows: Vec<Row>,
    pub(super) columns: Columns,
}

/// Reads the patients, and the visits where they are a file of their own.
///
/// # Errors
/// A file as a whole cannot be used; see [`RegisterError`]. A bad row is no error.
pub fn read<'f>(
    patients: Box<dyn BufRead + 'f>,
    visits: Option<Box<dyn BufRead + 'f>>,
    with: &KnownBefore<'_>,
) -> Result<Register, RegisterError> {
    let visited = visits.map(|file| visits::read(file, with)).transpose()?;
    let list = listed(patients, with.choice)?;
    if list.rows.is_empty() {
        return Err(RegisterError::NoRows);
    }
    let columns = column_votes(&list);
    let mut votes = Votes::default();
    columns.values().for_each(|column| votes.add(*column));
    let beside = visited.as_ref().map(visits::ReadVisits::votes).unwrap_or_default();
    let visited = visited.map(|visited| visited.beside(votes)).transpose()?;
    let order = votes.order_beside(beside);
    let unsure = columns.into_iter().filter(|(_, column)| !column.agree(order));
    let (sheet, rows) = sheet(list, order, unsure.map(|(at, _)| at).collect(), with)?;
    let has_contacts =
        visited.is_some() || !sheet.0.columns.positions(Field::LastContact).is_empty();
    if !has_contacts {
        let (list, field) = (List::Patients, Field::LastContact);
        return Err(RegisterError::missing(list, field, &sheet.0.columns, &sheet.0.header));
    }
    nothing_in_silence(&rows, &sheet.0, with.choice)?;
    register(&rows, sheet, visited, with)
}

/// What each column of dates tells of the order of day and month.
fn column_votes(list: &Listed) -> BTreeMap<usize, Votes> {
    let fields = Field::ALL.into_iter().filter(|field| field.is_date());
    let positions = fields.flat_map(|field| list.columns.positions(field));
    let told = |at: &usize| {
        let mut votes = Votes::default();
        list.rows.iter().for_each(|row| votes.count(row.cell(*at)));
        (*at, votes)
    };
    positions.map(told).collect()
}

/// The headings of a list.
///
/// # Errors
/// As for [`read`].
pub fn headings_of<'f>(
    file: Box<dyn BufRead + 'f>,
    choice: &Choice,
) -> Result<Vec<String>, RegisterError> {
    Ok(match opened(file, choice)? {
        Opened::Whole(layout, ..) => layout.header,
        Opened::Table(table) => table.layout.header,
    })
}

/// All rows of a list of patients, in whatever format.
fn listed<'f>(file: Box<dyn BufRead + 'f>, choice: &Choice) -> Result<Listed, RegisterError> {
    let mut table = match opened(file, choice)? {
        Opened::Whole(layout, rows, format) => {
            let columns = Columns::find(&layout.header, choice, List::Patients)?;
            return Ok(Listed { layout, format: format.to_owned(), rows, columns });
        }
        Opened::Table(table) => table,
    };
    let columns = Columns::find(&table.layout.header, choice, List::Patients)?;
    let anchors = columns.anchors(table.layout.header.len());
    let mut rows = Vec::new();
    while let Some(row) = table.next_row(&anchors)? {
        if columns.position(Field::Id).is_some_and(|at| is_cut(row.cell(at))) {
            return Err(RegisterError::NumbersCut(row.line));
        }
        rows.push(row);
        if rows.len() > REGISTER_ROWS_MAX {
            return Err(RegisterError::TooLarge);
        }
    }
    let format = table.encoding().to_owned();
    Ok(Listed { layout: table.layout, format, rows, columns })
}

type Prepared<'a> = (Sheet<'a>, Layout, String);

fn sheet<'a>(
    list: Listed,
    order: Order,
    unsure: BTreeSet<usize>,
    with: &KnownBefore<'a>,
) -> Result<(Prepared<'a>, Vec<Row>), RegisterError> {
    let Listed { layout, format, rows, mut columns } = list;
    if !holds_classes(&columns, &layout.header, &rows, with.classes) {
        columns.drop(Field::Class);
    }
    let sheet = Sheet {
        columns,
        header: layout.header.clone(),
        order,
        unsure,
        today: with.today,
        zone: with.zone,
        classes: with.classes,
        list: List::Patients,
    };
    if !with.own_numbers && security::are_numbers_of(&rows, &sheet) {
        return Err(RegisterError::SocialSecurityNumber);
    }
    Ok(((sheet, layout, format), rows))
}

/// A column called "category" is often the software's own: it counts only where it names a class at all.
fn holds_classes(
    columns: &Columns,
    header: &[String],
    rows: &[Row],
    classes: &BTreeSet<String>,
) -> bool {
    let Some(at) = columns.position(Field::Class) else { return false };
    let is_own = header.get(at).is_some_and(|heading| super::headings::key(heading) == "class");
    let names_one =
        |row: &Row| classes.iter().any(|class| class.eq_ignore_ascii_case(row.cell(at)));
    is_own || columns.mapped.contains(&Field::Class) || rows.iter().any(names_one)
}

fn register(
    rows: &[Row],
    prepared: Prepared<'_>,
    visited: Option<visits::Visits>,
    with: &KnownBefore<'_>,
) -> Result<Register, RegisterError> {
    let (sheet, layout, format) = prepared;
    let mut tally = Tally::new(&sheet.columns, &sheet.header);
    let profile = Profile::of(rows, sheet.header.len());
    let read: Vec<ReadRow> = rows
        .iter()
        .map(|row| {
            let read = match sheet.read(row) {
                Ok(_) if profile.is_shifted(row) => Err(Refusal::from(RowTrouble::Shifted)),
                read => read,
            };
            match read {
                Ok(patient) => {
                    tally.believed(row, &patient);
                    Ok(patient)
                }
                Err(refusal) => {
                    tally.refused(row, &refusal);
                    Err(Box::new(sheet.set_aside(row, &refusal)))
                }
            }
        })
        .collect();
    let mut understood = vec![tally.finish(&sheet, &layout, &format)];
    let (elsewhere, visits, mut of_visits) = match visited {
        Some(visited) => {
            understood.push(visited.understood);
            (visited.elsewhere, Some(visited.count), visited.refused)
        }
        None => (Elsewhere::default(), None, Vec::new()),
    };
    if people::are_others(&read, &elsewhere) {
        return Err(RegisterError::VisitsOfOthers);
    }
    let (patients, mut quarantined) = people::join(read, &elsewhere, with.today);
    let visits = visits.map(|count| count.counted(&elsewhere, &patients, &quarantined));
    quarantined.append(&mut of_visits);
    Ok(Register { rows: count(rows.len()), patients, quarantined, understood, visits })
}
