//! New sections: their secrets are made, sealed to the keys that may open them, and forgotten.

use zeroize::Zeroizing;

use crate::config::{KeyState, Section};
use crate::crypto::hash::{self, NamingSecret};
use crate::crypto::{Identity, Recipient};
use crate::error::{Error, KeyTrouble, Result, Thing};
use crate::id::SectionId;
use crate::practice::{Practice, secret_bytes};
use crate::state::SectionKeys;
use crate::vault::{self, PartPlace};

/// Generation of a section's first catalog identity, and number of its first part.
const FIRST: u32 = 1;

impl Practice {
    /// The section that these readers share; made when there is none yet. No readers: the ordinary
    /// section. The configuration is changed here but not written.
    ///
    /// # Errors
    /// `NotFound` when a reader is no opening key, `Key(LastKey)` when nobody could open it.
    pub fn section_of(&mut self, readers: &[String]) -> Result<SectionId> {
        let mut wanted = readers.to_vec();
        wanted.sort();
        wanted.dedup();
        let is_it = |section: &&Section| {
            let mut own = section.readers.clone();
            own.sort();
            own == wanted
        };
        match self.config.sections.iter().find(is_it) {
            Some(section) => Ok(section.id),
            None => self.new_section(wanted),
        }
    }

    fn new_section(&mut self, readers: Vec<String>) -> Result<SectionId> {
        let id = SectionId(hash::random_id());
        for reader in &readers {
            self.let_in(reader, id)?;
        }
        self.config.sections.push(Section { id, readers });
        let recipients: Vec<Recipient> =
            self.config.keys_of(id).map(|key| key.recipient.parse()).collect::<Result<_>>()?;
        if recipients.is_empty() {
            return Err(Error::Key(KeyTrouble::LastKey));
        }
        self.make_secrets(id, &recipients)?;
        Ok(id)
    }

    fn let_in(&mut self, reader: &str, section: SectionId) -> Result<()> {
        let is_it = |key: &&mut crate::config::OpeningKey| {
            key.name == reader && key.state == KeyState::Active
        };
        let key = self.config.keys.iter_mut().find(is_it);
        let key =
            key.ok_or_else(|| Error::NotFound { what: Thing::Key, name: reader.to_owned() })?;
        if let Some(sections) = &mut key.sections {
            sections.push(section);
        }
        Ok(())
    }

    /// The first part is on disk before the state knows the section: a section whose secrets
    /// nobody holds must not exist.
    fn make_secrets(&mut self, section: SectionId, recipients: &[Recipient]) -> Result<()> {
        let naming = NamingSecret::generate();
        let catalog = Identity::generate();
        let public = catalog.to_recipient().ok_or(Error::Key(KeyTrouble::NotARecipient))?;
        let place = PartPlace {
            practice: self.config.practice.id,
            section,
            epoch: self.config.practice.epoch,
            number: u64::from(FIRST),
        };
        let lines = vault::first_lines(&self.vault_key()?, &naming, &catalog, FIRST);
        for (object, bytes) in vault::make_part(place, &naming, &lines, recipients)? {
            self.save_part(&object, &bytes)?;
        }
        self.state.set_section(&SectionKeys {
            section,
            naming: Zeroizing::new(secret_bytes(&naming).to_vec()),
            generation: FIRST,
            catalog: public.to_string(),
            next_part: u64::from(FIRST) + 1,
        })
    }
}
