//! The end of a pack: which segments it holds, so that anyone can check it without a key.
//!
//! ```text
//! pack    = segment… table footer
//! table   = (length: u32 LE, hash: 16 bytes) per segment, in order
//! footer  = magic: 16 · vault id: 16 · pack id: 16 · segments: u32 LE · zero: u32 · hash: 16
//! ```
//! Hashes are the first 16 bytes of BLAKE3: of the segment's bytes; and, for the footer, of the
//! table followed by the footer up to the hash. A segment whose bytes begin with [`WIPED_MARK`]
//! was overwritten on purpose.

use crate::id::{ID_BYTES, PackId, VaultId};
use crate::limits;

/// First bytes of every footer.
const MAGIC: [u8; 16] = *b"refuge pack v1\0\n";
/// First bytes of a segment that was overwritten because its record was forgotten.
pub const WIPED_MARK: [u8; 16] = *b"refuge wiped v1\n";
/// Length of the footer, in bytes.
pub const FOOTER_BYTES: usize = 16 + ID_BYTES + ID_BYTES + 4 + 4 + ID_BYTES;
/// Length of one line of the table, in bytes.
const SLOT_BYTES: usize = 4 + ID_BYTES;

/// The hash this format uses wherever 16 bytes are enough to notice damage.
pub type ShortHash = [u8; ID_BYTES];

/// One segment as the table describes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// Length of the age file, in bytes.
    pub bytes: u32,
    /// Hash of the age file.
    pub hash: ShortHash,
}

/// The table of a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackTable {
    /// The vault the pack belongs to.
    pub vault: VaultId,
    /// The pack's own id, also its name.
    pub pack: PackId,
    /// The segments, in the order of their bytes.
    pub slots: Vec<Slot>,
    /// The footer's hash: one value that pins the whole pack.
    pub hash: ShortHash,
}

/// Bytes that are not the end of a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the end of a pack")]
pub struct PackError;

impl PackTable {
    /// The table of a pack that holds `slots`, and its bytes.
    pub fn build(
        vault: VaultId,
        pack: PackId,
        slots: Vec<Slot>,
        hash: impl Fn(&[u8]) -> ShortHash,
    ) -> (Self, Vec<u8>) {
        let mut bytes = Vec::with_capacity(slots.len() * SLOT_BYTES + FOOTER_BYTES);
        for slot in &slots {
            bytes.extend_from_slice(&slot.bytes.to_le_bytes());
            bytes.extend_from_slice(&slot.hash);
        }
        bytes.extend_from_slice(&MAGIC);
        bytes.extend_from_slice(&vault.0);
        bytes.extend_from_slice(&pack.0);
        bytes.extend_from_slice(&u32::try_from(slots.len()).unwrap_or(u32::MAX).to_le_bytes());
        bytes.extend_from_slice(&[0; 4]);
        let hash = hash(&bytes);
        bytes.extend_from_slice(&hash);
        (Self { vault, pack, slots, hash }, bytes)
    }

    /// How many bytes at the end of a pack the table and footer take, told by the footer alone.
    ///
    /// # Errors
    /// When `footer` is not a footer, or announces more segments than the format allows.
    pub fn bytes_from_footer(footer: &[u8]) -> Result<usize, PackError> {
        if footer.len() != FOOTER_BYTES || !footer.starts_with(&MAGIC) {
            return Err(PackError);
        }
        let count = footer.get(48..52).and_then(|raw| raw.try_into().ok()).ok_or(PackError)?;
        let count = u32::from_le_bytes(count) as usize;
        if count > limits::PACK_SEGMENTS_MAX {
            return Err(PackError);
        }
        Ok(count * SLOT_BYTES + FOOTER_BYTES)
    }

    /// Reads table and footer; `bytes` holds exactly these.
    ///
    /// # Errors
    /// When they are damaged, or lengths do not add up to a pack of `pack_bytes`.
    pub fn parse(
        bytes: &[u8],
        pack_bytes: u64,
        hash: impl Fn(&[u8]) -> ShortHash,
    ) -> Result<Self, PackError> {
        let footer_at = bytes.len().checked_sub(FOOTER_BYTES).ok_or(PackError)?;
        let (lines, footer) = bytes.split_at_checked(footer_at).ok_or(PackError)?;
        if Self::bytes_from_footer(footer)? != bytes.len() {
            return Err(PackError);
        }
        let (hashed, own_hash) = bytes.split_last_chunk::<ID_BYTES>().ok_or(PackError)?;
        if hash(hashed) != *own_hash {
            return Err(PackError);
        }
        let slots = lines.chunks_exact(SLOT_BYTES).map(slot).collect::<Option<Vec<_>>>();
        let slots = slots.ok_or(PackError)?;
        let body: u64 = slots.iter().map(|slot| u64::from(slot.bytes)).sum();
        if body + bytes.len() as u64 != pack_bytes {
            return Err(PackError);
        }
        let id = |from: usize| -> Option<[u8; ID_BYTES]> {
            footer.get(from..from + ID_BYTES)?.try_into().ok()
        };
        let vault = VaultId(id(16).ok_or(PackError)?);
        let pack = PackId(id(32).ok_or(PackError)?);
        Ok(Self { vault, pack, slots, hash: *own_hash })
    }

    /// Where each segment begins, in bytes from the pack's start, beside its slot.
    pub fn placed(&self) -> impl Iterator<Item = (u64, Slot)> {
        self.slots.iter().scan(0, |at, slot| {
            let start = *at;
            *at += u64::from(slot.bytes);
            Some((start, *slot))
        })
    }
}

fn slot(line: &[u8]) -> Option<Slot> {
    let (bytes, hash) = line.split_first_chunk::<4>()?;
    Some(Slot { bytes: u32::from_le_bytes(*bytes), hash: hash.try_into().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(bytes: &[u8]) -> ShortHash {
        let mut out = [0_u8; 16];
        for (at, byte) in bytes.iter().enumerate() {
            out[at % 16] = out[at % 16].wrapping_mul(31).wrapping_add(*byte);
        }
        out
    }

    fn sample() -> (PackTable, Vec<u8>) {
        let slots = vec![Slot { bytes: 7, hash: [1; 16] }, Slot { bytes: 9, hash: [2; 16] }];
        PackTable::build(VaultId([3; 16]), PackId([4; 16]), slots, sum)
    }

    #[test]
    fn a_table_reads_back() {
        let (table, bytes) = sample();
        assert_eq!(PackTable::parse(&bytes, 16 + bytes.len() as u64, sum), Ok(table.clone()));
        let footer = &bytes[bytes.len() - FOOTER_BYTES..];
        assert_eq!(PackTable::bytes_from_footer(footer), Ok(bytes.len()));
        assert_eq!(table.placed().map(|(at, _)| at).collect::<Vec<_>>(), [0, 7]);
    }

    #[test]
    fn every_flipped_byte_is_noticed() {
        let (_, bytes) = sample();
        for at in 0..bytes.len() {
            let mut bad = bytes.clone();
            bad[at] ^= 1;
            assert_eq!(
                PackTable::parse(&bad, 16 + bytes.len() as u64, sum),
                Err(PackError),
                "{at}"
            );
        }
        for end in 0..bytes.len() {
            let cut = PackTable::parse(&bytes[..end], 16 + end as u64, sum);
            assert_eq!(cut, Err(PackError), "{end}");
        }
    }

    #[test]
    fn an_absurd_count_is_refused_before_anything_is_allocated() {
        let (_, bytes) = sample();
        let mut footer = bytes[bytes.len() - FOOTER_BYTES..].to_vec();
        footer[48..52].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(PackTable::bytes_from_footer(&footer), Err(PackError));
    }
}
