//! The answers of Windows; what cannot be learnt is "unknown". What no safe crate asks, `refuge-windows` does.
//!
//! Not asked: owners, access lists, holes. Whoever may enter a folder may read what lies in it, and
//! the person's own folder for programs is entered by nobody else.

mod attributes;
mod drives;
mod eject;
mod folder;
mod lock;
mod management;
mod picture;
mod streams_of;

use std::fs::{File, OpenOptions};
use std::io;
use std::os::windows::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

pub(super) use drives::{drive_facts, free_bytes, removable_mounts};
pub(super) use eject::eject;
pub use folder::Folder;
pub(super) use lock::{ObjectLock, lock_object};
use streams_of::StreamsOf;

use super::stat::{FileIdentity, Stat};
use super::{Attributes, streams};
use crate::format::entry::{Metadata, Moment};

/// A name of one component as the system writes it; what it cannot write is replaced.
pub(super) fn os_name(bytes: &[u8]) -> std::ffi::OsString {
    folder::os_name(bytes)
}

/// Lets a folder be opened like a file (`FILE_FLAG_BACKUP_SEMANTICS`).
const FOLDERS_TOO: u32 = 0x0200_0000;
/// `GENERIC_WRITE`, which flushing needs.
const TO_WRITE: u32 = 0x4000_0000;
/// Another program has the file open and shares it with nobody (`ERROR_SHARING_VIOLATION`), or has
/// locked these bytes (`ERROR_LOCK_VIOLATION`).
const HELD: [i32; 2] = [32, 33];

/// The console shows what is typed ahead; only while a secret is asked for it does not.
pub(super) const fn echo_off() {}

pub(super) const fn echo_back() {}

pub(super) fn stat_of(file: &File) -> io::Result<Stat> {
    folder::stat_of(file)
}

/// `ERROR_STOPPED_ON_SYMLINK`.
const STOPPED_ON_SYMLINK: i32 = 681;

pub(super) fn is_link_refused(cause: &io::Error) -> bool {
    cause.raw_os_error() == Some(STOPPED_ON_SYMLINK)
}

/// Flushing a folder is documented for no file system of Windows. NTFS takes it; where it is refused
/// (exFAT does), the names are left to the system, as everywhere on Windows.
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    let opened = OpenOptions::new().access_mode(TO_WRITE).custom_flags(FOLDERS_TOO).open(path);
    match opened.and_then(|folder| folder.sync_all()) {
        Err(cause) if is_gone(&cause) => Err(cause),
        _ => Ok(()),
    }
}

/// What a folder says whose drive was pulled out; anything else means "not here".
fn is_gone(cause: &io::Error) -> bool {
    !matches!(
        cause.kind(),
        io::ErrorKind::PermissionDenied
            | io::ErrorKind::InvalidInput
            | io::ErrorKind::Unsupported
            | io::ErrorKind::IsADirectory
    )
}

/// A folder opened for listing cannot be flushed; NTFS journals its names by itself.
pub(super) fn sync_open_folder(_folder: &File) -> io::Result<()> {
    Ok(())
}

pub(super) fn identity_of(path: &Path) -> io::Result<FileIdentity> {
    let handle = OpenOptions::new().access_mode(0).custom_flags(FOLDERS_TOO).open(path)?;
    Ok(folder::stat_from(&cap_std::fs::Metadata::from_file(&handle)?).identity)
}

pub(super) fn on_closing(heard: impl Fn() + Send + Sync + 'static) {
    // Without it a closed window ends the program at once, which is safe as well.
    refuge_windows::on_closing(heard).ok();
}

pub(super) fn pictures() -> std::sync::Arc<dyn super::Pictures> {
    std::sync::Arc::new(picture::ShadowCopies)
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

pub(super) fn attributes_of(file: &File) -> Attributes {
    streams::taken(&StreamsOf(file))
}

/// Unix rights and owners mean nothing here and are not tried; attributes of Windows come last and by name.
/// Whatever is written to a stream changes the date.
pub(super) fn apply_metadata(file: &File, metadata: &Metadata, _owners: bool) -> bool {
    let is_whole = streams::give(&StreamsOf(file), &metadata.xattrs);
    is_whole & metadata.modified.is_none_or(|modified| set_modified(file, modified))
}

fn set_modified(file: &File, modified: Moment) -> bool {
    let Ok(seconds) = u64::try_from(modified.0) else { return false };
    let since = std::time::Duration::from_secs(seconds)
        .checked_add(std::time::Duration::from_nanos(modified.1.into()));
    let time = since.and_then(|since| UNIX_EPOCH.checked_add(since));
    time.is_some_and(|time| file.set_modified(time).is_ok())
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

/// Not the roaming folder: a domain copies that to a server, and with it parts of keys.
pub(super) fn data_folder() -> Option<PathBuf> {
    let local = std::env::var_os("LOCALAPPDATA").filter(|value| !value.is_empty())?;
    Some(PathBuf::from(local).join("refuge"))
}

pub(super) fn person_number() -> Option<u32> {
    None
}

pub(super) fn may_set_owners() -> bool {
    false
}

pub(super) fn device_file(_path: &Path) -> Option<PathBuf> {
    None
}

pub(super) fn is_held(cause: &io::Error) -> bool {
    cause.raw_os_error().is_some_and(|code| HELD.contains(&code))
}

/// What is open without leave to be removed answers with either; "access denied" is also the answer for what is
/// protected, and goes on being it.
pub(super) fn is_held_against_change(cause: &io::Error) -> bool {
    is_held(cause) || cause.kind() == io::ErrorKind::PermissionDenied
}

pub(super) fn reserve(_file: &File, _bytes: u64) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
