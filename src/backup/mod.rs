//! Backing up: one pass forward, with public keys only.
//!
//! ```text
//! recover → scan (what changed? an attack?) → read → cut, name, compress, seal → packs → checkpoint
//!         → manifest (the commit) → read back, and parity from the same reading
//! ```
//! Packs are durable before the index that names them, the keyring part that opens them before that
//! index too, and all indexes before the manifest. Stopping between any two leaves every earlier
//! snapshot whole, and finished checkpoints are adopted by the next run.

mod base;
mod checkpoint;
mod commit;
mod pipeline;
mod read_back;
mod reader;
mod record;
mod recover;
mod remembered;
mod run;
mod scan;
mod waiting;
mod watch;
mod work;
mod worker;
mod writer;

pub use recover::recover;
pub use run::{BackupSummary, Run};

use crate::error::Result;
use crate::event::{Event, Observer, Step};
use crate::id::SnapshotId;
use crate::platform;
use crate::storage::Metered;
use crate::unsaved::{self, Met};
use crate::vault::Vault;

/// Runs one backup.
///
/// # Errors
/// Anything that forbids a commit. Whatever happens, earlier snapshots are whole.
pub fn run(run: Run<'_>, observer: &dyn Observer) -> Result<BackupSummary> {
    let metered = Metered::new(run.vault.storage);
    let vault = Vault { storage: &metered, ..run.vault };
    let summary = on_drive(
        Run {
            config: run.config,
            state: run.state,
            drive: run.drive,
            vault,
            sections: run.sections,
            keep_part: run.keep_part,
            never_enter: run.never_enter,
            open_files: run.open_files,
            now: run.now,
            dry_run: run.dry_run,
            expected_changes: run.expected_changes,
        },
        observer,
    )?;
    let (drive_written, drive_read) = (metered.written_bytes(), metered.read_bytes());
    Ok(BackupSummary { drive_written, drive_read, ..summary })
}

fn on_drive(mut run: Run<'_>, observer: &dyn Observer) -> Result<BackupSummary> {
    observer.on(Event::Step { step: Step::Scan, total_bytes: None });
    let mut watch = watch::Watch::new(&run)?;
    let scans = scan::all(&run, &mut watch, observer)?;
    let mut summary = count(&scans);
    if run.dry_run {
        return Ok(summary);
    }
    let changed: Vec<_> = scans.iter().flat_map(|scan| &scan.changed).collect();
    watch.judge_scan(&run, &changed)?;
    warn_if_tight(&run, &changed, observer);
    let mut unsaved = Met::default();
    let snapshot = SnapshotId(crate::crypto::hash::random_id());
    observer.on(Event::Step { step: Step::Copy, total_bytes: Some(summary.new_bytes) });
    let mut written = read_back::Written::default();
    let mut commits = Vec::new();
    let (mut new_files, mut new_bytes) = (0, 0);
    for scan in scans {
        let mut copied = pipeline::copy(&mut run, scan, &mut written, observer)?;
        unsaved.add(std::mem::take(&mut copied.unsaved));
        summary.problems += copied.problems;
        summary.with_streams += copied.with_streams;
        new_files += copied.done.iter().map(|done| done.new_files).sum::<u64>();
        new_bytes += copied.done.iter().map(|done| done.new_bytes).sum::<u64>();
        commits.push(copied);
    }
    // The scan counts what must be read; a file that was only touched has nothing new.
    (summary.new_files, summary.new_bytes) = (new_files, new_bytes);
    if let Some(open_files) = &run.open_files {
        (summary.open_files, summary.no_picture) = (open_files.taken(), open_files.trouble());
    }
    observer.check()?;
    watch.judge_read(&run, &commits)?;
    summary.vanished_files = watch.observed.vanished;
    if !run.expected_changes {
        (summary.odd_files, summary.odd_ending) = watch.observed.odd();
    }
    observer.on(Event::Step { step: Step::Commit, total_bytes: None });
    for copied in commits {
        let totals = commit::commit(&mut run, snapshot, copied, &summary, &mut written)?;
        summary.files += totals.files;
        summary.records += totals.records;
        summary.source_bytes += totals.bytes;
    }
    watch.remember(&mut run)?;
    unsaved::remember(run.state, run.drive.id, &unsaved, &run.now.to_string())?;
    summary.snapshot = Some(snapshot);
    summary.stored_bytes = written.bytes();
    read_back::check(&mut run, &written, observer)?;
    run.state.note_read_back(run.drive.row, snapshot, &run.now.to_string())?;
    summary.read_back = true;
    Ok(summary)
}

/// Told before the first byte is copied, and not when the drive is full.
fn warn_if_tight(run: &Run<'_>, changed: &[&waiting::Waiting], observer: &dyn Observer) {
    let new_bytes = changed.iter().map(|record| record.head.to_store_bytes).sum();
    if let Some(free_bytes) = platform::free_bytes(&run.drive.path).filter(|free| *free < new_bytes)
    {
        observer.on(Event::Tight { new_bytes, free_bytes });
    }
}

fn count(scans: &[scan::Scan]) -> BackupSummary {
    let sum = |of: fn(&scan::Scan) -> u64| scans.iter().map(of).sum();
    BackupSummary {
        snapshot: None,
        files: 0,
        records: 0,
        source_bytes: 0,
        new_files: sum(|scan| scan.changed_files),
        new_bytes: sum(|scan| scan.changed_bytes),
        vanished_files: 0,
        odd_files: 0,
        odd_ending: None,
        stored_bytes: 0,
        drive_written: 0,
        drive_read: 0,
        problems: sum(|scan| scan.problems),
        open_files: 0,
        no_picture: None,
        with_streams: 0,
        absent: scans.iter().flat_map(|scan| scan.absent.clone()).collect(),
        left_out: sum(|scan| scan.unsaved.left_out.names()),
        links_out: sum(|scan| scan.unsaved.links),
        forgotten_met: sum(|scan| scan.forgotten_met),
        forgotten_changed: sum(|scan| scan.forgotten_changed),
        erased_again: sum(|scan| scan.erased_again),
        read_back: false,
    }
}
