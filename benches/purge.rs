//! What purging costs as a drive grows: it must grow with what is forgotten, not with the drive.
//!
//! `cargo bench --bench purge -- 1 5 10` (gigabytes; 1 without a word). One drive in a scratch folder
//! grows by records of 1 MB that do not compress; at each size one record in a hundred is forgotten,
//! then ten records more. Bytes are those that pass the storage door, in megabytes: all of them, those
//! of parity objects, and what protecting every pack again takes after the purge. The ratio is all
//! that was read and written to what was forgotten. Figures: `docs/decisions.md`.

#![allow(clippy::print_stdout, reason = "a table of figures is what this is for")]

use std::collections::HashSet;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use data_encoding::HEXLOWER;
use jiff::Timestamp;
use refuge::crypto::hash::NamingSecret;
use refuge::crypto::{Identity, hash};
use refuge::error::Result;
use refuge::event::Silent;
use refuge::format::names::ObjectPath;
use refuge::id::{RecordId, SourceId};
use refuge::parity_groups;
use refuge::purge::{self, Work};
use refuge::repack;
use refuge::state::Drive;
use refuge::storage::{Disk, Storage};
use refuge::vault::Vault;
use zeroize::Zeroizing;

mod practice;
use practice::{Practice, on, public};

const RECORD_BYTES: usize = 1_000_000;
const RECORDS_PER_GIGABYTE: u64 = 1000;

/// A disk that counts.
struct Counting {
    disk: Disk,
    read: AtomicU64,
    written: AtomicU64,
    parity_read: AtomicU64,
    parity_written: AtomicU64,
}

impl Counting {
    fn count(&self, object: &ObjectPath, bytes: usize, [all, parity]: [&AtomicU64; 2]) {
        all.fetch_add(bytes as u64, Ordering::Relaxed);
        if object.as_str().starts_with("parity/") {
            parity.fetch_add(bytes as u64, Ordering::Relaxed);
        }
    }
}

/// Megabytes that passed the storage door.
struct Counted {
    read: f64,
    written: f64,
    parity_read: f64,
    parity_written: f64,
}

impl Storage for Counting {
    fn list(&self, folder: &str) -> Result<Vec<(ObjectPath, u64)>> {
        self.disk.list(folder)
    }

    fn read(&self, object: &ObjectPath, offset: u64, length: usize) -> Result<Vec<u8>> {
        self.count(object, length, [&self.read, &self.parity_read]);
        self.disk.read(object, offset, length)
    }

    fn put(&self, object: &ObjectPath, bytes: &[u8]) -> Result<()> {
        self.count(object, bytes.len(), [&self.written, &self.parity_written]);
        self.disk.put(object, bytes)
    }

    fn overwrite(&self, object: &ObjectPath, offset: u64, bytes: &[u8]) -> Result<()> {
        self.count(object, bytes.len(), [&self.written, &self.parity_written]);
        self.disk.overwrite(object, offset, bytes)
    }

    fn supersede(&self, object: &ObjectPath, bytes: &[u8]) -> refuge::error::Result<()> {
        self.count(object, bytes.len(), [&self.written, &self.parity_written]);
        self.disk.supersede(object, bytes)
    }

    fn remove(&self, object: &ObjectPath) -> Result<()> {
        self.disk.remove(object)
    }

    fn free_bytes(&self) -> Result<u64> {
        self.disk.free_bytes()
    }
}

/// What is purged, and what was.
struct Purging {
    practice: Practice<Counting>,
    identity: Identity,
    records: u64,
    forgotten: HashSet<RecordId>,
}

fn main() -> Result<()> {
    let sizes: Vec<u64> = std::env::args().filter_map(|word| word.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![1] } else { sizes };
    let (practice, identity) = Practice::new(counting)?;
    let mut purging = Purging { practice, identity, records: 0, forgotten: HashSet::new() };
    println!(
        "drive GB | records | forgotten MB | s | read | written | of parity: read | written | anew: s | read | ratio"
    );
    for size in sizes {
        while purging.records < size * RECORDS_PER_GIGABYTE {
            purging.grow()?;
        }
        for forgotten in [purging.records / 100, 10] {
            purging.measure(size, forgotten)?;
        }
    }
    Ok(())
}

fn counting(path: &Path) -> Result<Counting> {
    let disk = Disk::open(path)?;
    let [read, written, parity_read, parity_written] = [0; 4].map(AtomicU64::new);
    Ok(Counting { disk, read, written, parity_read, parity_written })
}

impl Purging {
    /// One more gigabyte, in records of its own; the source holds only these.
    fn grow(&mut self) -> Result<()> {
        let source = self.practice.folder.path().join("source");
        std::fs::remove_dir_all(&source).map_err(on(&source))?;
        for number in self.records..self.records + RECORDS_PER_GIGABYTE {
            let folder = source.join(number.to_string());
            std::fs::create_dir_all(&folder).map_err(on(&folder))?;
            let file = folder.join("scan.bin");
            std::fs::write(&file, noise(RECORD_BYTES)).map_err(on(&file))?;
        }
        self.records += RECORDS_PER_GIGABYTE;
        self.practice.back_up(Timestamp::now()).map(drop)
    }

    fn measure(&mut self, size: u64, count: u64) -> Result<()> {
        let source =
            self.practice.config.sources.first().map_or(SourceId([0; 16]), |source| source.id);
        let section = self.practice.state.sections()?.remove(0);
        let naming = NamingSecret::from_hex(&Zeroizing::new(HEXLOWER.encode(&section.naming)));
        let Some(naming) = naming else { return Ok(()) };
        let all = (0..self.records).map(|number| number.to_string());
        let ids = all.map(|name| naming.record_id(source, name.as_bytes()));
        // Their hashed ids spread them over the whole drive.
        let mut left: Vec<RecordId> = ids.filter(|id| !self.forgotten.contains(id)).collect();
        left.sort();
        let chosen: Vec<RecordId> = left.into_iter().take(count as usize).collect();
        self.forgotten.extend(&chosen);
        let drive = self.practice.state.drive_named("Blue")?;
        self.counted();
        let begun = Instant::now();
        let forgotten = self.purge(&drive, &chosen)? as f64 / 1e6;
        let (seconds, purge) = (begun.elapsed().as_secs_f64(), self.counted());
        let vault = Vault::open(
            &self.practice.drive,
            self.practice.config.practice.id,
            &self.practice.vault_key,
        )?;
        let begun = Instant::now();
        let permit = self.practice.state.permit()?;
        parity_groups::protect_all(&vault, &permit, &Silent)?;
        let (anew_seconds, anew) = (begun.elapsed().as_secs_f64(), self.counted());
        let moved = purge.read + purge.written + anew.read + anew.written;
        let Counted { read, written, parity_read, parity_written } = purge;
        println!(
            "{size:8} | {count:7} | {forgotten:12.1} | {seconds:5.2} | {read:6.1} | {written:6.1} | \
             {parity_read:6.1} | {parity_written:6.1} | {anew_seconds:5.2} | {:6.1} | {:5.2}",
            anew.read,
            moved / forgotten
        );
        Ok(())
    }

    /// Answers the bytes that were forgotten.
    fn purge(&mut self, drive: &Drive, chosen: &[RecordId]) -> Result<u64> {
        let vault = Vault::open(
            &self.practice.drive,
            self.practice.config.practice.id,
            &self.practice.vault_key,
        )?;
        bring(&vault, &self.practice.parts)?;
        let section = self.practice.state.sections()?.remove(0);
        let permit = self.practice.state.permit()?;
        let known = repack::known_objects(&self.practice.state, drive)?;
        let (parts, state) = (&mut self.practice.parts, &mut self.practice.state);
        let work = Work {
            section: section.section,
            identities: std::slice::from_ref(&self.identity),
            recipients: &[public(&self.identity)?],
            epoch: 1,
            next_part: section.next_part,
            forgotten: &self.forgotten,
            known: &known,
            unwiped: &[],
            keep_part: &mut |object, bytes| {
                parts.push((object.clone(), bytes.to_vec()));
                Ok(())
            },
            tell: &mut |now| state.adopt_rewritten(drive.row, now),
        };
        let outcome = purge::execute(&vault, &permit, work, &Silent)?;
        assert!(outcome.negative_test && outcome.failed_segments == 0, "{outcome:?}");
        self.practice.parts.retain(|(object, _)| outcome.parts.contains(object));
        self.practice.state.adopt_rewritten(drive.row, &outcome.now)?;
        self.practice.state.forget_records(chosen, Some(1))?;
        Ok(outcome.wiped_bytes)
    }

    /// What passed since the last time.
    fn counted(&self) -> Counted {
        let taken = |counter: &AtomicU64| counter.swap(0, Ordering::Relaxed) as f64 / 1e6;
        let drive = &self.practice.drive;
        Counted {
            read: taken(&drive.read),
            written: taken(&drive.written),
            parity_read: taken(&drive.parity_read),
            parity_written: taken(&drive.parity_written),
        }
    }
}

/// Bytes that do not compress.
fn noise(length: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(length + 4096);
    while bytes.len() < length {
        bytes.extend_from_slice(&hash::random_bytes::<4096>());
    }
    bytes.truncate(length);
    bytes
}

/// Puts what the computer keeps of the keyring onto a drive.
fn bring(vault: &Vault<'_>, parts: &[(ObjectPath, Vec<u8>)]) -> Result<()> {
    parts.iter().try_for_each(|(object, bytes)| vault.ensure_small(object, bytes).map(drop))
}
