//! After a purge: the same snapshots and packs, under new names, without what is forgotten.

use rusqlite::{Transaction, params};

use crate::error::Result;
use crate::id::{PackId, SectionId, SnapshotId};
use crate::state::{State, broken};

/// What a section of a drive consists of after everything in it was written anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewritten {
    /// The section.
    pub section: SectionId,
    /// Generation of the catalog identity in force.
    pub generation: u32,
    /// Its public half, an age recipient.
    pub catalog: String,
    /// Lowest number the next keyring part may have.
    pub next_part: u64,
    /// Its manifests.
    pub snapshots: Vec<RewrittenSnapshot>,
    /// Its indexes.
    pub indexes: Vec<RewrittenIndex>,
}

/// A manifest that is on the drive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RewrittenSnapshot {
    /// The snapshot.
    pub id: SnapshotId,
    /// Where it lies now.
    pub object: String,
    /// Files in it.
    pub files: u64,
    /// Bytes of these files.
    pub bytes: u64,
}

/// An index that is on the drive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RewrittenIndex {
    /// Where it lies now.
    pub object: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// The packs it names.
    pub packs: Vec<PackId>,
}

impl State {
    /// Learns the new names of a drive's objects and the section's new catalog, all or nothing.
    /// Doing it twice is harmless. What is remembered of the section but lies on the drive no
    /// more (it could not be read) counts as absent, so that the next backup stores it again.
    ///
    /// # Errors
    /// `State`.
    pub fn adopt_rewritten(&mut self, drive: i64, now: &Rewritten) -> Result<()> {
        self.atomically(|db| {
            adopt_section(db, now)?;
            for snapshot in &now.snapshots {
                db.execute(
                    "UPDATE snapshot SET object = ?4, files = ?5, bytes = ?6
                     WHERE drive = ?1 AND section = ?2 AND id = ?3",
                    params![
                        drive,
                        now.section.0,
                        snapshot.id.0,
                        snapshot.object,
                        signed(snapshot.files),
                        signed(snapshot.bytes)
                    ],
                )?;
            }
            adopt_indexes(db, drive, now)?;
            drop_vanished(db, drive, now)?;
            set_head(db, drive)
        })
    }

    /// Makes sure that nothing deleted lingers in the files beside the database.
    ///
    /// # Errors
    /// `State`.
    pub fn scrub(&mut self) -> Result<()> {
        self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).map_err(broken)
    }
}

/// A catalog is never replaced by an older one, a number never given out twice.
fn adopt_section(db: &Transaction<'_>, now: &Rewritten) -> rusqlite::Result<()> {
    db.execute(
        "UPDATE section SET generation = ?2, catalog = ?3 WHERE id = ?1 AND generation <= ?2",
        params![now.section.0, now.generation, now.catalog],
    )?;
    db.execute(
        "UPDATE section SET next_part = max(next_part, ?2) WHERE id = ?1",
        params![now.section.0, signed(now.next_part)],
    )
    .map(drop)
}

/// An index is known by its packs.
fn adopt_indexes(db: &Transaction<'_>, drive: i64, now: &Rewritten) -> rusqlite::Result<()> {
    let mut update = db.prepare(
        "UPDATE checkpoint SET object = ?4, bytes = ?5 WHERE drive = ?1 AND section = ?2 AND row IN
         (SELECT checkpoint FROM pack WHERE drive = ?1 AND id = ?3)",
    )?;
    for index in &now.indexes {
        for pack in &index.packs {
            let bytes = signed(index.bytes);
            update.execute(params![drive, now.section.0, pack.0, index.object, bytes])?;
        }
    }
    Ok(())
}

fn drop_vanished(db: &Transaction<'_>, drive: i64, now: &Rewritten) -> rusqlite::Result<()> {
    let mut query =
        db.prepare("SELECT row, object FROM checkpoint WHERE drive = ?1 AND section = ?2")?;
    let rows: Vec<(i64, String)> = query
        .query_map(params![drive, now.section.0], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let known: std::collections::HashSet<&str> =
        now.indexes.iter().map(|index| index.object.as_str()).collect();
    for (row, _) in rows.iter().filter(|(_, object)| !known.contains(object.as_str())) {
        let packs = "(SELECT row FROM pack WHERE checkpoint = ?1)";
        db.execute(
            &format!(
                "DELETE FROM held WHERE drive = ?2 AND record IN
                 (SELECT DISTINCT record FROM chunk WHERE pack IN {packs})"
            ),
            [*row, drive],
        )?;
        db.execute(&format!("DELETE FROM chunk WHERE pack IN {packs}"), [row])?;
        db.execute("DELETE FROM pack WHERE checkpoint = ?1", [row])?;
        db.execute("DELETE FROM checkpoint WHERE row = ?1", [row])?;
    }
    let snapshots: std::collections::HashSet<&str> =
        now.snapshots.iter().map(|snapshot| snapshot.object.as_str()).collect();
    let mut query =
        db.prepare("SELECT row, object FROM snapshot WHERE drive = ?1 AND section = ?2")?;
    let rows: Vec<(i64, String)> = query
        .query_map(params![drive, now.section.0], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (row, _) in rows.iter().filter(|(_, object)| !snapshots.contains(object.as_str())) {
        db.execute("DELETE FROM snapshot WHERE row = ?1", [row])?;
    }
    Ok(())
}

/// The head of a drive is the manifest that was committed last.
fn set_head(db: &Transaction<'_>, drive: i64) -> rusqlite::Result<()> {
    db.execute(
        "UPDATE drive SET head = (SELECT object FROM snapshot WHERE drive = ?1 AND committed = 1
         ORDER BY seq DESC, row DESC LIMIT 1) WHERE row = ?1",
        [drive],
    )
    .map(drop)
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
