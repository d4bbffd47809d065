//! A new key for a living record on every drive: on those that are plugged in, then on the others.
//!
//! The old keys are forgotten once every drive in use holds what it needs under the new one; only
//! then is what they opened wiped, as a purge wipes. Each call does what can be done with the drives
//! that are there.

use super::Eraser;
use super::purge::{is_done, on_drive};
use crate::backup;
use crate::crypto::Identity;
use crate::error::{Error, KeyTrouble, Result};
use crate::event::Observer;
use crate::id::{DriveId, RecordId, SectionId};
use crate::ledger::{self, Deed, Erased};
use crate::practice::{self, Plugged, Practice};
use crate::rekey::{self, BegunRekey};
use crate::state::{Drive, DriveState};
use crate::vault::SectionReader;

/// How far a rekeying is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rekeyed {
    /// What was wiped now, drive by drive.
    pub erased: Vec<Erased>,
    /// The old keys are forgotten.
    pub forgotten: bool,
    /// Names of drives that must be plugged in before it is done.
    pub waiting: Vec<String>,
}

/// Gives a record a new key, or goes on with that, on these drives.
///
/// # Errors
/// `Key(NotAllSections)` when the identities do not open the record's section; `Damaged` when
/// something needed cannot be read; `Interrupted`; when a drive cannot be read or written. Nothing
/// needed is lost, and the next call goes on.
pub fn rekey(
    practice: &mut Practice,
    plugged: &[Plugged],
    record: RecordId,
    section: SectionId,
    eraser: &Eraser<'_>,
    observer: &dyn Observer,
) -> Result<Rekeyed> {
    let mut at = None;
    for on in plugged {
        at = Some(reseal(practice, on, record, section, eraser.keys, observer)?);
    }
    let Some((mut begun, reader)) = at else {
        return Ok(Rekeyed { erased: Vec::new(), forgotten: false, waiting: Vec::new() });
    };
    let unsealed = waiting(practice, |drive| begun.resealed.contains(&drive))?;
    if !begun.forgotten && !unsealed.is_empty() {
        return Ok(Rekeyed { erased: Vec::new(), forgotten: false, waiting: unsealed });
    }
    if !begun.forgotten {
        let home = practice.home.clone();
        let keep = &mut |object: &_, bytes: &[u8]| practice::save_part(&home, object, bytes);
        rekey::forget(&mut practice.state, &practice.config, &reader, &mut begun, keep)?;
    }
    let mut erased = Vec::new();
    for on in plugged {
        erased.extend(wipe(practice, on, &mut begun, eraser, observer)?);
    }
    let waiting = waiting(practice, |drive| begun.wiped.contains(&drive))?;
    if waiting.is_empty() {
        rekey::finish(&mut practice.state, record)?;
    }
    Ok(Rekeyed { erased, forgotten: true, waiting })
}

/// Goes on with new keys that wait for this drive.
///
/// # Errors
/// As [`rekey()`].
pub fn go_on_with_new_keys(
    practice: &mut Practice,
    on: &Plugged,
    eraser: &Eraser<'_>,
    observer: &dyn Observer,
) -> Result<Vec<Rekeyed>> {
    let drives = std::slice::from_ref(on);
    let begun = rekey::under_way(&practice.state)?.into_iter();
    let mut go_on =
        |begun: BegunRekey| rekey(practice, drives, begun.record, begun.section, eraser, observer);
    begun.map(&mut go_on).collect()
}

/// The same, where one stopped while it wiped: until it is done nothing else may be written to the drive.
///
/// # Errors
/// As [`rekey()`].
pub fn finish_new_keys(
    practice: &mut Practice,
    on: &Plugged,
    eraser: &Eraser<'_>,
    observer: &dyn Observer,
) -> Result<Vec<Rekeyed>> {
    if practice.is_half_purged(&on.drive)? {
        return go_on_with_new_keys(practice, on, eraser, observer);
    }
    Ok(Vec::new())
}

/// First and second step on one drive.
fn reseal(
    practice: &mut Practice,
    on: &Plugged,
    record: RecordId,
    section: SectionId,
    identities: &[Identity],
    observer: &dyn Observer,
) -> Result<(BegunRekey, SectionReader)> {
    let held = on.hold(practice)?;
    let vault = held.vault;
    backup::recover(&mut practice.state, &on.drive, &vault, observer)?;
    practice.bring_parts(&vault)?;
    let reader = reader(practice, on, section, identities)?;
    let home = practice.home.clone();
    let keep = &mut |object: &_, bytes: &[u8]| practice::save_part(&home, object, bytes);
    let mut begun = rekey::begin(&mut practice.state, &practice.config, &reader, record, keep)?;
    if begun.forgotten {
        return Ok((begun, reader));
    }
    practice.bring_parts(&vault)?;
    let reader = self::reader(practice, on, section, identities)?;
    rekey::reseal(&vault, &reader, &begun, &mut practice.state, &on.drive, observer)?;
    begun.resealed.insert(on.drive.id);
    begun.save(&mut practice.state)?;
    Ok((begun, reader))
}

fn reader(
    practice: &Practice,
    on: &Plugged,
    section: SectionId,
    identities: &[Identity],
) -> Result<SectionReader> {
    let readers = practice.read_sections(&on.vault(practice)?, identities)?;
    // Wiping opens every section: better to know that before the old key is forgotten.
    let mut all = practice.config.sections.iter().map(|section| section.id);
    if !all.all(|id| readers.iter().any(|reader| reader.id == id)) {
        return Err(Error::Key(KeyTrouble::NotAllSections));
    }
    let found = readers.into_iter().find(|reader| reader.id == section);
    found.ok_or(Error::Key(KeyTrouble::NotAllSections))
}

/// Takes off a drive what the old keys opened; nothing when that was done before.
fn wipe(
    practice: &mut Practice,
    on: &Plugged,
    begun: &mut BegunRekey,
    eraser: &Eraser<'_>,
    observer: &dyn Observer,
) -> Result<Option<Erased>> {
    if begun.wiped.contains(&on.drive.id) {
        return Ok(None);
    }
    let held = on.hold(practice)?;
    let erased = on_drive(practice, eraser.permit, &held, eraser.keys, observer)?;
    ledger::append(&mut practice.state, Deed::Rekeyed(erased.clone()), eraser.now)?;
    if is_done(&erased) {
        begun.wiped.insert(on.drive.id);
    }
    begun.save(&mut practice.state)?;
    Ok(Some(erased))
}

/// Names of the drives in use of which that cannot be said.
fn waiting(practice: &Practice, is_done: impl Fn(DriveId) -> bool) -> Result<Vec<String>> {
    let waits = |drive: &Drive| drive.state == DriveState::Active && !is_done(drive.id);
    let drives = practice.state.drives()?.into_iter();
    Ok(drives.filter(waits).map(|drive| drive.name).collect())
}
