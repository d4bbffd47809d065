//! Second step of a purge: indexes and manifests without what is forgotten.
//!
//! What an earlier run has written already is recognised by its content and taken over.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::{DriveOutcome, Purge, in_order, listed, stop_if_asked};
use crate::crypto::hash;
use crate::error::{Damage, Error, Result};
use crate::event::Observer;
use crate::format::FORMAT_VERSION;
use crate::format::documents::{Header, ObjectKind, PackLine, RecordLine};
use crate::format::names::{self, ObjectPath};
use crate::id::{ObjectHash, PackId, SnapshotId};
use crate::state::{RewrittenIndex, RewrittenSnapshot};
use crate::vault::{Document, Draft, Manifest};

/// A segment to wipe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Place {
    pub pack: PackId,
    pub at: u64,
    pub bytes: u32,
}

/// What the second step leaves to do.
#[derive(Default)]
pub(super) struct Leftovers {
    pub segments: Vec<Place>,
    pub manifests: Vec<ObjectPath>,
    pub indexes: Vec<ObjectPath>,
}

/// What an object is to this purge.
enum Judged<T> {
    /// Sealed to the catalog in force, nothing forgotten in it.
    Clean(T),
    /// To be written anew.
    Old(T),
    /// Nothing at hand opens it.
    Unreadable,
}

/// Writes what is missing; what is old is listed, not touched.
pub(super) fn all(
    purge: &Purge<'_>,
    outcome: &mut DriveOutcome,
    observer: &dyn Observer,
) -> Result<Leftovers> {
    let mut left = Leftovers::default();
    let hashes = indexes(purge, &mut left, outcome, observer)?;
    manifests(purge, &hashes, &mut left, outcome, observer)?;
    Ok(left)
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
    left: &mut Leftovers,
    outcome: &mut DriveOutcome,
    observer: &dyn Observer,
) -> Result<Replaced> {
    let (mut by_content, mut old) = (HashMap::new(), Vec::new());
    let mut places = HashSet::new();
    let names = listed(purge.vault, purge.all.id, "index")?;
    for object in in_order(&names) {
        stop_if_asked(observer)?;
        match judge_index(purge, object, &mut places)? {
            Judged::Clean(index) => {
                make_whole(purge, object)?;
                note_index(purge, &index, outcome)?;
                by_content.entry(content(&index.lines)?).or_insert(index.object);
            }
            Judged::Old(index) => old.push(index),
            Judged::Unreadable => outcome.unreadable += 1,
        }
    }
    let mut replaced: Replaced =
        by_content.values().filter_map(ObjectPath::own_hash).map(|own| (own, own)).collect();
    for index in old {
        stop_if_asked(observer)?;
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
        in_order(&names).into_iter().filter(|name| !in_force.contains(name)).cloned().collect();
    left.segments = places.into_iter().collect();
    left.segments.sort();
    Ok(replaced)
}

fn judge_index(
    purge: &Purge<'_>,
    object: &ObjectPath,
    places: &mut HashSet<Place>,
) -> Result<Judged<Index>> {
    let Some((document, is_newest)) = open(purge, ObjectKind::Index, object)? else {
        return Ok(Judged::Unreadable);
    };
    let Ok(mut lines) = document.lines::<PackLine>(object).collect::<Result<Vec<_>>>() else {
        return Ok(Judged::Unreadable);
    };
    let mut has_forgotten = false;
    for line in &mut lines {
        let (pack, pack_bytes) = (line.pack, line.bytes);
        line.segments.retain(|segment| {
            let is_forgotten = purge.is_forgotten(segment.record, segment.key);
            if is_forgotten && segment.at.saturating_add(segment.bytes.into()) <= pack_bytes {
                places.insert(Place { pack, at: segment.at, bytes: segment.bytes });
            }
            has_forgotten |= is_forgotten;
            !is_forgotten
        });
    }
    let index = Index { object: object.clone(), seq: document.header.seq, lines };
    Ok(if is_newest && !has_forgotten { Judged::Clean(index) } else { Judged::Old(index) })
}

/// Opens an object and says whether the catalog in force does; nothing when none does.
fn open(
    purge: &Purge<'_>,
    kind: ObjectKind,
    object: &ObjectPath,
) -> Result<Option<(Document, bool)>> {
    match purge.vault.read_document(&purge.newest, kind, object) {
        Ok(document) => return Ok(Some((document, true))),
        Err(Error::Damaged { damage: Damage::DoesNotOpen, .. }) => {}
        Err(Error::Damaged { .. }) => return Ok(None),
        Err(other) => return Err(other),
    }
    match purge.vault.read_document(&purge.all, kind, object) {
        Ok(document) => Ok(Some((document, false))),
        Err(Error::Damaged { .. }) => Ok(None),
        Err(other) => Err(other),
    }
}

fn content<T: Serialize>(lines: &T) -> Result<ObjectHash> {
    let bytes = serde_json::to_vec(lines)
        .map_err(|_| Error::damaged(&names::vault_json(), Damage::Malformed))?;
    Ok(hash::object_hash(&bytes))
}

/// Both copies of an object that stays.
fn make_whole(purge: &Purge<'_>, object: &ObjectPath) -> Result<()> {
    let bytes = purge.vault.read_small(object)?;
    purge.vault.ensure_small(object, &bytes).map(drop)
}

fn header(purge: &Purge<'_>, kind: ObjectKind, seq: u64) -> Header {
    Header {
        refuge: FORMAT_VERSION,
        kind,
        practice: purge.vault.practice,
        section: purge.all.id,
        vault: Some(purge.vault.id),
        seq,
        epoch: None,
    }
}

fn put_index(purge: &Purge<'_>, index: &Index, outcome: &mut DriveOutcome) -> Result<ObjectPath> {
    let mut draft = Draft::new(&header(purge, ObjectKind::Index, index.seq))?;
    for line in &index.lines {
        draft.line(line)?;
    }
    let id = purge.all.id;
    let place = |hash| names::index(id, hash);
    let object = purge.vault.put_document(&purge.newest.writer()?, draft, place)?;
    outcome.objects_rewritten += 1;
    let now = Index { object: object.clone(), seq: index.seq, lines: index.lines.clone() };
    note_index(purge, &now, outcome)?;
    Ok(object)
}

fn note_index(purge: &Purge<'_>, index: &Index, outcome: &mut DriveOutcome) -> Result<()> {
    let bytes = purge.vault.read_small(&index.object)?.len() as u64;
    outcome.now.indexes.push(RewrittenIndex {
        object: index.object.to_string(),
        bytes,
        packs: index.lines.iter().map(|line| line.pack).collect(),
    });
    Ok(())
}

fn manifests(
    purge: &Purge<'_>,
    indexes: &Replaced,
    left: &mut Leftovers,
    outcome: &mut DriveOutcome,
    observer: &dyn Observer,
) -> Result<()> {
    let names = listed(purge.vault, purge.all.id, "snapshots")?;
    let mut found = Vec::new();
    for object in in_order(&names) {
        stop_if_asked(observer)?;
        match judge_manifest(purge, object)? {
            Judged::Clean(manifest) => found.push((manifest, true)),
            Judged::Old(manifest) => found.push((manifest, false)),
            Judged::Unreadable => outcome.unreadable += 1,
        }
    }
    // Parents first; of one snapshot, what an earlier run has written first.
    found.sort_by_key(|(manifest, is_clean)| (manifest.seq, manifest.id(), !is_clean));
    let mut in_force: HashMap<SnapshotId, ObjectPath> = HashMap::new();
    let mut parents: Replaced = HashMap::new();
    for (mut manifest, is_clean) in found {
        stop_if_asked(observer)?;
        let (own, id) = (manifest.hash(), manifest.id());
        if let Entry::Vacant(place) = in_force.entry(id) {
            let is_good = !renew(&mut manifest, indexes, &parents) && is_clean;
            let object = if is_good {
                make_whole(purge, &manifest.object)?;
                manifest.object.clone()
            } else {
                put_manifest(purge, &manifest, outcome)?
            };
            note_snapshot(&manifest, &object, outcome);
            place.insert(object);
        }
        let now = in_force.get(&id).and_then(ObjectPath::own_hash);
        parents.extend(own.zip(now));
    }
    let kept: HashSet<&ObjectPath> = in_force.values().collect();
    left.manifests =
        in_order(&names).into_iter().filter(|name| !kept.contains(name)).cloned().collect();
    Ok(())
}

fn judge_manifest(purge: &Purge<'_>, object: &ObjectPath) -> Result<Judged<Manifest>> {
    let (read, is_newest) = match Manifest::read(purge.vault, &purge.newest, object) {
        Err(Error::Damaged { damage: Damage::DoesNotOpen, .. }) => {
            (Manifest::read(purge.vault, &purge.all, object), false)
        }
        other => (other, true),
    };
    let mut manifest = match read {
        Err(Error::Damaged { .. }) => return Ok(Judged::Unreadable),
        other => other?,
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

fn put_manifest(
    purge: &Purge<'_>,
    manifest: &Manifest,
    outcome: &mut DriveOutcome,
) -> Result<ObjectPath> {
    let mut draft = Draft::new(&header(purge, ObjectKind::Manifest, manifest.seq))?;
    draft.line(&manifest.snapshot)?;
    for line in &manifest.records {
        draft.line(line)?;
    }
    let time = manifest.moment()?;
    let id = purge.all.id;
    let place = |hash| names::manifest(id, time, hash);
    let object = purge.vault.put_document(&purge.newest.writer()?, draft, place)?;
    outcome.objects_rewritten += 1;
    Ok(object)
}

fn note_snapshot(manifest: &Manifest, object: &ObjectPath, outcome: &mut DriveOutcome) {
    outcome.now.snapshots.push(RewrittenSnapshot {
        id: manifest.id(),
        object: object.to_string(),
        files: manifest.snapshot.files,
        bytes: manifest.snapshot.bytes,
    });
}
