//! Where the practice stands: what should happen to each drive, and the verdict on the whole.
//!
//! Reads what the computer remembers and looks which drives are plugged in; no key is needed and no
//! drive has to be there.

pub mod calendar;
mod fates;
mod gaps;
mod notices;
pub mod put_back;
pub mod verdict;
pub mod year;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::config::KeyState;
use crate::error::{Damage, DriveTrouble, Result};
use crate::fate::{self, Fate, FateReason, FateVerdict};
use crate::incident;
use crate::ledger::{DatedLedger, Deed, DriveDestroyed, DriveEvent, DriveWiped};
use crate::platform;
use crate::practice::{Practice, SeenPlace, stamp};
use crate::retention::rules::UNCLASSIFIED;
use crate::settle::{self, Debt};
use crate::state::named::{
    CREATED, ERASED_AGAIN, FORGOTTEN_CHANGED, FORGOTTEN_MET, FREE_BYTES, Fact, PLUGGED_SINCE,
    WAS_FULL,
};
use crate::state::{Drive, DriveState};
use crate::unsaved;
use crate::vault;
use verdict::{BackupCopy, Matter, Situation, Verdict};

pub use fates::{facts_of, fate_of};
pub use notices::{Notice, Welcome};
pub use put_back::unrecovered;

/// Where the practice stands on a day.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Whether the data is safe.
    pub verdict: Verdict,
    /// Why, and what to do, most pressing first.
    pub matters: Vec<Matter>,
    /// Every drive there ever was, in the order of enrolment.
    pub drives: Vec<DriveStanding>,
    /// The newest backup that was read back: when, and on which drive.
    pub last_backup: Option<(Timestamp, String)>,
    /// The newest check that opened files: when, on which drive, how many files, and whether it
    /// was good.
    pub last_check: Option<LastCheck>,
    /// Day until which the next check must be done.
    pub check_due: Option<Date>,
    /// Day the recovery sheet was last rehearsed.
    pub rehearsed: Option<Date>,
    /// Day until which it must be rehearsed again.
    pub rehearsal_due: Option<Date>,
    /// Drives in use, as the verdict sees them.
    pub copies: Vec<BackupCopy>,
}

/// The newest check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastCheck {
    /// When.
    pub day: Date,
    /// The drive.
    pub drive: String,
    /// Files that were opened and compared.
    pub files_compared: u64,
    /// Whether all was good.
    pub good: bool,
}

/// One drive on a day.
#[derive(Debug, Clone)]
pub struct DriveStanding {
    /// The drive.
    pub drive: Drive,
    /// It is plugged in and is what it says.
    pub plugged: bool,
    /// What is the matter with it, where it was found.
    pub trouble: Option<DriveTrouble>,
    /// Backups on it.
    pub backups: u64,
    /// Room on it, now or when it was last plugged in.
    pub free_bytes: Option<u64>,
    /// Day it was last plugged in.
    pub last_seen: Option<Date>,
    /// What should happen to it.
    pub fate: Fate,
    /// Records that should be erased from it.
    pub records_owed: u64,
    /// What waits for it.
    pub owes: Vec<Debt>,
}

/// Looks at the drives and decides.
///
/// # Errors
/// `State`.
pub fn stand(practice: &mut Practice, now: Timestamp) -> Result<Standing> {
    let today = day_of(now);
    let seen = practice.look(now)?;
    let past = DatedLedger::read(&practice.state, now)?;
    let mut drives = Vec::new();
    let mut copies = Vec::new();
    for drive in practice.state.drives()? {
        let found = seen.iter().find(|seen| is_of(seen, &drive));
        let stands = one(practice, drive, found, &past)?;
        if stands.drive.state == DriveState::Active {
            let since = plugged_since(practice, &stands, now)?;
            let purge_begun = practice.is_half_purged(&stands.drive)?;
            let strange_page = strange_page(found.filter(|_| stands.plugged))?;
            let was_full: Option<bool> = practice.state.drive_note(stands.drive.row, WAS_FULL)?;
            let was_full = was_full.unwrap_or(false).then_some(stands.backups);
            let copy = copy(&stands, since, &past);
            let keys_elsewhere = practice.keys_elsewhere(&stands.drive)?;
            let seen = BackupCopy { purge_begun, strange_page, was_full, ..copy };
            copies.push(BackupCopy { keys_elsewhere, ..seen });
        }
        drives.push(stands);
    }
    let known = unsaved::known(&practice.state)?;
    gaps::lack(practice, &known, &drives, &mut copies);
    let found_again = drives.iter().filter(|stands| is_found_again(stands));
    let found_again = found_again.map(|stands| stands.drive.name.clone()).collect();
    let lost_open = drives.iter().filter(|stands| lies_open(stands));
    let lost_open = lost_open.map(|stands| stands.drive.name.clone()).collect();
    let unmet = unmet(&past, &drives);
    let gathered = facts(practice, copies, &past, today)?;
    let facts = Situation { found_again, lost_open, unmet, ..gathered };
    let limits = &practice.config.reminders;
    let (verdict, matters) = verdict::judge(&facts, limits, today);
    let rehearsal_from = facts.rehearsed.unwrap_or(facts.since);
    Ok(Standing {
        verdict,
        matters,
        last_backup: last_backup(&drives, &past),
        last_check: last_check(&drives, &past),
        check_due: verdict::check_due(&facts, limits),
        rehearsed: facts.rehearsed,
        rehearsal_due: crate::retention::dates::plus_days(
            rehearsal_from,
            i32::from(limits.rehearsal_days),
        ),
        drives,
        copies: facts.copies,
    })
}

/// The day of a moment where this computer stands.
#[must_use]
pub fn day_of(time: Timestamp) -> Date {
    time.to_zoned_datetime(TimeZone::system()).date()
}

fn day_in(text: &str) -> Option<Date> {
    text.parse().ok().map(day_of)
}

fn is_of(seen: &SeenPlace, drive: &Drive) -> bool {
    seen.drive.as_ref().is_some_and(|found| found.row == drive.row)
}

fn one(
    practice: &mut Practice,
    drive: Drive,
    found: Option<&SeenPlace>,
    past: &DatedLedger,
) -> Result<DriveStanding> {
    let today = day_of(past.now());
    let trouble = found.and_then(|found| found.trouble.clone());
    let plugged = found.is_some() && trouble.is_none();
    let free = found.filter(|_| plugged).and_then(|found| platform::free_bytes(&found.path));
    if let Some(bytes) = free {
        practice.state.set_drive_note(drive.row, FREE_BYTES, &bytes)?;
    }
    let facts = facts_of(practice, &drive, plugged, past)?;
    let last_seen = if plugged { Some(today) } else { facts.last_seen };
    Ok(DriveStanding {
        plugged,
        trouble,
        backups: practice.state.count_backups(drive.row)?,
        free_bytes: match free {
            None => practice.state.drive_note(drive.row, FREE_BYTES)?,
            known => known,
        },
        last_seen,
        fate: fate::decide(&facts, today),
        records_owed: facts.owed.map_or(0, |owed| owed.records),
        owes: settle::owed(practice, &drive)?,
        drive,
    })
}

/// Whether a drive that was declared lost is plugged in.
fn is_found_again(stands: &DriveStanding) -> bool {
    stands.drive.state == DriveState::Lost && stands.trouble == Some(DriveTrouble::Retired)
}

/// Drives in use, by what the ledger tells, that this computer never met: it was attached to another of them.
fn unmet(past: &DatedLedger, met: &[DriveStanding]) -> Vec<String> {
    let mut others: Vec<&DriveEvent> = Vec::new();
    for recorded in past.entries() {
        match &recorded.entry.deed {
            Deed::DriveAdded(event) | Deed::DriveRenamed(event) | Deed::DriveFound(event) => {
                // A name passes to the drive that takes another's place.
                others.retain(|other| other.drive != event.drive && other.name != event.name);
                others.push(event);
            }
            Deed::DriveLost(event)
            | Deed::DriveWiped(DriveWiped { drive: event, .. })
            | Deed::DriveDestroyed(DriveDestroyed { drive: event, .. }) => {
                others.retain(|other| other.drive != event.drive);
            }
            _ => {}
        }
    }
    let is_met = |event: &DriveEvent| {
        met.iter().any(|stands| stands.drive.id == event.drive || stands.drive.name == event.name)
    };
    others.retain(|other| !is_met(other));
    others.into_iter().map(|other| other.name.clone()).collect()
}

/// Whether a drive is lost and a key in force opens it: a change of locks helps.
fn lies_open(stands: &DriveStanding) -> bool {
    let fate = &stands.fate;
    fate.verdict == FateVerdict::Lost
        && fate.reasons.contains(&FateReason::RotateKeys)
        && !fate.reasons.contains(&FateReason::KeysUnknown)
        && !is_found_again(stands)
}

/// A page or script on a drive that somebody else put there.
fn strange_page(found: Option<&SeenPlace>) -> Result<Option<&'static str>> {
    let Some(disk) = found.and_then(|found| found.disk.as_ref()) else { return Ok(None) };
    let strange = vault::strange_clear_files(disk).unwrap_or_default().into_iter();
    Ok(strange.filter(|(_, damage)| *damage != Damage::Missing).map(|(page, _)| page).next())
}

/// Since when a drive is found in its place at each look. A fixed disk stays there on purpose.
fn plugged_since(
    practice: &mut Practice,
    stands: &DriveStanding,
    now: Timestamp,
) -> Result<Option<Date>> {
    let row = stands.drive.row;
    if !stands.plugged || stands.drive.fixed {
        practice.state.set_drive_note(row, PLUGGED_SINCE, &None::<String>)?;
        return Ok(None);
    }
    let noted: Option<Option<String>> = practice.state.drive_note(row, PLUGGED_SINCE)?;
    if let Some(since) = noted.flatten() {
        return Ok(day_in(&since));
    }
    practice.state.set_drive_note(row, PLUGGED_SINCE, &Some(stamp(now)))?;
    Ok(Some(day_of(now)))
}

/// The last backup on a drive that was read back.
fn is_backup_on(deed: &Deed, drive: &Drive) -> bool {
    matches!(deed, Deed::BackedUp(done) if done.drive == drive.id && done.read_back)
}

fn is_check_of(deed: &Deed, drive: &Drive) -> bool {
    matches!(deed, Deed::Checked(checked) if checked.drive == drive.id)
}

fn copy(stands: &DriveStanding, plugged_since: Option<Date>, past: &DatedLedger) -> BackupCopy {
    let drive = &stands.drive;
    let checked = drive.last_verified.as_ref();
    let purge = stands.owes.iter().find_map(|debt| match debt {
        Debt::Purge { entry } => Some(*entry),
        Debt::NewLock | Debt::NewKey => None,
    });
    let since = |entry: u64| past.time_of(entry).map(day_of);
    let backed_up = |noted: &str| past.moment(noted, |deed| is_backup_on(deed, drive)).map(day_of);
    let checked_on = |noted: &str| past.moment(noted, |deed| is_check_of(deed, drive)).map(day_of);
    let verdict = stands.fate.verdict;
    let is_condemned =
        matches!(verdict, FateVerdict::Destroy | FateVerdict::Retire | FateVerdict::Replace);
    BackupCopy {
        drive: drive.name.clone(),
        backed_up: drive.last_backup.as_deref().and_then(backed_up),
        checked: checked.and_then(|(time, good)| Some((checked_on(time)?, *good))),
        doubtful: stands.fate.blocked || stands.trouble.is_some(),
        purge_owed_since: purge.and_then(since),
        purge_begun: false,
        lock_owed: stands.owes.contains(&Debt::NewLock),
        plugged_since,
        condemned: is_condemned.then_some(verdict),
        strange_page: None,
        lacking: None,
        keys_elsewhere: Vec::new(),
        was_full: None,
    }
}

fn facts(
    practice: &Practice,
    copies: Vec<BackupCopy>,
    past: &DatedLedger,
    today: Date,
) -> Result<Situation> {
    let config = &practice.config;
    let newest = |is_it: fn(&Deed) -> bool| past.last(is_it).map(|(_, time)| day_of(time));
    // A key of the lock in force opens for as long as it exists: removing it changed no lock.
    let (old, open): (Vec<_>, Vec<_>) = config
        .keys
        .iter()
        .filter(|key| key.state == KeyState::ToDestroy)
        .map(|key| (key.name.clone(), key.kind, key.epoch))
        .partition(|(_, _, epoch)| *epoch < config.practice.epoch);
    Ok(Situation {
        has_sources: !config.sources.is_empty(),
        has_periods: config.sources.iter().any(|source| source.class != UNCLASSIFIED),
        since: since(practice, today)?,
        rehearsed: newest(|deed| matches!(deed, Deed::Rehearsed(_))),
        purge_reviewed: newest(|deed| matches!(deed, Deed::PlanMade(_)) || year::is_answer(deed)),
        keys_to_destroy: old,
        keys_still_open: open,
        unrecovered: unrecovered(practice, past.now())?,
        incident: incident::is_open(&practice.state)?,
        found_again: Vec::new(),
        lost_open: Vec::new(),
        unmet: Vec::new(),
        forgotten_back: counted(practice, &FORGOTTEN_CHANGED)?,
        forgotten_here: counted(practice, &FORGOTTEN_MET)?,
        erased_again: counted(practice, &ERASED_AGAIN)?,
        gaps: gaps::gaps(practice, past, today)?,
        copies,
    })
}

/// A number that the last backup noted.
fn counted(practice: &Practice, fact: &Fact) -> Result<u64> {
    let noted = practice.state.fact(fact)?;
    Ok(noted.and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_le_bytes))
}

/// The day the practice was set up, or attached on this computer.
fn since(practice: &Practice, today: Date) -> Result<Date> {
    let created = practice.state.fact(&CREATED)?;
    let created = created.and_then(|bytes| String::from_utf8(bytes).ok());
    let drives = practice.state.drives()?;
    let first = drives.iter().filter_map(|drive| day_in(&drive.enrolled)).min();
    Ok(created.as_deref().and_then(day_in).or(first).unwrap_or(today).min(today))
}

/// The day of the last backup on a drive, as far as the order of the ledger lets its date be believed.
///
/// # Errors
/// `State`.
pub fn last_backup_on(
    practice: &Practice,
    drive: &Drive,
    past: &DatedLedger,
) -> Result<Option<Date>> {
    // After `attach` only its backups tell.
    let learnt = practice.state.snapshots(drive.row)?.pop().map(|shot| shot.time);
    let noted = drive.last_backup.clone().or(learnt);
    let time = noted.and_then(|noted| past.moment(&noted, |deed| is_backup_on(deed, drive)));
    Ok(time.map(day_of))
}

/// By the order of the ledger, not by the clock.
fn last_backup(drives: &[DriveStanding], past: &DatedLedger) -> Option<(Timestamp, String)> {
    let in_use = || drives.iter().filter(|stands| stands.drive.state == DriveState::Active);
    let is_one = |deed: &Deed| in_use().any(|stands| is_backup_on(deed, &stands.drive));
    let last = past.last(is_one).and_then(|(recorded, _)| match &recorded.entry.deed {
        Deed::BackedUp(done) => in_use().find(|stands| stands.drive.id == done.drive),
        _ => None,
    });
    let noted = last.and_then(|stands| Some((stands, stands.drive.last_backup.as_deref()?)));
    if let Some((stands, noted)) = noted {
        let time = past.moment(noted, |deed| is_backup_on(deed, &stands.drive))?;
        return Some((time, stands.drive.name.clone()));
    }
    let times = in_use().filter_map(|stands| {
        let time: Timestamp = stands.drive.last_backup.as_deref()?.parse().ok()?;
        Some((time, stands.drive.name.clone()))
    });
    times.max_by_key(|(time, _)| *time)
}

fn last_check(drives: &[DriveStanding], past: &DatedLedger) -> Option<LastCheck> {
    let checked = || drives.iter().filter(|stands| stands.drive.last_verified.is_some());
    let is_one = |deed: &Deed| checked().any(|stands| is_check_of(deed, &stands.drive));
    let told = past.last(is_one).and_then(|(recorded, _)| match &recorded.entry.deed {
        Deed::Checked(told) => Some(told),
        _ => None,
    });
    let of = told.and_then(|told| checked().find(|stands| stands.drive.id == told.drive));
    if let Some((told, stands)) = told.zip(of)
        && let Some((noted, good)) = &stands.drive.last_verified
    {
        let time = past.moment(noted, |deed| is_check_of(deed, &stands.drive))?;
        let (drive, files_compared) = (stands.drive.name.clone(), told.files_compared);
        return Some(LastCheck { day: day_of(time), drive, files_compared, good: *good });
    }
    let days = checked().filter_map(|stands| {
        let (time, good) = stands.drive.last_verified.as_ref()?;
        Some((day_in(time)?, *good, stands.drive.name.clone()))
    });
    let (day, good, drive) = days.max_by_key(|(day, ..)| *day)?;
    Some(LastCheck { day, drive, files_compared: 0, good })
}
