//! Looking for a word through 300 backups of 100 000 files, once the keys are open. Aim: under 2 s.
//!
//! `cargo bench --bench find`; making the backups takes a few minutes first.

mod practice;

use std::collections::HashSet;
use std::fs;

use divan::{Bencher, black_box};
use jiff::{SignedDuration, Timestamp};
use practice::{CREATED, Practice, on};
use refuge::browse::{self, Words};
use refuge::error::Result;
use refuge::storage::Disk;
use refuge::vault::{self, Vault};

const RECORDS: u32 = 500;
const FILES_EACH: u32 = 200;
const BACKUPS: u32 = 300;

fn main() {
    divan::main();
}

/// Each day two patients come: a new letter each.
fn made() -> Result<(Practice<Disk>, refuge::crypto::Identity)> {
    let (mut practice, identity) = Practice::new(|path| Disk::create(&path.join("refuge")))?;
    let source = practice.folder.path().join("source");
    for record in 0..RECORDS {
        let folder = source.join(format!("PATIENT {record:05}"));
        fs::create_dir(&folder).map_err(on(&folder))?;
        for file in 0..FILES_EACH {
            let path = folder.join(format!("compte rendu {file:04}.txt"));
            fs::write(&path, b"x").map_err(on(&path))?;
        }
    }
    let first: Timestamp = CREATED.parse().unwrap_or(Timestamp::UNIX_EPOCH);
    for day in 0..BACKUPS {
        for record in [day % RECORDS, (day * 7) % RECORDS] {
            let name = format!("PATIENT {record:05}/lettre du jour {day:04}.txt");
            let path = source.join(name);
            fs::write(&path, b"y").map_err(on(&path))?;
        }
        practice.back_up(first + SignedDuration::from_hours(24 * i64::from(day + 1)))?;
    }
    Ok((practice, identity))
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn find_in_every_backup(bencher: Bencher<'_, '_>) {
    let Ok((practice, identity)) = made() else { return };
    let Ok(vault) = Vault::open(&practice.drive, practice.config.practice.id, &practice.vault_key)
    else {
        return;
    };
    let Some(section) = practice.config.sections.first() else { return };
    let Ok(reader) = vault::read_section(&vault, section.id, &[identity]) else { return };
    let sections = [reader];
    let words = Words::new(["lettre", "0150"]);
    bencher.bench_local(|| {
        let history = browse::snapshots(&vault, &sections).unwrap_or_default();
        let found = browse::search(
            &vault,
            &sections,
            &history,
            &HashSet::new(),
            &|_, _, path| words.fit(path),
            &|| false,
        );
        black_box(found.map(|found| found.hits.len()).unwrap_or_default())
    });
}
