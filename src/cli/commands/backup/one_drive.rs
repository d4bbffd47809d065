//! One drive: recognise it, bring it what it is owed, back up, record, eject.

use refuge::drives::{self, Ejected};
use refuge::error::{DriveTrouble, Error, Result};
use refuge::event::{Event, Observer, Step};
use refuge::practice::{Plugged, Practice};
use refuge::state::Drive;
use refuge::visit::{self, Taking};

use super::stopped::Stopped;
use super::{debts, make_room};
use crate::cli::{
    Face, Failure, args::daily::Backup, commands::home, progress::Progress, tell, telling::mention,
};
use crate::faces::backup_told;
use crate::faces::outcome::{Done, Out};

/// Steps a person is told the number of.
const STEPS: &[Step] = &[Step::Scan, Step::Copy, Step::ReadBack, Step::Eject];
const STEPS_STAYING: &[Step] = &[Step::Scan, Step::Copy, Step::ReadBack];
const STEPS_DRY: &[Step] = &[Step::Scan];

pub(crate) fn back_up(
    face: &mut Face<'_>,
    practice: &mut Practice,
    plugged: Plugged,
    options: &Backup,
) -> Result<Done, Stopped> {
    let lines = backup_told::recognised(face.words, practice, &plugged.drive, home::now())?;
    lines.iter().for_each(|line| face.say(line));
    let mut watch = progress(face, practice, &plugged.drive, options)?;
    let stays = options.no_eject || options.dry_run;
    let mut written = write(face, practice, &plugged, options, &watch);
    if matches!(&written, Err(failure) if is_full(failure)) {
        watch.abandon();
        // What fails here is told; that the drive is full is what counts.
        let has_room = make_room::by_the_rule(face, practice, &plugged);
        watch = progress(face, practice, &plugged.drive, options)?;
        match has_room {
            Ok(true) => written = write(face, practice, &plugged, options, &watch),
            Ok(false) | Err(Failure::Library(Error::NotConfirmed)) => {}
            Err(failure @ Failure::Library(Error::Interrupted)) => written = Err(failure),
            Err(failure) => tell(face, &failure),
        }
    }
    let progress = watch;
    match written {
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
    let usual = visit::usual_speed(practice, drive)?;
    let progress = face.progress("backup", steps).usual_speed(usual);
    Ok(progress.first(drive.last_backup.is_none()))
}

/// Pays the drive's debts where somebody has the keys, and backs up to it.
fn write(
    face: &mut Face<'_>,
    practice: &mut Practice,
    plugged: &Plugged,
    options: &Backup,
    progress: &Progress<'_>,
) -> Result<Done, Failure> {
    let taking = |now| Taking::new(now, options.expected_changes);
    let done = if options.dry_run {
        visit::foresee(practice, plugged, &taking(home::now()), progress)?
    } else {
        debts::pay(face, practice, plugged)?;
        visit::backup(practice, plugged, &taking(home::now()), progress)?
    };
    if let Some(error) = &done.ledger {
        mention(face, error);
    }
    Ok(Done {
        drive: plugged.drive.clone(),
        entry: done.recorded.map(|recorded| recorded.entry.number),
        summary: done.summary,
        owes: done.owes,
        keys_elsewhere: done.keys_elsewhere,
        out: Out::Stays,
        seconds: done.seconds,
    })
}

const fn is_full(failure: &Failure) -> bool {
    matches!(failure, Failure::Library(Error::Drive { trouble: DriveTrouble::Full { .. }, .. }))
}

const fn is_gone(failure: &Failure) -> bool {
    matches!(failure, Failure::Library(Error::Drive { trouble: DriveTrouble::Gone, .. }))
}
