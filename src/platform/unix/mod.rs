//! The answers of Unix systems: files, privacy, memory. Folders and drives have their own files.

mod attributes;
#[cfg(target_os = "linux")]
pub(super) mod bus;
#[cfg(target_os = "linux")]
mod drives;
mod echo;
#[cfg(target_os = "linux")]
mod eject;
mod folder;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(target_os = "linux")]
mod mounts;

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, FileExt, MetadataExt, OpenOptionsExt};
use std::path::Path;
#[cfg(not(target_os = "linux"))]
use std::path::PathBuf;

use rustix::fs::{Mode, OFlags, SeekFrom};
use rustix::io::Errno;

pub(super) use attributes::{apply_metadata, attributes_of};
#[cfg(target_os = "linux")]
pub(super) use drives::{device_file, drive_facts, removable_mounts};
pub(super) use echo::{echo_back, echo_off};
#[cfg(target_os = "linux")]
pub(super) use eject::eject;
pub use folder::Folder;
#[cfg(target_os = "macos")]
pub(super) use macos::{drive_facts, eject, removable_mounts};

use super::stat::{FileIdentity, Stat};

/// Bits of a mode that let the group or everyone read, write or enter.
const MODE_OTHERS: u32 = 0o077;

pub(super) fn is_link_refused(cause: &io::Error) -> bool {
    Errno::from_io_error(cause) == Some(Errno::LOOP)
}

pub(super) fn os_name(bytes: &[u8]) -> std::ffi::OsString {
    std::os::unix::ffi::OsStringExt::from_vec(bytes.to_vec())
}

pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    sync_open_folder(&File::open(path)?)
}

pub(super) fn sync_open_folder(folder: &File) -> io::Result<()> {
    // The handle may be a mere place (`O_PATH`), which cannot be synced: open the folder itself.
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let folder = rustix::fs::openat(folder, c".", flags, Mode::empty())?;
    match flush(&folder) {
        Ok(()) | Err(Errno::INVAL | Errno::NOTSUP | Errno::NOTTY) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// On macOS `fsync` leaves the bytes in the drive's own memory; this does not (`F_FULLFSYNC`). A file
/// system that cannot (a share) gets the lesser one.
#[cfg(target_os = "macos")]
fn flush(file: &impl std::os::fd::AsFd) -> rustix::io::Result<()> {
    rustix::fs::fcntl_fullfsync(file).or_else(|_| rustix::fs::fsync(file))
}

#[cfg(not(target_os = "macos"))]
fn flush(file: &impl std::os::fd::AsFd) -> rustix::io::Result<()> {
    rustix::fs::fsync(file)
}

/// Locks of Unix keep no reader away: the object itself is locked.
pub(super) type ObjectLock = super::Lock;

pub(super) fn lock_object(file: File, _path: &Path) -> io::Result<ObjectLock> {
    super::lock(file)
}

/// A share of a Windows computer says so; nothing else on Unix keeps files from being read.
pub(super) fn is_held(cause: &io::Error) -> bool {
    // "Would block": a program has a lease on the file, and is asked to give it back.
    matches!(
        cause.kind(),
        io::ErrorKind::ResourceBusy | io::ErrorKind::ExecutableFileBusy | io::ErrorKind::WouldBlock
    )
}

/// Names are not held here.
pub(super) fn is_held_against_change(cause: &io::Error) -> bool {
    is_held(cause)
}

pub(super) fn free_bytes(path: &Path) -> Option<u64> {
    let facts = rustix::fs::statvfs(path).ok()?;
    facts.f_bavail.checked_mul(facts.f_frsize)
}

pub(super) fn on_closing(_heard: impl Fn() + Send + Sync + 'static) {}

pub(super) fn pictures() -> std::sync::Arc<dyn super::Pictures> {
    std::sync::Arc::new(NoPictures)
}

/// Nothing is held there, so nobody needs one.
#[derive(Debug)]
struct NoPictures;

impl super::Pictures for NoPictures {
    fn take(&self, _folder: &Path) -> Result<Box<dyn super::Picture>, super::NoPicture> {
        Err(super::NoPicture::Unsupported)
    }
}

pub(super) fn identity_of(path: &Path) -> io::Result<FileIdentity> {
    let facts = std::fs::metadata(path)?;
    Ok(FileIdentity { device: facts.dev(), inode: facts.ino() })
}

#[cfg(target_os = "linux")]
pub(super) fn drop_from_cache(file: &File) -> bool {
    rustix::fs::fadvise(file, 0, None, rustix::fs::Advice::DontNeed).is_ok()
}

#[cfg(not(target_os = "linux"))]
pub(super) fn drop_from_cache(_file: &File) -> bool {
    false
}

pub(super) fn read_at(file: &File, buffer: &mut [u8], offset_bytes: u64) -> io::Result<usize> {
    file.read_at(buffer, offset_bytes)
}

pub(super) fn write_all_at(file: &File, bytes: &[u8], offset_bytes: u64) -> io::Result<()> {
    file.write_all_at(bytes, offset_bytes)
}

pub(super) fn stat_of(file: &File) -> io::Result<Stat> {
    Ok(folder::stat_from(&rustix::fs::fstat(file)?))
}

/// Asks for the data after a hole and the hole after the data, in turn (`lseek(2)`).
pub(super) fn data_extents(
    file: &File,
    size_bytes: u64,
    extents_max: usize,
) -> Option<Vec<(u64, u64)>> {
    let found = collect_extents(file, size_bytes, extents_max);
    rustix::fs::seek(file, SeekFrom::Start(0)).ok()?;
    found
}

fn collect_extents(file: &File, size_bytes: u64, extents_max: usize) -> Option<Vec<(u64, u64)>> {
    let mut extents = Vec::new();
    let mut end = 0;
    while end < size_bytes {
        let start = match rustix::fs::seek(file, SeekFrom::Data(end)) {
            Ok(start) if start < size_bytes => start,
            Ok(_) | Err(Errno::NXIO) => break,
            Err(_) => return None,
        };
        end = rustix::fs::seek(file, SeekFrom::Hole(start)).ok()?.min(size_bytes);
        if end <= start || extents.len() >= extents_max {
            return None;
        }
        extents.push((start, end - start));
    }
    Some(extents)
}

pub(super) fn create_private_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(path)
}

pub(super) fn create_private_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

pub(super) fn is_readable_by_others(path: &Path) -> io::Result<Option<bool>> {
    Ok(Some(std::fs::metadata(path)?.mode() & MODE_OTHERS != 0))
}

pub(super) fn forbid_core_dumps() -> bool {
    let none = rustix::process::Rlimit { current: Some(0), maximum: Some(0) };
    let limited = rustix::process::setrlimit(rustix::process::Resource::Core, none).is_ok();
    limited && forbid_attaching()
}

/// Also keeps other processes of the same person from reading this one's memory.
#[cfg(target_os = "linux")]
fn forbid_attaching() -> bool {
    use rustix::process::{DumpableBehavior, set_dumpable_behavior};
    set_dumpable_behavior(DumpableBehavior::NotDumpable).is_ok()
}

#[cfg(not(target_os = "linux"))]
fn forbid_attaching() -> bool {
    true
}

pub(super) fn data_folder() -> Option<std::path::PathBuf> {
    None
}

pub(super) fn person_number() -> Option<u32> {
    Some(rustix::process::getuid().as_raw())
}

pub(super) fn may_set_owners() -> bool {
    rustix::process::geteuid().is_root()
}

/// Unix systems other than Linux and macOS are not asked: everything is unknown.
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
pub(super) fn drive_facts(_path: &Path) -> super::DriveFacts {
    super::DriveFacts::default()
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
pub(super) fn removable_mounts() -> Vec<PathBuf> {
    Vec::new()
}

#[cfg(not(target_os = "linux"))]
pub(super) fn device_file(_path: &Path) -> Option<PathBuf> {
    None
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
pub(super) fn eject(_mount: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(target_os = "linux")]
pub(super) fn reserve(file: &File, bytes: u64) -> io::Result<()> {
    match rustix::fs::fallocate(file, rustix::fs::FallocateFlags::KEEP_SIZE, 0, bytes) {
        Err(Errno::NOTSUP | Errno::NOSYS) => Err(io::ErrorKind::Unsupported.into()),
        other => Ok(other?),
    }
}

#[cfg(not(target_os = "linux"))]
pub(super) fn reserve(_file: &File, _bytes: u64) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
