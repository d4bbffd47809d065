//! Everything that differs between systems: one declaration each, answered by `unix` or `windows`.
//!
//! Where a system does not say, the answer is "unknown" (`None`), never a guess. Other modules hold
//! no `cfg(unix)` or `cfg(windows)`; they use what stands here. Folders are handles and names are
//! single components, so nothing here can be led astray by a link planted on the way.

mod awake;
#[cfg(any(target_os = "macos", test))]
mod diskutil;
mod drives;
#[cfg(any(windows, test))]
mod media;
mod notice;
mod picture;
mod schedule;
mod smart;
mod stat;
#[cfg(any(windows, test))]
mod streams;
mod synced;
mod tree;
#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use crate::format::entry::Metadata;

pub use awake::{Awake, stay_awake};
pub use drives::DriveFacts;
pub use notice::{notice, open_window};
pub use picture::{NoPicture, OpenFiles, Picture, Pictures};
pub use schedule::{Scheduler, scheduler, scheduler_folder};
pub use smart::{Smart, smart};
pub use stat::{FileIdentity, FileKind, FolderName, Stat};

pub use tree::Tree;

#[cfg(unix)]
use unix as system;
#[cfg(windows)]
use windows as system;

pub use system::Folder;

/// Whether two names that differ only in letter case usually mean the same file on this system.
pub const NAMES_IGNORE_CASE: bool = cfg!(any(windows, target_os = "macos"));

/// Makes the names in a folder durable: what was created or removed there survives a power cut.
///
/// # Errors
/// What the system says. A file system that cannot sync folders (some do not) is no error.
pub fn sync_folder(path: &Path) -> io::Result<()> {
    system::sync_folder(path)
}

/// Whether something could not be opened because it is a link, which must not be followed.
#[must_use]
pub fn is_link_refused(cause: &io::Error) -> bool {
    system::is_link_refused(cause)
}

/// As [`sync_folder`], for a folder that is open already.
///
/// # Errors
/// What the system says. A file system that cannot sync folders (some do not) is no error.
pub fn sync_open_folder(folder: &File) -> io::Result<()> {
    system::sync_open_folder(folder)
}

/// The one path of what lies at `path`, without links. On Windows as people write it where that is
/// possible, not in the form that begins with `\\?\`, which they would take for damage.
///
/// # Errors
/// What the system says, for instance that `path` is not there.
pub fn real_path(path: &Path) -> io::Result<PathBuf> {
    dunce::canonicalize(path)
}

/// Where the system keeps what a program knows of one person on this computer alone; `None` where the
/// usual rules of the desktop hold.
#[must_use]
pub fn data_folder() -> Option<PathBuf> {
    system::data_folder()
}

/// A file that no other program can lock while this is kept.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "kept for its lock")] File);

/// What is typed into the terminal does not show until [`echo_back`]: it may be a secret, typed ahead of its
/// question. Nothing happens where there is no terminal, or the program is not in front.
pub fn echo_off() {
    system::echo_off();
}

/// The terminal is as it was before [`echo_off`].
pub fn echo_back() {
    system::echo_back();
}

/// Calls `heard` when the system is about to end the program and waits only while `heard` and what it set
/// off go on: on Windows for a closed window, logging off and shutdown, a few seconds long. Elsewhere such
/// requests are signals, and whoever listens to Ctrl-C hears them. To be called after that, once.
pub fn on_closing(heard: impl Fn() + Send + Sync + 'static) {
    system::on_closing(heard);
}

/// Locks an open file, or fails at once when another program holds it.
///
/// # Errors
/// `WouldBlock` when it is held; otherwise what the system says.
pub fn lock(file: File) -> io::Result<Lock> {
    match file.try_lock() {
        Ok(()) => Ok(Lock(file)),
        Err(std::fs::TryLockError::WouldBlock) => Err(io::ErrorKind::WouldBlock.into()),
        Err(std::fs::TryLockError::Error(cause)) => Err(cause),
    }
}

/// The byte of an object that is locked where locks keep readers away, those of the same program too:
/// far beyond the end of any object, so that whoever reads one never meets it.
pub const LOCKED_BYTE: u64 = 1 << 62;

/// An object that no other run can lock while this is kept. Everybody may read it meanwhile.
#[derive(Debug)]
pub struct ObjectLock(#[expect(dead_code, reason = "kept for its lock")] system::ObjectLock);

/// Locks an object of a vault, open as `file` and lying at `path`, or fails at once when another run
/// has it.
///
/// # Errors
/// `WouldBlock` when it is held; otherwise what the system says.
pub fn lock_object(file: File, path: &Path) -> io::Result<ObjectLock> {
    system::lock_object(file, path).map(ObjectLock)
}

/// Whether an error of opening or reading says that another program keeps the file for itself.
#[must_use]
pub fn is_held(cause: &io::Error) -> bool {
    system::is_held(cause)
}

/// Whether an error of removing, renaming or replacing a file may come from another program that has it open.
#[must_use]
pub fn is_held_against_change(cause: &io::Error) -> bool {
    system::is_held_against_change(cause)
}

/// Who takes pictures of disks on this system.
#[must_use]
pub fn pictures() -> std::sync::Arc<dyn Pictures> {
    system::pictures()
}

/// Bytes a program without special rights may still write where `path` lies; `None`: unknown.
#[must_use]
pub fn free_bytes(path: &Path) -> Option<u64> {
    system::free_bytes(path)
}

/// The device that `path` lies on; differs between two drives that are plugged in at one time.
///
/// # Errors
/// What the system says, for instance that `path` is not there.
pub fn device_of(path: &Path) -> io::Result<u64> {
    identity_of(path).map(|identity| identity.device)
}

/// What `path` is, whatever name leads to it (links are followed).
///
/// # Errors
/// What the system says, for instance that `path` is not there.
pub fn identity_of(path: &Path) -> io::Result<FileIdentity> {
    system::identity_of(path)
}

/// Lets the system forget the pages of a file, so that the next read comes from the medium.
///
/// Only pages that were synced can be dropped: call it after `sync_all`. Answers whether the
/// system took the advice; it is still only advice.
#[must_use]
pub fn drop_from_cache(file: &File) -> bool {
    system::drop_from_cache(file)
}

/// Reads into `buffer` from `offset` without moving a shared position.
///
/// # Errors
/// What the system says.
pub fn read_at(file: &File, buffer: &mut [u8], offset_bytes: u64) -> io::Result<usize> {
    system::read_at(file, buffer, offset_bytes)
}

/// Writes all of `bytes` at `offset` without moving a shared position.
///
/// # Errors
/// What the system says.
pub fn write_all_at(file: &File, bytes: &[u8], offset_bytes: u64) -> io::Result<()> {
    system::write_all_at(file, bytes, offset_bytes)
}

/// What the file system says about an open file.
///
/// # Errors
/// What the system says.
pub fn stat_of(file: &File) -> io::Result<Stat> {
    system::stat_of(file)
}

/// Where the data of a file lies, as offset and length in bytes; `None` when the system does not
/// say or there are more than `extents_max` stretches. Moves the file's position to its start.
#[must_use]
pub fn data_extents(file: &File, size_bytes: u64, extents_max: usize) -> Option<Vec<(u64, u64)>> {
    system::data_extents(file, size_bytes, extents_max)
}

/// A name of one component as the system writes it; what it cannot write is replaced.
#[must_use]
pub fn os_name(bytes: &[u8]) -> std::ffi::OsString {
    system::os_name(bytes)
}

/// What a file carries beside its content: extended attributes, access control lists, further streams of NTFS.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attributes {
    /// Those that an inventory keeps: name and value.
    pub kept: Vec<(Vec<u8>, Vec<u8>)>,
    /// Whether there are others, too large to be kept.
    pub are_more: bool,
}

/// What an open file carries beside its content.
///
/// What belongs to one installation of the system rather than to the file is left out, and so is the mark that
/// a browser leaves on a download. A file system without attributes has none; one that refuses to show them
/// counts as having none.
#[must_use]
pub fn attributes_of(file: &File) -> Attributes {
    system::attributes_of(file)
}

/// Gives an open file the times, rights, owner and attributes of `metadata`, as far as it may. What a
/// file may have only once it has its name is left to [`Folder::apply_last`].
///
/// Owners only where `may_set_owners`. The bits that lend the owner's rights to whoever runs the
/// file, and capabilities, only where the owner was set. Answers whether all that was tried held.
#[must_use]
pub fn apply_metadata(file: &File, metadata: &Metadata, may_set_owners: bool) -> bool {
    system::apply_metadata(file, metadata, may_set_owners)
}

/// Creates a file that only its owner can read (mode 0600); fails when the name is taken.
///
/// # Errors
/// What the system says.
pub fn create_private_file(path: &Path) -> io::Result<File> {
    system::create_private_file(path)
}

/// Creates a folder that only its owner can enter (mode 0700), and those above it.
///
/// # Errors
/// What the system says. A folder that is there already is no error and keeps its mode.
pub fn create_private_folder(path: &Path) -> io::Result<()> {
    system::create_private_folder(path)
}

/// Whether people other than the owner may read a file; `None`: unknown on this system.
///
/// # Errors
/// What the system says, for instance that `path` is not there.
pub fn is_readable_by_others(path: &Path) -> io::Result<Option<bool>> {
    system::is_readable_by_others(path)
}

/// Sees to it that a crash leaves no image of the memory, which may hold keys. Best effort:
/// answers whether all of it was granted.
#[must_use]
pub fn forbid_core_dumps() -> bool {
    system::forbid_core_dumps()
}

/// The number of the person on this system, where it has one.
#[must_use]
pub fn person_number() -> Option<u32> {
    system::person_number()
}

/// Whether this process may give files to any owner.
#[must_use]
pub fn may_set_owners() -> bool {
    system::may_set_owners()
}

/// What the system knows about the drive that `path` lies on.
#[must_use]
pub fn drive_facts(path: &Path) -> DriveFacts {
    system::drive_facts(path)
}

/// The device file of the whole drive that `path` lies on, where there is one.
#[must_use]
pub fn device_file(path: &Path) -> Option<PathBuf> {
    system::device_file(path)
}

/// Where removable drives are mounted right now; candidates, to be looked at one by one.
#[must_use]
pub fn removable_mounts() -> Vec<PathBuf> {
    system::removable_mounts()
}

/// Unmounts the drive mounted at `mount` and makes it safe to unplug. Nothing may hold a file or a
/// folder of it open, this program included.
///
/// # Errors
/// `Unsupported` where the system offers no way (a Linux without a desktop), `ResourceBusy` when something uses the drive; otherwise what the system says.
pub fn eject(mount: &Path) -> io::Result<()> {
    system::eject(mount)
}

/// Sets room aside on the drive without writing to it, so that what is written next lies behind.
///
/// # Errors
/// `Unsupported` where file system or system cannot; `StorageFull`.
pub fn reserve(file: &File, bytes: u64) -> io::Result<()> {
    system::reserve(file, bytes)
}

#[cfg(test)]
mod tests;
