//! The ledger as the computer keeps it: numbered rows that are only ever added.

use rusqlite::{OptionalExtension, Row, params};

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

fn row_of(row: &Row<'_>) -> rusqlite::Result<LedgerRow> {
    let number = row.get::<_, i64>(0)?.unsigned_abs();
    Ok(LedgerRow { number, json: row.get(1)?, hash: row.get(2)? })
}

impl State {
    /// Every row, by number.
    ///
    /// # Errors
    /// `State`.
    pub fn ledger(&self) -> Result<Vec<LedgerRow>> {
        let sql = "SELECT number, json, hash FROM ledger ORDER BY number";
        let mut query = self.connection.prepare(sql).map_err(broken)?;
        let rows = query.query_map([], row_of).map_err(broken)?;
        rows.collect::<rusqlite::Result<_>>().map_err(broken)
    }

    /// The row with the highest number.
    ///
    /// # Errors
    /// `State`.
    pub fn last_ledger_row(&self) -> Result<Option<LedgerRow>> {
        let sql = "SELECT number, json, hash FROM ledger ORDER BY number DESC LIMIT 1";
        self.connection.query_row(sql, [], row_of).optional().map_err(broken)
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
