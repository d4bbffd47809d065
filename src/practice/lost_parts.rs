//! Keyring parts whose copy this computer lost: taken back from a drive that has them, and told of one that lacks them.
//!
//! A part is made where its records are first backed up, and other drives get it from the computer's copy. Without
//! the copy their next backups would hold what nobody can open there.

use std::collections::BTreeSet;

use serde::de::IgnoredAny;

use crate::crypto::Recipient;
use crate::error::{Error, Result};
use crate::format::names::{Name, ObjectPath, PartName};
use crate::practice::Practice;
use crate::state::named::{PURGE_JOURNAL, PURGED_UP_TO, REKEYINGS};
use crate::state::{Drive, DriveState};
use crate::vault::Vault;

impl Practice {
    /// Keeps a copy again of every part that lies on a drive and whose copy here is gone; says how many.
    ///
    /// # Errors
    /// `State`; when the drive is gone, or a copy cannot be written.
    pub fn take_parts_back(&self, drive: &Drive, vault: &Vault<'_>) -> Result<u64> {
        let mut back = 0;
        for object in self.lost_parts(drive)? {
            match vault.read_small(&object) {
                Ok(bytes) => self.save_part(&object, &bytes)?,
                Err(Error::Damaged { .. }) => continue,
                Err(other) => return Err(other),
            }
            back += 1;
        }
        Ok(back)
    }

    /// Names of the other drives in use that alone hold keys without which what is backed up to this one cannot be
    /// opened there. Plugging one of them in mends it.
    ///
    /// # Errors
    /// `State`; when the copies here cannot be read.
    pub fn keys_elsewhere(&self, drive: &Drive) -> Result<Vec<String>> {
        let own = self.noted_parts(drive)?;
        let is_own = |object: &ObjectPath| PartName::of(object).is_some_and(|p| own.contains(&p));
        let mut names = Vec::new();
        for other in self.state.drives()? {
            let may_help = other.row != drive.row && other.state == DriveState::Active;
            if may_help && !self.lost_parts(&other)?.iter().all(is_own) {
                names.push(other.name);
            }
        }
        Ok(names)
    }

    /// Parts that lay on a drive when we left it, that are in force, and of which no copy is here. Nothing where
    /// the drive is owed an erasing or a new lock: what lies there may be what has to go.
    fn lost_parts(&self, drive: &Drive) -> Result<Vec<ObjectPath>> {
        if self.may_owe(drive)? {
            return Ok(Vec::new());
        }
        let noted = self.noted_in_force(drive)?;
        if noted.is_empty() {
            return Ok(noted);
        }
        let kept: BTreeSet<ObjectPath> = self.part_copies()?.into_iter().collect();
        Ok(noted.into_iter().filter(|object| !kept.contains(object)).collect())
    }

    /// Of the parts that were noted on a drive, those that an opening key in force opens.
    pub(super) fn noted_in_force(&self, drive: &Drive) -> Result<Vec<ObjectPath>> {
        let noted = self.noted_parts(drive)?;
        let in_force = self.config.practice.epoch;
        let sections: BTreeSet<_> = noted.iter().map(|part| part.section).collect();
        let mut tags = BTreeSet::new();
        for section in sections {
            for key in self.config.keys_of(section) {
                tags.insert((section, key.recipient.parse::<Recipient>()?.tag()));
            }
        }
        let opens = |part: &PartName| {
            part.epoch == in_force && tags.contains(&(part.section, part.tag.clone()))
        };
        let path = |part: PartName| Name::Keyring(part).path();
        Ok(noted.into_iter().filter(opens).filter_map(path).collect())
    }

    /// Whether parts on a drive may be such that were given up elsewhere since it was last here.
    pub(super) fn may_owe(&self, drive: &Drive) -> Result<bool> {
        let done: u64 = self.state.drive_note(drive.row, PURGED_UP_TO)?.unwrap_or(0);
        let is_under_way = |collection| Ok(!self.state.items::<IgnoredAny>(collection)?.is_empty());
        Ok(self.is_being_changed(drive)?
            || self.state.purge_entries()?.iter().any(|entry| *entry > done)
            || is_under_way(PURGE_JOURNAL)?
            || is_under_way(REKEYINGS)?)
    }
}
