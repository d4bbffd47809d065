//! The places of a file that are looked at: its beginning, its end, and a few between.
//!
//! Encryption that is in a hurry spares beginnings, or every other stretch. The places depend on the
//! length alone, so any reading of a file finds the same ones: bytes that pass by on their way to the
//! drive are enough. They are scattered: places at even distances could all fall between the stretches.

use std::ops::Range;

use super::formats;
use super::nature::{Nature, PLACE_BYTES};

/// Bytes of a file's beginning that are looked at.
const HEAD_BYTES: u64 = 4096;
/// Places after the beginning, the end among them.
const PLACES_MAX: u64 = 8;
/// One place for so many bytes.
const STRIDE_BYTES: u64 = 4096;

/// A stretch of a file, as far as it was met.
#[derive(Debug)]
struct Place {
    stretch: Range<u64>,
    bytes: Vec<u8>,
}

/// What was met of a file so far.
#[derive(Debug)]
pub struct Samples {
    size_bytes: u64,
    head: Place,
    body: Vec<Place>,
    /// Where the header says that something must stand.
    named: Option<Place>,
}

impl Place {
    const fn new(stretch: Range<u64>) -> Self {
        Self { stretch, bytes: Vec::new() }
    }

    /// What is still missing of it.
    fn missing(&self) -> Option<Range<u64>> {
        let start = self.stretch.start + self.bytes.len() as u64;
        (start < self.stretch.end).then_some(start..self.stretch.end)
    }

    /// Takes what belongs here from bytes that stand at `at`.
    fn take(&mut self, at: u64, bytes: &[u8]) {
        let Some(missing) = self.missing().filter(|missing| missing.start >= at) else { return };
        let within =
            |place: u64| usize::try_from(place - at).unwrap_or(usize::MAX).min(bytes.len());
        let part = bytes.get(within(missing.start)..within(missing.end));
        self.bytes.extend_from_slice(part.unwrap_or_default());
    }
}

impl Nature {
    /// What a file with these bytes looks like.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        nature_of(bytes)
    }
}

impl Samples {
    /// Nothing was met yet of a file of that length.
    #[must_use]
    pub fn new(size_bytes: u64) -> Self {
        Self {
            size_bytes,
            head: Place::new(0..size_bytes.min(HEAD_BYTES)),
            body: body_of(size_bytes).map(Place::new).collect(),
            named: None,
        }
    }

    /// Takes from bytes that pass by what is looked at. They come in order; holes may be left out.
    pub fn take(&mut self, at: u64, bytes: &[u8]) {
        self.head.take(at, bytes);
        if self.named.is_none() && self.head.missing().is_none() {
            let inside = |place: &Range<u64>| place.end <= self.size_bytes;
            let place = formats::landmark_place(&self.head.bytes).filter(inside);
            self.named = Some(Place::new(place.unwrap_or_default()));
            if let Some(named) = &mut self.named {
                named.take(0, &self.head.bytes);
            }
        }
        for place in self.body.iter_mut().chain(&mut self.named) {
            place.take(at, bytes);
        }
    }

    /// What to read next where nothing passes by.
    #[must_use]
    pub fn missing(&self) -> Option<Range<u64>> {
        let places = std::iter::once(&self.head).chain(&self.named).chain(&self.body);
        places.filter_map(Place::missing).next()
    }

    /// What the file looks like.
    #[must_use]
    pub fn nature(&self) -> Nature {
        let named = self.named.as_ref().map_or(&[][..], |place| &place.bytes);
        let body: Vec<&[u8]> = self.body.iter().map(|place| place.bytes.as_slice()).collect();
        Nature::seen(&self.head.bytes, &body, named)
    }
}

/// What a file looks like whose bytes are all at hand: nothing of it need be kept.
fn nature_of(bytes: &[u8]) -> Nature {
    let size_bytes = bytes.len() as u64;
    let part = |place: Range<u64>| {
        let within = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
        bytes.get(within(place.start)..within(place.end)).unwrap_or_default()
    };
    let head = part(0..size_bytes.min(HEAD_BYTES));
    let named = formats::landmark_place(head).map(part).unwrap_or_default();
    let (mut places, mut count) = ([&[][..]; PLACES_MAX as usize], 0);
    for (kept, place) in places.iter_mut().zip(body_of(size_bytes)) {
        *kept = part(place);
        count += 1;
    }
    Nature::seen(head, places.get(..count).unwrap_or_default(), named)
}

/// One place in each of several equal parts of what follows the head, and the end.
fn body_of(size_bytes: u64) -> impl Iterator<Item = Range<u64>> {
    let head = size_bytes.min(HEAD_BYTES);
    let rest = size_bytes - head;
    let parts = rest.div_ceil(STRIDE_BYTES).clamp(1, PLACES_MAX) - 1;
    let part = rest.checked_div(parts).unwrap_or(0);
    let place = move |number: u64| {
        let room = part.saturating_sub(PLACE_BYTES) + 1;
        let start = head + number * part + scattered(size_bytes, number) % room;
        start..start + PLACE_BYTES
    };
    let end = size_bytes.saturating_sub(PLACE_BYTES)..size_bytes;
    (0..parts).map(place).chain(std::iter::once(end))
}

/// A number that looks like chance and is the same for the same length.
const fn scattered(size_bytes: u64, number: u64) -> u64 {
    let mixed = (size_bytes + number * PLACES_MAX + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed >> 32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn places(size_bytes: u64) -> Vec<Range<u64>> {
        body_of(size_bytes).collect()
    }

    #[test]
    fn places_are_few_and_the_last_is_the_end() {
        for (size_bytes, end) in [(0, 0..0), (300, 0..300), (6000, 4976..6000)] {
            assert!(places(size_bytes).iter().eq([&end]), "{size_bytes}");
        }
        assert_eq!(places(1 << 40).len(), 8);
        assert_eq!(places(1 << 40).last(), Some(&((1 << 40) - 1024..1 << 40)));
    }

    /// Stretches of 64 KiB, of which every other is spared: places at even distances miss them all.
    #[test]
    fn places_of_round_lengths_do_not_fall_into_step() {
        for kibibytes in [512, 1024, 2048, 4096, 65536_u64] {
            let places = places(kibibytes * 1024);
            let odd = places.iter().filter(|place| place.start / 65536 % 2 == 1).count();
            assert!((1..=7).contains(&odd), "{kibibytes}: {odd}");
        }
    }

    #[test]
    fn what_the_header_names_is_looked_for_wherever_it_stands() {
        for sector in [0_u32, 3, 40] {
            let mut bytes = vec![b'x'; 40_960];
            bytes[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
            bytes[30..32].copy_from_slice(&9_u16.to_le_bytes());
            bytes[48..52].copy_from_slice(&sector.to_le_bytes());
            let whole = Nature::of(&bytes);
            let at = (sector as usize + 1) * 512;
            bytes[at..at + 20].copy_from_slice(b"R\0o\0o\0t\0 \0E\0n\0t\0r\0y\0");
            assert_ne!(whole, Nature::of(&bytes), "{sector}");
        }
    }

    proptest! {
        #[test]
        fn places_lie_in_the_file_in_order(size_bytes in 4097_u64..1 << 50) {
            let places = places(size_bytes);
            prop_assert!(places.iter().all(|place| place.end <= size_bytes));
            prop_assert!(places.windows(2).all(|two| two[0].start <= two[1].start));
        }

        #[test]
        fn bytes_that_pass_by_say_what_reading_on_purpose_says(
            bytes in proptest::collection::vec(any::<u8>(), 0..50_000),
            step in 1_usize..9000,
        ) {
            let mut passing = Samples::new(bytes.len() as u64);
            for (number, part) in bytes.chunks(step).enumerate() {
                passing.take((number * step) as u64, part);
            }
            let mut chosen = Samples::new(bytes.len() as u64);
            while let Some(place) = chosen.missing() {
                let end = usize::try_from(place.end).unwrap();
                chosen.take(place.start, &bytes[usize::try_from(place.start).unwrap()..end]);
            }
            prop_assert_eq!(passing.nature(), Nature::of(&bytes));
            prop_assert_eq!(chosen.nature(), Nature::of(&bytes));
        }
    }
}
