//! Files back where they were: what stands there is never lost, and never replaced unasked.

use crate::office::Office;

const NOTES: &str = "patients/DUPONT Zoé/notes.txt";

/// Two patients who were backed up; then one's notes were changed, and the other's folder is gone.
fn office() -> Office {
    let office = Office::with_patients(&["DUPONT Zoé", "MARTIN Jean"]);
    office.write("patients/DUPONT Zoé/scan.txt", "a scan\n");
    office.run(&["backup"]).ends(0);
    office.write(NOTES, "written since\n");
    std::fs::remove_dir_all(office.path("patients/MARTIN Jean")).unwrap();
    office
}

fn read(office: &Office, name: &str) -> String {
    std::fs::read_to_string(office.path(name)).unwrap()
}

#[test]
fn without_a_word_nothing_that_differs_is_replaced_and_nothing_else_is_done() {
    let office = office();
    let before = office.tree("patients");
    let answer = office.run_with_key(&["restore", "--all", "--in-place", "--json"]);
    let answer = answer.refuses("T03");
    assert_eq!(answer.lines()[0]["type"], "conflicts");
    let counts = ["newer", "older", "other"].map(|word| answer.lines()[0][word].as_u64());
    assert_eq!(counts, [Some(1), Some(0), Some(0)]);
    assert_eq!(office.tree("patients"), before);
    let told = office.run_with_key(&["restore", "--all", "--in-place", "--json", "--names"]);
    assert_eq!(told.lines()[0]["path"], "DUPONT Zoé/notes.txt");
    assert_eq!(told.lines()[0]["now"], "newer");
}

#[test]
fn what_is_missing_comes_back_and_what_differs_may_stay() {
    let office = office();
    let keep = ["restore", "--all", "--in-place", "--existing", "keep", "--json"];
    let done = office.run_with_key(&keep).ends(0).json();
    assert_eq!((&done["files"], &done["same"]), (&1.into(), &1.into()), "{done}");
    assert_eq!((&done["stayed"], &done["replaced"]), (&1.into(), &0.into()), "{done}");
    assert_eq!(read(&office, NOTES), "written since\n");
    assert_eq!(read(&office, "patients/MARTIN Jean/notes.txt"), "about MARTIN Jean\n");
    assert_eq!(office.tree("patients").len(), 3);
}

#[test]
fn what_is_replaced_lies_beside_and_the_second_time_there_is_nothing_to_do() {
    let office = office();
    let replace = ["restore", "--all", "--in-place", "--existing", "replace", "--json"];
    let done = office.run_with_key(&replace).ends(0).json();
    assert_eq!((&done["files"], &done["replaced"]), (&2.into(), &1.into()), "{done}");
    assert_eq!(read(&office, NOTES), "about DUPONT Zoé\n");
    let tree = office.tree("patients");
    let beside = tree.keys().find(|path| path.to_string_lossy().contains("notes (before "));
    assert_eq!(tree[beside.unwrap()], b"written since\n");
    let again = office.run_with_key(&["restore", "--all", "--in-place", "--json"]).ends(0).json();
    assert_eq!((&again["files"], &again["same"]), (&0.into(), &3.into()), "{again}");
    assert_eq!(office.tree("patients"), tree);
}

#[test]
fn damage_that_changed_no_time_is_seen() {
    let office = office();
    let scan = office.path("patients/DUPONT Zoé/scan.txt");
    let modified = std::fs::metadata(&scan).unwrap().modified().unwrap();
    std::fs::write(&scan, "a sc@n\n").unwrap();
    std::fs::File::options().write(true).open(&scan).unwrap().set_modified(modified).unwrap();
    let replace =
        ["restore", "--path", "DUPONT Zoé/scan.txt", "--in-place", "--existing", "replace"];
    office.run_with_key(&replace).ends(0);
    assert_eq!(std::fs::read_to_string(scan).unwrap(), "a scan\n");
}

#[cfg(unix)]
#[test]
fn a_link_or_a_folder_in_the_way_stays_and_nothing_is_written_through_it() {
    let office = office();
    let elsewhere = office.path("elsewhere");
    std::fs::create_dir(&elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, office.path("patients/MARTIN Jean")).unwrap();
    std::fs::remove_file(office.path(NOTES)).unwrap();
    std::fs::create_dir(office.path(NOTES)).unwrap();
    let replace = ["restore", "--all", "--in-place", "--existing", "replace", "--json"];
    let done = office.run_with_key(&replace).ends(0).json();
    assert_eq!((&done["files"], &done["stayed"]), (&0.into(), &2.into()), "{done}");
    assert!(office.path(NOTES).is_dir());
    assert_eq!(std::fs::read_dir(&elsewhere).unwrap().count(), 0);
}

#[test]
fn a_folder_that_is_gone_as_a_whole_comes_back_under_its_path() {
    let office = office();
    std::fs::remove_dir_all(office.path("patients")).unwrap();
    office.run_with_key(&["restore", "--all", "--in-place"]).ends(0);
    assert_eq!(office.tree("patients").len(), 3);
    office.run(&["backup"]).ends(0);
}

#[test]
fn copies_that_lie_in_a_folder_that_is_backed_up_are_told() {
    let office = Office::with_patients(&["DURAND Paul"]);
    office.run(&["backup"]).ends(0);
    let (inside, beside) = (office.text("patients/back"), office.text("back"));
    let told = office.run_with_key(&["restore", "--all", "--to", &inside]).ends(0);
    assert!(told.out.contains("will be saved again"), "{}", told.out);
    let told = office.run_with_key(&["restore", "--all", "--to", &beside, "--json"]).ends(0);
    assert_eq!(told.json()["is_backed_up"], false);
}

#[test]
fn an_option_that_would_be_ignored_is_refused() {
    let office = Office::new();
    for line in [
        "restore --all --to /tmp/back --existing replace",
        "purge 3 --as-of 2031-01-01",
        "purge --on-computer --as-of 2031-01-01",
        "thin --dry-run --newest-only",
    ] {
        let words: Vec<&str> = line.split(' ').collect();
        office.run(&words).ends(2);
    }
}
