//! Papers through the command line: each says what it must, in both languages, and names nobody.

use std::path::Path;

use refuge::fate::Level;
use refuge::ledger::{self, Deed};
use refuge::practice::Practice;
use refuge::state::State;
use serde_json::{Value, json};

use crate::office::{NAME, Office};
use crate::rig::patiently;

const PATIENT: &str = "DURAND Paul 1949";

/// A deed as JSON, so that new fields do not break these tests.
fn deed(value: Value) -> Deed {
    serde_json::from_value(value).unwrap()
}

/// Adds a deed to the office's ledger and gives its label.
fn note(office: &Office, value: Value) -> String {
    let mut state = State::open(&office.path("home")).unwrap();
    let now = "2026-11-24T10:00:00Z".parse().unwrap();
    ledger::append(&mut state, deed(value), now).unwrap().label()
}

fn drive_id(office: &Office) -> String {
    let state = State::open(&office.path("home")).unwrap();
    state.drive_named("Blue").unwrap().id.hex()
}

fn erased(office: &Office, good: bool) -> Value {
    json!({
        "drive": drive_id(office), "name": "Blue", "wiped_segments": 412,
        "wiped_bytes": 18_400_000, "failed_segments": u64::from(!good), "negative_test": good,
        "level": if good { Level::LogicalDeletion } else { Level::None },
        "facts": {"model": "Samsung T7", "hardware_serial": "S5T7NJ0R", "medium": "flash",
                  "size_bytes": 1_000_204_886_016_u64, "ever_held": "c2"},
    })
}

fn purged(office: &Office, good: bool, waiting: &[&str], proofs: &[String]) -> Value {
    json!({
        "what": "purged", "plan": "P-2026-01", "sha256": "ab".repeat(32), "rules": "common 1, fr 1",
        "register": ["cd".repeat(32), "2026-11-20"],
        "counts": [{"class": "fr/medical-record", "reason": "term", "records": 3,
                    "started": ["1998-02-11", "2005-06-30"],
                    "keep_until": ["2018-02-11", "2025-06-30"]}],
        "forgotten": 3, "held": 2, "unknown": 5, "approved_by": ["Dr Martin", "Mme Petit"],
        "control": "dual", "epoch": 1, "drives": [erased(office, good)], "waiting": waiting,
        "proofs": proofs,
    })
}

/// What a command prints in one language.
#[track_caller]
fn speaking(office: &Office, language: &str, args: &[&str]) -> String {
    let output = assert_cmd::Command::new(env!("CARGO_BIN_EXE_refuge"))
        .env("REFUGE_HOME", office.path("home"))
        .env("TZ", "Europe/Paris")
        .args(["--lang", language, "--no-input"])
        .args(args)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().replace('\u{a0}', " ")
}

/// The text of a paper in one language, on one line, so that broken lines do not matter.
#[track_caller]
fn paper(office: &Office, number: &str, language: &str) -> String {
    let text = speaking(office, language, &["report", number]);
    assert!(!text.contains("DURAND"), "{text}");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn contains_all(text: &str, wanted: &[&str]) {
    for part in wanted {
        assert!(text.contains(part), "`{part}` is missing in:\n{text}");
    }
}

#[test]
fn the_guide_is_a_page_for_each_situation_with_the_drives_that_there_are() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.run(&["settings", "set", "call-in-incident", "Mrs Leroy 01 02"]).ends(0);
    for (language, lost) in [("en", "refuge drives lost Blue"), ("fr", "refuge disques perdu Blue")]
    {
        let folder = office.text(language);
        office.run_in(language, &["guide", "--output", &folder]).ends(0);
        let pages = office.tree(language);
        assert_eq!(pages.len(), 11, "{:?}", pages.keys());
        let read = |name: &str| String::from_utf8(pages[Path::new(name)].clone()).unwrap();
        let page = read("guide-06.html");
        assert!(page.contains(&format!("<code>{lost}")), "{page}");
        assert!(page.contains("Mrs Leroy 01 02") && page.contains(NAME), "{page}");
        assert!(read("guide-11.html").contains("<table"));
        assert!(read("guide-01.html").contains("<pre class=\"typed\">refuge in"));
        // What lies in a folder of the person's choice is never replaced.
        office.run_in(language, &["guide", "6", "--output", &folder]).refuses("N02");
        assert_eq!(office.tree(language), pages);
    }
    for _ in 0..2 {
        office.run(&["guide"]).ends(0);
    }
    let one = office.json(&["guide", "7", "--output", &office.text("one")]);
    assert_eq!(one["files"].as_array().unwrap().len(), 1);
    office.run(&["guide", "99", "--json"]).refuses("N01");
}

#[test]
fn the_paper_of_the_year_has_the_picture_of_coverage() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.json(&["backup"]);
    let page = office.text("register.html");
    office.run(&["report", "register", "--output", &page]).ends(0);
    let html = std::fs::read_to_string(page).unwrap();
    assert!(html.contains("Which day lies on which drive"), "{html}");
    assert!(html.contains("B Blue; · a day without a backup"), "{html}");
}

#[test]
fn a_certificate_holds_everything_an_auditor_asks_for() {
    let office = Office::with_patients(&[PATIENT]);
    let number = note(&office, purged(&office, true, &["Red"], &["ef".repeat(32)]));
    let english = paper(&office, &number, "en");
    contains_all(
        &english,
        &[
            "Certificate of erasure",
            NAME,
            "P-2026-01",
            "common 1, fr 1",
            &"cd".repeat(32),
            "20 Nov 2026",
            "medical record of a private practice: 20 years",
            "CSP, art. R. 1112-7",
            "recommended",
            "11 Feb 1998 – 30 Jun 2005",
            "30 Jun 2025",
            "Dr Martin, Mme Petit",
            "dual",
            "Samsung T7",
            "S5T7NJ0R",
            "flash memory",
            "(C2)",
            "412 segments, 18.4 MB",
            "passed",
            "logical deletion",
            "What the machine verified",
            "What people attest",
            "IN USE",
            "NOT YET",
            "X25519",
            "Still to be done on: Red",
            "22 Feb 2027",
            "SHA-256 of the record",
        ],
    );
    let french = paper(&office, &number, "fr");
    contains_all(
        &french,
        &[
            "Certificat d'effacement",
            "dossier médical en cabinet libéral : 20 ans",
            "double",
            "Ce que la machine a vérifié",
            "Ce que des personnes attestent",
            "EN SERVICE",
            "suppression logique",
            "Conditions de l'effacement",
            "ordinateur quantique",
            "22 févr. 2027",
        ],
    );
}

#[test]
fn a_failed_erasure_is_said_first_and_claims_no_level() {
    let office = Office::with_patients(&[PATIENT]);
    let number = note(&office, purged(&office, false, &[], &[]));
    let text = paper(&office, &number, "en");
    let (failed, rest) = (text.find("FAILED on Blue").unwrap(), text.find("Plan").unwrap());
    assert!(failed < rest, "{text}");
    contains_all(
        &text,
        &["ONE SEGMENT COULD NOT BE OVERWRITTEN", "no level reached", "erase again"],
    );
    assert!(!text.contains("cryptographic erase (NIST Purge type)"));
}

#[test]
fn a_destroyed_key_is_attested_by_name_and_only_then_counts() {
    let office = Office::with_patients(&[PATIENT]);
    let number = note(&office, purged(&office, true, &[], &[]));
    assert!(paper(&office, &number, "en").contains("not closed yet"));
    let toml = std::fs::read_to_string(office.path("home/refuge.toml")).unwrap();
    let mut practice = patiently(|| Practice::open(&office.path("home")));
    practice.config.practice.epoch = 2;
    let mut new_key = practice.config.keys[0].clone();
    for key in &mut practice.config.keys {
        key.state = refuge::config::KeyState::Destroyed;
    }
    new_key.epoch = 2;
    practice.config.keys.push(new_key);
    practice.save_config().unwrap();
    assert_ne!(toml, std::fs::read_to_string(office.path("home/refuge.toml")).unwrap());
    let name = practice.config.keys[0].name.clone();
    drop(practice);
    let attested = json!({"what": "attested", "name": name, "kind": "sheet", "epoch": 1,
        "by": "Mme Petit", "method": "burnt", "on": "2026-11-25", "left": 0});
    let declaration = note(&office, attested);
    let text = paper(&office, &number, "en");
    contains_all(&text, &["destroyed 25 Nov 2026 by Mme Petit: burnt", "erased on every drive"]);
    assert!(!text.contains("NOT YET"), "{text}");
    contains_all(&paper(&office, &declaration, "fr"), &["Déclaration de destruction", "burnt"]);
}

#[test]
fn a_destruction_has_two_signatures_and_an_unproven_one_says_so() {
    let office = Office::with_patients(&[PATIENT]);
    let with = |level: Level, witness: Option<&str>| {
        json!({"what": "drive-destroyed", "drive": drive_id(&office), "name": "Blue",
               "by": "Dr Martin", "on": "2026-11-23", "method": "hammer", "witness": witness,
               "level": level, "certificate_sha256": "12".repeat(32)})
    };
    let proven = note(&office, with(Level::Destroyed, Some("Mme Petit")));
    let text = paper(&office, &proven, "fr");
    contains_all(
        &text,
        &[
            "Procès-verbal de destruction",
            "23 nov. 2026",
            "hammer",
            "Le détenteur",
            "Le témoin",
            "Mme Petit",
            "Dr Martin",
            &"12".repeat(32),
            "« Destroy »",
        ],
    );
    let unproven = note(&office, with(Level::None, None));
    contains_all(&paper(&office, &unproven, "en"), &["not proven", "no level reached"]);
}

#[test]
fn every_kind_of_entry_has_a_paper_in_both_languages() {
    let office = Office::with_patients(&[PATIENT]);
    for value in everything(&office) {
        let what = value["what"].as_str().unwrap().to_owned();
        let number = note(&office, value);
        for language in ["en", "fr"] {
            let text = paper(&office, &number, language);
            assert!(!text.contains(&what) || !what.contains('-'), "{what} has no name: {text}");
            assert!(text.contains(&number), "{text}");
        }
    }
    let register = paper(&office, "register", "en");
    contains_all(
        &register,
        &["The register is whole", "Lock no. 2", "Blue DAMAGED", "none missing"],
    );
}

fn everything(office: &Office) -> Vec<Value> {
    let drive = drive_id(office);
    let event =
        |what: &str| json!({"what": what, "drive": drive, "name": "Blue", "by": "Dr Martin"});
    let key = |what: &str| json!({"what": what, "name": "sheet", "kind": "sheet", "epoch": 1});
    let hold = |what: &str| json!({"what": what, "record": "aa".repeat(32), "reason": "claim", "by": "Dr Martin"});
    let with = |what: &str, mut value: Value| {
        value["what"] = json!(what);
        value
    };
    vec![
        json!({"what": "set-up", "attached": false}),
        event("drive-added"),
        event("drive-renamed"),
        event("drive-lost"),
        event("drive-found"),
        event("drive-rekeyed"),
        json!({"what": "drive-wiped", "drive": drive, "name": "Blue", "scope": "whole-device",
               "passes": 2, "verified_bytes": 10, "failed_bytes": 5, "level": "none"}),
        json!({"what": "backed-up", "drive": drive, "name": "Blue", "snapshot": "ab".repeat(16),
               "files": 9, "new_files": 2, "new_bytes": 5, "stored_bytes": 3, "problems": 0,
               "read_back": true, "seconds": 7}),
        json!({"what": "checked", "drive": drive, "name": "Blue", "mode": "drill", "objects": 3,
               "bytes_read": 9, "files_compared": 2, "findings": 1, "repaired": 0, "good": false,
               "next_due": "2026-12-24"}),
        json!({"what": "restored", "drive": drive, "name": "Blue", "files": 2, "bytes": 9,
               "skipped_forgotten": 1, "problems": 0}),
        json!({"what": "register-imported", "sha256": "aa".repeat(32), "exported": "2026-11-01",
               "rows": 3, "matched": 2, "quarantined": 1, "unmatched_rows": 0,
               "unmatched_records": 0}),
        hold("hold-added"),
        hold("hold-removed"),
        json!({"what": "plan-made", "plan": "P-2026-01", "due": 1, "held": 0, "unknown": 0,
               "kept": 3, "rules": "fr 1", "sha256": "aa".repeat(32)}),
        json!({"what": "nothing-due", "held": 1, "unknown": 2, "kept": 3, "rules": "fr 1",
               "trust": "sound", "register": ["aa".repeat(32), "2026-11-01"]}),
        purged(office, true, &["Red"], &[]),
        with("purged-later", erased(office, true)),
        with("rekeyed", erased(office, true)),
        json!({"what": "thinned", "drive": drive, "name": "Blue", "snapshots_removed": 3,
               "snapshots_kept": 9, "freed_bytes": 1000}),
        key("key-added"),
        key("key-removed"),
        key("rehearsed"),
        json!({"what": "rotated", "epoch": 2, "reason": "yearly", "to_destroy":
               [{"name": "sheet", "kind": "sheet", "epoch": 1}], "drives_done": ["Blue"],
               "drives_waiting": ["Red"]}),
        json!({"what": "attested", "name": "sheet", "kind": "sheet", "epoch": 1, "by": "Mme Petit",
               "method": "burnt", "on": "2026-11-25", "left": 2}),
        json!({"what": "incident-started", "note": "odd files"}),
        json!({"what": "incident-ended"}),
        json!({"what": "backup-refused", "files": 100, "changed": 90, "ending": ".locked",
               "signs": ["mass-change"]}),
        json!({"what": "setting-changed", "setting": "control"}),
    ]
}

/// A drive whose make is unknown is told apart by its number alone.
#[test]
fn every_paper_of_an_erasing_bears_the_number_of_its_drive() {
    let office = Office::with_patients(&[PATIENT]);
    let drive = drive_id(&office);
    let deeds = everything(&office).into_iter();
    let is_erasing = |deed: &Value| {
        ["purged", "purged-later", "rekeyed"].contains(&deed["what"].as_str().unwrap())
    };
    for deed in deeds.filter(is_erasing) {
        let what = deed["what"].clone();
        let number = note(&office, deed);
        let text = office.run(&["report", &number]).ends(0).out;
        contains_all(&text, &[drive.as_str(), "Blue"]);
        let says_how = text.contains("overwritten in place") || what == "rekeyed";
        assert!(says_how, "{what}: {text}");
    }
}

#[test]
fn the_json_file_has_the_hash_that_is_printed() {
    let office = Office::with_patients(&[PATIENT]);
    let number = note(&office, purged(&office, true, &[], &[]));
    let file = office.text("certificate.json");
    let answer = office.json(&["report", &number, "--output", &file]);
    let written = std::fs::read(&file).unwrap();
    assert_eq!(answer["hash"], refuge::crypto::hash::sha256_hex(&written));
    assert_eq!(answer["entry"]["deed"]["forgotten"], 3);
    assert_eq!(answer["number"], number);
    office.run(&["report", &number, "--output", &file]).refuses("N02");
    assert_eq!(std::fs::read(&file).unwrap(), written, "a file that is there stays");
}

#[test]
fn a_page_is_one_file_that_asks_for_nothing() {
    let office = Office::with_patients(&[PATIENT]);
    let number = note(&office, purged(&office, true, &["Red"], &[]));
    for (asked, name) in [(number.as_str(), "a.html"), ("register", "b.html"), ("last", "c.html")] {
        let file = office.text(name);
        office.run(&["report", asked, "--output", &file]).ends(0);
        let html = std::fs::read_to_string(&file).unwrap();
        contains_all(
            &html,
            &["<html lang=\"en\">", "default-src 'none'", "@page", NAME, "</html>"],
        );
        for never in ["<script", "http://", "https://", "DURAND", "url("] {
            assert!(!html.contains(never), "{never}");
        }
    }
}

#[test]
fn a_forgotten_record_is_proven_by_its_name_without_any_key() {
    let office = Office::with_patients(&[PATIENT]);
    let practice = Practice::open_reading(&office.path("home")).unwrap();
    let writer = &practice.writers().unwrap()[0];
    let source = practice.config.sources[0].id;
    let record = writer.naming.record_id(source, PATIENT.as_bytes());
    let proof = practice.proof_of(record).unwrap();
    note(&office, purged(&office, true, &[], &["0".repeat(64), proof]));
    for asked in [PATIENT.to_owned(), record.hex()] {
        let answer = office.json(&["report", "--prove", &asked]);
        assert_eq!(answer["purged"], true);
        assert_eq!(answer["entries"].as_array().unwrap().len(), 1);
        assert!(answer["method"].as_str().unwrap().starts_with("keyed-hash"));
    }
    let answer = office.json(&["report", "--prove", "MARTIN Anne 1950"]);
    assert_eq!(
        (&answer["purged"], answer["entries"].as_array().unwrap().len()),
        (&json!(false), 0)
    );
}

#[test]
fn an_unknown_number_and_an_empty_ledger_are_told_apart() {
    let office = Office::with_patients(&[PATIENT]);
    note(&office, json!({"what": "incident-ended"}));
    office.run(&["report", "2026-999"]).refuses("N01");
    office.run(&["report", "P-2026-07"]).refuses("N01");
    let text = speaking(&office, "fr", &["report"]);
    assert!(text.contains("Incident clos"), "{text}");
}

#[test]
fn a_label_names_the_drive_and_the_owner_and_nothing_else() {
    let office = Office::with_patients(&[PATIENT]);
    let text = office.run(&["drives", "label", "Blue"]).ends(0).out;
    contains_all(&text, &["Blue", "Drive 1 of 1", NAME, "If found"]);
    assert!(!text.to_lowercase().contains("patient") && !text.contains("backup"), "{text}");
}

#[test]
fn the_register_comes_back_from_a_drive_on_a_new_computer() {
    let office = Office::with_patients(&[PATIENT]);
    office.run(&["backup"]).ends(0);
    let before = ledger::read(&State::open(&office.path("home")).unwrap()).unwrap();
    assert!(before.len() >= 2, "set up, and a drive added");
    let [key, phrase, drive] = ["key.txt", "phrase.txt", "Blue"].map(|name| office.text(name));
    let attach = ["attach", &drive, "--identity", &key, "--passphrase-file", &phrase];
    let output =
        office.command().env("REFUGE_HOME", office.path("new")).args(attach).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let after = ledger::read(&State::open(&office.path("new")).unwrap()).unwrap();
    assert_eq!(after.len(), before.len() + 1);
    assert_eq!(after[..before.len()], before);
    assert!(matches!(after.last().unwrap().entry.deed, Deed::SetUp { attached: true }));
}

#[test]
fn a_register_that_was_cut_is_refused_and_the_check_says_so() {
    let office = Office::with_patients(&[PATIENT]);
    office.run(&["backup"]).ends(0);
    let verified = office.run_with_key(&["verify", "--json"]).ends(0).json();
    assert_eq!(verified["ledger_good"], true);
    let db = rusqlite::Connection::open(office.path("home/state.db")).unwrap();
    let newest = "DELETE FROM ledger WHERE number = (SELECT max(number) FROM ledger)";
    for _ in 0..4 {
        db.execute(newest, []).unwrap();
    }
    db.close().unwrap();
    office.run(&["report", "register"]).refuses("P09");
    let verified = office.run_with_key(&["verify", "--json"]).ends(15).json();
    assert_eq!((&verified["ledger_good"], &verified["findings"]), (&json!(false), &json!(0)));
}

#[test]
fn a_restore_is_on_record() {
    let office = Office::with_patients(&[PATIENT]);
    office.run(&["backup"]).ends(0);
    let to = office.text("restored");
    office.run_with_key(&["restore", "--all", "--to", &to]).ends(0);
    contains_all(&paper(&office, "last", "en"), &["Restore record", "One file restored"]);
}
