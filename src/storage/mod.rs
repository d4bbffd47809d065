//! The one door to a drive: whole objects, written once and durably.
//!
//! The trait is public and small so that tests can put a failing drive behind it. The shipped
//! program has no test switch.

mod disk;
pub mod memory;

pub use disk::Disk;

use crate::error::Result;
use crate::format::names::ObjectPath;

/// The drive, as far as a vault may know it.
///
/// After any error of `put` or `overwrite` the caller must assume that the drive may be gone, and
/// must write nothing more.
pub trait Storage: Send + Sync {
    /// Every object below `folder` (empty: all), with its length in bytes. Names that this format
    /// cannot have made are left out. A name that is missing proves nothing: directories of a
    /// failing drive can be cut short silently.
    ///
    /// # Errors
    /// When a folder cannot be read or the drive is gone. A folder that does not exist is empty.
    fn list(&self, folder: &str) -> Result<Vec<(ObjectPath, u64)>>;

    /// `length` bytes of an object from `offset` on, read from the medium and not from a cache
    /// where the system allows it.
    ///
    /// # Errors
    /// `Damaged` when the object is missing, shorter than that, or unreadable.
    fn read(&self, object: &ObjectPath, offset: u64, length: usize) -> Result<Vec<u8>>;

    /// Makes a whole object appear, durably. Never replaces one.
    ///
    /// # Errors
    /// When it exists already, or the drive is full, gone, read-only or failing.
    fn put(&self, object: &ObjectPath, bytes: &[u8]) -> Result<()>;

    /// Overwrites part of an object in place, durably: the one exception, for wiping
    /// and the parity that follows it.
    ///
    /// # Errors
    /// As [`Storage::put`], and when the object is not that long.
    fn overwrite(&self, object: &ObjectPath, offset: u64, bytes: &[u8]) -> Result<()>;

    /// Removes an object. One that is not there is removed already.
    ///
    /// # Errors
    /// When the drive is gone, read-only or failing.
    fn remove(&self, object: &ObjectPath) -> Result<()>;

    /// Bytes that can still be written.
    ///
    /// # Errors
    /// When the drive is gone.
    fn free_bytes(&self) -> Result<u64>;
}

/// The length of one object, or `Damaged(Missing)`.
///
/// # Errors
/// When it is not there, or the drive cannot be listed.
pub fn length_of(storage: &dyn Storage, object: &ObjectPath) -> Result<u64> {
    let listed = storage.list(object.folder())?;
    let found = listed.into_iter().find(|(path, _)| path == object);
    found
        .map(|(_, bytes)| bytes)
        .ok_or_else(|| crate::error::Error::damaged(object, crate::error::Damage::Missing))
}
