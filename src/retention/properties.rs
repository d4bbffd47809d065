//! What must hold for every record: later contacts, holds and unknown data never shorten.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::{Just, Strategy, prop_assert, prop_assume, prop_oneof, proptest};

use super::facts::{Activity, Facts, Hold, HoldKind, InRegister, Person, Policy};
use super::tests::{TODAY, hold, judge_on, verdict};
use super::{Confidence, KeepReason, Unknown};

fn any_day() -> impl Strategy<Value = Date> {
    (1900_i16..2100, 1_i8..13, 1_i8..32).prop_map(|(year, month, day)| {
        let first = date(year, month, 1);
        date(year, month, day.min(first.days_in_month()))
    })
}

fn any_person() -> impl Strategy<Value = Person> {
    let maybe = || proptest::option::of(any_day());
    (maybe(), maybe(), maybe()).prop_map(|(birth, death, last_contact)| Person {
        birth,
        death,
        deceased: death.is_some(),
        last_contact,
        ..Person::default()
    })
}

fn any_activity() -> impl Strategy<Value = Activity> {
    let maybe = || proptest::option::of(any_day());
    (maybe(), maybe(), maybe()).prop_map(|(documents, content_changed, file_time)| Activity {
        documents,
        content_changed,
        file_time,
    })
}

fn any_hold() -> impl Strategy<Value = Hold> {
    let kind = prop_oneof![Just(HoldKind::Suspensive), Just(HoldKind::Blocking)];
    (kind, any_day(), proptest::option::of(any_day()))
        .prop_map(|(kind, opened, closed)| hold(kind, opened, closed))
}

fn of(person: Person, activity: Activity) -> Facts {
    Facts { listed: InRegister::Yes(person), activity, ..Facts::default() }
}

const CLASSES: [&str; 6] = [
    "fr/medical-record",
    "be/medical-record",
    "nl/medical-record",
    "uk/medical-record",
    "uk/mental-health-record",
    "fr/pharmacy-patient-file",
];

const STRANGE: [Date; 4] = [date(1601, 1, 1), date(1970, 1, 1), date(1980, 1, 1), date(2099, 5, 5)];

fn any_class() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(&CLASSES[..])
}

proptest! {
    #[test]
    fn a_later_last_contact_never_means_an_earlier_end(
        birth in any_day(), one in any_day(), other in any_day(),
    ) {
        let (earlier, later) = (one.min(other), one.max(other));
        let until = |contact| {
            let last_contact = Some(contact);
            let person = Person { birth: Some(birth), last_contact, ..Person::default() };
            let facts = of(person, Activity::default());
            judge_on("fr/medical-record", &facts, &[], date(2100, 12, 31), &Policy::default())
                .keep_until
        };
        if let (Some(before), Some(after)) = (until(earlier), until(later)) {
            prop_assert!(before <= after);
        }
    }

    #[test]
    fn a_death_always_lands_between_ten_and_twenty_years_after_the_last_contact(
        contact in any_day(), death in any_day(),
    ) {
        prop_assume!(death >= contact);
        let birth = contact.checked_sub(30.years()).ok();
        let last_contact = Some(contact);
        let person = Person { birth, death: Some(death), deceased: true, last_contact, ..Person::default() };
        let facts = of(person, Activity::default());
        let verdict =
            judge_on("fr/medical-record", &facts, &[], date(2130, 1, 1), &Policy::default());
        if let Some(until) = verdict.keep_until {
            let after = |years| super::dates::Term::years(years).last_day(contact).unwrap();
            prop_assert!(after(10) <= until && until <= after(20));
        }
    }

    #[test]
    fn a_hold_never_shortens(
        class in any_class(), person in any_person(), activity in any_activity(),
        holds in proptest::collection::vec(any_hold(), 0..4), added in any_hold(),
    ) {
        let facts = of(person, activity);
        let policy = Policy::default();
        let before = judge_on(class, &facts, &holds, TODAY, &policy);
        let more: Vec<_> = holds.into_iter().chain([added]).collect();
        let after = judge_on(class, &facts, &more, TODAY, &policy);
        prop_assert!(after.keep_until >= before.keep_until);
        prop_assert!(before.due || !after.due);
        prop_assert!(after.held || !before.held);
    }

    #[test]
    fn forgetting_a_fact_of_the_register_never_makes_a_record_due(
        class in any_class(), person in any_person(), activity in any_activity(), lost in 0..5,
    ) {
        let known = of(person.clone(), activity);
        let mut less = person;
        let listed = match lost {
            0 => { less.birth = None; InRegister::Yes(less) }
            1 => { less.death = None; InRegister::Yes(less) }
            2 => { less.last_contact = None; InRegister::Yes(less) }
            3 => InRegister::Quarantined,
            _ => InRegister::No,
        };
        let unknown = Facts { listed, ..known.clone() };
        let due = |facts: &Facts| judge_on(class, facts, &[], TODAY, &Policy::default()).due;
        prop_assert!(due(&known) || !due(&unknown) || !is_sound(&known));
    }

    #[test]
    fn a_date_that_cannot_be_believed_never_makes_a_record_due(
        class in any_class(), person in any_person(), activity in any_activity(),
        strange in proptest::sample::select(&STRANGE[..]),
    ) {
        let known = of(person, activity);
        let mut with = known.clone();
        let slots = [&mut with.activity.documents, &mut with.activity.content_changed,
            &mut with.activity.file_time];
        for slot in slots {
            *slot = slot.or(Some(strange));
        }
        let due = |facts: &Facts| judge_on(class, facts, &[], TODAY, &Policy::default()).due;
        prop_assert!(due(&known) || !due(&with));
    }

    #[test]
    fn newer_activity_never_makes_a_living_patient_due(
        class in any_class(), person in any_person(), activity in any_activity(), seen in any_day(),
    ) {
        let living = Person { death: None, deceased: false, ..person };
        let known = of(living, activity);
        let mut with = known.clone();
        with.activity.content_changed = with.activity.content_changed.max(Some(seen));
        let due = |facts: &Facts| judge_on(class, facts, &[], TODAY, &Policy::default()).due;
        prop_assert!(due(&known) || !due(&with));
    }

    #[test]
    fn whatever_is_due_has_a_last_day_in_the_past_and_a_known_reason(
        class in any_class(), person in any_person(), activity in any_activity(),
        holds in proptest::collection::vec(any_hold(), 0..3),
    ) {
        let facts = of(person, activity);
        let verdict = judge_on(class, &facts, &holds, TODAY, &Policy::default());
        if verdict.due {
            prop_assert!(verdict.keep_until.unwrap() < TODAY);
            prop_assert!(!matches!(verdict.reason, KeepReason::Unknown(_)));
            prop_assert!(verdict.confidence > Confidence::None && !verdict.held);
        }
    }
}

/// A row that contradicts itself is unknown; taking the contradiction away may well make it due.
fn is_sound(facts: &Facts) -> bool {
    let reason = verdict("fr/medical-record", facts).reason;
    !matches!(reason, KeepReason::Unknown(Unknown::Implausible | Unknown::InFuture))
}
