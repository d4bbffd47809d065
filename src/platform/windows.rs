//! The answers of Windows, without a line of unsafe code; what that cannot learn is "unknown".
//!
//! Not asked yet: free room, owners, access lists, holes, facts about drives. Handles of folders
//! come from `cap-std`, which follows no link out of them.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io;
use std::os::windows::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use cap_fs_ext::{DirExt, FollowSymlinks, MetadataExt as _, OpenOptionsFollowExt};
use cap_std::fs::{Dir, MetadataExt as _};

use super::drives::DriveFacts;
use super::stat::{FileKind, FolderName, Identity, Stat};
use crate::format::entry::{Metadata, Moment};

/// Lets a folder be opened like a file (`FILE_FLAG_BACKUP_SEMANTICS`).
const FOLDERS_TOO: u32 = 0x0200_0000;
/// `GENERIC_WRITE`, which flushing needs.
const TO_WRITE: u32 = 0x4000_0000;
/// Read-only, hidden, system, archive: the attributes that a backup keeps.
const KEPT_ATTRIBUTES: u32 = 0x27;
/// Of these, the one that can be set from safe code.
const READ_ONLY: u32 = 0x1;
/// Set by the system on whatever was written; says nothing.
const ARCHIVE: u32 = 0x20;

/// An open folder. Names given to it are single components.
#[derive(Debug)]
pub struct Folder {
    dir: Dir,
    file: File,
}

impl Folder {
    /// Opens the folder that a person named; here, and only here, links are followed.
    ///
    /// # Errors
    /// What the system says.
    pub fn open_root(path: &Path) -> io::Result<Self> {
        Self::of(Dir::open_ambient_dir(path, cap_std::ambient_authority())?)
    }

    /// Opens a folder in this one.
    ///
    /// # Errors
    /// What the system says; a link is refused.
    pub fn open_folder(&self, name: &[u8]) -> io::Result<Self> {
        Self::of(self.dir.open_dir_nofollow(to_name(name)?)?)
    }

    fn of(dir: Dir) -> io::Result<Self> {
        let file = dir.try_clone()?.into_std_file();
        Ok(Self { dir, file })
    }

    /// The handle, for what is asked of files and folders alike.
    #[must_use]
    pub fn as_file(&self) -> &File {
        &self.file
    }

    /// All names in the folder, in no order.
    ///
    /// # Errors
    /// What the system says; a listing that breaks off is an error, never a short listing.
    pub fn names(&self) -> io::Result<Vec<FolderName>> {
        let name = |entry: io::Result<cap_std::fs::DirEntry>| {
            Ok(FolderName { name: entry?.file_name().as_encoded_bytes().to_vec(), inode: 0 })
        };
        self.dir.entries()?.map(name).collect()
    }

    /// What `name` stands for, itself and not what a link points to.
    ///
    /// # Errors
    /// What the system says.
    pub fn stat(&self, name: &[u8]) -> io::Result<Stat> {
        Ok(stat_from(&self.dir.symlink_metadata(to_name(name)?)?))
    }

    /// Where a link points.
    ///
    /// # Errors
    /// What the system says.
    pub fn read_link(&self, name: &[u8]) -> io::Result<Vec<u8>> {
        let target = self.dir.read_link_contents(to_name(name)?)?;
        Ok(target.as_os_str().as_encoded_bytes().to_vec())
    }

    /// Opens a file for reading. The caller must look whether it is a regular one.
    ///
    /// # Errors
    /// What the system says; a link is refused.
    pub fn open_file(&self, name: &[u8]) -> io::Result<File> {
        let mut options = cap_std::fs::OpenOptions::new();
        options.read(true).follow(FollowSymlinks::No);
        Ok(self.dir.open_with(to_name(name)?, &options)?.into_std())
    }

    /// Creates a file; never opens one that is there.
    ///
    /// # Errors
    /// What the system says.
    pub fn create_file(&self, name: &[u8]) -> io::Result<File> {
        let mut options = cap_std::fs::OpenOptions::new();
        options.read(true).write(true).create_new(true).follow(FollowSymlinks::No);
        Ok(self.dir.open_with(to_name(name)?, &options)?.into_std())
    }

    /// Creates a folder.
    ///
    /// # Errors
    /// What the system says.
    pub fn create_folder(&self, name: &[u8]) -> io::Result<()> {
        self.dir.create_dir(to_name(name)?)
    }

    /// Creates a link to a file; links that begin at the root of a drive are refused.
    ///
    /// # Errors
    /// What the system says: most people may not create links.
    pub fn create_symlink(&self, name: &[u8], to: &[u8]) -> io::Result<()> {
        Dir::symlink_file(&self.dir, to_name(to)?, to_name(name)?)
    }

    /// Gives the file `from` in `folder` the further name `name` here.
    ///
    /// # Errors
    /// What the system says.
    pub fn create_hard_link(&self, name: &[u8], folder: &Self, from: &[u8]) -> io::Result<()> {
        folder.dir.hard_link(to_name(from)?, &self.dir, to_name(name)?)
    }

    /// Renames within the folder; never replaces what has the new name. On file systems without
    /// hard links, someone who creates that name at the same instant would lose it.
    ///
    /// # Errors
    /// What the system says; `AlreadyExists` when the name is taken.
    pub fn rename_new(&self, from: &[u8], to: &[u8]) -> io::Result<()> {
        match self.create_hard_link(to, self, from) {
            Ok(()) => self.remove_file(from),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
            Err(_) => match self.stat(to) {
                Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    self.dir.rename(to_name(from)?, &self.dir, to_name(to)?)
                }
                Err(error) => Err(error),
            },
        }
    }

    /// Removes a name that is not a folder.
    ///
    /// # Errors
    /// What the system says.
    pub fn remove_file(&self, name: &[u8]) -> io::Result<()> {
        self.dir.remove_file_or_symlink(to_name(name)?)
    }

    /// Times of links are not set on Windows; nothing is tried.
    #[must_use]
    pub fn apply_link_metadata(&self, _name: &[u8], metadata: &Metadata, _owners: bool) -> bool {
        metadata.modified.is_none()
    }

    /// Names always follow the rules of Windows here.
    #[must_use]
    pub fn has_windows_names(&self) -> bool {
        true
    }

    /// Only an administrator can make a whole file system durable: left to the system.
    ///
    /// # Errors
    /// None.
    pub fn sync_all(&self) -> io::Result<()> {
        Ok(())
    }
}

/// A name as the system takes it. Half surrogate pairs, which Windows allows in names, are not text
/// and cannot be had back from bytes in safe code.
fn to_name(bytes: &[u8]) -> io::Result<&OsStr> {
    let text = std::str::from_utf8(bytes);
    text.map(OsStr::new).map_err(|_| io::ErrorKind::InvalidFilename.into())
}

fn stat_from(facts: &cap_std::fs::Metadata) -> Stat {
    let kind = match facts.file_type() {
        kind if kind.is_symlink() => FileKind::Symlink,
        kind if kind.is_dir() => FileKind::Folder,
        kind if kind.is_file() => FileKind::File,
        _ => FileKind::Special,
    };
    Stat {
        kind,
        size_bytes: facts.len(),
        modified: facts.modified().map(|time| moment(time.into_std())).unwrap_or_default(),
        changed: Moment::default(),
        identity: Identity { device: facts.dev(), inode: facts.ino() },
        links: facts.nlink(),
        mode: None,
        owner: None,
        windows_attributes: Some(facts.file_attributes() & KEPT_ATTRIBUTES),
        allocated_bytes: None,
    }
}

fn moment(time: std::time::SystemTime) -> Moment {
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) => {
            Moment(i64::try_from(since.as_secs()).unwrap_or(i64::MAX), since.subsec_nanos())
        }
        Err(_) => Moment::default(),
    }
}

pub(super) fn stat_of(file: &File) -> io::Result<Stat> {
    Ok(stat_from(&cap_std::fs::Metadata::from_file(file)?))
}

pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = OpenOptions::new().access_mode(TO_WRITE).custom_flags(FOLDERS_TOO).open(path)?;
    folder.sync_all()
}

/// A folder opened for listing cannot be flushed; NTFS journals its names by itself.
pub(super) fn sync_open_folder(_folder: &File) -> io::Result<()> {
    Ok(())
}

pub(super) fn free_bytes(_path: &Path) -> Option<u64> {
    None
}

pub(super) fn identity_of(path: &Path) -> io::Result<Identity> {
    let handle = OpenOptions::new().access_mode(0).custom_flags(FOLDERS_TOO).open(path)?;
    Ok(stat_from(&cap_std::fs::Metadata::from_file(&handle)?).identity)
}

pub(super) fn drop_from_cache(_file: &File) -> bool {
    false
}

pub(super) fn read_at(file: &File, buffer: &mut [u8], offset_bytes: u64) -> io::Result<usize> {
    file.seek_read(buffer, offset_bytes)
}

pub(super) fn write_all_at(file: &File, bytes: &[u8], offset_bytes: u64) -> io::Result<()> {
    let (mut rest, mut offset) = (bytes, offset_bytes);
    while !rest.is_empty() {
        let written = file.seek_write(rest, offset)?;
        if written == 0 {
            return Err(io::ErrorKind::WriteZero.into());
        }
        rest = rest.get(written..).unwrap_or_default();
        offset += written as u64;
    }
    Ok(())
}

pub(super) fn data_extents(
    _file: &File,
    _size_bytes: u64,
    _extents_max: usize,
) -> Option<Vec<(u64, u64)>> {
    None
}

pub(super) fn xattrs_of(_file: &File) -> Vec<(Vec<u8>, Vec<u8>)> {
    Vec::new()
}

/// Unix rights and owners mean nothing here and are not tried.
pub(super) fn apply_metadata(file: &File, metadata: &Metadata, _owners: bool) -> bool {
    let modified = metadata.modified.is_none_or(|modified| set_modified(file, modified));
    modified
        & set_attributes(file, metadata.windows_attributes.unwrap_or_default())
        & metadata.xattrs.is_empty()
}

fn set_modified(file: &File, modified: Moment) -> bool {
    let Ok(seconds) = u64::try_from(modified.0) else { return false };
    let since = std::time::Duration::from_secs(seconds)
        .checked_add(std::time::Duration::from_nanos(modified.1.into()));
    let time = since.and_then(|since| UNIX_EPOCH.checked_add(since));
    time.is_some_and(|time| file.set_modified(time).is_ok())
}

fn set_attributes(file: &File, attributes: u32) -> bool {
    let others = attributes & KEPT_ATTRIBUTES & !READ_ONLY & !ARCHIVE;
    if attributes & READ_ONLY == 0 {
        return others == 0;
    }
    let Ok(facts) = file.metadata() else { return false };
    let mut permissions = facts.permissions();
    permissions.set_readonly(true);
    file.set_permissions(permissions).is_ok() && others == 0
}

/// Whoever may enter the folder may read the file: the folder decides.
pub(super) fn create_private_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).create_new(true).open(path)
}

pub(super) fn create_private_folder(path: &Path) -> io::Result<()> {
    std::fs::create_dir_all(path)
}

pub(super) fn is_readable_by_others(path: &Path) -> io::Result<Option<bool>> {
    std::fs::metadata(path).map(|_| None)
}

pub(super) fn forbid_core_dumps() -> bool {
    false
}

pub(super) fn may_set_owners() -> bool {
    false
}

pub(super) fn drive_facts(_path: &Path) -> DriveFacts {
    DriveFacts::default()
}

/// Which of them are removable is not known: all that can be opened, but for the system's.
pub(super) fn removable_mounts() -> Vec<PathBuf> {
    let roots = ('D'..='Z').map(|letter| PathBuf::from(format!("{letter}:\\")));
    roots.filter(|root| root.is_dir()).collect()
}

pub(super) fn device_file(_path: &Path) -> Option<PathBuf> {
    None
}

/// Needs calls that have no safe form: the person ejects from the task bar.
pub(super) fn eject(_mount: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

pub(super) fn reserve(_file: &File, _bytes: u64) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
