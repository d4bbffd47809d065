//! Locks of Windows keep readers away, those of the same program too: so a byte is locked that no
//! object has.

use std::fmt;
use std::fs::File;
use std::io;
use std::path::Path;

use winsafe::guard::CloseHandleGuard;
use winsafe::{HFILE, co};

use super::super::LOCKED_BYTE;

/// An open file of which the byte at [`LOCKED_BYTE`] is locked until this is dropped.
pub(in crate::platform) struct ObjectLock(
    #[expect(dead_code, reason = "kept for its lock")] CloseHandleGuard<HFILE>,
);

impl fmt::Debug for ObjectLock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ObjectLock")
    }
}

/// Opens what lies at `path` once more, since the safe call needs a handle of its own.
pub(in crate::platform) fn lock_object(_file: File, path: &Path) -> io::Result<ObjectLock> {
    let text = path.to_str().ok_or(io::ErrorKind::InvalidFilename)?;
    let share = co::FILE_SHARE::READ | co::FILE_SHARE::WRITE | co::FILE_SHARE::DELETE;
    let opened = HFILE::CreateFile(
        text,
        co::GENERIC::READ,
        Some(share),
        None,
        co::DISPOSITION::OPEN_EXISTING,
        co::FILE_ATTRIBUTE::NORMAL,
        None,
        None,
        None,
    );
    let (file, _) = opened.map_err(from_system)?;
    match file.LockFile(LOCKED_BYTE, 1) {
        // The lock goes when the handle is closed; the guard, which borrows it, cannot be kept.
        Ok(guard) => std::mem::forget(guard),
        Err(co::ERROR::LOCK_VIOLATION) => return Err(io::ErrorKind::WouldBlock.into()),
        Err(cause) => return Err(from_system(cause)),
    }
    Ok(ObjectLock(file))
}

fn from_system(cause: co::ERROR) -> io::Error {
    io::Error::from_raw_os_error(i32::try_from(cause.raw()).unwrap_or_default())
}
