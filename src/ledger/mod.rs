//! The ledger: what was done, numbered, each entry holding the hash of the one before.
//!
//! An entry is never changed and never removed. What is hashed is the text itself, so that anybody
//! can check a filed paper with `sha256sum`. Entries hold no name of a patient, record or file;
//! records are told only as keyed hashes. The computer keeps the ledger; drives carry copies.

mod copies;
mod dates;
mod deed;
mod said;

use std::num::NonZero;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::crypto::hash;
use crate::error::{Error, LedgerTrouble, Result};
use crate::state::{LedgerRow, State};

pub use copies::{CopyStanding, LedgerCopy, adopt, bring, brought, is_unfinished, read_copy};
pub use dates::{DatedEntry, DatedLedger, times, wrong_times};
pub use deed::{
    AttestedKey, BackedUp, Checked, ClassCount, Deed, DriveDestroyed, DriveEvent, DriveWiped,
    Erased, HoldChanged, IncidentNote, KeyEvent, NothingDue, PlanMade, Purged, Refused,
    RegisterImported, Restored, Rotated, Thinned, word,
};
pub use said::{DateConfirmed, RegisterParted};

/// Stands where an entry before the first would be.
const NOTHING_BEFORE: &str = "";

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerEntry {
    /// Its number, from 1, without gaps.
    pub number: u64,
    /// When, RFC 3339, UTC.
    pub time: String,
    /// Hash of the entry before; empty in the first.
    pub previous: String,
    /// What was done.
    pub deed: Deed,
}

/// An entry and the hash that the next one holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The entry.
    pub entry: LedgerEntry,
    /// The canonical JSON: what is hashed, filed and copied.
    pub json: String,
    /// SHA-256 of it, 64 hexadecimal digits.
    pub hash: String,
}

impl Recorded {
    /// The number as printed on papers: the year and the entry's number, `2026-013`.
    #[must_use]
    pub fn label(&self) -> String {
        let year = self.entry.time.get(..4).unwrap_or("0000");
        format!("{year}-{:03}", self.entry.number)
    }
}

/// Adds what was done, durably.
///
/// # Errors
/// `State`.
pub fn append(state: &mut State, deed: Deed, now: Timestamp) -> Result<Recorded> {
    let last = state.last_ledger_row()?;
    let (number, previous) = match &last {
        Some(row) => (row.number + 1, row.hash.clone()),
        None => (1, NOTHING_BEFORE.to_owned()),
    };
    let time = now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let entry = LedgerEntry { number, time, previous, deed };
    let json = serde_json::to_string(&entry).map_err(unreadable)?;
    let hash = hash::sha256_hex(json.as_bytes());
    state.add_ledger_row(&LedgerRow { number, json: json.clone(), hash: hash.clone() })?;
    Ok(Recorded { entry, json, hash })
}

/// Every entry, after checking that each is what was written and follows the one before, and that
/// nothing is missing that was once brought to a drive.
///
/// # Errors
/// `Ledger`, naming the first entry that is not what it was; `State`.
pub fn read(state: &State) -> Result<Vec<Recorded>> {
    let entries = checked(state)?;
    copies::check_brought(state, &entries)?;
    Ok(entries)
}

/// Every entry of the chain as it stands on this computer.
fn checked(state: &State) -> Result<Vec<Recorded>> {
    let rows = state.ledger()?;
    let read = whole_entries(&rows);
    let mut entries = Vec::with_capacity(rows.len());
    let mut previous = NOTHING_BEFORE.to_owned();
    for ((row, entry), expected) in rows.into_iter().zip(read).zip(1_u64..) {
        let is_next = |entry: &LedgerEntry| entry.number == expected && entry.previous == previous;
        let Some(entry) = entry.filter(is_next) else {
            return Err(Error::Ledger { entry: expected, trouble: LedgerTrouble::Altered });
        };
        previous.clone_from(&row.hash);
        entries.push(Recorded { entry, json: row.json, hash: row.hash });
    }
    Ok(entries)
}

/// A thread for fewer rows would cost more than it saves.
const ROWS_FOR_A_THREAD: usize = 500;

/// The entry of each row, in order; nothing where it is not what was written. After years of backups this is most of
/// what `status` waits for, so the processor's cores share it.
fn whole_entries(rows: &[LedgerRow]) -> Vec<Option<LedgerEntry>> {
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let threads = cores.min(rows.len() / ROWS_FOR_A_THREAD).max(1);
    let read = |part: &[LedgerRow]| part.iter().map(whole_entry).collect::<Vec<_>>();
    if threads == 1 {
        return read(rows);
    }
    std::thread::scope(|scope| {
        let parts = rows.chunks(rows.len().div_ceil(threads));
        let begun: Vec<_> =
            parts.map(|part| (part.len(), scope.spawn(move || read(part)))).collect();
        let done = begun.into_iter().flat_map(|(rows, thread)| {
            thread.join().unwrap_or_else(|_| std::iter::repeat_with(|| None).take(rows).collect())
        });
        done.collect()
    })
}

fn whole_entry(row: &LedgerRow) -> Option<LedgerEntry> {
    let entry: LedgerEntry = serde_json::from_str(&row.json).ok()?;
    let is_whole = hash::sha256_hex(row.json.as_bytes()) == row.hash;
    Some(entry).filter(|entry| is_whole && entry.number == row.number)
}

#[expect(clippy::needless_pass_by_value, reason = "used as a function in map_err")]
fn unreadable(cause: serde_json::Error) -> Error {
    Error::State { reason: cause.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn deed(text: &str) -> Deed {
        Deed::IncidentStarted(IncidentNote { note: Some(text.to_owned()), refused: None })
    }

    pub(super) fn three() -> (tempfile::TempDir, State) {
        let home = tempfile::tempdir().unwrap();
        let mut state = State::open(home.path()).unwrap();
        let now: Timestamp = "2026-11-24T10:00:00Z".parse().unwrap();
        for text in ["a", "b", "c"] {
            append(&mut state, deed(text), now).unwrap();
        }
        (home, state)
    }

    #[test]
    fn entries_are_numbered_and_chained() {
        let (_home, state) = three();
        let entries = read(&state).unwrap();
        assert_eq!(entries.iter().map(|one| one.entry.number).collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!(entries[1].entry.previous, entries[0].hash);
        assert_eq!(entries[2].label(), "2026-003");
        assert_eq!(hash::sha256_hex(entries[2].json.as_bytes()), entries[2].hash);
    }

    #[test]
    fn an_altered_entry_is_named() {
        let (home, state) = three();
        drop(state);
        let db = rusqlite::Connection::open(home.path().join("state.db")).unwrap();
        db.execute("UPDATE ledger SET json = replace(json, '\"b\"', '\"x\"')", []).unwrap();
        let broken = read(&State::open(home.path()).unwrap()).unwrap_err();
        let found = matches!(broken, Error::Ledger { entry: 2, trouble: LedgerTrouble::Altered });
        assert!(found, "{broken}");
    }

    #[test]
    fn many_rows_are_read_in_order_and_what_is_altered_is_nothing() {
        let row = |number| {
            let (time, previous) = (String::new(), String::new());
            let entry = LedgerEntry { number, time, previous, deed: deed("a") };
            let json = serde_json::to_string(&entry).unwrap();
            LedgerRow { number, hash: hash::sha256_hex(json.as_bytes()), json }
        };
        let rows = 4 * ROWS_FOR_A_THREAD as u64 + 3;
        let mut all: Vec<LedgerRow> = (1..=rows).map(row).collect();
        all[1499].json.push(' ');
        for (read, number) in whole_entries(&all).into_iter().zip(1_u64..) {
            let wanted = Some(number).filter(|number| *number != 1500);
            assert_eq!(read.map(|entry| entry.number), wanted);
        }
        assert_eq!(whole_entries(&all).len(), all.len());
    }

    #[test]
    fn a_removed_entry_leaves_a_gap_that_is_seen() {
        let (home, state) = three();
        drop(state);
        let db = rusqlite::Connection::open(home.path().join("state.db")).unwrap();
        db.execute("DELETE FROM ledger WHERE number = 1", []).unwrap();
        let broken = read(&State::open(home.path()).unwrap()).unwrap_err();
        let found = matches!(broken, Error::Ledger { trouble: LedgerTrouble::Altered, .. });
        assert!(found, "{broken:?}");
    }
}
