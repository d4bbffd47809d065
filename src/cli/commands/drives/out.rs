//! `refuge drives eject` and `refuge drives retire`: a drive that goes, for today or for good.

use refuge::drives::{self, Ejected, OVERWRITE, RETIRED_ON};
use refuge::error::{DriveTrouble, Error, Result};
use refuge::event::Step;
use refuge::fate::{Fate, Overwrite};
use refuge::incident::{self, Permit};
use refuge::ledger::{self, Deed, DriveWiped};
use refuge::practice::{Plugged, Practice};
use refuge::state::{Drive, DriveState};
use refuge::status;
use refuge::wipe::{self, Outcome, Reach};

use super::event;
use crate::cli::{
    Exit, Face, Failure, Summary,
    commands::{home, noted},
    fl, safe, units,
    words::fates,
};

pub(super) fn eject(face: &mut Face<'_>, name: &str) -> Result<Exit, Failure> {
    let mut practice = home::practice(face)?;
    let plugged = practice.readable_one(Some(name), home::now())?;
    let drive = safe(&plugged.drive.name);
    let words = face.words;
    let (word, said) = match drives::eject(plugged)? {
        Ejected::Done => ("done", fl!(words, "drives-ejected", drive = drive)),
        Ejected::Nothing => ("nothing", fl!(words, "drives-nothing-to-eject", drive = drive)),
        Ejected::Unsupported => ("unsupported", fl!(words, "drives-eject-by-hand", drive = drive)),
    };
    face.finish(&Summary::new("drives", Exit::Done).with("ejected", word), &[said])
}

pub(super) fn retire(face: &mut Face<'_>, name: &str) -> Result<Exit, Failure> {
    let mut practice = home::practice(face)?;
    let permit = incident::refuse_while_open(&practice.state)?;
    let plugged = to_wipe(&mut practice, name)?;
    let words = face.words;
    let drive = safe(&plugged.drive.name);
    if face.can_ask() && face.common.confirm.is_none() {
        face.say(&fl!(words, "drives-retire-before", drive = drive.as_str()));
    }
    let given = face.common.confirm.clone();
    face.talk().typed(&fl!(words, "drives-type-name"), &plugged.drive.name, given.as_deref())?;
    let outcome = wipe(face, &mut practice, (&plugged, &permit));
    let done = match outcome {
        Ok(done) => done,
        // What was done until then is in nobody's hands: it counts for nothing.
        Err(error) => {
            enter(&mut practice, &plugged, &Outcome::default(), Overwrite::Failed)?;
            return Err(error.of_drive(&plugged.drive.name).into());
        }
    };
    let reached = if done.is_whole() { Overwrite::Objects } else { Overwrite::Failed };
    let (fate, entry) = enter(&mut practice, &plugged, &done, reached)?;
    wipe::close(plugged.disk);
    report(face, &plugged.drive, &done, &fate, &entry)
}

/// The drive in whatever state: one that was half wiped before is found again and goes on.
fn to_wipe(practice: &mut Practice, name: &str) -> Result<Plugged> {
    let drive = practice.state.drive_named(name)?;
    let refused = |trouble| Error::drive(trouble).of_drive(&drive.name);
    if matches!(drive.state, DriveState::Lost | DriveState::Destroyed) {
        return Err(refused(DriveTrouble::Retired));
    }
    let seen = practice.look(home::now())?;
    let mut own = seen
        .into_iter()
        .filter(|seen| seen.drive.as_ref().is_some_and(|found| found.row == drive.row));
    let found = own.next().ok_or_else(|| refused(DriveTrouble::NotPlugged))?;
    match (found.trouble, found.disk) {
        (None | Some(DriveTrouble::Retired | DriveTrouble::RolledBack { .. }), Some(disk)) => {
            Ok(Plugged { drive, disk })
        }
        (trouble, _) => Err(refused(trouble.unwrap_or(DriveTrouble::NotPlugged))),
    }
}

/// Nothing is backed up to it from here on, and an end that is never noted counts as a failure.
fn wipe(
    face: &Face<'_>,
    practice: &mut Practice,
    (plugged, permit): (&Plugged, &Permit),
) -> Result<Outcome> {
    let drive = &plugged.drive;
    let _lock = plugged.disk.lock()?;
    practice.state.set_drive_state(drive, DriveState::Retired)?;
    practice.state.set_drive_note(drive.row, RETIRED_ON, &home::today())?;
    practice.state.set_drive_note(drive.row, OVERWRITE, &Overwrite::Failed)?;
    practice.state.forget_contents(drive.row)?;
    let progress = face.progress("drives", &[Step::Wipe]);
    let done = wipe::run(&plugged.disk, permit, reach(plugged), &progress);
    progress.finish();
    done
}

/// A folder lies on a disk that others use too: its free room is not the drive's.
const fn reach(plugged: &Plugged) -> Reach {
    if plugged.drive.fixed { Reach::Files } else { Reach::FilesAndRoom }
}

/// Notes what was reached, and enters it in the ledger at the level the facts support.
fn enter(
    practice: &mut Practice,
    plugged: &Plugged,
    done: &Outcome,
    reached: Overwrite,
) -> Result<(Fate, ledger::Recorded)> {
    practice.state.set_drive_note(plugged.drive.row, OVERWRITE, &reached)?;
    let drive = practice.state.drive_named(&plugged.drive.name)?;
    let fate = status::fate_of(practice, &drive, true, home::today())?;
    let wiped = DriveWiped {
        drive: event(practice, &drive, None)?,
        scope: reach(plugged).word().to_owned(),
        passes: 1,
        verified_bytes: done.verified_bytes,
        failed_bytes: done.failed_bytes,
        level: fate.level,
    };
    Ok((fate, noted::note(practice, Deed::DriveWiped(wiped))?))
}

fn report(
    face: &mut Face<'_>,
    drive: &Drive,
    done: &Outcome,
    fate: &Fate,
    entry: &ledger::Recorded,
) -> Result<Exit, Failure> {
    let words = face.words;
    let exit = if done.is_whole() { Exit::Done } else { Exit::Problems };
    let summary = Summary::new("drives", exit)
        .with("drive", drive.name.as_str())
        .with("level", serde_json::json!(fate.level))
        .with("verified_bytes", done.verified_bytes)
        .with("failed_bytes", done.failed_bytes)
        .with("files_left", done.files_left)
        .with("fate", serde_json::json!(fate.verdict))
        .with("ledger_entry", entry.entry.number);
    let drive = safe(&drive.name);
    let language = words.language();
    let size = units::bytes(language, done.verified_bytes);
    let mut said = if done.is_whole() {
        vec![fl!(words, "drives-retired", drive = drive, size = size)]
    } else {
        let failed = units::bytes(language, done.failed_bytes);
        vec![fl!(words, "drives-retire-failed", drive = drive, size = failed)]
    };
    said.push(fl!(words, "drives-retired-worth", record = entry.label()));
    said.extend(fate.reasons.iter().filter_map(|reason| fates::reason(words, *reason)));
    face.finish(&summary, &said)
}
