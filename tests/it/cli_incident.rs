//! An incident from the first alarm to its end, through the command line.

use crate::office::{NAME, Office};

/// Sixty patients, backed up twice.
fn office() -> Office {
    let names: Vec<String> = (0..60).map(|number| format!("PATIENT {number:02}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let office = Office::with_patients(&names);
    office.run(&["backup"]).ends(0);
    office.write("patients/PATIENT 00/notes.txt", "seen again\n");
    office.run(&["backup"]).ends(0);
    office
}

fn attack(office: &Office) {
    for number in 0..60 {
        let folder = office.path(&format!("patients/PATIENT {number:02}"));
        std::fs::rename(folder.join("notes.txt"), folder.join("notes.txt.locked")).unwrap();
        std::fs::write(folder.join("notes.txt.locked"), [number ^ 0x5a; 700]).unwrap();
    }
}

#[test]
fn an_attack_stops_the_backup_with_what_happened_what_is_safe_and_what_to_do() {
    let office = office();
    attack(&office);
    let answer = office.run(&["backup"]).ends(17);
    let lines: Vec<&str> = answer.err.lines().collect();
    let said = lines.join("\n");
    assert!(said.contains("STOP: 60 of 60 files changed since "), "{said}");
    assert!(said.contains("(usual: about 1). [S01]"), "{said}");
    assert!(said.contains("60 have a new ending \".locked\"."), "{said}");
    assert!(said.contains("your 2 backups on Blue are intact"), "{said}");
    assert!(said.contains("1 Unplug Blue NOW."), "{said}");
    assert!(!said.contains("PATIENT"), "no names");
    let french = office.run_in("fr", &["backup"]).ends(17).err;
    assert!(french.contains("STOP : 60 fichiers sur 60 ont changé depuis le "), "{french}");
    assert!(french.contains("(d'habitude : environ 1). [S01]"), "{french}");
    assert!(french.contains("60 ont une nouvelle fin « .locked »."), "{french}");
    assert!(french.contains("vos 2 sauvegardes sur Blue sont intactes"), "{french}");
    assert!(french.contains("1 Débranchez Blue MAINTENANT."), "{french}");
    let json = office.run(&["backup", "--json"]).ends(17).json();
    assert_eq!((&json["error"]["id"], &json["code"]), (&"S01".into(), &17.into()));
}

#[test]
fn a_stopped_backup_records_nothing_and_expected_changes_go_through() {
    let office = office();
    attack(&office);
    office.run(&["backup"]).ends(17);
    let shots = office.run_with_key(&["snapshots", "--json"]).ends(0).json();
    assert_eq!(shots["snapshots"].as_array().unwrap().len(), 2);
    office.run(&["backup", "--expected-changes"]).ends(0);
    office.run(&["backup"]).ends(0);
}

/// Whatever erases on purpose waits until the incident is over.
#[test]
fn nothing_is_erased_while_an_incident_is_open() {
    let office = office();
    let started = office.run(&["incident", "start", "--note", "theft"]);
    started.ends(0);
    let before = office.tree("Blue");
    let commands: [&[&str]; 5] = [
        &["purge"],
        &["purge", "P-2026-01", "--confirm", NAME],
        &["thin"],
        &["thin", "--rekey", "PATIENT 00", "--confirm", NAME],
        &["drives", "retire", "Blue", "--confirm", "Blue"],
    ];
    for command in commands {
        let answer = office.run_with_key(command).ends(19);
        assert!(answer.err.contains("incident"), "{command:?}: {}", answer.err);
        let json: Vec<&str> = command.iter().copied().chain(["--json"]).collect();
        let told = office.run_with_key(&json).ends(19).json();
        assert_eq!(told["code"], 19, "{command:?}: {told}");
        assert_eq!(office.tree("Blue"), before, "{command:?}");
    }
    office.run(&["incident", "end", "--confirm", NAME]).ends(0);
    office.run_with_key(&["drives", "retire", "Blue", "--confirm", "Blue"]).ends(0);
}

#[test]
fn evidence_is_kept_in_the_ledger_without_names() {
    let office = office();
    attack(&office);
    office.run(&["backup"]).ends(17);
    let answer =
        office.run(&["incident", "start", "--note", "screens are black", "--json"]).ends(0);
    assert!(!answer.out.contains("PATIENT"));
    let json = answer.json();
    assert_eq!((&json["open"], &json["note"]), (&true.into(), &"screens are black".into()));
    let refused = &json["evidence"][0];
    assert_eq!(refused["deed"]["what"], "backup-refused");
    assert_eq!((&refused["deed"]["changed"], &refused["deed"]["spoiled"]), (&60.into(), &0.into()));
    assert_eq!(refused["deed"]["ending"], ".locked");
    assert_eq!(json["refused"], refused["number"]);
}

#[test]
fn an_incident_says_whom_to_call_and_what_not_to_do_in_both_languages() {
    let office = Office::new();
    let config = office.path("home/refuge.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    let text =
        text.replacen("[practice]\n", "[practice]\ncall_in_incident = \"Mme Faure, 01 23\"\n", 1);
    std::fs::write(&config, text).unwrap();
    let french = office.run_in("fr", &["incident", "ouvrir"]).ends(0).out;
    for part in [
        "Un incident est ouvert depuis le ",
        "Gelé jusqu'à sa clôture",
        "Mme Faure, 01 23",
        "17cyber.gouv.fr",
        "72 heures",
        "Ne payez pas",
    ] {
        assert!(french.contains(part), "{part}: {french}");
    }
    let english = office.run(&["incident"]).ends(0).out;
    for part in
        ["An incident has been open since ", "Do not pay", "17cyber.gouv.fr", "incident opened"]
    {
        assert!(english.contains(part), "{part}: {english}");
    }
}

#[test]
fn an_incident_is_closed_only_by_typing_the_practice() {
    let office = Office::new();
    office.run(&["incident", "end"]).ends(0);
    office.run(&["incident", "start"]).ends(0);
    office.run(&["incident", "end"]).ends(19);
    office.run(&["incident", "end", "--confirm", "another practice"]).ends(19);
    assert_eq!(office.json(&["incident", "show"])["open"], true);
    let ended = office.json(&["incident", "end", "--confirm", NAME]);
    assert_eq!(ended["open"], false);
    assert_eq!(office.json(&["incident"])["open"], false);
}

#[test]
fn while_an_incident_is_open_a_backup_is_a_choice() {
    let office = office();
    office.run(&["incident", "start"]).ends(0);
    let refused = office.run(&["backup"]).ends(19);
    assert!(refused.err.contains("[S02]"), "{}", refused.err);
    office.run(&["backup", "--dry-run"]).ends(0);
    office.run(&["backup", "--confirm", NAME]).ends(0);
    office.run(&["incident", "end", "--confirm", NAME]).ends(0);
    office.run(&["backup"]).ends(0);
}
