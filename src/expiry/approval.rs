//! Plans as the computer keeps them: numbered, without names, approved, carried out once.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::gather::Judgement;
use super::holds::same_person;
use super::plan::{PurgePlan, number};
use crate::config::Control;
use crate::crypto::hash;
use crate::error::{Error, PlanTrouble, Result, Thing};
use crate::practice::{Practice, stamp};
use crate::retention::RecordStanding;
use crate::state::State;
use crate::state::named::PLANS;

/// A plan is carried out within so many days, or made anew.
const VALID_DAYS: i32 = 30;
/// With a cooling-off period, not before so many days after it was made.
const COOLING_OFF_DAYS: i32 = 7;

/// A plan and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredPlan {
    /// The plan.
    pub plan: PurgePlan,
    /// SHA-256 of its JSON.
    pub sha256: String,
    /// SHA-256 of the register it was made with, and its day.
    #[serde(default)]
    pub register: Option<(String, Date)>,
    /// Who agreed so far.
    #[serde(default)]
    pub approved_by: Vec<String>,
    /// Number of the ledger entry that tells of its execution.
    #[serde(default)]
    pub executed: Option<u64>,
}

impl StoredPlan {
    /// Records in a list of the judgement that the plan is.
    #[must_use]
    pub fn records(&self, standing: RecordStanding) -> u64 {
        let counts = self.plan.counts.iter().filter(|count| count.standing == standing);
        counts.map(|count| count.records).sum()
    }

    /// Whether this plan may be carried out today.
    ///
    /// # Errors
    /// `Plan` with what forbids it.
    pub fn may_run(&self, control: Control, now: Timestamp) -> Result<()> {
        let made: Timestamp = self.plan.made.parse().map_err(|_| Error::State {
            reason: format!("plan {} has no time", self.plan.number),
        })?;
        let hours = now.duration_since(made).as_hours();
        let trouble = if self.executed.is_some() {
            PlanTrouble::Executed
        } else if hours > i64::from(VALID_DAYS) * 24 {
            PlanTrouble::Expired
        } else if control == Control::CoolingOff && hours < i64::from(COOLING_OFF_DAYS) * 24 {
            PlanTrouble::TooEarly { days: COOLING_OFF_DAYS.unsigned_abs() }
        } else {
            return Ok(());
        };
        Err(Error::Plan(trouble))
    }

    /// Whether a fresh judgement still finds everything due that this plan would forget.
    ///
    /// # Errors
    /// `Plan(Changed)` with how many records are due no more.
    pub fn must_hold(&self, fresh: &Judgement) -> Result<()> {
        match self.plan.no_longer_due(&fresh.plan).len() as u64 {
            0 => Ok(()),
            records => Err(Error::Plan(PlanTrouble::Changed { records })),
        }
    }
}

/// Numbers a judgement and keeps it.
///
/// # Errors
/// `State`.
pub fn store(practice: &mut Practice, judged: &Judgement, now: Timestamp) -> Result<StoredPlan> {
    let year = judged.plan.today.year();
    let prefix = format!("P-{year:04}-");
    let earlier = practice.state.items::<StoredPlan>(PLANS)?;
    let before = earlier.iter().filter(|(number, _)| number.starts_with(&prefix)).count();
    let number = number(year, u32::try_from(before).unwrap_or(u32::MAX));
    let plan = PurgePlan::of(&judged.plan, number, stamp(now), practice.config.practice.id);
    let json =
        serde_json::to_vec(&plan).map_err(|cause| Error::State { reason: cause.to_string() })?;
    let stored = StoredPlan {
        sha256: hash::sha256_hex(&json),
        register: judged.register.as_ref().map(|note| (note.sha256.clone(), note.exported)),
        plan,
        approved_by: Vec::new(),
        executed: None,
    };
    keep(&mut practice.state, &stored)?;
    Ok(stored)
}

/// Every plan there is.
///
/// # Errors
/// `State`.
pub fn all(state: &State) -> Result<Vec<StoredPlan>> {
    Ok(state.items(PLANS)?.into_iter().map(|(_, stored)| stored).collect())
}

/// The plan of that number.
///
/// # Errors
/// `NotFound`, `State`.
pub fn find(state: &State, number: &str) -> Result<StoredPlan> {
    let wanted = number.trim().to_uppercase();
    let missing = || Error::NotFound { what: Thing::Plan, name: number.to_owned() };
    state.item(PLANS, &wanted)?.ok_or_else(missing)
}

/// Notes who agrees, and whether that is enough.
///
/// # Errors
/// `Plan(SecondPerson)` when another person must agree too; `Invalid` when two people are wanted and
/// nobody is named; `State`.
pub fn approve(
    state: &mut State,
    stored: &mut StoredPlan,
    control: Control,
    by: Option<&str>,
) -> Result<()> {
    let by = by.map(str::trim).filter(|by| !by.is_empty());
    let Some(by) = by else {
        let nobody = Error::Invalid { what: Thing::Name, value: String::new() };
        return if control == Control::Dual { Err(nobody) } else { Ok(()) };
    };
    if !stored.approved_by.iter().any(|known| same_person(known, by)) {
        stored.approved_by.push(by.to_owned());
        keep(state, stored)?;
    }
    if control == Control::Dual && stored.approved_by.len() < 2 {
        return Err(Error::Plan(PlanTrouble::SecondPerson));
    }
    Ok(())
}

/// Notes under which entry a plan was carried out, if it is still known.
///
/// # Errors
/// `State`.
pub fn note_executed(state: &mut State, number: &str, entry: u64) -> Result<()> {
    let Some(mut stored) = state.item::<StoredPlan>(PLANS, number)? else { return Ok(()) };
    stored.executed = Some(entry);
    keep(state, &stored)
}

fn keep(state: &mut State, stored: &StoredPlan) -> Result<()> {
    state.set_item(PLANS, &stored.plan.number, stored)
}
