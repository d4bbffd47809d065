//! Whatever a drive misreads while something old is made to go: all that is kept restores afterwards, and
//! nothing is called erased that a fresh look finds.

use std::collections::{BTreeMap, HashSet};

use refuge::config::KeyKind;
use refuge::crypto::Identity;
use refuge::error::{Damage, Error, Result};
use refuge::event::Silent;
use refuge::fate::Level;
use refuge::format::names::{ObjectPath, PartName};
use refuge::id::SnapshotId;
use refuge::purge::{self, DriveOutcome, Work};
use refuge::repack;
use refuge::state::Rewritten;
use refuge::storage::Storage;
use refuge::storage::memory::Memory;
use refuge::vault::Vault;
use refuge::wipe;

use crate::purge::{assert_forgotten, assert_kept_restores, copy_of, expected, record};
use crate::rig::{Files, Rig, permit};
use crate::support::door::{Door, Guard};
use crate::support::misreading::{MISREADS, Misread, Misreading};
use crate::{keys, mend, thin};

/// Set, every reading is struck, which takes an hour; else some of them.
const ALL: &str = "REFUGE_STRIKE_EVERY_READING";

/// Readings at which a fault strikes, of so many: all of them where they are few.
fn strikes(readings: i64, most: i64) -> impl Iterator<Item = i64> {
    let step = if std::env::var_os(ALL).is_some() { 1 } else { (readings / most).max(1) };
    (0..readings).step_by(usize::try_from(step).unwrap())
}

/// Every fault, once and staying, at every chosen reading.
pub(crate) fn every(readings: i64, most: i64, mut strike: impl FnMut(Misread, bool, i64, &str)) {
    assert!(readings > 20, "{readings} readings are too few to mean anything");
    for misread in MISREADS {
        for stays in [false, true] {
            for at in strikes(readings, most) {
                let label = format!("{misread:?}, stays: {stays}, at reading {at} of {readings}");
                strike(misread, stays, at, &label);
            }
        }
    }
}

// -- a purge -----------------------------------------------------------------------------------

/// A practice of which copies are purged; the computer learns what it is told.
struct Scene {
    rig: Rig,
    before: Memory,
    wanted: BTreeMap<SnapshotId, Files>,
}

/// What the computer keeps over several attempts.
struct Computer {
    parts: Vec<(ObjectPath, Vec<u8>)>,
    known: HashSet<String>,
}

impl Scene {
    fn new() -> Self {
        let before = Memory::new();
        let rig = crate::purge::practice(&before);
        let wanted = expected(&rig, &before);
        Self { rig, before, wanted }
    }

    fn computer(&self) -> Computer {
        let drive = self.rig.state.drive_named("Blue").unwrap();
        let mut known = repack::known_objects(&self.rig.state, &drive).unwrap();
        known.extend(self.rig.parts.iter().map(|(object, _)| object.to_string()));
        Computer { parts: self.rig.parts.clone(), known }
    }

    fn attempt(&self, computer: &mut Computer, drive: &dyn Storage) -> Result<DriveOutcome> {
        let rig = &self.rig;
        let vault = Vault::open(drive, rig.config.practice.id, &rig.vault_key)?;
        for (object, bytes) in &computer.parts {
            vault.ensure_small(object, bytes)?;
        }
        let (parts, known) = (&mut computer.parts, computer.known.clone());
        let now = &mut computer.known;
        let work = Work {
            section: rig.config.sections[0].id,
            identities: std::slice::from_ref(&rig.identity),
            recipients: &[rig.identity.to_recipient().unwrap()],
            epoch: 1,
            next_part: rig.state.sections().unwrap()[0].next_part,
            forgotten: &HashSet::from([record(rig, "Dupont")]),
            known: &known,
            unwiped: &[],
            keep_part: &mut |object, bytes| {
                parts.push((object.clone(), bytes.to_vec()));
                Ok(())
            },
            tell: &mut |told: &Rewritten| {
                let indexes = told.indexes.iter().map(|index| &index.object);
                let all = indexes.chain(told.snapshots.iter().map(|one| &one.object));
                *now = all.cloned().collect();
                Ok(())
            },
        };
        let outcome = purge::execute(&vault, &permit(), work, &Silent)?;
        let is_sure = outcome.doubts.is_empty();
        computer.parts.retain(|(object, _)| {
            let is_older = PartName::of(object).is_some_and(|part| part.number < outcome.base_part);
            outcome.parts.contains(object) || !(is_sure || is_older)
        });
        computer.known.extend(computer.parts.iter().map(|(object, _)| object.to_string()));
        Ok(outcome)
    }
}

#[test]
fn a_purge_that_misreads_keeps_all_that_is_kept_and_claims_nothing() {
    let scene = Scene::new();
    let whole = copy_of(&scene.before);
    let counting = Misreading::counting(&whole);
    scene.attempt(&mut scene.computer(), &counting).unwrap();
    every(counting.count(), 60, |misread, stays, at, label| {
        let drive = copy_of(&scene.before);
        let misreading = Misreading::over(&drive, misread, stays, at);
        let mut computer = scene.computer();
        let first = scene.attempt(&mut computer, &misreading);
        misreading.recovers();
        assert_kept_restores(&scene.rig, &drive, &scene.wanted, label);
        if first.is_ok_and(|done| done.level != Level::None) {
            assert_forgotten(&scene.rig, &drive, &scene.before, label);
        }
        let next = scene.attempt(&mut computer, &drive);
        let next = next.unwrap_or_else(|why| panic!("{label}: next run: {why}"));
        assert_kept_restores(&scene.rig, &drive, &scene.wanted, label);
        if next.level != Level::None {
            assert_forgotten(&scene.rig, &drive, &scene.before, label);
        }
    });
}

/// What is really damaged stays as it is, and everything old with it.
#[test]
fn a_damaged_index_leaves_all_that_is_old_and_the_level_is_none() {
    let scene = Scene::new();
    for kind in ["/index/", "/snapshots/"] {
        let drive = copy_of(&scene.before);
        let is_it = |object: &ObjectPath| object.as_str().contains(kind);
        let all = drive.list("").unwrap();
        let first = all.iter().find(|(object, _)| is_it(object)).unwrap().0.clone();
        let bare = first.as_str().strip_prefix("mirror/").unwrap_or(first.as_str());
        let bare = ObjectPath::parse(bare).unwrap();
        for copy in [bare.clone(), bare.mirror()] {
            let byte = drive.read(&copy, 90, 1).unwrap()[0];
            drive.overwrite(&copy, 90, &[byte ^ 1]).unwrap();
        }
        let small: Vec<_> = drive.list("sections").unwrap();
        for _ in 0..2 {
            let outcome = scene.attempt(&mut scene.computer(), &drive).unwrap();
            assert_eq!(outcome.level, Level::None, "{kind}");
            assert_eq!(outcome.doubts, [(bare.clone(), Damage::WrongHash)], "{kind}");
            let now: HashSet<_> = drive.list("sections").unwrap().into_iter().collect();
            assert!(small.iter().all(|object| now.contains(object)), "{kind}: something is gone");
        }
    }
}

#[test]
fn a_drive_that_cannot_read_stops_a_purge_before_anything_is_removed() {
    let scene = Scene::new();
    for kind in ["/index/", "/snapshots/", "/keyring/"] {
        let drive = copy_of(&scene.before);
        let before = drive.list("").unwrap();
        let failing = Door(Failing { drive: &drive, kind });
        let stopped = scene.attempt(&mut scene.computer(), &failing).map(|done| done.level);
        let is_unreadable =
            matches!(stopped, Err(Error::Damaged { damage: Damage::Unreadable, .. }));
        assert!(is_unreadable, "{kind}: {stopped:?}");
        let now: HashSet<_> = drive.list("").unwrap().into_iter().collect();
        assert!(before.iter().all(|object| now.contains(object)), "{kind}");
        assert_kept_restores(&scene.rig, &drive, &scene.wanted, kind);
    }
}

/// A drive of which one kind of object cannot be read.
struct Failing<'a> {
    drive: &'a Memory,
    kind: &'a str,
}

impl Guard for Failing<'_> {
    fn drive(&self) -> &dyn Storage {
        self.drive
    }

    fn read(&self, object: &ObjectPath, offset: u64, length: usize) -> Result<Vec<u8>> {
        if object.as_str().contains(self.kind) {
            return Err(Error::damaged(object, Damage::Unreadable));
        }
        self.drive.read(object, offset, length)
    }
}

// -- thinning, new keys, new locks, mending --------------------------------------------------------

/// Whether every wanted file is there, among others perhaps.
fn assert_all_there(found: &thin::Snapshots, wanted: &thin::Snapshots, label: &str) {
    for (id, files) in wanted {
        let found = found.get(id).unwrap_or_else(|| panic!("{label}: a snapshot is gone"));
        let lacks = files.iter().find(|(name, bytes)| found.get(*name) != Some(bytes));
        assert!(lacks.is_none(), "{label}: {:?}", lacks.map(|(name, _)| name));
    }
}

#[test]
fn thinning_that_misreads_keeps_all_that_is_kept() {
    let whole = Memory::new();
    let mut rig = thin::practice(&whole);
    let counting = Misreading::counting(&whole);
    thin::thin(&mut rig, &counting).unwrap();
    every(counting.count(), 7, |misread, stays, at, label| {
        let drive = Memory::new();
        let mut rig = thin::practice(&drive);
        let wanted = thin::expected(&rig, &drive);
        let misreading = Misreading::over(&drive, misread, stays, at);
        drop(thin::thin(&mut rig, &misreading));
        assert_all_there(&thin::readable(&rig, &drive), &wanted, label);
        thin::thin(&mut rig, &drive).unwrap_or_else(|why| panic!("{label}: next run: {why}"));
        assert_all_there(&thin::snapshots(&rig, &drive), &wanted, label);
    });
}

#[test]
fn a_new_key_of_a_record_loses_nothing_where_the_drive_misreads() {
    let whole = Memory::new();
    let mut rig = thin::practice(&whole);
    let counting = Misreading::counting(&whole);
    thin::rekey_martin(&mut rig, &counting).unwrap();
    every(counting.count(), 7, |misread, stays, at, label| {
        let drive = Memory::new();
        let mut rig = thin::practice(&drive);
        let wanted = thin::snapshots(&rig, &drive);
        let misreading = Misreading::over(&drive, misread, stays, at);
        let before = thin::segments_of_martin(&rig, &drive);
        let first = thin::rekey_martin(&mut rig, &misreading);
        assert_all_there(&thin::snapshots(&rig, &drive), &wanted, label);
        if first.is_ok() {
            thin::assert_old_is_wiped(&rig, &before, &drive, label);
        }
        thin::rekey_martin(&mut rig, &drive).unwrap_or_else(|why| panic!("{label}: next: {why}"));
        assert_all_there(&thin::snapshots(&rig, &drive), &wanted, label);
        thin::assert_old_is_wiped(&rig, &before, &drive, label);
    });
}

#[test]
fn a_new_lock_leaves_no_drive_that_opens_less_where_it_misreads() {
    let whole = Memory::new();
    let mut rig = keys::practice(&whole);
    let (section, old, new) =
        (keys::first_section(&rig), rig.identity.clone(), Identity::generate());
    let wanted: thin::Snapshots =
        keys::snapshots(&rig, &whole, section, &old).unwrap().into_iter().collect();
    let open = keys::readers(&rig, &whole, &old);
    let sheet = keys::new_key("sheet", KeyKind::Sheet, &new);
    keys::rotate(&mut rig, &open, vec![sheet]).unwrap();
    let copy = copy_of(&whole);
    let counting = Misreading::counting(&copy);
    keys::rekey_through(&rig, &counting, &copy, &new).unwrap();
    every(counting.count(), 60, |misread, stays, at, label| {
        let drive = copy_of(&whole);
        let misreading = Misreading::over(&drive, misread, stays, at);
        let done = keys::rekey_through(&rig, &misreading, &drive, &new);
        let seen = |key| -> Option<thin::Snapshots> {
            let found = keys::snapshots(&rig, &drive, section, key).ok()?;
            Some(found.into_iter().collect())
        };
        let opened = seen(&new).or_else(|| seen(&old));
        assert_all_there(&opened.unwrap_or_default(), &wanted, label);
        if done.is_ok() {
            assert_all_there(&seen(&new).unwrap_or_default(), &wanted, label);
            // What is called locked anew does not open with the old key.
            assert!(seen(&old).is_none(), "{label}: the old key opens it");
        }
    });
}

#[test]
fn mending_that_misreads_loses_nothing_more() {
    let (blue, green) = (Memory::new(), Memory::new());
    let mut rig = mend::practice(&blue, &green);
    let bad = mend::packs(&rig, &blue)[0];
    mend::cut(&blue, bad);
    let counting = Misreading::counting(&blue);
    mend::mend(&mut rig, &counting, &green, &[bad]).unwrap();
    every(counting.count(), 5, |misread, stays, at, label| {
        let (blue, green) = (Memory::new(), Memory::new());
        let mut rig = mend::practice(&blue, &green);
        let wanted = thin::snapshots(&rig, &blue);
        let bad = mend::packs(&rig, &blue)[0];
        mend::cut(&blue, bad);
        let misreading = Misreading::over(&blue, misread, stays, at);
        drop(mend::mend(&mut rig, &misreading, &green, &[bad]));
        mend::mend(&mut rig, &blue, &green, &[bad])
            .unwrap_or_else(|why| panic!("{label}: next run: {why}"));
        assert_all_there(&thin::snapshots(&rig, &blue), &wanted, label);
    });
}

// -- taking out of use ---------------------------------------------------------------------------

#[test]
fn retiring_that_misreads_claims_no_more_than_is_gone() {
    let whole = Memory::new();
    drop(crate::purge::practice(&whole));
    let copy = copy_of(&whole);
    let counting = Misreading::counting(&copy);
    assert!(wipe::files(&counting, &permit(), &Silent).unwrap().is_whole());
    every(counting.count(), 60, |misread, stays, at, label| {
        let drive = copy_of(&whole);
        let misreading = Misreading::over(&drive, misread, stays, at);
        let first = wipe::files(&misreading, &permit(), &Silent);
        if first.is_ok_and(|done| done.is_whole()) {
            assert_eq!(drive.list("").unwrap(), [], "{label}: it is called empty");
        }
        let next = wipe::files(&drive, &permit(), &Silent);
        let next = next.unwrap_or_else(|why| panic!("{label}: next run: {why}"));
        assert!(next.is_whole(), "{label}: {next:?}");
        assert_eq!(drive.list("").unwrap(), [], "{label}");
    });
}
