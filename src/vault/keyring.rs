//! Keyring parts: the secrets of a section, sealed once for each opening key.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use secrecy::ExposeSecret;

use crate::crypto::hash::{self, NamingSecret};
use crate::crypto::{Identity, Recipient};
use crate::error::{Damage, Error, KeyTrouble, Result};
use crate::format::FORMAT_VERSION;
use crate::format::documents::{Header, KeyringLine, ObjectKind};
use crate::format::names::{self, Name, ObjectPath, PartName};
use crate::id::{KeyId, PracticeId, RecordId, SectionId};
use crate::vault::document::{Document, Draft, OpenedDocument};
use crate::vault::listing::objects_in;
use crate::vault::{SectionWriter, Vault};

/// Keeps the computer's own copy of a keyring part, durably; drives get it from there.
pub type KeepPart<'a> = &'a mut (dyn FnMut(&ObjectPath, &[u8]) -> Result<()> + Send);

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
    /// Number of the next keyring part, as far as this drive tells: above all parts that were opened, and
    /// in no name that lies there.
    pub next_part: u64,
    /// Highest epoch among the parts that were opened.
    pub epoch: u32,
    /// Parts that cannot be read, or are none of this section's although they open.
    pub damaged: Vec<(ObjectPath, Damage)>,
    /// Whole parts that none of the identities opens, and of which nothing beside them tells what they hold:
    /// a catalog may be in them that is not known here.
    pub shut: Vec<PartName>,
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

    /// Leaves out of what is shut the parts that are sealed to keys in force, by their tags: they hold nothing that
    /// the parts beside them do not.
    pub fn leave_sealed_to(&mut self, tags: &HashSet<String>) {
        self.shut.retain(|part| !tags.contains(&part.tag));
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
/// When a recipient's plugin fails; `State` when no number is left that a name can hold.
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
        epoch: Some(place.epoch),
    })?;
    for line in lines {
        draft.line(line)?;
    }
    draft.authenticate(naming)?;
    let sealed = |recipient: &Recipient| {
        let bytes = draft.seal_authenticated(recipient)?;
        let PartPlace { section, epoch, number, .. } = place;
        let hash = hash::object_hash(&bytes);
        let name = PartName { section, epoch, number, tag: recipient.tag(), hash };
        let none = || Error::State { reason: format!("no name for keyring part {number}") };
        Ok((Name::Keyring(name).path().ok_or_else(none)?, bytes))
    };
    recipients.iter().map(sealed).collect()
}

/// The sections that have a folder on the drive.
///
/// # Errors
/// `Damaged` when none can be seen; when the drive is gone.
pub fn sections_on(vault: &Vault<'_>) -> Result<BTreeSet<SectionId>> {
    let (listed, unlisted) = objects_in(vault, "sections")?;
    let section = |object: &ObjectPath| object.as_str().split('/').nth(1)?.parse().ok();
    let found: BTreeSet<_> = listed.iter().filter_map(section).collect();
    match unlisted.first() {
        Some((folder, damage)) if found.is_empty() => Err(Error::damaged(folder, *damage)),
        _ => Ok(found),
    }
}

/// Everything `identities` reveal of a section on this drive.
///
/// A part counts for what was authenticated in it and for nothing else: whatever is damaged, or was
/// put there by somebody else, is listed and stops nothing.
///
/// # Errors
/// `Key(OpensNothing)` when they open no part, `Damaged(NotAuthentic)` when none that they open counts; `Key(Plugin)` when nobody knows because a token
/// failed; when the drive cannot be listed.
pub fn read_section(
    vault: &Vault<'_>,
    section: SectionId,
    identities: &[Identity],
) -> Result<SectionReader> {
    read_known_section(vault, section, identities, None)
}

/// The same, where the secret is known that proves the parts of the section: somebody else's keyring, with a
/// `vault.json` to fit, cannot stand in for it then.
///
/// # Errors
/// As [`read_section`].
pub fn read_known_section(
    vault: &Vault<'_>,
    section: SectionId,
    identities: &[Identity],
    naming: Option<&NamingSecret>,
) -> Result<SectionReader> {
    let (names, unlisted) = part_names(vault, section)?;
    let read = |object: &ObjectPath| vault.read_small(object);
    let all = open_all(&names, read, identities)?;
    gather(vault, section, naming, &names, All { unlisted, ..all })
}

/// The same from copies of the parts, for a drive that lost them; what is the matter with each on the drive is
/// damage of the section.
///
/// # Errors
/// As [`read_section`].
pub fn read_copied_section(
    vault: &Vault<'_>,
    section: SectionId,
    identities: &[Identity],
    naming: Option<&NamingSecret>,
    copies: &BTreeMap<ObjectPath, Vec<u8>>,
) -> Result<SectionReader> {
    let copied = copies.keys().filter_map(|object| Some((object.clone(), PartName::of(object)?)));
    let names = copied.filter(|(_, name)| name.section == section).collect();
    let mut all = open_all(&names, |object| Ok(copies[object].clone()), identities)?;
    for object in names.keys() {
        if let Err(Error::Damaged { damage, .. }) = vault.read_small(object) {
            all.damaged.push((object.clone(), damage));
        }
    }
    gather(vault, section, naming, &names, all)
}

/// What the parts that opened say together.
fn gather(
    vault: &Vault<'_>,
    section: SectionId,
    naming: Option<&NamingSecret>,
    names: &BTreeMap<ObjectPath, PartName>,
    all: All,
) -> Result<SectionReader> {
    let is_proven = |naming: &&NamingSecret| {
        let mut claims = all.opened.iter().filter_map(|part| part.opened.claims());
        claims.any(|one| one.is_authentic(naming))
    };
    let naming = naming.filter(is_proven).cloned().or_else(|| trusted(vault, &all.opened));
    let naming = naming.ok_or_else(|| all.closed(section))?;
    let All { opened, unlisted, mut damaged, mut shut } = all;
    damaged.extend(unlisted);
    let mut gathered = Gathered::default();
    for part in opened {
        let object = part.object.clone();
        match part.lines(vault, &naming) {
            Ok((name, lines)) => {
                shut.retain(|other| (other.epoch, other.number) != (name.epoch, name.number));
                gathered.take(&name, lines);
            }
            Err(damage) => damaged.push((object, damage)),
        }
    }
    let taken: HashSet<u64> = names.values().map(|name| name.number).collect();
    while taken.contains(&gathered.next_part) {
        gathered.next_part += 1;
    }
    gathered.finish(section, naming, damaged, shut)
}

/// Whose keyring a section is, by what most of its parts prove of each other.
///
/// # Errors
/// As [`read_section`].
pub(super) fn practice_of(
    vault: &Vault<'_>,
    section: SectionId,
    identities: &[Identity],
) -> Result<PracticeId> {
    let (names, unlisted) = part_names(vault, section)?;
    let read = |object: &ObjectPath| vault.read_small(object);
    let all = All { unlisted, ..open_all(&names, read, identities)? };
    let naming = trusted(vault, &all.opened).ok_or_else(|| all.closed(section))?;
    let mut proven = all.opened.iter().filter_map(|part| part.opened.claims());
    let first = proven.find(|document| document.is_authentic(&naming));
    first.map(|document| document.header.practice).ok_or_else(|| all.closed(section))
}

/// The lines of one part, if an identity opens it and it is authentic and in its place.
///
/// # Errors
/// `Damaged`, with `DoesNotOpen` when no identity fits.
pub fn read_part(
    vault: &Vault<'_>,
    object: &ObjectPath,
    identities: &[Identity],
    naming: &NamingSecret,
) -> Result<Vec<KeyringLine>> {
    let name = PartName::of(object).ok_or_else(|| Error::damaged(object, Damage::Malformed))?;
    let opened = OpenedDocument::open(object, &vault.read_small(object)?, identities)?;
    let part = OpenedPart { object: object.clone(), name, opened };
    let lines = part.lines(vault, naming).map_err(|damage| Error::damaged(object, damage))?;
    Ok(lines.1)
}

/// Names of parts in either copy of the folder, in the order of epochs and numbers; and what of it
/// cannot be listed.
#[expect(clippy::type_complexity, reason = "names, and what is the matter with folders")]
fn part_names(
    vault: &Vault<'_>,
    section: SectionId,
) -> Result<(BTreeMap<ObjectPath, PartName>, Vec<(ObjectPath, Damage)>)> {
    let (objects, unlisted) = objects_in(vault, names::keyring(section).as_str())?;
    let named = |object: ObjectPath| PartName::of(&object).map(|name| (object, name));
    Ok((objects.into_iter().filter_map(named).collect(), unlisted))
}

/// A part that an identity opened.
struct OpenedPart {
    object: ObjectPath,
    name: PartName,
    opened: OpenedDocument,
}

/// Every part of a keyring.
#[derive(Default)]
struct All {
    opened: Vec<OpenedPart>,
    /// Folders of parts that cannot be listed.
    unlisted: Vec<(ObjectPath, Damage)>,
    /// Those that nobody can read.
    damaged: Vec<(ObjectPath, Damage)>,
    /// Whole ones that no identity opens.
    shut: Vec<PartName>,
}

impl All {
    /// Why nothing opens: a key is not to blame for what could not be read, is not there, or is not known here.
    fn closed(&self, section: SectionId) -> Error {
        if let Some(newer) = self.opened.iter().find(|part| part.opened.claims().is_none()) {
            return Error::damaged(&newer.object, Damage::Newer);
        }
        let by_the_medium = |(_, damage): &&(ObjectPath, Damage)| *damage != Damage::Malformed;
        if let Some((object, damage)) =
            self.unlisted.iter().chain(&self.damaged).find(by_the_medium)
        {
            return Error::damaged(object, *damage);
        }
        if self.opened.is_empty() && self.shut.is_empty() && self.damaged.is_empty() {
            return Error::damaged(&names::keyring(section), Damage::Missing);
        }
        Error::Key(KeyTrouble::OpensNothing)
    }
}

fn open_all(
    names: &BTreeMap<ObjectPath, PartName>,
    read: impl Fn(&ObjectPath) -> Result<Vec<u8>>,
    identities: &[Identity],
) -> Result<All> {
    let mut all = All::default();
    let mut missing = None;
    for (object, name) in names {
        match read(object).and_then(|bytes| OpenedDocument::open(object, &bytes, identities)) {
            Ok(opened) => {
                let (object, name) = (object.clone(), name.clone());
                all.opened.push(OpenedPart { object, name, opened });
            }
            Err(Error::Damaged { damage: Damage::DoesNotOpen, .. }) => all.shut.push(name.clone()),
            Err(Error::Damaged { damage, .. }) => all.damaged.push((object.clone(), damage)),
            // The part may be another key's: the token matters only where nothing opens.
            Err(error @ Error::Key(KeyTrouble::Plugin(_))) => {
                all.shut.push(name.clone());
                missing = Some(error);
            }
            Err(other) => return Err(other),
        }
    }
    match missing {
        Some(error) if all.opened.is_empty() => Err(error),
        _ => Ok(all),
    }
}

/// The naming secret of the section. Whoever knows an opening key's public half can seal a part with a
/// secret of their own; so it is the one that comes with the key of this very vault, then the one that most
/// parts agree on.
fn trusted(vault: &Vault<'_>, parts: &[OpenedPart]) -> Option<NamingSecret> {
    let json = Vault::describe(vault.storage).ok();
    let is_of_this_vault = |document: &Document, object: &ObjectPath| {
        let mut keys = secrets(document, object, |line| match line {
            KeyringLine::VaultKey { secret } => NamingSecret::from_hex(secret),
            _ => None,
        });
        json.as_ref().is_some_and(|json| keys.any(|key| super::is_authentic(&key, json)))
    };
    let mut best: Option<((bool, usize), NamingSecret)> = None;
    for part in parts {
        let Some(document) = part.opened.claims() else { continue };
        let mut own = secrets(document, &part.object, |line| match line {
            KeyringLine::Naming { secret } => NamingSecret::from_hex(secret),
            _ => None,
        });
        let Some(naming) = own.find(|naming| document.is_authentic(naming)) else { continue };
        let claims = parts.iter().filter_map(|other| other.opened.claims());
        let agree = claims.filter(|other| other.is_authentic(&naming));
        let worth = (is_of_this_vault(document, &part.object), agree.count());
        if best.as_ref().is_none_or(|(known, _)| worth > *known) {
            best = Some((worth, naming));
        }
    }
    best.map(|(_, naming)| naming)
}

fn secrets(
    document: &Document,
    object: &ObjectPath,
    which: impl Fn(&KeyringLine) -> Option<NamingSecret>,
) -> impl Iterator<Item = NamingSecret> {
    document.lines::<KeyringLine>(object).filter_map(move |line| which(&line.ok()?))
}

impl OpenedPart {
    /// Its lines, if it is authentic and lies where its header says.
    fn lines(
        self,
        vault: &Vault<'_>,
        naming: &NamingSecret,
    ) -> std::result::Result<(PartName, Vec<KeyringLine>), Damage> {
        let document = self.opened.proven_by(naming)?;
        let header = &document.header;
        let is_in_place = header.kind == ObjectKind::Keyring
            && header.practice == vault.practice
            && header.section == self.name.section
            && header.seq == self.name.number
            && header.epoch.is_none_or(|epoch| epoch == self.name.epoch);
        if !is_in_place {
            return Err(Damage::NotAuthentic);
        }
        let lines: Result<Vec<_>> = document.lines::<KeyringLine>(&self.object).collect();
        let lines = lines.map_err(|_| Damage::Newer)?;
        let agrees = |line: &KeyringLine| match line {
            KeyringLine::Naming { secret } => *secret == super::secret_line(naming),
            _ => true,
        };
        if lines.iter().all(agrees) { Ok((self.name, lines)) } else { Err(Damage::NotAuthentic) }
    }
}

#[derive(Default)]
struct Gathered {
    vault_key: Option<NamingSecret>,
    catalogs: Vec<(u32, Identity)>,
    keys: HashMap<KeyId, (RecordId, Identity)>,
    forgotten: HashSet<KeyId>,
    forgotten_records: HashMap<KeyId, RecordId>,
    next_part: u64,
    epoch: u32,
}

impl Gathered {
    /// Takes what an authentic part says. A secret that is none is left out: what it would open is
    /// reported by whoever needs it.
    fn take(&mut self, name: &PartName, lines: Vec<KeyringLine>) {
        self.next_part = self.next_part.max(name.number.saturating_add(1));
        self.epoch = self.epoch.max(name.epoch);
        for line in lines {
            self.add(&line);
        }
    }

    fn add(&mut self, line: &KeyringLine) {
        match line {
            KeyringLine::VaultKey { secret } => {
                self.vault_key = NamingSecret::from_hex(secret).or(self.vault_key.take());
            }
            KeyringLine::Naming { .. } => {}
            KeyringLine::Catalog { generation, secret } => {
                self.catalogs.extend(secret.parse().ok().map(|identity| (*generation, identity)));
            }
            KeyringLine::Record { record, key, secret } => {
                let identity = secret.parse::<Identity>().ok();
                self.keys.extend(identity.map(|identity| (*key, (*record, identity))));
            }
            KeyringLine::Forgotten { key, record } => {
                self.forgotten.insert(*key);
                self.forgotten_records.extend(record.map(|record| (*key, record)));
            }
        }
    }

    fn finish(
        mut self,
        section: SectionId,
        naming: NamingSecret,
        damaged: Vec<(ObjectPath, Damage)>,
        shut: Vec<PartName>,
    ) -> Result<SectionReader> {
        let foreign = damaged.iter().find(|(_, damage)| *damage == Damage::NotAuthentic);
        let nothing = || match foreign {
            Some((object, damage)) => Error::damaged(object, *damage),
            None => Error::Key(KeyTrouble::OpensNothing),
        };
        for key in &self.forgotten {
            self.keys.remove(key);
        }
        self.catalogs.sort_by_key(|(generation, _)| std::cmp::Reverse(*generation));
        let generation = self.catalogs.first().ok_or_else(nothing)?.0;
        Ok(SectionReader {
            id: section,
            vault_key: self.vault_key.ok_or_else(nothing)?,
            naming,
            catalogs: self.catalogs.into_iter().map(|(_, identity)| identity).collect(),
            generation,
            keys: self.keys,
            forgotten: self.forgotten,
            forgotten_records: self.forgotten_records,
            next_part: self.next_part,
            epoch: self.epoch,
            damaged,
            shut,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::Storage;
    use crate::storage::memory::Memory;

    const PRACTICE: PracticeId = PracticeId([1; 16]);
    const SECTION: SectionId = SectionId([2; 16]);

    /// A drive with one part of number 1, and what opens and proves it.
    struct Bench {
        storage: Memory,
        key: NamingSecret,
        naming: NamingSecret,
        catalog: Identity,
        opening: Identity,
    }

    impl Bench {
        fn new() -> Self {
            let bench = Self {
                storage: Memory::new(),
                key: NamingSecret::generate(),
                naming: NamingSecret::generate(),
                catalog: Identity::generate(),
                opening: Identity::generate(),
            };
            Vault::create(&bench.storage, PRACTICE, &bench.key, "2026-11-24T10:00:00Z").unwrap();
            bench.put(&bench.part(1, 1, &bench.naming, &bench.key));
            bench
        }

        fn vault(&self) -> Vault<'_> {
            Vault::open(&self.storage, PRACTICE, &self.key).unwrap()
        }

        fn part(
            &self,
            epoch: u32,
            number: u64,
            naming: &NamingSecret,
            key: &NamingSecret,
        ) -> (ObjectPath, Vec<u8>) {
            let place = PartPlace { practice: PRACTICE, section: SECTION, epoch, number };
            let lines = first_lines(key, naming, &self.catalog, 1);
            let to = [self.opening.to_recipient().unwrap()];
            make_part(place, naming, &lines, &to).unwrap().remove(0)
        }

        fn put(&self, (object, bytes): &(ObjectPath, Vec<u8>)) {
            self.vault().put_small(object, bytes).unwrap();
        }

        /// The same bytes under a name that says something else.
        fn put_as(&self, bytes: &[u8], epoch: u32, number: u64) -> ObjectPath {
            let hash = hash::object_hash(bytes);
            let tag = self.opening.to_recipient().unwrap().tag();
            let name = PartName { section: SECTION, epoch, number, tag, hash };
            let object = Name::Keyring(name).path().unwrap();
            self.put(&(object.clone(), bytes.to_vec()));
            object
        }

        fn read(&self) -> SectionReader {
            read_section(&self.vault(), SECTION, std::slice::from_ref(&self.opening)).unwrap()
        }
    }

    #[test]
    fn a_number_counts_only_if_it_was_opened() {
        let bench = Bench::new();
        let junk = bench.put_as(b"junk", 9_999, 999_999_999_999);
        let moved = bench.part(1, 1, &bench.naming, &bench.key).1;
        let moved = [bench.put_as(&moved, 1, 7), bench.put_as(&moved, 9, 1)];
        let read = bench.read();
        assert_eq!((read.next_part, read.epoch), (2, 1));
        let mut damaged = read.damaged;
        damaged.sort_by_key(|(object, _)| object.clone());
        let mut expected = vec![(junk, Damage::Malformed)];
        expected.extend(moved.map(|object| (object, Damage::NotAuthentic)));
        expected.sort_by_key(|(object, _)| object.clone());
        assert_eq!(damaged, expected);
    }

    #[test]
    fn a_number_in_a_name_is_not_given_to_another_part() {
        let bench = Bench::new();
        bench.put_as(b"age-encryption.org/v1", 1, 2);
        bench.put_as(b"junk", 1, 3);
        assert_eq!(bench.read().next_part, 4);
    }

    #[test]
    fn a_part_with_a_secret_of_its_own_does_not_replace_the_keyring() {
        let bench = Bench::new();
        let (other, key) = (NamingSecret::generate(), NamingSecret::generate());
        for number in [0, 2, 3, 4] {
            bench.put(&bench.part(1, number, &other, &key));
        }
        let read = bench.read();
        assert_eq!(
            super::super::secret_line(&read.naming),
            super::super::secret_line(&bench.naming)
        );
        assert_eq!(read.next_part, 5, "the numbers of the others are in names");
        assert_eq!(read.damaged.len(), 4);
        assert!(read.damaged.iter().all(|(_, damage)| *damage == Damage::NotAuthentic));
    }

    #[test]
    fn a_part_that_no_name_can_hold_is_not_made() {
        let bench = Bench::new();
        let place = PartPlace { practice: PRACTICE, section: SECTION, epoch: 1, number: u64::MAX };
        let to = [bench.opening.to_recipient().unwrap()];
        assert!(matches!(make_part(place, &bench.naming, &[], &to), Err(Error::State { .. })));
    }

    #[test]
    fn a_part_that_is_damaged_in_one_copy_is_read_from_the_other() {
        let bench = Bench::new();
        let (object, _) = bench.part(1, 1, &bench.naming, &bench.key);
        let folder = object.folder().to_owned();
        for (object, _) in bench.storage.list(&folder).unwrap() {
            bench.storage.remove(&object).unwrap();
            bench.storage.put(&object, b"torn").unwrap();
        }
        let read = bench.read();
        assert_eq!((read.next_part, read.damaged.len()), (2, 0));
    }
}
