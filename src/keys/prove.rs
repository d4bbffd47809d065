//! Proving that the keys in force open a drive, before anything older is taken away.

use std::collections::HashSet;

use crate::crypto::Identity;
use crate::crypto::hash;
use crate::error::{Damage, DriveTrouble, Error, KeyTrouble, Result};
use crate::format::documents::{PackLine, SegmentLine};
use crate::format::names::{self, ObjectPath, PartName};
use crate::id::{ObjectHash, SectionId};
use crate::practice::InForce;
use crate::storage::Storage;
use crate::vault::{
    self, Contents, Counted, Document, Manifest, SectionReader, SegmentReader, Vault,
};

/// Segments that are tried at most; one that opens is enough, damaged ones say nothing about keys.
const TRIES: u32 = 16;

/// What the keys in force were seen to open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeysProof {
    /// The section.
    pub section: SectionId,
    /// Indexes opened: all of them.
    pub indexes: u64,
    /// Segments whose key the keyring holds: every one that an index names and that was not forgotten.
    pub segments: u64,
    /// Whether a manifest was opened; not when there is none.
    pub manifest: bool,
    /// Whether a segment drawn at random was opened; not when there is none.
    pub sample: bool,
}

/// A drive as somebody sees it who has only the parts in force. Nothing can be written through it.
struct Narrowed<'a> {
    storage: &'a dyn Storage,
    in_force: &'a InForce,
}

impl Narrowed<'_> {
    fn shows(&self, object: &ObjectPath) -> bool {
        PartName::of(object).is_none_or(|part| self.in_force.has(&part))
    }
}

fn read_only<T>() -> Result<T> {
    Err(Error::drive(DriveTrouble::ReadOnly))
}

impl Storage for Narrowed<'_> {
    fn list(&self, folder: &str) -> Result<Vec<(ObjectPath, u64)>> {
        let mut listed = self.storage.list(folder)?;
        listed.retain(|(object, _)| self.shows(object));
        Ok(listed)
    }

    fn read(&self, object: &ObjectPath, offset: u64, length: usize) -> Result<Vec<u8>> {
        if self.shows(object) {
            self.storage.read(object, offset, length)
        } else {
            Err(Error::damaged(object, Damage::Missing))
        }
    }

    fn length(&self, object: &ObjectPath) -> Result<u64> {
        if self.shows(object) {
            self.storage.length(object)
        } else {
            Err(Error::damaged(object, Damage::Missing))
        }
    }

    fn put(&self, _: &ObjectPath, _: &[u8]) -> Result<()> {
        read_only()
    }

    fn overwrite(&self, _: &ObjectPath, _: u64, _: &[u8]) -> Result<()> {
        read_only()
    }

    fn supersede(&self, _: &ObjectPath, _: &[u8]) -> Result<()> {
        read_only()
    }

    fn remove(&self, _: &ObjectPath) -> Result<()> {
        read_only()
    }

    fn free_bytes(&self) -> Result<u64> {
        self.storage.free_bytes()
    }
}

/// Opens a section with the parts in force alone: keyring, every index, every manifest, one
/// segment drawn at random; and finds in the keyring the key of every segment.
/// Keys of before tell, where they are at hand, what they alone open.
pub(super) fn prove(
    vault: &Vault<'_>,
    section: SectionId,
    in_force: &InForce,
    identities: &[Identity],
    known: &HashSet<String>,
) -> Result<KeysProof> {
    let whole = vault;
    let narrowed = Narrowed { storage: vault.storage, in_force };
    let vault = Vault { storage: &narrowed, ..*whole };
    let mut reader = vault::read_section(&vault, section, identities)?;
    // Whatever is not in force is to go, and may be all that opens something.
    let all = vault::read_section(whole, section, identities)?;
    reader.shut = all.shut.iter().filter(|part| !in_force.has(part)).cloned().collect();
    // What cannot be listed may hold something that only the old keys open.
    for kind in ["index", "snapshots"] {
        vault::both_copies(vault.storage, &format!("{}/{kind}", names::section(section)))?;
    }
    let contents = Contents::load(&vault, &reader)?;
    let (manifests, damaged) = Manifest::all(&vault, &reader)?;
    let counted = Counted::new(&reader, known, &manifests);
    for (object, damage) in contents.damaged.iter().chain(&damaged) {
        if counted.has(object, *damage) || is_ours(whole, &all, object)? {
            tolerable(Err(Error::damaged(object, *damage)))?;
        }
    }
    nothing_is_unseen(&reader, &contents, &manifests, &damaged, known)?;
    Ok(KeysProof {
        section,
        indexes: contents.indexes.len() as u64,
        segments: all_keys_are_known(&reader, &contents)?,
        manifest: opens_a_manifest(&manifests, &damaged, &counted)?,
        sample: opens_a_segment(&vault, &reader, &contents)?,
    })
}

/// What the computer knows of and what manifests name was listed: else nobody can say what the new keys
/// must open.
fn nothing_is_unseen(
    reader: &SectionReader,
    contents: &Contents,
    manifests: &[Manifest],
    damaged: &[(ObjectPath, Damage)],
    known: &HashSet<String>,
) -> Result<()> {
    let damaged = damaged.iter().chain(&contents.damaged).map(|(object, _)| object);
    let good = contents.indexes.iter().chain(manifests.iter().map(|manifest| &manifest.object));
    let seen: HashSet<ObjectPath> = good.chain(damaged).cloned().collect();
    let hashes: HashSet<ObjectHash> = seen.iter().filter_map(ObjectPath::own_hash).collect();
    let named = manifests.iter().flat_map(|manifest| &manifest.snapshot.indexes);
    let named =
        named.filter(|hash| !hashes.contains(hash)).map(|hash| names::index(reader.id, *hash));
    let unseen = vault::unseen(reader.id, known, &seen).into_iter().map(|(object, _)| object);
    match named.chain(unseen).next() {
        None => Ok(()),
        Some(object) => Err(Error::damaged(&object, Damage::Missing)),
    }
}

/// Lets errors pass that would be the same with any key: what was read and is damaged. Not what could
/// not be read: that may be whole.
fn tolerable(outcome: Result<()>) -> Result<Option<Error>> {
    match outcome {
        Ok(()) => Ok(None),
        Err(Error::Damaged {
            damage: Damage::DoesNotOpen | Damage::NotAuthentic | Damage::Malformed | Damage::Newer,
            ..
        }) => outcome.map(|()| None),
        Err(Error::Damaged { damage, .. }) if damage.may_be_whole() => outcome.map(|()| None),
        Err(damaged @ Error::Damaged { .. }) => Ok(Some(damaged)),
        Err(other) => Err(other),
    }
}

fn segments(contents: &Contents) -> impl Iterator<Item = (&PackLine, &SegmentLine)> {
    contents.packs.iter().flat_map(|pack| pack.segments.iter().map(move |line| (pack, line)))
}

fn all_keys_are_known(reader: &SectionReader, contents: &Contents) -> Result<u64> {
    let mut known = 0;
    for (pack, line) in segments(contents) {
        if reader.keys.contains_key(&line.key) {
            known += 1;
        } else if !reader.forgotten.contains(&line.key) {
            return Err(Error::damaged(&names::pack(pack.pack), Damage::DoesNotOpen));
        }
    }
    Ok(known)
}

/// Whether something proven opens with what the keys at hand open besides.
fn is_ours(vault: &Vault<'_>, all: &SectionReader, object: &ObjectPath) -> Result<bool> {
    let opened = vault
        .read_small(object)
        .and_then(|bytes| Document::open(object, &bytes, &all.catalogs, &all.naming));
    match opened {
        Err(Error::Damaged { damage, .. }) => Ok(damage == Damage::Newer),
        other => other.map(|_| true),
    }
}

fn opens_a_manifest(
    manifests: &[Manifest],
    damaged: &[(ObjectPath, Damage)],
    counted: &Counted<'_>,
) -> Result<bool> {
    match counted.first(damaged) {
        Some((object, damage)) if manifests.is_empty() => Err(Error::damaged(object, *damage)),
        _ => Ok(!manifests.is_empty()),
    }
}

/// The segment itself is opened, not a chunk by its name: the same chunk may also lie in a segment
/// whose key was forgotten.
fn opens_a_segment(vault: &Vault<'_>, reader: &SectionReader, contents: &Contents) -> Result<bool> {
    let open = |(_, line): &(&PackLine, &SegmentLine)| reader.keys.contains_key(&line.key);
    let all: Vec<_> = segments(contents).filter(open).collect();
    let mut damaged = None;
    for (pack, line) in (0..TRIES).filter_map(|_| drawn(&all)) {
        match tolerable(opens(vault, reader, pack, line))? {
            None => return Ok(true),
            found => damaged = found,
        }
    }
    damaged.map_or(Ok(false), Err)
}

fn opens(
    vault: &Vault<'_>,
    reader: &SectionReader,
    pack: &PackLine,
    line: &SegmentLine,
) -> Result<()> {
    let mut opener = SegmentReader::new(reader)?;
    let bytes = vault.storage.read(&names::pack(pack.pack), line.at, line.bytes as usize)?;
    let segment = opener.open(pack, line, &bytes)?;
    (0..segment.blocks()).try_for_each(|block| opener.block(&segment, block, &mut |_, _| Ok(())))
}

fn drawn<T>(all: &[T]) -> Option<&T> {
    let number = u64::from_le_bytes(hash::random_bytes()).checked_rem(all.len() as u64)?;
    all.get(usize::try_from(number).ok()?)
}

/// The error for a section that the keys at hand do not open.
pub(super) fn unopened(error: Error, proven: usize) -> Error {
    match error {
        Error::Key(KeyTrouble::OpensNothing) if proven > 0 => {
            Error::Key(KeyTrouble::NotAllSections)
        }
        other => other,
    }
}
