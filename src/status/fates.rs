//! What is recorded of a drive, gathered for the decision about its fate.
//!
//! Gathering (state, ledger, configuration) and judging are apart: [`facts`] is pure.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::day_of;
use crate::config::{KeyState, OpeningKey};
use crate::drives::{self, Profile};
use crate::error::Result;
use crate::fate::{
    self, DestructionProof, Fate, ForgetExtent, Health, MediumDeclared, MediumFacts, Overwrite,
    Owed, SerialCheck, WaysToKeys,
};
use crate::keys;
use crate::ledger::{self, DatedEntry, DatedLedger, Deed, Erased};
use crate::practice::{DriveIdentity, Practice};
use crate::settle::{self, Debt};
use crate::state::named::{OVERWRITE, RETIRED_ON};
use crate::state::{Drive, DriveState};

/// What should happen to a drive on a day.
///
/// # Errors
/// `State`.
pub fn fate_of(
    practice: &Practice,
    drive: &Drive,
    plugged: bool,
    past: &DatedLedger,
) -> Result<Fate> {
    Ok(fate::decide(&facts_of(practice, drive, plugged, past)?, day_of(past.now())))
}

/// Everything recorded about a drive. What is not known counts as the worse.
///
/// # Errors
/// `State`.
pub fn facts_of(
    practice: &Practice,
    drive: &Drive,
    plugged: bool,
    past: &DatedLedger,
) -> Result<MediumFacts> {
    let state = &practice.state;
    let entries = past.dated();
    Ok(facts(&Known {
        drive,
        entries: &entries,
        keys: &practice.config.keys,
        epoch: state.drive_epoch(drive.id)?,
        old_keys_needed: !keys::queued(state, &practice.config)?.is_empty(),
        debts: &settle::owed(practice, drive)?,
        profile: drives::profile_of(state, drive)?,
        health: drives::health_of(state, drive)?,
        wiped: state.drive_note(drive.row, OVERWRITE)?,
        retired_on: state.drive_note(drive.row, RETIRED_ON)?,
        serial: if plugged { serial_check(drive) } else { SerialCheck::Unknown },
        needed: is_needed(practice, drive, &entries)?,
        plugged,
        today: day_of(past.now()),
    }))
}

/// Copies that must be left when a drive goes.
const COPIES_MIN: usize = 2;

/// Whether it holds backups that fewer than two other drives hold as well.
fn is_needed(practice: &Practice, drive: &Drive, entries: &[DatedEntry<'_>]) -> Result<bool> {
    let state = &practice.state;
    // By the order of the ledger: the clock may have been wrong for one of two.
    let last = |drive: &Drive| {
        let backup = |entry: &&DatedEntry<'_>| matches!(entry.deed, Deed::BackedUp(done) if done.drive == drive.id);
        entries.iter().rfind(backup).map(|entry| entry.number)
    };
    let is_as_new = |other: &Drive| match (last(other), last(drive)) {
        (Some(other), Some(own)) => other >= own,
        _ => other.last_backup >= drive.last_backup,
    };
    if drive.state != DriveState::Active || state.snapshots(drive.row)?.is_empty() {
        return Ok(false);
    }
    let mut others = 0;
    for other in state.drives()? {
        let is_good = other.row != drive.row
            && other.state == DriveState::Active
            && is_as_new(&other)
            && other.last_backup.is_some()
            && other.last_verified.as_ref().is_none_or(|(_, good)| *good)
            && !drives::health_of(state, &other)?.is_failing();
        others += usize::from(is_good);
    }
    Ok(others < COPIES_MIN)
}

fn serial_check(drive: &Drive) -> SerialCheck {
    let (now, then) = (DriveIdentity::of(&drive.path), DriveIdentity::recorded(drive));
    if now.is_copy_of(&then, drive.fixed) {
        SerialCheck::Differs
    } else if now.hardware_serial.is_some() && now.hardware_serial == then.hardware_serial {
        SerialCheck::Same
    } else {
        SerialCheck::Unknown
    }
}

/// What state, ledger and configuration say about one drive.
struct Known<'a> {
    drive: &'a Drive,
    entries: &'a [DatedEntry<'a>],
    keys: &'a [OpeningKey],
    /// Epoch whose keys alone open it.
    epoch: u32,
    /// A drive still has an older lock.
    old_keys_needed: bool,
    debts: &'a [Debt],
    profile: Profile,
    health: Health,
    /// How far overwriting it as a whole came.
    wiped: Option<Overwrite>,
    retired_on: Option<Date>,
    serial: SerialCheck,
    needed: bool,
    plugged: bool,
    today: Date,
}

fn facts(known: &Known<'_>) -> MediumFacts {
    let to_forget = to_forget(known);
    MediumFacts {
        medium: known.profile.medium(),
        ever_held: known.profile.ever_held(),
        to_forget,
        keys: key_state(known.keys, epoch_that_opens(known, to_forget)),
        old_keys_needed: known.old_keys_needed,
        overwrite: overwrite(known),
        health: known.health,
        serial: known.serial,
        // A stick that was caught is never enrolled.
        fake_capacity: false,
        plugged: known.plugged,
        last_seen: last_seen(known),
        enrolled: enrolled(known),
        owed: owed(known),
        declared: declared(known),
        needed: known.needed,
        leaves_custody: false,
        level_five: false,
    }
}

/// A medium out of our hands or out of use must keep nothing readable; one in use, nothing of what
/// was purged since it was enrolled.
fn to_forget(known: &Known<'_>) -> ForgetExtent {
    if known.drive.state != DriveState::Active {
        ForgetExtent::Everything
    } else if purges(known).next().is_some() {
        ForgetExtent::Records
    } else {
        ForgetExtent::Nothing
    }
}

/// Purges of records that may have been on the drive: number, day, epoch, records.
fn purges<'a>(known: &'a Known<'_>) -> impl Iterator<Item = (u64, Option<Date>, u32, u64)> + 'a {
    let since: Option<Timestamp> = known.drive.enrolled.parse().ok();
    let first = known.entries.iter().find(|entry| is_about(entry.deed, known.drive));
    let first = first.map(|entry| entry.number);
    // By the order of the ledger; its first word on the drive tells since when.
    let is_since = move |entry: &&DatedEntry<'_>| match first {
        Some(first) => entry.number >= first,
        // What has no time counts.
        None => entry.time.zip(since).is_none_or(|(time, since)| time >= since),
    };
    known.entries.iter().filter(is_since).filter_map(|entry| match entry.deed {
        Deed::Purged(purged) if purged.forgotten > 0 => {
            Some((entry.number, entry.time.map(super::day_of), purged.epoch, purged.forgotten))
        }
        _ => None,
    })
}

fn is_about(deed: &Deed, drive: &Drive) -> bool {
    match deed {
        Deed::DriveAdded(event) => event.drive == drive.id,
        Deed::BackedUp(done) => done.drive == drive.id,
        _ => false,
    }
}

/// Every epoch up to this one opens, or once opened, what must be forgotten.
fn epoch_that_opens(known: &Known<'_>, to_forget: ForgetExtent) -> u32 {
    match to_forget {
        ForgetExtent::Nothing | ForgetExtent::Everything => known.epoch,
        ForgetExtent::Records => purges(known).map(|(_, _, epoch, _)| epoch).max().unwrap_or(0),
    }
}

/// One old sheet is enough to open what all epochs up to `epoch` were able to open.
fn key_state(keys: &[OpeningKey], epoch: u32) -> WaysToKeys {
    let states: Vec<_> =
        keys.iter().filter(|key| key.epoch <= epoch).map(|key| key.state).collect();
    if states.is_empty() {
        WaysToKeys::Unknown
    } else if states.contains(&KeyState::Active) {
        WaysToKeys::Live
    } else if states.contains(&KeyState::ToDestroy) {
        WaysToKeys::OldSheetExists
    } else {
        WaysToKeys::Destroyed
    }
}

fn overwrite(known: &Known<'_>) -> Overwrite {
    if let Some(wiped) = known.wiped {
        return wiped;
    }
    let last = known.entries.iter().rev().find_map(|entry| erased(entry.deed, known.drive));
    match last {
        Some(erased) if erased.failed_segments + erased.unfound > 0 => Overwrite::Failed,
        // What was forgotten since then was not overwritten here.
        _ if known.debts.iter().any(|debt| matches!(debt, Debt::Purge { .. })) => Overwrite::None,
        Some(_) => Overwrite::Objects,
        None => Overwrite::None,
    }
}

fn erased<'a>(deed: &'a Deed, drive: &Drive) -> Option<&'a Erased> {
    match deed {
        Deed::Purged(purged) => purged.drives.iter().find(|erased| erased.drive == drive.id),
        Deed::PurgedLater(erased) => Some(erased).filter(|erased| erased.drive == drive.id),
        _ => None,
    }
}

/// A drive out of use is refused by whatever would pay it: what it must lose goes with the whole.
fn owed(known: &Known<'_>) -> Option<Owed> {
    if known.drive.state != DriveState::Active {
        return None;
    }
    // A new key for a living record has no day by which it must be everywhere.
    let pressing = || known.debts.iter().filter(|debt| **debt != Debt::NewKey);
    let since = |debt: &Debt| match debt {
        Debt::NewKey => None,
        Debt::Purge { entry } => day_of_deed(known, |number, _| number == *entry),
        Debt::NewLock => day_of_deed(known, |_, deed| match deed {
            Deed::Rotated(rotated) => rotated.epoch > known.epoch,
            _ => false,
        }),
    };
    // A debt without a day is as old as it can be.
    let since = pressing().map(|debt| since(debt).unwrap_or(enrolled(known))).min()?;
    let first = known.debts.iter().find_map(|debt| match debt {
        Debt::Purge { entry } => Some(*entry),
        Debt::NewLock | Debt::NewKey => None,
    });
    let missed = purges(known).filter(|(number, ..)| first.is_some_and(|first| *number >= first));
    Some(Owed { since, records: missed.map(|(.., records)| records).sum() })
}

fn day_of_deed(known: &Known<'_>, is_it: impl Fn(u64, &Deed) -> bool) -> Option<Date> {
    let found = known.entries.iter().find(|entry| is_it(entry.number, entry.deed));
    found.and_then(|entry| entry.time.map(super::day_of))
}

fn declared(known: &Known<'_>) -> Option<MediumDeclared> {
    let last = |is_it: fn(&Deed) -> Option<(&crate::ledger::DriveEvent, DestructionProof)>| {
        known.entries.iter().rev().find_map(|entry| {
            let (event, proof) =
                is_it(entry.deed).filter(|(event, _)| event.drive == known.drive.id)?;
            Some((event.on.or_else(|| entry.time.map(super::day_of)).unwrap_or(known.today), proof))
        })
    };
    let (on, proof) = match known.drive.state {
        DriveState::Active => return None,
        DriveState::Lost => last(|deed| match deed {
            Deed::DriveLost(event) => Some((event, DestructionProof::None)),
            _ => None,
        }),
        DriveState::Retired => known.retired_on.map(|on| (on, DestructionProof::None)),
        DriveState::Destroyed => last(|deed| match deed {
            Deed::DriveDestroyed(told) => Some((&told.drive, proof_of(told))),
            _ => None,
        }),
    }
    .unwrap_or((known.today, DestructionProof::None));
    Some(match known.drive.state {
        DriveState::Active | DriveState::Lost => MediumDeclared::Lost { on },
        DriveState::Retired => MediumDeclared::Retired { on },
        DriveState::Destroyed => MediumDeclared::Destroyed { on, proof },
    })
}

/// A day that is still to come was noted under a wrong clock; the ledger's last word on the drive tells then.
fn last_seen(known: &Known<'_>) -> Option<Date> {
    let noted = known.drive.last_seen.as_deref().and_then(day);
    let told = || {
        let last = known.entries.iter().rfind(|entry| is_about(entry.deed, known.drive));
        last.and_then(|entry| entry.time.map(super::day_of))
    };
    noted.filter(|day| *day <= known.today).or_else(told)
}

/// A contractor's certificate, or a witness beside the one who did it; one person's word is none.
const fn proof_of(told: &ledger::DriveDestroyed) -> DestructionProof {
    if told.certificate_sha256.is_some() {
        DestructionProof::Certificate
    } else if told.witness.is_some() {
        DestructionProof::OwnReport
    } else {
        DestructionProof::None
    }
}

fn enrolled(known: &Known<'_>) -> Date {
    day(&known.drive.enrolled).unwrap_or(known.today)
}

fn day(text: &str) -> Option<Date> {
    let time: Option<Timestamp> = text.parse().ok();
    time.map(|time| time.to_zoned_datetime(TimeZone::system()).date())
}

#[cfg(test)]
mod tests;
