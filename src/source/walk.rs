//! Walks one first-level folder, depth first, parents before children, without recursion.
//!
//! Every folder is opened in the one that holds it, so a path of any length can be walked, and a
//! folder that is swapped for a link on the way is noticed and not entered.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::listing::{Listing, cause_of};
use super::{Group, Inner, Seen, SeenKind};
use crate::error::{Problem, ProblemCause};
use crate::platform::{self, Folder};
use crate::tree_path::TreePath;

/// Folders of one walk that are kept open; those above are opened again when needed.
const OPEN_FOLDERS_MAX: usize = 16;
/// What is saved or moved by renaming has its name again after so long.
const REPLACED_WITHIN: Duration = Duration::from_millis(50);

/// One folder on the way down: its children that are still to come.
struct Level {
    folder: Option<Folder>,
    seen: Seen,
    children: std::vec::IntoIter<Seen>,
}

/// A walk under way.
struct Walk<'a> {
    inner: &'a Inner,
    group: Group,
    levels: Vec<Level>,
}

impl Inner {
    /// Everything in the first-level folder `top`. Gives up early, with less, when told to stop.
    pub(super) fn walk(&self, top: Seen, stop: &AtomicBool) -> Group {
        let group = Group { name: top.path.name().map(<[u8]>::to_vec), ..Group::default() };
        let mut walk = Walk { inner: self, group, levels: Vec::new() };
        walk.enter(top);
        while let Some(level) = walk.levels.last_mut() {
            match level.children.next() {
                _ if stop.load(Ordering::Relaxed) => break,
                None => drop(walk.levels.pop()),
                Some(child) if child.is_folder() => walk.enter(child),
                Some(child) => walk.group.entries.push(child),
            }
        }
        walk.group
    }
}

impl Walk<'_> {
    /// Notes the folder `seen`, lists it and makes it the current level.
    fn enter(&mut self, seen: Seen) {
        if !self.inner.cross_file_systems && seen.device != self.inner.root.identity.device {
            self.problem(&seen.path, ProblemCause::OtherFileSystem);
            self.group.entries.push(seen);
            return;
        }
        match self.open_and_list(&seen) {
            Ok((.., listing)) if listing.is_cache => self.group.left_out.caches += 1,
            Ok((folder, seen, listing)) => self.descend(folder, listing, seen),
            Err(cause) => {
                self.problem(&seen.path, cause);
                if cause != ProblemCause::Vanished {
                    self.group.entries.push(seen);
                }
            }
        }
    }

    fn descend(&mut self, folder: Folder, listing: Listing, seen: Seen) {
        self.group.left_out.add(listing.left_out);
        self.group.problems.extend(listing.problems);
        self.group.entries.push(seen.clone());
        if let Some(far) = self.levels.len().checked_sub(OPEN_FOLDERS_MAX) {
            self.levels.get_mut(far).and_then(|level| level.folder.take());
        }
        let children = listing.children.into_iter();
        self.levels.push(Level { folder: Some(folder), seen, children });
    }

    /// The folder that has this name now: the one that was seen, or the one that took its place since.
    fn open_and_list(&mut self, seen: &Seen) -> Result<(Folder, Seen, Listing), ProblemCause> {
        let folder = self.open_patiently(seen).map_err(|error| cause_of(&error))?;
        let stat = platform::stat_of(folder.as_file()).map_err(|error| cause_of(&error))?;
        let seen = if stat.identity == seen.identity() {
            seen.clone()
        } else if self.inner.may_enter(&stat) {
            Seen::new(seen.path.clone(), SeenKind::Folder, &stat)
        } else {
            return Err(ProblemCause::Vanished);
        };
        let listing = self.inner.list(&folder, &seen.path).map_err(|error| cause_of(&error))?;
        Ok((folder, seen, listing))
    }

    /// A folder that is replaced has no name for a moment.
    fn open_patiently(&mut self, seen: &Seen) -> io::Result<Folder> {
        match self.open(seen) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                std::thread::sleep(REPLACED_WITHIN);
                self.open(seen)
            }
            opened => opened,
        }
    }

    fn open(&mut self, seen: &Seen) -> io::Result<Folder> {
        let name = seen.path.name().ok_or(io::ErrorKind::NotFound)?;
        let Some(level) = self.levels.last_mut() else {
            return self.inner.tree.root().open_folder(name);
        };
        match &level.folder {
            Some(folder) => folder.open_folder(name),
            None => {
                let again = reopen(self.inner, &level.seen)?;
                let folder = again.open_folder(name);
                level.folder = Some(again);
                folder
            }
        }
    }

    fn problem(&mut self, path: &TreePath, cause: ProblemCause) {
        self.group.problems.push(Problem { path: path.clone(), cause });
    }
}

/// Opens a folder again whose handle was given up, from the root, and makes sure it is the same.
fn reopen(inner: &Inner, seen: &Seen) -> io::Result<Folder> {
    let mut folder = None::<Folder>;
    for name in seen.path.components() {
        folder = Some(folder.as_ref().unwrap_or(inner.tree.root()).open_folder(name)?);
    }
    let folder = folder.ok_or(io::ErrorKind::NotFound)?;
    match platform::stat_of(folder.as_file())?.identity == seen.identity() {
        true => Ok(folder),
        false => Err(io::ErrorKind::NotFound.into()),
    }
}
