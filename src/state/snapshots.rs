//! The snapshots this computer wrote or learnt of.

use rusqlite::{named_params, params};

use crate::error::Result;
use crate::id::{SectionId, SnapshotId};
use crate::state::{State, broken, id_column};

/// A snapshot in one section of one drive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// Row in the state.
    pub row: i64,
    /// The snapshot.
    pub id: SnapshotId,
    /// Row of the drive.
    pub drive: i64,
    /// The section.
    pub section: SectionId,
    /// Path of its manifest.
    pub object: String,
    /// When the run began, RFC 3339, UTC.
    pub time: String,
    /// Its number on the drive.
    pub seq: u64,
    /// Files in it.
    pub files: u64,
    /// Bytes of these files.
    pub bytes: u64,
    /// Bytes that were new or changed.
    pub new_bytes: u64,
    /// Files that could not be backed up.
    pub problems: u64,
    /// Whether everything the run wrote was read back and good.
    pub read_back: bool,
}

/// A snapshot about to be committed.
#[derive(Debug, Clone)]
pub struct NewSnapshot {
    /// The snapshot.
    pub id: SnapshotId,
    /// Row of the drive.
    pub drive: i64,
    /// The section.
    pub section: SectionId,
    /// Path of its manifest.
    pub object: String,
    /// RFC 3339, UTC.
    pub time: String,
    /// Its number on the drive.
    pub seq: u64,
    /// Files in it.
    pub files: u64,
    /// Bytes of these files.
    pub bytes: u64,
    /// Bytes that were new or changed.
    pub new_bytes: u64,
    /// Files that could not be backed up.
    pub problems: u64,
}

const COLUMNS: &str =
    "row, id, drive, section, object, time, seq, files, bytes, new_bytes, problems, read_back";

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Snapshot> {
    let number = |column| row.get::<_, i64>(column).map(i64::unsigned_abs);
    Ok(Snapshot {
        row: row.get(0)?,
        id: SnapshotId(id_column(row, 1)?),
        drive: row.get(2)?,
        section: SectionId(id_column(row, 3)?),
        object: row.get(4)?,
        time: row.get(5)?,
        seq: number(6)?,
        files: number(7)?,
        bytes: number(8)?,
        new_bytes: number(9)?,
        problems: number(10)?,
        read_back: row.get(11)?,
    })
}

impl State {
    /// Notes a manifest that is about to be written.
    ///
    /// # Errors
    /// `State`.
    pub fn begin_snapshot(&mut self, new: &NewSnapshot) -> Result<()> {
        let signed = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        self.connection
            .execute(
                "INSERT OR REPLACE INTO snapshot (id, drive, section, object, time, seq, files, bytes,
                 new_bytes, problems, committed, read_back)
                 VALUES (:id, :drive, :section, :object, :time, :seq, :files, :bytes, :new_bytes,
                 :problems, 0, 0)",
                named_params! {
                    ":id": new.id.0, ":drive": new.drive, ":section": new.section.0,
                    ":object": new.object, ":time": new.time, ":seq": signed(new.seq),
                    ":files": signed(new.files), ":bytes": signed(new.bytes),
                    ":new_bytes": signed(new.new_bytes), ":problems": signed(new.problems),
                },
            )
            .map(drop)
            .map_err(broken)
    }

    /// The manifest is on the drive: the snapshot exists, and is the drive's newest.
    ///
    /// # Errors
    /// `State`.
    pub fn commit_snapshot(&mut self, drive: i64, object: &str) -> Result<()> {
        self.atomically(|db| {
            db.execute(
                "UPDATE snapshot SET committed = 1 WHERE drive = ?1 AND object = ?2",
                params![drive, object],
            )?;
            db.execute(
                "UPDATE drive SET head = ?2, seq = (SELECT seq FROM snapshot WHERE drive = ?1 AND object = ?2)
                 WHERE row = ?1",
                params![drive, object],
            )?;
            Ok(())
        })
    }

    /// The manifest did not reach the drive, or is gone from it.
    ///
    /// # Errors
    /// `State`.
    pub fn drop_snapshot(&mut self, drive: i64, object: &str) -> Result<()> {
        self.connection
            .execute(
                "DELETE FROM snapshot WHERE drive = ?1 AND object = ?2",
                params![drive, object],
            )
            .map(drop)
            .map_err(broken)
    }

    /// Everything a snapshot's run wrote was read back and good.
    ///
    /// # Errors
    /// `State`.
    pub fn note_read_back(&mut self, drive: i64, id: SnapshotId, time: &str) -> Result<()> {
        self.atomically(|db| {
            db.execute(
                "UPDATE snapshot SET read_back = 1 WHERE drive = ?1 AND id = ?2",
                params![drive, id.0],
            )?;
            db.execute("UPDATE drive SET last_backup = ?2 WHERE row = ?1", params![drive, time])?;
            Ok(())
        })
    }

    /// Manifests that may or may not have reached the drive.
    ///
    /// # Errors
    /// `State`.
    pub fn uncommitted_snapshots(&self, drive: i64) -> Result<Vec<Snapshot>> {
        self.query_snapshots(drive, false)
    }

    /// The snapshots of a drive, oldest first.
    ///
    /// # Errors
    /// `State`.
    pub fn snapshots(&self, drive: i64) -> Result<Vec<Snapshot>> {
        self.query_snapshots(drive, true)
    }

    /// How many backups are on a drive: each once, however many sections it has a list in.
    ///
    /// # Errors
    /// `State`.
    pub fn count_backups(&self, drive: i64) -> Result<u64> {
        let sql = "SELECT count(DISTINCT id) FROM snapshot WHERE drive = ?1 AND committed = 1";
        let count = self.connection.query_row(sql, [drive], |row| row.get::<_, i64>(0));
        count.map(i64::unsigned_abs).map_err(broken)
    }

    fn query_snapshots(&self, drive: i64, committed: bool) -> Result<Vec<Snapshot>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM snapshot WHERE drive = ?1 AND committed = ?2 ORDER BY seq, row"
        );
        let mut query = self.connection.prepare(&sql).map_err(broken)?;
        let rows = query.query_map(params![drive, committed], read).map_err(broken)?;
        rows.collect::<rusqlite::Result<_>>().map_err(broken)
    }
}
