//! The monthly check through the command line: what it says when all is well, and when it is not.

use std::path::PathBuf;

use crate::office::{Answer, Office};

fn office() -> Office {
    let office = Office::with_patients(&["DURAND Paul 1949", "MARTIN Rose 1960"]);
    for number in 0..30 {
        office.write(
            &format!("patients/DURAND Paul 1949/letter {number}.txt"),
            &"words ".repeat(number + 40),
        );
    }
    office.run(&["backup"]).ends(0);
    office
}

fn check(office: &Office, more: &[&str]) -> Answer {
    let args: Vec<&str> = ["verify"].iter().chain(more).copied().collect();
    office.run_with_key(&args)
}

/// The largest pack of a drive.
fn pack(office: &Office, drive: &str) -> PathBuf {
    let packs = office.tree(&format!("{drive}/refuge/packs"));
    let (path, _) = packs.into_iter().max_by_key(|(_, bytes)| bytes.len()).unwrap();
    office.path(&format!("{drive}/refuge/packs")).join(path)
}

fn break_pack(office: &Office, drive: &str) {
    let path = pack(office, drive);
    let mut bytes = std::fs::read(&path).unwrap();
    let half = bytes.len() / 2;
    bytes.iter_mut().skip(half).take(50).for_each(|byte| *byte ^= 0xff);
    std::fs::write(&path, bytes).unwrap();
}

#[test]
fn a_monthly_check_says_step_by_step_what_was_done() {
    let office = office();
    let answer = check(&office, &[]).ends(0);
    assert!(
        answer.err.contains("Monthly check of Blue. The passphrase is needed"),
        "{}",
        answer.err
    );
    let lines: Vec<&str> = answer.out.lines().collect();
    assert!(lines[0].starts_with("  1/3 Reading the drive: "), "{lines:?}");
    assert!(lines[0].ends_with(", all good (all of it is read every 3 months)"), "{lines:?}");
    assert_eq!(
        lines[1],
        "  2/3 Restoring 20 files chosen at random, compared with their fingerprints: identical"
    );
    assert_eq!(
        lines[2],
        "  3/3 Comparing 20 of them, unchanged since, with the files on this computer: identical"
    );
    assert!(lines[3].starts_with("Result: GOOD. Record 20"), "{lines:?}");
    assert!(!answer.out.contains("DURAND") && !answer.err.contains("DURAND"), "no names");
}

#[test]
fn the_monthly_check_speaks_french() {
    let office = office();
    let [key, phrase] = ["key.txt", "phrase.txt"].map(|name| office.text(name));
    let keys = ["verify", "--identity", &key, "--passphrase-file", &phrase];
    let answer = office.run_in("fr", &keys).ends(0);
    assert!(answer.err.contains("Contrôle mensuel de Blue. La phrase secrète est demandée"));
    let lines: Vec<&str> = answer.out.lines().collect();
    assert!(lines[0].starts_with("  1/3 Lecture du disque : "), "{lines:?}");
    assert!(lines[0].ends_with(", tout est bon (tout est lu en 3 mois)"), "{lines:?}");
    assert_eq!(
        lines[1],
        "  2/3 Restauration de 20 fichiers tirés au sort, comparés à leur empreinte : identiques"
    );
    assert_eq!(
        lines[2],
        "  3/3 Comparaison de 20 d'entre eux, inchangés depuis, avec ceux de l'ordinateur : identiques"
    );
    assert!(lines[3].starts_with("Résultat : BON. Compte rendu 20"), "{lines:?}");
}

#[test]
fn a_check_tells_programs_what_was_compared_and_when_the_next_is_due() {
    let office = office();
    let json = check(&office, &["--json", "--sample", "5"]).ends(0).json();
    assert_eq!(json["mode"], "drill");
    assert_eq!((&json["files_compared"], &json["files_compared_live"]), (&5.into(), &5.into()));
    assert_eq!((&json["findings"], &json["repaired"]), (&0.into(), &0.into()));
    assert!(json["next_due"].as_str().unwrap() > "2026-11-26");
    let all = check(&office, &["--json", "--sample", "500"]).ends(0).json();
    assert_eq!(all["files_compared"], 32, "no more than there are");
}

#[test]
fn a_file_changed_since_is_not_compared_with_the_computer() {
    let office = office();
    office.write("patients/MARTIN Rose 1960/notes.txt", "seen again, and longer than before\n");
    let json = check(&office, &["--json", "--sample", "500"]).ends(0).json();
    assert_eq!((&json["files_compared"], &json["files_compared_live"]), (&32.into(), &31.into()));
}

#[test]
fn a_check_claims_no_comparison_that_it_did_not_make() {
    let office = office();
    std::fs::remove_dir_all(office.path("patients")).unwrap();
    let answer = check(&office, &[]).ends(0);
    assert!(answer.out.contains("  3/3 None of them could be compared"), "{}", answer.out);
    assert!(answer.out.contains("2/3 Restoring 20 files chosen at random"), "{}", answer.out);
}

#[test]
fn a_file_that_changed_behind_its_date_is_told_but_the_drive_is_good() {
    let office = office();
    let path = office.path("patients/MARTIN Rose 1960/notes.txt");
    let meta = std::fs::metadata(&path).unwrap();
    std::fs::write(&path, vec![b'x'; meta.len() as usize]).unwrap();
    let file = std::fs::File::options().write(true).open(&path).unwrap();
    file.set_modified(meta.modified().unwrap()).unwrap();
    let answer = check(&office, &["--sample", "500"]).ends(3);
    assert!(answer.out.contains("Result: GOOD."), "{}", answer.out);
    assert!(answer.out.contains("1 file on this computer changed without"), "{}", answer.out);
}

#[test]
fn damage_names_how_many_files_suffer_and_what_to_do() {
    let office = office();
    break_pack(&office, "Blue");
    let answer = check(&office, &[]).ends(15);
    assert!(answer.out.contains("NOT GOOD: 1 of "), "{}", answer.out);
    assert!(answer.out.contains("on Blue cannot be read as written. [V02]"), "{}", answer.out);
    assert!(answer.out.contains("damaged on Blue, in the backup of "), "{}", answer.out);
    assert!(answer.out.contains("knows no other drive that holds all of it"), "{}", answer.out);
    assert!(!answer.out.contains("DURAND"), "no names");
    let json = check(&office, &["--json"]).ends(15);
    let finding = json.lines().into_iter().find(|line| line["type"] == "finding").unwrap();
    assert!(finding["object"].as_str().unwrap().starts_with("packs/"));
    assert_eq!(finding["what"], "wrong-hash");
    assert!(finding["suffers"].as_u64().unwrap() > 0);
}

#[test]
fn damage_says_which_other_drive_holds_the_same() {
    let office = office();
    office.add_drive("Red");
    office.run(&["backup", "--drive", "Red"]).ends(0);
    break_pack(&office, "Blue");
    let answer = check(&office, &["--drive", "Blue"]).ends(15);
    assert!(answer.out.contains("The same content is on Red too"), "{}", answer.out);
    assert!(
        answer.out.contains("-> Plug in Red and Blue: `refuge verify --repair --drive \"Blue\"`")
    );
}

#[test]
fn a_damaged_drive_is_good_again_after_the_next_backup() {
    let office = office();
    break_pack(&office, "Blue");
    check(&office, &[]).ends(15);
    office.run(&["backup"]).ends(0);
    let to = office.text("restored");
    office.run_with_key(&["restore", "--all", "--to", &to]).ends(0);
    assert_eq!(office.tree("patients"), office.tree("restored"));
}

#[test]
fn the_quick_check_needs_no_key_and_the_full_one_opens_everything() {
    let office = office();
    let quick = office.run(&["verify", "--quick", "--json"]).ends(0).json();
    assert_eq!((&quick["mode"], &quick["files_compared"]), (&"quick".into(), &0.into()));
    let full = check(&office, &["--full", "--json"]).ends(0).json();
    assert_eq!((&full["mode"], &full["files_compared"]), (&"full".into(), &32.into()));
    office.run(&["verify", "--json"]).ends(19);
}

#[test]
fn of_two_drives_the_one_that_was_checked_longest_ago_is_checked() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.add_drive("Red");
    office.run(&["backup"]).ends(0);
    let checked = || office.run_with_key(&["verify", "--json"]).ends(0).json()["drive"].to_string();
    let [first, second, third] = [checked(), checked(), checked()];
    assert_ne!(first, second);
    assert_eq!(first, third);
}
