//! What still lies on the computer of records that are forgotten: to be deleted there by hand.
//!
//! A purge reaches drives only; the practice's own files are its own business. The list is made when it is asked
//! for and kept nowhere. Whoever came back after an erasing has a record of their own, which is not in it.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::config::{RecordRule, Source};
use crate::error::Result;
use crate::id::RecordId;
use crate::practice::Practice;
use crate::source::{Scope, Seen, SeenKind, SourceFolder};
use crate::state::{ErasedFiles, Lives};
use crate::tree_path::TreePath;
use crate::vault::SectionWriter;

/// What lies there.
#[derive(Debug, Default)]
pub struct Left {
    /// Forgotten records of which something lies there.
    pub records: usize,
    /// Folders and files to delete, in order.
    pub paths: Vec<PathBuf>,
    /// Folders with files that are newer than the erasing, or that could not be told from such: no backup has these,
    /// and whoever they are about may have come back.
    pub newer: Vec<PathBuf>,
    /// Folders that could not be looked into: nobody knows what lies there.
    pub unseen: Vec<PathBuf>,
}

/// What is known when a source is looked through.
struct Known<'a> {
    forgotten: &'a HashSet<RecordId>,
    lives: &'a Lives,
    forgotten_at: &'a HashMap<RecordId, String>,
    writer: &'a SectionWriter,
    erased: Option<&'a ErasedFiles>,
}

/// Folders and files of one source that go, and the folders that hold something which stays.
#[derive(Default)]
struct Sorted {
    records: BTreeSet<RecordId>,
    gone: Vec<TreePath>,
    staying: HashSet<TreePath>,
    unseen: Vec<TreePath>,
}

/// What lies on this computer of records that are forgotten, whatever the rule that cuts them.
///
/// # Errors
/// `State`.
pub fn on_computer(practice: &Practice) -> Result<Left> {
    let (forgotten, lives) = (practice.state.forgotten()?, practice.state.lives()?);
    let (erased, writers) = (practice.state.erased_files()?, practice.writers()?);
    let forgotten_at = practice.state.forgotten_at()?;
    let mut left = Left::default();
    for source in practice.config.sources.iter().filter(|_| !forgotten.is_empty()) {
        let Some(writer) = writers.iter().find(|writer| writer.id == source.section) else {
            continue;
        };
        let erased = erased.get(&source.id.to_string());
        let known = Known {
            forgotten: &forgotten,
            lives: &lives,
            forgotten_at: &forgotten_at,
            writer,
            erased,
        };
        match source.records {
            // What lies there is always the generation of this year.
            RecordRule::Generations => {}
            RecordRule::Whole => {
                if let Some(record) = known.record(source, b"")
                    && source.path.exists()
                {
                    left.folder(&known, record, source.path.clone());
                }
            }
            RecordRule::EachFolder => left.folders(&known, source),
            RecordRule::ByYear => left.years(&known, source),
        }
    }
    left.paths.sort();
    left.newer.sort();
    Ok(left)
}

/// Whether a folder has files from that moment on; what cannot be looked into may have.
fn holds_newer(path: &Path, since: Option<Timestamp>) -> bool {
    let Some(since) = since else { return false };
    let groups = SourceFolder::open(path, Scope::default()).and_then(|folder| folder.groups());
    let is_newer = |seen: &Seen| seen.is_file_since(since);
    groups.map_or(true, |mut groups| {
        groups.any(|group| !group.problems.is_empty() || group.entries.iter().any(is_newer))
    })
}

impl Known<'_> {
    /// The forgotten record of that name; nothing where it goes on as another.
    fn record(&self, source: &Source, name: &[u8]) -> Option<RecordId> {
        let record = self.lives.of(self.writer.naming.record_id(source.id, name));
        self.forgotten.contains(&record).then_some(record)
    }

    /// The forgotten record a file belongs to by its date, or belonged to before it was copied back.
    fn of_file(&self, source: &Source, seen: &Seen) -> Option<RecordId> {
        let (naming, path) = (&self.writer.naming, seen.path.as_bytes());
        let by_date = self.record(source, seen.year().to_string().as_bytes());
        by_date.or_else(|| self.erased?.record_of(naming, path, seen.size_bytes))
    }
}

impl Left {
    fn folder(&mut self, known: &Known<'_>, record: RecordId, path: PathBuf) {
        self.records += 1;
        let since = known.forgotten_at.get(&record).and_then(|text| text.parse().ok());
        if holds_newer(&path, since) { self.newer.push(path) } else { self.paths.push(path) }
    }

    fn folders(&mut self, known: &Known<'_>, source: &Source) {
        let Ok(entries) = std::fs::read_dir(&source.path) else {
            self.unseen.push(source.path.clone());
            return;
        };
        let mut loose = Vec::new();
        for entry in entries {
            match entry.and_then(|entry| Ok((entry.file_type()?.is_dir(), entry))) {
                Ok((true, folder)) => {
                    let name = folder.file_name();
                    if let Some(record) = known.record(source, name.as_encoded_bytes()) {
                        self.folder(known, record, folder.path());
                    }
                }
                Ok((false, file)) => loose.push(file.path()),
                Err(_) => self.unseen.push(source.path.clone()),
            }
        }
        if !loose.is_empty() && known.record(source, b"").is_some() {
            self.records += 1;
            self.paths.append(&mut loose);
        }
    }

    fn years(&mut self, known: &Known<'_>, source: &Source) {
        let folder = SourceFolder::open(&source.path, Scope::default());
        let groups = folder.and_then(|folder| Ok((folder.groups()?, folder)));
        let Ok((groups, folder)) = groups else {
            self.unseen.push(source.path.clone());
            return;
        };
        let mut sorted = Sorted::default();
        for group in groups {
            for problem in group.problems {
                sorted.stays(&problem.path);
                sorted.unseen.push(problem.path);
            }
            for seen in group.entries.into_iter().filter(|seen| seen.kind != SeenKind::Folder) {
                match known.of_file(source, &seen) {
                    Some(record) => {
                        sorted.records.insert(record);
                        sorted.gone.push(seen.path);
                    }
                    None => sorted.stays(&seen.path),
                }
            }
        }
        self.records += sorted.records.len();
        self.unseen.extend(sorted.unseen.iter().map(|path| folder.path_of(path)));
        self.paths.extend(sorted.shortest().iter().map(|path| folder.path_of(path)));
    }
}

impl Sorted {
    /// No folder above it may be deleted as a whole.
    fn stays(&mut self, path: &TreePath) {
        let mut above = path.parent();
        while let Some(folder) = above {
            above = folder.parent();
            self.staying.insert(folder);
        }
    }

    /// Whole folders where everything in them goes, else files.
    fn shortest(&self) -> BTreeSet<TreePath> {
        let highest = |path: &TreePath| {
            let mut highest = path.clone();
            while let Some(above) = highest.parent().filter(|above| !above.is_root()) {
                if self.staying.contains(&above) {
                    break;
                }
                highest = above;
            }
            highest
        };
        self.gone.iter().map(highest).collect()
    }
}
