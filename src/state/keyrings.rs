//! What the computer knows of each section: its naming secret and public catalog half.

use rusqlite::{OptionalExtension, params};

use crate::error::{Error, Result};
use crate::id::{DriveId, SectionId};
use crate::state::named::{self, Fact};
use crate::state::{State, broken, id_column};

/// What is needed to write into a section. Opens nothing.
pub struct SectionKeys {
    /// The section.
    pub section: SectionId,
    /// Naming secret, 32 bytes.
    pub naming: zeroize::Zeroizing<Vec<u8>>,
    /// Generation of the catalog identity in force.
    pub generation: u32,
    /// Public half of the catalog identity: an age recipient.
    pub catalog: String,
    /// Number of the next keyring part.
    pub next_part: u64,
}

impl State {
    /// Remembers a section, or its new catalog.
    ///
    /// # Errors
    /// `State`.
    pub fn set_section(&mut self, keys: &SectionKeys) -> Result<()> {
        self.connection
            .execute(
                "INSERT OR REPLACE INTO section (id, naming, generation, catalog, next_part)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
                params![
                    keys.section.0,
                    *keys.naming,
                    keys.generation,
                    keys.catalog,
                    i64::try_from(keys.next_part).unwrap_or(i64::MAX)
                ],
            )
            .map(drop)
            .map_err(broken)
    }

    /// The sections this computer can write into.
    ///
    /// # Errors
    /// `State`.
    pub fn sections(&self) -> Result<Vec<SectionKeys>> {
        let sql = "SELECT id, naming, generation, catalog, next_part FROM section ORDER BY id";
        let mut query = self.connection.prepare(sql).map_err(broken)?;
        let rows = query.query_map([], |row| {
            Ok(SectionKeys {
                section: SectionId(id_column(row, 0)?),
                naming: zeroize::Zeroizing::new(row.get(1)?),
                generation: row.get(2)?,
                catalog: row.get(3)?,
                next_part: row.get::<_, i64>(4)?.unsigned_abs(),
            })
        });
        rows.map_err(broken)?.collect::<rusqlite::Result<_>>().map_err(broken)
    }

    /// The number for the next keyring part of a section; never given out twice.
    ///
    /// # Errors
    /// `State`, also when the section is unknown.
    pub fn take_part_number(&mut self, section: SectionId) -> Result<u64> {
        self.connection
            .query_row(
                "UPDATE section SET next_part = next_part + 1 WHERE id = ?1 RETURNING next_part - 1",
                [section.0],
                |row| row.get::<_, i64>(0),
            )
            .optional()
            .map_err(broken)?
            .map(i64::unsigned_abs)
            .ok_or_else(|| Error::State { reason: format!("no section {section}") })
    }

    /// The epoch whose keys alone open a drive, as far as the computer saw to it; 1 when nothing was noted.
    ///
    /// # Errors
    /// `State`.
    pub fn drive_epoch(&self, drive: DriveId) -> Result<u32> {
        let noted = self.fact(&named::epoch_of(drive))?.and_then(|bytes| bytes.try_into().ok());
        Ok(noted.map_or(1, u32::from_le_bytes))
    }

    /// Remembers that only keys of `epoch` open a drive.
    ///
    /// # Errors
    /// `State`.
    pub fn set_drive_epoch(&mut self, drive: DriveId, epoch: u32) -> Result<()> {
        self.set_fact(&named::epoch_of(drive), &epoch.to_le_bytes())
    }

    /// A named value that fits nowhere else.
    ///
    /// # Errors
    /// `State`.
    pub fn fact(&self, name: &Fact) -> Result<Option<Vec<u8>>> {
        self.connection
            .query_row("SELECT value FROM fact WHERE name = ?1", [&name.0], |row| row.get(0))
            .optional()
            .map_err(broken)
    }

    /// Remembers a named value.
    ///
    /// # Errors
    /// `State`.
    pub fn set_fact(&mut self, name: &Fact, value: &[u8]) -> Result<()> {
        self.connection
            .execute(
                "INSERT OR REPLACE INTO fact (name, value) VALUES (?1, ?2)",
                params![name.0, value],
            )
            .map(drop)
            .map_err(broken)
    }
}
