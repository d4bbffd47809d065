//! Which chunks lie on which drive, and which pack of a run is finished.
//!
//! A checkpoint makes work durable in three strokes: what is about to be true is written here;
//! then the index goes to the drive; then the checkpoint is marked done. A run that dies between
//! the strokes is judged by whether the index object is on the drive, whole.

use std::collections::{BTreeSet, HashSet};

use rusqlite::{OptionalExtension, params};

use crate::error::Result;
use crate::format::documents::PackLine;
use crate::id::{ChunkName, ObjectHash, PackId, RecordId, SectionId};
use crate::state::{State, broken, id_column};

/// An index object and whether it is known to be on the drive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Row in the state.
    pub row: i64,
    /// The section.
    pub section: SectionId,
    /// Path of the index object.
    pub object: String,
    /// Its length in bytes.
    pub bytes: u64,
}

/// A pack the state believes to be on a drive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownPack {
    /// Row in the state.
    pub row: i64,
    /// The pack.
    pub id: PackId,
    /// Its length in bytes.
    pub bytes: u64,
    /// The hash in its footer.
    pub hash: ObjectHash,
    /// When its bytes were last read and good, RFC 3339.
    pub verified: Option<String>,
}

impl State {
    /// The chunks of a record that a drive holds.
    ///
    /// # Errors
    /// `State`.
    pub fn chunks(&self, drive: i64, record: i64) -> Result<HashSet<ChunkName>> {
        let sql = "SELECT name FROM chunk WHERE drive = ?1 AND record = ?2";
        let mut query = self.connection.prepare_cached(sql).map_err(broken)?;
        let rows = query
            .query_map([drive, record], |row| Ok(ChunkName(id_column(row, 0)?)))
            .map_err(broken)?;
        rows.collect::<rusqlite::Result<_>>().map_err(broken)
    }

    /// First stroke of a checkpoint: packs and chunks that the index about to be written names.
    ///
    /// # Errors
    /// `State`.
    pub fn begin_checkpoint(
        &mut self,
        drive: i64,
        new: &Checkpoint,
        packs: &[PackLine],
    ) -> Result<i64> {
        self.atomically(|db| {
            db.execute(
                "INSERT INTO checkpoint (drive, section, object, bytes, done) VALUES (?1, ?2, ?3, ?4, 0)",
                params![drive, new.section.0, new.object, signed(new.bytes)],
            )?;
            let checkpoint = db.last_insert_rowid();
            // A pack may be named by two indexes; its chunks must go on pointing to one row.
            let mut add_pack = db.prepare(
                "INSERT INTO pack (drive, id, bytes, hash, checkpoint) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (drive, id) DO UPDATE SET bytes = ?3, hash = ?4, checkpoint = ?5
                 RETURNING row",
            )?;
            let mut find_record = db.prepare("SELECT row FROM record WHERE id = ?1")?;
            let mut add_chunk = db.prepare(
                "INSERT OR REPLACE INTO chunk (drive, record, name, pack) VALUES (?1, ?2, ?3, ?4)",
            )?;
            for pack in packs {
                let row: i64 = add_pack.query_row(
                    params![drive, pack.pack.0, signed(pack.bytes), pack.table.0, checkpoint],
                    |row| row.get(0),
                )?;
                for segment in &pack.segments {
                    let found = find_record.query_row([segment.record.0], |row| row.get(0));
                    let Some(record): Option<i64> = found.optional()? else { continue };
                    let chunks = segment.blocks.iter().flat_map(|block| &block.chunks);
                    let mut names: Vec<&ChunkName> = chunks.map(|(name, _)| name).collect();
                    // In the order of the table, so that neighbours are written together.
                    names.sort_unstable();
                    for name in names {
                        add_chunk.execute(params![drive, record, name.0, row])?;
                    }
                }
            }
            Ok(checkpoint)
        })
    }

    /// Third stroke: the index is on the drive.
    ///
    /// # Errors
    /// `State`.
    pub fn finish_checkpoint(&mut self, drive: i64, checkpoint: i64) -> Result<()> {
        self.atomically(|db| {
            db.execute("UPDATE checkpoint SET done = 1 WHERE row = ?1", [checkpoint])?;
            db.execute(
                "DELETE FROM begun_pack WHERE drive = ?1 AND id IN
                 (SELECT id FROM pack WHERE checkpoint = ?2)",
                [drive, checkpoint],
            )?;
            Ok(())
        })
    }

    /// Bytes of the packs a checkpoint names.
    ///
    /// # Errors
    /// `State`.
    pub fn checkpoint_bytes(&self, checkpoint: i64) -> Result<u64> {
        let sql = "SELECT coalesce(sum(bytes), 0) FROM pack WHERE checkpoint = ?1";
        let sum = self.connection.query_row(sql, [checkpoint], |row| row.get::<_, i64>(0));
        sum.map(i64::unsigned_abs).map_err(broken)
    }

    /// Undoes the first stroke: the index did not reach the drive.
    ///
    /// # Errors
    /// `State`.
    pub fn drop_checkpoint(&mut self, checkpoint: i64) -> Result<()> {
        self.atomically(|db| {
            db.execute(
                "DELETE FROM chunk WHERE pack IN (SELECT row FROM pack WHERE checkpoint = ?1)",
                [checkpoint],
            )?;
            db.execute("DELETE FROM pack WHERE checkpoint = ?1", [checkpoint])?;
            db.execute("DELETE FROM checkpoint WHERE row = ?1", [checkpoint])?;
            Ok(())
        })
    }

    /// Checkpoints whose third stroke did not happen.
    ///
    /// # Errors
    /// `State`.
    pub fn unfinished_checkpoints(&self, drive: i64) -> Result<Vec<Checkpoint>> {
        self.checkpoints(drive, false)
    }

    /// Index objects that are on a drive.
    ///
    /// # Errors
    /// `State`.
    pub fn indexes(&self, drive: i64) -> Result<Vec<Checkpoint>> {
        self.checkpoints(drive, true)
    }

    fn checkpoints(&self, drive: i64, done: bool) -> Result<Vec<Checkpoint>> {
        let sql = "SELECT row, section, object, bytes FROM checkpoint
                   WHERE drive = ?1 AND done = ?2 ORDER BY row";
        let mut query = self.connection.prepare(sql).map_err(broken)?;
        let rows = query.query_map(params![drive, done], |row| {
            Ok(Checkpoint {
                row: row.get(0)?,
                section: SectionId(id_column(row, 1)?),
                object: row.get(2)?,
                bytes: row.get::<_, i64>(3)?.unsigned_abs(),
            })
        });
        rows.map_err(broken)?.collect::<rusqlite::Result<_>>().map_err(broken)
    }

    /// Notes that a pack is about to be written, so that it can be told apart if the run dies.
    ///
    /// # Errors
    /// `State`.
    pub fn begin_pack(&mut self, drive: i64, pack: PackId) -> Result<()> {
        self.connection
            .execute("INSERT OR IGNORE INTO begun_pack VALUES (?1, ?2)", params![drive, pack.0])
            .map(drop)
            .map_err(broken)
    }

    /// Packs that were begun and that no checkpoint names.
    ///
    /// # Errors
    /// `State`.
    pub fn begun_packs(&self, drive: i64) -> Result<Vec<PackId>> {
        let mut query = self
            .connection
            .prepare("SELECT id FROM begun_pack WHERE drive = ?1")
            .map_err(broken)?;
        let rows =
            query.query_map([drive], |row| Ok(PackId(id_column(row, 0)?))).map_err(broken)?;
        rows.collect::<rusqlite::Result<_>>().map_err(broken)
    }

    /// A begun pack was removed.
    ///
    /// # Errors
    /// `State`.
    pub fn drop_begun_pack(&mut self, drive: i64, pack: PackId) -> Result<()> {
        self.connection
            .execute("DELETE FROM begun_pack WHERE drive = ?1 AND id = ?2", params![drive, pack.0])
            .map(drop)
            .map_err(broken)
    }

    /// Every pack on a drive, least recently verified first.
    ///
    /// # Errors
    /// `State`.
    pub fn packs(&self, drive: i64) -> Result<Vec<KnownPack>> {
        let sql = "SELECT row, id, bytes, hash, verified FROM pack WHERE drive = ?1
                   ORDER BY verified NULLS FIRST, row";
        let mut query = self.connection.prepare(sql).map_err(broken)?;
        let rows = query.query_map([drive], |row| {
            Ok(KnownPack {
                row: row.get(0)?,
                id: PackId(id_column(row, 1)?),
                bytes: row.get::<_, i64>(2)?.unsigned_abs(),
                hash: ObjectHash(id_column(row, 3)?),
                verified: row.get(4)?,
            })
        });
        rows.map_err(broken)?.collect::<rusqlite::Result<_>>().map_err(broken)
    }

    /// Drives that hold all of these chunks, as far as is remembered: their rows. None for no chunks.
    ///
    /// # Errors
    /// `State`.
    pub fn drives_holding(&self, chunks: &[(RecordId, ChunkName)]) -> Result<Vec<i64>> {
        let sql = "SELECT drive FROM chunk
                   WHERE record = (SELECT row FROM record WHERE id = ?1) AND name = ?2";
        let mut query = self.connection.prepare_cached(sql).map_err(broken)?;
        let mut holding: Option<BTreeSet<i64>> = None;
        for (record, name) in chunks {
            let rows = query.query_map(params![record.0, name.0], |row| row.get(0));
            let rows: rusqlite::Result<BTreeSet<i64>> = rows.map_err(broken)?.collect();
            let rows = rows.map_err(broken)?;
            holding = Some(match holding {
                None => rows,
                Some(before) => before.intersection(&rows).copied().collect(),
            });
        }
        Ok(holding.unwrap_or_default().into_iter().collect())
    }

    /// A pack is damaged or missing: its chunks count as absent, so that the next backup stores
    /// again whatever still lies in a source.
    ///
    /// # Errors
    /// `State`.
    pub fn distrust_pack(&mut self, drive: i64, pack: PackId) -> Result<()> {
        self.atomically(|db| {
            let row = "(SELECT row FROM pack WHERE drive = ?1 AND id = ?2)";
            db.execute(
                &format!(
                    "DELETE FROM held WHERE drive = ?1 AND record IN
                     (SELECT DISTINCT record FROM chunk WHERE pack = {row})"
                ),
                params![drive, pack.0],
            )?;
            db.execute(&format!("DELETE FROM chunk WHERE pack = {row}"), params![drive, pack.0])?;
            Ok(())
        })
    }

    /// Of the chunks of a record on a drive, only these count from now on.
    ///
    /// # Errors
    /// `State`.
    pub fn keep_chunks(
        &mut self,
        drive: i64,
        record: RecordId,
        kept: &HashSet<ChunkName>,
    ) -> Result<()> {
        self.atomically(|db| {
            let sql = "SELECT row FROM record WHERE id = ?1";
            let found = db.query_row(sql, [record.0], |row| row.get::<_, i64>(0)).optional()?;
            let Some(row) = found else { return Ok(()) };
            let mut query =
                db.prepare("SELECT name FROM chunk WHERE drive = ?1 AND record = ?2")?;
            let names = query
                .query_map([drive, row], |row| Ok(ChunkName(id_column(row, 0)?)))?
                .collect::<rusqlite::Result<Vec<_>>>()?;
            let mut drop_one =
                db.prepare("DELETE FROM chunk WHERE drive = ?1 AND record = ?2 AND name = ?3")?;
            for name in names.iter().filter(|name| !kept.contains(name)) {
                drop_one.execute(params![drive, row, name.0])?;
            }
            db.execute("DELETE FROM held WHERE drive = ?1 AND record = ?2", [drive, row])?;
            Ok(())
        })
    }

    /// Packs none of whose chunks count: they are damaged or missing, or hold only what lies
    /// elsewhere too.
    ///
    /// # Errors
    /// `State`.
    pub fn distrusted_packs(&self, drive: i64) -> Result<HashSet<PackId>> {
        let sql = "SELECT id FROM pack WHERE drive = ?1
                   AND NOT EXISTS (SELECT 1 FROM chunk WHERE chunk.pack = pack.row)";
        let mut query = self.connection.prepare(sql).map_err(broken)?;
        let rows =
            query.query_map([drive], |row| Ok(PackId(id_column(row, 0)?))).map_err(broken)?;
        rows.collect::<rusqlite::Result<_>>().map_err(broken)
    }

    /// Packs whose bytes were read and good.
    ///
    /// # Errors
    /// `State`.
    pub fn note_packs_verified(&mut self, drive: i64, packs: &[PackId], now: &str) -> Result<()> {
        self.atomically(|db| {
            let mut update =
                db.prepare("UPDATE pack SET verified = ?3 WHERE drive = ?1 AND id = ?2")?;
            for pack in packs {
                update.execute(params![drive, pack.0, now])?;
            }
            Ok(())
        })
    }

    /// Forgets what lies on a drive, before it is learnt anew from the drive itself.
    ///
    /// # Errors
    /// `State`.
    pub fn forget_contents(&mut self, drive: i64) -> Result<()> {
        self.atomically(|db| {
            for table in ["chunk", "pack", "checkpoint", "begun_pack", "held", "snapshot"] {
                db.execute(&format!("DELETE FROM {table} WHERE drive = ?1"), [drive])?;
            }
            Ok(())
        })
    }
}

fn signed(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}
