//! The drives this computer knows, and where it last saw each.

use std::path::PathBuf;

use rusqlite::{OptionalExtension, Row, named_params, params};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::error::{Error, Result, Thing};
use crate::id::{DriveId, VaultId};
use crate::state::{State, broken, id_column};

/// What people declared about a drive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DriveState {
    /// In use.
    Active,
    /// Declared lost or stolen.
    Lost,
    /// Wiped and out of use.
    Retired,
    /// Physically destroyed.
    Destroyed,
}

/// A name as it is compared: lower case, without accents.
fn plain(name: &str) -> String {
    let letters = name.trim().nfkd().filter(|letter| !is_combining_mark(*letter));
    letters.flat_map(char::to_lowercase).collect()
}

words! { DriveState, "Its word in the state and in JSON.":
    Active => "active",
    Lost => "lost",
    Retired => "retired",
    Destroyed => "destroyed",
}

impl DriveState {
    fn parse(word: &str) -> Self {
        match word {
            "lost" => Self::Lost,
            "retired" => Self::Retired,
            "destroyed" => Self::Destroyed,
            _ => Self::Active,
        }
    }
}

/// A drive as the state knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drive {
    /// Row in the state.
    pub row: i64,
    /// The drive.
    pub id: DriveId,
    /// Its vault.
    pub vault: VaultId,
    /// The name on its sticker.
    pub name: String,
    /// The folder that held the vault folder when it was last seen.
    pub path: PathBuf,
    /// What the platform said about it when it was enrolled, JSON.
    pub facts: String,
    /// Fixed disks and plain folders were allowed for it.
    pub fixed: bool,
    /// What people declared.
    pub state: DriveState,
    /// When it was enrolled, RFC 3339.
    pub enrolled: String,
    /// Highest sequence number committed to it by this computer.
    pub seq: u64,
    /// Path of the last manifest committed to it.
    pub head: Option<String>,
    /// When it was last plugged in, RFC 3339.
    pub last_seen: Option<String>,
    /// When the last backup to it was complete and read back, RFC 3339.
    pub last_backup: Option<String>,
    /// When it was last verified, RFC 3339, and whether it was good.
    pub last_verified: Option<(String, bool)>,
}

/// What enrolling a drive records.
#[derive(Debug, Clone)]
pub struct NewDrive {
    /// The drive.
    pub id: DriveId,
    /// Its vault.
    pub vault: VaultId,
    /// Its name.
    pub name: String,
    /// The folder that holds the vault folder.
    pub path: PathBuf,
    /// Platform facts, JSON.
    pub facts: String,
    /// Whether fixed disks were allowed.
    pub fixed: bool,
    /// Now, RFC 3339.
    pub enrolled: String,
}

const COLUMNS: &str = "row, id, vault, name, path, facts, fixed, state, enrolled, seq, head, \
                       last_seen, last_backup, last_verified, last_verified_good";

fn read(row: &Row<'_>) -> rusqlite::Result<Drive> {
    let verified: Option<String> = row.get(13)?;
    let good: Option<bool> = row.get(14)?;
    Ok(Drive {
        row: row.get(0)?,
        id: DriveId(id_column(row, 1)?),
        vault: VaultId(id_column(row, 2)?),
        name: row.get(3)?,
        path: PathBuf::from(row.get::<_, String>(4)?),
        facts: row.get(5)?,
        fixed: row.get(6)?,
        state: DriveState::parse(&row.get::<_, String>(7)?),
        enrolled: row.get(8)?,
        seq: row.get::<_, i64>(9)?.unsigned_abs(),
        head: row.get(10)?,
        last_seen: row.get(11)?,
        last_backup: row.get(12)?,
        last_verified: verified.zip(good),
    })
}

impl State {
    /// All drives, in the order they were enrolled.
    ///
    /// # Errors
    /// `State`.
    pub fn drives(&self) -> Result<Vec<Drive>> {
        let sql = format!("SELECT {COLUMNS} FROM drive ORDER BY row");
        let mut query = self.connection.prepare(&sql).map_err(broken)?;
        let rows = query.query_map([], read).map_err(broken)?;
        rows.collect::<rusqlite::Result<_>>().map_err(broken)
    }

    /// The drive of that name; capitals do not matter, and neither do accents where only one fits.
    ///
    /// # Errors
    /// `NotFound`, `State`.
    pub fn drive_named(&self, name: &str) -> Result<Drive> {
        let wanted = name.to_lowercase();
        let mut drives = self.drives()?;
        let exact = drives.iter().position(|drive| drive.name.to_lowercase() == wanted);
        if let Some(exact) = exact {
            return Ok(drives.swap_remove(exact));
        }
        let mut alike = drives.into_iter().filter(|drive| plain(&drive.name) == plain(name));
        match (alike.next(), alike.next()) {
            (Some(only), None) => Ok(only),
            _ => Err(Error::NotFound { what: Thing::Drive, name: name.to_owned() }),
        }
    }

    /// The drive of that id, if it is known.
    ///
    /// # Errors
    /// `State`.
    pub fn drive(&self, id: DriveId) -> Result<Option<Drive>> {
        let sql = format!("SELECT {COLUMNS} FROM drive WHERE id = ?1");
        self.connection.query_row(&sql, [id.0], read).optional().map_err(broken)
    }

    /// Remembers a new drive.
    ///
    /// # Errors
    /// `Exists` when the name is taken, `State`.
    pub fn add_drive(&mut self, new: &NewDrive) -> Result<Drive> {
        if self.drive_named(&new.name).is_ok() {
            return Err(Error::Exists { what: Thing::Drive, name: new.name.clone() });
        }
        self.connection
            .execute(
                "INSERT INTO drive (id, vault, name, path, facts, fixed, state, enrolled, last_seen)
                 VALUES (:id, :vault, :name, :path, :facts, :fixed, 'active', :now, :now)",
                named_params! {
                    ":id": new.id.0, ":vault": new.vault.0, ":name": new.name,
                    ":path": new.path.to_string_lossy(), ":facts": new.facts, ":fixed": new.fixed,
                    ":now": new.enrolled,
                },
            )
            .map_err(broken)?;
        self.drive_named(&new.name)
    }

    /// Notes where and when a drive was seen.
    ///
    /// # Errors
    /// `State`.
    pub fn note_seen(&mut self, drive: &Drive, path: &std::path::Path, now: &str) -> Result<()> {
        self.connection
            .execute(
                "UPDATE drive SET path = ?2, last_seen = ?3 WHERE row = ?1",
                params![drive.row, path.to_string_lossy(), now],
            )
            .map(drop)
            .map_err(broken)
    }

    /// Notes what people declared about a drive.
    ///
    /// # Errors
    /// `State`.
    pub fn set_drive_state(&mut self, drive: &Drive, state: DriveState) -> Result<()> {
        self.connection
            .execute("UPDATE drive SET state = ?2 WHERE row = ?1", params![drive.row, state.word()])
            .map(drop)
            .map_err(broken)
    }

    /// Lets a drive be another medium, at another place.
    ///
    /// # Errors
    /// `State`.
    pub fn move_drive(
        &mut self,
        drive: &Drive,
        path: &std::path::Path,
        facts: &str,
        fixed: bool,
    ) -> Result<()> {
        self.connection
            .execute(
                "UPDATE drive SET path = ?2, facts = ?3, fixed = ?4 WHERE row = ?1",
                params![drive.row, path.to_string_lossy(), facts, fixed],
            )
            .map(drop)
            .map_err(broken)
    }

    /// Gives a drive another name.
    ///
    /// # Errors
    /// `Exists` when another drive has it, `State`.
    pub fn rename_drive(&mut self, drive: &Drive, name: &str) -> Result<()> {
        if self.drive_named(name).is_ok_and(|other| other.row != drive.row) {
            return Err(Error::Exists { what: Thing::Drive, name: name.to_owned() });
        }
        self.connection
            .execute("UPDATE drive SET name = ?2 WHERE row = ?1", params![drive.row, name])
            .map(drop)
            .map_err(broken)
    }

    /// Notes the result of a verification.
    ///
    /// # Errors
    /// `State`.
    pub fn note_verified(&mut self, drive: &Drive, now: &str, good: bool) -> Result<()> {
        self.connection
            .execute(
                "UPDATE drive SET last_verified = ?2, last_verified_good = ?3 WHERE row = ?1",
                params![drive.row, now, good],
            )
            .map(drop)
            .map_err(broken)
    }

    /// Notes the newest manifest of a drive that another computer, or an earlier life of this
    /// one, wrote.
    ///
    /// # Errors
    /// `State`.
    pub fn set_head(&mut self, drive: &Drive, seq: u64, head: &str) -> Result<()> {
        self.connection
            .execute(
                "UPDATE drive SET seq = ?2, head = ?3 WHERE row = ?1",
                params![drive.row, i64::try_from(seq).unwrap_or(i64::MAX), head],
            )
            .map(drop)
            .map_err(broken)
    }
}
