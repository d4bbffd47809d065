//! Proves a pack while its bytes pass by, whoever reads them and for whatever purpose.

use crate::crypto::hash::{self, ContentHasher};
use crate::error::{Damage, Error, Result};
use crate::format::names;
use crate::format::pack::{PackTable, Slot, WIPED_MARK};
use crate::id::PackId;

/// What checking every byte of a pack found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackCheck {
    /// Its table.
    pub table: PackTable,
    /// Numbers of segments whose bytes are not what the table says.
    pub damaged: Vec<usize>,
    /// Numbers of segments that were overwritten on purpose.
    pub wiped: Vec<usize>,
    /// Bytes read.
    pub bytes: u64,
}

/// Compares the bytes of a pack, given from first to last in any portions, with its table.
pub struct PackProof {
    table: PackTable,
    pack_bytes: u64,
    number: usize,
    left: usize,
    beginning: Vec<u8>,
    hasher: ContentHasher,
    tail: Vec<u8>,
    damaged: Vec<usize>,
    wiped: Vec<usize>,
}

impl PackProof {
    /// A proof of the pack that has this table and `pack_bytes` bytes.
    #[must_use]
    pub fn new(table: PackTable, pack_bytes: u64) -> Self {
        let mut proof = Self {
            table,
            pack_bytes,
            number: 0,
            left: 0,
            beginning: Vec::with_capacity(WIPED_MARK.len()),
            hasher: ContentHasher::new(),
            tail: Vec::new(),
            damaged: Vec::new(),
            wiped: Vec::new(),
        };
        proof.left = proof.slot().map_or(0, |slot| slot.bytes as usize);
        proof
    }

    /// The pack it is about.
    #[must_use]
    pub const fn pack(&self) -> PackId {
        self.table.pack
    }

    /// Takes the next bytes.
    pub fn update(&mut self, mut bytes: &[u8]) {
        while let Some(slot) = self.slot() {
            let (now, later) = bytes.split_at_checked(self.left).unwrap_or((bytes, &[]));
            self.hasher.update(now);
            let wanted = WIPED_MARK.len() - self.beginning.len();
            self.beginning.extend(now.iter().take(wanted));
            self.left -= now.len();
            bytes = later;
            if self.left > 0 {
                return;
            }
            self.close_segment(slot);
        }
        self.tail.extend_from_slice(bytes);
    }

    fn slot(&self) -> Option<Slot> {
        self.table.slots.get(self.number).copied()
    }

    fn close_segment(&mut self, slot: Slot) {
        let hash = std::mem::take(&mut self.hasher).finish().0;
        if !hash.starts_with(&slot.hash) {
            let is_wiped = self.beginning == WIPED_MARK;
            let list = if is_wiped { &mut self.wiped } else { &mut self.damaged };
            list.push(self.number);
        }
        self.beginning.clear();
        self.number += 1;
        self.left = self.slot().map_or(0, |slot| slot.bytes as usize);
    }

    /// What was found.
    ///
    /// # Errors
    /// `Damaged` when the bytes did not end in the table they were compared with.
    pub fn finish(self) -> Result<PackCheck> {
        let Self { table, pack_bytes, tail, damaged, wiped, .. } = self;
        let end = PackTable::parse(&tail, pack_bytes, |bytes| hash::object_hash(bytes).0);
        if end.as_ref() != Ok(&table) {
            return Err(Error::damaged(&names::pack(table.pack), Damage::Malformed));
        }
        Ok(PackCheck { table, damaged, wiped, bytes: pack_bytes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::VaultId;
    use proptest::prelude::*;

    fn pack(segments: &[Vec<u8>]) -> (PackTable, Vec<u8>) {
        let sum = |bytes: &[u8]| hash::object_hash(bytes).0;
        let slot = |bytes: &Vec<u8>| Slot { bytes: bytes.len() as u32, hash: sum(bytes) };
        let slots = segments.iter().map(slot).collect();
        let (table, tail) = PackTable::build(VaultId([1; 16]), PackId([2; 16]), slots, sum);
        (table, [segments.concat(), tail].concat())
    }

    fn proved(table: &PackTable, bytes: &[u8], portion: usize) -> Result<PackCheck> {
        let mut proof = PackProof::new(table.clone(), bytes.len() as u64);
        bytes.chunks(portion).for_each(|portion| proof.update(portion));
        proof.finish()
    }

    const fn is_malformed<T>(proved: &Result<T>) -> bool {
        matches!(proved, Err(Error::Damaged { damage: Damage::Malformed, .. }))
    }

    proptest! {
        #[test]
        fn whatever_the_portions_the_damaged_segment_is_named(
            lengths in proptest::collection::vec(1_usize..90, 1..6),
            portion in 1_usize..200,
            flipped: proptest::sample::Index,
        ) {
            let segment = |(number, length): (usize, &usize)| vec![number as u8; *length];
            let segments: Vec<_> = lengths.iter().enumerate().map(segment).collect();
            let (table, mut bytes) = pack(&segments);
            let whole = proved(&table, &bytes, portion).unwrap();
            prop_assert!(whole.damaged.is_empty() && whole.wiped.is_empty());
            let at = flipped.index(bytes.len());
            bytes[at] ^= 1;
            let ends = lengths.iter().scan(0, |end, length| { *end += length; Some(*end) });
            match ends.into_iter().position(|end| at < end) {
                Some(hit) => prop_assert_eq!(proved(&table, &bytes, portion).unwrap().damaged, [hit]),
                None => prop_assert!(is_malformed(&proved(&table, &bytes, portion))),
            }
        }
    }

    #[test]
    fn a_segment_that_was_overwritten_on_purpose_is_not_damaged() {
        let (table, mut bytes) = pack(&[vec![7; 40], vec![8; 40]]);
        bytes[40..56].copy_from_slice(&WIPED_MARK);
        for portion in [1, 41, 45, 500] {
            let found = proved(&table, &bytes, portion).unwrap();
            assert_eq!((found.damaged, found.wiped), (vec![], vec![1]), "{portion}");
        }
        assert!(is_malformed(&proved(&table, &bytes[..60], 7)), "a part proves nothing");
    }
}
