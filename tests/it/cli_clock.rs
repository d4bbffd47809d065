//! A wrong clock, through the command line: what is asked, what is said, what is believed afterwards.

use jiff::{SignedDuration, Timestamp};

use crate::office::{Answer, Office};

/// The program so many days from now; nothing where `faketime` is not installed.
fn days_on(office: &Office, days: i64, args: &[&str]) -> Option<Answer> {
    let time = Timestamp::now() + SignedDuration::from_hours(24 * days);
    let mut command = std::process::Command::new("faketime");
    command.arg("-f").arg(time.strftime("@%Y-%m-%d %H:%M:%S").to_string()).env("TZ", "UTC");
    command.arg(env!("CARGO_BIN_EXE_refuge")).args(["--lang", "en", "--no-input"]).args(args);
    command.env("NO_COLOR", "1").env("REFUGE_HOME", office.path("home"));
    let Ok(output) = command.output() else {
        crate::support::skipped("no faketime");
        return None;
    };
    Some(Answer::of(&output))
}

fn today() -> String {
    Timestamp::now()
        .to_zoned_datetime(jiff::tz::TimeZone::get("Europe/Paris").unwrap())
        .date()
        .to_string()
}

#[test]
fn a_date_that_goes_back_is_told_with_code_3_until_somebody_says_that_it_is_right() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.run(&["backup"]).ends(0);
    let Some(ahead) = days_on(&office, 20, &["backup"]) else { return };
    ahead.ends(0);
    let back = office.run(&["backup"]).ends(3);
    assert!(back.err.contains("does not fit the last backup"), "{}", back.err);
    assert!(back.out.contains("complete"), "{}", back.out);
    let looked = office.run(&["backup", "--dry-run"]).ends(0);
    assert!(!looked.err.contains("all the same"), "nothing is made: {}", looked.err);
    office.unplug("Blue");
    let none = office.run(&["backup"]).ends(10);
    assert!(!none.err.contains("all the same"), "nothing is made: {}", none.err);
    office.plug("Blue");
    let other = office.run(&["backup", "--today", "2020-01-01", "--json"]).json();
    assert_eq!(other["error"]["id"], "C01");
    office.run(&["backup", "--today", &today()]).ends(0);
    office.run(&["backup"]).ends(0);
    office.run_with_key(&["purge", "--dry-run"]).ends(0);
}

#[test]
fn a_leap_ahead_is_told_and_the_record_tells_afterwards_which_date_was_wrong() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    let Some(ahead) = days_on(&office, 400, &["backup"]) else { return };
    // There is no backup yet with which the date would not agree.
    ahead.ends(0);
    let right = office.run(&["backup"]).ends(0);
    assert!(right.err.contains("cannot have been right"), "{}", right.err);
    let next = office.run(&["backup"]).ends(0);
    assert!(!next.err.contains("cannot have been right"), "told once: {}", next.err);
    // Erasing believes nobody but a person.
    let erase = office.run_with_key(&["purge", "--dry-run", "--json"]).json();
    assert_eq!(erase["error"]["id"], "C01");
    office.run_with_key(&["purge", "--dry-run", "--today", &today()]).ends(0);
    office.run_with_key(&["purge", "--dry-run"]).ends(0);
    let again = days_on(&office, 800, &["backup"]).unwrap().ends(3);
    assert!(again.err.contains("does not fit the last backup"), "{}", again.err);
}

#[test]
fn a_dead_battery_hides_nothing_and_what_was_noted_under_it_takes_no_place() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.run(&["backup"]).ends(0);
    let Some(dead) = days_on(&office, -9400, &["backup"]) else { return };
    dead.ends(3);
    office.write("patients/DURAND Paul 1949/notes.txt", "after");
    let right = office.run(&["backup"]).ends(0);
    assert!(right.err.contains("Last backup on it: today"), "{}", right.err);
    let to = office.text("out");
    let back = office.run_with_key(&["restore", "--all", "--to", &to]).ends(0);
    assert!(back.err.contains("From the backup of"), "{}", back.err);
    let note = std::fs::read_to_string(office.path("out/DURAND Paul 1949/notes.txt")).unwrap();
    assert_eq!(note, "after");
    let status = office.run(&["status"]);
    assert!(status.out.contains("today at"), "{}", status.out);
}
