//! A new key for a living record, so that what it held before can no longer be opened.
//!
//! Keyring parts are the same on every drive. So the old keys may be forgotten only when every drive
//! has what its snapshots still need under the new key:
//! 1. [`begin`]: the new key goes into the keyring; from now on backups seal to it;
//! 2. [`reseal`], once for each drive: what its snapshots need of the record is copied into new
//!    segments under the new key, read back, and named by an index;
//! 3. [`forget`], once: the keyring says that the old keys are forgotten.
//!
//! Wiping what the old keys opened is what a purge does with every forgotten key. What no snapshot
//! needs is not copied: thin out first, or it stays readable.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};

use crate::config::Config;
use crate::crypto::hash;
use crate::crypto::{Identity, Recipient};
use crate::error::{Damage, Error, KeyTrouble, Result, Thing};
use crate::event::{Event, Observer, Step};
use crate::format::documents::KeyringLine;
use crate::format::names;
use crate::id::{ChunkName, DriveId, KeyId, PackId, RecordId, SectionId};
use crate::repack::{self, Catalogue, Job, Journal};
use crate::state::named::REKEYINGS;
use crate::state::{Drive, State};
use crate::vault::{self, KeepPart, PartPlace, SectionReader, Vault};

/// A rekeying that is not done on every drive yet. Holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BegunRekey {
    /// The section.
    pub section: SectionId,
    /// The record.
    pub record: RecordId,
    /// Its new key.
    pub key: KeyId,
    /// Its keys before.
    pub old: Vec<KeyId>,
    /// Drives that hold what is needed under the new key.
    pub resealed: BTreeSet<DriveId>,
    /// The keyring says that the old keys are forgotten.
    pub forgotten: bool,
    /// Drives on which what they opened was wiped.
    pub wiped: BTreeSet<DriveId>,
}

impl BegunRekey {
    /// Remembers how far it is.
    ///
    /// # Errors
    /// `State`.
    pub fn save(&self, state: &mut State) -> Result<()> {
        state.set_item(REKEYINGS, &self.record.hex(), self)
    }
}

/// Every rekeying under way.
///
/// # Errors
/// `State`.
pub fn under_way(state: &State) -> Result<Vec<BegunRekey>> {
    Ok(state.items(REKEYINGS)?.into_iter().map(|(_, begun)| begun).collect())
}

/// A rekeying is done on every drive.
///
/// # Errors
/// `State`.
pub fn finish(state: &mut State, record: RecordId) -> Result<()> {
    let left = under_way(state)?.into_iter().filter(|begun| begun.record != record);
    let left: Vec<(String, BegunRekey)> = left.map(|begun| (begun.record.hex(), begun)).collect();
    state.replace_items(REKEYINGS, &left)
}

/// First step. One that is under way goes on.
///
/// # Errors
/// `NotFound` when the section has no key of this record; when the part cannot be kept; `State`.
pub fn begin(
    state: &mut State,
    config: &Config,
    reader: &SectionReader,
    record: RecordId,
    keep_part: KeepPart<'_>,
) -> Result<BegunRekey> {
    if let Some(begun) = under_way(state)?.into_iter().find(|begun| begun.record == record) {
        return Ok(begun);
    }
    let own = reader.keys.iter().filter(|(_, (owner, _))| *owner == record);
    let mut old: Vec<KeyId> = own.map(|(key, _)| *key).collect();
    if old.is_empty() {
        return Err(Error::NotFound { what: Thing::Record, name: record.hex() });
    }
    old.sort();
    let (identity, key) = (Identity::generate(), KeyId(hash::random_id()));
    let secret = identity.secret_text().expose_secret().to_owned();
    put_part(state, config, reader, &[KeyringLine::Record { record, key, secret }], keep_part)?;
    let public = identity.to_recipient().ok_or(Error::Key(KeyTrouble::NotARecipient))?;
    drop(identity);
    let begun = BegunRekey {
        section: reader.id,
        record,
        key,
        old,
        resealed: BTreeSet::new(),
        forgotten: false,
        wiped: BTreeSet::new(),
    };
    // Before the rest: a backup must never seal to a key that is going to be forgotten.
    state.set_record_keys(reader.id, &[(record, key, public.to_string())])?;
    begun.save(state)?;
    Ok(begun)
}

/// Third step. Every drive in use must have been resealed.
///
/// # Errors
/// `State`, also when backups would seal to another key than the new one. When the part cannot be kept.
pub fn forget(
    state: &mut State,
    config: &Config,
    reader: &SectionReader,
    begun: &mut BegunRekey,
    keep_part: KeepPart<'_>,
) -> Result<()> {
    let known = state.record_keys(begun.section)?;
    if known.get(&begun.record).is_none_or(|known| known.key != begun.key) {
        return Err(Error::State { reason: "backups seal to another key".to_owned() });
    }
    let line = |key: &KeyId| KeyringLine::Forgotten { key: *key, record: None };
    let lines: Vec<KeyringLine> = begun.old.iter().map(line).collect();
    put_part(state, config, reader, &lines, keep_part)?;
    begun.forgotten = true;
    begun.save(state)
}

fn put_part(
    state: &mut State,
    config: &Config,
    reader: &SectionReader,
    lines: &[KeyringLine],
    keep_part: KeepPart<'_>,
) -> Result<()> {
    let recipients: Vec<Recipient> =
        config.keys_of(reader.id).map(|key| key.recipient.parse()).collect::<Result<_>>()?;
    let place = PartPlace {
        practice: config.practice.id,
        section: reader.id,
        epoch: config.practice.epoch,
        number: state.take_part_number(reader.id)?.max(reader.next_part),
    };
    for (object, bytes) in vault::make_part(place, &reader.naming, lines, &recipients)? {
        keep_part(&object, &bytes)?;
    }
    Ok(())
}

/// Second step, on one drive that was brought the new key and on which an interrupted backup was
/// recovered. Done again, it copies only what is missing.
///
/// # Errors
/// `Damaged` when something needed cannot be read: then the old key must not be forgotten.
/// `Interrupted`; when the drive cannot be read or written.
pub fn reseal(
    vault: &Vault<'_>,
    reader: &SectionReader,
    begun: &BegunRekey,
    state: &mut State,
    drive: &Drive,
    observer: &dyn Observer,
) -> Result<()> {
    observer.on(Event::Step { step: Step::Read, total_bytes: None });
    let known = repack::known_objects(state, drive)?;
    let mut catalogue = Catalogue::read(vault, reader, &known)?;
    for manifest in &mut catalogue.manifests {
        manifest.records.retain(|line| line.record == begun.record);
    }
    let needed = repack::living(vault, reader, &mut catalogue.contents, &catalogue.manifests)?;
    let missing: HashSet<ChunkName> =
        needed.difference(&under(&catalogue, begun)).copied().collect();
    if !missing.is_empty() {
        let jobs = jobs(&catalogue, begun, &missing)?;
        let journal = Journal::open(state, drive)?;
        copy(vault, reader, jobs, catalogue.newest_seq(), journal, observer)?;
    }
    // What only an old key opens counts as absent: should it come back, it is stored again.
    state.keep_chunks(drive.row, begun.record, &needed)
}

fn copy(
    vault: &Vault<'_>,
    reader: &SectionReader,
    jobs: Vec<Job<'_>>,
    newest_seq: u64,
    mut journal: Journal<'_>,
    observer: &dyn Observer,
) -> Result<()> {
    observer.on(Event::Step { step: Step::Copy, total_bytes: None });
    let mut begin = |pack| journal.begin(pack);
    let copied = repack::copy(vault, vault, reader, jobs, &mut begin, observer)?;
    if let Some(pack) = copied.failed.iter().next() {
        return Err(Error::damaged(&names::pack(*pack), Damage::Unreadable));
    }
    repack::add(vault, reader, newest_seq, copied.packs, &mut journal)
}

/// Chunks of the record that lie under its new key.
fn under(catalogue: &Catalogue, begun: &BegunRekey) -> HashSet<ChunkName> {
    let segments = catalogue.contents.packs.iter().flat_map(|line| &line.segments);
    let ours = segments.filter(|line| line.record == begun.record && line.key == begun.key);
    let chunks = ours.flat_map(|line| &line.blocks).flat_map(|block| &block.chunks);
    chunks.map(|(name, _)| *name).collect()
}

/// A chunk that no index names is lost already; the old key would not bring it back.
fn jobs<'c>(
    catalogue: &'c Catalogue,
    begun: &BegunRekey,
    missing: &HashSet<ChunkName>,
) -> Result<Vec<Job<'c>>> {
    let mut jobs: BTreeMap<(PackId, u64), Job<'c>> = BTreeMap::new();
    for chunk in missing {
        let place = catalogue.contents.place(chunk);
        let Some((pack, segment)) = place.and_then(|at| catalogue.contents.segment(at)) else {
            continue;
        };
        if segment.record != begun.record {
            return Err(Error::damaged(&names::pack(pack.pack), Damage::NotAuthentic));
        }
        let job = jobs.entry((pack.pack, segment.at)).or_insert_with(|| Job {
            pack,
            segment,
            wanted: HashSet::new(),
            key: begun.key,
        });
        job.wanted.insert(*chunk);
    }
    Ok(jobs.into_values().collect())
}
