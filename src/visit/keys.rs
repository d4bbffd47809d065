//! Changes of the opening keys, and of the locks of drives, done and told to the ledger in one go.

use std::io::Write;

use jiff::Timestamp;

use super::ledger::note;
use crate::config::{Config, KeyKind, KeyState, OpeningKey};
use crate::crypto::{Identity, identity_file};
use crate::error::{Action, Error, KeyTrouble, Result};
use crate::event::Observer;
use crate::incident::Permit;
use crate::keys::{
    self, Attestation, Attested, Computer, ListedKey, NewKey, Removed, RotationDone,
};
use crate::ledger::{AttestedKey, Deed, KeyEvent, Recorded, Rotated};
use crate::practice::{self, Plugged, Practice};
use crate::settle;
use crate::vault::SectionReader;

/// A change of keys that is in force and not in the ledger yet: what it gives is had by telling it. Files
/// with the new secrets belong to it from here on, whatever becomes of the ledger.
#[must_use]
pub struct Untold<T> {
    done: T,
    deeds: Vec<Deed>,
}

impl<T> Untold<T> {
    /// Tells the ledger.
    ///
    /// # Errors
    /// `State`.
    pub fn tell(self, practice: &mut Practice, now: Timestamp) -> Result<T> {
        for deed in self.deeds {
            note(practice, deed, now)?;
        }
        Ok(self.done)
    }
}

/// Adds a key; where it takes the place of another, that one is removed in the same step.
///
/// # Errors
/// As [`keys::add`] and [`keys::remove`].
pub fn add_key(
    practice: &mut Practice,
    readers: &[SectionReader],
    key: NewKey,
    instead_of: Option<&str>,
) -> Result<Untold<ListedKey>> {
    let (added, removed) = change(practice, |computer| {
        let added = keys::add(computer, readers, key)?;
        let removed = instead_of.map(|old| keys::remove(computer.config, old)).transpose()?;
        Ok((added, removed))
    })?;
    let event = added_event(&practice.config, &added);
    let removed = removed.map(|removed| Deed::KeyRemoved(event_of(&removed.key)));
    let deeds = std::iter::once(Deed::KeyAdded(event)).chain(removed).collect();
    Ok(Untold { done: added, deeds })
}

/// Keeps the removal of a key, which stands in the configuration but is not written yet.
///
/// # Errors
/// When the configuration cannot be written; `State`.
pub fn remove_key(practice: &mut Practice, removed: &Removed, now: Timestamp) -> Result<()> {
    practice.save_config()?;
    keys::drop_strays(practice)?;
    note(practice, Deed::KeyRemoved(event_of(&removed.key)), now).map(drop)
}

/// Puts new keys in force. Every drive waits still: an entry of its own tells when one has the new lock.
///
/// # Errors
/// As [`keys::rotate`].
pub fn rotate(
    practice: &mut Practice,
    readers: &[SectionReader],
    new: Vec<NewKey>,
    reason: &str,
) -> Result<Untold<RotationDone>> {
    let rotated = change(practice, |computer| keys::rotate(computer, readers, new))?;
    let of_epoch = practice.config.keys.iter().filter(|key| key.epoch == rotated.epoch);
    let keys = of_epoch.map(new_event).collect();
    let waiting = keys::queued(&practice.state, &practice.config)?;
    let deed = Rotated {
        epoch: rotated.epoch,
        reason: reason.to_owned(),
        keys,
        to_destroy: rotated.to_destroy.iter().map(event_of).collect(),
        drives_done: Vec::new(),
        drives_waiting: waiting.into_iter().map(|drive| drive.name).collect(),
    };
    Ok(Untold { done: rotated, deeds: vec![Deed::Rotated(deed)] })
}

/// Brings a drive to the lock in force.
///
/// # Errors
/// As [`settle::pay_new_lock`]; `Busy`.
pub fn relock(
    practice: &mut Practice,
    on: &Plugged,
    permit: &Permit,
    keys: &[Identity],
    now: Timestamp,
    observer: &dyn Observer,
) -> Result<Recorded> {
    let _held = on.hold(practice)?;
    settle::pay_new_lock(practice, permit, on, keys, observer)?;
    note(practice, Deed::DriveRelocked(settle::relocked_event(&on.drive)), now)
}

/// A person declares that an old key was destroyed.
///
/// # Errors
/// As [`keys::attest`], [`keys::refuse_while_needed`] and [`Practice::refuse_while_it_lies`].
pub fn attest(
    practice: &mut Practice,
    said: &Attestation,
    now: Timestamp,
) -> Result<(Attested, Recorded)> {
    let mut config = practice.config.clone();
    let done = keys::attest(&mut config, said)?;
    let is_it = |key: &&OpeningKey| key.name == done.name && key.epoch == done.epoch;
    let mut meant = practice.config.keys.iter().filter(is_it);
    meant.try_for_each(|key| {
        keys::refuse_while_needed(practice, key)?;
        practice.refuse_while_it_lies(key)
    })?;
    practice.config = config;
    practice.save_config()?;
    let deed = AttestedKey {
        key: event(&done.name, done.kind, done.epoch),
        tag: done.tag.clone(),
        by: done.by.clone(),
        method: done.method.clone(),
        on: done.date,
        left: done.left as u64,
    };
    let recorded = note(practice, Deed::Attested(deed), now)?;
    Ok((done, recorded))
}

/// Deletes the file that was made for a key which is to be destroyed and which no drive needs: what it held is
/// written over first, which proves nothing on flash. Copies of it are nobody's to find.
///
/// # Errors
/// As [`keys::refuse_while_needed`]; `Io`; `Key(StillThere)` for what is no ordinary file.
pub fn delete_key_file(practice: &Practice, key: &OpeningKey) -> Result<()> {
    keys::refuse_while_needed(practice, key)?;
    let still_there = practice.refuse_while_it_lies(key);
    let Err(Error::Key(KeyTrouble::StillThere(path))) = still_there else { return still_there };
    let found = std::fs::symlink_metadata(&path).map_err(Error::io(Action::Read, &path))?;
    let bytes = usize::try_from(found.len()).unwrap_or(usize::MAX);
    let is_key_file = found.is_file() && bytes <= identity_file::FILE_BYTES_MAX;
    if key.state != KeyState::ToDestroy || !is_key_file {
        return Err(Error::Key(KeyTrouble::StillThere(path)));
    }
    let zeros = vec![0; bytes];
    let written = std::fs::File::options().write(true).open(&path).and_then(|mut file| {
        file.write_all(&zeros)?;
        file.sync_all()
    });
    written.map_err(Error::io(Action::Write, &path))?;
    std::fs::remove_file(&path).map_err(Error::io(Action::Remove, &path))
}

/// The recovery sheet was in somebody's hands and could be read.
///
/// # Errors
/// `State`.
pub fn rehearsed(practice: &mut Practice, key: &OpeningKey, now: Timestamp) -> Result<()> {
    let told = event(&key.name, key.kind, key.epoch);
    note(practice, Deed::Rehearsed(told), now).map(drop)
}

/// The key file got another passphrase.
///
/// # Errors
/// `State`.
pub fn change_cover(practice: &mut Practice, now: Timestamp) -> Result<()> {
    let deed = Deed::SettingChanged { setting: "passphrase".to_owned() };
    note(practice, deed, now).map(drop)
}

/// Changes keys on the computer: copies of parts first, then the configuration, then what no key
/// in force opens is forgotten.
fn change<T>(
    practice: &mut Practice,
    work: impl FnOnce(&mut Computer<'_>) -> Result<T>,
) -> Result<T> {
    let home = practice.home.clone();
    let done = work(&mut Computer {
        config: &mut practice.config,
        state: &mut practice.state,
        keep_part: &mut |object, bytes| practice::save_part(&home, object, bytes),
    })?;
    practice.save_config()?;
    keys::drop_strays(practice)?;
    Ok(done)
}

/// A key as the ledger tells of it.
fn event_of(key: &ListedKey) -> KeyEvent {
    event(&key.name, key.kind, key.epoch)
}

fn event(name: &str, kind: KeyKind, epoch: u32) -> KeyEvent {
    let kind = kind.word().to_owned();
    KeyEvent { name: name.to_owned(), kind, epoch, recipient: None, sections: None }
}

/// A new key, with all that a computer without memory needs to seal to it.
fn new_event(key: &OpeningKey) -> KeyEvent {
    KeyEvent {
        recipient: Some(key.recipient.clone()),
        sections: key.sections.clone(),
        ..event(&key.name, key.kind, key.epoch)
    }
}

/// [`new_event`] of the key that was just added.
fn added_event(config: &Config, key: &ListedKey) -> KeyEvent {
    let is_it = |known: &&OpeningKey| known.name == key.name && known.epoch == key.epoch;
    config.keys.iter().find(is_it).map_or_else(|| event_of(key), new_event)
}
