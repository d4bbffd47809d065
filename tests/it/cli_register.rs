//! The patients' list through the command line: what is asked, what is told, what is remembered.

use serde_json::Value;

use crate::office::{Answer, Office};

fn office(patients: &[&str]) -> Office {
    let office = Office::with_patients(patients);
    for patient in patients {
        let file = office.path(&format!("patients/{patient}/notes.txt"));
        let file = std::fs::File::options().write(true).open(file).unwrap();
        let back = std::time::Duration::from_secs(30 * 366 * 24 * 3600);
        file.set_modified(std::time::SystemTime::now() - back).unwrap();
    }
    office.json(&["backup"]);
    office
}

fn import(office: &Office, csv: &str, more: &[&str]) -> Answer {
    office.write("register.csv", csv);
    let path = office.text("register.csv");
    let begin = ["register", "import", &path, "--json"];
    office.run_with_key(&[&begin[..], more].concat())
}

fn due(office: &Office) -> Vec<String> {
    let answer = office.run_with_key(&["purge", "--dry-run", "--names", "--json"]).ends(0);
    let lines = answer.lines().into_iter().filter(|line| line["verdict"] == "due");
    let mut due: Vec<String> =
        lines.map(|line| line["record"].as_str().unwrap().to_owned()).collect();
    due.sort();
    due
}

#[test]
fn columns_named_for_another_list_must_be_confirmed_and_can_be_forgotten() {
    let office = office(&["1", "2"]);
    let first = "id;birth;Date\n1;01/01/1950;10/05/2024\n2;01/01/1950;11/05/2024\n";
    import(&office, first, &["--map", "last_contact=Date"]).ends(0);
    import(&office, first, &[]).ends(0);
    let next = "id;birth;Date;Dernière visite\n1;01/01/1950;10/05/1999;10/05/2024\n2;01/01/1950;11/05/1999;11/05/2024\n";
    import(&office, next, &[]).refuses("R02");
    assert!(due(&office).is_empty(), "the list before stays in force");
    import(&office, next, &["--forget-columns"]).ends(0);
    assert!(due(&office).is_empty());
}

#[test]
fn the_table_of_what_was_understood_is_told() {
    let office = office(&["1", "2"]);
    let csv = "id;Né le;Dernière visite;Ville\n1;01/01/1950;10/05/1999;Lyon\n2;25/13/1950;11/05/2024;Lyon\n3;01/01/1951;;Nice\n";
    let told = import(&office, csv, &[]).ends(3).json();
    let understood = &told["understood"][0];
    assert_eq!(understood["unused"], serde_json::json!(["Ville"]));
    assert_eq!((&understood["encoding"], &understood["separator"]), (&"UTF-8".into(), &";".into()));
    let birth =
        understood["fields"].as_array().unwrap().iter().find(|usage| usage["field"] == "birth");
    let birth = birth.unwrap();
    assert_eq!((&birth["read"], &birth["refused"]), (&2.into(), &1.into()));
    assert_eq!((&birth["from"], &birth["to"]), (&"1950-01-01".into(), &"1951-01-01".into()));
    let row = &told["quarantined_rows"][0];
    assert_eq!(
        (&row["line"], &row["column"], &row["shape"]),
        (&3.into(), &"Né le".into(), &"99/99/9999".into())
    );
    assert_eq!(due(&office), ["1"]);
}

#[test]
fn visits_come_from_a_file_of_their_own() {
    let office = office(&["1", "2"]);
    office.write(
        "visits.csv",
        "id;patient_id;date\n7;1;10/05/1998\n8;1;10/05/1999\n9;2;10/05/1998\n10;2;11/06/2025\n",
    );
    let visits = office.text("visits.csv");
    let csv = "id;birth\n1;01/01/1950\n2;01/01/1951\n";
    import(&office, csv, &[]).refuses("R02");
    let told = import(&office, csv, &["--visits", &visits]).ends(0).json();
    assert_eq!(told["visits"], serde_json::json!({"rows": 4, "refused": 0, "of_nobody": 0}));
    assert_eq!(due(&office), ["1"]);
}

#[test]
fn a_number_among_other_words_is_told_and_can_be_made_to_count() {
    let office = office(&["DUPONT Marie 4711", "MARTIN Paul 4712", "Factures 1998"]);
    let csv = "id;Nom;Né le;Dernière visite\n4711;DUPONT;01/01/1950;10/05/1998\n4712;MARTIN;01/01/1951;11/05/2024\n";
    let told = import(&office, csv, &[]).ends(3).json();
    assert_eq!((&told["matched"], &told["number_among_words"]), (&0.into(), &2.into()));
    let path = office.text("register.csv");
    let said = office.run_with_key(&["register", "import", &path]).ends(3);
    let advice = ["settings", "set", "folder-names", "contains"];
    let typed = format!("refuge {}, then import", advice.join(" "));
    assert!(
        said.out.contains("2 folders have a patient's number among other words"),
        "{}",
        said.out
    );
    assert!(said.out.contains(&typed), "{}", said.out);
    assert!(due(&office).is_empty());
    office.run(&advice).ends(0);
    let told = import(&office, csv, &[]).ends(0).json();
    assert_eq!((&told["matched"], &told["number_among_words"]), (&2.into(), &0.into()));
    assert_eq!(due(&office), ["DUPONT Marie 4711"]);
    office.run(&["settings", "set", "folder-names", "perhaps"]).refuses("N03");
}

#[test]
fn metadata_moves_no_clock_and_bytes_do() {
    let office = office(&["1", "2", "3"]);
    let csv = "id;birth;last_contact\n1;01/01/1950;10/05/1998\n2;01/01/1951;11/05/1998\n3;01/01/1952;12/05/1998\n";
    import(&office, csv, &[]).ends(0);
    assert_eq!(due(&office), ["1", "2", "3"]);
    office.write("patients/1/.DS_Store", "x");
    let touched =
        std::fs::File::options().write(true).open(office.path("patients/2/notes.txt")).unwrap();
    touched.set_modified(std::time::SystemTime::now()).unwrap();
    office.write("patients/3/notes.txt", "about 3, seen again\n");
    office.json(&["backup", "--expected-changes"]);
    assert_eq!(due(&office), ["1", "2"]);
}

#[test]
fn loose_files_are_shown_as_what_they_are() {
    let office = office(&["1", "2"]);
    office.write("patients/0815_LETTER.pdf", "x");
    office.json(&["backup"]);
    let csv = "id;birth;last_contact\n1;01/01/1950;10/05/1998\n2;01/01/1951;11/05/2024\n";
    office.write("register.csv", csv);
    let path = office.text("register.csv");
    let said = office.run_with_key(&["register", "import", &path]).ends(0);
    assert!(
        said.out.contains("1 file lies loose in") || said.err.contains("1 file lies loose in"),
        "{}",
        said.out
    );
    let plan = office.run_with_key(&["purge", "--dry-run", "--names"]).ends(0);
    assert!(plan.out.contains("1 loose file in"), "{}", plan.out);
    assert!(plan.out.contains("1 file lies loose in"), "{}", plan.out);
    let counted = office.run_with_key(&["purge", "--dry-run", "--json"]).ends(0).json();
    assert_eq!(
        (&counted["due"], &counted["unknown"], &counted["kept"]),
        (&1.into(), &0.into(), &1.into())
    );
    let number = counted["plan"].as_str().unwrap();
    let paper = office.json(&["report", number]);
    assert_eq!(
        (&paper["due"], &paper["unknown"], &paper["kept"]),
        (&1.into(), &0.into(), &1.into())
    );
    assert!(plan.out.contains("  1   to erase"), "{}", plan.out);
}

#[test]
fn copies_in_an_older_division_are_told_before_and_after() {
    let office = Office::with_patients(&[]);
    office.write("patients/D/Dupont/notes.txt", "about Dupont\n");
    let file = std::fs::File::options()
        .write(true)
        .open(office.path("patients/D/Dupont/notes.txt"))
        .unwrap();
    file.set_modified(std::time::UNIX_EPOCH + std::time::Duration::from_secs(800_000_000)).unwrap();
    office.json(&["backup"]);
    office.run(&["sources", "remove", &office.text("patients")]).ends(0);
    let finer = office.text("patients/D");
    let add =
        ["sources", "add", &finer, "--class", "fr/medical-record", "--records", "each-folder"];
    office.run(&add).ends(0);
    office.json(&["backup"]);
    import(&office, "id;birth;last_contact\nDupont;01/01/1950;10/05/1998\n", &[]).ends(0);
    let plan = office.run_with_key(&["purge", "--dry-run"]).ends(0);
    assert!(plan.out.contains("also lie"), "{}", plan.out);
    let number = office.run_with_key(&["purge", "--dry-run", "--json"]).ends(0).json();
    let number = number["plan"].as_str().unwrap().to_owned();
    let done = office.run_with_key(&["purge", &number, "--confirm", crate::office::NAME, "--json"]);
    assert_eq!(done.ends(0).json()["also_in_other_records"], Value::Bool(true));
    for (language, words, never) in [
        ("en", "which were not erased", "One expired record is erased"),
        ("fr", "qui n'ont pas été effacés", "Un dossier périmé est effacé"),
    ] {
        let paper = office.text(&format!("certificate-{language}.html"));
        office.run_in(language, &["report", "last", "--output", &paper]).ends(0);
        let text =
            std::fs::read_to_string(&paper).unwrap().replace("&#39;", "'").replace('\u{2019}', "'");
        assert!(text.contains(words) && !text.contains(never), "{text}");
    }
}

#[test]
fn a_heading_of_ones_own_and_a_folder_with_two_files_are_understood() {
    let office = office(&["1", "2"]);
    let config = office.path("home/refuge.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    let own = "\n[purge.headings]\nlast_contact = [\"Vu au cabinet\"]\n";
    std::fs::write(&config, format!("{text}{own}")).unwrap();
    let csv = "id;birth;Vu au cabinet\n1;01/01/1950;10/05/1999\n2;01/01/1950;11/05/2024\n";
    import(&office, csv, &[]).ends(0);
    assert_eq!(due(&office), ["1"]);
    office.write("export/patients.csv", "Id,BIRTHDATE,DEATHDATE\n1,1950-01-01,\n2,1950-01-01,\n");
    office.write(
        "export/encounters.csv",
        "Id,START,STOP,PATIENT\na,2024-05-10T08:00:00Z,2024-05-10T08:15:00Z,1\nb,1998-05-10T08:00:00Z,1998-05-10T08:15:00Z,2\n",
    );
    let folder = office.text("export");
    let told = office.run_with_key(&["register", "import", &folder, "--json"]).ends(0).json();
    assert_eq!(told["visits"]["rows"], 2);
    assert_eq!(due(&office), ["2"]);
}

#[test]
fn what_still_lies_on_the_computer_is_listed_when_asked_for() {
    let office = office(&["1", "2"]);
    import(
        &office,
        "id;birth;last_contact\n1;01/01/1950;10/05/1998\n2;01/01/1951;11/05/2024\n",
        &[],
    )
    .ends(0);
    let count = |office: &Office| office.run(&["purge", "--on-computer", "--json"]).ends(0).json();
    assert_eq!(count(&office)["on_computer"], 0);
    let number = office.run_with_key(&["purge", "--dry-run", "--json"]).ends(0).json();
    let number = number["plan"].as_str().unwrap().to_owned();
    office.run_with_key(&["purge", &number, "--confirm", crate::office::NAME, "--json"]).ends(0);
    let told = count(&office);
    assert_eq!((&told["on_computer"], told.get("paths")), (&1.into(), None));
    let said = office.run(&["purge", "--on-computer"]).ends(0);
    assert!(said.out.contains("patients/1") && !said.out.contains("patients/2"), "{}", said.out);
    // Whoever came back has files that no backup took: nobody is told to delete them unseen.
    // A scan may bear an old date; what came in the very second of the erasing was there before.
    std::thread::sleep(std::time::Duration::from_millis(1100));
    office.write("patients/1/scan.txt", "sent by a colleague, with its date\n");
    let scan = std::fs::File::options().append(true).open(office.path("patients/1/scan.txt"));
    let of_1998 = std::time::UNIX_EPOCH + std::time::Duration::from_secs(900_000_000);
    scan.unwrap().set_modified(of_1998).unwrap();
    let told = count(&office);
    assert_eq!((&told["on_computer"], &told["newer"]), (&1.into(), &1.into()));
    office.write("patients/1/new.txt", "a new visit\n");
    let backup = office.run(&["backup", "--json"]).ends(3).json();
    assert_eq!(backup["forgotten_changed"], 1, "{backup}");
    let told = count(&office);
    assert_eq!((&told["on_computer"], &told["newer"]), (&1.into(), &1.into()));
    let said = office.run(&["purge", "--on-computer"]).ends(0);
    let asks = said.out.contains("Has a patient come back?") && said.out.contains("patients/1");
    assert!(asks && !said.out.contains("by hand"), "{}", said.out);
    // The list shows that the patient did.
    let today = jiff::Timestamp::now().strftime("%d/%m/%Y").to_string();
    let csv = format!("id;birth;last_contact\n1;01/01/1950;{today}\n2;01/01/1951;11/05/2024\n");
    let back = import(&office, &csv, &[]).ends(0);
    assert_eq!(back.json()["returned"], 1);
    assert_eq!(count(&office)["on_computer"], 0, "a record of their own");
}

#[test]
fn the_plan_on_paper_is_one_page_that_a_doctor_reads_line_by_line() {
    let numbers: Vec<String> = (101..139).map(|number| number.to_string()).collect();
    let patients: Vec<&str> = numbers.iter().map(String::as_str).collect();
    let office = office(&patients);
    let row = |(at, number): (usize, &&str)| {
        let (day, month) = (at % 28 + 1, at % 12 + 1);
        let year = 1990 + at % 11;
        format!("{number};{day:02}/{month:02}/{};{day:02}/{month:02}/{year}\n", 1930 + at)
    };
    let rows: String = patients.iter().enumerate().map(row).collect();
    import(&office, &format!("id;birth;last_contact\n{rows}"), &[]).ends(0);
    let number = office.run_with_key(&["purge", "--dry-run", "--json"]).ends(0).json();
    let number = number["plan"].as_str().unwrap().to_owned();
    for language in ["en", "fr"] {
        let paper = office.text(&format!("plan-{language}.html"));
        let sheet = office.text("sheet.txt");
        let report = ["report", &number, "--names", "--output", &paper, "--identity", &sheet];
        office.run_in(language, &report).ends(0);
        let text = std::fs::read_to_string(&paper).unwrap();
        if let Ok(kept) = std::env::var("REFUGE_TEST_PAPERS") {
            std::fs::copy(&paper, format!("{kept}/plan-{language}.html")).unwrap();
        }
        let rows = text.matches("☐").count();
        assert_eq!(rows, 38);
        assert!(text.contains("dense") && text.contains("1930"), "births are told");
        let places = [text.find(">101<"), text.find(">112<")];
        assert!(places[0] < places[1], "what was due first stands on top");
    }
}
