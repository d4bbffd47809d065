//! Files that other programs hold open: told as that, counted over the days, taken from a picture of the
//! disk where the practice wants it, and marked for whoever brings them back.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use refuge::browse;
use refuge::config::{OpenFilesWay, RecordRule};
use refuge::destination::Destination;
use refuge::error::ProblemCause;
use refuge::event::Silent;
use refuge::platform::{NoPicture, Picture, Pictures};
use refuge::restore::{self, Selection};
use refuge::storage::memory::Memory;
use refuge::unsaved;

use crate::office::Office;
use crate::rig::{Rig, noise};
use crate::support::held::HeldFile;

const BASE: &str = "Martin/base.fdb";

/// Stands in for the system: a picture is a copy of the folder, made beforehand.
#[derive(Debug)]
struct StandIn {
    picture: Result<PathBuf, NoPicture>,
    asked: AtomicUsize,
    given_up: Arc<AtomicUsize>,
}

#[derive(Debug)]
struct Copied(PathBuf, Arc<AtomicUsize>);

impl StandIn {
    fn of(picture: Result<PathBuf, NoPicture>) -> Arc<Self> {
        Arc::new(Self { picture, asked: AtomicUsize::new(0), given_up: Arc::default() })
    }
}

impl Pictures for StandIn {
    fn take(&self, _folder: &Path) -> Result<Box<dyn Picture>, NoPicture> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let place = self.picture.clone()?;
        Ok(Box::new(Copied(place, self.given_up.clone())))
    }
}

impl Picture for Copied {
    fn folder(&self) -> &Path {
        &self.0
    }
}

impl Drop for Copied {
    fn drop(&mut self) {
        self.1.fetch_add(1, Ordering::SeqCst);
    }
}

/// A practice with a database of that length, and a copy of its folder as the picture.
fn with_base(drive: &Memory, length: usize) -> (Rig, tempfile::TempDir) {
    let mut rig = Rig::new(drive, RecordRule::EachFolder);
    rig.config.practice.open_files = OpenFilesWay::AsAfterAPowerCut;
    rig.write("Dupont/note.txt", b"tension 12/8\n");
    rig.write("Martin/lettre.txt", b"Cher confrere\n");
    rig.write(BASE, &noise(3, length));
    let picture = tempfile::tempdir().unwrap();
    std::fs::create_dir(picture.path().join("Martin")).unwrap();
    std::fs::write(picture.path().join(BASE), noise(4, length)).unwrap();
    (rig, picture)
}

/// What a restore of the latest backup says of its files.
fn problems_at_restore(rig: &Rig, drive: &Memory) -> Vec<(String, ProblemCause)> {
    let (vault, section) = rig.open(drive);
    let sections = [section];
    let history = browse::snapshots(&vault, &sections).unwrap();
    let latest = browse::choose(&history.snapshots, None, &jiff::tz::TimeZone::UTC).unwrap();
    let views = browse::open(&vault, &sections, latest.id).unwrap();
    let plan = restore::plan(&vault, &views, &Selection::All, &Default::default()).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let to = Destination::create(dir.path(), false).unwrap();
    let summary = plan.execute(&vault, &views, &to, &Silent).unwrap();
    let problems = summary.problems.iter();
    problems.map(|problem| (problem.path.escaped(), problem.cause)).collect()
}

#[test]
fn a_file_that_is_held_is_taken_from_a_picture_and_marked_for_who_restores_it() {
    // One that is read at once, and one that is read in pieces.
    for length in [50_000, 9_000_000] {
        let drive = Memory::new();
        let (mut rig, picture) = with_base(&drive, length);
        let Some(held) = HeldFile::at(&rig.source().join(BASE)) else { return };
        let system = StandIn::of(Ok(picture.path().to_owned()));
        rig.pictures = system.clone();
        let summary = rig.backup(&drive, "Blue").unwrap();
        assert_eq!((summary.problems, summary.open_files, summary.no_picture), (0, 1, None));
        assert_eq!(system.asked.load(Ordering::SeqCst), 1, "one picture for one folder");
        assert_eq!(system.given_up.load(Ordering::SeqCst), 1, "no picture is left behind");
        assert_eq!(rig.contents(&drive)[0].1[BASE], noise(4, length));
        let marked = || problems_at_restore(&rig, &drive).remove(0);
        assert!(marked().0.ends_with("base.fdb"), "{:?}", marked());
        assert_eq!(marked().1, ProblemCause::WasOpen);
        // What is open may change without a sign: it is looked at each time.
        std::fs::write(picture.path().join(BASE), noise(5, length)).unwrap();
        assert_eq!(rig.backup(&drive, "Blue").unwrap().open_files, 1);
        assert_eq!(rig.contents(&drive)[1].1[BASE], noise(5, length));
        // No picture this time: the earlier version stays, and stays marked.
        rig.pictures = StandIn::of(Err(NoPicture::Failed));
        assert_eq!(rig.backup(&drive, "Blue").unwrap().problems, 1);
        assert_eq!(problems_at_restore(&rig, &drive).remove(0).1, ProblemCause::WasOpen);
        // The program is closed: the file itself, without a mark.
        drop(held);
        let summary = rig.backup(&drive, "Blue").unwrap();
        assert_eq!((summary.problems, summary.open_files), (0, 0));
        assert_eq!(rig.contents(&drive)[3].1[BASE], noise(3, length));
        assert_eq!(problems_at_restore(&rig, &drive), []);
    }
}

#[test]
fn without_the_right_to_a_picture_it_is_asked_once_and_the_file_is_told_as_held() {
    let drive = Memory::new();
    let (mut rig, _picture) = with_base(&drive, 50_000);
    rig.write("Martin/second.fdb", &noise(6, 50_000));
    let Some(_held) = HeldFile::at(&rig.source().join(BASE)) else { return };
    let Some(_also) = HeldFile::at(&rig.source().join("Martin/second.fdb")) else { return };
    let system = StandIn::of(Err(NoPicture::NotAllowed));
    rig.pictures = system.clone();
    let summary = rig.backup(&drive, "Blue").unwrap();
    assert_eq!((summary.problems, summary.open_files), (2, 0));
    assert_eq!(summary.no_picture, Some(NoPicture::NotAllowed));
    assert_eq!(system.asked.load(Ordering::SeqCst), 1);
    let known = unsaved::known(&rig.state).unwrap().last();
    assert_eq!((known.held().unwrap().number, known.held_in_no_version()), (2, 2));
}

#[test]
fn no_picture_is_asked_for_unless_the_practice_wants_it() {
    let drive = Memory::new();
    let (mut rig, picture) = with_base(&drive, 50_000);
    rig.config.practice.open_files = OpenFilesWay::default();
    let Some(_held) = HeldFile::at(&rig.source().join(BASE)) else { return };
    let system = StandIn::of(Ok(picture.path().to_owned()));
    rig.pictures = system.clone();
    let summary = rig.backup(&drive, "Blue").unwrap();
    assert_eq!((summary.problems, summary.open_files, summary.no_picture), (1, 0, None));
    assert_eq!(system.asked.load(Ordering::SeqCst), 0);
}

#[test]
fn a_file_that_is_held_is_told_as_that_and_counted_over_the_days() {
    let office = Office::with_patients(&["MARTIN Zoé"]);
    let base = office.path("patients/MARTIN Zoé/base.fdb");
    std::fs::write(&base, noise(1, 50_000)).unwrap();
    let Some(held) = HeldFile::at(&base) else { return };
    let said = office.run(&["backup"]).ends(3).err;
    assert!(said.contains("another program holds one file open"), "{said}");
    assert!(!said.contains("base.fdb"), "{said}");
    assert!(office.run(&["backup", "--names"]).ends(3).err.contains("base.fdb"));
    let matter = |office: &Office| {
        let status = office.run(&["status", "--json"]).json();
        let matters = status["matters"].as_array().unwrap().clone();
        matters.into_iter().find(|matter| matter["id"] == "held-open")
    };
    let told = matter(&office).unwrap();
    assert_eq!((&told["files"], &told["in_no_version"]), (&1.into(), &1.into()));
    let said = office.run(&["status"]).out;
    assert!(said.contains("held open by another program"), "{said}");
    let said = office.run_in("fr", &["etat"]).out;
    assert!(said.contains("gardé ouvert par un autre programme"), "{said}");
    drop(held);
    office.run(&["backup"]).ends(0);
    assert_eq!(matter(&office), None);
}

#[test]
fn the_way_with_open_files_is_a_setting() {
    let office = Office::with_patients(&["MARTIN Zoé"]);
    office.run(&["settings", "set", "open-files", "as-after-a-power-cut"]).ends(0);
    let file = std::fs::read_to_string(office.path("home/refuge.toml")).unwrap();
    assert!(file.contains("open_files = \"as-after-a-power-cut\""), "{file}");
    let base = office.path("patients/MARTIN Zoé/base.fdb");
    std::fs::write(&base, noise(1, 50_000)).unwrap();
    let Some(_held) = HeldFile::at(&base) else { return };
    // Linux takes no pictures: said, with what to do.
    let said = office.run(&["backup"]).ends(3).out;
    assert!(said.contains("refuge settings set open-files left-out"), "{said}");
    office.run(&["settings", "set", "open-files", "left-out"]).ends(0);
    let said = office.run(&["backup"]).ends(3).out;
    assert!(!said.contains("open-files"), "{said}");
}

/// A pack of the drive "Blue".
fn first_pack(office: &Office) -> PathBuf {
    let mut waiting = vec![office.path("Blue/refuge/packs")];
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                return path;
            }
            waiting.push(path);
        }
    }
    panic!("no pack");
}

#[test]
fn a_file_of_the_drive_that_is_held_says_nothing_against_the_drive() {
    let office = Office::with_patients(&["MARTIN Zoé"]);
    office.run(&["backup"]).ends(0);
    let before = office.run(&["status", "--json"]).json()["verdict"].clone();
    for held in [first_pack(&office), office.path("Blue/refuge/vault.json")] {
        let Some(_held) = HeldFile::at(&held) else { return };
        let answer = office.run_with_key(&["verify", "--full"]).ends(11);
        assert_eq!(answer.error(), "D22", "{}", answer.err);
        assert!(answer.err.contains("nothing is said against the drive"), "{}", answer.err);
    }
    office.run_with_key(&["verify", "--full"]).ends(0);
    let Some(_held) = HeldFile::at(&first_pack(&office)) else { return };
    office.write("patients/MARTIN Zoé/more.txt", "more");
    let answer = office.run(&["backup"]);
    assert!(matches!(answer.code, 0 | 11), "{}", answer.err);
    let now = office.run(&["status", "--json"]).json();
    assert_eq!(now["verdict"], before, "{now}");
}
