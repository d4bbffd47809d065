//! Register, holds and purges through the command line: what is due goes, what is kept stays.

use std::path::Path;
use std::time::{Duration, SystemTime};

use serde_json::Value;

use crate::office::{NAME, Office};

/// Patients whose folder is named by their number.
const PATIENTS: [&str; 4] = ["1001", "1002", "1003", "1004"];

/// 1001 was last seen 30 years ago, the others lately; all files are as old.
fn office() -> Office {
    let office = Office::with_patients(&PATIENTS);
    age(&office, "patients/1001/notes.txt", 30);
    office.json(&["backup"]);
    import(&office, &register("1996-03-15")).ends(0);
    office
}

/// Sets the last change of a file so many years back.
fn age(office: &Office, file: &str, years: u64) {
    let file = std::fs::File::options().write(true).open(office.path(file)).unwrap();
    let back = Duration::from_secs(years * 366 * 24 * 3600);
    file.set_modified(SystemTime::now() - back).unwrap();
}

fn register(last_contact: &str) -> String {
    let today = jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::now()).date();
    format!(
        "N° patient;Date de naissance;Dernière visite\n\
         1001;01/02/1950;{last_contact}\n\
         1002;01/02/1960;{today}\n1003;01/02/1970;{today}\n1004;01/02/1980;{today}\n"
    )
}

fn import(office: &Office, csv: &str) -> crate::office::Answer {
    office.write("register.csv", csv);
    let path = office.text("register.csv");
    office.run_with_key(&["register", "import", &path, "--json"])
}

fn plan(office: &Office) -> Value {
    office.run_with_key(&["purge", "--dry-run", "--json"]).ends(0).json()
}

/// Makes a plan and gives its number.
fn planned(office: &Office) -> String {
    plan(office)["plan"].as_str().unwrap().to_owned()
}

fn carry_out(office: &Office, plan: &str) -> crate::office::Answer {
    office.run_with_key(&["purge", plan, "--confirm", NAME, "--json"])
}

fn restored(office: &Office, to: &str) -> Vec<String> {
    let folder = office.text(to);
    office.run_with_key(&["restore", "--all", "--to", &folder, "--json"]).ends(0);
    names(&office.path(to))
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn an_expired_record_is_planned_erased_and_skipped_ever_after() {
    let office = office();
    let made = plan(&office);
    assert_eq!((made["due"].as_u64(), made["kept"].as_u64()), (Some(1), Some(3)));
    assert!(!made.to_string().contains("1001"), "no names unless asked for");
    let done = carry_out(&office, made["plan"].as_str().unwrap()).ends(0).json();
    assert_eq!(done["forgotten"], 1);
    let drive = &done["drives"][0];
    assert_eq!((&drive["name"], &drive["level"]), (&"Blue".into(), &"logical-deletion".into()));
    assert_eq!(
        (&drive["negative_test"], drive["owes"].as_array().unwrap().len()),
        (&true.into(), 0)
    );
    assert!(done["ledger_entry"].is_string());
    assert_eq!(restored(&office, "back"), ["1002", "1003", "1004"]);
    let again = office.json(&["backup"]);
    assert_eq!(again["forgotten_met"], 1, "it still lies in the folder, and is not taken again");
    assert_eq!(restored(&office, "again"), ["1002", "1003", "1004"]);
    assert_eq!(
        carry_out(&office, made["plan"].as_str().unwrap()).ends(1).json()["error"]["id"],
        "R07"
    );
}
