//! Patients who came back after their record was forgotten: the record that goes on in its place.

use std::collections::HashMap;

use crate::error::Result;
use crate::id::RecordId;
use crate::state::named::RETURNED;
use crate::state::{State, broken, id_column};

/// Forgotten records, and what took their place.
#[derive(Debug, Clone, Default)]
pub struct Lives(HashMap<RecordId, RecordId>);

impl Lives {
    /// The record that stands for this one today.
    #[must_use]
    pub fn of(&self, record: RecordId) -> RecordId {
        // Each step leads to a record that was made later; a circle would be a forged state.
        let mut now = record;
        for _ in 0..=self.0.len() {
            match self.0.get(&now) {
                Some(next) => now = *next,
                None => break,
            }
        }
        now
    }

    /// How many took the place of others.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nobody came back.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl State {
    /// Which records took the place of forgotten ones.
    ///
    /// # Errors
    /// `State`.
    pub fn lives(&self) -> Result<Lives> {
        let known = self.items::<RecordId>(RETURNED)?.into_iter();
        Ok(Lives(known.filter_map(|(old, new)| Some((old.parse().ok()?, new))).collect()))
    }

    /// A forgotten record goes on as another, with a key of its own.
    ///
    /// # Errors
    /// `State`.
    pub fn take_back(&mut self, forgotten: RecordId, goes_on_as: RecordId) -> Result<()> {
        if forgotten == goes_on_as {
            return Ok(());
        }
        self.set_item(RETURNED, &forgotten.hex(), &goes_on_as)
    }

    /// When each record was forgotten, RFC 3339, as far as the ledger tells.
    ///
    /// # Errors
    /// `State`.
    pub fn forgotten_at(&self) -> Result<HashMap<RecordId, String>> {
        let sql = "SELECT record, json_extract(l.json, '$.time') FROM forgotten
                   JOIN ledger l ON l.number = entry";
        let mut query = self.connection.prepare(sql).map_err(broken)?;
        let rows = query.query_map([], |row| Ok((RecordId(id_column(row, 0)?), row.get(1)?)));
        rows.map_err(broken)?.collect::<rusqlite::Result<_>>().map_err(broken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_goes_on_as_the_last_that_took_its_place() {
        let home = tempfile::tempdir().unwrap();
        let mut state = State::open(home.path()).unwrap();
        let record = |byte| RecordId([byte; 16]);
        state.take_back(record(1), record(2)).unwrap();
        state.take_back(record(2), record(3)).unwrap();
        let lives = state.lives().unwrap();
        assert_eq!((lives.of(record(1)), lives.of(record(2))), (record(3), record(3)));
        assert_eq!(lives.of(record(9)), record(9));
        state.take_back(record(3), record(1)).unwrap();
        let _ends = state.lives().unwrap().of(record(1));
    }
}
