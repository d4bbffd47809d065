//! A drive that tells of everything that is done to it.

use refuge::error::Result;
use refuge::format::names::ObjectPath;
use refuge::storage::Storage;

use crate::support::door::{Door, Guard};

/// What is about to happen to an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    Read,
    Put,
    Overwrite,
    Remove,
}

/// Told of each act beforehand: which, on what, and how many bytes.
pub(crate) type Watcher<'a> = &'a (dyn Fn(Act, &ObjectPath, usize) + Sync);

pub(crate) struct Watching<'a> {
    drive: &'a dyn Storage,
    watcher: Watcher<'a>,
}

pub(crate) type Watched<'a> = Door<Watching<'a>>;

/// A drive that is watched.
pub(crate) fn watched<'a>(drive: &'a dyn Storage, watcher: Watcher<'a>) -> Watched<'a> {
    Door(Watching { drive, watcher })
}

impl Guard for Watching<'_> {
    fn drive(&self) -> &dyn Storage {
        self.drive
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
}
