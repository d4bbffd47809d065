//! Advice about the patients' list, about plans and about keys is followed to its end.

use crate::advice_walk::{LANGUAGES, advised, backed_up, comes_back, id, typed, typed_with};
use crate::cli_purge::{carry_out, office, planned};
use crate::office::{Answer, NAME, Office};

fn import(office: &Office, language: &str, csv: &str, options: &[&str]) -> Answer {
    office.write("register.csv", csv);
    let (path, sheet) = (office.text("register.csv"), office.text("sheet.txt"));
    let import = ["register", "import", &path, "--identity", &sheet];
    office.run_in(language, &[&import[..], options].concat())
}

/// A list, what it is refused for, and the line that is advised, with what stands for the person's values.
fn refused_list(csv: &str, columns: &[(&str, &str)]) {
    for language in LANGUAGES {
        let office = Office::with_patients(&["1001", "1002", "1003"]);
        office.run(&["backup"]).ends(0);
        let told = import(&office, language, csv, &[]);
        id(&told, "R02");
        let line = advised(&told).into_iter().next().unwrap();
        let file = office.text("register.csv");
        // What the sentence asks for in words is done by the person: a good list, where it says so.
        let good =
            "id;birth;last_contact\n1001;1950-02-01;1996-03-15\n1002;1960-02-01;2026-01-15\n";
        if columns.is_empty() {
            office.write("register.csv", good);
        }
        let mut values = columns.to_vec();
        values.extend([("FILE.csv", file.as_str()), ("FICHIER.csv", &file)]);
        values.extend([("FILE", file.as_str()), ("FICHIER", &file)]);
        let line = if columns.is_empty() {
            // Its columns have names that are understood: nothing has to be named.
            line.replace(" --map FIELD=COLUMN", "").replace(" --colonne CHAMP=COLONNE", "")
        } else {
            line
        };
        let answer = typed(&office, language, &line, &values);
        assert!(matches!(answer.code, 0 | 3), "{line}: {}{}", answer.out, answer.err);
        assert_eq!(office.run_with_key(&["purge", "--dry-run"]).code, 0);
    }
}

#[test]
fn a_list_that_is_refused_is_taken_as_advised() {
    let named = "N;Né;Vu pour la fin\n1001;01/02/1950;15/03/1996\n1002;01/02/1960;15/01/2026\n";
    let column = [
        ("FIELD=COLUMN", "\"last_contact=Vu pour la fin\" --map id=N --map birth=Né"),
        ("CHAMP=COLONNE", "\"last_contact=Vu pour la fin\" --map id=N --map birth=Né"),
    ];
    refused_list(named, &column);
    refused_list("", &[]);
    refused_list("id;birth;last_contact\n", &[]);
    refused_list("PK\u{3}\u{4}workbook", &[]);
    refused_list("id;birth;last_contact\n1.23457E+12;1950-02-01;1996-03-15\n", &[]);
}

#[test]
fn numbers_that_look_like_others_are_declared_as_advised() {
    for language in LANGUAGES {
        let numbers = ["1500275123456", "2600213123456", "1700375654321"];
        let office = Office::with_patients(&numbers);
        office.run(&["backup"]).ends(0);
        let births = [1950, 1960, 1970];
        let rows = numbers.iter().zip(births);
        let rows = rows.map(|(number, year)| format!("{number};{year}-02-01;1996-03-15\n"));
        let rows: String = rows.collect();
        let told = import(&office, language, &format!("id;birth;last_contact\n{rows}"), &[]);
        id(&told, "R02");
        let [own] = advised(&told).try_into().unwrap();
        let file = office.text("register.csv");
        let answer = typed(&office, language, &own, &[("FILE", &file), ("FICHIER", &file)]);
        assert!(matches!(answer.code, 0 | 3), "{}{}", answer.out, answer.err);
    }
}

#[test]
fn a_plan_whose_facts_changed_is_made_anew_as_advised() {
    for language in LANGUAGES {
        let office = office();
        let number = planned(&office);
        let hold = ["hold", "add", "1001", "--reason", "liability-claim", "--by", "Dr Martin"];
        office.run(&hold).ends(0);
        let told = typed_with(
            &office,
            language,
            &format!("refuge purge {number}"),
            &[],
            &["--confirm", NAME, "--identity", &office.text("sheet.txt")],
        );
        id(&told, "R03");
        let [anew] = advised(&told).try_into().unwrap();
        typed(&office, language, &anew, &[]).ends(0);
        // It is held: nothing is due. Once it is released, the new plan can be carried out.
        office.run(&["hold", "remove", "1001", "--by", "Dr Martin"]).ends(0);
        typed(&office, language, &anew, &[]).ends(0);
    }
}

/// The program in a practice some days later; nothing where the clock cannot be set.
fn later(
    office: &Office,
    language: &str,
    days: u32,
    line: &str,
    answers: &[&str],
) -> Option<Answer> {
    let words = crate::advice::words_of(line);
    let mut command = std::process::Command::new("faketime");
    command.args(["-f", &format!("+{days}d")]).arg(env!("CARGO_BIN_EXE_refuge"));
    command.args(["--lang", language, "--no-input"]).args(&words[1..]).args(answers);
    command.args(["--identity", &office.text("sheet.txt")]);
    let Ok(output) = command.env("REFUGE_HOME", office.path("home")).output() else {
        crate::support::skipped("no faketime");
        return None;
    };
    Some(Answer::of(&output))
}

#[test]
fn a_plan_that_grew_old_is_made_anew_and_carried_out_as_advised() {
    for language in LANGUAGES {
        let office = office();
        let number = planned(&office);
        let purge = format!("refuge purge {number}");
        let Some(told) = later(&office, language, 31, &purge, &["--confirm", NAME]) else { return };
        id(&told, "R04");
        let [anew] = advised(&told).try_into().unwrap();
        let said = later(&office, language, 31, &anew, &[]).unwrap().ends(0);
        // The list is too old by then, and the plan says so: it is exported again.
        assert!(said.out.contains("30"), "{}", said.out);
        let today = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(31 * 24);
        let day = jiff::tz::TimeZone::UTC.to_datetime(today).date().to_string();
        let list = format!("refuge register import \"{}\"", office.text("register.csv"));
        let imported = later(&office, language, 31, &list, &["--exported", &day]).unwrap();
        assert_eq!(imported.code, 0, "{}{}", imported.out, imported.err);
        let plan = later(&office, language, 31, &anew, &["--json"]).unwrap().ends(0).json();
        let purge = format!("refuge purge {}", plan["plan"].as_str().unwrap());
        later(&office, language, 31, &purge, &["--confirm", NAME]).unwrap().ends(0);
    }
}

fn with_control(office: &Office, control: &str) {
    let path = office.path("home/refuge.toml");
    let config = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, format!("{config}\n[purge]\ncontrol = \"{control}\"\n")).unwrap();
}

#[test]
fn a_plan_that_must_wait_is_carried_out_by_the_same_command_later() {
    for language in LANGUAGES {
        let office = office();
        let number = planned(&office);
        with_control(&office, "cooling-off");
        let same = format!("refuge purge {number}");
        let Some(told) = later(&office, language, 0, &same, &["--confirm", NAME]) else { return };
        id(&told, "R05");
        assert!(advised(&told).is_empty(), "the same command");
        later(&office, language, 8, &same, &["--confirm", NAME]).unwrap().ends(0);
    }
}

#[test]
fn a_second_person_agrees_as_advised_and_what_was_done_is_shown() {
    for language in LANGUAGES {
        let office = office();
        let number = planned(&office);
        with_control(&office, "dual");
        let sheet = office.text("sheet.txt");
        let first =
            ["purge", &number, "--by", "Dr Martin", "--confirm", NAME, "--identity", &sheet];
        let told = office.run_in(language, &first).ends(19);
        id(&told, "R06");
        let [second] = advised(&told).try_into().unwrap();
        let values = [("PLAN", number.as_str()), ("NAME", "Mme Leroy"), ("NOM", "Mme Leroy")];
        let answers = ["--confirm", NAME, "--identity", &sheet];
        typed_with(&office, language, &second, &values, &answers).ends(0);
        let again = office.run_in(language, &first);
        id(&again, "R07");
        for line in advised(&again) {
            typed(&office, language, &line, &[]).ends(0);
        }
    }
}

/// Red was away while something was erased and the locks were changed. The new sheet is `sheet2.txt`.
fn red_was_away(is_purged: bool) -> Office {
    let office = office();
    office.add_drive("Red");
    office.run(&["backup", "--drive", "Red"]).ends(0);
    office.unplug("Red");
    if is_purged {
        assert!(matches!(carry_out(&office, &planned(&office)).code, 0 | 3));
    }
    let [sheet, key, phrase] =
        ["sheet2.txt", "key2.txt", "phrase.txt"].map(|name| office.text(name));
    let rotate = ["keys", "rotate", "--recovery-out", &sheet, "--identity-out", &key];
    let rotated = office.run_with_key(&[&rotate[..], &["--new-passphrase-file", &phrase]].concat());
    assert!(matches!(rotated.code, 0 | 3), "{}", rotated.err);
    office.unplug("Blue");
    office.plug("Red");
    office
}

#[test]
fn a_drive_that_missed_both_is_brought_forward_with_both_keys_as_advised() {
    for language in LANGUAGES {
        let office = red_was_away(true);
        let [new, old] = ["sheet2.txt", "sheet.txt"].map(|name| office.text(name));
        let told = office.run_in(language, &["purge", "--identity", &new]).ends(3);
        assert!(told.out.contains("[K16]"), "{}", told.out);
        let [both, _] = advised(&told).try_into().unwrap();
        let values = [("NEW", new.as_str()), ("NOUVELLE", &new), ("OLD", &old), ("ANCIENNE", &old)];
        typed_with(&office, language, &both, &values, &[]).ends(0);
        office.run(&["backup"]).ends(0);
        office.run(&["verify", "--full", "--identity", &new]).ends(0);
    }
}

#[test]
fn a_drive_with_the_old_lock_gets_the_new_one_as_advised() {
    for language in LANGUAGES {
        let office = red_was_away(false);
        let new = office.text("sheet2.txt");
        let told = office.run_in(language, &["verify", "--identity", &new]).ends(12);
        id(&told, "K03");
        let [finish] = advised(&told).try_into().unwrap();
        typed_with(&office, language, &finish, &[], &["--identity", &new]).ends(0);
        office.run(&["verify", "--identity", &new]).ends(0);
    }
}

#[test]
fn the_last_key_goes_once_another_was_added_as_advised() {
    for language in LANGUAGES {
        let office = backed_up();
        office.run(&["keys", "remove", "identity"]).ends(0);
        let told = office.run_in(language, &["keys", "remove", "recovery-sheet"]);
        id(&told, "K13");
        let [add] = advised(&told).try_into().unwrap();
        let (file, phrase) = (office.text("dr-b.age"), office.text("phrase.txt"));
        let answers = ["--name", "Dr B", "--identity-out", &file, "--new-passphrase-file", &phrase];
        typed(&office, language, &format!("{add} {}", quoted(&answers)), &[]).ends(0);
        comes_back(&office);
        office.run_in(language, &["keys", "remove", "fiche de secours"]).ends(0);
    }
}

fn quoted(words: &[&str]) -> String {
    words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" ")
}
