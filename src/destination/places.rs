//! Remembers what a restore created and where: folders with their metadata, files that got links.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::format::entry::Metadata;
use crate::platform::{self, FileIdentity, Folder};
use crate::tree_path::{TreePath, without_case};

/// Everything that one restore created so far.
#[derive(Debug)]
pub(super) struct Places {
    use_existing: bool,
    ignore_case: bool,
    lists: Mutex<Lists>,
    creating: Mutex<()>,
    hasher: RandomState,
}

#[derive(Debug, Default)]
struct Lists {
    folders: HashMap<TreePath, Place>,
    /// Folders this run created or uses: another name for one of them is a collision.
    used: HashSet<FileIdentity>,
    /// The same by paths without letter case: some file systems that ignore it number their files
    /// anew at every look (exFAT through FUSE).
    used_paths: HashSet<String>,
    /// Files this run restored, by a keyed hash of their paths: there may be millions.
    files: HashSet<u64>,
    /// Of these, the ones that did not get their own names.
    files_elsewhere: HashMap<TreePath, TreePath>,
}

/// Where a folder went.
#[derive(Debug, Default)]
struct Place {
    /// Absent: where it was asked to go.
    actual: Option<TreePath>,
    is_new: bool,
    metadata: Option<Metadata>,
}

/// A folder just created, or found and used.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) folder: Folder,
    pub(super) is_new: bool,
}

impl Places {
    pub(super) fn new(root_is_new: bool, use_existing: bool, ignore_case: bool) -> Self {
        let mut lists = Lists::default();
        let root = Place { is_new: root_is_new, ..Place::default() };
        lists.folders.insert(TreePath::root(), root);
        let (creating, hasher) = (Mutex::default(), RandomState::new());
        Self { use_existing, ignore_case, lists: Mutex::new(lists), creating, hasher }
    }

    /// Where the folder `path` went, if it was created or used already.
    pub(super) fn folder(&self, path: &TreePath) -> Option<TreePath> {
        let lists = self.lock();
        let place = lists.folders.get(path)?;
        Some(place.actual.clone().unwrap_or_else(|| path.clone()))
    }

    /// Creates `name` in `parent`; a folder that was there before this run may be used instead.
    ///
    /// Two folders of a backup never become one because this file system takes their names for
    /// the same (letter case, Unicode forms): the second is told that its name is taken.
    pub(super) fn create_or_use(
        &self,
        parent: &Folder,
        parent_path: &TreePath,
        name: &[u8],
    ) -> io::Result<Opened> {
        let taken = || io::Error::from(io::ErrorKind::AlreadyExists);
        let whole = || without_case(&[parent_path.as_bytes(), b"/", name].concat());
        let path = self.ignore_case.then(whole);
        // Looked at before anything is made: nothing must stay behind under a name that is not used.
        if path.as_ref().is_some_and(|path| self.lock().used_paths.contains(path)) {
            return Err(taken());
        }
        let is_new = match parent.create_folder(name) {
            Ok(()) => true,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => false,
            Err(error) => return Err(error),
        };
        if !is_new && !self.use_existing {
            return Err(taken());
        }
        // What is there and cannot be entered as a folder (a link, a file) is a taken name.
        let folder = parent.open_folder(name).map_err(|_| taken())?;
        let identity = platform::stat_of(folder.as_file())?.identity;
        if self.is_first_use(identity, path) { Ok(Opened { folder, is_new }) } else { Err(taken()) }
    }

    fn is_first_use(&self, identity: FileIdentity, path: Option<String>) -> bool {
        let mut lists = self.lock();
        path.is_none_or(|path| lists.used_paths.insert(path)) && lists.used.insert(identity)
    }

    pub(super) fn remember_folder(&self, wanted: TreePath, actual: TreePath, is_new: bool) {
        let actual = (actual != wanted).then_some(actual);
        self.lock().folders.insert(wanted, Place { actual, is_new, metadata: None });
    }

    /// Keeps what the folder `path` is to get at the end; answers where it is, if elsewhere.
    pub(super) fn keep_metadata(&self, path: &TreePath, metadata: &Metadata) -> Option<TreePath> {
        let mut lists = self.lock();
        let place = lists.folders.get_mut(path)?;
        place.metadata = Some(metadata.clone());
        place.actual.clone()
    }

    /// Created folders that await their metadata, children before parents.
    pub(super) fn folders_to_finish(&self) -> Vec<(TreePath, TreePath, Metadata)> {
        let mut lists = self.lock();
        let mut found: Vec<_> = lists
            .folders
            .iter_mut()
            .filter(|(_, place)| place.is_new)
            .filter_map(|(path, place)| {
                let actual = place.actual.clone().unwrap_or_else(|| path.clone());
                Some((path.clone(), actual, place.metadata.take()?))
            })
            .collect();
        // A parent's path is the beginning of its children's, and sorts before them.
        found.sort_unstable_by(|one, other| other.1.cmp(&one.1));
        found
    }

    pub(super) fn remember_file(&self, path: &TreePath, actual: &TreePath) {
        let mut lists = self.lock();
        lists.files.insert(self.hasher.hash_one(path));
        if actual != path {
            lists.files_elsewhere.insert(path.clone(), actual.clone());
        }
    }

    /// Where the file `path` went, if this run restored it.
    pub(super) fn file(&self, path: &TreePath) -> Option<TreePath> {
        let lists = self.lock();
        let is_known = lists.files.contains(&self.hasher.hash_one(path));
        is_known.then(|| lists.files_elsewhere.get(path).unwrap_or(path).clone())
    }

    /// Held while folders are created.
    pub(super) fn creating(&self) -> MutexGuard<'_, ()> {
        self.creating.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A thread that died holding the lists leaves them usable: each change is one insertion.
    fn lock(&self) -> MutexGuard<'_, Lists> {
        self.lists.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
