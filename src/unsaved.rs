//! What was meant to be saved and is not, remembered from one backup to the next until it is over.
//!
//! A problem that is told once is forgotten by the next morning. So each backup leaves behind what it
//! could not take, since when, and what it left out by rule; the next one takes off the list what it
//! took. Paths are kept as keyed hashes: names of files are patient data.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::error::{ProblemCause, Result};
use crate::id::SourceId;
use crate::source::LeftOut;
use crate::state::State;
use crate::state::named::{MEMORY, UNSAVED};

/// Files that are remembered one by one; more are only counted.
const FILES_MAX: usize = 10_000;

/// One file or folder that a backup could not take as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Miss {
    /// Keyed hash of its path.
    pub path: [u8; 16],
    /// The backup holds an earlier version of it.
    pub has_earlier: bool,
    /// Another program keeps it for itself, as a practice's database does.
    pub is_held: bool,
}

/// What a backup met that it did not take.
#[derive(Debug, Clone, Default)]
pub struct Met {
    /// Files and folders it could not read.
    pub missed: Vec<Miss>,
    /// Source folders that were not there, or suddenly empty.
    pub folders: Vec<SourceId>,
    /// Links to things outside all source folders.
    pub links: u64,
    /// What was left out by rule.
    pub left_out: LeftOut,
}

impl Met {
    /// Adds what another part of the same backup met.
    pub fn add(&mut self, other: Self) {
        self.missed.extend(other.missed);
        self.folders.extend(other.folders);
        self.links += other.links;
        self.left_out.add(other.left_out);
    }
}

/// Something that goes on: since when, RFC 3339.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct File {
    since: String,
    has_earlier: bool,
    #[serde(default)]
    is_held: bool,
}

/// How many, and since when (RFC 3339) there is any.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnsavedCount {
    /// How many.
    pub number: u64,
    /// Since when, RFC 3339.
    pub since: String,
}

/// What the last backup left behind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsaved {
    files: BTreeMap<String, File>,
    /// Files beyond those that are remembered one by one.
    #[serde(default)]
    more: u64,
    folders: BTreeMap<String, String>,
    links: UnsavedCount,
    patterns: UnsavedCount,
    caches: UnsavedCount,
    litter: UnsavedCount,
}

/// What is remembered; nothing before the first backup.
///
/// # Errors
/// `State`.
pub fn known(state: &State) -> Result<Unsaved> {
    Ok(state.item(UNSAVED, MEMORY)?.unwrap_or_default())
}

/// Takes the place of what the backup before left behind; what goes on keeps its beginning.
///
/// # Errors
/// `State`.
pub fn remember(state: &mut State, met: &Met, now: &str) -> Result<()> {
    let after = known(state)?.after(met, now);
    state.set_item(UNSAVED, MEMORY, &after)
}

/// Whether what could not be taken is missing from the backup. What vanished meanwhile, and what holds
/// nothing, is not.
#[must_use]
pub const fn counts(cause: ProblemCause) -> bool {
    !matches!(cause, ProblemCause::Vanished | ProblemCause::Special)
}

impl Unsaved {
    fn after(&self, met: &Met, now: &str) -> Self {
        let mut files = BTreeMap::new();
        let mut more = 0;
        for miss in &met.missed {
            let key = data_encoding::HEXLOWER.encode(&miss.path);
            if files.len() >= FILES_MAX && !files.contains_key(&key) {
                more += 1;
                continue;
            }
            let since =
                self.files.get(&key).map_or_else(|| now.to_owned(), |file| file.since.clone());
            let Miss { has_earlier, is_held, .. } = *miss;
            files.insert(key, File { since, has_earlier, is_held });
        }
        let folder = |id: &SourceId| {
            let since = self.folders.get(&id.hex()).cloned();
            (id.hex(), since.unwrap_or_else(|| now.to_owned()))
        };
        Self {
            files,
            more,
            folders: met.folders.iter().map(folder).collect(),
            links: self.links.after(met.links, now),
            patterns: self.patterns.after(met.left_out.patterns, now),
            caches: self.caches.after(met.left_out.caches, now),
            litter: self.litter.after(met.left_out.litter, now),
        }
    }

    /// Files that the last backup could not take as they are, since the day of the oldest; nothing where
    /// all were taken.
    #[must_use]
    pub fn files(&self) -> Option<UnsavedCount> {
        let since = self.files.values().map(|file| file.since.clone()).min()?;
        Some(UnsavedCount { number: self.files.len() as u64 + self.more, since })
    }

    /// Of these, files of which the backup holds no earlier version either.
    #[must_use]
    pub fn in_no_version(&self) -> u64 {
        self.files.values().filter(|file| !file.has_earlier).count() as u64
    }

    /// Of these, files that another program kept for itself at the last backup, since the day from which the
    /// oldest of them was not taken.
    #[must_use]
    pub fn held(&self) -> Option<UnsavedCount> {
        let held = || self.files.values().filter(|file| file.is_held);
        let since = held().map(|file| file.since.clone()).min()?;
        Some(UnsavedCount { number: held().count() as u64, since })
    }

    /// Of the files that are held, those of which the backup holds no earlier version either.
    #[must_use]
    pub fn held_in_no_version(&self) -> u64 {
        self.files.values().filter(|file| file.is_held && !file.has_earlier).count() as u64
    }

    /// The files that could not be taken for another reason than that a program holds them.
    #[must_use]
    pub fn not_held(&self) -> Option<UnsavedCount> {
        let others = || self.files.values().filter(|file| !file.is_held);
        let since = others().map(|file| file.since.clone()).min()?;
        Some(UnsavedCount { number: others().count() as u64 + self.more, since })
    }

    /// Source folders that were not there, each with the time (RFC 3339) since when.
    #[must_use]
    pub fn folders(&self, sources: &BTreeSet<SourceId>) -> Vec<(SourceId, String)> {
        let since = |id: &SourceId| Some((*id, self.folders.get(&id.hex())?.clone()));
        sources.iter().filter_map(since).collect()
    }

    /// Links to things that no source folder holds.
    #[must_use]
    pub fn links(&self) -> Option<UnsavedCount> {
        self.links.if_any()
    }

    /// What is left out by patterns of the person, as caches, or as litter, since the oldest of them.
    #[must_use]
    pub fn left_out(&self) -> Option<UnsavedCount> {
        let all = [&self.patterns, &self.caches, &self.litter];
        let some = || all.into_iter().filter_map(UnsavedCount::if_any);
        let since = some().map(|count| count.since).min()?;
        Some(UnsavedCount { number: some().map(|count| count.number).sum(), since })
    }
}

impl UnsavedCount {
    fn after(&self, number: u64, now: &str) -> Self {
        let goes_on = number > 0 && self.number > 0;
        let since = if goes_on { self.since.clone() } else { now.to_owned() };
        Self { number, since }
    }

    fn if_any(&self) -> Option<Self> {
        (self.number > 0).then(|| self.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MONDAY: &str = "2026-03-02T18:00:00Z";
    const TUESDAY: &str = "2026-03-03T18:00:00Z";

    fn miss(path: u8, has_earlier: bool) -> Miss {
        Miss { path: [path; 16], has_earlier, is_held: false }
    }

    #[test]
    fn what_a_program_holds_is_counted_apart_over_the_days() {
        let held = |path| Miss { is_held: true, ..miss(path, false) };
        let first = Met { missed: vec![held(1), miss(2, true)], ..Met::default() };
        let monday = Unsaved::default().after(&first, MONDAY);
        let again = Met { missed: vec![held(1), held(3)], ..Met::default() };
        let tuesday = monday.after(&again, TUESDAY);
        assert_eq!(tuesday.held().unwrap(), UnsavedCount { number: 2, since: MONDAY.into() });
        assert_eq!((tuesday.held_in_no_version(), tuesday.not_held()), (2, None));
        assert_eq!(monday.not_held().unwrap(), UnsavedCount { number: 1, since: MONDAY.into() });
        let old = r#"{"since":"2026-03-02T18:00:00Z","has_earlier":true}"#;
        assert!(!serde_json::from_str::<File>(old).unwrap().is_held);
    }

    #[test]
    fn what_goes_on_keeps_its_beginning_and_what_was_taken_is_over() {
        let first = Met { missed: vec![miss(1, true), miss(2, false)], links: 1, ..Met::default() };
        let monday = Unsaved::default().after(&first, MONDAY);
        assert_eq!(monday.files().unwrap(), UnsavedCount { number: 2, since: MONDAY.into() });
        assert_eq!(monday.in_no_version(), 1);
        let second = Met { missed: vec![miss(2, false), miss(3, true)], ..Met::default() };
        let tuesday = monday.after(&second, TUESDAY);
        assert_eq!(tuesday.files().unwrap(), UnsavedCount { number: 2, since: MONDAY.into() });
        assert_eq!(tuesday.links(), None);
        let third = Met { missed: vec![miss(3, true)], ..Met::default() };
        let later = tuesday.after(&third, "2026-03-04T18:00:00Z");
        assert_eq!(later.files().unwrap(), UnsavedCount { number: 1, since: TUESDAY.into() });
        assert_eq!(later.after(&Met::default(), "2026-03-05T18:00:00Z").files(), None);
    }

    #[test]
    fn a_folder_is_missing_since_the_first_time_and_only_while_it_is_a_source() {
        let (here, removed) = (SourceId([1; 16]), SourceId([2; 16]));
        let met = Met { folders: vec![here, removed], ..Met::default() };
        let known = Unsaved::default().after(&met, MONDAY).after(&met, TUESDAY);
        let sources = BTreeSet::from([here]);
        assert_eq!(known.folders(&sources), [(here, MONDAY.to_owned())]);
    }

    #[test]
    fn what_is_left_out_is_counted_by_kind_and_told_together() {
        let left_out = LeftOut { patterns: 2, caches: 1, litter: 0 };
        let monday = Unsaved::default().after(&Met { left_out, ..Met::default() }, MONDAY);
        let left_out = LeftOut { patterns: 0, caches: 1, litter: 3 };
        let tuesday = monday.after(&Met { left_out, ..Met::default() }, TUESDAY);
        assert_eq!(tuesday.left_out().unwrap(), UnsavedCount { number: 4, since: MONDAY.into() });
    }
}
