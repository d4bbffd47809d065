//! What the opening keys at hand open on a drive.

use crate::config::Config;
use crate::crypto::Identity;
use crate::error::{Error, KeyTrouble, Result};
use crate::practice::Practice;
use crate::vault::{self, SectionReader, Vault};

/// Every section of a vault that these identities open.
///
/// # Errors
/// `Key(OpensNothing)` when there is none; `Damaged` when a keyring is not authentic.
pub fn read_sections(vault: &Vault<'_>, identities: &[Identity]) -> Result<Vec<SectionReader>> {
    let mut readers = Vec::new();
    for section in vault::sections_on(vault)? {
        match vault::read_section(vault, section, identities) {
            Err(Error::Key(KeyTrouble::OpensNothing)) => {}
            other => readers.push(other?),
        }
    }
    if readers.is_empty() { Err(Error::Key(KeyTrouble::OpensNothing)) } else { Ok(readers) }
}

/// The epoch of the newest of these keys that the configuration knows.
#[must_use]
pub fn epoch_of(config: &Config, identities: &[Identity]) -> Option<u32> {
    let public = |key: &Identity| key.to_recipient().map(|recipient| recipient.to_string());
    let known: Vec<String> = identities.iter().filter_map(public).collect();
    let ours = config.keys.iter().filter(|key| known.contains(&key.recipient));
    ours.map(|key| key.epoch).max()
}

impl Practice {
    /// Every section of a vault that these identities open.
    ///
    /// # Errors
    /// As [`read_sections`]; `Key(OldEpoch)` when a key that opens nothing was replaced by another.
    pub fn read_sections(
        &self,
        vault: &Vault<'_>,
        identities: &[Identity],
    ) -> Result<Vec<SectionReader>> {
        let current = self.config.practice.epoch;
        read_sections(vault, identities).map_err(|error| match error {
            Error::Key(KeyTrouble::OpensNothing) => match epoch_of(&self.config, identities) {
                Some(found) if found < current => {
                    Error::Key(KeyTrouble::OldEpoch { found, current })
                }
                _ => error,
            },
            other => other,
        })
    }
}
