//! A drive that dies at a chosen write.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use refuge::error::{DriveTrouble, Error, Result};
use refuge::format::layout::ObjectPath;
use refuge::storage::Storage;
use refuge::storage::memory::Memory;

/// What happens at the chosen write, overwrite or removal. Afterwards the drive is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    Refused,
    Torn,
    DoneYetFailed,
}

pub(crate) struct Faulty {
    pub(crate) drive: Memory,
    /// Writes until then.
    pub(crate) left: AtomicI64,
    /// Room it says it has, in bytes.
    pub(crate) free: AtomicU64,
    fault: Fault,
}

impl Faulty {
    pub(crate) fn new(fault: Fault) -> Self {
        Self {
            drive: Memory::new(),
            left: AtomicI64::new(i64::MAX),
            free: AtomicU64::new(u64::MAX),
            fault,
        }
    }

    fn gone() -> Error {
        Error::drive(DriveTrouble::Gone)
    }

    fn alive(&self) -> Result<()> {
        if self.left.load(Ordering::SeqCst) < 0 { Err(Self::gone()) } else { Ok(()) }
    }

    /// Does `whole`, or what the fault leaves of it.
    fn write(
        &self,
        half: impl FnOnce() -> Result<()>,
        whole: impl FnOnce() -> Result<()>,
    ) -> Result<()> {
        match self.left.fetch_sub(1, Ordering::SeqCst) {
            0 => {
                match self.fault {
                    Fault::Refused => {}
                    Fault::Torn => half()?,
                    Fault::DoneYetFailed => whole()?,
                }
                Err(Self::gone())
            }
            left if left < 0 => Err(Self::gone()),
            _ => whole(),
        }
    }
}

impl Storage for Faulty {
    fn list(&self, folder: &str) -> Result<Vec<(ObjectPath, u64)>> {
        self.alive()?;
        self.drive.list(folder)
    }

    fn read(&self, object: &ObjectPath, offset: u64, length: usize) -> Result<Vec<u8>> {
        self.alive()?;
        self.drive.read(object, offset, length)
    }

    fn put(&self, object: &ObjectPath, bytes: &[u8]) -> Result<()> {
        self.write(
            || self.drive.put(object, &bytes[..bytes.len() / 2]),
            || self.drive.put(object, bytes),
        )
    }

    fn overwrite(&self, object: &ObjectPath, offset: u64, bytes: &[u8]) -> Result<()> {
        self.write(
            || self.drive.overwrite(object, offset, &bytes[..bytes.len() / 2]),
            || self.drive.overwrite(object, offset, bytes),
        )
    }

    fn remove(&self, object: &ObjectPath) -> Result<()> {
        self.write(|| Ok(()), || self.drive.remove(object))
    }

    fn free_bytes(&self) -> Result<u64> {
        Ok(self.free.load(Ordering::SeqCst))
    }
}
