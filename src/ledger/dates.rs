//! Which dates on record are believed: order is that of the entries, never the clock.

use std::collections::HashSet;

use jiff::Timestamp;

use super::{Deed, Recorded};
use crate::retention::clock;

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
pub fn believed(entries: &[Recorded], now: Timestamp) -> Vec<Option<Timestamp>> {
    clock::believed(&times(entries), now)
}
