//! Opens folders below one root, component by component, and keeps the last ones open.
//!
//! No link is followed on the way, so a path can never lead out of the root, and no path is too
//! long. The handles that were used last are kept, because neighbours are usually wanted next.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Folder;
use crate::tree_path::TreePath;

/// Folder handles that are kept open.
const OPEN_FOLDERS_MAX: usize = 32;

/// A root folder and what was lately opened below it.
#[derive(Debug)]
pub struct Tree {
    root: Arc<Folder>,
    recent: Mutex<VecDeque<(TreePath, Arc<Folder>)>>,
}

impl Tree {
    /// Takes the root.
    #[must_use]
    pub fn new(root: Folder) -> Self {
        Self { root: Arc::new(root), recent: Mutex::new(VecDeque::new()) }
    }

    /// The root itself.
    #[must_use]
    pub fn root(&self) -> &Folder {
        &self.root
    }

    /// The folder at `path`.
    ///
    /// # Errors
    /// What the system says; a link or a file on the way is "not a folder".
    pub fn folder(&self, path: &TreePath) -> io::Result<Arc<Folder>> {
        if path.is_root() {
            return Ok(Arc::clone(&self.root));
        }
        if let Some(folder) = self.recent(path) {
            return Ok(folder);
        }
        let folder = Arc::new(self.open(path)?);
        self.remember(path.clone(), Arc::clone(&folder));
        Ok(folder)
    }

    /// Keeps a handle of `path` that was opened elsewhere.
    pub fn remember(&self, path: TreePath, folder: Arc<Folder>) {
        let mut recent = self.lock();
        recent.retain(|(known, _)| *known != path);
        recent.push_front((path, folder));
        recent.truncate(OPEN_FOLDERS_MAX);
    }

    /// Gives up all handles: a folder may have been replaced since it was opened.
    pub fn forget(&self) {
        self.lock().clear();
    }

    /// Opens from the nearest folder above that is still open.
    fn open(&self, path: &TreePath) -> io::Result<Folder> {
        let mut start = Arc::clone(&self.root);
        let mut above = path.parent();
        while let Some(folder) = above.filter(|folder| !folder.is_root()) {
            if let Some(open) = self.recent(&folder) {
                start = open;
                return descend(&start, path, folder.as_bytes().len() + 1);
            }
            above = folder.parent();
        }
        descend(&start, path, 0)
    }

    fn recent(&self, path: &TreePath) -> Option<Arc<Folder>> {
        let mut recent = self.lock();
        let position = recent.iter().position(|(known, _)| known == path)?;
        if position > 8 {
            let found = recent.remove(position)?;
            recent.push_front(found);
            return recent.front().map(|(_, folder)| Arc::clone(folder));
        }
        recent.get(position).map(|(_, folder)| Arc::clone(folder))
    }

    /// A thread that died holding the list leaves it whole: it is only a memory of handles.
    fn lock(&self) -> MutexGuard<'_, VecDeque<(TreePath, Arc<Folder>)>> {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Opens the components of `path` after its first `skip_bytes`, starting in `start`.
fn descend(start: &Folder, path: &TreePath, skip_bytes: usize) -> io::Result<Folder> {
    let rest = path.as_bytes().get(skip_bytes..).unwrap_or_default();
    let mut folder = None::<Folder>;
    for name in rest.split(|byte| *byte == b'/') {
        folder = Some(folder.as_ref().unwrap_or(start).open_folder(name)?);
    }
    folder.ok_or_else(|| io::ErrorKind::NotFound.into())
}
