//! Writes restored files into one folder: nothing leaves it, nothing that is there is replaced.
//!
//! Names and links come from a drive and are hostile until proven otherwise. So everything is
//! created relative to open folders, component by component, never through a link; a file is
//! private and has a temporary name until it is whole; times and rights of folders come last.
//! A name that is taken, or that this file system cannot hold, is replaced by a similar one, and
//! that is reported.

mod aside;
mod file;
mod keeps;
mod other_names;
mod places;
mod present;
mod read_back;

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::crypto::hash::ContentHasher;
use crate::error::{Action, Error, Problem, ProblemCause, Result};
use crate::format::entry::{ContentHash, Metadata, Moment};
use crate::platform::{self, FileKind, Folder, Tree};
use crate::tree_path::TreePath;

pub use file::PartialFile;
pub use keeps::{Keeps, Lack};
use places::Places;
pub use present::{Present, Stands};

/// The folder that files are restored into. Usable from several threads.
#[derive(Debug, Clone)]
pub struct Destination {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    path: PathBuf,
    tree: Tree,
    places: Places,
    may_set_owners: bool,
    has_windows_names: bool,
    /// What is there was brought by an earlier run of the same restore, which was interrupted.
    resumes: bool,
    /// Present where files go back to where they were.
    replacing: Option<Replacing>,
    replaced: AtomicU64,
    partial_files: AtomicU64,
    read_back: read_back::ReadBack,
}

/// The file that says which restore is not finished. Backups leave it out, as they do files that
/// are being written.
const MARK: &str = ".refuge-partial-restore";
/// Longest mark that is looked at, in bytes.
const MARK_BYTES_MAX: u64 = 4096;
/// Times that differ by no more are the same: FAT counts in steps of two seconds.
const TIME_STEP_SECONDS: i64 = 2;

/// Which files and links that stand in the folder are replaced, and how they are called afterwards.
#[derive(Debug, Clone, Default)]
pub struct Replacing {
    /// `letter.pdf` becomes `letter (mark).pdf`.
    pub mark: String,
    /// Where they stand.
    pub paths: HashSet<TreePath>,
}

/// What a thing restored had to give up.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GivenUp {
    /// Where it lies, if not where it was asked to lie.
    pub renamed_to: Option<TreePath>,
    /// Not all of its times, rights, owner and attributes could be set.
    pub metadata_lost: bool,
}

/// Why a thing could not be restored.
#[derive(Debug)]
pub enum Setback {
    /// This one not; the next may.
    Problem(ProblemCause),
    /// Nothing more can be written: the target is full, read-only or gone.
    Stop(Error),
}

impl GivenUp {
    /// The problems to report.
    pub fn causes(&self) -> impl Iterator<Item = ProblemCause> {
        let renamed = self.renamed_to.as_ref().map(|_| ProblemCause::Renamed);
        renamed.into_iter().chain(self.metadata_lost.then_some(ProblemCause::MetadataLost))
    }
}

impl Destination {
    /// Opens `dir`, creating it (private to the owner) if it is not there.
    ///
    /// # Errors
    /// [`Error::TargetNotEmpty`] when it holds something and `allow_existing` is false;
    /// [`Error::Io`] when it cannot be created or opened.
    pub fn create(dir: &Path, allow_existing: bool) -> Result<Self> {
        Self::open(dir, allow_existing, None, None)
    }

    /// As [`Self::create`] without what exists, for a restore that `mark` tells from every other: one
    /// that was interrupted goes on where it stopped. Until [`Self::complete`] the folder is marked.
    ///
    /// # Errors
    /// As [`Self::create`]; [`Error::TargetNotEmpty`] also where another restore was interrupted.
    pub fn begin(dir: &Path, mark: &str) -> Result<Self> {
        Self::open(dir, false, Some(mark), None)
    }

    /// Opens the folder in which files lay, creating it where it is gone. What stands there stays, but for
    /// what `replacing` says; a file takes its name only after its bytes were read back.
    ///
    /// # Errors
    /// [`Error::Io`] when it cannot be created or opened.
    pub fn in_place(dir: &Path, replacing: Replacing) -> Result<Self> {
        Self::open(dir, true, None, Some(replacing))
    }

    /// Whether the restore that `mark` tells was interrupted in this folder.
    #[must_use]
    pub fn is_unfinished(dir: &Path, mark: &str) -> bool {
        Folder::open_root(dir).is_ok_and(|root| marked(&root).as_deref() == Some(mark))
    }

    fn open(
        dir: &Path,
        allow_existing: bool,
        mark: Option<&str>,
        replacing: Option<Replacing>,
    ) -> Result<Self> {
        let is_new = std::fs::symlink_metadata(dir).is_err();
        platform::create_private_folder(dir).map_err(Error::io(Action::Create, dir))?;
        let root = Folder::open_root(dir).map_err(Error::io(Action::Read, dir))?;
        let is_empty = root.names().map_err(Error::io(Action::Read, dir))?.is_empty();
        let resumes = !is_empty && mark.is_some() && marked(&root).as_deref() == mark;
        if !is_empty && !allow_existing && !resumes {
            return Err(Error::TargetNotEmpty(dir.to_owned()));
        }
        if resumes {
            file::sweep(&root);
        }
        if let Some(mark) = mark.filter(|_| !resumes) {
            set_mark(&root, mark).map_err(Error::io(Action::Write, dir))?;
        }
        let has_windows_names = root.has_windows_names();
        let inner = Inner {
            path: dir.to_owned(),
            may_set_owners: platform::may_set_owners(),
            has_windows_names,
            tree: Tree::new(root),
            places: Places::new(is_new, allow_existing || resumes, has_windows_names),
            resumes,
            replacing,
            replaced: AtomicU64::new(0),
            partial_files: AtomicU64::new(0),
            read_back: read_back::ReadBack::default(),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Creates a folder, and those above it, and keeps its metadata for [`Self::finish_folders`].
    ///
    /// A folder that was there before is used as it is.
    ///
    /// # Errors
    /// See [`Setback`].
    pub fn folder(&self, path: &TreePath, metadata: &Metadata) -> Result<GivenUp, Setback> {
        self.inner.folder_for(path)?;
        let renamed_to = self.inner.places.keep_metadata(path, metadata);
        Ok(GivenUp { renamed_to, metadata_lost: false })
    }

    /// Begins a file of `size_bytes`. Until [`PartialFile::finish`] it has a temporary name and
    /// only the owner can read it; dropped before, it is removed.
    ///
    /// # Errors
    /// See [`Setback`].
    pub fn file(&self, path: &TreePath, size_bytes: u64) -> Result<PartialFile, Setback> {
        PartialFile::begin(&self.inner, path, size_bytes)
    }

    /// Creates a symbolic link that holds the text `to`. It is never followed, so it may say
    /// anything.
    ///
    /// # Errors
    /// See [`Setback`]; file systems without links take none.
    pub fn symlink(
        &self,
        path: &TreePath,
        to: &[u8],
        metadata: &Metadata,
    ) -> Result<GivenUp, Setback> {
        let (parent, name) = self.inner.parent_of(path)?;
        if self.inner.resumes && parent.read_link(name).is_ok_and(|there| there == to) {
            return Ok(GivenUp::default());
        }
        let create = |name: &[u8]| parent.create_symlink(name, to);
        let (used, ()) = self.inner.in_its_place(&parent, path, create)?;
        let whole = parent.apply_link_metadata(&used, metadata, self.inner.may_set_owners);
        let renamed_to = self.inner.note(path, &used, false);
        Ok(GivenUp { renamed_to, metadata_lost: !whole })
    }

    /// Gives the file that this run restored as `to` the further name `path`; where that is not
    /// possible, makes a copy and reports lost metadata.
    ///
    /// # Errors
    /// See [`Setback`]; a problem when `to` was not restored by this run.
    pub fn hard_link(&self, path: &TreePath, to: &TreePath) -> Result<GivenUp, Setback> {
        let first = self.inner.places.file(to).ok_or(Setback::Problem(ProblemCause::NotWritten))?;
        let (first_folder, first_name) = self.inner.existing_parent_of(&first)?;
        let (parent, name) = self.inner.parent_of(path)?;
        if self.inner.resumes && is_alike(&parent, name, &first_folder, first_name) {
            self.inner.note(path, name, true);
            return Ok(GivenUp::default());
        }
        let link = |name: &[u8]| parent.create_hard_link(name, &first_folder, first_name);
        match self.inner.in_its_place(&parent, path, link) {
            Ok((used, ())) => {
                let renamed_to = self.inner.note(path, &used, true);
                Ok(GivenUp { renamed_to, metadata_lost: false })
            }
            Err(Setback::Stop(error)) => Err(Setback::Stop(error)),
            Err(Setback::Problem(_)) => file::copy(&self.inner, &first_folder, first_name, path),
        }
    }

    /// Whether an earlier run of the same restore, which was interrupted, brought this file whole: it
    /// counts as restored then. A file has its name only when all of it is there, so length and time
    /// tell; where the time could not be kept, its content does.
    #[must_use]
    pub fn is_there(&self, path: &TreePath, wanted: &Brought) -> bool {
        self.inner.resumes && self.inner.was_brought(path, wanted)
    }

    /// Counts a file that stands here, with the right bytes, as restored by this run.
    pub fn keep(&self, path: &TreePath) {
        self.inner.places.remember_file(path, path);
    }

    /// How many files and links were put aside.
    #[must_use]
    pub fn replaced(&self) -> u64 {
        self.inner.replaced.load(Ordering::Relaxed)
    }

    /// What the place of the folder keeps of what is written there; nothing where it cannot be tried.
    #[must_use]
    pub fn keeps(&self) -> Option<Keeps> {
        Keeps::probe(&self.inner.path).ok()
    }

    /// Says that the restore is finished.
    ///
    /// # Errors
    /// What the system says.
    pub fn complete(&self) -> Result<()> {
        let failed = Error::io(Action::Write, &self.inner.path);
        let root = self.inner.tree.root();
        let before = platform::stat_of(root.as_file()).ok();
        match root.remove_file(MARK.as_bytes()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error)),
            _ => {}
        }
        // Taking the mark away must not become the folder's last change.
        let modified = before.map(|stat| stat.modified);
        let metadata = Metadata { modified, ..Metadata::default() };
        let _kept = platform::apply_metadata(root.as_file(), &metadata, false);
        Ok(())
    }

    /// Gives the folders that this run created their times and rights, deepest first. Call it once,
    /// when everything else is written. Answers what was lost, also what the file system lost of files
    /// although it said otherwise.
    #[must_use]
    pub fn finish_folders(&self) -> Vec<Problem> {
        let mut lost = self.inner.read_back.problems();
        for (path, actual, metadata) in self.inner.places.folders_to_finish() {
            let folder = self.inner.tree.folder(&actual);
            let owners = self.inner.may_set_owners;
            let apply = |folder: Arc<Folder>| folder.apply_metadata(&metadata, owners);
            if !folder.is_ok_and(apply) {
                lost.push(Problem { path, cause: ProblemCause::MetadataLost });
            }
        }
        lost
    }

    /// Makes all that was restored durable. May take long: the system wrote little of it so far.
    ///
    /// # Errors
    /// What the system says.
    pub fn sync(&self) -> Result<()> {
        self.inner.tree.root().sync_all().map_err(Error::io(Action::Write, &self.inner.path))
    }
}

impl Inner {
    /// The open folder that `path` goes into, created if need be, and the name it asks for there.
    fn parent_of<'a>(&self, path: &'a TreePath) -> Result<(Arc<Folder>, &'a [u8]), Setback> {
        let (Some(parent), Some(name)) = (path.parent(), path.name()) else {
            return Err(Setback::Problem(ProblemCause::BadName));
        };
        Ok((self.folder_for(&parent)?, name))
    }

    fn existing_parent_of<'a>(
        &self,
        actual: &'a TreePath,
    ) -> Result<(Arc<Folder>, &'a [u8]), Setback> {
        let (Some(parent), Some(name)) = (actual.parent(), actual.name()) else {
            return Err(Setback::Problem(ProblemCause::BadName));
        };
        let folder = self.tree.folder(&parent).map_err(|error| self.setback(error))?;
        Ok((folder, name))
    }

    /// The folder that stands for `path`, created with those above it where they are missing.
    fn folder_for(&self, path: &TreePath) -> Result<Arc<Folder>, Setback> {
        if let Some(actual) = self.places.folder(path) {
            return self.tree.folder(&actual).map_err(|error| self.setback(error));
        }
        // One at a time: a folder that another thread is just creating is not a name taken.
        let _turn = self.places.creating();
        self.create_folders(path)
    }

    fn create_folders(&self, path: &TreePath) -> Result<Arc<Folder>, Setback> {
        let mut missing = Vec::new();
        let mut nearest = path.clone();
        let mut actual = loop {
            if let Some(actual) = self.places.folder(&nearest) {
                break actual;
            }
            let above = nearest.parent().unwrap_or_default();
            missing.push(std::mem::replace(&mut nearest, above));
        };
        let open = self.tree.folder(&actual);
        let mut folder = open.map_err(|error| self.setback(error))?;
        for wanted in missing.into_iter().rev() {
            (folder, actual) = self.create_folder(&folder, &actual, wanted)?;
        }
        Ok(folder)
    }

    fn create_folder(
        &self,
        parent: &Folder,
        parent_actual: &TreePath,
        wanted: TreePath,
    ) -> Result<(Arc<Folder>, TreePath), Setback> {
        let name = wanted.name().unwrap_or_default();
        let create = |name: &[u8]| self.places.create_or_use(parent, parent_actual, name);
        let (used, place) = self.under_a_free_name(name, create)?;
        let bad = |_| Setback::Problem(ProblemCause::BadName);
        let actual = parent_actual.join(&used).map_err(bad)?;
        let folder = Arc::new(place.folder);
        if self.resumes {
            file::sweep(&folder);
        }
        self.tree.remember(actual.clone(), Arc::clone(&folder));
        self.places.remember_folder(wanted, actual.clone(), place.is_new || self.resumes);
        Ok((folder, actual))
    }

    fn was_brought(&self, path: &TreePath, wanted: &Brought) -> bool {
        let Ok((folder, name)) = self.parent_of(path) else { return false };
        let Ok(file) = folder.open_file(name) else { return false };
        let Ok(stat) = platform::stat_of(&file) else { return false };
        let is_whole = stat.kind == FileKind::File
            && stat.size_bytes == wanted.size_bytes
            && (is_same_time(wanted.modified, stat.modified)
                || content_of(file).is_ok_and(|hash| hash == wanted.hash));
        if is_whole {
            self.note(path, name, true);
        }
        is_whole
    }

    /// Tries `attempt` with `name`, then with similar names while it is taken or not possible here.
    fn under_a_free_name<T>(
        &self,
        name: &[u8],
        mut attempt: impl FnMut(&[u8]) -> io::Result<T>,
    ) -> Result<(Vec<u8>, T), Setback> {
        let mut choices = other_names::Choices::new(name, self.has_windows_names);
        loop {
            let choice = choices.current();
            let error = match attempt(&choice) {
                Ok(done) => return Ok((choice, done)),
                Err(error) => error,
            };
            let is_taken = error.kind() == io::ErrorKind::AlreadyExists;
            if is_final(&error) || !choices.next(is_taken) {
                return Err(self.setback(error));
            }
        }
    }

    /// Remembers where a thing other than a folder went; answers that if it is elsewhere.
    fn note(&self, path: &TreePath, used: &[u8], is_file: bool) -> Option<TreePath> {
        let parent = path.parent().unwrap_or_default();
        let actual = self.places.folder(&parent).unwrap_or(parent).join(used).ok()?;
        if is_file {
            self.places.remember_file(path, &actual);
        }
        (actual != *path).then_some(actual)
    }

    fn setback(&self, error: io::Error) -> Setback {
        if is_final(&error) {
            return Setback::Stop(Error::io(Action::Write, &self.path)(error));
        }
        Setback::Problem(ProblemCause::NotWritten)
    }
}

/// What a file is known by that an earlier run brought.
#[derive(Debug, Clone, Copy)]
pub struct Brought {
    /// Length in bytes.
    pub size_bytes: u64,
    /// Time of the last change.
    pub modified: Option<Moment>,
    /// Hash of all its bytes.
    pub hash: ContentHash,
}

fn is_same_time(wanted: Option<Moment>, is: Moment) -> bool {
    wanted.is_some_and(|wanted| wanted.0.abs_diff(is.0) <= TIME_STEP_SECONDS.unsigned_abs())
}

fn content_of(mut file: std::fs::File) -> io::Result<ContentHash> {
    let mut hasher = ContentHasher::new();
    let mut buffer = vec![0; 256 * 1024];
    loop {
        let read = io::Read::read(&mut file, &mut buffer)?;
        match buffer.get(..read).filter(|bytes| !bytes.is_empty()) {
            Some(bytes) => hasher.update(bytes),
            None => return Ok(hasher.finish()),
        }
    }
}

/// Whether a name is already another one of a file, or a copy of it.
fn is_alike(folder: &Folder, name: &[u8], first_folder: &Folder, first: &[u8]) -> bool {
    let stat = |folder: &Folder, name: &[u8]| {
        folder.open_file(name).and_then(|file| platform::stat_of(&file)).ok()
    };
    stat(folder, name).zip(stat(first_folder, first)).is_some_and(|(one, other)| {
        one.identity == other.identity
            || (one.size_bytes == other.size_bytes
                && is_same_time(Some(one.modified), other.modified))
    })
}

/// What the mark in a folder says, if there is one.
fn marked(root: &Folder) -> Option<String> {
    let file = root.open_file(MARK.as_bytes()).ok()?;
    let mut text = String::new();
    io::Read::read_to_string(&mut io::Read::take(file, MARK_BYTES_MAX), &mut text).ok()?;
    Some(text.trim_end().to_owned())
}

fn set_mark(root: &Folder, mark: &str) -> io::Result<()> {
    let mut file = root.create_file(MARK.as_bytes())?;
    io::Write::write_all(&mut file, mark.as_bytes())
}

/// Errors after which the next file fails in the same way.
fn is_final(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::ReadOnlyFilesystem
    )
}

#[cfg(test)]
mod tests;
