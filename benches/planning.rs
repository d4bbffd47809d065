//! Planning over 100 000 records of 100 snapshots each: from histories to verdicts. Aim: under 2 s.

use divan::{Bencher, black_box};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use refuge::id::RecordId;
use refuge::retention::facts::{
    Activity, Facts, Hold, HoldKind, HoldReason, InRegister, MassDates, Person, Policy,
    RegisterTrust, last_change,
};
use refuge::retention::rules::Rules;
use refuge::retention::{Premises, RecordFacts, plan};

const RECORDS: u32 = 100_000;
const SNAPSHOTS: u32 = 100;
const TODAY: Date = date(2026, 11, 24);

fn main() {
    divan::main();
}

fn spread(seed: u32, over: u32) -> i32 {
    i32::try_from(seed.wrapping_mul(2_654_435_761) % over).unwrap_or(0)
}

fn days_after(first: Date, days: i32) -> Date {
    first.checked_add(days.days()).unwrap_or(first)
}

fn record(number: u32) -> RecordId {
    let mut id = [0; 16];
    id[..4].copy_from_slice(&number.to_le_bytes());
    RecordId(id)
}

/// The state of a record in each weekly snapshot: one in eight changes now and then.
fn history(number: u32, days: &[Date]) -> impl Iterator<Item = (Date, u32)> {
    let pace = if number.is_multiple_of(8) { 10 + number % 60 } else { u32::MAX };
    days.iter().zip(0_u32..).map(move |(day, week)| (*day, week / pace))
}

fn person(number: u32) -> Person {
    let last_contact = days_after(date(1990, 1, 1), spread(number, 13_000));
    let birth = last_contact.checked_sub((spread(number ^ 77, 30_000) + 1).days()).ok();
    Person { birth, last_contact: Some(last_contact), ..Person::default() }
}

fn facts(number: u32, days: &[Date]) -> RecordFacts {
    let person = person(number);
    let activity = Activity {
        documents: None,
        content_changed: last_change(history(number, days), false),
        file_time: person.last_contact,
    };
    let facts = Facts { listed: InRegister::Yes(person), activity, ..Facts::default() };
    let class = "fr/medical-record".to_owned();
    RecordFacts { record: record(number), class, patient: Some(number), facts }
}

fn holds() -> Vec<Hold> {
    let hold = |number| Hold {
        record: record(number),
        kind: HoldKind::Suspensive,
        reason: HoldReason::LiabilityClaim,
        opened_by: "Dr A".to_owned(),
        opened: date(2015, 1, 1),
        review: None,
        closed: number.is_multiple_of(2).then(|| date(2019, 1, 1)),
        closed_by: None,
    };
    (0..1000).map(hold).collect()
}

#[expect(clippy::panic, reason = "without rules there is nothing to measure")]
#[divan::bench(sample_count = 5, sample_size = 1)]
fn histories_and_plan(bencher: Bencher) {
    let weeks = 0..i32::try_from(SNAPSHOTS).unwrap_or(0);
    let days: Vec<Date> = weeks.map(|week| days_after(date(2024, 12, 1), week * 7)).collect();
    let holds = holds();
    bencher.bench(|| {
        let records: Vec<RecordFacts> = (0..RECORDS).map(|number| facts(number, &days)).collect();
        let rules = Rules::presets().unwrap_or_else(|error| panic!("{error}"));
        let (policy, fillers) = (Policy::default(), MassDates::default());
        let premises = Premises {
            rules: &rules,
            register: RegisterTrust::Sound,
            holds: &holds,
            policy: &policy,
            fillers: &fillers,
            today: TODAY,
        };
        let plan = plan(&records, premises);
        assert!(!plan.due.is_empty() && !plan.kept.is_empty() && !plan.held.is_empty());
        black_box(plan)
    });
}
