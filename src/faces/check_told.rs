//! The result of a check in words: step by step, then good or not good, then what to do.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use refuge::error::{Damage, Error, Result};
use refuge::practice::Practice;
use refuge::state::Drive;
use refuge::verify::{Finding, Mode, Report};
use refuge::visit::CheckDone;

use crate::faces::progress::strange_page;
use crate::faces::{Catalog, explain, fl, numbers, safe, units};

/// Who says it: a terminal names commands, and says what is grave in its own way; a window has buttons.
#[derive(Clone, Copy)]
pub(crate) enum Speaker {
    Terminal(fn(&str) -> String),
    Window,
}

/// Whether a repair is what to do now.
pub(crate) fn advises_repair(report: &Report) -> bool {
    let is_missing =
        |found: &&Finding| found.page().is_some() && matches!(found.damage, Damage::Missing);
    let mut open = report.findings.iter().filter(|found| !found.repaired);
    open.any(|found| is_missing(&found)) || (!report.is_sound() && kept_from_us(report).is_none())
}

/// Everything that is said at the end of a check.
pub(crate) fn sentences(
    words: &Catalog,
    practice: &Practice,
    drive: &Drive,
    outcome: &CheckDone,
    speaker: Speaker,
) -> Result<Vec<String>> {
    let report = &outcome.report;
    let mut lines = Vec::new();
    if report.mode == Mode::Drill {
        lines.extend(steps(words, practice, report));
    }
    if outcome.repaired > 0 {
        lines.push(fl!(words, "verify-repaired", count = outcome.repaired));
    }
    if report.is_sound() {
        lines.push(good(words, drive, outcome, speaker));
    } else if report.losses().next().is_some() {
        let told = bad(words, practice, drive, outcome, speaker)?;
        lines.extend(told.iter().take(1).map(|first| match speaker {
            Speaker::Terminal(loud) => loud(first),
            Speaker::Window => first.clone(),
        }));
        lines.extend(told.into_iter().skip(1));
    } else {
        let is_copy = |found: &&Finding| !found.repaired && !found.is_strange();
        let count = report.findings.iter().filter(is_copy).count() as u64;
        let drive = safe(&drive.name);
        lines.push(match speaker {
            Speaker::Terminal(_) => fl!(words, "verify-spared", drive = drive, count = count),
            Speaker::Window => fl!(words, "verify-spared", "window", drive = drive, count = count),
        });
    }
    lines.extend(strange(words, drive, report, speaker));
    let held = report.findings.iter().find(|found| {
        !found.repaired && matches!(found.damage, Damage::Linked | Damage::Protected)
    });
    if let Some(found) = held {
        let told = explain::of_library(words, &Error::damaged(&found.object, found.damage));
        lines.extend([told.what, told.now]);
    }
    if report.sampled.live_differs > 0 {
        lines.push(fl!(words, "drill-live-differs", files = report.sampled.live_differs));
    }
    if let Some(broken) = &outcome.ledger {
        let told = explain::of_library(words, broken);
        lines.extend([told.what, told.safe, told.now]);
    }
    Ok(lines)
}

/// What lies there and is none of ours: pages for people, and files among those of the vault.
fn strange(words: &Catalog, drive: &Drive, report: &Report, speaker: Speaker) -> Vec<String> {
    let mut lines = Vec::new();
    for found in &report.findings {
        let Some(page) = found.page() else { continue };
        lines.push(match (found.damage, found.repaired) {
            (Damage::Missing, true) => continue,
            (Damage::Missing, false) => {
                let drive = safe(&drive.name);
                match speaker {
                    Speaker::Terminal(_) => {
                        fl!(words, "verify-page-missing", page = page, drive = drive)
                    }
                    Speaker::Window => {
                        fl!(words, "verify-page-missing", "window", page = page, drive = drive)
                    }
                }
            }
            (_, is_back) => strange_page(words, &drive.name, page, is_back),
        });
    }
    let is_file =
        |found: &&Finding| !found.repaired && found.is_strange() && found.page().is_none();
    let mut files = report.findings.iter().filter(is_file);
    if let Some(first) = files.next() {
        let count = files.count() as u64 + 1;
        let (drive, object) = (safe(&drive.name), first.object.as_str());
        lines.push(fl!(words, "verify-strange", drive = drive, count = count, object = object));
    }
    lines
}

fn good(words: &Catalog, drive: &Drive, outcome: &CheckDone, speaker: Speaker) -> String {
    let report = &outcome.report;
    let (drive, size) = (safe(&drive.name), units::bytes(words.language(), report.bytes_read));
    match report.mode {
        Mode::Quick => fl!(words, "verify-good-quick", drive = drive, size = size),
        Mode::Full => {
            let files = report.files_compared;
            fl!(words, "verify-good-full", drive = drive, size = size, files = files)
        }
        Mode::Drill => {
            let number = outcome.recorded.entry.number;
            let label = outcome.recorded.label();
            match speaker {
                Speaker::Terminal(_) => fl!(words, "drill-good", label = label, number = number),
                Speaker::Window => fl!(words, "drill-good", "window", label = label),
            }
        }
    }
}

/// The three steps of a monthly check, each with what it showed.
fn steps(words: &Catalog, practice: &Practice, report: &Report) -> Vec<String> {
    let size = |bytes| units::bytes(words.language(), bytes);
    let months = practice.config.reminders.coverage_months;
    let sampled = report.sampled;
    let is_whole = report.is_sound();
    let read = fl!(
        words,
        "drill-read",
        size = size(report.bytes_read),
        all = size(report.bytes_all),
        months = months,
        good = if is_whole { "yes" } else { "no" }
    );
    let (asked, met) =
        (sampled.compared + sampled.failed, sampled.compared_live + sampled.live_differs);
    let restored = fl!(words, "drill-restored", files = asked, failed = sampled.failed);
    let live = fl!(words, "drill-live", files = met, differ = sampled.live_differs);
    let numbered = (1..).zip([read, restored, live]);
    numbered.map(|(number, line)| format!("  {number}/3 {line}")).collect()
}

fn bad(
    words: &Catalog,
    practice: &Practice,
    drive: &Drive,
    outcome: &CheckDone,
    speaker: Speaker,
) -> Result<Vec<String>> {
    let report = &outcome.report;
    let name = safe(&drive.name);
    let count = |number| numbers::count(words.language(), number);
    let lost = report.losses().count() as u64;
    let hidden = kept_from_us(report)
        .map(|found| explain::of_library(words, &Error::damaged(&found.object, found.damage)));
    let mut lines = vec![fl!(
        words,
        "drill-bad",
        count = lost,
        objects = count(report.objects),
        drive = name.clone(),
        id = hidden.as_ref().map_or("V02", |told| told.id.as_str())
    )];
    let files = report.files_suffering;
    if files > 0 {
        let (from, until) = span(practice, drive, report)?;
        let day = |day: Option<Date>| {
            day.map_or_else(|| "none".to_owned(), |day| units::day_short(words, day))
        };
        lines.push(fl!(
            words,
            "drill-suffers",
            files = files,
            drive = name.clone(),
            span = match (from, until) {
                (None, _) | (_, None) => "none",
                (from, until) if from == until => "day",
                _ => "days",
            },
            from = day(from),
            until = day(until)
        ));
    }
    if let Some(told) = hidden {
        lines.extend([told.what, told.safe, format!("-> {}", told.now)]);
        return Ok(lines);
    }
    let others: Vec<String> = outcome.elsewhere.iter().map(|other| safe(other)).collect();
    lines.push(if others.is_empty() {
        fl!(words, "drill-nowhere-else")
    } else {
        fl!(words, "drill-elsewhere", drives = others.join(", "))
    });
    let other = others.first().cloned().unwrap_or_else(|| "none".to_owned());
    lines.push(match speaker {
        Speaker::Terminal(_) => fl!(words, "drill-now", drive = name, other = other),
        Speaker::Window => fl!(words, "drill-now", "window", drive = name, other = other),
    });
    Ok(lines)
}

/// Where all that is lost to sight is a matter of rights, or of a file system that wants repairing, no medium is
/// to blame.
fn kept_from_us(report: &Report) -> Option<&Finding> {
    let mut lost = report.losses();
    let first = lost.next()?;
    let is_whole = matches!(first.damage, Damage::Denied | Damage::Disordered);
    (is_whole && lost.all(|found| found.damage == first.damage)).then_some(first)
}

/// From which day to which the backups are that suffer.
fn span(
    practice: &Practice,
    drive: &Drive,
    report: &Report,
) -> Result<(Option<Date>, Option<Date>)> {
    let found = report.findings.iter().filter_map(|found| found.suffers.as_ref());
    let suffering: BTreeSet<_> = found.flat_map(|suffers| suffers.snapshots.clone()).collect();
    let day = |time: &str| {
        let time = time.parse::<Timestamp>().ok()?;
        Some(time.to_zoned_datetime(jiff::tz::TimeZone::system()).date())
    };
    let snapshots = practice.state.snapshots(drive.row)?;
    let suffering = snapshots.iter().filter(|shot| suffering.contains(&shot.id));
    let days: Vec<Date> = suffering.filter_map(|shot| day(&shot.time)).collect();
    Ok((days.iter().min().copied(), days.iter().max().copied()))
}
