//! Finding what is on a drive: what was deleted, earlier versions, by any spelling; and what a new computer knows.

use crate::office::Office;

/// An office whose only patient lost a file after the first backup and changed another.
fn office() -> Office {
    let office = Office::with_patients(&["DUPONT Zoé"]);
    office.write("patients/DUPONT Zoé/Ordonnance été.pdf", "take two");
    office.run(&["backup"]).ends(0);
    // Backups are told apart by the second when a time is typed back.
    std::thread::sleep(std::time::Duration::from_millis(1100));
    std::fs::remove_file(office.path("patients/DUPONT Zoé/Ordonnance été.pdf")).unwrap();
    office.write("patients/DUPONT Zoé/notes.txt", "about Zoé, and more");
    office.run(&["backup"]).ends(0);
    office
}

#[test]
fn a_deleted_file_is_found_and_comes_back() {
    let office = office();
    let found = office.run_with_key(&["find", "ordonnance", "ete"]).ends(0);
    assert!(found.out.contains("DUPONT Zoé/Ordonnance été.pdf"), "{}", found.out);
    assert!(found.out.contains("gone by"), "{}", found.out);
    let lines = office.run_with_key(&["find", "ordonnance", "--json", "--names"]).ends(0).lines();
    assert_eq!(lines[0]["path"], "DUPONT Zoé/Ordonnance été.pdf");
    assert!(lines[0]["gone_by"].is_string(), "{}", lines[0]);
    assert_eq!(lines[1]["gone"], 1);

    let to = office.text("back");
    office.run_with_key(&["restore", "ordonnance", "--to", &to]).ends(0);
    let back = std::fs::read_to_string(office.path("back/DUPONT Zoé/Ordonnance été.pdf"));
    assert_eq!(back.unwrap(), "take two");
    assert_eq!(office.tree("back").len(), 1);
}

#[test]
fn versions_of_a_document_are_told_and_the_newest_comes_back() {
    let office = office();
    let lines = office.run_with_key(&["find", "notes", "--json", "--names"]).ends(0).lines();
    assert_eq!((&lines[0]["versions"], &lines[0]["size"]), (&2.into(), &20.into()));
    assert!(lines[0]["gone_by"].is_null());
    let to = office.text("back");
    let done = office.run_with_key(&["restore", "notes", "--to", &to]).ends(0);
    assert!(done.err.contains("From the backup of"), "{}", done.err);
    let back = std::fs::read_to_string(office.path("back/DUPONT Zoé/notes.txt")).unwrap();
    assert_eq!(back, "about Zoé, and more");
}

#[test]
fn what_is_not_there_is_said_and_any_spelling_finds_what_is() {
    let office = office();
    office.run_with_key(&["ls", "MARTIN", "--json"]).refuses("N01");
    for typed in ["dupont zoe", "DUPONT Zoe\u{301}/", "patients/DUPONT Zoé"] {
        let listed = office.run_with_key(&["ls", typed, "--json"]).ends(0).json();
        assert_eq!(listed["files"], 1, "{typed}");
        let to = office.text(&format!("to {}", typed.len()));
        office.run_with_key(&["restore", "--path", typed, "--to", &to]).ends(0);
    }
    let shots = office.run_with_key(&["snapshots", "--json"]).ends(0).json();
    let first = &shots["snapshots"][0];
    let id = first["id"].as_str().unwrap();
    for (number, typed) in [&id[..8], first["time"].as_str().unwrap()].into_iter().enumerate() {
        let to = office.text(&format!("first {number}"));
        office.run_with_key(&["restore", "--all", "--snapshot", typed, "--to", &to]).ends(0);
        assert!(office.path(&format!("first {number}/DUPONT Zoé/Ordonnance été.pdf")).exists());
    }
}

#[test]
fn nothing_is_restored_into_a_vault_nor_beside_one_unasked() {
    let office = office();
    for inside in ["Blue/refuge/packs/x", "Blue/back"] {
        let to = office.text(inside);
        office.run_with_key(&["restore", "--all", "--to", &to, "--json"]).refuses("T02");
        assert!(!office.path(inside).exists());
    }
}

#[test]
fn a_hold_finds_every_folder_that_bears_the_name_also_one_that_is_left() {
    let office = office();
    office.write("images/DUPONT Zoe\u{301}/scan.dcm", "scan");
    let images = office.text("images");
    let add = ["sources", "add", &images, "--class", "fr/medical-record"];
    office.run(&[&add[..], &["--records", "each-folder"]].concat()).ends(0);
    office.run(&["backup"]).ends(0);
    office.run(&["sources", "remove", &images]).ends(0);
    let hold = ["hold", "add", "dupont zoe", "--reason", "litigation", "--by", "Dr A"];
    let held = office.json(&hold);
    assert_eq!(held["records"].as_array().unwrap().len(), 2, "{held}");
    let closed = office.json(&["hold", "remove", "DUPONT ZOÉ", "--by", "Dr A"]);
    assert_eq!(closed["closed"], 2, "{closed}");
}

/// Attaches a new home folder and gives the answer.
fn attached(office: &Office, target: &str) {
    std::fs::rename(office.path("home"), office.path("home.old")).unwrap();
    let path = office.text(target);
    office.run_with_key(&["attach", &path]).ends(0);
}

#[test]
fn a_new_computer_knows_the_name_the_backups_and_what_the_folders_held() {
    let office = office();
    std::fs::rename(office.path("Blue"), office.path("STICK")).unwrap();
    std::fs::rename(office.path("patients"), office.path("patients.old")).unwrap();
    attached(&office, "STICK");
    let status = office.run(&["status", "--json"]).json();
    assert_eq!(status["drives"][0]["name"], "Blue", "{status}");
    assert!(status["drives"][0]["last_backup"].is_string(), "{status}");
    assert_eq!(status["next"], "restore", "{status}");
    assert_eq!(status["matters"][0]["backups"], 2, "{status}");
    std::fs::create_dir(office.path("patients")).unwrap();
    office.run(&["backup", "--json"]).refuses("B02");
    std::fs::remove_dir(office.path("patients")).unwrap();
    std::fs::rename(office.path("patients.old"), office.path("patients")).unwrap();
    office.run(&["backup"]).ends(0);
}

#[test]
fn a_damaged_memory_is_set_aside_and_learnt_anew() {
    let office = office();
    std::fs::write(office.path("home/state.db"), vec![7; 20_000]).unwrap();
    office.run(&["status"]).refuses("P04");
    let path = office.text("Blue");
    office.run_with_key(&["attach", &path]).ends(0);
    assert!(office.path("home/state.db.damaged").exists());
    office.run(&["backup"]).ends(0);
}

#[test]
fn who_was_removed_is_said_to_open_everything_until_the_locks_are_changed() {
    let office = office();
    let (key, phrase) = (office.text("dupont.txt"), office.text("phrase.txt"));
    let add = ["keys", "add", "--name", "dr-dupont", "--identity-out", &key];
    office.run_with_key(&[&add[..], &["--new-passphrase-file", &phrase]].concat()).ends(0);
    office.run(&["keys", "remove", "dr-dupont"]).ends(0);
    let status = office.run(&["status", "--json"]).json();
    let matters = status["matters"].as_array().unwrap();
    assert!(matters.iter().any(|matter| matter["id"] == "still-opens"), "{status}");
    assert!(!matters.iter().any(|matter| matter["id"] == "destroy-keys"), "{status}");
    let list = office.run(&["keys"]).ends(0).out;
    assert!(list.contains("dr-dupont no. 1 still opens every backup"), "{list}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_mounted_in_a_folder_can_be_added_beside_it() {
    let office = office();
    let place = office.path("patients/IMAGING");
    std::fs::create_dir(&place).unwrap();
    let mount = |args: &[&str]| {
        let done = std::process::Command::new(args[0]).args(&args[1..]).arg(&place).status();
        done.is_ok_and(|status| status.success())
    };
    if !mount(&["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs"]) {
        crate::support::skipped("mounting needs rights");
        return;
    }
    std::fs::write(place.join("x.dcm"), "scan").unwrap();
    let path = place.to_str().unwrap();
    let add = ["sources", "add", path, "--class", "fr/medical-record", "--records", "whole"];
    let added = office.run(&add);
    let saved = office.run(&["backup"]);
    let listed = office.run_with_key(&["ls", "IMAGING"]);
    assert!(mount(&["umount"]));
    added.ends(0);
    assert!(saved.code == 0 || saved.code == 3, "{}", saved.err);
    assert!(listed.ends(0).out.contains("IMAGING/x.dcm"));
}

#[test]
fn a_folder_that_was_removed_and_comes_back_is_not_stored_again() {
    let office = office();
    let source = office.text("patients");
    office.run(&["sources", "remove", &source]).ends(0);
    let add = ["sources", "add", &source, "--class", "fr/dental-record", "--records"];
    office.run(&[&add[..], &["each-folder"]].concat()).ends(0);
    let again = office.json(&["backup"]);
    assert_eq!((&again["files"], &again["new_files"]), (&1.into(), &0.into()), "{again}");
}

/// Every copy of the list of a backup goes, the newest first; what is left of each.
fn without_lists(office: &Office, newest_only: bool, harm: fn(&std::path::Path)) {
    let mut lists = lists(office);
    // Names begin with the time.
    lists.sort_by_key(|path| path.file_name().unwrap().to_owned());
    let newest = lists.last().unwrap().file_name().unwrap().to_owned();
    lists.retain(|path| !newest_only || path.file_name() == Some(&newest));
    lists.iter().for_each(|path| harm(path));
}

/// Both copies of each list on Blue.
fn lists(office: &Office) -> Vec<std::path::PathBuf> {
    let lists = office.tree("Blue/refuge").into_keys();
    let lists = lists.filter(|path| path.to_string_lossy().contains("/snapshots/"));
    lists.map(|path| office.path("Blue/refuge").join(path)).collect()
}

/// Ways in which a list is no longer there.
const HARMS: [fn(&std::path::Path); 2] = [
    |path| std::fs::remove_file(path).unwrap(),
    |path| std::fs::write(path, "none of ours").unwrap(),
];

#[test]
fn older_content_is_never_given_without_a_word_where_the_newest_list_cannot_be_read() {
    for harm in HARMS {
        let office = office();
        without_lists(&office, true, harm);
        let warned = [("en", "perhaps the newest"), ("fr", "peut-être la plus récente")];
        for (language, warning) in warned {
            let key = office.text("sheet.txt");
            let to = office.text(&format!("to {language}"));
            let lines: [(&[&str], i32); 4] = [
                (&["snapshots"], 15),
                (&["ls"], 15),
                (&["find", "notes"], 15),
                (&["restore", "--all", "--to", &to], 3),
            ];
            for (line, code) in lines {
                let told = office.run_in(language, &[line, &["--identity", &key]].concat());
                assert_eq!(told.code, code, "{line:?}: {}{}", told.out, told.err);
                assert!(told.err.contains(warning), "{line:?}: {}{}", told.out, told.err);
            }
        }
        let shots = office.run_with_key(&["snapshots", "--json"]).ends(15).json();
        assert_eq!(shots["unread_snapshots"], 1);
        let only = shots["snapshots"][0]["id"].as_str().unwrap();
        office.run_with_key(&["ls", "--snapshot", only]).ends(0);
    }
}

#[test]
fn a_drive_whose_lists_are_gone_is_not_called_empty_or_intact() {
    for (harm, id) in HARMS.into_iter().zip(["V01", "V04"]) {
        let office = office();
        without_lists(&office, false, harm);
        let to = office.text("to");
        for line in
            [&["snapshots"][..], &["ls"], &["find", "notes"], &["restore", "--all", "--to", &to]]
        {
            let told = office.run_with_key(line);
            assert_eq!(told.error(), id, "{line:?}: {}{}", told.out, told.err);
            assert!(!told.err.contains("intact"), "{line:?}: {}", told.err);
        }
    }
}

#[test]
fn a_list_in_the_middle_that_is_gone_is_told_wherever_backups_are_listed() {
    let office = office();
    office.add_drive("Red");
    office.run(&["backup", "--drive", "Red"]).ends(0);
    for text in ["two", "three"] {
        office.write("patients/DUPONT Zoé/more.txt", text);
        // Names of lists begin with the second.
        std::thread::sleep(std::time::Duration::from_millis(1100));
        office.run(&["backup", "--drive", "Blue"]).ends(0);
    }
    let names = || lists(&office).into_iter().map(|path| path.file_name().unwrap().to_owned());
    let names: std::collections::BTreeSet<_> = names().collect();
    assert!(names.len() >= 3);
    let middle = names.iter().nth(names.len() - 2).unwrap();
    let gone = lists(&office).into_iter().filter(|path| path.file_name() == Some(middle));
    gone.for_each(|path| std::fs::remove_file(path).unwrap());
    let on_blue = |line: &[&str]| office.run_with_key(&[line, &["--drive", "Blue"]].concat());
    let to = office.text("to");
    for (line, code) in [
        (&["snapshots"][..], 15),
        (&["find", "more"], 15),
        (&["ls"], 0),
        (&["restore", "--all", "--to", &to], 0),
    ] {
        let told = on_blue(line).ends(code);
        let is_told = told.err.contains("a backup on Blue cannot be read. Newer ones");
        assert!(is_told && told.err.contains("--drive \"Red\""), "{line:?}: {}", told.err);
    }
    assert_eq!(std::fs::read_to_string(office.path("to/DUPONT Zoé/more.txt")).unwrap(), "three");
    assert_eq!(on_blue(&["snapshots", "--json"]).json()["unread_snapshots"], 1);
}

#[test]
fn whoever_searched_in_vain_is_not_sent_to_search_again() {
    let office = office();
    let key = office.text("sheet.txt");
    for (language, again, other) in
        [("en", "refuge find", "`refuge ls`"), ("fr", "chercher", "`refuge lister`")]
    {
        let args = ["restore", "no-such", "words", "--identity", &key];
        let told = office.run_in(language, &args).refuses("N01").err;
        assert!(told.contains(other) && !told.contains(again), "{told}");
    }
}

#[test]
fn where_no_list_can_be_read_the_drive_that_has_them_is_named() {
    let office = office();
    office.add_drive("Red");
    office.run(&["backup", "--drive", "Red"]).ends(0);
    without_lists(&office, false, HARMS[0]);
    for line in [&["snapshots"][..], &["ls"], &["find", "notes"], &["restore", "--all"]] {
        let told = office.run_with_key(&[line, &["--drive", "Blue"]].concat());
        assert_eq!(told.error(), "V01");
        assert!(told.err.contains("--drive \"Red\""), "{line:?}: {}", told.err);
    }
    office.run_with_key(&["ls", "--drive", "Red"]).ends(0);
    office.run(&["drives", "lost", "Red", "--by", "Dr A"]).ends(0);
    let told = office.run_with_key(&["ls", "--drive", "Blue"]);
    assert!(!told.err.contains("Red"), "{}", told.err);
}

#[test]
fn what_an_interrupted_run_left_is_no_backup_that_is_missing() {
    let office = office();
    let folder = office.tree("Blue/refuge").into_keys();
    let mut lists = folder.filter(|path| path.to_string_lossy().contains("/snapshots/"));
    let one = office.path("Blue/refuge").join(lists.next().unwrap());
    // What somebody else put there is no list of ours either.
    std::fs::write(one.with_file_name("notes.txt"), "x").unwrap();
    let told = office.run_with_key(&["restore", "--all", "--to", &office.text("to")]).ends(0);
    assert!(!told.err.contains("cannot be read"), "{}", told.err);
}

#[test]
fn of_two_drives_the_one_that_was_backed_up_to_last_is_looked_into() {
    let office = office();
    office.add_drive("Red");
    office.write("patients/DUPONT Zoé/new.txt", "new");
    // Whatever the drives are called, and whatever the clock says.
    for drive in ["Red", "Blue", "Red"] {
        office.write("patients/DUPONT Zoé/last.txt", drive);
        office.run(&["backup", "--drive", drive]).ends(0);
        assert_eq!(office.run_with_key(&["find", "new", "--json"]).ends(0).json()["files"], 1);
        let to = office.text(&format!("{} {}", drive, office.tree("home").len()));
        let done = office.run_with_key(&["restore", "--all", "--to", &to, "--json"]).ends(0).json();
        assert_eq!(done["drive"], drive);
        let last = std::path::Path::new(&to).join("DUPONT Zoé/last.txt");
        assert_eq!(std::fs::read_to_string(last).unwrap(), drive);
        std::fs::remove_dir_all(to).unwrap();
    }
    // Who names a drive gets that one.
    let named = office.run_with_key(&["ls", "--drive", "Blue", "--json"]).ends(0);
    assert_eq!(named.json()["files"], 3);
}

#[test]
fn a_path_that_is_gone_comes_back_from_the_last_backup_that_has_it() {
    let office = Office::with_patients(&["DURAND Paul 1949", "COSTA Ines"]);
    office.run(&["backup"]).ends(0);
    std::fs::remove_dir_all(office.path("patients/COSTA Ines")).unwrap();
    office.run(&["backup"]).ends(0);
    office.run(&["backup"]).ends(0);
    for (number, typed) in ["COSTA Ines", "patients/costa ines"].iter().enumerate() {
        let to = office.text(&format!("back {number}"));
        let told = office.run_with_key(&["restore", "--path", typed, "--to", &to]).ends(0);
        assert!(told.err.contains("The last backup that has it:"), "{}", told.err);
        let found = crate::rig::files_below(&office.path(&format!("back {number}")));
        assert!(!found.is_empty() && found.keys().all(|path| path.contains("COSTA Ines")));
    }
    let to = office.text("none");
    let args = ["restore", "--path", "NOBODY", "--to", &to, "--json"];
    office.run_with_key(&args).refuses("N01");
    let first = ["restore", "--snapshot", "latest", "--path", "COSTA Ines", "--to", &to, "--json"];
    office.run_with_key(&first).refuses("N01");
}
