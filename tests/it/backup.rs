//! Backing up: what goes in comes out, nothing is stored twice, nothing torn is stored as good.

use refuge::config::RecordRule;
use refuge::error::{Error, SourceTrouble};
use refuge::storage::Storage;
use refuge::storage::memory::Memory;

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
    std::os::unix::fs::FileExt::write_all_at(&sparse, b"in the middle", 4_000_000).unwrap();
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
