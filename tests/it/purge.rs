//! Forgetting on one drive: nothing forgotten can be opened, everything kept can, wherever it stops.

use std::collections::{BTreeMap, HashSet};

use refuge::crypto::{self, Identity, Recipient};
use refuge::error::{Damage, Error, Result};
use refuge::event::Silent;
use refuge::fate::Level;
use refuge::format::documents::ObjectKind;
use refuge::format::names::{self, ObjectPath};
use refuge::format::pack::WIPED_MARK;
use refuge::id::{RecordId, SnapshotId};
use refuge::purge::{self, DriveOutcome, Work};
use refuge::repack;
use refuge::storage::Storage;
use refuge::storage::memory::Memory;
use refuge::vault::{self, Contents, Manifest, SectionReader, Vault};

use crate::rig::{Files, Rig, file, files_below, files_of, noise, permit};
pub(crate) use crate::support::copy_of;
use crate::support::faulty::{Fault, Faulty};
use crate::support::sweep::Sweep;

pub(crate) fn record(rig: &Rig, name: &str) -> RecordId {
    rig.naming.record_id(rig.config.sources[0].id, name.as_bytes())
}

/// Three records, two snapshots. Dupont is the one to forget.
pub(crate) fn practice(drive: &dyn Storage) -> Rig {
    let first = vec![
        file("Dupont/note.txt", "to be forgotten"),
        file("Dupont/scan.bin", noise(1, 90_000)),
        file("Martin/old.bin", noise(2, 120_000)),
    ];
    let second = vec![
        file("Dupont/more.txt", "also to be forgotten"),
        file("Martin/new.txt", "kept, and changed"),
        file("Petit/new.bin", noise(3, 70_000)),
    ];
    Rig::after(&[("Blue", drive)], [first, second])
}

/// Purges as a caller must: keyring parts first, then the drive, then the state.
pub(crate) fn purge(
    rig: &mut Rig,
    drive: &dyn Storage,
    name: &str,
    records: &[RecordId],
) -> Result<DriveOutcome> {
    let to = [rig.identity.to_recipient().unwrap()];
    let (identities, epoch) = ([rig.identity.clone()], rig.config.practice.epoch);
    purge_for(rig, drive, name, records, (&identities, &to, epoch))
}

fn purge_for(
    rig: &mut Rig,
    drive: &dyn Storage,
    name: &str,
    records: &[RecordId],
    (identities, recipients, epoch): (&[Identity], &[Recipient], u32),
) -> Result<DriveOutcome> {
    let known = rig.state.drive_named(name).unwrap();
    let vault = Vault::open(drive, rig.config.practice.id, &rig.vault_key)?;
    for (object, bytes) in &rig.parts {
        vault.ensure_small(object, bytes)?;
    }
    let forgotten: HashSet<RecordId> = records.iter().copied().collect();
    let mut objects = repack::known_objects(&rig.state, &known).unwrap();
    objects.extend(rig.parts.iter().map(|(object, _)| object.to_string()));
    let next_part = rig.state.sections().unwrap()[0].next_part;
    let (parts, state) = (&mut rig.parts, &mut rig.state);
    let work = Work {
        section: rig.config.sections[0].id,
        identities,
        recipients,
        epoch,
        next_part,
        forgotten: &forgotten,
        known: &objects,
        unwiped: &[],
        keep_part: &mut |object, bytes| {
            parts.push((object.clone(), bytes.to_vec()));
            Ok(())
        },
        tell: &mut |now| state.adopt_rewritten(known.row, now),
    };
    let outcome = purge::execute(&vault, &permit(), work, &Silent)?;
    let folder = format!("{}/", names::section(rig.config.sections[0].id));
    let is_other = |object: &ObjectPath| !object.as_str().starts_with(&folder);
    rig.parts.retain(|(object, _)| is_other(object) || outcome.parts.contains(object));
    rig.catalog = outcome.now.catalog.parse().unwrap();
    rig.state.adopt_rewritten(known.row, &outcome.now).unwrap();
    rig.state.forget_records(records, Some(1)).unwrap();
    rig.state.scrub().unwrap();
    Ok(outcome)
}

pub(crate) fn kept(files: &Files) -> Files {
    let kept = files.iter().filter(|(name, _)| !name.starts_with("Dupont"));
    kept.map(|(name, bytes)| (name.clone(), bytes.clone())).collect()
}

/// What every snapshot must still hold.
pub(crate) fn expected(rig: &Rig, drive: &dyn Storage) -> BTreeMap<SnapshotId, Files> {
    rig.contents(drive).into_iter().map(|(id, files)| (id, kept(&files))).collect()
}

/// In whatever state a purge stopped: every manifest there restores what is kept.
pub(crate) fn assert_kept_restores(
    rig: &Rig,
    drive: &dyn Storage,
    wanted: &BTreeMap<SnapshotId, Files>,
    label: &str,
) {
    let (vault, section) = rig.open(drive);
    let contents = Contents::load(&vault, &section).unwrap();
    let mut met = HashSet::new();
    for mut manifest in Manifest::all(&vault, &section).unwrap().0 {
        let dupont = record(rig, "Dupont");
        manifest.records.retain(|line| line.record != dupont);
        let files = files_of(&vault, &section, &contents, &manifest);
        assert_eq!(files, wanted[&manifest.id()], "{label}");
        met.insert(manifest.id());
    }
    assert_eq!(met.len(), wanted.len(), "{label}: snapshots");
}

/// With everything the older copy of the drive reveals, nothing forgotten opens on the drive now.
pub(crate) fn assert_forgotten(rig: &Rig, drive: &dyn Storage, before: &Memory, label: &str) {
    let dupont = record(rig, "Dupont");
    let (old_vault, old) = rig.open(before);
    let old_contents = Contents::load(&old_vault, &old).unwrap();
    let identities: Vec<Identity> = old.keys.values().map(|(_, key)| key.clone()).collect();
    let mut looked_at = 0;
    for pack in &old_contents.packs {
        for line in pack.segments.iter().filter(|line| line.record == dupont) {
            let object = names::pack(pack.pack);
            let bytes = drive.read(&object, line.at, line.bytes as usize).unwrap();
            assert!(bytes.starts_with(&WIPED_MARK), "{label}");
            let opened = crypto::open(&identities, &bytes, usize::MAX / 2);
            assert!(matches!(opened, Err(crypto::OpenError::Malformed)), "{label}: {opened:?}");
            let was = before.read(&object, line.at, line.bytes as usize).unwrap();
            assert!(crypto::open(&identities, &was, usize::MAX / 2).is_ok(), "{label}");
            looked_at += 1;
        }
    }
    assert!(looked_at >= 2, "{label}: {looked_at} segments");
    let (vault, now) = rig.open(drive);
    assert!(now.keys.values().all(|(record, _)| *record != dupont), "{label}");
    assert_eq!(now.keys.len() + 1, old.keys.len(), "{label}");
    assert_names_nothing(&vault, &now, &old, dupont, label);
}

fn assert_names_nothing(
    vault: &Vault<'_>,
    now: &SectionReader,
    old: &SectionReader,
    forgotten: RecordId,
    label: &str,
) {
    let contents = Contents::load(vault, now).unwrap();
    let (manifests, damaged) = Manifest::all(vault, now).unwrap();
    assert!(contents.damaged.is_empty() && damaged.is_empty(), "{label}");
    let segments = contents.packs.iter().flat_map(|pack| &pack.segments);
    assert!(segments.into_iter().all(|line| line.record != forgotten), "{label}");
    let lines = manifests.iter().flat_map(|manifest| &manifest.records);
    assert!(lines.into_iter().all(|line| line.record != forgotten), "{label}");
    for manifest in &manifests {
        let opened = vault.read_document(old, ObjectKind::Manifest, &manifest.object);
        let is_shut = matches!(opened, Err(Error::Damaged { damage: Damage::DoesNotOpen, .. }));
        assert!(is_shut, "{label}: an old catalog opens {}", manifest.object);
        let indexes: HashSet<_> =
            contents.indexes.iter().filter_map(ObjectPath::own_hash).collect();
        assert!(manifest.snapshot.indexes.iter().all(|hash| indexes.contains(hash)), "{label}");
    }
    let hashes: Vec<_> = manifests.iter().map(Manifest::hash).collect();
    for (before, manifest) in std::iter::once(&None).chain(&hashes).zip(&manifests) {
        assert_eq!(manifest.snapshot.parent, *before, "{label}: the chain of manifests");
    }
}

/// The next backup goes on as if the record had never been there, and stores nothing twice.
fn assert_goes_on(rig: &mut Rig, drive: &dyn Storage, label: &str) {
    let packs = drive.list("packs").unwrap();
    let summary = rig.backup(drive, "Blue").unwrap_or_else(|why| panic!("{label}: {why}"));
    assert_eq!((summary.forgotten_met, summary.new_bytes), (1, 0), "{label}");
    assert_eq!(drive.list("packs").unwrap(), packs, "{label}: stored twice");
    let last = rig.contents(drive).pop().unwrap();
    assert_eq!(last.1, kept(&files_below(&rig.source())), "{label}");
}

#[test]
fn nothing_forgotten_opens_and_everything_kept_does() {
    let drive = Memory::new();
    let mut rig = practice(&drive);
    let wanted = expected(&rig, &drive);
    let before = copy_of(&drive);
    let dupont = record(&rig, "Dupont");
    let outcome = purge(&mut rig, &drive, "Blue", &[dupont]).unwrap();
    assert!(outcome.negative_test);
    assert_eq!((outcome.failed_segments, outcome.lost_segments), (0, 0));
    assert_eq!((outcome.doubts.len(), outcome.unwiped.len()), (0, 0));
    assert_eq!(outcome.level, Level::LogicalDeletion);
    assert_eq!(outcome.objects_rewritten, 4);
    assert!(outcome.wiped_segments >= 2 && outcome.wiped_bytes > 90_000, "{outcome:?}");
    assert_eq!(rig.contents(&drive).into_iter().collect::<BTreeMap<_, _>>(), wanted);
    assert_forgotten(&rig, &drive, &before, "purged");
    assert_goes_on(&mut rig, &drive, "next backup");
}

#[test]
fn a_finished_purge_done_again_changes_nothing() {
    let drive = Memory::new();
    let mut rig = practice(&drive);
    let dupont = record(&rig, "Dupont");
    let first = purge(&mut rig, &drive, "Blue", &[dupont]).unwrap();
    let listed = drive.list("").unwrap();
    let again = purge(&mut rig, &drive, "Blue", &[dupont]).unwrap();
    assert_eq!(drive.list("").unwrap(), listed);
    assert!(again.negative_test);
    assert_eq!((again.objects_rewritten, again.objects_removed, again.wiped_segments), (0, 0, 0));
    assert_eq!((again.parts, again.now.generation), (first.parts, first.now.generation));
}

fn sweep(fault: Fault) {
    let sweep = Sweep {
        scene: || {
            let drive = Faulty::new(fault);
            let mut rig = practice(&drive);
            // The newest manifest leans on one that must be written anew.
            rig.backup(&drive, "Blue").unwrap();
            let (wanted, before) = (expected(&rig, &drive), copy_of(&drive));
            let dupont = record(&rig, "Dupont");
            ((rig, dupont, wanted, before), drive)
        },
        work: |(rig, dupont, ..): &mut (Rig, RecordId, _, _), drive: &Faulty| {
            purge(rig, drive, "Blue", &[*dupont])
        },
    };
    sweep.every_write(30, |(mut rig, dupont, wanted, before), drive, _, label| {
        assert_kept_restores(&rig, drive, &wanted, label);
        let outcome = purge(&mut rig, drive, "Blue", &[dupont])
            .unwrap_or_else(|why| panic!("{label}: next run: {why}"));
        assert!(outcome.negative_test, "{label}: {outcome:?}");
        assert_forgotten(&rig, drive, &before, label);
        assert_kept_restores(&rig, drive, &wanted, label);
        assert_goes_on(&mut rig, drive, label);
    });
}

#[test]
fn a_purge_stopped_by_a_refused_write_is_finished_by_the_next() {
    sweep(Fault::Refused);
}

#[test]
fn a_purge_stopped_by_a_torn_write_is_finished_by_the_next() {
    sweep(Fault::Torn);
}

#[test]
fn a_purge_stopped_by_a_write_that_failed_only_in_words_is_finished_by_the_next() {
    sweep(Fault::DoneYetFailed);
}

#[test]
fn a_drive_that_was_absent_is_purged_with_the_catalog_of_the_first() {
    let (blue, red) = (Memory::new(), Memory::new());
    let mut rig = practice(&blue);
    rig.enrol(&red, "Red");
    rig.backup(&red, "Red").unwrap();
    let before = copy_of(&red);
    let dupont = record(&rig, "Dupont");
    let first = purge(&mut rig, &blue, "Blue", &[dupont]).unwrap();
    // A backup comes before the purge the drive is owed.
    rig.write("Petit/later.txt", b"written in between");
    assert_eq!(rig.backup(&red, "Red").unwrap().forgotten_met, 1);
    let second = purge(&mut rig, &red, "Red", &[dupont]).unwrap();
    assert!(second.negative_test && second.wiped_segments > 0, "{second:?}");
    assert_eq!(second.now.generation, first.now.generation);
    assert_names_nothing(&rig.open(&red).0, &rig.open(&red).1, &rig.open(&before).1, dupont, "red");
    let last = rig.contents(&red).pop().unwrap();
    assert_eq!(last.1, kept(&files_below(&rig.source())));
}

#[test]
fn every_active_opening_key_opens_a_purged_drive() {
    let drive = Memory::new();
    let mut rig = practice(&drive);
    let wanted = expected(&rig, &drive);
    let both = [rig.identity.clone(), Identity::generate()];
    let to = [both[0].to_recipient().unwrap(), both[1].to_recipient().unwrap()];
    let dupont = record(&rig, "Dupont");
    let outcome = purge_for(&mut rig, &drive, "Blue", &[dupont], (&both, &to, 1)).unwrap();
    assert!(outcome.negative_test, "{outcome:?}");
    assert_eq!(outcome.parts.len(), 2);
    for identity in both.clone() {
        rig.identity = identity;
        assert_eq!(rig.contents(&drive).into_iter().collect::<BTreeMap<_, _>>(), wanted);
    }
    let again = purge_for(&mut rig, &drive, "Blue", &[dupont], (&both, &to, 1)).unwrap();
    assert!(again.negative_test && again.objects_rewritten == 0, "{again:?}");
}

#[test]
fn after_new_opening_keys_the_old_sheet_opens_nothing() {
    let drive = Memory::new();
    let mut rig = practice(&drive);
    let wanted = rig.contents(&drive);
    let (old, new) = (rig.identity.clone(), Identity::generate());
    let identities = [old.clone(), new.clone()];
    let to = [new.to_recipient().unwrap()];
    let outcome = purge_for(&mut rig, &drive, "Blue", &[], (&identities, &to, 2)).unwrap();
    assert!(outcome.negative_test, "{outcome:?}");
    let section = rig.config.sections[0].id;
    let opened = vault::read_section(&rig_vault(&rig, &drive), section, &[old]);
    assert!(matches!(opened, Err(Error::Key(_))));
    rig.identity = new;
    assert_eq!(rig.contents(&drive), wanted);
}

fn rig_vault<'a>(rig: &Rig, drive: &'a dyn Storage) -> Vault<'a> {
    Vault::open(drive, rig.config.practice.id, &rig.vault_key).unwrap()
}
