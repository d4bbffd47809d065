//! Learns what lies on a drive from the drive itself, so that a computer without state can go on.
//!
//! Everything is read before anything is forgotten. What is learnt is what a backup may build on:
//! packs that are there with their length, chunks whose key the keyring holds. That their bytes
//! are good is not learnt; verification tells.

mod memory;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use secrecy::ExposeSecret;
use zeroize::Zeroizing;

use crate::browse;
use crate::crypto::Identity;
use crate::error::{Damage, Error, KeyTrouble, Result};
use crate::event::{Event, Observer, Step};
use crate::format::documents::{KeyringLine, PackLine, RecordLine};
use crate::format::names::{self, ObjectPath, PartName};
use crate::id::{DriveId, KeyId, PackId, RecordId, SectionId};
use crate::ledger::{self, Deed, Recorded};
use crate::parity_groups;
use crate::state::{Checkpoint, Drive, NewSnapshot, SectionKeys, State};
use crate::storage;
use crate::tree_path;
use crate::vault::{self, Contents, Document, Manifest, SectionReader, Vault};

/// What was learnt of a drive.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Learnt {
    /// Snapshots, counted once for each section.
    pub snapshots: u64,
    /// Packs that are there.
    pub packs: u64,
    /// Chunks in these that can be opened.
    pub chunks: u64,
    /// Records whose key is known.
    pub records: u64,
    /// `refuge.toml` as the newest manifest that has one tells it.
    pub configuration: Option<String>,
    /// Records that its keyring says were forgotten as a whole.
    pub forgotten: BTreeSet<RecordId>,
    /// No purge is left unfinished on it, and it holds no key of a record that counts as forgotten.
    pub is_purged: bool,
    /// Manifests and indexes that could not be read.
    pub damaged: Vec<(ObjectPath, Damage)>,
}

/// Rebuilds what the state knows of a drive, and of the sections that `sections` open.
///
/// Snapshots count as committed, not as read back: a caller that verifies the drive may note that.
/// The cache of files cannot be learnt, so the next backup reads every file once.
///
/// # Errors
/// When the drive cannot be read, in which case the state is as it was; `State`.
pub fn learn(
    vault: &Vault<'_>,
    sections: &[SectionReader],
    state: &mut State,
    drive: &Drive,
    observer: &dyn Observer,
) -> Result<Learnt> {
    observer.on(Event::Step { step: Step::Read, total_bytes: None });
    let mut learnt = Learnt::default();
    let packs = storage::survey(vault.storage, "packs")?;
    learnt.damaged.extend(packs.unlisted);
    let named =
        |(object, bytes): &(ObjectPath, u64)| Some((parity_groups::pack_id(object)?, *bytes));
    let lengths: HashMap<PackId, u64> = packs.objects.iter().filter_map(named).collect();
    let mut found = Vec::with_capacity(sections.len());
    for reader in sections {
        observer.check()?;
        found.push(Found::read(vault, reader, &lengths, &mut learnt)?);
    }
    learn_forgotten(sections, state, &mut learnt)?;
    state.forget_contents(drive.row)?;
    for section in &found {
        section.remember(state, drive, &mut learnt)?;
    }
    remember_snapshots(&found, state, drive, &mut learnt)?;
    let newest = found.into_iter().filter_map(|found| Some((found.reader, found.newest?)));
    memory::learn(vault, newest.collect(), state, drive, &learnt.forgotten)?;
    Ok(learnt)
}

/// What the ledger tells of a drive: the name it was given, which stands on its label.
#[must_use]
pub fn name_told(entries: &[Recorded], drive: DriveId) -> Option<String> {
    let told = |deed: &Deed| match deed {
        Deed::BackedUp(done) if done.drive == drive => Some(done.name.clone()),
        Deed::Checked(done) if done.drive == drive => Some(done.name.clone()),
        Deed::DriveAdded(event) | Deed::DriveRenamed(event) if event.drive == drive => {
            Some(event.name.clone())
        }
        _ => None,
    };
    entries.iter().rev().find_map(|recorded| told(&recorded.entry.deed))
}

/// Takes from the ledger, and from what other computers told the drive, when it had its last good backup,
/// and when it was last checked. Backups that the drive holds no more do not count.
///
/// # Errors
/// `State`.
pub fn adopt_history(state: &mut State, drive: &Drive, others: &[Recorded]) -> Result<()> {
    let mut entries = ledger::read(state)?;
    entries.extend(others.iter().cloned());
    // Each chain has an order of its own; between chains there are only clocks.
    entries.sort_by(|one, other| one.entry.time.cmp(&other.entry.time));
    let there: BTreeSet<_> = state.snapshots(drive.row)?.into_iter().map(|shot| shot.id).collect();
    let last = entries.iter().rev().find_map(|recorded| match &recorded.entry.deed {
        Deed::BackedUp(done) if done.drive == drive.id && done.read_back => {
            Some((done.snapshot, recorded.entry.time.clone()))
        }
        _ => None,
    });
    if let Some((snapshot, time)) = last.filter(|(snapshot, _)| there.contains(snapshot)) {
        state.note_read_back(drive.row, snapshot, &time)?;
    }
    let checked = entries.iter().rev().find_map(|recorded| match &recorded.entry.deed {
        Deed::Checked(done) if done.drive == drive.id => {
            Some((recorded.entry.time.clone(), done.good))
        }
        _ => None,
    });
    match checked {
        Some((time, good)) => state.note_verified(drive, &time, good),
        None => Ok(()),
    }
}

/// As [`learn`], for a drive of a practice that this computer knows well: a copy, or one that went
/// back in time. Catalogs, numbers of parts and keys that the computer has are at least as new as
/// the drive's, and stay.
///
/// # Errors
/// As [`learn`].
pub fn learn_again(
    vault: &Vault<'_>,
    sections: &[SectionReader],
    state: &mut State,
    drive: &Drive,
    observer: &dyn Observer,
) -> Result<Learnt> {
    let known = state.sections()?;
    let mut keys = Vec::with_capacity(known.len());
    for section in &known {
        let records = state.record_keys(section.section)?.into_values();
        let own = records.map(|own| (own.record, own.key, own.recipient));
        keys.push((section.section, own.collect::<Vec<_>>()));
    }
    let learnt = learn(vault, sections, state, drive, observer);
    for section in &known {
        state.set_section(section)?;
    }
    for (section, own) in &keys {
        state.set_record_keys(*section, own)?;
    }
    learnt
}

/// What the keyring says was forgotten. A purge on a drive ends with a single catalog identity.
fn learn_forgotten(sections: &[SectionReader], state: &State, learnt: &mut Learnt) -> Result<()> {
    let told = sections.iter().flat_map(|reader| reader.forgotten_records.values());
    learnt.forgotten = told.copied().chain(state.forgotten()?).collect();
    let is_done = |reader: &SectionReader| {
        let one_catalog = reader.catalogs.array_windows().all(|[left, right]| left == right);
        let mut records = reader.keys.values().map(|(record, _)| record);
        one_catalog && !records.any(|record| learnt.forgotten.contains(record))
    };
    learnt.is_purged = sections.iter().all(is_done);
    Ok(())
}

/// Copies of the keyring parts of a section, for the computer to keep.
///
/// # Errors
/// When the drive cannot be read. Parts that are damaged in both copies are left out.
pub fn parts(vault: &Vault<'_>, section: SectionId) -> Result<Vec<(ObjectPath, Vec<u8>)>> {
    let folder = names::keyring(section);
    let mut names = BTreeSet::new();
    for prefix in ["", "mirror/"] {
        let survey = storage::survey(vault.storage, &format!("{prefix}{folder}"))?;
        names.extend(survey.objects.iter().map(|(object, _)| object.first_copy()));
    }
    names.retain(|name| PartName::of(name).is_some_and(|part| part.section == section));
    let mut parts = Vec::with_capacity(names.len());
    for object in names {
        match vault.read_small(&object) {
            Ok(bytes) => parts.push((object, bytes)),
            Err(Error::Damaged { .. }) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(parts)
}

/// Whether a drive knows a newer catalog of some section than the computer: somebody else erased on it.
///
/// # Errors
/// `State`.
pub fn is_ahead(state: &State, sections: &[SectionReader]) -> Result<bool> {
    let known = state.sections()?;
    let older = |reader: &SectionReader| {
        let own = known.iter().find(|own| own.section == reader.id);
        own.is_some_and(|own| own.generation < reader.generation)
    };
    Ok(sections.iter().any(older))
}

/// What the computer's copies of keyring parts hold that a newer drive does not.
#[derive(Default)]
pub struct Outdated {
    /// Copies that must never be brought to a drive again.
    pub denied: Vec<ObjectPath>,
    /// Secrets in these that no part on the drive has, and that were not forgotten.
    pub lines: Vec<KeyringLine>,
    /// Whether the others can be read without these: one of them tells the naming secret.
    pub is_spared: bool,
}

/// Which of the computer's copies of a section's parts a drive that is ahead shows to be outdated: those that
/// hold what was forgotten, or a catalog that is in force no more; and those beside them, for other keys.
///
/// # Errors
/// `Key(Plugin)`.
pub fn outdated(
    reader: &SectionReader,
    copies: &[(ObjectPath, Vec<u8>)],
    identities: &[Identity],
    forgotten: &BTreeSet<RecordId>,
) -> Result<Outdated> {
    let mut outdated = Outdated::default();
    let mut numbers = BTreeSet::new();
    for (object, bytes) in copies {
        let Some(part) = PartName::of(object).filter(|part| part.section == reader.id) else {
            continue;
        };
        let opened = match Document::open(object, bytes, identities, &reader.naming) {
            Err(Error::Damaged { .. }) => None,
            other => Some(other?),
        };
        let lines: Option<Result<Vec<KeyringLine>>> =
            opened.map(|document| document.lines(object).collect());
        let Some(Ok(lines)) = lines else { continue };
        let is_gone = |record: &RecordId, key: &KeyId| {
            reader.forgotten.contains(key) || forgotten.contains(record)
        };
        let is_outdated = |line: &KeyringLine| match line {
            KeyringLine::Record { record, key, .. } => is_gone(record, key),
            KeyringLine::Catalog { generation, .. } => *generation < reader.generation,
            _ => false,
        };
        if !lines.iter().any(is_outdated) {
            outdated.is_spared |=
                lines.iter().any(|line| matches!(line, KeyringLine::Naming { .. }));
        } else {
            numbers.insert((part.epoch, part.number));
            outdated.lines.extend(lines.into_iter().filter(|line| match line {
                KeyringLine::Record { record, key, .. } => {
                    !is_gone(record, key) && !reader.keys.contains_key(key)
                }
                _ => false,
            }));
        }
    }
    let is_denied = |object: &&ObjectPath| {
        PartName::of(object).is_some_and(|part| {
            part.section == reader.id && numbers.contains(&(part.epoch, part.number))
        })
    };
    outdated.denied = copies.iter().map(|(object, _)| object).filter(is_denied).cloned().collect();
    Ok(outdated)
}

/// What a section of the drive holds.
struct Found<'a> {
    /// Forgotten records, and those that took their place.
    lives: Vec<(RecordId, RecordId)>,
    reader: &'a SectionReader,
    names: BTreeMap<RecordId, String>,
    catalog: String,
    keys: Vec<(RecordId, KeyId, String)>,
    indexes: Vec<Index>,
    manifests: Vec<Seen>,
    newest: Option<Manifest>,
}

/// An index, reduced to what is there and can be opened.
struct Index {
    object: ObjectPath,
    bytes: u64,
    packs: Vec<PackLine>,
}

/// A manifest without its records.
struct Seen {
    snapshot: NewSnapshot,
    configuration: Option<String>,
}

impl<'a> Found<'a> {
    fn read(
        vault: &Vault<'_>,
        reader: &'a SectionReader,
        lengths: &HashMap<PackId, u64>,
        learnt: &mut Learnt,
    ) -> Result<Self> {
        let catalog = reader.catalogs.first().and_then(Identity::to_recipient);
        let catalog = catalog.ok_or(Error::Key(KeyTrouble::OpensNothing))?.to_string();
        let (manifests, damaged) = Manifest::all(vault, reader)?;
        learnt.damaged.extend(damaged);
        learnt.damaged.extend(reader.damaged.iter().cloned());
        let lives = lives(reader, &manifests);
        Ok(Self {
            lives,
            reader,
            catalog,
            keys: record_keys(reader, &manifests),
            names: record_names(&manifests),
            indexes: read_indexes(vault, reader, lengths, learnt)?,
            newest: manifests.last().cloned(),
            manifests: manifests.into_iter().map(|manifest| seen(reader.id, manifest)).collect(),
        })
    }

    fn remember(&self, state: &mut State, drive: &Drive, learnt: &mut Learnt) -> Result<()> {
        self.remember_section(state)?;
        for (forgotten, goes_on_as) in &self.lives {
            state.take_back(*forgotten, *goes_on_as)?;
        }
        state.set_record_keys(self.reader.id, &self.keys)?;
        let kept = self.names.iter().filter(|(record, _)| !learnt.forgotten.contains(record));
        let named = kept.map(|(record, name)| (*record, name.as_str()));
        browse::note_spellings(state, &self.reader.naming, named)?;
        learnt.records += self.keys.len() as u64;
        for index in &self.indexes {
            let checkpoint = Checkpoint {
                row: 0,
                section: self.reader.id,
                object: index.object.as_str().to_owned(),
                bytes: index.bytes,
            };
            let row = state.begin_checkpoint(drive.row, &checkpoint, &index.packs)?;
            state.finish_checkpoint(drive.row, row)?;
            learnt.packs += index.packs.len() as u64;
            learnt.chunks += index.packs.iter().map(chunks_of).sum::<u64>();
        }
        Ok(())
    }

    /// Numbers are never given out twice.
    fn remember_section(&self, state: &mut State) -> Result<()> {
        let mut keys = self.section_keys();
        let known = state.sections()?.into_iter().find(|known| known.section == keys.section);
        keys.next_part = keys.next_part.max(known.map_or(0, |known| known.next_part));
        state.set_section(&keys)
    }

    fn section_keys(&self) -> SectionKeys {
        let hex = self.reader.naming.to_hex();
        // The digits were just made; decoding them cannot fail.
        let naming = data_encoding::HEXLOWER.decode(hex.expose_secret().as_bytes());
        SectionKeys {
            section: self.reader.id,
            naming: Zeroizing::new(naming.unwrap_or_default()),
            generation: self.reader.generation,
            catalog: self.catalog.clone(),
            next_part: self.reader.next_part,
        }
    }
}

/// What the newest manifest that has a record calls it, escaped.
fn record_names(manifests: &[Manifest]) -> BTreeMap<RecordId, String> {
    let lines = manifests.iter().flat_map(|manifest| &manifest.records);
    lines.map(|line| (line.record, line.name.clone())).collect()
}

/// Records that do not have the id of their name: that one was forgotten, and the patient came back.
fn lives(reader: &SectionReader, manifests: &[Manifest]) -> Vec<(RecordId, RecordId)> {
    let lines = manifests.iter().flat_map(|manifest| &manifest.records);
    let by_name = |line: &RecordLine| {
        let name = tree_path::unescape(&line.name)?;
        let first = reader.naming.record_id(line.source, &name);
        (first != line.record).then_some((first, line.record))
    };
    let found: BTreeMap<RecordId, RecordId> = lines.filter_map(by_name).collect();
    found.into_iter().collect()
}

/// For each record of the keyring: the key that the newest manifest names, or else any of its keys.
fn record_keys(reader: &SectionReader, manifests: &[Manifest]) -> Vec<(RecordId, KeyId, String)> {
    let mut chosen: BTreeMap<RecordId, KeyId> = BTreeMap::new();
    for (key, (record, _)) in &reader.keys {
        let first = chosen.entry(*record).or_insert(*key);
        *first = (*first).min(*key);
    }
    for line in manifests.iter().flat_map(|manifest| &manifest.records) {
        if reader.keys.get(&line.key).is_some_and(|(record, _)| *record == line.record) {
            chosen.insert(line.record, line.key);
        }
    }
    let with_recipient = |(record, key)| {
        let (_, identity) = reader.keys.get(&key)?;
        Some((record, key, identity.to_recipient()?.to_string()))
    };
    chosen.into_iter().filter_map(with_recipient).collect()
}

fn read_indexes(
    vault: &Vault<'_>,
    reader: &SectionReader,
    lengths: &HashMap<PackId, u64>,
    learnt: &mut Learnt,
) -> Result<Vec<Index>> {
    let contents = Contents::load(vault, reader)?;
    learnt.damaged.extend(contents.damaged);
    let mut indexes = Vec::with_capacity(contents.indexes.len());
    for object in contents.indexes {
        let read = vault.read_small(&object).and_then(|bytes| {
            Ok((bytes.len() as u64, vault::read_index(vault, reader, &object)?.1))
        });
        let (bytes, lines) = match read {
            Err(Error::Damaged { damage, .. }) => {
                learnt.damaged.push((object, damage));
                continue;
            }
            other => other?,
        };
        // A pack may be there although its folder cannot be listed.
        let length = |pack: PackId| {
            lengths.get(&pack).copied().or_else(|| vault.storage.length(&names::pack(pack)).ok())
        };
        let there = lines.into_iter().filter(|line| length(line.pack) == Some(line.bytes));
        let packs = there.map(|line| only_opened(reader, line)).collect();
        indexes.push(Index { object, bytes, packs });
    }
    Ok(indexes)
}

/// A pack without the segments whose key was forgotten: their chunks count as absent.
fn only_opened(reader: &SectionReader, mut line: PackLine) -> PackLine {
    line.segments.retain(|segment| {
        reader.keys.get(&segment.key).is_some_and(|(record, _)| *record == segment.record)
    });
    line
}

fn chunks_of(pack: &PackLine) -> u64 {
    let blocks = pack.segments.iter().flat_map(|segment| &segment.blocks);
    blocks.map(|block| block.chunks.len() as u64).sum()
}

fn seen(section: SectionId, manifest: Manifest) -> Seen {
    let line = manifest.snapshot;
    Seen {
        snapshot: NewSnapshot {
            id: line.snapshot,
            drive: 0,
            section,
            object: manifest.object.as_str().to_owned(),
            time: line.time,
            seq: manifest.seq,
            files: line.files,
            bytes: line.bytes,
            new_bytes: 0,
            problems: line.problems,
        },
        configuration: line.configuration,
    }
}

/// Oldest first over all sections, so that the newest becomes the drive's head.
fn remember_snapshots(
    found: &[Found<'_>],
    state: &mut State,
    drive: &Drive,
    learnt: &mut Learnt,
) -> Result<()> {
    let mut all: Vec<&Seen> = found.iter().flat_map(|section| &section.manifests).collect();
    all.sort_by_key(|seen| seen.snapshot.seq);
    for seen in &all {
        let snapshot = NewSnapshot { drive: drive.row, ..seen.snapshot.clone() };
        state.begin_snapshot(&snapshot)?;
        state.commit_snapshot(drive.row, &snapshot.object)?;
        learnt.snapshots += 1;
    }
    if let Some(newest) = all.last() {
        state.set_head(drive, newest.snapshot.seq, &newest.snapshot.object)?;
    }
    learnt.configuration = all.iter().rev().find_map(|seen| seen.configuration.clone());
    Ok(())
}
