//! What was meant to be saved and is not, remembered from one backup to the next until it is over.
//!
//! A problem that is told once is forgotten by the next morning. So each backup leaves behind what it
//! could not take, since when, and what it left out by rule. That is remembered for each drive: what
//! one drive took is not on the other. Paths are kept as keyed hashes: names of files are patient data.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::error::{ProblemCause, Result};
use crate::id::{DriveId, SourceId};
use crate::source::LeftOut;
use crate::state::named::UNSAVED;
use crate::state::{Drive, DriveState, State};

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
    /// Source folders that were.
    pub taken: Vec<SourceId>,
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
        self.taken.extend(other.taken);
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

/// What the last backup on a drive left behind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsaved {
    /// Its place among the backups of this computer.
    #[serde(default)]
    order: u64,
    /// Source folders that backups on the drive ever took.
    #[serde(default)]
    taken: BTreeSet<String>,
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

/// What the last backups left behind, by drive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known(BTreeMap<String, Unsaved>);

/// What the last backup on a drive does not hold, while a later one on another drive may.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lacking {
    /// Files.
    pub files: u64,
    /// Source folders.
    pub folders: u64,
    /// Something of it is in no version there, and fewer than two other drives in use took it since.
    pub is_needed: bool,
}

/// What is remembered; nothing before the first backup.
///
/// # Errors
/// `State`.
pub fn known(state: &State) -> Result<Known> {
    Ok(Known(state.items(UNSAVED)?.into_iter().collect()))
}

/// Takes the place of what the backup before on this drive left behind; what goes on keeps its beginning.
///
/// # Errors
/// `State`.
pub fn remember(state: &mut State, drive: DriveId, met: &Met, now: &str) -> Result<()> {
    let known = known(state)?;
    let mut after = known.last().after(met, now);
    after.order += 1;
    after.taken = known.of(drive).map(|before| before.taken.clone()).unwrap_or_default();
    after.taken.extend(met.taken.iter().map(SourceId::hex));
    state.set_item(UNSAVED, &drive.hex(), &after)
}

impl Known {
    /// What the last backup of all left behind.
    #[must_use]
    pub fn last(&self) -> Unsaved {
        self.newest().cloned().unwrap_or_default()
    }

    fn newest(&self) -> Option<&Unsaved> {
        self.0.values().max_by_key(|left| left.order)
    }

    fn of(&self, drive: DriveId) -> Option<&Unsaved> {
        self.0.get(&drive.hex())
    }

    /// Whether a backup on this drive is remembered.
    #[must_use]
    pub fn is_known(&self, drive: DriveId) -> bool {
        self.of(drive).is_some()
    }

    /// Whether a backup on one of these drives ever took a folder; nobody knows it of a drive whose
    /// backups were made by another computer.
    #[must_use]
    pub fn took(&self, source: SourceId, drives: &[DriveId]) -> bool {
        let took =
            |drive: &DriveId| self.of(*drive).is_none_or(|left| left.taken.contains(&source.hex()));
        drives.iter().any(took)
    }

    /// The drives in use whose last backup lacks something, and what.
    #[must_use]
    pub fn lacking_on<'d>(
        &self,
        drives: &'d [Drive],
        sources: &BTreeSet<SourceId>,
    ) -> Vec<(&'d Drive, Lacking)> {
        let in_use = || drives.iter().filter(|drive| drive.state == DriveState::Active);
        let ids: Vec<DriveId> = in_use().map(|drive| drive.id).collect();
        let lacks = |drive: &'d Drive| Some((drive, self.lacking(drive.id, &ids, sources)?));
        in_use().filter_map(lacks).collect()
    }

    /// What the last backup on a drive does not hold, beyond what the last of all does not: nothing where
    /// they are one. `in_use` are the drives that count.
    #[must_use]
    pub fn lacking(
        &self,
        drive: DriveId,
        in_use: &[DriveId],
        sources: &BTreeSet<SourceId>,
    ) -> Option<Lacking> {
        let (here, last) = (self.of(drive)?, self.newest()?);
        if here.order == last.order {
            return None;
        }
        let files = here.files.iter().filter(|(path, _)| !last.files.contains_key(*path));
        let files: Vec<(&String, &File)> = files.collect();
        let folders: Vec<String> = sources.iter().map(SourceId::hex).collect();
        let is_only_here =
            |id: &&String| here.folders.contains_key(*id) && !last.folders.contains_key(*id);
        let folders: Vec<&String> = folders.iter().filter(is_only_here).collect();
        let later = || in_use.iter().filter_map(|other| self.of(*other));
        let later = || later().filter(|left| left.order > here.order);
        let has_two =
            |holds: &dyn Fn(&Unsaved) -> bool| later().filter(|left| holds(left)).count() > 1;
        let is_short = |(path, file): &(&String, &File)| {
            !file.has_earlier && !has_two(&|left| !left.files.contains_key(*path))
        };
        let is_needed = files.iter().any(is_short)
            || folders.iter().any(|id| !has_two(&|left| !left.folders.contains_key(*id)));
        let lacking = Lacking {
            files: files.len() as u64 + here.more.saturating_sub(last.more),
            folders: folders.len() as u64,
            is_needed,
        };
        (lacking.files + lacking.folders > 0).then_some(lacking)
    }
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
            order: self.order,
            taken: BTreeSet::new(),
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

    /// Drives and what each backup on them missed, in order: a path, and whether an earlier version is there.
    fn after_backups(backups: &[(u8, &[(u8, bool)])]) -> Known {
        let folder = tempfile::tempdir().unwrap();
        let mut state = State::open(folder.path()).unwrap();
        for (drive, missed) in backups {
            let missed =
                missed.iter().map(|(path, has_earlier)| miss(*path, *has_earlier)).collect();
            let met = Met { missed, taken: vec![SourceId([9; 16])], ..Met::default() };
            remember(&mut state, DriveId([*drive; 16]), &met, MONDAY).unwrap();
        }
        known(&state).unwrap()
    }

    #[test]
    fn what_one_drive_took_is_still_missing_on_the_other() {
        let drives = [1, 2, 3].map(|drive| DriveId([drive; 16]));
        let [blue, green, _] = drives;
        let lacking = |known: &Known, drive| known.lacking(drive, &drives, &BTreeSet::new());
        let here = |files, is_needed| Some(Lacking { files, folders: 0, is_needed });
        let never = after_backups(&[(1, &[(7, false)]), (2, &[])]);
        assert_eq!(never.last().files(), None, "the last backup took it");
        assert_eq!((lacking(&never, blue), lacking(&never, green)), (here(1, true), None));
        let mended = after_backups(&[(1, &[(7, false)]), (2, &[]), (1, &[])]);
        assert_eq!((lacking(&mended, blue), lacking(&mended, green)), (None, None));
        let earlier = after_backups(&[(1, &[(7, true)]), (2, &[])]);
        assert_eq!(lacking(&earlier, blue), here(1, false));
        let on_two = after_backups(&[(1, &[(7, false)]), (2, &[]), (3, &[])]);
        assert_eq!(lacking(&on_two, blue), here(1, false));
        assert_eq!(on_two.lacking(blue, &drives[..2], &BTreeSet::new()), here(1, true));
        let on_none = after_backups(&[(1, &[(7, false)]), (2, &[(7, false)])]);
        assert_eq!(on_none.last().files().unwrap().number, 1);
        assert_eq!(lacking(&on_none, blue), None, "told as what no drive holds");
    }

    #[test]
    fn a_folder_is_on_the_drives_that_took_it() {
        let [taken, never] = [SourceId([9; 16]), SourceId([8; 16])];
        let known = after_backups(&[(1, &[]), (2, &[])]);
        let [blue, other] = [DriveId([1; 16]), DriveId([3; 16])];
        assert!(known.took(taken, &[blue]) && !known.took(never, &[blue]));
        assert!(known.took(never, &[other]), "nobody knows");
        assert!(!known.took(taken, &[]));
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
