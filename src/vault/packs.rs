//! Packs: checking them without a key, and opening their segments with one.

use crate::compress::Expander;
use crate::crypto::hash::{self, ChunkKey};
use crate::crypto::{self, Identity};
use crate::error::{Damage, Error, Result};
use crate::format::documents::{PackLine, SegmentLine};
use crate::format::names::{self, ObjectPath};
use crate::format::pack::{FOOTER_BYTES, PackTable, WIPED_MARK};
use crate::id::{ChunkName, PackId, VaultId};
use crate::limits;
use crate::vault::{PackCheck, PackProof, SectionReader, Vault};

fn short_hash(bytes: &[u8]) -> [u8; 16] {
    hash::object_hash(bytes).0
}

/// Reads the table of a pack that has `pack_bytes` bytes.
///
/// # Errors
/// `Damaged`.
pub fn read_table(vault: &Vault<'_>, pack: PackId, pack_bytes: u64) -> Result<PackTable> {
    let object = names::pack(pack);
    if pack_bytes > limits::PACK_BYTES_MAX as u64 {
        return Err(Error::damaged(&object, Damage::TooLarge));
    }
    let malformed = || Error::damaged(&object, Damage::Malformed);
    let footer_at = pack_bytes
        .checked_sub(FOOTER_BYTES as u64)
        .ok_or_else(|| Error::damaged(&object, Damage::WrongLength))?;
    let footer = vault.storage.read(&object, footer_at, FOOTER_BYTES)?;
    let length = PackTable::bytes_from_footer(&footer).map_err(|_| malformed())?;
    let at = pack_bytes.checked_sub(length as u64).ok_or_else(malformed)?;
    let bytes = vault.storage.read(&object, at, length)?;
    in_place(&object, vault.id, pack, &bytes, pack_bytes)
}

fn in_place(
    object: &ObjectPath,
    vault: VaultId,
    pack: PackId,
    table: &[u8],
    pack_bytes: u64,
) -> Result<PackTable> {
    let table = PackTable::parse(table, pack_bytes, short_hash)
        .map_err(|_| Error::damaged(object, Damage::Malformed))?;
    if table.vault == vault && table.pack == pack {
        Ok(table)
    } else {
        Err(Error::damaged(object, Damage::NotAuthentic))
    }
}

/// Bytes of a pack that are read at a time.
const READ_BYTES: usize = 4 * 1024 * 1024;

/// Reads every byte of a pack and compares it with its table. Needs no key.
///
/// # Errors
/// `Damaged` when the table itself is; damage of segments is in the answer.
pub fn check_pack(vault: &Vault<'_>, pack: PackId, pack_bytes: u64) -> Result<PackCheck> {
    let table = read_table(vault, pack, pack_bytes)?;
    let object = names::pack(pack);
    let mut proof = PackProof::new(table.clone(), pack_bytes);
    let mut at = 0;
    while at < pack_bytes {
        let wanted = usize::try_from(pack_bytes - at).unwrap_or(READ_BYTES).min(READ_BYTES);
        match vault.storage.read(&object, at, wanted) {
            Ok(bytes) => proof.update(&bytes),
            // Some of these bytes cannot be had: look which segments that costs.
            Err(Error::Damaged { .. }) => return check_segments(vault, table, pack_bytes),
            Err(other) => return Err(other),
        }
        at += wanted as u64;
    }
    proof.finish()
}

fn check_segments(vault: &Vault<'_>, table: PackTable, pack_bytes: u64) -> Result<PackCheck> {
    let object = names::pack(table.pack);
    let (mut damaged, mut wiped) = (Vec::new(), Vec::new());
    for (number, (at, slot)) in table.placed().enumerate() {
        match vault.storage.read(&object, at, slot.bytes as usize) {
            Ok(bytes) if short_hash(&bytes) == slot.hash => {}
            Ok(bytes) if bytes.starts_with(&WIPED_MARK) => wiped.push(number),
            Ok(_) | Err(Error::Damaged { .. }) => damaged.push(number),
            Err(other) => return Err(other),
        }
    }
    Ok(PackCheck { table, damaged, wiped, bytes: pack_bytes })
}

/// Opens segments. One per thread.
pub struct SegmentReader<'a> {
    section: &'a SectionReader,
    expander: Expander,
}

/// A segment that was opened: its frames, not yet expanded.
pub struct Segment<'a> {
    line: &'a SegmentLine,
    object: ObjectPath,
    frames: zeroize::Zeroizing<Vec<u8>>,
    names: ChunkKey,
}

impl<'a> SegmentReader<'a> {
    /// A reader with the keys of a section.
    ///
    /// # Errors
    /// When memory for decompression cannot be had.
    pub fn new(section: &'a SectionReader) -> Result<Self> {
        let expander = Expander::new().map_err(|cause| Error::Io {
            action: crate::error::Action::Read,
            path: std::path::PathBuf::new(),
            source: cause,
        })?;
        Ok(Self { section, expander })
    }

    /// Opens a segment whose bytes were read from its pack.
    ///
    /// # Errors
    /// `Damaged`: no key, wrong bytes, frames that do not add up.
    pub fn open<'b>(
        &self,
        pack: &PackLine,
        line: &'b SegmentLine,
        bytes: &[u8],
    ) -> Result<Segment<'b>> {
        let object = names::pack(pack.pack);
        let failed = |damage| Error::damaged(&object, damage);
        let Some((record, identity)) = self.section.keys.get(&line.key) else {
            return Err(failed(Damage::DoesNotOpen));
        };
        if *record != line.record {
            return Err(failed(Damage::NotAuthentic));
        }
        let frames = open_frames(identity, bytes).map_err(failed)?;
        let announced: u64 = line.blocks.iter().map(|block| u64::from(block.frame)).sum();
        if announced != frames.len() as u64 {
            return Err(failed(Damage::WrongLength));
        }
        let names = self.section.naming.chunk_key(line.record);
        Ok(Segment { line, object, frames: zeroize::Zeroizing::new(frames), names })
    }

    /// Calls `each` with every chunk of one block, in order, after checking its name.
    ///
    /// # Errors
    /// `Damaged`, or whatever `each` answers.
    pub fn block(
        &mut self,
        segment: &Segment<'_>,
        number: usize,
        each: &mut dyn FnMut(ChunkName, &[u8]) -> Result<()>,
    ) -> Result<()> {
        let failed = |damage| Error::damaged(&segment.object, damage);
        let lines = &segment.line.blocks;
        let block = lines.get(number).ok_or_else(|| failed(Damage::Malformed))?;
        let before: usize = lines.iter().take(number).map(|block| block.frame as usize).sum();
        let frame = segment.frames.get(before..before + block.frame as usize);
        let frame = frame.ok_or_else(|| failed(Damage::WrongLength))?;
        let raw_bytes = block.chunks.iter().map(|(_, bytes)| *bytes as usize).sum();
        let raw = self.expander.block(frame, raw_bytes).map_err(|_| failed(Damage::Malformed))?;
        let mut rest = raw.as_slice();
        for (name, bytes) in &block.chunks {
            let (chunk, after) = rest
                .split_at_checked(*bytes as usize)
                .ok_or_else(|| failed(Damage::WrongLength))?;
            if segment.names.name(chunk) != *name {
                return Err(failed(Damage::WrongHash));
            }
            each(*name, chunk)?;
            rest = after;
        }
        Ok(())
    }
}

impl Segment<'_> {
    /// How many blocks it has.
    #[must_use]
    pub fn blocks(&self) -> usize {
        self.line.blocks.len()
    }
}

fn open_frames(identity: &Identity, bytes: &[u8]) -> std::result::Result<Vec<u8>, Damage> {
    crypto::open(std::slice::from_ref(identity), bytes, limits::SEGMENT_BYTES_MAX)
        .map_err(|cause| cause.damage())
}
