//! A drive that reads wrongly from a chosen reading on, and writes rightly.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use refuge::error::{Damage, Error, Result};
use refuge::format::names::ObjectPath;
use refuge::storage::Storage;

use crate::support::door::{Door, Guard};

/// What happens at the chosen reading or listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Misread {
    /// The system says that it cannot.
    Unreadable,
    /// The object is shorter than it was.
    Short,
    /// A byte is another.
    Flipped,
    /// The file is not there; a folder is listed without it.
    Vanished,
    /// A listing ends in the middle; a reading fails.
    CutListing,
}

pub(crate) const MISREADS: [Misread; 5] =
    [Misread::Unreadable, Misread::Short, Misread::Flipped, Misread::Vanished, Misread::CutListing];

pub(crate) struct Misreader<'a> {
    drive: &'a dyn Storage,
    misread: Misread,
    /// Whether what was misread once stays so.
    stays: bool,
    /// Readings until then.
    left: AtomicI64,
    is_over: AtomicBool,
    /// What was misread.
    what: Mutex<Option<String>>,
}

pub(crate) type Misreading<'a> = Door<Misreader<'a>>;

impl<'a> Misreading<'a> {
    pub(crate) fn over(drive: &'a dyn Storage, misread: Misread, stays: bool, left: i64) -> Self {
        Door(Misreader {
            drive,
            misread,
            stays,
            left: AtomicI64::new(left),
            is_over: AtomicBool::new(false),
            what: Mutex::new(None),
        })
    }

    /// Counts readings, and misreads none.
    pub(crate) fn counting(drive: &'a dyn Storage) -> Self {
        Self::over(drive, Misread::Unreadable, false, i64::MAX)
    }
}

impl Misreader<'_> {
    pub(crate) fn count(&self) -> i64 {
        i64::MAX - self.left.load(Ordering::SeqCst)
    }

    /// Reads rightly from now on.
    pub(crate) fn recovers(&self) {
        self.is_over.store(true, Ordering::SeqCst);
    }

    fn is_misread(&self, name: &str) -> bool {
        if self.is_over.load(Ordering::SeqCst) {
            return false;
        }
        let mut what = self.what.lock().unwrap();
        if self.left.fetch_sub(1, Ordering::SeqCst) == 0 {
            *what = Some(name.to_owned());
            return true;
        }
        // The second copy and the folder of an object that stays misread are misread too.
        let bare = |name: &str| name.strip_prefix("mirror/").unwrap_or(name).to_owned();
        self.stays && what.as_ref().is_some_and(|what| bare(what) == bare(name))
    }
}

impl Guard for Misreader<'_> {
    fn drive(&self) -> &dyn Storage {
        self.drive
    }

    fn list(&self, folder: &str) -> Result<Vec<(ObjectPath, u64)>> {
        let mut listed = self.drive.list(folder)?;
        if self.is_misread(folder) {
            match self.misread {
                Misread::Unreadable => {
                    return Err(Error::drive(refuge::error::DriveTrouble::Failing));
                }
                Misread::Short => listed.iter_mut().for_each(|(_, bytes)| *bytes /= 2),
                Misread::Flipped => {}
                Misread::Vanished => drop(listed.pop()),
                Misread::CutListing => listed.truncate(listed.len() / 2),
            }
        }
        Ok(listed)
    }

    fn read(&self, object: &ObjectPath, offset: u64, length: usize) -> Result<Vec<u8>> {
        let mut bytes = self.drive.read(object, offset, length)?;
        if self.is_misread(object.as_str()) {
            match self.misread {
                Misread::Unreadable | Misread::CutListing => {
                    return Err(Error::damaged(object, Damage::Unreadable));
                }
                Misread::Short => return Err(Error::damaged(object, Damage::WrongLength)),
                Misread::Flipped => {
                    let middle = bytes.len() / 2;
                    bytes.iter_mut().skip(middle).take(1).for_each(|byte| *byte ^= 1);
                }
                Misread::Vanished => return Err(Error::damaged(object, Damage::Missing)),
            }
        }
        Ok(bytes)
    }

    fn length(&self, object: &ObjectPath) -> Result<u64> {
        let bytes = self.drive.length(object)?;
        match self.misread {
            _ if !self.is_misread(object.as_str()) => Ok(bytes),
            Misread::Unreadable | Misread::CutListing => {
                Err(Error::damaged(object, Damage::Unreadable))
            }
            Misread::Short => Ok(bytes / 2),
            Misread::Flipped => Ok(bytes),
            Misread::Vanished => Err(Error::damaged(object, Damage::Missing)),
        }
    }
}
