//! Forgetting on purpose, on one drive: making go what [`crate::expiry`] said may go.
//!
//! A purge can stop between any two writes; doing it again finishes it:
//! 1. a keyring part without the forgotten keys and with a new catalog identity, for every opening key;
//! 2. every index and manifest again, without the forgotten records, sealed to the new catalog;
//! 3. what replaces the old is read from the drive, opened with the keys in force alone, and must hold all
//!    that is kept. A drive that cannot read stops everything here, before anything is removed. What was
//!    read and is damaged, or is known and is not there, leaves a doubt: then all that is old stays, and
//!    the level is none;
//! 4. parity that could bring forgotten segments back is made that of the bytes to come, or removed;
//!    the segments are overwritten;
//! 5. old manifests, then old indexes, then old keyring parts are overwritten and removed;
//! 6. everything is read back: with every key at hand nothing forgotten may be found.
//!
//! Old indexes go after the segments they name are wiped, old keyring parts after everything they
//! open; so a run that begins anew always knows what is left to do, from the drive alone.

mod check;
mod parts;
mod proof;
mod rewrite;
mod wipe;

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::crypto::{Identity, Recipient};
use crate::error::{Damage, Error, KeyTrouble, Result};
use crate::event::{Event, Observer, Step};
use crate::fate::Level;
use crate::format::names::ObjectPath;
use crate::id::{KeyId, PackId, RecordId, SectionId};
use crate::parity_groups::LetGo;
use crate::state::{Permit, Rewritten};
use crate::vault::{self, Copies, KeepPart, SectionReader, Vault};

/// Tells the state what is in force on the drive: [`crate::state::State::adopt_rewritten`].
pub type Tell<'a> = &'a mut dyn FnMut(&Rewritten) -> Result<()>;

/// A purge of one section of one drive.
///
/// Before it, the drive must have been given every keyring part the computer keeps, and what an
/// interrupted backup left must have been recovered: packs that no index names cannot be searched.
pub struct Work<'a> {
    /// The section.
    pub section: SectionId,
    /// Every opening identity at hand: they must open the section, and what is written anew.
    pub identities: &'a [Identity],
    /// Every active opening key.
    pub recipients: &'a [Recipient],
    /// Their epoch.
    pub epoch: u32,
    /// Lowest number that a new keyring part may have.
    pub next_part: u64,
    /// Every record to forget, also those of earlier purges that this drive missed. None: only
    /// the keyring is brought to these recipients, and old secrets leave the drive.
    pub forgotten: &'a HashSet<RecordId>,
    /// Indexes, manifests and keyring parts that the computer believes to be on the drive.
    pub known: &'a HashSet<String>,
    /// Segments that earlier runs could not overwrite: no index names them any more.
    pub unwiped: &'a [SegmentPlace],
    /// Keeps the computer's copy of new keyring parts.
    pub keep_part: KeepPart<'a>,
    /// Is told what is in force from now on, before anything old goes.
    pub tell: Tell<'a>,
}

/// Where a segment lies that is to be wiped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SegmentPlace {
    /// The pack.
    pub pack: PackId,
    /// Where the segment begins in it.
    pub at: u64,
    /// Its length, in bytes.
    pub bytes: u32,
}

/// What happened on one drive. Numbers count this run only: what an interrupted one had done
/// before is not done again, except for segments whose index is still there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DriveOutcome {
    /// Segments overwritten and read back.
    pub wiped_segments: u64,
    /// Their bytes.
    pub wiped_bytes: u64,
    /// Segments whose pack is not there or too short: nothing to overwrite.
    pub lost_segments: u64,
    /// Segments that could not be overwritten, or did not read back as written.
    pub failed_segments: u64,
    /// Parity objects removed; the packs they protected want new parity.
    pub parity_removed: u64,
    /// Parity objects that could not be overwritten, and stay.
    pub parity_resisting: u64,
    /// Groups of packs whose parity was changed in place.
    pub parity_updated: u64,
    /// Manifests and indexes written anew.
    pub objects_rewritten: u64,
    /// Old objects overwritten and removed.
    pub objects_removed: u64,
    /// What could not be found or opened, and may hold something that is kept: all that is old stays.
    pub doubts: Vec<(ObjectPath, Damage)>,
    /// Old objects that could not be overwritten, and stay.
    pub resisting: Vec<ObjectPath>,
    /// Segments that hold what they held, or of which nobody can say.
    pub unwiped: Vec<SegmentPlace>,
    /// Nothing forgotten was found with any key at hand.
    pub negative_test: bool,
    /// What that is worth as long as old opening keys may exist.
    pub level: Level,
    /// Keyring parts in force. The computer's copies of all others must go; where there are doubts, of
    /// those below [`DriveOutcome::base_part`].
    pub parts: Vec<ObjectPath>,
    /// Number of the part from which the section can be opened.
    pub base_part: u64,
    /// What the state must learn: [`crate::state::State::adopt_rewritten`].
    pub now: Rewritten,
}

impl DriveOutcome {
    const fn notes(&mut self, let_go: LetGo) {
        self.parity_removed += let_go.removed;
        self.parity_resisting += let_go.resisting;
    }
}

/// The section while it is being purged.
struct Purge<'a> {
    vault: &'a Vault<'a>,
    forgotten: &'a HashSet<RecordId>,
    forgotten_keys: HashSet<KeyId>,
    /// Opens everything; the catalog in force comes first.
    all: SectionReader,
    /// Opens only what is sealed to the catalog in force.
    newest: SectionReader,
    /// The keyring part from which the section can be opened; later ones add to it.
    base_part: u64,
    tags: HashSet<String>,
}

impl Purge<'_> {
    fn is_forgotten(&self, record: RecordId, key: KeyId) -> bool {
        self.forgotten.contains(&record) || self.forgotten_keys.contains(&key)
    }

    /// Not only what an earlier key of it opened.
    fn is_forgotten_as_a_whole(&self, record: RecordId) -> bool {
        self.forgotten.contains(&record)
            || self.all.forgotten_records.values().any(|whole| *whole == record)
    }
}

/// Forgets records on one drive, or finishes what an earlier call began. Anything but success
/// leaves every kept record restorable.
///
/// # Errors
/// `Key(OpensNothing)` when the identities do not open the section; `Interrupted`; when the drive
/// cannot be read or written. Segments that resist are no error: they are counted.
pub fn execute(
    vault: &Vault<'_>,
    permit: &Permit,
    mut work: Work<'_>,
    observer: &dyn Observer,
) -> Result<DriveOutcome> {
    observer.on(Event::Step { step: Step::Settle, total_bytes: None });
    let forgotten = work.forgotten;
    let purge = begin(vault, &mut work, forgotten)?;
    let mut outcome = nothing_yet(&purge)?;
    let rewritten = rewrite::all(&purge, work.known, &mut outcome, observer)?;
    let keyring = parts::keyring(&purge, work.identities)?;
    outcome.parts.clone_from(&keyring.in_force);
    outcome.doubts = proof::doubts(&purge, &rewritten, &keyring)?;
    // Nothing old is gone yet, so before and after it the state is right.
    (work.tell)(&outcome.now)?;
    let mut places = rewritten.segments.clone();
    if outcome.doubts.is_empty() {
        places.extend(&rewritten.renewed);
    }
    places.extend(work.unwiped);
    places.sort();
    places.dedup();
    wipe::segments(&purge, permit, &places, &mut outcome, observer)?;
    if outcome.doubts.is_empty() {
        wipe::old_objects(&purge, permit, &rewritten, &keyring.old, &mut outcome, observer)?;
    }
    observer.on(Event::Step { step: Step::ReadBack, total_bytes: None });
    outcome.unwiped = check::unwiped(&purge, &places)?;
    outcome.negative_test = check::nothing_is_left(&purge, work.identities, &mut outcome)?;
    let is_good = outcome.negative_test
        && outcome.failed_segments == 0
        && outcome.unwiped.is_empty()
        && outcome.resisting.is_empty()
        && outcome.parity_resisting == 0
        && outcome.doubts.is_empty();
    outcome.level = if is_good { Level::LogicalDeletion } else { Level::None };
    Ok(outcome)
}

/// The first step: after it, the drive can be opened without anything forgotten.
fn begin<'a>(
    vault: &'a Vault<'a>,
    work: &mut Work<'_>,
    forgotten: &'a HashSet<RecordId>,
) -> Result<Purge<'a>> {
    let mut section = vault::read_section(vault, work.section, work.identities)?;
    section.catalogs = parts::distinct(&section.catalogs);
    let tags: HashSet<String> = work.recipients.iter().map(Recipient::tag).collect();
    section.leave_sealed_to(&tags);
    // Such a part may hold keys that nothing else has, or say what is forgotten.
    let parts = parts::all(vault, &section, work.identities)?;
    if let Some(error) = parts.iter().find_map(parts::Part::unknown) {
        return Err(error);
    }
    parts::all_known_were_read(&section, &parts, work.known)?;
    if work.recipients.is_empty() {
        return Err(Error::Key(KeyTrouble::OpensNothing));
    }
    let mut forgotten_keys = section.forgotten.clone();
    let known = section.keys.iter();
    let theirs = known.filter(|(_, (record, _))| forgotten.contains(record));
    let theirs: Vec<(KeyId, RecordId)> = theirs.map(|(key, (record, _))| (*key, *record)).collect();
    forgotten_keys.extend(theirs.iter().map(|(key, _)| *key));
    section.forgotten_records.extend(theirs);
    let base = parts::base(vault, &section, work, &forgotten_keys)?;
    section.keys.retain(|key, _| !forgotten_keys.contains(key));
    let base_part = match base {
        Some(number) => number,
        None => parts::renew(vault, &mut section, work, &forgotten_keys)?,
    };
    let newest = parts::newest_only(&section);
    Ok(Purge { vault, forgotten, forgotten_keys, all: section, newest, base_part, tags })
}

fn nothing_yet(purge: &Purge<'_>) -> Result<DriveOutcome> {
    let catalog = purge.newest.writer()?.catalog.to_string();
    Ok(DriveOutcome {
        wiped_segments: 0,
        wiped_bytes: 0,
        lost_segments: 0,
        failed_segments: 0,
        parity_removed: 0,
        parity_resisting: 0,
        parity_updated: 0,
        objects_rewritten: 0,
        objects_removed: 0,
        doubts: Vec::new(),
        resisting: Vec::new(),
        unwiped: Vec::new(),
        negative_test: false,
        level: Level::None,
        parts: Vec::new(),
        base_part: purge.base_part,
        now: Rewritten {
            section: purge.all.id,
            generation: purge.all.generation,
            catalog,
            next_part: purge.all.next_part,
            snapshots: Vec::new(),
            indexes: Vec::new(),
        },
    })
}

fn listed(vault: &Vault<'_>, section: SectionId, kind: &str) -> Result<Copies> {
    let folder = format!("{}/{kind}", crate::format::names::section(section));
    vault::both_copies(vault.storage, &folder)
}

/// Names in a fixed order, so that runs over the same drive do the same.
fn in_order(listed: &Copies) -> Vec<&ObjectPath> {
    let mut names: Vec<_> = listed.keys().collect();
    names.sort();
    names
}
