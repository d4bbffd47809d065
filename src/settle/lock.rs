//! New locks: bringing a drive to the opening keys in force, with these keys at hand.

use jiff::Timestamp;

use crate::crypto::Identity;
use crate::error::{Action, Error, KeyTrouble, Result};
use crate::event::Observer;
use crate::format::names::ObjectPath;
use crate::keys::{self, NewLock, Remembered};
use crate::ledger::{self, Deed, DriveEvent, Recorded};
use crate::practice::{Plugged, Practice};
use crate::repack;
use crate::state::{Drive, Permit};
use crate::vault;

/// Makes the keys in force open a drive and takes older keyrings off it, as
/// [`keys::lock_anew`] does, then notes that it is done. The caller holds the drive's lock, has
/// paid [`super::Debt::Purge`] before, and tells the ledger.
///
/// # Errors
/// As [`keys::lock_anew`]: nothing old was touched then.
pub fn pay_new_lock(
    practice: &mut Practice,
    permit: &Permit,
    plugged: &Plugged,
    identities: &[Identity],
    observer: &dyn Observer,
) -> Result<NewLock> {
    let parts = copies(practice)?;
    let vault = plugged.vault(practice)?;
    vault::mind_clear_files(vault.storage, &plugged.drive.name, Some(permit), observer)?;
    let known = repack::known_objects(&practice.state, &plugged.drive)?;
    let has = Remembered { parts: &parts, known: &known };
    let done = keys::lock_anew(&vault, permit, &practice.config, has, identities, observer)
        .map_err(|error| error.of_drive(&plugged.drive.name))?;
    practice.note_parts(&plugged.drive, &vault)?;
    keys::note_lock(&mut practice.state, plugged.drive.id, done.epoch)?;
    Ok(done)
}

/// The same, told to the ledger. Keys that are not those of the lock in force leave the drive as it is.
pub(super) fn pay(
    practice: &mut Practice,
    permit: &Permit,
    plugged: &Plugged,
    identities: &[Identity],
    now: Timestamp,
    observer: &dyn Observer,
) -> Result<Option<Recorded>> {
    match pay_new_lock(practice, permit, plugged, identities, observer) {
        Err(Error::Key(KeyTrouble::OpensNothing | KeyTrouble::NotAllSections)) => Ok(None),
        done => {
            done?;
            let deed = Deed::DriveRelocked(relocked_event(&plugged.drive));
            ledger::append(&mut practice.state, deed, now).map(Some)
        }
    }
}

/// What the ledger is told of a drive that has the new lock.
#[must_use]
pub fn relocked_event(drive: &Drive) -> DriveEvent {
    DriveEvent { drive: drive.id, name: drive.name.clone(), by: None, on: None, facts: None }
}

fn copies(practice: &Practice) -> Result<Vec<(ObjectPath, Vec<u8>)>> {
    let read = |(object, path): (ObjectPath, std::path::PathBuf)| {
        let bytes = std::fs::read(&path).map_err(Error::io(Action::Read, &path))?;
        Ok((object, bytes))
    };
    practice.parts()?.into_iter().map(read).collect()
}
