//! Finds stretches of bytes that many samples share. Each is proven by comparing the bytes themselves, as a
//! whole: hashes only tell where to look.

use std::collections::BTreeMap;

/// Bytes at which stretches are looked for; none is shorter than [`STRETCH_BYTES_MIN`].
const WINDOW_BYTES: usize = 16;
/// A shorter stretch costs more to name than it saves.
const STRETCH_BYTES_MIN: usize = 24;
/// How far a stretch reaches at most to either side of where it was found.
const REACH_BYTES: usize = 4096;
/// One window in so many (log2) is looked at.
const ANCHOR_BITS: u32 = 5;
/// Places of the table of counts (log2): 12 MiB.
const TABLE_BITS: u32 = 20;
/// Windows at most that are looked at twice, whatever the samples hold: 16 MiB.
const ANCHORS_MAX: usize = 1 << 20;
/// How far from its place a window is looked for in the table.
const PROBES: usize = 8;
/// Windows at most that stretches grow from.
const SEEDS_MAX: usize = 40_000;
/// Samples at most in which the surroundings of a window are compared.
const COMPARED_MAX: usize = 48;

/// A stretch, by where it lies in one of the samples that hold it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// Number of the sample.
    pub sample: usize,
    /// Where it begins.
    pub at: usize,
    /// Its length.
    pub bytes: usize,
}

impl Stretch {
    /// Its bytes.
    #[must_use]
    pub fn of<'a>(&self, samples: &[&'a [u8]]) -> &'a [u8] {
        let sample = samples.get(self.sample).copied().unwrap_or_default();
        sample.get(self.at..self.at + self.bytes).unwrap_or_default()
    }
}

/// Stretches of together about `bytes_max` bytes, each of which stands as a whole in at least `least`
/// of the samples; those that most samples share come first. The same samples give the same answer.
#[must_use]
pub fn find(samples: &[&[u8]], least: usize, bytes_max: usize) -> Vec<Stretch> {
    let (mut counts, mut met) = (Counts::new(), Vec::new());
    for (sample, bytes) in (0..).zip(samples) {
        anchors(bytes, |at, hash| {
            counts.count(hash, sample);
            if met.len() < ANCHORS_MAX {
                met.push((hash, Place { sample, at }));
            }
        });
    }
    let mut seeds = Seeds::new(counts, least);
    met.into_iter().for_each(|(hash, place)| seeds.meet(hash, place));
    let mut search = Search { samples, least, taken: BTreeMap::new(), found: Vec::new() };
    search.grow(seeds, bytes_max);
    search.found
}

/// A window that many samples may share: which, and where in each.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    sample: u32,
    at: u32,
}

/// Calls `each` with the place and the hash of every window that is looked at; of a run of equal ones, with the first.
fn anchors(sample: &[u8], mut each: impl FnMut(u32, u64)) {
    let (mut first, mut second, mut last) = (0_u64, 0_u64, 0);
    for (end, byte) in (1_u32..).zip(sample) {
        first = (first >> 8) | (second << 56);
        second = (second >> 8) | (u64::from(*byte) << 56);
        let mixed = (first ^ second.rotate_left(29)).wrapping_add(0xa076_1d64_78bd_642f);
        let mixed = mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        if mixed >> (u64::BITS - ANCHOR_BITS) == 0 && end >= WINDOW_BYTES as u32 {
            let hash = (mixed ^ second).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let hash = hash ^ (hash >> 29);
            if hash != last {
                each(end - WINDOW_BYTES as u32, hash);
            }
            last = hash;
        }
    }
}

/// In how many samples each window stands, about: two that collide count as one. Its room does not grow.
struct Counts(Vec<Count>);

#[derive(Clone, Copy, Default)]
struct Count {
    tag: u32,
    samples: u16,
    /// The sample that counted last.
    last: u32,
}

impl Counts {
    fn new() -> Self {
        Self(vec![Count::default(); (1 << TABLE_BITS) + PROBES])
    }

    /// The place of a window, or the free one where it belongs; none where the table is full.
    fn place(&self, hash: u64) -> Option<usize> {
        let first = usize::try_from(hash & ((1 << TABLE_BITS) - 1)).unwrap_or(0);
        let near = self.0.get(first..first + PROBES)?;
        let is_it = |count: &Count| count.samples == 0 || count.tag == tag_of(hash);
        near.iter().position(is_it).map(|step| first + step)
    }

    fn count(&mut self, hash: u64, sample: u32) {
        let place = self.place(hash);
        let Some(count) = place.and_then(|place| self.0.get_mut(place)) else { return };
        if count.samples == 0 || count.last != sample {
            let samples = count.samples.saturating_add(1);
            *count = Count { tag: tag_of(hash), samples, last: sample };
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "some bits of a hash")]
const fn tag_of(hash: u64) -> u32 {
    (hash >> TABLE_BITS) as u32
}

/// Windows that many samples seem to share, and where.
struct Seeds {
    counts: Counts,
    /// For each place of the table, the number of its seed, from 1.
    numbers: Vec<u32>,
    places: Vec<Vec<Place>>,
    /// Whether a stretch that was found holds it.
    is_covered: Vec<bool>,
}

impl Seeds {
    fn new(counts: Counts, least: usize) -> Self {
        let is_shared = |(_, count): &(usize, &Count)| usize::from(count.samples) >= least;
        let mut shared: Vec<(u16, usize)> = counts
            .0
            .iter()
            .enumerate()
            .filter(is_shared)
            .map(|(place, count)| (count.samples, place))
            .collect();
        shared.sort_unstable_by_key(|(samples, place)| (std::cmp::Reverse(*samples), *place));
        shared.truncate(SEEDS_MAX);
        let mut numbers = vec![0; counts.0.len()];
        for (number, (_, place)) in (1..).zip(&shared) {
            if let Some(known) = numbers.get_mut(*place) {
                *known = number;
            }
        }
        let places = vec![Vec::new(); shared.len()];
        let is_covered = vec![false; shared.len()];
        Self { counts, numbers, places, is_covered }
    }

    fn number(&self, hash: u64) -> Option<usize> {
        let number = self.numbers.get(self.counts.place(hash)?)?;
        usize::try_from(*number).ok()?.checked_sub(1)
    }

    fn meet(&mut self, hash: u64, place: Place) {
        let number = self.number(hash);
        let Some(places) = number.and_then(|number| self.places.get_mut(number)) else { return };
        let is_new = places.last().is_none_or(|last| last.sample != place.sample);
        if is_new && places.len() < COMPARED_MAX {
            places.push(place);
        }
    }
}

struct Search<'a> {
    samples: &'a [&'a [u8]],
    least: usize,
    /// Stretches that were found: from where, and how far.
    taken: BTreeMap<Place, u32>,
    found: Vec<Stretch>,
}

impl Search<'_> {
    fn grow(&mut self, mut seeds: Seeds, bytes_max: usize) {
        let mut left = bytes_max;
        for number in 0..seeds.places.len() {
            if seeds.is_covered.get(number).copied().unwrap_or(true) {
                continue;
            }
            let places = seeds.places.get_mut(number).map(std::mem::take).unwrap_or_default();
            let Some(stretch) = self.around(&places) else { continue };
            let Some(rest) = left.checked_sub(stretch.bytes) else { break };
            left = rest;
            self.take(stretch);
            anchors(stretch.of(self.samples), |_, hash| {
                let number = seeds.number(hash);
                let covered = number.and_then(|number| seeds.is_covered.get_mut(number));
                covered.into_iter().for_each(|covered| *covered = true);
            });
        }
    }

    fn take(&mut self, stretch: Stretch) {
        let narrow = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let place = Place { sample: narrow(stretch.sample), at: narrow(stretch.at) };
        self.taken.insert(place, narrow(stretch.at + stretch.bytes));
        self.found.push(stretch);
    }

    /// The longest stretch around a window, as the first of these places has it, that enough of them share.
    fn around(&self, places: &[Place]) -> Option<Stretch> {
        let first = places.first()?;
        let (before, window, after) = self.parts(*first)?;
        let (before, after) = self.free(*first, before, after);
        let mut reaches: Vec<(usize, usize)> = Vec::with_capacity(places.len());
        for place in places {
            let Some((left, own, right)) = self.parts(*place) else { continue };
            if own == window {
                let left = before.iter().rev().zip(left.iter().rev());
                let right = after.iter().zip(right);
                let same = |(one, other): &(&u8, &u8)| one == other;
                reaches.push((left.take_while(same).count(), right.take_while(same).count()));
            }
        }
        let (left, right) = widest(reaches, self.least)?;
        let bytes = left + WINDOW_BYTES + right;
        let at = usize::try_from(first.at).ok()? - left;
        let stretch = Stretch { sample: usize::try_from(first.sample).ok()?, at, bytes };
        (bytes >= STRETCH_BYTES_MIN).then_some(stretch)
    }

    /// What comes before a window, the window, and what comes after it.
    fn parts(&self, place: Place) -> Option<(&[u8], &[u8], &[u8])> {
        let sample = self.samples.get(usize::try_from(place.sample).ok()?)?;
        let (before, rest) = sample.split_at_checked(usize::try_from(place.at).ok()?)?;
        let (window, after) = rest.split_at_checked(WINDOW_BYTES)?;
        let from = before.len().saturating_sub(REACH_BYTES);
        Some((before.get(from..)?, window, after.get(..REACH_BYTES.min(after.len()))?))
    }

    /// Of what is around a window, what no stretch has taken yet.
    fn free<'a>(&self, at: Place, before: &'a [u8], after: &'a [u8]) -> (&'a [u8], &'a [u8]) {
        let own = |(place, _): &(&Place, &u32)| place.sample == at.sample;
        let earlier = self.taken.range(..at).next_back().filter(own);
        let later = self.taken.range(at..).next().filter(own);
        let room = |from: u32, to: u32| to.saturating_sub(from) as usize;
        let left = earlier.map_or(before.len(), |(_, end)| room(*end, at.at).min(before.len()));
        let end = at.at.saturating_add(WINDOW_BYTES as u32);
        let right = later.map_or(after.len(), |(next, _)| room(end, next.at).min(after.len()));
        (
            before.get(before.len() - left..).unwrap_or_default(),
            after.get(..right).unwrap_or_default(),
        )
    }
}

/// How far to the left and to the right at least `least` of these reach, so that the sum is greatest.
fn widest(mut reaches: Vec<(usize, usize)>, least: usize) -> Option<(usize, usize)> {
    reaches.sort_unstable_by(|one, other| other.cmp(one));
    let mut rights = Vec::with_capacity(reaches.len());
    let mut best = None;
    for (left, right) in reaches {
        let at = rights.partition_point(|known| *known > right);
        rights.insert(at, right);
        if let Some(right) = least.checked_sub(1).and_then(|last| rights.get(last)) {
            let is_wider = |(l, r): &(usize, usize)| left + right > l + r;
            if best.as_ref().is_none_or(is_wider) {
                best = Some((left, *right));
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Samples made of some of these words each, and of letters of their own.
    fn samples(seed: u64, count: usize, words: &[Vec<u8>]) -> Vec<Vec<u8>> {
        let mut state = seed | 1;
        let mut dice = move || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        };
        let sample = |_| {
            let mut bytes = Vec::new();
            for _ in 0..60 {
                let pick = usize::try_from(dice() % words.len() as u64).unwrap();
                bytes.extend_from_slice(&words[pick]);
                bytes.extend_from_slice(&dice().to_le_bytes()[..1 + pick % 7]);
            }
            bytes
        };
        (0..count).map(sample).collect()
    }

    fn holds(sample: &[u8], bytes: &[u8]) -> bool {
        sample.windows(bytes.len()).any(|window| window == bytes)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn every_stretch_stands_as_a_whole_in_as_many_samples_as_asked_for(
            seed: u64,
            words in proptest::collection::vec(proptest::collection::vec(0_u8..6, 8..120), 1..30),
            least in 2_usize..12,
            bytes_max in 100_usize..4_000,
        ) {
            let samples = samples(seed, 16, &words);
            let samples: Vec<&[u8]> = samples.iter().map(Vec::as_slice).collect();
            let found = find(&samples, least, bytes_max);
            prop_assert_eq!(&found, &find(&samples, least, bytes_max));
            prop_assert!(found.iter().map(|stretch| stretch.bytes).sum::<usize>() <= bytes_max);
            for stretch in &found {
                let bytes = stretch.of(&samples);
                prop_assert_eq!(bytes.len(), stretch.bytes);
                prop_assert!(bytes.len() >= STRETCH_BYTES_MIN);
                let holding = samples.iter().filter(|sample| holds(sample, bytes)).count();
                prop_assert!(holding >= least, "{} of {}: {:?}", holding, least, bytes);
            }
        }
    }

    #[test]
    fn what_all_share_is_found_and_nothing_that_too_few_do() {
        let form: Vec<u8> =
            (0..600_u32).flat_map(|it| it.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        let own = |seed: u8| -> Vec<u8> {
            (0..900_u32).map(|it| (it.wrapping_mul(2_246_822_519) >> 24) as u8 ^ seed).collect()
        };
        let samples: Vec<Vec<u8>> =
            (0..20).map(|seed| [own(seed), form.clone(), own(seed + 100)].concat()).collect();
        let samples: Vec<&[u8]> = samples.iter().map(Vec::as_slice).collect();
        let found = find(&samples, 20, 100_000);
        let bytes: usize = found.iter().map(|stretch| stretch.bytes).sum();
        assert!((2_300..=form.len()).contains(&bytes), "{bytes} of {}", form.len());
        assert!(found.iter().all(|stretch| holds(&form, stretch.of(&samples))));
        assert_eq!(find(&samples[..19], 20, 100_000), []);
        assert_eq!(find(&[], 20, 100_000), []);
        assert_eq!(find(&[b"short", b"short"], 2, 100), []);
    }

    #[test]
    fn zeros_and_other_monotony_take_no_more_room_than_anything_else() {
        for pattern in [&b"\0"[..], b"ab", b"abc", b"\xff\0\0\0"] {
            let sample = pattern.repeat(100_000 / pattern.len());
            let mut windows = 0_usize;
            anchors(&sample, |_, _| windows += 1);
            assert!(windows <= sample.len() / 3, "{pattern:?}: {windows}");
        }
    }
}
