//! Which format a list has, told by its content.

use std::io::BufRead;

use super::choice::Choice;
use super::table::{Layout, Row, Table};
use super::{RegisterError, decode, fhir, xdt};

/// A file whose format is told.
pub(super) enum Opened<'f> {
    /// Read whole: its rows and the name of its format.
    Whole(Layout, Vec<Row>, &'static str),
    /// Rows of cells, still to be read.
    Table(Box<Table<Box<dyn BufRead + 'f>>>),
}

impl Opened<'_> {
    /// How its cells stand.
    pub(super) fn layout(&self) -> &Layout {
        match self {
            Self::Whole(layout, ..) => layout,
            Self::Table(table) => &table.layout,
        }
    }
}

/// Tells the format of a list by its content.
pub(super) fn opened<'f>(
    mut file: Box<dyn BufRead + 'f>,
    choice: &Choice,
) -> Result<Opened<'f>, RegisterError> {
    if fhir::is_one(file.fill_buf().map_err(|_| RegisterError::Unreadable)?) {
        let (layout, rows) = fhir::rows(file)?;
        return Ok(Opened::Whole(layout, rows, "FHIR"));
    }
    let mut lines = decode::lines(file)?;
    let first = lines.first(xdt::LINES_LOOKED_AT)?;
    if xdt::is_one(first.iter().map(String::as_str)) {
        let (layout, rows) = xdt::rows(lines)?;
        return Ok(Opened::Whole(layout, rows, "xDT"));
    }
    Ok(Opened::Table(Box::new(Table::begin(lines, choice)?)))
}
