//! The keyring of a purge: finding the part that is good enough already, or writing a new one.

use std::collections::{BTreeMap, HashMap, HashSet};

use secrecy::ExposeSecret;
use zeroize::Zeroizing;

use super::Work;
use crate::crypto::{Identity, KeyKind};
use crate::error::{Damage, Error, Result};
use crate::format::documents::KeyringLine;
use crate::format::names::ObjectPath;
use crate::id::{KeyId, RecordId, SectionId};
use crate::vault::{self, Document, PartPlace, SectionReader, Vault};

/// What the name of a part says, and its lines if an identity opened it.
pub(super) struct Part {
    pub object: ObjectPath,
    pub number: u64,
    pub tag: String,
    epoch: u32,
    is_whole: bool,
    pub lines: Vec<KeyringLine>,
}

/// Epoch, number and tag out of the name of a part; zeros where it cannot be one.
fn name_parts(object: &ObjectPath) -> (u32, u64, String) {
    let mut parts = object.file_name().split('-');
    let epoch = parts.next().and_then(|part| part.parse().ok()).unwrap_or(0);
    let number = parts.next().and_then(|part| part.parse().ok()).unwrap_or(0);
    (epoch, number, parts.next().unwrap_or_default().to_owned())
}

/// Every part on the drive, by number.
pub(super) fn all(
    vault: &Vault<'_>,
    section: &SectionReader,
    identities: &[Identity],
) -> Result<Vec<Part>> {
    let names = super::listed(vault, section.id, "keyring")?;
    super::in_order(&names)
        .into_iter()
        .map(|object| {
            let (epoch, number, tag) = name_parts(object);
            let lines = open(vault, section, identities, object)?;
            let is_whole = lines.is_some();
            let lines = lines.unwrap_or_default();
            Ok(Part { object: object.clone(), number, tag, epoch, is_whole, lines })
        })
        .collect()
}

/// The lines of a part, none if it is whole but no identity opens it; nothing when it is damaged.
fn open(
    vault: &Vault<'_>,
    section: &SectionReader,
    identities: &[Identity],
    object: &ObjectPath,
) -> Result<Option<Vec<KeyringLine>>> {
    let bytes = match vault.read_small(object) {
        Err(Error::Damaged { .. }) => return Ok(None),
        other => other?,
    };
    match Document::open(object, &bytes, identities, |_| Ok(section.naming.clone())) {
        Ok(document) => document.lines(object).collect::<Result<Vec<_>>>().map(Some),
        Err(Error::Damaged { damage: Damage::DoesNotOpen, .. }) => Ok(Some(Vec::new())),
        Err(Error::Damaged { .. }) => Ok(None),
        Err(other) => Err(other),
    }
}

/// The number of a part that opens the whole section for every recipient, with the parts after
/// it, and that knows nothing forgotten. Both copies of these parts are whole when this returns.
pub(super) fn base(
    vault: &Vault<'_>,
    section: &SectionReader,
    work: &Work<'_>,
    forgotten_keys: &HashSet<KeyId>,
) -> Result<Option<u64>> {
    let parts = all(vault, section, work.identities)?;
    let complete = |part: &&Part| part.lines.iter().any(is_naming);
    let last = parts.iter().filter(complete).map(|part| part.number).max();
    let Some(number) = last else { return Ok(None) };
    let kept: Vec<&Part> = parts.iter().filter(|part| part.number >= number).collect();
    let base = kept.iter().filter(|part| part.number == number && part.epoch == work.epoch);
    let tags: HashSet<&str> =
        base.filter(|part| part.is_whole).map(|part| part.tag.as_str()).collect();
    let serves_all = work.recipients.iter().all(|to| tags.contains(to.tag().as_str()));
    if !serves_all || !is_clean(&kept, section, forgotten_keys) {
        return Ok(None);
    }
    for part in kept.iter().filter(|part| part.is_whole) {
        let bytes = vault.read_small(&part.object)?;
        vault.ensure_small(&part.object, &bytes)?;
    }
    Ok(Some(number))
}

const fn is_naming(line: &KeyringLine) -> bool {
    matches!(line, KeyringLine::Naming { .. })
}

/// Whether parts hold all keys that are not forgotten, none that is, and only the newest catalog.
fn is_clean(parts: &[&Part], section: &SectionReader, forgotten_keys: &HashSet<KeyId>) -> bool {
    let mut keys = HashSet::new();
    let mut tombs = HashSet::new();
    let (mut has_vault_key, mut only_newest, mut has_catalog) = (false, true, false);
    for line in parts.iter().flat_map(|part| &part.lines) {
        match line {
            KeyringLine::Record { key, .. } => drop(keys.insert(*key)),
            KeyringLine::Forgotten { key, .. } => drop(tombs.insert(*key)),
            KeyringLine::VaultKey { .. } => has_vault_key = true,
            KeyringLine::Catalog { generation, .. } => {
                has_catalog = true;
                only_newest &= *generation == section.generation;
            }
            KeyringLine::Naming { .. } => {}
        }
    }
    let wanted = section.keys.keys().filter(|key| !forgotten_keys.contains(key));
    has_vault_key
        && has_catalog
        && only_newest
        && keys.is_disjoint(forgotten_keys)
        && tombs.is_superset(forgotten_keys)
        && wanted.into_iter().all(|key| keys.contains(key))
}

/// Writes a part with everything that is kept and a new catalog; answers its number.
pub(super) fn renew(
    vault: &Vault<'_>,
    section: &mut SectionReader,
    work: &mut Work<'_>,
    forgotten_keys: &HashSet<KeyId>,
) -> Result<u64> {
    let catalog = like(section.catalogs.first());
    let generation = section.generation + 1;
    let number = section.next_part.max(work.next_part);
    let mut lines = vault::first_lines(&section.vault_key, &section.naming, &catalog, generation);
    lines.extend(record_lines(&section.keys));
    let mut tombs: Vec<KeyId> = forgotten_keys.iter().copied().collect();
    tombs.sort();
    lines.extend(tombs.into_iter().map(|key| KeyringLine::Forgotten {
        key,
        record: section.forgotten_records.get(&key).copied(),
    }));
    let place =
        PartPlace { practice: vault.practice, section: section.id, epoch: work.epoch, number };
    let parts = vault::make_part(place, &section.naming, &lines, work.recipients)?;
    for (object, bytes) in &parts {
        (work.keep_part)(object, bytes)?;
    }
    for (object, bytes) in &parts {
        vault.put_small(object, bytes)?;
    }
    section.catalogs.insert(0, catalog);
    section.generation = generation;
    section.next_part = number + 1;
    Ok(number)
}

/// A new catalog identity of the kind that is in force.
fn like(old: Option<&Identity>) -> Identity {
    match old.map(Identity::kind) {
        Some(KeyKind::PostQuantum) => Identity::generate_post_quantum(),
        _ => Identity::generate(),
    }
}

fn record_lines(keys: &HashMap<KeyId, (RecordId, Identity)>) -> Vec<KeyringLine> {
    let sorted: BTreeMap<_, _> = keys.iter().collect();
    let line = |(key, (record, identity)): (&KeyId, &(RecordId, Identity))| {
        let secret = identity.secret_text().expose_secret().to_owned();
        KeyringLine::Record { record: *record, key: *key, secret }
    };
    sorted.into_iter().map(line).collect()
}

/// Catalogs, each once: a part that several identities open tells the same one several times.
pub(super) fn distinct(catalogs: &[Identity]) -> Vec<Identity> {
    let mut seen: Vec<Zeroizing<String>> = Vec::new();
    let mut is_new = |identity: &&Identity| {
        let text = Zeroizing::new(identity.secret_text().expose_secret().to_owned());
        let is_new = !seen.contains(&text);
        seen.push(text);
        is_new
    };
    catalogs.iter().filter(|identity| is_new(identity)).cloned().collect()
}

/// A reader that opens only what is sealed to the catalog in force, and no segment.
pub(super) fn newest_only(section: &SectionReader) -> SectionReader {
    with_catalogs(section, section.catalogs.iter().take(1).cloned().collect())
}

/// A reader with other catalogs, that opens no segment.
pub(super) fn with_catalogs(section: &SectionReader, catalogs: Vec<Identity>) -> SectionReader {
    SectionReader {
        id: section.id,
        vault_key: section.vault_key.clone(),
        naming: section.naming.clone(),
        catalogs,
        generation: section.generation,
        keys: HashMap::new(),
        forgotten: section.forgotten.clone(),
        forgotten_records: section.forgotten_records.clone(),
        next_part: section.next_part,
        epoch: section.epoch,
    }
}

/// Names of the parts on the drive that are in force, and of those that must go.
pub(super) fn sorted(
    vault: &Vault<'_>,
    section: SectionId,
    base_part: u64,
    tags: &HashSet<String>,
) -> Result<(Vec<ObjectPath>, Vec<ObjectPath>)> {
    let names = super::listed(vault, section, "keyring")?;
    let in_force = |object: &ObjectPath| {
        let (_, number, tag) = name_parts(object);
        number >= base_part && tags.contains(&tag)
    };
    Ok(super::in_order(&names).into_iter().cloned().partition(in_force))
}
