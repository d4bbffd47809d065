//! A computer that is full or must not be written: it is told as what it is, and files come back all the same.

#![cfg(target_os = "linux")]

use std::path::Path;
use std::process::Command;

use crate::office::Office;

/// A file system of three megabytes over a folder; taken away when dropped.
struct Mounted(std::path::PathBuf);

impl Mounted {
    fn over(place: &Path) -> Option<Self> {
        let options = ["-t", "tmpfs", "-o", "size=3m", "tmpfs"];
        let done = Command::new("mount").args(options).arg(place).output();
        if done.is_ok_and(|output| output.status.success()) {
            return Some(Self(place.to_owned()));
        }
        crate::support::skipped("mounting needs rights");
        None
    }

    fn read_only(&self) {
        let done = Command::new("mount").args(["-o", "remount,ro"]).arg(&self.0).status();
        assert!(done.unwrap().success());
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        Command::new("umount").arg(&self.0).status().ok();
    }
}

/// Fills a folder to the last byte.
fn fill(folder: &Path) {
    let mut file = std::fs::File::create(folder.join("fill")).unwrap();
    for block in [vec![0; 4096], vec![0; 1]] {
        while std::io::Write::write_all(&mut file, &block).is_ok() {}
    }
}

fn restores(office: &Office, name: &str) {
    let to = office.text(name);
    office.run_with_key(&["restore", "--all", "--to", &to]).ends(0);
    assert_eq!(office.tree(name), office.tree("patients"));
}

#[test]
fn a_full_or_read_only_computer_restores_and_forgets_nothing() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.run(&["backup"]).ends(0);
    let (home, aside) = (office.path("home"), office.path("aside"));
    std::fs::rename(&home, &aside).unwrap();
    std::fs::create_dir(&home).unwrap();
    let Some(mounted) = Mounted::over(&home) else { return };
    let copied = Command::new("cp").arg("-a").arg(aside.join(".")).arg(&home).status();
    assert!(copied.unwrap().success());
    fill(&home);
    restores(&office, "from full");
    let told = office.run(&["backup"]);
    assert_eq!(told.error(), "P06", "{}", told.err);
    assert!(told.err.contains("no room left"), "{}", told.err);
    assert!(!told.err.contains("damaged"), "{}", told.err);
    let drive = office.text("Blue");
    let told = office.run_with_key(&["attach", &drive]);
    assert_eq!(told.error(), "P06", "{}", told.err);
    assert!(!home.join("state.db.damaged").exists(), "a good memory was set aside");
    std::fs::remove_file(home.join("fill")).unwrap();
    office.run(&["backup"]).ends(0);
    mounted.read_only();
    restores(&office, "from read-only");
    let told = office.run(&["backup"]);
    assert_eq!(told.error(), "P06", "{}", told.err);
    assert!(told.err.contains("write-protected"), "{}", told.err);
    office.run(&["status"]).ends(16);
}

#[test]
fn a_drive_that_is_too_small_is_told_in_figures_before_anything_is_copied() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    std::fs::write(office.path("patients/DURAND Paul 1949/film.bin"), vec![7; 5_000_000]).unwrap();
    for (language, name, said) in [
        ("en", "Small", "Your folders hold 5 MB, and 3.1 MB are free"),
        ("fr", "Petit", "Vos dossiers contiennent 5 Mo, et il reste 3,1 Mo"),
    ] {
        let path = office.path(name);
        std::fs::create_dir(&path).unwrap();
        let Some(_mounted) = Mounted::over(&path) else { return };
        let add = ["drives", "add", path.to_str().unwrap(), "--name", name, "--allow-fixed"];
        let told = office.run_in(language, &add).ends(0);
        assert!(told.out.contains(said), "{}", told.out);
    }
}
