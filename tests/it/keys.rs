//! Opening keys come and go: who opens what afterwards, and what stopping half-way leaves.

use std::collections::HashSet;
use std::sync::Mutex;

use secrecy::ExposeSecret;

use refuge::config::{KeyKind, KeyState};
use refuge::crypto::Identity;
use refuge::error::{Damage, Error, KeyTrouble, Result};
use refuge::event::Silent;
use refuge::format::documents::KeyringLine;
use refuge::format::names::ObjectPath;
use refuge::id::{SectionId, SnapshotId};
use refuge::keys::{self, Attestation, Computer, NewKey, NewLock, Remembered};
use refuge::repack;
use refuge::storage::Storage;
use refuge::storage::memory::Memory;
use refuge::vault::{self, Contents, Manifest, PartPlace, SectionReader, Vault};

use crate::rig::{Files, Rig, file, files_below, files_of, noise, permit};
use crate::support::faulty::{Fault, Faulty};
use crate::support::sweep::Sweep;
use crate::support::watched::{Act, watched};
use crate::support::{bytes_of, copy_of};

// -- what the tests do again and again -------------------------------------------------------

pub(crate) fn new_key(name: &str, kind: KeyKind, identity: &Identity) -> NewKey {
    let recipient = identity.to_recipient().unwrap();
    NewKey { name: name.into(), kind, recipient, sections: None }
}

fn vault_on<'a>(rig: &Rig, drive: &'a dyn Storage) -> Result<Vault<'a>> {
    Vault::open(drive, rig.config.practice.id, &rig.vault_key)
}

/// What these identities open of a section on a drive.
fn reader(
    rig: &Rig,
    drive: &dyn Storage,
    section: SectionId,
    who: &[&Identity],
) -> Result<SectionReader> {
    let who: Vec<Identity> = who.iter().map(|identity| (*identity).clone()).collect();
    vault::read_section(&vault_on(rig, drive)?, section, &who)
}

/// Every section of a drive that an identity opens.
pub(crate) fn readers(rig: &Rig, drive: &dyn Storage, who: &Identity) -> Vec<SectionReader> {
    let sections = rig.config.sections.iter();
    sections.filter_map(|section| reader(rig, drive, section.id, &[who]).ok()).collect()
}

/// Every snapshot of a section with its files, as an identity sees them.
pub(crate) fn snapshots(
    rig: &Rig,
    drive: &dyn Storage,
    section: SectionId,
    who: &Identity,
) -> Result<Vec<(SnapshotId, Files)>> {
    let reader = reader(rig, drive, section, &[who])?;
    let vault = vault_on(rig, drive)?;
    let contents = Contents::load(&vault, &reader)?;
    assert!(contents.damaged.is_empty(), "{:?}", contents.damaged);
    let manifests = Manifest::all(&vault, &reader)?.0;
    let files = |manifest: &Manifest| files_of(&vault, &reader, &contents, manifest);
    Ok(manifests.iter().map(|manifest| (manifest.id(), files(manifest))).collect())
}

pub(crate) fn first_section(rig: &Rig) -> SectionId {
    rig.config.sections[0].id
}

/// The computer forgets copies that no key in force opens.
fn drop_strays(rig: &mut Rig) {
    let copies: Vec<ObjectPath> = rig.parts.iter().map(|(object, _)| object.clone()).collect();
    let strays = keys::strays(&rig.config, &copies).unwrap();
    rig.parts.retain(|(object, _)| !strays.contains(object));
}

fn add(rig: &mut Rig, readers: &[SectionReader], key: NewKey) -> Result<keys::ListedKey> {
    let parts = &mut rig.parts;
    let mut computer = Computer {
        config: &mut rig.config,
        state: &mut rig.state,
        keep_part: &mut |object, bytes| {
            parts.push((object.clone(), bytes.to_vec()));
            Ok(())
        },
    };
    keys::add(&mut computer, readers, key)
}

pub(crate) fn rotate(
    rig: &mut Rig,
    readers: &[SectionReader],
    new: Vec<NewKey>,
) -> Result<keys::RotationDone> {
    let parts = &mut rig.parts;
    let mut computer = Computer {
        config: &mut rig.config,
        state: &mut rig.state,
        keep_part: &mut |object, bytes| {
            parts.push((object.clone(), bytes.to_vec()));
            Ok(())
        },
    };
    let rotated = keys::rotate(&mut computer, readers, new)?;
    drop_strays(rig);
    Ok(rotated)
}

pub(crate) fn rekey(rig: &Rig, drive: &dyn Storage, who: &Identity) -> Result<NewLock> {
    let vault = vault_on(rig, drive)?;
    keys::lock_anew(
        &vault,
        &permit(),
        &rig.config,
        Remembered { parts: &rig.parts, known: &known_on(rig, drive)? },
        std::slice::from_ref(who),
        &Silent,
    )
}

/// The same through a storage that is to be trusted with nothing, over this drive.
pub(crate) fn rekey_through(
    rig: &Rig,
    through: &dyn Storage,
    drive: &dyn Storage,
    who: &Identity,
) -> Result<NewLock> {
    let vault = Vault { storage: through, ..vault_on(rig, drive)? };
    let has = Remembered { parts: &rig.parts, known: &known_on(rig, drive)? };
    keys::lock_anew(&vault, &permit(), &rig.config, has, std::slice::from_ref(who), &Silent)
}

/// What the computer knows to be on the drive with this vault.
fn known_on(rig: &Rig, drive: &dyn Storage) -> Result<HashSet<String>> {
    let id = vault_on(rig, drive)?.drive;
    let known = rig.state.drives().unwrap().into_iter().find(|drive| drive.id == id);
    known.map_or_else(|| Ok(HashSet::new()), |drive| repack::known_objects(&rig.state, &drive))
}

#[expect(clippy::needless_pass_by_value, reason = "answers are judged where they are made")]
fn opens_nothing<T>(found: Result<T>) -> bool {
    matches!(found, Err(Error::Key(KeyTrouble::OpensNothing)))
}

/// Three snapshots, with a new record in each: three keyring parts and more.
pub(crate) fn practice(drive: &dyn Storage) -> Rig {
    let day = |(seed, name)| {
        let scan = file(format!("{name}/scan.bin"), noise(seed, 300_000));
        vec![file(format!("{name}/note.txt"), name), scan]
    };
    let days = (0..).zip(["Dupont", "Martin", "Petit"]).map(day);
    Rig::after(&[("Blue", drive)], days)
}

// -- rotation --------------------------------------------------------------------------------

#[test]
fn after_a_rotation_the_new_key_opens_every_snapshot_and_the_old_one_none() {
    let drive = Memory::new();
    let mut rig = practice(&drive);
    let section = first_section(&rig);
    let (old, new) = (rig.identity.clone(), Identity::generate());
    let before = snapshots(&rig, &drive, section, &old).unwrap();
    let open = readers(&rig, &drive, &old);
    let rotated = rotate(&mut rig, &open, vec![new_key("sheet", KeyKind::Sheet, &new)]).unwrap();
    assert_eq!((rotated.epoch, rotated.to_destroy.len()), (2, 1));
    assert!(keys::owes(&rig.config, &drive.list("").unwrap()));
    let done = rekey(&rig, &drive, &new).unwrap();
    assert!(done.proofs[0].sample && done.proofs[0].manifest, "{done:?}");
    assert!(done.files_wiped >= 6, "{done:?}");
    assert!(!keys::owes(&rig.config, &drive.list("").unwrap()));
    rig.identity = new.clone();
    rig.write("Durand/note.txt", b"after the rotation");
    rig.backup(&drive, "Blue").unwrap();
    let after = snapshots(&rig, &drive, section, &new).unwrap();
    assert_eq!(after[..3], before);
    assert_eq!(after[3].1, files_below(&rig.source()));
    assert!(opens_nothing(reader(&rig, &drive, section, &[&old])));
    let again = rekey(&rig, &drive, &new).unwrap();
    assert_eq!((again.parts_put, again.files_wiped), (0, 0));
}

#[test]
fn what_is_wiped_was_overwritten_before_it_was_removed() {
    let (memory, removed) = (Memory::new(), Mutex::new(Vec::new()));
    let watcher = |act, object: &ObjectPath, _| {
        if act == Act::Remove {
            removed.lock().unwrap().push((object.clone(), bytes_of(&memory, object)));
        }
    };
    let drive = watched(&memory, &watcher);
    let mut rig = practice(&drive);
    let old = rig.identity.clone();
    let before: Vec<_> = keyrings(&drive);
    let new = Identity::generate();
    let open = readers(&rig, &drive, &old);
    rotate(&mut rig, &open, vec![new_key("sheet", KeyKind::Sheet, &new)]).unwrap();
    rekey(&rig, &drive, &new).unwrap();
    let removed = removed.lock().unwrap();
    for (object, bytes) in &before {
        let (_, last) = removed.iter().find(|(gone, _)| gone == object).unwrap();
        assert_eq!(last.len(), bytes.len(), "{object}");
        assert!(last != bytes, "{object} was removed as it was");
    }
}

#[test]
fn an_old_key_proves_nothing_and_then_nothing_old_is_touched() {
    let drive = Memory::new();
    let mut rig = practice(&drive);
    let (old, new) = (rig.identity.clone(), Identity::generate());
    let open = readers(&rig, &drive, &old);
    rotate(&mut rig, &open, vec![new_key("sheet", KeyKind::Sheet, &new)]).unwrap();
    assert!(opens_nothing(rekey(&rig, &drive, &old)));
    let section = first_section(&rig);
    assert_eq!(snapshots(&rig, &drive, section, &old).unwrap().len(), 3);
    assert_eq!(snapshots(&rig, &drive, section, &new).unwrap().len(), 3);
}

#[test]
fn a_lost_copy_of_a_new_part_stops_the_rotation_of_a_drive() {
    let drive = Memory::new();
    let mut rig = practice(&drive);
    let (old, sheet, file) = (rig.identity.clone(), Identity::generate(), Identity::generate());
    let open = readers(&rig, &drive, &old);
    let new = vec![new_key("sheet", KeyKind::Sheet, &sheet), new_key("file", KeyKind::File, &file)];
    rotate(&mut rig, &open, new).unwrap();
    let tag = file.to_recipient().unwrap().tag();
    rig.parts.retain(|(object, _)| !object.as_str().contains(&tag));
    let stopped = rekey(&rig, &drive, &sheet);
    assert!(matches!(stopped, Err(Error::Damaged { damage: Damage::Missing, .. })), "{stopped:?}");
    assert!(reader(&rig, &drive, first_section(&rig), &[&old]).is_ok());
}

#[test]
fn a_new_keyring_that_lacks_the_key_of_one_segment_stops_the_rotation_of_a_drive() {
    let drive = Memory::new();
    let mut rig = practice(&drive);
    let section = first_section(&rig);
    let (old, new) = (rig.identity.clone(), Identity::generate());
    let open = readers(&rig, &drive, &old);
    rotate(&mut rig, &open, vec![new_key("sheet", KeyKind::Sheet, &new)]).unwrap();
    let secret = |identity: &Identity| identity.secret_text().expose_secret().to_owned();
    let mut lines =
        vault::first_lines(&rig.vault_key, &rig.naming, &open[0].catalogs[0], open[0].generation);
    lines.extend(open[0].keys.iter().skip(1).map(|(key, (record, identity))| {
        KeyringLine::Record { record: *record, key: *key, secret: secret(identity) }
    }));
    let place = PartPlace { practice: rig.config.practice.id, section, epoch: 2, number: 90 };
    let to = [new.to_recipient().unwrap()];
    rig.parts = vault::make_part(place, &rig.naming, &lines, &to).unwrap();
    let stopped = rekey(&rig, &drive, &new);
    assert!(matches!(stopped, Err(Error::Damaged { damage: Damage::DoesNotOpen, .. })));
    assert_eq!(snapshots(&rig, &drive, section, &old).unwrap().len(), 3);
}

#[test]
fn readers_of_a_drive_that_lacks_parts_cannot_begin_a_rotation() {
    let (blue, green) = (Memory::new(), Memory::new());
    let mut rig = practice(&blue);
    rig.enrol(&green, "Green");
    rig.backup(&green, "Green").unwrap();
    rig.write("Durand/note.txt", b"only on the blue drive");
    rig.backup(&blue, "Blue").unwrap();
    let (old, new) = (rig.identity.clone(), Identity::generate());
    let stale = readers(&rig, &green, &old);
    let refused = rotate(&mut rig, &stale, vec![new_key("sheet", KeyKind::Sheet, &new)]);
    assert!(matches!(refused, Err(Error::Damaged { damage: Damage::Missing, .. })), "{refused:?}");
    assert_eq!(rig.config.practice.epoch, 1);
}

#[test]
fn a_rotation_that_stops_on_the_computer_changes_nothing_and_can_be_cleaned_up() {
    let drive = Memory::new();
    let mut rig = practice(&drive);
    let old = rig.identity.clone();
    let before = rig.config.clone();
    for stop in 0..2 {
        let (sheet, file) = (Identity::generate(), Identity::generate());
        let new =
            vec![new_key("sheet", KeyKind::Sheet, &sheet), new_key("file", KeyKind::File, &file)];
        let open = readers(&rig, &drive, &old);
        let mut kept = Vec::new();
        let mut computer = Computer {
            config: &mut rig.config,
            state: &mut rig.state,
            keep_part: &mut |object, _| {
                if kept.len() == stop {
                    return Err(Error::Interrupted);
                }
                kept.push(object.clone());
                Ok(())
            },
        };
        let stopped = keys::rotate(&mut computer, &open, new);
        assert!(matches!(stopped, Err(Error::Interrupted)));
        assert_eq!(rig.config, before);
        assert_eq!(keys::strays(&rig.config, &kept).unwrap(), kept);
    }
}

#[test]
fn a_drive_that_was_absent_is_queued_until_it_was_rekeyed() {
    let (blue, green) = (Memory::new(), Memory::new());
    let mut rig = practice(&blue);
    rig.enrol(&green, "Green");
    rig.backup(&green, "Green").unwrap();
    let (old, new) = (rig.identity.clone(), Identity::generate());
    let open = readers(&rig, &blue, &old);
    rotate(&mut rig, &open, vec![new_key("sheet", KeyKind::Sheet, &new)]).unwrap();
    rekey(&rig, &blue, &new).unwrap();
    let drive = rig.state.drive_named("Blue").unwrap();
    keys::note_lock(&mut rig.state, drive.id, 2).unwrap();
    let waiting = keys::queued(&rig.state, &rig.config).unwrap();
    assert_eq!(waiting.iter().map(|drive| &*drive.name).collect::<Vec<_>>(), ["Green"]);
    assert!(reader(&rig, &green, first_section(&rig), &[&old]).is_ok());
    rekey(&rig, &green, &new).unwrap();
    let section = first_section(&rig);
    assert!(opens_nothing(reader(&rig, &green, section, &[&old])));
    assert_eq!(snapshots(&rig, &green, section, &new).unwrap().len(), 1);
}

#[test]
fn a_key_the_practice_had_before_is_never_taken_again() {
    let drive = Memory::new();
    let mut rig = practice(&drive);
    let old = rig.identity.clone();
    let open = readers(&rig, &drive, &old);
    let refused = rotate(&mut rig, &open, vec![new_key("other", KeyKind::File, &old)]);
    assert!(matches!(refused, Err(Error::Exists { .. })), "{refused:?}");
}

// -- stopped at every write ------------------------------------------------------------------

fn sweep(fault: Fault) {
    let original = Memory::new();
    let mut rig = practice(&original);
    let section = first_section(&rig);
    let (old, sheet, file) = (rig.identity.clone(), Identity::generate(), Identity::generate());
    let before = snapshots(&rig, &original, section, &old).unwrap();
    let open = readers(&rig, &original, &old);
    let known = open[0].keys.len();
    let new = vec![new_key("sheet", KeyKind::Sheet, &sheet), new_key("file", KeyKind::File, &file)];
    rotate(&mut rig, &open, new).unwrap();
    let sweep = Sweep {
        scene: || ((), Faulty::over(copy_of(&original), fault, i64::MAX)),
        work: |(): &mut (), drive: &Faulty| rekey(&rig, drive, &sheet),
    };
    sweep.every_write(12, |(), drive, _, label| {
        let opens = |who: &Identity| {
            let all = reader(&rig, drive, section, &[who]).is_ok_and(|it| it.keys.len() == known);
            all && snapshots(&rig, drive, section, who).is_ok_and(|found| found == before)
        };
        assert!(opens(&old) || (opens(&sheet) && opens(&file)), "{label}: neither opens it");
        let both = reader(&rig, drive, section, &[&old, &sheet]);
        assert!(both.is_ok(), "{label}: both at once: {:?}", both.err());
        rekey(&rig, drive, &sheet).unwrap_or_else(|why| panic!("{label}: next run: {why}"));
        assert!(!keys::owes(&rig.config, &drive.list("").unwrap()), "{label}");
        for who in [&sheet, &file] {
            assert_eq!(snapshots(&rig, drive, section, who).unwrap(), before, "{label}");
        }
        assert!(opens_nothing(reader(&rig, drive, section, &[&old])), "{label}");
    });
}

#[test]
fn a_rotation_stopped_by_a_refused_write_leaves_the_old_or_the_new_keys() {
    sweep(Fault::Refused);
}

#[test]
fn a_rotation_stopped_by_a_torn_write_leaves_the_old_or_the_new_keys() {
    sweep(Fault::Torn);
}

#[test]
fn a_rotation_stopped_by_a_write_that_failed_only_in_words_leaves_the_old_or_the_new_keys() {
    sweep(Fault::DoneYetFailed);
}

/// Every keyring part on a drive, both copies, with its bytes.
fn keyrings(drive: &dyn Storage) -> Vec<(ObjectPath, Vec<u8>)> {
    let listed = drive.list("").unwrap().into_iter();
    let parts = listed.filter(|(object, _)| object.as_str().contains("/keyring/"));
    let read = |(object, bytes): (ObjectPath, u64)| {
        let content = drive.read(&object, 0, bytes as usize).unwrap();
        (object, content)
    };
    parts.map(read).collect()
}

// -- what was forgotten ----------------------------------------------------------------------

/// Puts a part onto a drive that says that these keys were forgotten.
fn forget(rig: &mut Rig, drive: &dyn Storage, keys: &[refuge::id::KeyId]) {
    let section = first_section(rig);
    let number = rig.state.take_part_number(section).unwrap();
    let place = PartPlace { practice: rig.config.practice.id, section, epoch: 1, number };
    let lines: Vec<_> =
        keys.iter().map(|key| KeyringLine::Forgotten { key: *key, record: None }).collect();
    let to = [rig.identity.to_recipient().unwrap()];
    let parts = vault::make_part(place, &rig.naming, &lines, &to).unwrap();
    for (object, bytes) in parts {
        vault_on(rig, drive).unwrap().put_small(&object, &bytes).unwrap();
    }
}

#[test]
fn a_merge_from_a_stale_drive_never_brings_back_what_was_forgotten() {
    let (blue, green) = (Memory::new(), Memory::new());
    let mut rig = practice(&blue);
    rig.enrol(&green, "Green");
    rig.backup(&green, "Green").unwrap();
    let section = first_section(&rig);
    let (old, new) = (rig.identity.clone(), Identity::generate());
    let stale = readers(&rig, &green, &old);
    let gone = *stale[0].keys.keys().next().unwrap();
    forget(&mut rig, &blue, &[gone]);
    let mut both = readers(&rig, &blue, &old);
    assert!(both[0].forgotten.contains(&gone));
    both.insert(0, readers(&rig, &green, &old).remove(0));
    assert!(both[0].keys.contains_key(&gone), "the stale drive knows it, or this test is void");
    rotate(&mut rig, &both, vec![new_key("sheet", KeyKind::Sheet, &new)]).unwrap();
    rekey(&rig, &green, &new).unwrap();
    let opened = reader(&rig, &green, section, &[&new]).unwrap();
    assert!(!opened.keys.contains_key(&gone) && opened.forgotten.contains(&gone));
    assert_eq!(opened.keys.len(), both[0].keys.len() - 1);
    assert!(opens_nothing(reader(&rig, &green, section, &[&old])));
}

#[test]
fn a_key_added_after_a_purge_does_not_get_what_was_forgotten() {
    let drive = Memory::new();
    let mut rig = practice(&drive);
    let (old, new) = (rig.identity.clone(), Identity::generate());
    let mut all = readers(&rig, &drive, &old);
    let gone = *all[0].keys.keys().next().unwrap();
    forget(&mut rig, &drive, &[gone]);
    all.extend(readers(&rig, &drive, &old));
    add(&mut rig, &all, new_key("token", KeyKind::Plugin, &new)).unwrap();
    rig.backup(&drive, "Blue").unwrap();
    let opened = reader(&rig, &drive, first_section(&rig), &[&new]).unwrap();
    assert!(!opened.keys.contains_key(&gone) && opened.forgotten.contains(&gone));
}

// -- adding, removing, losing ----------------------------------------------------------------

#[test]
fn an_added_key_opens_every_drive_once_it_was_plugged_in_again() {
    let (blue, green) = (Memory::new(), Memory::new());
    let mut rig = practice(&blue);
    rig.enrol(&green, "Green");
    rig.backup(&green, "Green").unwrap();
    let section = first_section(&rig);
    let (sheet, stick) = (rig.identity.clone(), Identity::generate());
    let open = readers(&rig, &blue, &sheet);
    let listed = add(&mut rig, &open, new_key("stick", KeyKind::File, &stick)).unwrap();
    assert!(listed.opens_all);
    assert!(opens_nothing(reader(&rig, &green, section, &[&stick])));
    rig.write("Durand/note.txt", b"a new record");
    for (drive, name) in [(&green, "Green"), (&blue, "Blue")] {
        rig.backup(drive, name).unwrap();
        let all = snapshots(&rig, drive, section, &stick).unwrap();
        assert_eq!(all, snapshots(&rig, drive, section, &sheet).unwrap());
        assert_eq!(all.last().unwrap().1, files_below(&rig.source()));
    }
}

#[test]
fn a_post_quantum_key_can_be_added_beside_the_others() {
    let drive = Memory::new();
    let mut rig = practice(&drive);
    let (sheet, new) = (rig.identity.clone(), Identity::generate_post_quantum());
    let open = readers(&rig, &drive, &sheet);
    add(&mut rig, &open, new_key("stick", KeyKind::File, &new)).unwrap();
    rig.backup(&drive, "Blue").unwrap();
    assert_eq!(snapshots(&rig, &drive, first_section(&rig), &new).unwrap().len(), 4);
}

#[test]
fn a_removed_key_gets_no_new_part_and_its_answer_says_what_it_still_opens() {
    let drive = Memory::new();
    let mut rig = practice(&drive);
    let section = first_section(&rig);
    let (sheet, stick) = (rig.identity.clone(), Identity::generate());
    let open = readers(&rig, &drive, &sheet);
    add(&mut rig, &open, new_key("stick", KeyKind::File, &stick)).unwrap();
    rig.backup(&drive, "Blue").unwrap();
    let removed = keys::remove(&mut rig.config, "stick").unwrap();
    assert_eq!((removed.key.state, removed.still_opens), (KeyState::ToDestroy, vec![section]));
    drop_strays(&mut rig);
    rig.write("Durand/note.txt", b"a new record");
    rig.backup(&drive, "Blue").unwrap();
    let still = reader(&rig, &drive, section, &[&stick]).unwrap();
    let whole = reader(&rig, &drive, section, &[&sheet]).unwrap();
    assert_eq!(still.keys.len() + 1, whole.keys.len(), "what it had, and not the new record");
    let (open, new) = (readers(&rig, &drive, &sheet), Identity::generate());
    rotate(&mut rig, &open, vec![new_key("sheet", KeyKind::Sheet, &new)]).unwrap();
    rekey(&rig, &drive, &new).unwrap();
    assert!(opens_nothing(reader(&rig, &drive, section, &[&stick])));
}

#[test]
fn losing_the_key_of_one_kind_loses_nothing() {
    let drive = Memory::new();
    let mut rig = practice(&drive);
    let section = first_section(&rig);
    let (sheet, lost) = (rig.identity.clone(), Identity::generate());
    let open = readers(&rig, &drive, &sheet);
    add(&mut rig, &open, new_key("stick", KeyKind::File, &lost)).unwrap();
    rig.backup(&drive, "Blue").unwrap();
    let before = snapshots(&rig, &drive, section, &lost).unwrap();
    for (kept, gone) in [(&sheet, &lost), (&lost, &sheet)] {
        let drive = copy_of(&drive);
        let config = rig.config.clone();
        let parts = rig.parts.clone();
        let open = readers(&rig, &drive, kept);
        let new = Identity::generate();
        rotate(&mut rig, &open, vec![new_key("sheet", KeyKind::Sheet, &new)]).unwrap();
        rekey(&rig, &drive, &new).unwrap();
        assert_eq!(snapshots(&rig, &drive, section, &new).unwrap(), before);
        assert!(opens_nothing(reader(&rig, &drive, section, &[gone])));
        (rig.config, rig.parts) = (config, parts);
    }
}

#[test]
fn the_last_key_of_a_section_cannot_be_removed() {
    let drive = Memory::new();
    let mut rig = practice(&drive);
    let last = keys::remove(&mut rig.config, "sheet");
    assert!(matches!(last, Err(Error::Key(KeyTrouble::LastKey))));
    let (sheet, limited) = (rig.identity.clone(), Identity::generate());
    let section = first_section(&rig);
    rig.add_section("accounts", &[]);
    rig.backup(&drive, "Blue").unwrap();
    let open = readers(&rig, &drive, &sheet);
    let key = new_key("secretary", KeyKind::File, &limited);
    add(&mut rig, &open, NewKey { sections: Some(vec![section]), ..key }).unwrap();
    let before = rig.config.clone();
    let last = keys::remove(&mut rig.config, "sheet");
    assert!(matches!(last, Err(Error::Key(KeyTrouble::LastKey))), "it alone opens the accounts");
    assert_eq!(rig.config, before);
    assert!(keys::remove(&mut rig.config, "secretary").is_ok());
    assert!(matches!(keys::remove(&mut rig.config, "secretary"), Err(Error::NotFound { .. })));
}

// -- sections --------------------------------------------------------------------------------

/// Two doctors and a secretary: each doctor has notes of her own, and all share the practice's
/// files; the sheet opens everything.
struct Shared {
    rig: Rig,
    martin: Identity,
    durand: Identity,
    secretary: Identity,
    sections: [SectionId; 3],
}

fn shared(drive: &dyn Storage) -> Shared {
    let mut rig = practice(drive);
    let ordinary = first_section(&rig);
    let sheet = rig.identity.clone();
    let people = [Identity::generate(), Identity::generate(), Identity::generate()];
    for (name, identity) in ["dr-martin", "dr-durand", "secretary"].into_iter().zip(&people) {
        let open = readers(&rig, drive, &sheet);
        let key = new_key(name, KeyKind::File, identity);
        add(&mut rig, &open, NewKey { sections: Some(vec![ordinary]), ..key }).unwrap();
    }
    let notes_of_martin = rig.add_section("notes-martin", &["dr-martin"]);
    let notes_of_durand = rig.add_section("notes-durand", &["dr-durand"]);
    for name in ["notes-martin", "notes-durand"] {
        let folder = rig.folder.path().join(name).join("Petit");
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("note.txt"), name).unwrap();
    }
    rig.backup(drive, "Blue").unwrap();
    let [martin, durand, secretary] = people;
    let sections = [ordinary, notes_of_martin, notes_of_durand];
    Shared { rig, martin, durand, secretary, sections }
}

/// Which of the sections an identity opens, with the right files in each.
fn opened(shared: &Shared, drive: &dyn Storage, who: &Identity) -> [bool; 3] {
    let folders = ["source", "notes-martin", "notes-durand"];
    let mut found = [false; 3];
    for ((section, folder), opened) in shared.sections.iter().zip(folders).zip(&mut found) {
        match snapshots(&shared.rig, drive, *section, who) {
            Ok(all) => {
                let live = files_below(&shared.rig.folder.path().join(folder));
                assert_eq!(all.last().unwrap().1, live);
                *opened = true;
            }
            failed => assert!(opens_nothing(failed)),
        }
    }
    found
}

#[test]
fn a_reader_opens_her_sections_and_no_other() {
    let drive = Memory::new();
    let shared = shared(&drive);
    assert_eq!(opened(&shared, &drive, &shared.rig.identity), [true, true, true]);
    assert_eq!(opened(&shared, &drive, &shared.martin), [true, true, false]);
    assert_eq!(opened(&shared, &drive, &shared.durand), [true, false, true]);
    assert_eq!(opened(&shared, &drive, &shared.secretary), [true, false, false]);
}

#[test]
fn a_reader_cannot_let_others_into_what_she_does_not_open() {
    let drive = Memory::new();
    let mut shared = shared(&drive);
    let open = readers(&shared.rig, &drive, &shared.secretary);
    let new = Identity::generate();
    let refused = add(&mut shared.rig, &open, new_key("friend", KeyKind::File, &new));
    assert!(matches!(refused, Err(Error::Key(KeyTrouble::NotAllSections))));
    let refused = rotate(&mut shared.rig, &open, vec![new_key("sheet", KeyKind::Sheet, &new)]);
    assert!(matches!(refused, Err(Error::Key(KeyTrouble::NotAllSections))));
}

#[test]
fn a_rotation_keeps_readers_in_their_sections() {
    let drive = Memory::new();
    let mut shared = shared(&drive);
    let old = [shared.rig.identity.clone(), shared.martin.clone(), shared.secretary.clone()];
    let open = readers(&shared.rig, &drive, &old[0]);
    let new: Vec<Identity> = (0..4).map(|_| Identity::generate()).collect();
    let [ordinary, martin, durand] = shared.sections;
    let limited = |name, identity, sections: &[SectionId]| NewKey {
        sections: Some(sections.to_vec()),
        ..new_key(name, KeyKind::File, identity)
    };
    let keys = vec![
        new_key("sheet", KeyKind::Sheet, &new[0]),
        limited("dr-martin", &new[1], &[ordinary, martin]),
        limited("dr-durand", &new[2], &[ordinary, durand]),
        limited("secretary", &new[3], &[ordinary]),
    ];
    rotate(&mut shared.rig, &open, keys).unwrap();
    let by_reader = rekey(&shared.rig, &drive, &new[1]);
    assert!(matches!(by_reader, Err(Error::Key(KeyTrouble::NotAllSections))), "{by_reader:?}");
    rekey(&shared.rig, &drive, &new[0]).unwrap();
    assert_eq!(opened(&shared, &drive, &new[0]), [true, true, true]);
    assert_eq!(opened(&shared, &drive, &new[1]), [true, true, false]);
    assert_eq!(opened(&shared, &drive, &new[2]), [true, false, true]);
    assert_eq!(opened(&shared, &drive, &new[3]), [true, false, false]);
    for who in &old {
        assert_eq!(opened(&shared, &drive, who), [false; 3]);
    }
}

#[test]
fn a_rotation_that_locks_a_section_is_refused() {
    let drive = Memory::new();
    let mut shared = shared(&drive);
    let open = readers(&shared.rig, &drive, &shared.rig.identity.clone());
    let key = new_key("secretary", KeyKind::File, &Identity::generate());
    let key = NewKey { sections: Some(vec![shared.sections[0]]), ..key };
    let refused = rotate(&mut shared.rig, &open, vec![key]);
    assert!(matches!(refused, Err(Error::Key(KeyTrouble::LastKey))));
}

// -- attesting -------------------------------------------------------------------------------

#[test]
fn destroyed_keys_are_attested_one_by_one() {
    let drive = Memory::new();
    let mut rig = practice(&drive);
    let said = |epoch, by: &str| Attestation {
        name: "sheet".into(),
        epoch,
        by: by.into(),
        method: "burnt".into(),
        date: jiff::civil::date(2026, 11, 24),
    };
    let early = keys::attest(&mut rig.config, &said(None, "Anne Martin"));
    assert!(matches!(early, Err(Error::NotFound { .. })), "a key in use cannot be attested");
    let mut current = rig.identity.clone();
    for _ in 0..2 {
        let new = Identity::generate();
        let open = readers(&rig, &drive, &current);
        rotate(&mut rig, &open, vec![new_key("sheet", KeyKind::Sheet, &new)]).unwrap();
        rekey(&rig, &drive, &new).unwrap();
        current = new;
    }
    assert_eq!(keys::to_destroy(&rig.config).len(), 2);
    let nobody = keys::attest(&mut rig.config, &said(None, " "));
    assert!(matches!(nobody, Err(Error::Invalid { .. })));
    let first = keys::attest(&mut rig.config, &said(None, "Anne Martin")).unwrap();
    assert_eq!((first.epoch, first.left), (1, 1));
    let second = keys::attest(&mut rig.config, &said(Some(2), "Anne Martin")).unwrap();
    assert_eq!((second.epoch, second.left), (2, 0));
    let states: Vec<_> = keys::list(&rig.config).iter().map(|key| (key.epoch, key.state)).collect();
    let wanted = [(3, KeyState::Active), (2, KeyState::Destroyed), (1, KeyState::Destroyed)];
    assert_eq!(states, wanted);
    assert!(matches!(
        keys::attest(&mut rig.config, &said(None, "Anne Martin")),
        Err(Error::NotFound { .. })
    ));
}
