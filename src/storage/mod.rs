//! The one door to a drive: whole objects, written once and durably.
//!
//! The trait is public and small so that tests can put a failing drive behind it. The shipped
//! program has no test switch.

mod ahead;
mod disk;
pub mod memory;
mod metered;

pub use disk::Disk;
pub use metered::Metered;

use std::collections::BTreeSet;

use crate::error::{Damage, DriveTrouble, Error, Result};
use crate::format::names::{self, ObjectPath};
use crate::limits;

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
    /// `Damaged` when a folder cannot be read; when the drive is gone. A folder that does not exist is empty.
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

    /// Puts a whole object in the place of one that is not what it must be, whatever that is: it is written
    /// beside it ([`names::SUCCESSOR`]), read back past the cache, and then takes its name. Until that moment
    /// everything is as it was.
    ///
    /// # Errors
    /// As [`Storage::put`]; `Damaged(Protected)` when the system does not let go of what lies there.
    fn supersede(&self, object: &ObjectPath, bytes: &[u8]) -> Result<()>;

    /// The length of one object in bytes, without listing what lies beside it.
    ///
    /// # Errors
    /// `Damaged` when it is missing or unreadable.
    fn length(&self, object: &ObjectPath) -> Result<u64> {
        let listed = self.list(object.folder())?;
        let found = listed.into_iter().find(|(path, _)| path == object);
        found.map(|(_, bytes)| bytes).ok_or_else(|| Error::damaged(object, Damage::Missing))
    }

    /// What lies in one folder and not deeper, as far as it can be listed.
    ///
    /// # Errors
    /// When the drive is gone.
    fn inside(&self, folder: &str) -> Result<Inside> {
        let mut inside = Inside::default();
        let start = if folder.is_empty() { 0 } else { folder.len() + 1 };
        match self.list(folder) {
            Err(Error::Drive { trouble, .. }) if trouble != DriveTrouble::Gone => {
                inside.trouble = Some(Damage::Unreadable);
            }
            Err(Error::Damaged { damage, .. }) => inside.trouble = Some(damage),
            other => {
                for (object, bytes) in other? {
                    let below = object.as_str().get(start..).unwrap_or_default();
                    match below.split_once('/') {
                        Some((folder, _)) => drop(inside.folders.insert(folder.to_owned())),
                        None => inside.objects.push((object, bytes)),
                    }
                }
            }
        }
        Ok(inside)
    }

    /// Bytes that can still be written.
    ///
    /// # Errors
    /// When the drive is gone.
    fn free_bytes(&self) -> Result<u64>;
}

/// What lies in one folder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Inside {
    /// Objects, with their lengths in bytes.
    pub objects: Vec<(ObjectPath, u64)>,
    /// Names of folders.
    pub folders: BTreeSet<String>,
    /// Why the system did not give all of it.
    pub trouble: Option<Damage>,
}

/// Everything below a folder that could be listed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Survey {
    /// Objects, with their lengths in bytes.
    pub objects: Vec<(ObjectPath, u64)>,
    /// Folders that could not be listed, or not to their end, and why.
    pub unlisted: Vec<(ObjectPath, Damage)>,
}

/// Everything below `folder`, past folders that cannot be listed: for whoever reads. Whoever removes
/// something must know all that is there, and uses [`Storage::list`].
///
/// # Errors
/// When the drive is gone.
pub fn survey(storage: &dyn Storage, folder: &str) -> Result<Survey> {
    let mut survey = Survey::default();
    match storage.list(folder) {
        Ok(objects) => survey.objects = objects,
        Err(gone @ Error::Drive { trouble: DriveTrouble::Gone, .. }) => return Err(gone),
        Err(Error::Drive { .. } | Error::Damaged { .. }) => walk(storage, folder, 0, &mut survey)?,
        Err(other) => return Err(other),
    }
    Ok(survey)
}

fn walk(storage: &dyn Storage, folder: &str, depth: usize, survey: &mut Survey) -> Result<()> {
    let inside = storage.inside(folder)?;
    survey.objects.extend(inside.objects);
    if let Some(damage) = inside.trouble {
        let folder = ObjectPath::parse(folder).unwrap_or_else(names::vault_json);
        survey.unlisted.push((folder, damage));
    }
    for name in inside.folders.iter().filter(|_| depth < limits::FOLDER_DEPTH_MAX) {
        let deeper = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        walk(storage, &deeper, depth + 1, survey)?;
    }
    Ok(())
}
