//! Writing the catalogue of a section anew, and the proof that comes before anything old goes.
//!
//! Indexes and manifests are written here alone, whoever needs them: a backup, a purge, thinning, a new key,
//! mending. Nothing here removes anything. [`unproven`] is asked by whoever does, before: it reads what
//! is to stay from the drive, opens it with the keys that will be in force, and tells what would be missing.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::error::{Damage, Error, Result};
use crate::format::FORMAT_VERSION;
use crate::format::documents::{Header, ObjectKind, PackLine};
use crate::format::names::{self, ObjectPath};
use crate::id::{ChunkName, ObjectHash, PackId, RecordId, SectionId, SnapshotId};
use crate::vault::{
    Contents, Draft, Manifest, Manifests, SectionReader, SectionWriter, Vault, read_index,
};

/// Chunks that one index describes at most: about 30 MB of it.
const INDEX_CHUNKS_MAX: usize = 500_000;

/// An index on the drive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Index {
    /// Its object.
    pub object: ObjectPath,
    /// Its number on the drive.
    pub seq: u64,
    /// The packs it describes.
    pub packs: Vec<PackLine>,
}

/// The header of an object of this section.
#[must_use]
pub const fn header(vault: &Vault<'_>, section: SectionId, kind: ObjectKind, seq: u64) -> Header {
    let (practice, vault) = (vault.practice, Some(vault.id));
    Header { refuge: FORMAT_VERSION, kind, practice, section, vault, seq, epoch: None }
}

/// Puts an object, both copies, and reads both back.
///
/// # Errors
/// When the drive cannot be written, or holds something else afterwards.
pub(super) fn put_checked(
    vault: &Vault<'_>,
    writer: &SectionWriter,
    draft: Draft,
    place: impl FnOnce(ObjectHash) -> ObjectPath,
) -> Result<ObjectPath> {
    let object = vault.put_document(writer, draft, place)?;
    vault.read_exactly(&object)?;
    vault.read_exactly(&object.mirror())?;
    Ok(object)
}

/// An index, not sealed yet.
///
/// # Errors
/// When a line cannot be JSON.
pub fn index_draft(
    vault: &Vault<'_>,
    section: SectionId,
    seq: u64,
    packs: &[PackLine],
) -> Result<Draft> {
    let mut draft = Draft::new(&header(vault, section, ObjectKind::Index, seq))?;
    packs.iter().try_for_each(|pack| draft.line(pack))?;
    Ok(draft)
}

/// Writes one index.
///
/// # Errors
/// As `put_checked`.
pub fn put_index(
    vault: &Vault<'_>,
    writer: &SectionWriter,
    seq: u64,
    packs: Vec<PackLine>,
) -> Result<Index> {
    let draft = index_draft(vault, writer.id, seq, &packs)?;
    let object = put_checked(vault, writer, draft, |hash| names::index(writer.id, hash))?;
    Ok(Index { object, seq, packs })
}

/// Writes as many indexes as these packs need.
///
/// # Errors
/// As `put_checked`.
pub fn put_indexes(
    vault: &Vault<'_>,
    writer: &SectionWriter,
    seq: u64,
    packs: Vec<PackLine>,
) -> Result<Vec<Index>> {
    in_portions(packs).into_iter().map(|packs| put_index(vault, writer, seq, packs)).collect()
}

fn in_portions(packs: Vec<PackLine>) -> Vec<Vec<PackLine>> {
    let mut portions: Vec<Vec<PackLine>> = Vec::new();
    let mut chunks = INDEX_CHUNKS_MAX;
    for pack in packs {
        let blocks = pack.segments.iter().flat_map(|segment| &segment.blocks);
        let own: usize = blocks.map(|block| block.chunks.len()).sum();
        match portions.last_mut() {
            Some(portion) if chunks + own <= INDEX_CHUNKS_MAX => portion.push(pack),
            _ => {
                chunks = 0;
                portions.push(vec![pack]);
            }
        }
        chunks += own;
    }
    portions
}

/// Both copies of an object that stays; answers its bytes.
///
/// # Errors
/// When neither copy is whole, or the drive cannot be written.
pub fn make_whole(vault: &Vault<'_>, object: &ObjectPath) -> Result<Vec<u8>> {
    let bytes = vault.read_small(object)?;
    vault.ensure_small(object, &bytes)?;
    Ok(bytes)
}

/// What was read, or why not. A drive that cannot read is no damage: nobody may take what it holds
/// for lost.
///
/// # Errors
/// Whatever is no damage, and `Damaged(Unreadable)`.
pub fn surely<T>(read: Result<T>) -> Result<std::result::Result<T, Damage>> {
    match read {
        Ok(value) => Ok(Ok(value)),
        Err(Error::Damaged { damage, .. }) if !damage.may_be_whole() => Ok(Err(damage)),
        Err(other) => Err(other),
    }
}

/// One line of a manifest: a record and its inventory.
pub type ManifestLine = (RecordId, Vec<ChunkName>);

/// What a section must still give once everything old is gone.
#[derive(Debug, Default)]
pub struct Kept {
    /// Chunks that are to be had now.
    pub chunks: HashSet<ChunkName>,
    /// Records of snapshots.
    pub lines: HashMap<SnapshotId, Vec<ManifestLine>>,
}

impl Kept {
    /// Adds what the kept lines of a manifest say.
    pub fn add_lines(&mut self, manifest: &Manifest) {
        let lines = manifest.records.iter().map(|line| (line.record, line.inventory.clone()));
        self.lines.entry(manifest.id()).or_default().extend(lines);
    }

    /// Adds the chunks of packs.
    pub fn add_chunks<'a>(&mut self, packs: impl IntoIterator<Item = &'a PackLine>) {
        let segments = packs.into_iter().flat_map(|pack| &pack.segments);
        let blocks = segments.flat_map(|segment| &segment.blocks);
        self.chunks.extend(blocks.flat_map(|block| &block.chunks).map(|(name, _)| *name));
    }
}

/// Objects that are to stay when everything else of their kind goes.
#[derive(Debug, Default)]
pub struct Successors {
    /// Indexes.
    pub indexes: Vec<ObjectPath>,
    /// Manifests.
    pub manifests: Vec<ObjectPath>,
    /// Packs that go.
    pub going: HashSet<PackId>,
}

/// What would be missing if only `successors` were left, as `reader` sees them, which must hold nothing but
/// what the keys in force give: each object in question, once. Only where it is nothing may anything old go.
/// Reads every successor from the drive.
///
/// # Errors
/// `Damaged(Unreadable)`, or when the drive cannot be read otherwise: nobody can say then.
pub fn unproven(
    vault: &Vault<'_>,
    reader: &SectionReader,
    successors: &Successors,
    kept: &Kept,
) -> Result<Vec<(ObjectPath, Damage)>> {
    let mut missing = BTreeMap::new();
    let contents = read_indexes(vault, reader, &successors.indexes, &mut missing)?;
    let nowhere = ObjectPath::parse(&format!("{}/index", names::section(reader.id)));
    let nowhere = nowhere.unwrap_or_else(names::vault_json);
    for chunk in &kept.chunks {
        let Some((pack, segment)) = contents.place(chunk).and_then(|at| contents.segment(at))
        else {
            missing.insert(nowhere.clone(), Damage::Missing);
            continue;
        };
        let owner = reader.keys.get(&segment.key).map(|(owner, _)| *owner);
        if owner != Some(segment.record) || successors.going.contains(&pack.pack) {
            missing.insert(names::pack(pack.pack), Damage::DoesNotOpen);
        }
    }
    missing_lines(vault, reader, successors, kept, &mut missing)?;
    Ok(missing.into_iter().collect())
}

fn read_indexes(
    vault: &Vault<'_>,
    reader: &SectionReader,
    objects: &[ObjectPath],
    missing: &mut BTreeMap<ObjectPath, Damage>,
) -> Result<Contents> {
    let mut read = Vec::with_capacity(objects.len());
    for object in objects {
        match surely(read_index(vault, reader, object))? {
            Ok(index) => read.push(index),
            Err(damage) => drop(missing.insert(object.clone(), damage)),
        }
    }
    // Of a chunk in two places, the later one counts.
    read.sort_by_key(|(seq, _)| *seq);
    let mut contents = Contents::default();
    read.into_iter().flat_map(|(_, packs)| packs).for_each(|pack| contents.add_pack(pack));
    Ok(contents)
}

fn missing_lines(
    vault: &Vault<'_>,
    reader: &SectionReader,
    successors: &Successors,
    kept: &Kept,
    missing: &mut BTreeMap<ObjectPath, Damage>,
) -> Result<()> {
    let mut found: HashMap<SnapshotId, HashSet<ManifestLine>> = HashMap::new();
    let mut manifests = Manifests::new(vault, reader);
    for object in &successors.manifests {
        match surely(manifests.read(object))? {
            Ok(manifest) => {
                let base = manifest.base.iter().filter(|base| !successors.manifests.contains(base));
                missing.extend(base.map(|base| (base.clone(), Damage::Missing)));
                let lines = manifest.records.iter();
                let lines = lines.map(|line| (line.record, line.inventory.clone()));
                found.entry(manifest.id()).or_default().extend(lines);
            }
            Err(damage) => drop(missing.insert(object.clone(), damage)),
        }
    }
    let nowhere = ObjectPath::parse(&format!("{}/snapshots", names::section(reader.id)));
    let nowhere = nowhere.unwrap_or_else(names::vault_json);
    for (snapshot, lines) in &kept.lines {
        let there = found.get(snapshot);
        if there.is_none_or(|there| lines.iter().any(|line| !there.contains(line))) {
            missing.insert(nowhere.clone(), Damage::Missing);
        }
    }
    Ok(())
}

/// Whether each of these objects was seen: what the computer knows of, and indexes that manifests name. A
/// listing that was cut short must not make anybody take what it left out for gone.
#[must_use]
pub fn unseen(
    section: SectionId,
    known: &HashSet<String>,
    seen: &HashSet<ObjectPath>,
) -> Vec<(ObjectPath, Damage)> {
    let folder = format!("{}/", names::section(section));
    let own = known.iter().filter(|name| name.starts_with(&folder));
    let mut missing: Vec<_> = own
        .filter_map(|name| ObjectPath::parse(name))
        .filter(|object| !seen.contains(object))
        .map(|object| (object, Damage::Missing))
        .collect();
    missing.sort_by(|(one, _), (other, _)| one.cmp(other));
    missing
}
