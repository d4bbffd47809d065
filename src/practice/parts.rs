//! Copies of keyring parts on this computer, sealed and opaque to it, and bringing them to drives.
//!
//! A part is made when a record gets its key, on whatever drive is plugged in then; the other drives
//! get it when they come. A lost copy is no loss: some drive has it, and `attach` fetches it.

use std::collections::{BTreeMap, HashMap};
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::crypto::hash;
use crate::error::{Action, Error, Result};
use crate::format::names::{self, ObjectPath, PartName};
use crate::id::SectionId;
use crate::platform;
use crate::practice::Practice;
use crate::vault::Vault;

/// Name of the folder in the home folder.
const FOLDER: &str = "keyring";

impl Practice {
    /// Keeps a copy of a part; `object` is its place on a drive.
    ///
    /// # Errors
    /// When it cannot be written, or `object` is no keyring part.
    pub fn save_part(&self, object: &ObjectPath, bytes: &[u8]) -> Result<()> {
        save_part(&self.home, object, bytes)
    }

    /// Forgets the copy of a part; one that is not there is forgotten already.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn drop_part(&self, object: &ObjectPath) -> Result<()> {
        let path = part_folder(&self.home, object)?.join(object.file_name());
        match std::fs::remove_file(&path) {
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(()),
            other => other.map_err(Error::io(Action::Remove, path)),
        }
    }

    /// The copies of all parts of the epoch in force: place on a drive, file here.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn parts(&self) -> Result<Vec<(ObjectPath, PathBuf)>> {
        let in_force = self.config.practice.epoch;
        let mut found = self.all_parts()?;
        found.retain(|(object, _)| PartName::of(object).is_some_and(|part| part.epoch == in_force));
        Ok(found)
    }

    /// The places of all copies here, also of earlier epochs.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn part_copies(&self) -> Result<Vec<ObjectPath>> {
        Ok(self.all_parts()?.into_iter().map(|(object, _)| object).collect())
    }

    /// Every copy here, also of earlier epochs, with its bytes.
    ///
    /// # Errors
    /// When one cannot be read.
    pub fn copies(&self) -> Result<Vec<(ObjectPath, Vec<u8>)>> {
        let read = |(object, path): (ObjectPath, PathBuf)| {
            let bytes = std::fs::read(&path).map_err(Error::io(Action::Read, &path))?;
            Ok((object, bytes))
        };
        self.all_parts()?.into_iter().map(read).collect()
    }

    fn all_parts(&self) -> Result<Vec<(ObjectPath, PathBuf)>> {
        let mut found = Vec::new();
        for section in &self.config.sections {
            found.extend(self.parts_of(section.id)?);
        }
        found.sort();
        Ok(found)
    }

    /// The parts of the epoch in force as they should lie on every drive; without those whose copy here is damaged.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn parts_in_force(&self) -> Result<BTreeMap<ObjectPath, Vec<u8>>> {
        let mut parts = BTreeMap::new();
        for (object, path) in self.parts()? {
            parts.extend(read_whole(&object, &path)?.map(|bytes| (object, bytes)));
        }
        Ok(parts)
    }

    /// Puts every part of the epoch in force that a drive lacks onto it, and says how many.
    ///
    /// # Errors
    /// When the drive cannot be read or written, or a copy here is not what it was and the drive has none.
    pub fn bring_parts(&self, vault: &Vault<'_>) -> Result<u64> {
        let mut brought = 0;
        let held = held(vault)?;
        for (object, path) in self.parts()? {
            let bytes = match read_whole(&object, &path)? {
                Some(bytes) => bytes,
                None => self.save_from(vault, &object)?,
            };
            let is_whole = |place: &ObjectPath| held.get(place) == Some(&(bytes.len() as u64));
            if is_whole(&object) && is_whole(&object.mirror()) {
                continue;
            }
            brought += u64::from(vault.ensure_small(&object, &bytes)?);
        }
        Ok(brought)
    }

    /// Makes a damaged copy anew from a drive that has the part.
    fn save_from(&self, vault: &Vault<'_>, object: &ObjectPath) -> Result<Vec<u8>> {
        let bytes = vault.read_small(object).map_err(|error| match error {
            Error::Damaged { .. } => {
                Error::State { reason: format!("the copy of {object} is damaged") }
            }
            other => other,
        })?;
        self.save_part(object, &bytes)?;
        Ok(bytes)
    }

    fn parts_of(&self, section: SectionId) -> Result<Vec<(ObjectPath, PathBuf)>> {
        let folder = self.home.join(FOLDER).join(section.hex());
        let entries = match std::fs::read_dir(&folder) {
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            other => other.map_err(Error::io(Action::Read, &folder))?,
        };
        let mut found = Vec::new();
        for entry in entries {
            let entry = entry.map_err(Error::io(Action::Read, &folder))?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            let path = format!("{}/{name}", names::keyring(section));
            let object = ObjectPath::parse(&path).filter(|object| PartName::of(object).is_some());
            found.extend(object.map(|object| (object, entry.path())));
        }
        Ok(found)
    }
}

/// The bytes of a copy here; nothing where they are not what they were.
fn read_whole(object: &ObjectPath, path: &Path) -> Result<Option<Vec<u8>>> {
    let bytes = std::fs::read(path).map_err(Error::io(Action::Read, path))?;
    Ok((object.own_hash() == Some(hash::object_hash(&bytes))).then_some(bytes))
}

/// Keeps a copy of a part in a home folder; `object` is its place on a drive.
///
/// # Errors
/// When it cannot be written, or `object` is no keyring part.
pub fn save_part(home: &Path, object: &ObjectPath, bytes: &[u8]) -> Result<()> {
    let folder = part_folder(home, object)?;
    let path = folder.join(object.file_name());
    platform::create_private_folder(&folder).map_err(Error::io(Action::Create, &folder))?;
    let failed = |source| Error::Io { action: Action::Write, path: path.clone(), source };
    let mut file = tempfile::NamedTempFile::new_in(&folder).map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    file.persist(&path).map_err(|cause| failed(cause.error))?;
    platform::sync_folder(&folder).map_err(failed)
}

fn part_folder(home: &Path, object: &ObjectPath) -> Result<PathBuf> {
    let part = PartName::of(object);
    let part =
        part.ok_or_else(|| Error::State { reason: format!("{object} is no keyring part") })?;
    Ok(home.join(FOLDER).join(part.section.hex()))
}

/// What lies in the sections of a drive, by length: one listing instead of one for each part.
fn held(vault: &Vault<'_>) -> Result<HashMap<ObjectPath, u64>> {
    let first = vault.storage.list("sections")?;
    let second = vault.storage.list("mirror/sections")?;
    Ok(first.into_iter().chain(second).collect())
}

/// Forgets the copies of all parts in a home folder that has no practice.
///
/// # Errors
/// When they cannot be removed.
pub fn drop_all_parts(home: &Path) -> Result<()> {
    let folder = home.join(FOLDER);
    match std::fs::remove_dir_all(&folder) {
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(()),
        other => other.map_err(Error::io(Action::Remove, folder)),
    }
}
