//! A folder as an open handle; all it does is relative to the handle and follows no link.

use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::path::Path;

use rustix::fs::{AtFlags, FileType, Mode, OFlags, RenameFlags};
use rustix::io::Errno;

use super::super::stat::{FileIdentity, FileKind, FolderName, Stat};
use crate::format::entry::{Metadata, Moment};

const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);
/// A pipe that has no writer must not hold us up: hence `NONBLOCK`.
const READ_FILE: OFlags = OFlags::RDONLY
    .union(OFlags::NOFOLLOW)
    .union(OFlags::NONBLOCK)
    .union(OFlags::NOCTTY)
    .union(OFlags::CLOEXEC);
const NEW_FILE: OFlags = OFlags::RDWR
    .union(OFlags::CREATE)
    .union(OFlags::EXCL)
    .union(OFlags::NOFOLLOW)
    .union(OFlags::CLOEXEC);

/// An open folder. Names given to it are single components, as those of a
/// [`TreePath`](crate::tree_path::TreePath) are.
#[derive(Debug)]
pub struct Folder(File);

impl Folder {
    /// Opens the folder that a person named; here, and only here, links are followed.
    ///
    /// # Errors
    /// What the system says.
    pub fn open_root(path: &Path) -> io::Result<Self> {
        Ok(Self::of(rustix::fs::open(path, FOLDER, Mode::empty())?))
    }

    /// Opens a folder in this one.
    ///
    /// # Errors
    /// What the system says; a link is "not a folder".
    pub fn open_folder(&self, name: &[u8]) -> io::Result<Self> {
        let flags = FOLDER | OFlags::NOFOLLOW;
        match rustix::fs::openat(&self.0, name, flags, Mode::empty()) {
            Err(Errno::LOOP) => Err(io::ErrorKind::NotADirectory.into()),
            opened => Ok(Self::of(opened?)),
        }
    }

    fn of(handle: OwnedFd) -> Self {
        Self(File::from(handle))
    }

    /// The handle, for what is asked of files and folders alike.
    #[must_use]
    pub fn as_file(&self) -> &File {
        &self.0
    }

    /// All names in the folder, in no order.
    ///
    /// # Errors
    /// What the system says; a listing that breaks off is an error, never a short listing.
    pub fn names(&self) -> io::Result<Vec<FolderName>> {
        let mut names = Vec::new();
        for entry in rustix::fs::Dir::read_from(&self.0)? {
            let entry = entry?;
            let name = entry.file_name().to_bytes();
            if name != b"." && name != b".." {
                names.push(FolderName { name: name.to_vec(), inode: entry.ino() });
            }
        }
        Ok(names)
    }

    /// What `name` stands for, itself and not what a link points to.
    ///
    /// # Errors
    /// What the system says.
    pub fn stat(&self, name: &[u8]) -> io::Result<Stat> {
        Ok(stat_from(&rustix::fs::statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW)?))
    }

    /// Where a link points.
    ///
    /// # Errors
    /// What the system says.
    pub fn read_link(&self, name: &[u8]) -> io::Result<Vec<u8>> {
        Ok(rustix::fs::readlinkat(&self.0, name, Vec::new())?.into_bytes())
    }

    /// Opens a file for reading. The caller must look whether it is a regular one.
    ///
    /// # Errors
    /// What the system says; a link is not a file, hence `NotFound`.
    pub fn open_file(&self, name: &[u8]) -> io::Result<File> {
        match rustix::fs::openat(&self.0, name, READ_FILE, Mode::empty()) {
            Err(Errno::LOOP) => Err(io::ErrorKind::NotFound.into()),
            opened => Ok(opened?.into()),
        }
    }

    /// Creates a file that is nobody else's yet (0600); never opens one that is there.
    ///
    /// # Errors
    /// What the system says.
    pub fn create_file(&self, name: &[u8]) -> io::Result<File> {
        let mode = Mode::RUSR | Mode::WUSR;
        Ok(rustix::fs::openat(&self.0, name, NEW_FILE, mode)?.into())
    }

    /// Creates a folder that is nobody else's yet (0700).
    ///
    /// # Errors
    /// What the system says.
    pub fn create_folder(&self, name: &[u8]) -> io::Result<()> {
        Ok(rustix::fs::mkdirat(&self.0, name, Mode::RWXU)?)
    }

    /// Creates a link that holds the text `to`, whatever it points to.
    ///
    /// # Errors
    /// What the system says.
    pub fn create_symlink(&self, name: &[u8], to: &[u8]) -> io::Result<()> {
        Ok(rustix::fs::symlinkat(to, &self.0, name)?)
    }

    /// Gives the file `from` in `folder` the further name `name` here.
    ///
    /// # Errors
    /// What the system says.
    pub fn create_hard_link(&self, name: &[u8], folder: &Self, from: &[u8]) -> io::Result<()> {
        Ok(rustix::fs::linkat(&folder.0, from, &self.0, name, AtFlags::empty())?)
    }

    /// Renames within the folder; never replaces what has the new name.
    ///
    /// # Errors
    /// What the system says; `AlreadyExists` when the name is taken.
    pub fn rename_new(&self, from: &[u8], to: &[u8]) -> io::Result<()> {
        match rustix::fs::renameat_with(&self.0, from, &self.0, to, RenameFlags::NOREPLACE) {
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => self.rename_in_two_steps(from, to),
            result => Ok(result?),
        }
    }

    /// For file systems that do not know the better way: a second name first, if they know that.
    fn rename_in_two_steps(&self, from: &[u8], to: &[u8]) -> io::Result<()> {
        match rustix::fs::linkat(&self.0, from, &self.0, to, AtFlags::empty()) {
            Ok(()) => self.remove_file(from),
            Err(Errno::EXIST) => Err(Errno::EXIST.into()),
            Err(_) => match self.stat(to) {
                Ok(_) => Err(Errno::EXIST.into()),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    Ok(rustix::fs::renameat(&self.0, from, &self.0, to)?)
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
        Ok(rustix::fs::unlinkat(&self.0, name, AtFlags::empty())?)
    }

    /// Gives a link its time and, where allowed, its owner. Answers whether all that was tried held.
    #[must_use]
    pub fn apply_link_metadata(&self, name: &[u8], metadata: &Metadata, owners: bool) -> bool {
        super::attributes::apply_to_link(&self.0, name, metadata, owners)
    }

    /// Gives the folder its times, rights, owner and attributes. Answers whether all that was tried
    /// held.
    #[must_use]
    pub fn apply_metadata(&self, metadata: &Metadata, owners: bool) -> bool {
        super::apply_metadata(&self.0, metadata, owners)
    }

    /// What a file may have only once it has its name: nothing on Unix.
    #[must_use]
    pub fn apply_last(&self, _name: &[u8], _metadata: &Metadata) -> bool {
        true
    }

    /// Whether names here follow the rules of Windows: no `:`, no trailing dot, letter case ignored.
    #[must_use]
    pub fn has_windows_names(&self) -> bool {
        #[cfg(target_os = "linux")]
        return rustix::fs::fstatfs(&self.0)
            .is_ok_and(|facts| is_windows_like(facts.f_type as u64));
        #[cfg(not(target_os = "linux"))]
        return false;
    }

    /// Makes everything on this file system durable, data and names.
    ///
    /// # Errors
    /// What the system says.
    pub fn sync_all(&self) -> io::Result<()> {
        #[cfg(target_os = "linux")]
        return Ok(rustix::fs::syncfs(&self.0)?);
        #[cfg(not(target_os = "linux"))]
        return self.0.sync_all();
    }
}

/// FAT, exFAT, NTFS (two drivers) and what comes through FUSE from a block device (`statfs(2)`).
#[cfg(target_os = "linux")]
fn is_windows_like(magic: u64) -> bool {
    const MAGICS: [u64; 5] = [0x4d44, 0x2011_bab0, 0x5346_544e, 0x7366_746e, 0x6573_5546];
    MAGICS.contains(&(magic & 0xffff_ffff))
}

/// Field types differ between systems, hence the casts.
#[allow(clippy::unnecessary_cast, reason = "the types differ between systems")]
pub(super) fn stat_from(facts: &rustix::fs::Stat) -> Stat {
    let mode = facts.st_mode as rustix::fs::RawMode;
    Stat {
        kind: kind_from(FileType::from_raw_mode(mode)),
        size_bytes: u64::try_from(facts.st_size).unwrap_or(0),
        modified: Moment(facts.st_mtime as i64, facts.st_mtime_nsec as u32),
        changed: Moment(facts.st_ctime as i64, facts.st_ctime_nsec as u32),
        identity: FileIdentity { device: facts.st_dev as u64, inode: facts.st_ino as u64 },
        links: facts.st_nlink as u64,
        mode: Some(mode as u32 & 0o7777),
        owner: Some((facts.st_uid as u32, facts.st_gid as u32)),
        windows_attributes: None,
        // POSIX leaves the unit open; every system we know counts in 512 bytes.
        allocated_bytes: u64::try_from(facts.st_blocks).ok().map(|blocks| blocks * 512),
    }
}

const fn kind_from(kind: FileType) -> FileKind {
    match kind {
        FileType::RegularFile => FileKind::File,
        FileType::Directory => FileKind::Folder,
        FileType::Symlink => FileKind::Symlink,
        _ => FileKind::Special,
    }
}
