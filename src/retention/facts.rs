//! What is known about one record when its time is judged. No names, no instants: facts and dates.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::rules::StartEvent;
use crate::id::RecordId;

/// A register older than this is not trusted, in days.
const REGISTER_AGE_DAYS_MAX: i32 = 30;
/// A register that lost more than this share of its rows is not trusted, in per cent.
const REGISTER_LOSS_PERCENT_MAX: u64 = 5;

/// One patient, as the practice's register knows them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Person {
    /// Day of birth.
    pub birth: Option<Date>,
    /// Day of death.
    pub death: Option<Date>,
    /// Known to be dead, with or without a date.
    pub deceased: bool,
    /// Last visit, act or stay.
    pub last_contact: Option<Date>,
    /// The register itself asks that nothing be erased.
    pub held: bool,
    /// Class that the register gives this patient; the longer of it and the folder's counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
}

/// What the register says about a record.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InRegister {
    /// No patient matches it.
    #[default]
    No,
    /// A row matches it but cannot be believed.
    Quarantined,
    /// Exactly one patient matches it.
    Yes(Person),
}

/// Dates found in and around the record's own files, latest of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Activity {
    /// Inside structured documents (a study date, a letter's date).
    pub documents: Option<Date>,
    /// The last snapshot in which content changed; independent of the computer's file times.
    pub content_changed: Option<Date>,
    /// The newest modification time of any file. Access times are never evidence.
    pub file_time: Option<Date>,
}

/// What the record holds, as far as clocks are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RecordKind {
    /// A folder: a patient, or a whole source.
    #[default]
    Folder,
    /// Files that lie in a source of folders, in none of them: nobody's record.
    LooseFiles,
    /// The files last changed in one calendar year (`by-year`).
    FilesOfYear(i16),
    /// The backups made in one calendar year (`generations`).
    CopiesOfYear {
        /// The year.
        year: i16,
        /// Day of the last backup of that year.
        last_copy: Date,
    },
}

/// A date the practice states for a record: an employee's departure, the end of a mandate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclaredDate {
    /// What happened.
    pub event: StartEvent,
    /// When.
    pub on: Date,
}

/// Everything known about one record.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Facts {
    /// What it holds.
    pub kind: RecordKind,
    /// What the register says.
    pub listed: InRegister,
    /// Its own dates.
    pub activity: Activity,
    /// What the practice states.
    pub declared: Option<DeclaredDate>,
}

/// Where a date comes from, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Evidence {
    /// The practice's register of patients.
    Register,
    /// A statement of the practice.
    Declared,
    /// Dates inside documents.
    Documents,
    /// The program's own catalogue of snapshots.
    Catalogue,
    /// The year of the copies that the record holds.
    Copies,
    /// Modification times of files.
    FileTimes,
}

/// How a hold acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HoldKind {
    /// Blocks while it is open, and its duration is added to the term.
    Suspensive,
    /// Blocks while it is open.
    Blocking,
}

/// Why a record is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HoldReason {
    /// A claim on medical liability, amicable or in court.
    LiabilityClaim,
    /// A judicial requisition.
    Requisition,
    /// Restriction of processing (GDPR art. 18).
    Restriction,
    /// An inquiry of the data protection authority.
    Inquiry,
    /// An instruction of the insurer.
    Insurer,
    /// A patient's request for access is pending.
    AccessRequest,
    /// Anything else.
    Other,
}

impl HoldReason {
    /// How a hold for this reason acts unless told otherwise.
    #[must_use]
    pub const fn usual_kind(self) -> HoldKind {
        match self {
            Self::LiabilityClaim => HoldKind::Suspensive,
            _ => HoldKind::Blocking,
        }
    }
}

/// An order not to erase a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// The record.
    pub record: RecordId,
    /// How it acts.
    pub kind: HoldKind,
    /// Why.
    pub reason: HoldReason,
    /// Who opened it.
    pub opened_by: String,
    /// First day.
    pub opened: Date,
    /// When to look at it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Date>,
    /// Last day, once it is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<Date>,
    /// Who closed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_by: Option<String>,
}

/// What to do where an age matters and the birth date is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WithoutBirth {
    /// Such records never expire.
    #[default]
    NeverExpire,
    /// They expire as late as the law could ever ask: as if born on the day the clock started.
    LongestCase,
}

/// What the practice decides about judging time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Dates before this are not believed.
    pub practice_opened: Option<Date>,
    /// Month and day on which the financial year closes.
    pub financial_year_closing: (i8, i8),
    /// Days of grace after the last day to keep; never negative.
    pub grace_days: u16,
    /// What to do about missing birth dates.
    pub without_birth: WithoutBirth,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            practice_opened: None,
            financial_year_closing: (12, 31),
            grace_days: 0,
            without_birth: WithoutBirth::NeverExpire,
        }
    }
}

/// Whether the register of patients can be relied upon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RegisterTrust {
    /// None was ever imported.
    #[default]
    Absent,
    /// It is recent and of the expected size.
    Sound,
    /// It is too old, or dated in the future.
    Stale,
    /// It lost too many rows since the import before.
    Shrunk,
}

impl RegisterTrust {
    /// Judges a register by its age on the *real* day (never the day of a forecast) and its rows.
    #[must_use]
    pub fn judge(exported: Date, today: Date, rows: u64, rows_before: Option<u64>) -> Self {
        let age = super::dates::days_between(exported, today);
        let kept_percent = 100 - REGISTER_LOSS_PERCENT_MAX;
        if !(-1..=REGISTER_AGE_DAYS_MAX).contains(&age) {
            Self::Stale
        } else if rows_before
            .is_some_and(|before| rows.saturating_mul(100) < before.saturating_mul(kept_percent))
        {
            Self::Shrunk
        } else {
            Self::Sound
        }
    }
}

/// Dates shared by so many that they tell of a migration or of an empty cell, not of patients.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MassDates {
    /// Among births of the register.
    pub births: BTreeSet<Date>,
    /// Among deaths of the register.
    pub deaths: BTreeSet<Date>,
    /// Among last contacts of the register.
    pub register: BTreeSet<Date>,
    /// Among days on which content changed.
    pub changes: BTreeSet<Date>,
    /// Among dates inside documents.
    pub documents: BTreeSet<Date>,
    /// Among file times.
    pub file_time: BTreeSet<Date>,
}

/// What holds for every record of one judgement.
#[derive(Debug, Clone)]
pub struct Context<'a> {
    /// The day, in the practice's own time zone.
    pub today: Date,
    /// The practice's decisions.
    pub policy: &'a Policy,
    /// Whether the register counts.
    pub register: RegisterTrust,
    /// Dates that tell nothing.
    pub mass: &'a MassDates,
}

/// Day of the last snapshot in which a record's content changed, from its history in time order.
///
/// `appeared_later`: the record was not yet in the first snapshot of its source, so that its own
/// first day counts as a change; otherwise nobody knows how old it was then.
#[must_use]
pub fn last_change<State: PartialEq>(
    history: impl IntoIterator<Item = (Date, State)>,
    appeared_later: bool,
) -> Option<Date> {
    let mut history = history.into_iter();
    let (first_day, mut state) = history.next()?;
    let mut changed = appeared_later.then_some(first_day);
    for (day, next) in history {
        if next != state {
            changed = changed.max(Some(day));
            state = next;
        }
    }
    changed
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_last_change_is_the_last_snapshot_that_differs_from_the_one_before() {
        let day = |n| date(2026, 1, n);
        let history = [(day(1), 'a'), (day(2), 'a'), (day(3), 'b'), (day(4), 'b')];
        assert_eq!(last_change(history, false), Some(day(3)));
        assert_eq!(last_change([(day(1), 'a'), (day(2), 'a')], false), None);
        assert_eq!(last_change([(day(5), 'a'), (day(6), 'a')], true), Some(day(5)));
        assert_eq!(last_change::<char>([], true), None);
    }

    #[test]
    fn an_old_or_shrunken_register_is_not_trusted() {
        let today = date(2026, 11, 24);
        let judge = |exported, rows| RegisterTrust::judge(exported, today, rows, Some(1000));
        assert_eq!(judge(date(2026, 10, 25), 950), RegisterTrust::Sound);
        assert_eq!(judge(date(2026, 10, 24), 1000), RegisterTrust::Stale);
        assert_eq!(judge(date(2026, 12, 24), 1000), RegisterTrust::Stale);
        assert_eq!(judge(date(2026, 11, 24), 949), RegisterTrust::Shrunk);
    }

    #[test]
    fn only_a_liability_claim_suspends_by_itself() {
        assert_eq!(HoldReason::LiabilityClaim.usual_kind(), HoldKind::Suspensive);
        assert_eq!(HoldReason::AccessRequest.usual_kind(), HoldKind::Blocking);
    }
}
