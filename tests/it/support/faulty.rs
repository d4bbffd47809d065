//! A drive that dies at a chosen write.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use refuge::error::{DriveTrouble, Error, Result};
use refuge::format::names::ObjectPath;
use refuge::storage::Storage;
use refuge::storage::memory::Memory;

/// What happens at the chosen write, overwrite or removal. Afterwards the drive is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Nothing is done.
    Refused,
    /// Half of it is written, in its final place.
    Torn,
    /// All of it is done, but the run hears of an error.
    DoneYetFailed,
    /// An empty file is left, as a full exFAT or xfs does; else nothing is done.
    Empty,
}

/// How much of what was to be written arrives.
#[derive(Debug, Clone, Copy)]
enum Part {
    Nothing,
    Half,
}

impl Part {
    fn of(self, bytes: &[u8]) -> &[u8] {
        match self {
            Self::Nothing => &[],
            Self::Half => &bytes[..bytes.len() / 2],
        }
    }
}

pub(crate) struct Faulty {
    pub(crate) drive: Memory,
    /// Writes until then.
    pub(crate) left: AtomicI64,
    /// Room it says it has, in bytes.
    pub(crate) free: AtomicU64,
    pub(crate) fault: Fault,
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

    /// As [`Faulty::new`], with what is on another drive, dying at this write.
    pub(crate) fn over(drive: Memory, fault: Fault, write: i64) -> Self {
        Self { drive, left: AtomicI64::new(write), ..Self::new(fault) }
    }

    pub(crate) fn fail_at(&self, write: i64) {
        self.left.store(write, Ordering::SeqCst);
    }

    /// It is there again, and stays.
    pub(crate) fn revive(&self) {
        self.fail_at(i64::MAX);
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
        part: impl FnOnce(Part) -> Result<()>,
        whole: impl FnOnce() -> Result<()>,
    ) -> Result<()> {
        match self.left.fetch_sub(1, Ordering::SeqCst) {
            0 => {
                match self.fault {
                    Fault::Refused => {}
                    Fault::Torn => part(Part::Half)?,
                    Fault::DoneYetFailed => whole()?,
                    Fault::Empty => part(Part::Nothing)?,
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
        self.write(|part| self.drive.put(object, part.of(bytes)), || self.drive.put(object, bytes))
    }

    fn overwrite(&self, object: &ObjectPath, offset: u64, bytes: &[u8]) -> Result<()> {
        self.write(
            |part| self.drive.overwrite(object, offset, part.of(bytes)),
            || self.drive.overwrite(object, offset, bytes),
        )
    }

    fn supersede(&self, object: &ObjectPath, bytes: &[u8]) -> Result<()> {
        // What waits beside it is nobody's until it has the name.
        self.write(|_| Ok(()), || self.drive.supersede(object, bytes))
    }

    fn remove(&self, object: &ObjectPath) -> Result<()> {
        self.write(|_| Ok(()), || self.drive.remove(object))
    }

    fn free_bytes(&self) -> Result<u64> {
        Ok(self.free.load(Ordering::SeqCst))
    }
}
