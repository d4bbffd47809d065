//! What the first year with the program brings besides: said calmly, and with a way that works.

use crate::office::Office;

fn matters(office: &Office) -> String {
    office.run(&["status", "--json"]).json()["matters"].to_string()
}

fn backed_up() -> Office {
    let office =
        Office::with_patients(&["DURAND Paul 1949", "DURANTON Zoé 1962", "COSTA Inès 2004"]);
    office.run(&["backup"]).ends(0);
    office
}

#[test]
fn a_lost_drive_that_is_plugged_in_again_is_told_with_the_way_to_use_it() {
    let office = backed_up();
    office.add_drive("Red");
    office.run(&["backup", "--drive", "Red"]).ends(0);
    office.run(&["drives", "lost", "Red", "--by", "Dr A"]).ends(0);
    let told = office.run(&["backup"]).ends(0);
    assert!(told.err.contains("refuge drives found \"Red\""), "{}", told.err);
    assert!(matters(&office).contains("found-again"), "{}", matters(&office));
    office.run(&["drives", "found", "Red", "--by", "Dr A"]).ends(0);
    assert!(!matters(&office).contains("found-again"), "{}", matters(&office));
    office.run(&["drives", "lost", "Red", "--by", "Dr A"]).ends(0);
    office.unplug("Red");
    assert!(!matters(&office).contains("found-again"), "{}", matters(&office));
}

#[test]
fn a_folder_that_is_not_set_up_on_this_computer_comes_back_by_its_path() {
    let office = backed_up();
    office.write("letters/one.txt", "dear colleague\n");
    let letters = office.text("letters");
    let add = ["sources", "add", &letters, "--class", "unclassified", "--records", "whole"];
    office.run(&add).ends(0);
    office.run(&["backup"]).ends(0);
    std::fs::remove_dir_all(&letters).unwrap();
    // The newest backup does not have it.
    office.run(&["backup"]).ends(3);
    for (path, to) in
        [("letters/one.txt", "a"), (&*format!("{letters}/one.txt"), "b"), ("one.txt", "c")]
    {
        let to = office.text(to);
        office.run_with_key(&["restore", "--path", path, "--to", &to]).ends(0);
        let files = crate::rig::files_below(std::path::Path::new(&to));
        assert_eq!(files.len(), 1, "{path}: {files:?}");
    }
    let none = office.text("d");
    let none = office.run_with_key(&["restore", "--path", "two.txt", "--to", &none, "--json"]);
    none.refuses("N01");
}

#[test]
fn a_screen_holds_what_to_do_in_an_incident_the_first_steps_first() {
    for (language, first, calm) in [
        ("en", "Disconnect the computers", "No incident is open."),
        ("fr", "Coupez le réseau", "Aucun incident n'est ouvert."),
    ] {
        let office = Office::new();
        office.add_drive("Blue");
        let none = office.run_in(language, &["incident"]).ends(0).out;
        assert!(none.starts_with(calm) && !none.contains("  1  "), "{none}");
        let start = if language == "fr" { "ouvrir" } else { "start" };
        let screen = office.run_in(language, &["incident", start]).ends(0).out;
        let rows = |line: &str| line.chars().count().div_ceil(80).max(1);
        assert!(screen.lines().map(rows).sum::<usize>() <= 24, "{screen}");
        let step = screen.lines().nth(1).unwrap();
        assert!(
            step.starts_with(&format!("  1  {first}")),
            "a fixed folder is not unplugged: {screen}"
        );
    }
}

#[cfg(target_os = "linux")]
mod on_a_terminal {
    use super::backed_up;
    use crate::guide_person::{PHRASE, on_a_terminal};

    #[test]
    fn a_hold_offers_the_folders_that_have_what_was_typed_in_their_name() {
        let office = backed_up();
        let home = office.path("home");
        let add = |record: &str| format!("refuge hold add {record} --reason other --by \"Dr A\"");
        let which = "Which folder do you mean?";
        for (record, number, fits) in
            [("durant", "1", true), ("zoe", "1", true), ("xyzzy", "", false)]
        {
            let answers: &[_] = if fits { &[(which, number)] } else { &[] };
            let (code, seen) = on_a_terminal(&home, &add(record), answers, |_| {});
            assert_eq!(code == 0, fits, "{record}: {seen}");
        }
        let (code, seen) = on_a_terminal(&home, &add("duran"), &[(which, "3")], |_| {});
        assert!(
            code != 0 && seen.contains("DURAND Paul 1949") && seen.contains("DURANTON Zoé 1962"),
            "{seen}"
        );
        let (code, seen) = on_a_terminal(&home, &add("kosta"), &[(which, "1")], |_| {});
        assert!(code == 0 && seen.contains("COSTA Inès 2004"), "a slip: {seen}");
    }

    #[test]
    fn the_key_of_who_was_removed_is_not_offered_any_more() {
        let office = backed_up();
        let [file, phrase] = ["theirs.txt", "phrase.txt"].map(|name| office.text(name));
        let add = ["keys", "add", "--name", "Dr B", "--identity-out", &file];
        office.run_with_key(&[&add[..], &["--new-passphrase-file", &phrase]].concat()).ends(0);
        let home = office.path("home");
        let (code, seen) = on_a_terminal(
            &home,
            "refuge snapshots",
            &[("(number)", "1"), ("assphrase", PHRASE)],
            |_| {},
        );
        assert!(code == 0 && seen.contains("Dr B"), "{seen}");
        office.run(&["keys", "remove", "Dr B"]).ends(0);
        let (code, seen) =
            on_a_terminal(&home, "refuge snapshots", &[("assphrase", PHRASE)], |_| {});
        assert!(code == 0 && !seen.contains("Dr B"), "{seen}");
    }
}
