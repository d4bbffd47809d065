//! `refuge support`: one text file for the technician, to be read before it is given away.
//!
//! Versions, counts, kinds of drives, how the last commands ended. No name of the practice, of a
//! person, folder, file or record, and nothing is sent anywhere.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use refuge::drives;
use refuge::error::{Action, Error, Result};
use refuge::ledger;
use refuge::platform;
use refuge::practice::{DriveIdentity, Practice};
use refuge::state::State;
use refuge::unsaved;

use super::home;
use crate::cli::{Exit, Face, Failure, Summary, args::papers::Support, fl, log, safe};

/// Lines of the log that are taken along.
const LOG_LINES: usize = 300;
/// Entries of the ledger whose kind is taken along.
const LEDGER_ENTRIES: usize = 60;

pub(super) fn run(face: &mut Face<'_>, options: &Support) -> Result<Exit, Failure> {
    let folder = home::folder(face)?;
    let text = report(&folder);
    let path = options.output.clone().unwrap_or_else(usual_name);
    let path = std::path::absolute(&path).unwrap_or(path);
    let mut file =
        platform::create_private_file(&path).map_err(Error::io(Action::Create, &path))?;
    std::io::Write::write_all(&mut file, text.as_bytes())
        .map_err(Error::io(Action::Write, &path))?;
    let summary = Summary::new("support", Exit::Done).with("bytes", text.len());
    let lines = [
        fl!(face.words, "support-written", file = safe(&path.to_string_lossy())),
        fl!(face.words, "support-read-first"),
    ];
    face.finish(&summary, &lines)
}

fn usual_name() -> PathBuf {
    let today = home::now().to_zoned_datetime(jiff::tz::TimeZone::system()).date();
    PathBuf::from(format!("refuge-support-{today}.txt"))
}

/// Whatever can be told; a part that cannot be read says so instead of ending the report.
fn report(folder: &Path) -> String {
    let mut text = String::new();
    writeln!(text, "refuge {} support file, {}", env!("CARGO_PKG_VERSION"), home::now()).ok();
    writeln!(text, "system: {} {}", std::env::consts::OS, std::env::consts::ARCH).ok();
    match Practice::open_reading(folder) {
        Ok(practice) => {
            configuration(&mut text, &practice);
            told(&mut text, "not saved", gaps(&practice));
            told(&mut text, "drives", drives(&practice));
            told(&mut text, "ledger", deeds(&practice.state));
        }
        Err(error) => {
            writeln!(text, "practice: {}", kind_of(&error)).ok();
        }
    }
    told(&mut text, "log", log_tail(&log::folder(folder)));
    text
}

fn told(text: &mut String, title: &str, part: Result<String>) {
    let part = part.unwrap_or_else(|error| format!("not readable: {}\n", kind_of(&error)));
    writeln!(text, "\n[{title}]\n{}", part.trim_end()).ok();
}

/// The kind of an error without its words, which may hold a path.
fn kind_of(error: &Error) -> String {
    let text = format!("{error:?}");
    text.split([' ', '(', '{']).next().unwrap_or_default().to_owned()
}

fn configuration(text: &mut String, practice: &Practice) {
    let config = &practice.config;
    writeln!(text, "country: {}, language: {}", config.practice.country, config.practice.language)
        .ok();
    writeln!(text, "sections: {}, epoch: {}", config.sections.len(), config.practice.epoch).ok();
    let mut sources: BTreeMap<String, usize> = BTreeMap::new();
    for source in &config.sources {
        let there = if source.path.is_dir() { "there" } else { "missing" };
        let kind = format!("{} {:?} {there}", source.class, source.records);
        *sources.entry(kind).or_default() += 1;
    }
    writeln!(text, "\n[sources]").ok();
    for (kind, count) in sources {
        writeln!(text, "{count} x {kind}").ok();
    }
    writeln!(text, "\n[keys]").ok();
    for key in &config.keys {
        writeln!(text, "{:?}, epoch {}, {:?}", key.kind, key.epoch, key.state).ok();
    }
}

/// What the last backup left behind: numbers and days.
fn gaps(practice: &Practice) -> Result<String> {
    let by_drive = unsaved::known(&practice.state)?;
    let known = by_drive.last();
    let sources = practice.config.sources.iter().map(|source| source.id).collect();
    let missing = known.folders(&sources);
    let mut text = String::new();
    let counts =
        [("files", known.files()), ("links", known.links()), ("left out", known.left_out())];
    for (what, count) in counts {
        if let Some(count) = count {
            writeln!(text, "{what}: {} since {}", count.number, count.since).ok();
        }
    }
    writeln!(text, "files in no version: {}", known.in_no_version()).ok();
    for (_, since) in missing {
        writeln!(text, "a folder is missing since {since}").ok();
    }
    let drives = practice.state.drives()?;
    for (drive, unsaved::Lacking { files, folders, .. }) in by_drive.lacking_on(&drives, &sources) {
        writeln!(text, "drive {} lacks: files {files}, folders {folders}", drive.row).ok();
    }
    Ok(text)
}

fn drives(practice: &Practice) -> Result<String> {
    let mut text = String::new();
    for drive in practice.state.drives()? {
        let facts = DriveIdentity::recorded(&drive);
        let known =
            [facts.bus, facts.file_system, facts.model, facts.size_bytes.map(|b| b.to_string())];
        let known: Vec<String> = known.into_iter().flatten().map(|fact| safe(&fact)).collect();
        writeln!(text, "drive {}: {:?}, {}", drive.row, drive.state, known.join(", ")).ok();
        if let Some(keeps) = drives::keeps_of(&practice.state, &drive)? {
            let keeps = serde_json::to_string(&keeps).unwrap_or_default();
            writeln!(text, "  keeps {keeps}").ok();
        }
        let snapshots = practice.state.snapshots(drive.row)?.len();
        let packs = practice.state.packs(drive.row)?.len();
        writeln!(text, "  snapshots {snapshots}, packs {packs}, sequence {}", drive.seq).ok();
        let unknown = || "never".to_owned();
        let seen = drive.last_seen.unwrap_or_else(unknown);
        let backup = drive.last_backup.unwrap_or_else(unknown);
        let verified =
            drive.last_verified.map_or_else(unknown, |(when, good)| format!("{when} good={good}"));
        writeln!(text, "  seen {seen}, backup {backup}, verified {verified}").ok();
    }
    Ok(text)
}

/// Only which kind of deed and when: entries may hold names of people.
fn deeds(state: &State) -> Result<String> {
    let entries = ledger::read(state)?;
    let mut text = format!("{} entries\n", entries.len());
    let skipped = entries.len().saturating_sub(LEDGER_ENTRIES);
    for one in entries.iter().skip(skipped) {
        let deed = serde_json::to_value(&one.entry.deed).unwrap_or_default();
        let what = deed.get("what").and_then(serde_json::Value::as_str).unwrap_or_default();
        writeln!(text, "{} {} {what}", one.label(), one.entry.time).ok();
    }
    Ok(text)
}

fn log_tail(folder: &Path) -> Result<String> {
    let mut files: Vec<PathBuf> = match std::fs::read_dir(folder) {
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(String::new()),
        other => {
            let entries = other.map_err(Error::io(Action::Read, folder))?;
            entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect()
        }
    };
    files.sort();
    let mut lines: Vec<String> = Vec::new();
    for file in files.iter().rev() {
        let text = std::fs::read_to_string(file).map_err(Error::io(Action::Read, file))?;
        let mut earlier: Vec<String> = text.lines().map(str::to_owned).collect();
        earlier.append(&mut lines);
        lines = earlier;
        if lines.len() >= LOG_LINES {
            break;
        }
    }
    let skipped = lines.len().saturating_sub(LOG_LINES);
    Ok(lines.split_off(skipped).join("\n"))
}
