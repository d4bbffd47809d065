//! An incident from the first alarm to its end, through the command line.

use std::path::Path;

use crate::cli_purge;
use crate::office::{NAME, Office};
use crate::support::copy_folder;

/// Sixty patients, backed up twice.
pub(crate) fn office() -> Office {
    let names: Vec<String> = (0..60).map(|number| format!("PATIENT {number:02}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let office = Office::with_patients(&names);
    office.run(&["backup"]).ends(0);
    office.write("patients/PATIENT 00/notes.txt", "seen again\n");
    office.run(&["backup"]).ends(0);
    office
}

pub(crate) fn attack(office: &Office) {
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
    // A folder cannot be unplugged.
    assert!(said.contains("Blue is a fixed folder and cannot be unplugged"), "{said}");
    assert!(said.contains("1 Disconnect this computer") && !said.contains("Unplug Blue"), "{said}");
    assert!(!said.contains("PATIENT"), "no names");
    let french = office.run_in("fr", &["backup"]).ends(17).err;
    assert!(french.contains("STOP : 60 fichiers sur 60 ont changé depuis le "), "{french}");
    assert!(french.contains("(d'habitude : environ 1). [S01]"), "{french}");
    assert!(french.contains("60 ont une nouvelle fin « .locked »."), "{french}");
    assert!(french.contains("vos 2 sauvegardes sur Blue sont intactes"), "{french}");
    assert!(french.contains("1 Coupez MAINTENANT le réseau"), "{french}");
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
    let commands: [&[&str]; 6] = [
        &["purge"],
        &["purge", "P-2026-01", "--confirm", NAME],
        &["thin"],
        &["thin", "--rekey", "PATIENT 00", "--confirm", NAME],
        &["keys", "rotate", "--finish"],
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

/// A practice of which everything that could be erased is due: Blue was away for a purge and a new
/// lock, a copy of it lies beside it, sixteen packs with parity, and an interrupted backup.
fn office_that_owes() -> Office {
    let office = cli_purge::office();
    office.add_drive("Red");
    for number in 0..15 {
        office.write("patients/1002/notes.txt", &format!("seen {number} times\n"));
        office.run(&["backup", "--drive", "Blue", "--expected-changes"]).ends(0);
    }
    office.run(&["backup"]).ends(0);
    copy_folder(&office.path("Blue"), &office.path("Copy"));
    office.unplug("Blue");
    cli_purge::carry_out(&office, &cli_purge::planned(&office)).ends(0);
    let [key, sheet, phrase] =
        ["key-2.txt", "sheet-2.txt", "phrase.txt"].map(|name| office.text(name));
    let rotate = ["keys", "rotate", "--reason", "yearly", "--new-passphrase-file", &phrase];
    let files = ["--identity-out", &key, "--recovery-out", &sheet];
    let rotate: Vec<&str> = rotate.into_iter().chain(files).collect();
    office.run_with_key(&rotate).ends(0);
    std::fs::copy(&key, office.path("key.txt")).unwrap();
    std::fs::copy(&sheet, office.path("sheet.txt")).unwrap();
    office.plug("Blue");
    office
}

/// Every command of the program, from its own manual pages: `["drives", "add"]`.
fn all_commands(office: &Office) -> Vec<String> {
    let folder = office.text("pages");
    std::fs::create_dir(&folder).unwrap();
    office.run(&["man", "--output", &folder]).ends(0);
    let pages = office.tree("pages");
    let names = pages.keys().filter_map(|name| name.to_str()?.strip_suffix(".1"));
    let names = names.filter_map(|name| name.strip_prefix("refuge"));
    let names = names.map(|name| name.replace('-', " ").trim().to_owned());
    names.filter(|name| !name.split(' ').any(|word| word == "help")).collect()
}

/// With which arguments a command is run; none where nobody has said how: then the test fails.
#[expect(clippy::too_many_lines, reason = "one table, a line for each command")]
fn arguments(office: &Office, command: &str) -> Option<Vec<Vec<String>>> {
    let text = |name: &str| office.text(name);
    let (csv, blue, copy, empty) =
        (text("register.csv"), text("Blue"), text("Copy"), text("Empty"));
    let lines: Vec<Vec<&str>> = match command {
        "" | "about" | "drives" | "drives list" | "hold" | "hold list" | "incident"
        | "incident show" | "keys" | "keys list" | "report" | "settings" | "settings classes"
        | "settings show" | "snapshots" | "sources" | "sources list" | "status" | "ls"
        | "keys rehearse" | "remind" | "year" => vec![vec![]],
        // Whether an incident is open is what the others depend on; both are tested above.
        "incident start" | "incident end" => vec![],
        // Sets up a practice of its own in a folder of its own.
        "try" => vec![vec![]],
        "init" => vec![vec!["--practice", "Another"]],
        "attach" => vec![vec![&blue], vec![&copy]],
        "backup" => vec![
            vec!["--no-eject"],
            vec!["--no-eject", "--confirm", NAME],
            vec!["--drive", "Blue", "--no-eject", "--expected-changes", "--confirm", NAME],
        ],
        "completions" => vec![vec!["bash"]],
        "guide" => vec![vec![]],
        "man" => vec![vec![]],
        "support" => vec![vec!["--output", "SUPPORT"]],
        "diff" => vec![vec!["latest"]],
        "find" => vec![vec!["notes"]],
        // There is no such folder, so that nothing stays mounted.
        "mount" => vec![vec!["NOWHERE"]],
        "restore" => vec![vec!["--all", "--to", "RESTORED"]],
        "register" => vec![vec!["import", &csv]],
        "register import" => vec![vec![&csv], vec![&csv, "--fewer-patients"]],
        "hold add" => vec![vec!["1003", "--reason", "other", "--by", "Dr A"]],
        "hold remove" => vec![vec!["1003", "--by", "Dr A"]],
        "purge" => vec![vec![], vec!["--dry-run"], vec!["P-2026-01", "--confirm", NAME]],
        "thin" => vec![
            vec![],
            vec!["--dry-run"],
            vec!["--drive", "Blue"],
            vec!["--rekey", "1002", "--newest-only", "--confirm", NAME],
        ],
        "verify" => vec![
            vec!["--drive", "Blue", "--quick"],
            vec!["--drive", "Blue", "--quick", "--repair"],
            vec!["--drive", "Red"],
            vec!["--drive", "Red", "--full", "--repair"],
        ],
        "keys add" => vec![vec!["--name", "stick", "--identity-out", "STICK"]],
        "keys attest" => vec![vec!["computer", "--by", "Dr A", "--method", "shredded"]],
        "keys passphrase" => vec![vec!["--new-passphrase-file", "PHRASE"]],
        "keys remove" => vec![vec!["stick"]],
        "keys rotate" => vec![
            vec!["--finish"],
            vec![
                "--identity-out",
                "KEY3",
                "--recovery-out",
                "SHEET3",
                "--new-passphrase-file",
                "PHRASE",
                "--reason",
                "yearly",
            ],
        ],
        "keys sheet" => vec![vec!["--output", "SHEETPAGE"]],
        "settings schedule" => vec![vec!["--output", "SCHEDULE"]],
        "settings set" => vec![vec!["call-in-incident", "Mme Faure"]],
        "sources add" => {
            vec![vec!["MORE", "--class", "fr/medical-record", "--records", "whole"]]
        }
        "sources remove" => vec![vec!["MORE"]],
        "sources move" => vec![vec!["MORE", "MORE"]],
        "drives add" => vec![
            vec![&copy, "--name", "Twin", "--copy", "--allow-fixed"],
            vec![&empty, "--name", "Green", "--allow-fixed"],
            vec![&copy, "--name", "Blue", "--replace", "Blue", "--allow-fixed"],
            vec![&blue, "--name", "Blue", "--replace", "Blue", "--allow-fixed"],
        ],
        "drives eject" | "drives label" => vec![vec!["Blue"]],
        "drives rename" => vec![vec!["Red", "Rouge"], vec!["Rouge", "Red"]],
        "drives lost" | "drives found" => vec![vec!["Red", "--by", "Dr A"]],
        "drives destroyed" => {
            vec![vec!["Green", "--by", "Dr A", "--method", "shredded", "--confirm", "Green"]]
        }
        "drives retire" => vec![vec!["Blue", "--confirm", "Blue"], vec!["Red", "--confirm", "Red"]],
        _ => return None,
    };
    let own = |word: &str| {
        let is_own = word.len() > 3
            && word.chars().all(|sign| sign.is_ascii_uppercase() || sign.is_ascii_digit());
        if is_own { office.text(word) } else { word.to_owned() }
    };
    Some(lines.into_iter().map(|line| line.into_iter().map(own).collect()).collect())
}

/// Every command there is, also one that comes later: what lay on a drive lies there still, byte for
/// byte. Only new objects may come, from a backup that was chosen and with keys and the ledger.
#[test]
fn no_command_changes_or_removes_anything_on_a_drive_while_an_incident_is_open() {
    let office = office_that_owes();
    office.run(&["incident", "start", "--note", "theft"]).ends(0);
    std::fs::create_dir_all(office.path("Empty")).unwrap();
    std::fs::copy(office.path("phrase.txt"), office.path("PHRASE")).unwrap();
    office.write("MORE/paper.txt", "more");
    let drives = ["Blue", "Red", "Copy"];
    let mut before = drives.map(|drive| office.tree(drive));
    let mut backed_up = false;
    for command in all_commands(&office) {
        let lines = arguments(&office, &command);
        let lines = lines.unwrap_or_else(|| panic!("tell this test how to run `{command}`"));
        for line in lines {
            let words = command.split_whitespace().chain(line.iter().map(String::as_str));
            let words: Vec<&str> = words.collect();
            let answer = office.run_with_key(&words);
            assert!(answer.code != 2, "{words:?} is no way to run it: {}", answer.err);
            backed_up |= words.contains(&"--expected-changes") && answer.code == 0;
            for (drive, before) in drives.iter().zip(&mut before) {
                let now = office.tree(drive);
                for (name, bytes) in before.iter() {
                    assert!(now.get(name) == Some(bytes), "{words:?}: {drive}: {name:?}");
                }
                let is_backup = command == "backup" && words.contains(&NAME);
                let new = now.keys().filter(|name| !before.contains_key(*name));
                let new: Vec<_> = new.filter(|name| is_data(name)).collect();
                assert!(is_backup || new.is_empty(), "{words:?}: {drive}: {new:?}");
                *before = now;
            }
        }
    }
    assert!(backed_up, "a backup that was chosen goes through");
}

fn is_data(name: &Path) -> bool {
    let name = name.to_string_lossy();
    ["packs/", "parity/", "index/", "snapshots/"].iter().any(|part| name.contains(part))
}

#[test]
fn a_backup_during_an_incident_says_what_waits_and_pays_nothing() {
    let office = office_that_owes();
    office.run(&["incident", "start"]).ends(0);
    let owed = |office: &Office| {
        let done = office.run_with_key(&["backup", "--drive", "Blue", "--json", "--confirm", NAME]);
        done.ends(0).json()["owes"].clone()
    };
    let words = ["backup", "--drive", "Blue", "--confirm", NAME];
    let told = office.run_with_key(&words).ends(0).err;
    assert!(told.contains("Not while the incident is open"), "{told}");
    assert_eq!(owed(&office), serde_json::json!(["purge", "new-lock"]));
    office.run(&["incident", "end", "--confirm", NAME]).ends(0);
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
    let told = "[practice]\ncall_in_incident = \"Mme Faure, 01 23\"\nphone = \"04 05 06\"\n";
    let text = text.replacen("[practice]\n", told, 1);
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
    let paper = office.run(&["report", "last"]).ends(0).out;
    for part in ["Mme Faure, 01 23", "04 05 06"] {
        assert!(paper.contains(part), "{part}: {paper}");
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
