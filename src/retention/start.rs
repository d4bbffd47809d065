//! When the clock of a record started: the latest credible date, by the order of evidence.
//!
//! For a patient the register must give a date; documents, the program's own catalogue and file times
//! can only move it later, never stand in for it. A date in the future poisons the record, because
//! something did happen and nobody knows when; an epoch or a migration date is merely no evidence.

use jiff::civil::Date;

use super::dates::financial_year_end;
use super::facts::{Context, Evidence, Facts, InRegister, RecordKind};
use super::reason::{Confidence, KeepReason};
use super::rules::{Rule, StartEvent};
use super::trust::{Unknown, credible, credible_file_time, credible_year};

/// The start of a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Start {
    pub(super) day: Date,
    pub(super) evidence: Evidence,
    pub(super) confidence: Confidence,
    pub(super) register_is_older: bool,
}

impl Start {
    const fn new(day: Date, evidence: Evidence, confidence: Confidence) -> Self {
        Self { day, evidence, confidence, register_is_older: false }
    }
}

/// Finds the start, or says why there is none.
pub(super) fn find(rule: &Rule, facts: &Facts, context: &Context<'_>) -> Result<Start, KeepReason> {
    if let RecordKind::CopiesOfYear { year, last_copy } = facts.kind {
        return of_copies(year, last_copy, context);
    }
    if let Some(declared) = facts.declared.filter(|declared| declared.event == rule.start) {
        let day = credible(declared.on, context).map_err(KeepReason::Unknown)?;
        return Ok(Start::new(day, Evidence::Declared, Confidence::Good));
    }
    match rule.start {
        StartEvent::LastContact | StartEvent::LastEntry | StartEvent::EndOfTreatment => {
            of_patient(facts, context).map_err(KeepReason::Unknown)
        }
        StartEvent::Death => of_death(facts),
        StartEvent::EmploymentEnd | StartEvent::MandateEnd | StartEvent::LastCopyOfYear => {
            Err(KeepReason::Unknown(Unknown::NotDeclared))
        }
        StartEvent::FinancialYearEnd => {
            let start = of_documents(facts, context).map_err(KeepReason::Unknown)?;
            let closing = financial_year_end(start.day, context.policy.financial_year_closing);
            let day = closing.ok_or(KeepReason::Unknown(Unknown::NoDate))?;
            Ok(Start { day, ..start })
        }
        StartEvent::Act | StartEvent::Exam | StartEvent::Document | StartEvent::LastFileChange => {
            of_documents(facts, context).map_err(KeepReason::Unknown)
        }
    }
}

/// Copies of a database start their clock with the year's last backup, once the year is over.
fn of_copies(year: i16, last_copy: Date, context: &Context<'_>) -> Result<Start, KeepReason> {
    if last_copy.year() != year {
        return Err(KeepReason::Unknown(Unknown::Implausible));
    }
    if year >= context.today.year() {
        return Err(KeepReason::NotStarted);
    }
    credible_year(year, context).map_err(KeepReason::Unknown)?;
    Ok(Start::new(last_copy, Evidence::Copies, Confidence::Good))
}

fn of_death(facts: &Facts) -> Result<Start, KeepReason> {
    match &facts.listed {
        InRegister::Yes(person) => match person.death {
            Some(day) => Ok(Start::new(day, Evidence::Register, Confidence::Good)),
            None if person.deceased => Err(KeepReason::Unknown(Unknown::NoDate)),
            None => Err(KeepReason::NotStarted),
        },
        InRegister::No | InRegister::Quarantined => {
            Err(KeepReason::Unknown(Unknown::NotInRegister))
        }
    }
}

/// Latest credible date of a patient's file.
fn of_patient(facts: &Facts, context: &Context<'_>) -> Result<Start, Unknown> {
    let contact = register_contact(facts, context)?;
    let own = own_evidence(facts, context)?;
    let newest = own.into_iter().flatten().max_by_key(|(day, _)| *day);
    Ok(match newest {
        Some((day, evidence)) if day > contact => {
            let start = Start::new(day, evidence, Confidence::Good);
            Start { register_is_older: true, ..start }
        }
        Some(_) => Start::new(contact, Evidence::Register, Confidence::High),
        None => Start::new(contact, Evidence::Register, Confidence::Good),
    })
}

/// The register's last contact. A doubtful one is unknown, never replaced by something older.
fn register_contact(facts: &Facts, context: &Context<'_>) -> Result<Date, Unknown> {
    let contact = match &facts.listed {
        InRegister::Yes(person) => person.last_contact,
        InRegister::No | InRegister::Quarantined => None,
    };
    match contact {
        Some(day) if context.mass.register.contains(&day) => Err(Unknown::MassIdentical),
        Some(day) => credible(day, context),
        None => Err(Unknown::NoLastContact),
    }
}

/// The date of papers that belong to no patient: the year they are filed under, or their latest.
fn of_documents(facts: &Facts, context: &Context<'_>) -> Result<Start, Unknown> {
    if let RecordKind::FilesOfYear(year) = facts.kind {
        let day = credible_year(year, context)?;
        return Ok(Start::new(day, Evidence::FileTimes, Confidence::Low));
    }
    let own = own_evidence(facts, context)?;
    let newest = own.into_iter().flatten().max_by_key(|(day, _)| *day);
    let (day, evidence) = newest.ok_or(Unknown::NoDate)?;
    let confidence = match evidence {
        Evidence::FileTimes => Confidence::Low,
        _ => Confidence::Good,
    };
    Ok(Start::new(day, evidence, confidence))
}

type Dated = (Date, Evidence);

/// The record's own credible dates. Only a date in the future is an error.
fn own_evidence(facts: &Facts, context: &Context<'_>) -> Result<[Option<Dated>; 3], Unknown> {
    let activity = facts.activity;
    let documents = activity.documents.filter(|day| !context.mass.documents.contains(day));
    let file_time = activity.file_time.filter(|day| !context.mass.file_time.contains(day));
    let file_time = file_time.map(|day| credible_file_time(day, context));
    let documents = documents.map(|day| credible(day, context));
    let changed = activity.content_changed.filter(|day| !context.mass.changes.contains(day));
    let changed = changed.map(|day| credible(day, context));
    Ok([
        usable(documents, Evidence::Documents)?,
        usable(changed, Evidence::Catalogue)?,
        usable(file_time, Evidence::FileTimes)?,
    ])
}

fn usable(
    checked: Option<Result<Date, Unknown>>,
    evidence: Evidence,
) -> Result<Option<Dated>, Unknown> {
    match checked {
        Some(Ok(day)) => Ok(Some((day, evidence))),
        Some(Err(Unknown::InFuture)) => Err(Unknown::InFuture),
        Some(Err(_)) | None => Ok(None),
    }
}
