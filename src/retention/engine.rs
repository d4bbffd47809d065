//! Says how long one record must be kept, why, and how sure that is. A pure function of its facts.
//!
//! Whatever is unknown never expires: a missing, impossible or mass-identical date makes the verdict
//! *unknown*, never *due*. All arithmetic is on civil dates, from the original date.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::dates::{covered_days, plus_days};
use super::facts::{
    Context, Evidence, Facts, Hold, HoldKind, InRegister, Person, RecordKind, WithoutBirth,
};
use super::reason::{Confidence, KeepReason, Warning};
use super::rules::{DeathRule, Floor, FloorEnd, Rule};
use super::start::{self, Start};
use super::trust::{self, Unknown};

/// What is to be done with a record, as far as time is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RecordStanding {
    /// Its time is over: it may be forgotten.
    Due,
    /// A hold is open.
    Held,
    /// Something needed is unknown.
    Unknown,
    /// Its time is not over.
    Kept,
}

/// The judgement on one record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordVerdict {
    /// Last day on which it must be kept, holds included; none if unknown or never.
    pub keep_until: Option<Date>,
    /// What decided it.
    pub reason: KeepReason,
    /// How sure it is.
    pub confidence: Confidence,
    /// It may be forgotten today.
    pub due: bool,
    /// A hold is open.
    pub held: bool,
    /// When the clock started.
    pub started: Option<Date>,
    /// Where that date comes from.
    pub evidence: Option<Evidence>,
    /// Days by which closed and open suspensive holds moved the last day.
    pub suspended_days: i32,
    /// What a person should look at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
}

impl RecordVerdict {
    /// The one of two judgements on the same record that keeps it longer; what is unknown or endless keeps it longest.
    pub(super) fn longer(self, other: Self) -> Self {
        match (self.keep_until, other.keep_until) {
            (Some(one), Some(two)) if two > one => other,
            (Some(_), None) => other,
            _ => self,
        }
    }

    /// A verdict on which nothing is decided yet but the holds.
    fn open<'h>(
        facts: &Facts,
        holds: impl IntoIterator<Item = &'h Hold> + Clone,
        today: Date,
    ) -> Self {
        Self {
            keep_until: None,
            reason: KeepReason::NeverExpires,
            confidence: Confidence::None,
            due: false,
            held: is_held(facts, holds.clone(), today),
            started: None,
            evidence: None,
            suspended_days: suspended_days(holds, today),
            warnings: Vec::new(),
        }
    }

    /// The verdict on a record whose class is not among the rules: unknown.
    pub(super) fn without_rule<'h>(
        facts: &Facts,
        holds: impl IntoIterator<Item = &'h Hold> + Clone,
        today: Date,
    ) -> Self {
        let reason = KeepReason::Unknown(Unknown::Class);
        Self { reason, ..Self::open(facts, holds, today) }
    }

    /// In which list of a plan the record belongs.
    #[must_use]
    pub const fn standing(&self) -> RecordStanding {
        match (self.held, self.reason, self.due) {
            (true, ..) => RecordStanding::Held,
            (_, KeepReason::Unknown(_), _) => RecordStanding::Unknown,
            (_, _, true) => RecordStanding::Due,
            _ => RecordStanding::Kept,
        }
    }
}

/// The end of a term before holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct End {
    day: Date,
    reason: KeepReason,
}

/// Judges one record. `holds` are those of this record, open and closed.
#[must_use]
pub fn judge<'h>(
    rule: &Rule,
    facts: &Facts,
    holds: impl IntoIterator<Item = &'h Hold> + Clone,
    context: &Context<'_>,
) -> RecordVerdict {
    let mut verdict = RecordVerdict::open(facts, holds, context.today);
    match decide(rule, facts, context, &mut verdict) {
        Ok(end) => settle(&mut verdict, end, context),
        Err(reason) => verdict.reason = reason,
    }
    verdict
}

/// Sets the last day of a verdict and what follows from it.
fn settle(verdict: &mut RecordVerdict, end: End, context: &Context<'_>) {
    let last_day = plus_days(end.day, verdict.suspended_days);
    verdict.reason = end.reason;
    verdict.keep_until = last_day;
    verdict.due = last_day.is_some_and(|day| is_due(day, verdict.held, context));
}

/// Whether a record kept through `last_day` may be forgotten today.
pub(super) fn is_due(last_day: Date, held: bool, context: &Context<'_>) -> bool {
    let graced = plus_days(last_day, i32::from(context.policy.grace_days));
    !held && graced.is_some_and(|day| day < context.today)
}

fn is_held<'h>(facts: &Facts, holds: impl IntoIterator<Item = &'h Hold>, today: Date) -> bool {
    let by_register = matches!(&facts.listed, InRegister::Yes(person) if person.held);
    by_register || holds.into_iter().any(|hold| hold.closed.is_none_or(|closed| closed > today))
}

/// Every suspension counts in full, wherever it lies: no doubt about the start may shorten it.
fn suspended_days<'h>(holds: impl IntoIterator<Item = &'h Hold>, today: Date) -> i32 {
    let suspensive = holds.into_iter().filter(|hold| hold.kind == HoldKind::Suspensive);
    covered_days(suspensive.map(|hold| (hold.opened, hold.closed.unwrap_or(today))))
}

fn decide(
    rule: &Rule,
    facts: &Facts,
    context: &Context<'_>,
    verdict: &mut RecordVerdict,
) -> Result<End, KeepReason> {
    let term = rule.term.ok_or(KeepReason::NeverExpires)?;
    let person = trust::person(rule, facts, context).map_err(KeepReason::Unknown)?;
    let start = start::find(rule, facts, context)?;
    if facts.activity.content_changed.is_some_and(|day| context.mass.changes.contains(&day)) {
        verdict.warnings.push(Warning::MassChange);
    }
    verdict.started = Some(start.day);
    verdict.evidence = Some(start.evidence);
    verdict.confidence = start.confidence;
    if start.register_is_older {
        verdict.warnings.push(Warning::RegisterOlderThanFiles);
    }
    if let Some(end) = death_end(rule, person, start, &mut verdict.warnings)? {
        return Ok(end);
    }
    let birth = person.and_then(|person| person.birth);
    if birth.is_none() && !rule.floors.is_empty() {
        accept_missing_birth(facts, context, verdict)?;
    }
    let day = term.last_day(start.day).ok_or(KeepReason::NeverExpires)?;
    let end = with_floors(rule, birth, start.day, End { day, reason: KeepReason::Term });
    Ok(capped(rule, start.day, end.ok_or(KeepReason::NeverExpires)?))
}

/// Without a birth date an age floor is unknown, or as late as it could be. Copies of a whole
/// database hold patients of every age, so there the longest case is the rule.
fn accept_missing_birth(
    facts: &Facts,
    context: &Context<'_>,
    verdict: &mut RecordVerdict,
) -> Result<(), KeepReason> {
    let of_everybody = matches!(facts.kind, RecordKind::CopiesOfYear { .. });
    if !of_everybody {
        if context.policy.without_birth == WithoutBirth::NeverExpire {
            return Err(KeepReason::Unknown(Unknown::NoBirth));
        }
        verdict.warnings.push(Warning::BirthMissing);
    }
    verdict.confidence = verdict.confidence.min(Confidence::Low);
    Ok(())
}

/// The later of the term and every floor; none beyond the calendar.
fn with_floors(rule: &Rule, birth: Option<Date>, start: Date, term: End) -> Option<End> {
    let floors = rule.floors.iter().filter(|floor| floor_applies(floor, birth, start));
    floors.into_iter().try_fold(term, |end, floor| {
        // Nobody is born after their last contact, so that day is the latest birth possible.
        let day = floor_end(floor, birth.unwrap_or(start))?;
        Some(if day > end.day { End { day, reason: KeepReason::Age } } else { end })
    })
}

fn floor_applies(floor: &Floor, birth: Option<Date>, start: Date) -> bool {
    match (floor.only_at_age, birth) {
        (Some(age), Some(birth)) => trust::age(birth, start) == i32::try_from(age).ok(),
        _ => true,
    }
}

fn floor_end(floor: &Floor, birth: Date) -> Option<Date> {
    let birthday = floor.after_birth.last_day(birth)?;
    match floor.ends {
        FloorEnd::Birthday => Some(birthday),
        FloorEnd::DayBefore => birthday.yesterday().ok(),
    }
}

fn capped(rule: &Rule, start: Date, end: End) -> End {
    match rule.cap.and_then(|cap| cap.last_day(start)) {
        Some(day) if day < end.day => End { day, reason: KeepReason::Cap },
        _ => end,
    }
}

/// The end that a death sets in place of the term, where it applies.
///
/// A rule that holds for every death can lengthen the term too, so there a death without a date
/// leaves the end unknown; one that only shortens is then left aside.
fn death_end(
    rule: &Rule,
    person: Option<&Person>,
    start: Start,
    warnings: &mut Vec<Warning>,
) -> Result<Option<End>, KeepReason> {
    let Some((death_rule, person)) = rule.death.as_ref().zip(person) else { return Ok(None) };
    let Some(death) = person.death else {
        if person.deceased {
            warnings.push(Warning::DeathWithoutDate);
        }
        let is_open = person.deceased && death_rule.within.is_none();
        return if is_open { Err(KeepReason::Unknown(Unknown::NoDate)) } else { Ok(None) };
    };
    if plus_days(death, trust::DAYS_AFTER_DEATH_MAX).is_none_or(|limit| start.day > limit) {
        warnings.push(Warning::ActivityAfterDeath);
        return Ok(None);
    }
    let applies = is_within(death_rule, death, start.day);
    let day = death_rule.keep.last_day(death).filter(|_| applies);
    Ok(day.map(|day| End { day, reason: KeepReason::Death }))
}

/// "Less than ten years after": a death on the very day does not count.
fn is_within(rule: &DeathRule, death: Date, start: Date) -> bool {
    rule.within.is_none_or(|within| within.last_day(start).is_some_and(|limit| death < limit))
}
