//! A drive that tells of everything that is done to it.

use refuge::error::Result;
use refuge::format::names::ObjectPath;
use refuge::storage::Storage;

/// What is about to happen to an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    Read,
    Put,
    Overwrite,
    Remove,
}

/// Told of each act beforehand: which, on what, and how many bytes.
type Watcher<'a> = &'a (dyn Fn(Act, &ObjectPath, usize) + Sync);

pub(crate) struct Watched<'a> {
    pub(crate) drive: &'a dyn Storage,
    pub(crate) watcher: Watcher<'a>,
}

impl Storage for Watched<'_> {
    fn list(&self, folder: &str) -> Result<Vec<(ObjectPath, u64)>> {
        self.drive.list(folder)
    }

    fn read(&self, object: &ObjectPath, offset: u64, length: usize) -> Result<Vec<u8>> {
        (self.watcher)(Act::Read, object, length);
        self.drive.read(object, offset, length)
    }

    fn put(&self, object: &ObjectPath, bytes: &[u8]) -> Result<()> {
        (self.watcher)(Act::Put, object, bytes.len());
        self.drive.put(object, bytes)
    }

    fn overwrite(&self, object: &ObjectPath, offset: u64, bytes: &[u8]) -> Result<()> {
        (self.watcher)(Act::Overwrite, object, bytes.len());
        self.drive.overwrite(object, offset, bytes)
    }

    fn remove(&self, object: &ObjectPath) -> Result<()> {
        (self.watcher)(Act::Remove, object, 0);
        self.drive.remove(object)
    }

    fn free_bytes(&self) -> Result<u64> {
        self.drive.free_bytes()
    }
}
