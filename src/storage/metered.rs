//! A drive that counts what passes: on a stick, bytes are time.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::Result;
use crate::format::names::ObjectPath;
use crate::storage::{Inside, Storage};

/// Passes everything on and counts the bytes.
pub struct Metered<'a> {
    inner: &'a dyn Storage,
    written: AtomicU64,
    read: AtomicU64,
}

impl<'a> Metered<'a> {
    /// Counts what passes on its way to `inner`.
    #[must_use]
    pub const fn new(inner: &'a dyn Storage) -> Self {
        Self { inner, written: AtomicU64::new(0), read: AtomicU64::new(0) }
    }

    /// Bytes of objects written so far.
    #[must_use]
    pub fn written_bytes(&self) -> u64 {
        self.written.load(Ordering::Relaxed)
    }

    /// Bytes of objects read so far.
    #[must_use]
    pub fn read_bytes(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }
}

impl Storage for Metered<'_> {
    fn list(&self, folder: &str) -> Result<Vec<(ObjectPath, u64)>> {
        self.inner.list(folder)
    }

    fn read(&self, object: &ObjectPath, offset: u64, length: usize) -> Result<Vec<u8>> {
        let bytes = self.inner.read(object, offset, length)?;
        self.read.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        Ok(bytes)
    }

    fn put(&self, object: &ObjectPath, bytes: &[u8]) -> Result<()> {
        self.written.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        self.inner.put(object, bytes)
    }

    fn overwrite(&self, object: &ObjectPath, offset: u64, bytes: &[u8]) -> Result<()> {
        self.written.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        self.inner.overwrite(object, offset, bytes)
    }

    fn supersede(&self, object: &ObjectPath, bytes: &[u8]) -> Result<()> {
        self.written.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        self.inner.supersede(object, bytes)
    }

    fn remove(&self, object: &ObjectPath) -> Result<()> {
        self.inner.remove(object)
    }

    fn length(&self, object: &ObjectPath) -> Result<u64> {
        self.inner.length(object)
    }

    fn inside(&self, folder: &str) -> Result<Inside> {
        self.inner.inside(folder)
    }

    fn free_bytes(&self) -> Result<u64> {
        self.inner.free_bytes()
    }
}
