//! A whole purge, from journal to ledger, killed at every write to the drive: the next run finishes it.

use std::path::Path;

use jiff::Timestamp;
use jiff::civil::date;
use refuge::config::{KeyKind, RecordRule};
use refuge::crypto::Identity;
use refuge::error::{Error, Result};
use refuge::event::Silent;
use refuge::fate::Level;
use refuge::id::RecordId;
use refuge::ledger::{Deed, Purged, read};
use refuge::practice::{Held, Practice};
use refuge::setup::{self, NewPractice};
use refuge::sources::{self, NewSource};
use refuge::state::{Drive, NewDrive};
use refuge::storage::Storage;
use refuge::storage::memory::Memory;
use refuge::vault::{Contents, Manifest, Vault};
use refuge::visit::{Taking, Visit};
use refuge::{backup, settle};
use secrecy::ExposeSecret;

use crate::attacker::Attacker;
use crate::misread::every;
use crate::rig::{noise, permit};
use crate::support::faulty::{Fault, Faulty};
use crate::support::misreading::Misreading;
use crate::support::sweep::Sweep;

/// Said of the two patients.
const GONE: &str = "about somebody who is forgotten";
const KEPT: &str = "about somebody who stays";

/// A practice with two patients on one drive.
struct Firm {
    _folder: tempfile::TempDir,
    practice: Practice,
    identity: Identity,
    drive: Drive,
}

fn now() -> Timestamp {
    "2026-11-24T10:00:00Z".parse().unwrap()
}

impl Firm {
    fn new(storage: &dyn Storage) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let identity = Identity::generate();
        let keys = [("sheet".to_owned(), KeyKind::Sheet, identity.to_recipient().unwrap())];
        let new = NewPractice::named("Cabinet", "fr", "fr");
        let home = folder.path().join("home");
        let mut practice = setup::create(&home, &new, &keys, now()).unwrap();
        let patients = folder.path().join("patients");
        write(&patients.join("Dupont/scan.bin"), &noise(1, 60_000));
        write(&patients.join("Dupont/note.txt"), GONE.as_bytes());
        write(&patients.join("Martin/note.txt"), KEPT.as_bytes());
        write(&patients.join("Martin/scan.bin"), &noise(2, 60_000));
        let source = NewSource {
            path: patients,
            class: "fr/medical-record".to_owned(),
            records: RecordRule::EachFolder,
            readers: Vec::new(),
        };
        sources::add(&mut practice, &source).unwrap();
        let key = practice.vault_key().unwrap();
        let id = practice.config.practice.id;
        let vault = Vault::create(storage, id, &key, "2026-11-24T00:00:00Z").unwrap();
        let new = NewDrive {
            id: vault.drive,
            vault: vault.id,
            name: "Blue".into(),
            path: folder.path().join("Blue"),
            facts: "{}".into(),
            fixed: true,
            enrolled: "2026-11-24T00:00:00Z".into(),
        };
        let drive = practice.state.add_drive(&new).unwrap();
        let mut firm = Self { _folder: folder, practice, identity, drive };
        firm.backup(storage).unwrap();
        firm
    }

    fn backup(&mut self, storage: &dyn Storage) -> Result<backup::BackupSummary> {
        let (drive, vault) = (self.drive.clone(), self.vault(storage));
        let held = Held::alone(&drive, vault);
        let taking = Taking::new(now(), false);
        Visit::writing_at(&mut self.practice, held, &Silent)?.back_up(&taking, &Silent)
    }

    fn vault<'a>(&self, storage: &'a dyn Storage) -> Vault<'a> {
        let key = self.practice.vault_key().unwrap();
        Vault::open(storage, self.practice.config.practice.id, &key).unwrap()
    }

    fn record(&self, name: &str) -> RecordId {
        refuge::expiry::record_named(&self.practice, name).unwrap()
    }

    fn begin(&mut self) {
        let dupont = self.record("Dupont");
        let proofs = vec![self.practice.proof_of(dupont).unwrap()];
        let purged = Purged {
            plan: "P-2026-01".into(),
            sha256: String::new(),
            rules: "fr 1".into(),
            register: Some((String::new(), Some(date(2026, 11, 24)))),
            counts: Vec::new(),
            forgotten: 1,
            held: 0,
            unknown: 0,
            approved_by: vec!["Dr A".into()],
            control: "single".into(),
            epoch: 1,
            drives: Vec::new(),
            waiting: Vec::new(),
            proofs,
            copies_elsewhere: 0,
        };
        settle::begin(&mut self.practice, purged, vec![dupont]).unwrap();
    }

    /// What every run does with the drive, the first and the next.
    fn go_on(&mut self, storage: &dyn Storage) -> Result<()> {
        let key = self.practice.vault_key().unwrap();
        let vault = Vault::open(storage, self.practice.config.practice.id, &key)?;
        let identities = [self.identity.clone()];
        let drive = self.drive.clone();
        let at = Held::alone(&drive, vault);
        settle::add_drive(&mut self.practice, &permit(), &at, &identities, &Silent)
    }

    /// What somebody finds who comes now, with every key.
    fn newcomer_finds(&self, drive: &Memory, words: &str) -> usize {
        let mut newcomer = Attacker::default();
        for (object, bytes) in drive.list("").unwrap() {
            newcomer.kept.insert(drive.read(&object, 0, usize::try_from(bytes).unwrap()).unwrap());
        }
        newcomer.finds(self.identity.secret_text().expose_secret(), words)
    }

    fn is_whole(&self, storage: &dyn Storage) -> bool {
        let vault = self.vault(storage);
        let identities = std::slice::from_ref(&self.identity);
        let sections = self.practice.read_sections(&vault, identities).unwrap();
        Contents::load(&vault, &sections[0]).unwrap().damaged.is_empty()
    }

    /// Every record that the manifests on the drive name.
    fn records(&self, storage: &dyn Storage) -> Vec<RecordId> {
        let vault = self.vault(storage);
        let identities = std::slice::from_ref(&self.identity);
        let sections = self.practice.read_sections(&vault, identities).unwrap();
        let manifests = Manifest::all(&vault, &sections[0]).unwrap().0;
        manifests.iter().flat_map(|manifest| &manifest.records).map(|line| line.record).collect()
    }
}

fn write(path: &Path, bytes: &[u8]) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

#[test]
fn a_purge_killed_at_any_write_takes_no_backup_and_is_finished_and_told_once() {
    let sweep = Sweep {
        scene: || {
            let drive = Faulty::new(Fault::Torn);
            let mut firm = Firm::new(&drive);
            let (dupont, martin) = (firm.record("Dupont"), firm.record("Martin"));
            firm.begin();
            ((firm, dupont, martin), drive)
        },
        work: |(firm, ..): &mut (Firm, RecordId, RecordId), drive: &Faulty| firm.go_on(drive),
    };
    sweep.every_write(20, |(mut firm, dupont, martin), drive, _, label| {
        assert!(firm.practice.state.forgotten().unwrap().contains(&dupont), "{label}");
        let refused = firm.backup(drive).map(|done| done.forgotten_met);
        // Before the drive is marked nothing was done to it, and the record is passed over.
        assert!(matches!(refused, Ok(1) | Err(Error::Drive { .. })), "{label}: {refused:?}");
        assert!(firm.records(drive).contains(&martin), "{label}");
        firm.go_on(drive).unwrap_or_else(|why| panic!("{label}: {why}"));
        let (_, purged) = settle::account(&mut firm.practice, now()).unwrap();
        assert_eq!((purged.drives.len(), purged.waiting.len()), (1, 0), "{label}");
        assert!(purged.drives[0].negative_test, "{label}");
        assert_eq!(purged.drives[0].level, Level::LogicalDeletion, "{label}");
        assert!(firm.is_whole(drive), "{label}");
        let records = firm.records(drive);
        assert!(!records.contains(&dupont) && records.contains(&martin), "{label}");
        assert_eq!(firm.backup(drive).unwrap().forgotten_met, 1, "{label}");
        let entries = read(&firm.practice.state).unwrap();
        let told = entries.iter().filter(|one| matches!(one.entry.deed, Deed::Purged(_)));
        assert_eq!(told.count(), 1, "{label}");
        assert!(settle::owed(&firm.practice, &firm.drive).unwrap().is_empty(), "{label}");
    });
}

#[test]
fn no_paper_claims_more_than_a_fresh_look_finds_whatever_the_drive_misreads() {
    let whole = Memory::new();
    let mut firm = Firm::new(&whole);
    firm.begin();
    let counting = Misreading::counting(&whole);
    firm.go_on(&counting).unwrap();
    every(counting.count(), 7, |misread, stays, at, label| {
        let drive = Memory::new();
        let mut firm = Firm::new(&drive);
        firm.begin();
        let misreading = Misreading::over(&drive, misread, stays, at);
        let first = firm.go_on(&misreading);
        misreading.recovers();
        assert!(firm.newcomer_finds(&drive, KEPT) > 0, "{label}: after {first:?}");
        if first.is_err() {
            firm.go_on(&drive).unwrap_or_else(|why| panic!("{label}: next run: {why}"));
        }
        let (_, purged) = settle::account(&mut firm.practice, now()).unwrap();
        let claims = purged.drives[0].level != Level::None || purged.drives[0].negative_test;
        let is_owed = !settle::owed(&firm.practice, &firm.drive).unwrap().is_empty();
        let found = firm.newcomer_finds(&drive, GONE);
        assert!(found == 0 || !claims, "{label}: {:?}", purged.drives);
        assert!(found == 0 || is_owed, "{label}: it is not owed any more");
        assert!(firm.newcomer_finds(&drive, KEPT) > 0, "{label}");
    });
}
