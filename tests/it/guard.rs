//! Real runs that look like an attack, and real days that do not.

use refuge::config::RecordRule;
use refuge::error::{Error, MassChange};
use refuge::format::names::ObjectPath;
use refuge::guard::Sign;
use refuge::id::RecordId;
use refuge::storage::Storage;
use refuge::storage::memory::Memory;

use crate::rig::{Rig, file, noise};

/// A practice of 40 patients with three files each, backed up twice.
pub(crate) fn practice(storage: &Memory) -> Rig {
    let all = (0..40).flat_map(|patient| {
        files_of(patient).map(|(name, bytes)| file(format!("{patient:02}/{name}"), bytes))
    });
    let next = vec![file("00/notes.txt", letter(100))];
    Rig::after(&[("Blue", storage)], [all.collect(), next])
}

fn files_of(patient: u64) -> [(&'static str, Vec<u8>); 3] {
    let scan = [b"%PDF-1.7\n".as_slice(), &noise(patient + 1, 3000)].concat();
    [("notes.txt", letter(patient)), ("scan.pdf", scan), ("letter.txt", letter(patient + 50))]
}

fn letter(number: u64) -> Vec<u8> {
    format!("Letter {number}: the patient feels better and will come back in {number} days.\n")
        .repeat(12)
        .into_bytes()
}

fn listed(storage: &Memory) -> Vec<ObjectPath> {
    storage.list("").unwrap().into_iter().map(|(object, _)| object).collect()
}

#[track_caller]
fn refused(outcome: refuge::error::Result<refuge::backup::BackupSummary>) -> MassChange {
    match outcome {
        Err(Error::MassChange(change)) => *change,
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn files_encrypted_in_place_stop_the_run_before_anything_is_written() {
    let storage = Memory::new();
    let mut rig = practice(&storage);
    for patient in 0..40 {
        for name in ["notes.txt", "scan.pdf", "letter.txt"] {
            rig.write(&format!("{patient:02}/{name}"), &noise(patient + 700, 3000));
        }
    }
    let before = listed(&storage);
    let change = refused(rig.backup(&storage, "Blue"));
    assert_eq!(change.signs, [Sign::Spoiled]);
    assert_eq!((change.changed, change.files, change.backups), (120, 120, 2));
    assert_eq!(change.usual, Some(1));
    assert_eq!(listed(&storage), before, "the beginnings of files were enough");
    assert_eq!(rig.contents(&storage).len(), 2);
}

#[test]
fn a_new_ending_is_named_and_its_files_are_counted() {
    let storage = Memory::new();
    let mut rig = practice(&storage);
    for patient in 0..40 {
        let folder = rig.source().join(format!("{patient:02}"));
        std::fs::remove_file(folder.join("notes.txt")).unwrap();
        rig.write(&format!("{patient:02}/notes.txt.locked"), &noise(patient, 1000));
        rig.write(&format!("{patient:02}/HOW_TO_DECRYPT.txt"), b"pay\n");
    }
    let change = refused(rig.backup(&storage, "Blue"));
    assert_eq!(change.ending, Some((".locked".to_owned(), 40)));
    assert!(change.signs.contains(&Sign::NewEnding) && change.signs.contains(&Sign::Notes));
    assert_eq!((change.changed, change.notes, change.spoiled), (40, 40, 40));
}

/// The notes of these patients under a longer name, too short to be weighed.
fn lock_notes(rig: &Rig, patients: impl IntoIterator<Item = u64>) {
    for patient in patients {
        std::fs::remove_file(rig.source().join(format!("{patient:02}/notes.txt"))).unwrap();
        rig.write(&format!("{patient:02}/notes.txt.locked"), &noise(patient, 100));
    }
}

fn records(rig: &Rig) -> Vec<RecordId> {
    let section = rig.state.sections().unwrap()[0].section;
    let mut records: Vec<_> = rig.state.record_keys(section).unwrap().into_keys().collect();
    records.sort_unstable();
    records
}

#[test]
fn what_was_forgotten_since_hides_no_attack_and_is_not_missed() {
    let storage = Memory::new();
    let mut rig = practice(&storage);
    let records = records(&rig);
    rig.state.forget_records(&records[..10], None).unwrap();
    lock_notes(&rig, 0..40);
    let change = refused(rig.backup(&storage, "Blue"));
    assert_eq!(change.signs, [Sign::NewEnding]);
    assert!((30..40).contains(&change.changed), "{}", change.changed);
    assert_eq!(change.files, 3 * change.changed, "ten records, one of them of no file perhaps");

    let calm = Memory::new();
    let mut rig = practice(&calm);
    let records = self::records(&rig);
    rig.state.forget_records(&records[1..], None).unwrap();
    rig.backup(&calm, "Blue").unwrap();
}

#[test]
fn an_ending_that_a_few_files_got_is_not_ordinary_for_the_next() {
    let storage = Memory::new();
    let mut rig = practice(&storage);
    lock_notes(&rig, 0..9);
    let few = rig.backup(&storage, "Blue").unwrap();
    assert_eq!((few.odd_files, few.odd_ending.as_deref()), (9, Some(".locked")), "told of");
    lock_notes(&rig, 9..25);
    let change = refused(rig.backup(&storage, "Blue"));
    assert_eq!(change.ending, Some((".locked".to_owned(), 16)));
    rig.expected_changes = true;
    rig.backup(&storage, "Blue").unwrap();
    rig.expected_changes = false;
    lock_notes(&rig, 25..40);
    rig.backup(&storage, "Blue").unwrap();
}

#[test]
fn a_copy_beside_its_file_is_no_file_that_got_a_longer_name() {
    let storage = Memory::new();
    let mut rig = practice(&storage);
    for patient in 0..15 {
        rig.write(&format!("{patient:02}/notes.txt.bak"), &letter(patient));
        std::fs::remove_file(rig.source().join(format!("{patient:02}/scan.pdf"))).unwrap();
    }
    rig.backup(&storage, "Blue").unwrap();
}

#[test]
fn what_was_written_before_the_alarm_is_used_by_the_next_run() {
    let storage = Memory::new();
    let mut rig = practice(&storage);
    // Sizes and times of a hundred files do not change, so only reading tells.
    let mut spoilt = Vec::new();
    for patient in 0..40_u64 {
        let path = rig.source().join(format!("{patient:02}/notes.txt"));
        let meta = std::fs::metadata(&path).unwrap();
        std::fs::write(&path, noise(patient + 9, meta.len() as usize)).unwrap();
        let file = std::fs::File::options().write(true).open(&path).unwrap();
        file.set_modified(meta.modified().unwrap()).unwrap();
        spoilt.push(path);
    }
    let change = refused(rig.backup(&storage, "Blue"));
    assert_eq!((change.signs.as_slice(), change.spoiled), ([Sign::Spoiled].as_slice(), 40));
    assert_eq!(rig.contents(&storage).len(), 2, "nothing was committed");
    let packs = |storage: &Memory| {
        listed(storage).iter().filter(|object| object.as_str().starts_with("packs/")).count()
    };
    let written = packs(&storage);
    rig.expected_changes = true;
    rig.backup(&storage, "Blue").unwrap();
    assert_eq!(packs(&storage), written, "everything was there already");
    assert_eq!(rig.contents(&storage).len(), 3);
}

#[test]
fn a_moved_and_renamed_folder_is_an_ordinary_day() {
    let storage = Memory::new();
    let mut rig = practice(&storage);
    let source = rig.source();
    std::fs::create_dir(source.join("archive 2025")).unwrap();
    for patient in 0..30 {
        let from = source.join(format!("{patient:02}"));
        std::fs::rename(from, source.join(format!("archive 2025/{patient:02}"))).unwrap();
    }
    let done = rig.backup(&storage, "Blue").unwrap();
    assert_eq!(done.vanished_files, 0);
}

#[test]
fn a_wiped_source_stops_the_run_and_a_tidied_one_does_not() {
    let storage = Memory::new();
    let mut rig = practice(&storage);
    for patient in 0..10 {
        std::fs::remove_dir_all(rig.source().join(format!("{patient:02}"))).unwrap();
    }
    assert_eq!(rig.backup(&storage, "Blue").unwrap().vanished_files, 30);
    for patient in 11..40 {
        std::fs::remove_dir_all(rig.source().join(format!("{patient:02}"))).unwrap();
    }
    assert_eq!(
        refused(rig.backup(&storage, "Blue")).signs,
        [Sign::Gone],
        "nearly all that was left"
    );
    let storage = Memory::new();
    let mut rig = practice(&storage);
    for patient in 1..40 {
        std::fs::remove_dir_all(rig.source().join(format!("{patient:02}"))).unwrap();
    }
    assert_eq!(refused(rig.backup(&storage, "Blue")).signs, [Sign::Gone]);
}

#[test]
fn a_second_drive_and_a_first_backup_raise_no_alarm() {
    let (blue, red) = (Memory::new(), Memory::new());
    let mut rig = practice(&blue);
    rig.enrol(&red, "Red");
    assert_eq!(rig.backup(&red, "Red").unwrap().files, 120);
    rig.write("00/notes.txt", &letter(7));
    rig.backup(&red, "Red").unwrap();
    rig.backup(&blue, "Blue").unwrap();
}

#[test]
fn every_rule_of_records_survives_an_ordinary_new_year() {
    for rule in [RecordRule::Generations, RecordRule::ByYear, RecordRule::Whole] {
        let storage = Memory::new();
        let mut rig = Rig::new(&storage, rule);
        for number in 0..80 {
            rig.write(&format!("{number:02}.txt"), &letter(number));
        }
        for _ in 0..4 {
            rig.backup(&storage, "Blue").unwrap();
        }
        rig.days_later(366);
        rig.write("01.txt", &letter(1000));
        let done = rig.backup(&storage, "Blue").unwrap();
        assert!(done.vanished_files < 2, "{rule:?}: {done:?}");
        for number in 0..80 {
            rig.write(&format!("{number:02}.txt"), &noise(number, 900));
        }
        rig.days_later(366);
        let change = refused(rig.backup(&storage, "Blue"));
        assert!(change.changed >= 80, "{rule:?}: {change:?}");
    }
}

#[test]
fn a_wrongly_expected_run_does_not_make_the_next_attack_ordinary() {
    let storage = Memory::new();
    let mut rig = practice(&storage);
    let spoil = |rig: &Rig, seed: u64| {
        for patient in 0..40 {
            rig.write(&format!("{patient:02}/scan.pdf"), &noise(patient + seed, 3000));
        }
    };
    spoil(&rig, 100);
    rig.expected_changes = true;
    rig.backup(&storage, "Blue").unwrap();
    rig.expected_changes = false;
    for patient in 0..40 {
        rig.write(&format!("{patient:02}/letter.txt"), &noise(patient + 300, 900));
    }
    assert_eq!(refused(rig.backup(&storage, "Blue")).signs, [Sign::Spoiled]);
}

/// A practice whose letters and scans are long enough to spare something of them.
fn long_practice(storage: &Memory) -> Rig {
    let mut rig = Rig::new(storage, RecordRule::EachFolder);
    for patient in 0..24 {
        rig.write(&format!("{patient:02}/notes.txt"), &long_letter(patient));
        rig.write(&format!("{patient:02}/scan.pdf"), &long_scan(patient, 90_000));
    }
    rig.backup(storage, "Blue").unwrap();
    rig
}

fn long_letter(number: u64) -> Vec<u8> {
    letter(number).repeat(100)
}

fn long_scan(number: u64, length: usize) -> Vec<u8> {
    [b"%PDF-1.7\n", &noise(number + 1, length)[..], b"\nstartxref\n9\n%%EOF\n"].concat()
}

/// Everything but the first 8 KiB.
fn spared(bytes: &[u8], seed: u64) -> Vec<u8> {
    [&bytes[..8192], &noise(seed, bytes.len() - 8192)].concat()
}

#[test]
fn encryption_that_spares_beginnings_stops_the_run_before_anything_is_written() {
    let storage = Memory::new();
    let mut rig = long_practice(&storage);
    for patient in 0..12 {
        let (notes, scan) = (long_letter(patient), long_scan(patient, 90_000));
        rig.write(&format!("{patient:02}/notes.txt"), &spared(&notes, patient + 100));
        rig.write(&format!("{patient:02}/scan.pdf"), &spared(&scan, patient + 200));
    }
    let before = listed(&storage);
    let change = refused(rig.backup(&storage, "Blue"));
    assert_eq!((change.signs.as_slice(), change.spoiled), ([Sign::Spoiled].as_slice(), 24));
    assert_eq!(listed(&storage), before, "some places of some files were enough");
}

#[test]
fn encryption_of_large_files_in_the_middle_is_seen_while_they_are_read() {
    let storage = Memory::new();
    let mut rig = Rig::new(&storage, RecordRule::EachFolder);
    let large = |number: u64| letter(number).repeat(1500);
    for number in 0..12 {
        rig.write(&format!("{number:02}/dictation.txt"), &large(number));
    }
    rig.backup(&storage, "Blue").unwrap();
    for number in 0..12 {
        let mut bytes = large(number);
        let (third, two_thirds) = (bytes.len() / 3, bytes.len() * 2 / 3);
        bytes[third..two_thirds].copy_from_slice(&noise(number + 9, two_thirds - third));
        let path = rig.source().join(format!("{number:02}/dictation.txt"));
        let modified = std::fs::metadata(&path).unwrap().modified().unwrap();
        std::fs::write(&path, bytes).unwrap();
        // Neither its length nor its time says that it changed.
        let file = std::fs::File::options().write(true).open(&path).unwrap();
        file.set_modified(modified).unwrap();
    }
    assert_eq!(refused(rig.backup(&storage, "Blue")).signs, [Sign::Spoiled]);
    assert_eq!(rig.contents(&storage).len(), 1, "nothing was committed");
}

#[test]
fn a_slow_attack_under_other_names_stops_a_run_before_it_is_committed() {
    let storage = Memory::new();
    let mut rig = practice(&storage);
    let attack = |rig: &mut Rig, day: u64| {
        for patient in day * 4..day * 4 + 4 {
            let folder = rig.source().join(format!("{patient:02}"));
            std::fs::remove_file(folder.join("letter.txt")).unwrap();
            let bytes = noise(patient + 40, letter(patient + 50).len() + 132);
            rig.write(&format!("{patient:02}/{patient}f3a.lck"), &bytes);
        }
        rig.backup(&storage, "Blue")
    };
    for day in 0..2 {
        attack(&mut rig, day).unwrap();
    }
    let change = refused(attack(&mut rig, 2));
    assert_eq!((change.signs.as_slice(), change.spoiled), ([Sign::SpoiledSlowly].as_slice(), 4));
    assert_eq!(rig.contents(&storage).len(), 4, "nothing was committed");
}

#[test]
fn scans_instead_of_letters_passwords_and_edits_are_an_ordinary_day() {
    let storage = Memory::new();
    let mut rig = long_practice(&storage);
    for patient in 0..24 {
        let with_password = long_scan(patient + 300, 90_500);
        rig.write(&format!("{patient:02}/scan.pdf"), &with_password);
        match patient % 3 {
            0 => rig.write(&format!("{patient:02}/notes.txt"), &long_scan(patient + 400, 60_000)),
            1 => rig.write(&format!("{patient:02}/notes.txt"), &long_letter(patient + 1)),
            _ => {}
        }
    }
    assert_eq!(rig.backup(&storage, "Blue").unwrap().new_files, 40);
}
