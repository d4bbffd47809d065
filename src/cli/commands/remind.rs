//! `refuge remind`: for the system's scheduler; at most one notice a day, and only when something is due.
//!
//! A missing drive is no news, an old backup is. A notice is read by whoever passes the screen, so it
//! says neither whose data it is nor where a drive lies.

use std::ffi::OsStr;

use jiff::Timestamp;
use refuge::error::Result;
use refuge::platform;
use refuge::practice::Practice;
use refuge::state::Drive;
use refuge::status::verdict::Matter;
use refuge::status::{self, Notice, Standing, Welcome};

use super::{home, line, menu};
use crate::cli::{
    Exit, Face, Failure, Summary,
    args::papers::{Remind, WhenPlugged},
    fl, safe,
};
use crate::faces::matters;

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
    told(face, notice.as_slice(), shown)
}

/// Each drive of ours that waits for today's backup is told once a day; a person who plugs it in again knows.
fn plugged(face: &mut Face<'_>, here: bool) -> Result<Exit, Failure> {
    let mut practice = home::practice_reading(face)?;
    let now = home::now();
    let standing = status::stand(&mut practice, now)?;
    let waiting: Vec<Drive> = waiting(standing, now).collect();
    if here {
        drop(practice);
        for drive in &waiting {
            line::carry_out(face, &["backup", "--drive", &drive.name]);
        }
        return menu::run(face);
    }
    let mut shown = false;
    let greetings: Vec<String> = waiting.iter().map(|drive| greeting(face, drive)).collect();
    let fresh = not_greeted(&mut practice, waiting, now)?;
    let what = Welcome::chosen(&practice)?;
    drop(practice);
    // One window takes all that wait, one after the other.
    let in_window = what == Welcome::Window && !fresh.is_empty() && open_window(face);
    for drive in &fresh {
        shown |= match what {
            Welcome::Quiet => back_up_quietly(face, &drive.name),
            Welcome::Window | Welcome::Notice => in_window || show(face, &greeting(face, drive)),
        };
    }
    told(face, &greetings, shown)
}

fn greeting(face: &Face<'_>, drive: &Drive) -> String {
    fl!(face.words, "remind-plugged", drive = safe(&drive.name))
}

/// Those that were not told today; from now on they were.
fn not_greeted(practice: &mut Practice, drives: Vec<Drive>, now: Timestamp) -> Result<Vec<Drive>> {
    let mut fresh = Vec::new();
    for drive in drives {
        if !Notice::Plugged(&drive).was_shown(practice, now)? {
            Notice::Plugged(&drive).note_shown(practice, now)?;
            fresh.push(drive);
        }
    }
    Ok(fresh)
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

fn told(face: &mut Face<'_>, notices: &[String], shown: bool) -> Result<Exit, Failure> {
    let summary =
        Summary::new("remind", Exit::Done).with("due", !notices.is_empty()).with("shown", shown);
    face.finish(&summary, notices)
}

/// The most pressing thing that is worth a notice.
fn due(face: &Face<'_>, standing: &Standing) -> Option<String> {
    let matter = standing.matters.iter().find(|matter| is_news(matter))?;
    Some(matters::sentence(face.words, matter))
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
        | Matter::LostOpens { .. }
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
        | Matter::OthersUnmet { .. }
        | Matter::FoundAgain { .. }
        | Matter::ForgottenHere { .. }
        | Matter::ErasedAgain { .. }
        | Matter::WorkWaits { .. }
        | Matter::LinksOut { .. }
        | Matter::LeftOut { .. }
        | Matter::Lacking { .. }
        | Matter::Condemned { .. } => false,
    }
}

/// Drives of ours that are plugged in, with no backup of today on them yet.
fn waiting(standing: Standing, now: Timestamp) -> impl Iterator<Item = Drive> {
    let is_waiting = move |drive: &status::DriveStanding| {
        let last = drive.drive.last_backup.as_deref().and_then(|text| text.parse().ok());
        let done_today = last.is_some_and(|last| status::day_of(last) == status::day_of(now));
        drive.plugged && !done_today
    };
    standing.drives.into_iter().filter(is_waiting).map(|drive| drive.drive)
}

/// On the desktop where there is one; else it is only printed, for the scheduler's own log.
fn show(face: &Face<'_>, text: &str) -> bool {
    platform::notice(&fl!(face.words, "remind-title"), text)
}
