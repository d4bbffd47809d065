//! What a file looks like: of a known format, readable, or noise; and whether it was made unreadable.
//!
//! A few bytes for each file are remembered. Encrypted files lose the beginning by which programs know
//! their format, and look like chance; either is seen without reading the earlier version again. Where
//! the beginning was spared, the rest is judged by what has no place in it: noise in text, noise in a
//! file that had none and is as long as before, the end that every good file of its format has.

use serde::{Deserialize, Serialize};

use super::formats::{self, Build};

/// Bytes of each place of a file that is looked at after its beginning.
pub(super) const PLACE_BYTES: u64 = 1024;
/// Fewer bytes say nothing about chance.
const WEIGHED_BYTES_MIN: usize = 256;
/// Tables in which bytes are counted.
const TABLES: usize = 4;
/// Steps of density in one bit.
const STEPS: f64 = 16.0;
/// Density of what looks like chance: 7.4 bits and more.
const DENSE: u8 = 118;
/// Density of a file filled with one byte.
const BLANK: u8 = 16;
/// A rise of 1.5 bits to at least 5 bits is no edit: stretches were encrypted.
const RISE: u8 = 24;
const RISEN: u8 = 80;
/// One control character in so many bytes is still text, and one in so many is none. Of noise one byte
/// in nine is one; of text in which every other 16 bytes are noise, one in eighteen.
const TEXT_CONTROL_SHARE: usize = 256;
const GARBLED_CONTROL_SHARE: usize = 32;
/// Encryption adds a key and a mark to a file, little more; new content adds all its length.
const GROWN_BYTES_MAX: u64 = PLACE_BYTES;
/// Places before noise in some of them can be compared, and the share that tells.
const TORN_PLACES_MIN: u8 = 2;
const TORN_SHARE: u8 = 4;

/// What a file looked like when it was last read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Nature {
    /// Number of its format, from 1; 0: none that is known.
    format: u8,
    /// How much its beginning looks like chance, in sixteenths of a bit, plus one; 0: not weighed.
    density: u8,
    /// What the rest says; nothing where an earlier program looked at the beginning only.
    rest: Option<Rest>,
}

/// What the places after the beginning say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
struct Rest {
    /// Places that could be weighed, and of these, places that look like chance.
    places: u8,
    noisy: u8,
    /// Text wherever it was looked at, the beginning too.
    is_text: bool,
    /// Somewhere it is neither text nor blank.
    is_garbled: bool,
    /// It has what every good file of its format has.
    has_landmark: bool,
}

/// A file at one time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileLook {
    /// Its length.
    pub size_bytes: u64,
    /// What it looks like.
    pub nature: Nature,
}

impl Nature {
    /// What is remembered of a file whose beginning alone was looked at.
    #[must_use]
    pub const fn of_beginning(format: u8, density: u8) -> Self {
        Self { format, density, rest: None }
    }

    /// What a file looks like that has these bytes in its places, the end in the last, and these
    /// where its header says that something must stand.
    pub(super) fn seen(head: &[u8], places: &[&[u8]], named: &[u8]) -> Self {
        let format = formats::format_of(head);
        let density = density_of(head);
        let tail = places.last().copied().unwrap_or_default();
        let rest = Rest {
            has_landmark: formats::has_landmark(format, tail, named),
            ..Rest::of(formats::build_of(format), head, density, places)
        };
        Self { format, density, rest: Some(rest) }
    }

    /// Whether it can be told from an encrypted file.
    #[must_use]
    pub const fn can_spoil(self) -> bool {
        self.format != 0 || (self.density != 0 && self.density < DENSE)
    }

    /// Whether it could be told if its beginning were spared.
    fn can_tear(self) -> bool {
        let Some(rest) = self.rest else { return true };
        match formats::build_of(self.format) {
            Build::Text => true,
            Build::Plain => rest.can_get_noisier(),
            Build::Unknown => rest.is_text || rest.can_get_noisier(),
            Build::Ended(_) | Build::Filed => rest.has_landmark,
            Build::Packed => false,
        }
    }

    /// Whether a file that began like this and now begins like `now` lost its beginning.
    const fn lost_beginning(self, now: Self) -> bool {
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

impl Rest {
    /// Nothing is weighed that is not asked of files of that build, and what is the whole file once only.
    fn of(build: Build, head: &[u8], head_density: u8, places: &[&[u8]]) -> Self {
        let mut rest = Self::default();
        if matches!(build, Build::Text | Build::Unknown) {
            let others = || places.iter().copied().filter(|place| *place != head);
            let parts = || head.chunks(PLACE_BYTES as usize).chain(others());
            let weighed = || parts().filter(|part| part.len() >= WEIGHED_BYTES_MIN);
            rest.is_text = weighed().next().is_some() && parts().all(is_text);
            // Where all is text, no part has so many of them.
            rest.is_garbled = !rest.is_text && weighed().any(is_garbled);
        }
        if matches!(build, Build::Plain | Build::Unknown) {
            let density =
                |place: &[u8]| if place == head { head_density } else { density_of(place) };
            for density in places.iter().map(|place| density(place)).filter(|it| *it != 0) {
                rest.places += 1;
                rest.noisy += u8::from(density >= DENSE);
            }
        }
        rest
    }

    /// So many places more must look like chance before a file counts as torn.
    fn torn_places(self) -> u8 {
        self.places.div_ceil(TORN_SHARE)
    }

    fn can_get_noisier(self) -> bool {
        self.places >= TORN_PLACES_MIN && self.noisy + self.torn_places() <= self.places
    }

    fn got_noisy(self, now: Self) -> bool {
        self.can_get_noisier() && now.noisy >= self.noisy + self.torn_places()
    }
}

impl FileLook {
    /// Whether this file was made unreadable by what it is `now`; nothing where that cannot be told.
    #[must_use]
    pub fn weigh(self, now: Self) -> Option<bool> {
        if self.is_spoiled_by(now) {
            return Some(true);
        }
        (self.nature.can_spoil() && self.nature.can_tear()).then_some(false)
    }

    /// Whether this file was made unreadable by what it is `now`.
    #[must_use]
    fn is_spoiled_by(self, now: Self) -> bool {
        self.nature.lost_beginning(now.nature) || self.is_torn_by(now)
    }

    /// Whether its beginning was spared and the rest was not.
    fn is_torn_by(self, now: Self) -> bool {
        let (Some(before), Some(after)) = (self.nature.rest, now.nature.rest) else { return false };
        if self.nature.format != now.nature.format {
            return false;
        }
        let lost_text = before.is_text && after.is_garbled;
        let got_noisy = self.has_length_of(now.size_bytes) && before.got_noisy(after);
        match formats::build_of(self.nature.format) {
            Build::Text => lost_text,
            Build::Plain => got_noisy,
            Build::Unknown => lost_text || got_noisy,
            Build::Ended(_) | Build::Filed => before.has_landmark && !after.has_landmark,
            Build::Packed => false,
        }
    }

    /// Whether encryption may have left so many bytes of it: as many as before or a few more.
    #[must_use]
    pub const fn has_length_of(self, size_bytes: u64) -> bool {
        size_bytes >= self.size_bytes && !self.is_outgrown_by(size_bytes)
    }

    /// Whether so many bytes are more than encryption makes of it.
    #[must_use]
    pub const fn is_outgrown_by(self, size_bytes: u64) -> bool {
        size_bytes > self.size_bytes.saturating_add(GROWN_BYTES_MAX)
    }
}

/// Control characters that no text has. Counted eight bytes at a time, because the program is built for size and no
/// compiler makes it so there; see [`is_zero`].
fn controls(bytes: &[u8]) -> usize {
    const LOW: u64 = every(0xe0);
    let (words, last) = bytes.as_chunks::<8>();
    let mut count = 0;
    for word in words {
        let word = u64::from_le_bytes(*word);
        let low = is_zero(word & LOW);
        let mut found = low | is_zero(word ^ every(0x7f));
        if low != 0 {
            let is_space = is_zero(word ^ every(b'\t'))
                | is_zero(word ^ every(b'\n'))
                | is_zero(word ^ every(b'\r'))
                | is_zero(word ^ every(b'\x0c'));
            found &= !is_space;
        }
        count += found.count_ones() as usize;
    }
    count + last.iter().filter(|byte| is_control(**byte)).count()
}

const fn is_control(byte: u8) -> bool {
    matches!(byte, 0..=8 | 0x0b | 0x0e..=0x1f | 0x7f)
}

/// A word that has this byte eight times.
const fn every(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// The highest bit of each byte that is zero, and no other bit: no sum crosses into the next byte.
const fn is_zero(word: u64) -> u64 {
    const REST: u64 = every(0x7f);
    !(((word & REST) + REST) | word | REST)
}

fn is_text(part: &[u8]) -> bool {
    controls(part) * TEXT_CONTROL_SHARE <= part.len()
}

fn is_garbled(part: &[u8]) -> bool {
    controls(part) * GARBLED_CONTROL_SHARE > part.len() && density_of(part) >= RISEN
}

/// Counts a byte in a table.
#[inline(always)]
fn add_one(table: &mut [u16; 256], byte: u8) {
    if let Some(count) = table.get_mut(usize::from(byte)) {
        *count = count.saturating_add(1);
    }
}

/// Collision entropy: how rarely two bytes picked by chance are the same.
fn density_of(head: &[u8]) -> u8 {
    if head.len() < WEIGHED_BYTES_MIN {
        return 0;
    }
    // Several tables, because the processor waits where the same byte is counted twice in a row.
    let mut counts = [[0_u16; 256]; TABLES];
    let [one, two, three, four] = &mut counts;
    let (quads, last) = head.as_chunks::<TABLES>();
    for [first, second, third, fourth] in quads {
        add_one(one, *first);
        add_one(two, *second);
        add_one(three, *third);
        add_one(four, *fourth);
    }
    for byte in last {
        add_one(one, *byte);
    }
    let mut pairs = 0;
    for (((one, two), three), four) in one.iter().zip(two).zip(three).zip(four) {
        let count = u64::from(*one) + u64::from(*two) + u64::from(*three) + u64::from(*four);
        pairs += count * count;
    }
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
        let line =
            "Le patient se plaint de douleurs lombaires depuis trois semaines, traité à Évry. ";
        line.repeat(length / line.len() + 1).into_bytes()[..length].to_vec()
    }

    fn ended(beginning: &[u8], body: usize, end: &[u8]) -> Vec<u8> {
        [beginning, &noise(body as u64, body), end].concat()
    }

    /// An old office document with its list of parts in a sector far from the beginning.
    fn filed() -> Vec<u8> {
        let mut bytes = [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", &text(99_992)[..]].concat();
        bytes[30..32].copy_from_slice(&9_u16.to_le_bytes());
        bytes[48..52].copy_from_slice(&150_u32.to_le_bytes());
        bytes[151 * 512..][..20].copy_from_slice(b"R\0o\0o\0t\0 \0E\0n\0t\0r\0y\0");
        bytes
    }

    /// Pages of a database: numbers, words, and room that is not used yet.
    fn pages(length: usize) -> Vec<u8> {
        let page = [&b"\x05\0\x01\0\x09\x02\0\x80"[..], &text(800), &[0; 216]].concat();
        page.repeat(length / page.len() + 1)[..length].to_vec()
    }

    fn every_other(plain: &[u8], stretch: usize, first: usize) -> Vec<u8> {
        let mut bytes = plain.to_vec();
        for (number, part) in bytes.chunks_mut(stretch).enumerate().skip(first).step_by(2) {
            part.copy_from_slice(&noise(number as u64 + 99, part.len()));
        }
        bytes
    }

    /// All but the first 8 KiB.
    fn head_spared(plain: &[u8]) -> Vec<u8> {
        [&plain[..8192], &noise(77, plain.len() - 8192)].concat()
    }

    fn tail_only(plain: &[u8]) -> Vec<u8> {
        let (spared, tail) = plain.split_at(plain.len() - 2000);
        [spared, &noise(78, tail.len() + 512)].concat()
    }

    fn version(bytes: &[u8]) -> FileLook {
        FileLook { size_bytes: bytes.len() as u64, nature: Nature::of(bytes) }
    }

    fn spoils(before: &[u8], after: &[u8]) -> bool {
        version(before).is_spoiled_by(version(after))
    }

    #[test]
    fn many_bytes_at_a_time_are_counted_as_each_by_itself() {
        let all: Vec<u8> = (0..=255).chain((0..=255).rev()).cycle().take(2_003).collect();
        for bytes in [all, text(1_001), noise(3, 999), vec![0x7f; 17], vec![0x80; 16]] {
            for start in 0..9 {
                let part = &bytes[start..];
                let each = part.iter().filter(|byte| byte.is_ascii_control());
                let each = each.filter(|byte| !b"\t\n\r\x0c".contains(byte)).count();
                assert_eq!(controls(part), each);
            }
        }
    }

    #[test]
    fn encryption_of_any_kind_spoils() {
        let pdf = [b"%PDF-1.7\n".as_slice(), &noise(5, 4087)].concat();
        for (name, before, after, expected) in [
            ("text to noise", text(4096), noise(1, 4096), true),
            ("short text to noise", text(300), noise(1, 300), true),
            ("text torn", text(4096), every_other(&text(4096), 16, 0), true),
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

    #[test]
    fn encryption_that_spares_the_beginning_spoils_as_well() {
        for (name, before) in [
            ("text", text(200_000)),
            ("letter", [b"{\\rtf1 ", &text(200_000)[..]].concat()),
            ("export", [b"<?xml version=\"1.0\"?>", &text(200_000)[..]].concat()),
            ("pages", pages(300_000)),
            ("PDF", ended(b"%PDF-1.7\n", 200_000, b"\nstartxref\n9\n%%EOF\n")),
            ("photograph", ended(b"\xff\xd8\xff\xe0", 200_000, b"\xff\xd9")),
            ("office", ended(b"PK\x03\x04", 200_000, &[&b"PK\x05\x06"[..], &[0; 18]].concat())),
            ("old office", filed()),
        ] {
            assert!(spoils(&before, &head_spared(&before)), "{name}: head spared");
            assert!(spoils(&before, &every_other(&before, 65536, 1)), "{name}: every other 64 KiB");
            let has_end = !["pages", "old office"].contains(&name);
            assert_eq!(spoils(&before, &tail_only(&before)), has_end, "{name}: the end only");
        }
        let small = text(3000);
        assert!(spoils(&small, &tail_only(&small)), "the end of a short text");
        let finely = [&text(4096)[..], &every_other(&text(90_000), 16, 0)].concat();
        assert!(spoils(&text(94_096), &finely), "every other 16 bytes past the head");
    }

    #[test]
    fn ordinary_new_versions_spoil_nothing() {
        let pdf = |seed| ended(b"%PDF-1.7\n", seed, b"\nstartxref\n9\n%%EOF\n");
        let photo = |length| ended(b"\xff\xd8\xff\xe0", length, b"\xff\xd9");
        let tiff = |body: &[u8]| [b"II*\0", body].concat();
        let utf16: Vec<u8> = text(20_000).iter().flat_map(|byte| [*byte, 0]).collect();
        let base64 = data_encoding::BASE64.encode(&noise(3, 9000)).into_bytes();
        for (name, before, after) in [
            ("text edited", text(90_000), text(91_000)),
            ("text in two bytes a letter", text(40_000), utf16),
            ("a picture in letters", text(50_000), [text(20_000), base64, text(30_000)].concat()),
            ("a log with room", text(50_000), [text(51_000), vec![0; 60_000]].concat()),
            ("text replaced by a scan", text(50_000), pdf(50_000)),
            ("a scan made anew", pdf(50_000), pdf(70_000)),
            ("a smaller photograph", photo(200_000), photo(70_000)),
            ("a picture that is packed now", tiff(&text(90_000)), tiff(&noise(4, 20_000))),
            ("pages get a photograph", pages(60_000), [pages(60_000), noise(8, 40_000)].concat()),
            ("an old document with a picture", filed(), [filed(), noise(5, 30_000)].concat()),
            ("a tail that never was there", ended(b"%PDF-1.4", 9000, b""), pdf(9000)),
        ] {
            assert!(!spoils(&before, &after), "{name}");
        }
    }

    /// A database that was given room beforehand: rare, and one file, so that no alarm comes of it.
    #[test]
    fn a_photograph_in_unused_pages_cannot_be_told_from_torn_pages() {
        let filled = [pages(60_000), noise(8, 40_000)].concat();
        assert!(spoils(&pages(100_000), &filled));
    }

    #[test]
    fn what_nobody_looked_at_is_no_sign() {
        let old = text(90_000);
        let Nature { format, density, .. } = Nature::of(&old);
        let before = FileLook { nature: Nature::of_beginning(format, density), ..version(&old) };
        assert_eq!(before.weigh(version(&head_spared(&old))), Some(false));
        assert_eq!(before.weigh(version(&noise(1, 90_000))), Some(true), "its beginning was seen");
    }

    #[test]
    fn what_cannot_be_told_is_not_weighed() {
        let film = ended(b"\x1aE\xdf\xa3", 90_000, b"");
        assert_eq!(version(&film).weigh(version(&head_spared(&film))), None);
        assert_eq!(version(&film).weigh(version(&noise(1, 90_000))), Some(true));
        assert_eq!(version(&text(9000)).weigh(version(&text(9100))), Some(false));
    }

    proptest! {
        #[test]
        fn a_file_is_never_spoiled_by_what_it_is(head in proptest::collection::vec(any::<u8>(), 0..50_000)) {
            prop_assert!(!spoils(&head, &head));
        }

        #[test]
        fn text_is_never_spoiled_by_text(before in 256_usize..200_000, after in 0_usize..200_000) {
            prop_assert!(!spoils(&text(before), &text(after)));
        }

        #[test]
        fn noise_of_any_length_that_is_weighed_counts_as_noise(seed in 1_u64.., length in 256_usize..6000) {
            let nature = Nature::of(&noise(seed, length));
            prop_assert!(nature.format != 0 || !nature.can_spoil(), "{nature:?}");
        }
    }
}
