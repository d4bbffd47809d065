//! What was erased and still lies on the computer, or comes back to it, is told until it is gone.

use std::time::{Duration, SystemTime};

use crate::cli_purge::{carry_out, planned};
use crate::office::Office;

/// Accounts of two years, the first of which is past its time, and a patient.
fn office() -> Office {
    let office = Office::with_patients(&["1001"]);
    for (file, years) in
        [("accounts/old/a.csv", 15), ("accounts/old/b.csv", 15), ("accounts/c.csv", 1)]
    {
        office.write(file, &format!("{file}\n"));
        let file = std::fs::File::options().write(true).open(office.path(file)).unwrap();
        let back = Duration::from_secs(years * 366 * 24 * 3600);
        file.set_modified(SystemTime::now() - back).unwrap();
    }
    let source = office.text("accounts");
    office
        .run(&["sources", "add", &source, "--class", "fr/accounting", "--records", "by-year"])
        .ends(0);
    office.json(&["backup"]);
    carry_out(&office, &planned(&office)).ends(0);
    office
}

fn matters(office: &Office) -> String {
    office.run(&["status", "--json"]).json()["matters"].to_string()
}

#[test]
fn an_erased_year_is_listed_on_the_computer_until_it_is_deleted() {
    let office = office();
    let listed = office.run(&["purge", "--on-computer", "--json", "--names"]).ends(0).json();
    assert_eq!((&listed["on_computer"], &listed["unseen"]), (&1.into(), &0.into()));
    let old = office.text("accounts/old");
    assert_eq!(listed["paths"], serde_json::json!([old]), "a folder of which nothing is kept");
    assert_eq!(office.json(&["backup"])["forgotten_met"], 1);
    assert!(matters(&office).contains("forgotten-here"), "{}", matters(&office));
    office.write("accounts/old/new.csv", "of this year\n");
    let listed = office.run(&["purge", "--on-computer", "--json", "--names"]).ends(0).json();
    let files = ["accounts/old/a.csv", "accounts/old/b.csv"].map(|file| office.text(file));
    assert_eq!(listed["paths"], serde_json::json!(files), "something in it is kept");
    std::fs::remove_dir_all(office.path("accounts/old")).unwrap();
    let listed = office.run(&["purge", "--on-computer", "--json"]).ends(0).json();
    assert_eq!(listed["on_computer"], 0);
    assert_eq!(office.json(&["backup"])["forgotten_met"], 0);
    assert!(!matters(&office).contains("forgotten-here"), "{}", matters(&office));
}

#[test]
fn an_erased_year_that_is_copied_back_with_new_dates_is_told_and_listed() {
    let office = office();
    std::fs::remove_dir_all(office.path("accounts/old")).unwrap();
    // As `cp` does.
    office.write("accounts/old/a.csv", "accounts/old/a.csv\n");
    office.write("accounts/old/b.csv", "accounts/old/b.csv, and more\n");
    let taken = office.json(&["backup"]);
    assert_eq!((&taken["erased_again"], &taken["forgotten_met"]), (&1.into(), &0.into()));
    assert!(matters(&office).contains("erased-again"), "{}", matters(&office));
    let again = office.json(&["backup"]);
    assert_eq!(again["erased_again"], 1, "as long as it lies there, though nothing changed");
    let listed = office.run(&["purge", "--on-computer", "--json", "--names"]).ends(0).json();
    assert_eq!(listed["paths"], serde_json::json!([office.text("accounts/old/a.csv")]));
    std::fs::remove_file(office.path("accounts/old/a.csv")).unwrap();
    assert_eq!(office.json(&["backup"])["erased_again"], 0);
    assert!(!matters(&office).contains("erased-again"), "{}", matters(&office));
}

#[test]
fn a_folder_that_cannot_be_looked_into_is_no_nothing_left() {
    let office = office();
    std::fs::remove_dir_all(office.path("accounts")).unwrap();
    let listed = office.run(&["purge", "--on-computer"]);
    assert!(!listed.out.contains("Nothing of a forgotten record"), "{}", listed.out);
    listed.ends(3);
}
