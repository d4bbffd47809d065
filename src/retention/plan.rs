//! Judges all records at once and sorts them into four lists: due, held, unknown, kept.
//!
//! A plan is what a person approves. It is executed exactly as shown, so before execution a fresh
//! plan is made and [`RetentionPlan::no_longer_due`] must be empty; what became due since waits for the next.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::chance::{self, Happens};
use super::engine::{RecordStanding, RecordVerdict, is_due, judge};
use super::facts::{
    Context, Facts, Hold, InRegister, MassDates, Person, Policy, RecordKind, RegisterTrust,
};
use super::reason::KeepReason;
use super::rules::Rules;
use super::trust::Unknown;
use crate::id::RecordId;

/// A date borne by as many records as `records` and by `percent` of all that have one.
struct Share {
    records: usize,
    percent: usize,
}

/// Hundreds of folders with the same date: a migration.
const MASS: Share = Share { records: 100, percent: 5 };
/// In a small practice fewer are enough, if they are half of all: for changes of content.
const SMALL_MASS: Share = Share { records: 20, percent: 50 };

/// One record and everything known about its time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordFacts {
    /// The record.
    pub record: RecordId,
    /// Its class.
    pub class: String,
    /// Records of one patient share a number: none of them expires before the last.
    pub patient: Option<u32>,
    /// What is known.
    pub facts: Facts,
}

/// One record in a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// The record.
    pub record: RecordId,
    /// Its class.
    pub class: String,
    /// The judgement on it.
    pub verdict: RecordVerdict,
}

/// How many records of a class stand alike, for the same reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordsAlike {
    /// The class.
    pub class: String,
    /// Their list.
    pub standing: RecordStanding,
    /// What decided.
    pub reason: KeepReason,
    /// How many.
    pub records: u64,
    /// Earliest and latest start of their clocks.
    pub started: Option<(Date, Date)>,
    /// Earliest and latest last day.
    pub keep_until: Option<(Date, Date)>,
}

/// What time says about every record on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetentionPlan {
    /// The day that was judged.
    pub today: Date,
    /// Versions of the rules.
    pub rules: String,
    /// Whether the register counted.
    pub register: RegisterTrust,
    /// By class, list and reason.
    pub counts: Vec<RecordsAlike>,
    /// May be forgotten.
    pub due: Vec<Planned>,
    /// Held.
    pub held: Vec<Planned>,
    /// Something needed is unknown.
    pub unknown: Vec<Planned>,
    /// Still to be kept.
    pub kept: Vec<Planned>,
}

impl RetentionPlan {
    /// Records due in this plan that are not due in a fresh one: facts, holds or rules changed.
    #[must_use]
    pub fn no_longer_due(&self, fresh: &Self) -> Vec<RecordId> {
        let still: BTreeSet<RecordId> = fresh.due.iter().map(|planned| planned.record).collect();
        let approved = self.due.iter().map(|planned| planned.record);
        approved.filter(|record| !still.contains(record)).collect()
    }
}

/// What holds for all records of a plan.
#[derive(Debug, Clone, Copy)]
pub struct Premises<'a> {
    /// The rules in force.
    pub rules: &'a Rules,
    /// Whether the register counts.
    pub register: RegisterTrust,
    /// Every hold.
    pub holds: &'a [Hold],
    /// The practice's decisions.
    pub policy: &'a Policy,
    /// Dates of the whole register that are no facts.
    pub fillers: &'a MassDates,
    /// The day, in the practice's own time zone.
    pub today: Date,
}

/// Plans for all records of a practice.
#[must_use]
pub fn plan(records: &[RecordFacts], premises: Premises<'_>) -> RetentionPlan {
    let Premises { rules, register, holds, policy, fillers, today } = premises;
    let mass = mass_dates(records, fillers, today);
    let context = Context { today, policy, register, mass: &mass };
    let mut verdicts = judge_all(records, rules, holds, &context);
    join_patients(records, &mut verdicts, &context);
    let mut plan = RetentionPlan {
        today,
        rules: rules.version().to_owned(),
        register,
        counts: count(records, &verdicts),
        due: Vec::new(),
        held: Vec::new(),
        unknown: Vec::new(),
        kept: Vec::new(),
    };
    for (of, verdict) in records.iter().zip(verdicts) {
        let list = match verdict.standing() {
            RecordStanding::Due => &mut plan.due,
            RecordStanding::Held => &mut plan.held,
            RecordStanding::Unknown => &mut plan.unknown,
            RecordStanding::Kept => &mut plan.kept,
        };
        list.push(Planned { record: of.record, class: of.class.clone(), verdict });
    }
    plan
}

fn judge_all(
    records: &[RecordFacts],
    rules: &Rules,
    holds: &[Hold],
    context: &Context<'_>,
) -> Vec<RecordVerdict> {
    let mut by_record: HashMap<RecordId, Vec<&Hold>> = HashMap::new();
    for hold in holds {
        by_record.entry(hold.record).or_default().push(hold);
    }
    let judge_one = |of: &RecordFacts| {
        let holds = by_record.get(&of.record).map_or(&[][..], Vec::as_slice);
        let facts = without_fillers(&of.facts, context.mass);
        let by_class = |class: &str| match rules.get(class) {
            Some(rule) => judge(rule, &facts, holds.iter().copied(), context),
            None => RecordVerdict::without_rule(&facts, holds.iter().copied(), context.today),
        };
        let by_folder = by_class(&of.class);
        match &facts.listed {
            InRegister::Yes(Person { class: Some(class), .. }) if *class != of.class => {
                by_folder.longer(by_class(class))
            }
            _ => by_folder,
        }
    };
    records.iter().map(judge_one).collect()
}

/// A birth or death that is no fact is unknown: a filler says neither how old nor since when dead.
fn without_fillers<'f>(facts: &'f Facts, mass: &MassDates) -> Cow<'f, Facts> {
    let InRegister::Yes(person) = &facts.listed else { return Cow::Borrowed(facts) };
    let no_birth = person.birth.is_some_and(|day| mass.births.contains(&day));
    let no_death = person.death.is_some_and(|day| mass.deaths.contains(&day));
    if !no_birth && !no_death {
        return Cow::Borrowed(facts);
    }
    let mut person = person.clone();
    person.birth = person.birth.filter(|_| !no_birth);
    person.death = person.death.filter(|_| !no_death);
    Cow::Owned(Facts { listed: InRegister::Yes(person), ..facts.clone() })
}

/// What the records of one patient have in common.
struct Shared {
    records: u32,
    keep_until: Option<Date>,
    held: bool,
}

/// No record of a patient expires before the last of them, nor while one is held or unknown.
fn join_patients(records: &[RecordFacts], verdicts: &mut [RecordVerdict], context: &Context<'_>) {
    let mut patients: HashMap<u32, Shared> = HashMap::new();
    for (of, verdict) in records.iter().zip(verdicts.iter()) {
        let Some(patient) = of.patient else { continue };
        let first = Shared { records: 0, keep_until: verdict.keep_until, held: false };
        let shared = patients.entry(patient).or_insert(first);
        shared.records += 1;
        shared.held |= verdict.held;
        shared.keep_until = shared.keep_until.zip(verdict.keep_until).map(|(a, b)| a.max(b));
    }
    for (of, verdict) in records.iter().zip(verdicts.iter_mut()) {
        match of.patient.and_then(|patient| patients.get(&patient)) {
            Some(shared) if shared.records > 1 => join(verdict, shared, context),
            _ => {}
        }
    }
}

fn join(verdict: &mut RecordVerdict, shared: &Shared, context: &Context<'_>) {
    let Some(own) = verdict.keep_until else { return };
    verdict.held |= shared.held;
    match shared.keep_until {
        Some(last) if last > own => verdict.reason = KeepReason::SamePatient,
        Some(_) => {}
        None => verdict.reason = KeepReason::Unknown(Unknown::SamePatientUnknown),
    }
    verdict.keep_until = shared.keep_until;
    verdict.due = shared.keep_until.is_some_and(|day| is_due(day, verdict.held, context));
}

fn mass_dates(records: &[RecordFacts], fillers: &MassDates, today: Date) -> MassDates {
    let folders = || records.iter().filter(|of| of.facts.kind == RecordKind::Folder);
    let people = people(folders());
    let days =
        |day: fn(&Person) -> Option<Date>| people.iter().filter_map(move |person| day(person));
    let mut mass = fillers.clone();
    mass.births.extend(chance::fillers(days(|person| person.birth), Happens::Birth, today));
    mass.deaths.extend(chance::fillers(days(|person| person.death), Happens::Death, today));
    mass.register.extend(chance::fillers(
        days(|person| person.last_contact),
        Happens::Contact,
        today,
    ));
    let all = folders().count();
    let changes = folders().filter_map(|of| of.facts.activity.content_changed);
    mass.changes.extend(too_common(changes, all, &[MASS, SMALL_MASS]));
    let dated = |day: fn(&RecordFacts) -> Option<Date>| {
        let all = folders().filter(|of| day(of).is_some()).count();
        too_common(folders().filter_map(day), all, &[MASS])
    };
    mass.documents.extend(dated(|of| of.facts.activity.documents));
    mass.file_time.extend(dated(|of| of.facts.activity.file_time));
    mass
}

/// Everybody once, however many folders they have.
fn people<'r>(records: impl Iterator<Item = &'r RecordFacts>) -> Vec<&'r Person> {
    let mut seen: HashSet<u32> = HashSet::new();
    let mut people = Vec::new();
    for of in records {
        if let InRegister::Yes(person) = &of.facts.listed
            && of.patient.is_none_or(|patient| seen.insert(patient))
        {
            people.push(person);
        }
    }
    people
}

fn too_common(dates: impl Iterator<Item = Date>, all: usize, shares: &[Share]) -> BTreeSet<Date> {
    let mut times: HashMap<Date, usize> = HashMap::new();
    for day in dates {
        *times.entry(day).or_default() += 1;
    }
    let is_mass = |count: usize| {
        shares.iter().any(|mass| count >= mass.records && count * 100 >= all * mass.percent)
    };
    times.into_iter().filter(|(_, count)| is_mass(*count)).map(|(day, _)| day).collect()
}

/// Files that lie in no folder are counted as a record only where they are due as one.
fn count(records: &[RecordFacts], verdicts: &[RecordVerdict]) -> Vec<RecordsAlike> {
    let mut counts: BTreeMap<(&str, RecordStanding, KeepReason), RecordsAlike> = BTreeMap::new();
    let is_record = |(of, verdict): &(&RecordFacts, &RecordVerdict)| {
        of.facts.kind != RecordKind::LooseFiles || verdict.standing() == RecordStanding::Due
    };
    for (of, verdict) in records.iter().zip(verdicts).filter(is_record) {
        let key = (of.class.as_str(), verdict.standing(), verdict.reason);
        let entry = counts.entry(key).or_insert_with(|| RecordsAlike {
            class: of.class.clone(),
            standing: key.1,
            reason: key.2,
            records: 0,
            started: None,
            keep_until: None,
        });
        entry.records += 1;
        entry.started = widened(entry.started, verdict.started);
        entry.keep_until = widened(entry.keep_until, verdict.keep_until);
    }
    counts.into_values().collect()
}

fn widened(range: Option<(Date, Date)>, day: Option<Date>) -> Option<(Date, Date)> {
    match (range, day) {
        (Some((first, last)), Some(day)) => Some((first.min(day), last.max(day))),
        (None, Some(day)) => Some((day, day)),
        (range, None) => range,
    }
}
