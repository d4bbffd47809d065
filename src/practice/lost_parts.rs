//! Keyring parts whose copy this computer lost: taken back from a drive that has them, and told of one that lacks them.
//!
//! A part is made where its records are first backed up, and other drives get it from the computer's copy. Without
//! the copy their next backups would hold what nobody can open there.

use std::collections::BTreeSet;

use serde::de::IgnoredAny;

use crate::error::{Error, Result};
use crate::format::names::{Name, ObjectPath, PartName};
use crate::practice::{InForce, Practice};
use crate::state::named::{PURGE_JOURNAL, REKEYINGS};
use crate::state::{Drive, DriveState};
use crate::vault::Vault;

impl Practice {
    /// Keeps a copy again of every part that lies on a drive and whose copy here is gone.
    ///
    /// # Errors
    /// `State`; when the drive is gone, or a copy cannot be written.
    pub fn take_parts_back(&self, drive: &Drive, vault: &Vault<'_>) -> Result<()> {
        for object in self.lost_parts(drive)? {
            match vault.read_small(&object) {
                Ok(bytes) => self.save_part(&object, &bytes)?,
                Err(Error::Damaged { .. }) => {}
                Err(other) => return Err(other),
            }
        }
        Ok(())
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

    /// Parts that lay on a drive when we left it, that are in force, and of which no copy is here.
    fn lost_parts(&self, drive: &Drive) -> Result<BTreeSet<ObjectPath>> {
        let mut lost = self.noted_in_force(drive)?;
        if !lost.is_empty() {
            let kept = self.kept_parts()?;
            lost.retain(|object| !kept.contains(object));
        }
        Ok(lost)
    }

    /// Of the parts that were noted on a drive, those that an opening key in force opens. None where the drive may be
    /// owed an erasing or a new lock: what lies there may be what has to go.
    pub(super) fn noted_in_force(&self, drive: &Drive) -> Result<BTreeSet<ObjectPath>> {
        if self.may_owe(drive)? {
            return Ok(BTreeSet::new());
        }
        let in_force = InForce::of(&self.config)?;
        let noted = self.noted_parts(drive)?.into_iter().filter(|part| in_force.has(part));
        Ok(noted.filter_map(|part| Name::Keyring(part).path()).collect())
    }

    /// Whether parts on a drive may be such that were given up elsewhere since it was last here.
    fn may_owe(&self, drive: &Drive) -> Result<bool> {
        let is_under_way = |collection| Ok(!self.state.items::<IgnoredAny>(collection)?.is_empty());
        Ok(self.is_being_changed(drive)?
            || self.missed_purge(drive)?.is_some()
            || is_under_way(PURGE_JOURNAL)?
            || is_under_way(REKEYINGS)?)
    }
}
