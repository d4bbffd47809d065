//! Putting aside what stands where something is to go: it keeps its bytes under a name beside.

use std::io;
use std::sync::atomic::Ordering;

use super::{Inner, Setback, other_names};
use crate::platform::Folder;
use crate::tree_path::TreePath;

impl Inner {
    /// As [`Self::under_a_free_name`], with what stands in the place of `path` put aside where it is to be
    /// replaced.
    pub(super) fn in_its_place<T>(
        &self,
        folder: &Folder,
        path: &TreePath,
        attempt: impl FnMut(&[u8]) -> io::Result<T>,
    ) -> Result<(Vec<u8>, T), Setback> {
        let wanted = path.name().unwrap_or_default();
        let aside = self.put_aside(folder, path, wanted)?;
        let done = self.under_a_free_name(wanted, attempt);
        match (&done, aside) {
            (Ok(_), aside) => {
                self.replaced.fetch_add(u64::from(aside.is_some()), Ordering::Relaxed);
            }
            // What stood there goes back to its place; at worst it keeps the name beside.
            (Err(_), Some(aside)) => drop(folder.rename_new(&aside, wanted)),
            (Err(_), None) => {}
        }
        done
    }

    /// Gives what stands at `path` another name, if it is to be replaced: which one.
    fn put_aside(
        &self,
        folder: &Folder,
        path: &TreePath,
        wanted: &[u8],
    ) -> Result<Option<Vec<u8>>, Setback> {
        let replacing = self.replacing.as_ref().filter(|replacing| replacing.paths.contains(path));
        let Some(replacing) = replacing.filter(|_| folder.stat(wanted).is_ok()) else {
            return Ok(None);
        };
        let name = other_names::marked(wanted, &replacing.mark);
        let rename = |name: &[u8]| folder.rename_new(wanted, name);
        self.under_a_free_name(&name, rename).map(|(used, ())| Some(used))
    }
}
