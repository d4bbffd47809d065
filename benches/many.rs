//! Ten thousand backups on one drive: opening them with a key, and looking at the practice without one. Aim: under
//! 3 s to open, and a look that nobody waits for.
//!
//! `cargo bench --bench many`; making the manifests takes a few minutes first.

mod practice;

use std::fs;

use divan::{Bencher, black_box};
use jiff::{SignedDuration, Timestamp};
use practice::{CREATED, Practice, on};
use refuge::browse;
use refuge::crypto::Identity;
use refuge::crypto::hash;
use refuge::error::{Error, Result};
use refuge::id::SnapshotId;
use refuge::practice as computer;
use refuge::state::NewSnapshot;
use refuge::state::named::VAULT_KEY;
use refuge::status;
use refuge::storage::Disk;
use refuge::vault::{self, Manifest, Rewriting, Vault};

const BACKUPS: u64 = 10_000;
const RECORDS: u32 = 20;

fn main() {
    divan::main();
}

/// One backup as the program makes it, and as many more as its manifest again under another number and time.
fn made() -> Result<(Practice<Disk>, Identity)> {
    let (mut practice, identity) = Practice::new(|path| Disk::create(&path.join("refuge")))?;
    let source = practice.folder.path().join("source");
    for record in 0..RECORDS {
        let folder = source.join(format!("PATIENT {record:05}"));
        fs::create_dir(&folder).map_err(on(&folder))?;
        let path = folder.join("note.txt");
        fs::write(&path, b"x").map_err(on(&path))?;
    }
    let first: Timestamp = CREATED.parse().unwrap_or(Timestamp::UNIX_EPOCH);
    practice.back_up(first)?;
    let drive = practice.state.drive_named("Blue")?;
    let vault = Vault::open(&practice.drive, practice.config.practice.id, &practice.vault_key)?;
    let section = practice.config.sections.first().map(|section| section.id);
    let section = section.ok_or(Error::NoSource)?;
    let reader = vault::read_section(&vault, section, std::slice::from_ref(&identity))?;
    let mut manifest: Manifest = Manifest::all(&vault, &reader)?.0.pop().ok_or(Error::NoSource)?;
    let mut rewriting = Rewriting::new(&vault, reader.writer()?);
    rewriting.keep(&manifest)?;
    let state = &mut practice.state;
    for number in 1..BACKUPS {
        let hours = i64::try_from(number).unwrap_or(i64::MAX);
        let time = computer::stamp(first + SignedDuration::from_hours(hours));
        manifest.seq += 1;
        manifest.snapshot.snapshot = SnapshotId(hash::random_id());
        manifest.snapshot.time.clone_from(&time);
        let object = rewriting.put(&manifest)?;
        state.begin_snapshot(&NewSnapshot {
            id: manifest.snapshot.snapshot,
            drive: drive.row,
            section,
            object: object.to_string(),
            time,
            seq: manifest.seq,
            files: manifest.snapshot.files,
            bytes: manifest.snapshot.bytes,
            new_bytes: 0,
            problems: 0,
        })?;
        state.commit_snapshot(drive.row, object.as_str())?;
    }
    state.set_fact(&VAULT_KEY, &computer::secret_bytes(&practice.vault_key))?;
    Ok((practice, identity))
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn open_them(bencher: Bencher<'_, '_>) {
    let Ok((practice, identity)) = made() else { return };
    let Ok(vault) = Vault::open(&practice.drive, practice.config.practice.id, &practice.vault_key)
    else {
        return;
    };
    let Some(section) = practice.config.sections.first() else { return };
    bencher.bench_local(|| {
        let reader = vault::read_section(&vault, section.id, std::slice::from_ref(&identity));
        let sections: Vec<_> = reader.into_iter().collect();
        let history = browse::snapshots(&vault, &sections).unwrap_or_default();
        assert_eq!(history.snapshots.len() as u64, BACKUPS);
        black_box(history.snapshots.len());
    });
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn look_at_the_practice(bencher: Bencher<'_, '_>) {
    let Ok((practice, _)) = made() else { return };
    let home = practice.folder.path().join("home");
    let Ok(mut computer) = computer::Practice::rebuild(&home, practice.config.clone()) else {
        return;
    };
    bencher.bench_local(|| {
        let standing = status::stand(&mut computer, Timestamp::now());
        black_box(standing.map(|standing| standing.drives.len()).unwrap_or_default());
    });
}
