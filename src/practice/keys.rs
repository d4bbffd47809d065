//! What the opening keys at hand open on a drive.

use std::collections::BTreeMap;

use crate::config::{Config, OpeningKey};
use crate::crypto::{Identity, Recipient};
use crate::error::{Error, KeyTrouble, Result};
use crate::format::names::{ObjectPath, PartName};
use crate::practice::Practice;
use crate::vault::{self, SectionReader, SectionWriter, Vault};

/// Copies of keyring parts, fetched where they are needed.
type Copies<'a> = &'a dyn Fn() -> Result<BTreeMap<ObjectPath, Vec<u8>>>;

/// Every section of a vault that these identities open.
///
/// # Errors
/// `Key(OpensNothing)` when there is none, `Key(Plugin)` when a token that might could not be asked;
/// `Damaged` when what they open is not authentic.
pub fn read_sections(vault: &Vault<'_>, identities: &[Identity]) -> Result<Vec<SectionReader>> {
    read(vault, identities, &[], None)
}

/// `known` proves parts of the sections that this computer knows; `copies` stand in where the drive lost all that
/// these identities open.
fn read(
    vault: &Vault<'_>,
    identities: &[Identity],
    known: &[SectionWriter],
    copies: Option<Copies<'_>>,
) -> Result<Vec<SectionReader>> {
    let mut readers = Vec::new();
    let mut why = Error::Key(KeyTrouble::OpensNothing);
    for section in vault::sections_on(vault)? {
        let naming = known.iter().find(|known| known.id == section).map(|known| &known.naming);
        let mut read = vault::read_known_section(vault, section, identities, naming);
        if let (Err(Error::Key(KeyTrouble::OpensNothing) | Error::Damaged { .. }), Some(copies)) =
            (&read, copies)
        {
            let copies = copies()?;
            let copied = vault::read_copied_section(vault, section, identities, naming, &copies);
            read = copied.or(read);
        }
        match read {
            Ok(reader) => readers.push(reader),
            Err(Error::Key(KeyTrouble::OpensNothing)) => {}
            Err(damaged @ Error::Damaged { .. }) => why = damaged,
            // What another key opens is opened; the token matters only where nothing is.
            Err(missing @ Error::Key(KeyTrouble::Plugin(_))) => why = missing,
            Err(other) => return Err(other),
        }
    }
    if readers.is_empty() { Err(why) } else { Ok(readers) }
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
    /// As [`read_sections`]; `Key(OldEpoch)` when a key of this practice belongs to
    /// another epoch than the drive.
    pub fn read_sections(
        &self,
        vault: &Vault<'_>,
        identities: &[Identity],
    ) -> Result<Vec<SectionReader>> {
        self.read(vault, identities, None)
    }

    /// The same for who only looks: a drive that lost its keyring is read with the copies of the parts that this
    /// computer keeps, and what is the matter with them on the drive is damage of the section. It proves nothing
    /// of what these identities open there.
    ///
    /// # Errors
    /// As [`Practice::read_sections`].
    pub fn sections_or_copies(
        &self,
        vault: &Vault<'_>,
        identities: &[Identity],
    ) -> Result<Vec<SectionReader>> {
        // A drive that waits for the new lock has lost nothing.
        let is_in_force = |epoch| epoch == self.config.practice.epoch;
        let copies = || match newest_epoch(vault).is_none_or(is_in_force) {
            true => self.parts_in_force(),
            false => Ok(BTreeMap::new()),
        };
        self.read(vault, identities, Some(&copies))
    }

    fn read(
        &self,
        vault: &Vault<'_>,
        identities: &[Identity],
        copies: Option<Copies<'_>>,
    ) -> Result<Vec<SectionReader>> {
        let known = self.writers().unwrap_or_default();
        let mut readers = read(vault, identities, &known, copies).map_err(|error| match error {
            Error::Key(KeyTrouble::OpensNothing) => self.other_epoch(vault, identities),
            other => other,
        })?;
        for reader in &mut readers {
            let tag = |key: &OpeningKey| Ok(key.recipient.parse::<Recipient>()?.tag());
            let tags = self.config.keys_of(reader.id).map(tag).collect::<Result<_>>()?;
            reader.leave_sealed_to(&tags);
        }
        Ok(readers)
    }

    /// A key of this practice that does not open a drive belongs to another lock than the drive.
    fn other_epoch(&self, vault: &Vault<'_>, identities: &[Identity]) -> Error {
        let needed = newest_epoch(vault).unwrap_or(self.config.practice.epoch);
        match epoch_of(&self.config, identities) {
            Some(found) if found != needed => {
                Error::Key(KeyTrouble::OldEpoch { found, current: needed })
            }
            _ => Error::Key(KeyTrouble::OpensNothing),
        }
    }
}

/// The newest epoch in the names of the keyring parts on a drive: good for a sentence, not for a decision.
fn newest_epoch(vault: &Vault<'_>) -> Option<u32> {
    let listed = vault.storage.list("sections").ok()?;
    listed.iter().filter_map(|(object, _)| PartName::of(object)).map(|part| part.epoch).max()
}
