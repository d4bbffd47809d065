//! Folders of Windows: handles from `cap-std`, which follows no link out of them.

use std::ffi::OsStr;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use cap_fs_ext::{
    DirExt, FollowSymlinks, MetadataExt as _, OpenOptionsFollowExt, OpenOptionsMaybeDirExt,
};
use cap_std::fs::{Dir, MetadataExt as _, OpenOptionsExt as _};

use super::super::stat::{FileIdentity, FileKind, FolderName, Stat};
use super::attributes;
use crate::format::entry::{Metadata, Moment};

/// Lets a folder be opened like a file (`FILE_FLAG_BACKUP_SEMANTICS`).
const FOLDERS_TOO: u32 = 0x0200_0000;
/// `FILE_READ_ATTRIBUTES` and `SYNCHRONIZE`: granted whoever holds the file.
const TO_ASK: u32 = 0x0010_0080;
/// `FILE_READ_ATTRIBUTES`, `FILE_WRITE_ATTRIBUTES` and `SYNCHRONIZE`: enough to set times, and granted
/// where the content may not be read.
const TO_SET_TIMES: u32 = 0x0010_0180;
/// Read-only, hidden, system, archive: the attributes that a backup keeps.
const KEPT_ATTRIBUTES: u32 = 0x27;

/// An open folder. Names given to it are single components.
#[derive(Debug)]
pub struct Folder {
    dir: Dir,
    file: File,
    /// Where it lay when it was opened, for the one call that knows no handles.
    path: PathBuf,
}

impl Folder {
    /// Opens the folder that a person named; here, and only here, links are followed.
    ///
    /// # Errors
    /// What the system says.
    pub fn open_root(path: &Path) -> io::Result<Self> {
        let dir = Dir::open_ambient_dir(path, cap_std::ambient_authority())?;
        // A picture of a disk has no letter, and so no path in the usual form.
        Self::of(dir, path.canonicalize().unwrap_or_else(|_| path.to_owned()))
    }

    /// Opens a folder in this one.
    ///
    /// # Errors
    /// What the system says; a link is refused.
    pub fn open_folder(&self, name: &[u8]) -> io::Result<Self> {
        let name = to_name(name)?;
        Self::of(self.dir.open_dir_nofollow(name)?, self.path.join(name))
    }

    fn of(dir: Dir, path: PathBuf) -> io::Result<Self> {
        let file = dir.try_clone()?.into_std_file();
        Ok(Self { dir, file, path })
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
        let name = to_name(name)?;
        let mut options = cap_std::fs::OpenOptions::new();
        options.access_mode(TO_ASK).custom_flags(FOLDERS_TOO).maybe_dir(true);
        options.follow(FollowSymlinks::No);
        match self.dir.open_with(name, &options) {
            Ok(file) => stat_of(&file.into_std()),
            // A link, or something that may not even be asked: without its change time then.
            Err(_) => Ok(stat_from(&self.dir.symlink_metadata(name)?)),
        }
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

    /// Gives the folder its times and attributes. The handle it is held by serves for looking up names
    /// only, so it is opened once more. Answers whether all that was tried held.
    #[must_use]
    pub fn apply_metadata(&self, metadata: &Metadata, owners: bool) -> bool {
        let mut options = cap_std::fs::OpenOptions::new();
        options.access_mode(TO_SET_TIMES).custom_flags(FOLDERS_TOO).maybe_dir(true);
        let opened = self.dir.open_with(".", &options).map(cap_std::fs::File::into_std);
        let is_set = opened.is_ok_and(|file| super::apply_metadata(&file, metadata, owners));
        is_set & attributes::set(&self.path, metadata.windows_attributes)
    }

    /// Gives the file `name` what it may have only once it has its name: a read-only file cannot be
    /// renamed. Answers whether all that was tried held.
    #[must_use]
    pub fn apply_last(&self, name: &[u8], metadata: &Metadata) -> bool {
        let Ok(name) = to_name(name) else { return false };
        attributes::set(&self.path.join(name), metadata.windows_attributes)
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
pub(super) fn os_name(bytes: &[u8]) -> std::ffi::OsString {
    String::from_utf8_lossy(bytes).into_owned().into()
}

fn to_name(bytes: &[u8]) -> io::Result<&OsStr> {
    let text = std::str::from_utf8(bytes);
    text.map(OsStr::new).map_err(|_| io::ErrorKind::InvalidFilename.into())
}

/// What the file system says of an open file or folder, and when it last saw it change.
pub(super) fn stat_of(file: &File) -> io::Result<Stat> {
    let stat = stat_from(&cap_std::fs::Metadata::from_file(file)?);
    let changed = refuge_windows::change_time(file).map(since_1601).unwrap_or_default();
    Ok(Stat { changed, ..stat })
}

/// Hundreds of nanoseconds since 1601 as a moment; zero, where no such time is kept, stays unknown.
fn since_1601(ticks: i64) -> Moment {
    const TICKS: i64 = 10_000_000;
    const SECONDS_TO_1970: i64 = 11_644_473_600;
    if ticks <= 0 {
        return Moment::default();
    }
    let nanoseconds = u32::try_from(ticks % TICKS * 100).unwrap_or_default();
    Moment(ticks / TICKS - SECONDS_TO_1970, nanoseconds)
}

pub(super) fn stat_from(facts: &cap_std::fs::Metadata) -> Stat {
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
        identity: FileIdentity { device: facts.dev(), inode: facts.ino() },
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
