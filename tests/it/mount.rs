//! `refuge mount`, with the feature of that name, on a system with FUSE: folders are there until Ctrl-C, files come back
//! byte for byte, damage is an error.

use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::office::Office;
use crate::rig::noise;
use crate::support::skipped;

/// The folders of an office's backups, while they are there.
struct Mounted {
    child: Child,
    folder: PathBuf,
}

impl Mounted {
    fn of(office: &Office) -> Option<Self> {
        if !Path::new("/dev/fuse").exists() {
            skipped("no FUSE on this system");
            return None;
        }
        let folder = office.path("mounted");
        std::fs::create_dir_all(&folder).unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_refuge"))
            .env("REFUGE_HOME", office.path("home"))
            .env("TZ", "Europe/Paris")
            .args(["--lang", "en", "--no-input", "mount", folder.to_str().unwrap()])
            .args(["--identity", &office.text("sheet.txt")])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mounted = Self { child, folder };
        let until = Instant::now() + Duration::from_secs(60);
        while !mounted.folder.join("versions").exists() {
            assert!(Instant::now() < until, "nothing is mounted");
            std::thread::sleep(Duration::from_millis(50));
        }
        Some(mounted)
    }

    fn days(&self) -> Vec<PathBuf> {
        let inside = std::fs::read_dir(&self.folder).unwrap().map(|one| one.unwrap().path());
        let mut days: Vec<PathBuf> = inside.filter(|path| !path.ends_with("versions")).collect();
        days.sort();
        days
    }

    /// Ctrl-C.
    fn ends(mut self) -> String {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        let mut said = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert!(self.child.wait().unwrap().success(), "{said}");
        assert_eq!(std::fs::read_dir(&self.folder).unwrap().count(), 0, "still mounted");
        said
    }
}

fn office() -> Office {
    let office = Office::with_patients(&["DURAND Paul 1949", "COSTA Inès 2004"]);
    std::fs::write(office.path("patients/DURAND Paul 1949/scan.bin"), noise(3, 3_000_000)).unwrap();
    office.run(&["backup"]).ends(0);
    office.write("patients/DURAND Paul 1949/notes.txt", "seen again\n");
    office.run(&["backup"]).ends(0);
    office
}

#[test]
fn backups_are_folders_until_ctrl_c_and_files_come_back_byte_for_byte() {
    let office = office();
    let Some(mounted) = Mounted::of(&office) else { return };
    let days = mounted.days();
    assert_eq!(days.len(), 2);
    let last = days[1].join("patients");
    let tree = |name: &str| office.tree(name);
    let relative = last.strip_prefix(office.path("")).unwrap().to_str().unwrap().to_owned();
    assert_eq!(tree(&relative), tree("patients"));
    let mut scan = std::fs::File::open(last.join("DURAND Paul 1949/scan.bin")).unwrap();
    let whole = noise(3, 3_000_000);
    for at in [2_999_990_usize, 0, 1_234_567, 999_999] {
        let mut read = Vec::new();
        scan.seek(SeekFrom::Start(at as u64)).unwrap();
        (&scan).take(300_000).read_to_end(&mut read).unwrap();
        assert_eq!(read, whole[at..(at + 300_000).min(whole.len())], "{at}");
    }
    let versions = mounted.folder.join("versions/patients/DURAND Paul 1949");
    let notes = std::fs::read_dir(versions).unwrap().map(|one| one.unwrap().file_name());
    assert_eq!(notes.filter(|name| name.to_string_lossy().starts_with("notes (")).count(), 2);
    let refused = std::fs::write(last.join("new.txt"), "x").unwrap_err();
    assert_eq!(refused.kind(), std::io::ErrorKind::ReadOnlyFilesystem);
    let said = mounted.ends();
    assert!(said.contains("2 backups") && !said.contains("DURAND"), "{said}");
    let log = office.tree("home").into_iter().filter(|(path, _)| path.starts_with("logs"));
    assert!(log.into_iter().all(|(_, text)| !String::from_utf8_lossy(&text).contains("DURAND")));
}

#[test]
fn damage_is_an_error_of_reading() {
    let office = office();
    let packs: Vec<PathBuf> = office
        .tree("Blue/refuge/packs")
        .keys()
        .map(|path| office.path("Blue/refuge/packs").join(path))
        .collect();
    let largest = packs.iter().max_by_key(|path| path.metadata().unwrap().len()).unwrap();
    let mut bytes = std::fs::read(largest).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xff;
    std::fs::write(largest, bytes).unwrap();
    let Some(mounted) = Mounted::of(&office) else { return };
    let scan = mounted.days()[0].join("patients/DURAND Paul 1949/scan.bin");
    let failed = std::fs::read(scan).unwrap_err();
    assert_eq!(failed.raw_os_error(), Some(5), "{failed}");
    mounted.ends();
}
