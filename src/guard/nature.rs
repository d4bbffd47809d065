//! What the first bytes of a file look like: of a known format, readable, or noise.
//!
//! Two bytes for each file are remembered. Encrypted files lose the beginning by which programs know
//! their format, and look like chance; either is seen without reading the earlier version again.

use serde::{Deserialize, Serialize};

/// Bytes of a file that are looked at.
pub const HEAD_BYTES: usize = 4096;
/// Fewer bytes say nothing about chance.
const WEIGHED_BYTES_MIN: usize = 256;
/// Steps of density in one bit.
const STEPS: f64 = 16.0;
/// Density of what looks like chance: 7.4 bits and more.
const DENSE: u8 = 118;
/// Density of a file filled with one byte.
const BLANK: u8 = 16;
/// A rise of 1.5 bits to at least 5 bits is no edit: stretches were encrypted.
const RISE: u8 = 24;
const RISEN: u8 = 80;

/// Beginnings of the formats that lie in a practice's folders.
const BEGINNINGS: &[&[u8]] = &[
    b"%PDF",
    b"\xff\xd8\xff",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"\x89PNG\r\n",
    b"GIF8",
    b"II*\0",
    b"MM\0*",
    b"BM",
    b"RIFF",
    b"{\\rtf",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b\x08",
    b"BZh",
    b"\xfd7zXZ\0",
    b"\x28\xb5\x2f\xfd",
    b"Rar!\x1a\x07",
    b"SQLite format 3\0",
    b"\0\x01\0\0Standard ",
    b"MZ",
    b"\x7fELF",
    b"ID3",
    b"OggS",
    b"fLaC",
    b"\x1aE\xdf\xa3",
    b"!BDN",
    b"age-encryption.org/",
    b"-----BEGIN ",
    b"<?xml",
    b"<!DOCTYPE",
    b"<html",
];
/// Beginnings that stand a little further in: DICOM images, films, tar archives.
const LATER_BEGINNINGS: &[(usize, &[u8])] = &[(128, b"DICM"), (4, b"ftyp"), (257, b"ustar")];

/// What a file looked like when it was last read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Nature {
    /// Number of its format, from 1; 0: none that is known.
    format: u8,
    /// How much its bytes look like chance, in sixteenths of a bit, plus one; 0: not weighed.
    density: u8,
}

impl Nature {
    /// What a file that begins like this looks like; more than [`HEAD_BYTES`] are not looked at.
    #[must_use]
    pub fn of(head: &[u8]) -> Self {
        let head = head.get(..HEAD_BYTES).unwrap_or(head);
        Self { format: format_of(head), density: density_of(head) }
    }

    /// Whether it can be told from an encrypted file.
    #[must_use]
    pub const fn can_spoil(self) -> bool {
        self.format != 0 || (self.density != 0 && self.density < DENSE)
    }

    /// Whether a file that looked like this and now looks like `now` was made unreadable.
    #[must_use]
    pub const fn is_spoiled_by(self, now: Self) -> bool {
        if now.format != 0 || !self.can_spoil() || now.density == 0 {
            return false;
        }
        let lost_format = self.format != 0 && (now.density >= RISEN || now.density <= BLANK);
        let became_noise = self.density != 0 && self.density < DENSE && now.density >= DENSE;
        let was_torn = self.density != 0
            && now.density >= self.density.saturating_add(RISE)
            && now.density >= RISEN;
        let was_blanked = self.density > 2 * BLANK && now.density <= BLANK;
        lost_format || became_noise || was_torn || was_blanked
    }
}

fn format_of(head: &[u8]) -> u8 {
    let here = BEGINNINGS.iter().map(|beginning| (0, *beginning));
    let mut all = here.chain(LATER_BEGINNINGS.iter().copied()).zip(1_u8..);
    let found = all.find(|((at, beginning), _)| {
        head.get(*at..).is_some_and(|rest| rest.starts_with(beginning))
    });
    found.map_or(0, |(_, number)| number)
}

/// Collision entropy: how rarely two bytes picked by chance are the same.
fn density_of(head: &[u8]) -> u8 {
    if head.len() < WEIGHED_BYTES_MIN {
        return 0;
    }
    let mut counts = [0_u32; 256];
    for byte in head {
        if let Some(count) = counts.get_mut(usize::from(*byte)) {
            *count += 1;
        }
    }
    let pairs: u64 = counts.iter().map(|count| u64::from(*count) * u64::from(*count)).sum();
    let length = head.len() as u64;
    #[expect(clippy::cast_precision_loss, reason = "at most 2^24")]
    let share = (pairs - length).max(1) as f64 / (length * (length - 1)) as f64;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 254"
    )]
    let steps = (-share.log2() * STEPS).clamp(0.0, 254.0) as u8;
    steps + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn noise(seed: u64, length: usize) -> Vec<u8> {
        let mut state = seed | 1;
        let step = |_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 32) as u8
        };
        (0..length).map(step).collect()
    }

    fn text(length: usize) -> Vec<u8> {
        b"Le patient se plaint de douleurs lombaires depuis trois semaines. ".repeat(80)[..length]
            .to_vec()
    }

    fn every_other_sixteen(plain: &[u8]) -> Vec<u8> {
        let mut bytes = plain.to_vec();
        for (number, part) in bytes.chunks_mut(16).enumerate().filter(|(number, _)| number % 2 == 0)
        {
            part.copy_from_slice(&noise(number as u64 + 99, 16)[..part.len()]);
        }
        bytes
    }

    fn spoils(before: &[u8], after: &[u8]) -> bool {
        Nature::of(before).is_spoiled_by(Nature::of(after))
    }

    #[test]
    fn encryption_of_any_kind_spoils() {
        let pdf = [b"%PDF-1.7\n".as_slice(), &noise(5, 4087)].concat();
        for (name, before, after, expected) in [
            ("text to noise", text(4096), noise(1, 4096), true),
            ("short text to noise", text(300), noise(1, 300), true),
            ("text torn", text(4096), every_other_sixteen(&text(4096)), true),
            ("text blanked", text(4096), vec![0; 4096], true),
            ("PDF to noise", pdf.clone(), noise(2, 4096), true),
            ("PDF blanked", pdf.clone(), vec![0; 4096], true),
            ("text edited", text(4096), text(3000), false),
            ("PDF saved again", pdf.clone(), [b"%PDF-1.4\n", &noise(9, 4000)[..]].concat(), false),
            ("text becomes a PDF", text(4096), pdf.clone(), false),
            ("text zipped", text(4096), [b"PK\x03\x04", &noise(3, 4000)[..]].concat(), false),
            ("noise stays noise", noise(4, 4096), noise(6, 4096), false),
            ("too short to say", text(100), noise(7, 100), false),
            ("emptied", pdf, Vec::new(), false),
        ] {
            assert_eq!(spoils(&before, &after), expected, "{name}");
        }
    }

    proptest! {
        #[test]
        fn a_file_is_never_spoiled_by_what_it_is(head in proptest::collection::vec(any::<u8>(), 0..5000)) {
            prop_assert!(!spoils(&head, &head));
        }

        #[test]
        fn noise_of_any_length_that_is_weighed_counts_as_noise(seed in 1_u64.., length in 256_usize..6000) {
            let nature = Nature::of(&noise(seed, length));
            prop_assert!(nature.format != 0 || !nature.can_spoil(), "{nature:?}");
        }
    }
}
