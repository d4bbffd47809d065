//! The life of drives through the command line: enrolled, copied, erased, lost, destroyed, wiped.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};

use refuge::error::Error;
use refuge::event::{Event, Observer, Silent};
use refuge::platform;
use refuge::storage::{Disk, Storage};
use refuge::wipe::{self, Reach};
use serde_json::Value;

use crate::office::{NAME, Office};
use crate::rig::permit;

/// A copy of a drive's files, as a file manager makes one.
fn copy_drive(office: &Office, from: &str, to: &str) {
    for (name, bytes) in office.tree(from) {
        let target = office.path(to).join(name);
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::fs::write(target, bytes).unwrap();
    }
}

/// What `drives list` says about one drive.
fn listed(office: &Office, name: &str) -> Value {
    let all = office.json(&["drives"]);
    let drives = all["drives"].as_array().unwrap();
    let found = drives.iter().find(|drive| drive["name"] == name);
    found.unwrap_or_else(|| panic!("{name} is not in {all}")).clone()
}

fn add<'a>(path: &'a str, name: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut args = vec!["drives", "add", path, "--name", name, "--allow-fixed"];
    args.extend(more);
    args
}

fn has_reason(drive: &Value, reason: &str) -> bool {
    drive["reasons"].as_array().unwrap().iter().any(|found| found == reason)
}

#[test]
fn a_new_drive_is_kept_and_owes_nothing() {
    let office = Office::with_patients(&["DURAND Paul"]);
    office.run(&["backup"]).ends(0);
    let drive = listed(&office, "Blue");
    assert_eq!((&drive["fate"], &drive["plugged"]), (&"keep".into(), &true.into()));
    assert_eq!(drive["owes"], serde_json::json!([]));
    assert_eq!(drive["level"], "not-applicable");
    assert!(drive["free_bytes"].as_u64().unwrap() > 0);
    let said = office.run(&["drives"]).ends(0).out;
    assert!(said.contains("FATE") && said.contains("keep"), "{said}");
}

#[test]
fn a_synchronised_folder_is_refused_and_certified_hosting_is_named() {
    let office = Office::new();
    let place = office.path("OneDrive - Cabinet/backup");
    std::fs::create_dir_all(&place).unwrap();
    let path = place.to_str().unwrap();
    let answer = office.run(&add(path, "Cloud", &[])).ends(18);
    assert!(answer.err.contains("HDS") && answer.err.contains("[D17]"), "{}", answer.err);
    assert_eq!(place.read_dir().unwrap().count(), 0);
}

#[test]
fn a_fixed_disk_is_refused_unless_it_is_allowed() {
    let office = Office::new();
    std::fs::create_dir(office.path("disk")).unwrap();
    let path = office.text("disk");
    office.run(&["drives", "add", &path, "--name", "Blue"]).ends(18);
    assert_eq!(office.path("disk").read_dir().unwrap().count(), 0);
}

#[test]
fn what_a_drive_held_before_decides_what_its_loss_means() {
    let office = Office::with_patients(&["DURAND Paul"]);
    std::fs::create_dir(office.path("Red")).unwrap();
    office.write("Green/holiday.jpg", "x");
    office.run(&add(&office.text("Red"), "Red", &["--ever-held", "c0"])).ends(0);
    let green = office.json(&add(&office.text("Green"), "Green", &["--medium", "flash"]));
    assert_eq!(green["warnings"], serde_json::json!(["other-files"]));
    for name in ["Red", "Green"] {
        office.run(&["drives", "lost", name, "--by", "Mme Leroy"]).ends(0);
    }
    assert!(has_reason(&listed(&office, "Red"), "rotate-keys"));
    assert!(has_reason(&listed(&office, "Green"), "breach"), "its past is unknown");
}

#[test]
fn a_lost_drive_is_refused_until_it_is_found() {
    let office = Office::with_patients(&["DURAND Paul"]);
    office.run(&["drives", "lost", "Blue"]).ends(19);
    let said = office.run(&["drives", "lost", "blue", "--by", "Mme Leroy"]).ends(0).out;
    assert!(said.contains("refuge keys rotate"), "{said}");
    assert_eq!(listed(&office, "Blue")["fate"], "lost");
    let answer = office.run(&["backup"]).ends(18);
    assert!(answer.err.contains("[D15]"), "{}", answer.err);
    office.run(&["drives", "found", "Blue", "--by", "Mme Leroy"]).ends(0);
    office.run(&["backup"]).ends(0);
    office.run(&["drives", "found", "Blue", "--by", "Mme Leroy"]).ends(18);
}

#[test]
fn a_destroyed_drive_needs_proof_and_is_refused_should_it_appear() {
    let office = Office::with_patients(&["DURAND Paul"]);
    office.run(&["backup"]).ends(0);
    let told = ["drives", "destroyed", "Blue", "--by", "Mme Leroy", "--method", "shredded"];
    assert_eq!(office.run(&told).ends(18).error(), "D23");
    assert_eq!(listed(&office, "Blue")["fate"], "keep", "what answers was not destroyed");
    office.unplug("Blue");
    assert_eq!(office.json(&told)["fate"], "destroy");
    let drive = listed(&office, "Blue");
    assert!(has_reason(&drive, "proof-missing"), "{drive}");
    office.write("certificate.pdf", "C-20417");
    let certificate = office.text("certificate.pdf");
    let told = [&told[..], &["--certificate", &certificate]].concat();
    let done = office.json(&told);
    assert_eq!((&done["fate"], &done["level"]), (&"destroyed".into(), &"destroyed".into()));
    office.plug("Blue");
    office.run(&["backup"]).ends(18);
    assert_eq!(office.run(&told).ends(18).error(), "D23");
    office.run(&["drives", "found", "Blue", "--by", "Mme Leroy"]).ends(18);
    office.run(&["drives", "lost", "Blue", "--by", "Mme Leroy"]).ends(18);
}

#[test]
fn a_destruction_can_be_witnessed_and_must_not_lie_in_the_future() {
    let office = Office::with_patients(&[]);
    office.unplug("Blue");
    let told = ["drives", "destroyed", "Blue", "--by", "A", "--method", "crushed"];
    office.run(&[&told[..], &["--date", "2999-01-01"]].concat()).refuses("N03");
    office.run(&[&told[..], &["--confirm", "Red"]].concat()).ends(19);
    assert_eq!(listed(&office, "Blue")["fate"], "keep");
    let done = office.json(&[&told[..], &["--witness", "B", "--confirm", "blue"]].concat());
    assert_eq!(done["fate"], "destroyed");
}

#[test]
fn a_drive_gets_another_name_but_not_that_of_another() {
    let office = Office::with_patients(&["DURAND Paul"]);
    office.add_drive("Red");
    office.run(&["drives", "rename", "Blue", "Red"]).refuses("N02");
    office.run(&["drives", "rename", "Blue", "BLUE"]).ends(0);
    office.run(&["drives", "rename", "Blue", "Sky"]).ends(0);
    assert_eq!(office.json(&["backup", "--drive", "sky"])["drive"], "Sky");
}

#[test]
fn a_folder_has_nothing_to_eject() {
    let office = Office::with_patients(&[]);
    assert_eq!(office.json(&["drives", "eject", "Blue"])["ejected"], "nothing");
    office.unplug("Blue");
    office.run(&["drives", "eject", "Blue"]).ends(10);
    office.run(&["drives", "eject", "Pink"]).refuses("N01");
}

#[test]
fn a_copy_is_wiped_to_become_a_drive_of_its_own() {
    let office = Office::with_patients(&["DURAND Paul", "MARTIN Anne"]);
    office.run(&["backup"]).ends(0);
    copy_drive(&office, "Blue", "copy");
    let path = office.text("copy");
    let answer = office.run(&add(&path, "Red", &[])).ends(18);
    assert!(answer.err.contains("[D06]") && answer.err.contains("--copy"), "{}", answer.err);
    office.run(&add(&path, "Blue", &["--copy"])).refuses("N02");
    assert_eq!(office.tree("Blue"), office.tree("copy"), "nothing was written to it");
    office.run(&add(&path, "Red", &["--copy"])).ends(0);
    for drive in ["Red", "Blue"] {
        assert_eq!(office.json(&["backup", "--drive", drive])["files"], 2);
        office.run_with_key(&["verify", "--full", "--drive", drive]).ends(0);
    }
}

#[test]
fn a_copy_takes_the_place_of_a_lost_drive() {
    let office = Office::with_patients(&["DURAND Paul"]);
    office.run(&["backup"]).ends(0);
    copy_drive(&office, "Blue", "copy");
    let path = office.text("copy");
    office.run_with_key(&add(&path, "Blue", &["--replace", "Blue"])).ends(18);
    office.unplug("Blue");
    let held = office.tree("copy");
    let nowhere = ["--replace", "Blue", "--identity", "/nowhere"];
    office.run(&add(&path, "Blue", &nowhere)).refuses("P06");
    let done = office.run_with_key(&add(&path, "Blue", &["--replace", "Blue", "--json"])).ends(0);
    assert_eq!(office.tree("copy"), held, "nothing was written to it");
    assert_eq!(done.json()["replaces"], "Blue");
    let again = office.json(&["backup"]);
    assert_eq!((&again["drive"], &again["new_bytes"]), (&"Blue".into(), &0.into()));
    let before = listed(&office, "Blue (1)");
    assert_eq!(before["state"], "retired");
    assert!(has_reason(&before, "rotate-keys"), "it still holds patient data: {before}");
    office.run_with_key(&["verify", "--full", "--drive", "Blue"]).ends(0);
    std::fs::rename(office.path("copy"), office.path("copy.away")).unwrap();
    office.plug("Blue");
    let answer = office.run(&["backup"]).ends(18);
    assert!(answer.err.contains("[D06]"), "{}", answer.err);
}

#[test]
fn an_erased_drive_begins_anew_and_its_past_is_kept() {
    let office = Office::with_patients(&["DURAND Paul"]);
    office.run(&["backup"]).ends(0);
    std::fs::remove_dir_all(office.path("Blue/refuge")).unwrap();
    let answer = office.run(&["backup"]).ends(18);
    assert!(answer.err.contains("[D05]") && answer.err.contains("--replace"), "{}", answer.err);
    let path = office.text("Blue");
    office.run(&add(&path, "Blue", &[])).refuses("N02");
    office.run(&add(&path, "Blue", &["--replace", "Blue"])).ends(0);
    assert_eq!(office.json(&["backup"])["files"], 1);
    let before = listed(&office, "Blue (1)");
    assert_eq!(
        (&before["state"], &before["level"]),
        (&"retired".into(), &"logical-deletion".into())
    );
}

#[test]
fn a_successor_that_is_refused_changes_nothing() {
    let office = Office::with_patients(&["DURAND Paul"]);
    office.write("letters/refuge/letter.txt", "x");
    let path = office.text("letters");
    office.run(&add(&path, "Blue", &["--replace", "Blue"])).refuses("T01");
    assert_eq!(listed(&office, "Blue")["state"], "active");
    office.run(&add(&path, "Blue", &["--replace", "Pink"])).refuses("N01");
    office.run(&["backup"]).ends(0);
}

#[test]
fn a_drive_that_went_back_in_time_is_taken_as_it_is_with_a_key() {
    let office = Office::with_patients(&["DURAND Paul"]);
    office.run(&["backup"]).ends(0);
    let old = office.tree("Blue");
    office.write("patients/MARTIN Anne/notes.txt", "about her\n");
    office.run(&["backup"]).ends(0);
    // The same medium, put back to an earlier state.
    for (name, _) in office.tree("Blue") {
        if !old.contains_key(&name) {
            std::fs::remove_file(office.path("Blue").join(name)).unwrap();
        }
    }
    let answer = office.run(&["backup"]).ends(18);
    assert!(answer.err.contains("[D07]") && answer.err.contains("--replace"), "{}", answer.err);
    let path = office.text("Blue");
    office.run_with_key(&add(&path, "Blue", &["--replace", "Blue"])).ends(0);
    let again = office.json(&["backup"]);
    assert_eq!(again["files"], 2);
    let to = office.text("restored");
    office.run_with_key(&["restore", "--all", "--to", &to]).ends(0);
    assert_eq!(office.tree("patients"), office.tree("restored"));
}

#[test]
fn a_retired_drive_is_wiped_and_refused_and_the_level_is_no_more_than_a_deletion() {
    let office = Office::with_patients(&["DURAND Paul"]);
    office.run(&["backup"]).ends(0);
    office.write("Blue/holiday.jpg", "x");
    office.run(&["drives", "retire", "Blue"]).ends(19);
    office.run(&["drives", "retire", "Blue", "--confirm", NAME]).ends(19);
    office.run_with_key(&["verify", "--quick"]).ends(0);
    let done = office.json(&["drives", "retire", "Blue", "--confirm", "Blue"]);
    assert_eq!(done["level"], "logical-deletion");
    assert_eq!(done["failed_bytes"], 0);
    assert!(done["verified_bytes"].as_u64().unwrap() > 1000, "{done}");
    let left: Vec<_> = office.tree("Blue").into_keys().collect();
    assert_eq!(left, [Path::new("holiday.jpg")], "what is not ours stays");
    assert!(!office.path("Blue/refuge").exists());
    let drive = listed(&office, "Blue");
    assert_eq!(drive["state"], "retired");
    assert!(has_reason(&drive, "objects-only"), "{drive}");
    office.run(&["backup"]).ends(10);
}

/// A small file system in memory, until it is dropped; nothing where that is not allowed.
struct Small(PathBuf);

impl Small {
    fn mounted_on(place: PathBuf) -> Option<Self> {
        std::fs::create_dir_all(&place).unwrap();
        let mount = |args: &[&str]| Command::new("mount").args(args).arg(&place).status();
        let mounted = mount(&["-t", "tmpfs", "-o", "size=12m", "tmpfs"]);
        if !mounted.is_ok_and(|status| status.success()) {
            crate::support::skipped("nothing can be mounted here");
            return None;
        }
        Some(Self(place))
    }

    fn make_read_only(&self) {
        let mount = Command::new("mount").args(["-o", "remount,ro"]).arg(&self.0).status();
        assert!(mount.unwrap().success());
    }

    fn make_writable(&self) {
        let mount = Command::new("mount").args(["-o", "remount,rw"]).arg(&self.0).status();
        assert!(mount.unwrap().success());
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        drop(Command::new("umount").arg(&self.0).status());
    }
}

#[test]
fn a_wipe_that_fails_is_shown_loudly_and_goes_on_later() {
    let office = Office::with_patients(&["DURAND Paul"]);
    let Some(small) = Small::mounted_on(office.path("Red")) else { return };
    office.add_drive("Red");
    office.run(&["backup", "--drive", "Red"]).ends(0);
    small.make_read_only();
    let answer = office.run(&["drives", "retire", "Red", "--confirm", "Red"]).ends(18);
    assert!(answer.err.contains("[D13]"), "{}", answer.err);
    let drive = listed(&office, "Red");
    assert_eq!(drive["level"], "none");
    assert!(has_reason(&drive, "overwrite-failed"), "{drive}");
    small.make_writable();
    let done = office.json(&["drives", "retire", "Red", "--confirm", "Red"]);
    assert_eq!(done["level"], "logical-deletion");
    assert!(!has_reason(&listed(&office, "Red"), "overwrite-failed"));
}

/// Asks to stop after so many pieces.
struct StopAfter(AtomicU64);

impl Observer for StopAfter {
    fn on(&self, _event: Event<'_>) {}

    fn stop_requested(&self) -> bool {
        self.0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1))
            .is_err()
    }
}

#[test]
fn the_free_room_is_filled_read_back_and_given_back() {
    let folder = tempfile::tempdir().unwrap();
    let Some(small) = Small::mounted_on(folder.path().join("stick")) else { return };
    let place = small.0.join("refuge");
    std::fs::create_dir_all(place.join("packs/aa")).unwrap();
    let pack = place.join(format!("packs/aa/{}.pack", "a".repeat(32)));
    std::fs::write(&pack, vec![7; 3_000_000]).unwrap();
    let disk = Disk::open(&place).unwrap();
    let before = disk.free_bytes().unwrap();
    let stopped = wipe::run(&disk, &permit(), Reach::FilesAndRoom, &StopAfter(AtomicU64::new(4)));
    assert!(matches!(stopped, Err(Error::Interrupted)));
    assert!(!pack.exists() && place.exists(), "stopped while filling");
    let done = wipe::run(&disk, &permit(), Reach::FilesAndRoom, &Silent).unwrap();
    assert!(done.is_whole(), "{done:?}");
    assert!(done.verified_bytes > before, "{done:?}, {before} were free");
    assert!(!place.exists());
    assert!(platform::free_bytes(&small.0).unwrap() > before);
}

#[test]
fn keyrings_are_wiped_before_anything_else() {
    let office = Office::with_patients(&["DURAND Paul"]);
    office.run(&["backup"]).ends(0);
    let disk = Disk::open(&office.path("Blue/refuge")).unwrap();
    let parts = |disk: &Disk| {
        let all = disk.list("").unwrap().into_iter();
        all.filter(|(object, _)| object.as_str().contains("/keyring/")).count() as u64
    };
    let stopped =
        wipe::run(&disk, &permit(), Reach::Files, &StopAfter(AtomicU64::new(parts(&disk))));
    assert!(matches!(stopped, Err(Error::Interrupted)));
    assert_eq!(parts(&disk), 0);
    assert!(office.path("Blue/refuge/packs").exists());
    // Who has the drive and a key, and nothing of the practice's computer.
    let (home, blue) = (office.text("new"), office.text("Blue"));
    let stranger = office.run_with_key(&["--home", &home, "attach", &blue, "--json"]);
    assert_eq!(stranger.error(), "V01", "{}{}", stranger.out, stranger.err);
}

#[test]
fn a_drive_is_found_by_its_name_without_capitals_and_accents_where_only_one_fits() {
    let office = Office::with_patients(&["DURAND Paul"]);
    office.add_drive("Écarlate");
    for typed in ["Écarlate", "écarlate", "ECARLATE", "E\u{301}carlate"] {
        let done = office.run(&["backup", "--drive", typed, "--json"]).ends(0).json();
        assert_eq!(done["drive"], "Écarlate", "{typed}: {done}");
        let status = office.run(&["status", "--drive", typed, "--json"]).json();
        assert_eq!(status["drives"].as_array().map(Vec::len), Some(1), "{typed}: {status}");
        office.run_with_key(&["snapshots", "--drive", typed]).ends(0);
    }
    office.run(&["backup", "--drive", "carlate"]).refuses("N01");
}

#[test]
fn a_folder_on_a_drive_is_no_second_drive() {
    let office = Office::with_patients(&["DURAND Paul"]);
    office.write("Blue/holiday/a.jpg", "x");
    for inside in ["Blue/refuge", "Blue/holiday", "Blue/refuge/packs"] {
        std::fs::create_dir_all(office.path(inside)).unwrap();
        let path = office.text(inside);
        let told = office.run(&["drives", "add", &path, "--name", "Red", "--allow-fixed"]);
        assert_eq!(told.error(), "D18", "{inside}: {}{}", told.out, told.err);
        assert!(told.err.contains("Blue"), "{}", told.err);
    }
    // Nor is one on a drive of somebody else.
    office.write("theirs/refuge/vault.json", "{}");
    office.write("theirs/x/y.txt", "x");
    let path = office.text("theirs/x");
    let told = office.run(&["drives", "add", &path, "--name", "Red", "--allow-fixed"]);
    assert_eq!(told.error(), "D04", "{}{}", told.out, told.err);
}

#[test]
fn that_no_other_drive_holds_a_backup_is_said_when_the_only_one_goes() {
    let office = Office::with_patients(&["DURAND Paul"]);
    office.json(&["backup"]);
    office.add_drive("Red");
    let none = "NO OTHER DRIVE holds a backup";
    let said = office.run(&["drives", "retire", "Blue", "--confirm", "Red"]).ends(19).err;
    assert!(said.contains(none), "Red holds none yet: {said}");
    office.json(&["backup", "--drive", "Red"]);
    let said = office.run(&["drives", "retire", "Blue", "--confirm", "Red"]).ends(19).err;
    assert!(!said.contains(none), "{said}");
    let said = office.run(&["drives", "lost", "Red", "--by", "Mme Leroy"]).ends(0).out;
    assert!(!said.contains(none), "{said}");
    let said = office.run(&["drives", "lost", "Blue", "--by", "Mme Leroy"]).ends(0).out;
    assert!(said.contains(none), "{said}");
}

#[test]
fn the_programs_own_folder_is_no_drive() {
    let office = Office::with_patients(&[]);
    std::fs::create_dir_all(office.path("home/inside")).unwrap();
    for place in ["home", "home/inside"] {
        let add = ["drives", "add", &office.text(place), "--name", "Own", "--allow-fixed"];
        office.run(&add).refuses("B05");
    }
}

#[test]
fn a_lost_drive_that_keys_in_force_open_asks_for_other_locks() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.add_drive("Red");
    office.run(&["backup"]).ends(0);
    office.unplug("Red");
    let told = office.run(&["drives", "lost", "Red", "--by", "Dr Martin"]).ends(0);
    assert_eq!(told.out.matches("refuge keys rotate").count(), 1, "{}", told.out);
    let matters = || office.run(&["status", "--json"]).json()["matters"].to_string();
    assert!(matters().contains("lost-opens"), "{}", matters());
    office.run(&["drives", "found", "Red", "--by", "Dr Martin"]).ends(0);
    assert!(!matters().contains("lost-opens"), "{}", matters());
}
