//! Wipes a drive as far as a program without special rights can: every file of the vault in place,
//! then the free room.
//!
//! ```text
//! 1 keyrings   2 manifests, indexes   3 packs, parity   4 free room, filled and read back
//! 5 the fill, the vault's own files, the folder
//! ```
//! After the first step nothing on the drive opens any more, whatever happens to the rest. What
//! tells whose drive it is goes last, so that a wipe that was stopped is found again and goes on.
//! A drive hides spare cells and replaced sectors, and file systems keep names and small files where
//! no program can overwrite them: this is a logical deletion, never more. No command of the drive's
//! firmware is ever used.

mod fill;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::crypto::hash;
use crate::error::{Damage, DriveTrouble, Error, Result};
use crate::event::{Event, Observer, Step};
use crate::format::names::{self, ObjectPath};
use crate::state::Permit;
use crate::storage::{Disk, Storage};
use crate::vault::CLEAR_FILES;

/// Files are overwritten in pieces of this size, in bytes.
const PIECE_BYTES: usize = 1024 * 1024;
/// Folders of a vault are not deeper than this.
const DEPTH_MAX: usize = 8;

/// What a wipe did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WipeOutcome {
    /// Bytes overwritten and read back as written: files, then free room.
    pub verified_bytes: u64,
    /// Bytes that could not be overwritten, or read back otherwise.
    pub failed_bytes: u64,
    /// Files overwritten and removed.
    pub files: u64,
    /// Files that could not be removed.
    pub files_left: u64,
}

impl WipeOutcome {
    /// Whether all that was tried was done.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.failed_bytes == 0 && self.files_left == 0
    }

    fn add(&mut self, is_good: bool, bytes: u64) {
        if is_good {
            self.verified_bytes += bytes;
        } else {
            self.failed_bytes += bytes;
        }
    }
}

/// How much of a drive is wiped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// The vault's files: for a folder on a disk that others use too.
    Files,
    /// These, and the free room of the drive.
    FilesAndRoom,
}

words! { Reach, "The word in the ledger.":
    Files => "files",
    FilesAndRoom => "free-space-and-files",
}

/// Overwrites and removes everything of a vault and, by `reach`, fills the free room of its drive
/// once. Doing it again after it was stopped is harmless.
///
/// What fails is counted and passed over, so that the rest is wiped all the same; only a drive that
/// vanished or became read-only, or the wish to stop, ends it.
///
/// # Errors
/// `Gone`, `ReadOnly`, `Interrupted`.
pub fn run(
    disk: &Disk,
    _permit: &Permit,
    reach: Reach,
    observer: &dyn Observer,
) -> Result<WipeOutcome> {
    let mut outcome = WipeOutcome::default();
    let free = if reach == Reach::Files { 0 } else { disk.free_bytes()? };
    objects(disk, free, &mut outcome, observer)?;
    if reach == Reach::FilesAndRoom {
        fill::free_room(disk, &mut outcome, observer)?;
    }
    finish(disk, &mut outcome)?;
    drop(remove_empty(disk.path(), 0));
    Ok(outcome)
}

/// Overwrites and removes everything of a vault, and nothing beside it. As [`run`] otherwise.
///
/// # Errors
/// As [`run`].
pub fn files(
    storage: &dyn Storage,
    _permit: &Permit,
    observer: &dyn Observer,
) -> Result<WipeOutcome> {
    let mut outcome = WipeOutcome::default();
    objects(storage, 0, &mut outcome, observer)?;
    finish(storage, &mut outcome)?;
    Ok(outcome)
}

/// A listing can be cut short: what lies there is asked for until nothing is listed, and nothing more goes.
fn objects(
    storage: &dyn Storage,
    free: u64,
    outcome: &mut WipeOutcome,
    observer: &dyn Observer,
) -> Result<()> {
    let mut listed = listed(storage)?;
    let total = listed.values().sum::<u64>().saturating_add(free);
    observer.on(Event::Step { step: Step::Wipe, total_bytes: Some(total) });
    let mut met = BTreeSet::new();
    while listed.keys().any(|object| !met.contains(object)) {
        let new = listed.into_iter().filter(|(object, _)| met.insert(object.clone()));
        for (object, bytes) in in_order(new.collect()) {
            observer.check()?;
            one(storage, &object, bytes, outcome)?;
            observer.on(Event::Advanced { bytes });
        }
        listed = self::listed(storage)?;
    }
    Ok(())
}

/// Everything but the vault's own identity, from the listing of the whole and of each folder.
fn listed(storage: &dyn Storage) -> Result<BTreeMap<ObjectPath, u64>> {
    let mut found = BTreeMap::new();
    for folder in ["", "sections", "mirror", "packs", "parity"] {
        found.extend(storage.list(folder)?);
    }
    found.remove(&names::vault_json());
    Ok(found)
}

/// Keyrings first; the vault's own files are left for the end.
fn in_order(mut objects: Vec<(ObjectPath, u64)>) -> Vec<(ObjectPath, u64)> {
    let rank = |object: &ObjectPath| match object.as_str() {
        path if path.contains("/keyring/") => 0,
        path if path.starts_with("packs/") || path.starts_with("parity/") => 2,
        _ => 1,
    };
    objects.sort_by_key(|(object, _)| rank(object));
    objects
}

fn one(
    storage: &dyn Storage,
    object: &ObjectPath,
    bytes: u64,
    outcome: &mut WipeOutcome,
) -> Result<()> {
    let mut at = 0;
    while at < bytes {
        let length = usize::try_from(bytes - at).unwrap_or(PIECE_BYTES).min(PIECE_BYTES);
        let noise = hash::noise(length);
        let written = storage.overwrite(object, at, &noise);
        if is_kept_from_us(&written) {
            // Another name of it would lose what is there, or another program has it: it stays, and the drive
            // is not done.
            outcome.failed_bytes += bytes - at;
            outcome.files_left += 1;
            return Ok(());
        }
        let back = written.and_then(|()| storage.read(object, at, length));
        let is_good = passed_over(back)?.is_some_and(|found| found == noise);
        outcome.add(is_good, length as u64);
        at += length as u64;
    }
    match passed_over(storage.remove(object))? {
        Some(()) => outcome.files += 1,
        None => outcome.files_left += 1,
    }
    Ok(())
}

const fn is_kept_from_us(written: &Result<()>) -> bool {
    matches!(
        written,
        Err(Error::Damaged { damage: Damage::Linked | Damage::Protected, .. }
            | Error::Drive { trouble: DriveTrouble::Held, .. })
    )
}

/// Bad sectors do not end a wipe; a drive that is gone or locked does.
fn passed_over<T>(done: Result<T>) -> Result<Option<T>> {
    use DriveTrouble::{Gone, ReadOnly};
    match done {
        Ok(value) => Ok(Some(value)),
        Err(error @ Error::Drive { trouble: Gone | ReadOnly, .. }) => Err(error),
        Err(_) => Ok(None),
    }
}

/// The identity goes when nothing else is left to wipe.
fn finish(storage: &dyn Storage, outcome: &mut WipeOutcome) -> Result<()> {
    if outcome.files_left > 0 {
        return Ok(());
    }
    for (name, _) in CLEAR_FILES {
        storage.remove(&names::clear_file(name))?;
    }
    let identity = names::vault_json();
    match storage.length(&identity) {
        Ok(bytes) => one(storage, &identity, bytes, outcome),
        Err(_) => storage.remove(&identity),
    }
}

/// Closes the vault folder of a wiped drive and removes it, once the lock on it is gone: some systems
/// remove no folder that is open. What somebody else put there stays, and the folder with it: it is not
/// ours to remove.
pub fn close(disk: Disk) {
    let folder = disk.path().to_owned();
    drop(disk);
    drop(remove_empty(&folder, 0));
}

fn remove_empty(folder: &Path, depth: usize) -> std::io::Result<()> {
    if depth < DEPTH_MAX {
        for entry in folder.read_dir()? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                drop(remove_empty(&entry.path(), depth + 1));
            }
        }
    }
    std::fs::remove_dir(folder)
}
