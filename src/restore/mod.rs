//! Brings files back into a folder: a plan, then its execution.
//!
//! The plan holds what was chosen, without content. Execution reads every pack once, in order, and
//! writes each chunk wherever it is wanted, so memory does not grow with the size of files. A
//! file appears under its name only when all of it is there; damage costs exactly the files that
//! need what is damaged.

mod execute;
mod foreseen;
mod ground;
mod in_place;
mod output;
mod plan;
mod schedule;
mod selection;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::crypto::hash;
use crate::error::{Action, Error, Problem, Result};
use crate::id::{DriveId, SnapshotId, SourceId};
use crate::platform;
use crate::tree_path::TreePath;

pub use crate::browse::Labels;
pub use foreseen::Foreseen;
pub use ground::{Ground, ground, is_backed_up};
pub use in_place::{Conflict, Existing, InPlace, Now, plan_in_place};
pub use plan::{RestorePlan, plan};

/// What is to be brought back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selection {
    /// Everything.
    All,
    /// A file or a folder with all in it: an absolute path inside a source, a path relative to a
    /// source, or one that begins with a source's label.
    Path(PathBuf),
    /// Files, folders and links whose path fits these words; folders without what is in them.
    Words(Vec<String>),
    /// These files, folders and links of these sources, folders without what is in them.
    Exactly(BTreeSet<(SourceId, TreePath)>),
    /// One file, or a folder with all in it.
    Whole(SourceId, TreePath),
}

/// What tells one restore from another, so that an interrupted one goes on and no other: which drive,
/// which snapshots, what of them. Says nothing about either.
#[must_use]
pub fn mark(drive: DriveId, chosen: &[(SnapshotId, &Selection)]) -> String {
    hash::sha256_hex(format!("{drive:?} {chosen:?}").as_bytes())
}

/// What a restore did.
#[derive(Debug, Clone, Default)]
pub struct RestoreSummary {
    /// Files that are there now; further names of one file count.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Files left out because their record was forgotten on purpose.
    pub skipped_forgotten: u64,
    /// In place: files that were there already, byte for byte.
    pub same: u64,
    /// In place: what stood there, differed, and was left as it was.
    pub stayed: u64,
    /// In place: files and links that stood there, differed, and lie beside under another name now.
    pub replaced: u64,
    /// What could not be brought back, or not wholly; paths are those in the target.
    pub problems: Vec<Problem>,
}

impl RestoreSummary {
    /// Whether something is missing that the same restore may bring when it is run again.
    #[must_use]
    pub fn is_to_go_on(&self) -> bool {
        self.problems.iter().any(|problem| problem.cause.may_come_later())
    }

    /// Adds what another part of the same restore did.
    pub fn add(&mut self, other: Self) {
        self.files += other.files;
        self.bytes = self.bytes.saturating_add(other.bytes);
        self.skipped_forgotten += other.skipped_forgotten;
        self.same += other.same;
        self.stayed += other.stayed;
        self.replaced += other.replaced;
        self.problems.extend(other.problems);
    }
}

impl RestorePlan {
    /// Checks that the file system of `dir` has room for the plan.
    ///
    /// # Errors
    /// `Io` with `StorageFull`. A system that does not tell its free space has room.
    pub fn check_room(&self, dir: &Path) -> Result<()> {
        room_for(self.data_bytes, dir)
    }
}

fn room_for(bytes: u64, dir: &Path) -> Result<()> {
    let existing = dir.ancestors().find(|folder| folder.exists());
    let free = existing.and_then(platform::free_bytes);
    if free.is_some_and(|free| free < bytes) {
        return Err(Error::io(Action::Write, dir)(std::io::ErrorKind::StorageFull.into()));
    }
    Ok(())
}
