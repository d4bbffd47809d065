//! A file of a backup, read from anywhere in it. What is damaged is an error, never other bytes.

use std::sync::Arc;

use super::nowhere;
use crate::browse::extents::{self, Layout};
use crate::browse::{View, entries};
use crate::error::{Damage, Error, Result};
use crate::format::documents::RecordLine;
use crate::format::entry::{Content, EntryKind};
use crate::format::names;
use crate::id::RecordId;
use crate::tree_path::TreePath;
use crate::vault::{ChunkPlace, Contents, Fetcher, Vault};

/// A file that was opened.
#[derive(Debug)]
pub struct OpenedFile {
    pub(super) section: usize,
    content: Arc<Content>,
    layout: Layout,
    places: Vec<(ChunkPlace, u64)>,
}

impl OpenedFile {
    pub(super) fn new(section: usize, content: &Arc<Content>, contents: &Contents) -> Result<Self> {
        let layout = Layout::of(content).ok_or_else(nowhere)?;
        let places = extents::places(content, &layout, contents).ok_or_else(nowhere)?;
        Ok(Self { section, content: content.clone(), layout, places })
    }

    /// Its length in bytes.
    #[must_use]
    pub fn size_bytes(&self) -> u64 {
        self.content.size_bytes
    }

    pub(super) fn read(&self, fetcher: &mut Fetcher<'_>, at: u64, bytes: usize) -> Result<Vec<u8>> {
        let end = at.saturating_add(bytes as u64).min(self.content.size_bytes);
        let length = usize::try_from(end.saturating_sub(at)).unwrap_or(0);
        // Holes are zeros.
        let mut read = vec![0; length];
        let Some((first, last)) = self.layout.joined(at, end) else { return Ok(read) };
        let begin =
            self.places.partition_point(|(place, joined)| joined + u64::from(place.bytes) <= first);
        let wanted = self.places.iter().zip(&self.content.chunks).skip(begin);
        for ((place, joined_at), name) in wanted.take_while(|((_, joined_at), _)| *joined_at < last)
        {
            let chunk = fetcher.chunk(*name)?;
            if chunk.len() as u64 != u64::from(place.bytes) {
                return Err(Error::damaged(&names::vault_json(), Damage::WrongLength));
            }
            self.layout.parts::<Error>(*joined_at, &chunk, &mut |file_at, part| {
                copy(&mut read, at, file_at, part);
                Ok(())
            })?;
        }
        Ok(read)
    }
}

/// Where a file lies in one backup.
#[derive(Debug, Clone, Copy)]
pub struct WhereStored<'a> {
    /// The record it belongs to.
    pub record: RecordId,
    /// Where in its source.
    pub path: &'a TreePath,
}

/// The beginning of a file of one backup, or all of it where it is short; nothing where there is no such file.
///
/// # Errors
/// `Damaged`; when the drive cannot be read.
pub fn beginning(
    vault: &Vault<'_>,
    views: &[View<'_>],
    file: WhereStored<'_>,
    bytes: usize,
) -> Result<Option<Vec<u8>>> {
    for view in views {
        let mut found = None;
        let is_it = |line: &RecordLine| line.record == file.record;
        entries(vault, view, &is_it, &mut |_, entry| {
            if let EntryKind::File(content) = entry.kind
                && entry.path == *file.path
            {
                found = Some(Arc::new(content));
            }
            Ok(())
        })?;
        if let Some(content) = found {
            let opened = OpenedFile::new(0, &content, &view.contents)?;
            let mut fetcher = Fetcher::new(*vault, view.section, &view.contents)?;
            return opened.read(&mut fetcher, 0, bytes).map(Some);
        }
    }
    Ok(None)
}

/// Copies what of a part lies in the window that begins at `at`.
fn copy(window: &mut [u8], at: u64, file_at: u64, part: &[u8]) {
    let skipped = usize::try_from(at.saturating_sub(file_at)).unwrap_or(usize::MAX);
    let to = usize::try_from(file_at.saturating_sub(at)).unwrap_or(usize::MAX);
    let (Some(part), Some(window)) = (part.get(skipped..), window.get_mut(to..)) else { return };
    window.iter_mut().zip(part).for_each(|(to, from)| *to = *from);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_fills_what_of_it_lies_in_the_window() {
        let read = |at, file_at| {
            let mut window = [0; 4];
            copy(&mut window, at, file_at, &[1, 2, 3]);
            window
        };
        assert_eq!(read(10, 10), [1, 2, 3, 0]);
        assert_eq!(read(10, 9), [2, 3, 0, 0]);
        assert_eq!(read(10, 12), [0, 0, 1, 2]);
        assert_eq!(read(10, 20), [0; 4]);
        assert_eq!(read(20, 10), [0; 4]);
    }
}
