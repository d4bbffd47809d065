//! Where the practice stands, through the command line: verdict, screen, JSON, exit code.

use crate::office::{NAME, Office};

/// Moves everything the computer remembers of its drives into the past.
fn age(office: &Office, days: i64) {
    let state = rusqlite::Connection::open(office.path("home").join("state.db")).unwrap();
    let past = jiff::Timestamp::now() - jiff::SignedDuration::from_hours(24 * days);
    state.execute("UPDATE drive SET last_backup = ?1", [past.to_string()]).unwrap();
    let created = past.to_string().into_bytes();
    state.execute("UPDATE fact SET value = ?1 WHERE name = 'created'", [created]).unwrap();
}

#[test]
fn a_new_practice_is_not_protected_and_is_told_what_comes_first() {
    let office = Office::new();
    let answer = office.run(&["status", "--json"]).ends(16).json();
    assert_eq!(answer["verdict"], "unprotected");
    assert_eq!(answer["next"], "add-source");
    assert_eq!(answer["result"], "problems");
    assert_eq!(answer["drives"].as_array().unwrap().len(), 0);
    let screen = office.run(&["status"]).ends(16).out;
    assert!(screen.starts_with("NOT PROTECTED "), "{screen}");
    assert!(screen.contains("Next: no folder is backed up: refuge sources add"), "{screen}");
}

#[test]
fn two_drives_with_good_backups_are_protection() {
    let office = Office::with_patients(&["DURAND Paul 1949", "COSTA Inès 2004"]);
    office.json(&["backup"]);
    let answer = office.run(&["status", "--json"]).ends(16).json();
    assert_eq!((&answer["verdict"], &answer["next"]), (&"action".into(), &"add-drive".into()));
    office.add_drive("Red");
    office.json(&["backup", "--drive", "Red"]);
    let answer = office.json(&["status"]);
    assert_eq!(answer["verdict"], "protected");
    assert_eq!(answer["next"], "nothing");
    let drives = answer["drives"].as_array().unwrap();
    assert_eq!(drives.len(), 2);
    for drive in drives {
        assert_eq!(drive["fate"], "keep");
        assert_eq!(drive["plugged"], true);
        assert_eq!(drive["backups"], 1);
        assert!(drive["last_backup"].is_string() && drive["reasons"].is_array());
        assert!(drive["free_bytes"].as_u64().unwrap() > 0);
        assert_eq!(drive["owes"].as_array().unwrap().len(), 0);
    }
}

#[test]
fn the_screen_is_one_screen_in_both_languages() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.add_drive("Red");
    office.json(&["backup", "--drive", "Blue"]);
    office.json(&["backup", "--drive", "Red"]);
    office.unplug("Red");
    let english = office.run(&["status"]).ends(0).out;
    assert!(english.starts_with("PROTECTED   ") && english.contains(NAME), "{english}");
    let said = |text: &str, words: &[&str]| {
        text.lines().any(|line| words.iter().all(|word| line.contains(word)))
    };
    assert!(said(&english, &["Last backup", "today ", "on Red, read back and good"]), "{english}");
    assert!(said(&english, &["Last check", "never", "next before"]), "{english}");
    assert!(said(&english, &["DRIVE", "LAST SEEN", "BACKUPS", "ROOM", "FATE"]), "{english}");
    assert!(said(&english, &["Blue", "plugged in", "1", "keep"]), "{english}");
    let french = office.run_in("fr", &["etat"]).ends(0).out;
    assert!(french.starts_with("PROTÉGÉ   "), "{french}");
    assert!(said(&french, &["Dernière sauvegarde", "aujourd'hui", "sur Red, relue et bonne"]));
    assert!(said(&french, &["Red", "aujourd'hui", "à garder"]), "{french}");
    assert!(english.lines().count() < 20 && !english.contains("DURAND"), "{english}");
}

#[test]
fn the_rule_is_printed_when_asked_for() {
    let office = Office::new();
    assert!(!office.run(&["status"]).out.contains("Rule:"));
    let explained = office.run(&["status", "--explain"]).ends(16).out;
    assert!(explained.contains("Rule: PROTECTED = a read-back backup less than 7 days old"));
}

#[test]
fn one_drive_can_be_looked_at() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.add_drive("Red");
    let answer = office.run(&["status", "--drive", "red", "--json"]).ends(16).json();
    assert_eq!(answer["drives"].as_array().unwrap().len(), 1);
    assert_eq!(answer["drives"][0]["name"], "Red");
    office.run(&["status", "--drive", "Green"]).refuses("N01");
}

#[test]
fn time_alone_takes_the_protection_away() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.add_drive("Red");
    office.json(&["backup", "--drive", "Blue"]);
    office.json(&["backup", "--drive", "Red"]);
    age(&office, 5);
    let soon = office.json(&["status"]);
    assert_eq!((&soon["verdict"], &soon["next"]), (&"protected".into(), &"backup".into()));
    age(&office, 8);
    let late = office.run(&["status", "--json"]).ends(16).json();
    assert_eq!(late["verdict"], "unprotected");
    age(&office, 40);
    let screen = office.run(&["status"]).ends(16).out;
    for said in ["NOT PROTECTED", "check is overdue"] {
        assert!(screen.contains(said), "{screen}");
    }
    // By the calendar, between the two times of a year, one less.
    let is_old = |days: u32| screen.contains(&format!("the last good backup is {days} days old"));
    assert!(is_old(40) || is_old(39), "{screen}");
}

#[test]
fn the_calendar_tells_programs_days_and_gaps_only_when_it_is_asked_for() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.json(&["backup"]);
    let plain = office.run(&["status", "--json"]).json();
    assert!(plain["calendar"].is_null(), "{plain}");
    let told = office.run(&["status", "--calendar", "--json"]).json();
    let days = &told["calendar"]["drives"][0];
    assert_eq!(days["name"], "Blue", "{told}");
    assert_eq!(days["days"].as_array().unwrap().len(), 1, "{told}");
    assert_eq!(told["calendar"]["last"], days["days"][0], "{told}");
    assert_eq!(told["calendar"]["gaps"], serde_json::json!([]), "{told}");
}
