//! `refuge backup`: recognise a drive, bring it what it lacks, back up, say how it went.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use refuge::backup::{self, Run};
use refuge::drives;
use refuge::error::{DriveTrouble, Error, Result};
use refuge::event::Step;
use refuge::format::layout::VAULT_FOLDER;
use refuge::practice::{self, Plugged, Practice};

use super::super::args::daily::Backup;
use super::super::catalog::fl;
use super::super::exit::Exit;
use super::super::face::Face;
use super::super::failure::Failure;
use super::super::summary::Summary;
use super::super::terminal::safe;
use super::super::units;
use super::{home, incident};

/// Steps a person is told the number of.
const STEPS: &[Step] = &[Step::Scan, Step::Copy, Step::Commit, Step::ReadBack];
const STEPS_DRY: &[Step] = &[Step::Scan];

/// How often a drive is looked for while waiting.
const LOOK_EVERY: Duration = Duration::from_secs(2);

pub(super) fn run(face: &mut Face<'_>, options: &Backup) -> Result<Exit, Failure> {
    let mut practice = home::practice(face)?;
    if !options.dry_run {
        incident::before_backup(face, &practice)?;
    }
    let plugged = drive(face, &mut practice, options)?;
    let started = Instant::now();
    let done = match write(face, &mut practice, &plugged, options) {
        Err(Error::MassChange(change)) => {
            return incident::after_refusal(face, &mut practice, change);
        }
        other => other?,
    };
    report(face, &plugged, &done, started.elapsed().as_secs())
}

/// The drive, waited for as long as `--wait` says.
fn drive(face: &mut Face<'_>, practice: &mut Practice, options: &Backup) -> Result<Plugged> {
    let patience = Duration::from_secs(60 * u64::from(options.wait.unwrap_or(0)));
    let started = Instant::now();
    let mut told = false;
    loop {
        match practice.plugged_one(options.drive.as_deref(), home::now()) {
            Err(error) if is_absent(&error) && started.elapsed() < patience => {}
            other => return other,
        }
        if face.stop.requested() {
            return Err(Error::Interrupted);
        }
        if !told {
            let line = fl!(face.words, "backup-waiting");
            face.say(&line);
            told = true;
        }
        std::thread::sleep(LOOK_EVERY);
    }
}

const fn is_absent(error: &Error) -> bool {
    use DriveTrouble::{NonePlugged, NotPlugged};
    matches!(error, Error::Drive { trouble: NonePlugged | NotPlugged, .. })
}

fn write(
    face: &Face<'_>,
    practice: &mut Practice,
    plugged: &Plugged,
    options: &Backup,
) -> Result<backup::Summary> {
    let vault = plugged.vault(practice)?;
    let _lock = plugged.disk.lock()?;
    if !options.dry_run {
        practice.bring_parts(&vault)?;
    }
    let sections = practice.writers()?;
    let never_enter = never_enter(practice)?;
    let home = practice.home.clone();
    let progress = face.progress("backup", if options.dry_run { STEPS_DRY } else { STEPS });
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
    let done = backup::run(run, &progress).map_err(|error| error.of_drive(&plugged.drive.name));
    progress.finish();
    done.map_err(|error| drives::note_error(&mut practice.state, &plugged.drive, error))
}

/// Vaults and the program's own folder.
fn never_enter(practice: &Practice) -> Result<Vec<PathBuf>> {
    let drives = practice.state.drives()?;
    let vaults = drives.iter().map(|drive| drive.path.join(VAULT_FOLDER));
    Ok(vaults.chain([practice.home.clone()]).collect())
}

fn report(
    face: &mut Face<'_>,
    plugged: &Plugged,
    done: &backup::Summary,
    seconds: u64,
) -> Result<Exit, Failure> {
    let is_whole = done.problems == 0 && (done.read_back || done.snapshot.is_none());
    let exit = if is_whole { Exit::Done } else { Exit::Problems };
    let summary = Summary::new("backup", exit)
        .with("drive", plugged.drive.name.as_str())
        .with("snapshot", done.snapshot.map(|id| id.hex()))
        .with("files", done.files)
        .with("records", done.records)
        .with("source_bytes", done.source_bytes)
        .with("new_files", done.new_files)
        .with("new_bytes", done.new_bytes)
        .with("vanished_files", done.vanished_files)
        .with("stored_bytes", done.stored_bytes)
        .with("problems", done.problems)
        .with("forgotten_met", done.forgotten_met)
        .with("read_back", done.read_back)
        .with("seconds", seconds);
    let sentences = sentences(face, plugged, done, seconds);
    face.finish(&summary, &sentences)
}

fn sentences(
    face: &Face<'_>,
    plugged: &Plugged,
    done: &backup::Summary,
    seconds: u64,
) -> Vec<String> {
    let words = face.words;
    let size = units::bytes(words.language(), done.new_bytes);
    if done.snapshot.is_none() {
        return vec![fl!(words, "backup-dry", files = done.new_files, size = size)];
    }
    let time = units::elapsed(words, seconds);
    let mut lines =
        vec![fl!(words, "backup-done", files = done.new_files, size = size, time = time)];
    if done.problems > 0 {
        lines.push(fl!(words, "backup-problems", files = done.problems));
    }
    if done.forgotten_met > 0 {
        lines.push(fl!(words, "backup-forgotten", records = done.forgotten_met));
    }
    let drive = safe(&plugged.drive.name);
    lines.push(if done.read_back {
        fl!(words, "backup-unplug", drive = drive)
    } else {
        fl!(words, "backup-not-read-back", drive = drive)
    });
    lines
}
