//! One drive: recognise it, bring it what it is owed, back up, record, eject.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use refuge::backup::{self, Run};
use refuge::drives::{self, Ejected};
use refuge::error::{DriveTrouble, Error, Result};
use refuge::event::{Event, Observer, Step};
use refuge::format::names::VAULT_FOLDER;
use refuge::ledger::{BackedUp, Deed};
use refuge::platform;
use refuge::practice::{self, Plugged, Practice};
use refuge::settle::Debt;
use refuge::state::{Drive, FORGOTTEN_CHANGED};
use refuge::status::FREE_BYTES;
use serde_json::{Value, json};

use super::{debts, said};
use crate::cli::{
    Face, Failure,
    args::daily::Backup,
    commands::{
        home,
        noted::{bring, note},
    },
    progress::{Progress, Tally},
    tell,
};

/// Steps a person is told the number of.
const STEPS: &[Step] = &[Step::Scan, Step::Copy, Step::ReadBack, Step::Eject];
const STEPS_STAYING: &[Step] = &[Step::Scan, Step::Copy, Step::ReadBack];
const STEPS_DRY: &[Step] = &[Step::Scan];

/// Drive note: bytes per second that copying to it usually takes.
const COPY_SPEED: &str = "copy-speed";
/// Drive note: when the backup began that was not finished, RFC 3339.
pub(super) const BEGUN: &str = "backup-begun";
/// A run that copied for less than this says nothing about the drive.
const TELLING: Duration = Duration::from_secs(5);

/// How a drive left the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Out {
    /// It was let go of.
    Let(Ejected),
    /// It stays, as was asked.
    Stays,
    /// Something uses it.
    Busy,
}

/// Why a drive got no backup, and how it left the run.
pub(crate) struct Stopped {
    pub(super) failure: Failure,
    /// None where nobody tried, or where it was gone anyway.
    pub(super) out: Option<Out>,
}

impl From<Failure> for Stopped {
    fn from(failure: Failure) -> Self {
        Self { failure, out: None }
    }
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Self {
        Failure::from(error).into()
    }
}

impl From<Stopped> for Failure {
    fn from(stopped: Stopped) -> Self {
        stopped.failure
    }
}

/// What was done on one drive.
pub(crate) struct Done {
    pub(super) drive: Drive,
    pub(crate) summary: backup::Summary,
    pub(super) owes: Vec<Debt>,
    pub(super) out: Out,
    pub(super) seconds: u64,
    /// Number of the entry in the ledger.
    pub(super) entry: Option<u64>,
}

impl Done {
    /// Whether every file was backed up and everything written was read back.
    pub(super) fn is_whole(&self) -> bool {
        let done = &self.summary;
        done.problems == 0 && (done.read_back || done.snapshot.is_none())
    }

    /// Whether nothing of the folders is missing from it, not even by rule.
    pub(super) const fn is_complete(&self) -> bool {
        let done = &self.summary;
        done.problems == 0 && done.left_out == 0 && done.links_out == 0
    }

    /// What programs are told.
    pub(super) fn fields(&self) -> Vec<(&'static str, Value)> {
        let done = &self.summary;
        let owes: Vec<&str> = self.owes.iter().map(|debt| debt.word()).collect();
        vec![
            ("drive", json!(self.drive.name)),
            ("snapshot", json!(done.snapshot.map(|id| id.hex()))),
            ("files", json!(done.files)),
            ("records", json!(done.records)),
            ("source_bytes", json!(done.source_bytes)),
            ("new_files", json!(done.new_files)),
            ("new_bytes", json!(done.new_bytes)),
            ("vanished_files", json!(done.vanished_files)),
            ("stored_bytes", json!(done.stored_bytes)),
            ("drive_written", json!(done.drive_written)),
            ("drive_read", json!(done.drive_read)),
            ("problems", json!(done.problems)),
            ("absent_folders", json!(done.absent.len())),
            ("left_out", json!(done.left_out)),
            ("links_out", json!(done.links_out)),
            ("forgotten_met", json!(done.forgotten_met)),
            ("forgotten_changed", json!(done.forgotten_changed)),
            ("read_back", json!(done.read_back)),
            ("ejected", json!(self.out == Out::Let(Ejected::Done))),
            ("owes", json!(owes)),
            ("ledger_entry", json!(self.entry)),
            ("seconds", json!(self.seconds)),
        ]
    }
}

pub(crate) fn back_up(
    face: &mut Face<'_>,
    practice: &mut Practice,
    plugged: Plugged,
    options: &Backup,
) -> Result<Done, Stopped> {
    let lines = said::recognised(face, practice, &plugged.drive)?;
    lines.iter().for_each(|line| face.say(line));
    let progress = progress(face, practice, &plugged.drive, options)?;
    let stays = options.no_eject || options.dry_run;
    match write(face, practice, &plugged, options, &progress) {
        Ok(done) if stays => {
            progress.finish();
            Ok(done)
        }
        Ok(done) => Ok(Done { out: leave(face, plugged, progress), ..done }),
        Err(failure) => {
            progress.abandon();
            // Also after a failure nothing should stay plugged in; that it could not be ejected
            // would be the smaller trouble.
            let out = (!stays && !is_gone(&failure))
                .then(|| drives::eject(plugged).map_or(Out::Busy, Out::Let));
            Err(Stopped { failure, out })
        }
    }
}

/// The last step. The backup is good whatever comes of it.
fn leave(face: &Face<'_>, plugged: Plugged, progress: Progress<'_>) -> Out {
    if !plugged.drive.fixed {
        progress.on(Event::Step { step: Step::Eject, total_bytes: None });
    }
    match drives::eject(plugged) {
        Ok(Ejected::Unsupported) => {
            progress.abandon();
            Out::Let(Ejected::Unsupported)
        }
        Ok(out) => {
            progress.finish();
            Out::Let(out)
        }
        Err(error) => {
            progress.abandon();
            tell(face, &error.into());
            Out::Busy
        }
    }
}

fn progress<'a>(
    face: &Face<'a>,
    practice: &Practice,
    drive: &Drive,
    options: &Backup,
) -> Result<Progress<'a>> {
    let steps = match (options.dry_run, options.no_eject || drive.fixed) {
        (true, _) => STEPS_DRY,
        (_, true) => STEPS_STAYING,
        _ => STEPS,
    };
    let usual = practice.state.drive_note(drive.row, COPY_SPEED)?;
    let progress = face.progress("backup", steps).usual_speed(usual);
    Ok(progress.first(drive.last_backup.is_none()))
}

/// Pays the drive's debts, backs up to it and records it.
fn write(
    face: &mut Face<'_>,
    practice: &mut Practice,
    plugged: &Plugged,
    options: &Backup,
    progress: &Progress<'_>,
) -> Result<Done, Failure> {
    let drive = plugged.drive.clone();
    if options.dry_run {
        let owes = refuge::settle::owed(practice, &drive)?;
        let summary = copy(practice, plugged, options, progress)?;
        return Ok(Done { drive, summary, owes, out: Out::Stays, seconds: 0, entry: None });
    }
    let owes = debts::pay(face, practice, plugged, progress)?;
    let started = Instant::now();
    practice.state.set_drive_note(drive.row, BEGUN, &Some(practice::stamp(home::now())))?;
    let copied = copy(practice, plugged, options, progress);
    if !matches!(&copied, Err(Error::Drive { .. } | Error::Interrupted | Error::Io { .. })) {
        practice.state.set_drive_note(drive.row, BEGUN, &None::<String>)?;
    }
    let summary = copied?;
    let seconds = started.elapsed().as_secs();
    let mut done = Done { drive, summary, owes, out: Out::Stays, seconds, entry: None };
    record(practice, &mut done)?;
    bring(face, practice, plugged);
    learn(practice, &done.drive, &progress.tally())?;
    Ok(done)
}

fn copy(
    practice: &mut Practice,
    plugged: &Plugged,
    options: &Backup,
    progress: &Progress<'_>,
) -> Result<backup::Summary> {
    let vault = plugged.vault(practice)?;
    let _lock = plugged.disk.lock()?;
    let sections = practice.writers()?;
    let never_enter = never_enter(practice)?;
    let home = practice.home.clone();
    let run = Run {
        config: &practice.config,
        state: &mut practice.state,
        drive: &plugged.drive,
        vault,
        sections: &sections,
        keep_part: &mut |object, bytes| practice::save_part(&home, object, bytes),
        never_enter,
        now: home::now(),
        dry_run: options.dry_run,
        expected_changes: options.expected_changes,
    };
    let done = backup::run(run, progress).map_err(|error| error.of_drive(&plugged.drive.name));
    let state = &mut practice.state;
    let done = done.map_err(|error| drives::note_error(state, &plugged.drive, error))?;
    if done.read_back {
        drives::note_good_write(state, &plugged.drive)?;
    }
    Ok(done)
}

/// Vaults and the program's own folder.
fn never_enter(practice: &Practice) -> Result<Vec<PathBuf>> {
    let known = practice.state.drives()?;
    let vaults = known.iter().map(|drive| drive.path.join(VAULT_FOLDER));
    Ok(vaults.chain([practice.home.clone()]).collect())
}

/// Writes the backup into the ledger.
fn record(practice: &mut Practice, done: &mut Done) -> Result<()> {
    let Some(snapshot) = done.summary.snapshot else { return Ok(()) };
    let summary = &done.summary;
    practice.state.set_fact(FORGOTTEN_CHANGED, &summary.forgotten_changed.to_le_bytes())?;
    let deed = BackedUp {
        drive: done.drive.id,
        name: done.drive.name.clone(),
        snapshot,
        files: summary.files,
        new_files: summary.new_files,
        new_bytes: summary.new_bytes,
        stored_bytes: summary.stored_bytes,
        problems: summary.problems,
        read_back: summary.read_back,
        seconds: done.seconds,
    };
    done.entry = Some(note(practice, Deed::BackedUp(deed))?.entry.number);
    Ok(())
}

/// How much room is left on a drive, and how fast it is.
fn learn(practice: &mut Practice, drive: &Drive, tally: &Tally) -> Result<()> {
    if let Some(free) = platform::free_bytes(&drive.path) {
        practice.state.set_drive_note(drive.row, FREE_BYTES, &free)?;
    }
    let telling = tally.copied.filter(|(_, time)| *time >= TELLING);
    let Some((bytes, time)) = telling else { return Ok(()) };
    let own = bytes / time.as_secs().max(1);
    let usual: Option<u64> = practice.state.drive_note(drive.row, COPY_SPEED)?;
    // Half of it is history, so that one bad day does not become the rule.
    let learnt = usual.map_or(own, |usual| usual.midpoint(own));
    practice.state.set_drive_note(drive.row, COPY_SPEED, &learnt)
}

const fn is_gone(failure: &Failure) -> bool {
    matches!(failure, Failure::Library(Error::Drive { trouble: DriveTrouble::Gone, .. }))
}
