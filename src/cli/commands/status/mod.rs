//! `refuge status`: one screen that says whether the data is safe, and what to do next.

mod screen;

use refuge::practice::Practice;
use refuge::status::calendar::{Calendar, Gap};
use refuge::status::verdict::Verdict;
use refuge::status::{self, DriveStanding, Standing};
use serde_json::{Value, json};

use super::home;
use crate::cli::{Exit, Face, Failure, Summary, args::daily::Status, fl};

use crate::faces::matters;

pub(super) fn run(face: &mut Face<'_>, options: &Status) -> Result<Exit, Failure> {
    let mut practice = home::practice_reading(face)?;
    let only = options.drive.as_deref().map(|name| practice.state.drive_named(name));
    let only = only.transpose()?.map(|drive| drive.name);
    let standing = status::stand(&mut practice, home::now())?;
    let calendar = options.calendar.then(|| last_weeks(&practice)).transpose()?;
    let mut sentences = match &calendar {
        Some(calendar) => screen::picture(face, &practice, standing.verdict, calendar),
        None => screen::lines(face, &practice, &standing, only.as_deref()),
    };
    if options.explain {
        sentences.push(String::new());
        sentences.push(rule(face, &practice));
    }
    let mut summary = summary(face, &practice, &standing, only.as_deref());
    if let Some(calendar) = calendar {
        summary = summary.with("calendar", drawn(&calendar));
    }
    face.finish(&summary, &sentences)
}

/// Weeks that a small window has room for.
const WEEKS: i64 = 12;

fn last_weeks(practice: &Practice) -> Result<Calendar, Failure> {
    let today = home::today();
    let first = today.saturating_sub(jiff::Span::new().weeks(WEEKS - 1));
    Ok(status::calendar::calendar(practice, first, today, today, &jiff::tz::TimeZone::system())?)
}

/// The picture for programs: days, and stretches of days without a backup.
fn drawn(calendar: &Calendar) -> Value {
    let drives =
        calendar.drives.iter().map(|drive| json!({ "name": drive.drive, "days": drive.days }));
    let gap = |gap: Gap| json!({ "first": gap.first, "last": gap.last, "days": gap.days });
    json!({
        "first": calendar.weeks.first(),
        "last": calendar.until,
        "ahead": calendar.ahead,
        "drives": drives.collect::<Vec<Value>>(),
        "gaps": calendar.gaps().into_iter().map(gap).collect::<Vec<Value>>(),
    })
}

fn summary(
    face: &Face<'_>,
    practice: &Practice,
    standing: &Standing,
    only: Option<&str>,
) -> Summary {
    let exit = if standing.verdict == Verdict::Protected { Exit::Done } else { Exit::Overdue };
    let next = standing.matters.first();
    let drives: Vec<Value> = shown(standing, only).map(entry).collect();
    Summary::new("status", exit)
        .with("verdict", json!(standing.verdict))
        .with("practice", practice.config.practice.name.as_str())
        .with("next", next.map_or("nothing", matters::step))
        .with("next_text", next.map(|matter| matters::sentence(face.words, matter)))
        .with("matters", json!(standing.matters))
        .with("last_backup", standing.last_backup.as_ref().map(|(time, _)| time.to_string()))
        .with("last_check", standing.last_check.as_ref().map(|check| check.day.to_string()))
        .with("check_due", standing.check_due.map(|day| day.to_string()))
        .with("rehearsed", standing.rehearsed.map(|day| day.to_string()))
        .with("rehearsal_due", standing.rehearsal_due.map(|day| day.to_string()))
        .with("drives", drives)
}

fn entry(stands: &DriveStanding) -> Value {
    let drive = &stands.drive;
    let owes: Vec<&str> = stands.owes.iter().map(|debt| debt.word()).collect();
    json!({
        "name": drive.name,
        "plugged": stands.plugged,
        "state": drive.state.word(),
        "fate": stands.fate.verdict,
        "reasons": stands.fate.reasons,
        "deadline": stands.fate.deadline,
        "backups": stands.backups,
        "last_seen": drive.last_seen,
        "last_backup": drive.last_backup,
        "last_verify": drive.last_verified.as_ref().map(|(when, _)| when),
        "last_verify_good": drive.last_verified.as_ref().map(|(_, good)| good),
        "owes": owes,
        "free_bytes": stands.free_bytes,
    })
}

/// The drives a screen is about.
fn shown<'a>(
    standing: &'a Standing,
    only: Option<&'a str>,
) -> impl Iterator<Item = &'a DriveStanding> {
    let wanted = only.map(str::to_lowercase);
    standing.drives.iter().filter(move |stands| {
        wanted.as_ref().is_none_or(|wanted| stands.drive.name.to_lowercase() == *wanted)
    })
}

/// What the verdict rests on, with the practice's own limits.
fn rule(face: &Face<'_>, practice: &Practice) -> String {
    let limits = &practice.config.reminders;
    fl!(
        face.words,
        "status-rule",
        notice = i64::from(limits.backup_notice_days),
        action = i64::from(limits.backup_action_days),
        drive = i64::from(limits.drive_days),
        check = i64::from(limits.check_days),
        rehearsal = i64::from(limits.rehearsal_days),
        purge = i64::from(limits.purge_months)
    )
}
