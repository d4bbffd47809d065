//! Segments one after the other, then their table: a pack while it is being filled.

use crate::crypto::hash;
use crate::format::documents::{PackLine, SegmentLine};
use crate::format::pack::{PackTable, Slot};
use crate::id::{ObjectHash, PackId, VaultId};
use crate::limits;
use crate::vault::Sealed;

/// Fills one pack after another.
pub struct PackBuilder {
    body: Vec<u8>,
    segments: Vec<SegmentLine>,
    slots: Vec<Slot>,
    bytes_target: usize,
}

impl Default for PackBuilder {
    fn default() -> Self {
        Self::new()
    }
}

impl PackBuilder {
    /// An empty pack.
    #[must_use]
    pub fn new() -> Self {
        Self {
            // Growing by doubling would hold half as much again for a moment.
            body: Vec::with_capacity(limits::PACK_BYTES_TARGET + limits::BLOCK_BYTES_TARGET),
            segments: Vec::new(),
            slots: Vec::new(),
            bytes_target: limits::PACK_BYTES_TARGET,
        }
    }

    /// From now on packs are closed at about so many bytes, within the limits.
    pub fn aim_at(&mut self, bytes: u64) {
        let bytes = usize::try_from(bytes).unwrap_or(limits::PACK_BYTES_TARGET);
        self.bytes_target = bytes.clamp(limits::PACK_BYTES_LEAST, limits::PACK_BYTES_TARGET);
    }

    /// Whether the segment goes in; an empty pack takes any.
    #[must_use]
    pub fn has_room_for(&self, sealed: &Sealed) -> bool {
        let overflows = self.body.len() + sealed.bytes.len() > self.bytes_target
            || self.slots.len() >= limits::PACK_SEGMENTS_MAX;
        self.body.is_empty() || !overflows
    }

    /// Adds a segment and gives back the buffer in which it came.
    pub fn add(&mut self, sealed: Sealed) -> Vec<u8> {
        let mut line = sealed.line;
        line.at = self.body.len() as u64;
        self.slots.push(Slot { bytes: line.bytes, hash: hash::object_hash(&sealed.bytes).0 });
        self.segments.push(line);
        self.body.extend_from_slice(&sealed.bytes);
        sealed.bytes
    }

    /// Ends the pack under a new id: what an index says of it, and its bytes; nothing when it is
    /// empty. The bytes stay until [`PackBuilder::clear`].
    pub fn finish(&mut self, vault: VaultId) -> Option<(PackLine, &[u8])> {
        if self.body.is_empty() {
            return None;
        }
        let pack = PackId(hash::random_id());
        let slots = std::mem::take(&mut self.slots);
        let (table, tail) =
            PackTable::build(vault, pack, slots, |bytes| hash::object_hash(bytes).0);
        self.body.extend_from_slice(&tail);
        let line = PackLine {
            pack,
            bytes: self.body.len() as u64,
            table: ObjectHash(table.hash),
            segments: std::mem::take(&mut self.segments),
        };
        Some((line, &self.body))
    }

    /// Begins the next pack.
    pub fn clear(&mut self) {
        self.body.clear();
    }
}
