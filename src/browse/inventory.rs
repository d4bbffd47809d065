//! Reads the inventories of a snapshot, piece by piece: their size is no matter.

use crate::browse::View;
use crate::error::{Damage, Error, Result};
use crate::format::documents::RecordLine;
use crate::format::entry::InventoryEntry;
use crate::vault::{Fetcher, Vault};

/// Longest line of an inventory, in bytes: a file of half a terabyte in small chunks.
const LINE_BYTES_MAX: usize = 256 * 1024 * 1024;

/// A record whose inventory cannot be read, wholly or from some line on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostRecord {
    /// The record.
    pub record: RecordLine,
    /// What is wrong.
    pub damage: Damage,
}

/// Calls `each` with every entry of the wanted records, and answers the records that could not be
/// read to their end.
///
/// # Errors
/// When the drive cannot be read, or whatever `each` answers.
pub fn entries(
    vault: &Vault<'_>,
    view: &View<'_>,
    want: &dyn Fn(&RecordLine) -> bool,
    each: &mut dyn FnMut(&RecordLine, InventoryEntry) -> Result<()>,
) -> Result<Vec<LostRecord>> {
    let mut fetcher = Fetcher::new(*vault, view.section, &view.contents)?;
    let mut lost = Vec::new();
    for record in view.manifest.records.iter().filter(|record| want(record)) {
        if let Some(damage) = read_record(&mut fetcher, record, each)? {
            lost.push(LostRecord { record: record.clone(), damage });
        }
    }
    Ok(lost)
}

/// Calls `each` with every entry of a record; answers why it could not be read to its end.
pub(super) fn read_record(
    fetcher: &mut Fetcher<'_>,
    record: &RecordLine,
    each: &mut dyn FnMut(&RecordLine, InventoryEntry) -> Result<()>,
) -> Result<Option<Damage>> {
    let mut pending = Vec::new();
    for chunk in &record.inventory {
        let bytes = match fetcher.chunk(*chunk) {
            Ok(bytes) => bytes,
            Err(Error::Damaged { damage, .. }) => return Ok(Some(damage)),
            Err(other) => return Err(other),
        };
        if pending.len().saturating_add(bytes.len()) > LINE_BYTES_MAX {
            return Ok(Some(Damage::TooLarge));
        }
        pending.extend_from_slice(&bytes);
        let Some(end) = pending.iter().rposition(|byte| *byte == b'\n') else { continue };
        let rest = pending.split_off(end + 1);
        if let Some(damage) = read_lines(record, &pending, each)? {
            return Ok(Some(damage));
        }
        pending = rest;
    }
    read_lines(record, &pending, each)
}

fn read_lines(
    record: &RecordLine,
    lines: &[u8],
    each: &mut dyn FnMut(&RecordLine, InventoryEntry) -> Result<()>,
) -> Result<Option<Damage>> {
    for line in lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let Ok(entry) = serde_json::from_slice(line) else { return Ok(Some(Damage::Malformed)) };
        each(record, entry)?;
    }
    Ok(None)
}
