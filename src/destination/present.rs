//! What stands where a file is to go, looked at before anything is written. No link is followed.

use std::io;
use std::path::Path;
use std::sync::Arc;

use super::{Brought, content_of};
use crate::error::{Action, Error, Result};
use crate::format::entry::Moment;
use crate::platform::{self, FileKind, Folder, Tree};
use crate::tree_path::TreePath;

/// A folder as it is now; one that is not there holds nothing.
#[derive(Debug)]
pub struct Present {
    tree: Option<Tree>,
}

/// What stands at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// Nothing.
    Nothing,
    /// The same bytes, or the same link.
    Same,
    /// A file with other bytes, or another link: the time of its last change.
    Differs(Moment),
    /// Neither a file nor a link, or a way there that is no folder.
    InTheWay,
}

impl Present {
    /// Looks into `dir`.
    ///
    /// # Errors
    /// When it is there and cannot be opened.
    pub fn at(dir: &Path) -> Result<Self> {
        match Folder::open_root(dir) {
            Ok(root) => Ok(Self { tree: Some(Tree::new(root)) }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self { tree: None }),
            Err(error) => Err(Error::io(Action::Read, dir)(error)),
        }
    }

    /// What stands where a file is to go. Bytes tell, not times: damage changes no time.
    #[must_use]
    pub fn file(&self, path: &TreePath, wanted: &Brought) -> Stands {
        let (folder, stat) = match self.named(path) {
            Ok(found) => found,
            Err(stands) => return stands,
        };
        let name = path.name().unwrap_or_default();
        let content = || folder.open_file(name).and_then(content_of);
        let is_same = stat.kind == FileKind::File
            && stat.size_bytes == wanted.size_bytes
            && content().is_ok_and(|content| content == wanted.hash);
        told(is_same, &stat)
    }

    /// What stands where a link that says `to` is to go.
    #[must_use]
    pub fn link(&self, path: &TreePath, to: &[u8]) -> Stands {
        match self.named(path) {
            Err(stands) => stands,
            Ok((folder, stat)) => {
                let there = folder.read_link(path.name().unwrap_or_default());
                told(there.is_ok_and(|there| there == to), &stat)
            }
        }
    }

    /// Whether a folder is there or can be made.
    #[must_use]
    pub fn takes_folder(&self, path: &TreePath) -> bool {
        match self.named(path) {
            Ok((_, stat)) => stat.kind == FileKind::Folder,
            Err(stands) => stands == Stands::Nothing,
        }
    }

    fn named(&self, path: &TreePath) -> Result<(Arc<Folder>, platform::Stat), Stands> {
        let (Some(parent), Some(name)) = (path.parent(), path.name()) else {
            return Err(Stands::InTheWay);
        };
        let Some(tree) = &self.tree else { return Err(Stands::Nothing) };
        let missing = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => Stands::Nothing,
            _ => Stands::InTheWay,
        };
        let folder = tree.folder(&parent).map_err(missing)?;
        let stat = folder.stat(name).map_err(missing)?;
        Ok((folder, stat))
    }
}

/// What is not the same can be put aside if it is a file or a link.
const fn told(is_same: bool, stat: &platform::Stat) -> Stands {
    match stat.kind {
        _ if is_same => Stands::Same,
        FileKind::File | FileKind::Symlink => Stands::Differs(stat.modified),
        FileKind::Folder | FileKind::Special => Stands::InTheWay,
    }
}
