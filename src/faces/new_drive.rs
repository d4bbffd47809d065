//! A medium that becomes a drive: what is noticed and asked before, and how it is said.

use std::path::{Path, PathBuf};

use refuge::drives;
use refuge::event::Step;
use refuge::fate::{EverHeld, Look};
use refuge::platform;
use refuge::visit::Admission;

use crate::faces::{Catalog, fl};

/// Removable drives that are plugged in, without those that are as they should be.
pub(crate) fn new_places(ours: &[PathBuf]) -> Vec<PathBuf> {
    let real = |path: &PathBuf| platform::real_path(path).unwrap_or_else(|_| path.clone());
    let mut mounts = platform::removable_mounts();
    mounts.retain(|mount| ours.iter().all(|known| real(known) != real(mount)));
    mounts
}

/// What a person should know before trusting the drive, as words of the JSON answer.
pub(crate) fn warnings(path: &Path) -> Vec<&'static str> {
    let facts = platform::drive_facts(path);
    let mut found = Vec::new();
    if !drives::other_files_on(path).is_empty() {
        found.push("other-files");
    }
    found.extend(match facts.file_system.as_deref() {
        Some("ntfs" | "ntfs3") => Some("ntfs"),
        Some("vfat" | "msdos" | "exfat") => Some("fat"),
        _ => None,
    });
    found
}

/// One of these as a sentence.
pub(crate) fn warning(words: &Catalog, word: &str) -> String {
    match word {
        "ntfs" => fl!(words, "drives-warn-ntfs"),
        "fat" => fl!(words, "drives-warn-fat"),
        _ => fl!(words, "drives-other-files"),
    }
}

/// What can be answered about its past.
pub(crate) fn pasts(words: &Catalog) -> [String; 4] {
    [
        fl!(words, "drives-held-nothing"),
        fl!(words, "drives-held-backups"),
        fl!(words, "drives-held-clear"),
        fl!(words, "drives-held-unknown"),
    ]
}

/// The past that was chosen.
pub(crate) const fn past(chosen: usize) -> EverHeld {
    match chosen {
        0 => EverHeld::C0,
        1 => EverHeld::C2,
        _ => EverHeld::C4,
    }
}

/// What it can look like.
pub(crate) fn looks(words: &Catalog) -> [String; 2] {
    [fl!(words, "drives-looks-flash"), fl!(words, "drives-looks-disk")]
}

/// The look that was chosen.
pub(crate) const fn look(chosen: usize) -> Look {
    match chosen {
        1 => Look::Disk,
        _ => Look::Flash,
    }
}

/// What can become of a copy of this drive, the last being nothing.
pub(crate) fn ways_of_copy(words: &Catalog, original: &str) -> [String; 3] {
    [
        fl!(words, "drives-copy-own"),
        fl!(words, "drives-copy-instead", drive = original),
        fl!(words, "drives-copy-leave"),
    ]
}

/// What is done while it becomes one.
pub(crate) const fn steps(way: &Admission) -> &'static [Step] {
    match way {
        Admission::New | Admission::Instead(_) => &[],
        Admission::Copy => &[Step::Wipe],
        Admission::CopyInstead(_) | Admission::Older(_) => &[Step::Read],
    }
}
