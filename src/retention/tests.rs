//! The golden vectors of the reference, the traps of evidence, and plans.

use jiff::civil::{Date, date};

use super::facts::{
    Activity, Context, DeclaredDate, Evidence, Facts, Hold, HoldKind, HoldReason, InRegister,
    MassDates, Person, Policy, RecordKind, RegisterTrust, WithoutBirth,
};
use super::rules::{Rules, StartEvent};
use super::*;
use crate::id::RecordId;

pub(super) const TODAY: Date = date(2026, 11, 24);
const RECORD: RecordId = RecordId([7; 16]);

thread_local! {
    static RULES: Rules = Rules::presets().unwrap();
}

fn rules() -> Rules {
    RULES.with(Clone::clone)
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub(super) fn patient(contact: &str, birth: &str, death: Option<&str>) -> Facts {
    let death = death.map(day);
    let deceased = death.is_some();
    let (birth, last_contact) = (Some(day(birth)), Some(day(contact)));
    let listed =
        InRegister::Yes(Person { birth, death, deceased, last_contact, ..Person::default() });
    Facts { listed, ..Facts::default() }
}

pub(super) fn hold(kind: HoldKind, opened: Date, closed: Option<Date>) -> Hold {
    Hold {
        record: RECORD,
        kind,
        reason: HoldReason::LiabilityClaim,
        opened_by: "Dr A".to_owned(),
        opened,
        review: None,
        closed,
        closed_by: None,
    }
}

pub(super) fn judge_on(
    class: &str,
    facts: &Facts,
    holds: &[Hold],
    today: Date,
    policy: &Policy,
) -> RecordVerdict {
    let mass = MassDates::default();
    let context = Context { today, policy, register: RegisterTrust::Sound, mass: &mass };
    RULES.with(|rules| judge(rules.get(class).unwrap(), facts, holds, &context))
}

pub(super) fn verdict(class: &str, facts: &Facts) -> RecordVerdict {
    judge_on(class, facts, &[], TODAY, &Policy::default())
}

fn is_unknown(verdict: &RecordVerdict, why: Unknown) -> bool {
    verdict.reason == KeepReason::Unknown(why) && !verdict.due && verdict.keep_until.is_none()
}

#[test]
fn golden_vectors_of_the_twenty_year_rule() {
    let vectors = [
        ("2006-03-15", "1960-01-01", None, "2026-03-15", KeepReason::Term),
        ("2004-02-29", "1950-01-01", None, "2024-02-29", KeepReason::Term),
        ("2080-02-29", "2040-01-01", None, "2100-02-28", KeepReason::Term),
        ("2006-06-10", "2001-09-20", None, "2029-09-20", KeepReason::Age),
        ("2006-06-10", "1998-06-10", None, "2026-06-10", KeepReason::Term),
        ("2006-06-10", "1998-06-11", None, "2026-06-11", KeepReason::Age),
        ("2010-05-01", "1940-01-01", Some("2014-02-28"), "2024-02-28", KeepReason::Death),
        ("2010-05-01", "1940-01-01", Some("2020-04-30"), "2030-04-30", KeepReason::Death),
        ("2010-05-01", "1940-01-01", Some("2020-05-01"), "2030-05-01", KeepReason::Term),
        ("2010-05-01", "2008-01-01", Some("2012-02-29"), "2022-02-28", KeepReason::Death),
        ("2072-12-01", "2072-02-29", None, "2100-02-28", KeepReason::Age),
    ];
    for (contact, birth, death, last_day, reason) in vectors {
        let facts = patient(contact, birth, death);
        for class in ["fr/medical-record", "fr/hospital-record"] {
            let verdict = judge_on(class, &facts, &[], date(2099, 1, 1), &Policy::default());
            assert_eq!(verdict.keep_until, Some(day(last_day)), "{contact} {birth} {death:?}");
            assert_eq!(verdict.reason, reason, "{contact} {birth} {death:?}");
        }
    }
}

#[test]
fn golden_vector_of_a_suspension_of_800_days() {
    let facts = patient("2006-03-15", "1960-01-01", None);
    let opened = date(2010, 1, 1);
    let closed = super::dates::plus_days(opened, 799);
    let holds = [hold(HoldKind::Suspensive, opened, closed)];
    let verdict = judge_on("fr/medical-record", &facts, &holds, TODAY, &Policy::default());
    assert_eq!(verdict.keep_until, Some(day("2028-05-23")));
    assert_eq!(verdict.suspended_days, 800);
}

#[test]
fn a_record_is_due_from_the_day_after_its_last_day() {
    let facts = patient("2006-03-15", "1960-01-01", None);
    let due_on = |today, grace_days| {
        let policy = Policy { grace_days, ..Policy::default() };
        judge_on("fr/medical-record", &facts, &[], today, &policy).due
    };
    assert!(!due_on(date(2026, 3, 15), 0));
    assert!(due_on(date(2026, 3, 16), 0));
    assert!(!due_on(date(2026, 4, 14), 30));
    assert!(due_on(date(2026, 4, 15), 30));
}

#[test]
fn a_child_who_died_ten_years_after_the_last_contact_keeps_the_later_date() {
    let facts = patient("2010-05-01", "2008-01-01", Some("2020-05-01"));
    let verdict = verdict("fr/medical-record", &facts);
    assert_eq!((verdict.keep_until, verdict.reason), (Some(date(2036, 1, 1)), KeepReason::Age));
}

#[test]
fn an_open_hold_of_either_kind_blocks() {
    let facts = patient("1990-03-15", "1960-01-01", None);
    for kind in [HoldKind::Suspensive, HoldKind::Blocking] {
        let holds = [hold(kind, date(2026, 11, 1), None)];
        let verdict = judge_on("fr/medical-record", &facts, &holds, TODAY, &Policy::default());
        assert_eq!((verdict.due, verdict.standing()), (false, RecordStanding::Held));
    }
}

#[test]
fn a_closed_blocking_hold_leaves_the_term_alone() {
    let facts = patient("1990-03-15", "1960-01-01", None);
    let holds = [hold(HoldKind::Blocking, date(2000, 1, 1), Some(date(2020, 1, 1)))];
    let verdict = judge_on("fr/medical-record", &facts, &holds, TODAY, &Policy::default());
    assert_eq!((verdict.keep_until, verdict.due), (Some(date(2010, 3, 15)), true));
}

#[test]
fn a_hold_in_the_register_blocks() {
    let mut facts = patient("1990-03-15", "1960-01-01", None);
    if let InRegister::Yes(person) = &mut facts.listed {
        person.held = true;
    }
    assert_eq!(verdict("fr/medical-record", &facts).standing(), RecordStanding::Held);
}

#[test]
fn the_later_of_register_and_files_counts_and_is_pointed_out() {
    let mut facts = patient("1990-03-15", "1960-01-01", None);
    facts.activity.content_changed = Some(date(2019, 5, 2));
    let verdict = verdict("fr/medical-record", &facts);
    assert_eq!(verdict.keep_until, Some(date(2039, 5, 2)));
    assert_eq!(verdict.evidence, Some(Evidence::Catalogue));
    assert_eq!(verdict.warnings, [Warning::RegisterOlderThanFiles]);
}

#[test]
fn older_files_do_not_move_the_register_and_make_it_surer() {
    let mut facts = patient("2000-03-15", "1960-01-01", None);
    facts.activity.file_time = Some(date(1999, 5, 2));
    let verdict = verdict("fr/medical-record", &facts);
    assert_eq!(verdict.keep_until, Some(date(2020, 3, 15)));
    assert_eq!((verdict.confidence, verdict.due), (Confidence::High, true));
}

#[test]
fn epochs_and_dates_before_the_opening_are_no_evidence() {
    let policy = Policy { practice_opened: Some(date(1995, 1, 1)), ..Policy::default() };
    let mut facts = Facts::default();
    for text in ["1601-01-01", "1904-01-01", "1970-01-01", "1980-01-01", "1994-12-31"] {
        facts.activity.file_time = Some(day(text));
        let verdict = judge_on("fr/job-applicants", &facts, &[], TODAY, &policy);
        assert!(is_unknown(&verdict, Unknown::NoDate), "{text}");
        let contact = patient(text, "1899-06-06", None);
        let verdict = judge_on("fr/medical-record", &contact, &[], TODAY, &policy);
        assert!(matches!(verdict.reason, KeepReason::Unknown(_)), "{text}");
    }
}

#[test]
fn a_file_dated_in_the_future_makes_the_record_unknown() {
    let mut facts = patient("1990-03-15", "1960-01-01", None);
    facts.activity.file_time = Some(date(2099, 1, 1));
    assert!(is_unknown(&verdict("fr/medical-record", &facts), Unknown::InFuture));
}

#[test]
fn file_times_alone_never_make_a_patient_due() {
    let activity = Activity { file_time: Some(date(1990, 5, 2)), ..Activity::default() };
    let facts = Facts { activity, ..Facts::default() };
    assert!(is_unknown(&verdict("fr/medical-record", &facts), Unknown::NotInRegister));
}

#[test]
fn a_missing_birth_date_never_expires_unless_the_longest_case_is_chosen() {
    let mut facts = patient("1990-03-15", "1960-01-01", None);
    if let InRegister::Yes(person) = &mut facts.listed {
        person.birth = None;
    }
    assert!(is_unknown(&verdict("fr/medical-record", &facts), Unknown::NoBirth));
    let policy = Policy { without_birth: WithoutBirth::LongestCase, ..Policy::default() };
    let longest = judge_on("fr/medical-record", &facts, &[], TODAY, &policy);
    assert_eq!(longest.keep_until, Some(date(2018, 3, 15)));
    assert_eq!(longest.warnings, [Warning::BirthMissing]);
}

#[test]
fn a_death_without_a_date_shortens_nothing() {
    let mut facts = patient("2010-05-01", "1940-01-01", None);
    if let InRegister::Yes(person) = &mut facts.listed {
        person.deceased = true;
    }
    let verdict = verdict("fr/medical-record", &facts);
    assert_eq!(verdict.keep_until, Some(date(2030, 5, 1)));
    assert_eq!(verdict.warnings, [Warning::DeathWithoutDate]);
}

#[test]
fn a_death_without_a_date_is_unknown_where_any_death_counts() {
    let mut facts = patient("1990-05-01", "1940-01-01", None);
    let class = "uk/mental-health-record";
    assert_eq!(verdict(class, &facts).keep_until, Some(date(2010, 5, 1)));
    if let InRegister::Yes(person) = &mut facts.listed {
        person.deceased = true;
    }
    let verdict = verdict(class, &facts);
    assert!(is_unknown(&verdict, Unknown::NoDate));
    assert_eq!(verdict.warnings, [Warning::DeathWithoutDate]);
}

#[test]
fn activity_long_after_a_death_speaks_against_the_death_date() {
    let mut facts = patient("2010-05-01", "1940-01-01", Some("2012-01-01"));
    facts.activity.content_changed = Some(date(2012, 3, 1));
    assert_eq!(verdict("fr/medical-record", &facts).reason, KeepReason::Death);
    facts.activity.content_changed = Some(date(2016, 3, 1));
    let verdict = verdict("fr/medical-record", &facts);
    assert_eq!(verdict.keep_until, Some(date(2036, 3, 1)));
    assert!(verdict.warnings.contains(&Warning::ActivityAfterDeath));
}

#[test]
fn impossible_people_are_unknown() {
    for (contact, birth, death) in [
        ("1990-01-01", "1991-01-01", None),
        ("1990-01-01", "1960-01-01", Some("1988-12-31")),
        ("1990-01-01", "1860-01-01", None),
    ] {
        let verdict = verdict("fr/medical-record", &patient(contact, birth, death));
        assert!(is_unknown(&verdict, Unknown::Implausible), "{contact} {birth} {death:?}");
    }
    let future = patient("2027-01-01", "1960-01-01", None);
    assert!(is_unknown(&verdict("fr/medical-record", &future), Unknown::InFuture));
}

#[test]
fn the_unclassified_never_expire() {
    let activity = Activity { file_time: Some(date(1990, 5, 2)), ..Activity::default() };
    let verdict = verdict("unclassified", &Facts { activity, ..Facts::default() });
    assert_eq!((verdict.reason, verdict.due), (KeepReason::NeverExpires, false));
}

#[test]
fn a_year_of_accounts_counts_from_the_closing_of_the_books() {
    let facts = Facts { kind: RecordKind::FilesOfYear(2014), ..Facts::default() };
    let verdict = verdict("fr/accounting", &facts);
    assert_eq!((verdict.keep_until, verdict.due), (Some(date(2024, 12, 31)), true));
    let policy = Policy { financial_year_closing: (6, 30), ..Policy::default() };
    let verdict = judge_on("fr/accounting", &facts, &[], TODAY, &policy);
    assert_eq!(verdict.keep_until, Some(date(2025, 6, 30)));
}

#[test]
fn a_year_of_files_that_is_an_epoch_or_in_the_future_is_unknown() {
    for year in [1601, 1970, 1980, 2098] {
        let facts = Facts { kind: RecordKind::FilesOfYear(year), ..Facts::default() };
        assert!(
            matches!(verdict("fr/accounting", &facts).reason, KeepReason::Unknown(_)),
            "{year}"
        );
    }
}

#[test]
fn copies_of_a_database_expire_by_their_age_in_the_longest_case() {
    let last_copy = date(1997, 12, 19);
    let facts =
        Facts { kind: RecordKind::CopiesOfYear { year: 1997, last_copy }, ..Facts::default() };
    for class in ["fr/database-copy", "fr/medical-record"] {
        let verdict = verdict(class, &facts);
        assert_eq!((verdict.keep_until, verdict.due), (Some(date(2025, 12, 19)), true), "{class}");
    }
}

#[test]
fn the_year_of_copies_that_still_runs_has_not_started() {
    let last_copy = date(2026, 11, 20);
    let facts =
        Facts { kind: RecordKind::CopiesOfYear { year: 2026, last_copy }, ..Facts::default() };
    let verdict = verdict("fr/database-copy", &facts);
    assert_eq!(
        (verdict.reason, verdict.standing()),
        (KeepReason::NotStarted, RecordStanding::Kept)
    );
}

#[test]
fn a_departure_must_be_stated() {
    let mut facts = Facts::default();
    facts.activity.content_changed = Some(date(2001, 1, 1));
    assert!(is_unknown(&verdict("fr/staff-register", &facts), Unknown::NotDeclared));
    facts.declared = Some(DeclaredDate { event: StartEvent::EmploymentEnd, on: date(2020, 8, 31) });
    assert_eq!(verdict("fr/staff-register", &facts).keep_until, Some(date(2025, 8, 31)));
}

#[test]
fn a_german_year_of_life_is_complete_the_day_before_the_birthday() {
    let mut facts = patient("2010-05-01", "2000-03-01", None);
    facts.declared = Some(DeclaredDate { event: StartEvent::Exam, on: date(2010, 5, 1) });
    assert_eq!(verdict("de/xray-exam", &facts).keep_until, Some(date(2028, 2, 29)));
}

#[test]
fn an_english_patient_of_seventeen_is_kept_a_year_longer() {
    let at = |contact| verdict("uk/medical-record", &patient(contact, "1990-06-15", None));
    assert_eq!(at("2007-06-14").keep_until, Some(date(2015, 6, 15)));
    assert_eq!(at("2007-06-15").keep_until, Some(date(2016, 6, 15)));
    assert_eq!(at("2008-06-14").keep_until, Some(date(2016, 6, 15)));
    assert_eq!(at("2009-06-15").keep_until, Some(date(2017, 6, 15)));
}

#[test]
fn a_general_practitioners_record_waits_for_the_death() {
    let alive = verdict("uk/gp-record", &patient("1980-05-01", "1950-01-01", None));
    assert_eq!((alive.reason, alive.due), (KeepReason::NotStarted, false));
    let dead = verdict("uk/gp-record", &patient("1980-05-01", "1950-01-01", Some("1990-01-01")));
    assert_eq!(dead.keep_until, Some(date(2000, 1, 1)));
}

fn record(number: u8, facts: Facts) -> RecordFacts {
    let class = "fr/medical-record".to_owned();
    RecordFacts { record: RecordId([number; 16]), class, patient: None, facts }
}

fn plan_of(records: &[RecordFacts], register: RegisterTrust, holds: &[Hold]) -> RetentionPlan {
    let (rules, policy, fillers) = (rules(), Policy::default(), MassDates::default());
    let premises = Premises {
        rules: &rules,
        register,
        holds,
        policy: &policy,
        fillers: &fillers,
        today: TODAY,
    };
    plan(records, premises)
}

#[test]
fn a_plan_sorts_every_record_into_exactly_one_list() {
    let due = record(1, patient("1990-03-15", "1960-01-01", None));
    let held = record(7, patient("1991-03-15", "1960-01-01", None));
    let unknown = record(3, Facts::default());
    let kept = record(4, patient("2020-03-15", "1960-01-01", None));
    let holds = [hold(HoldKind::Blocking, date(2026, 1, 1), None)];
    let plan = plan_of(&[due, held, unknown, kept], RegisterTrust::Sound, &holds);
    let ids = |list: &[Planned]| list.iter().map(|one| one.record.0[0]).collect::<Vec<_>>();
    assert_eq!(ids(&plan.due), [1]);
    assert_eq!(ids(&plan.held), [7]);
    assert_eq!(ids(&plan.unknown), [3]);
    assert_eq!(ids(&plan.kept), [4]);
    assert_eq!(plan.counts.iter().map(|count| count.records).sum::<u64>(), 4);
    let json = serde_json::to_string(&plan).unwrap();
    assert_eq!(serde_json::from_str::<RetentionPlan>(&json).unwrap(), plan);
}

#[test]
fn without_a_sound_register_no_patient_is_due() {
    let records = [record(1, patient("1990-03-15", "1960-01-01", None))];
    for trust in [RegisterTrust::Stale, RegisterTrust::Shrunk] {
        assert!(plan_of(&records, trust, &[]).due.is_empty(), "{trust:?}");
    }
    let unlisted = [record(1, Facts::default())];
    let plan = plan_of(&unlisted, RegisterTrust::Absent, &[]);
    assert_eq!(plan.unknown[0].verdict.reason, KeepReason::Unknown(Unknown::NoRegister));
}

#[test]
fn a_class_that_is_not_among_the_rules_is_unknown() {
    let mut strange = record(1, patient("1990-03-15", "1960-01-01", None));
    strange.class = "fr/typo".to_owned();
    let plan = plan_of(&[strange], RegisterTrust::Sound, &[]);
    assert_eq!(plan.unknown[0].verdict.reason, KeepReason::Unknown(Unknown::Class));
}

#[test]
fn two_folders_of_one_patient_expire_together() {
    let mut old = record(1, patient("1990-03-15", "1960-01-01", None));
    let mut recent = old.clone();
    recent.record = RecordId([2; 16]);
    recent.facts.activity.content_changed = Some(date(2020, 1, 1));
    (old.patient, recent.patient) = (Some(5), Some(5));
    let plan = plan_of(&[old.clone(), recent.clone()], RegisterTrust::Sound, &[]);
    assert_eq!((plan.due.len(), plan.kept.len()), (0, 2));
    assert_eq!(plan.kept[0].verdict.reason, KeepReason::SamePatient);
    recent.facts.activity.content_changed = Some(date(2099, 1, 1));
    let plan = plan_of(&[old, recent], RegisterTrust::Sound, &[]);
    assert_eq!(plan.unknown.len(), 2);
}

#[test]
fn a_hold_on_one_folder_holds_the_other_folders_of_the_patient() {
    let mut one = record(7, patient("1990-03-15", "1960-01-01", None));
    let mut other = record(2, patient("1990-03-15", "1960-01-01", None));
    (one.patient, other.patient) = (Some(5), Some(5));
    let holds = [hold(HoldKind::Blocking, date(2026, 1, 1), None)];
    assert_eq!(plan_of(&[one, other], RegisterTrust::Sound, &holds).held.len(), 2);
}

#[test]
fn a_last_contact_shared_by_most_patients_is_a_migration() {
    let facts = patient("1990-03-15", "1960-01-01", None);
    let records: Vec<_> = (0..30).map(|number| record(number, facts.clone())).collect();
    let plan = plan_of(&records, RegisterTrust::Sound, &[]);
    assert_eq!((plan.due.len(), plan.unknown.len()), (0, 30));
    let few = plan_of(&records[..9], RegisterTrust::Sound, &[]);
    assert_eq!(few.due.len(), 9);
}

#[test]
fn file_times_of_a_migration_do_not_keep_records_for_ever() {
    let of =
        |year: u8, number: u8| format!("19{year}-{:02}-{:02}", number % 12 + 1, number % 28 + 1);
    let with_times = |number| {
        let mut facts = patient(&of(81 + number % 9, number), &of(30 + number % 30, number), None);
        facts.activity.file_time = Some(date(2015, 6, 1));
        record(number, facts)
    };
    let records: Vec<_> = (0..150).map(with_times).collect();
    assert_eq!(plan_of(&records, RegisterTrust::Sound, &[]).due.len(), 150);
    let few = plan_of(&records[..99], RegisterTrust::Sound, &[]);
    assert_eq!((few.due.len(), few.kept.len()), (0, 99));
}

#[test]
fn a_hold_added_after_approval_stops_the_execution() {
    let records = [record(7, patient("1990-03-15", "1960-01-01", None))];
    let approved = plan_of(&records, RegisterTrust::Sound, &[]);
    let holds = [hold(HoldKind::Blocking, TODAY, None)];
    let fresh = plan_of(&records, RegisterTrust::Sound, &holds);
    assert_eq!(approved.no_longer_due(&fresh), [RECORD]);
    assert!(approved.no_longer_due(&approved).is_empty());
}

/// Civil dates carry no zone, so the machine's zone can only matter if an instant slips in.
#[test]
fn no_instant_and_no_time_zone_takes_part_in_a_verdict() {
    let sources = [
        include_str!("dates.rs"),
        include_str!("engine.rs"),
        include_str!("facts.rs"),
        include_str!("plan.rs"),
        include_str!("start.rs"),
        include_str!("trust.rs"),
    ];
    for source in sources {
        for word in ["Timestamp", "Zoned", "TimeZone", "::now"] {
            assert!(!source.contains(word), "{word}");
        }
    }
    let facts = patient("2006-03-15", "1960-01-01", None);
    let json = serde_json::to_string(&verdict("fr/medical-record", &facts)).unwrap();
    assert!(json.contains("\"keep_until\":\"2026-03-15\""), "{json}");
}
