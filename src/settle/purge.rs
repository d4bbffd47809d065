//! Forgetting on every drive: on those that are plugged in at once, on the others when they come.
//!
//! ```text
//! journal → records forgotten in the state → each drive → ledger entry → accounted → journal dropped
//! ```
//! From the first step on no backup takes the records again. Whatever stops a run, the next one finds
//! the journal and goes on; a drive on which it stopped takes no backup until it is finished.

use std::collections::HashSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Debt;
use crate::backup;
use crate::config::{RecordRule, Source};
use crate::crypto::{Identity, Recipient};
use crate::error::{Damage, Error, KeyTrouble, Result};
use crate::event::Observer;
use crate::expiry::{approval, left_on_computer, remembered};
use crate::fate::Level;
use crate::format::names::{self, PartName};
use crate::id::{RecordId, SectionId};
use crate::ledger::{self, Deed, Erased, Purged, Recorded};
use crate::parity_groups;
use crate::practice::{self, Held, Plugged, Practice};
use crate::purge::{self, DriveOutcome, SegmentPlace, Work};
use crate::repack;
use crate::state::named::{FORGOTTEN_MET, NOW, PURGE_BEGUN, PURGE_JOURNAL, PURGED_UP_TO, UNWIPED};
use crate::state::{Drive, DriveState, Permit, State};
use crate::vault::{self, Contents, Counted, Manifest, SectionReader};

/// A purge that was approved and is not told in the ledger yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BegunPurge {
    /// What the ledger will tell; its drives are filled in one by one.
    pub purged: Purged,
    /// The records.
    pub records: Vec<RecordId>,
}

/// What became of a purge on the drives that were there.
pub struct Account {
    /// The ledger's entry.
    pub recorded: Recorded,
    /// What was reached, and what is still to be done.
    pub purged: Purged,
    /// Drives on which it failed; they wait like those that were not there.
    pub failed: Vec<(String, Error)>,
}

/// The purge that is under way, if there is one.
///
/// # Errors
/// `State`.
pub fn begun(state: &State) -> Result<Option<BegunPurge>> {
    state.item(PURGE_JOURNAL, NOW)
}

/// Takes an approved purge: from now on its records count as forgotten.
///
/// # Errors
/// `State`.
pub fn begin(practice: &mut Practice, purged: Purged, records: Vec<RecordId>) -> Result<()> {
    note_years(practice, &records)?;
    let begun = BegunPurge { purged, records };
    practice.state.set_item(PURGE_JOURNAL, NOW, &begun)?;
    forget_in_state(&mut practice.state, &begun)
}

/// Years that the computer's clock may show.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2200;

/// The files of years are known again when they are copied back with the date of today.
fn note_years(practice: &mut Practice, records: &[RecordId]) -> Result<()> {
    let writers = practice.writers()?;
    let by_year = |source: &&Source| source.records == RecordRule::ByYear;
    for source in practice.config.sources.iter().filter(by_year) {
        let Some(writer) = writers.iter().find(|writer| writer.id == source.section) else {
            continue;
        };
        let of_year = |year: i16| writer.naming.record_id(source.id, year.to_string().as_bytes());
        for record in YEARS.map(of_year).filter(|record| records.contains(record)) {
            practice.state.note_erased_files(record, source.id)?;
        }
    }
    Ok(())
}

fn forget_in_state(state: &mut State, begun: &BegunPurge) -> Result<()> {
    state.forget_records(&begun.records, None)?;
    remembered::drop_records(state, &begun.records)?;
    crate::browse::drop_spellings(state, &begun.records)?;
    state.scrub()
}

/// Carries the purge that is under way out on these drives, and accounts for it. Nothing when none is.
///
/// # Errors
/// `Interrupted`, `State`: the next call goes on. A drive that fails is in the account.
pub fn carry_out(
    practice: &mut Practice,
    permit: &Permit,
    plugged: &[Plugged],
    identities: &[Identity],
    now: Timestamp,
    observer: &dyn Observer,
) -> Result<Option<Account>> {
    let Some(begun) = begun(&practice.state)? else { return Ok(None) };
    forget_in_state(&mut practice.state, &begun)?;
    let mut failed = Vec::new();
    for on in plugged {
        let done = on
            .hold(practice)
            .and_then(|held| add_drive(practice, permit, &held, identities, observer));
        match done {
            Err(Error::Interrupted) => return Err(Error::Interrupted),
            Err(error) => failed.push((on.drive.name.clone(), error.of_drive(&on.drive.name))),
            Ok(()) => {}
        }
    }
    let (recorded, purged) = account(practice, now)?;
    // The next backup looks again; until then nobody is told that nothing is left.
    let left = left_on_computer::on_computer(practice, now)?;
    practice.state.set_fact(&FORGOTTEN_MET, &(left.to_delete as u64).to_le_bytes())?;
    Ok(Some(Account { recorded, purged, failed }))
}

/// Carries the purge that is under way out on one drive and notes that in the journal.
///
/// # Errors
/// As [`on_drive`].
pub fn add_drive(
    practice: &mut Practice,
    permit: &Permit,
    at: &Held<'_>,
    identities: &[Identity],
    observer: &dyn Observer,
) -> Result<()> {
    let Some(mut begun) = begun(&practice.state)? else { return Ok(()) };
    if begun.purged.drives.iter().any(|done| done.drive == at.drive.id) {
        return Ok(());
    }
    let erased = on_drive(practice, permit, at, identities, observer)?;
    begun.purged.drives.push(erased);
    practice.state.set_item(PURGE_JOURNAL, NOW, &begun)
}

/// Brings one drive that was away to the state of every purge so far, and tells the ledger. Nothing
/// when it is owed none.
///
/// # Errors
/// As [`on_drive`].
fn pay_drive(
    practice: &mut Practice,
    permit: &Permit,
    at: &Held<'_>,
    identities: &[Identity],
    now: Timestamp,
    observer: &dyn Observer,
) -> Result<Option<Recorded>> {
    if begun(&practice.state)?.is_some() {
        add_drive(practice, permit, at, identities, observer)?;
        return account(practice, now).map(|(recorded, _)| Some(recorded));
    }
    let Some(last) = practice.state.purge_entries()?.pop() else { return Ok(None) };
    let mut erased = on_drive(practice, permit, at, identities, observer)?;
    let is_done = is_done(&erased);
    erased.up_to = is_done.then_some(last);
    let recorded = ledger::append(&mut practice.state, Deed::PurgedLater(erased), now)?;
    if is_done {
        practice.state.set_drive_note(at.drive.row, PURGED_UP_TO, &last)?;
    }
    Ok(Some(recorded))
}

/// The same for a drive that is plugged in, if it is owed a purge.
///
/// # Errors
/// As [`on_drive`]; `Busy` when another run has the drive.
pub fn pay_purges(
    practice: &mut Practice,
    permit: &Permit,
    plugged: &Plugged,
    identities: &[Identity],
    now: Timestamp,
    observer: &dyn Observer,
) -> Result<Option<Recorded>> {
    let owed = super::owed(practice, &plugged.drive)?;
    if !owed.iter().any(|debt| matches!(debt, Debt::Purge { .. })) {
        return Ok(None);
    }
    let held = plugged.hold(practice)?;
    pay_drive(practice, permit, &held, identities, now, observer)
}

/// Forgets on one drive everything that was ever forgotten. While it is at it, a mark keeps backups away
/// from the drive; it goes with the last write, before anything is on record: who is stopped in between does it
/// again, whereas a mark that outlived its debt could be taken off by nobody.
///
/// # Errors
/// `Key(NotAllSections)` when the identities do not open every section, `Key(OldEpoch)` when none is of
/// the epoch in force, `Key(AlsoOld)` when the drive needs an older key besides: nothing was
/// touched then. `Interrupted`; when the drive cannot be read or written: the next call goes on.
pub fn on_drive(
    practice: &mut Practice,
    permit: &Permit,
    at: &Held<'_>,
    identities: &[Identity],
    observer: &dyn Observer,
) -> Result<Erased> {
    let (drive, vault) = (at.drive, &at.vault);
    vault::mind_clear_files(vault.storage, &drive.name, Some(permit), observer)?;
    backup::recover(&mut practice.state, drive, vault, observer)?;
    practice.bring_parts(vault)?;
    let opened = practice.read_sections(vault, identities)?;
    let sections: Vec<SectionId> =
        practice.config.sections.iter().map(|section| section.id).collect();
    if sections.iter().any(|id| !opened.iter().any(|reader| reader.id == *id)) {
        return Err(Error::Key(KeyTrouble::NotAllSections));
    }
    let current = practice.config.practice.epoch;
    for reader in &opened {
        if reader.epoch < current {
            return Err(Error::Key(KeyTrouble::OldEpoch { found: reader.epoch, current }));
        }
        if !opens_everything(practice, at, reader)? {
            let epoch = practice.state.drive_epoch(drive.id)?;
            return Err(Error::Key(KeyTrouble::AlsoOld { epoch }));
        }
    }
    practice.state.set_drive_note(drive.row, PURGE_BEGUN, &true)?;
    let owed = Owed {
        identities,
        forgotten: practice.state.forgotten()?,
        unwiped: practice.state.drive_note(drive.row, UNWIPED)?.unwrap_or_default(),
    };
    let mut erased = nothing_yet(drive);
    let mut unwiped = Vec::new();
    for section in sections {
        let outcome = section_of(practice, permit, at, section, &owed, observer)?;
        add(&mut erased, &outcome);
        unwiped.extend(outcome.unwiped);
    }
    unwiped.sort();
    unwiped.dedup();
    practice.state.set_drive_note(drive.row, UNWIPED, &unwiped)?;
    practice.state.scrub()?;
    parity_groups::protect_all(vault, permit, observer)?;
    practice.note_parts(drive, vault)?;
    practice.state.set_drive_note(drive.row, PURGE_BEGUN, &false)?;
    Ok(erased)
}

/// A drive that missed a purge and then a change of keys has manifests that only an old key opens.
/// Purging it without that key would throw them away, and with them everything that is kept.
///
/// # Errors
/// `Damaged(Unreadable)` when the drive cannot read one of them: nothing may be done then.
fn opens_everything(practice: &Practice, at: &Held<'_>, reader: &SectionReader) -> Result<bool> {
    let (manifests, damaged) = Manifest::all(&at.vault, reader)?;
    let indexes = Contents::load(&at.vault, reader)?.damaged;
    let known = repack::known_objects(&practice.state, at.drive)?;
    let counted = Counted::new(reader, &known, &manifests);
    let mut opens = true;
    for (object, damage) in damaged.iter().chain(&indexes) {
        if damage.may_be_whole() {
            return Err(Error::damaged(object, *damage));
        }
        opens &= *damage != Damage::DoesNotOpen || !counted.has(object, *damage);
    }
    Ok(opens)
}

/// What a drive is to be rid of, and with what keys.
struct Owed<'a> {
    identities: &'a [Identity],
    forgotten: HashSet<RecordId>,
    /// Segments that resisted before.
    unwiped: Vec<SegmentPlace>,
}

fn section_of(
    practice: &mut Practice,
    permit: &Permit,
    at: &Held<'_>,
    section: SectionId,
    owed: &Owed<'_>,
    observer: &dyn Observer,
) -> Result<DriveOutcome> {
    let keys = practice.config.keys_of(section);
    let recipients: Vec<Recipient> =
        keys.map(|key| key.recipient.parse()).collect::<Result<_>>()?;
    let known = practice.state.sections()?;
    let next_part =
        known.iter().find(|keys| keys.section == section).map_or(1, |keys| keys.next_part);
    let mut known = repack::known_objects(&practice.state, at.drive)?;
    known.extend(practice.parts()?.iter().map(|(object, _)| object.to_string()));
    let (home, state) = (practice.home.clone(), &mut practice.state);
    let work = Work {
        section,
        identities: owed.identities,
        recipients: &recipients,
        epoch: practice.config.practice.epoch,
        next_part,
        forgotten: &owed.forgotten,
        known: &known,
        unwiped: &owed.unwiped,
        keep_part: &mut |object, bytes| practice::save_part(&home, object, bytes),
        tell: &mut |now| state.adopt_rewritten(at.drive.row, now),
    };
    let outcome = purge::execute(&at.vault, permit, work, observer)?;
    let folder = format!("{}/", names::section(section));
    for (object, _) in practice.parts()? {
        let is_older = PartName::of(&object).is_some_and(|part| part.number < outcome.base_part);
        let may_go = outcome.doubts.is_empty() || is_older;
        if object.as_str().starts_with(&folder) && !outcome.parts.contains(&object) && may_go {
            practice.drop_part(&object)?;
        }
    }
    practice.state.adopt_rewritten(at.drive.row, &outcome.now)?;
    Ok(outcome)
}

fn nothing_yet(drive: &Drive) -> Erased {
    Erased {
        drive: drive.id,
        name: drive.name.clone(),
        up_to: None,
        wiped_segments: 0,
        wiped_bytes: 0,
        failed_segments: 0,
        unfound: 0,
        negative_test: true,
        // The best that overwriting single objects is worth while old opening keys may exist.
        level: Level::LogicalDeletion,
        facts: serde_json::from_str(&drive.facts).ok(),
    }
}

fn add(erased: &mut Erased, outcome: &DriveOutcome) {
    erased.wiped_segments += outcome.wiped_segments;
    erased.wiped_bytes += outcome.wiped_bytes;
    erased.failed_segments += outcome.failed_segments.max(outcome.unwiped.len() as u64);
    erased.failed_segments += outcome.resisting.len() as u64 + outcome.parity_resisting;
    erased.unfound += outcome.doubts.len() as u64;
    erased.negative_test &= outcome.negative_test;
    erased.level = erased.level.min(outcome.level);
}

/// Whether a drive owes nothing of it any more. An erasing that failed is owed still: the next one goes on.
pub(super) fn is_done(erased: &Erased) -> bool {
    erased.level != Level::None
}

/// Tells the ledger what was done, once, and ends the purge.
///
/// # Errors
/// `State`.
pub fn account(practice: &mut Practice, now: Timestamp) -> Result<(Recorded, Purged)> {
    let state = &mut practice.state;
    let missing = || Error::State { reason: "no purge is under way".to_owned() };
    let BegunPurge { mut purged, records } = begun(state)?.ok_or_else(missing)?;
    purged.waiting = waiting(state, &purged)?;
    let told = ledger::read(state)?.into_iter().rev().find(|one| tells(one, &purged));
    let recorded = match told {
        Some(told) => told,
        None => ledger::append(state, Deed::Purged(purged.clone()), now)?,
    };
    let number = recorded.entry.number;
    state.account_forgotten(&records, number)?;
    for drive in state.drives()? {
        if purged.drives.iter().any(|done| done.drive == drive.id && is_done(done)) {
            state.set_drive_note(drive.row, PURGED_UP_TO, &number)?;
        }
    }
    approval::note_executed(state, &purged.plan, number)?;
    state.drop_item(PURGE_JOURNAL, NOW)?;
    Ok((recorded, purged))
}

/// An earlier run may have told the ledger and been stopped right then.
fn tells(one: &Recorded, purged: &Purged) -> bool {
    matches!(&one.entry.deed, Deed::Purged(told) if told.plan == purged.plan)
}

fn waiting(state: &State, purged: &Purged) -> Result<Vec<String>> {
    let is_of = |drive: &Drive, done: &Erased| done.drive == drive.id && is_done(done);
    let done = |drive: &Drive| purged.drives.iter().any(|one| is_of(drive, one));
    let active = state.drives()?.into_iter().filter(|drive| drive.state == DriveState::Active);
    Ok(active.filter(|drive| !done(drive)).map(|drive| drive.name).collect())
}
