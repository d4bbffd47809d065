//! How a medium becomes a drive of the practice: new, instead of another, or a copy of one.

use std::path::Path;

use jiff::Timestamp;

use super::Visit;
use super::ledger::{drive_event, note};
use crate::attach;
use crate::crypto::Identity;
use crate::drives::{self, Enrolment, Successor};
use crate::error::{DriveTrouble, Error, Result};
use crate::event::Observer;
use crate::format::names::VAULT_FOLDER;
use crate::incident;
use crate::keys;
use crate::ledger::Deed;
use crate::platform;
use crate::practice::{Plugged, Practice};
use crate::state::Drive;
use crate::storage::Disk;
use crate::vault::Vault;
use crate::wipe;

/// How a medium becomes a drive of the practice.
#[derive(Debug, Clone)]
pub enum Admission {
    /// It is new, or was erased.
    New,
    /// As new, in the place of another.
    Instead(Drive),
    /// It is a copy, is wiped and begins anew.
    Copy,
    /// It is a copy and takes the place of the drive it was copied from.
    CopyInstead(Drive),
    /// It is a drive of the practice that went back in time, on purpose.
    Older(Drive),
}

impl Admission {
    /// Whether what lies on it must be read, and for that a key is needed.
    #[must_use]
    pub const fn needs_key(&self) -> bool {
        matches!(self, Self::CopyInstead(_) | Self::Older(_))
    }

    /// The drive in whose place it comes.
    #[must_use]
    pub const fn replaces(&self) -> Option<&Drive> {
        match self {
            Self::Instead(old) | Self::CopyInstead(old) => Some(old),
            Self::New | Self::Copy | Self::Older(_) => None,
        }
    }
}

/// A drive of the practice from now on.
pub struct Admitted {
    /// The drive.
    pub plugged: Plugged,
    /// Under which name the drive before it is kept.
    pub before: Option<Drive>,
}

impl From<Plugged> for Admitted {
    fn from(plugged: Plugged) -> Self {
        Self { plugged, before: None }
    }
}

/// Whether the drive itself lies there, as it was some time ago.
///
/// # Errors
/// `State`.
pub fn is_older(practice: &mut Practice, path: &Path, old: &Drive, now: Timestamp) -> Result<bool> {
    let path = platform::real_path(path).unwrap_or_else(|_| path.to_owned());
    let seen = practice.look(now)?;
    Ok(seen.iter().any(|seen| {
        seen.path == path
            && seen.drive.as_ref().is_some_and(|drive| drive.row == old.row)
            && matches!(seen.trouble, Some(DriveTrouble::RolledBack { .. }))
    }))
}

/// Makes the medium that is mounted there a drive of the practice and enters it in the ledger. The keys
/// are needed where [`Admission::needs_key`] says so, and are tried before anything is changed.
///
/// # Errors
/// As [`drives::enrol_with`]; `IncidentOpen` where a copy would be wiped; `Key` when the keys do not
/// open what is to be read.
pub fn admit(
    practice: &mut Practice,
    new: &Enrolment,
    way: &Admission,
    keys: &[Identity],
    now: Timestamp,
    observer: &dyn Observer,
) -> Result<Admitted> {
    match way {
        Admission::New => begin(practice, new, now).map(Admitted::from),
        Admission::Copy => {
            wipe_copy(practice, new, observer)?;
            begin(practice, new, now).map(Admitted::from)
        }
        Admission::Instead(old) => {
            let add = |practice: &mut Practice| begin(practice, new, now);
            let Successor { plugged, before } = drives::supersede(practice, old, now, add)?;
            Ok(Admitted { plugged, before: Some(before) })
        }
        Admission::CopyInstead(old) => {
            check_readable(practice, &new.path, keys)?;
            let done = drives::take_over(practice, old, new, now)?;
            distrust(practice, &done)?;
            let Successor { plugged, before } = done;
            learn(practice, &plugged, keys, now, observer)?;
            Ok(Admitted { plugged, before: Some(before) })
        }
        Admission::Older(old) => {
            let plugged = practice.readable_one(Some(&old.name), now)?;
            practice.distrust(&plugged.drive)?;
            learn(practice, &plugged, keys, now, observer)?;
            Ok(plugged.into())
        }
    }
}

/// Enrols a new drive and enters it in the ledger.
fn begin(practice: &mut Practice, new: &Enrolment, now: Timestamp) -> Result<Plugged> {
    let plugged = drives::enrol_with(practice, new, now)?;
    // Whatever it holds was sealed just now, to the keys in force.
    let epoch = practice.config.practice.epoch;
    keys::note_lock(&mut practice.state, plugged.drive.id, epoch)?;
    drives::note_smart(&mut practice.state, &plugged.drive)?;
    enter(practice, &plugged.drive, now)?;
    Ok(plugged)
}

fn enter(practice: &mut Practice, drive: &Drive, now: Timestamp) -> Result<()> {
    let added = drive_event(practice, drive, None)?;
    note(practice, Deed::DriveAdded(added), now).map(drop)
}

/// A copy that is to be a drive of its own begins empty: its objects are bound to the drive they
/// were written for.
fn wipe_copy(practice: &Practice, new: &Enrolment, observer: &dyn Observer) -> Result<()> {
    drives::check_name(practice, &new.name)?;
    let permit = incident::refuse_while_open(&practice.state)?;
    let disk = Disk::open(&new.path.join(VAULT_FOLDER))?;
    if !wipe::files(&disk, &permit, observer)?.is_whole() {
        return Err(Error::drive(DriveTrouble::Failing));
    }
    wipe::close(disk);
    Ok(())
}

/// The keys must open the copy, or nothing is changed.
fn check_readable(practice: &Practice, path: &Path, keys: &[Identity]) -> Result<()> {
    let disk = Disk::open(&path.join(VAULT_FOLDER))?;
    let vault = Vault::open(&disk, practice.config.practice.id, &practice.vault_key()?)?;
    practice.read_sections(&vault, keys).map(drop)
}

/// A copy may be older than the drive: it owes everything again. The other keeps its epoch.
fn distrust(practice: &mut Practice, done: &Successor) -> Result<()> {
    let (drive, before) = (&done.plugged.drive, &done.before);
    let epoch = practice.state.drive_epoch(drive.id)?;
    keys::note_lock(&mut practice.state, before.id, epoch)?;
    practice.distrust(drive)
}

fn learn(
    practice: &mut Practice,
    on: &Plugged,
    keys: &[Identity],
    now: Timestamp,
    observer: &dyn Observer,
) -> Result<()> {
    let visit = Visit::reading(practice, on)?;
    let sections = visit.sections(keys)?;
    let (vault, drive) = (visit.vault(), visit.drive());
    attach::learn_again(&vault, &sections, &mut visit.practice.state, drive, observer)?;
    enter(visit.practice, drive, now)
}
