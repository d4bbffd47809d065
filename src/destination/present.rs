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
    /// A file with other bytes: the time of its last change.
    Differs(Moment),
    /// Something that is no file, or a way there that is no folder.
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
        if stat.kind != FileKind::File {
            return Stands::InTheWay;
        }
        let name = path.name().unwrap_or_default();
        let content = || folder.open_file(name).and_then(content_of);
        let is_same = stat.size_bytes == wanted.size_bytes
            && content().is_ok_and(|content| content == wanted.hash);
        if is_same { Stands::Same } else { Stands::Differs(stat.modified) }
    }

    /// What stands where a link that says `to` is to go.
    #[must_use]
    pub fn link(&self, path: &TreePath, to: &[u8]) -> Stands {
        match self.named(path) {
            Err(stands) => stands,
            Ok((folder, _)) => {
                let there = folder.read_link(path.name().unwrap_or_default());
                if there.is_ok_and(|there| there == to) { Stands::Same } else { Stands::InTheWay }
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
