//! The verdict as a table: what is recorded, and what it comes to.

use super::*;
use jiff::civil::date;

/// A Monday.
const TODAY: Date = date(2026, 11, 23);

fn ago(days: i32) -> Date {
    dates::plus_days(TODAY, -days).unwrap()
}

fn copy(drive: &str, backed_up: i32) -> BackupCopy {
    BackupCopy {
        drive: drive.to_owned(),
        backed_up: Some(ago(backed_up)),
        checked: None,
        doubtful: false,
        purge_owed_since: None,
        purge_begun: false,
        lock_owed: false,
        plugged_since: None,
        condemned: None,
        strange_page: None,
        lacking: None,
        keys_elsewhere: Vec::new(),
        was_full: None,
    }
}

/// Two drives, checked three weeks ago, everything in its time.
fn calm() -> Situation {
    let blue = BackupCopy { checked: Some((ago(21), true)), ..copy("Blue", 0) };
    Situation {
        has_sources: true,
        has_periods: true,
        copies: vec![blue, copy("Red", 24)],
        since: ago(300),
        rehearsed: Some(ago(100)),
        purge_reviewed: Some(ago(200)),
        keys_to_destroy: Vec::new(),
        keys_still_open: Vec::new(),
        lost_open: Vec::new(),
        unmet: Vec::new(),
        unrecovered: None,
        incident: false,
        found_again: Vec::new(),
        forgotten_back: 0,
        forgotten_here: 0,
        erased_again: 0,
        gaps: Gaps::default(),
    }
}

fn verdict(change: impl FnOnce(&mut Situation)) -> (Verdict, Vec<Matter>) {
    let mut facts = calm();
    change(&mut facts);
    judge(&facts, &Reminders::default(), TODAY)
}

#[test]
fn two_good_copies_a_check_and_no_duty_overdue_are_protection() {
    assert_eq!(verdict(|_| {}), (Verdict::Protected, vec![]));
}

#[test]
fn who_left_still_opens_until_the_locks_are_changed() {
    let keys = vec![("dr-dupont".to_owned(), KeyKind::File, 2)];
    let (found, matters) = verdict(|facts| facts.keys_still_open.clone_from(&keys));
    assert_eq!((found, matters), (Verdict::Action, vec![Matter::StillOpens { keys }]));
}

#[test]
fn a_lost_drive_that_keys_in_force_open_asks_for_other_locks() {
    let drives = vec!["Red".to_owned()];
    let (found, matters) = verdict(|facts| facts.lost_open.clone_from(&drives));
    assert_eq!((found, matters), (Verdict::Action, vec![Matter::LostOpens { drives }]));
}

#[test]
fn a_drive_that_was_never_met_here_is_brought_rather_than_another_bought() {
    let drives = vec!["Red".to_owned()];
    let (found, matters) = verdict(|facts| {
        facts.copies.truncate(1);
        facts.unmet.clone_from(&drives);
    });
    assert_eq!((found, matters), (Verdict::Action, vec![Matter::OthersUnmet { drives }]));
}

#[test]
fn a_new_computer_is_told_first_what_lies_on_the_drive() {
    let (found, matters) = verdict(|facts| {
        facts.unrecovered = Some(("Red".to_owned(), 7, Some(ago(3))));
        facts.has_sources = false;
    });
    assert_eq!(found, Verdict::Unprotected);
    let drive = "Red".to_owned();
    assert_eq!(matters[0], Matter::NothingRecovered { drive, backups: 7, last: Some(ago(3)) });
}

#[test]
fn a_drive_that_is_full_comes_before_another_backup_to_it() {
    let (found, matters) = verdict(|facts| {
        facts.copies.truncate(1);
        facts.copies[0] = BackupCopy { was_full: Some(3), backed_up: None, ..copy("Blue", 0) };
    });
    assert_eq!(found, Verdict::Unprotected);
    assert_eq!(matters[..2], [Matter::DriveFull { drive: blue(), backups: 3 }, Matter::NoBackup]);
}

#[test]
fn what_only_one_of_two_drives_holds_is_no_protection() {
    let lacks = |is_needed| {
        move |facts: &mut Situation| {
            facts.copies[0].lacking = Some(Lacking { files: 2, folders: 0, is_needed });
        }
    };
    for (is_needed, expected) in [(true, Verdict::Action), (false, Verdict::Protected)] {
        let told = Matter::Lacking { drive: blue(), files: 2, folders: 0, is_needed };
        assert_eq!(verdict(lacks(is_needed)), (expected, vec![told]));
    }
}

type Case = (&'static str, fn(&mut Situation), Verdict, Matter);

#[track_caller]
fn check(cases: Vec<Case>) {
    for (name, change, expected, matter) in cases {
        let (verdict, matters) = verdict(change);
        assert_eq!(verdict, expected, "{name}: {matters:?}");
        assert!(matters.contains(&matter), "{name}: {matters:?}");
    }
}

fn red() -> String {
    "Red".to_owned()
}

fn blue() -> String {
    "Blue".to_owned()
}

#[test]
fn each_copy_that_is_missing_or_old_has_its_verdict() {
    check(vec![
        ("no folder", |f| f.has_sources = false, Verdict::Unprotected, Matter::NoSource),
        ("no drive", |f| f.copies.clear(), Verdict::Unprotected, Matter::NoDrive),
        (
            "no backup was read back",
            |f| f.copies.iter_mut().for_each(|copy| copy.backed_up = None),
            Verdict::Unprotected,
            Matter::NoBackup,
        ),
        (
            "eight days without a backup",
            |f| f.copies[0].backed_up = Some(ago(8)),
            Verdict::Unprotected,
            Matter::BackupOverdue { days: 8 },
        ),
        (
            "three working days without a backup",
            |f| f.copies[0].backed_up = Some(ago(5)),
            Verdict::Protected,
            Matter::BackupSoon { days: 5 },
        ),
        ("one drive", |f| f.copies.truncate(1), Verdict::Action, Matter::OneDrive),
        (
            "the other drive too long away",
            |f| f.copies[1].backed_up = Some(ago(31)),
            Verdict::Action,
            Matter::SecondDriveLate { drive: red(), days: Some(31) },
        ),
    ]);
}

#[test]
fn each_check_that_is_bad_or_late_has_its_verdict() {
    check(vec![
        (
            "the last check found damage",
            |f| f.copies[0].checked = Some((ago(1), false)),
            Verdict::Unprotected,
            Matter::LastCheckBad { drive: blue() },
        ),
        (
            "an earlier check of another drive found damage",
            |f| f.copies[1].checked = Some((ago(22), false)),
            Verdict::Action,
            Matter::DriveBad { drive: red() },
        ),
        (
            "no check for 36 days",
            |f| f.copies[0].checked = Some((ago(36), true)),
            Verdict::Action,
            Matter::CheckOverdue { days: Some(36) },
        ),
        (
            "never a check, set up long ago",
            |f| f.copies[0].checked = None,
            Verdict::Action,
            Matter::CheckOverdue { days: None },
        ),
    ]);
}

#[test]
fn each_duty_that_is_late_has_its_verdict() {
    check(vec![
        (
            "erasing waits within its time",
            |f| f.copies[1].purge_owed_since = Some(ago(90)),
            Verdict::Protected,
            Matter::WorkWaits { drive: red() },
        ),
        (
            "erasing has waited too long",
            |f| f.copies[1].purge_owed_since = Some(ago(91)),
            Verdict::Action,
            Matter::PurgeOverdue { drive: red(), days: 91 },
        ),
        (
            "nobody looked for expired records for a year",
            |f| f.purge_reviewed = Some(ago(366)),
            Verdict::Action,
            Matter::ReviewOverdue { days: 366 },
        ),
        (
            "old keys must be destroyed",
            |f| f.keys_to_destroy = vec![("sheet".into(), KeyKind::Sheet, 1)],
            Verdict::Action,
            Matter::DestroyKeys { keys: vec![("sheet".into(), KeyKind::Sheet, 1)] },
        ),
        (
            "no rehearsal for 181 days",
            |f| f.rehearsed = Some(ago(181)),
            Verdict::Action,
            Matter::RehearsalOverdue { days: 181 },
        ),
        ("an incident", |f| f.incident = true, Verdict::Action, Matter::Incident),
        (
            "a drive to destroy",
            |f| f.copies[1].condemned = Some(fate::FateVerdict::Destroy),
            Verdict::Action,
            Matter::Condemned { drive: red(), replace: false },
        ),
        (
            "a drive left plugged in",
            |f| f.copies[0].plugged_since = Some(ago(2)),
            Verdict::Protected,
            Matter::LeftPlugged { drive: blue(), days: 2 },
        ),
    ]);
}

#[test]
fn the_limits_themselves_are_still_in_time() {
    let (verdict, matters) = verdict(|facts| {
        facts.copies[0].backed_up = Some(ago(7));
        facts.copies[1].backed_up = Some(ago(30));
        facts.copies[0].checked = Some((ago(35), true));
        facts.rehearsed = Some(ago(180));
        facts.purge_reviewed = Some(date(2025, 11, 23));
    });
    assert_eq!(verdict, Verdict::Protected);
    assert_eq!(matters, [Matter::BackupSoon { days: 7 }]);
}

#[test]
fn a_weekend_makes_no_backup_late() {
    let friday = verdict(|facts| facts.copies[0].backed_up = Some(ago(3)));
    assert_eq!(friday, (Verdict::Protected, vec![]));
    assert_eq!(working_days(ago(3), TODAY), 1);
    assert_eq!(working_days(ago(5), TODAY), 3);
}

#[test]
fn a_drive_that_cannot_be_trusted_is_no_copy() {
    let (verdict, matters) = verdict(|facts| {
        facts.copies[0].doubtful = true;
        facts.copies[1].backed_up = Some(ago(9));
    });
    assert_eq!(verdict, Verdict::Unprotected);
    assert_eq!(matters.first(), Some(&Matter::BackupOverdue { days: 9 }));
}

#[test]
fn old_keys_are_kept_until_every_drive_has_the_new_lock() {
    let (verdict, matters) = verdict(|facts| {
        facts.keys_to_destroy = vec![("sheet".into(), KeyKind::Sheet, 1)];
        facts.copies[1].lock_owed = true;
    });
    assert_eq!(verdict, Verdict::Protected);
    assert_eq!(matters, [Matter::WorkWaits { drive: "Red".into() }]);
}

#[test]
fn an_open_incident_comes_before_everything() {
    let (verdict, matters) = verdict(|facts| {
        facts.incident = true;
        facts.copies.clear();
    });
    assert_eq!(verdict, Verdict::Unprotected);
    assert_eq!(matters, [Matter::Incident], "nothing brings a drive there, though there is none");
}

#[test]
fn the_drive_with_the_oldest_backup_is_brought_next() {
    let mut copies = calm().copies;
    copies.push(BackupCopy { backed_up: None, ..copy("Green", 0) });
    let next = |except: &[&str]| next_to_bring(&copies, except).map(|copy| copy.drive.as_str());
    assert_eq!(next(&["Blue"]), Some("Green"));
    assert_eq!(next(&["Blue", "Green"]), Some("Red"));
    assert_eq!(next(&["Blue", "Green", "Red"]), None);
}

#[test]
fn the_check_is_due_from_the_last_one_or_the_first_backup() {
    let limits = Reminders::default();
    let mut facts = calm();
    assert_eq!(check_due(&facts, &limits), Some(date(2026, 12, 7)));
    facts.copies.iter_mut().for_each(|copy| copy.checked = None);
    assert_eq!(check_due(&facts, &limits), dates::plus_days(facts.since, 35));
    facts.copies.iter_mut().for_each(|copy| copy.backed_up = None);
    assert_eq!(check_due(&facts, &limits), None);
}
