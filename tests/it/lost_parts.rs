//! The computer's copies of keyring parts get lost: no drive is said to hold what it cannot open, and a drive that has
//! the keys gives them back.

use crate::office::Office;

/// Two drives with a backup of three patients; a fourth came to Blue, and the computer lost its copies.
fn without_copies() -> Office {
    let office = Office::with_patients(&["1001", "1002", "1003"]);
    office.add_drive("Green");
    office.json(&["backup"]);
    office.unplug("Green");
    office.write("patients/1004/notes.txt", "only Blue has the key of this one");
    office.json(&["backup"]);
    std::fs::remove_dir_all(office.path("home/keyring")).unwrap();
    office
}

fn copies(office: &Office) -> usize {
    let sections = std::fs::read_dir(office.path("home/keyring")).into_iter().flatten();
    sections.map(|section| std::fs::read_dir(section.unwrap().path()).unwrap().count()).sum()
}

#[test]
fn a_drive_without_the_keys_of_what_it_gets_is_not_complete_until_another_brought_them() {
    let office = without_copies();
    office.unplug("Blue");
    office.plug("Green");
    let done = office.run(&["backup", "--json"]).ends(3);
    assert!(done.out.contains(r#""keys_elsewhere":["Blue"]"#), "{}", done.out);
    let told = office.run(&["backup"]).ends(3);
    assert!(told.out.contains("the keys to it are on Blue only"), "{}", told.out);
    assert!(!told.out.contains("complete"), "{}", told.out);
    let stands = office.run(&["status"]);
    assert!(stands.out.contains("the keys to it are on Blue only"), "{}", stands.out);
    // As the sentence says: first the one, then the other.
    office.unplug("Green");
    office.plug("Blue");
    office.json(&["backup"]);
    assert!(copies(&office) > 0);
    office.unplug("Blue");
    office.plug("Green");
    assert_eq!(office.json(&["backup"])["keys_elsewhere"], serde_json::json!([]));
    let back = office.text("back");
    office.run_with_key(&["restore", "--all", "--to", &back]).ends(0);
    assert_eq!(office.tree("back").len(), 4, "nothing is missing");
}

#[test]
fn drives_that_are_there_together_mend_each_other_whichever_comes_first() {
    let office = without_copies();
    office.plug("Green");
    office.json(&["backup"]);
    office.unplug("Blue");
    let back = office.text("back");
    office.run_with_key(&["restore", "--all", "--to", &back]).ends(0);
    assert_eq!(office.tree("back").len(), 4);
}

#[test]
fn a_damaged_copy_is_made_anew_from_the_drive() {
    let office = without_copies();
    office.json(&["backup"]);
    let section = std::fs::read_dir(office.path("home/keyring")).unwrap().next().unwrap().unwrap();
    for part in std::fs::read_dir(section.path()).unwrap() {
        std::fs::write(part.unwrap().path(), "not what it was").unwrap();
    }
    office.json(&["backup"]);
    office.unplug("Blue");
    office.plug("Green");
    office.json(&["backup"]);
}
