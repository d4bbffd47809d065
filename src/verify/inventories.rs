//! From every manifest through its inventories to the chunks of every file: who suffers from what.
//!
//! An inventory that several manifests share is read once. Memory grows with the number of
//! distinct inventories and with the damage, not with the number of files.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{Report, Suffers, damage_of};
use crate::crypto::hash;
use crate::error::{Damage, Result};
use crate::event::Observer;
use crate::format::documents::RecordLine;
use crate::format::entry::{Content, EntryKind, InventoryEntry};
use crate::format::names::{self, ObjectPath};
use crate::id::{ChunkName, ObjectHash, RecordId, SnapshotId};
use crate::limits;
use crate::vault::{Contents, Fetcher, Manifest, Manifests, SectionReader, Vault, manifests_in};

/// Longest line of an inventory, in bytes: a file of some TiB names that many chunks.
const LINE_BYTES_MAX: usize = limits::OBJECT_BYTES_MAX;

/// What is lost, and who suffers from which finding.
#[derive(Default)]
pub(super) struct Losses {
    /// Chunks that cannot be had, and the finding that is to blame; none when they were forgotten
    /// on purpose.
    pub(super) chunks: HashMap<ChunkName, Option<usize>>,
    /// Findings that are none unless somebody suffers.
    pub(super) only_if_it_hurts: HashSet<usize>,
    /// Who suffers, by finding.
    pub(super) tallies: HashMap<usize, Tally>,
}

/// Who suffers from one finding.
#[derive(Default)]
pub(super) struct Tally {
    /// Keyed hashes of the paths, by record.
    files: HashMap<RecordId, HashSet<[u8; 16]>>,
    /// Records of which a whole inventory is lost, and how many files it had.
    whole: HashMap<RecordId, u64>,
    snapshots: BTreeSet<SnapshotId>,
}

impl Tally {
    /// Whoever suffers from either; a file that suffers from both counts once.
    pub(super) fn join(&mut self, other: &Self) {
        for (record, files) in &other.files {
            self.files.entry(*record).or_default().extend(files);
        }
        for (record, files) in &other.whole {
            let known = self.whole.entry(*record).or_default();
            *known = (*known).max(*files);
        }
        self.snapshots.extend(&other.snapshots);
    }

    pub(super) fn into_suffers(self) -> Suffers {
        let mut by_record = self.whole;
        for (record, files) in self.files {
            let count = by_record.entry(record).or_default();
            *count = (*count).max(files.len() as u64);
        }
        let files = by_record.values().sum();
        Suffers { files, snapshots: self.snapshots.into_iter().collect() }
    }
}

/// A section whose snapshots are to be followed.
pub(super) struct Section<'a> {
    pub(super) vault: &'a Vault<'a>,
    pub(super) reader: &'a SectionReader,
    pub(super) contents: &'a Contents,
}

impl Section<'_> {
    /// Follows every file of every snapshot.
    pub(super) fn follow(
        &self,
        report: &mut Report,
        losses: &mut Losses,
        observer: &dyn Observer,
    ) -> Result<()> {
        let fetcher = Fetcher::new(*self.vault, self.reader, self.contents)?;
        let indexes = self.contents.indexes.iter().collect();
        let seen = HashMap::new();
        let mut walk = Walk { section: self, fetcher, indexes, seen, report, losses };
        let mut manifests = Manifests::new(self.vault, self.reader);
        for object in manifests_in(self.vault, self.reader)? {
            match damage_of(manifests.read(&object))? {
                Ok(manifest) => walk.manifest(&manifest, observer)?,
                Err(damage) => drop(walk.report.finding(&object, damage)),
            }
        }
        Ok(())
    }
}

struct Walk<'a, 'b> {
    section: &'a Section<'a>,
    fetcher: Fetcher<'a>,
    indexes: HashSet<&'a ObjectPath>,
    /// Findings that a state of a record suffers from.
    seen: HashMap<(RecordId, ObjectHash), Vec<usize>>,
    report: &'b mut Report,
    losses: &'b mut Losses,
}

impl Walk<'_, '_> {
    fn manifest(&mut self, manifest: &Manifest, observer: &dyn Observer) -> Result<()> {
        for line in &manifest.records {
            observer.check()?;
            if self.section.reader.forgotten.contains(&line.key) {
                continue;
            }
            let state = (line.record, state_of(line));
            if !self.seen.contains_key(&state) {
                let findings = self.record(manifest, line)?;
                self.seen.insert(state, findings.into_iter().collect());
            }
            for finding in self.seen.get(&state).into_iter().flatten() {
                let tally = self.losses.tallies.entry(*finding).or_default();
                tally.snapshots.insert(manifest.id());
            }
        }
        Ok(())
    }

    /// Follows one state of a record; answers the findings it suffers from.
    fn record(&mut self, manifest: &Manifest, line: &RecordLine) -> Result<BTreeSet<usize>> {
        let mut findings = BTreeSet::new();
        let mut forgotten = false;
        for chunk in &line.inventory {
            match self.blame(manifest, chunk) {
                Some(Some(finding)) => drop(findings.insert(finding)),
                Some(None) => forgotten = true,
                None => {}
            }
        }
        if findings.is_empty() && !forgotten {
            return self.inventory(manifest, line);
        }
        for finding in &findings {
            self.lose_record(*finding, line);
        }
        Ok(findings)
    }

    fn lose_record(&mut self, finding: usize, line: &RecordLine) {
        let tally = self.losses.tallies.entry(finding).or_default();
        let files = tally.whole.entry(line.record).or_default();
        *files = (*files).max(line.files);
    }

    /// Reads an inventory chunk by chunk, line by line.
    fn inventory(&mut self, manifest: &Manifest, line: &RecordLine) -> Result<BTreeSet<usize>> {
        let mut findings = BTreeSet::new();
        let mut rest: Vec<u8> = Vec::new();
        for name in &line.inventory {
            let bytes = match damage_of(self.fetcher.chunk(*name))? {
                Ok(bytes) => bytes,
                Err(damage) => return Ok(self.broken(manifest, line, damage)),
            };
            rest.extend_from_slice(&bytes);
            let whole = rest.iter().rposition(|byte| *byte == b'\n').map_or(0, |last| last + 1);
            let sound = self.entries(manifest, line, rest.get(..whole), &mut findings);
            if !sound || rest.len() - whole > LINE_BYTES_MAX {
                return Ok(self.broken(manifest, line, Damage::Malformed));
            }
            rest.drain(..whole);
        }
        if !self.entries(manifest, line, Some(&rest), &mut findings) {
            return Ok(self.broken(manifest, line, Damage::Malformed));
        }
        Ok(findings)
    }

    /// An inventory that cannot be read although its chunks are there: blamed on its manifest.
    fn broken(
        &mut self,
        manifest: &Manifest,
        line: &RecordLine,
        damage: Damage,
    ) -> BTreeSet<usize> {
        let finding = self.report.finding(&manifest.object, damage);
        self.lose_record(finding, line);
        BTreeSet::from([finding])
    }

    /// Follows the entries of some lines; answers whether all of them are entries.
    fn entries(
        &mut self,
        manifest: &Manifest,
        line: &RecordLine,
        lines: Option<&[u8]>,
        findings: &mut BTreeSet<usize>,
    ) -> bool {
        let lines = lines.unwrap_or_default().split(|byte| *byte == b'\n');
        for text in lines.filter(|text| !text.is_empty()) {
            let Ok(entry) = serde_json::from_slice::<InventoryEntry>(text) else { return false };
            if let EntryKind::File(content) = &entry.kind {
                self.report.files_compared += 1;
                self.file(manifest, line, &entry, content, findings);
            }
        }
        true
    }

    fn file(
        &mut self,
        manifest: &Manifest,
        line: &RecordLine,
        entry: &InventoryEntry,
        content: &Content,
        findings: &mut BTreeSet<usize>,
    ) {
        let (mut blamed, mut whole, mut stored) = (BTreeSet::new(), true, 0u64);
        for chunk in &content.chunks {
            if let Some(blame) = self.blame(manifest, chunk) {
                whole = false;
                blamed.extend(blame);
            }
            let place = self.section.contents.place(chunk);
            stored = stored.saturating_add(place.map_or(0, |place| u64::from(place.bytes)));
        }
        if whole && stored != stored_bytes(content) {
            blamed.insert(self.report.finding(&manifest.object, Damage::WrongLength));
        }
        let tag = self.section.reader.naming.path_tag(line.record, entry.path.as_bytes());
        for finding in blamed {
            let tally = self.losses.tallies.entry(finding).or_default();
            tally.files.entry(line.record).or_default().insert(tag);
            findings.insert(finding);
        }
    }

    /// Why a chunk cannot be had: nothing when it can, no finding when it was forgotten.
    fn blame(&mut self, manifest: &Manifest, chunk: &ChunkName) -> Option<Option<usize>> {
        if let Some(blame) = self.losses.chunks.get(chunk) {
            return Some(*blame);
        }
        if self.section.contents.place(chunk).is_some() {
            return None;
        }
        let (object, damage) = self.unplaced(manifest);
        let finding = self.report.finding(&object, damage);
        self.losses.chunks.insert(*chunk, Some(finding));
        Some(Some(finding))
    }

    /// The object to blame for a chunk that no index places: a damaged index, one that the manifest
    /// names and that is not there, or else the manifest itself.
    fn unplaced(&self, manifest: &Manifest) -> (ObjectPath, Damage) {
        if let Some(damaged) = self.section.contents.damaged.first() {
            return damaged.clone();
        }
        let path = |hash: &ObjectHash| names::index(self.section.reader.id, *hash);
        let mut named = manifest.snapshot.indexes.iter().map(path);
        let missing = named.find(|path| !self.indexes.contains(path));
        let by_index = missing.map(|path| (path, Damage::Missing));
        by_index.unwrap_or_else(|| (manifest.object.clone(), Damage::Malformed))
    }
}

/// Tells states of one record apart.
fn state_of(line: &RecordLine) -> ObjectHash {
    let names: Vec<u8> = line.inventory.iter().flat_map(|name| name.0).collect();
    hash::object_hash(&names)
}

/// Bytes of a file that its chunks must hold.
pub(super) fn stored_bytes(content: &Content) -> u64 {
    content.extents.as_ref().map_or(content.size_bytes, |extents| {
        extents.iter().fold(0, |sum: u64, (_, bytes)| sum.saturating_add(*bytes))
    })
}
