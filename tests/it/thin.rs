//! Thinning out: old snapshots go, every kept one restores byte for byte, wherever it stops.

use std::collections::{BTreeMap, HashSet};
use std::sync::atomic::Ordering;

use jiff::tz::TimeZone;
use refuge::backup;
use refuge::config::Keep;
use refuge::error::{Damage, DriveTrouble, Error, Result};
use refuge::event::Silent;
use refuge::fate::Level;
use refuge::format::documents::PackLine;
use refuge::format::names::{self, ObjectPath};
use refuge::format::pack::WIPED_MARK;
use refuge::id::{PackId, RecordId, SnapshotId};
use refuge::parity_groups;
use refuge::rekey;
use refuge::storage::Storage;
use refuge::storage::memory::Memory;
use refuge::thin::{self, KeepRules, ThinOutcome};
use refuge::vault::{self, Contents, Manifest, SectionReader, Vault};

use crate::rig::{Day, Files, Rig, file, files_below, noise, permit};
use crate::support::faulty::{Fault, Faulty};
use crate::support::sweep::Sweep;

const LAST_TWO_DAYS: Keep = Keep { daily: 2, weekly: 0, monthly: 0, yearly: 0 };

fn record(rig: &Rig, name: &str) -> RecordId {
    rig.naming.record_id(rig.config.sources[0].id, name.as_bytes())
}

/// Four days of a practice. Dupont never changes, Martin changes daily, Petit is moved away.
pub(crate) fn practice(drive: &dyn Storage) -> Rig {
    let drives = [("Blue", drive)];
    let mut first = day_of_martin(0);
    first.push(file("Dupont/scan.bin", noise(1, 60_000)));
    first.push(file("Petit/scan.bin", noise(2, 50_000)));
    let mut rig = Rig::after(&drives, [first]);
    rig.config.sources[0].keep = Some(LAST_TWO_DAYS);
    std::fs::remove_dir_all(rig.source().join("Petit")).unwrap();
    (1..4).for_each(|day| rig.live(&drives, day_of_martin(day)));
    rig
}

/// A picture that is another each day, and a note.
pub(crate) fn day_of_martin(day: u64) -> Day {
    let note = file(format!("Martin/{day}.txt"), format!("day {day}"));
    vec![file("Martin/image.bin", noise(100 + day, 90_000)), note]
}

fn thin_with(
    rig: &mut Rig,
    storage: &dyn Storage,
    pinned: &HashSet<RecordId>,
    newest_only: &HashSet<RecordId>,
) -> Result<ThinOutcome> {
    thin_drive(rig, ("Blue", storage), pinned, newest_only)
}

pub(crate) fn thin_drive(
    rig: &mut Rig,
    (name, storage): (&str, &dyn Storage),
    pinned: &HashSet<RecordId>,
    newest_only: &HashSet<RecordId>,
) -> Result<ThinOutcome> {
    let drive = rig.state.drive_named(name).unwrap();
    let vault = Vault::open(storage, rig.config.practice.id, &rig.vault_key)?;
    backup::recover(&mut rig.state, &drive, &vault, &Silent)?;
    let section = rig.config.sections[0].id;
    let readers = [vault::read_section(&vault, section, std::slice::from_ref(&rig.identity))?];
    let (sources, zone) = (&rig.config.sources, &TimeZone::UTC);
    let now = jiff::Timestamp::from_second(rig.clock).unwrap();
    let rules = KeepRules { sources, now, zone, pinned, newest_only, overwrite: false };
    let plan = thin::plan(vault, &readers, &rig.state, &drive, &rules, &Silent)?;
    plan.execute(&permit(), &mut rig.state, &drive, &Silent)
}

pub(crate) fn thin(rig: &mut Rig, storage: &dyn Storage) -> Result<ThinOutcome> {
    thin_with(rig, storage, &HashSet::new(), &HashSet::new())
}

pub(crate) type Snapshots = BTreeMap<SnapshotId, Files>;

pub(crate) fn snapshots(rig: &Rig, drive: &dyn Storage) -> Snapshots {
    rig.whole_contents(drive).into_iter().collect()
}

/// What can be read of them; beside a manifest in force an old one may lie that could not be overwritten.
pub(crate) fn readable(rig: &Rig, drive: &dyn Storage) -> Snapshots {
    let mut found = Snapshots::new();
    for (id, files) in rig.read_contents(drive, &drop) {
        found.entry(id).or_default().extend(files);
    }
    found
}

/// What must be left of these four days: Petit's last state, and the last two days whole.
pub(crate) fn expected(rig: &Rig, drive: &dyn Storage) -> Snapshots {
    let all = rig.contents(drive);
    let (first, last) = (&all[0], &all[2..]);
    let petit = first.1.iter().filter(|(name, _)| name.starts_with("Petit"));
    let petit = petit.map(|(name, bytes)| (name.clone(), bytes.clone())).collect();
    std::iter::once((first.0, petit)).chain(last.iter().cloned()).collect()
}

fn bytes_on(drive: &dyn Storage, folder: &str) -> u64 {
    drive.list(folder).unwrap().iter().map(|(_, bytes)| bytes).sum()
}

/// Indexes name packs that are there, manifests indexes that are there, parents are manifests.
fn assert_holds_together(rig: &Rig, drive: &dyn Storage, label: &str) {
    let (vault, section) = rig.open(drive);
    let contents = Contents::load(&vault, &section).unwrap();
    let (manifests, damaged) = Manifest::all(&vault, &section).unwrap();
    assert!(contents.damaged.is_empty() && damaged.is_empty(), "{label}: torn objects");
    let there: HashSet<PackId> =
        parity_groups::packs_on(&vault).unwrap().into_iter().map(|(pack, _)| pack).collect();
    let named: HashSet<PackId> = contents.packs.iter().map(|line| line.pack).collect();
    assert_eq!(there, named, "{label}: packs");
    let indexes: HashSet<_> =
        contents.indexes.iter().filter_map(|index| index.own_hash()).collect();
    let hashes: Vec<_> = manifests.iter().map(Manifest::hash).collect();
    for (before, manifest) in std::iter::once(&None).chain(&hashes).zip(&manifests) {
        assert!(manifest.snapshot.indexes.iter().all(|hash| indexes.contains(hash)), "{label}");
        assert_eq!(manifest.snapshot.parent, *before, "{label}: the chain of manifests");
        for copy in [manifest.object.clone(), manifest.object.mirror()] {
            vault.read_exactly(&copy).unwrap();
        }
    }
    for index in &contents.indexes {
        vault.read_exactly(index).unwrap();
        vault.read_exactly(&index.mirror()).unwrap();
    }
}

/// The next backup stores nothing twice, and goes on.
pub(crate) fn assert_goes_on(rig: &mut Rig, drive: &dyn Storage, label: &str) {
    let packs = drive.list("packs").unwrap();
    let summary = rig.backup(drive, "Blue").unwrap_or_else(|why| panic!("{label}: {why}"));
    assert_eq!((summary.new_bytes, summary.problems), (0, 0), "{label}");
    assert_eq!(drive.list("packs").unwrap(), packs, "{label}: stored twice");
    let last = rig.contents(drive).pop().unwrap();
    assert_eq!(last.1, files_below(&rig.source()), "{label}");
}

#[test]
fn old_snapshots_go_and_those_kept_restore_byte_for_byte() {
    let drive = Memory::new();
    let mut rig = practice(&drive);
    let wanted = expected(&rig, &drive);
    let before = bytes_on(&drive, "packs");
    let outcome = thin(&mut rig, &drive).unwrap();
    assert_eq!((outcome.snapshots_removed, outcome.snapshots_kept), (1, 3), "{outcome:?}");
    assert_eq!(outcome.problems, 0);
    assert_eq!(snapshots(&rig, &drive), wanted);
    assert_holds_together(&rig, &drive, "thinned");
    let freed = before - bytes_on(&drive, "packs");
    assert_eq!(outcome.freed_bytes, freed);
    assert!((175_000..200_000).contains(&freed), "two states of Martin's image: {freed}");
    let known: Vec<_> = rig.state.snapshots(1).unwrap().into_iter().map(|shot| shot.id).collect();
    assert_eq!(known, rig.contents(&drive).into_iter().map(|(id, _)| id).collect::<Vec<_>>());
    assert_goes_on(&mut rig, &drive, "next backup");
}

#[test]
fn a_thinned_drive_is_not_touched_again() {
    let drive = Memory::new();
    let mut rig = practice(&drive);
    thin(&mut rig, &drive).unwrap();
    let listed = drive.list("").unwrap();
    let again = thin(&mut rig, &drive).unwrap();
    assert_eq!((again.snapshots_removed, again.freed_bytes, again.packs_removed), (0, 0, 0));
    assert_eq!(drive.list("").unwrap(), listed);
}

#[test]
fn without_a_rule_nothing_goes() {
    let drive = Memory::new();
    let mut rig = practice(&drive);
    rig.config.sources[0].keep = None;
    let listed = drive.list("").unwrap();
    assert_eq!(thin(&mut rig, &drive).unwrap().snapshots_kept, 4);
    assert_eq!(drive.list("").unwrap(), listed);
}

#[test]
fn a_held_record_keeps_every_state() {
    let drive = Memory::new();
    let mut rig = practice(&drive);
    let held = HashSet::from([record(&rig, "Martin")]);
    let all: Vec<Files> = rig.contents(&drive).into_iter().map(|(_, files)| files).collect();
    thin_with(&mut rig, &drive, &held, &HashSet::new()).unwrap();
    let left = rig.contents(&drive);
    assert_eq!(left.len(), 4);
    for ((_, left), all) in left.iter().zip(&all) {
        assert_eq!(left.get("Martin/image.bin"), all.get("Martin/image.bin"));
    }
}

#[test]
fn of_one_record_only_the_newest_state_can_be_kept() {
    let drive = Memory::new();
    let mut rig = practice(&drive);
    rig.config.sources[0].keep = None;
    let martin = HashSet::from([record(&rig, "Martin")]);
    thin_with(&mut rig, &drive, &HashSet::new(), &martin).unwrap();
    let left = rig.contents(&drive);
    let has: Vec<bool> =
        left.iter().map(|(_, files)| files.keys().any(|name| name.starts_with("Martin"))).collect();
    assert_eq!(has, [false, false, false, true]);
    assert_holds_together(&rig, &drive, "newest only");
}

#[test]
fn a_pack_that_cannot_be_read_stays_with_all_it_holds() {
    let drive = Memory::new();
    let mut rig = practice(&drive);
    // The first pack holds Dupont, Petit and the first state of Martin.
    let (vault, section) = rig.open(&drive);
    let contents = Contents::load(&vault, &section).unwrap();
    let dupont = record(&rig, "Dupont");
    let damaged = contents.packs.iter().find_map(|line| {
        let segment = line.segments.iter().find(|segment| segment.record == dupont)?;
        Some((line.pack, segment.at))
    });
    let (pack, at) = damaged.unwrap();
    let mut broken = drive.read(&names::pack(pack), at + 400, 100).unwrap();
    broken.iter_mut().for_each(|byte| *byte ^= 0xff);
    drive.overwrite(&names::pack(pack), at + 400, &broken).unwrap();
    let outcome = thin(&mut rig, &drive).unwrap();
    assert_eq!(outcome.problems, 1, "{outcome:?}");
    assert!(
        parity_groups::packs_on(&rig.open(&drive).0).unwrap().iter().any(|(id, _)| *id == pack)
    );
}

#[test]
fn too_little_room_is_said_before_anything_is_written() {
    let drive = Faulty::new(Fault::Refused);
    let mut rig = practice(&drive);
    let listed = drive.list("").unwrap();
    drive.free.store(1000, Ordering::SeqCst);
    let refused = thin(&mut rig, &drive);
    let full = matches!(
        refused,
        Err(Error::Drive { trouble: DriveTrouble::Full { free_bytes: Some(1000), .. }, .. })
    );
    assert!(full, "{refused:?}");
    assert_eq!(drive.list("").unwrap(), listed);
    // Room for manifests and indexes, not for what Dupont's pack holds: what is wholly dead goes.
    drive.free.store(40_000, Ordering::SeqCst);
    let first = thin(&mut rig, &drive).unwrap();
    drive.free.store(u64::MAX, Ordering::SeqCst);
    let second = thin(&mut rig, &drive).unwrap();
    assert!(first.packs_removed > 0 && second.packs_removed > 0, "{first:?} {second:?}");
    assert_holds_together(&rig, &drive, "in two steps");
}

fn sweep(fault: Fault) {
    let sweep = Sweep {
        scene: || {
            let drive = Faulty::new(fault);
            let rig = practice(&drive);
            let wanted = expected(&rig, &drive);
            ((rig, wanted), drive)
        },
        work: |(rig, _): &mut (Rig, _), drive: &Faulty| thin(rig, drive),
    };
    sweep.every_write(20, |(mut rig, wanted), drive, write, label| {
        let left = snapshots(&rig, drive);
        for (id, files) in &wanted {
            let whole = left.get(id).is_some_and(|left| {
                files.iter().all(|(name, bytes)| left.get(name) == Some(bytes))
            });
            assert!(whole, "{label}: a kept snapshot lacks something");
        }
        if write % 3 == 0 {
            return assert_backup_goes_on(&mut rig, drive, label);
        }
        thin(&mut rig, drive).unwrap_or_else(|why| panic!("{label}: next run: {why}"));
        assert_eq!(snapshots(&rig, drive), wanted, "{label}");
        assert_holds_together(&rig, drive, label);
        assert_goes_on(&mut rig, drive, label);
    });
}

/// A backup may come before thinning is begun again.
fn assert_backup_goes_on(rig: &mut Rig, drive: &Faulty, label: &str) {
    let before = bytes_on(drive, "packs");
    rig.backup(drive, "Blue").unwrap_or_else(|why| panic!("{label}: backup: {why}"));
    assert!(bytes_on(drive, "packs") <= before, "{label}: stored twice");
    let last = rig.whole_contents(drive).pop().unwrap();
    assert_eq!(last.1, files_below(&rig.source()), "{label}");
    thin(rig, drive).unwrap_or_else(|why| panic!("{label}: thinning after a backup: {why}"));
    assert_holds_together(rig, drive, label);
    assert_goes_on(rig, drive, label);
}

#[test]
fn thinning_stopped_by_a_refused_write_is_finished_by_the_next() {
    sweep(Fault::Refused);
}

#[test]
fn thinning_stopped_by_a_torn_write_is_finished_by_the_next() {
    sweep(Fault::Torn);
}

#[test]
fn thinning_stopped_by_a_write_that_failed_only_in_words_is_finished_by_the_next() {
    sweep(Fault::DoneYetFailed);
}

/// Gives Martin a new key, on the only drive; done again, it goes on.
pub(crate) fn rekey_martin(rig: &mut Rig, storage: &dyn Storage) -> Result<()> {
    let martin = record(rig, "Martin");
    renew_key(rig, &[("Blue", storage)], martin)
}

/// Gives a record a new key, as `settle` does on all drives; done again, it goes on.
pub(crate) fn renew_key(
    rig: &mut Rig,
    drives: &[(&str, &dyn Storage)],
    record: RecordId,
) -> Result<()> {
    let mut begun = None;
    for (name, storage) in drives {
        let drive = rig.state.drive_named(name).unwrap();
        let vault = Vault::open(*storage, rig.config.practice.id, &rig.vault_key)?;
        backup::recover(&mut rig.state, &drive, &vault, &Silent)?;
        let reader = brought(rig, &vault)?;
        let (parts, state) = (&mut rig.parts, &mut rig.state);
        let now = rekey::begin(state, &rig.config, &reader, record, &mut keeping(parts))?;
        let reader = brought(rig, &vault)?;
        if !now.forgotten {
            rekey::reseal(&vault, &reader, &now, &mut rig.state, &drive, &Silent)?;
        }
        begun = Some((now, reader));
    }
    let (mut begun, reader) = begun.unwrap();
    if !begun.forgotten {
        let (parts, state) = (&mut rig.parts, &mut rig.state);
        rekey::forget(state, &rig.config, &reader, &mut begun, &mut keeping(parts))?;
    }
    for (name, storage) in drives {
        let outcome = crate::purge::purge(rig, *storage, name, &[])?;
        // As `settle` has it: what was not proven is owed still.
        if outcome.level == Level::None {
            return Err(Error::drive(DriveTrouble::HalfPurged));
        }
    }
    rekey::finish(&mut rig.state, record)
}

/// The computer's copies.
fn keeping(
    parts: &mut Vec<(ObjectPath, Vec<u8>)>,
) -> impl FnMut(&ObjectPath, &[u8]) -> Result<()> + Send {
    |object, bytes| {
        parts.push((object.clone(), bytes.to_vec()));
        Ok(())
    }
}

/// What the key at hand opens, once the drive has every part the computer keeps.
fn brought(rig: &Rig, vault: &Vault<'_>) -> Result<SectionReader> {
    for (object, bytes) in &rig.parts {
        vault.ensure_small(object, bytes)?;
    }
    vault::read_section(vault, rig.config.sections[0].id, std::slice::from_ref(&rig.identity))
}

/// Where the record's segments lay before, and that they are gone or wiped now.
pub(crate) fn assert_old_is_wiped(
    rig: &Rig,
    before: &[(PackId, u64)],
    drive: &dyn Storage,
    label: &str,
) {
    assert!(before.len() > 3, "{label}");
    for (pack, at) in before {
        let begin = drive.read(&names::pack(*pack), *at, WIPED_MARK.len());
        let is_gone = matches!(begin, Err(Error::Damaged { damage: Damage::Missing, .. }));
        assert!(is_gone || begin.unwrap() == WIPED_MARK, "{label}: {pack}");
    }
    let martin = record(rig, "Martin");
    let keys = rig.open(drive).1.keys;
    assert_eq!(keys.values().filter(|(record, _)| *record == martin).count(), 1, "{label}");
}

pub(crate) fn segments_of_martin(rig: &Rig, drive: &dyn Storage) -> Vec<(PackId, u64)> {
    segments_of(rig, drive, record(rig, "Martin"))
}

fn segments_of(rig: &Rig, drive: &dyn Storage, wanted: RecordId) -> Vec<(PackId, u64)> {
    let (vault, section) = rig.open(drive);
    let packs = Contents::load(&vault, &section).unwrap().packs;
    let of = |line: &PackLine| {
        let ours = line.segments.iter().filter(|segment| segment.record == wanted);
        ours.map(|segment| (line.pack, segment.at)).collect::<Vec<_>>()
    };
    packs.iter().flat_map(of).collect()
}

#[test]
fn a_new_key_stopped_at_any_write_loses_nothing_and_is_finished_by_the_next_run() {
    let counting = Faulty::new(Fault::Torn);
    let mut rig = practice(&counting);
    counting.left.store(1_000_000, Ordering::SeqCst);
    rekey_martin(&mut rig, &counting).unwrap();
    let writes = 1_000_000 - counting.left.load(Ordering::SeqCst);
    assert!(writes > 20, "{writes} writes are too few to mean anything");
    for write in 0..writes {
        let label = format!("torn at write {write} of {writes}");
        let drive = Faulty::new(Fault::Torn);
        let mut rig = practice(&drive);
        let (martin, wanted) = (record(&rig, "Martin"), snapshots(&rig, &drive));
        let before = segments_of(&rig, &drive, martin);
        drive.left.store(write, Ordering::SeqCst);
        let failed = rekey_martin(&mut rig, &drive);
        assert!(matches!(failed, Err(Error::Drive { .. })), "{label}: {failed:?}");
        drive.left.store(i64::MAX, Ordering::SeqCst);
        assert_eq!(snapshots(&rig, &drive), wanted, "{label}");
        rekey_martin(&mut rig, &drive).unwrap_or_else(|why| panic!("{label}: next run: {why}"));
        assert_eq!(snapshots(&rig, &drive), wanted, "{label}");
        assert_old_is_wiped(&rig, &before, &drive, &label);
        assert_goes_on(&mut rig, &drive, &label);
    }
}

mod rekeying {
    //! A new key for a living record, through the practice as the command line uses it.

    use std::collections::BTreeMap;
    use std::path::PathBuf;

    use serde_json::Value;

    use crate::office::{NAME, Office};

    /// Two patients; of the first, a note that must become unreadable, then its later state.
    fn office() -> Office {
        let office = Office::with_patients(&["DURAND Paul", "PETIT Zoé"]);
        office.write("patients/DURAND Paul/secret.txt", "what was written here by mistake\n");
        office.json(&["backup"]);
        std::fs::remove_file(office.path("patients/DURAND Paul/secret.txt")).unwrap();
        office.write("patients/DURAND Paul/later.txt", "what came later\n");
        office.json(&["backup"]);
        office
    }

    fn rekey(office: &Office, more: &[&str]) -> Value {
        let args = ["thin", "--rekey", "DURAND Paul", "--confirm", NAME, "--json"];
        let args: Vec<&str> = args.iter().chain(more).copied().collect();
        office.run_with_key(&args).ends(0).json()
    }

    fn restored(office: &Office, to: &str, more: &[&str]) -> Vec<String> {
        let folder = office.text(to);
        let args = ["restore", "--all", "--to", &folder];
        let args: Vec<&str> = args.iter().chain(more).copied().collect();
        office.run_with_key(&args).ends(0);
        office.tree(to).keys().map(|path| path.to_str().unwrap().to_owned()).collect()
    }

    /// Packs of these that are neither gone nor marked as wiped. Each held something of Durand.
    fn untouched(office: &Office, before: &BTreeMap<PathBuf, Vec<u8>>, drive: &str) -> usize {
        let now = packs(office, drive);
        let is_marked = |bytes: &Vec<u8>| bytes.windows(16).any(|at| at == b"refuge wiped v1\n");
        before.keys().filter_map(|pack| now.get(pack)).filter(|bytes| !is_marked(bytes)).count()
    }

    fn packs(office: &Office, drive: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        office.tree(&format!("{drive}/refuge/packs"))
    }

    #[test]
    fn every_kept_snapshot_restores_after_a_new_key() {
        let office = office();
        let snapshots = office.run_with_key(&["snapshots", "--json"]).ends(0).json();
        let first = snapshots["snapshots"][0]["id"].as_str().unwrap().to_owned();
        let (old, new) =
            (restored(&office, "old", &["--snapshot", &first]), restored(&office, "new", &[]));
        let before = packs(&office, "Blue");
        let done = rekey(&office, &[]);
        assert_eq!(
            (&done["rekeyed"], &done["drives"][0]["negative_test"]),
            (&true.into(), &true.into())
        );
        assert!(done["drives"][0]["wiped_segments"].as_u64().unwrap() > 0, "{done}");
        assert_eq!(untouched(&office, &before, "Blue"), 0);
        assert_eq!(restored(&office, "old-again", &["--snapshot", &first]), old);
        assert_eq!(restored(&office, "new-again", &[]), new);
        assert_eq!(office.tree("new"), office.tree("new-again"));
        office.run_with_key(&["verify", "--full"]).ends(0);
        let backup = office.json(&["backup"]);
        assert_eq!((&backup["new_bytes"], &backup["problems"]), (&0.into(), &0.into()));
        assert_eq!(restored(&office, "after", &[]), new);
    }

    #[test]
    fn with_only_the_newest_state_what_was_removed_is_gone_from_the_drive() {
        let office = office();
        let before = packs(&office, "Blue");
        rekey(&office, &["--newest-only"]);
        assert_eq!(untouched(&office, &before, "Blue"), 0);
        let snapshots = office.run_with_key(&["snapshots", "--json"]).ends(0).json();
        let first = snapshots["snapshots"][0]["id"].as_str().unwrap().to_owned();
        assert_eq!(restored(&office, "old", &["--snapshot", &first]), ["PETIT Zoé/notes.txt"]);
        // The file comes back: it is stored again, not taken for present.
        office.write("patients/DURAND Paul/secret.txt", "what was written here by mistake\n");
        assert!(office.json(&["backup"])["stored_bytes"].as_u64().unwrap() > 0);
        assert_eq!(restored(&office, "new", &[]).len(), 4);
        assert_eq!(office.tree("patients"), office.tree("new"));
    }

    #[test]
    fn the_old_key_is_forgotten_only_when_every_drive_is_ready() {
        let office = office();
        office.add_drive("Red");
        office.json(&["backup", "--drive", "Red"]);
        let (blue, red) = (packs(&office, "Blue"), packs(&office, "Red"));
        office.unplug("Red");
        let first = rekey(&office, &[]);
        assert_eq!((&first["rekeyed"], &first["waiting"][0]), (&false.into(), &"Red".into()));
        assert_eq!(untouched(&office, &blue, "Blue"), blue.len());
        assert_eq!(owing(&office), [("Blue", true), ("Red", true)]);
        let screen = office.run(&["status"]).out;
        assert!(screen.contains("old key of a record to erase"), "{screen}");
        office.json(&["backup", "--drive", "Blue"]);
        office.unplug("Blue");
        office.plug("Red");
        office.run_with_key(&["thin", "--drive", "Red"]).ends(0);
        assert_eq!(untouched(&office, &red, "Red"), 0);
        assert_eq!(owing(&office), [("Blue", true), ("Red", false)]);
        assert_eq!(restored(&office, "red", &["--drive", "Red"]).len(), 3);
        office.plug("Blue");
        // Before Blue was wiped, everything on it can be read already.
        assert_eq!(restored(&office, "blue", &["--drive", "Blue"]).len(), 3);
        office.run_with_key(&["thin", "--drive", "Blue"]).ends(0);
        assert_eq!(untouched(&office, &blue, "Blue"), 0);
        assert_eq!(restored(&office, "blue-again", &["--drive", "Blue"]).len(), 3);
        assert_eq!(owing(&office), [("Blue", false), ("Red", false)]);
        office.run_with_key(&["verify", "--drive", "Blue", "--full"]).ends(0);
        office.run_with_key(&["verify", "--drive", "Red", "--full"]).ends(0);
    }

    /// Which of the two drives the old key is still to be wiped from, as `status` tells it.
    fn owing(office: &Office) -> [(&'static str, bool); 2] {
        let status = office.run(&["status", "--json"]).json();
        let drives = status["drives"].as_array().unwrap().clone();
        ["Blue", "Red"].map(|name| {
            let drive = drives.iter().find(|drive| drive["name"] == name).unwrap();
            (name, drive["owes"].as_array().unwrap().contains(&"new-key".into()))
        })
    }

    #[test]
    fn without_the_name_of_the_practice_nothing_happens() {
        let office = office();
        let before = office.tree("Blue");
        office.run_with_key(&["thin", "--rekey", "DURAND Paul"]).ends(19);
        office.run_with_key(&["thin", "--rekey", "nobody", "--confirm", NAME]).refuses("N01");
        assert_eq!(office.tree("Blue"), before);
    }

    #[test]
    fn the_plan_is_shown_and_then_executed() {
        let office = office();
        let toml = office.path("home/refuge.toml");
        let text = std::fs::read_to_string(&toml).unwrap();
        let text = text.replace("records = ", "keep = { daily = 1 }\nrecords = ");
        std::fs::write(&toml, text).unwrap();
        let dry = office.run_with_key(&["thin", "--dry-run", "--json"]).ends(0).json();
        assert_eq!((&dry["snapshots_removed"], &dry["snapshots_kept"]), (&1.into(), &1.into()));
        let done = office.run_with_key(&["thin", "--json"]).ends(0).json();
        assert_eq!((&done["snapshots_removed"], &done["drive"]), (&1.into(), &"Blue".into()));
        assert_eq!(done["problems"], 0);
        let left = office.run_with_key(&["snapshots", "--json"]).ends(0).json();
        assert_eq!(left["snapshots"].as_array().unwrap().len(), 1);
        assert_eq!(restored(&office, "left", &[]).len(), 3);
        office.run_with_key(&["verify", "--full"]).ends(0);
        let again = office.run_with_key(&["thin"]).ends(0);
        assert!(again.out.contains("nothing to thin out"), "{}", again.out);
    }
}
