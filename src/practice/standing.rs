//! How the keyring on a drive stands to what this computer gave it: told without a key.
//!
//! Whatever erases or changes keys writes new keyring parts and takes the old ones away, and what is left is
//! noted. So a drive on which none of the noted parts lies is not the drive we left: it was put back
//! to an older state, or somebody else went on with it. And no part may be there that is older than all of them.
//! Names alone tell this; whoever can write to the drive can bring about false alarms, nothing worse.

use std::collections::BTreeSet;

use crate::error::{DriveTrouble, Error, Result};
use crate::format::names::{ObjectPath, PartName};
use crate::practice::Practice;
use crate::state::Drive;
use crate::state::named::{KEYRING_PARTS, PURGE_BEGUN, PURGED_UP_TO};
use crate::storage::{self, Survey};
use crate::vault::Vault;

/// What the keyring parts of a drive tell.
pub(super) enum Standing {
    /// It is as we left it, as far as names tell.
    AsKnown,
    /// It was put back to before an erasing or a change of keys.
    Older,
    /// Somebody else erased or changed keys on it.
    Ahead,
    /// Parts that were taken away lie there again, of this epoch or an earlier one.
    OldAgain {
        /// The earliest epoch.
        epoch: u32,
    },
}

impl Practice {
    /// How a drive stands, by the names of its keyring parts.
    pub(super) fn standing(&self, vault: &Vault<'_>, drive: &Drive) -> Result<Standing> {
        let noted = self.noted_parts(drive)?;
        if noted.is_empty() || self.is_being_changed(drive)? {
            return Ok(Standing::AsKnown);
        }
        let Some(there) = on_drive(vault)? else { return Ok(Standing::AsKnown) };
        let is_of_ours = |part: &&PartName| noted.iter().any(|own| own.section == part.section);
        let there: Vec<&PartName> = there.iter().filter(is_of_ours).collect();
        if there.is_empty() {
            // Nothing at all is damage, which verifying tells.
            return Ok(Standing::AsKnown);
        }
        if !there.iter().any(|part| noted.contains(part)) {
            let newest_there = there.iter().map(|part| place(part)).max();
            let is_newer = newest_there > noted.iter().map(place).max();
            return Ok(if is_newer { Standing::Ahead } else { Standing::Older });
        }
        let is_old = |part: &&&PartName| {
            let own = noted.iter().filter(|own| own.section == part.section);
            own.map(place).min().is_some_and(|first| place(part) < first)
        };
        let oldest = there.iter().filter(is_old).map(|part| part.epoch).min();
        Ok(oldest.map_or(Standing::AsKnown, |epoch| Standing::OldAgain { epoch }))
    }

    pub(super) fn noted_parts(&self, drive: &Drive) -> Result<BTreeSet<PartName>> {
        let noted: Vec<String> =
            self.state.drive_note(drive.row, KEYRING_PARTS)?.unwrap_or_default();
        let name = |text: &String| PartName::of(&ObjectPath::parse(text)?);
        Ok(noted.iter().filter_map(name).collect())
    }

    /// Notes which of the parts we keep lie on a drive, or did: after everything that adds some or takes some away.
    ///
    /// # Errors
    /// `State`; when the drive is gone.
    pub fn note_parts(&mut self, drive: &Drive, vault: &Vault<'_>) -> Result<()> {
        self.note_parts_and(drive, vault, &BTreeSet::new())
    }

    /// The same where nothing was taken away: a part that is still there stays noted though its copy here is lost.
    ///
    /// # Errors
    /// As [`Practice::note_parts`].
    pub fn note_parts_there(&mut self, drive: &Drive, vault: &Vault<'_>) -> Result<()> {
        let stay = self.noted_in_force(drive)?;
        self.note_parts_and(drive, vault, &stay)
    }

    /// The same after a visit that brought the drive every part we keep: nobody has to look.
    ///
    /// # Errors
    /// `State`.
    pub fn note_all_parts(&mut self, drive: &Drive) -> Result<()> {
        let stay = self.noted_in_force(drive)?;
        let kept = self.kept_parts()?;
        self.set_noted(drive, kept.union(&stay))
    }

    fn note_parts_and(
        &mut self,
        drive: &Drive,
        vault: &Vault<'_>,
        stay: &BTreeSet<ObjectPath>,
    ) -> Result<()> {
        let Some(there) = on_drive(vault)? else { return Ok(()) };
        let (kept, before) = (self.kept_parts()?, self.noted_parts(drive)?);
        let is_its = |object: &&ObjectPath| {
            let part = PartName::of(object);
            part.is_some_and(|part| {
                there.contains(&part) || before.contains(&part) && kept.contains(*object)
            })
        };
        self.set_noted(drive, kept.union(stay).filter(is_its))
    }

    fn set_noted<'o>(
        &mut self,
        drive: &Drive,
        parts: impl Iterator<Item = &'o ObjectPath>,
    ) -> Result<()> {
        let noted: Vec<String> = parts.map(ToString::to_string).collect();
        let known: Option<Vec<String>> = self.state.drive_note(drive.row, KEYRING_PARTS)?;
        if noted.is_empty() || known.as_ref() == Some(&noted) {
            return Ok(());
        }
        self.state.set_drive_note(drive.row, KEYRING_PARTS, &noted)
    }

    /// The parts of the epoch in force of which a copy is here.
    pub(super) fn kept_parts(&self) -> Result<BTreeSet<ObjectPath>> {
        Ok(self.parts()?.into_iter().map(|(object, _)| object).collect())
    }

    /// The parts that must lie on a drive: those that did when we left it, and that we keep. Nothing where the drive
    /// is not as we left it.
    ///
    /// # Errors
    /// `State`; when the copies here cannot be listed.
    pub fn expected_parts(&self, drive: &Drive) -> Result<Vec<ObjectPath>> {
        if self.is_being_changed(drive)? {
            return Ok(Vec::new());
        }
        let noted = self.noted_parts(drive)?;
        let is_due =
            |object: &ObjectPath| PartName::of(object).is_some_and(|part| noted.contains(&part));
        Ok(self.kept_parts()?.into_iter().filter(is_due).collect())
    }

    /// Whether somebody else erased or changed keys on a drive, or it was put back to before we did: what this
    /// computer remembers of it is not so any more.
    ///
    /// # Errors
    /// `State`; when the drive is gone.
    pub fn changed_elsewhere(
        &self,
        drive: &Drive,
        vault: &Vault<'_>,
    ) -> Result<Option<DriveTrouble>> {
        self.trouble_of_standing(&self.standing(vault, drive)?, drive)
    }

    /// Whether an erasing stopped on this drive before its end: of records that were forgotten, or of the old
    /// key of one that got a new one.
    ///
    /// # Errors
    /// `State`.
    pub fn is_half_purged(&self, drive: &Drive) -> Result<bool> {
        Ok(self.state.drive_note(drive.row, PURGE_BEGUN)?.unwrap_or(false))
    }

    /// The number in the ledger of the last purge that a drive took part in; 0 before the first.
    ///
    /// # Errors
    /// `State`.
    pub fn purged_up_to(&self, drive: &Drive) -> Result<u64> {
        Ok(self.state.drive_note(drive.row, PURGED_UP_TO)?.unwrap_or(0))
    }

    /// The number in the ledger of the first purge that a drive took no part in.
    ///
    /// # Errors
    /// `State`.
    pub fn missed_purge(&self, drive: &Drive) -> Result<Option<u64>> {
        let done = self.purged_up_to(drive)?;
        Ok(self.state.purge_entries()?.into_iter().find(|entry| *entry > done))
    }

    /// Whether an erasing or a change of keys on the drive is not finished.
    pub(super) fn is_being_changed(&self, drive: &Drive) -> Result<bool> {
        let is_old = || Ok(self.state.drive_epoch(drive.id)? < self.config.practice.epoch);
        Ok(self.is_half_purged(drive)? || is_old()?)
    }

    /// What is wrong with a drive that stands like this.
    pub(super) fn trouble_of_standing(
        &self,
        standing: &Standing,
        drive: &Drive,
    ) -> Result<Option<DriveTrouble>> {
        Ok(match standing {
            Standing::AsKnown | Standing::OldAgain { .. } => None,
            Standing::Ahead => Some(DriveTrouble::Ahead),
            Standing::Older => {
                let undone = self.state.forgotten()?.len() as u64;
                Some(DriveTrouble::RolledBack { known: drive.seq, found: drive.seq, undone })
            }
        })
    }

    /// Takes nothing of what is remembered of a drive for granted: every erasing and every change of
    /// keys is owed again. For a copy, an older state, a drive whose past is not known.
    ///
    /// # Errors
    /// `State`.
    pub fn distrust(&mut self, drive: &Drive) -> Result<()> {
        self.state.set_drive_note(drive.row, KEYRING_PARTS, &Vec::<String>::new())?;
        self.owe_again(drive, 1)
    }

    /// Parts of an epoch that were taken away lie there again.
    pub(super) fn owe_again(&mut self, drive: &Drive, epoch: u32) -> Result<()> {
        let known = self.state.drive_epoch(drive.id)?;
        self.state.set_drive_epoch(drive.id, known.min(epoch.max(1)))?;
        self.state.set_drive_note(drive.row, PURGED_UP_TO, &0_u64)
    }
}

/// What makes a part older than another.
const fn place(part: &PartName) -> (u32, u64) {
    (part.epoch, part.number)
}

/// Parts on the drive, in either copy; nothing when they cannot all be seen.
fn on_drive(vault: &Vault<'_>) -> Result<Option<BTreeSet<PartName>>> {
    let mut found = BTreeSet::new();
    for folder in ["sections", "mirror/sections"] {
        let Survey { objects, unlisted } = match storage::survey(vault.storage, folder) {
            Err(Error::Drive { .. }) => return Ok(None),
            other => other?,
        };
        if !unlisted.is_empty() {
            return Ok(None);
        }
        found.extend(objects.iter().filter_map(|(object, _)| PartName::of(object)));
    }
    Ok(Some(found))
}
