//! Advice about drives, and about what may be an attack, is followed to its end.

use crate::advice_walk::{LANGUAGES, advised, backed_up, comes_back, has, id, typed, typed_with};
use crate::file_systems::{FileSystem, Image};
use crate::office::Office;
use crate::support::copy_folder;

const MIB: u64 = 1 << 20;

/// The values of a line that adds a drive.
fn called<'a>(path: &'a str, name: &'a str) -> [(&'static str, &'a str); 4] {
    [("PATH", path), ("CHEMIN", path), ("NAME", name), ("NOM", name)]
}

/// A copy of Blue that is added: refused, with two ways out.
fn with_a_copy(language: &str) -> (Office, [String; 2]) {
    let office = backed_up();
    copy_folder(&office.path("Blue"), &office.path("copy"));
    let copy = office.text("copy");
    let add = ["drives", "add", &copy, "--name", "Red", "--allow-fixed"];
    let told = office.run_in(language, &add).ends(18);
    id(&told, "D06");
    let ways = advised(&told).try_into().unwrap();
    (office, ways)
}

#[test]
fn a_copy_becomes_a_drive_of_its_own_as_advised() {
    for language in LANGUAGES {
        let (office, [own, _]) = with_a_copy(language);
        let path = office.text("copy");
        typed_with(&office, language, &own, &called(&path, "Red"), &["--allow-fixed"]).ends(0);
        office.run(&["backup", "--drive", "Red"]).ends(0);
        office.run_with_key(&["verify", "--full", "--drive", "Red"]).ends(0);
    }
}

#[test]
fn a_copy_takes_the_place_of_the_drive_that_is_lost_as_advised() {
    for language in LANGUAGES {
        let (office, [_, place]) = with_a_copy(language);
        office.unplug("Blue");
        let path = office.text("copy");
        let line = format!("{place} --allow-fixed");
        typed(&office, language, &line, &called(&path, "Blue")).ends(0);
        office.run(&["backup"]).ends(0);
        comes_back(&office);
    }
}

#[test]
fn a_drive_is_waited_for_as_advised() {
    for language in LANGUAGES {
        let office = backed_up();
        office.unplug("Blue");
        let told = office.run_in(language, &["backup"]).ends(10);
        id(&told, "D01");
        let [wait] = advised(&told).try_into().unwrap();
        let answer = std::thread::scope(|scope| {
            scope.spawn(|| {
                std::thread::sleep(std::time::Duration::from_millis(1500));
                office.plug("Blue");
            });
            typed(&office, language, &wait, &[])
        });
        answer.ends(0);
    }
}

#[test]
fn a_folder_without_backups_is_made_a_drive_as_advised() {
    for language in LANGUAGES {
        let office = backed_up();
        std::fs::create_dir(office.path("Red")).unwrap();
        let red = office.text("Red");
        let told =
            office.run_in(language, &["attach", &red, "--identity", &office.text("sheet.txt")]);
        id(&told, "D03");
        let [add] = advised(&told).try_into().unwrap();
        // Where several drives could be meant, they are asked about; a script says which.
        typed_with(&office, language, &add, &[], &[&red, "--name", "Red", "--allow-fixed"]).ends(0);
        office.run(&["backup", "--drive", "Red"]).ends(0);
        let told =
            office.run_in(language, &["drives", "add", &red, "--name", "Pink", "--allow-fixed"]);
        id(&told, "D18");
        let [list] = advised(&told).try_into().unwrap();
        assert!(typed(&office, language, &list, &[]).ends(0).out.contains("Red"));
    }
}

#[test]
fn instead_of_a_drive_that_its_first_backup_fills_another_is_taken_as_advised() {
    for language in LANGUAGES {
        let Some(image) = Image::new(FileSystem::Ext4, 24 * MIB) else { return };
        std::fs::remove_dir(image.mount_point().join("lost+found")).unwrap();
        let office = Office::with_patients(&["DURAND Paul 1949"]);
        office.run(&["drives", "lost", "Blue", "--by", "Dr A"]).ends(0);
        let mount = image.mount_point();
        let mount = mount.to_str().unwrap();
        office.run(&["drives", "add", mount, "--name", "Small", "--allow-fixed"]).ends(0);
        let scan = office.path("patients/DURAND Paul 1949/scan.bin");
        std::fs::write(&scan, crate::rig::noise(5, 40_000_000)).unwrap();
        let told = office.run_in(language, &["backup"]).ends(13);
        id(&told, "D10");
        has(&office, "drive-full", true);
        assert!(advised(&told).is_empty(), "there is nothing to thin out: {}", told.err);
        let status = office.run_in(language, &["status", "--json"]).json();
        let said = status["next_text"].as_str().unwrap().replace('\u{a0}', " ");
        assert!(said.contains("Small") && !said.contains("--dry-run"), "{said}");
        // Another drive is taken, and the small one is given up.
        office.add_drive("Large");
        office.run(&["backup", "--drive", "Large"]).ends(0);
        office.run(&["drives", "lost", "Small", "--by", "Dr A"]).ends(0);
        has(&office, "drive-full", false);
        comes_back(&office);
    }
}

#[test]
fn a_full_drive_is_backed_up_to_again_when_there_is_room() {
    let Some(image) = Image::new(FileSystem::Ext4, 24 * MIB) else { return };
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.unplug("Blue");
    let mount = image.mount_point();
    let mount = mount.to_str().unwrap();
    office.run(&["drives", "add", mount, "--name", "Small", "--allow-fixed"]).ends(0);
    let scan = office.path("patients/DURAND Paul 1949/scan.bin");
    std::fs::write(&scan, crate::rig::noise(5, 40_000_000)).unwrap();
    office.run(&["backup"]).ends(13);
    std::fs::remove_file(&scan).unwrap();
    office.run(&["backup"]).ends(0);
    has(&office, "drive-full", false);
}

#[test]
fn what_may_be_an_attack_is_looked_at_or_declared_as_advised() {
    for language in LANGUAGES {
        let names: Vec<String> = (0..60).map(|number| format!("PATIENT {number:02}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let office = Office::with_patients(&names);
        office.run(&["backup"]).ends(0);
        for (number, name) in (0_u8..).zip(names) {
            let folder = office.path("patients").join(name);
            std::fs::rename(folder.join("notes.txt"), folder.join("notes.txt.locked")).unwrap();
            std::fs::write(folder.join("notes.txt.locked"), [number ^ 0x5a; 700]).unwrap();
        }
        let told = office.run_in(language, &["backup"]).ends(17);
        id(&told, "S01");
        let [whom, expected] = advised(&told).try_into().unwrap();
        typed(&office, language, &whom, &[]).ends(0);
        typed(&office, language, &expected, &[]).ends(0);
        office.run(&["backup"]).ends(0);
        comes_back(&office);
    }
}

#[test]
fn an_erasing_that_was_interrupted_is_finished_as_advised() {
    for language in LANGUAGES {
        let office = crate::cli_purge::office();
        office.add_drive("Red");
        office.run(&["backup", "--drive", "Red"]).ends(0);
        // As after a cut while Red was erased from: it is owed the erasing, and that was begun.
        office.unplug("Red");
        let number = crate::cli_purge::planned(&office);
        assert!(matches!(crate::cli_purge::carry_out(&office, &number).code, 0 | 3));
        let state = rusqlite::Connection::open(office.path("home/state.db")).unwrap();
        let note = "INSERT OR REPLACE INTO drive_note (drive, name, json) \
                    SELECT row, 'purge-begun', 'true' FROM drive WHERE name = 'Red'";
        state.execute(note, []).unwrap();
        drop(state);
        office.plug("Red");
        let told = office.run_in(language, &["backup", "--drive", "Red"]).ends(18);
        id(&told, "D20");
        let [purge] = advised(&told).try_into().unwrap();
        typed(&office, language, &purge, &[]).ends(0);
        office.run(&["backup"]).ends(0);
    }
}

#[test]
fn a_drive_that_answers_is_declared_destroyed_once_it_is_away_as_advised() {
    for language in LANGUAGES {
        let office = Office::with_patients(&["DURAND Paul 1949"]);
        let told = ["drives", "destroyed", "Blue", "--by", "Mme Leroy", "--method", "crushed"];
        let refused = office.run_in(language, &told).ends(18);
        id(&refused, "D23");
        let [drives] = advised(&refused).try_into().unwrap();
        typed(&office, language, &drives, &[]).ends(0);
        office.unplug("Blue");
        office.run_in(language, &told).ends(0);
    }
}
