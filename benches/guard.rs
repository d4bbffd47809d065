//! What the guard costs a backup: the looks at bytes that pass by, and the peeks before anything is
//! written.
//!
//! `cargo bench --bench guard`. 400 records of 50 files, letters of 6 KB and scans of 40 KB, of which
//! nothing, one in a hundred, or all changed since the last run. The guard has no switch, so its parts
//! are done once more by themselves, over the same files on one thread: looking at every changed file,
//! peeking at 128 of them, deciding. Everything lies in the cache of the system. Figures:
//! `docs/decisions.md`.

#![allow(clippy::print_stdout, reason = "a table of figures is what this is for")]

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::Instant;

use jiff::{SignedDuration, Timestamp};
use refuge::crypto::hash;
use refuge::error::Result;
use refuge::guard::{self, Counts, FileLook, Nature, Observed, Samples, Stage};
use refuge::storage::memory::Memory;

mod practice;
use practice::{CREATED, Practice, on};

const RECORDS: usize = 400;
const FILES_PER_RECORD: usize = 50;
const LETTER_BYTES: usize = 6_000;
const SCAN_BYTES: usize = 40_000;
/// As many as a backup peeks at.
const PEEKED_MAX: usize = 128;
const LINE: &[u8] = b"The patient feels better, sleeps well, and will come back in three weeks. ";

/// Seconds that a part of the guard takes by itself.
struct Parts {
    looks: f64,
    peeks: f64,
    judgement: f64,
}

fn main() -> Result<()> {
    let (mut practice, _) = Practice::new(|_| Ok(Memory::new()))?;
    let all = RECORDS * FILES_PER_RECORD;
    println!(
        "files | changed | MB read | run: s | looks: s | peeks: s | decision: s | guard to run"
    );
    for changed in [all, 0, all / 100, all] {
        let chosen: Vec<PathBuf> = files(&practice, all.checked_div(changed)).collect();
        write(&chosen)?;
        let begun = Instant::now();
        // As if every file had rested for an hour: none is looked at for being fresh alone.
        let read = practice.back_up(Timestamp::now() + SignedDuration::from_hours(1))?.new_bytes;
        let run = begun.elapsed().as_secs_f64();
        let parts = Parts::measure(&chosen, all as u64)?;
        let Parts { looks, peeks, judgement } = parts;
        println!(
            "{all:5} | {changed:7} | {:7.1} | {run:6.2} | {looks:8.4} | {peeks:8.4} | \
             {judgement:11.6} | {:6.2} %",
            read as f64 / 1e6,
            (looks + peeks + judgement) / run * 100.0
        );
    }
    Ok(())
}

impl Parts {
    fn measure(changed: &[PathBuf], before: u64) -> Result<Self> {
        let mut looks = 0.0;
        let mut natures = Vec::new();
        for path in changed {
            let bytes = std::fs::read(path).map_err(on(path))?;
            let begun = Instant::now();
            natures.push(FileLook { size_bytes: bytes.len() as u64, nature: Nature::of(&bytes) });
            looks += begun.elapsed().as_secs_f64();
        }
        let step = changed.len().div_ceil(PEEKED_MAX).max(1);
        let begun = Instant::now();
        let mut spoiled = 0;
        for (path, known) in changed.iter().zip(&natures).step_by(step) {
            spoiled += u64::from(known.weigh(peek(path)?) == Some(true));
        }
        let peeks = begun.elapsed().as_secs_f64();
        let observed =
            Observed { before, changed: changed.len() as u64, spoiled, ..Observed::default() };
        let run = Counts { time: CREATED.to_owned(), touched: 40, spoiled: 0, expected: false };
        let history = vec![run; guard::RUNS_MAX];
        let begun = Instant::now();
        std::hint::black_box(guard::judge(&observed, &history, Stage::Read));
        Ok(Self { looks, peeks, judgement: begun.elapsed().as_secs_f64() })
    }
}

/// The places of one file, read on purpose.
fn peek(path: &Path) -> Result<FileLook> {
    let mut file = File::open(path).map_err(on(path))?;
    let size_bytes = file.metadata().map_err(on(path))?.len();
    let mut samples = Samples::new(size_bytes);
    while let Some(place) = samples.missing() {
        let mut bytes = vec![0; (place.end - place.start) as usize];
        file.seek(SeekFrom::Start(place.start)).map_err(on(path))?;
        file.read_exact(&mut bytes).map_err(on(path))?;
        samples.take(place.start, &bytes);
    }
    Ok(FileLook { size_bytes, nature: samples.nature() })
}

/// One file of so many, evenly spread over all records, or none.
fn files(practice: &Practice<Memory>, one_in: Option<usize>) -> impl Iterator<Item = PathBuf> {
    let source = practice.folder.path().join("source");
    let all = one_in.map(|one_in| (0..RECORDS * FILES_PER_RECORD).step_by(one_in));
    all.into_iter().flatten().map(move |number| {
        let (record, file) = (number / FILES_PER_RECORD, number % FILES_PER_RECORD);
        let ending = if file.is_multiple_of(2) { "txt" } else { "pdf" };
        source.join(format!("{record:03}/{file:02}.{ending}"))
    })
}

/// Writes these files anew: edited letters, other scans.
fn write(files: &[PathBuf]) -> Result<()> {
    for path in files {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(on(folder))?;
        }
        let is_letter = path.extension().is_some_and(|ending| ending == "txt");
        let bytes = if is_letter { letter() } else { scan() };
        std::fs::write(path, bytes).map_err(on(path))?;
    }
    Ok(())
}

fn letter() -> Vec<u8> {
    let number = data_encoding::HEXLOWER.encode(&hash::random_bytes::<16>());
    let lines = LINE.repeat(LETTER_BYTES / LINE.len());
    [number.as_bytes(), &lines].concat()
}

fn scan() -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    while bytes.len() < SCAN_BYTES {
        bytes.extend_from_slice(&hash::random_bytes::<4096>());
    }
    bytes.extend_from_slice(b"\nstartxref\n9\n%%EOF\n");
    bytes
}
