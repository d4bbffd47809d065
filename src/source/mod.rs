//! Reads a source folder: what lies in it, in a fixed order, and the bytes of its files.
//!
//! A source lives while it is read: files vanish, grow, turn into links. So every file is opened
//! below one handle of the root without following a link, looked at again once it is open, and can
//! be looked at once more when it was read. What cannot be read is a [`Problem`](crate::error::Problem), never a silence.

mod file;
mod group;
mod left_out;
mod listing;
mod walk;

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use crate::error::{Error, ProblemCause, Result, SourceTrouble};
use crate::exclude::Exclude;
use crate::format::entry::{Metadata, Moment};
use crate::platform::{self, FileIdentity, Folder, OpenFiles, Picture, Stat, Tree};
use crate::tree_path::TreePath;

pub use file::{FileVersion, OpenFile};
pub use group::{Group, Groups};
pub use left_out::LeftOut;

/// What the walk saw at one path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Where, relative to the source folder.
    pub path: TreePath,
    /// What it is.
    pub kind: SeenKind,
    /// Length in bytes, holes included.
    pub size_bytes: u64,
    /// Last change of the content.
    pub modified: Moment,
    /// Last change of content or metadata, which programs cannot set; zero where unknown.
    pub changed: Moment,
    /// The device it lies on.
    pub device: u64,
    /// Its number there; with `device` the same for all names of one file.
    pub inode: u64,
    /// How many names it has.
    pub links: u64,
    /// Unix permission bits (12 bits).
    pub mode: Option<u32>,
    /// Unix owner and group.
    pub owner: Option<(u32, u32)>,
    /// Windows attributes.
    pub windows_attributes: Option<u32>,
    /// Bytes that it takes on the medium; less than `size_bytes` for a file with holes.
    pub allocated_bytes: Option<u64>,
}

/// What can be backed up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SeenKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    Symlink {
        /// The link's text.
        to: Vec<u8>,
    },
}

/// What of a source folder is walked.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// Left out by name.
    pub exclude: Exclude,
    /// Folders that are never entered nor listed, by whatever name they are met: vaults, the
    /// program's own folder. Those that do not exist are no error.
    pub never_enter: Vec<PathBuf>,
    /// Whether to enter folders on which another file system is mounted.
    pub cross_file_systems: bool,
    /// Whether and how files are taken that other programs hold open.
    pub open_files: Option<Arc<OpenFiles>>,
}

/// An open source folder.
#[derive(Debug, Clone)]
pub struct SourceFolder {
    inner: Arc<Inner>,
}

/// What the threads of a walk share.
#[derive(Debug)]
struct Inner {
    root_path: PathBuf,
    tree: Tree,
    root: Stat,
    exclude: Exclude,
    forbidden: Vec<FileIdentity>,
    cross_file_systems: bool,
    open_files: Option<Arc<OpenFiles>>,
    /// The folder in a picture of its disk, taken when it is first needed, and tried once.
    pictured: OnceLock<Option<Pictured>>,
}

/// A folder in a picture of its disk. Files are let go before the picture is.
#[derive(Debug)]
struct Pictured {
    tree: Tree,
    #[expect(dead_code, reason = "kept for its files")]
    picture: Box<dyn Picture>,
}

impl Pictured {
    fn of(folder: &Path, open_files: &OpenFiles) -> Option<Self> {
        let picture = open_files.picture(folder)?;
        let tree = Tree::new(Folder::open_root(picture.folder()).ok()?);
        Some(Self { tree, picture })
    }
}

impl SourceFolder {
    /// Opens the folder that a person named as a source.
    ///
    /// # Errors
    /// [`Error::Source`] when it is missing, not a folder, or one of `never_enter`.
    pub fn open(path: &Path, scope: Scope) -> Result<Self> {
        let trouble = |trouble| Error::Source { path: path.to_owned(), trouble };
        let root = Folder::open_root(path).map_err(|error| trouble(root_trouble(&error)))?;
        let stat =
            platform::stat_of(root.as_file()).map_err(|_| trouble(SourceTrouble::Missing))?;
        let forbidden: Vec<_> =
            scope.never_enter.iter().filter_map(|path| platform::identity_of(path).ok()).collect();
        if forbidden.contains(&stat.identity) {
            return Err(trouble(SourceTrouble::Unsuitable));
        }
        let inner = Inner {
            root_path: path.to_owned(),
            tree: Tree::new(root),
            root: stat,
            exclude: scope.exclude,
            forbidden,
            cross_file_systems: scope.cross_file_systems,
            open_files: scope.open_files,
            pictured: OnceLock::new(),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The groups of the source in a fixed order: first what lies loose in it (with the folder
    /// itself), then each first-level folder by the bytes of its name. Several are read ahead.
    ///
    /// # Errors
    /// [`Error::Source`] when the source folder itself can no longer be listed.
    pub fn groups(&self) -> Result<Groups> {
        Groups::start(&self.inner)
    }

    /// Opens the file that has the name of one that the walk saw: that one, or the one that took its
    /// place since (see [`OpenFile::is`]).
    ///
    /// # Errors
    /// Why it cannot be read: denied, vanished, no longer a regular file, or the system refuses.
    pub fn open_file(&self, seen: &Seen) -> Result<OpenFile, ProblemCause> {
        match self.open_now(seen) {
            Err(ProblemCause::Vanished) => {
                // The folder may be another one by now, under the same name.
                self.inner.tree.forget();
                self.open_now(seen)
            }
            opened => opened,
        }
    }

    fn open_now(&self, seen: &Seen) -> Result<OpenFile, ProblemCause> {
        let (Some(parent), Some(name)) = (seen.path.parent(), seen.path.name()) else {
            return Err(ProblemCause::Special);
        };
        let folder = self.inner.tree.folder(&parent).map_err(|error| listing::cause_of(&error))?;
        let file = folder.open_file(name).map_err(|error| listing::cause_of(&error))?;
        OpenFile::take(file, seen)
    }

    /// The file as it is in a picture of its disk, where such files are to be taken from one and one can be had.
    #[must_use]
    pub fn open_pictured(&self, seen: &Seen) -> Option<OpenFile> {
        let open_files = self.inner.open_files.as_ref()?;
        let taken = || Pictured::of(&self.inner.root_path, open_files);
        let pictured = self.inner.pictured.get_or_init(taken).as_ref()?;
        let folder = pictured.tree.folder(&seen.path.parent()?).ok()?;
        let file = OpenFile::pictured(folder.open_file(seen.path.name()?).ok()?)?;
        open_files.count();
        Some(file)
    }

    /// Opens the regular file at a path, if there is one now; no link is followed.
    #[must_use]
    pub fn find_file(&self, path: &TreePath) -> Option<OpenFile> {
        let folder = self.inner.tree.folder(&path.parent()?).ok()?;
        OpenFile::found(folder.open_file(path.name()?).ok()?)
    }

    /// Whether a link of the walk leads to something that lies outside this folder and outside `others`:
    /// a backup holds the link only. One that leads nowhere hides nothing.
    #[must_use]
    pub fn leads_elsewhere(&self, seen: &Seen, others: &[PathBuf]) -> bool {
        if !matches!(seen.kind, SeenKind::Symlink { .. }) {
            return false;
        }
        let Ok(target) = std::fs::canonicalize(self.path_of(&seen.path)) else { return false };
        let holds = |path: &PathBuf| path.canonicalize().is_ok_and(|path| target.starts_with(path));
        !holds(&self.inner.root_path) && !others.iter().any(holds)
    }

    /// Whether what lies at `path` of this folder is what lies at `other`, by whatever name.
    #[must_use]
    pub fn is_at(&self, path: &TreePath, other: &Path) -> bool {
        let own = platform::identity_of(&self.path_of(path));
        own.is_ok_and(|own| platform::identity_of(other).is_ok_and(|other| own == other))
    }

    /// Where it lies. Only to be asked about, never to be opened: what is opened is opened below the root.
    pub fn path_of(&self, path: &TreePath) -> PathBuf {
        let mut whole = self.inner.root_path.clone();
        whole.extend(path.components().map(platform::os_name));
        whole
    }

    /// Times, rights, owner and extended attributes of what the walk saw. Attributes of a file or
    /// folder that can no longer be opened are left out; those of links are not read.
    ///
    /// For a file that is read anyway, [`OpenFile::metadata`] is cheaper and as fresh as the bytes.
    #[must_use]
    pub fn metadata(&self, seen: &Seen) -> Metadata {
        Metadata { xattrs: self.xattrs(seen), ..seen.plain_metadata() }
    }

    /// Extended attributes, access control lists among them: name escaped, value in base64.
    #[must_use]
    pub fn xattrs(&self, seen: &Seen) -> Vec<(String, String)> {
        match seen.kind {
            SeenKind::File => self.open_file(seen).map(|file| file.xattrs()).unwrap_or_default(),
            SeenKind::Symlink { .. } => Vec::new(),
            SeenKind::Folder => {
                let folder = self.inner.tree.folder(&seen.path);
                folder
                    .map(|folder| file::written(&platform::attributes_of(folder.as_file())))
                    .unwrap_or_default()
            }
        }
    }
}

impl Inner {
    /// Whether a folder that was not seen before may be walked.
    fn may_enter(&self, stat: &Stat) -> bool {
        let is_here = self.cross_file_systems || stat.identity.device == self.root.identity.device;
        is_here && !self.forbidden.contains(&stat.identity)
    }

    fn trouble(&self, trouble: SourceTrouble) -> Error {
        Error::Source { path: self.root_path.clone(), trouble }
    }
}

impl Seen {
    fn new(path: TreePath, kind: SeenKind, stat: &Stat) -> Self {
        Self {
            path,
            kind,
            size_bytes: stat.size_bytes,
            modified: stat.modified,
            changed: stat.changed,
            device: stat.identity.device,
            inode: stat.identity.inode,
            links: stat.links,
            mode: stat.mode,
            owner: stat.owner,
            windows_attributes: stat.windows_attributes,
            allocated_bytes: stat.allocated_bytes,
        }
    }

    /// Whether it is a file whose content was changed at that moment or later, to the second; or that came to lie
    /// where it lies since, whatever date it bears: a scan, or a record that was sent with its dates. A time that is
    /// still to come was set by another clock and tells nothing.
    #[must_use]
    pub fn is_file_since(&self, moment: jiff::Timestamp, now: jiff::Timestamp) -> bool {
        // What came in the very second counts as there before: a purge follows upon a look at the folder.
        let (moment, now) = (moment.as_second(), now.as_second());
        let has_come = self.changed.0 > moment && self.changed.0 <= now;
        self.kind == SeenKind::File && (self.modified.0 >= moment || has_come)
    }

    /// The year (UTC) of its last change.
    #[must_use]
    pub fn year(&self) -> i16 {
        let time = jiff::Timestamp::from_second(self.modified.0);
        time.unwrap_or(jiff::Timestamp::UNIX_EPOCH)
            .to_zoned_datetime(jiff::tz::TimeZone::UTC)
            .year()
    }

    /// Which file it is, whatever its name.
    #[must_use]
    pub const fn identity(&self) -> FileIdentity {
        FileIdentity { device: self.device, inode: self.inode }
    }

    /// What the walk itself learnt; extended attributes are not part of it.
    #[must_use]
    pub fn plain_metadata(&self) -> Metadata {
        Metadata {
            modified: Some(self.modified),
            mode: self.mode.filter(|_| !matches!(self.kind, SeenKind::Symlink { .. })),
            owner: self.owner,
            windows_attributes: self.windows_attributes,
            xattrs: Vec::new(),
            was_open: false,
        }
    }

    fn is_folder(&self) -> bool {
        self.kind == SeenKind::Folder
    }
}

fn root_trouble(error: &std::io::Error) -> SourceTrouble {
    match error.kind() {
        std::io::ErrorKind::NotADirectory => SourceTrouble::NotAFolder,
        _ => SourceTrouble::Missing,
    }
}

#[cfg(test)]
mod tests;
