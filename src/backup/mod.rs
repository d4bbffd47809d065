//! Backing up: one pass forward, with public keys only.
//!
//! ```text
//! recover → scan (what changed? an attack?) → read → cut, name, compress, seal → packs → checkpoint
//!         → manifest (the commit) → read back, and parity from the same reading
//! ```
//! Packs are durable before the index that names them, the keyring part that opens them before that
//! index too, and all indexes before the manifest. Stopping between any two leaves every earlier
//! snapshot whole, and finished checkpoints are adopted by the next run.

mod checkpoint;
mod commit;
mod feed;
mod read_back;
mod record;
mod recover;
mod scan;
mod watch;
mod worker;
mod writer;

pub use recover::recover;

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use crate::config::Config;
use crate::error::{DriveTrouble, Error, Result};
use crate::event::{Event, Observer, Step};
use crate::format::layout::ObjectPath;
use crate::id::SnapshotId;
use crate::state::{Drive, PURGE_BEGUN, State};
use crate::vault::{SectionWriter, Vault};

/// Keeps the computer's own copy of a keyring part, durably.
pub type KeepPart<'a> = &'a mut (dyn FnMut(&ObjectPath, &[u8]) -> Result<()> + Send);

/// Everything a backup needs. No secret that opens anything is among it.
pub struct Run<'a> {
    /// Sources and opening keys.
    pub config: &'a Config,
    /// What the computer remembers.
    pub state: &'a mut State,
    /// The drive.
    pub drive: &'a Drive,
    /// Its vault.
    pub vault: Vault<'a>,
    /// The sections to write into.
    pub sections: &'a [SectionWriter],
    /// Keeps the computer's copy of each new keyring part.
    pub keep_part: KeepPart<'a>,
    /// Folders that are never backed up: vaults and the program's own.
    pub never_enter: Vec<PathBuf>,
    /// When the run begins.
    pub now: jiff::Timestamp,
    /// Only look and count.
    pub dry_run: bool,
    /// The person knows why so much changed: whatever it is, it is recorded.
    pub expected_changes: bool,
}

/// What a backup did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The snapshot; absent after a dry run.
    pub snapshot: Option<SnapshotId>,
    /// Files in it.
    pub files: u64,
    /// Records in it.
    pub records: u64,
    /// Bytes of the files in it.
    pub source_bytes: u64,
    /// Files that were new or changed.
    pub new_files: u64,
    /// Bytes of these.
    pub new_bytes: u64,
    /// Files of the last run that are gone; those that only moved are not.
    pub vanished_files: u64,
    /// Bytes written to the drive.
    pub stored_bytes: u64,
    /// Files that could not be backed up.
    pub problems: u64,
    /// Records that were forgotten on purpose and still lie in a source; not backed up.
    pub forgotten_met: u64,
    /// Whether everything written was read back and good.
    pub read_back: bool,
}

/// Runs one backup.
///
/// # Errors
/// `Drive(HalfPurged)` when a purge on the drive must be finished first.
/// Anything that forbids a commit. Whatever happens, earlier snapshots are whole.
pub fn run(mut run: Run<'_>, observer: &dyn Observer) -> Result<Summary> {
    if run.state.drive_note(run.drive.row, PURGE_BEGUN)?.unwrap_or(false) {
        return Err(Error::drive(DriveTrouble::HalfPurged).of_drive(&run.drive.name));
    }
    if !run.dry_run {
        recover(run.state, run.drive, &run.vault, observer)?;
    }
    observer.on(Event::Step { step: Step::Scan, total_bytes: None });
    let mut watch = watch::Watch::new(&run)?;
    let scans = scan::all(&run, &mut watch, observer)?;
    let mut summary = count(&scans);
    if run.dry_run {
        return Ok(summary);
    }
    watch.judge_scan(&run, &scans)?;
    let snapshot = SnapshotId(crate::crypto::hash::random_id());
    observer.on(Event::Step { step: Step::Copy, total_bytes: Some(summary.new_bytes) });
    let mut written = read_back::Written::default();
    let mut commits = Vec::new();
    let (mut new_files, mut new_bytes) = (0, 0);
    for scan in scans {
        let copied = writer::copy(&mut run, scan, &mut written, observer)?;
        summary.problems += copied.problems;
        new_files += copied.done.iter().map(|done| done.new_files).sum::<u64>();
        new_bytes += copied.done.iter().map(|done| done.new_bytes).sum::<u64>();
        commits.push(copied);
    }
    // The scan counts what must be read; a file that was only touched has nothing new.
    (summary.new_files, summary.new_bytes) = (new_files, new_bytes);
    stop_if_asked(observer)?;
    watch.judge_read(&run, &commits)?;
    summary.vanished_files = watch.observed.vanished;
    observer.on(Event::Step { step: Step::Commit, total_bytes: None });
    for copied in commits {
        let totals = commit::commit(&mut run, snapshot, copied, &summary, &mut written)?;
        summary.files += totals.files;
        summary.records += totals.records;
        summary.source_bytes += totals.bytes;
    }
    watch.remember(&mut run)?;
    summary.snapshot = Some(snapshot);
    summary.stored_bytes = written.bytes();
    read_back::check(&mut run, &written, observer)?;
    run.state.note_read_back(run.drive.row, snapshot, &run.now.to_string())?;
    summary.read_back = true;
    Ok(summary)
}

fn count(scans: &[scan::Scan]) -> Summary {
    let sum = |of: fn(&scan::Scan) -> u64| scans.iter().map(of).sum();
    Summary {
        snapshot: None,
        files: 0,
        records: 0,
        source_bytes: 0,
        new_files: sum(|scan| scan.changed_files),
        new_bytes: sum(|scan| scan.changed_bytes),
        vanished_files: 0,
        stored_bytes: 0,
        problems: sum(|scan| scan.problems),
        forgotten_met: sum(|scan| scan.forgotten_met),
        read_back: false,
    }
}

/// Ends the run where the person asked it to.
fn stop_if_asked(observer: &dyn Observer) -> Result<()> {
    if observer.stop_requested() { Err(Error::Interrupted) } else { Ok(()) }
}

/// Raised by whichever part fails first; every other part stops at its next step.
#[derive(Default)]
struct Alarm(AtomicBool);

impl Alarm {
    fn raise(&self) {
        self.0.store(true, std::sync::atomic::Ordering::Relaxed);
    }

    fn is_raised(&self) -> bool {
        self.0.load(std::sync::atomic::Ordering::Relaxed)
    }
}
