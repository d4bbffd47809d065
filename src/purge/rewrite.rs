//! Second step of a purge: indexes and manifests without what is forgotten.
//!
//! What an earlier run has written already is recognised by its content and taken over.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::{DriveOutcome, Purge, SegmentPlace, in_order, listed};
use crate::crypto::hash;
use crate::error::{Damage, Error, Result};
use crate::event::Observer;
use crate::format::documents::{ObjectKind, PackLine, RecordLine};
use crate::format::names::{self, ObjectPath};
use crate::id::{ObjectHash, RecordId, SnapshotId};
use crate::state::{RewrittenIndex, RewrittenSnapshot};
use crate::vault::{
    self, Copies, Counted, Document, Kept, Leaning, Manifest, Manifests, Rewriting,
};

/// What the second step leaves to do, and what must be so before that is done.
#[derive(Default)]
pub(super) struct Leftovers {
    /// Segments of forgotten records.
    pub segments: Vec<SegmentPlace>,
    /// Segments under forgotten keys of records that go on under another.
    pub renewed: Vec<SegmentPlace>,
    /// These records.
    pub renewed_records: HashSet<RecordId>,
    /// Manifests that are not in force any more; those that lean on another come first.
    pub manifests: Vec<ObjectPath>,
    /// Indexes that are not in force any more.
    pub indexes: Vec<ObjectPath>,
    /// Manifests in force.
    pub manifests_in_force: Vec<ObjectPath>,
    /// Indexes in force.
    pub indexes_in_force: Vec<ObjectPath>,
    /// All that is kept, as it was found.
    pub kept: Kept,
    /// What could not be found or opened.
    pub doubts: Vec<(ObjectPath, Damage)>,
}

/// What an object is to this purge.
enum Judged<T> {
    /// Sealed to the catalog in force, nothing forgotten in it.
    Clean(T),
    /// To be written anew.
    Old(T),
    /// Read, and nothing at hand opens it.
    Damaged(Damage),
}

/// Writes what is missing; what is old is listed, not touched.
pub(super) fn all(
    purge: &Purge<'_>,
    known: &HashSet<String>,
    outcome: &mut DriveOutcome,
    observer: &dyn Observer,
) -> Result<Leftovers> {
    let mut left = Leftovers::default();
    let shots = listed(purge.vault, purge.all.id, "snapshots")?;
    let names = listed(purge.vault, purge.all.id, "index")?;
    let keyring = listed(purge.vault, purge.all.id, "keyring")?;
    let seen = shots.keys().chain(names.keys()).chain(keyring.keys()).cloned().collect();
    left.doubts.extend(vault::unseen(purge.all.id, known, &seen));
    let (found, damaged) = read_manifests(purge, &shots, observer)?;
    left.doubts.extend(named_and_gone(purge, &found, &names));
    let counted = Counted::new(&purge.all, known, found.iter().map(|(manifest, _)| manifest));
    left.doubts.extend(damaged.into_iter().filter(|(object, damage)| counted.has(object, *damage)));
    let hashes = indexes(purge, &names, &counted, &mut left, outcome, observer)?;
    let leaning = Leaning::of(found.iter().map(|(manifest, _)| manifest));
    let in_force = manifests(purge, found, &hashes, &mut left, outcome, observer)?;
    let gone = in_order(&shots).into_iter().rev().filter(|name| !in_force.contains(*name));
    left.manifests = gone.cloned().collect();
    leaning.put_first(&mut left.manifests);
    left.manifests_in_force = in_force.into_iter().collect();
    Ok(left)
}

/// Indexes that manifests name and that are not there.
fn named_and_gone(
    purge: &Purge<'_>,
    found: &[(Manifest, bool)],
    indexes: &Copies,
) -> Vec<(ObjectPath, Damage)> {
    let snapshots = found.iter().map(|(manifest, _)| &manifest.snapshot);
    let named: HashSet<ObjectHash> = snapshots.flat_map(|line| &line.indexes).copied().collect();
    let there: HashSet<ObjectHash> = indexes.keys().filter_map(ObjectPath::own_hash).collect();
    // A manifest in force and the one it replaces name different indexes; of these one may be gone.
    let counts = |hash: &&ObjectHash| {
        let names = |(manifest, _): &&(Manifest, bool)| manifest.snapshot.indexes.contains(hash);
        let mut naming = found.iter().filter(names);
        naming.any(|(manifest, is_clean)| *is_clean || !has_clean(found, manifest))
    };
    let gone = named.difference(&there).filter(counts);
    gone.map(|hash| (names::index(purge.all.id, *hash), Damage::Missing)).collect()
}

fn has_clean(found: &[(Manifest, bool)], of: &Manifest) -> bool {
    found.iter().any(|(manifest, is_clean)| *is_clean && manifest.id() == of.id())
}

struct Index {
    object: ObjectPath,
    seq: u64,
    /// Its lines without forgotten segments.
    lines: Vec<PackLine>,
}

/// Hashes of old indexes and of what replaces them.
type Replaced = HashMap<ObjectHash, ObjectHash>;

fn indexes(
    purge: &Purge<'_>,
    names: &Copies,
    counted: &Counted<'_>,
    left: &mut Leftovers,
    outcome: &mut DriveOutcome,
    observer: &dyn Observer,
) -> Result<Replaced> {
    let (mut by_content, mut old) = (HashMap::new(), Vec::new());
    for object in in_order(names) {
        observer.check()?;
        match judge_index(purge, object, left)? {
            Judged::Clean(index) => {
                let bytes = vault::make_whole(purge.vault, object)?.len() as u64;
                note_index(&index, bytes, outcome);
                by_content.entry(content(&index.lines)?).or_insert(index.object);
            }
            Judged::Old(index) => old.push(index),
            Judged::Damaged(damage) => {
                let counts = counted.has(object, damage);
                left.doubts.extend(counts.then(|| (object.clone(), damage)));
            }
        }
    }
    let mut replaced: Replaced =
        by_content.values().filter_map(ObjectPath::own_hash).map(|own| (own, own)).collect();
    for index in old {
        observer.check()?;
        let content = content(&index.lines)?;
        let new = match by_content.get(&content) {
            Some(known) => known.clone(),
            None => put_index(purge, &index, outcome)?,
        };
        if let (Some(before), Some(after)) = (index.object.own_hash(), new.own_hash()) {
            replaced.insert(before, after);
        }
        by_content.insert(content, new);
    }
    let in_force: HashSet<&ObjectPath> = by_content.values().collect();
    left.indexes =
        in_order(names).into_iter().filter(|name| !in_force.contains(name)).cloned().collect();
    left.indexes_in_force = in_force.into_iter().cloned().collect();
    for places in [&mut left.segments, &mut left.renewed] {
        places.sort();
        places.dedup();
    }
    Ok(replaced)
}

fn judge_index(
    purge: &Purge<'_>,
    object: &ObjectPath,
    left: &mut Leftovers,
) -> Result<Judged<Index>> {
    let (document, is_newest) = match open(purge, ObjectKind::Index, object)? {
        Ok(opened) => opened,
        Err(damage) => return Ok(Judged::Damaged(damage)),
    };
    let Ok(mut lines) = document.lines::<PackLine>(object).collect::<Result<Vec<_>>>() else {
        return Ok(Judged::Damaged(Damage::Newer));
    };
    let mut has_forgotten = false;
    for line in &mut lines {
        let (pack, pack_bytes) = (line.pack, line.bytes);
        line.segments.retain(|segment| {
            let is_forgotten = purge.is_forgotten(segment.record, segment.key);
            if is_forgotten && segment.at.saturating_add(segment.bytes.into()) <= pack_bytes {
                let place = SegmentPlace { pack, at: segment.at, bytes: segment.bytes };
                left.goes(place, segment.record, purge.is_forgotten_as_a_whole(segment.record));
            }
            has_forgotten |= is_forgotten;
            !is_forgotten
        });
    }
    left.kept.add_chunks(&lines);
    let index = Index { object: object.clone(), seq: document.header.seq, lines };
    Ok(if is_newest && !has_forgotten { Judged::Clean(index) } else { Judged::Old(index) })
}

impl Leftovers {
    fn goes(&mut self, place: SegmentPlace, record: RecordId, is_whole: bool) {
        if is_whole {
            self.segments.push(place);
        } else {
            self.renewed.push(place);
            self.renewed_records.insert(record);
        }
    }
}

/// Opens an object and says whether the catalog in force does; or why none does.
fn open(
    purge: &Purge<'_>,
    kind: ObjectKind,
    object: &ObjectPath,
) -> Result<std::result::Result<(Document, bool), Damage>> {
    match vault::surely(purge.vault.read_document(&purge.newest, kind, object))? {
        Err(Damage::DoesNotOpen) => {}
        other => return Ok(other.map(|document| (document, true))),
    }
    let read = vault::surely(purge.vault.read_document(&purge.all, kind, object))?;
    Ok(read.map(|document| (document, false)))
}

fn content<T: Serialize>(lines: &T) -> Result<ObjectHash> {
    let bytes = serde_json::to_vec(lines)
        .map_err(|_| Error::damaged(&names::vault_json(), Damage::Malformed))?;
    Ok(hash::object_hash(&bytes))
}

fn put_index(purge: &Purge<'_>, index: &Index, outcome: &mut DriveOutcome) -> Result<ObjectPath> {
    let (writer, lines) = (purge.newest.writer()?, index.lines.clone());
    let object = vault::put_index(purge.vault, &writer, index.seq, lines)?.object;
    outcome.objects_rewritten += 1;
    let bytes = purge.vault.read_small(&object)?.len() as u64;
    let now = Index { object: object.clone(), seq: index.seq, lines: index.lines.clone() };
    note_index(&now, bytes, outcome);
    Ok(object)
}

fn note_index(index: &Index, bytes: u64, outcome: &mut DriveOutcome) {
    outcome.now.indexes.push(RewrittenIndex {
        object: index.object.to_string(),
        bytes,
        packs: index.lines.iter().map(|line| line.pack).collect(),
    });
}

/// Every manifest that can be read, without its forgotten records, and whether it is clean; and the others.
#[expect(clippy::type_complexity, reason = "two lists, named above")]
fn read_manifests(
    purge: &Purge<'_>,
    names: &Copies,
    observer: &dyn Observer,
) -> Result<(Vec<(Manifest, bool)>, Vec<(ObjectPath, Damage)>)> {
    let (mut found, mut damaged) = (Vec::new(), Vec::new());
    let mut newest = Manifests::new(purge.vault, &purge.newest);
    let mut all = Manifests::new(purge.vault, &purge.all);
    for object in in_order(names) {
        observer.check()?;
        match judge_manifest(purge, &mut newest, &mut all, object)? {
            Judged::Clean(manifest) => found.push((manifest, true)),
            Judged::Old(manifest) => found.push((manifest, false)),
            Judged::Damaged(damage) => damaged.push((object.clone(), damage)),
        }
    }
    // Parents first; of one snapshot, what an earlier run has written first.
    found.sort_by_key(|(manifest, is_clean)| (manifest.seq, manifest.id(), !is_clean));
    Ok((found, damaged))
}

/// Writes anew what is not clean; answers the manifests that are in force from now on.
fn manifests(
    purge: &Purge<'_>,
    found: Vec<(Manifest, bool)>,
    indexes: &Replaced,
    left: &mut Leftovers,
    outcome: &mut DriveOutcome,
    observer: &dyn Observer,
) -> Result<HashSet<ObjectPath>> {
    let mut in_force: HashMap<SnapshotId, ObjectPath> = HashMap::new();
    let mut parents: Replaced = HashMap::new();
    let mut rewriting = Rewriting::new(purge.vault, purge.newest.writer()?);
    for (mut manifest, is_clean) in found {
        observer.check()?;
        let (own, id) = (manifest.hash(), manifest.id());
        if let Entry::Vacant(place) = in_force.entry(id) {
            left.kept.add_lines(&manifest);
            let is_as_it_was = !renew(&mut manifest, indexes, &parents) && is_clean;
            let object = if is_as_it_was && rewriting.may_stay(&manifest) {
                rewriting.keep(&manifest)?
            } else {
                outcome.objects_rewritten += 1;
                rewriting.put(&manifest)?
            };
            note_snapshot(&manifest, &object, outcome);
            place.insert(object);
        }
        let now = in_force.get(&id).and_then(ObjectPath::own_hash);
        parents.extend(own.zip(now));
    }
    Ok(in_force.into_values().collect())
}

fn judge_manifest(
    purge: &Purge<'_>,
    newest: &mut Manifests<'_>,
    all: &mut Manifests<'_>,
    object: &ObjectPath,
) -> Result<Judged<Manifest>> {
    let (read, is_newest) = match vault::surely(newest.read(object))? {
        Err(Damage::DoesNotOpen) => (vault::surely(all.read(object))?, false),
        other => (other, true),
    };
    let mut manifest = match read {
        Ok(manifest) => manifest,
        Err(damage) => return Ok(Judged::Damaged(damage)),
    };
    let before = manifest.records.len();
    manifest.records.retain(|line| !purge.forgotten.contains(&line.record));
    let is_clean = is_newest && manifest.records.len() == before;
    Ok(if is_clean { Judged::Clean(manifest) } else { Judged::Old(manifest) })
}

/// What a manifest says once records are gone and objects have new names. Files that could not be
/// backed up stay counted: nobody knows any more whose they were. Answers whether anything changed.
fn renew(manifest: &mut Manifest, indexes: &Replaced, parents: &Replaced) -> bool {
    let before = manifest.snapshot.clone();
    let sum = |of: fn(&RecordLine) -> u64| manifest.records.iter().map(of).sum();
    manifest.snapshot.files = sum(|line| line.files);
    manifest.snapshot.bytes = sum(|line| line.bytes);
    let line = &mut manifest.snapshot;
    line.indexes = line.indexes.iter().filter_map(|hash| indexes.get(hash).copied()).collect();
    // The parent may be the manifest of another section, which keeps its own name.
    line.parent = line.parent.map(|hash| parents.get(&hash).copied().unwrap_or(hash));
    *line != before
}

fn note_snapshot(manifest: &Manifest, object: &ObjectPath, outcome: &mut DriveOutcome) {
    outcome.now.snapshots.push(RewrittenSnapshot {
        id: manifest.id(),
        object: object.to_string(),
        files: manifest.snapshot.files,
        bytes: manifest.snapshot.bytes,
    });
}
