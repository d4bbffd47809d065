//! What became of each record of a section, backup by backup. A state that many backups share stands here once, so
//! that years of backups take the room of what changed in them.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::error::{Error, Result};
use crate::format::documents::RecordLine;
use crate::id::{RecordId, SnapshotId, SourceId};
use crate::vault::{Manifest, Manifests, SectionReader, Vault, manifests_in};

/// Numbers of backups, one bit each.
#[derive(Debug, Clone, Default)]
struct Days(Vec<u64>);

impl Days {
    fn add(&mut self, day: usize) {
        if self.0.len() <= day / 64 {
            self.0.resize(day / 64 + 1, 0);
        }
        self.0.iter_mut().skip(day / 64).take(1).for_each(|word| *word |= 1 << (day % 64));
    }

    fn remove(&mut self, day: usize) {
        self.0.iter_mut().skip(day / 64).take(1).for_each(|word| *word &= !(1 << (day % 64)));
    }

    fn has(&self, day: usize) -> bool {
        self.0.get(day / 64).is_some_and(|word| word & (1 << (day % 64)) != 0)
    }

    fn first(&self) -> Option<usize> {
        let at = self.0.iter().position(|word| *word != 0)?;
        Some(at * 64 + self.0.get(at)?.trailing_zeros() as usize)
    }
}

/// A record as it was in some backups.
#[derive(Debug)]
pub(super) struct Was {
    pub(super) line: RecordLine,
    days: Days,
}

impl Was {
    pub(super) fn is_in(&self, day: usize) -> bool {
        self.days.has(day)
    }

    /// The first backup that has it like this.
    pub(super) fn first(&self) -> Option<usize> {
        self.days.first()
    }
}

/// All states of the records of a section, by source; those of one record stand beside each other.
#[derive(Debug, Default)]
pub(super) struct Past {
    sources: BTreeMap<SourceId, Vec<Was>>,
}

impl Past {
    /// Reads each manifest once. Answers with it what labels are made of: manifests with one record for each source.
    pub(super) fn read(
        vault: &Vault<'_>,
        section: &SectionReader,
        days: &HashMap<SnapshotId, usize>,
        forgotten: &HashSet<RecordId>,
    ) -> Result<(Self, Vec<Manifest>)> {
        let mut reader = Manifests::new(vault, section);
        let (mut known, mut slim) = (Known::default(), Vec::new());
        for object in manifests_in(vault, section)? {
            let mut manifest = match reader.read(&object) {
                Ok(manifest) => manifest,
                // Told with the list of backups, from which such a day is absent.
                Err(Error::Damaged { .. }) => continue,
                Err(other) => return Err(other),
            };
            let Some(day) = days.get(&manifest.id()).copied() else { continue };
            let records = std::mem::take(&mut manifest.records);
            let mut sources = HashSet::new();
            manifest.records =
                records.iter().filter(|line| sources.insert(line.source)).cloned().collect();
            known.add(
                day,
                manifest.seq,
                records.into_iter().filter(|line| !forgotten.contains(&line.record)),
            );
            slim.push(manifest);
        }
        slim.sort_by_key(|manifest| manifest.seq);
        Ok((known.sorted(), slim))
    }

    /// The states of a source's records.
    pub(super) fn of(&self, source: SourceId) -> &[Was] {
        self.sources.get(&source).map_or(&[], Vec::as_slice)
    }
}

/// States while they are being read.
#[derive(Default)]
struct Known {
    records: HashMap<RecordId, Vec<Was>>,
    /// The highest number of a manifest of each day: one that was rewritten may stand beside its successor.
    numbers: HashMap<usize, u64>,
}

impl Known {
    fn add(&mut self, day: usize, seq: u64, lines: impl Iterator<Item = RecordLine>) {
        match self.numbers.get(&day) {
            Some(higher) if *higher > seq => return,
            Some(_) => self.records.values_mut().flatten().for_each(|was| was.days.remove(day)),
            None => {}
        }
        self.numbers.insert(day, seq);
        for line in lines {
            let states = self.records.entry(line.record).or_default();
            match states.iter_mut().rev().find(|was| was.line.inventory == line.inventory) {
                Some(was) => was.days.add(day),
                None => {
                    let mut days = Days::default();
                    days.add(day);
                    states.push(Was { line, days });
                }
            }
        }
    }

    fn sorted(self) -> Past {
        let mut past = Past::default();
        for was in self.records.into_values().flatten().filter(|was| was.first().is_some()) {
            past.sources.entry(was.line.source).or_default().push(was);
        }
        for states in past.sources.values_mut() {
            states.sort_by(|one, other| {
                let key = |was: &Was| (was.line.name.clone(), was.line.record, was.first());
                key(one).cmp(&key(other))
            });
        }
        past
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_added_and_taken_away() {
        let mut days = Days::default();
        assert_eq!(days.first(), None);
        [200, 3, 64].into_iter().for_each(|day| days.add(day));
        assert_eq!((days.first(), days.has(64), days.has(65)), (Some(3), true, false));
        days.remove(3);
        days.remove(9_999);
        assert_eq!((days.first(), days.has(3)), (Some(64), false));
    }
}
