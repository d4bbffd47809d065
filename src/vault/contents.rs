//! What a section of a vault holds: where each chunk lies.

use std::collections::HashMap;

use crate::error::{Damage, Error, Result};
use crate::format::documents::{ObjectKind, PackLine, SegmentLine};
use crate::format::names::{self, ObjectPath};
use crate::id::ChunkName;
use crate::limits;
use crate::vault::listing::objects_in;
use crate::vault::{SectionReader, Vault};

/// Where a chunk lies: numbers into [`Contents::packs`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChunkPlace {
    /// Which pack.
    pub pack: u32,
    /// Which segment of it.
    pub segment: u32,
    /// Which block of that.
    pub block: u32,
    /// Where in the block it begins, in bytes.
    pub offset: u32,
    /// Its length, in bytes.
    pub bytes: u32,
}

/// All indexes of a section, joined.
#[derive(Default)]
pub struct Contents {
    /// Every pack, as the indexes describe it.
    pub packs: Vec<PackLine>,
    /// Indexes that could not be read, and why.
    pub damaged: Vec<(ObjectPath, Damage)>,
    /// Every index object that was read.
    pub indexes: Vec<ObjectPath>,
    places: HashMap<ChunkName, ChunkPlace>,
}

impl Contents {
    /// Reads every index of a section. Damaged ones are listed, not fatal: what the others
    /// describe can still be restored.
    ///
    /// # Errors
    /// When the drive cannot be read.
    pub fn load(vault: &Vault<'_>, section: &SectionReader) -> Result<Self> {
        let mut contents = Self::default();
        let folder = format!("{}/index", names::section(section.id));
        let mut read = Vec::new();
        let (names, unlisted) = objects_in(vault, &folder)?;
        contents.damaged = unlisted;
        for object in names {
            match read_index(vault, section, &object) {
                Err(Error::Damaged { damage, .. }) => contents.damaged.push((object, damage)),
                Err(other) => return Err(other),
                Ok((seq, lines)) => read.push((seq, object, lines)),
            }
        }
        // A chunk is stored twice only when its first pack was lost or damaged: the later one counts.
        read.sort_by_key(|(seq, ..)| *seq);
        for (_, object, lines) in read {
            contents.indexes.push(object);
            lines.into_iter().for_each(|line| contents.add_pack(line));
        }
        Ok(contents)
    }

    /// Adds one pack.
    pub fn add_pack(&mut self, line: PackLine) {
        let pack = u32::try_from(self.packs.len()).unwrap_or(u32::MAX);
        for (segment, blocks) in (0..).zip(&line.segments) {
            for (block, chunks) in (0..).zip(&blocks.blocks) {
                let mut offset = 0;
                for (name, bytes) in &chunks.chunks {
                    let place = ChunkPlace { pack, segment, block, offset, bytes: *bytes };
                    self.places.insert(*name, place);
                    offset += bytes;
                }
            }
        }
        self.packs.push(line);
    }

    /// Where a chunk lies, if anywhere.
    #[must_use]
    pub fn place(&self, chunk: &ChunkName) -> Option<ChunkPlace> {
        self.places.get(chunk).copied()
    }

    /// Every chunk and its place.
    pub fn places(&self) -> impl Iterator<Item = (&ChunkName, &ChunkPlace)> {
        self.places.iter()
    }

    /// The pack and segment of a place.
    #[must_use]
    pub fn segment(&self, place: ChunkPlace) -> Option<(&PackLine, &SegmentLine)> {
        let pack = self.packs.get(place.pack as usize)?;
        Some((pack, pack.segments.get(place.segment as usize)?))
    }
}

/// The number of an index and the packs it describes, every length within its limits.
///
/// # Errors
/// `Damaged`.
pub fn read_index(
    vault: &Vault<'_>,
    section: &SectionReader,
    object: &ObjectPath,
) -> Result<(u64, Vec<PackLine>)> {
    let document = vault.read_document(section, ObjectKind::Index, object)?;
    let lines: Vec<PackLine> = document.lines(object).collect::<Result<_>>()?;
    let is_good = lines.iter().all(is_sound);
    is_good
        .then_some((document.header.seq, lines))
        .ok_or_else(|| Error::damaged(object, Damage::Newer))
}

/// The manifest objects of a section, by name: oldest first as far as clocks were right.
///
/// # Errors
/// When the drive cannot be listed.
pub fn manifests_in(vault: &Vault<'_>, section: &SectionReader) -> Result<Vec<ObjectPath>> {
    let folder = format!("{}/snapshots", names::section(section.id));
    Ok(objects_in(vault, &folder)?.0.into_iter().collect())
}

/// Whether every length of a pack line is within the limits and its sums within its pack.
fn is_sound(line: &PackLine) -> bool {
    line.bytes <= limits::PACK_BYTES_MAX as u64
        && line.segments.len() <= limits::PACK_SEGMENTS_MAX
        && line.segments.iter().all(|segment| {
            segment.bytes as usize <= limits::SEGMENT_BYTES_MAX
                && segment.at.saturating_add(u64::from(segment.bytes)) <= line.bytes
                && segment.blocks.iter().all(|block| {
                    let raw: u64 = block.chunks.iter().map(|(_, bytes)| u64::from(*bytes)).sum();
                    block.frame as usize <= limits::SEGMENT_BYTES_MAX
                        && raw <= limits::BLOCK_BYTES_MAX as u64
                })
        })
}
