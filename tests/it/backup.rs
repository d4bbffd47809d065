//! Backing up: what goes in comes out, nothing is stored twice, nothing torn is stored as good.

use std::collections::BTreeSet;

use refuge::config::RecordRule;
use refuge::error::{Error, SourceTrouble};
use refuge::event::{Event, Observer, Step};
use refuge::storage::Storage;
use refuge::storage::memory::Memory;
use refuge::unsaved;

use crate::rig::{Rig, files_below, noise};

fn fill(rig: &Rig) {
    rig.write("Dupont Zoé/note.txt", b"tension 12/8\n");
    rig.write("Dupont Zoé/scan.pdf", &noise(1, 3_000_000));
    rig.write("Dupont Zoé/vide.txt", b"");
    rig.write("Martin/lettre.txt", &b"Cher confrere, ".repeat(60_000));
    rig.write("loose.txt", b"no folder");
    std::fs::create_dir(rig.source().join("Nouveau")).unwrap();
    std::fs::hard_link(rig.source().join("loose.txt"), rig.source().join("same.txt")).unwrap();
    let sparse = std::fs::File::create(rig.source().join("Martin/image.vhd")).unwrap();
    sparse.set_len(9_000_000).unwrap();
    refuge::platform::write_all_at(&sparse, b"in the middle", 4_000_000).unwrap();
}

fn packs(storage: &dyn Storage) -> usize {
    storage.list("packs").unwrap().len()
}

#[test]
fn every_file_comes_back_byte_for_byte_under_every_rule() {
    for rule in
        [RecordRule::EachFolder, RecordRule::ByYear, RecordRule::Whole, RecordRule::Generations]
    {
        let drive = Memory::new();
        let mut rig = Rig::new(&drive, rule);
        fill(&rig);
        let summary = rig.backup(&drive, "Blue").unwrap();
        assert_eq!(summary.problems, 0);
        assert!(summary.read_back);
        let snapshots = rig.contents(&drive);
        assert_eq!(snapshots.len(), 1);
        assert_eq!(snapshots[0].1, files_below(&rig.source()), "{rule:?}");
    }
}

#[test]
fn an_unchanged_source_stores_nothing_but_a_manifest() {
    let drive = Memory::new();
    let mut rig = Rig::new(&drive, RecordRule::EachFolder);
    fill(&rig);
    rig.backup(&drive, "Blue").unwrap();
    let before = packs(&drive);
    let again = rig.backup(&drive, "Blue").unwrap();
    assert_eq!((again.new_files, again.new_bytes), (0, 0));
    assert_eq!(packs(&drive), before);
    assert_eq!(again.files, 6);
    assert_eq!(rig.contents(&drive).len(), 2);
}

#[test]
fn a_page_changed_in_a_database_stores_little() {
    let drive = Memory::new();
    let mut rig = Rig::new(&drive, RecordRule::Generations);
    let mut database = noise(7, 8_000_000);
    rig.write("practice.mdb", &database);
    rig.backup(&drive, "Blue").unwrap();
    for page in [100_000, 3_000_000, 7_000_000] {
        database[page..page + 4096].copy_from_slice(&noise(page as u64, 4096));
    }
    rig.write("practice.mdb", &database);
    let summary = rig.backup(&drive, "Blue").unwrap();
    assert!(summary.stored_bytes < 400_000, "{}", summary.stored_bytes);
    assert_eq!(rig.contents(&drive)[1].1["practice.mdb"], database);
}

#[test]
fn a_second_drive_is_complete_by_itself() {
    let (blue, red) = (Memory::new(), Memory::new());
    let mut rig = Rig::new(&blue, RecordRule::EachFolder);
    rig.enrol(&red, "Red");
    fill(&rig);
    rig.backup(&blue, "Blue").unwrap();
    rig.write("Martin/lettre.txt", b"shorter");
    rig.backup(&red, "Red").unwrap();
    rig.backup(&blue, "Blue").unwrap();
    let now = files_below(&rig.source());
    assert_eq!(rig.contents(&red)[0].1, now);
    assert_eq!(rig.contents(&blue)[1].1, now);
}

#[test]
fn a_record_that_vanished_stays_in_its_old_snapshot() {
    let drive = Memory::new();
    let mut rig = Rig::new(&drive, RecordRule::EachFolder);
    fill(&rig);
    rig.backup(&drive, "Blue").unwrap();
    let before = files_below(&rig.source());
    std::fs::remove_dir_all(rig.source().join("Martin")).unwrap();
    rig.backup(&drive, "Blue").unwrap();
    let snapshots = rig.contents(&drive);
    assert_eq!(snapshots[0].1, before);
    assert_eq!(snapshots[1].1, files_below(&rig.source()));
}

#[test]
fn a_source_that_is_missing_or_suddenly_empty_is_refused() {
    let drive = Memory::new();
    let mut rig = Rig::new(&drive, RecordRule::EachFolder);
    fill(&rig);
    rig.backup(&drive, "Blue").unwrap();
    std::fs::remove_dir_all(rig.source()).unwrap();
    let refused = rig.backup(&drive, "Blue").unwrap_err();
    assert!(matches!(refused, Error::Source { trouble: SourceTrouble::Missing, .. }), "{refused}");
    std::fs::create_dir(rig.source()).unwrap();
    let refused = rig.backup(&drive, "Blue").unwrap_err();
    assert!(matches!(refused, Error::Source { trouble: SourceTrouble::Empty, .. }), "{refused}");
    assert_eq!(rig.contents(&drive).len(), 1);
}

#[test]
fn a_folder_that_is_missing_does_not_keep_the_others_from_being_saved() {
    let drive = Memory::new();
    let mut rig = Rig::new(&drive, RecordRule::EachFolder);
    fill(&rig);
    let section = rig.add_section("scans", &[]);
    let (scans, away) = (rig.source().with_file_name("scans"), rig.source().with_file_name("away"));
    std::fs::write(scans.join("a.dcm"), b"scan").unwrap();
    rig.backup(&drive, "Blue").unwrap();
    for trouble in [SourceTrouble::Missing, SourceTrouble::Empty] {
        std::fs::rename(&scans, &away).unwrap();
        if trouble == SourceTrouble::Empty {
            std::fs::create_dir(&scans).unwrap();
        }
        rig.write("Martin/today.txt", format!("{trouble:?}").as_bytes());
        let summary = rig.backup(&drive, "Blue").unwrap();
        assert_eq!(summary.absent, [(scans.clone(), trouble)]);
        assert_eq!((summary.problems, summary.new_files), (1, 1), "{trouble:?}");
        let last = rig.contents(&drive).pop().unwrap();
        assert_eq!(last.1, files_below(&rig.source()));
        let known = unsaved::known(&rig.state).unwrap().last();
        let source = rig.config.sources[1].id;
        assert_eq!(known.folders(&BTreeSet::from([source])).len(), 1);
        if trouble == SourceTrouble::Empty {
            std::fs::remove_dir(&scans).unwrap();
        }
        std::fs::rename(&away, &scans).unwrap();
        let whole = rig.backup(&drive, "Blue").unwrap();
        assert_eq!((whole.problems, whole.absent.len()), (0, 0));
        assert_eq!(
            unsaved::known(&rig.state).unwrap().last().folders(&BTreeSet::from([source])),
            []
        );
    }
    assert_eq!(rig.config.sources[1].section, section);
}

/// Does something once, when what changed is about to be read.
struct WhenReading<F>(std::sync::Mutex<Option<F>>);

impl<F: FnOnce() + Send> Observer for WhenReading<F> {
    fn on(&self, event: Event<'_>) {
        if matches!(event, Event::Step { step: Step::Copy, .. })
            && let Some(act) = self.0.lock().unwrap().take()
        {
            act();
        }
    }
}

fn when_reading<F: FnOnce() + Send>(act: F) -> WhenReading<F> {
    WhenReading(std::sync::Mutex::new(Some(act)))
}

#[test]
fn what_is_saved_by_renaming_during_the_run_is_in_the_backup() {
    let drive = Memory::new();
    let mut rig = Rig::new(&drive, RecordRule::EachFolder);
    fill(&rig);
    rig.write("Zoe/letter.txt", b"first");
    rig.write("Zoe/long.bin", &noise(7, 4_000_000));
    rig.write("Zoe/one.txt", b"two names");
    let at = |name: &str| rig.source().join(name);
    std::fs::hard_link(at("Zoe/one.txt"), at("Zoe/two.txt")).unwrap();
    rig.write("Wolf/gone.txt", b"earlier");
    rig.backup(&drive, "Blue").unwrap();
    for name in ["Zoe/letter.txt", "Wolf/gone.txt"] {
        rig.write(name, b"second");
    }
    rig.write("Zoe/long.bin", &noise(8, 4_000_000));
    rig.write("Zoe/one.txt", b"both names");
    let source = rig.source();
    let act = move || {
        let save = |name: &str, bytes: &[u8]| {
            std::fs::write(source.join("new"), bytes).unwrap();
            std::fs::rename(source.join("new"), source.join(name)).unwrap();
        };
        save("Zoe/letter.txt", b"third");
        save("Zoe/long.bin", &noise(9, 4_000_000));
        save("Zoe/one.txt", b"one of them");
        std::fs::remove_file(source.join("Wolf/gone.txt")).unwrap();
    };
    let summary = rig.backup_watched(&drive, "Blue", &when_reading(act)).unwrap();
    // Only what has no name any more is a problem, and its earlier version stays for this once.
    assert_eq!(summary.problems, 1);
    let mut expected = files_below(&rig.source());
    let mut last = rig.contents(&drive).pop().unwrap().1;
    let gone = "Wolf/gone.txt".to_owned();
    let earlier = last.remove(&gone);
    assert!(earlier.is_some(), "in its earlier version");
    expected.remove(&gone);
    assert_eq!(last, expected);
    assert_eq!(
        unsaved::known(&rig.state).unwrap().last().files(),
        None,
        "nothing is left to be saved"
    );
    let again = rig.backup(&drive, "Blue").unwrap();
    assert_eq!(again.problems, 0);
    assert_eq!(rig.contents(&drive).pop().unwrap().1, files_below(&rig.source()));
}

#[test]
fn folders_that_are_saved_by_renaming_during_the_run_are_in_the_backup() {
    let drive = Memory::new();
    let mut rig = Rig::new(&drive, RecordRule::EachFolder);
    fill(&rig);
    let folders = ["Zoe", "Wolf/letters"];
    let save = |rig: &Rig, text: &str| {
        for folder in folders {
            rig.write(&format!("{folder}/letter.txt"), text.as_bytes());
            rig.write(&format!("{folder}/long.bin"), &noise(text.len() as u64, 4_000_000));
        }
    };
    save(&rig, "first");
    rig.backup(&drive, "Blue").unwrap();
    save(&rig, "the second");
    let source = rig.source();
    let aside = source.with_file_name("aside");
    let act = move || {
        for (number, folder) in folders.iter().enumerate() {
            let [new, old] = ["new", "old"].map(|name| aside.join(format!("{name} {number}")));
            std::fs::create_dir_all(&new).unwrap();
            std::fs::write(new.join("letter.txt"), b"and the third").unwrap();
            std::fs::write(new.join("long.bin"), noise(99, 4_000_000)).unwrap();
            std::fs::rename(source.join(folder), old).unwrap();
            std::fs::rename(new, source.join(folder)).unwrap();
        }
    };
    let summary = rig.backup_watched(&drive, "Blue", &when_reading(act)).unwrap();
    assert_eq!(summary.problems, 0);
    let last = rig.contents(&drive).pop().unwrap().1;
    let now = files_below(&rig.source());
    assert_eq!(last.keys().collect::<Vec<_>>(), now.keys().collect::<Vec<_>>());
    let mut former = now.clone();
    for folder in folders {
        former.insert(format!("{folder}/letter.txt"), b"the second".to_vec());
        former.insert(format!("{folder}/long.bin"), noise(10, 4_000_000));
    }
    for (name, bytes) in &last {
        assert!(now[name] == *bytes || former[name] == *bytes, "{name}");
    }
    assert_eq!(rig.backup(&drive, "Blue").unwrap().problems, 0);
    assert_eq!(rig.contents(&drive).pop().unwrap().1, now);
}

/// Windows lets nobody rename a folder while it is read.
#[cfg(unix)]
#[test]
fn folders_that_are_replaced_all_the_time_are_in_every_backup() {
    let drive = Memory::new();
    let mut rig = Rig::new(&drive, RecordRule::EachFolder);
    fill(&rig);
    let folders = ["Zoe", "Wolf/letters"];
    for folder in folders {
        rig.write(&format!("{folder}/letter.txt"), b"0");
    }
    rig.backup(&drive, "Blue").unwrap();
    let source = rig.source();
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        let (stop, source) = (&stop, &source);
        scope.spawn(move || {
            let aside = source.with_file_name("aside");
            for number in 1.. {
                for folder in folders {
                    let [new, old] = ["new", "old"].map(|name| aside.join(name));
                    std::fs::create_dir_all(&new).unwrap();
                    std::fs::write(new.join("letter.txt"), number.to_string()).unwrap();
                    std::fs::rename(source.join(folder), &old).unwrap();
                    std::fs::rename(new, source.join(folder)).unwrap();
                    std::fs::remove_dir_all(old).unwrap();
                }
                std::thread::sleep(std::time::Duration::from_millis(3));
                if stop.load(std::sync::atomic::Ordering::Relaxed) {
                    break;
                }
            }
        });
        for run in 0..25 {
            rig.backup(&drive, "Blue").unwrap();
            let last = rig.contents(&drive).pop().unwrap().1;
            for folder in folders {
                let letter = last.contains_key(&format!("{folder}/letter.txt"));
                if !letter {
                    stop.store(true, std::sync::atomic::Ordering::Relaxed);
                }
                assert!(letter, "run {run}: {folder}");
            }
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
    });
}

#[test]
fn a_file_that_no_backup_can_take_is_remembered_until_one_does() {
    let drive = Memory::new();
    let mut rig = Rig::new(&drive, RecordRule::EachFolder);
    fill(&rig);
    rig.write("Martin/base.fdb", &noise(3, 20_000_000));
    let path = rig.source().join("Martin/base.fdb");
    let stop = std::sync::atomic::AtomicBool::new(false);
    let writes = std::sync::Barrier::new(2);
    let summary = std::thread::scope(|scope| {
        scope.spawn(|| {
            let file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
            let mut number = 0_u64;
            writes.wait();
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                number += 1;
                let bytes = number.to_le_bytes();
                refuge::platform::write_all_at(&file, &bytes, 4096).unwrap();
            }
        });
        writes.wait();
        let summary = rig.backup(&drive, "Blue");
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
        summary.unwrap()
    });
    assert_eq!(summary.problems, 1);
    let known = unsaved::known(&rig.state).unwrap().last();
    assert_eq!((known.files().unwrap().number, known.in_no_version()), (1, 1));
    assert!(!rig.contents(&drive)[0].1.contains_key("Martin/base.fdb"));
    rig.backup(&drive, "Blue").unwrap();
    assert_eq!(unsaved::known(&rig.state).unwrap().last().files(), None);
    assert_eq!(rig.contents(&drive).pop().unwrap().1, files_below(&rig.source()));
}

#[test]
fn what_is_left_out_by_rule_is_counted_and_no_record_vanishes_by_a_cache_mark() {
    let drive = Memory::new();
    let mut rig = Rig::new(&drive, RecordRule::EachFolder);
    fill(&rig);
    rig.config.sources[0].exclude = vec!["*.bak".into()];
    let tag = b"Signature: 8a477f597d28d172789f06886806bc55";
    rig.write("Martin/CACHEDIR.TAG", tag);
    let before = files_below(&rig.source());
    rig.write("Martin/old.bak", b"x");
    rig.write("Martin/.cache/result.txt", b"x");
    rig.write("Dupont Zoé/made/CACHEDIR.TAG", tag);
    let outside = rig.source().with_file_name("outside.txt");
    std::fs::write(&outside, b"x").unwrap();
    let summary = rig.backup(&drive, "Blue").unwrap();
    assert_eq!((summary.left_out, summary.links_out, summary.problems), (3, 0, 0));
    assert_eq!(rig.contents(&drive)[0].1, before);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&outside, rig.source().join("Martin/out")).unwrap();
        let summary = rig.backup(&drive, "Blue").unwrap();
        assert_eq!((summary.left_out, summary.links_out), (3, 1));
        let known = unsaved::known(&rig.state).unwrap().last();
        let (left_out, links) = (known.left_out().unwrap(), known.links().unwrap());
        assert_eq!((left_out.number, links.number), (3, 1));
        assert!(left_out.since < links.since);
    }
}

/// Asks to stop as soon as bytes were dealt with.
#[derive(Default)]
struct StopsAtOnce(std::sync::atomic::AtomicBool);

impl Observer for StopsAtOnce {
    fn on(&self, event: Event<'_>) {
        if matches!(event, Event::Advanced { .. }) {
            self.0.store(true, std::sync::atomic::Ordering::Relaxed);
        }
    }

    fn stop_requested(&self) -> bool {
        self.0.load(std::sync::atomic::Ordering::Relaxed)
    }
}

#[test]
fn a_request_to_stop_is_heard_in_a_hole_larger_than_any_disk() {
    let drive = Memory::new();
    let mut rig = Rig::new(&drive, RecordRule::EachFolder);
    rig.write("Martin/disk.img", b"head");
    let file = std::fs::OpenOptions::new().write(true).open(rig.source().join("Martin/disk.img"));
    if file.unwrap().set_len(1 << 40).is_err() {
        return; // A file system without holes.
    }
    let started = std::time::Instant::now();
    let stopped = rig.backup_watched(&drive, "Blue", &StopsAtOnce::default()).unwrap_err();
    assert!(matches!(stopped, Error::Interrupted), "{stopped}");
    assert!(started.elapsed() < std::time::Duration::from_secs(10), "{:?}", started.elapsed());
}

#[test]
fn a_lost_pack_is_stored_again_by_the_next_run() {
    let drive = Memory::new();
    let mut rig = Rig::new(&drive, RecordRule::EachFolder);
    fill(&rig);
    rig.backup(&drive, "Blue").unwrap();
    for (pack, _) in drive.list("packs").unwrap() {
        drive.remove(&pack).unwrap();
    }
    rig.backup(&drive, "Blue").unwrap();
    let (vault, section) = rig.open(&drive);
    let contents = refuge::vault::Contents::load(&vault, &section).unwrap();
    assert!(contents.packs.len() > packs(&drive));
    let last = rig.contents(&drive).pop().unwrap();
    assert_eq!(last.1, files_below(&rig.source()));
}

mod command_line {
    //! `refuge backup` as people and scripts type it.

    use crate::office::Office;

    #[test]
    fn every_drive_that_is_plugged_in_gets_a_backup() {
        let office = Office::with_patients(&["DURAND Paul 1949"]);
        office.add_drive("Red");
        office.add_drive("Green");
        office.unplug("Green");
        let summary = office.json(&["backup"]);
        let names: Vec<&str> = summary["drives"]
            .as_array()
            .unwrap()
            .iter()
            .map(|drive| drive["drive"].as_str().unwrap())
            .collect();
        assert_eq!(names, ["Blue", "Red"]);
        assert_eq!(summary["drive"], "Red");
        assert_eq!((&summary["files"], &summary["read_back"]), (&1.into(), &true.into()));
        let one = office.json(&["backup", "--drive", "Blue"]);
        assert_eq!((&one["drive"], one.get("drives")), (&"Blue".into(), None));
    }

    #[test]
    fn a_folder_that_is_missing_is_told_and_the_practice_is_not_called_protected() {
        let office = Office::with_patients(&["DURAND Paul 1949"]);
        office.add_drive("Red");
        let scans = office.path("scans");
        std::fs::create_dir(&scans).unwrap();
        std::fs::write(scans.join("a.dcm"), b"scan").unwrap();
        let added = ["sources", "add", scans.to_str().unwrap(), "--class", "unclassified"];
        office.run(&[&added[..], &["--records", "whole"]].concat()).ends(0);
        office.json(&["backup"]);
        assert_eq!(office.json(&["status"])["verdict"], "protected");
        std::fs::rename(&scans, office.path("away")).unwrap();
        let answer = office.run(&["backup", "--drive", "Blue"]).ends(3);
        assert!(answer.err.contains("[B01]"), "{}", answer.err);
        assert!(!answer.out.contains("complete"), "{}", answer.out);
        assert!(answer.out.contains("done, but not everything is in it"), "{}", answer.out);
        let standing = office.run(&["status", "--json"]).ends(16).json();
        assert_eq!(standing["verdict"], "action");
        assert_eq!(standing["next"], "sources");
        assert_eq!(standing["matters"][0]["id"], "folder-missing");
        assert!(standing["matters"][0]["since"].is_string());
        let listed = office.run(&["sources"]).ends(0).out;
        assert!(listed.contains("Not there now: "), "{listed}");
        std::fs::rename(office.path("away"), &scans).unwrap();
        office.json(&["backup"]);
        assert_eq!(office.json(&["status"])["verdict"], "protected");
    }

    #[test]
    fn a_source_added_again_is_the_same_and_nothing_is_stored_twice() {
        let office = Office::with_patients(&["DURAND Paul 1949"]);
        office.json(&["backup"]);
        let patients = office.path("patients");
        let patients = patients.to_str().unwrap();
        office.run(&["sources", "remove", patients]).ends(0);
        let added = ["sources", "add", patients, "--class", "fr/dental-record"];
        office.run(&[&added[..], &["--records", "each-folder"]].concat()).ends(0);
        assert_eq!(office.json(&["backup"])["new_files"], 0);
    }

    #[test]
    fn a_drive_in_trouble_does_not_keep_the_others_from_their_backup() {
        let office = Office::with_patients(&["DURAND Paul 1949"]);
        office.add_drive("Red");
        office.json(&["backup"]);
        std::fs::write(office.path("Red/refuge/vault.json"), b"{}").unwrap();
        let answer = office.run(&["backup"]).ends(18);
        assert!(answer.err.contains("[D08]"), "{}", answer.err);
        assert!(answer.out.contains("complete."), "{}", answer.out);
        let summary = office.run(&["backup", "--json"]).ends(18).json();
        assert_eq!((&summary["drive"], &summary["result"]), (&"Blue".into(), &"failed".into()));
        assert_eq!(summary["error"]["id"], "D08");
    }

    #[test]
    fn a_backup_says_which_drive_it_is_and_which_comes_next_in_both_languages() {
        let office = Office::with_patients(&["DURAND Paul 1949"]);
        let first = office.run(&["backup", "--no-eject"]).ends(0);
        assert!(first.err.contains("Blue recognised. No backup on it yet.\n"), "{}", first.err);
        assert!(first.err.contains("  1/3 Looking for changes"), "{}", first.err);
        assert!(
            first.err.contains("  3/3 Reading back what was written   all good\n"),
            "{}",
            first.err
        );
        assert!(first.out.starts_with("Backup of "), "{}", first.out);
        assert!(first.out.contains(": complete. 1 new or changed file, "), "{}", first.out);
        assert!(first.out.contains("Next: a second drive, kept elsewhere"), "{}", first.out);
        office.add_drive("Red");
        office.unplug("Red");
        let second = office.run_in("fr", &["sauvegarder"]).ends(0);
        assert!(
            second.err.contains("Blue reconnu. Dernière sauvegarde dessus : aujourd'hui.\n"),
            "{}",
            second.err
        );
        assert!(second.err.contains("  3/3 Relecture                   tout est bon\n"));
        assert!(second.out.starts_with("Sauvegarde du "), "{}", second.out);
        let next =
            "  Ensuite : apportez Red, il n'a encore aucune sauvegarde. Contrôle à faire avant le ";
        assert!(second.out.contains(next), "{}", second.out);
    }

    #[test]
    fn without_a_drive_nobody_waits_unless_asked() {
        let office = Office::with_patients(&["DURAND Paul 1949"]);
        office.unplug("Blue");
        assert!(office.run(&["backup"]).ends(10).err.contains("[D01]"));
        assert!(office.run(&["backup", "--drive", "blue"]).ends(10).err.contains("[D02]"));
    }

    #[test]
    fn a_drive_that_comes_while_it_waits_is_used() {
        let office = Office::with_patients(&["DURAND Paul 1949"]);
        office.add_drive("Red");
        office.unplug("Blue");
        office.unplug("Red");
        let mut waiting = std::process::Command::new(env!("CARGO_BIN_EXE_refuge"))
            .env("REFUGE_HOME", office.path("home"))
            .args(["--lang", "fr", "sauvegarder", "--wait", "2"])
            .stderr(std::process::Stdio::piped())
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_secs(1));
        office.plug("Blue");
        assert!(waiting.wait().unwrap().success());
        let mut said = String::new();
        std::io::Read::read_to_string(&mut waiting.stderr.take().unwrap(), &mut said).unwrap();
        assert!(
            said.contains("Branchez Blue ou Red (j'attends, Ctrl-C pour arrêter)..."),
            "{said}"
        );
    }

    #[test]
    fn the_ledger_tells_of_every_backup() {
        let office = Office::with_patients(&["DURAND Paul 1949"]);
        let entry = office.json(&["backup"])["ledger_entry"].as_u64().unwrap();
        assert_eq!(office.json(&["backup"])["ledger_entry"].as_u64(), Some(entry + 1));
        let dry = office.json(&["backup", "--dry-run"]);
        assert!(dry["ledger_entry"].is_null() && dry["snapshot"].is_null());
    }

    #[test]
    fn an_interrupted_backup_is_told_when_the_next_one_goes_on() {
        let office = Office::with_patients(&["DURAND Paul 1949"]);
        let home = office.path("home").join("state.db");
        let state = rusqlite::Connection::open(home).unwrap();
        let sql = "INSERT INTO drive_note VALUES (1, 'backup-begun', '\"2026-11-23T13:05:00Z\"')";
        state.execute(sql, []).unwrap();
        let said = office.run_in("fr", &["sauvegarder"]).ends(0).err;
        assert!(said.contains("Reprise de la sauvegarde interrompue ("), "{said}");
        assert!(said.contains("14 h 05)"), "{said}");
        let said = office.run_in("fr", &["sauvegarder"]).ends(0).err;
        assert!(!said.contains("Reprise"), "{said}");
    }

    /// Starts a backup, waits until it copies, sends a signal and tells how it ended.
    #[cfg(unix)]
    fn signalled(office: &Office, signal: rustix::process::Signal) -> Option<i32> {
        use std::io::BufRead;
        let mut running = std::process::Command::new(env!("CARGO_BIN_EXE_refuge"))
            .env("REFUGE_HOME", office.path("home"))
            .args(["--lang", "en", "backup"])
            .stderr(std::process::Stdio::piped())
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let said = std::io::BufReader::new(running.stderr.take().unwrap());
        let mut lines = said.lines().map_while(Result::ok);
        assert!(lines.any(|line| line.contains(" Copying")));
        let id = i32::try_from(running.id()).unwrap();
        let id = rustix::process::Pid::from_raw(id).unwrap();
        rustix::process::kill_process(id, signal).unwrap();
        lines.for_each(drop);
        running.wait().unwrap().code()
    }

    #[cfg(unix)]
    #[test]
    fn a_closed_window_stops_the_backup_at_a_safe_point_and_the_next_one_goes_on() {
        let office = Office::with_patients(&["DURAND Paul 1949"]);
        for number in 0..60 {
            let noise = crate::rig::noise(number, 4_000_000);
            std::fs::write(office.path(&format!("patients/DURAND Paul 1949/{number}.pdf")), noise)
                .unwrap();
        }
        assert_eq!(signalled(&office, rustix::process::Signal::HUP), Some(130));
        let answer = office.run(&["backup"]).ends(0);
        assert!(answer.err.contains("Finishing the interrupted backup (today "), "{}", answer.err);
        let status = office.run(&["status", "--json"]).json();
        assert_eq!(status["drives"][0]["backups"], 1);
    }
}

fn bytes_below(storage: &dyn Storage, folder: &str) -> u64 {
    storage.list(folder).unwrap().iter().map(|(_, bytes)| bytes).sum()
}

#[test]
fn parity_of_a_first_backup_is_cheap_and_every_byte_of_the_drive_is_counted() {
    let drive = Memory::new();
    let mut rig = Rig::new(&drive, RecordRule::EachFolder);
    for number in 0..60_u64 {
        rig.write(&format!("{number}/image.dcm"), &noise(number, 550_000));
    }
    let before = bytes_below(&drive, "");
    let done = rig.backup(&drive, "Blue").unwrap();
    let (packs, parity) = (bytes_below(&drive, "packs"), bytes_below(&drive, "parity"));
    assert!(packs > 30_000_000 && parity * 100 <= packs * 15, "{parity} of {packs}");
    let more = bytes_below(&drive, "") - before;
    assert!((packs + parity..=more).contains(&done.drive_written), "{done:?}: {more}");
    assert!(done.drive_written * 10 <= done.stored_bytes * 12, "{done:?}");
    assert!(done.drive_read >= packs, "all of it is read back");
}

#[test]
fn parity_of_a_month_of_small_backups_is_a_third_of_them_at_most() {
    let drive = Memory::new();
    let mut rig = Rig::new(&drive, RecordRule::EachFolder);
    let (mut shares, mut written) = (Vec::new(), 0);
    for day in 0..30_u64 {
        rig.write(&format!("{}/{day}.dcm", day % 7), &noise(day, 400_000));
        written += rig.backup(&drive, "Blue").unwrap().drive_written;
        shares.push(bytes_below(&drive, "parity") * 100 / bytes_below(&drive, "packs"));
    }
    assert!(shares.iter().sum::<u64>() <= 30 * 30, "{shares:?}");
    assert!(written < 3 * bytes_below(&drive, "packs"), "{written}");
    let (vault, _) = rig.open(&drive);
    assert_eq!(refuge::parity_groups::unprotected(&vault).unwrap(), []);
}
