//! Bringing a drive to the keys in force, and taking the parts of earlier epochs off it.
//!
//! ```text
//! put every new part, both copies → read back → prove with the new keys → overwrite and remove the old
//! ```
//! Each step does only what is still to be done, so that the whole can be stopped anywhere and begun
//! again. Flash may keep stale copies of what was overwritten; that is why the old keys themselves
//! must be destroyed.

use std::collections::{BTreeSet, HashSet};

use crate::config::{Config, OpeningKey};
use crate::crypto::Identity;
use crate::crypto::hash;
use crate::error::{Damage, Error, KeyTrouble, Result};
use crate::event::Observer;
use crate::format::names::{self, ObjectPath, PartName};
use crate::id::{DriveId, SectionId};
use crate::keys::prove::{KeysProof, prove, unopened};
use crate::practice::{InForce, Practice};
use crate::state::{Drive, DriveState, Permit, State};
use crate::vault::{self, Vault};

/// Times that old parts are looked for, at most.
const ROUNDS: usize = 3;

/// What was done to a drive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLock {
    /// The epoch whose keys open it, alone of all.
    pub epoch: u32,
    /// Parts it lacked.
    pub parts_put: u64,
    /// What the new keys were seen to open, for each section.
    pub proofs: Vec<KeysProof>,
    /// Files of older parts that were overwritten and removed; each part has two.
    pub files_wiped: u64,
}

/// What the computer has of a drive.
#[derive(Clone, Copy)]
pub struct Remembered<'a> {
    /// Its copies of keyring parts; those that are not in force are left out.
    pub parts: &'a [(ObjectPath, Vec<u8>)],
    /// Indexes and manifests that it believes to be on the drive.
    pub known: &'a HashSet<String>,
}

/// Makes the keys in force open a drive, and those of earlier epochs not.
///
/// `identities` must be
/// new keys that open every section between them. Parts of sections that the configuration does not
/// know stay.
///
/// # Errors
/// `Key(OpensNothing)` or `Key(NotAllSections)` when `identities` do not open every section;
/// `Damaged` when something on the drive would open with no new key, or the computer lacks the
/// parts of a key. Nothing old was touched then.
pub fn lock_anew(
    vault: &Vault<'_>,
    permit: &Permit,
    config: &Config,
    remembered: Remembered<'_>,
    identities: &[Identity],
    observer: &dyn Observer,
) -> Result<NewLock> {
    let in_force = InForce::of(config)?;
    let parts_put = bring(vault, config, &in_force, remembered.parts)?;
    observer.check()?;
    let mut proofs = Vec::with_capacity(config.sections.len());
    for section in &config.sections {
        let proof = prove(vault, section.id, &in_force, identities, remembered.known);
        proofs.push(proof.map_err(|error| unopened(error, proofs.len()))?);
    }
    let files_wiped = wipe_old(vault, permit, config, observer)?;
    Ok(NewLock { epoch: config.practice.epoch, parts_put, proofs, files_wiped })
}

/// Puts the parts in force that the drive lacks, and reads them back.
fn bring(
    vault: &Vault<'_>,
    config: &Config,
    in_force: &InForce,
    parts: &[(ObjectPath, Vec<u8>)],
) -> Result<u64> {
    let mut put = 0;
    let mut held = BTreeSet::new();
    for (object, bytes) in parts {
        let Some(part) = PartName::of(object).filter(|part| in_force.has(part)) else {
            continue;
        };
        if object.own_hash() != Some(hash::object_hash(bytes)) {
            return Err(Error::damaged(object, Damage::WrongHash));
        }
        if vault.ensure_small(object, bytes)? {
            put += 1;
            vault.read_exactly(object)?;
            vault.read_exactly(&object.mirror())?;
        }
        held.insert((part.section, part.tag));
    }
    every_key_has_parts(config, &held)?;
    Ok(put)
}

/// A key that is not at hand cannot be proven, but it must not be forgotten either.
fn every_key_has_parts(config: &Config, held: &BTreeSet<(SectionId, String)>) -> Result<()> {
    for section in &config.sections {
        for key in config.keys_of(section.id) {
            let tag = key.recipient.parse::<crate::crypto::Recipient>()?.tag();
            if !held.contains(&(section.id, tag)) {
                return Err(Error::damaged(&names::keyring(section.id), Damage::Missing));
            }
        }
    }
    Ok(())
}

/// Parts of earlier epochs go, the highest number first: the first part of a key carries what the
/// later ones cannot be read without.
///
/// # Errors
/// `Damaged` when one of them is there still: it opens the drive with an old key.
fn wipe_old(
    vault: &Vault<'_>,
    permit: &Permit,
    config: &Config,
    observer: &dyn Observer,
) -> Result<u64> {
    let mut wiped = 0;
    for _ in 0..ROUNDS {
        let files = old_parts(vault, config)?;
        if files.is_empty() {
            return Ok(wiped);
        }
        let mut resisting = None;
        for (object, bytes) in &files {
            observer.check()?;
            match vault::shred(vault.storage, permit, object, Some(*bytes))? {
                None => wiped += 1,
                Some(damage) => resisting = Some(Error::damaged(object, damage)),
            }
        }
        if let Some(error) = resisting {
            return Err(error);
        }
    }
    match old_parts(vault, config)?.first() {
        None => Ok(wiped),
        Some((object, _)) => Err(Error::damaged(object, Damage::Protected)),
    }
}

/// Looked for in more than one folder: a listing can be cut short.
fn old_parts(vault: &Vault<'_>, config: &Config) -> Result<Vec<(ObjectPath, u64)>> {
    let folders = ["sections".to_owned(), "mirror/sections".to_owned()].into_iter();
    let own = config.sections.iter().map(|section| names::keyring(section.id));
    let own = own.flat_map(|folder| [folder.to_string(), folder.mirror().to_string()]);
    let mut files = Vec::new();
    for folder in folders.chain(own) {
        files.extend(vault.storage.list(&folder)?);
    }
    let known = |id: SectionId| config.sections.iter().any(|section| section.id == id);
    let is_old = |object: &ObjectPath| {
        PartName::of(object)
            .is_some_and(|part| part.epoch < config.practice.epoch && known(part.section))
    };
    files.retain(|(object, _)| is_old(object));
    files.sort_by(|(left, _), (right, _)| {
        (right.file_name(), right.as_str()).cmp(&(left.file_name(), left.as_str()))
    });
    files.dedup_by(|(left, _), (right, _)| left == right);
    Ok(files)
}

/// Remembers that only keys of `epoch` open a drive: after [`lock_anew`].
///
/// # Errors
/// `State`.
pub fn note_lock(state: &mut State, drive: DriveId, epoch: u32) -> Result<()> {
    state.set_drive_epoch(drive, epoch)
}

/// Drives in use that keys of an earlier epoch may still open: they wait to be plugged in.
///
/// # Errors
/// `State`.
pub fn queued(state: &State, config: &Config) -> Result<Vec<Drive>> {
    let mut waiting = Vec::new();
    for drive in state.drives()?.into_iter().filter(|drive| drive.state == DriveState::Active) {
        if state.drive_epoch(drive.id)? < config.practice.epoch {
            waiting.push(drive);
        }
    }
    Ok(waiting)
}

/// Refuses to have a key destroyed that a drive still needs: one that has the old lock would be lost with it.
///
/// # Errors
/// `Key(StillNeeded)`, `State`.
pub fn refuse_while_needed(practice: &Practice, key: &OpeningKey) -> Result<()> {
    let waiting = queued(&practice.state, &practice.config)?;
    if key.epoch == practice.config.practice.epoch || waiting.is_empty() {
        return Ok(());
    }
    let names = waiting.into_iter().map(|drive| drive.name).collect();
    Err(Error::Key(KeyTrouble::StillNeeded(names)))
}
