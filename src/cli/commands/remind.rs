//! `refuge remind`: for the system's scheduler; at most one notice a day, and only when something is due.
//!
//! A missing drive is no news, an old backup is. A notice is read by whoever passes the screen, so it
//! says neither whose data it is nor where a drive lies.

use jiff::Timestamp;
use refuge::error::Result;
use refuge::practice::Practice;
use refuge::status::verdict::Matter;
use refuge::status::{self, Standing};

use super::{home, status::sentence};
use crate::cli::{Exit, Face, Failure, Summary, args::papers::Remind, fl, safe};

/// State fact: day of the last notice about what is due.
const REMINDED: &str = "reminded";
/// State fact: day of the last notice about a drive that was plugged in.
const GREETED: &str = "greeted";

pub(super) fn run(face: &mut Face<'_>, options: &Remind) -> Result<Exit, Failure> {
    let mut practice = home::practice_reading(face)?;
    let now = home::now();
    let standing = status::stand(&mut practice, now)?;
    let (fact, notice) = if options.plugged {
        (GREETED, greeting(face, &standing, now))
    } else {
        (REMINDED, due(face, &standing))
    };
    let shown = match &notice {
        Some(text) => !told_today(&practice, fact, now)? && show(face, text),
        None => false,
    };
    if shown {
        practice.state.set_fact(fact, today(now).as_bytes())?;
    }
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
        | Matter::SecondDriveLate { .. }
        | Matter::CheckOverdue { .. }
        | Matter::PurgeOverdue { .. }
        | Matter::ReviewOverdue { .. }
        | Matter::DestroyKeys { .. }
        | Matter::RehearsalOverdue { .. }
        | Matter::LeftPlugged { .. } => true,
        Matter::Incident
        | Matter::NoSource
        | Matter::NoDrive
        | Matter::OneDrive
        | Matter::WorkWaits { .. }
        | Matter::Condemned { .. } => false,
    }
}

/// A drive of ours was plugged in, and today's backup is not on it yet.
fn greeting(face: &Face<'_>, standing: &Standing, now: Timestamp) -> Option<String> {
    let is_waiting = |drive: &&status::DriveStanding| {
        let last = drive.drive.last_backup.as_deref().and_then(|text| text.parse().ok());
        let done_today = last.is_some_and(|last| status::day_of(last) == status::day_of(now));
        drive.plugged && !done_today
    };
    let drive = standing.drives.iter().find(is_waiting)?;
    Some(fl!(face.words, "remind-plugged", drive = safe(&drive.drive.name)))
}

fn today(now: Timestamp) -> String {
    status::day_of(now).to_string()
}

fn told_today(practice: &Practice, fact: &str, now: Timestamp) -> Result<bool> {
    let told = practice.state.fact(fact)?;
    Ok(told.is_some_and(|day| day == today(now).as_bytes()))
}

/// On the desktop where there is one; else it is only printed, for the scheduler's own log.
fn show(face: &Face<'_>, text: &str) -> bool {
    let notice = notify_rust::Notification::new()
        .appname("refuge")
        .summary(&fl!(face.words, "remind-title"))
        .body(text)
        .icon("drive-removable-media")
        .show();
    notice.is_ok()
}
