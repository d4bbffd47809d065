//! A drive in hand: recognised, its vault open, and no other run at it until it is let go of.

use crate::error::{Error, Result};
use crate::platform;
use crate::practice::{Plugged, Practice};
use crate::state::Drive;
use crate::vault::Vault;

/// A drive that nobody else is at. The one place where a drive is locked is [`Plugged::hold`].
pub struct Held<'a> {
    /// What the state knows of it.
    pub drive: &'a Drive,
    /// Its vault.
    pub vault: Vault<'a>,
    _lock: Option<platform::ObjectLock>,
}

impl Plugged {
    /// Opens its vault and keeps every other run away from it until the answer is dropped.
    ///
    /// # Errors
    /// `Busy` when another run has it; as [`Plugged::vault`].
    pub fn hold(&self, practice: &Practice) -> Result<Held<'_>> {
        let vault = self.vault(practice)?;
        let lock = match self.disk.lock() {
            // Nobody writes to a drive that does not say what it is.
            Err(Error::Damaged { .. }) if self.is_believed() => None,
            other => Some(other?),
        };
        Ok(Held { drive: &self.drive, vault, _lock: lock })
    }
}

impl<'a> Held<'a> {
    /// A vault on storage that nobody else can reach, such as memory: there is nothing to lock.
    #[must_use]
    pub const fn alone(drive: &'a Drive, vault: Vault<'a>) -> Self {
        Self { drive, vault, _lock: None }
    }
}
