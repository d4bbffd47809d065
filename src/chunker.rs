//! Cuts bytes into chunks where the content says so, so that an insertion moves one cut, not all.
//!
//! The rule (MinCDC, O. Peters 2025): a chunk ends at the position `i` in `[min, max]` for which
//! `u32_le(bytes[i-4..i]) * a + b` (modulo 2^32) is smallest, the earliest on a tie. `a` (odd) and
//! `b` are secret and differ per record, so that chunk lengths do not betray known files. The
//! golden vectors below pin the rule: moving one cut would store everything twice.

use mincdc::{Cdc, MinCdcHash4};

use crate::limits;

/// The secret constants of the cutting rule.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct CutRule {
    /// Multiplier; must be odd.
    pub multiplier: u32,
    /// Addend.
    pub addend: u32,
}

/// How large chunks may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sizes {
    /// Smallest chunk, in bytes; only the last of a file may be smaller.
    pub bytes_min: usize,
    /// Largest chunk, in bytes.
    pub bytes_max: usize,
}

/// Sizes for ordinary files: written once, or rewritten as a whole.
pub const COARSE: Sizes =
    Sizes { bytes_min: limits::CHUNK_BYTES_MIN, bytes_max: limits::CHUNK_BYTES_MAX };

/// Sizes for files that change in place, page by page: databases, mail stores, disk images.
const FINE: Sizes =
    Sizes { bytes_min: limits::FINE_CHUNK_BYTES_MIN, bytes_max: limits::FINE_CHUNK_BYTES_MAX };

/// Endings of files whose pages change in place (practice software, mail, images of disks).
const IN_PLACE: [&[u8]; 23] = [
    b"db", b"db3", b"sqlite", b"sqlite3", b"mdb", b"accdb", b"mdf", b"ldf", b"ndf", b"fdb", b"gdb",
    b"ibd", b"dbf", b"fic", b"mmo", b"ndx", b"4dd", b"nsf", b"pst", b"edb", b"vhd", b"vhdx",
    b"vmdk",
];

/// The sizes that suit a file, by the ending of its name.
#[must_use]
pub fn sizes_for(name: &[u8]) -> Sizes {
    let ending = name.rsplit(|byte| *byte == b'.').next().unwrap_or_default();
    if IN_PLACE.iter().any(|known| known.eq_ignore_ascii_case(ending)) { FINE } else { COARSE }
}

/// Length of the first chunk of `bytes`, which must hold the rest of the file or at least
/// `sizes.bytes_max` bytes. Never 0 unless `bytes` is empty.
#[must_use]
pub fn first_cut(bytes: &[u8], sizes: Sizes, secret: CutRule) -> usize {
    const WINDOW: usize = 4;
    if bytes.len() <= sizes.bytes_min {
        return bytes.len();
    }
    let end = bytes.len().min(sizes.bytes_max);
    let start = sizes.bytes_min - WINDOW;
    let rule = MinCdcHash4::with_params(secret.multiplier | 1, secret.addend);
    start + rule.best_splitpoint(bytes.get(start..end).unwrap_or_default())
}

/// Lengths of all chunks of a whole file that is in memory.
#[must_use]
pub fn cuts(mut bytes: &[u8], sizes: Sizes, secret: CutRule) -> Vec<usize> {
    let mut lengths = Vec::new();
    while !bytes.is_empty() {
        let length = first_cut(bytes, sizes, secret);
        lengths.push(length);
        bytes = bytes.get(length..).unwrap_or_default();
    }
    lengths
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KEY: CutRule = CutRule { multiplier: 0x915f_77f5, addend: 0x3463_6463 };
    const TINY: Sizes = Sizes { bytes_min: 16, bytes_max: 48 };

    /// A reproducible stream of bytes (xorshift, G. Marsaglia 2003).
    fn noise(length: usize) -> Vec<u8> {
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state.to_le_bytes()[0]
        };
        (0..length).map(|_| next()).collect()
    }

    /// The rule of the module's head, word for word.
    fn by_the_book(bytes: &[u8], sizes: Sizes, secret: CutRule) -> usize {
        if bytes.len() <= sizes.bytes_min {
            return bytes.len();
        }
        let value = |i: usize| {
            let window: [u8; 4] = bytes[i - 4..i].try_into().unwrap();
            u32::from_le_bytes(window).wrapping_mul(secret.multiplier).wrapping_add(secret.addend)
        };
        (sizes.bytes_min..=bytes.len().min(sizes.bytes_max)).min_by_key(|i| value(*i)).unwrap()
    }

    #[test]
    fn cut_points_never_move() {
        assert_eq!(cuts(&noise(1 << 20), COARSE, KEY), GOLDEN_COARSE);
        assert_eq!(cuts(&noise(200_000), FINE, KEY), GOLDEN_FINE);
    }

    // Computed by a second implementation of the rule as well, outside this program.
    const GOLDEN_COARSE: [usize; 6] = [166_628, 227_815, 239_609, 226_676, 174_441, 13_407];
    const GOLDEN_FINE: [usize; 8] = [27_943, 42_607, 24_272, 31_167, 40_639, 16_902, 16_435, 35];

    #[test]
    fn an_insertion_changes_few_chunks() {
        let before = noise(4 << 20);
        let mut after = before.clone();
        after.splice(1_000_000..1_000_000, *b"one line more");
        let pieces = |bytes: &[u8]| {
            let mut at = 0;
            let mut all = std::collections::HashSet::new();
            for length in cuts(bytes, COARSE, KEY) {
                all.insert(bytes[at..at + length].to_vec());
                at += length;
            }
            all
        };
        assert!(pieces(&after).difference(&pieces(&before)).count() <= 3);
    }

    #[test]
    fn databases_are_cut_finely() {
        assert_eq!(sizes_for(b"Patients.MDB"), FINE);
        assert_eq!(sizes_for(b"letter.pdf"), COARSE);
        assert_eq!(sizes_for(b""), COARSE);
    }

    proptest! {
        #[test]
        fn the_fast_rule_is_the_rule(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            prop_assert_eq!(first_cut(&bytes, TINY, KEY), by_the_book(&bytes, TINY, KEY));
        }

        #[test]
        fn chunks_add_up_and_keep_their_limits(length in 0_usize..2_000, fill in any::<u8>()) {
            let mut bytes = noise(length);
            bytes.extend(std::iter::repeat_n(fill, length / 2));
            let all = cuts(&bytes, TINY, KEY);
            prop_assert_eq!(all.iter().sum::<usize>(), bytes.len());
            prop_assert!(all.iter().all(|cut| *cut <= TINY.bytes_max && *cut > 0));
            prop_assert!(all.iter().rev().skip(1).all(|cut| *cut >= TINY.bytes_min));
        }
    }
}
