//! Opening keys on the command line: add, remove, rotate, attest, readers, rehearsal.

use std::path::Path;

#[cfg(target_os = "linux")]
use crate::guide_person::on_a_terminal;
use crate::office::{Answer, NAME, Office, PHRASE};

const OTHER_PHRASE: &str = "legal winner thank year wave sausage worth useful";

/// A command with a key file behind the office's passphrase, or a plain recovery file.
fn with(office: &Office, key: &str, args: &[&str]) -> Answer {
    let [key, phrase] = [key, "phrase.txt"].map(|name| office.text(name));
    let keys = ["--identity", &key, "--passphrase-file", &phrase];
    let args: Vec<&str> = args.iter().copied().chain(keys).collect();
    office.run(&args)
}

/// One file key more, which opens everything or some sections.
fn add(office: &Office, name: &str, sections: &[&str]) -> Answer {
    let [file, phrase] =
        [format!("{name}.age"), "phrase.txt".to_owned()].map(|name| office.text(&name));
    let mut args = vec!["keys", "add", "--name", name, "--identity-out", &file];
    args.extend(["--new-passphrase-file", &phrase, "--json"]);
    if !sections.is_empty() {
        args.push("--section");
        args.extend(sections);
    }
    with(office, "sheet.txt", &args)
}

fn rotate(office: &Office, key: &str, number: u32) -> Answer {
    let [sheet, file, phrase] =
        [format!("sheet{number}.txt"), format!("key{number}.txt"), "phrase.txt".to_owned()]
            .map(|name| office.text(&name));
    let new = ["--recovery-out", &sheet, "--identity-out", &file, "--new-passphrase-file", &phrase];
    let args: Vec<&str> = ["keys", "rotate", "--json"].into_iter().chain(new).collect();
    with(office, key, &args)
}

/// The files of keys are away meanwhile: a copy of what is destroyed serves the tests.
fn attest(office: &Office, name: &str) -> Answer {
    let keys = ["key.txt", "key2.txt", "key3.txt", "leaver.age", "sheet.txt", "sheet2.txt"];
    let [here, away] = ["", ".away"].map(|end| keys.map(|key| office.path(&format!("{key}{end}"))));
    for (here, away) in here.iter().zip(&away).filter(|(here, _)| here.exists()) {
        std::fs::rename(here, away).unwrap();
    }
    let answer = office.run(&[
        "keys",
        "attest",
        name,
        "--by",
        "Mme Leroy",
        "--method",
        "shredded",
        "--json",
    ]);
    for (here, away) in here.iter().zip(&away).filter(|(_, away)| away.exists()) {
        std::fs::rename(away, here).unwrap();
    }
    answer
}

/// What a key gets out of a drive.
fn restores(office: &Office, key: &str, drive: &str) -> Answer {
    let to = tempfile::tempdir().unwrap();
    let place = to.path().join("out");
    let place = place.to_str().unwrap();
    with(office, key, &["restore", "--all", "--to", place, "--drive", drive, "--json"])
}

fn error_of(answer: &Answer) -> String {
    answer.json()["error"]["id"].as_str().unwrap_or_default().to_owned()
}

fn keys(office: &Office) -> Vec<(String, u64, String)> {
    let list = office.json(&["keys", "list"]);
    let row = |key: &serde_json::Value| {
        let text = |field: &str| key[field].as_str().unwrap().to_owned();
        (text("name"), key["epoch"].as_u64().unwrap(), text("state"))
    };
    list["keys"].as_array().unwrap().iter().map(row).collect()
}

pub(crate) fn copied(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copied(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

// -- who opens ---------------------------------------------------------------------------------

#[test]
fn the_two_first_keys_are_listed_with_what_they_open() {
    let office = Office::new();
    let list = office.json(&["keys", "list"]);
    assert_eq!(list["keys"].as_array().unwrap().len(), 2);
    let sheet = list["keys"].as_array().unwrap().iter().find(|key| key["kind"] == "sheet").unwrap();
    assert_eq!(sheet["state"], "active");
    assert_eq!(sheet["epoch"], 1);
    assert_eq!(sheet["opens"], serde_json::json!(["common"]));
    let table = office.run(&["keys"]).ends(0).out;
    assert!(table.contains("key file") && table.contains("recovery sheet"), "{table}");
    let french = office.run_in("fr", &["cles"]).ends(0).out;
    assert!(french.contains("fichier de clé") && french.contains("fiche de secours"), "{french}");
    assert!(!french.contains("identity") && !french.contains("recovery"), "{french}");
    assert!(!table.contains("age1"), "{table}");
}

#[test]
fn an_added_key_opens_every_drive_and_keeps_its_own_passphrase() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.run(&["backup"]).ends(0);
    office.write("other.txt", &format!("{OTHER_PHRASE}\n"));
    let [file, phrase] = ["secretary.age", "other.txt"].map(|name| office.text(name));
    let args = ["keys", "add", "--name", "secretary", "--identity-out", &file];
    let args: Vec<&str> = args.into_iter().chain(["--new-passphrase-file", &phrase]).collect();
    office.run_with_key(&args).ends(0);
    let refused = restores(&office, "secretary.age", "Blue").ends(12);
    assert_eq!(error_of(&refused), "K01");
    let keys = ["--identity", &file, "--passphrase-file", &phrase];
    let to = office.text("restored");
    let args = ["restore", "--all", "--to", &to];
    office.run(&args.into_iter().chain(keys).collect::<Vec<_>>()).ends(0);
    assert_eq!(office.tree("patients"), office.tree("restored"));
}

#[test]
fn a_post_quantum_key_is_added_by_a_flag_and_opens() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.run(&["backup"]).ends(0);
    let [file, phrase] = ["pq.age", "phrase.txt"].map(|name| office.text(name));
    let args = ["keys", "add", "--name", "pq", "--identity-out", &file, "--post-quantum"];
    let args: Vec<&str> = args.into_iter().chain(["--new-passphrase-file", &phrase]).collect();
    office.run_with_key(&args).ends(0);
    restores(&office, "pq.age", "Blue").ends(0);
    let config = std::fs::read_to_string(office.path("home/refuge.toml")).unwrap();
    assert!(config.contains("age1pq1"), "{config}");
}

#[test]
fn a_recipient_of_somebody_else_opens_with_what_only_they_hold() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.run(&["backup"]).ends(0);
    let identity = refuge::crypto::Identity::generate();
    let text = refuge::crypto::identity_file::plain_text(std::slice::from_ref(&identity), &[]);
    office.write("theirs.txt", &text);
    private(&office.path("theirs.txt"));
    let recipient = identity.to_recipient().unwrap().to_string();
    let args = ["keys", "add", "--name", "Dr Roux", "--recipient", &recipient, "--json"];
    let added = office.run_with_key(&args).ends(0).json();
    assert_eq!(added["drives_done"], serde_json::json!(["Blue"]));
    restores(&office, "theirs.txt", "Blue").ends(0);
    office.run_with_key(&args).refuses("N02");
    let bad = ["keys", "add", "--name", "x", "--recipient", "age1nonsense", "--json"];
    office.run_with_key(&bad).refuses("K11");
}

#[cfg(unix)]
fn private(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
}

#[cfg(not(unix))]
fn private(_: &Path) {}

#[test]
fn a_removed_key_opens_what_was_until_the_locks_are_changed_and_then_nothing() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.run(&["backup"]).ends(0);
    add(&office, "leaver", &[]).ends(0);
    let removed = office.json(&["keys", "remove", "leaver"]);
    assert_eq!(removed["still_opens"], serde_json::json!(["common"]));
    let said = office.run(&["keys", "list"]).ends(0).out;
    assert!(said.contains("removed, still opens") && !said.contains("to destroy"), "{said}");
    office.run(&["backup"]).ends(0);
    restores(&office, "leaver.age", "Blue").ends(0);
    rotate(&office, "key.txt", 2).ends(0);
    let refused = restores(&office, "leaver.age", "Blue").ends(12);
    assert_eq!(error_of(&refused), "K03");
    restores(&office, "key2.txt", "Blue").ends(0);
}

#[test]
fn removing_says_honestly_what_stays_open() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.run(&["backup"]).ends(0);
    add(&office, "leaver", &[]).ends(0);
    let said = office.run(&["keys", "remove", "leaver"]).ends(0).out;
    assert!(said.contains("still opens every backup made before"), "{said}");
    assert!(said.contains("keys rotate"), "{said}");
    office.run(&["keys", "remove", "identity"]).ends(0);
    office.run(&["keys", "remove", "recovery-sheet", "--json"]).refuses("K13");
}

// -- the locks ---------------------------------------------------------------------------------

#[test]
fn a_rotation_brings_the_drives_that_are_there_and_the_others_when_they_come() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.add_drive("Red");
    for drive in ["Blue", "Red"] {
        office.run(&["backup", "--drive", drive]).ends(0);
    }
    office.unplug("Red");
    let done = rotate(&office, "sheet.txt", 2).ends(0).json();
    assert_eq!(done["epoch"], 2);
    assert_eq!(done["drives_done"], serde_json::json!(["Blue"]));
    assert_eq!(done["drives_waiting"], serde_json::json!(["Red"]));
    assert_eq!(done["to_destroy"].as_array().unwrap().len(), 2);
    for new in ["key2.txt", "sheet2.txt"] {
        restores(&office, new, "Blue").ends(0);
    }
    for old in ["key.txt", "sheet.txt"] {
        assert_eq!(error_of(&restores(&office, old, "Blue").ends(12)), "K03");
    }
    let early = attest(&office, "recovery-sheet").refuses("K15");
    assert!(early.json()["error"]["text"].as_str().unwrap().contains("Red"));

    office.plug("Red");
    restores(&office, "sheet.txt", "Red").ends(0);
    assert_eq!(error_of(&restores(&office, "key2.txt", "Red").ends(12)), "K03");
    let old = with(&office, "sheet.txt", &["keys", "rotate", "--finish", "--json"]);
    assert_eq!(error_of(&old.ends(12)), "K03", "the old sheet cannot prove the new lock");
    let finished = with(&office, "sheet2.txt", &["keys", "rotate", "--finish", "--json"]);
    let finished = finished.ends(0).json();
    assert_eq!(finished["drives_done"], serde_json::json!(["Red"]));
    assert_eq!(finished["drives_waiting"], serde_json::json!([]));
    restores(&office, "key2.txt", "Red").ends(0);
    assert_eq!(error_of(&restores(&office, "sheet.txt", "Red").ends(12)), "K03");

    assert_eq!(attest(&office, "fiche de secours n° 1").ends(0).json()["left"], 1);
    assert_eq!(attest(&office, "identity no. 1").ends(0).json()["left"], 0);
    attest(&office, "identity").ends(0);
    attest(&office, "nobody").refuses("N01");
    let states: Vec<String> = keys(&office).into_iter().map(|(.., state)| state).collect();
    assert_eq!(states, ["active", "active", "destroyed", "destroyed"]);
}

#[test]
fn old_keys_are_to_be_kept_while_a_drive_needs_them_and_a_second_attestation_adds_nothing() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.add_drive("Red");
    office.run(&["backup"]).ends(0);
    office.unplug("Red");
    rotate(&office, "sheet.txt", 2).ends(0);
    let said = office.run(&["keys"]).ends(0).out;
    assert!(said.contains("keep for now") && !said.contains("to destroy"), "{said}");
    office.plug("Red");
    with(&office, "sheet2.txt", &["keys", "rotate", "--finish"]).ends(0);
    let said = office.run(&["keys"]).ends(0).out;
    assert!(said.contains("to destroy") && !said.contains("keep for now"), "{said}");
    // The file that was written for a sheet opens as the paper does.
    let sheet = ["keys", "attest", "recovery-sheet", "--by", "Mme Leroy", "--method", "burnt"];
    office.run(&sheet).refuses("K17");
    attest(&office, "recovery-sheet").ends(0);
    let entries = || office.json(&["report", "register"]).to_string();
    let before = entries();
    let again = office.run(&sheet).ends(0);
    assert!(again.out.contains("on record as destroyed already"), "{}", again.out);
    assert_eq!(entries(), before);
}

#[test]
fn everything_about_keys_is_in_the_ledger_in_order() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.run(&["backup"]).ends(0);
    add(&office, "leaver", &[]).ends(0);
    office.run(&["keys", "remove", "leaver"]).ends(0);
    rotate(&office, "key.txt", 2).ends(0);
    with(&office, "sheet2.txt", &["keys", "rehearse"]).ends(0);
    attest(&office, "leaver").ends(0);
    let state = refuge::state::State::open(&office.path("home")).unwrap();
    let deeds: Vec<String> = refuge::ledger::read(&state)
        .unwrap()
        .iter()
        .map(|entry| serde_json::to_value(&entry.entry.deed).unwrap()["what"].to_string())
        .collect();
    let wanted = ["key-added", "key-removed", "rotated", "drive-rekeyed", "rehearsed", "attested"];
    let keys: Vec<&String> =
        deeds.iter().filter(|deed| wanted.iter().any(|word| deed.contains(word))).collect();
    assert_eq!(keys.len(), wanted.len(), "{deeds:?}");
    assert!(keys.iter().zip(wanted).all(|(deed, word)| deed.contains(word)), "{deeds:?}");
}

#[test]
fn a_second_rotation_counts_on_and_names_every_key_that_is_left() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.run(&["backup"]).ends(0);
    rotate(&office, "key.txt", 2).ends(0);
    let done = rotate(&office, "key2.txt", 3).ends(0).json();
    assert_eq!(done["epoch"], 3);
    assert_eq!(done["to_destroy"].as_array().unwrap().len(), 4);
    for name in ["identity", "recovery-sheet", "identity", "recovery-sheet"] {
        attest(&office, name).ends(0);
    }
    restores(&office, "sheet3.txt", "Blue").ends(0);
    office.write("patients/MARTIN Anne 1970/notes.txt", "new\n");
    office.run(&["backup"]).ends(0);
    restores(&office, "key3.txt", "Blue").ends(0);
}

#[test]
fn a_drive_added_after_a_rotation_waits_for_nothing() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.run(&["backup"]).ends(0);
    rotate(&office, "key.txt", 2).ends(0);
    office.add_drive("Red");
    office.run(&["backup", "--drive", "Red"]).ends(0);
    assert_eq!(office.json(&["keys", "list"])["drives_waiting"], serde_json::json!([]));
    restores(&office, "sheet2.txt", "Red").ends(0);
}

#[test]
fn no_secret_and_no_copy_of_an_old_lock_stays_on_the_computer() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.run(&["backup"]).ends(0);
    rotate(&office, "key.txt", 2).ends(0);
    let home = office.tree("home");
    let parts = home.keys().filter(|path| path.starts_with("keyring")).count();
    assert!(parts > 0);
    for (path, bytes) in &home {
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(!path.starts_with("keyring") || name.starts_with("0002-"), "{name}");
        let secret = b"AGE-SECRET-KEY-";
        assert!(!bytes.windows(secret.len()).any(|piece| piece == secret), "{name}");
    }
    let drive = office.tree("Blue");
    let is_old = |path: &&std::path::PathBuf| {
        let text = path.to_str().unwrap();
        text.contains("/keyring/") && !text.contains("/keyring/0002-")
    };
    assert_eq!(drive.keys().filter(is_old).count(), 0);
}

#[test]
fn nothing_is_overwritten_and_nobody_is_asked_in_scripts() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.run(&["backup"]).ends(0);
    let refused = office.run_with_key(&["keys", "rotate", "--json"]).ends(19);
    assert_eq!(error_of(&refused), "P07");
    office.write("sheet2.txt", "something of mine");
    rotate(&office, "key.txt", 2).refuses("P06");
    assert_eq!(std::fs::read(office.path("sheet2.txt")).unwrap(), b"something of mine");
    assert!(!office.path("key2.txt").exists());
    assert_eq!(office.json(&["keys", "list"])["epoch"], 1);
}

#[test]
fn a_weak_new_passphrase_is_refused_before_anything_changes() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.run(&["backup"]).ends(0);
    office.write("weak.txt", "Bonjour2026!\n");
    let weak = office.text("weak.txt");
    let args = ["keys", "passphrase", "--new-passphrase-file", &weak, "--json"];
    office.run_with_key(&args).refuses("K10");
    restores(&office, "key.txt", "Blue").ends(0);
}

#[test]
fn a_stale_copy_of_a_drive_cannot_bring_an_old_lock_back() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.run(&["backup"]).ends(0);
    let before = tempfile::tempdir().unwrap();
    copied(&office.path("Blue/refuge/sections"), &before.path().join("sections"));
    rotate(&office, "key.txt", 2).ends(0);
    copied(&before.path().join("sections"), &office.path("Blue/refuge/sections"));
    restores(&office, "key.txt", "Blue").ends(0);
    rotate(&office, "key2.txt", 3).ends(0);
    assert_eq!(error_of(&restores(&office, "key.txt", "Blue").ends(12)), "K03");
    restores(&office, "sheet3.txt", "Blue").ends(0);
}

#[test]
fn a_check_with_an_older_memory_brings_no_old_lock_back() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.run(&["backup"]).ends(0);
    copied(&office.path("home"), &office.path("home2"));
    rotate(&office, "key.txt", 2).ends(0);
    let older = office.text("home2");
    let repaired = office.run(&["--home", &older, "verify", "--quick", "--repair", "--json"]);
    assert_eq!(error_of(&repaired.ends(18)), "D21");
    assert_eq!(error_of(&restores(&office, "key.txt", "Blue").ends(12)), "K03");
    restores(&office, "key2.txt", "Blue").ends(0);
}

// -- lost, wrong, forgotten --------------------------------------------------------------------

#[test]
fn another_passphrase_opens_the_same_key() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.run(&["backup"]).ends(0);
    office.write("other.txt", &format!("{OTHER_PHRASE}\n"));
    let other = office.text("other.txt");
    with(&office, "key.txt", &["keys", "passphrase", "--new-passphrase-file", &other]).ends(0);
    assert_eq!(error_of(&restores(&office, "key.txt", "Blue").ends(12)), "K01");
    std::fs::copy(&other, office.path("phrase.txt")).unwrap();
    restores(&office, "key.txt", "Blue").ends(0);
    assert!(!office.path("key.txt.new").exists());
    assert_eq!(keys(&office).len(), 2);
}

#[test]
fn a_lost_passphrase_is_made_good_with_the_sheet() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.run(&["backup"]).ends(0);
    office.write("phrase.txt", "forgotten\n");
    assert_eq!(error_of(&restores(&office, "key.txt", "Blue").ends(12)), "K01");
    restores(&office, "sheet.txt", "Blue").ends(0);
    office.write("phrase.txt", &format!("{OTHER_PHRASE}\n"));
    let phrase = office.text("phrase.txt");
    let args = ["keys", "passphrase", "--new-passphrase-file", &phrase, "--json"];
    let new = with(&office, "sheet.txt", &args).ends(0).json();
    let file = new["identity"].as_str().unwrap();
    let to = office.text("restored");
    let keys = ["--identity", file, "--passphrase-file", &phrase];
    let args = ["restore", "--all", "--to", &to];
    office.run(&args.into_iter().chain(keys).collect::<Vec<_>>()).ends(0);
    let usual = ["snapshots", "--passphrase-file", &phrase];
    office.run(&usual).ends(0);
    assert!(keys_are(&office, &[("identity", "to-destroy"), ("identity-2", "active")]));
    attest(&office, "identity").ends(0);
}

fn keys_are(office: &Office, wanted: &[(&str, &str)]) -> bool {
    let known = keys(office);
    let has = |name: &str, state: &str| known.iter().any(|key| key.0 == name && key.2 == state);
    wanted.iter().all(|(name, state)| has(name, state))
}

#[test]
fn a_lost_passphrase_does_not_hinder_a_rotation_with_the_sheet() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.run(&["backup"]).ends(0);
    std::fs::remove_file(office.path("key.txt")).unwrap();
    rotate(&office, "sheet.txt", 2).ends(0);
    restores(&office, "key2.txt", "Blue").ends(0);
}

#[test]
fn a_lost_computer_is_replaced_with_the_words_of_the_sheet() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.run(&["backup"]).ends(0);
    rotate(&office, "key.txt", 2).ends(0);
    std::fs::remove_dir_all(office.path("home")).unwrap();
    office.write("words.txt", &words_of(&office, "sheet2.txt"));
    private(&office.path("words.txt"));
    let (drive, words) = (office.text("Blue"), office.text("words.txt"));
    let wrong = office.text("sheet.txt");
    let refused = office.run(&["attach", &drive, "--identity", &wrong, "--json"]).ends(12);
    assert_eq!(error_of(&refused), "K04");
    office.run(&["attach", &drive, "--identity", &words]).ends(0);
    restores(&office, "words.txt", "Blue").ends(0);
    assert_eq!(office.json(&["keys", "list"])["drives_waiting"], serde_json::json!([]));
}

/// A new computer: the home of the old one is gone.
fn new_computer(office: &Office, key: &str) {
    std::fs::remove_dir_all(office.path("home")).unwrap();
    let drive = office.text("Blue");
    with(office, key, &["attach", &drive]).ends(0);
}

#[test]
fn a_new_computer_learns_the_locks_that_changed_after_the_last_backup() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.run(&["backup"]).ends(0);
    add(&office, "Dr Petit", &[]).ends(0);
    add(&office, "Dr Gone", &[]).ends(0);
    office.run(&["keys", "remove", "Dr Gone"]).ends(0);
    rotate(&office, "key.txt", 2).ends(0);
    attest(&office, "identity").ends(0);
    let before = keys(&office);
    new_computer(&office, "sheet2.txt");
    assert_eq!(keys(&office), before);
    // What is new is sealed to the lock in force and to nothing older.
    office.write("patients/PETIT Anne 1980/notes.txt", "about Anne\n");
    office.run(&["backup"]).ends(0);
    restored_whole(&office, "key2.txt");
    restores(&office, "key.txt", "Blue").ends(12);
}

#[test]
fn a_drive_whose_ledger_is_gone_tells_its_lock_all_the_same() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.run(&["backup"]).ends(0);
    rotate(&office, "key.txt", 2).ends(0);
    for base in ["Blue/refuge/sections", "Blue/refuge/mirror/sections"] {
        for section in std::fs::read_dir(office.path(base)).unwrap() {
            std::fs::remove_dir_all(section.unwrap().path().join("ledger")).unwrap();
        }
    }
    new_computer(&office, "key2.txt");
    let list = keys(&office);
    assert_eq!(list.iter().filter(|(_, lock, state)| *lock == 2 && state == "active").count(), 1);
    assert!(list.iter().all(|(_, lock, state)| *lock == 2 || state == "to-destroy"), "{list:?}");
    office.write("patients/PETIT Anne 1980/notes.txt", "about Anne\n");
    office.run(&["backup"]).ends(0);
    restored_whole(&office, "key2.txt");
}

/// A key gets back everything there is.
fn restored_whole(office: &Office, key: &str) {
    let to = office.text("restored");
    with(office, key, &["restore", "--all", "--to", &to]).ends(0);
    assert_eq!(office.tree("restored"), office.tree("patients"));
}

/// The words of a recovery file as somebody types them into a file: four letters each.
fn words_of(office: &Office, name: &str) -> String {
    let short = |word: &String| word.chars().take(4).collect::<String>();
    office.words_on(name).iter().map(short).collect::<Vec<_>>().join(" ")
}

#[test]
fn wrong_words_are_refused_and_the_place_is_named() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.run(&["backup"]).ends(0);
    let mut words: Vec<String> =
        words_of(&office, "sheet.txt").split(' ').map(str::to_owned).collect();
    words[6] = "qqqq".to_owned();
    office.write("words.txt", &words.join(" "));
    private(&office.path("words.txt"));
    let refused = restores(&office, "words.txt", "Blue").ends(12);
    assert_eq!(error_of(&refused), "K02");
    assert!(refused.json()["error"]["text"].as_str().unwrap().contains("Word 7"));
}

#[test]
fn a_sheet_of_another_practice_is_refused_by_name() {
    let (ours, theirs) = (Office::with_patients(&["DURAND Paul 1949"]), Office::new());
    ours.run(&["backup"]).ends(0);
    std::fs::copy(theirs.path("sheet.txt"), ours.path("theirs.txt")).unwrap();
    let refused = restores(&ours, "theirs.txt", "Blue").ends(12);
    assert_eq!(error_of(&refused), "K04");
    assert_eq!(
        error_of(&with(&ours, "theirs.txt", &["keys", "rehearse", "--json"]).ends(12)),
        "K04"
    );
}

#[test]
fn without_any_key_the_program_says_that_nobody_can_help() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.run(&["backup"]).ends(0);
    for name in ["key.txt", "sheet.txt"] {
        std::fs::remove_file(office.path(name)).unwrap();
    }
    let refused = office.run(&["restore", "--all", "--to", &office.text("out")]).ends(19);
    assert!(refused.err.contains("nobody can open the backups, not us either"), "{}", refused.err);
}

#[cfg(unix)]
#[test]
fn a_plain_key_that_others_may_read_is_not_used() {
    use std::os::unix::fs::PermissionsExt;
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.run(&["backup"]).ends(0);
    let open = std::fs::Permissions::from_mode(0o644);
    std::fs::set_permissions(office.path("sheet.txt"), open).unwrap();
    assert_eq!(error_of(&restores(&office, "sheet.txt", "Blue").ends(12)), "K07");
}

// -- the sheet ---------------------------------------------------------------------------------

#[test]
fn a_rehearsal_takes_the_sheet_in_force_and_no_other_key() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.run(&["backup"]).ends(0);
    let good = with(&office, "sheet.txt", &["keys", "rehearse", "--json"]).ends(0).json();
    assert_eq!(good["correct"], true);
    assert_eq!(good["sheet"], 1);
    assert_eq!(good["words"], 24);
    assert_eq!(
        error_of(&with(&office, "key.txt", &["keys", "rehearse", "--json"]).ends(12)),
        "K06"
    );
    rotate(&office, "key.txt", 2).ends(0);
    let old = with(&office, "sheet.txt", &["keys", "rehearse", "--json"]).ends(12);
    assert_eq!(error_of(&old), "K03");
    let text = old.json()["error"]["text"].as_str().unwrap().to_owned();
    assert!(text.contains("no. 1") && text.contains("no. 2"), "{text}");
}

#[test]
fn the_key_of_the_sheet_is_written_as_a_picture_only_where_the_person_said() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.run(&["backup"]).ends(0);
    let picture = office.text("code.svg");
    let args = ["keys", "sheet", "--qr", &picture, "--json"];
    let other = with(&office, "key.txt", &args).ends(12);
    assert_eq!(error_of(&other), "K06");
    assert!(!office.path("code.svg").exists());
    with(&office, "sheet.txt", &args).ends(0);
    let svg = std::fs::read_to_string(office.path("code.svg")).unwrap();
    assert!(svg.starts_with("<svg"), "{svg}");
    assert_private(&office.path("code.svg"));
    // What is there is never written over.
    with(&office, "sheet.txt", &args).refuses("P06");
}

#[cfg(unix)]
fn assert_private(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o077, 0);
}

#[cfg(not(unix))]
fn assert_private(_: &Path) {}

#[test]
fn the_form_holds_no_secret_and_where_the_copies_are_is_remembered() {
    let office = Office::new();
    let form = office.text("form.html");
    let args = ["keys", "sheet", "--output", &form, "--place", "safe", "--place", "bank"];
    let made = office.json(&args);
    assert_eq!(made["sheet"], 1);
    assert_eq!(made["copies"][1]["place"], "bank");
    let html = std::fs::read_to_string(&form).unwrap();
    assert!(html.contains(NAME), "{html}");
    let secret = std::fs::read_to_string(office.path("sheet.txt")).unwrap();
    let key = secret.lines().find(|line| line.starts_with("AGE-SECRET-KEY-")).unwrap();
    assert!(!html.contains(key));
    for word in office.words_on("sheet.txt") {
        assert!(!html.contains(&format!(">{word}<")), "{word}");
    }
    let list = office.json(&["keys", "list"]);
    let sheet = list["keys"].as_array().unwrap().iter().find(|key| key["kind"] == "sheet").unwrap();
    assert_eq!(sheet["copies"][0]["place"], "safe");
    office.run(&["keys", "sheet", "--output", &form, "--json"]).refuses("N02");
}

// -- readers -----------------------------------------------------------------------------------

/// Two doctors with a section each, a secretary with the common one, everything backed up.
fn shared_practice() -> Office {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    add(&office, "dr-a", &["dr-a"]).ends(0);
    add(&office, "dr-b", &["dr-b"]).ends(0);
    for (doctor, files) in [("dr-a", 2), ("dr-b", 3)] {
        for number in 0..files {
            office.write(&format!("{doctor}/case {number} of {doctor}.txt"), doctor);
        }
        let folder = office.text(doctor);
        let args = ["sources", "add", &folder, "--class", "unclassified", "--records", "whole"];
        let args: Vec<&str> = args.into_iter().chain(["--readers", doctor]).collect();
        office.run(&args).ends(0);
    }
    office.run(&["backup"]).ends(0);
    add(&office, "secretary", &["common"]).ends(0);
    office
}

#[test]
fn a_reader_sees_her_section_and_neither_names_nor_counts_of_the_others() {
    let office = shared_practice();
    let seen = |key: &str, args: &[&str]| with(&office, key, args).ends(0);
    for (key, files, own, other) in [
        ("dr-a.age", 2, "of dr-a", "dr-b"),
        ("dr-b.age", 3, "of dr-b", "dr-a"),
        ("secretary.age", 1, "DURAND", "dr-a"),
    ] {
        let list = seen(key, &["ls"]).out;
        assert!(list.contains(own) && !list.contains(other), "{key}: {list}");
        assert_eq!(seen(key, &["ls", "--json"]).json()["files"], files, "{key}");
        assert_eq!(seen(key, &["find", own, "--json"]).json()["files"], files, "{key}");
        assert_eq!(seen(key, &["find", other, "--json"]).json()["files"], 0, "{key}");
        let shots = seen(key, &["snapshots", "--json"]).json();
        assert_eq!(shots["snapshots"][0]["files"], files, "{key}");
        assert_eq!(seen(key, &["verify", "--json"]).json()["files_compared"], files, "{key}");
        assert_eq!(restores(&office, key, "Blue").ends(0).json()["files"], files, "{key}");
    }
    let all = restores(&office, "sheet.txt", "Blue").ends(0).json();
    assert_eq!(all["files"], 6);
    let status = office.run(&["status", "--json"]).json();
    assert_eq!(status["drives"][0]["backups"], 1, "one, however many sections it has lists in");
}

#[test]
fn a_reader_can_let_nobody_into_what_she_does_not_open() {
    let office = shared_practice();
    let [file, phrase] = ["spy.age", "phrase.txt"].map(|name| office.text(name));
    let args = ["keys", "add", "--name", "spy", "--identity-out", &file, "--json"];
    let args: Vec<&str> = args.into_iter().chain(["--new-passphrase-file", &phrase]).collect();
    assert_eq!(error_of(&with(&office, "dr-a.age", &args).ends(12)), "K14");
    assert!(!office.path("spy.age").exists());
    assert_eq!(error_of(&rotate(&office, "dr-a.age", 2).ends(12)), "K14");
    assert_eq!(office.json(&["keys", "list"])["epoch"], 1);
}

#[test]
fn readers_get_new_keys_to_their_sections_after_a_rotation() {
    let office = shared_practice();
    let done = rotate(&office, "key.txt", 2).ends(0).json();
    assert_eq!(done["to_renew"], serde_json::json!(["dr-a", "dr-b", "secretary"]));
    assert_eq!(error_of(&restores(&office, "dr-a.age", "Blue").ends(12)), "K03");
    let [file, phrase] = ["dr-a2.age", "phrase.txt"].map(|name| office.text(name));
    let args = ["keys", "add", "--name", "dr-a", "--identity-out", &file, "--section", "dr-a"];
    let args: Vec<&str> = args.into_iter().chain(["--new-passphrase-file", &phrase]).collect();
    with(&office, "sheet2.txt", &args).ends(0);
    assert_eq!(restores(&office, "dr-a2.age", "Blue").ends(0).json()["files"], 2);
}

#[test]
fn the_phrase_of_the_office_is_no_argument() {
    let office = Office::new();
    let given = office.run(&["keys", "passphrase", "--new-passphrase", PHRASE]);
    assert_eq!(given.code, 2, "{}", given.err);
}

#[cfg(target_os = "linux")]
#[test]
fn a_new_lock_is_put_on_at_the_prompt_of_a_backup() {
    let office = Office::with_patients(&["DURAND Paul"]);
    office.add_drive("Red");
    office.json(&["backup"]);
    office.unplug("Red");
    rotate(&office, "key.txt", 2).ends(0);
    office.plug("Red");
    let line = "refuge backup --drive Red";
    let home = office.path("home");
    let (code, seen) = on_a_terminal(&home, line, &[("Do it now?", "")], |_| {});
    assert_eq!(code, 0, "{seen}");
    assert!(seen.contains("Still to be done on Red: new lock"), "a backup all the same: {seen}");
    let (code, seen) =
        on_a_terminal(&home, line, &[("Do it now?", "y"), ("Passphrase", PHRASE)], |_| {});
    assert_eq!(code, 0, "{seen}");
    assert!(!seen.contains("Still to be done"), "{seen}");
    assert_eq!(office.json(&["backup", "--drive", "Red"])["owes"], serde_json::json!([]));
    assert_eq!(error_of(&restores(&office, "key.txt", "Red").ends(12)), "K03");
    restores(&office, "key2.txt", "Red").ends(0);
}

#[cfg(target_os = "linux")]
#[test]
fn the_file_of_an_old_key_is_deleted_by_who_says_so_and_by_nobody_else() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.run(&["backup"]).ends(0);
    rotate(&office, "sheet.txt", 2).ends(0);
    let line = "refuge keys attest identity";
    let home = office.path("home");
    let (code, seen) = on_a_terminal(&home, line, &[("Delete this one now?", "n")], |_| {});
    assert!(code == 1 && seen.contains("[K17]") && office.path("key.txt").exists(), "{seen}");
    let answers =
        [("Delete this one now?", "y"), ("Who destroyed it?", "Dr Martin"), ("How?", "1")];
    let (code, seen) = on_a_terminal(&home, line, &answers, |_| {});
    assert!(code == 0 && !office.path("key.txt").exists(), "{seen}");
    assert!(office.path("key2.txt").exists(), "the key in force stays");
}
