//! Links inside a vault, and files of it that have a second name outside: nothing is written through
//! either, nothing of it stops the rest, and a person is told what to do.

use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use refuge::error::{Damage, Error};
use refuge::format::names::{self, ObjectPath};
use refuge::id::PackId;
use refuge::storage::{Disk, Storage};

use crate::cli_purge::{self, carry_out, planned};
use crate::office::Office;

fn disk() -> (tempfile::TempDir, Disk) {
    let folder = tempfile::tempdir().unwrap();
    let disk = Disk::create(&folder.path().join("refuge")).unwrap();
    (folder, disk)
}

fn linked<T: std::fmt::Debug>(done: Result<T, Error>, object: &ObjectPath) {
    let done = done.map(drop);
    assert!(
        matches!(&done, Err(Error::Damaged { object: found, damage: Damage::Linked }) if found == object),
        "{done:?}"
    );
}

#[test]
fn nothing_is_written_read_or_removed_through_a_link_inside_the_vault() {
    let (folder, disk) = disk();
    let outside = folder.path().join("outside");
    std::fs::create_dir(&outside).unwrap();
    let vault = folder.path().join("refuge");
    std::fs::create_dir_all(vault.join("packs")).unwrap();
    std::fs::create_dir(vault.join("sections")).unwrap();
    let object = names::pack(PackId([0xab; 16]));
    for to in [PathBuf::from("../sections"), outside.clone()] {
        symlink(&to, vault.join("packs/ab")).unwrap();
        linked(disk.put(&object, b"data"), &object);
        std::fs::write(vault.join("packs/ab").join(object.file_name()), b"elsewhere").unwrap();
        linked(disk.read(&object, 0, 4), &object);
        linked(disk.overwrite(&object, 0, b"data"), &object);
        linked(disk.remove(&object), &object);
        assert_eq!(disk.list("packs").unwrap(), []);
        assert_eq!(
            std::fs::read(vault.join("packs").join(&to).join(object.file_name())).unwrap(),
            b"elsewhere"
        );
        std::fs::remove_file(vault.join("packs/ab")).unwrap();
    }
}

#[test]
fn a_file_with_a_second_name_is_read_but_never_overwritten() {
    let (folder, disk) = disk();
    let object = names::pack(PackId([0xcd; 16]));
    disk.put(&object, b"data").unwrap();
    let other = folder.path().join("other");
    std::fs::hard_link(folder.path().join("refuge").join(object.as_str()), &other).unwrap();
    linked(disk.overwrite(&object, 0, b"xxxx"), &object);
    assert_eq!(disk.read(&object, 0, 4).unwrap(), b"data");
    assert_eq!(std::fs::read(&other).unwrap(), b"data");
    std::fs::remove_file(&other).unwrap();
    disk.overwrite(&object, 0, b"xxxx").unwrap();
    assert_eq!(disk.read(&object, 0, 4).unwrap(), b"xxxx");
}

fn packs(office: &Office) -> Vec<PathBuf> {
    let inside = office.tree("Blue").into_keys();
    let packs = inside.filter(|name| name.starts_with("refuge/packs"));
    packs.map(|name| office.path("Blue").join(name)).collect()
}

#[test]
fn a_purge_passes_over_a_pack_with_a_second_name_says_so_and_owes_it_still() {
    let office = cli_purge::office();
    let outside = office.path("outside");
    std::fs::create_dir(&outside).unwrap();
    let twin = |pack: &Path| outside.join(pack.file_name().unwrap());
    let before: Vec<(PathBuf, Vec<u8>)> = packs(&office)
        .into_iter()
        .map(|pack| (pack.clone(), std::fs::read(pack).unwrap()))
        .collect();
    before.iter().for_each(|(pack, _)| std::fs::hard_link(pack, twin(pack)).unwrap());
    let done = carry_out(&office, &planned(&office)).ends(3).json();
    let blue = &done["drives"][0];
    assert_eq!((&blue["level"], &blue["owes"][0]), (&"none".into(), &"purge".into()), "{done}");
    for (pack, bytes) in &before {
        assert!(std::fs::read(twin(pack)).unwrap() == *bytes, "what lies outside is as it was");
    }
    let told = office.run_with_key(&["purge"]).ends(3).out;
    assert!(told.contains("could not be overwritten"), "{told}");
    office.json(&["backup"]);
    before.iter().for_each(|(pack, _)| std::fs::remove_file(twin(pack)).unwrap());
    let done = office.run_with_key(&["purge", "--json"]).ends(0).json();
    let blue = &done["drives"][0];
    assert_eq!(blue["level"], "logical-deletion", "{done}");
    assert_eq!(blue["owes"].as_array().unwrap().len(), 0);
}

#[test]
fn retiring_a_drive_leaves_what_is_linked_outside_as_it_is() {
    let office = cli_purge::office();
    let pack = packs(&office).remove(0);
    let (twin, bytes) = (office.path("twin"), std::fs::read(&pack).unwrap());
    std::fs::hard_link(&pack, &twin).unwrap();
    let retire = ["drives", "retire", "Blue", "--confirm", "Blue", "--json"];
    let done = office.run(&retire).ends(3).json();
    assert_eq!(done["files_left"], 1, "{done}");
    assert!(std::fs::read(&twin).unwrap() == bytes);
    std::fs::remove_file(&twin).unwrap();
    assert_eq!(office.run(&retire).ends(0).json()["files_left"], 0);
}

#[test]
fn a_folder_of_packs_that_is_a_link_stops_neither_a_purge_nor_the_next_backup() {
    let office = cli_purge::office();
    let folder = packs(&office)[0].parent().unwrap().to_owned();
    let moved = office.path("moved");
    std::fs::rename(&folder, &moved).unwrap();
    symlink(&moved, &folder).unwrap();
    let done = carry_out(&office, &planned(&office)).ends(3).json();
    assert_eq!(done["drives"][0]["level"], "none", "{done}");
    let backup = office.run(&["backup", "--json"]);
    // Only a new pack that would lie there is refused.
    assert!([0, 15].contains(&backup.code), "{}", backup.err);
}

/// A file that the system does not let anybody change, until this is dropped.
struct Immutable(PathBuf);

impl Immutable {
    /// Nothing where this user or this file system cannot do it.
    fn new(path: &Path) -> Option<Self> {
        let done = std::process::Command::new("chattr").arg("+i").arg(path).output();
        done.is_ok_and(|done| done.status.success()).then(|| Self(path.to_owned()))
    }
}

impl Drop for Immutable {
    fn drop(&mut self) {
        std::process::Command::new("chattr").arg("-i").arg(&self.0).output().ok();
    }
}

#[test]
fn a_pack_that_is_protected_stops_nothing_else_and_is_erased_once_it_is_not() {
    let office = cli_purge::office();
    let all = packs(&office);
    let protected: Vec<_> = all.iter().filter_map(|pack| Immutable::new(pack)).collect();
    if protected.len() < all.len() {
        crate::support::skipped("making a file immutable needs rights and a file system for it");
        return;
    }
    let done = carry_out(&office, &planned(&office)).ends(3).json();
    let blue = &done["drives"][0];
    assert_eq!((&blue["level"], &blue["owes"][0]), (&"none".into(), &"purge".into()), "{done}");
    office.json(&["backup"]);
    drop(protected);
    let done = office.run_with_key(&["purge", "--json"]).ends(0).json();
    let blue = &done["drives"][0];
    assert_eq!(blue["level"], "logical-deletion", "{done}");
    assert_eq!(blue["owes"].as_array().unwrap().len(), 0);
}

/// What cannot be repaired where it lies is said as what it is, and the rest is repaired.
#[test]
fn a_damaged_file_that_is_protected_is_told_as_that_and_the_rest_is_repaired() {
    let office = cli_purge::office();
    let indexes = office.tree("Blue").into_keys().filter(|name| {
        let name = name.to_str().unwrap();
        name.contains("/index/") || name.contains("/snapshots/")
    });
    let indexes: Vec<PathBuf> = indexes.filter(|name| name.starts_with("refuge/mirror")).collect();
    assert!(indexes.len() >= 2, "{indexes:?}");
    for name in &indexes {
        std::fs::write(office.path("Blue").join(name), b"torn").unwrap();
    }
    let Some(protected) = Immutable::new(&office.path("Blue").join(&indexes[0])) else {
        crate::support::skipped("making a file immutable needs rights and a file system for it");
        return;
    };
    let left = office.run_with_key(&["verify", "--repair"]).ends(15);
    assert!(left.out.contains("protected against writing"), "{}", left.out);
    for name in &indexes[1..] {
        assert_ne!(std::fs::read(office.path("Blue").join(name)).unwrap(), b"torn");
    }
    drop(protected);
    office.run_with_key(&["verify", "--repair"]).ends(0);
}
