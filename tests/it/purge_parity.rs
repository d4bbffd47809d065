//! Parity after forgetting: it follows what was wiped, protects what is kept, and brings nothing back.

use std::collections::{BTreeMap, HashSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use refuge::config::RecordRule;
use refuge::error::{Error, Result};
use refuge::event::Silent;
use refuge::format::names::{self, ObjectPath};
use refuge::format::pack::WIPED_MARK;
use refuge::id::{PackId, SnapshotId};
use refuge::parity::Shard;
use refuge::parity_groups;
use refuge::purge::{self, DriveOutcome, Work};
use refuge::storage::Storage;
use refuge::storage::memory::Memory;
use refuge::vault::{Contents, Vault};
use refuge::verify;

use crate::purge::{assert_forgotten, assert_kept_restores, copy_of, expected, record};
use crate::rig::{Files, Rig, noise, permit};
use crate::support::bytes_of;
use crate::support::faulty::{Fault, Faulty};
use crate::support::sweep::Sweep;
use crate::support::watched::{Act, watched};

/// Bytes of a piece of the parity.
const PIECE: u64 = 64 * 1024;

type Parts = Vec<(ObjectPath, Vec<u8>)>;

/// Sixteen packs of several pieces, all in one full group. Dupont lies in five of them.
fn sixteen_packs(drive: &dyn Storage) -> Rig {
    let mut rig = Rig::new(drive, RecordRule::EachFolder);
    for number in 0..16_u64 {
        rig.write(&format!("Martin/{number}.bin"), &noise(number, 180_000));
        if number % 3 == 0 && number < 15 {
            rig.write(&format!("Dupont/{number}.bin"), &noise(100 + number, 30_000));
        }
        rig.backup(drive, "Blue").unwrap();
    }
    let groups = parity_groups::groups(&rig.open(drive).0).unwrap();
    assert_eq!(groups.iter().map(members).map(|all| all.len()).collect::<Vec<_>>(), [16]);
    rig
}

fn members(group: &parity_groups::ParityGroup) -> Vec<PackId> {
    group.table.group().members().iter().map(|member| member.pack).collect()
}

/// Purges without telling the state, so that it can be done again and again on copies of a drive.
fn attempt(
    rig: &Rig,
    parts: &mut Parts,
    drive: &dyn Storage,
    names: &[&str],
) -> Result<DriveOutcome> {
    let vault = Vault::open(drive, rig.config.practice.id, &rig.vault_key)?;
    for (object, bytes) in &*parts {
        vault.ensure_small(object, bytes)?;
    }
    let work = Work {
        section: rig.config.sections[0].id,
        identities: std::slice::from_ref(&rig.identity),
        recipients: &[rig.identity.to_recipient().unwrap()],
        epoch: 1,
        next_part: rig.state.sections().unwrap()[0].next_part,
        forgotten: &names.iter().map(|name| record(rig, name)).collect(),
        known: &HashSet::new(),
        unwiped: &[],
        keep_part: &mut |object, bytes| {
            parts.push((object.clone(), bytes.to_vec()));
            Ok(())
        },
        tell: &mut |_| Ok(()),
    };
    let outcome = purge::execute(&vault, &permit(), work, &Silent)?;
    parts.retain(|(object, _)| outcome.parts.contains(object));
    Ok(outcome)
}

/// Where Dupont's segments lie, from the drive before it was purged.
fn places(rig: &Rig, before: &Memory) -> Vec<(PackId, u64, usize)> {
    let (vault, section) = rig.open(before);
    let dupont = record(rig, "Dupont");
    let mut places = Vec::new();
    for pack in Contents::load(&vault, &section).unwrap().packs {
        let own = pack.segments.iter().filter(|line| line.record == dupont);
        places.extend(own.map(|line| (pack.pack, line.at, line.bytes as usize)));
    }
    places
}

/// Every object of every group proves itself, and says of every piece on the drive what it is.
fn assert_parity_is_true(rig: &Rig, drive: &dyn Storage, label: &str) {
    let vault = rig.open(drive).0;
    for (object, _) in drive.list("parity").unwrap() {
        assert!(parity_groups::is_whole(&object, &bytes_of(drive, &object)), "{label}: {object}");
    }
    for group in parity_groups::groups(&vault).unwrap() {
        assert!(group.assess(&vault).unwrap().is_whole(), "{label}");
    }
}

/// Each of these packs, lost, comes back as it was, and with it nothing that was wiped.
fn assert_comes_back(rig: &Rig, drive: &dyn Storage, packs: &[PackId], label: &str) {
    for pack in packs {
        let copy = copy_of(drive);
        let object = names::pack(*pack);
        copy.remove(&object).unwrap();
        let vault = rig.open(&copy).0;
        let groups = parity_groups::groups(&vault).unwrap();
        let group = groups.iter().find(|group| members(group).contains(pack));
        let group = group.unwrap_or_else(|| panic!("{label}: {pack} is protected"));
        let place = members(group).iter().position(|member| member == pack).unwrap();
        let assessment = group.assess(&vault).unwrap();
        let rebuilt = group.rebuild(&vault, &assessment, Shard::Member(place)).unwrap();
        assert!(rebuilt == Some(bytes_of(drive, &object)), "{label}: {pack}");
    }
}

/// A practice with a drive to copy.
struct Scene {
    rig: Rig,
    before: Memory,
    wanted: BTreeMap<SnapshotId, Files>,
    packs: Vec<PackId>,
    places: Vec<(PackId, u64, usize)>,
}

impl Scene {
    fn new() -> Self {
        let before = Memory::new();
        let rig = sixteen_packs(&before);
        let wanted = expected(&rig, &before);
        let packs = members(&parity_groups::groups(&rig.open(&before).0).unwrap()[0]);
        let places = places(&rig, &before);
        assert!(places.len() >= 5);
        Self { rig, before, wanted, packs, places }
    }

    fn touched(&self) -> HashSet<PackId> {
        self.places.iter().map(|(pack, ..)| *pack).collect()
    }

    fn untouched(&self) -> PackId {
        *self.packs.iter().find(|pack| !self.touched().contains(pack)).unwrap()
    }

    /// Purges a copy of the drive that was harmed before.
    fn after(&self, harm: impl FnOnce(&Memory)) -> (Memory, DriveOutcome) {
        let drive = copy_of(&self.before);
        harm(&drive);
        let mut parts = self.rig.parts.clone();
        let outcome = attempt(&self.rig, &mut parts, &drive, &["Dupont"]).unwrap();
        assert!(outcome.negative_test && outcome.failed_segments == 0, "{outcome:?}");
        (drive, outcome)
    }

    /// After parity was made for what has none: all is true, every pack comes back.
    fn assert_protected(&self, drive: &dyn Storage, packs: &[PackId], label: &str) {
        let vault = self.rig.open(drive).0;
        parity_groups::protect_all(&vault, &permit(), &Silent).unwrap();
        assert_eq!(parity_groups::unprotected(&vault).unwrap(), [], "{label}");
        assert_parity_is_true(&self.rig, drive, label);
        assert_comes_back(&self.rig, drive, packs, label);
        assert_eq!(verify::quick(&vault, None, &Silent).unwrap().findings, [], "{label}");
    }
}

/// Hurts a byte of an object.
fn hurt(drive: &dyn Storage, object: &ObjectPath, at: u64) {
    let byte = drive.read(object, at, 1).unwrap()[0];
    drive.overwrite(object, at, &[byte ^ 0x55]).unwrap();
}

fn repair(rig: &Rig, drive: &dyn Storage) -> verify::Report {
    let vault = rig.open(drive).0;
    let mut report = verify::quick(&vault, None, &Silent).unwrap();
    verify::repair(&vault, &permit(), &mut report, None, &Silent).unwrap();
    report
}

#[test]
fn parity_follows_what_is_wiped_and_protects_every_pack() {
    let scene = Scene::new();
    let names: Vec<_> = scene.before.list("parity").unwrap();
    let (drive, outcome) = scene.after(|_| {});
    assert_eq!((outcome.parity_updated, outcome.parity_removed), (1, 0));
    assert_eq!(drive.list("parity").unwrap(), names, "the same objects");
    assert_forgotten(&scene.rig, &drive, &scene.before, "purged");
    assert_parity_is_true(&scene.rig, &drive, "purged");
    scene.assert_protected(&drive, &scene.packs, "purged");
    assert_eq!(drive.list("parity").unwrap(), names, "nothing had to be made");
}

fn is_pack_or_parity(object: &ObjectPath) -> bool {
    object.as_str().starts_with("pa")
}

#[test]
fn the_packs_that_are_kept_are_not_read() {
    let scene = Scene::new();
    let drive = copy_of(&scene.before);
    let bytes = AtomicU64::new(0);
    let watcher = |act, object: &ObjectPath, length: usize| {
        if act != Act::Remove && is_pack_or_parity(object) {
            bytes.fetch_add(length as u64, Ordering::Relaxed);
        }
    };
    let counting = watched(&drive, &watcher);
    let mut parts = scene.rig.parts.clone();
    attempt(&scene.rig, &mut parts, &counting, &["Dupont"]).unwrap();
    parity_groups::protect_all(&scene.rig.open(&counting).0, &permit(), &Silent).unwrap();
    let packs: u64 = drive.list("packs").unwrap().iter().map(|(_, bytes)| bytes).sum();
    let moved = bytes.load(Ordering::Relaxed);
    assert!(moved < packs, "{moved} bytes for packs of {packs}");
}

#[test]
fn a_forgotten_record_that_fills_the_group_lets_it_be_made_anew() {
    let scene = Scene::new();
    let drive = copy_of(&scene.before);
    let mut parts = scene.rig.parts.clone();
    let outcome = attempt(&scene.rig, &mut parts, &drive, &["Martin"]).unwrap();
    assert_eq!((outcome.parity_updated, outcome.parity_removed), (0, 2), "{outcome:?}");
    scene.assert_protected(&drive, &scene.packs, "made anew");
}

#[test]
fn damage_in_a_pack_that_is_kept_can_still_be_repaired_after_a_purge() {
    let scene = Scene::new();
    let pack = scene.untouched();
    let object = names::pack(pack);
    let (drive, outcome) = scene.after(|drive| {
        for at in [10, PIECE + 10, 2 * PIECE + 10] {
            hurt(drive, &object, at);
        }
    });
    assert_eq!(outcome.parity_updated, 1);
    assert!(repair(&scene.rig, &drive).is_good());
    assert!(bytes_of(&drive, &object) == bytes_of(&scene.before, &object));
    scene.assert_protected(&drive, &scene.packs, "repaired");
}

impl Scene {
    /// A byte in a piece that is touched, but in no segment that is forgotten: two of these may lie
    /// side by side.
    fn beside_what_is_forgotten(&self) -> (PackId, u64) {
        let is_forgotten = |pack: PackId, byte: u64| {
            let mut own = self.places.iter().filter(|place| place.0 == pack);
            own.any(|(_, at, bytes)| (*at..at + *bytes as u64).contains(&byte))
        };
        let mut found = self.places.iter().flat_map(|(pack, at, bytes)| {
            let end = at + *bytes as u64;
            let before = (!at.is_multiple_of(PIECE)).then(|| (*pack, at - 1));
            let after = (!end.is_multiple_of(PIECE)).then_some((*pack, end));
            before.into_iter().chain(after)
        });
        found.find(|(pack, byte)| !is_forgotten(*pack, *byte)).unwrap()
    }
}

#[test]
fn damage_beside_what_is_wiped_is_never_taken_into_parity() {
    let scene = Scene::new();
    let (pack, beside) = scene.beside_what_is_forgotten();
    let (drive, outcome) = scene.after(|drive| hurt(drive, &names::pack(pack), beside));
    assert_eq!((outcome.parity_updated, outcome.parity_removed), (0, 2));
    parity_groups::protect_all(&scene.rig.open(&drive).0, &permit(), &Silent).unwrap();
    let report = verify::quick(&scene.rig.open(&drive).0, None, &Silent).unwrap();
    assert_eq!(report.packs_bad, [pack]);
    assert_parity_is_true(&scene.rig, &drive, "made anew");
    let group = &parity_groups::groups(&scene.rig.open(&drive).0).unwrap()[0];
    assert_eq!(members(group).len(), 15);
    assert!(!members(group).contains(&pack));
}

#[test]
fn damaged_parity_of_a_touched_stripe_is_computed_from_all_members() {
    let scene = Scene::new();
    for number in 0..2 {
        let object = scene.before.list("parity").unwrap()[number].0.clone();
        let bytes = bytes_of(&scene.before, &object).len() as u64;
        for at in [64, 64 + PIECE, 64 + 2 * PIECE, bytes - 100, bytes - 3] {
            let label = format!("object {number}, byte {at}");
            let (drive, outcome) = scene.after(|drive| hurt(drive, &object, at));
            assert_eq!(outcome.parity_updated, 1, "{label}");
            repair(&scene.rig, &drive);
            scene.assert_protected(&drive, &[scene.untouched(), scene.places[0].0], &label);
        }
    }
}

#[test]
fn parity_that_is_let_go_was_overwritten_before_it_was_removed() {
    let scene = Scene::new();
    let drive = copy_of(&scene.before);
    let removed = Mutex::new(Vec::new());
    let watcher = |act, object: &ObjectPath, _| {
        if act == Act::Remove && object.as_str().starts_with("parity/") {
            removed.lock().unwrap().push((object.clone(), bytes_of(&drive, object)));
        }
    };
    let watched = watched(&drive, &watcher);
    attempt(&scene.rig, &mut scene.rig.parts.clone(), &watched, &["Martin"]).unwrap();
    let removed = removed.into_inner().unwrap();
    assert_eq!(removed.len(), 2);
    for (object, last) in removed {
        let was = bytes_of(&scene.before, &object);
        assert_eq!(last.len(), was.len());
        let same = was.chunks(64).zip(last.chunks(64)).filter(|(was, last)| was == last).count();
        assert_eq!(same, 0, "{object}: what a purge wiped could be computed from its remains");
    }
}

/// How a drive is harmed, and a word for it.
type Way<'a> = (&'a str, &'a dyn Fn(&Memory));

#[test]
fn parity_that_cannot_be_kept_right_is_let_go() {
    let scene = Scene::new();
    let parity: Vec<ObjectPath> =
        scene.before.list("parity").unwrap().into_iter().map(|(object, _)| object).collect();
    let with = |harm: &dyn Fn(&Memory)| scene.after(|drive| harm(drive));
    let cut = |drive: &Memory, object: &ObjectPath, by: i64| {
        let mut bytes = bytes_of(drive, object);
        let length = usize::try_from(bytes.len() as i64 + by).unwrap();
        bytes.resize(length, 0);
        drive.remove(object).unwrap();
        drive.put(object, &bytes).unwrap();
    };
    let ways: [Way<'_>; 6] = [
        ("an object is missing", &|drive| drive.remove(&parity[0]).unwrap()),
        ("a pack is missing", &|drive| drive.remove(&names::pack(scene.untouched())).unwrap()),
        ("an object is short", &|drive| cut(drive, &parity[0], -1)),
        ("an object is long", &|drive| cut(drive, &parity[1], 1)),
        ("a head is damaged", &|drive| hurt(drive, &parity[1], 20)),
        ("no table is whole", &|drive| {
            for object in &parity {
                hurt(drive, object, bytes_of(drive, object).len() as u64 - 50);
            }
        }),
    ];
    for (label, harm) in ways {
        let (drive, outcome) = with(harm);
        assert_eq!(outcome.parity_updated, 0, "{label}");
        assert!(drive.list("parity").unwrap().is_empty(), "{label}");
        assert!(outcome.parity_removed > 0, "{label}");
        assert_forgotten(&scene.rig, &drive, &scene.before, label);
        if label != "a pack is missing" {
            scene.assert_protected(&drive, &scene.packs, label);
        }
    }
}

#[test]
fn a_pack_in_two_groups_keeps_one_of_them() {
    let drive = Memory::new();
    let mut rig = Rig::new(&drive, RecordRule::EachFolder);
    for number in 0..15_u64 {
        rig.write(&format!("Martin/{number}.bin"), &noise(number, 180_000));
        rig.write(&format!("Dupont/{number}.bin"), &noise(100 + number, 3_000));
        rig.backup(&drive, "Blue").unwrap();
    }
    let small: Vec<_> = drive.list("parity").unwrap();
    let kept: Vec<Vec<u8>> = small.iter().map(|(object, _)| bytes_of(&drive, object)).collect();
    rig.write("Martin/last.bin", &noise(77, 180_000));
    rig.backup(&drive, "Blue").unwrap();
    // As an interrupted run leaves it: the full group is there, the small ones are not gone.
    for ((object, _), bytes) in small.iter().zip(&kept) {
        drop(drive.put(object, bytes));
    }
    assert!(parity_groups::groups(&rig.open(&drive).0).unwrap().len() > 1);
    let mut parts = rig.parts.clone();
    let outcome = attempt(&rig, &mut parts, &drive, &["Dupont"]).unwrap();
    assert!(outcome.negative_test, "{outcome:?}");
    assert_eq!(outcome.parity_removed as usize, small.len(), "{outcome:?}");
    assert_eq!(outcome.parity_updated, 1);
    assert_parity_is_true(&rig, &drive, "two groups");
    assert_eq!(parity_groups::unprotected(&rig.open(&drive).0).unwrap(), []);
}

#[test]
fn small_groups_follow_too() {
    let drive = Memory::new();
    let mut rig = Rig::new(&drive, RecordRule::EachFolder);
    rig.write("Martin/large.bin", &noise(1, 1_500_000));
    rig.write("Dupont/note.txt", b"to be forgotten");
    rig.backup(&drive, "Blue").unwrap();
    let before = copy_of(&drive);
    let mut parts = rig.parts.clone();
    let outcome = attempt(&rig, &mut parts, &drive, &["Dupont"]).unwrap();
    assert_eq!((outcome.parity_updated, outcome.parity_removed), (1, 0), "{outcome:?}");
    assert_parity_is_true(&rig, &drive, "small");
    let pack = members(&parity_groups::groups(&rig.open(&drive).0).unwrap()[0])[0];
    assert_comes_back(&rig, &drive, &[pack], "small");
    // The only member's parity is as good as a copy of it: what was wiped is not in there either.
    let object = drive.list("parity").unwrap().remove(0).0;
    for (pack, at, bytes) in places(&rig, &before) {
        let was = before.read(&names::pack(pack), at, bytes).unwrap();
        let parity = bytes_of(&drive, &object);
        assert!(!parity.windows(64).any(|window| window == &was[was.len() - 64..]));
    }
}

fn faulty(scene: &Scene, fault: Fault) -> Faulty {
    let faulty = Faulty::new(fault);
    for (object, _) in scene.before.list("").unwrap() {
        faulty.drive.put(&object, &bytes_of(&scene.before, &object)).unwrap();
    }
    for name in ["README.html", "LISEZ-MOI.html", "rescue.py"] {
        let object = names::clear_file(name);
        if let Ok(bytes) = scene.before.read(&object, 0, 1) {
            drop(faulty.drive.put(&object, &bytes));
        }
    }
    faulty
}

/// Which segments are wiped, as far as their beginning says.
fn wiped(scene: &Scene, drive: &dyn Storage) -> Vec<bool> {
    let begins = |(pack, at, _): &(PackId, u64, usize)| {
        drive.read(&names::pack(*pack), *at, WIPED_MARK.len()).unwrap() == WIPED_MARK
    };
    scene.places.iter().map(begins).collect()
}

/// What may be rebuilt from parity right now is what lies there, wiped or not yet wiped; where a
/// segment is wiped, nothing that was there.
fn assert_brings_nothing_back(scene: &Scene, drive: &dyn Storage, label: &str) {
    let is_wiped = wiped(scene, drive);
    for (number, (pack, at, bytes)) in scene.places.iter().enumerate() {
        if !is_wiped[number] {
            continue;
        }
        let copy = copy_of(drive);
        copy.remove(&names::pack(*pack)).unwrap();
        let lost = scene.rig.open(&copy).0;
        for group in parity_groups::groups(&lost).unwrap() {
            let Some(place) = members(&group).iter().position(|member| member == pack) else {
                continue;
            };
            let assessment = group.assess(&lost).unwrap();
            let rebuilt = group.rebuild(&lost, &assessment, Shard::Member(place)).unwrap();
            let Some(rebuilt) = rebuilt else { continue };
            let was = scene.before.read(&names::pack(*pack), *at, *bytes).unwrap();
            assert!(rebuilt[*at as usize..][..*bytes] != was, "{label}: {pack} at {at}");
        }
    }
}

/// `ways`: whether somebody repairs the drive between the two runs.
fn sweep(fault: Fault, ways: &[bool]) {
    let scene = Scene::new();
    let drive = faulty(&scene, fault);
    let noted = Mutex::new(Vec::new());
    let watcher = |act, object: &ObjectPath, _| {
        if act != Act::Read && is_pack_or_parity(object) {
            noted.lock().unwrap().push(i64::MAX - drive.left.load(Ordering::SeqCst));
        }
    };
    let noting = watched(&drive, &watcher);
    attempt(&scene.rig, &mut scene.rig.parts.clone(), &noting, &["Dupont"]).unwrap();
    let noted = noted.into_inner().unwrap();
    assert!(noted.len() > 12, "{noted:?}");
    let sweep = Sweep {
        scene: || (scene.rig.parts.clone(), faulty(&scene, fault)),
        work: |parts: &mut Vec<_>, drive: &Faulty| attempt(&scene.rig, parts, drive, &["Dupont"]),
    };
    for (turn, write) in noted.iter().enumerate() {
        for repaired in ways.iter().copied() {
            let label = format!("{fault:?} at write {write} of {noted:?}, repaired: {repaired}");
            let (mut parts, drive) = sweep.at(*write, &label).unwrap();
            if turn % 8 == 0 {
                assert_kept_restores(&scene.rig, &drive, &scene.wanted, &label);
            }
            assert_brings_nothing_back(&scene, &drive, &label);
            if repaired {
                let was = wiped(&scene, &drive);
                repair(&scene.rig, &drive);
                let still = wiped(&scene, &drive);
                assert!(was.iter().zip(&still).all(|(was, still)| *still || !*was), "{label}");
                assert_brings_nothing_back(&scene, &drive, &label);
            }
            let outcome = attempt(&scene.rig, &mut parts, &drive, &["Dupont"])
                .unwrap_or_else(|why| panic!("{label}: next run: {why}"));
            assert!(outcome.negative_test, "{label}: {outcome:?}");
            assert_forgotten(&scene.rig, &drive, &scene.before, &label);
            if turn % 8 == 0 {
                assert_kept_restores(&scene.rig, &drive, &scene.wanted, &label);
            }
            assert_parity_is_true(&scene.rig, &drive, &label);
            let some = [scene.packs[turn % 16], scene.places[turn % scene.places.len()].0];
            scene.assert_protected(&drive, &some, &label);
        }
    }
}

#[test]
fn parity_stopped_by_a_refused_write_is_true_after_the_next_run() {
    sweep(Fault::Refused, &[false]);
}

#[test]
fn parity_stopped_by_a_torn_write_is_true_after_the_next_run() {
    sweep(Fault::Torn, &[false, true]);
}

#[test]
fn parity_stopped_by_a_write_that_failed_only_in_words_is_true_after_the_next_run() {
    // The drive is as it is when the write after it is refused.
    sweep(Fault::DoneYetFailed, &[true]);
}

#[test]
fn a_purge_of_a_damaged_drive_that_is_stopped_anywhere_still_forgets_everything() {
    let scene = Scene::new();
    let parity = scene.before.list("parity").unwrap().remove(0);
    let damaged = || {
        let drive = faulty(&scene, Fault::Torn);
        hurt(&drive.drive, &names::pack(scene.untouched()), 900);
        hurt(&drive.drive, &parity.0, parity.1 / 2);
        drive
    };
    let counting = damaged();
    counting.fail_at(1_000_000);
    attempt(&scene.rig, &mut scene.rig.parts.clone(), &counting, &["Dupont"]).unwrap();
    let writes = 1_000_000 - counting.left.load(Ordering::SeqCst);
    assert!(writes > 20, "{writes}");
    for write in 0..writes {
        let label = format!("torn at write {write} of {writes}, on a damaged drive");
        let (drive, mut parts) = (damaged(), scene.rig.parts.clone());
        drive.fail_at(write);
        let failed = attempt(&scene.rig, &mut parts, &drive, &["Dupont"]);
        assert!(matches!(failed, Err(Error::Drive { .. })), "{label}: {failed:?}");
        drive.revive();
        assert_brings_nothing_back(&scene, &drive, &label);
        let outcome = attempt(&scene.rig, &mut parts, &drive, &["Dupont"])
            .unwrap_or_else(|why| panic!("{label}: next run: {why}"));
        assert!(outcome.negative_test, "{label}: {outcome:?}");
        assert_forgotten(&scene.rig, &drive, &scene.before, &label);
    }
}
