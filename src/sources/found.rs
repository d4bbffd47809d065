//! Folders on this computer that are likely to be worth a backup. Nothing in them is read.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::names_patients;
use crate::browse;

/// Ordinary folders of a person, by their names on disk in both languages.
const USUAL: &[&str] = &["Documents", "Desktop", "Bureau", "Pictures", "Images"];
/// Parts of names, without accents, that practice software gives to its exports and people to their records.
const TELLING: &[&str] = &[
    "export",
    "sauvegarde",
    "backup",
    "cabinet",
    "dossier",
    "compta",
    "account",
    "buchhalt",
    "boekhoud",
];
/// Most folders that are shown: they fit one screen.
const SHOWN_MAX: usize = 9;

/// Measuring one folder ends after this; the size is then a lower bound.
const MEASURING: Duration = Duration::from_millis(500);

/// A folder to suggest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Where it is.
    pub path: PathBuf,
    /// Whether it is ticked.
    pub chosen: bool,
    /// Whether its name tells that it is what a practice must keep.
    pub recommended: bool,
    /// Bytes in it, and whether all of it was counted.
    pub size: (u64, bool),
}

impl Candidate {
    /// A folder the person named.
    #[must_use]
    pub fn named(path: PathBuf) -> Self {
        Self { size: measure(&path), path, chosen: true, recommended: false }
    }
}

/// Folders below `home`, the telling ones first.
#[must_use]
pub fn below(home: &Path) -> Vec<Candidate> {
    let mut found = BTreeSet::new();
    for folder in [home.to_owned(), home.join("Documents")] {
        found.extend(folders_in(&folder).into_iter().filter(|path| is_telling(path)));
    }
    let usual = USUAL.iter().map(|name| home.join(name)).filter(|path| path.is_dir());
    let telling = found.into_iter().map(|path| (path, true));
    let all = telling.chain(usual.map(|path| (path, false)));
    let candidate = |(path, recommended): (PathBuf, bool)| {
        let chosen = recommended;
        Candidate { size: measure(&path), path, chosen, recommended }
    };
    all.take(SHOWN_MAX).map(candidate).filter(|candidate| candidate.size.0 > 0).collect()
}

fn is_telling(path: &Path) -> bool {
    let name = path.file_name().map(|name| browse::fold(&name.to_string_lossy()));
    names_patients(path) || name.is_some_and(|name| TELLING.iter().any(|part| name.contains(part)))
}

fn folders_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    // A link may lead anywhere, also into another suggestion.
    let folders = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    folders.map(|entry| entry.path()).collect()
}

/// Bytes of the files below a folder, as far as they could be counted in time.
#[must_use]
pub fn measure(folder: &Path) -> (u64, bool) {
    let started = Instant::now();
    let mut bytes = 0_u64;
    let mut left = vec![folder.to_owned()];
    while let Some(folder) = left.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.metadata() {
                Ok(found) if found.is_dir() => left.push(entry.path()),
                Ok(found) if found.is_file() => bytes = bytes.saturating_add(found.len()),
                _ => {}
            }
        }
        if started.elapsed() > MEASURING {
            return (bytes, left.is_empty());
        }
    }
    (bytes, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_files(names: &[&str]) -> tempfile::TempDir {
        let home = tempfile::tempdir().unwrap();
        for name in names {
            let path = home.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, b"12345").unwrap();
        }
        home
    }

    #[test]
    fn exports_are_suggested_first_and_ticked() {
        let home = with_files(&[
            "Documents/a/x.txt",
            "Documents/Malades/a.txt",
            "Exports LogicielMed/y.zip",
            "Music/z.mp3",
        ]);
        let found = below(home.path());
        let names: Vec<_> =
            found.iter().map(|one| one.path.file_name().unwrap().to_str().unwrap()).collect();
        assert_eq!(names, ["Malades", "Exports LogicielMed", "Documents"]);
        assert!(found[1].chosen && found[1].recommended && !found[2].chosen);
        assert_eq!((found[0].recommended, found[2].size), (true, (10, true)));
    }

    #[test]
    fn empty_folders_and_links_are_not_suggested() {
        let home = with_files(&["elsewhere/x"]);
        std::fs::create_dir(home.path().join("Documents")).unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(home.path().join("elsewhere"), home.path().join("patients"))
            .unwrap();
        assert_eq!(below(home.path()), []);
    }
}
