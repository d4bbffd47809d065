//! All that a section of a drive says about itself, and which chunks its snapshots need.

use std::collections::{BTreeMap, HashSet};

use crate::browse::{self, View};
use crate::error::{Damage, Error, Result};
use crate::format::documents::RecordLine;
use crate::format::entry::EntryKind;
use crate::format::names::{self, ObjectPath};
use crate::id::{ChunkName, ObjectHash, RecordId};
use crate::state::{Drive, State};
use crate::vault::{self, Contents, Counted, Index, Manifest, Manifests, SectionReader, Vault};

/// Every manifest and index of a section, each read once.
pub struct Catalogue {
    /// By number.
    pub indexes: Vec<Index>,
    /// By number; two of one snapshot where a run that rewrote them was interrupted.
    pub manifests: Vec<Manifest>,
    /// All indexes, joined.
    pub contents: Contents,
    /// Manifests and indexes that an interrupted run began to write or to overwrite.
    pub torn: Vec<ObjectPath>,
}

impl Catalogue {
    /// The number of the newest snapshot.
    #[must_use]
    pub fn newest_seq(&self) -> u64 {
        self.manifests.last().map_or(0, |newest| newest.seq)
    }

    /// Reads everything. `known` are the objects that the computer believes to be on the drive.
    ///
    /// # Errors
    /// `Damaged` when an object that counts cannot be read, or is not listed: then nobody can say what is
    /// needed.
    pub fn read(
        vault: &Vault<'_>,
        section: &SectionReader,
        known: &HashSet<String>,
    ) -> Result<Self> {
        let (mut manifests, mut reading) = (Vec::new(), Manifests::new(vault, section));
        let (snapshots, indices) =
            (listed(vault, section, "snapshots")?, listed(vault, section, "index")?);
        let seen = snapshots.iter().chain(&indices).cloned().collect();
        if let Some((object, damage)) = vault::unseen(section.id, known, &seen).first() {
            return Err(Error::damaged(object, *damage));
        }
        let mut damaged = Vec::new();
        for object in snapshots {
            match reading.read(&object) {
                Ok(manifest) => manifests.push(manifest),
                Err(Error::Damaged { damage, .. }) => damaged.push((object, damage)),
                Err(other) => return Err(other),
            }
        }
        manifests.sort_by_key(|manifest| manifest.seq);
        let counted = Counted::new(section, known, &manifests).without_parents();
        let own: HashSet<ObjectHash> = indices.iter().filter_map(ObjectPath::own_hash).collect();
        // Of two manifests of one snapshot the older may name what is gone: it is on its way out.
        let twins = |manifest: &&Manifest| {
            known.contains(manifest.object.as_str())
                || manifests.iter().filter(|other| other.id() == manifest.id()).count() == 1
        };
        let counting = manifests.iter().filter(twins);
        let needed = counting.flat_map(|manifest| &manifest.snapshot.indexes);
        if let Some(hash) = needed.into_iter().find(|hash| !own.contains(hash)) {
            return Err(Error::damaged(&names::index(section.id, *hash), Damage::Missing));
        }
        let mut indexes = Vec::new();
        for object in indices {
            match vault::read_index(vault, section, &object) {
                Ok((seq, packs)) => indexes.push(Index { object, seq, packs }),
                Err(Error::Damaged { damage, .. }) => damaged.push((object, damage)),
                Err(other) => return Err(other),
            }
        }
        if let Some((object, damage)) = counted.first(&damaged) {
            return Err(Error::damaged(object, *damage));
        }
        let torn = damaged.into_iter().filter(|(_, damage)| is_torn(*damage));
        let torn = torn.map(|(object, _)| object).collect();
        indexes.sort_by_key(|index| index.seq);
        let mut contents = Contents::default();
        for pack in indexes.iter().flat_map(|index| &index.packs) {
            contents.add_pack(pack.clone());
        }
        Ok(Self { indexes, manifests, contents, torn })
    }
}

/// Indexes and manifests that the computer believes to be on a drive.
///
/// # Errors
/// `State`.
pub fn known_objects(state: &State, drive: &Drive) -> Result<HashSet<String>> {
    let indexes = state.indexes(drive.row)?.into_iter().map(|index| index.object);
    let snapshots = state.snapshots(drive.row)?.into_iter().map(|snapshot| snapshot.object);
    Ok(indexes.chain(snapshots).collect())
}

fn listed(vault: &Vault<'_>, section: &SectionReader, kind: &str) -> Result<Vec<ObjectPath>> {
    let folder = format!("{}/{kind}", names::section(section.id));
    let mut found: Vec<_> = vault::both_copies(vault.storage, &folder)?.into_keys().collect();
    found.sort();
    Ok(found)
}

/// A torn object has other bytes than its name says, or lacks its first copy while the second is so; or leans on what went. Others
/// that do not count are somebody else's, and stay where they are.
const fn is_torn(damage: Damage) -> bool {
    matches!(
        damage,
        Damage::WrongHash | Damage::WrongLength | Damage::Missing | Damage::WithoutBase
    )
}

/// Every chunk that these lines need: of their inventories, and of the files listed there; those
/// of forgotten records need none.
///
/// # Errors
/// `Damaged` when an inventory cannot be read: then nobody can say what is needed.
pub fn living(
    vault: &Vault<'_>,
    section: &SectionReader,
    contents: &mut Contents,
    manifests: &[Manifest],
) -> Result<HashSet<ChunkName>> {
    let mut lines: BTreeMap<(RecordId, &[ChunkName]), &RecordLine> = BTreeMap::new();
    let Some(last) = manifests.last() else { return Ok(HashSet::new()) };
    let forgotten: HashSet<RecordId> = section.forgotten_records.values().copied().collect();
    for manifest in manifests {
        for line in manifest.records.iter().filter(|line| !forgotten.contains(&line.record)) {
            lines.entry((line.record, &line.inventory)).or_insert(line);
        }
    }
    let mut needed: HashSet<ChunkName> =
        lines.values().flat_map(|line| &line.inventory).copied().collect();
    // One view of all states of all records: every inventory is read once.
    let manifest = Manifest {
        object: last.object.clone(),
        seq: last.seq,
        base: None,
        snapshot: last.snapshot.clone(),
        records: lines.into_values().cloned().collect(),
    };
    let view = View { section, contents: std::mem::take(contents), manifest };
    let lost = browse::entries(vault, &view, &|_| true, &mut |_, entry| {
        if let EntryKind::File(content) = entry.kind {
            needed.extend(content.chunks);
        }
        Ok(())
    });
    *contents = view.contents;
    match lost?.first() {
        Some(lost) => Err(Error::damaged(&last.object, lost.damage)),
        None => Ok(needed),
    }
}
