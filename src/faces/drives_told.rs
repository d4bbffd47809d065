//! Every drive of the practice, as it is listed: what should become of it and why, what it is owed.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use refuge::destination::Keeps;
use refuge::drives;
use refuge::error::Result;
use refuge::fate::{Fate, FateReason, FateVerdict};
use refuge::ledger::DatedLedger;
use refuge::platform;
use refuge::practice::Practice;
use refuge::settle::{self, Debt};
use refuge::state::{Drive, DriveState};
use refuge::status;
use refuge::visit::Retired;

use crate::faces::{Catalog, fates, fl, here, safe, units};

/// One drive as it is listed.
pub(crate) struct ListedDrive {
    pub(crate) drive: Drive,
    pub(crate) fate: Fate,
    pub(crate) owes: Vec<Debt>,
    pub(crate) keeps: Option<Keeps>,
    pub(crate) records_owed: u64,
    pub(crate) free_bytes: Option<u64>,
    pub(crate) backups: u64,
    pub(crate) is_plugged: bool,
}

/// All of them, in the order of enrolment.
pub(crate) fn listed(practice: &mut Practice, now: Timestamp) -> Result<Vec<ListedDrive>> {
    let past = DatedLedger::read(&practice.state, now)?;
    let plugged: Vec<i64> = practice.plugged(now)?.iter().map(|found| found.drive.row).collect();
    let mut listed = Vec::new();
    for drive in practice.state.drives()? {
        let is_plugged = plugged.contains(&drive.row);
        let facts = status::facts_of(practice, &drive, is_plugged, &past)?;
        listed.push(ListedDrive {
            fate: refuge::fate::decide(&facts, status::day_of(now)),
            owes: match drive.state {
                DriveState::Active => settle::owed(practice, &drive)?,
                _ => Vec::new(),
            },
            records_owed: facts.owed.map_or(0, |owed| owed.records),
            free_bytes: platform::free_bytes(&drive.path).filter(|_| is_plugged),
            backups: practice.state.count_backups(drive.row)?,
            is_plugged,
            keeps: drives::keeps_of(&practice.state, &drive)?,
            drive,
        });
    }
    Ok(listed)
}

/// Why, for a drive that asks for something; `of_reason` and `of_debt` say how this face does what is to be done.
pub(crate) fn reasons(
    words: &Catalog,
    listed: &ListedDrive,
    of_reason: fn(&Catalog, FateReason) -> Option<String>,
    of_debt: fn(&Catalog, Debt) -> String,
) -> Vec<String> {
    let fate = &listed.fate;
    let mut said: Vec<String> =
        fate.reasons.iter().filter_map(|reason| of_reason(words, *reason)).collect();
    said.extend(listed.owes.iter().map(|debt| of_debt(words, *debt)));
    let due = fate.destruction.as_ref().filter(|_| !is_calm(fate));
    said.extend(due.map(|destruction| fates::destruction(words, destruction)));
    said
}

/// Whether nothing is to be done about a drive but to use it.
pub(crate) fn is_calm(fate: &Fate) -> bool {
    matches!(fate.verdict, FateVerdict::Keep | FateVerdict::PlugIn | FateVerdict::Destroyed)
}

/// When it was last seen.
pub(crate) fn seen(words: &Catalog, listed: &ListedDrive) -> String {
    if listed.is_plugged {
        return fl!(words, "drives-plugged");
    }
    let when = listed.drive.last_seen.as_deref().and_then(|text| text.parse::<Timestamp>().ok());
    when.map_or_else(
        || "-".to_owned(),
        |when| {
            let day = |time: Timestamp| time.to_zoned_datetime(TimeZone::system()).date();
            let days = here::today().since(day(when)).map_or(0, |span| span.get_days());
            units::ago(words, u64::try_from(days).unwrap_or(0))
        },
    )
}

/// Reasons beside what was just said, for a drive that was declared lost.
pub(crate) fn more_than_lost(fate: &Fate) -> impl Iterator<Item = FateReason> {
    let is_said =
        |reason: &FateReason| matches!(reason, FateReason::DeclaredLost | FateReason::RotateKeys);
    fate.reasons.iter().copied().filter(move |reason| !is_said(reason))
}

/// How the wiping of a drive that goes for good ended.
pub(crate) fn retired(
    words: &Catalog,
    done: &Retired,
    of_reason: fn(&Catalog, FateReason) -> Option<String>,
) -> Vec<String> {
    let drive = safe(&done.drive.name);
    let outcome = &done.outcome;
    let size = |bytes| units::bytes(words.language(), bytes);
    let mut said = if outcome.is_whole() {
        vec![fl!(words, "drives-retired", drive = drive, size = size(outcome.verified_bytes))]
    } else {
        let failed = size(outcome.failed_bytes);
        vec![fl!(words, "drives-retire-failed", drive = drive, size = failed)]
    };
    said.push(fl!(words, "drives-retired-worth", record = done.recorded.label()));
    said.extend(done.fate.reasons.iter().filter_map(|reason| of_reason(words, *reason)));
    said
}
