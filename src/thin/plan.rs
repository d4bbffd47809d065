//! What thinning would do to a drive: decided from the drive alone, nothing written.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{KeepRules, keep};
use crate::error::{DriveTrouble, Error, Result};
use crate::event::{Event, Observer, Step};
use crate::format::documents::{PackLine, SegmentLine};
use crate::format::names::{self, ObjectPath};
use crate::format::pack::WIPED_MARK;
use crate::id::{ChunkName, PackId, SectionId, SnapshotId};
use crate::limits;
use crate::limits::PACK_DEAD_PERCENT_MAX;
use crate::repack::{self, Catalogue};
use crate::state::{Drive, State};
use crate::vault::{self, Contents, Manifest, SectionReader, Vault};

/// What is to be done on one drive; used once.
pub struct ThinPlan<'a> {
    pub(super) vault: Vault<'a>,
    pub(super) sections: Vec<Section<'a>>,
    /// What an interrupted run left of packs.
    pub(super) orphans: Vec<PackId>,
    /// Packs that an interrupted run noted, and of which the keys at hand cannot tell.
    pub(super) noted: Vec<PackId>,
    /// Whether packs are overwritten before they are removed.
    pub(super) overwrite: bool,
    /// Snapshots of which something stays.
    pub snapshots_kept: u64,
    /// Snapshots that go.
    pub snapshots_removed: u64,
    /// Bytes of packs that go, less what is copied out of them; about.
    pub freed_bytes: u64,
    /// Packs that would go if there were more room for what must be copied out of them.
    pub packs_waiting: u64,
}

/// A section as it is, and as it shall be.
pub(super) struct Section<'a> {
    pub reader: &'a SectionReader,
    pub catalogue: Catalogue,
    /// Manifests that stay, with the lines that stay, by number.
    pub kept: Vec<Manifest>,
    /// Those that go, or whose place another takes.
    pub dropped: Vec<Manifest>,
    /// Of those that stay, the objects that have lines to lose.
    pub trimmed: HashSet<ObjectPath>,
    /// Chunks that the manifests that stay need.
    pub living: HashSet<ChunkName>,
    /// Packs that go, and what must be copied out of them.
    pub packs: BTreeMap<PackId, Needed>,
}

/// What a pack holds that is needed.
#[derive(Default)]
pub(super) struct Needed {
    /// Length of the pack, in bytes.
    pub pack_bytes: u64,
    /// Chunks by where their segment begins.
    pub segments: BTreeMap<u64, HashSet<ChunkName>>,
    /// About as many bytes.
    pub bytes: u64,
}

impl ThinPlan<'_> {
    /// Whether nothing is to be done.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let untouched = |section: &Section<'_>| {
            let leaves = section.dropped.is_empty() && section.catalogue.torn.is_empty();
            leaves && section.trimmed.is_empty() && section.packs.is_empty()
        };
        self.orphans.is_empty() && self.sections.iter().all(untouched)
    }
}

/// Decides what goes from a drive, in the sections that `readers` open. What an interrupted backup
/// left must have been recovered.
///
/// # Errors
/// `Damaged` when an object or inventory that counts cannot be read: then nobody can say what is
/// needed, and the drive must be repaired first. `Drive(Full)` when there is no room to begin with.
pub fn plan<'a>(
    vault: Vault<'a>,
    readers: &'a [SectionReader],
    state: &State,
    drive: &Drive,
    rules: &KeepRules<'_>,
    observer: &dyn Observer,
) -> Result<ThinPlan<'a>> {
    observer.on(Event::Step { step: Step::Read, total_bytes: None });
    let known = repack::known_objects(state, drive)?;
    let fresh = repack::fresh(state, drive)?;
    let mut sections = Vec::with_capacity(readers.len());
    for reader in readers {
        sections.push(section(&vault, reader, &known, &fresh, rules)?);
    }
    of_sections(vault, sections, repack::noted(state, drive)?, rules.overwrite)
}

fn ids<'m>(manifests: impl Iterator<Item = &'m Manifest>) -> HashSet<SnapshotId> {
    manifests.map(Manifest::id).collect()
}

/// The plan of these sections, as many of their packs as there is room for.
pub(super) fn of_sections<'a>(
    vault: Vault<'a>,
    mut sections: Vec<Section<'a>>,
    noted: Vec<PackId>,
    overwrite: bool,
) -> Result<ThinPlan<'a>> {
    let packs_waiting = fit_into_room(&vault, &mut sections)?;
    let (orphans, noted) = orphans(&vault, &sections, noted)?;
    let kept = ids(sections.iter().flat_map(|section| &section.kept));
    let dropped = ids(sections.iter().flat_map(|section| &section.dropped));
    let going = sections.iter().flat_map(|section| section.packs.values());
    let freed_bytes = going.map(|needed| needed.pack_bytes.saturating_sub(needed.bytes)).sum();
    Ok(ThinPlan {
        vault,
        orphans,
        noted,
        overwrite,
        packs_waiting,
        snapshots_kept: kept.len() as u64,
        snapshots_removed: dropped.difference(&kept).count() as u64,
        freed_bytes,
        sections,
    })
}

/// Of the packs that an interrupted run noted, those that no index names, and those of which that
/// cannot be said because an index may lie in a section that no key at hand opens.
fn orphans(
    vault: &Vault<'_>,
    sections: &[Section<'_>],
    noted: Vec<PackId>,
) -> Result<(Vec<PackId>, Vec<PackId>)> {
    if !are_all(vault, sections)? {
        return Ok((Vec::new(), noted));
    }
    let indexes = sections.iter().flat_map(|section| &section.catalogue.indexes);
    let named: HashSet<PackId> =
        indexes.flat_map(|index| &index.packs).map(|line| line.pack).collect();
    Ok((noted.into_iter().filter(|pack| !named.contains(pack)).collect(), Vec::new()))
}

/// Whether the drive has no section but these: only then can it be said that nobody needs a pack.
pub(super) fn are_all(vault: &Vault<'_>, sections: &[Section<'_>]) -> Result<bool> {
    let opened: BTreeSet<SectionId> = sections.iter().map(|section| section.reader.id).collect();
    Ok(vault::sections_on(vault)?.is_subset(&opened))
}

fn section<'a>(
    vault: &Vault<'a>,
    reader: &'a SectionReader,
    known: &HashSet<String>,
    fresh: &HashSet<String>,
    rules: &KeepRules<'_>,
) -> Result<Section<'a>> {
    let mut catalogue = Catalogue::read(vault, reader, known)?;
    let (manifests, mut dropped) = distinct(std::mem::take(&mut catalogue.manifests), known, fresh);
    let mut trimmed = HashSet::new();
    let mut kept = Vec::with_capacity(manifests.len());
    let (flags, newest) = (keep::lines(&manifests, rules), manifests.len().saturating_sub(1));
    for (at, (mut manifest, flags)) in manifests.into_iter().zip(flags).enumerate() {
        if at != newest && !flags.contains(&true) {
            dropped.push(manifest);
            continue;
        }
        if flags.contains(&false) {
            trimmed.insert(manifest.object.clone());
        }
        let mut flags = flags.into_iter();
        manifest.records.retain(|_| flags.next().unwrap_or(true));
        kept.push(manifest);
    }
    let living = repack::living(vault, reader, &mut catalogue.contents, &kept)?;
    let packs = wasteful(vault, &catalogue, &living, kept.last())?;
    Ok(Section { reader, catalogue, kept, dropped, trimmed, living, packs })
}

/// One manifest for each snapshot: where an interrupted run has written one anew, that one. Either it
/// noted all of them, or the state does not know them yet; and they have no more lines than before.
pub(super) fn distinct(
    mut manifests: Vec<Manifest>,
    known: &HashSet<String>,
    fresh: &HashSet<String>,
) -> (Vec<Manifest>, Vec<Manifest>) {
    manifests.sort_by_key(|manifest| {
        let name = manifest.object.as_str();
        let (is_old, is_known) = (!fresh.contains(name), known.contains(name));
        (manifest.seq, manifest.id(), is_old, manifest.records.len(), is_known)
    });
    let mut met = HashSet::new();
    manifests.into_iter().partition(|manifest| met.insert(manifest.id()))
}

/// Packs of which too much is needed by no snapshot.
fn wasteful(
    vault: &Vault<'_>,
    catalogue: &Catalogue,
    living: &HashSet<ChunkName>,
    newest: Option<&Manifest>,
) -> Result<BTreeMap<PackId, Needed>> {
    let mut needed = needed(&catalogue.contents, living);
    let mut lines: HashMap<PackId, Vec<&PackLine>> = HashMap::new();
    let mut unfinished = HashSet::new();
    for index in &catalogue.indexes {
        for line in &index.packs {
            lines.entry(line.pack).or_default().push(line);
            // A backup that was interrupted goes on from here, though no snapshot names it yet.
            if newest.is_none_or(|newest| index.seq > newest.seq) {
                unfinished.insert(line.pack);
            }
        }
    }
    let mut found = BTreeMap::new();
    for (pack, lines) in lines {
        let mut needed = needed.remove(&pack).unwrap_or_default();
        needed.pack_bytes = lines.iter().map(|line| line.bytes).max().unwrap_or(0);
        let dead = needed.pack_bytes.saturating_sub(needed.bytes);
        let is_wasteful = needed.segments.is_empty()
            || dead.saturating_mul(100) > needed.pack_bytes.saturating_mul(PACK_DEAD_PERCENT_MAX);
        if is_wasteful && !unfinished.contains(&pack) && is_wholly_known(vault, pack, &lines)? {
            found.insert(pack, needed);
        }
    }
    Ok(found)
}

pub(super) fn needed(contents: &Contents, living: &HashSet<ChunkName>) -> HashMap<PackId, Needed> {
    let mut all: HashMap<PackId, Needed> = HashMap::new();
    for chunk in living {
        let Some(place) = contents.place(chunk) else { continue };
        let Some((pack, segment)) = contents.segment(place) else { continue };
        let needed = all.entry(pack.pack).or_default();
        needed.segments.entry(segment.at).or_default().insert(*chunk);
        needed.bytes += share(segment, place.bytes);
    }
    all
}

/// About as many bytes of a sealed segment as belong to a chunk of that length.
fn share(segment: &SegmentLine, chunk_bytes: u32) -> u64 {
    let chunks = segment.blocks.iter().flat_map(|block| &block.chunks);
    let raw: u64 = chunks.map(|(_, bytes)| u64::from(*bytes)).sum();
    (u64::from(segment.bytes) * u64::from(chunk_bytes)).div_ceil(raw.max(1))
}

/// Whether each segment of a pack is named by these lines, or wiped: others may be of sections
/// that no key at hand opens. A pack that cannot be read is not known.
fn is_wholly_known(vault: &Vault<'_>, pack: PackId, lines: &[&PackLine]) -> Result<bool> {
    let named: HashSet<u64> =
        lines.iter().flat_map(|line| &line.segments).map(|segment| segment.at).collect();
    let Some(bytes) = lines.first().map(|line| line.bytes) else { return Ok(false) };
    let read = || -> Result<bool> {
        let table = vault::read_table(vault, pack, bytes)?;
        for (at, slot) in table.placed().filter(|(at, _)| !named.contains(at)) {
            let length = WIPED_MARK.len().min(slot.bytes as usize);
            let begin = vault.storage.read(&names::pack(pack), at, length)?;
            if !WIPED_MARK.starts_with(&begin) {
                return Ok(false);
            }
        }
        Ok(true)
    };
    match read() {
        Err(Error::Damaged { .. }) => Ok(false),
        other => other,
    }
}

/// Leaves packs for a later run, and says how many, when what must be copied out of all of them does not fit.
fn fit_into_room(vault: &Vault<'_>, sections: &mut [Section<'_>]) -> Result<u64> {
    let free = vault.storage.free_bytes()?;
    let small = small_bytes(vault, sections)?;
    let Some(mut room) = free.checked_sub(small) else {
        let (missing_bytes, free_bytes) = (Some(small - free), Some(free));
        let full = DriveTrouble::Full { missing_bytes, free_bytes, backups: None };
        return Err(Error::drive(full));
    };
    let mut order: Vec<(u64, PackId)> = sections
        .iter()
        .flat_map(|section| &section.packs)
        .map(|(pack, needed)| (needed.bytes, *pack))
        .collect();
    order.sort_unstable();
    let mut fitting = HashSet::new();
    let all = order.len();
    for (bytes, pack) in order {
        let Some(left) = room.checked_sub(bytes) else { break };
        room = left;
        fitting.insert(pack);
    }
    for section in sections {
        section.packs.retain(|pack, _| fitting.contains(pack));
    }
    Ok((all - fitting.len()) as u64)
}

/// Bytes that manifests and indexes take when all are written anew, twice each.
fn small_bytes(vault: &Vault<'_>, sections: &[Section<'_>]) -> Result<u64> {
    let mut sum = 0;
    for section in sections {
        let folder = names::section(section.reader.id);
        for kind in ["snapshots", "index"] {
            let copies = vault::both_copies(vault.storage, &format!("{folder}/{kind}"))?;
            // What is longer than any of ours was never ours, and is not written anew.
            let ours = copies.values().flatten().flatten();
            sum += ours.filter(|bytes| **bytes <= limits::OBJECT_BYTES_MAX as u64).sum::<u64>();
        }
    }
    Ok(sum)
}
