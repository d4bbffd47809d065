//! One folder, listed and looked at: its children in byte order and what could not be taken.

use std::io::{self, Read};

use super::{Inner, LeftOut, Seen, SeenKind};
use crate::error::{Problem, ProblemCause};
use crate::exclude::{CACHE_TAG_NAME, CACHE_TAG_SIGNATURE};
use crate::platform::{self, FileKind, Folder, FolderName};
use crate::tree_path::TreePath;

/// What one folder holds.
#[derive(Debug, Default)]
pub(super) struct Listing {
    /// Children by the bytes of their names.
    pub(super) children: Vec<Seen>,
    /// What could not be taken.
    pub(super) problems: Vec<Problem>,
    /// Names left out by rule.
    pub(super) left_out: LeftOut,
    /// The folder says of itself that it is a cache.
    pub(super) is_cache: bool,
}

impl Inner {
    /// Lists `folder`, which lies at `path`.
    ///
    /// Children are asked for in the order of their numbers, which is near their order on the disk
    /// (measured 3 to 4 times faster on a cold disk than the order of names).
    pub(super) fn list(&self, folder: &Folder, path: &TreePath) -> io::Result<Listing> {
        let mut names = folder.names()?;
        names.sort_unstable_by_key(|name| name.inode);
        let mut listing = Listing::default();
        for name in names {
            if name.name == CACHE_TAG_NAME && may_be_cache(path) && is_cache_tag(folder) {
                return Ok(Listing { is_cache: true, ..Listing::default() });
            }
            self.look(folder, path, &name, &mut listing);
        }
        listing.children.sort_unstable_by(|one, other| one.path.cmp(&other.path));
        Ok(listing)
    }

    fn look(&self, folder: &Folder, parent: &TreePath, name: &FolderName, into: &mut Listing) {
        if let Some(rule) = self.exclude.rule(parent, &name.name) {
            into.left_out.count(rule);
            return;
        }
        let Ok(path) = parent.join(&name.name) else {
            into.problems.push(Problem { path: parent.clone(), cause: ProblemCause::BadName });
            return;
        };
        match self.seen(folder, &name.name, path.clone()) {
            Ok(Some(seen)) => into.children.push(seen),
            Ok(None) => {}
            Err(cause) => into.problems.push(Problem { path, cause }),
        }
    }

    /// `None`: one of the folders that must never be listed.
    fn seen(
        &self,
        folder: &Folder,
        name: &[u8],
        path: TreePath,
    ) -> Result<Option<Seen>, ProblemCause> {
        let stat = folder.stat(name).map_err(|error| cause_of(&error))?;
        let kind = match stat.kind {
            FileKind::File => SeenKind::File,
            FileKind::Folder if self.forbidden.contains(&stat.identity) => return Ok(None),
            FileKind::Folder => SeenKind::Folder,
            FileKind::Symlink => {
                SeenKind::Symlink { to: folder.read_link(name).map_err(|error| cause_of(&error))? }
            }
            FileKind::Special => return Err(ProblemCause::Special),
        };
        Ok(Some(Seen::new(path, kind, &stat)))
    }
}

/// A person named the source, and each of its first-level folders may be the record of a patient: whatever
/// a program puts into them, they are no caches.
fn may_be_cache(path: &TreePath) -> bool {
    path.components().count() > 1
}

/// Whether the folder's `CACHEDIR.TAG` is one: any other file of that name means nothing.
fn is_cache_tag(folder: &Folder) -> bool {
    let is_file = folder.stat(CACHE_TAG_NAME).is_ok_and(|stat| stat.kind == FileKind::File);
    let Some(mut file) = is_file.then(|| folder.open_file(CACHE_TAG_NAME).ok()).flatten() else {
        return false;
    };
    let mut start = [0; CACHE_TAG_SIGNATURE.len()];
    file.read_exact(&mut start).is_ok() && start == *CACHE_TAG_SIGNATURE
}

/// The problem that an error of the system means for one file of a source.
pub(super) fn cause_of(error: &io::Error) -> ProblemCause {
    match error.kind() {
        _ if platform::is_held(error) => ProblemCause::Held,
        io::ErrorKind::PermissionDenied => ProblemCause::Denied,
        // A folder or file that became something else is no longer there.
        io::ErrorKind::NotFound
        | io::ErrorKind::NotADirectory
        | io::ErrorKind::StaleNetworkFileHandle => ProblemCause::Vanished,
        _ => ProblemCause::Unreadable,
    }
}
