//! Telling the ledger, bringing drives their copy of it, comparing the two.

use jiff::Timestamp;
use serde_json::json;

use crate::drives;
use crate::error::{Error, LedgerTrouble, Result};
use crate::ledger::{self, CopyStanding, Deed, DriveEvent, Recorded};
use crate::practice::{DriveIdentity, Plugged, Practice};
use crate::state::Drive;
use crate::vault::{SectionReader, Vault};

/// Adds an entry; its number belongs on every paper about what was done.
pub(super) fn note(practice: &mut Practice, deed: Deed, now: Timestamp) -> Result<Recorded> {
    ledger::append(&mut practice.state, deed, now)
}

/// Brings a drive the entries it lacks. What was done is done already: trouble with it makes nothing
/// fail, and the next visit brings them.
///
/// # Errors
/// `Ledger` when the computer's own is broken; `Busy`; when the drive cannot be read or written.
pub fn bring(practice: &mut Practice, on: &Plugged) -> Result<()> {
    let held = on.hold(practice)?;
    bring_to(practice, &held.vault, held.drive.row)
}

/// The same for a drive that is in hand.
///
/// # Errors
/// As [`bring`], without `Busy`.
pub(super) fn bring_to(practice: &mut Practice, vault: &Vault<'_>, drive: i64) -> Result<()> {
    let ordinary = practice.config.sections.first().map(|section| section.id);
    let writers = practice.writers()?;
    let Some(section) = writers.iter().find(|writer| Some(writer.id) == ordinary) else {
        return Ok(());
    };
    ledger::bring(vault, section, &mut practice.state, drive).map(drop)
}

/// Ends what a run that was stopped had begun to bring, for whoever looks for damage next. A drive that
/// does not take it is looked at all the same.
///
/// # Errors
/// `State`.
pub(super) fn bring_what_was_begun(
    practice: &mut Practice,
    vault: &Vault<'_>,
    drive: &Drive,
) -> Result<()> {
    if !ledger::is_unfinished(&practice.state, drive.row)? {
        return Ok(());
    }
    match bring_to(practice, vault, drive.row) {
        Err(Error::Drive { .. } | Error::Damaged { .. } | Error::Ledger { .. }) => Ok(()),
        other => other,
    }
}

/// The same for every drive that is there; gives what went wrong, each with the drive's name.
#[must_use]
pub fn bring_all(practice: &mut Practice, plugged: &[Plugged]) -> Vec<(String, Error)> {
    let wrong = |on: &Plugged| Some((on.drive.name.clone(), bring(practice, on).err()?));
    plugged.iter().filter_map(wrong).collect()
}

/// Compares the computer's ledger with the copy on a drive; gives what is wrong with either.
///
/// # Errors
/// When the drive cannot be read; `State`.
pub fn compare(
    practice: &Practice,
    vault: &Vault<'_>,
    sections: &[SectionReader],
) -> Result<Option<Error>> {
    let ordinary = practice.config.sections.first().map(|section| section.id);
    let Some(reader) = sections.iter().find(|reader| Some(reader.id) == ordinary) else {
        return Ok(None);
    };
    let ours = match ledger::read(&practice.state) {
        Err(broken @ Error::Ledger { .. }) => return Ok(Some(broken)),
        other => other?,
    };
    let next = ours.len() as u64 + 1;
    Ok(match ledger::read_copy(vault, reader)?.against(&ours) {
        CopyStanding::Agrees { .. } => None,
        CopyStanding::Longer { .. } => {
            Some(Error::Ledger { entry: next, trouble: LedgerTrouble::Cut })
        }
        CopyStanding::Differs { entry } => {
            Some(Error::Ledger { entry, trouble: LedgerTrouble::Differs })
        }
    })
}

/// A drive as the ledger tells of it: the evidence that goes into the chain of hashes.
///
/// # Errors
/// `State`.
pub fn drive_event(practice: &Practice, drive: &Drive, by: Option<&str>) -> Result<DriveEvent> {
    let profile = drives::profile_of(&practice.state, drive)?;
    let facts = DriveIdentity::recorded(drive);
    Ok(DriveEvent {
        drive: drive.id,
        name: drive.name.clone(),
        by: by.map(str::to_owned),
        on: None,
        facts: Some(json!({
            "model": facts.model,
            "serial": facts.hardware_serial,
            "bus": facts.bus,
            "file_system": facts.file_system,
            "size_bytes": facts.size_bytes,
            "medium": profile.medium(),
            "ever_held": profile.ever_held(),
            "probe": profile.probe,
        })),
    })
}
