//! A backup on one drive, from the run to what is remembered of it. The one place where a run is made.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Reading, Visit, Writing, ledger, refuse_half_purged};
use crate::backup::{self, BackupSummary, Run};
use crate::config::OpenFilesWay;
use crate::drives;
use crate::error::{DriveTrouble, Error, Result};
use crate::event::{Observer, Silent};
use crate::format::names::{Name, VAULT_FOLDER};
use crate::ledger::{BackedUp, Deed, Recorded};
use crate::platform::{self, OpenFiles, Pictures};
use crate::practice::{self, Plugged, Practice};
use crate::settle::{self, Debt};
use crate::state::named::{
    BACKUP_BEGUN, COPY_SPEED, ERASED_AGAIN, FORGOTTEN_CHANGED, FORGOTTEN_MET, FREE_BYTES,
    OTHERS_MET, WAS_FULL,
};
use crate::state::{Drive, State};
use crate::storage;
use crate::vault::Vault;

/// A run that copied for less than this says nothing about the drive.
const TELLING: Duration = Duration::from_secs(5);

/// How a backup is taken.
#[derive(Debug, Clone)]
pub struct Taking {
    /// When it begins.
    pub now: Timestamp,
    /// The person knows why so much changed: whatever it is, it is recorded.
    pub expected_changes: bool,
    /// Who takes pictures of disks where the practice wants them (`open-files`).
    pub pictures: Arc<dyn Pictures>,
}

impl Taking {
    /// Begins now; files that are held open are taken as the practice and this system have it.
    #[must_use]
    pub fn new(now: Timestamp, expected_changes: bool) -> Self {
        Self { now, expected_changes, pictures: platform::pictures() }
    }
}

/// What was done on one drive.
pub struct BackupDone {
    /// What the run did.
    pub summary: BackupSummary,
    /// What the drive is still owed.
    pub owes: Vec<Debt>,
    /// Drives that alone hold keys to part of what is on this one: their names.
    pub keys_elsewhere: Vec<String>,
    /// How long it took, in seconds.
    pub seconds: u64,
    /// The entry in the ledger; none where nothing was backed up.
    pub recorded: Option<Recorded>,
    /// Why the drive did not get its copy of the ledger; the next visit brings it.
    pub ledger: Option<Error>,
}

/// An observer that has a clock, which the library has not.
pub trait Stopwatch: Observer {
    /// How long the run has taken so far.
    fn taken(&self) -> Duration;
    /// Bytes that were copied, and how long that took; nothing where nobody measured it.
    fn copied(&self) -> Option<(u64, Duration)>;
}

impl Stopwatch for Silent {
    fn taken(&self) -> Duration {
        Duration::ZERO
    }

    fn copied(&self) -> Option<(u64, Duration)> {
        None
    }
}

/// What a backup would copy; nothing is written.
///
/// # Errors
/// As [`backup()`].
pub fn foresee(
    practice: &mut Practice,
    on: &Plugged,
    how: &Taking,
    observer: &dyn Observer,
) -> Result<BackupDone> {
    let owes = settle::owed(practice, &on.drive)?;
    refuse_half_purged(practice, &on.drive)?;
    let mut visit = Visit::reading(practice, on)?;
    let summary = visit.look(how, observer)?;
    drop(visit);
    let keys_elsewhere = practice.keys_elsewhere(&on.drive)?;
    Ok(BackupDone { summary, owes, keys_elsewhere, seconds: 0, recorded: None, ledger: None })
}

/// Backs up to a drive, tells the ledger, brings the drive its copy of it, and learns how fast and
/// how full the drive is.
///
/// # Errors
/// Anything that forbids a commit. Whatever happens, earlier snapshots are whole.
pub fn backup(
    practice: &mut Practice,
    on: &Plugged,
    how: &Taking,
    observer: &dyn Stopwatch,
) -> Result<BackupDone> {
    let mut visit = Visit::writing(practice, on, observer)?;
    let summary = visit.back_up(how, observer)?;
    // The ledger's copy is brought under a hold of its own.
    drop(visit);
    note_erased(&mut practice.state, &summary)?;
    let seconds = observer.taken().as_secs();
    let recorded = record(practice, &on.drive, &summary, seconds, how.now)?;
    let ledger = ledger::bring(practice, on).err();
    learn(practice, &on.drive, observer.copied())?;
    let owes = settle::owed(practice, &on.drive)?;
    let keys_elsewhere = practice.keys_elsewhere(&on.drive)?;
    Ok(BackupDone { summary, owes, keys_elsewhere, seconds, recorded, ledger })
}

/// What was erased and lies in the folders again, until the next backup looks.
fn note_erased(state: &mut State, summary: &BackupSummary) -> Result<()> {
    let unchanged = summary.forgotten_met.saturating_sub(summary.forgotten_changed);
    state.set_fact(&FORGOTTEN_CHANGED, &summary.forgotten_changed.to_le_bytes())?;
    state.set_fact(&FORGOTTEN_MET, &unchanged.to_le_bytes())?;
    state.set_fact(&ERASED_AGAIN, &summary.erased_again.to_le_bytes())
}

impl Visit<'_, Reading> {
    fn look(&mut self, how: &Taking, observer: &dyn Observer) -> Result<BackupSummary> {
        run(self, how, true, observer)
    }
}

impl Visit<'_, Writing> {
    /// The run alone: what stands in the state and on the drive afterwards, and no more.
    ///
    /// # Errors
    /// As [`backup()`].
    pub fn back_up(&mut self, how: &Taking, observer: &dyn Observer) -> Result<BackupSummary> {
        let drive = self.drive();
        let begun = Some(practice::stamp(how.now));
        self.practice.state.set_drive_note(drive.row, BACKUP_BEGUN, &begun)?;
        let mut done = run(self, how, false, observer);
        let is_full = matches!(&done, Err(Error::Drive { trouble: DriveTrouble::Full { .. }, .. }));
        if let Err(Error::Drive { trouble: DriveTrouble::Full { backups, .. }, .. }) = &mut done {
            *backups = Some(self.practice.state.count_backups(drive.row)?);
        }
        if is_full || done.is_ok() {
            self.practice.state.set_drive_note(drive.row, WAS_FULL, &is_full)?;
        }
        if done.is_ok() {
            self.practice.note_all_parts(drive)?;
        }
        if !matches!(&done, Err(Error::Drive { .. } | Error::Interrupted | Error::Io { .. })) {
            self.practice.state.set_drive_note(drive.row, BACKUP_BEGUN, &None::<String>)?;
        }
        done
    }
}

fn run<Kind>(
    visit: &mut Visit<'_, Kind>,
    how: &Taking,
    dry_run: bool,
    observer: &dyn Observer,
) -> Result<BackupSummary> {
    let (drive, vault) = (visit.drive(), visit.vault());
    let practice = &mut *visit.practice;
    let sections = practice.writers()?;
    let never_enter = never_enter(practice)?;
    let wants_pictures = practice.config.practice.open_files == OpenFilesWay::AsAfterAPowerCut;
    let home = practice.home.clone();
    let seq = if dry_run { drive.seq } else { above_others(practice, drive, &vault)? };
    let numbered = Drive { seq, ..drive.clone() };
    let run = Run {
        config: &practice.config,
        state: &mut practice.state,
        drive: &numbered,
        vault,
        sections: &sections,
        keep_part: &mut |object, bytes| practice::save_part(&home, object, bytes),
        never_enter,
        open_files: wants_pictures.then(|| Arc::new(OpenFiles::new(Arc::clone(&how.pictures)))),
        now: how.now,
        dry_run,
        expected_changes: how.expected_changes,
    };
    let done = backup::run(run, observer).map_err(|error| error.of_drive(&drive.name));
    let done = done.map_err(|error| drives::note_error(&mut practice.state, drive, error))?;
    if done.read_back {
        drives::note_good_write(&mut practice.state, drive)?;
    }
    Ok(done)
}

/// Backups of other computers that were met on a drive.
#[derive(Default, Serialize, Deserialize)]
struct OthersMet {
    /// The number above which the next backup counts.
    seq: u64,
    /// When they were made, as their names say.
    times: BTreeSet<String>,
}

/// The number above which a backup must count. Without a key nobody can read how far another computer that backs
/// up to the same drive has counted; but each of its backups took one number, and its manifest lies there.
fn above_others(practice: &mut Practice, drive: &Drive, vault: &Vault<'_>) -> Result<u64> {
    let known = practice.state.snapshots(drive.row)?;
    let known: BTreeSet<&str> = known.iter().map(|shot| shot.object.as_str()).collect();
    let mut times = BTreeSet::new();
    for place in ["sections", "mirror/sections"] {
        for (object, _) in storage::survey(vault.storage, place)?.objects {
            let first = object.first_copy();
            let is_manifest = matches!(Name::of(&first), Some(Name::Manifest { .. }));
            if is_manifest && !known.contains(first.as_str()) {
                times.extend(first.file_name().split('-').next().map(str::to_owned));
            }
        }
    }
    let mut met: OthersMet = practice.state.drive_note(drive.row, OTHERS_MET)?.unwrap_or_default();
    let new = times.difference(&met.times).count() as u64;
    met.seq = met.seq.max(drive.seq).saturating_add(new);
    met.times = times;
    practice.state.set_drive_note(drive.row, OTHERS_MET, &met)?;
    Ok(met.seq)
}

/// Vaults and the program's own folder.
fn never_enter(practice: &Practice) -> Result<Vec<PathBuf>> {
    let known = practice.state.drives()?;
    let vaults = known.iter().map(|drive| drive.path.join(VAULT_FOLDER));
    Ok(vaults.chain([practice.home.clone()]).collect())
}

fn record(
    practice: &mut Practice,
    drive: &Drive,
    summary: &BackupSummary,
    seconds: u64,
    now: Timestamp,
) -> Result<Option<Recorded>> {
    let Some(snapshot) = summary.snapshot else { return Ok(None) };
    let deed = BackedUp {
        drive: drive.id,
        name: drive.name.clone(),
        snapshot,
        files: summary.files,
        new_files: summary.new_files,
        new_bytes: summary.new_bytes,
        stored_bytes: summary.stored_bytes,
        problems: summary.problems,
        read_back: summary.read_back,
        seconds,
    };
    // The run took its time: the entry is of when it was done.
    let done = now + Duration::from_secs(seconds);
    ledger::note(practice, Deed::BackedUp(deed), done).map(Some)
}

/// How much room is left on a drive, and how fast it is.
fn learn(practice: &mut Practice, drive: &Drive, copied: Option<(u64, Duration)>) -> Result<()> {
    if let Some(free) = platform::free_bytes(&drive.path) {
        practice.state.set_drive_note(drive.row, FREE_BYTES, &free)?;
    }
    let telling = copied.filter(|(_, time)| *time >= TELLING);
    let Some((bytes, time)) = telling else { return Ok(()) };
    let own = bytes / time.as_secs().max(1);
    // Half of it is history, so that one bad day does not become the rule.
    let learnt = usual_speed(practice, drive)?.map_or(own, |usual| usual.midpoint(own));
    practice.state.set_drive_note(drive.row, COPY_SPEED, &learnt)
}

/// Bytes per second that copying to a drive usually takes.
///
/// # Errors
/// `State`.
pub fn usual_speed(practice: &Practice, drive: &Drive) -> Result<Option<u64>> {
    practice.state.drive_note(drive.row, COPY_SPEED)
}

/// When the backup began that was not finished on a drive.
///
/// # Errors
/// `State`.
pub fn begun(practice: &Practice, drive: &Drive) -> Result<Option<Timestamp>> {
    let begun: Option<Option<String>> = practice.state.drive_note(drive.row, BACKUP_BEGUN)?;
    Ok(begun.flatten().and_then(|time| time.parse().ok()))
}
