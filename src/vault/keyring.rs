//! Keyring parts: the secrets of a section, sealed once for each opening key.

use std::collections::{BTreeSet, HashMap, HashSet};

use secrecy::ExposeSecret;

use crate::crypto::hash::{self, NamingSecret};
use crate::crypto::{Identity, Recipient};
use crate::error::{Damage, Error, KeyTrouble, Result};
use crate::format::FORMAT_VERSION;
use crate::format::documents::{Header, KeyringLine, ObjectKind};
use crate::format::names::{self, ObjectPath};
use crate::id::{KeyId, PracticeId, RecordId, SectionId};
use crate::vault::document::{Document, Draft};
use crate::vault::{SectionWriter, Vault};

/// Everything an opening key reveals of one section.
pub struct SectionReader {
    /// The section.
    pub id: SectionId,
    /// Authenticates `vault.json`.
    pub vault_key: NamingSecret,
    /// Names chunks and records, authenticates objects.
    pub naming: NamingSecret,
    /// Catalog identities, the one in force first.
    pub catalogs: Vec<Identity>,
    /// Generation of the catalog identity in force.
    pub generation: u32,
    /// What opens the segments of each key of a record.
    pub keys: HashMap<KeyId, (RecordId, Identity)>,
    /// Keys that were forgotten on purpose.
    pub forgotten: HashSet<KeyId>,
    /// The records of these keys, where they were forgotten as a whole.
    pub forgotten_records: HashMap<KeyId, RecordId>,
    /// Number of the next keyring part, as far as this drive tells.
    pub next_part: u64,
    /// Highest epoch among the parts that were opened.
    pub epoch: u32,
}

impl SectionReader {
    /// The writing half.
    ///
    /// # Errors
    /// When the catalog identity has no public half, which no valid keyring brings about.
    pub fn writer(&self) -> Result<SectionWriter> {
        let catalog = self.catalogs.first().and_then(Identity::to_recipient);
        let catalog = catalog.ok_or(Error::Key(KeyTrouble::OpensNothing))?;
        Ok(SectionWriter { id: self.id, naming: self.naming.clone(), catalog })
    }
}

/// Lines for the first part of a section.
#[must_use]
pub fn first_lines(
    vault_key: &NamingSecret,
    naming: &NamingSecret,
    catalog: &Identity,
    generation: u32,
) -> Vec<KeyringLine> {
    vec![
        KeyringLine::VaultKey { secret: super::secret_line(vault_key) },
        KeyringLine::Naming { secret: super::secret_line(naming) },
        KeyringLine::Catalog {
            generation,
            secret: catalog.secret_text().expose_secret().to_owned(),
        },
    ]
}

/// Where a part belongs: everything its header and name say.
#[derive(Debug, Clone, Copy)]
pub struct PartPlace {
    /// The practice.
    pub practice: PracticeId,
    /// The section.
    pub section: SectionId,
    /// The epoch of the recipients.
    pub epoch: u32,
    /// Its number.
    pub number: u64,
}

/// One keyring part for every recipient: its place on a drive, and its bytes.
///
/// # Errors
/// When a recipient's plugin fails.
pub fn make_part(
    place: PartPlace,
    naming: &NamingSecret,
    lines: &[KeyringLine],
    recipients: &[Recipient],
) -> Result<Vec<(ObjectPath, Vec<u8>)>> {
    let mut draft = Draft::new(&Header {
        refuge: FORMAT_VERSION,
        kind: ObjectKind::Keyring,
        practice: place.practice,
        section: place.section,
        vault: None,
        seq: place.number,
    })?;
    for line in lines {
        draft.line(line)?;
    }
    draft.authenticate(naming)?;
    let sealed = |recipient: &Recipient| {
        let bytes = draft.seal_authenticated(recipient)?;
        let hash = hash::object_hash(&bytes);
        let tag = recipient.tag();
        let object = names::keyring(place.section, place.epoch, place.number, &tag, hash);
        Ok((object, bytes))
    };
    recipients.iter().map(sealed).collect()
}

/// The sections that have a folder on the drive.
///
/// # Errors
/// When the drive cannot be listed.
pub fn sections_on(vault: &Vault<'_>) -> Result<BTreeSet<SectionId>> {
    let listed = vault.storage.list("sections")?;
    let section = |object: &ObjectPath| object.as_str().split('/').nth(1)?.parse().ok();
    Ok(listed.iter().filter_map(|(object, _)| section(object)).collect())
}

/// Everything `identities` reveal of a section on this drive.
///
/// # Errors
/// `Key(OpensNothing)` when they open no part of it; `Damaged(NotAuthentic)` when parts disagree.
/// Parts that are damaged in both copies are skipped: verification names them.
pub fn read_section(
    vault: &Vault<'_>,
    section: SectionId,
    identities: &[Identity],
) -> Result<SectionReader> {
    let folder = format!("{}/keyring", names::section(section));
    let mut gathered = Gathered::default();
    for object in part_names(vault, &folder)? {
        gathered.take(vault, section, &object, identities)?;
    }
    gathered.finish(section)
}

/// Names of parts in either copy of the folder: one that is missing in the first may be in the second.
fn part_names(vault: &Vault<'_>, folder: &str) -> Result<BTreeSet<ObjectPath>> {
    let first = vault.storage.list(folder)?;
    let second = vault.storage.list(&format!("mirror/{folder}"))?;
    let strip = |object: &ObjectPath| {
        let path = object.as_str();
        ObjectPath::parse(path.strip_prefix("mirror/").unwrap_or(path))
    };
    Ok(first.iter().chain(&second).filter_map(|(object, _)| strip(object)).collect())
}

#[derive(Default)]
struct Gathered {
    vault_key: Option<NamingSecret>,
    naming: Option<NamingSecret>,
    catalogs: Vec<(u32, Identity)>,
    keys: HashMap<KeyId, (RecordId, Identity)>,
    forgotten: HashSet<KeyId>,
    forgotten_records: HashMap<KeyId, RecordId>,
    next_part: u64,
    epoch: u32,
}

impl Gathered {
    /// Opens one part. Names sort by number, so the part with the naming secret comes first.
    fn take(
        &mut self,
        vault: &Vault<'_>,
        section: SectionId,
        object: &ObjectPath,
        identities: &[Identity],
    ) -> Result<()> {
        let (epoch, number) = numbers_of(object);
        self.next_part = self.next_part.max(number + 1);
        let bytes = match vault.read_small(object) {
            Err(Error::Damaged { .. }) => return Ok(()),
            other => other?,
        };
        let known = self.naming.clone();
        let opened = Document::open(object, &bytes, identities, |document| {
            let own = own_naming(document, object)?;
            own.or(known).ok_or_else(|| Error::damaged(object, Damage::NotAuthentic))
        });
        let document = match opened {
            Err(Error::Damaged { damage: Damage::DoesNotOpen, .. }) => return Ok(()),
            other => other?,
        };
        let header = &document.header;
        let in_place = header.kind == ObjectKind::Keyring
            && header.practice == vault.practice
            && header.section == section
            && header.seq == number;
        if !in_place {
            return Err(Error::damaged(object, Damage::NotAuthentic));
        }
        self.epoch = self.epoch.max(epoch);
        for line in document.lines::<KeyringLine>(object) {
            self.add(object, &line?)?;
        }
        Ok(())
    }

    fn add(&mut self, object: &ObjectPath, line: &KeyringLine) -> Result<()> {
        let malformed = || Error::damaged(object, Damage::Malformed);
        let secret = |text: &str| NamingSecret::from_hex(text).ok_or_else(malformed);
        let identity = |text: &str| text.parse::<Identity>().map_err(|_| malformed());
        match line {
            KeyringLine::VaultKey { secret: text } => self.vault_key = Some(secret(text)?),
            KeyringLine::Naming { secret: text } => {
                let found = secret(text)?;
                let agrees = self
                    .naming
                    .as_ref()
                    .is_none_or(|known| super::secret_line(known) == super::secret_line(&found));
                if !agrees {
                    return Err(Error::damaged(object, Damage::NotAuthentic));
                }
                self.naming = Some(found);
            }
            KeyringLine::Catalog { generation, secret: text } => {
                self.catalogs.push((*generation, identity(text)?));
            }
            KeyringLine::Record { record, key, secret: text } => {
                self.keys.insert(*key, (*record, identity(text)?));
            }
            KeyringLine::Forgotten { key, record } => {
                self.forgotten.insert(*key);
                self.forgotten_records.extend(record.map(|record| (*key, record)));
            }
        }
        Ok(())
    }

    fn finish(mut self, section: SectionId) -> Result<SectionReader> {
        let nothing = || Error::Key(KeyTrouble::OpensNothing);
        for key in &self.forgotten {
            self.keys.remove(key);
        }
        self.catalogs.sort_by_key(|(generation, _)| std::cmp::Reverse(*generation));
        let generation = self.catalogs.first().ok_or_else(nothing)?.0;
        Ok(SectionReader {
            id: section,
            vault_key: self.vault_key.ok_or_else(nothing)?,
            naming: self.naming.ok_or_else(nothing)?,
            catalogs: self.catalogs.into_iter().map(|(_, identity)| identity).collect(),
            generation,
            keys: self.keys,
            forgotten: self.forgotten,
            forgotten_records: self.forgotten_records,
            next_part: self.next_part,
            epoch: self.epoch,
        })
    }
}

fn own_naming(document: &Document, object: &ObjectPath) -> Result<Option<NamingSecret>> {
    for line in document.lines::<KeyringLine>(object) {
        if let KeyringLine::Naming { secret } = &line? {
            return Ok(NamingSecret::from_hex(secret));
        }
    }
    Ok(None)
}

/// Epoch and number out of `<epoch>-<number>-<tag>-<hash>.age`; zeros when it is not such a name.
fn numbers_of(object: &ObjectPath) -> (u32, u64) {
    let mut parts = object.file_name().split('-');
    let epoch = parts.next().and_then(|part| part.parse().ok()).unwrap_or(0);
    let number = parts.next().and_then(|part| part.parse().ok()).unwrap_or(0);
    (epoch, number)
}
