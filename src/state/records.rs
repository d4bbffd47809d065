//! Records: the key each is sealed to, and what its files looked like at the last backup.

use std::collections::HashMap;

use rusqlite::{Connection, OpenFlags, OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::format::entry::{Content, Moment};
use crate::guard::{FileLook, Nature};
use crate::id::{ChunkName, ContentTag, KeyId, RecordId, SectionId};
use crate::state::named::{BASES, FORGOTTEN_FILES, GUARD};
use crate::state::{State, broken, id_column};

/// The key new chunks of a record are sealed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordKey {
    /// Row in the state.
    pub row: i64,
    /// The record.
    pub record: RecordId,
    /// The key.
    pub key: KeyId,
    /// Its public half, an age recipient.
    pub recipient: String,
}

/// The last known state of a record's files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordState {
    /// Keyed hash over names, sizes and times of all its entries. Zeros: look at every file again.
    pub fingerprint: [u8; 16],
    /// The chunks of its inventory.
    pub inventory: Vec<ChunkName>,
    /// Files in it.
    pub files: u64,
    /// Bytes of these files.
    pub bytes: u64,
    /// Latest change of a document in it.
    pub newest: Option<Moment>,
    /// The bytes of its documents; unknown where an earlier program kept this.
    pub content: Option<ContentTag>,
}

/// The files of a record as they were last read: keyed hash of the path -> what was seen.
pub type FileCache = HashMap<[u8; 16], CachedFile>;

/// One file as it was last read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CachedFile {
    /// Length in bytes.
    pub size_bytes: u64,
    /// Time of the last change of its content.
    pub modified: Moment,
    /// Time of the last change of its metadata; zero where the system has none.
    pub changed: Moment,
    /// Number of the file in its file system; zero where the system has none.
    pub inode: u64,
    /// Its bytes.
    pub content: CachedContent,
    /// What it looked like when it was read.
    pub nature: Nature,
}

/// The same as earlier programs kept it: with another nature, or none.
#[derive(Deserialize)]
struct Earlier<N> {
    size_bytes: u64,
    modified: Moment,
    changed: Moment,
    inode: u64,
    content: CachedContent,
    nature: N,
}

/// Kept before natures were.
type WithoutNature = Earlier<()>;
/// Kept when beginnings alone were looked at: format and density.
type WithBeginning = Earlier<(u8, u8)>;

impl<N> Earlier<N> {
    /// What nobody looked at is unknown until the file is read again.
    fn into_file(self, nature: impl FnOnce(N) -> Nature) -> CachedFile {
        let Self { size_bytes, modified, changed, inode, content, nature: old } = self;
        CachedFile { size_bytes, modified, changed, inode, content, nature: nature(old) }
    }
}

impl CachedFile {
    /// The file as the guard compares it.
    #[must_use]
    pub const fn version(&self) -> FileLook {
        FileLook { size_bytes: self.size_bytes, nature: self.nature }
    }
}

/// Content without its size, which the file has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CachedContent {
    hash: [u8; 32],
    chunks: Vec<ChunkName>,
    extents: Option<Vec<(u64, u64)>>,
}

impl CachedContent {
    /// Keeps what an inventory says about a file.
    #[must_use]
    pub fn of(content: &Content) -> Self {
        Self {
            hash: content.hash.0,
            chunks: content.chunks.clone(),
            extents: content.extents.clone(),
        }
    }

    /// Whether these are the same bytes.
    #[must_use]
    pub fn is(&self, content: &Content) -> bool {
        self.hash == content.hash.0
    }

    /// The chunks, in order.
    #[must_use]
    pub fn chunks(&self) -> &[ChunkName] {
        &self.chunks
    }

    /// What an inventory says about a file of that size.
    #[must_use]
    pub fn to_content(&self, size_bytes: u64) -> Content {
        Content {
            size_bytes,
            hash: crate::format::entry::ContentHash(self.hash),
            chunks: self.chunks.clone(),
            extents: self.extents.clone(),
        }
    }
}

/// Reads file caches on a connection of its own.
pub struct Caches(Connection);

impl Caches {
    /// As [`State::file_cache`].
    ///
    /// # Errors
    /// `State`.
    pub fn of(&self, record: i64) -> Result<FileCache> {
        file_cache(&self.0, record)
    }
}

fn file_cache(db: &Connection, record: i64) -> Result<FileCache> {
    let sql = "SELECT cache FROM record_state WHERE record = ?1";
    let mut query = db.prepare_cached(sql).map_err(broken)?;
    let found = query.query_row([record], |row| row.get::<_, Vec<u8>>(0)).optional();
    Ok(found.map_err(broken)?.and_then(|packed| unpack_cache(&packed)).unwrap_or_default())
}

/// Everything about a record. What lies on drives is sorted by drive first: to look for the record alone would
/// read all of it, for each record anew.
fn drop_record(db: &Transaction<'_>, row: i64) -> rusqlite::Result<i64> {
    let files = "SELECT files FROM record_state WHERE record = ?1";
    let files = db.prepare_cached(files)?.query_row([row], |row| row.get(0)).optional()?;
    for held in ["held", "chunk"] {
        let sql =
            format!("DELETE FROM {held} WHERE drive IN (SELECT row FROM drive) AND record = ?1");
        db.prepare_cached(&sql)?.execute([row])?;
    }
    db.prepare_cached("DELETE FROM record_state WHERE record = ?1")?.execute([row])?;
    db.prepare_cached("DELETE FROM record WHERE row = ?1")?.execute([row])?;
    Ok(files.unwrap_or(0))
}

/// Adds to the files that the next backup does not miss.
fn count_forgotten(db: &Transaction<'_>, files: i64) -> rusqlite::Result<()> {
    let sql = "INSERT INTO item (collection, key, json) VALUES (?1, ?2, CAST(?3 AS TEXT))
        ON CONFLICT DO UPDATE SET json = CAST(CAST(json AS INTEGER) + ?3 AS TEXT)";
    db.execute(sql, params![GUARD.0, FORGOTTEN_FILES, files]).map(drop)
}

impl State {
    /// The keys of all records of a section.
    ///
    /// # Errors
    /// `State`.
    pub fn record_keys(&self, section: SectionId) -> Result<HashMap<RecordId, RecordKey>> {
        let sql = "SELECT row, id, key, recipient FROM record WHERE section = ?1";
        let mut query = self.connection.prepare(sql).map_err(broken)?;
        let rows = query.query_map([section.0], |row| {
            let record = RecordId(id_column(row, 1)?);
            let key = KeyId(id_column(row, 2)?);
            Ok((record, RecordKey { row: row.get(0)?, record, key, recipient: row.get(3)? }))
        });
        rows.map_err(broken)?.collect::<rusqlite::Result<_>>().map_err(broken)
    }

    /// Remembers the key of a record, replacing an older one.
    ///
    /// # Errors
    /// `State`.
    pub fn set_record_keys(
        &mut self,
        section: SectionId,
        keys: &[(RecordId, KeyId, String)],
    ) -> Result<()> {
        self.atomically(|db| {
            let mut insert = db.prepare(
                "INSERT INTO record (id, section, key, recipient) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (id) DO UPDATE SET key = ?3, recipient = ?4",
            )?;
            for (record, key, recipient) in keys {
                insert.execute(params![record.0, section.0, key.0, recipient])?;
            }
            Ok(())
        })
    }

    /// The last state of every record of a section, by row.
    ///
    /// # Errors
    /// `State`.
    pub fn record_states(&self, section: SectionId) -> Result<HashMap<i64, RecordState>> {
        let sql =
            "SELECT s.record, fingerprint, inventory, files, bytes, newest_s, newest_ns, content
                   FROM record_state s JOIN record r ON r.row = s.record WHERE r.section = ?1";
        let mut query = self.connection.prepare(sql).map_err(broken)?;
        let rows = query.query_map([section.0], |row| {
            let newest: (Option<i64>, Option<u32>) = (row.get(5)?, row.get(6)?);
            let state = RecordState {
                fingerprint: id_column(row, 1)?,
                inventory: unpack_names(&row.get::<_, Vec<u8>>(2)?),
                files: row.get::<_, i64>(3)?.unsigned_abs(),
                bytes: row.get::<_, i64>(4)?.unsigned_abs(),
                newest: newest.0.zip(newest.1).map(|(seconds, nanos)| Moment(seconds, nanos)),
                content: row.get::<_, Option<[u8; 16]>>(7)?.map(ContentTag),
            };
            Ok((row.get(0)?, state))
        });
        rows.map_err(broken)?.collect::<rusqlite::Result<_>>().map_err(broken)
    }

    /// The inventory that a drive holds completely, for every record.
    ///
    /// # Errors
    /// `State`.
    pub fn held(&self, drive: i64) -> Result<HashMap<i64, Vec<ChunkName>>> {
        let sql = "SELECT record, inventory FROM held WHERE drive = ?1";
        let mut query = self.connection.prepare(sql).map_err(broken)?;
        let rows = query
            .query_map([drive], |row| Ok((row.get(0)?, unpack_names(&row.get::<_, Vec<u8>>(1)?))));
        rows.map_err(broken)?.collect::<rusqlite::Result<_>>().map_err(broken)
    }

    /// The files of a record as they were last read; empty when nothing is known.
    ///
    /// # Errors
    /// `State`. A damaged cache is empty: everything is read again, nothing is lost.
    pub fn file_cache(&self, record: i64) -> Result<FileCache> {
        file_cache(&self.connection, record)
    }

    /// Caches as they were last committed, to be read beside whoever writes to the state.
    ///
    /// # Errors
    /// `State`.
    pub fn caches(&self) -> Result<Caches> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        Connection::open_with_flags(&self.path, flags).map(Caches).map_err(broken)
    }

    /// Remembers the state of records after a run, and that `drive` holds it.
    ///
    /// # Errors
    /// `State`.
    pub fn set_record_states(
        &mut self,
        drive: i64,
        states: &[(i64, RecordState, Vec<u8>)],
    ) -> Result<()> {
        self.atomically(|db| {
            let mut put = db.prepare(
                "INSERT OR REPLACE INTO record_state
                 (record, fingerprint, inventory, files, bytes, newest_s, newest_ns, cache, content)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?;
            let mut hold = db.prepare(
                "INSERT OR REPLACE INTO held (drive, record, inventory) VALUES (?1, ?2, ?3)",
            )?;
            for (record, state, cache) in states {
                let inventory = pack_names(&state.inventory);
                let newest = state.newest.map(|Moment(seconds, nanos)| (seconds, nanos)).unzip();
                put.execute(params![
                    record,
                    state.fingerprint,
                    inventory,
                    i64::try_from(state.files).unwrap_or(i64::MAX),
                    i64::try_from(state.bytes).unwrap_or(i64::MAX),
                    newest.0,
                    newest.1,
                    cache,
                    state.content.map(|content| content.0)
                ])?;
                hold.execute(params![drive, record, inventory])?;
            }
            Ok(())
        })
    }

    /// Where the state keeps a record, if it does.
    pub(super) fn record_row(&self, record: RecordId) -> Result<Option<i64>> {
        let sql = "SELECT row FROM record WHERE id = ?1";
        let found = self.connection.query_row(sql, [record.0], |row| row.get(0)).optional();
        found.map_err(broken)
    }

    /// Records that were forgotten on purpose and must not be backed up again.
    ///
    /// # Errors
    /// `State`.
    pub fn forgotten(&self) -> Result<std::collections::HashSet<RecordId>> {
        let mut query = self.connection.prepare("SELECT record FROM forgotten").map_err(broken)?;
        let rows = query.query_map([], |row| Ok(RecordId(id_column(row, 0)?))).map_err(broken)?;
        rows.collect::<rusqlite::Result<_>>().map_err(broken)
    }

    /// Numbers of the ledger entries under which records were forgotten, ascending.
    ///
    /// # Errors
    /// `State`.
    pub fn purge_entries(&self) -> Result<Vec<u64>> {
        let sql = "SELECT DISTINCT entry FROM forgotten WHERE entry IS NOT NULL ORDER BY entry";
        let mut query = self.connection.prepare(sql).map_err(broken)?;
        let rows = query.query_map([], |row| Ok(row.get::<_, i64>(0)?.unsigned_abs()));
        rows.map_err(broken)?.collect::<rusqlite::Result<_>>().map_err(broken)
    }

    /// Forgets everything about records: keys, caches, chunks on every drive; and remembers that
    /// they were forgotten. `entry` is the ledger's, once it tells of it; absent while a purge
    /// is under way ([`State::account_forgotten`]).
    ///
    /// # Errors
    /// `State`.
    pub fn forget_records(&mut self, records: &[RecordId], entry: Option<u64>) -> Result<()> {
        self.atomically(|db| {
            let mut row_of = db.prepare("SELECT row FROM record WHERE id = ?1")?;
            let mut note =
                db.prepare("INSERT OR IGNORE INTO forgotten (record, entry) VALUES (?1, ?2)")?;
            let mut files = 0;
            for record in records {
                let row = row_of.query_row([record.0], |row| row.get(0)).optional()?;
                files += row.map_or(Ok(0), |row| drop_record(db, row))?;
                note.execute(params![record.0, entry.map(number)])?;
            }
            count_forgotten(db, files)?;
            // They know the lines of whole manifests; the next backup of each drive writes one.
            db.execute("DELETE FROM fact WHERE substr(name, 1, length(?1)) = ?1", [BASES])?;
            Ok(())
        })
    }

    /// Notes under which entry of the ledger records were forgotten of which it did not tell yet.
    ///
    /// # Errors
    /// `State`.
    pub fn account_forgotten(&mut self, records: &[RecordId], entry: u64) -> Result<()> {
        self.atomically(|db| {
            let mut note =
                db.prepare("UPDATE forgotten SET entry = ?2 WHERE record = ?1 AND entry IS NULL")?;
            for record in records {
                note.execute(params![record.0, number(entry)])?;
            }
            Ok(())
        })
    }
}

fn number(entry: u64) -> i64 {
    i64::try_from(entry).unwrap_or(i64::MAX)
}

/// The first byte of a cache says what it holds of each file's nature. One that begins with zstd's own
/// first byte holds nothing.
const WITH_BEGINNINGS: u8 = 2;
const WITH_NATURES: u8 = 3;

/// The cache of a record as it is kept: postcard inside zstd.
///
/// # Errors
/// `State` when memory ran out.
pub fn pack_cache(cache: &FileCache) -> Result<Vec<u8>> {
    let packed = pack(cache)?;
    // Those of a whole first backup wait at once: none has room to grow.
    let mut marked = Vec::with_capacity(1 + packed.len());
    marked.push(WITH_NATURES);
    marked.extend_from_slice(&packed);
    Ok(marked)
}

/// Anything the computer keeps for itself for a while, as small as a cache.
///
/// # Errors
/// `State` when memory ran out.
pub fn pack<T: Serialize>(value: &T) -> Result<Vec<u8>> {
    let failed = |reason: String| Error::State { reason };
    let plain = postcard::to_allocvec(value).map_err(|cause| failed(cause.to_string()))?;
    crate::compress::shrink(&plain).map_err(|cause| failed(cause.to_string()))
}

/// What [`pack`] was given; nothing when these are other bytes.
#[must_use]
pub fn unpack<T: serde::de::DeserializeOwned>(packed: &[u8]) -> Option<T> {
    let plain = crate::compress::expand_own(packed, crate::limits::OBJECT_PLAIN_BYTES_MAX).ok()?;
    postcard::from_bytes(&plain).ok()
}

fn unpack_cache(packed: &[u8]) -> Option<FileCache> {
    let beginning = |(format, density)| Nature::of_beginning(format, density);
    match packed.split_first() {
        Some((&WITH_NATURES, rest)) => unpack(rest),
        Some((&WITH_BEGINNINGS, rest)) => {
            Some(into_files(unpack(rest)?, |old: WithBeginning| old.into_file(beginning)))
        }
        _ => Some(into_files(unpack(packed)?, |old: WithoutNature| {
            old.into_file(|()| Nature::default())
        })),
    }
}

fn into_files<N>(
    old: HashMap<[u8; 16], Earlier<N>>,
    now: impl Fn(Earlier<N>) -> CachedFile,
) -> FileCache {
    old.into_iter().map(|(tag, file)| (tag, now(file))).collect()
}

fn pack_names(names: &[ChunkName]) -> Vec<u8> {
    names.iter().flat_map(|name| name.0).collect()
}

fn unpack_names(bytes: &[u8]) -> Vec<ChunkName> {
    bytes.as_chunks::<16>().0.iter().map(|name| ChunkName(*name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As earlier programs wrote it.
    #[derive(Serialize)]
    struct Before<N> {
        size_bytes: u64,
        modified: Moment,
        changed: Moment,
        inode: u64,
        content: CachedContent,
        nature: N,
    }

    fn content() -> CachedContent {
        CachedContent { hash: [7; 32], chunks: vec![ChunkName([1; 16])], extents: None }
    }

    fn before<N: Serialize>(nature: N) -> Vec<u8> {
        let old = Before {
            size_bytes: 9,
            modified: Moment(1, 2),
            changed: Moment(3, 4),
            inode: 5,
            content: content(),
            nature,
        };
        let plain = postcard::to_allocvec(&HashMap::from([([8_u8; 16], old)])).unwrap();
        crate::compress::shrink(&plain).unwrap()
    }

    #[test]
    fn a_cache_without_natures_is_still_understood() {
        let cache = unpack_cache(&before(())).unwrap();
        let file = &cache[&[8; 16]];
        assert_eq!((file.size_bytes, file.inode, file.nature), (9, 5, Nature::default()));
        assert_eq!(file.content, content());
    }

    #[test]
    fn a_cache_with_beginnings_alone_is_still_understood() {
        let packed = [&[WITH_BEGINNINGS], before([4_u8, 77]).as_slice()].concat();
        let cache = unpack_cache(&packed).unwrap();
        let file = &cache[&[8; 16]];
        assert_eq!((file.size_bytes, file.nature), (9, Nature::of_beginning(4, 77)));
        assert_eq!(file.content, content());
    }

    #[test]
    fn natures_are_kept() {
        let nature = Nature::of(&b"%PDF-1.7 some words".repeat(400));
        let file = CachedFile {
            size_bytes: 9,
            modified: Moment(1, 2),
            changed: Moment(3, 4),
            inode: 5,
            content: content(),
            nature,
        };
        let cache = FileCache::from([([8; 16], file)]);
        assert_eq!(unpack_cache(&pack_cache(&cache).unwrap()), Some(cache));
        assert_eq!(unpack_cache(&[WITH_NATURES, 1, 2]), None);
    }
}
