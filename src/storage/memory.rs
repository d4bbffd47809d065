//! A drive in memory, for examples and tests.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::error::{Damage, DriveTrouble, Error, Result};
use crate::format::names::ObjectPath;
use crate::storage::Storage;

/// Objects in a map. Never full, never gone.
#[derive(Debug, Default)]
pub struct Memory {
    objects: Mutex<BTreeMap<ObjectPath, Vec<u8>>>,
}

impl Memory {
    /// An empty drive.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn objects(&self) -> MutexGuard<'_, BTreeMap<ObjectPath, Vec<u8>>> {
        self.objects.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Storage for Memory {
    fn list(&self, folder: &str) -> Result<Vec<(ObjectPath, u64)>> {
        let inside = |path: &ObjectPath| {
            folder.is_empty()
                || path.as_str().strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
        };
        let objects = self.objects();
        let found = objects.iter().filter(|(path, _)| inside(path));
        Ok(found.map(|(path, bytes)| (path.clone(), bytes.len() as u64)).collect())
    }

    fn read(&self, object: &ObjectPath, offset: u64, length: usize) -> Result<Vec<u8>> {
        let objects = self.objects();
        let bytes = objects.get(object).ok_or_else(|| Error::damaged(object, Damage::Missing))?;
        let start = usize::try_from(offset).unwrap_or(usize::MAX);
        bytes
            .get(start..start.saturating_add(length))
            .map(<[u8]>::to_vec)
            .ok_or_else(|| Error::damaged(object, Damage::WrongLength))
    }

    fn length(&self, object: &ObjectPath) -> Result<u64> {
        let objects = self.objects();
        let bytes = objects.get(object).ok_or_else(|| Error::damaged(object, Damage::Missing))?;
        Ok(bytes.len() as u64)
    }

    fn put(&self, object: &ObjectPath, bytes: &[u8]) -> Result<()> {
        match self.objects().entry(object.clone()) {
            std::collections::btree_map::Entry::Occupied(_) => {
                Err(Error::drive(DriveTrouble::Failing))
            }
            std::collections::btree_map::Entry::Vacant(place) => {
                place.insert(bytes.to_vec());
                Ok(())
            }
        }
    }

    fn overwrite(&self, object: &ObjectPath, offset: u64, bytes: &[u8]) -> Result<()> {
        let mut objects = self.objects();
        let old = objects.get_mut(object).ok_or_else(|| Error::damaged(object, Damage::Missing))?;
        let start = usize::try_from(offset).unwrap_or(usize::MAX);
        old.get_mut(start..start.saturating_add(bytes.len()))
            .ok_or_else(|| Error::damaged(object, Damage::WrongLength))?
            .copy_from_slice(bytes);
        Ok(())
    }

    fn remove(&self, object: &ObjectPath) -> Result<()> {
        self.objects().remove(object);
        Ok(())
    }

    fn supersede(&self, object: &ObjectPath, bytes: &[u8]) -> Result<()> {
        self.objects().insert(object.clone(), bytes.to_vec());
        Ok(())
    }

    fn free_bytes(&self) -> Result<u64> {
        Ok(u64::MAX)
    }
}
