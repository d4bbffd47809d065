//! A file of a source, open: its bytes, where they lie, and whether it changed meanwhile.

use std::fs::File;
use std::io::{self, Read};
use std::sync::OnceLock;

use super::{Seen, listing};
use crate::error::ProblemCause;
use crate::format::entry::{Metadata, Moment};
use crate::platform::{self, Attributes, FileKind, Stat};
use crate::tree_path::escape;

/// Stretches of data in one file beyond which it is read whole, holes as zeros.
const EXTENTS_MAX: usize = 65_536;

/// A regular file that is open for reading.
#[derive(Debug)]
pub struct OpenFile {
    file: File,
    stat: Stat,
    attributes: OnceLock<Attributes>,
    is_pictured: bool,
}

/// What changes when a file changes: two equal versions mean that nobody touched it in between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileVersion {
    /// Length in bytes.
    pub size_bytes: u64,
    /// Last change of the content.
    pub modified: Moment,
    /// Last change of content or metadata; zero where unknown.
    pub changed: Moment,
}

impl OpenFile {
    /// Takes an open file if it is a regular one on the same file system. It may be another than the
    /// one that was seen: programs save into a new file and give it the old name.
    pub(super) fn take(file: File, seen: &Seen) -> Result<Self, ProblemCause> {
        let stat = platform::stat_of(&file).map_err(|error| listing::cause_of(&error))?;
        match stat.kind {
            FileKind::File if stat.identity.device != seen.device => Err(ProblemCause::Vanished),
            FileKind::File => Ok(Self::of(file, stat)),
            _ => Err(ProblemCause::Special),
        }
    }

    const fn of(file: File, stat: Stat) -> Self {
        Self { file, stat, attributes: OnceLock::new(), is_pictured: false }
    }

    /// Takes an open file of a picture of the disk if it is a regular one.
    pub(super) fn pictured(file: File) -> Option<Self> {
        Self::found(file).map(|found| Self { is_pictured: true, ..found })
    }

    /// Whether it is the very file that was seen, and not one that took its name since.
    #[must_use]
    pub fn is(&self, seen: &Seen) -> bool {
        self.is_pictured || self.stat.identity == seen.identity()
    }

    /// Whether what was read since opening is one whole version of the file: nothing changed, or it
    /// only lost its name to a newer file meanwhile.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let Ok(now) = platform::stat_of(&self.file) else { return false };
        let has_same_bytes =
            (now.size_bytes, now.modified) == (self.stat.size_bytes, self.stat.modified);
        version_of(&now) == self.version() || (has_same_bytes && now.links < self.stat.links)
    }

    /// Takes an open file if it is a regular file.
    pub(super) fn found(file: File) -> Option<Self> {
        let stat = platform::stat_of(&file).ok()?;
        (stat.kind == FileKind::File).then(|| Self::of(file, stat))
    }

    /// The file as it was when it was opened. May differ already from what the walk saw.
    #[must_use]
    pub const fn version(&self) -> FileVersion {
        version_of(&self.stat)
    }

    /// The file as it is now. Equal to [`OpenFile::version`] after reading: what was read is whole.
    ///
    /// # Errors
    /// When the system no longer says.
    pub fn stat_again(&self) -> Result<FileVersion, ProblemCause> {
        let stat = platform::stat_of(&self.file).map_err(|error| listing::cause_of(&error))?;
        Ok(version_of(&stat))
    }

    /// Where the data lies (offset and length in bytes), if the file has holes that can be seen.
    #[must_use]
    pub fn extents(&self) -> Option<Vec<(u64, u64)>> {
        let allocated = self.stat.allocated_bytes?;
        if allocated >= self.stat.size_bytes {
            return None;
        }
        let extents = platform::data_extents(&self.file, self.stat.size_bytes, EXTENTS_MAX)?;
        let is_whole = extents == [(0, self.stat.size_bytes)];
        (!is_whole).then_some(extents)
    }

    /// Reads into `buffer` from `offset`, independently of [`Read`].
    ///
    /// # Errors
    /// What the system says.
    pub fn read_at(&self, buffer: &mut [u8], offset_bytes: u64) -> io::Result<usize> {
        platform::read_at(&self.file, buffer, offset_bytes)
    }

    /// Tells the system that these pages will not be needed again, so that a backup does not push
    /// out of memory what the person works with. Worth it for large files only.
    pub fn advise_done(&self) {
        // Advice: it does not matter whether it is taken.
        let _taken = platform::drop_from_cache(&self.file);
    }

    /// Times, rights, owner and extended attributes, as of opening.
    #[must_use]
    pub fn metadata(&self) -> Metadata {
        Metadata {
            modified: Some(self.stat.modified),
            mode: self.stat.mode,
            owner: self.stat.owner,
            windows_attributes: self.stat.windows_attributes,
            xattrs: self.xattrs(),
            was_open: self.is_pictured,
        }
    }

    /// Whether it carries data beside its content that no backup takes, for its size.
    #[must_use]
    pub fn carries_more(&self) -> bool {
        self.attributes().are_more
    }

    /// Extended attributes, access control lists and further streams among them: name escaped, value in base64.
    #[must_use]
    pub fn xattrs(&self) -> Vec<(String, String)> {
        written(self.attributes())
    }

    fn attributes(&self) -> &Attributes {
        self.attributes.get_or_init(|| platform::attributes_of(&self.file))
    }
}

impl Read for OpenFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.file.read(buffer)
    }
}

const fn version_of(stat: &Stat) -> FileVersion {
    FileVersion { size_bytes: stat.size_bytes, modified: stat.modified, changed: stat.changed }
}

/// As an inventory holds them.
pub(super) fn written(attributes: &Attributes) -> Vec<(String, String)> {
    let text = |value: &[u8]| data_encoding::BASE64.encode(value);
    let kept = attributes.kept.iter();
    kept.map(|(name, value)| (escape(name), text(value))).collect()
}
