//! A drive on a system where whoever has a file open keeps others from it: what another program holds is
//! neither read nor changed, and no hand of ours changes what another hand of ours has open.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use refuge::error::{DriveTrouble, Error, Result};
use refuge::format::names::ObjectPath;
use refuge::storage::Storage;

use crate::support::door::{Door, Guard};

/// Hands of ours that have an object open.
#[derive(Default)]
struct Hands {
    reading: u32,
    changing: u32,
}

pub(crate) struct Sharer<'a> {
    drive: &'a dyn Storage,
    /// What another program holds.
    held: Mutex<Option<ObjectPath>>,
    hands: Mutex<BTreeMap<ObjectPath, Hands>>,
    /// How often somebody was sent away.
    refused: AtomicU64,
    /// What two hands of ours wanted at once.
    clashes: Mutex<Vec<String>>,
}

pub(crate) type Sharing<'a> = Door<Sharer<'a>>;

impl<'a> Sharing<'a> {
    pub(crate) fn over(drive: &'a dyn Storage) -> Self {
        Door(Sharer {
            drive,
            held: Mutex::default(),
            hands: Mutex::default(),
            refused: AtomicU64::new(0),
            clashes: Mutex::default(),
        })
    }
}

impl Sharer<'_> {
    /// Another program opens it, and nothing else any more.
    pub(crate) fn hold(&self, object: &ObjectPath) {
        *self.held.lock().unwrap() = Some(object.clone());
    }

    /// The other program closes what it had open.
    pub(crate) fn let_go(&self) {
        *self.held.lock().unwrap() = None;
    }

    pub(crate) fn refused(&self) -> u64 {
        self.refused.load(Ordering::SeqCst)
    }

    pub(crate) fn clashes(&self) -> Vec<String> {
        self.clashes.lock().unwrap().clone()
    }

    /// As the door of a real drive answers, once it has waited long enough.
    fn ask(&self, object: &ObjectPath) -> Result<()> {
        if self.held.lock().unwrap().as_ref() == Some(object) {
            self.refused.fetch_add(1, Ordering::SeqCst);
            return Err(Error::drive(DriveTrouble::Held));
        }
        Ok(())
    }

    fn read_with<T>(&self, object: &ObjectPath, act: impl FnOnce() -> Result<T>) -> Result<T> {
        self.ask(object)?;
        self.take(object, |hands| {
            hands.reading += 1;
            hands.changing > 0
        });
        let done = act();
        self.take(object, |hands| {
            hands.reading -= 1;
            false
        });
        done
    }

    fn change_with(&self, object: &ObjectPath, act: impl FnOnce() -> Result<()>) -> Result<()> {
        self.ask(object)?;
        self.take(object, |hands| {
            hands.changing += 1;
            hands.changing + hands.reading > 1
        });
        let done = act();
        self.take(object, |hands| {
            hands.changing -= 1;
            false
        });
        done
    }

    /// A hand opens or closes something; others get their turn meanwhile.
    fn take(&self, object: &ObjectPath, how: impl FnOnce(&mut Hands) -> bool) {
        if how(self.hands.lock().unwrap().entry(object.clone()).or_default()) {
            self.clashes.lock().unwrap().push(object.to_string());
        }
        std::thread::yield_now();
    }
}

impl Guard for Sharer<'_> {
    fn drive(&self) -> &dyn Storage {
        self.drive
    }

    fn read(&self, object: &ObjectPath, offset: u64, length: usize) -> Result<Vec<u8>> {
        self.read_with(object, || self.drive.read(object, offset, length))
    }

    fn length(&self, object: &ObjectPath) -> Result<u64> {
        self.read_with(object, || self.drive.length(object))
    }

    fn put(&self, object: &ObjectPath, bytes: &[u8]) -> Result<()> {
        self.change_with(object, || self.drive.put(object, bytes))
    }

    fn supersede(&self, object: &ObjectPath, bytes: &[u8]) -> Result<()> {
        self.change_with(object, || self.drive.supersede(object, bytes))
    }

    fn overwrite(&self, object: &ObjectPath, offset: u64, bytes: &[u8]) -> Result<()> {
        self.change_with(object, || self.drive.overwrite(object, offset, bytes))
    }

    fn remove(&self, object: &ObjectPath) -> Result<()> {
        self.change_with(object, || self.drive.remove(object))
    }
}
