//! A dictionary of what many records share: made of nothing else, there before what needs it, and carried
//! wherever that goes.

use std::collections::{HashMap, HashSet};

use refuge::attach;
use refuge::config::RecordRule;
use refuge::error::{Damage, Error};
use refuge::event::Silent;
use refuge::format::documents::ObjectKind;
use refuge::format::names;
use refuge::id::{ChunkName, PackId, RecordId};
use refuge::state::{NewDrive, State};
use refuge::storage::Storage;
use refuge::storage::memory::Memory;
use refuge::vault::{self, Contents, Dictionaries, NamedDictionary};
use refuge::verify;

use crate::mend::{mend, packs};
use crate::purge::purge;
use crate::rig::{Rig, files_below};
use crate::support::copy_of;
use crate::thin::{renew_key, snapshots, thin_drive};

/// Enough records, and enough of each, that a dictionary is looked for.
const PATIENTS: u64 = 64;
const PATIENT_BYTES: usize = 140_000;
/// As long a piece of a dictionary must stand in so many records.
const WINDOW: usize = 16;
const RECORDS: usize = 20;

/// The same number for the same two.
fn mixed(one: u64, other: u64) -> u64 {
    let mut state =
        one.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ other.wrapping_mul(0xd6e8_feb8_6659_fd93);
    state ^= state >> 32;
    state = state.wrapping_mul(0xd6e8_feb8_6659_fd93);
    state ^ (state >> 29)
}

/// Forms that most patients have some of, and lines that one patient has alone.
fn letter(patient: u64, bytes: usize) -> Vec<u8> {
    let mut text = Vec::with_capacity(bytes + 200);
    for line in 0.. {
        if text.len() >= bytes {
            break;
        }
        let form = mixed(patient, line) % 600;
        let words = (0..6).map(|word| format!("{:x}", mixed(form, 1_000 + word) & 0xff_ffff));
        let words: Vec<String> = words.collect();
        text.extend_from_slice(format!("formulaire {form}: {}\n", words.join(" ")).as_bytes());
        if line % 2 == 0 {
            let own = mixed(patient, 90_000 + line);
            text.extend_from_slice(
                format!("seul {own:016x} {:016x}\n", own.rotate_left(7)).as_bytes(),
            );
        }
    }
    text
}

/// A practice whose patients have enough in common, before its first backup.
fn practice(blue: &dyn Storage) -> Rig {
    let rig = Rig::new(blue, RecordRule::EachFolder);
    fill(&rig);
    rig
}

pub(crate) fn fill(rig: &Rig) {
    for patient in 0..PATIENTS {
        rig.write(&format!("P{patient:03}/letter.txt"), &letter(patient, PATIENT_BYTES));
    }
}

fn dictionaries(rig: &Rig, drive: &dyn Storage) -> HashSet<ChunkName> {
    let (vault, section) = rig.open(drive);
    Contents::load(&vault, &section).unwrap().dictionaries()
}

/// The one dictionary of a drive, and the pack it lies in.
pub(crate) fn only(rig: &Rig, drive: &dyn Storage) -> (NamedDictionary, PackId) {
    let (vault, section) = rig.open(drive);
    let contents = Contents::load(&vault, &section).unwrap();
    let names: Vec<ChunkName> = contents.dictionaries().into_iter().collect();
    let [name] = names.as_slice() else { panic!("{} dictionaries", names.len()) };
    let place = contents.place(name).unwrap();
    let pack = contents.segment(place).unwrap().0.pack;
    (Dictionaries::new(vault, &section, &contents).get(*name).unwrap(), pack)
}

fn record(rig: &Rig, name: &str) -> RecordId {
    rig.naming.record_id(rig.config.sources[0].id, name.as_bytes())
}

fn assert_whole(rig: &Rig, drive: &dyn Storage) {
    let newest = rig.contents(drive).pop().unwrap().1;
    assert_eq!(newest, files_below(&rig.source()));
    let (vault, section) = rig.open(drive);
    let report = verify::full(&vault, &[section], None, &Silent).unwrap();
    assert_eq!(report.findings, []);
}

#[test]
fn a_dictionary_holds_only_what_twenty_records_hold_and_what_needs_it_says_so() {
    let blue = Memory::new();
    let mut rig = practice(&blue);
    rig.backup(&blue, "Blue").unwrap();
    assert_whole(&rig, &blue);
    let (named, _) = only(&rig, &blue);
    assert_proven(&rig, named.dictionary.bytes());

    let (vault, section) = rig.open(&blue);
    let contents = Contents::load(&vault, &section).unwrap();
    let segments = contents.packs.iter().flat_map(|pack| &pack.segments);
    let (with, without): (Vec<_>, Vec<_>) =
        segments.partition(|segment| segment.dictionary.is_some());
    let hidden = vault::dictionary_record(&rig.naming, section.id);
    let owners: HashSet<RecordId> = with.iter().map(|line| line.record).collect();
    assert_eq!(owners.len() as u64, PATIENTS + 1, "and the source's own folder");
    assert_eq!(without.iter().map(|line| line.record).collect::<Vec<_>>(), [hidden]);
    let keys: HashSet<_> = with.iter().chain(&without).map(|line| line.key).collect();
    assert_eq!(keys.len() as u64, PATIENTS + 2, "it has a key of its own");
    // It is sealed like a record: nothing of it lies on the drive in clear, and no manifest names it.
    let piece = &named.dictionary.bytes()[1_000..1_040];
    for (object, _) in blue.list("").unwrap() {
        let bytes = crate::support::bytes_of(&blue, &object);
        assert!(!bytes.windows(piece.len()).any(|window| window == piece), "{object}");
    }
    let manifests = vault::Manifest::all(&vault, &section).unwrap().0;
    assert!(manifests.iter().flat_map(|it| &it.records).all(|line| line.record != hidden));
    // A program that knows no dictionaries must refuse the index.
    for object in &contents.indexes {
        let document = vault.read_document(&section, ObjectKind::Index, object).unwrap();
        assert_eq!(document.header.refuge, 2);
    }
    let plain: u64 = contents.packs.iter().map(|pack| pack.bytes).sum();
    let raw = PATIENTS * PATIENT_BYTES as u64;
    assert!(plain * 100 < raw * 36, "{plain} of {raw}: it gains nothing");
}

/// Every window of a dictionary stands in at least twenty records, except those across a join of two
/// stretches: such follow one another at most fifteen times.
fn assert_proven(rig: &Rig, bytes: &[u8]) {
    let tables = bytes.windows(12).position(|it| it == b"\x01\0\0\0\x04\0\0\0\x08\0\0\0").unwrap();
    let content = &bytes[tables + 12..];
    assert!(content.len() > 4_000, "{} bytes", content.len());
    let mut counts: HashMap<&[u8], (usize, u64)> =
        content.windows(WINDOW).map(|window| (window, (0, u64::MAX))).collect();
    for patient in 0..PATIENTS {
        let path = rig.source().join(format!("P{patient:03}/letter.txt"));
        let text = std::fs::read(path).unwrap();
        for window in text.windows(WINDOW) {
            if let Some((records, last)) = counts.get_mut(window)
                && *last != patient
            {
                (*records, *last) = (*records + 1, patient);
            }
        }
    }
    let (mut run, mut joins) = (0, 0);
    for window in content.windows(WINDOW) {
        run = if counts[window].0 < RECORDS { run + 1 } else { 0 };
        joins += usize::from(run == 1);
        assert!(run < WINDOW, "{:?}", String::from_utf8_lossy(window));
    }
    assert!(joins < content.len() / 20, "{joins} joins in {}", content.len());
}

#[test]
fn few_records_or_little_in_common_give_no_dictionary() {
    let blue = Memory::new();
    let mut rig = Rig::new(&blue, RecordRule::EachFolder);
    for patient in 0..PATIENTS {
        let own: String = (0..4_300)
            .map(|line| {
                format!(
                    "{:032x}\n",
                    u128::from(mixed(patient, line)) << 64 | u128::from(mixed(line, patient))
                )
            })
            .collect();
        rig.write(&format!("P{patient:03}/own.txt"), own.as_bytes());
    }
    rig.backup(&blue, "Blue").unwrap();
    assert_eq!(dictionaries(&rig, &blue), HashSet::new());
    assert!(rig.state.dictionary(rig.config.sections[0].id).unwrap().is_none());
}

#[test]
fn later_days_and_other_drives_have_it_before_they_need_it() {
    let (blue, green) = (Memory::new(), Memory::new());
    let mut rig = practice(&blue);
    rig.backup(&blue, "Blue").unwrap();
    let first = dictionaries(&rig, &blue);
    rig.enrol(&green, "Green");
    rig.days_later(1);
    rig.write("P001/more.txt", &letter(1_001, 9_000));
    rig.backup(&blue, "Blue").unwrap();
    assert_eq!(dictionaries(&rig, &blue), first, "the one that is there is used");
    rig.backup(&green, "Green").unwrap();
    for drive in [&blue, &green] {
        assert_eq!(dictionaries(&rig, drive), first);
        assert_whole(&rig, drive);
    }
    // What lost it gets it with the next backup, though nothing changed.
    let lost = only(&rig, &green).1;
    let drive = rig.state.drive_named("Green").unwrap();
    rig.state.distrust_pack(drive.row, lost).unwrap();
    let before = packs(&rig, &green).len();
    rig.days_later(1);
    rig.backup(&green, "Green").unwrap();
    assert!(packs(&rig, &green).len() > before);
    assert_whole(&rig, &green);
}

#[test]
fn a_dictionary_that_is_lost_is_found_and_comes_back_from_another_drive() {
    let (blue, green) = (Memory::new(), Memory::new());
    let mut rig = practice(&blue);
    rig.enrol(&green, "Green");
    rig.backup(&blue, "Blue").unwrap();
    rig.backup(&green, "Green").unwrap();
    let wanted = snapshots(&rig, &blue);
    let (named, pack) = only(&rig, &blue);
    blue.remove(&names::pack(pack)).unwrap();
    let (vault, section) = rig.open(&blue);
    let contents = Contents::load(&vault, &section).unwrap();
    let read = Dictionaries::new(vault, &section, &contents).get(named.name);
    assert!(matches!(read, Err(Error::Damaged { damage: Damage::Missing, .. })));
    let report = verify::full(&vault, &[section], None, &Silent).unwrap();
    let lost = report.findings.iter().find(|found| found.object == names::pack(pack)).unwrap();
    assert_eq!(lost.damage, Damage::Missing);
    let others = report.findings.iter().filter(|found| found.object != names::pack(pack));
    assert!(others.clone().all(|found| found.damage == Damage::DoesNotOpen));
    mend(&mut rig, &blue, &green, &[pack]).unwrap();
    assert_eq!(snapshots(&rig, &blue), wanted);
    assert_whole(&rig, &blue);
}

#[cfg(unix)]
#[test]
fn what_is_lent_brings_the_dictionary_that_it_needs() {
    let (blue, green) = (Memory::new(), Memory::new());
    // Blue was filled before there was a dictionary.
    let mut rig = Rig::new(&blue, RecordRule::EachFolder);
    for patient in 0..20 {
        rig.write(&format!("P{patient:03}/letter.txt"), &letter(patient, PATIENT_BYTES));
    }
    rig.enrol(&green, "Green");
    rig.backup(&blue, "Blue").unwrap();
    rig.days_later(1);
    let time = std::fs::metadata(rig.source()).unwrap().modified().unwrap();
    for patient in 20..PATIENTS {
        rig.write(&format!("P{patient:03}/letter.txt"), &letter(patient, PATIENT_BYTES));
    }
    // The list of the source's own folder is the same on both drives.
    std::fs::File::open(rig.source()).unwrap().set_modified(time).unwrap();
    rig.backup(&green, "Green").unwrap();
    assert_eq!((dictionaries(&rig, &blue).len(), dictionaries(&rig, &green).len()), (0, 1));
    let wanted = snapshots(&rig, &blue);
    let bad = packs(&rig, &blue);
    for pack in &bad {
        blue.remove(&names::pack(*pack)).unwrap();
    }
    // Without its key nobody could read it there, so that what needs it is not taken over.
    let mended = mend(&mut rig, &blue, &green, &bad).unwrap();
    assert_eq!((mended.chunks, dictionaries(&rig, &blue).len()), (0, 0));
    let vault = rig.open(&blue).0;
    for (object, bytes) in &rig.parts {
        vault.ensure_small(object, bytes).unwrap();
    }
    mend(&mut rig, &blue, &green, &bad).unwrap();
    assert_eq!(snapshots(&rig, &blue), wanted);
    assert_eq!(dictionaries(&rig, &blue), dictionaries(&rig, &green));
    let (vault, section) = rig.open(&blue);
    assert_eq!(verify::full(&vault, &[section], None, &Silent).unwrap().findings, []);
}

#[test]
fn thinning_keeps_it_as_long_as_something_needs_it_and_then_lets_it_go() {
    let blue = Memory::new();
    let mut rig = practice(&blue);
    rig.config.sources[0].keep =
        Some(refuge::config::Keep { daily: 1, weekly: 0, monthly: 0, yearly: 0 });
    rig.backup(&blue, "Blue").unwrap();
    // Nothing new refers to it, and the source's own folder is described anew.
    let forgotten: Vec<RecordId> = (0..10).map(|id| RecordId([id; 16])).collect();
    rig.state.forget_records(&forgotten, None).unwrap();
    rig.write("loose.txt", b"tension 12/8");
    rig.expected_changes = true;
    let none = HashSet::new();
    for (patients, dictionaries_left) in [(0..PATIENTS - 2, 1), (PATIENTS - 2..PATIENTS, 0)] {
        for patient in patients {
            let scan = crate::rig::noise(patient, 3_000);
            rig.write(&format!("P{patient:03}/letter.txt"), &scan);
        }
        // What needs it goes first, then it.
        for _ in 0..2 {
            rig.days_later(2);
            rig.backup(&blue, "Blue").unwrap();
            thin_drive(&mut rig, ("Blue", &blue), &none, &none).unwrap();
        }
        assert_eq!(dictionaries(&rig, &blue).len(), dictionaries_left);
        assert_whole(&rig, &blue);
    }
    let (vault, section) = rig.open(&blue);
    let hidden = vault::dictionary_record(&rig.naming, section.id);
    let contents = Contents::load(&vault, &section).unwrap();
    let mut segments = contents.packs.iter().flat_map(|pack| &pack.segments);
    assert!(segments.all(|segment| segment.record != hidden), "it went as well");
}

#[test]
fn forgetting_and_new_keys_leave_what_needs_it_whole() {
    let blue = Memory::new();
    let mut rig = practice(&blue);
    rig.backup(&blue, "Blue").unwrap();
    let section = rig.config.sections[0].id;
    let gone: Vec<RecordId> =
        (0..9).map(|patient| record(&rig, &format!("P{patient:03}"))).collect();
    let before = copy_of(&blue);
    purge(&mut rig, &blue, "Blue", &gone).unwrap();
    for patient in 0..9 {
        std::fs::remove_dir_all(rig.source().join(format!("P{patient:03}"))).unwrap();
    }
    assert_eq!(dictionaries(&rig, &blue), dictionaries(&rig, &before));
    assert_whole(&rig, &blue);
    assert!(rig.state.dictionary(section).unwrap().is_some(), "eleven of twenty at the least");
    let tenth = [record(&rig, "P009")];
    purge(&mut rig, &blue, "Blue", &tenth).unwrap();
    std::fs::remove_dir_all(rig.source().join("P009")).unwrap();
    assert!(rig.state.dictionary(section).unwrap().is_none(), "nothing new may refer to it");
    rig.days_later(1);
    rig.write("P020/more.txt", &letter(2_020, 9_000));
    rig.backup(&blue, "Blue").unwrap();
    assert_whole(&rig, &blue);
    let (vault, reader) = rig.open(&blue);
    let contents = Contents::load(&vault, &reader).unwrap();
    let last = contents.packs.last().unwrap();
    assert!(last.segments.iter().all(|segment| segment.dictionary.is_none()));
}

#[test]
fn a_new_key_for_a_record_leaves_its_frames_readable() {
    let blue = Memory::new();
    let mut rig = practice(&blue);
    rig.backup(&blue, "Blue").unwrap();
    let one = record(&rig, "P001");
    let old = rig.open(&blue).1;
    renew_key(&mut rig, &[("Blue", &blue)], one).unwrap();
    let (vault, reader) = rig.open(&blue);
    let contents = Contents::load(&vault, &reader).unwrap();
    let segments = contents.packs.iter().flat_map(|pack| &pack.segments);
    let fresh: Vec<_> = segments.filter(|line| line.record == one).collect();
    assert!(!fresh.is_empty() && fresh.iter().all(|line| !old.keys.contains_key(&line.key)));
    assert!(fresh.iter().any(|line| line.dictionary.is_some()), "it still refers to it");
    assert_eq!(dictionaries(&rig, &blue).len(), 1);
    assert_whole(&rig, &blue);
}

#[test]
fn a_computer_without_memory_learns_it_and_goes_on_with_it() {
    let blue = Memory::new();
    let mut rig = practice(&blue);
    rig.backup(&blue, "Blue").unwrap();
    let (named, _) = only(&rig, &blue);
    let (vault, reader) = rig.open(&blue);
    let home = rig.folder.path().join("other");
    std::fs::create_dir(&home).unwrap();
    let mut state = State::open(&home).unwrap();
    let known = rig.state.drive_named("Blue").unwrap();
    let new = NewDrive {
        id: known.id,
        vault: known.vault,
        name: known.name.clone(),
        path: known.path.clone(),
        facts: "{}".into(),
        fixed: true,
        enrolled: known.enrolled.clone(),
    };
    let drive = state.add_drive(&new).unwrap();
    let learnt =
        attach::learn(&vault, std::slice::from_ref(&reader), &mut state, &drive, &Silent).unwrap();
    assert_eq!(learnt.records, PATIENTS + 1, "the source's own folder is one, the dictionary none");
    let kept = state.dictionary(reader.id).unwrap().unwrap();
    assert_eq!(kept.bytes, named.dictionary.bytes());
}
