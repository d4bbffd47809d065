//! `refuge remind`: for the system's scheduler; at most one notice a day, and only when something is due.
//!
//! A missing drive is no news, an old backup is. A notice is read by whoever passes the screen, so it
//! says neither whose data it is nor where a drive lies.

use std::ffi::OsStr;

use jiff::Timestamp;
use refuge::error::Result;
use refuge::platform;
use refuge::practice::Practice;
use refuge::status::verdict::Matter;
use refuge::status::{self, Notice, Standing, Welcome};

use super::{home, line, menu, status::sentence};
use crate::cli::{
    Exit, Face, Failure, Summary,
    args::papers::{Remind, WhenPlugged},
    fl, safe,
};

pub(super) fn run(face: &mut Face<'_>, options: &Remind) -> Result<Exit, Failure> {
    if options.plugged { plugged(face, options.here) } else { daily(face) }
}

/// Keeps what the person wants when a drive of theirs is plugged in.
pub(super) fn choose(practice: &mut Practice, what: WhenPlugged) -> Result<()> {
    let welcome = match what {
        WhenPlugged::Notice => Welcome::Notice,
        WhenPlugged::Window => Welcome::Window,
        WhenPlugged::Quiet => Welcome::Quiet,
    };
    welcome.choose(practice)
}

fn daily(face: &mut Face<'_>) -> Result<Exit, Failure> {
    let mut practice = home::practice_reading(face)?;
    let now = home::now();
    let standing = status::stand(&mut practice, now)?;
    let notice = due(face, &standing);
    let shown = match &notice {
        Some(text) => !Notice::Due.was_shown(&practice, now)? && show(face, text),
        None => false,
    };
    if shown {
        Notice::Due.note_shown(&mut practice, now)?;
    }
    told(face, notice, shown)
}

/// A drive of ours that waits for today's backup is told once a day; a person who plugs it in again
/// knows.
fn plugged(face: &mut Face<'_>, here: bool) -> Result<Exit, Failure> {
    let mut practice = home::practice_reading(face)?;
    let now = home::now();
    let standing = status::stand(&mut practice, now)?;
    let Some(drive) = waiting(&standing, now) else { return told(face, None, false) };
    if here {
        drop(practice);
        line::carry_out(face, &["backup", "--drive", &drive]);
        return menu::run(face);
    }
    let greeting = fl!(face.words, "remind-plugged", drive = safe(&drive));
    if Notice::Plugged.was_shown(&practice, now)? {
        return told(face, Some(greeting), false);
    }
    let what = Welcome::chosen(&practice)?;
    Notice::Plugged.note_shown(&mut practice, now)?;
    drop(practice);
    let shown = match what {
        Welcome::Quiet => back_up_quietly(face, &drive),
        Welcome::Window if open_window(face) => true,
        Welcome::Window | Welcome::Notice => show(face, &greeting),
    };
    told(face, Some(greeting), shown)
}

/// What goes wrong is told in the log and by the notice; the person opens the program to read more.
fn back_up_quietly(face: &mut Face<'_>, drive: &str) -> bool {
    let ended = line::carry_out(face, &["backup", "--drive", drive]);
    let name = safe(drive);
    let said = match ended {
        Exit::Done => fl!(face.words, "remind-quiet-done", drive = name),
        _ => fl!(face.words, "remind-quiet-failed", drive = name),
    };
    show(face, &said)
}

/// The same program in a window of its own, which asks, backs up and stays.
fn open_window(face: &Face<'_>) -> bool {
    let (Ok(program), Ok(home)) = (std::env::current_exe(), home::folder(face)) else {
        return false;
    };
    let words = [OsStr::new("--home"), home.as_os_str()];
    let words = words.into_iter().chain(["remind", "--plugged", "--here"].map(OsStr::new));
    platform::open_window(&program, &words.map(OsStr::to_owned).collect::<Vec<_>>())
}

fn told(face: &mut Face<'_>, notice: Option<String>, shown: bool) -> Result<Exit, Failure> {
    let summary =
        Summary::new("remind", Exit::Done).with("due", notice.is_some()).with("shown", shown);
    face.finish(&summary, &notice.into_iter().collect::<Vec<_>>())
}

/// The most pressing thing that is worth a notice.
fn due(face: &Face<'_>, standing: &Standing) -> Option<String> {
    let matter = standing.matters.iter().find(|matter| is_news(matter))?;
    Some(sentence(face, matter))
}

/// What waits in `status` for the next look is no reason to interrupt anybody.
const fn is_news(matter: &Matter) -> bool {
    match matter {
        Matter::NoBackup
        | Matter::BackupOverdue { .. }
        | Matter::BackupSoon { .. }
        | Matter::LastCheckBad { .. }
        | Matter::DriveBad { .. }
        | Matter::DriveFull { .. }
        | Matter::SecondDriveLate { .. }
        | Matter::CheckOverdue { .. }
        | Matter::PurgeOverdue { .. }
        | Matter::PurgeInterrupted { .. }
        | Matter::ReviewOverdue { .. }
        | Matter::StillOpens { .. }
        | Matter::NothingRecovered { .. }
        | Matter::DestroyKeys { .. }
        | Matter::RehearsalOverdue { .. }
        | Matter::ForgottenBack { .. }
        | Matter::HeldOpen { .. }
        | Matter::StrangePage { .. }
        | Matter::Unsaved { .. }
        | Matter::FolderMissing { .. }
        | Matter::NeverSaved { .. }
        | Matter::KeysElsewhere { .. }
        | Matter::Lacking { is_needed: true, .. }
        | Matter::IncidentPlugged { .. }
        | Matter::LeftPlugged { .. } => true,
        Matter::Incident
        | Matter::NoSource
        | Matter::NoDrive
        | Matter::OneDrive
        | Matter::WorkWaits { .. }
        | Matter::LinksOut { .. }
        | Matter::LeftOut { .. }
        | Matter::Lacking { .. }
        | Matter::Condemned { .. } => false,
    }
}

/// A drive of ours is plugged in, and today's backup is not on it yet.
fn waiting(standing: &Standing, now: Timestamp) -> Option<String> {
    let is_waiting = |drive: &&status::DriveStanding| {
        let last = drive.drive.last_backup.as_deref().and_then(|text| text.parse().ok());
        let done_today = last.is_some_and(|last| status::day_of(last) == status::day_of(now));
        drive.plugged && !done_today
    };
    standing.drives.iter().find(is_waiting).map(|drive| drive.drive.name.clone())
}

/// On the desktop where there is one; else it is only printed, for the scheduler's own log.
fn show(face: &Face<'_>, text: &str) -> bool {
    platform::notice(&fl!(face.words, "remind-title"), text)
}
