//! Advice where the medium is the matter: in use, reporting errors, in disorder, with objects beyond all measure or
//! lists that are gone. Followed to its end, on images and stand-ins.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use zbus::OwnedObjectPath;

use crate::advice_walk::{LANGUAGES, advised, id, typed};
use crate::file_systems::{FileSystem, Image};
use crate::office::{Answer, Office};
use crate::rig::noise;
use crate::support::bus::Bus;

const MIB: u64 = 1 << 20;

/// A practice with the drive Blue, which is a folder, and Small, which is an image; both hold everything.
fn with_small() -> Option<(Office, Image)> {
    let image = Image::new(FileSystem::Ext4, 32 * MIB)?;
    std::fs::remove_dir(image.mount_point().join("lost+found")).unwrap();
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    std::fs::write(office.path("patients/DURAND Paul 1949/scan.bin"), noise(1, 3_000_000)).unwrap();
    office.run(&["backup"]).ends(0);
    let mount = image.mount_point();
    let mount = mount.to_str().unwrap();
    office.run(&["drives", "add", mount, "--name", "Small", "--allow-fixed"]).ends(0);
    office.run(&["backup", "--drive", "Small"]).ends(0);
    Some((office, image))
}

/// Everything comes back from a drive.
#[track_caller]
fn comes_back_from(office: &Office, drive: &str) {
    let to = tempfile::tempdir_in(office.path("")).unwrap();
    let to = to.path().join("out");
    let line = ["restore", "--all", "--drive", drive, "--to", to.to_str().unwrap()];
    office.run_with_key(&line).ends(0);
    let out = to.strip_prefix(office.path("")).unwrap().to_str().unwrap().to_owned();
    assert_eq!(office.tree(&out), office.tree("patients"));
}

/// What a tool of the file system answers.
fn asked(image: &Image, tool: &str, request: &[&str]) -> String {
    let path = std::env::var("PATH").unwrap_or_default() + ":/usr/sbin:/sbin";
    let mut command = Command::new(tool);
    command.env("PATH", path).args(request).arg(image.file());
    let output = command.output().unwrap();
    String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
}

type Given = HashMap<String, zbus::OwnedVariant>;

struct Manager;

#[zbus::interface(name = "org.freedesktop.UDisks2.Manager")]
impl Manager {
    async fn resolve_device(&self, _device: Given, _options: Given) -> Vec<OwnedObjectPath> {
        vec![VOLUME.try_into().unwrap()]
    }
}

struct Block;

#[zbus::interface(name = "org.freedesktop.UDisks2.Block")]
impl Block {
    #[zbus(property)]
    async fn drive(&self) -> OwnedObjectPath {
        "/".try_into().unwrap()
    }
}

/// A volume that is in use until it is not.
struct Filesystem(Arc<AtomicBool>);

#[derive(Debug, zbus::DBusError)]
#[zbus(prefix = "org.freedesktop.UDisks2.Error")]
enum Refusal {
    #[zbus(error)]
    Bus(zbus::Error),
    DeviceBusy(String),
}

#[zbus::interface(name = "org.freedesktop.UDisks2.Filesystem")]
impl Filesystem {
    async fn unmount(&self, _options: Given) -> Result<(), Refusal> {
        match self.0.load(Ordering::SeqCst) {
            true => Err(Refusal::DeviceBusy("target is busy".into())),
            false => Ok(()),
        }
    }
}

const VOLUME: &str = "/org/freedesktop/UDisks2/block_devices/sdx1";

#[test]
fn a_drive_in_use_is_ejected_once_the_windows_are_closed_as_advised() {
    let Some((office, _image)) = with_small() else { return };
    let Some(bus) = Bus::start() else {
        crate::support::skipped("there is no dbus-daemon here");
        return;
    };
    let is_busy = Arc::new(AtomicBool::new(true));
    let _service = zbus::block_on(async {
        let service = bus
            .builder()
            .name("org.freedesktop.UDisks2")
            .serve_at("/org/freedesktop/UDisks2/Manager", Manager)
            .serve_at(VOLUME, Block)
            .serve_at(VOLUME, Filesystem(Arc::clone(&is_busy)));
        service.build().await.unwrap()
    });
    // A stick, as far as the program knows.
    let state = rusqlite::Connection::open(office.path("home/state.db")).unwrap();
    state.execute("UPDATE drive SET fixed = 0 WHERE name = 'Small'", []).unwrap();
    drop(state);
    let eject = |language: &str, line: &[&str]| {
        let mut command = office.command_in(language);
        command.env("DBUS_SYSTEM_BUS_ADDRESS", &bus.address);
        Answer::of(&command.args(line).output().unwrap())
    };
    for language in LANGUAGES {
        is_busy.store(true, Ordering::SeqCst);
        let told = eject(language, &["drives", "eject", "Small"]).refuses("D12");
        let [again] = advised(&told).try_into().unwrap();
        let words: Vec<&str> = again.split(' ').skip(1).collect();
        // Which of the two is asked where somebody can answer.
        let line = [&words[..], &["Small", "--json"]].concat();
        eject(language, &line).refuses("D12");
        is_busy.store(false, Ordering::SeqCst);
        assert_eq!(eject(language, &line).ends(0).json()["ejected"], "done");
    }
}

/// Where on the image the first block of a file lies, in bytes.
fn place_on(image: &Image, file: &str) -> u64 {
    let size = asked(image, "debugfs", &["-R", "show_super_stats -h"]);
    let size = size.lines().find_map(|line| line.strip_prefix("Block size:")).unwrap();
    let blocks = asked(image, "debugfs", &["-R", &format!("blocks {file}")]);
    let first = blocks.lines().find_map(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    first.unwrap_or_else(|| panic!("{blocks}")) * size.trim().parse::<u64>().unwrap()
}

#[test]
fn a_drive_that_reports_errors_is_used_again_with_another_cable_or_looked_at_as_advised() {
    for language in LANGUAGES {
        let Some((office, image)) = with_small() else { return };
        image.unmount().unwrap();
        let whole = std::fs::read(image.file()).unwrap();
        let from = place_on(&image, "/refuge/vault.json");
        image.mount().unwrap();
        // Reading beyond the end of what lies below is an error of the medium.
        let file = std::fs::OpenOptions::new().write(true).open(image.file()).unwrap();
        file.set_len(from).unwrap();
        let told = office.run_in(language, &["backup", "--drive", "Small"]);
        id(&told, "D14");
        let [look] = advised(&told).try_into().unwrap();
        let looked = typed(&office, language, &format!("{look} --drive Small"), &[]);
        assert!(![0, 2, 101].contains(&looked.code), "{}{}", looked.out, looked.err);
        // The other drive is as good as ever, and another cable makes this one good again.
        comes_back_from(&office, "Blue");
        image.pull();
        std::fs::write(image.file(), &whole).unwrap();
        image.mount().unwrap();
        office.run(&["backup", "--drive", "Small"]).ends(0);
        typed(&office, language, &format!("{look} --drive Small"), &[]).ends(0);
        comes_back_from(&office, "Small");
    }
}

/// The path of the first pack on an image, from its root.
fn a_pack(image: &Image) -> String {
    fn below(folder: &Path) -> Option<PathBuf> {
        let mut entries: Vec<_> = std::fs::read_dir(folder).ok()?.flatten().collect();
        entries.sort_by_key(std::fs::DirEntry::path);
        entries.into_iter().find_map(|entry| match entry.path() {
            folder if folder.is_dir() => below(&folder),
            file => Some(file),
        })
    }
    let pack = below(&image.mount_point().join("refuge/packs")).unwrap();
    format!("/{}", pack.strip_prefix(image.mount_point()).unwrap().display())
}

#[test]
fn a_file_system_in_disorder_is_put_right_by_the_system_and_then_repaired_as_advised() {
    for language in LANGUAGES {
        let Some((office, image)) = with_small() else { return };
        let pack = a_pack(&image);
        image.unmount().unwrap();
        asked(&image, "debugfs", &["-w", "-R", &format!("set_inode_field {pack} block[0] 12345")]);
        image.mount().unwrap();
        if std::fs::read(image.mount_point().join(&pack[1..])).is_ok() {
            crate::support::skipped("this debugfs brings no disorder about");
            return;
        }
        let sheet = office.text("sheet.txt");
        let line = ["verify", "--full", "--drive", "Small", "--identity", &sheet];
        let told = office.run_in(language, &line);
        assert!(told.code == 15 && told.out.contains("[V15]"), "{}{}", told.out, told.err);
        let [repair] = advised(&told).try_into().unwrap();
        image.unmount().unwrap();
        asked(&image, "fsck.ext4", &["-fy"]);
        image.mount().unwrap();
        typed(&office, language, &format!("{repair} --drive Small"), &[]);
        office.run(&["backup", "--drive", "Small"]).ends(0);
        office.run_with_key(&["verify", "--repair", "--drive", "Small"]);
        office.run_with_key(&["verify", "--full", "--drive", "Small"]).ends(0);
        comes_back_from(&office, "Small");
    }
}

/// Files of the vault on Blue whose path holds this, both copies.
fn of_blue(office: &Office, part: &str) -> Vec<PathBuf> {
    let all = office.tree("Blue/refuge").into_keys();
    let ours = all.filter(|path| path.to_string_lossy().contains(part));
    let found: Vec<PathBuf> = ours.map(|path| office.path("Blue/refuge").join(path)).collect();
    assert!(!found.is_empty(), "{part}");
    found
}

#[test]
fn an_object_beyond_all_measure_is_not_read_and_the_advice_leads_to_the_files() {
    for language in LANGUAGES {
        let office = Office::with_patients(&["DURAND Paul 1949"]);
        office.run(&["backup"]).ends(0);
        office.add_drive("Red");
        office.run(&["backup", "--drive", "Red"]).ends(0);
        let parts = of_blue(&office, "/keyring/");
        let before: Vec<Vec<u8>> = parts.iter().map(|part| std::fs::read(part).unwrap()).collect();
        for part in &parts {
            let file = std::fs::OpenOptions::new().write(true).open(part).unwrap();
            if file.set_len(6 << 30).is_err() {
                crate::support::skipped("this file system has no files of gigabytes");
                return;
            }
        }
        let (sheet, home, blue) =
            (office.text("sheet.txt"), office.text("new"), office.text("Blue"));
        let told =
            office.run_in(language, &["--home", &home, "attach", &blue, "--identity", &sheet]);
        id(&told, "V08");
        let [check] = advised(&told).try_into().unwrap();
        let checked = typed(&office, language, &format!("{check} --drive Blue"), &[]);
        assert!(checked.code == 15, "{}{}", checked.out, checked.err);
        // From another drive, if you are in a hurry.
        comes_back_from(&office, "Red");
        // The computer has all that is needed to read on, and to put these parts back.
        comes_back_from(&office, "Blue");
        office.run_with_key(&["verify", "--repair", "--drive", "Blue"]);
        for (part, bytes) in parts.iter().zip(before) {
            assert!(std::fs::read(part).unwrap() == bytes, "{}", part.display());
        }
    }
}

/// Three backups, of which the later two go on from the first; then its list goes, in both copies.
fn without_its_base() -> Office {
    let names: Vec<String> = (0..80).map(|number| format!("PATIENT {number:02}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let office = Office::with_patients(&names);
    office.run(&["backup"]).ends(0);
    let first = of_blue(&office, "/snapshots/");
    for number in 0..2 {
        office.write(&format!("patients/PATIENT {number:02}/notes.txt"), "seen again\n");
        office.run(&["backup"]).ends(0);
    }
    first.iter().for_each(|list| std::fs::remove_file(list).unwrap());
    office
}

#[test]
fn where_lists_are_gone_a_new_backup_or_another_drive_helps_as_advised() {
    for language in LANGUAGES {
        for (line, code) in [(&["purge", "--dry-run"][..], "V13"), (&["thin"], "V01")] {
            let office = without_its_base();
            let sheet = office.text("sheet.txt");
            let refused = |office: &Office| {
                office.run_in(language, &[line, &["--identity", &sheet]].concat())
            };
            let told = refused(&office);
            id(&told, code);
            assert!(!told.err.contains("vault.json"), "that one is whole: {}", told.err);
            let steps = advised(&told);
            let (add, status) = (&steps[steps.len() - 2], &steps[steps.len() - 1]);
            for step in &steps[..steps.len() - 2] {
                let done = typed(&office, language, step, &[]);
                assert!([0, 15].contains(&done.code), "{step}: {}{}", done.out, done.err);
            }
            office.run(&["backup"]).ends(0);
            comes_back_from(&office, "Blue");
            // It comes again: the drive is put away, and another one taken.
            id(&refused(&office), code);
            std::fs::create_dir(office.path("Red")).unwrap();
            let red = office.text("Red");
            let add = format!("{add} {red} --name Red --allow-fixed");
            typed(&office, language, &add, &[]).ends(0);
            office.run(&["backup", "--drive", "Red"]).ends(0);
            office.unplug("Blue");
            refused(&office).ends(0);
            comes_back_from(&office, "Red");
            let said = typed(&office, language, status, &[]);
            assert!(said.out.contains("Blue"), "{}", said.out);
        }
    }
}
