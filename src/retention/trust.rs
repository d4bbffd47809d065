//! Which dates are believed. What is not believed is unknown, and what is unknown never expires.
//!
//! A bad copy sets file times to an epoch (record destroyed too early); a migration sets hundreds to
//! the same day; a wrong clock sets them in the future. None of these tells of a patient.

use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

use super::dates::plus_days;
use super::facts::{Context, Facts, InRegister, Person, RecordKind, RegisterTrust};
use super::rules::Rule;

/// Nobody is believed to be older, in years.
const AGE_YEARS_MAX: i32 = 120;
/// Activity this long after a death is its certificate or an invoice; later it speaks against the death. In days.
pub(super) const DAYS_AFTER_DEATH_MAX: i32 = 365;
/// No file of a practice is older than personal computers.
const FIRST_FILES: Date = date(1985, 1, 1);

/// Zero points of common clocks and the fillers of common software, with their neighbours where a
/// time zone shifts them.
const EPOCHS: [Date; 12] = [
    date(1, 1, 1),
    date(1600, 12, 31),
    date(1601, 1, 1),
    date(1899, 12, 30),
    date(1899, 12, 31),
    date(1900, 1, 1),
    date(1903, 12, 31),
    date(1904, 1, 1),
    date(1969, 12, 31),
    date(1970, 1, 1),
    date(1979, 12, 31),
    date(1980, 1, 1),
];

/// What is missing or cannot be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unknown {
    /// The class is not among the rules.
    Class,
    /// No register of patients was imported.
    NoRegister,
    /// The register is too old.
    RegisterStale,
    /// The register lost too many rows.
    RegisterShrunk,
    /// No patient of the register matches the record.
    NotInRegister,
    /// The patient's row cannot be believed.
    RowQuarantined,
    /// The birth date is missing.
    NoBirth,
    /// The register gives no last contact.
    NoLastContact,
    /// No date at all.
    NoDate,
    /// A date that only the practice can state was not stated.
    NotDeclared,
    /// A zero point of a clock, or a date before the practice opened.
    NotCredible,
    /// A date in the future.
    InFuture,
    /// Dates that contradict each other, or an impossible age.
    Implausible,
    /// A date shared by too many records.
    MassIdentical,
    /// Another record of the same patient is unknown.
    SamePatientUnknown,
}

/// Whether a date can be believed, wherever it comes from.
pub(super) fn credible(day: Date, context: &Context<'_>) -> Result<Date, Unknown> {
    // A file dated in another zone may be a day ahead.
    if plus_days(context.today, 1).is_some_and(|tomorrow| day > tomorrow) {
        return Err(Unknown::InFuture);
    }
    let before_opening = context.policy.practice_opened.is_some_and(|opened| day < opened);
    if before_opening || EPOCHS.contains(&day) {
        return Err(Unknown::NotCredible);
    }
    Ok(day)
}

/// Whether the time of a file can be believed.
pub(super) fn credible_file_time(day: Date, context: &Context<'_>) -> Result<Date, Unknown> {
    if day < FIRST_FILES { Err(Unknown::NotCredible) } else { credible(day, context) }
}

/// Whether a year of files or copies can be believed.
pub(super) fn credible_year(year: i16, context: &Context<'_>) -> Result<Date, Unknown> {
    if year > context.today.year() {
        return Err(Unknown::InFuture);
    }
    let end = Date::new(year, 12, 31).map_err(|_| Unknown::NotCredible)?;
    let before_opening = context.policy.practice_opened.is_some_and(|opened| end < opened);
    if before_opening || end < FIRST_FILES { Err(Unknown::NotCredible) } else { Ok(end) }
}

/// The patient whom the rule is about, checked; none if the rule is not about one patient.
pub(super) fn person<'f>(
    rule: &Rule,
    facts: &'f Facts,
    context: &Context<'_>,
) -> Result<Option<&'f Person>, Unknown> {
    if let InRegister::Yes(person) = &facts.listed {
        plausible(person, context)?;
    }
    if !rule.start.concerns_a_person() || matches!(facts.kind, RecordKind::CopiesOfYear { .. }) {
        return Ok(listed(&facts.listed));
    }
    match context.register {
        RegisterTrust::Stale => return Err(Unknown::RegisterStale),
        RegisterTrust::Shrunk => return Err(Unknown::RegisterShrunk),
        RegisterTrust::Absent | RegisterTrust::Sound => {}
    }
    match &facts.listed {
        InRegister::Yes(person) => Ok(Some(person)),
        InRegister::Quarantined => Err(Unknown::RowQuarantined),
        InRegister::No if context.register == RegisterTrust::Absent => Err(Unknown::NoRegister),
        InRegister::No => Err(Unknown::NotInRegister),
    }
}

const fn listed(listed: &InRegister) -> Option<&Person> {
    match listed {
        InRegister::Yes(person) => Some(person),
        InRegister::No | InRegister::Quarantined => None,
    }
}

fn plausible(person: &Person, context: &Context<'_>) -> Result<(), Unknown> {
    let Person { birth, death, last_contact, .. } = *person;
    let known = [birth, death, last_contact];
    if known.into_iter().flatten().any(|day| day > context.today) {
        return Err(Unknown::InFuture);
    }
    let acts_end = death.and_then(|death| plus_days(death, DAYS_AFTER_DEATH_MAX));
    let in_order =
        ordered(birth, last_contact) && ordered(birth, death) && ordered(last_contact, acts_end);
    let last = death.or(last_contact).unwrap_or(context.today);
    let too_old = birth.is_some_and(|birth| age(birth, last).is_none_or(|age| age > AGE_YEARS_MAX));
    if in_order && !too_old { Ok(()) } else { Err(Unknown::Implausible) }
}

fn ordered(first: Option<Date>, second: Option<Date>) -> bool {
    first.zip(second).is_none_or(|(first, second)| first <= second)
}

/// Age in whole years; none before the birth.
pub(super) fn age(birth: Date, on: Date) -> Option<i32> {
    let years = i32::from(on.year()) - i32::from(birth.year());
    let had_birthday = (on.month(), on.day()) >= (birth.month(), birth.day());
    (on >= birth).then_some(years - i32::from(!had_birthday))
}
