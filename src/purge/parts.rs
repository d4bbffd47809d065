//! The keyring of a purge: finding the part that is good enough already, or writing a new one.

use std::collections::{BTreeMap, HashMap, HashSet};

use secrecy::ExposeSecret;
use zeroize::Zeroizing;

use super::{Purge, Work};
use crate::crypto::{Identity, RecipientKind};
use crate::error::{Damage, Error, Result};
use crate::format::documents::KeyringLine;
use crate::format::names::{ObjectPath, PartName};
use crate::id::{KeyId, RecordId};
use crate::vault::{self, Copies, PartPlace, SectionReader, Vault};

/// A part: its lines if an identity opened it. What the name of any other says is not proven.
pub(super) struct Part {
    pub object: ObjectPath,
    pub number: u64,
    pub tag: String,
    epoch: u32,
    damage: Option<Damage>,
    pub lines: Vec<KeyringLine>,
}

impl Part {
    /// Epoch and number.
    const fn place(&self) -> (u32, u64) {
        (self.epoch, self.number)
    }

    /// What stops a purge: the medium failed, or a newer program wrote it. Nobody here can say what keys
    /// it holds.
    pub(super) fn unknown(&self) -> Option<Error> {
        self.damage
            .filter(|damage| damage.is_unknown())
            .map(|damage| Error::damaged(&self.object, damage))
    }
}

/// That no part which the computer put on the drive is missing there or misread: without it a key that must go
/// would not be looked for.
///
/// # Errors
/// `Damaged` with the first one.
pub(super) fn all_known_were_read(
    section: &SectionReader,
    parts: &[Part],
    known: &HashSet<String>,
) -> Result<()> {
    let is_ours = |object: &ObjectPath| known.contains(object.as_str());
    let misread = parts.iter().filter_map(|part| Some((&part.object, part.damage?)));
    let damaged = section.damaged.iter().map(|(object, damage)| (object, *damage)).chain(misread);
    if let Some((object, damage)) = damaged.into_iter().find(|(object, _)| is_ours(object)) {
        return Err(Error::damaged(object, damage));
    }
    let there: HashSet<&str> = parts.iter().map(|part| part.object.as_str()).collect();
    let gone = known.iter().filter(|object| !there.contains(object.as_str()));
    let mut gone = gone.filter_map(|object| ObjectPath::parse(object));
    let is_part_of_it =
        |object: &ObjectPath| PartName::of(object).is_some_and(|part| part.section == section.id);
    match gone.find(is_part_of_it) {
        Some(object) => Err(Error::damaged(&object, Damage::Missing)),
        None => Ok(()),
    }
}

/// Every part on the drive, by number.
pub(super) fn all(
    vault: &Vault<'_>,
    section: &SectionReader,
    identities: &[Identity],
) -> Result<Vec<Part>> {
    let names = super::listed(vault, section.id, "keyring")?;
    read(vault, section, identities, &names)
}

fn read(
    vault: &Vault<'_>,
    section: &SectionReader,
    identities: &[Identity],
    names: &Copies,
) -> Result<Vec<Part>> {
    super::in_order(names)
        .into_iter()
        .filter_map(|object| Some((object, PartName::of(object)?)))
        .map(|(object, PartName { epoch, number, tag, .. })| {
            let (lines, damage) = match open(vault, section, identities, object)? {
                Ok(lines) => (lines, None),
                Err(damage) => (Vec::new(), Some(damage)),
            };
            Ok(Part { object: object.clone(), number, tag, epoch, damage, lines })
        })
        .collect()
}

/// The lines of a part, none if it is whole but no identity opens it; or what is the matter with it.
fn open(
    vault: &Vault<'_>,
    section: &SectionReader,
    identities: &[Identity],
    object: &ObjectPath,
) -> Result<std::result::Result<Vec<KeyringLine>, Damage>> {
    match vault::read_part(vault, object, identities, &section.naming) {
        Ok(lines) => Ok(Ok(lines)),
        Err(Error::Damaged { damage: Damage::DoesNotOpen, .. }) => Ok(Ok(Vec::new())),
        Err(Error::Damaged { damage, .. }) => Ok(Err(damage)),
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
    let tags: Vec<&str> =
        base.filter(|part| part.damage.is_none()).map(|part| part.tag.as_str()).collect();
    // Of two parts for one key, one is not what it should be, and nobody but that key can say which.
    let times = |wanted: &str| tags.iter().filter(|tag| **tag == wanted).count();
    let serves_all = work.recipients.iter().all(|to| times(&to.tag()) == 1);
    if !serves_all || !is_clean(&kept, section, forgotten_keys) {
        return Ok(None);
    }
    for part in kept.iter().filter(|part| part.damage.is_none()) {
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
    let number = free_number(vault, section, section.next_part.max(work.next_part))?;
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

/// The first number from `least` on that no part on the drive has, not even in its name: a part for
/// another key would pass for one of this purge.
fn free_number(vault: &Vault<'_>, section: &SectionReader, least: u64) -> Result<u64> {
    let names = super::listed(vault, section.id, "keyring")?;
    let taken: HashSet<u64> =
        names.keys().filter_map(PartName::of).map(|part| part.number).collect();
    Ok((least..).find(|number| !taken.contains(number)).unwrap_or(least))
}

/// A new catalog identity of the kind that is in force.
fn like(old: Option<&Identity>) -> Identity {
    match old.map(Identity::kind) {
        Some(RecipientKind::PostQuantum) => Identity::generate_post_quantum(),
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

/// The keyring as one reading found it: what is in force, what that gives, and what must go.
pub(super) struct Keyring {
    /// What the parts in force give these identities, and nothing else does.
    pub reader: SectionReader,
    /// What was opened, from the base on, and what lies beside it for the other keys: no other number counts.
    pub in_force: Vec<ObjectPath>,
    /// Everything else that was listed.
    pub old: Vec<ObjectPath>,
    /// Whether the base is there for every recipient, whole.
    pub serves_all: bool,
}

/// Sorts the parts. What may go must follow from the very reading that proved what stays.
///
/// # Errors
/// `Damaged(Unreadable)` when the medium does not give back a part, `Damaged(Newer)` when a newer program wrote one.
pub(super) fn keyring(purge: &Purge<'_>, identities: &[Identity]) -> Result<Keyring> {
    let names = super::listed(purge.vault, purge.all.id, "keyring")?;
    let parts = read(purge.vault, &purge.all, identities, &names)?;
    if let Some(error) = parts.iter().find_map(Part::unknown) {
        return Err(error);
    }
    let opened: HashSet<(u32, u64)> =
        parts.iter().filter(|part| !part.lines.is_empty()).map(Part::place).collect();
    let is_in_force = |part: &&Part| {
        part.number >= purge.base_part
            && purge.tags.contains(&part.tag)
            && opened.contains(&part.place())
    };
    let kept: Vec<&Part> = parts.iter().filter(is_in_force).collect();
    let mut reader = with_catalogs(&purge.all, Vec::new());
    kept.iter().try_for_each(|part| give(part, &mut reader))?;
    reader.catalogs = distinct(&reader.catalogs);
    let is_base = |part: &&&Part| part.number == purge.base_part && part.damage.is_none();
    let served: HashSet<&String> = kept.iter().filter(is_base).map(|part| &part.tag).collect();
    let serves_all = purge.tags.iter().all(|tag| served.contains(tag));
    let in_force: Vec<ObjectPath> = kept.iter().map(|part| part.object.clone()).collect();
    let old = super::in_order(&names).into_iter().filter(|name| !in_force.contains(name));
    let old = old.cloned().collect();
    Ok(Keyring { reader, in_force, old, serves_all })
}

/// Adds what a part tells.
fn give(part: &Part, reader: &mut SectionReader) -> Result<()> {
    let malformed = || Error::damaged(&part.object, Damage::Malformed);
    let identity = |text: &str| text.parse::<Identity>().map_err(|_| malformed());
    for line in &part.lines {
        match line {
            KeyringLine::Record { record, key, secret } => {
                reader.keys.insert(*key, (*record, identity(secret)?));
            }
            KeyringLine::Catalog { secret, .. } => reader.catalogs.push(identity(secret)?),
            _ => {}
        }
    }
    Ok(())
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
        damaged: Vec::new(),
        shut: section.shut.clone(),
    }
}
