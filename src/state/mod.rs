//! What the computer remembers of its drives: SQLite, private to the user, rebuildable from a drive.
//!
//! It holds no secret that opens a drive, and paths only as keyed hashes. Losing it loses nothing:
//! `refuge attach` rebuilds it. It decides what is new, never what may be deleted.

mod chunks;
mod drives;
mod erased;
mod forget;
mod keyrings;
mod ledger;
pub mod named;
mod notes;
mod permit;
mod records;
mod returned;
mod shelf;
mod snapshots;

pub use chunks::{Checkpoint, KnownPack};
pub use drives::{Drive, DriveState, NewDrive};
pub use erased::ErasedFiles;
pub use forget::{Rewritten, RewrittenIndex, RewrittenSnapshot};
pub use keyrings::SectionKeys;
pub use ledger::LedgerRow;
pub use permit::Permit;
pub use records::{
    CachedContent, CachedFile, Caches, FileCache, RecordKey, RecordState, pack, pack_cache, unpack,
};
pub use returned::Lives;
pub use shelf::{Shelf, Shelved};
pub use snapshots::{NewSnapshot, Snapshot};

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::{Connection, Transaction};

use crate::error::{Action, Error, Result};
use crate::platform;

/// Name of the database in the home folder.
pub const FILE_NAME: &str = "state.db";
/// Version of the schema below.
const SCHEMA_VERSION: i64 = 3;

const SCHEMA: &str = "
CREATE TABLE section (
    id BLOB PRIMARY KEY, naming BLOB NOT NULL, generation INTEGER NOT NULL, catalog TEXT NOT NULL,
    next_part INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE fact (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE drive (
    row INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, vault BLOB NOT NULL, name TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL, facts TEXT NOT NULL, fixed INTEGER NOT NULL, state TEXT NOT NULL,
    enrolled TEXT NOT NULL, seq INTEGER NOT NULL DEFAULT 0, head TEXT,
    last_seen TEXT, last_backup TEXT, last_verified TEXT, last_verified_good INTEGER
);
CREATE TABLE record (
    row INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, section BLOB NOT NULL, key BLOB NOT NULL,
    recipient TEXT NOT NULL
);
CREATE TABLE forgotten (record BLOB PRIMARY KEY, entry INTEGER) WITHOUT ROWID;
CREATE TABLE record_state (
    record INTEGER PRIMARY KEY, fingerprint BLOB NOT NULL, inventory BLOB NOT NULL,
    files INTEGER NOT NULL, bytes INTEGER NOT NULL, newest_s INTEGER, newest_ns INTEGER,
    cache BLOB NOT NULL
);
CREATE TABLE held (
    drive INTEGER NOT NULL, record INTEGER NOT NULL, inventory BLOB NOT NULL,
    PRIMARY KEY (drive, record)
) WITHOUT ROWID;
CREATE TABLE checkpoint (
    row INTEGER PRIMARY KEY, drive INTEGER NOT NULL, section BLOB NOT NULL, object TEXT NOT NULL,
    bytes INTEGER NOT NULL, done INTEGER NOT NULL
);
CREATE TABLE pack (
    row INTEGER PRIMARY KEY, drive INTEGER NOT NULL, id BLOB NOT NULL, bytes INTEGER NOT NULL,
    hash BLOB NOT NULL, checkpoint INTEGER NOT NULL, verified TEXT, UNIQUE (drive, id)
);
CREATE TABLE chunk (
    drive INTEGER NOT NULL, record INTEGER NOT NULL, name BLOB NOT NULL, pack INTEGER NOT NULL,
    PRIMARY KEY (drive, record, name)
) WITHOUT ROWID;
CREATE INDEX chunk_by_pack ON chunk (pack);
CREATE TABLE begun_pack (drive INTEGER NOT NULL, id BLOB NOT NULL, PRIMARY KEY (drive, id)) WITHOUT ROWID;
CREATE TABLE snapshot (
    row INTEGER PRIMARY KEY, id BLOB NOT NULL, drive INTEGER NOT NULL, section BLOB NOT NULL,
    object TEXT NOT NULL, time TEXT NOT NULL, seq INTEGER NOT NULL, files INTEGER NOT NULL,
    bytes INTEGER NOT NULL, new_bytes INTEGER NOT NULL, problems INTEGER NOT NULL,
    committed INTEGER NOT NULL, read_back INTEGER NOT NULL, UNIQUE (drive, object)
);
";

/// What came with version 2.
const SCHEMA_2: &str = "
CREATE TABLE ledger (number INTEGER PRIMARY KEY, json TEXT NOT NULL, hash TEXT NOT NULL);
CREATE TABLE drive_note (
    drive INTEGER NOT NULL, name TEXT NOT NULL, json TEXT NOT NULL, PRIMARY KEY (drive, name)
) WITHOUT ROWID;
CREATE TABLE item (
    collection TEXT NOT NULL, key TEXT NOT NULL, json TEXT NOT NULL, PRIMARY KEY (collection, key)
) WITHOUT ROWID;
";

/// What came with version 3.
const SCHEMA_3: &str = "ALTER TABLE record_state ADD COLUMN content BLOB;";

/// What leads from one version to the next, the first from an empty file.
const STEPS: [&str; SCHEMA_VERSION as usize] = [SCHEMA, SCHEMA_2, SCHEMA_3];

/// The statements that lead from one version of the tables to a later one.
fn steps_between(from: i64, to: i64) -> rusqlite::Result<String> {
    let range = usize::try_from(from).ok().zip(usize::try_from(to).ok());
    let steps = range.and_then(|(from, to)| STEPS.get(from..to));
    steps.map(<[&str]>::concat).ok_or(rusqlite::Error::InvalidQuery)
}

/// The open state of one home folder.
pub struct State {
    connection: Connection,
    path: PathBuf,
}

impl State {
    /// Opens the state in `home`, or makes an empty one.
    ///
    /// # Errors
    /// `State` when the file is damaged or of another version; `Io` when it cannot be written.
    pub fn open(home: &Path) -> Result<Self> {
        Self::made(home)?.map_err(|cause| broken_at(&home.join(FILE_NAME), &cause))
    }

    /// Opens the file, which is made where it is missing.
    fn made(home: &Path) -> Result<rusqlite::Result<Self>> {
        let path = home.join(FILE_NAME);
        match platform::create_private_file(&path) {
            Err(cause) if cause.kind() == std::io::ErrorKind::AlreadyExists => {}
            other => drop(other.map_err(Error::io(Action::Create, &path))?),
        }
        Ok(Connection::open(&path).and_then(|connection| {
            let state = Self { connection, path };
            state.prepare().map(|()| state)
        }))
    }

    /// Opens the state in `home` to look at it. Where nothing can be written there (the disk is full, or
    /// read-only) it is read into memory, and what is noted lasts as long as the run: who
    /// restores needs no room at home.
    ///
    /// # Errors
    /// As [`State::open`].
    pub fn open_reading(home: &Path) -> Result<Self> {
        let path = home.join(FILE_NAME);
        let opened = Connection::open(&path).and_then(|connection| {
            let state = Self { connection, path: path.clone() };
            state.prepare()?;
            // Opening alone does not tell: the first write does.
            let probe = format!("BEGIN IMMEDIATE; PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;");
            state.connection.execute_batch(&probe).map(|()| state)
        });
        match opened {
            Err(cause) if is_unwritable(&cause) => Self::in_memory(&path).map_err(broken),
            other => other.map_err(broken),
        }
    }

    fn in_memory(path: &Path) -> rusqlite::Result<Self> {
        let connection = Connection::open_in_memory()?;
        let text =
            path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
        connection.execute("ATTACH ?1 AS disk", [format!("file:{text}?immutable=1")])?;
        // The tables as they were at the version on the disk; brought up to date once they are filled.
        let version: i64 =
            connection.query_row("PRAGMA disk.user_version", [], |row| row.get(0))?;
        connection.execute_batch(&steps_between(0, version)?)?;
        let tables: Vec<String> = connection
            .prepare("SELECT name FROM main.sqlite_master WHERE type = 'table'")?
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for table in tables {
            connection
                .execute_batch(&format!("INSERT INTO main.{table} SELECT * FROM disk.{table}"))?;
        }
        let newer = steps_between(version, SCHEMA_VERSION)?;
        connection.execute_batch(&format!(
            "DETACH disk; {newer} PRAGMA user_version = {SCHEMA_VERSION};"
        ))?;
        Ok(Self { connection, path: path.to_owned() })
    }

    /// Opens the state in `home`, or makes an empty one; a file that is damaged is set aside under
    /// another name first, which is answered. Nothing of it is needed: drives tell it again.
    ///
    /// # Errors
    /// `Io` when it can be neither written nor moved: a full computer has no damaged memory.
    pub fn open_or_set_aside(home: &Path) -> Result<(Self, Option<PathBuf>)> {
        if !Self::exists(home) {
            return Ok((Self::open(home)?, None));
        }
        match Self::made(home)?.and_then(|state| state.is_sound().map(|sound| (state, sound))) {
            Ok((state, true)) => return Ok((state, None)),
            Err(cause) if is_unwritable(&cause) || is_in_use(&cause) => {
                return Err(broken_at(&home.join(FILE_NAME), &cause));
            }
            Ok((_, false)) | Err(_) => {}
        }
        let aside = Self::set_aside(home)?;
        Ok((Self::open(home)?, Some(aside)))
    }

    /// Puts the file aside under another name, which is answered: nothing is kept of what it said.
    ///
    /// # Errors
    /// What the system says when it cannot be moved.
    pub fn set_aside(home: &Path) -> Result<PathBuf> {
        let path = home.join(FILE_NAME);
        let aside = unused(home);
        let moved = std::fs::rename(&path, &aside);
        moved.map_err(Error::io(Action::Write, &path))?;
        // What was not yet merged belongs to the damaged file and would spoil the new one.
        for ending in ["-wal", "-shm"] {
            let beside = home.join(format!("{FILE_NAME}{ending}"));
            match std::fs::remove_file(&beside) {
                Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
                    return Err(Error::io(Action::Remove, &beside)(cause));
                }
                _ => {}
            }
        }
        Ok(aside)
    }

    fn is_sound(&self) -> rusqlite::Result<bool> {
        let read = |row: &rusqlite::Row<'_>| row.get::<_, String>(0);
        let told = self.connection.query_row("PRAGMA quick_check(1)", [], read)?;
        Ok(told == "ok")
    }

    /// Whether a state file is there.
    #[must_use]
    pub fn exists(home: &Path) -> bool {
        home.join(FILE_NAME).metadata().is_ok_and(|meta| meta.len() > 0)
    }

    /// Room beside the file for what waits for the end of a run.
    #[must_use]
    pub fn shelf(&self) -> Arc<Shelf> {
        Shelf::inside(self.path.parent().unwrap_or(&self.path))
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn prepare(&self) -> rusqlite::Result<()> {
        let db = &self.connection;
        db.pragma_update(None, "journal_mode", "WAL")?;
        db.pragma_update(None, "synchronous", "FULL")?;
        db.pragma_update(None, "secure_delete", true)?;
        db.pragma_update(None, "cache_size", -16_000)?;
        db.busy_timeout(std::time::Duration::from_secs(10))?;
        let version: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if version == SCHEMA_VERSION {
            return Ok(());
        }
        let missing = steps_between(version, SCHEMA_VERSION)?;
        db.execute_batch(&format!(
            "BEGIN; {missing} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;"
        ))
    }

    /// Runs `work` so that all of it happens or nothing.
    fn atomically<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T> {
        let transaction = self.connection.transaction().map_err(broken)?;
        let done = work(&transaction).map_err(broken)?;
        transaction.commit().map_err(broken)?;
        Ok(done)
    }
}

/// Whether a file is only not to be written: what is in it may well be good.
fn is_unwritable(cause: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{CannotOpen, DiskFull, PermissionDenied, ReadOnly, SystemIoFailure};
    match cause.sqlite_error_code() {
        Some(CannotOpen | DiskFull | PermissionDenied | ReadOnly) => true,
        // A full disk has no room for the files beside it either.
        Some(SystemIoFailure) => {
            cause.sqlite_error().is_some_and(|told| is_write(told.extended_code))
        }
        _ => false,
    }
}

/// Whether a failure of the disk was one of writing.
const fn is_write(extended_code: i32) -> bool {
    use rusqlite::ffi;
    matches!(
        extended_code,
        ffi::SQLITE_IOERR_WRITE
            | ffi::SQLITE_IOERR_FSYNC
            | ffi::SQLITE_IOERR_DIR_FSYNC
            | ffi::SQLITE_IOERR_TRUNCATE
            | ffi::SQLITE_IOERR_DELETE
            | ffi::SQLITE_IOERR_SHMOPEN
            | ffi::SQLITE_IOERR_SHMSIZE
            | ffi::SQLITE_IOERR_SHMLOCK
            | ffi::SQLITE_IOERR_SHMMAP
    )
}

fn is_in_use(cause: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked};
    matches!(cause.sqlite_error_code(), Some(DatabaseBusy | DatabaseLocked))
}

fn unused(home: &Path) -> PathBuf {
    let name = |number: u32| match number {
        1 => format!("{FILE_NAME}.damaged"),
        _ => format!("{FILE_NAME}.damaged-{number}"),
    };
    let mut all = (1..).map(|number| home.join(name(number)));
    all.find(|path| !path.exists()).unwrap_or_default()
}

/// The database's own words, for the log; the person only needs to know that it can be rebuilt. Where it
/// only cannot be written, that is what is said.
#[expect(clippy::needless_pass_by_value, reason = "used as a function in map_err")]
fn broken(cause: rusqlite::Error) -> Error {
    broken_at(Path::new(FILE_NAME), &cause)
}

fn broken_at(path: &Path, cause: &rusqlite::Error) -> Error {
    use std::io::ErrorKind;
    if !is_unwritable(cause) {
        return Error::State { reason: cause.to_string() };
    }
    let kind = match cause.sqlite_error_code() {
        Some(rusqlite::ErrorCode::ReadOnly) => ErrorKind::ReadOnlyFilesystem,
        Some(rusqlite::ErrorCode::DiskFull) => ErrorKind::StorageFull,
        Some(rusqlite::ErrorCode::SystemIoFailure) => ErrorKind::StorageFull,
        _ => ErrorKind::PermissionDenied,
    };
    Error::io(Action::Write, path)(kind.into())
}

/// Sixteen bytes out of a column.
fn id_column(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<[u8; 16]> {
    row.get(column)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(state: &State) -> i64 {
        state.connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
    }

    #[test]
    fn looking_at_a_state_leaves_its_version() {
        let home = tempfile::tempdir().unwrap();
        for _ in 0..2 {
            assert_eq!(version(&State::open(home.path()).unwrap()), SCHEMA_VERSION);
            assert_eq!(version(&State::open_reading(home.path()).unwrap()), SCHEMA_VERSION);
        }
    }

    #[test]
    fn a_state_of_each_version_is_read_into_memory_as_one_of_today() {
        for old in 1..=SCHEMA_VERSION {
            let home = tempfile::tempdir().unwrap();
            let path = home.path().join(FILE_NAME);
            let steps = steps_between(0, old).unwrap();
            let row = "INSERT INTO fact (name, value) VALUES ('kept', x'07');";
            let file = Connection::open(&path).unwrap();
            file.execute_batch(&format!("{steps} {row} PRAGMA user_version = {old};")).unwrap();
            drop(file);
            let state = State::in_memory(&path).unwrap();
            assert_eq!(version(&state), SCHEMA_VERSION);
            let read = "SELECT value FROM fact WHERE name = 'kept'";
            let kept: Vec<u8> = state.connection.query_row(read, [], |row| row.get(0)).unwrap();
            assert_eq!(kept, [7]);
            assert!(state.connection.prepare("SELECT content FROM record_state").is_ok());
        }
    }
}
