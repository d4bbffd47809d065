//! What one drive could not take is told of that drive until it has it, whatever the other drives hold.

use serde_json::Value;

use crate::office::Office;
use crate::support::held::HeldFile;

fn matter(office: &Office, wanted: &str) -> Option<Value> {
    let status = office.run(&["status", "--json"]).json();
    let matters = status["matters"].as_array().unwrap().clone();
    matters.into_iter().find(|matter| matter["id"] == wanted)
}

fn verdict(office: &Office) -> String {
    let status = office.run(&["status", "--json"]).json();
    status["verdict"].as_str().unwrap().to_owned()
}

/// A folder that only the patients' file lies in, on two drives, and what was not saved on Blue.
fn two_drives() -> Office {
    let office = Office::with_patients(&["MARTIN Zoé"]);
    office.add_drive("Red");
    office.run(&["backup"]).ends(0);
    assert_eq!(verdict(&office), "protected");
    office
}

#[test]
fn what_one_drive_could_not_take_is_told_until_that_drive_has_it() {
    let office = two_drives();
    let base = office.path("patients/MARTIN Zoé/base.fdb");
    std::fs::write(&base, crate::rig::noise(1, 50_000)).unwrap();
    let Some(held) = HeldFile::at(&base) else { return };
    office.run(&["backup", "--drive", "Blue"]).ends(3);
    assert_eq!(matter(&office, "held-open").unwrap()["in_no_version"], 1);
    drop(held);
    office.run(&["backup", "--drive", "Red"]).ends(0);
    assert_eq!(matter(&office, "held-open"), None, "Red has it");
    assert_eq!(verdict(&office), "action", "one drive alone has it");
    let told = matter(&office, "lacking").unwrap();
    assert_eq!((&told["drive"], &told["files"]), (&"Blue".into(), &1.into()));
    let said = office.run(&["status"]).out;
    assert!(said.contains("the last backup on Blue could not take one file: plug it in"), "{said}");
    let paper = office.run(&["report", "register"]).ends(0).out;
    assert!(
        paper.contains("The last backup on Blue could not take: 1 file, 0 folders."),
        "{paper}"
    );
    office.run(&["drives", "lost", "Red", "--by", "Dr A"]).ends(0);
    assert!(matter(&office, "lacking").is_some(), "no drive in use has it");
    office.run(&["drives", "found", "Red", "--by", "Dr A"]).ends(0);
    office.run(&["backup", "--drive", "Blue"]).ends(0);
    assert_eq!((matter(&office, "lacking"), verdict(&office)), (None, "protected".to_owned()));
}

#[test]
fn an_older_version_on_the_other_drive_is_told_and_no_alarm() {
    let office = two_drives();
    let notes = office.path("patients/MARTIN Zoé/notes.txt");
    std::fs::write(&notes, "more about her").unwrap();
    let Some(held) = HeldFile::at(&notes) else { return };
    office.run(&["backup", "--drive", "Blue"]).ends(3);
    drop(held);
    assert_eq!(verdict(&office), "action");
    office.run(&["backup", "--drive", "Red"]).ends(0);
    assert!(matter(&office, "lacking").is_some());
    assert_eq!(verdict(&office), "protected");
}

#[test]
fn a_folder_that_one_drive_has_not_is_told_of_that_drive() {
    let office = two_drives();
    office.write("scans/a.dcm", "scan");
    let scans = office.text("scans");
    let add = ["sources", "add", &scans, "--class", "unclassified", "--records", "whole"];
    office.run(&add).ends(0);
    std::fs::rename(&scans, office.path("away")).unwrap();
    office.run(&["backup", "--drive", "Blue"]).ends(3);
    std::fs::rename(office.path("away"), &scans).unwrap();
    office.run(&["backup", "--drive", "Red"]).ends(0);
    let told = matter(&office, "lacking").unwrap();
    assert_eq!((&told["files"], &told["folders"]), (&0.into(), &1.into()));
    assert_eq!(verdict(&office), "action");
    // With Red lost, no drive has it.
    office.run(&["drives", "lost", "Red", "--by", "Dr A"]).ends(0);
    assert_eq!(matter(&office, "never-saved").unwrap()["folders"], 1);
    office.run(&["backup", "--drive", "Blue"]).ends(0);
    assert_eq!((matter(&office, "never-saved"), matter(&office, "lacking")), (None, None));
}

#[test]
fn a_new_computer_tells_what_the_last_backup_of_the_old_one_left_out() {
    let office = two_drives();
    let base = office.path("patients/MARTIN Zoé/base.fdb");
    std::fs::write(&base, crate::rig::noise(1, 50_000)).unwrap();
    let Some(held) = HeldFile::at(&base) else { return };
    office.run(&["backup"]).ends(3);
    std::fs::rename(office.path("home"), office.path("old home")).unwrap();
    let (blue, red) = (office.text("Blue"), office.text("Red"));
    office.run_with_key(&["attach", &blue]).ends(0);
    office.run_with_key(&["attach", &red]).ends(0);
    assert_eq!(matter(&office, "unsaved").unwrap()["files"], 1);
    assert_ne!(verdict(&office), "protected");
    drop(held);
    office.run(&["backup"]).ends(0);
    assert_eq!(matter(&office, "unsaved"), None);
}
