//! What was set is looked at again, now and then: there are file systems that take times, rights and
//! names, say yes, and keep something else. Each kind of loss is one problem, however many files suffer.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::error::{Problem, ProblemCause};
use crate::format::entry::{Metadata, Moment};
use crate::platform::Folder;
use crate::tree_path::TreePath;

/// So many files are looked at first, and then one in so many.
const FIRST: u64 = 32;
const ONE_IN: u64 = 64;
/// FAT keeps times in steps of two seconds.
const STEP_SECONDS: i64 = 2;
/// What FAT and exFAT can say: seconds from 1 January 1980, with a day for zones, to the end of 2107. Whatever lies
/// outside is cut to it, a file here and there among thousands.
const FAT_SECONDS: std::ops::Range<i64> = 315_619_200..4_354_732_800;
/// Permission bits that a file system either keeps or has not.
const RIGHTS: u32 = 0o777;

/// What was found lost so far.
#[derive(Debug, Default)]
pub(super) struct ReadBack {
    files: AtomicU64,
    lost: Mutex<Vec<Problem>>,
}

impl ReadBack {
    /// Looks at a file that is finished and has its name, if its turn has come.
    pub(super) fn look(&self, folder: &Folder, name: &[u8], path: &TreePath, set: &Metadata) {
        let number = self.files.fetch_add(1, Ordering::Relaxed);
        let is_usual = set.modified.is_none_or(|set| FAT_SECONDS.contains(&set.0));
        if number >= FIRST && !number.is_multiple_of(ONE_IN) && is_usual {
            return;
        }
        for cause in losses(folder, name, set) {
            let mut lost = self.lost.lock().unwrap_or_else(PoisonError::into_inner);
            if lost.iter().all(|problem| problem.cause != cause) {
                lost.push(Problem { path: path.clone(), cause });
            }
        }
    }

    /// Each kind of loss once, with the first file that suffered it.
    pub(super) fn problems(&self) -> Vec<Problem> {
        self.lost.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn losses(folder: &Folder, name: &[u8], set: &Metadata) -> Vec<ProblemCause> {
    let Ok(stat) = folder.stat(name) else { return Vec::new() };
    let is_ascii = name.is_ascii();
    let has_name = || {
        is_ascii || folder.names().is_ok_and(|names| names.iter().any(|found| found.name == name))
    };
    let keeps_rights = match (set.mode, stat.mode) {
        (Some(set), Some(kept)) => set & RIGHTS == kept & RIGHTS,
        _ => true,
    };
    [
        (ProblemCause::TimesNotKept, set.modified.is_none_or(|set| is_near(set, stat.modified))),
        (ProblemCause::RightsNotKept, keeps_rights),
        (ProblemCause::NamesNotKept, has_name()),
    ]
    .into_iter()
    .filter_map(|(cause, is_kept)| (!is_kept).then_some(cause))
    .collect()
}

const fn is_near(one: Moment, other: Moment) -> bool {
    one.0.abs_diff(other.0) <= STEP_SECONDS.unsigned_abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_loss_is_told_once() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["one", "two"] {
            std::fs::write(dir.path().join(name), b"x").unwrap();
        }
        let folder = Folder::open_root(dir.path()).unwrap();
        let path = |name: &str| TreePath::from_bytes(name.as_bytes()).unwrap();
        let stat = folder.stat(b"one").unwrap();
        let kept =
            Metadata { modified: Some(stat.modified), mode: stat.mode, ..Metadata::default() };
        let read_back = ReadBack::default();
        read_back.look(&folder, b"one", &path("one"), &kept);
        assert!(read_back.problems().is_empty());
        let other = Metadata { modified: Some(Moment(1_234_567_890, 0)), ..kept };
        for name in ["two", "one"] {
            read_back.look(&folder, name.as_bytes(), &path(name), &other);
        }
        let told: Vec<_> =
            read_back.problems().iter().map(|lost| (lost.path.escaped(), lost.cause)).collect();
        assert_eq!(told, [("two".to_owned(), ProblemCause::TimesNotKept)]);
    }

    #[test]
    fn a_date_that_fat_cannot_hold_is_looked_at_out_of_turn() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("one"), b"x").unwrap();
        let folder = Folder::open_root(dir.path()).unwrap();
        let path = TreePath::from_bytes(b"one").unwrap();
        let of = |seconds| Metadata { modified: Some(Moment(seconds, 0)), ..Metadata::default() };
        let read_back = ReadBack::default();
        read_back.files.store(FIRST + 1, Ordering::Relaxed);
        read_back.look(&folder, b"one", &path, &of(1_234_567_890));
        assert!(read_back.problems().is_empty(), "its turn has not come");
        let of_1975 = of(157_766_400);
        read_back.look(&folder, b"one", &path, &of_1975);
        assert_eq!(read_back.problems().len(), 1);
    }
}
