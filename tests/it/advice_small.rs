//! Advice about folders, names, numbers, a new computer and the command line is followed to its end.

use crate::advice_walk::{LANGUAGES, advised, backed_up, comes_back, id, typed, typed_with};
use crate::office::{NAME, Office};

#[test]
fn a_folder_inside_another_takes_its_place_as_advised() {
    for language in LANGUAGES {
        let office = backed_up();
        let inside = office.text("patients/DURAND Paul 1949");
        let add = ["sources", "add", &inside, "--class", "fr/medical-record", "--records", "whole"];
        let told = office.run_in(language, &add);
        id(&told, "B06");
        let [list] = advised(&told).try_into().unwrap();
        let listed = typed(&office, language, &list, &[]).ends(0).out;
        let patients = office.text("patients");
        assert!(listed.contains(&patients), "{listed}");
        office.run(&["sources", "remove", &patients]).ends(0);
        office.run(&add).ends(0);
        office.run(&["backup"]).ends(0);
    }
}

#[test]
fn a_first_folder_is_chosen_as_advised() {
    for language in LANGUAGES {
        let office = Office::new();
        office.add_drive("Blue");
        office.write("patients/DURAND Paul 1949/notes.txt", "about him\n");
        let told = office.run_in(language, &["backup"]);
        id(&told, "B07");
        let [add] = advised(&told).try_into().unwrap();
        let patients = office.text("patients");
        let answers = ["--class", "fr/medical-record", "--records", "each-folder"];
        let values = [("FOLDER", patients.as_str()), ("DOSSIER", &patients)];
        typed_with(&office, language, &add, &values, &answers).ends(0);
        office.run(&["backup"]).ends(0);
        comes_back(&office);
    }
}

#[test]
fn a_computer_without_a_practice_is_attached_as_advised() {
    for language in LANGUAGES {
        let office = backed_up();
        std::fs::rename(office.path("home"), office.path("old home")).unwrap();
        let told = office.run_in(language, &["status"]);
        id(&told, "P01");
        let [_, attach] = advised(&told).try_into().unwrap();
        let drive = office.text("Blue");
        typed(&office, language, &attach, &[("DRIVE", &drive), ("DISQUE", &drive)]).ends(0);
        let told = office.run_in(language, &["init", "--practice", "Another"]);
        id(&told, "P02");
        let [status] = advised(&told).try_into().unwrap();
        assert!(matches!(typed_with(&office, language, &status, &[], &[]).code, 0 | 16));
        comes_back(&office);
    }
}

#[test]
fn what_is_not_found_is_seen_where_the_advice_looks() {
    for language in LANGUAGES {
        let office = backed_up();
        let sheet = office.text("sheet.txt");
        let key = ["--identity", sheet.as_str()];
        office.write("letters/a.txt", "x");
        let letters = office.text("letters");
        let lines: [&[&str]; 11] = [
            &["sources", "add", &letters, "--class", "fr/nothing", "--records", "whole"],
            &["backup", "--drive", "Pink"],
            &["sources", "remove", "/nowhere"],
            &["ls", "--snapshot", "2001-01-01", key[0], key[1]],
            &["ls", "DUPONT", key[0], key[1]],
            &["keys", "attest", "dr-nobody"],
            &["purge", "P-2001-01", "--confirm", "x", key[0], key[1]],
            &["report", "2001-001"],
            &["hold", "remove", "DURAND Paul 1949", "--by", "Dr A"],
            &["hold", "add", "NOBODY", "--reason", "other", "--by", "Dr A"],
            &["settings", "set", "no-such-setting", "1"],
        ];
        for line in lines {
            let told = office.run_in(language, line);
            id(&told, "N01");
            for look in advised(&told) {
                let answer =
                    typed(&office, language, &look, &[("WORDS", "notes"), ("MOTS", "notes")]);
                assert_eq!(answer.code, 0, "{line:?}: {look}: {}{}", answer.out, answer.err);
            }
        }
    }
}

#[test]
fn a_name_that_is_taken_or_not_understood_is_looked_up_as_advised() {
    for language in LANGUAGES {
        let office = backed_up();
        let hold = ["hold", "add", "DURAND Paul 1949", "--reason", "other", "--by", "Dr A"];
        office.run(&hold).ends(0);
        let new_key = ["thin", "--rekey", "DURAND Paul 1949", "--confirm", NAME];
        let told = office.run_in(language, &new_key);
        id(&told, "N02");
        let [list] = advised(&told).try_into().unwrap();
        typed(&office, language, &list, &[]).ends(0);
        for wrong in [&["incident", "frobnicate"][..], &["bakup"], &["keys", "--frob"]] {
            let told = office.run_in(language, wrong).ends(2);
            id(&told, "U01");
            let [help] = advised(&told).try_into().unwrap();
            let shown = typed_with(&office, language, &help, &[], &[]).ends(0).out;
            assert!(shown.contains("refuge"), "{shown}");
        }
    }
}

#[test]
fn a_value_that_does_not_fit_is_looked_up_as_advised() {
    for language in LANGUAGES {
        let office = Office::with_patients(&["DURAND Paul 1949"]);
        office.run(&["backup"]).ends(0);
        let hold = ["hold", "add", "DURAND Paul 1949", "--reason", "because", "--by", "Dr A"];
        let cases: [(&[&str], &str); 2] = [
            (&["settings", "set", "check-days", "soon"], "check-days jours-controle"),
            (&hold, "insurer assureur"),
        ];
        for (line, wanted) in cases {
            let told = office.run_in(language, line);
            id(&told, "N03");
            let [look] = advised(&told).try_into().unwrap();
            let words: Vec<&str> = look.split(' ').skip(1).collect();
            let seen = office.run_in(language, &words).ends(0).out;
            assert!(wanted.split(' ').any(|word| seen.contains(word)), "{look}: {seen}");
        }
    }
}
