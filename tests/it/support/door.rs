//! A drive with somebody at the door: what the guard does not answer itself passes through.

use std::ops::Deref;

use refuge::error::Result;
use refuge::format::names::ObjectPath;
use refuge::storage::{Inside, Storage};

type Listed = Vec<(ObjectPath, u64)>;

/// Answers some calls itself, and lets all others through.
pub(crate) trait Guard: Send + Sync {
    fn drive(&self) -> &dyn Storage;

    fn list(&self, folder: &str) -> Result<Listed> {
        self.drive().list(folder)
    }

    fn inside(&self, folder: &str) -> Result<Inside> {
        self.drive().inside(folder)
    }

    fn read(&self, object: &ObjectPath, offset: u64, length: usize) -> Result<Vec<u8>> {
        self.drive().read(object, offset, length)
    }

    fn length(&self, object: &ObjectPath) -> Result<u64> {
        self.drive().length(object)
    }

    fn put(&self, object: &ObjectPath, bytes: &[u8]) -> Result<()> {
        self.drive().put(object, bytes)
    }

    fn supersede(&self, object: &ObjectPath, bytes: &[u8]) -> Result<()> {
        self.drive().supersede(object, bytes)
    }

    fn overwrite(&self, object: &ObjectPath, offset: u64, bytes: &[u8]) -> Result<()> {
        self.drive().overwrite(object, offset, bytes)
    }

    fn remove(&self, object: &ObjectPath) -> Result<()> {
        self.drive().remove(object)
    }
}

/// The door at which a guard stands.
pub(crate) struct Door<G>(pub(crate) G);

impl<G> Deref for Door<G> {
    type Target = G;

    fn deref(&self) -> &G {
        &self.0
    }
}

impl<G: Guard> Storage for Door<G> {
    fn list(&self, folder: &str) -> Result<Listed> {
        self.0.list(folder)
    }

    fn inside(&self, folder: &str) -> Result<Inside> {
        self.0.inside(folder)
    }

    fn read(&self, object: &ObjectPath, offset: u64, length: usize) -> Result<Vec<u8>> {
        self.0.read(object, offset, length)
    }

    fn length(&self, object: &ObjectPath) -> Result<u64> {
        self.0.length(object)
    }

    fn put(&self, object: &ObjectPath, bytes: &[u8]) -> Result<()> {
        self.0.put(object, bytes)
    }

    fn supersede(&self, object: &ObjectPath, bytes: &[u8]) -> Result<()> {
        self.0.supersede(object, bytes)
    }

    fn overwrite(&self, object: &ObjectPath, offset: u64, bytes: &[u8]) -> Result<()> {
        self.0.overwrite(object, offset, bytes)
    }

    fn remove(&self, object: &ObjectPath) -> Result<()> {
        self.0.remove(object)
    }

    fn free_bytes(&self) -> Result<u64> {
        self.0.drive().free_bytes()
    }
}
