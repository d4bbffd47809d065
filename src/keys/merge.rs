//! One keyring part out of all that readers of a section hold.

use std::collections::BTreeMap;

use secrecy::ExposeSecret;

use crate::config::Config;
use crate::crypto::hash::NamingSecret;
use crate::crypto::{Identity, Recipient};
use crate::error::{Damage, Error, KeyTrouble, Result};
use crate::format::documents::KeyringLine;
use crate::format::names::{self, ObjectPath};
use crate::id::{KeyId, RecordId, SectionId};
use crate::state::State;
use crate::vault::{self, PartPlace, SectionReader};

/// Everything known of a section, each secret once.
pub(super) struct Merged {
    section: SectionId,
    naming: NamingSecret,
    vault_key: NamingSecret,
    catalogs: Vec<(u32, Identity)>,
    keys: BTreeMap<KeyId, KeyringLine>,
    forgotten: BTreeMap<KeyId, Option<RecordId>>,
}

impl Merged {
    /// Merges whatever `readers` know of `section`. A key that any of them knows as forgotten is
    /// forgotten: a drive that missed a purge cannot bring it back.
    pub(super) fn of(section: SectionId, readers: &[SectionReader]) -> Result<Self> {
        let mut own = readers.iter().filter(|reader| reader.id == section);
        let first = own.next().ok_or(Error::Key(KeyTrouble::NotAllSections))?;
        let mut merged = Self {
            section,
            naming: first.naming.clone(),
            vault_key: first.vault_key.clone(),
            catalogs: Vec::new(),
            keys: BTreeMap::new(),
            forgotten: BTreeMap::new(),
        };
        merged.take(first)?;
        for reader in own {
            merged.take(reader)?;
        }
        let Self { keys, forgotten, .. } = &mut merged;
        keys.retain(|key, _| !forgotten.contains_key(key));
        Ok(merged)
    }

    fn take(&mut self, reader: &SectionReader) -> Result<()> {
        if text(&self.naming) != text(&reader.naming) {
            return Err(Error::damaged(&names::keyring(self.section), Damage::NotAuthentic));
        }
        // Such a part may hold keys that nothing else has, and would go with the old lock.
        if let Some((object, damage)) = reader.damaged.iter().find(|(_, of)| of.is_unknown()) {
            return Err(Error::damaged(object, *damage));
        }
        // Readers have them newest first. Only which is the newest means anything.
        for (age, catalog) in (0..).zip(&reader.catalogs) {
            self.take_catalog(reader.generation.saturating_sub(age), catalog);
        }
        for (key, (record, identity)) in &reader.keys {
            self.keys.entry(*key).or_insert_with(|| KeyringLine::Record {
                record: *record,
                key: *key,
                secret: identity.secret_text().expose_secret().to_owned(),
            });
        }
        for key in &reader.forgotten {
            let record = reader.forgotten_records.get(key).copied();
            let known = self.forgotten.entry(*key).or_default();
            *known = known.or(record);
        }
        Ok(())
    }

    fn take_catalog(&mut self, generation: u32, catalog: &Identity) {
        match self.catalogs.iter_mut().find(|(_, known)| known == catalog) {
            Some((known, _)) => *known = generation.max(*known),
            None => self.catalogs.push((generation, catalog.clone())),
        }
    }

    /// Refuses when the computer seals to a key that is not among these: the readers come from
    /// a drive that lacks parts, and what it lacks would be lost with the old keys.
    pub(super) fn must_hold_all_of(&self, state: &State) -> Result<()> {
        let incomplete = || Error::damaged(&names::keyring(self.section), Damage::Missing);
        let known = |key: &KeyId| self.keys.contains_key(key) || self.forgotten.contains_key(key);
        let records = state.record_keys(self.section)?;
        let sections = state.sections()?;
        let catalog = sections.iter().find(|section| section.section == self.section);
        let has_catalog = catalog.is_none_or(|wanted| self.has_catalog(&wanted.catalog));
        let whole = has_catalog && records.values().all(|record| known(&record.key));
        if whole { Ok(()) } else { Err(incomplete()) }
    }

    fn has_catalog(&self, recipient: &str) -> bool {
        let public = |(_, catalog): &(u32, Identity)| catalog.to_recipient();
        self.catalogs.iter().filter_map(public).any(|found| found.to_string() == recipient)
    }

    /// The parts, one for each recipient.
    pub(super) fn seal(
        &self,
        config: &Config,
        epoch: u32,
        number: u64,
        recipients: &[Recipient],
    ) -> Result<Vec<(ObjectPath, Vec<u8>)>> {
        let practice = config.practice.id;
        let place = PartPlace { practice, section: self.section, epoch, number };
        vault::make_part(place, &self.naming, &self.lines(), recipients)
    }

    fn lines(&self) -> Vec<KeyringLine> {
        let mut lines = vec![
            KeyringLine::VaultKey { secret: text(&self.vault_key) },
            KeyringLine::Naming { secret: text(&self.naming) },
        ];
        lines.extend(self.catalogs.iter().map(|(generation, catalog)| KeyringLine::Catalog {
            generation: *generation,
            secret: catalog.secret_text().expose_secret().to_owned(),
        }));
        lines.extend(self.keys.values().cloned());
        let forgotten = self.forgotten.iter();
        lines.extend(
            forgotten.map(|(key, record)| KeyringLine::Forgotten { key: *key, record: *record }),
        );
        lines
    }
}

fn text(secret: &NamingSecret) -> String {
    secret.to_hex().expose_secret().to_owned()
}
