//! Setting up: a practice, its drives, its sources; and which drives are recognised.

use std::path::PathBuf;

use refuge::config::{Keep, KeyKind, RecordRule};
use refuge::crypto::Identity;
use refuge::drives;
use refuge::error::{DriveTrouble, Error, KeyTrouble, SourceTrouble};
use refuge::practice::Practice;
use refuge::setup::{self, NewPractice};
use refuge::sources::{self, NewSource};

use crate::rig::patiently;
use crate::support::copy_folder;

struct Office {
    folder: tempfile::TempDir,
    identity: Identity,
}

impl Office {
    fn new() -> (Self, Practice) {
        let folder = tempfile::tempdir().unwrap();
        let identity = Identity::generate();
        let key = ("identity".to_owned(), KeyKind::File, identity.to_recipient().unwrap());
        let new = NewPractice::named("Cabinet Dr Martin", "fr", "fr");
        let home = folder.path().join("home");
        let practice = setup::create(&home, &new, &[key], now()).unwrap();
        (Self { folder, identity }, practice)
    }

    fn make(&self, name: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(&path).unwrap();
        path
    }
}

fn now() -> jiff::Timestamp {
    "2026-11-23T14:05:00Z".parse().unwrap()
}

fn trouble<T>(result: Result<T, Error>) -> DriveTrouble {
    match result {
        Err(Error::Drive { trouble, .. }) => trouble,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("no trouble"),
    }
}

#[test]
fn a_practice_is_set_up_once_and_opened_by_one_run_at_a_time() {
    let (office, practice) = Office::new();
    let home = practice.home.clone();
    assert!(matches!(Practice::open(&home), Err(Error::Busy)));
    assert_eq!(Practice::open_reading(&home).unwrap().config, practice.config);
    drop(practice);
    assert_eq!(patiently(|| Practice::open(&home)).writers().unwrap().len(), 1);
    let key = ("k".to_owned(), KeyKind::File, office.identity.to_recipient().unwrap());
    let again = setup::create(&home, &NewPractice::named("Autre", "fr", "fr"), &[key], now());
    assert!(matches!(again, Err(Error::AlreadySetUp)));
}

#[test]
fn an_enrolled_drive_is_recognised_and_holds_the_keyring() {
    let (office, mut practice) = Office::new();
    let path = office.make("drive");
    assert_eq!(
        trouble(drives::enrol(&mut practice, &path, "Bleu", false, now())),
        DriveTrouble::NotRemovable
    );
    assert!(!path.join("refuge").exists());
    drives::enrol(&mut practice, &path, "Bleu", true, now()).unwrap();
    let plugged = practice.plugged_named("bleu", now()).unwrap();
    let vault = plugged.vault(&practice).unwrap();
    let own = std::slice::from_ref(&office.identity);
    assert_eq!(practice.read_sections(&vault, own).unwrap().len(), 1);
    let stranger = practice.read_sections(&vault, &[Identity::generate()]);
    assert!(matches!(stranger, Err(Error::Key(KeyTrouble::OpensNothing))));
    practice.config.practice.epoch = 2;
    assert_eq!(practice.bring_parts(&vault).unwrap(), 0);
}

#[test]
fn an_enrolment_that_was_cut_short_is_completed() {
    let (office, practice) = Office::new();
    let (home, before) = (practice.home.clone(), office.make("before"));
    drop(practice);
    copy_folder(&home, &before);
    let mut practice = patiently(|| Practice::open(&home));
    let path = office.make("drive");
    let folder = path.join("refuge");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("README.html"), b"half").unwrap();
    std::fs::write(folder.join("vault.json"), b"{\"refuge\":1,").unwrap();
    let drive = drives::enrol(&mut practice, &path, "Bleu", true, now()).unwrap().drive;
    let mut practice = patiently(|| Practice::open(&before));
    let plugged = drives::enrol(&mut practice, &path, "Bleu", true, now()).unwrap();
    assert_eq!(plugged.drive.id, drive.id, "the vault that was finished is kept");
}

#[test]
fn a_folder_with_other_things_in_it_is_never_taken() {
    let (office, mut practice) = Office::new();
    let path = office.make("drive");
    let letter = office.make("drive/refuge").join("lettre.txt");
    std::fs::write(&letter, b"x").unwrap();
    let refused = drives::enrol(&mut practice, &path, "Bleu", true, now());
    assert!(matches!(refused, Err(Error::TargetNotEmpty(_))));
    assert!(letter.exists());
}

#[test]
fn a_drive_of_another_practice_is_refused() {
    let (_theirs, mut other) = Office::new();
    let (office, mut practice) = Office::new();
    let path = office.make("drive");
    drives::enrol(&mut other, &path, "Bleu", true, now()).unwrap();
    let refused = drives::enrol(&mut practice, &path, "Bleu", true, now());
    assert_eq!(trouble(refused), DriveTrouble::Foreign);
}

#[test]
fn copies_erased_and_absent_drives_are_told_apart() {
    let (office, mut practice) = Office::new();
    let path = office.make("drive");
    assert_eq!(trouble(practice.plugged_one(None, now())), DriveTrouble::NonePlugged);
    drives::enrol(&mut practice, &path, "Bleu", true, now()).unwrap();
    let again = drives::enrol(&mut practice, &path, "Rouge", true, now());
    assert_eq!(trouble(again), DriveTrouble::AlreadyEnrolled);

    let copy = office.folder.path().join("copy");
    copy_folder(&path, &copy);
    let refused = drives::enrol(&mut practice, &copy, "Rouge", true, now());
    assert_eq!(trouble(refused), DriveTrouble::Copied);

    let drawer = office.folder.path().join("drawer");
    std::fs::rename(&path, &drawer).unwrap();
    assert_eq!(trouble(practice.plugged_named("Bleu", now())), DriveTrouble::NotPlugged);
    std::fs::create_dir(&path).unwrap();
    assert_eq!(trouble(practice.plugged_named("Bleu", now())), DriveTrouble::Erased);
    std::fs::remove_dir(&path).unwrap();
    std::fs::rename(&drawer, &path).unwrap();
    assert!(practice.plugged_named("Bleu", now()).is_ok());
}

#[test]
fn a_forged_identity_is_tampering() {
    let (office, mut practice) = Office::new();
    let path = office.make("drive");
    drives::enrol(&mut practice, &path, "Bleu", true, now()).unwrap();
    let file = path.join("refuge/vault.json");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("2026-11-23", "2026-11-24")).unwrap();
    assert_eq!(trouble(practice.plugged_named("Bleu", now())), DriveTrouble::Tampered);
    // Reading needs no word of that file: what lies there proves itself.
    assert_eq!(practice.readable_one(Some("Bleu"), now()).unwrap().drive.name, "Bleu");
}

#[test]
fn a_folder_that_is_added_later_has_the_rule_that_was_agreed_on() {
    let (office, mut practice) = Office::new();
    let add = |practice: &mut Practice, name: &str| {
        let new = NewSource {
            path: office.make(name),
            class: "medical-record".to_owned(),
            records: RecordRule::EachFolder,
            readers: vec![],
        };
        sources::add(practice, &new).unwrap().keep
    };
    assert_eq!(add(&mut practice, "patients"), None);
    sources::thin_as_usual(&mut practice).unwrap();
    assert_eq!(add(&mut practice, "letters"), Some(Keep::USUAL));
}

#[test]
fn sources_must_be_folders_that_do_not_overlap_and_are_no_drive() {
    let (office, mut practice) = Office::new();
    let drive = office.make("drive");
    drives::enrol(&mut practice, &drive, "Bleu", true, now()).unwrap();
    let source = |path: PathBuf| NewSource {
        path,
        class: "medical-record".to_owned(),
        records: RecordRule::EachFolder,
        readers: vec![],
    };
    let patients = office.make("patients");
    let added = sources::add(&mut practice, &source(patients.clone())).unwrap();
    assert_eq!(added.class, "fr/medical-record");
    for (path, expected) in [
        (office.make("patients/a"), SourceTrouble::Overlaps),
        (office.make("drive/x"), SourceTrouble::Unsuitable),
        (office.make("home/x"), SourceTrouble::Unsuitable),
        (office.folder.path().join("nowhere"), SourceTrouble::Missing),
    ] {
        match sources::add(&mut practice, &source(path.clone())) {
            Err(Error::Source { trouble, .. }) => assert_eq!(trouble, expected, "{path:?}"),
            _ => panic!("{path:?} was taken"),
        }
    }
    sources::remove(&mut practice, &patients).unwrap();
    assert!(Practice::open_reading(&practice.home).unwrap().config.sources.is_empty());
}
