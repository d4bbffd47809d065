//! The ledger as the computer keeps it: numbered rows that are only ever added.

use rusqlite::params;

use crate::error::Result;
use crate::state::{State, broken};

/// One row, exactly as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerRow {
    /// Its number, from 1, without gaps.
    pub number: u64,
    /// The canonical JSON that was hashed.
    pub json: String,
    /// SHA-256 of that text, 64 hexadecimal digits.
    pub hash: String,
}

impl State {
    /// Every row, by number.
    ///
    /// # Errors
    /// `State`.
    pub fn ledger(&self) -> Result<Vec<LedgerRow>> {
        let sql = "SELECT number, json, hash FROM ledger ORDER BY number";
        let mut query = self.connection.prepare(sql).map_err(broken)?;
        let read = |row: &rusqlite::Row<'_>| {
            Ok(LedgerRow {
                number: row.get::<_, i64>(0)?.unsigned_abs(),
                json: row.get(1)?,
                hash: row.get(2)?,
            })
        };
        let rows = query.query_map([], read).map_err(broken)?;
        rows.collect::<rusqlite::Result<_>>().map_err(broken)
    }

    /// Adds a row. A number that is taken is refused.
    ///
    /// # Errors
    /// `State`.
    pub fn add_ledger_row(&mut self, row: &LedgerRow) -> Result<()> {
        let number = i64::try_from(row.number).unwrap_or(i64::MAX);
        self.connection
            .execute(
                "INSERT INTO ledger (number, json, hash) VALUES (?1, ?2, ?3)",
                params![number, row.json, row.hash],
            )
            .map(drop)
            .map_err(broken)
    }
}
