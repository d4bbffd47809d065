//! Where the practice stands: what should happen to each drive, and the verdict on the whole.
//!
//! Reads what the computer remembers and looks which drives are plugged in; no key is needed and no
//! drive has to be there.

mod fates;
pub mod verdict;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::config::KeyState;
use crate::error::{DriveTrouble, Result};
use crate::fate::{self, Fate};
use crate::incident;
use crate::ledger::{self, Checked, Deed, Recorded};
use crate::platform;
use crate::practice::{Practice, Seen, stamp};
use crate::retention::rules::UNCLASSIFIED;
use crate::settle::{self, Debt};
use crate::setup;
use crate::state::{Drive, DriveState};
use verdict::{Copy, Facts, Matter, Verdict};

pub use fates::{facts_of, fate_of};

/// Drive note: bytes that were free when it was last plugged in.
pub const FREE_BYTES: &str = "free-bytes";
/// Drive note: since when it was found plugged in each time somebody looked, RFC 3339.
const PLUGGED_SINCE: &str = "plugged-since";

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
    pub copies: Vec<Copy>,
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
    pub backups: usize,
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
    let entries = ledger::read(&practice.state)?;
    let mut drives = Vec::new();
    let mut copies = Vec::new();
    for drive in practice.state.drives()? {
        let found = seen.iter().find(|seen| is_of(seen, &drive));
        let stands = one(practice, drive, found, today)?;
        if stands.drive.state == DriveState::Active {
            let since = plugged_since(practice, &stands, now)?;
            copies.push(copy(&stands, since, &entries));
        }
        drives.push(stands);
    }
    let facts = facts(practice, copies, &entries, today)?;
    let limits = &practice.config.reminders;
    let (verdict, matters) = verdict::judge(&facts, limits, today);
    let rehearsal_from = facts.rehearsed.unwrap_or(facts.since);
    Ok(Standing {
        verdict,
        matters,
        last_backup: last_backup(&drives),
        last_check: last_check(&drives, &entries),
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

fn is_of(seen: &Seen, drive: &Drive) -> bool {
    seen.drive.as_ref().is_some_and(|found| found.row == drive.row)
}

fn one(
    practice: &mut Practice,
    drive: Drive,
    found: Option<&Seen>,
    today: Date,
) -> Result<DriveStanding> {
    let trouble = found.and_then(|found| found.trouble.clone());
    let plugged = found.is_some() && trouble.is_none();
    let free = found.filter(|_| plugged).and_then(|found| platform::free_bytes(&found.path));
    if let Some(bytes) = free {
        practice.state.set_drive_note(drive.row, FREE_BYTES, &bytes)?;
    }
    let last_seen = if plugged { Some(today) } else { drive.last_seen.as_deref().and_then(day_in) };
    let facts = facts_of(practice, &drive, plugged, today)?;
    Ok(DriveStanding {
        plugged,
        trouble,
        backups: practice.state.snapshots(drive.row)?.len(),
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

fn copy(stands: &DriveStanding, plugged_since: Option<Date>, entries: &[Recorded]) -> Copy {
    let drive = &stands.drive;
    let checked = drive.last_verified.as_ref();
    let purge = stands.owes.iter().find_map(|debt| match debt {
        Debt::Purge { entry } => Some(*entry),
        Debt::NewLock | Debt::NewKey => None,
    });
    let since = |entry: u64| {
        let found = entries.iter().find(|recorded| recorded.entry.number == entry);
        found.and_then(|recorded| day_in(&recorded.entry.time))
    };
    let verdict = stands.fate.verdict;
    let is_condemned = matches!(verdict, fate::Verdict::Destroy | fate::Verdict::Retire);
    Copy {
        drive: drive.name.clone(),
        backed_up: drive.last_backup.as_deref().and_then(day_in),
        checked: checked.and_then(|(time, good)| Some((day_in(time)?, *good))),
        doubtful: stands.fate.blocked || stands.trouble.is_some(),
        purge_owed_since: purge.and_then(since),
        lock_owed: stands.owes.contains(&Debt::NewLock),
        plugged_since,
        condemned: is_condemned.then_some(verdict),
    }
}

fn facts(
    practice: &Practice,
    copies: Vec<Copy>,
    entries: &[Recorded],
    today: Date,
) -> Result<Facts> {
    let config = &practice.config;
    let newest = |is_it: fn(&Deed) -> bool| {
        let found = entries.iter().rev().find(|recorded| is_it(&recorded.entry.deed));
        found.and_then(|recorded| day_in(&recorded.entry.time))
    };
    let old = config.keys.iter().filter(|key| key.state == KeyState::ToDestroy);
    Ok(Facts {
        has_sources: !config.sources.is_empty(),
        has_periods: config.sources.iter().any(|source| source.class != UNCLASSIFIED),
        since: since(practice, today)?,
        rehearsed: newest(|deed| matches!(deed, Deed::Rehearsed(_))),
        purge_reviewed: newest(|deed| matches!(deed, Deed::PlanMade(_) | Deed::Purged(_))),
        keys_to_destroy: old.map(|key| (key.name.clone(), key.kind, key.epoch)).collect(),
        incident: incident::is_open(&practice.state)?,
        copies,
    })
}

/// The day the practice was set up, or attached on this computer.
fn since(practice: &Practice, today: Date) -> Result<Date> {
    let created = practice.state.fact(setup::CREATED)?;
    let created = created.and_then(|bytes| String::from_utf8(bytes).ok());
    let drives = practice.state.drives()?;
    let first = drives.iter().filter_map(|drive| day_in(&drive.enrolled)).min();
    Ok(created.as_deref().and_then(day_in).or(first).unwrap_or(today))
}

fn last_backup(drives: &[DriveStanding]) -> Option<(Timestamp, String)> {
    let in_use = drives.iter().filter(|stands| stands.drive.state == DriveState::Active);
    let times = in_use.filter_map(|stands| {
        let time: Timestamp = stands.drive.last_backup.as_deref()?.parse().ok()?;
        Some((time, stands.drive.name.clone()))
    });
    times.max_by_key(|(time, _)| *time)
}

fn last_check(drives: &[DriveStanding], entries: &[Recorded]) -> Option<LastCheck> {
    let days = drives.iter().filter_map(|stands| {
        let (time, good) = stands.drive.last_verified.as_ref()?;
        Some((time.clone(), *good, &stands.drive))
    });
    let (time, good, drive) = days.max_by(|left, right| left.0.cmp(&right.0))?;
    let checked = |recorded: &Recorded| match &recorded.entry.deed {
        Deed::Checked(checked) if checked.drive == drive.id => Some(checked.clone()),
        _ => None,
    };
    let told: Option<Checked> = entries.iter().rev().find_map(checked);
    let files_compared = told.map_or(0, |checked| checked.files_compared);
    Some(LastCheck { day: day_in(&time)?, drive: drive.name.clone(), files_compared, good })
}
