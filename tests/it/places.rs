//! Drives that are not where they were, and locks that keep readers away, as Windows has both.

use std::ops::Range;

use refuge::config::RecordRule;
use refuge::error::{Damage, Error, Result};
use refuge::event::Silent;
use refuge::format::names::{self, ObjectPath};
use refuge::platform::LOCKED_BYTE;
use refuge::storage::Storage;
use refuge::storage::memory::Memory;
use refuge::verify;

use crate::office::Office;
use crate::rig::Rig;
use crate::support::door::{Door, Guard};

/// A drive on which another run holds the lock, on a system whose locks keep readers away.
struct Locked {
    drive: Memory,
    bytes: Range<u64>,
}

impl Guard for Locked {
    fn drive(&self) -> &dyn Storage {
        &self.drive
    }

    fn read(&self, object: &ObjectPath, offset: u64, length: usize) -> Result<Vec<u8>> {
        let meets = offset < self.bytes.end && self.bytes.start < offset + length as u64;
        if *object == names::vault_json() && meets {
            return Err(Error::damaged(object, Damage::Unreadable));
        }
        self.drive.read(object, offset, length)
    }
}

#[test]
fn a_check_reads_a_locked_drive_where_locks_keep_readers_away() {
    let locked = Locked { drive: Memory::new(), bytes: LOCKED_BYTE..LOCKED_BYTE + 1 };
    let mut drive = Door(locked);
    let mut rig = Rig::new(&drive, RecordRule::EachFolder);
    rig.write("Dupont/note.txt", b"note");
    rig.backup(&drive, "Blue").unwrap();
    assert_eq!(verify::quick(&rig.open(&drive).0, None, &Silent).unwrap().findings, []);
    // A lock on the bytes themselves would condemn every healthy drive.
    drive.0.bytes = 0..u64::MAX;
    let key = (rig.config.practice.id, &rig.vault_key);
    let opened = refuge::vault::Vault::open(&drive, key.0, key.1).map(drop);
    let is_unreadable = matches!(opened, Err(Error::Damaged { damage: Damage::Unreadable, .. }));
    assert!(is_unreadable, "{opened:?}");
}

#[test]
fn a_drive_that_changed_its_place_keeps_its_good_backup() {
    let office = Office::with_patients(&["DURAND Paul"]);
    office.run(&["backup"]).ends(0);
    office.add_drive("Red");
    // Mounted where another one was, as letters and mount points go.
    std::fs::remove_dir_all(office.path("Red")).unwrap();
    std::fs::rename(office.path("Blue"), office.path("Red")).unwrap();
    office.write("patients/DURAND Paul/new.txt", "new");
    let done = office.json(&["backup", "--drive", "Blue"]);
    assert_eq!((&done["code"], &done["drive"]), (&0.into(), &"Blue".into()), "{done}");
    let listed = office.json(&["drives"]);
    let blue = listed["drives"].as_array().unwrap().iter().find(|drive| drive["name"] == "Blue");
    assert_eq!(blue.unwrap()["plugged"], true, "{listed}");
}
