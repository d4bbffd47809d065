//! Where the yearly erasing stands, out of what the state and the ledger tell: nothing else is remembered, so
//! that it can be left and taken up again at any step.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::since;
use crate::config::Control;
use crate::error::{Error, PlanTrouble, Result};
use crate::expiry::{StoredPlan, approval, remembered};
use crate::incident;
use crate::keys;
use crate::ledger::{DatedLedger, Deed, Recorded};
use crate::practice::Practice;
use crate::retention::facts::RegisterTrust;
use crate::retention::rules::UNCLASSIFIED;
use crate::settle;

/// What comes next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum YearStep {
    /// Nothing, while an incident is open.
    Incident,
    /// Nothing: a public structure needs its archives' consent.
    PublicStructure,
    /// The list of patients, which is missing, too old or too short; then disputes, then a plan.
    Register,
    /// Disputes, then a plan: the list is good.
    Plan,
    /// The plan is read, and people agree.
    Approve {
        /// Its number.
        plan: String,
        /// Records in it.
        records: u64,
        /// Who agreed so far.
        agreed: Vec<String>,
        /// People who must agree.
        people: u64,
    },
    /// The plan waits.
    CoolingOff {
        /// Its number.
        plan: String,
        /// Days to be waited in all.
        days: u32,
    },
    /// The plan was approved, and is carried out.
    Erase {
        /// Its number.
        plan: String,
    },
    /// Drives that were away still have what was erased.
    Drives {
        /// Their names.
        names: Vec<String>,
    },
    /// The locks of the practice are changed.
    Locks,
    /// Drives still have the old lock.
    NewLock {
        /// Their names.
        names: Vec<String>,
    },
    /// Old keys are destroyed, and somebody says so.
    Attest {
        /// How many.
        keys: u64,
    },
    /// Nothing more before that day.
    Done {
        /// The document of the ledger that is filed.
        entry: String,
        /// When it begins anew.
        again: Date,
    },
}

impl YearStep {
    /// Its word in JSON.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Incident => "incident",
            Self::PublicStructure => "public-structure",
            Self::Register => "register",
            Self::Plan => "plan",
            Self::Approve { .. } => "approve",
            Self::CoolingOff { .. } => "cooling-off",
            Self::Erase { .. } => "erase",
            Self::Drives { .. } => "drives",
            Self::Locks => "locks",
            Self::NewLock { .. } => "new-lock",
            Self::Attest { .. } => "attest",
            Self::Done { .. } => "done",
        }
    }
}

/// The next step of the yearly erasing.
///
/// # Errors
/// `State`, `Ledger`.
pub fn next(practice: &Practice, past: &DatedLedger) -> Result<YearStep> {
    let (entries, now) = (past.entries(), past.now());
    let state = &practice.state;
    if incident::is_open(state)? {
        return Ok(YearStep::Incident);
    }
    if practice.config.practice.public_structure {
        return Ok(YearStep::PublicStructure);
    }
    if let Some(begun) = settle::begun(state)? {
        return Ok(YearStep::Erase { plan: begun.purged.plan });
    }
    let erased = newest(entries, |deed| matches!(deed, Deed::Purged(_)));
    let answered = newest(entries, is_answer);
    if let Some(step) = open_plan(practice, entries, answered, now)? {
        return Ok(step);
    }
    if let Some(step) = unfinished(practice, entries, erased)? {
        return Ok(step);
    }
    let today = TimeZone::system().to_datetime(now).date();
    let again = answered.and_then(|record| Some((record.label(), due_again(practice, record)?)));
    if let Some((entry, again)) = again.filter(|(_, day)| *day > today) {
        return Ok(YearStep::Done { entry, again });
    }
    let register = remembered::register(state)?;
    let is_good = register.is_some_and(|note| note.trust(today) == RegisterTrust::Sound);
    Ok(if is_good { YearStep::Plan } else { YearStep::Register })
}

/// Days before it is due from which on it is near.
const NEAR_DAYS: i64 = 30;

/// Whether the yearly erasing was begun, is due, or will be within a month.
///
/// # Errors
/// `State`, `Ledger`.
pub fn is_near(practice: &Practice, past: &DatedLedger) -> Result<bool> {
    let has_periods = practice.config.sources.iter().any(|source| source.class != UNCLASSIFIED);
    let today = TimeZone::system().to_datetime(past.now()).date();
    let is_soon = |day: Date| day.checked_sub(NEAR_DAYS.days()).is_ok_and(|near| near <= today);
    Ok(match next(practice, past)? {
        YearStep::Incident | YearStep::PublicStructure => false,
        YearStep::Done { again, .. } => is_soon(again),
        YearStep::Register | YearStep::Plan => {
            let months = i64::from(practice.config.reminders.purge_months);
            // Where it was answered before, that answer is too old by now.
            has_periods
                && (past.entries().iter().any(|record| is_answer(&record.entry.deed))
                    || since(practice, today)?.checked_add(months.months()).is_ok_and(is_soon))
        }
        _ => true,
    })
}

/// What ends a year: what was due is erased, or nothing was.
#[must_use]
pub fn is_answer(deed: &Deed) -> bool {
    match deed {
        Deed::Purged(_) => true,
        Deed::NothingDue(looked) => looked.is_answer(),
        _ => false,
    }
}

fn newest(entries: &[Recorded], is_it: impl Fn(&Deed) -> bool) -> Option<&Recorded> {
    entries.iter().rev().find(|record| is_it(&record.entry.deed))
}

fn due_again(practice: &Practice, record: &Recorded) -> Option<Date> {
    let time = record.entry.time.parse::<Timestamp>().ok()?;
    let months = i64::from(practice.config.reminders.purge_months);
    TimeZone::system().to_datetime(time).date().checked_add(months.months()).ok()
}

/// The newest plan by the ledger, that is neither carried out nor too old, where it names a record and no look
/// after it found nothing due.
fn open_plan(
    practice: &Practice,
    entries: &[Recorded],
    answered: Option<&Recorded>,
    now: Timestamp,
) -> Result<Option<YearStep>> {
    let made = entries.iter().rev().find_map(|record| match &record.entry.deed {
        Deed::PlanMade(made) => Some((record.entry.number, &made.plan)),
        _ => None,
    });
    let is_open =
        |number: u64| answered.is_none_or(|record: &Recorded| record.entry.number < number);
    let made = made.filter(|(number, _)| is_open(*number));
    let Some((at, number)) = made else { return Ok(None) };
    let plans = approval::all(&practice.state)?;
    let is_it = |stored: &&StoredPlan| stored.plan.number == *number;
    let Some(stored) = plans.iter().find(is_it).filter(|it| !it.plan.records.is_empty()) else {
        return Ok(None);
    };
    if is_held_since(practice, entries, at, stored)? {
        return Ok(Some(YearStep::Plan));
    }
    let control = practice.config.purge_settings().control.unwrap_or_default();
    let plan = stored.plan.number.clone();
    match stored.may_run(control, now) {
        Ok(()) => {
            let people = if control == Control::Dual { 2 } else { 1 };
            let (records, agreed) = (stored.plan.records.len() as u64, stored.approved_by.clone());
            Ok(Some(YearStep::Approve { plan, records, agreed, people }))
        }
        Err(Error::Plan(PlanTrouble::TooEarly { days })) => {
            Ok(Some(YearStep::CoolingOff { plan, days }))
        }
        Err(Error::Plan(PlanTrouble::Expired)) => Ok(Some(YearStep::Plan)),
        Err(Error::Plan(_)) => Ok(None),
        Err(other) => Err(other),
    }
}

/// Whether a record of the plan was held after it was made: it will never be carried out as it stands.
fn is_held_since(
    practice: &Practice,
    entries: &[Recorded],
    at: u64,
    stored: &StoredPlan,
) -> Result<bool> {
    let held = entries.iter().filter(|record| record.entry.number > at);
    let held: Vec<&str> = held
        .filter_map(|record| match &record.entry.deed {
            Deed::HoldAdded(hold) => Some(hold.record.as_str()),
            _ => None,
        })
        .collect();
    for planned in stored.plan.records.iter().filter(|_| !held.is_empty()) {
        if held.contains(&practice.proof_of(planned.record)?.as_str()) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What an erasing is not finished without: drives that were away, other locks, the old keys destroyed.
fn unfinished(
    practice: &Practice,
    entries: &[Recorded],
    erased: Option<&Recorded>,
) -> Result<Option<YearStep>> {
    let Some(erased) = erased else { return Ok(None) };
    let missed = settle::missed_a_purge(practice)?;
    if !missed.is_empty() {
        let names = missed.into_iter().map(|drive| drive.name).collect();
        return Ok(Some(YearStep::Drives { names }));
    }
    let rotated = newest(entries, |deed| matches!(deed, Deed::Rotated(_)));
    if rotated.is_none_or(|record| record.entry.number < erased.entry.number) {
        return Ok(Some(YearStep::Locks));
    }
    let waiting = keys::queued(&practice.state, &practice.config)?;
    if !waiting.is_empty() {
        let names = waiting.into_iter().map(|drive| drive.name).collect();
        return Ok(Some(YearStep::NewLock { names }));
    }
    let old = keys::to_destroy(&practice.config).len() as u64;
    Ok((old > 0).then_some(YearStep::Attest { keys: old }))
}
