//! Ordinary days and attacks as tables, and laws that hold for any counts.

use super::*;
use proptest::prelude::*;

fn week() -> Vec<Counts> {
    let run = |(day, touched)| Counts {
        time: format!("2026-11-{day:02}T18:00:00Z"),
        touched,
        spoiled: 0,
        expected: false,
    };
    (1..).zip([40, 35, 52, 0, 41, 38, 60]).map(run).collect()
}

fn seen(before: u64, changed: u64, vanished: u64, added: u64) -> Observed {
    Observed { before, changed, vanished, added, weighed: changed, ..Observed::default() }
}

fn with_ending(mut seen: Observed, files: u64, appended: u64) -> Observed {
    seen.ending = NewEnding { shown: Some(".locked".to_owned()), files, appended };
    seen
}

#[test]
fn ordinary_days_have_no_signs() {
    let day = |seen: Observed| judge(&seen, &week(), Stage::Read);
    assert!(day(seen(11_300, 40, 3, 25)).is_empty(), "edits");
    assert!(day(seen(11_300, 4000, 900, 1200)).is_empty(), "update of a whole program");
    assert!(day(seen(11_300, 0, 4000, 0)).is_empty(), "a third archived elsewhere");
    assert!(day(seen(11_300, 0, 0, 9000)).is_empty(), "photographs brought in");
    assert!(
        day(with_ending(seen(11_300, 0, 4, 500), 500, 0)).is_empty(),
        "photographs of a new kind"
    );
    assert!(day(seen(30, 30, 0, 0)).is_empty(), "a small practice edits everything");
    assert!(day(seen(60, 0, 45, 0)).is_empty(), "a small practice tidies up");
    assert!(day(with_ending(seen(11_300, 8, 9, 9), 9, 9)).is_empty(), "nine logs were packed");
    assert!(day(Observed { notes: 1, ..seen(11_300, 40, 0, 3) }).is_empty(), "one odd name");
    let few = Observed { spoiled: 9, ..seen(11_300, 40, 0, 0) };
    assert!(day(few).is_empty(), "some files were protected by a passphrase");
    assert!(day(Observed { spoiled: 2, ..seen(4, 2, 0, 0) }).is_empty(), "two of four");
    assert!(day(with_ending(seen(9, 0, 4, 4), 4, 4)).is_empty(), "four of nine were packed");
}

#[test]
fn attacks_have_the_signs_they_leave() {
    let day = |seen: Observed| judge(&seen, &week(), Stage::Read);
    let renamed = with_ending(seen(11_300, 682, 8730, 8730), 8730, 8730);
    assert_eq!(day(renamed), [Sign::NewEnding, Sign::Share]);
    let in_place = Observed { spoiled: 9000, ..seen(11_300, 9412, 0, 0) };
    assert_eq!(day(in_place), [Sign::Spoiled, Sign::Share]);
    let begun = Observed { spoiled: 50, ..seen(50_000, 80, 0, 0) };
    assert_eq!(day(begun), [Sign::Spoiled], "caught while it works");
    assert_eq!(day(seen(11_300, 0, 11_000, 2)), [Sign::Gone, Sign::Share], "wiped");
    assert_eq!(day(Observed { notes: 3, ..seen(11_300, 0, 0, 3) }), [Sign::Notes]);
    let small = Observed { spoiled: 11, ..seen(12, 11, 0, 0) };
    assert_eq!(day(small), [Sign::Spoiled], "a small practice loses everything");
    let smaller = Observed { spoiled: 3, ..seen(6, 3, 0, 0) };
    assert_eq!(day(smaller), [Sign::Spoiled], "half of six files");
    let renamed = with_ending(seen(9, 0, 9, 9), 9, 9);
    assert_eq!(day(renamed), [Sign::NewEnding], "nine files of nine");
}

#[test]
fn a_slow_attack_adds_up_unless_a_person_vouched_for_it() {
    let run = Observed { spoiled: 5, ..seen(1000, 6, 0, 0) };
    let mut history = week();
    for history in history.iter_mut().skip(3) {
        history.spoiled = 5;
    }
    assert_eq!(judge(&run, &history, Stage::Read), [Sign::SpoiledSlowly]);
    assert!(judge(&run, &week(), Stage::Read).is_empty(), "the first day cannot tell");
    assert!(judge(&run, &history, Stage::Scanned).is_empty(), "an estimate adds up to nothing");
    history.iter_mut().for_each(|run| run.expected = true);
    assert!(judge(&run, &history, Stage::Read).is_empty());
}

/// What the last runs made unreadable, oldest first.
fn runs(spoiled: &[u64]) -> Vec<Counts> {
    let run = |spoiled: &u64| Counts { spoiled: *spoiled, ..week()[0].clone() };
    spoiled.iter().map(run).collect()
}

#[test]
fn one_file_at_a_time_adds_up_over_six_weeks() {
    let day = |spoiled, history: &[u64]| {
        let seen = Observed { spoiled, ..seen(460, spoiled + 5, 0, 0) };
        judge(&seen, &runs(history), Stage::Read)
    };
    assert_eq!(day(1, &[1; 11]), [Sign::SpoiledSlowly]);
    assert!(day(1, &[1; 10]).is_empty(), "too few");
    assert!(day(0, &[1; 20]).is_empty(), "nothing today");
    assert_eq!(day(4, &[4, 4]), [Sign::SpoiledSlowly]);
    assert!(day(6, &[9]).is_empty(), "two odd days are not a habit");
    assert_eq!(day(6, &[7, 7]), [Sign::SpoiledSlowly]);
    assert_eq!(day(1, &[[1, 0].repeat(15), vec![0]].concat()), [Sign::SpoiledSlowly]);
    assert!(day(1, &[vec![4; 3], vec![0; 30]].concat()).is_empty(), "long ago");
}

#[test]
fn who_changes_everything_every_night_is_used_to_it() {
    let mut history = week();
    history.push(Counts { touched: 900, ..history[0].clone() });
    assert!(judge(&seen(1000, 950, 0, 0), &history, Stage::Read).is_empty());
    assert_eq!(judge(&seen(1000, 950, 0, 0), &week(), Stage::Read), [Sign::Share]);
    assert!(judge(&seen(1000, 950, 0, 0), &week(), Stage::Scanned).is_empty(), "times alone lie");
}

#[test]
fn what_is_usual_is_the_middle_of_the_days_with_changes() {
    assert_eq!(usual(&week()), Some(41));
    assert_eq!(usual(&[]), None);
}

fn observed() -> impl Strategy<Value = Observed> {
    (0..20_000_u64, 0..20_000_u64, 0..20_000_u64, 0..20_000_u64, 0..20_000_u64, 0..4_u64).prop_map(
        |(before, changed, vanished, added, spoiled, notes)| Observed {
            before,
            changed: changed.min(before),
            vanished: vanished.min(before - changed.min(before)),
            added,
            weighed: changed.min(before),
            spoiled: spoiled.min(changed.min(before)),
            notes,
            ending: NewEnding::default(),
        },
    )
}

proptest! {
    #[test]
    fn without_history_size_alone_is_no_sign(added in 0_u64..1_000_000) {
        prop_assert!(judge(&seen(0, 0, 0, added), &[], Stage::Read).is_empty());
    }

    #[test]
    fn nine_files_are_never_an_alarm(before in 0_u64..100_000, touched in 0_u64..10) {
        let touched = touched.min(before);
        let all = Observed { spoiled: touched, ..seen(before, touched, 0, 0) };
        prop_assert!(judge(&all, &[], Stage::Read).is_empty() || touched > 9);
    }

    #[test]
    fn more_unreadable_files_never_calm_an_alarm(seen in observed()) {
        let worse = Observed { spoiled: seen.weighed, ..seen.clone() };
        let now = judge(&seen, &week(), Stage::Read);
        let then = judge(&worse, &week(), Stage::Read);
        // Slowly becomes at once; every other sign stays.
        let stays = |sign: &Sign| {
            then.contains(sign) || (*sign == Sign::SpoiledSlowly && then.contains(&Sign::Spoiled))
        };
        prop_assert!(now.iter().all(stays), "{now:?} {then:?}");
    }
}
