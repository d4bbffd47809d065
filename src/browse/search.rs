//! Where and when files existed: one pass over the inventories of every backup of a drive.
//!
//! Backups share nearly all of their inventories, chunk by chunk, so each chunk is read once,
//! whatever the number of backups. Only the lines that lie across two chunks are looked at again.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Deserialize;

use crate::browse::{History, Labels};
use crate::error::{Error, Result};
use crate::format::documents::RecordLine;
use crate::format::entry::{ContentHash, EntryKind, InventoryEntry, Moment};
use crate::id::{ChunkName, RecordId, SnapshotId, SourceId};
use crate::tree_path::TreePath;
use crate::vault::{Contents, Fetcher, Manifest, SectionReader, Vault};

/// Longest line that lies across chunks, in bytes; as for reading one inventory.
const LINE_BYTES_MAX: usize = 256 * 1024 * 1024;

/// What was found, and what could not be looked into.
#[derive(Debug, Default)]
pub struct Search {
    /// By source and path.
    pub hits: Vec<Hit>,
    /// Records whose inventory could not be read in some backup.
    pub lost_records: u64,
    /// The sources, and what they are called.
    pub labels: Labels,
}

/// A file, folder or link through the backups of a drive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Its source.
    pub source: SourceId,
    /// Its record, in its newest version.
    pub record: RecordId,
    /// Where it lies in the source.
    pub path: TreePath,
    /// Its versions, in the order of the backups; never empty.
    pub versions: Vec<FoundVersion>,
    /// The first backup after its last version that has it no more, as a number of the history. Nothing
    /// while the newest backup has it, or where a backup that may have it cannot be read.
    pub gone_by: Option<usize>,
}

/// A stretch of backups in which a thing did not change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundVersion {
    /// What it was.
    pub what: What,
    /// Time of its last change.
    pub modified: Option<Moment>,
    /// First backup that has it so, as a number of the history.
    pub first: usize,
    /// Last backup that has it so.
    pub last: usize,
}

/// What a thing was, as far as versions differ by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A file: length in bytes, and its content.
    File(u64, ContentHash),
    /// A further name of a file.
    HardLink,
    /// A folder.
    Folder,
    /// A symbolic link.
    Symlink,
}

impl What {
    /// Length of a file, in bytes.
    #[must_use]
    pub const fn size_bytes(&self) -> Option<u64> {
        match self {
            Self::File(size, _) => Some(*size),
            _ => None,
        }
    }

    /// Whether it is a file, under whichever name.
    #[must_use]
    pub const fn is_file(&self) -> bool {
        matches!(self, Self::File(..) | Self::HardLink)
    }
}

impl Hit {
    /// Its newest version.
    #[must_use]
    pub fn newest(&self) -> Option<&FoundVersion> {
        self.versions.last()
    }
}

/// Looks through every backup of `history` for what `fits`, in records that are not forgotten.
///
/// # Errors
/// `Interrupted` when `stop` says so; when the drive cannot be read. Damage is counted.
pub fn search(
    vault: &Vault<'_>,
    sections: &[SectionReader],
    history: &History,
    forgotten: &HashSet<RecordId>,
    fits: &dyn Fn(&Labels, SourceId, &TreePath) -> bool,
    stop: &dyn Fn() -> bool,
) -> Result<Search> {
    let numbers: HashMap<SnapshotId, usize> =
        history.snapshots.iter().map(|shot| shot.id).zip(0..).collect();
    let mut all = Vec::with_capacity(sections.len());
    for section in sections {
        all.push(Manifest::all(vault, section)?.0);
    }
    let labels = Labels::over(all.iter().flatten());
    let mut seen = Seen::default();
    for (section, manifests) in sections.iter().zip(&all) {
        let states = states(manifests, &numbers, forgotten);
        let contents = Contents::load(vault, section)?;
        let fetcher = Fetcher::new(*vault, section, &contents)?;
        let mut pieces = Pieces { fetcher, known: HashMap::new() };
        pieces.read_all(&states, &contents, &|source, path| fits(&labels, source, path), stop)?;
        for state in &states {
            let found = pieces.of(state, &|source, path| fits(&labels, source, path));
            seen.add(state, found);
        }
    }
    let (hits, lost_records) = seen.finish(history.snapshots.len());
    Ok(Search { hits, lost_records, labels })
}

/// One state of a record, and the backups that have it.
struct State<'a> {
    line: &'a RecordLine,
    snapshots: Vec<usize>,
}

fn states<'a>(
    manifests: &'a [Manifest],
    numbers: &HashMap<SnapshotId, usize>,
    forgotten: &HashSet<RecordId>,
) -> Vec<State<'a>> {
    let mut found: BTreeMap<(RecordId, &[ChunkName]), State<'_>> = BTreeMap::new();
    for manifest in manifests {
        let Some(number) = numbers.get(&manifest.snapshot.snapshot) else { continue };
        for line in manifest.records.iter().filter(|line| !forgotten.contains(&line.record)) {
            let state = found
                .entry((line.record, line.inventory.as_slice()))
                .or_insert_with(|| State { line, snapshots: Vec::new() });
            state.snapshots.push(*number);
        }
    }
    found.into_values().collect()
}

/// A line that was looked for.
type Line = (TreePath, What, Option<Moment>);

/// A chunk of an inventory: what lies across its ends, and what was found between.
#[derive(Default)]
struct Piece {
    /// Up to the first end of a line; all of it where there is none.
    head: Vec<u8>,
    /// After the last end of a line; nothing where there is none.
    tail: Option<Vec<u8>>,
    found: Vec<Line>,
    is_bad: bool,
}

struct Pieces<'a> {
    fetcher: Fetcher<'a>,
    /// Nothing for a chunk that cannot be read.
    known: HashMap<ChunkName, Option<Piece>>,
}

type Fits<'a> = &'a dyn Fn(SourceId, &TreePath) -> bool;

impl Pieces<'_> {
    /// Reads every chunk once, in the order in which they lie on the drive.
    fn read_all(
        &mut self,
        states: &[State<'_>],
        contents: &Contents,
        fits: Fits<'_>,
        stop: &dyn Fn() -> bool,
    ) -> Result<()> {
        let mut wanted: Vec<_> = states
            .iter()
            .flat_map(|state| state.line.inventory.iter().map(|chunk| (*chunk, state.line.source)))
            .map(|(chunk, source)| (contents.place(&chunk), chunk, source))
            .collect();
        wanted.sort_unstable();
        wanted.dedup_by_key(|(_, chunk, _)| *chunk);
        for (_, chunk, source) in wanted {
            if stop() {
                return Err(Error::Interrupted);
            }
            let piece = match self.fetcher.chunk(chunk) {
                Ok(bytes) => Some(Piece::of(&bytes, source, fits)),
                Err(Error::Damaged { .. }) => None,
                Err(other) => return Err(other),
            };
            self.known.insert(chunk, piece);
        }
        Ok(())
    }

    /// What one state of a record holds of what is looked for; nothing when it cannot be read.
    fn of(&self, state: &State<'_>, fits: Fits<'_>) -> Option<Vec<Line>> {
        let source = state.line.source;
        let mut found = Vec::new();
        let mut pending: Vec<u8> = Vec::new();
        for chunk in &state.line.inventory {
            let piece = self.known.get(chunk)?.as_ref().filter(|piece| !piece.is_bad)?;
            if pending.len().saturating_add(piece.head.len()) > LINE_BYTES_MAX {
                return None;
            }
            pending.extend_from_slice(&piece.head);
            let Some(tail) = &piece.tail else { continue };
            found.extend(look(&pending, source, fits).ok()?);
            found.extend(piece.found.iter().cloned());
            pending.clone_from(tail);
        }
        found.extend(look(&pending, source, fits).ok()?);
        Some(found)
    }
}

impl Piece {
    fn of(bytes: &[u8], source: SourceId, fits: Fits<'_>) -> Self {
        let ends = |byte: &u8| *byte == b'\n';
        let Some((first, last)) = bytes.iter().position(ends).zip(bytes.iter().rposition(ends))
        else {
            return Self { head: bytes.to_vec(), ..Self::default() };
        };
        let part = |from: usize, to: usize| bytes.get(from..to).unwrap_or_default();
        let mut piece = Self {
            head: part(0, first).to_vec(),
            tail: Some(part(last + 1, bytes.len()).to_vec()),
            ..Self::default()
        };
        for line in part(first + 1, last.max(first + 1)).split(|byte| *byte == b'\n') {
            match look(line, source, fits) {
                Ok(line) => piece.found.extend(line),
                Err(Malformed) => piece.is_bad = true,
            }
        }
        piece
    }
}

struct Malformed;

/// The path alone: most lines are not what is looked for.
#[derive(Deserialize)]
struct Named<'a> {
    #[serde(rename = "p", borrow)]
    path: Cow<'a, str>,
}

fn look(line: &[u8], source: SourceId, fits: Fits<'_>) -> Result<Option<Line>, Malformed> {
    if line.is_empty() {
        return Ok(None);
    }
    let named: Named<'_> = serde_json::from_slice(line).map_err(|_| Malformed)?;
    let path = TreePath::from_escaped(&named.path).map_err(|_| Malformed)?;
    if !fits(source, &path) {
        return Ok(None);
    }
    let entry: InventoryEntry = serde_json::from_slice(line).map_err(|_| Malformed)?;
    let what = match &entry.kind {
        EntryKind::File(content) => What::File(content.size_bytes, content.hash),
        EntryKind::Folder => What::Folder,
        EntryKind::Symlink { .. } => What::Symlink,
        EntryKind::HardLink { .. } => What::HardLink,
    };
    Ok(Some((entry.path, what, entry.metadata.modified)))
}

/// Every sight of a thing, by backup.
#[derive(Default)]
struct Seen {
    places: BTreeMap<(SourceId, TreePath), Vec<Sight>>,
    /// The newest backup in which a record could not be read.
    lost: HashMap<RecordId, usize>,
}

#[derive(Clone)]
struct Sight {
    number: usize,
    record: RecordId,
    what: What,
    modified: Option<Moment>,
}

impl Seen {
    fn add(&mut self, state: &State<'_>, found: Option<Vec<Line>>) {
        let record = state.line.record;
        let Some(found) = found else {
            let newest = state.snapshots.iter().copied().max().unwrap_or_default();
            let known = self.lost.entry(record).or_default();
            *known = (*known).max(newest);
            return;
        };
        for (path, what, modified) in found {
            let sights = self.places.entry((state.line.source, path)).or_default();
            sights.extend(state.snapshots.iter().map(|number| Sight {
                number: *number,
                record,
                what: what.clone(),
                modified,
            }));
        }
    }

    fn finish(self, snapshots: usize) -> (Vec<Hit>, u64) {
        let lost = &self.lost;
        let hit = |((source, path), sights)| hit(source, path, sights, lost, snapshots);
        (self.places.into_iter().filter_map(hit).collect(), lost.len() as u64)
    }
}

fn hit(
    source: SourceId,
    path: TreePath,
    mut sights: Vec<Sight>,
    lost: &HashMap<RecordId, usize>,
    snapshots: usize,
) -> Option<Hit> {
    sights.sort_by_key(|sight| sight.number);
    let (record, last) = sights.last().map(|sight| (sight.record, sight.number))?;
    let mut versions: Vec<FoundVersion> = Vec::new();
    for Sight { number, what, modified, .. } in sights {
        match versions.last_mut().filter(|version| version.what == what) {
            Some(version) => version.last = number,
            None => versions.push(FoundVersion { what, modified, first: number, last: number }),
        }
    }
    let is_unsure = lost.get(&record).is_some_and(|number| *number > last);
    let gone_by = Some(last + 1).filter(|next| *next < snapshots && !is_unsure);
    Some(Hit { source, record, path, versions, gone_by })
}
