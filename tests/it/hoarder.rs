//! Somebody who kept every byte that ever passed the door of the drives, in whatever state a run left them:
//! once forgetting and new keys are through, nothing forgotten opens with a key that is alive, and all else does.

use std::collections::{BTreeSet, HashSet};
use std::sync::Mutex;
use std::sync::atomic::Ordering;

use refuge::config::{KeyKind, RecordRule};
use refuge::crypto::Identity;
use refuge::error::{DriveTrouble, Error, Result};
use refuge::fate::Level;
use refuge::format::names::ObjectPath;
use refuge::storage::Storage;
use refuge::storage::memory::Memory;
use secrecy::ExposeSecret;

use crate::attacker::Attacker;
use crate::keys::{new_key, readers, rekey, rotate};
use crate::purge::{copy_of, purge, record};
use crate::rig::{Rig, noise};
use crate::support::door::{Door, Guard};
use crate::support::faulty::{Fault, Faulty};
use crate::support::misreading::{MISREADS, Misreading};
use crate::thin;

/// Lets everything through and keeps a copy of what is written.
struct Recorder<'a> {
    drive: &'a dyn Storage,
    kept: &'a Mutex<BTreeSet<Vec<u8>>>,
}

impl Recorder<'_> {
    fn keep(&self, bytes: &[u8]) {
        self.kept.lock().unwrap().insert(bytes.to_vec());
    }
}

impl Guard for Recorder<'_> {
    fn drive(&self) -> &dyn Storage {
        self.drive
    }

    fn put(&self, object: &ObjectPath, bytes: &[u8]) -> Result<()> {
        self.keep(bytes);
        self.drive.put(object, bytes)
    }

    fn supersede(&self, object: &ObjectPath, bytes: &[u8]) -> Result<()> {
        self.keep(bytes);
        self.drive.supersede(object, bytes)
    }

    fn overwrite(&self, object: &ObjectPath, offset: u64, bytes: &[u8]) -> Result<()> {
        self.keep(bytes);
        self.drive.overwrite(object, offset, bytes)
    }
}

/// Said of patients who are forgotten, one after the other, of one who is kept, and of him by mistake.
const FIRST: &str = "the first to be forgotten";
const SECOND: &str = "the second to be forgotten";
const KEPT: &str = "about somebody who stays";
const MISTAKE: &str = "written into the wrong record";

/// What a practice does with its drives.
#[derive(Debug, Clone, Copy)]
enum Deed {
    Backup(usize),
    /// Forgets patients on a drive.
    Purge(usize, &'static [&'static str]),
    /// Of one who stays only the newest state is kept, and that gets another key, on both drives.
    NewKey,
    /// New opening keys: post-quantum ones, or not.
    NewKeys(bool),
    /// Brings a drive to them.
    NewLock(usize),
}

/// A year of a practice, and what must be gone after it.
struct Year {
    deeds: &'static [Deed],
    gone: &'static [&'static str],
}

use Deed::{Backup, NewKey, NewKeys, NewLock, Purge};

const NAMES: [&str; 2] = ["Blue", "Red"];
const ONE: &[&str] = &["Dupont"];
const TWO: &[&str] = &["Dupont", "Martin"];

const YEARS: [Year; 3] = [
    // A second purge, and a drive that was away during both.
    Year {
        deeds: &[
            Purge(0, ONE),
            Backup(0),
            Purge(0, TWO),
            Purge(1, TWO),
            Backup(1),
            NewKeys(false),
            NewLock(0),
            NewLock(1),
        ],
        gone: &[FIRST, SECOND],
    },
    // Thinning and a new key of a record that stays.
    Year {
        deeds: &[
            NewKey,
            Backup(0),
            Purge(0, ONE),
            Purge(1, ONE),
            NewKeys(false),
            NewLock(0),
            NewLock(1),
        ],
        gone: &[FIRST, MISTAKE],
    },
    // Post-quantum keys, under which something is forgotten, and then others.
    Year {
        deeds: &[
            NewKeys(true),
            NewLock(0),
            NewLock(1),
            Purge(0, TWO),
            Backup(0),
            Purge(1, TWO),
            NewKeys(true),
            NewLock(0),
            NewLock(1),
        ],
        gone: &[FIRST, SECOND],
    },
];

fn text(key: &Identity) -> String {
    key.secret_text().expose_secret().to_owned()
}

/// Two drives, of which one is away at first, and everything that was ever written to them.
struct Scene {
    rig: Rig,
    drives: [Faulty; 2],
    kept: Mutex<BTreeSet<Vec<u8>>>,
    /// Every opening key there ever was; the last is alive.
    keys: Vec<Identity>,
    deeds: &'static [Deed],
    done: usize,
}

impl Scene {
    fn new(year: &Year, fault: Fault) -> Self {
        let (blue, red) = (Memory::new(), Memory::new());
        let mut rig = Rig::new(&blue, RecordRule::EachFolder);
        rig.enrol(&red, "Red");
        rig.add_section("second", &[]);
        for (name, says) in [("Dupont", FIRST), ("Martin", SECOND), ("Petit", KEPT)] {
            rig.write(&format!("{name}/note.txt"), says.as_bytes());
            rig.write(&format!("{name}/scan.bin"), &noise(says.len() as u64, 30_000));
        }
        rig.write("Petit/mistake.txt", MISTAKE.as_bytes());
        std::fs::write(rig.config.sources[1].path.join("other.txt"), "of another section").unwrap();
        rig.backup(&blue, "Blue").unwrap();
        rig.backup(&red, "Red").unwrap();
        std::fs::remove_file(rig.source().join("Petit/mistake.txt")).unwrap();
        rig.write("Dupont/more.txt", FIRST.as_bytes());
        rig.backup(&blue, "Blue").unwrap();
        rig.backup(&red, "Red").unwrap();
        let over = |drive: &Memory| Faulty::over(copy_of(drive), fault, i64::MAX);
        let scene = Self {
            keys: vec![rig.identity.clone()],
            rig,
            drives: [over(&blue), over(&red)],
            kept: Mutex::new(BTreeSet::new()),
            deeds: year.deeds,
            done: 0,
        };
        scene.watch();
        scene
    }

    /// Everything that lies there now is kept too.
    fn watch(&self) {
        for drive in &self.drives {
            for (object, bytes) in drive.drive.list("").unwrap() {
                let bytes = drive.drive.read(&object, 0, usize::try_from(bytes).unwrap()).unwrap();
                self.kept.lock().unwrap().insert(bytes);
            }
        }
    }

    /// One deed after the other; a run that was stopped goes on with its own.
    fn go_on(&mut self) -> Result<()> {
        let Self { rig, drives: [blue, red], kept, keys, deeds, done } = self;
        live(rig, keys, (deeds, done), kept, [blue, red])
    }

    /// The same at other drives.
    fn go_on_at(&mut self, drives: [&dyn Storage; 2]) -> Result<()> {
        live(&mut self.rig, &mut self.keys, (self.deeds, &mut self.done), &self.kept, drives)
    }

    fn assert_nothing_comes_back(&self, gone: &[&str], label: &str) {
        self.watch();
        let (alive, dead) = self.keys.split_last().unwrap();
        let alive = text(alive);
        let dead = dead.iter().map(text).collect::<Vec<_>>().join("\n");
        let hoarder = Attacker { kept: self.kept.lock().unwrap().clone() };
        for gone in gone {
            assert!(hoarder.finds(&dead, gone) > 0, "{label}: the attacker's tools work");
            // Old copies, and the keys that are alive once the old ones are destroyed.
            assert_eq!(hoarder.finds(&alive, gone), 0, "{label}: {gone}");
        }
        assert!(hoarder.finds(&alive, KEPT) > 0, "{label}");
        for drive in &self.drives {
            let mut newcomer = Attacker::default();
            for (object, bytes) in drive.drive.list("").unwrap() {
                let bytes = drive.drive.read(&object, 0, usize::try_from(bytes).unwrap()).unwrap();
                newcomer.kept.insert(bytes);
            }
            for gone in gone {
                // What lies there now, and every key there ever was.
                assert_eq!(newcomer.finds(&format!("{dead}\n{alive}"), gone), 0, "{label}: {gone}");
            }
            assert!(newcomer.finds(&alive, KEPT) > 0, "{label}: what is kept opens");
            assert_eq!(newcomer.finds(&dead, KEPT), 0, "{label}: the old key opens it");
        }
    }
}

fn live(
    rig: &mut Rig,
    keys: &mut Vec<Identity>,
    (deeds, done): (&[Deed], &mut usize),
    kept: &Mutex<BTreeSet<Vec<u8>>>,
    drives: [&dyn Storage; 2],
) -> Result<()> {
    while let Some(deed) = deeds.get(*done) {
        let doors = drives.map(|drive| Door(Recorder { drive, kept }));
        carry_out(rig, keys, *deed, [&doors[0], &doors[1]])?;
        *done += 1;
    }
    Ok(())
}

/// An erasing that proves nothing is owed still, as `settle` has it.
fn carry_out(
    rig: &mut Rig,
    keys: &mut Vec<Identity>,
    deed: Deed,
    drives: [&dyn Storage; 2],
) -> Result<()> {
    match deed {
        Backup(at) => rig.backup(drives[at], NAMES[at]).map(drop),
        Purge(at, patients) => {
            let patients: Vec<_> = patients.iter().map(|name| record(rig, name)).collect();
            let done = purge(rig, drives[at], NAMES[at], &patients)?;
            let is_owed = done.level == Level::None;
            if is_owed { Err(Error::drive(DriveTrouble::HalfPurged)) } else { Ok(()) }
        }
        NewKey => {
            let petit = record(rig, "Petit");
            for at in 0..2 {
                let newest = HashSet::from([petit]);
                thin::thin_drive(rig, (NAMES[at], drives[at]), &HashSet::new(), &newest)?;
            }
            thin::renew_key(rig, &[(NAMES[0], drives[0]), (NAMES[1], drives[1])], petit)
        }
        NewKeys(is_post_quantum) => {
            let open = readers(rig, drives[0], &rig.identity.clone());
            let new = match is_post_quantum {
                true => Identity::generate_post_quantum(),
                false => Identity::generate(),
            };
            rotate(rig, &open, vec![new_key("sheet", KeyKind::Sheet, &new)])?;
            rig.identity = new.clone();
            keys.push(new);
            Ok(())
        }
        NewLock(at) => rekey(rig, drives[at], &rig.identity).map(drop),
    }
}

/// Faults in the course of each year, and no more.
const STOPS: i64 = 9;

#[test]
fn whoever_kept_every_byte_opens_nothing_forgotten_with_a_key_that_is_alive() {
    for (number, year) in YEARS.iter().enumerate() {
        let mut scene = Scene::new(year, Fault::Refused);
        scene.go_on().unwrap_or_else(|why| panic!("year {number}, deed {}: {why}", scene.done));
        scene.assert_nothing_comes_back(year.gone, &format!("year {number}"));
    }
}

#[test]
fn whoever_kept_every_byte_gains_nothing_by_runs_that_were_stopped() {
    for (number, year) in YEARS.iter().enumerate() {
        let mut counted = Scene::new(year, Fault::Refused);
        counted.go_on().unwrap();
        let done = |drive: &Faulty| i64::MAX - drive.left.load(Ordering::SeqCst);
        let writes = counted.drives.each_ref().map(done);
        assert!(writes[0] > 40 && writes[1] > 30, "{writes:?} writes");
        for stop in 0..STOPS * 2 {
            let (fault, stop) = ([Fault::Torn, Fault::DoneYetFailed][stop as usize % 2], stop / 2);
            let mut scene = Scene::new(year, fault);
            // One of the drives goes; more often the one on which more is done.
            let at = usize::from(stop % 3 == 2);
            scene.drives[at].fail_at(stop * writes[at] / STOPS);
            let label = format!("year {number}, {fault:?}, stopped at {stop} of {STOPS}");
            let stopped = scene.go_on();
            assert!(matches!(stopped, Err(Error::Drive { .. })), "{label}: {stopped:?}");
            scene.watch();
            scene.drives.iter().for_each(Faulty::revive);
            scene.go_on().unwrap_or_else(|why| panic!("{label}, deed {}: {why}", scene.done));
            scene.assert_nothing_comes_back(year.gone, &label);
        }
    }
}

#[test]
fn whoever_kept_every_byte_gains_nothing_by_drives_that_misread() {
    for (number, year) in YEARS.iter().enumerate() {
        let mut counted = Scene::new(year, Fault::Refused);
        let copies = counted.drives.each_ref().map(|drive| copy_of(&drive.drive));
        let through = copies.each_ref().map(|drive| Misreading::counting(drive));
        counted.go_on_at([&through[0], &through[1]]).unwrap();
        let readings = through.map(|drive| drive.count());
        for stop in 0..STOPS * 2 {
            let mut scene = Scene::new(year, Fault::Refused);
            let misread = MISREADS[stop as usize % MISREADS.len()];
            let at = usize::from(stop % 3 == 2);
            let label = format!("year {number}, {misread:?} at {stop} of {}", STOPS * 2);
            let drives = scene.drives.each_ref().map(|drive| copy_of(&drive.drive));
            let strikes = |drive: usize, misread| {
                let when = stop * readings[drive] / (STOPS * 2);
                Misreading::over(
                    &drives[drive],
                    misread,
                    false,
                    if drive == at { when } else { i64::MAX },
                )
            };
            let through = [strikes(0, misread), strikes(1, misread)];
            let first = scene.go_on_at([&through[0], &through[1]]);
            scene.drives = drives
                .each_ref()
                .map(|drive| Faulty::over(copy_of(drive), Fault::Refused, i64::MAX));
            scene.watch();
            scene.go_on().unwrap_or_else(|why| {
                panic!("{label}, deed {}, after {first:?}: {why}", scene.done)
            });
            scene.assert_nothing_comes_back(year.gone, &label);
        }
    }
}
