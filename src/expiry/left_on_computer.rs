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
use crate::state::named::{ERASED_AGAIN, FORGOTTEN_CHANGED, FORGOTTEN_MET};
use crate::state::{ErasedFiles, Lives};
use crate::tree_path::TreePath;
use crate::vault::SectionWriter;

/// What lies there.
#[derive(Debug, Default)]
pub struct Left {
    /// Forgotten records of which something lies there.
    pub records: usize,
    /// Of these, records of which something is to be deleted.
    pub to_delete: usize,
    /// Folders and files to delete, in order.
    pub paths: Vec<PathBuf>,
    /// Folders with files that are newer than the erasing, or that could not be told from such (this computer does
    /// not know the day), and such files beside folders: no backup has these, and whoever they are about may have
    /// come back.
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
    now: Timestamp,
}

/// Folders and files of one source that go, and the folders that hold something which stays.
#[derive(Default)]
struct Sorted {
    records: BTreeSet<RecordId>,
    gone: Vec<TreePath>,
    staying: HashSet<TreePath>,
    unseen: Vec<TreePath>,
}

/// The same, and notes that nothing is left where that is so: nobody is told any more to delete it.
///
/// # Errors
/// `State`.
pub fn looked_again(practice: &mut Practice, now: Timestamp) -> Result<Left> {
    let left = on_computer(practice, now)?;
    if left.records == 0 && left.newer.is_empty() && left.unseen.is_empty() {
        for fact in [FORGOTTEN_MET, FORGOTTEN_CHANGED, ERASED_AGAIN] {
            practice.state.set_fact(&fact, &0_u64.to_le_bytes())?;
        }
    }
    Ok(left)
}

/// What lies on this computer of records that are forgotten, whatever the rule that cuts them.
///
/// # Errors
/// `State`.
pub fn on_computer(practice: &Practice, now: Timestamp) -> Result<Left> {
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
            now,
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

/// What lies in the folder of a forgotten record.
enum Holds {
    /// A file from the moment of the erasing on, or one of which nobody can tell.
    Newer,
    /// Only what was there before.
    Older,
    /// Nobody knows: not all of it could be looked into.
    Unseen,
}

impl Holds {
    /// Where the moment is not known, any file may be newer. One newer file is enough.
    fn of(path: &Path, since: Option<Timestamp>, now: Timestamp) -> Self {
        let groups = SourceFolder::open(path, Scope::default()).and_then(|folder| folder.groups());
        let Ok(groups) = groups else { return Self::Unseen };
        let mut holds = Self::Older;
        for group in groups {
            if group.entries.iter().any(|seen| is_since(seen, since, now)) {
                return Self::Newer;
            }
            if !group.problems.is_empty() {
                holds = Self::Unseen;
            }
        }
        holds
    }
}

fn is_since(seen: &Seen, since: Option<Timestamp>, now: Timestamp) -> bool {
    match since {
        Some(since) => seen.is_file_since(since, now),
        None => seen.kind == SeenKind::File,
    }
}

impl Known<'_> {
    /// The forgotten record of that name; nothing where it goes on as another.
    fn record(&self, source: &Source, name: &[u8]) -> Option<RecordId> {
        let record = self.lives.of(self.writer.naming.record_id(source.id, name));
        self.forgotten.contains(&record).then_some(record)
    }

    /// When a record was forgotten, where this computer knows.
    fn erased_on(&self, record: RecordId) -> Option<Timestamp> {
        self.forgotten_at.get(&record).and_then(|text| text.parse().ok())
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
        match Holds::of(&path, known.erased_on(record), known.now) {
            Holds::Newer => self.newer.push(path),
            Holds::Older => {
                self.to_delete += 1;
                self.paths.push(path);
            }
            Holds::Unseen => self.unseen.push(path),
        }
    }

    fn folders(&mut self, known: &Known<'_>, source: &Source) {
        let Ok(entries) = std::fs::read_dir(&source.path) else {
            self.unseen.push(source.path.clone());
            return;
        };
        for entry in entries {
            match entry.and_then(|entry| Ok((entry.file_type()?.is_dir(), entry))) {
                Ok((true, folder)) => {
                    let name = folder.file_name();
                    if let Some(record) = known.record(source, name.as_encoded_bytes()) {
                        self.folder(known, record, folder.path());
                    }
                }
                Ok((false, _)) => {}
                Err(_) => self.unseen.push(source.path.clone()),
            }
        }
        if let Some(record) = known.record(source, b"") {
            self.loose(source, known.erased_on(record), known.now);
        }
    }

    /// Files that lie beside the folders of patients, which are one record.
    fn loose(&mut self, source: &Source, since: Option<Timestamp>, now: Timestamp) {
        let folder = SourceFolder::open(&source.path, Scope::default());
        let files = folder.and_then(|folder| Ok((folder.groups()?.next(), folder)));
        let Ok((loose, folder)) = files else {
            self.unseen.push(source.path.clone());
            return;
        };
        let files = loose.map(|group| group.entries).unwrap_or_default();
        let files = files.into_iter().filter(|seen| seen.kind != SeenKind::Folder);
        let (newer, older): (Vec<Seen>, Vec<Seen>) =
            files.partition(|seen| is_since(seen, since, now));
        self.records += usize::from(!older.is_empty() || !newer.is_empty());
        self.to_delete += usize::from(!older.is_empty());
        self.paths.extend(older.iter().map(|seen| folder.path_of(&seen.path)));
        self.newer.extend(newer.iter().map(|seen| folder.path_of(&seen.path)));
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
        self.to_delete += sorted.records.len();
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
