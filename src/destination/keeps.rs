//! What a place keeps of what is written to it: a few things are made in a folder of their own, looked at, and removed.
//!
//! File systems differ, and some say yes to what they do not keep. What is asked here is what a restore needs to
//! tell before it begins. Nothing can be read back past a cache that lasts until the place is unmounted: what FAT's
//! family does to times is known, whatever else is lost so is not seen.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::other_names;
use crate::format::entry::{Metadata, Moment};
use crate::limits::FAT_FILE_BYTES;
use crate::platform::{self, Folder};

/// The folder of the probe. Backups leave out whatever begins like this.
const FOLDER: &str = ".refuge-partial-probe";
/// An odd second with nanoseconds that show how fine times are kept.
const FINE: Moment = Moment(1_700_000_001, 123_456_789);
/// The steps in which file systems count, in nanoseconds.
const STEPS_NS: [u64; 6] = [1, 100, 1_000, 10_000_000, 1_000_000_000, 2_000_000_000];
/// Years that file systems begin or end with, and the second of 2 January of each.
const YEARS: [(i16, i64); 7] = [
    (1902, -2_145_830_400),
    (1970, 86_400),
    (1980, 315_619_200),
    (2037, 2_114_467_200),
    (2107, 4_323_369_600),
    (2446, 15_021_244_800),
    (2500, 16_725_312_000),
];
/// How many of them lie before this century.
const MIDDLE: usize = 3;
/// The steps in which FAT and exFAT count times of change, and the years they know.
const FAT_STEP_NS: u64 = 2_000_000_000;
const FAT_YEARS: (i16, i16) = (1980, 2107);
/// A year for which nobody needs to ask.
const SURE_YEAR: i16 = 2000;
/// How often the folder of the probe is tried to be removed, and the pause between.
const REMOVALS_MAX: usize = 4;
const REMOVAL_PAUSE: Duration = Duration::from_millis(25);
/// A hole of this length must take less than half of it.
const HOLE_BYTES: u64 = 1024 * 1024;

/// Something that a place does not keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lack {
    /// Two names that differ in letter case only.
    LetterCase,
    /// A dot at the end of a name.
    TrailingDot,
    /// Signs that Windows refuses in names.
    WindowsSigns,
    /// Both forms of an accent, each as it was written.
    AccentForms,
    /// 255 letters in a name where a letter takes two bytes.
    LongNames,
    /// Holes: what is empty takes room.
    Holes,
    /// Symbolic links.
    Links,
    /// Further names of a file.
    HardLinks,
    /// Permission bits.
    Rights,
    /// Extended attributes, or further streams.
    Attributes,
    /// Files of 4 GiB and more.
    BigFiles,
}

/// What a place keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keeps {
    /// Steps in which it counts the time of a change, in nanoseconds.
    pub time_step_ns: u64,
    /// The first and the last year, of those tried, in which such a time comes back as it was set.
    pub years: (i16, i16),
    /// What it does not keep. Large files are not among it where only writing one would tell.
    pub lacks: BTreeSet<Lack>,
}

impl Keeps {
    /// Finds out what a folder keeps; nothing of it stays there. Takes well below a second.
    ///
    /// # Errors
    /// What the system says when not even a small file can be made there.
    pub fn probe(dir: &Path) -> io::Result<Self> {
        let own = dir.join(FOLDER);
        remove(&own)?;
        std::fs::create_dir(&own)?;
        let found = Folder::open_root(&own).and_then(|folder| tried(&folder, dir));
        remove(&own)?;
        found
    }

    /// What knows neither links, nor further names, nor letter case is of FAT's family. On the medium it counts in
    /// two seconds from 1980 to 2107, whatever it says until it is unmounted.
    fn on_the_medium(mut self) -> Self {
        if [Lack::Links, Lack::HardLinks, Lack::LetterCase].iter().all(|lack| self.lacks(*lack)) {
            self.time_step_ns = self.time_step_ns.max(FAT_STEP_NS);
            self.years = (self.years.0.max(FAT_YEARS.0), self.years.1.min(FAT_YEARS.1));
        }
        self
    }

    /// Whether a file's time of change is one of those that are kept.
    #[must_use]
    pub fn keeps_time(&self, time: Moment) -> bool {
        let second =
            |year: i16| YEARS.iter().find(|(known, _)| *known == year).map(|known| known.1);
        let (first, last) = self.years;
        second(first).is_none_or(|first| first <= time.0)
            && second(last).is_none_or(|last| time.0 <= last)
    }

    /// Whether a name can be had there, where no other stands in its way.
    #[must_use]
    pub fn keeps_name(&self, name: &[u8]) -> bool {
        let has_sign = || String::from_utf8_lossy(name).contains(other_names::is_forbidden);
        !(self.lacks(Lack::WindowsSigns) && has_sign()
            || self.lacks(Lack::TrailingDot) && name.ends_with(b".")
            || self.lacks(Lack::LongNames) && name.len() > other_names::NAME_BYTES_MAX)
    }

    /// Whether it lacks something.
    #[must_use]
    pub fn lacks(&self, what: Lack) -> bool {
        self.lacks.contains(&what)
    }
}

/// A probe that was cut short leaves its folder behind. What is refused once (a file that another program looks
/// into, a stick that stumbles) is tried again: nothing of ours stays among the files of a restore.
fn remove(own: &Path) -> io::Result<()> {
    for _ in 1..REMOVALS_MAX {
        match std::fs::remove_dir_all(own) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
                std::thread::sleep(REMOVAL_PAUSE);
            }
            _ => return Ok(()),
        }
    }
    std::fs::remove_dir_all(own)
}

fn tried(folder: &Folder, dir: &Path) -> io::Result<Keeps> {
    let file = folder.create_file(b"file")?;
    let (time_step_ns, years) = times(&file)?;
    let mut lacks = BTreeSet::new();
    let mut note = |what, is_kept: bool| {
        if !is_kept {
            lacks.insert(what);
        }
    };
    note(Lack::LetterCase, is_kept(folder, "Letter") && is_kept(folder, "letter"));
    note(Lack::TrailingDot, is_kept(folder, "dot."));
    note(Lack::WindowsSigns, is_kept(folder, "a:b") && is_kept(folder, "a*b"));
    note(Lack::AccentForms, is_kept(folder, "\u{e9}") && is_kept(folder, "e\u{301}"));
    note(Lack::LongNames, is_kept(folder, &"\u{e9}".repeat(255)));
    note(Lack::Links, keeps_link(folder));
    note(Lack::HardLinks, keeps_hard_link(folder));
    note(Lack::Rights, keeps_rights(&file));
    note(Lack::Attributes, keeps_attribute(&file));
    let has_holes = has_holes(folder)?;
    note(Lack::Holes, has_holes);
    note(Lack::BigFiles, takes_big_files(&file, dir, has_holes));
    Ok(Keeps { time_step_ns, years, lacks }.on_the_medium())
}

fn times(file: &std::fs::File) -> io::Result<(u64, (i16, i16))> {
    let kept = |time: Moment| {
        let metadata = Metadata { modified: Some(time), ..Metadata::default() };
        let is_set = platform::apply_metadata(file, &metadata, false);
        platform::stat_of(file).map(|stat| stat.modified).map(|kept| (is_set, kept))
    };
    let (_, fine) = kept(FINE)?;
    let [.., coarsest] = STEPS_NS;
    let is_kept_in = |step: &&u64| {
        let nanoseconds = |time: Moment| i128::from(time.0) * 1_000_000_000 + i128::from(time.1);
        nanoseconds(FINE).abs_diff(nanoseconds(fine)) < u128::from(**step)
            && nanoseconds(fine).rem_euclid(i128::from(**step)) == 0
    };
    let step = STEPS_NS.iter().find(is_kept_in).copied().unwrap_or(coarsest);
    let is_kept = |(_, second): &&(i16, i64)| {
        kept(Moment(*second, 0)).is_ok_and(|(is_set, time)| is_set && time.0 == *second)
    };
    let (earlier, later) = YEARS.split_at(MIDDLE);
    let first = earlier.iter().rev().take_while(is_kept).last();
    let last = later.iter().take_while(is_kept).last();
    let year = |known: Option<&(i16, i64)>| known.map_or(SURE_YEAR, |(year, _)| *year);
    Ok((step, (year(first), year(last))))
}

/// Whether a name can be had, beside those that were made before, and reads as it was written.
fn is_kept(folder: &Folder, name: &str) -> bool {
    let is_new = folder.create_file(name.as_bytes()).is_ok();
    let reads =
        |names: Vec<platform::FolderName>| names.iter().any(|found| found.name == name.as_bytes());
    is_new && folder.names().is_ok_and(reads)
}

fn keeps_link(folder: &Folder) -> bool {
    let made = folder.create_symlink(b"link", b"goal");
    made.and_then(|()| folder.read_link(b"link")).is_ok_and(|goal| goal == b"goal")
}

fn keeps_hard_link(folder: &Folder) -> bool {
    let made = folder.create_hard_link(b"second", folder, b"file");
    made.and_then(|()| folder.stat(b"second")).is_ok_and(|stat| stat.links == 2)
}

/// A system that has no such rights loses none.
fn keeps_rights(file: &std::fs::File) -> bool {
    [0o640, 0o604].into_iter().all(|mode| {
        let metadata = Metadata { mode: Some(mode), ..Metadata::default() };
        let is_set = platform::apply_metadata(file, &metadata, false);
        let kept = platform::stat_of(file).map(|stat| stat.mode);
        kept.is_ok_and(|kept| kept.is_none_or(|kept| is_set && kept & 0o777 == mode))
    })
}

fn keeps_attribute(file: &std::fs::File) -> bool {
    let (name, value) = ("user.refuge-probe", b"kept");
    let attribute = (name.to_owned(), data_encoding::BASE64.encode(value));
    let metadata = Metadata { xattrs: vec![attribute], ..Metadata::default() };
    platform::apply_metadata(file, &metadata, false)
        && platform::attributes_of(file).kept.contains(&(name.into(), value.into()))
}

fn has_holes(folder: &Folder) -> io::Result<bool> {
    let file = folder.create_file(b"hole")?;
    file.set_len(HOLE_BYTES)?;
    let taken = platform::stat_of(&file)?.allocated_bytes;
    Ok(taken.is_none_or(|bytes| bytes < HOLE_BYTES / 2))
}

/// Without holes a large file would have to be written: then only what the file system is called tells.
fn takes_big_files(file: &std::fs::File, dir: &Path, has_holes: bool) -> bool {
    if has_holes {
        let is_taken = file.set_len(FAT_FILE_BYTES).is_ok();
        return file.set_len(0).is_ok() && is_taken;
    }
    let called = platform::drive_facts(dir).file_system.unwrap_or_default().to_lowercase();
    !["vfat", "msdos", "fat", "fat32", "fat16"].contains(&called.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_probed_and_left_as_it_was() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(dir.path().join(FOLDER).join("left over")).unwrap();
        let keeps = Keeps::probe(dir.path()).unwrap();
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
        assert!(keeps.keeps_time(Moment(1_000_000_000, 0)), "{keeps:?}");
        assert!(!keeps.keeps_time(Moment(i64::MAX, 0)), "{keeps:?}");
        assert!(STEPS_NS.contains(&keeps.time_step_ns));
        let again: Keeps = serde_json::from_str(&serde_json::to_string(&keeps).unwrap()).unwrap();
        assert_eq!(again, keeps);
    }

    #[test]
    fn where_nothing_can_be_made_there_is_no_answer() {
        let dir = tempfile::tempdir().unwrap();
        let answer = Keeps::probe(&dir.path().join("not there/either"));
        assert_eq!(answer.unwrap_err().kind(), io::ErrorKind::NotFound);
    }
}
