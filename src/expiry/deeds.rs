//! What the ledger tells of a plan and of its execution: counts, rules and keyed hashes, no names.

use super::approval::StoredPlan;
use super::gather::Judgement;
use crate::config::Control;
use crate::error::Result;
use crate::ledger::{ClassCount, NothingDue, PlanMade, Purged};
use crate::practice::Practice;
use crate::retention::rules::Rules;
use crate::retention::{RecordStanding, RecordsAlike};

/// What the ledger tells of a plan that was made.
#[must_use]
pub fn plan_made(stored: &StoredPlan) -> PlanMade {
    PlanMade {
        plan: stored.plan.number.clone(),
        due: stored.records(RecordStanding::Due),
        held: stored.records(RecordStanding::Held),
        unknown: stored.records(RecordStanding::Unknown),
        kept: stored.records(RecordStanding::Kept),
        rules: stored.plan.rules.clone(),
        sha256: stored.sha256.clone(),
    }
}

/// What the ledger tells of a judgement that found nothing due.
#[must_use]
pub fn nothing_due(judged: &Judgement) -> NothingDue {
    let plan = &judged.plan;
    let all = |standing| {
        let counts = plan.counts.iter().filter(|count| count.standing == standing);
        counts.map(|count| count.records).sum()
    };
    NothingDue {
        held: all(RecordStanding::Held),
        unknown: all(RecordStanding::Unknown),
        kept: all(RecordStanding::Kept),
        rules: plan.rules.clone(),
        trust: plan.register,
        register: judged.register.as_ref().map(|note| (note.sha256.clone(), note.exported)),
    }
}

/// What the ledger will tell of a plan that is carried out; its drives come later.
///
/// # Errors
/// `State` when the vault key was lost.
pub fn purged(
    practice: &Practice,
    stored: &StoredPlan,
    fresh: &Judgement,
    control: Control,
    approved_by: Vec<String>,
) -> Result<Purged> {
    let records = stored.plan.records.iter();
    let mut proofs: Vec<String> =
        records.map(|of| practice.proof_of(of.record)).collect::<Result<_>>()?;
    proofs.sort();
    let due = stored.plan.counts.iter().filter(|count| count.standing == RecordStanding::Due);
    let register = stored.register.clone();
    Ok(Purged {
        plan: stored.plan.number.clone(),
        sha256: stored.sha256.clone(),
        rules: stored.plan.rules.clone(),
        register: register.map(|(sha256, day)| (sha256, Some(day))),
        counts: due.map(|count| class_count(count, &fresh.rules)).collect(),
        forgotten: stored.plan.records.len() as u64,
        held: stored.records(RecordStanding::Held),
        unknown: stored.records(RecordStanding::Unknown),
        approved_by,
        control: control.word().to_owned(),
        epoch: practice.config.practice.epoch,
        drives: Vec::new(),
        waiting: Vec::new(),
        proofs,
        copies_elsewhere: 0,
    })
}

/// A count with the rule it was judged by: term, article, status, source.
fn class_count(count: &RecordsAlike, rules: &Rules) -> ClassCount {
    ClassCount {
        class: count.class.clone(),
        reason: count.reason.word(),
        records: count.records,
        started: count.started,
        keep_until: count.keep_until,
        rule: rules.get(&count.class).and_then(|rule| serde_json::to_value(rule).ok()),
    }
}
