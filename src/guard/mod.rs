//! Does a run look like an attack? A pure decision from counts, the practice's own history, and floors.
//!
//! Nothing is judged by size alone on a first backup, nor on a computer that knows no history yet. Floors
//! keep small practices calm: a dozen edited letters are a working day.

mod formats;
mod names;
mod nature;
mod samples;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub use names::{ending, is_ransom_note, shown, without_ending};
pub use nature::{FileLook, Nature};
pub use samples::Samples;

/// Runs that are remembered.
pub const RUNS_MAX: usize = 60;
/// Runs before a mere number can be unusual.
const HISTORY_MIN: usize = 3;

/// Files that bear a new ending, at least, and their share.
const ENDING_FLOOR: u64 = 20;
const ENDING_PERCENT: u64 = 20;
/// The same where each file's earlier name is known: it only got longer.
const APPENDED_FLOOR: u64 = 10;
const APPENDED_PERCENT: u64 = 2;
/// Files that were made unreadable: floor, share, and the number that is never ordinary.
const SPOILED_FLOOR: u64 = 10;
const SPOILED_PERCENT: u64 = 2;
const SPOILED_ENOUGH: u64 = 50;
/// Half of all that a small practice has, where it is not one odd file or two.
const SMALL_FLOOR: u64 = 3;
/// So many are told of, though they stop nothing.
const ODD_FLOOR: u64 = 3;
/// The same added up over two weeks of daily runs.
const SLOW_RUNS: usize = 14;
const SLOW_FLOOR: u64 = 20;
const SLOW_PERCENT: u64 = 1;
/// The same over six weeks, where it went on through several runs: a single odd day is none of it.
const SLOWER_RUNS: usize = 30;
const SLOWER_RUNS_MIN: usize = 3;
const SLOWER_FLOOR: u64 = 12;
const SLOWER_ENOUGH: u64 = 30;
/// Files that are gone: floor, a share that must be unusual too, and one that never is ordinary.
const GONE_FLOOR: u64 = 50;
const GONE_PERCENT: u64 = 50;
const GONE_PERCENT_ALWAYS: u64 = 90;
/// Files that changed, whatever became of them.
const SHARE_FLOOR: u64 = 100;
const SHARE_PERCENT: u64 = 60;
/// Notes that are enough by themselves, and one that needs company.
const NOTES_ENOUGH: u64 = 3;
/// So many times the most that was ever usual is unusual.
const TIMES_USUAL: u64 = 3;

/// What a run met, compared with the run before. A moved file counts nowhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Observed {
    /// Files that the last run left behind in these folders.
    pub before: u64,
    /// Of these, now with other bytes.
    pub changed: u64,
    /// Of these, no longer there under their name.
    pub vanished: u64,
    /// Files that were not there before.
    pub added: u64,
    /// New files that share an ending which no file had before.
    pub ending: NewEnding,
    /// Changed files that could be weighed.
    pub weighed: u64,
    /// Of these, made unreadable.
    pub spoiled: u64,
    /// New files named like notes of extortionists.
    pub notes: u64,
}

/// An ending that came up all at once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewEnding {
    /// The ending, where it may be shown.
    pub shown: Option<String>,
    /// New files that bear it.
    pub files: u64,
    /// Of these, files whose name without it is that of a file that is gone.
    pub appended: u64,
}

/// What is remembered of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// When, RFC 3339.
    pub time: String,
    /// Files changed or vanished.
    pub touched: u64,
    /// Files made unreadable.
    pub spoiled: u64,
    /// A person said beforehand that much had changed.
    pub expected: bool,
}

/// An ending is one when so many files bear it.
pub const ENDING_FILES_MIN: u64 = 3;
/// Endings that are remembered at most.
pub const ENDINGS_MAX: usize = 4096;

/// What the last runs left behind.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct PastRuns {
    /// The last runs, oldest first.
    pub runs: Vec<Counts>,
    /// Files known of each source.
    pub files: BTreeMap<String, u64>,
    /// Keyed hashes of endings that were met.
    pub endings: BTreeSet<String>,
}

/// How much of a run is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Only what the file system says: a file with another time counts as changed.
    Scanned,
    /// Every changed file was read.
    Read,
}

/// What speaks for an attack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sign {
    /// Notes of extortionists.
    Notes,
    /// Many files got one new ending.
    NewEnding,
    /// Readable files became unreadable.
    Spoiled,
    /// The same, a few at each run.
    SpoiledSlowly,
    /// Most files are gone.
    Gone,
    /// Most files changed, which never happened before.
    Share,
}

words! { Sign, "Its word in ledger and JSON.":
    Notes => "notes",
    NewEnding => "new-ending",
    Spoiled => "spoiled",
    SpoiledSlowly => "spoiled-slowly",
    Gone => "gone",
    Share => "share",
}

impl Observed {
    /// Files of the last run that are not as they were.
    #[must_use]
    pub const fn touched(&self) -> u64 {
        self.changed + self.vanished
    }

    /// Files that are odd, where they are a few at least, and the ending that they got.
    #[must_use]
    pub fn odd(&self) -> (u64, Option<String>) {
        let files = self.spoiled.max(self.ending.appended);
        let has_ending = self.ending.appended >= ODD_FLOOR;
        let ending = self.ending.shown.clone().filter(|_| has_ending);
        if files >= ODD_FLOOR { (files, ending) } else { (0, None) }
    }

    /// At least `floor` files, and that share of what was there.
    fn part(&self, floor: u64, percent: u64) -> u64 {
        floor.max(self.before.saturating_mul(percent) / 100)
    }
}

/// Files usually touched by a run: the middle of the runs that touched any.
#[must_use]
pub fn usual(history: &[Counts]) -> Option<u64> {
    let mut touched: Vec<u64> = history.iter().map(|run| run.touched).collect();
    touched.retain(|touched| *touched > 0);
    touched.sort_unstable();
    touched.get(touched.len() / 2).copied()
}

/// The signs of an attack; none on an ordinary day.
#[must_use]
pub fn judge(seen: &Observed, history: &[Counts], stage: Stage) -> Vec<Sign> {
    let most = history.iter().map(|run| run.touched).max().unwrap_or(0);
    let is_unusual = seen.touched() > most.saturating_mul(TIMES_USUAL);
    let all = [
        (Sign::Notes, has_notes(seen, is_unusual)),
        (Sign::NewEnding, has_new_ending(seen)),
        (Sign::Spoiled, is_spoiled(seen)),
        (
            Sign::SpoiledSlowly,
            stage == Stage::Read && !is_spoiled(seen) && is_spoiled_slowly(seen, history),
        ),
        (Sign::Gone, is_gone(seen, is_unusual)),
        (
            Sign::Share,
            is_unusual
                && stage == Stage::Read
                && history.len() >= HISTORY_MIN
                && seen.touched() >= seen.part(SHARE_FLOOR, SHARE_PERCENT),
        ),
    ];
    all.into_iter().filter(|(_, is_there)| *is_there).map(|(sign, _)| sign).collect()
}

const fn has_notes(seen: &Observed, is_unusual: bool) -> bool {
    let has_company = seen.spoiled >= SPOILED_FLOOR / 2
        || seen.ending.appended >= APPENDED_FLOOR / 2
        || (is_unusual && seen.touched() >= SPOILED_FLOOR);
    seen.notes >= NOTES_ENOUGH || (seen.notes > 0 && has_company)
}

/// So many, or half of everything.
fn enough(seen: &Observed, floor: u64, percent: u64) -> u64 {
    let small = SMALL_FLOOR.max(seen.before.div_ceil(2));
    seen.part(floor, percent).min(SPOILED_ENOUGH).min(small)
}

fn has_new_ending(seen: &Observed) -> bool {
    let renamed = seen.ending.files.min(seen.vanished);
    renamed >= seen.part(ENDING_FLOOR, ENDING_PERCENT)
        || seen.ending.appended >= enough(seen, APPENDED_FLOOR, APPENDED_PERCENT)
}

fn is_spoiled(seen: &Observed) -> bool {
    seen.spoiled >= enough(seen, SPOILED_FLOOR, SPOILED_PERCENT) && seen.spoiled * 2 >= seen.weighed
}

/// Over many runs the ordinary edits around it say nothing, so only the sum counts. Files that got another
/// name are in it; new endings are not summed up by themselves, as exports that are packed each week
/// have one too.
fn is_spoiled_slowly(seen: &Observed, history: &[Counts]) -> bool {
    let (slow, _) = added_up(seen, history, SLOW_RUNS);
    let (slower, runs) = added_up(seen, history, SLOWER_RUNS);
    let enough = seen.part(SLOW_FLOOR, SLOW_PERCENT).min(SPOILED_ENOUGH);
    let enough_slower = seen.part(SLOWER_FLOOR, SLOW_PERCENT).min(SLOWER_ENOUGH);
    seen.spoiled > 0 && (slow >= enough || (runs >= SLOWER_RUNS_MIN && slower >= enough_slower))
}

/// Files made unreadable now and in the latest runs, and the runs that had any.
fn added_up(seen: &Observed, history: &[Counts], runs: usize) -> (u64, usize) {
    let latest = history.iter().rev().take(runs).filter(|run| !run.expected);
    let latest = latest.map(|run| run.spoiled).chain([seen.spoiled]);
    let spoiled: Vec<u64> = latest.filter(|spoiled| *spoiled > 0).collect();
    (spoiled.iter().sum(), spoiled.len())
}

/// What was replaced by as many new files is not gone: exports are made anew under new names.
fn is_gone(seen: &Observed, is_unusual: bool) -> bool {
    let percent = if is_unusual { GONE_PERCENT } else { GONE_PERCENT_ALWAYS };
    seen.vanished.saturating_sub(seen.added) >= seen.part(GONE_FLOOR, percent)
}

#[cfg(test)]
mod tests;
