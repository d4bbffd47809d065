//! Stop a backup at every write, in several ways: old snapshots stay, the next run recovers.

use refuge::config::RecordRule;
use refuge::error::{Damage, Error};
use refuge::storage::Storage;

use crate::rig::{Rig, files_below, noise};
use crate::support::faulty::{Fault, Faulty};
use crate::support::misreading::{Misread, Misreading};
use crate::support::sweep::Sweep;

/// A practice with one good snapshot and changes that want another. More than one pack is at stake.
fn before_the_fault(drive: &Faulty) -> Rig {
    let mut rig = Rig::new(drive, RecordRule::EachFolder);
    rig.write("Dupont/note.txt", b"before");
    rig.write("Martin/old.bin", &noise(2, 700_000));
    rig.backup(drive, "Blue").unwrap();
    rig.write("Dupont/note.txt", b"after it");
    rig.write("Petit/new.bin", &noise(3, 900_000));
    rig.write("Petit/big.bin", &noise(4, 6_000_000));
    rig
}

fn sweep(fault: Fault) {
    let sweep = Sweep {
        scene: || {
            let drive = Faulty::new(fault);
            let rig = before_the_fault(&drive);
            let first = rig.contents(&drive).remove(0);
            ((rig, first), drive)
        },
        work: |(rig, _): &mut (Rig, _), drive: &Faulty| rig.backup(drive, "Blue"),
    };
    sweep.every_write(6, |(mut rig, first), drive, _, label| {
        assert_eq!(rig.whole_contents(drive)[0], first, "{label}: the old snapshot");
        rig.backup(drive, "Blue").unwrap_or_else(|why| panic!("{label}: next run: {why}"));
        let after = rig.contents(drive);
        assert_eq!(after[0], first, "{label}: the old snapshot after recovery");
        assert_eq!(after.last().unwrap().1, files_below(&rig.source()), "{label}");
        assert_no_leftovers(&rig, drive, label);
    });
}

/// Every pack on the drive is whole and named by an index.
fn assert_no_leftovers(rig: &Rig, drive: &Faulty, label: &str) {
    let (vault, section) = rig.open(drive);
    let contents = refuge::vault::Contents::load(&vault, &section).unwrap();
    let listed = drive.list("packs").unwrap().len();
    assert_eq!(listed, contents.packs.len(), "{label}: packs that no index names");
}

#[test]
fn a_refused_write_costs_nothing_that_was_committed() {
    sweep(Fault::Refused);
}

#[test]
fn a_torn_write_costs_nothing_that_was_committed() {
    sweep(Fault::Torn);
}

#[test]
fn a_write_that_failed_only_in_words_costs_nothing() {
    sweep(Fault::DoneYetFailed);
}

#[test]
fn an_empty_file_left_by_a_full_drive_costs_nothing() {
    sweep(Fault::Empty);
}

#[test]
fn what_the_medium_refuses_to_read_back_is_not_called_altered() {
    let run = |misread_at: i64| {
        let drive = Faulty::new(Fault::Refused);
        let mut rig = before_the_fault(&drive);
        let misreading = Misreading::over(&drive, Misread::Unreadable, false, misread_at);
        let done = rig.backup(&misreading, "Blue");
        done.map(|_| if misread_at == i64::MAX { misreading.count() } else { 0 })
    };
    let readings = run(i64::MAX).unwrap();
    let mut refused = 0;
    for at in (0..readings).step_by(2) {
        if let Err(Error::Damaged { damage, object }) = run(at) {
            assert_ne!(damage, Damage::WrongHash, "{object} at reading {at} of {readings}");
            refused += 1;
        }
    }
    assert!(refused > 0, "no reading of {readings} was refused");
}
