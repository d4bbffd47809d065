//! Somebody who kept every byte that ever passed the door of the drives, in whatever state a run left them:
//! once forgetting and new keys are through, nothing forgotten opens with a key that is alive, and all else does.

use std::collections::BTreeSet;
use std::sync::Mutex;

use refuge::config::{KeyKind, RecordRule};
use refuge::crypto::Identity;
use refuge::error::{Error, Result};
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

/// Lets everything through and keeps a copy of what is written.
struct Recorder<'a> {
    drive: &'a Faulty,
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

/// Said of patients who are forgotten, one after the other, and of one who is kept.
const FIRST: &str = "the first to be forgotten";
const SECOND: &str = "the second to be forgotten";
const KEPT: &str = "about somebody who stays";

fn text(key: &Identity) -> String {
    key.secret_text().expose_secret().to_owned()
}

/// Two drives, of which one is away at first, and everything that was ever written to them.
struct Scene {
    rig: Rig,
    blue: Faulty,
    red: Faulty,
    kept: Mutex<BTreeSet<Vec<u8>>>,
    /// The keys of the next lock.
    new: Identity,
    steps_done: usize,
}

impl Scene {
    fn new(new: Identity, fault: Fault) -> Self {
        let (blue, red) = (Memory::new(), Memory::new());
        let mut rig = Rig::new(&blue, RecordRule::EachFolder);
        rig.enrol(&red, "Red");
        rig.add_section("second", &[]);
        for (name, says) in [("Dupont", FIRST), ("Martin", SECOND), ("Petit", KEPT)] {
            rig.write(&format!("{name}/note.txt"), says.as_bytes());
            rig.write(&format!("{name}/scan.bin"), &noise(says.len() as u64, 30_000));
        }
        std::fs::write(rig.config.sources[1].path.join("other.txt"), "of another section").unwrap();
        rig.backup(&blue, "Blue").unwrap();
        rig.backup(&red, "Red").unwrap();
        rig.write("Dupont/more.txt", FIRST.as_bytes());
        rig.backup(&blue, "Blue").unwrap();
        let over = |drive: &Memory| Faulty::over(copy_of(drive), fault, i64::MAX);
        let (blue, red) = (over(&blue), over(&red));
        let kept = Mutex::new(BTreeSet::new());
        let scene = Self { rig, blue, red, kept, new, steps_done: 0 };
        scene.watch();
        scene
    }

    /// Everything that lies there now is kept too.
    fn watch(&self) {
        for drive in [&self.blue.drive, &self.red.drive] {
            for (object, bytes) in drive.list("").unwrap() {
                let bytes = drive.read(&object, 0, usize::try_from(bytes).unwrap()).unwrap();
                self.kept.lock().unwrap().insert(bytes);
            }
        }
    }

    /// What a practice does, one step after the other; a run that was stopped goes on with its step.
    fn go_on(&mut self) -> Result<()> {
        let (rig, new) = (&mut self.rig, self.new.clone());
        let blue = Door(Recorder { drive: &self.blue, kept: &self.kept });
        let red = Door(Recorder { drive: &self.red, kept: &self.kept });
        let (dupont, martin) = (record(rig, "Dupont"), record(rig, "Martin"));
        loop {
            match self.steps_done {
                0 => purge(rig, &blue, "Blue", &[dupont]).map(drop)?,
                1 => rig.backup(&blue, "Blue").map(drop)?,
                2 => purge(rig, &blue, "Blue", &[dupont, martin]).map(drop)?,
                // The one that was away.
                3 => purge(rig, &red, "Red", &[dupont, martin]).map(drop)?,
                4 => rig.backup(&red, "Red").map(drop)?,
                5 => {
                    let open = readers(rig, &blue, &rig.identity.clone());
                    let sheet = new_key("sheet", KeyKind::Sheet, &new);
                    rotate(rig, &open, vec![sheet]).map(drop)?;
                }
                6 => rekey(rig, &blue, &new).map(drop)?,
                7 => rekey(rig, &red, &new).map(drop)?,
                _ => return Ok(()),
            }
            self.steps_done += 1;
        }
    }

    fn assert_nothing_comes_back(&self, label: &str) {
        self.watch();
        let old = text(&self.rig.identity);
        let new = text(&self.new);
        let hoarder = Attacker { kept: self.kept.lock().unwrap().clone() };
        assert!(hoarder.finds(&old, FIRST) > 0, "{label}: the attacker's tools work");
        for gone in [FIRST, SECOND] {
            // Old copies, and the keys that are alive once the old ones are destroyed.
            assert_eq!(hoarder.finds(&new, gone), 0, "{label}: {gone}");
        }
        assert!(hoarder.finds(&new, KEPT) > 0, "{label}");
        for drive in [&self.blue.drive, &self.red.drive] {
            let mut newcomer = Attacker::default();
            for (object, bytes) in drive.list("").unwrap() {
                let bytes = drive.read(&object, 0, usize::try_from(bytes).unwrap()).unwrap();
                newcomer.kept.insert(bytes);
            }
            for gone in [FIRST, SECOND] {
                // What lies there now, and every key there ever was.
                assert_eq!(newcomer.finds(&format!("{old}\n{new}"), gone), 0, "{label}: {gone}");
            }
            let found = newcomer.finds(&new, KEPT);
            assert!(found > 0, "{label}: what is kept opens");
            assert_eq!(newcomer.finds(&old, KEPT), 0, "{label}: the old key opens it");
        }
    }
}

/// Writes of the whole, and no more.
const STOPS: i64 = 14;

#[test]
fn whoever_kept_every_byte_opens_nothing_forgotten_with_a_key_that_is_alive() {
    for new in [Identity::generate(), Identity::generate_post_quantum()] {
        let mut scene = Scene::new(new, Fault::Refused);
        scene.go_on().unwrap();
        scene.assert_nothing_comes_back("undisturbed");
    }
}

#[test]
fn whoever_kept_every_byte_gains_nothing_by_runs_that_were_stopped() {
    let counting = Scene::new(Identity::generate(), Fault::Refused);
    let full = i64::MAX;
    let mut counted = counting;
    counted.go_on().unwrap();
    let left = |drive: &Faulty| drive.left.load(std::sync::atomic::Ordering::SeqCst);
    let (blue, red) = (full - left(&counted.blue), full - left(&counted.red));
    assert!(blue > 40 && red > 30, "{blue} and {red} writes");
    for fault in [Fault::Torn, Fault::DoneYetFailed] {
        for stop in 0..STOPS {
            let mut scene = Scene::new(Identity::generate(), fault);
            // One of the drives goes; more often the one on which more is done.
            let (drive, writes) =
                if stop % 3 == 2 { (&scene.red, red) } else { (&scene.blue, blue) };
            drive.fail_at(stop * writes / STOPS);
            let label = format!("{fault:?}, stopped at {stop} of {STOPS}");
            let stopped = scene.go_on();
            assert!(matches!(stopped, Err(Error::Drive { .. })), "{label}: {stopped:?}");
            scene.watch();
            scene.blue.revive();
            scene.red.revive();
            scene.go_on().unwrap_or_else(|error| panic!("{label}: {error}"));
            scene.assert_nothing_comes_back(&label);
        }
    }
}
