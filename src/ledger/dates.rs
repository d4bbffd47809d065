//! Which dates on record are believed: order is that of the entries, never the clock.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};

use super::{Deed, Recorded};
use crate::error::Result;
use crate::retention::clock;
use crate::state::State;

/// The ledger, read and checked once, with the times that can be believed: order is that of the entries, so that a
/// clock that ran ahead makes nothing look done that is not.
pub struct DatedLedger {
    entries: Vec<Recorded>,
    believed: Vec<Option<Timestamp>>,
    now: Timestamp,
}

/// An entry as it would read if it had been written when it is believed to have been.
#[derive(Debug, Clone, Copy)]
pub struct DatedEntry<'a> {
    /// Its number.
    pub number: u64,
    /// When; as it was written where nothing tells better. Nothing where that is no time.
    pub time: Option<Timestamp>,
    /// What was done.
    pub deed: &'a Deed,
}

/// A drive's own note and the ledger's entry on one deed are not further apart.
const SAME_DEED: SignedDuration = SignedDuration::from_hours(72);

impl DatedLedger {
    /// Reads the ledger as it stands on this computer.
    ///
    /// # Errors
    /// As for [`super::read`].
    pub fn read(state: &State, now: Timestamp) -> Result<Self> {
        let entries = super::read(state)?;
        let believed = believed(&entries, now);
        Ok(Self { entries, believed, now })
    }

    /// Every entry, oldest first.
    #[must_use]
    pub fn entries(&self) -> &[Recorded] {
        &self.entries
    }

    /// The moment of reading: nothing that is believed is later.
    #[must_use]
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// Every entry, oldest first, with the time that can be believed.
    pub fn believed(
        &self,
    ) -> impl DoubleEndedIterator<Item = (&Recorded, Option<Timestamp>)> + ExactSizeIterator {
        self.entries.iter().zip(self.believed.iter().copied())
    }

    /// Every entry, oldest first, dated.
    #[must_use]
    pub fn dated(&self) -> Vec<DatedEntry<'_>> {
        let all = self.believed().map(|(Recorded { entry, .. }, time)| DatedEntry {
            number: entry.number,
            time: time.or_else(|| entry.time.parse().ok()),
            deed: &entry.deed,
        });
        all.collect()
    }

    /// The last entry that is wanted, and when it was written as far as that can be believed.
    pub fn last(&self, is_it: impl Fn(&Deed) -> bool) -> Option<(&Recorded, Timestamp)> {
        let mut wanted = self.believed().rev().filter(|(recorded, _)| is_it(&recorded.entry.deed));
        let (recorded, time) = wanted.next()?;
        let time = time.or_else(|| recorded.entry.time.parse().ok())?;
        Some((recorded, time))
    }

    /// When a drive's own note says that something was done, as far as the ledger lets it be believed.
    pub fn moment(&self, noted: &str, is_it: impl Fn(&Deed) -> bool) -> Option<Timestamp> {
        let noted: Timestamp = noted.parse().ok()?;
        let Some((recorded, believed)) = self.last(is_it) else { return Some(noted) };
        let told: Option<Timestamp> = recorded.entry.time.parse().ok();
        let is_same = told.is_some_and(|told| told.duration_since(noted).abs() < SAME_DEED);
        Some(if is_same || noted > self.now { believed } else { noted })
    }

    /// When an entry was written, as far as that can be believed.
    #[must_use]
    pub fn time_of(&self, number: u64) -> Option<Timestamp> {
        self.believed().find(|(recorded, _)| recorded.entry.number == number)?.1
    }
}

/// Times that a person declared wrong, as they are written.
#[must_use]
pub fn wrong_times(entries: &[Recorded]) -> HashSet<String> {
    let told = entries.iter().filter_map(|recorded| match &recorded.entry.deed {
        Deed::DateConfirmed(confirmed) => Some(&confirmed.wrong),
        _ => None,
    });
    told.flatten().cloned().collect()
}

/// When each entry says that it was written; nothing for those that a person declared wrong.
#[must_use]
pub fn times(entries: &[Recorded]) -> Vec<Option<Timestamp>> {
    let wrong = wrong_times(entries);
    let time = |recorded: &Recorded| {
        let text = &recorded.entry.time;
        if wrong.contains(text) { None } else { text.parse().ok() }
    };
    entries.iter().map(time).collect()
}

/// For each entry when it was written, as far as that can be believed: never later than it was.
#[must_use]
fn believed(entries: &[Recorded], now: Timestamp) -> Vec<Option<Timestamp>> {
    clock::believed(&times(entries), now)
}
