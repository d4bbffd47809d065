//! Papers as a practice files them: short, words first, with what whoever reads them asks for. `tests/papers.sh` prints
//! them with a browser, where there is one, and counts their pages.

use std::time::{Duration, SystemTime};

use crate::cli_incident::{attack, office as office_before_an_attack};
use crate::office::{NAME, Office};

/// A practice of which so many patients are due.
fn office_with_due(count: usize) -> Office {
    let names: Vec<String> = (0..count).map(|number| format!("DURAND Paul {number:02}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let office = Office::with_patients(&names);
    let mut csv = "No;Folder;Birth;Last visit\n".to_owned();
    for (number, name) in names.iter().enumerate() {
        let file = std::fs::File::options()
            .write(true)
            .open(office.path(&format!("patients/{name}/notes.txt")))
            .unwrap();
        file.set_modified(SystemTime::now() - Duration::from_secs(35 * 366 * 24 * 3600)).unwrap();
        let (month, day) = (1 + number % 12, 1 + number * 5 % 28);
        let birth = format!("{}-{month:02}-{day:02}", 1930 + number);
        csv += &format!("{number};{name};{birth};199{}-{month:02}-{day:02}\n", number % 9);
    }
    office.run(&["backup"]).ends(0);
    office.write("list.csv", &csv);
    let list = office.text("list.csv");
    office.run_with_key(&["register", "import", &list]).ends(0);
    office
}

fn written(office: &Office, language: &str, args: &[&str]) -> String {
    let (file, sheet) = (office.text("paper.html"), office.text("sheet.txt"));
    let more = ["--output", file.as_str(), "--identity", &sheet];
    let args: Vec<&str> = args.iter().copied().chain(more).collect();
    office.run_in(language, &args).ends(0);
    let html = std::fs::read_to_string(&file).unwrap();
    std::fs::remove_file(file).unwrap();
    html
}

/// Rows of tables and blocks between them, by which the printed pages grow.
fn lines(html: &str) -> usize {
    ["<tr", "<p", "<h", "<li", "<section"].iter().map(|tag| html.matches(tag).count()).sum()
}

#[test]
fn a_plan_of_38_records_is_one_page_and_its_certificate_two() {
    let office = office_with_due(38);
    let made = office.run_with_key(&["purge", "--dry-run", "--json"]).ends(0).json();
    let plan = made["plan"].as_str().unwrap().to_owned();
    assert_eq!(made["due"], 38);
    for language in ["en", "fr"] {
        let html = written(&office, language, &["report", &plan, "--names"]);
        assert_eq!(html.matches("DURAND Paul").count(), 38);
        assert!(html.contains("class=\"grid dense\""), "forty rows a page");
        assert!(lines(&html) <= 38 + 20, "{language}: {}", lines(&html));
    }
    office
        .run_with_key(&["purge", &plan, "--by", "Dr A. Martin", "--confirm", NAME, "--json"])
        .ends(0);
    for language in ["en", "fr"] {
        let html = written(&office, language, &["report", "erasure"]);
        assert!(html.contains("Dr A. Martin") && !html.contains("DURAND"), "approved by a person");
        assert!(lines(&html) <= 75, "{language}: {}", lines(&html));
        // Words first, hashes last.
        let signed = html.find("class=\"signatures\"").unwrap();
        let hash = html.find("class=\"hash\"").unwrap();
        assert!(signed < hash, "{language}: a hash stands above the signatures");
    }
}

#[test]
fn the_paper_of_an_incident_tells_how_much_since_when_what_is_safe_and_whom_to_tell() {
    let office = office_before_an_attack();
    attack(&office);
    office.run(&["backup"]).ends(17);
    office.run(&["incident", "start", "--note", "screens are red"]).ends(0);
    let open = [
        ("en", "60 of 60", "Last good backups", "72 hours", "by"),
        ("fr", "60 sur 60", "Dernières bonnes sauvegardes", "72 heures", "au plus tard le"),
    ];
    for (language, share, last_good, hours, until) in open {
        let html = written(&office, language, &["report", "last"]);
        for told in
            [share, ".locked", last_good, "Blue", hours, until, "cnil.fr", "screens are red"]
        {
            assert!(html.contains(told), "{language}: no {told}");
        }
        assert!(!html.contains("PATIENT"), "no names");
    }
    office.run(&["incident", "end", "--confirm", NAME]).ends(0);
    let closed = written(&office, "en", &["report", "last"]);
    assert!(closed.contains("60 of 60") && closed.contains("Closed"), "{closed}");
}

#[test]
fn apostrophes_and_blanks_are_set_as_printers_set_them() {
    let office = office_before_an_attack();
    office.run(&["incident", "start", "--note", "l'écran dit : « payez »"]).ends(0);
    let html = written(&office, "fr", &["report", "last"]);
    let text = html.split("<main>").nth(1).unwrap();
    assert!(text.contains("l’écran dit\u{a0}: «\u{a0}payez\u{a0}»"), "{text}");
    assert!(!text.contains("&#39;") && !text.contains('\''), "{text}");
}

#[test]
fn the_yearly_paper_shows_what_falls_due() {
    let office = office_with_due(3);
    office.write("patients/COSTA Inès 2004/notes.txt", "seen this year\n");
    office.run(&["backup"]).ends(0);
    let list = std::fs::read_to_string(office.path("list.csv")).unwrap();
    let list = format!("{list}99;COSTA Inès 2004;2004-02-01;2016-05-11\n");
    office.write("list.csv", &list);
    let list = office.text("list.csv");
    office.run_with_key(&["register", "import", &list]).ends(0);
    let made = office.run_with_key(&["purge", "--dry-run", "--json"]).ends(0).json();
    assert_eq!(made["falls_due"]["years"].as_object().unwrap().len(), 10);
    let screen = office.run_with_key(&["purge", "--dry-run"]).ends(0).out;
    assert!(
        screen.contains("Records to erase by year") && screen.contains("  due now"),
        "{screen}"
    );
    let html = written(&office, "en", &["report", "register"]);
    assert!(html.contains("Records to erase by year"), "{html}");
    assert!(html.contains(">due now</text>") && html.contains(">later</text>"), "{html}");
}
