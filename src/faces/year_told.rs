//! Where the yearly erasing stands, in words.

use refuge::status::year::YearStep;

use crate::faces::{Catalog, fl, safe, units};

/// The steps a person sees.
pub(crate) const STAGES: u32 = 7;

/// The number of a step.
pub(crate) const fn stage(step: &YearStep) -> u32 {
    match step {
        YearStep::Incident | YearStep::PublicStructure => 0,
        YearStep::Register => 1,
        YearStep::Plan => 2,
        YearStep::Approve { .. } | YearStep::CoolingOff { .. } => 3,
        YearStep::Erase { .. } | YearStep::Drives { .. } => 4,
        YearStep::Locks | YearStep::NewLock { .. } => 5,
        YearStep::Attest { .. } => 6,
        YearStep::Done { .. } => STAGES,
    }
}

/// `Step 3 of 7: plan P-2026-01, 38 records: …`.
pub(crate) fn headline(words: &Catalog, step: &YearStep) -> String {
    let text = match step {
        YearStep::Incident => return fl!(words, "year-incident"),
        YearStep::PublicStructure => return fl!(words, "year-public"),
        YearStep::Register => fl!(words, "year-register"),
        YearStep::Plan => fl!(words, "year-plan"),
        YearStep::Approve { plan, records, agreed, people } => {
            let (plan, records) = (plan.as_str(), *records);
            let missing = people.saturating_sub(agreed.len() as u64).max(1);
            fl!(words, "year-approve", plan = plan, records = records, people = missing)
        }
        YearStep::CoolingOff { plan, days } => {
            fl!(words, "year-cooling-off", plan = plan.as_str(), days = i64::from(*days))
        }
        YearStep::Erase { plan } => fl!(words, "year-erase", plan = plan.as_str()),
        YearStep::Drives { names } => fl!(words, "year-drives", drives = listed(names)),
        YearStep::Locks => fl!(words, "year-locks"),
        YearStep::NewLock { names } => fl!(words, "year-new-lock", drives = listed(names)),
        YearStep::Attest { keys } => {
            let keys = *keys;
            fl!(words, "year-attest", keys = keys)
        }
        YearStep::Done { again, .. } => {
            fl!(words, "year-done-until", day = units::day_short(words, *again))
        }
    };
    fl!(words, "year-step", number = i64::from(stage(step)), all = i64::from(STAGES), what = text)
}

/// Drives, by name.
pub(crate) fn listed(names: &[String]) -> String {
    names.iter().map(|name| safe(name)).collect::<Vec<_>>().join(", ")
}
