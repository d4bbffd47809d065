//! A file being restored: private and under a temporary name until it is whole.

use std::fs::File;
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::{GivenUp, Inner, MARK, Setback, content_of};
use crate::error::ProblemCause;
use crate::format::entry::{ContentHash, Metadata};
use crate::platform::{self, Folder};
use crate::tree_path::{TreePath, escape};

/// How temporary names begin; a backup leaves such files out.
const PARTIAL: &str = ".refuge-partial-";
/// Bytes copied at a time where a hard link is not possible.
const COPY_BYTES: usize = 256 * 1024;

/// A file that is being restored. Dropped before [`PartialFile::finish`], it is removed.
#[derive(Debug)]
pub struct PartialFile {
    inner: Arc<Inner>,
    folder: Arc<Folder>,
    file: File,
    path: TreePath,
    temporary_name: String,
    size_bytes: u64,
    end_bytes: AtomicU64,
    expected: Option<ContentHash>,
    is_finished: bool,
}

impl PartialFile {
    pub(super) fn begin(
        inner: &Arc<Inner>,
        path: &TreePath,
        size_bytes: u64,
    ) -> Result<Self, Setback> {
        let (folder, _) = inner.parent_of(path)?;
        let create = || create_partial(inner, &folder);
        let (temporary_name, file) = create().map_err(|error| inner.setback(error))?;
        Ok(Self {
            inner: Arc::clone(inner),
            folder,
            file,
            path: path.clone(),
            temporary_name,
            size_bytes,
            end_bytes: AtomicU64::new(0),
            expected: None,
            is_finished: false,
        })
    }

    /// Says what its bytes must be, for where they are read back.
    #[must_use]
    pub fn expecting(mut self, hash: ContentHash) -> Self {
        self.expected = Some(hash);
        self
    }

    /// Writes data; what is never written stays a hole (where the file system has holes). Stretches
    /// may come in any order and from several threads.
    ///
    /// # Errors
    /// See [`Setback`]; a problem when the stretch ends beyond the size that was announced.
    pub fn write_at(&self, offset_bytes: u64, bytes: &[u8]) -> Result<(), Setback> {
        let end = offset_bytes.saturating_add(bytes.len() as u64);
        if end > self.size_bytes {
            return Err(self.inner.setback(io::ErrorKind::InvalidInput.into()));
        }
        let written = platform::write_all_at(&self.file, bytes, offset_bytes);
        written.map_err(|error| self.inner.setback(error))?;
        self.end_bytes.fetch_max(end, Ordering::Relaxed);
        Ok(())
    }

    /// Gives the whole file its metadata, then its name; a file that has that name is not replaced.
    ///
    /// # Errors
    /// See [`Setback`].
    pub fn finish(mut self, metadata: &Metadata) -> Result<GivenUp, Setback> {
        if self.end_bytes.load(Ordering::Relaxed) < self.size_bytes {
            let extended = self.file.set_len(self.size_bytes);
            extended.map_err(|error| self.inner.setback(error))?;
        }
        let owners = self.inner.may_set_owners;
        let whole = platform::apply_metadata(&self.file, metadata, owners);
        let used = self.name_it()?;
        let whole = whole & self.folder.apply_last(&used, metadata);
        if whole {
            self.inner.read_back.look(&self.folder, &used, &self.path, metadata);
        }
        let renamed_to = self.inner.note(&self.path, &used, true);
        Ok(GivenUp { renamed_to, metadata_lost: !whole })
    }

    fn name_it(&mut self) -> Result<Vec<u8>, Setback> {
        let temporary = self.temporary_name.as_bytes();
        let rename = |name: &[u8]| self.folder.rename_new(temporary, name);
        if self.inner.replacing.is_some() {
            self.prove()?;
        }
        let (used, ()) = self.inner.in_its_place(&self.folder, &self.path, rename)?;
        self.is_finished = true;
        Ok(used)
    }

    /// Makes the bytes durable and reads them back: what they replace is still in its place.
    fn prove(&self) -> Result<(), Setback> {
        let read = || {
            self.file.sync_all()?;
            let file = self.folder.open_file(self.temporary_name.as_bytes())?;
            let _asked = platform::drop_from_cache(&file);
            content_of(file)
        };
        let content = read().map_err(|error| self.inner.setback(error))?;
        let is_right = self.expected.is_none_or(|expected| expected == content);
        if is_right { Ok(()) } else { Err(Setback::Problem(ProblemCause::NotWritten)) }
    }
}

impl Drop for PartialFile {
    fn drop(&mut self) {
        if !self.is_finished {
            // If even that fails, the name says what it is, and backups leave it out.
            drop(self.folder.remove_file(self.temporary_name.as_bytes()));
        }
    }
}

/// A name of an earlier, interrupted run may be there still: then the next number.
fn create_partial(inner: &Inner, folder: &Folder) -> io::Result<(String, File)> {
    loop {
        let number = inner.partial_files.fetch_add(1, Ordering::Relaxed);
        let name = format!("{PARTIAL}{}-{number}", std::process::id());
        match folder.create_file(name.as_bytes()) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            created => return created.map(|file| (name, file)),
        }
    }
}

/// Takes away what a run that was killed had half written in a folder. Before this run writes there.
pub(super) fn sweep(folder: &Folder) {
    let Ok(names) = folder.names() else { return };
    let is_partial =
        |name: &&[u8]| name.starts_with(PARTIAL.as_bytes()) && *name != MARK.as_bytes();
    for name in names.iter().map(|found| found.name.as_slice()).filter(is_partial) {
        // One that stays is a file too many, under a name that says what it is.
        drop(folder.remove_file(name));
    }
}

/// Copies a restored file to another name, for file systems without hard links.
pub(super) fn copy(
    inner: &Arc<Inner>,
    folder: &Folder,
    name: &[u8],
    path: &TreePath,
) -> Result<GivenUp, Setback> {
    let setback = |error| inner.setback(error);
    let from = folder.open_file(name).map_err(setback)?;
    let stat = platform::stat_of(&from).map_err(setback)?;
    let partial = PartialFile::begin(inner, path, stat.size_bytes)?;
    copy_bytes(&from, &partial)?;
    let metadata = Metadata {
        modified: Some(stat.modified),
        mode: stat.mode,
        owner: stat.owner,
        windows_attributes: stat.windows_attributes,
        xattrs: platform::attributes_of(&from)
            .kept
            .iter()
            .map(|(name, value)| (escape(name), data_encoding::BASE64.encode(value)))
            .collect(),
        was_open: false,
    };
    let restored = partial.finish(&metadata)?;
    Ok(GivenUp { metadata_lost: true, ..restored })
}

fn copy_bytes(mut from: &File, to: &PartialFile) -> Result<(), Setback> {
    let mut buffer = vec![0; COPY_BYTES];
    let mut offset = 0;
    loop {
        let read = from.read(&mut buffer).map_err(|error| to.inner.setback(error))?;
        let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else {
            return Ok(());
        };
        to.write_at(offset, bytes)?;
        offset += read as u64;
    }
}
