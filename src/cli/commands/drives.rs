//! `refuge drives`: adding drives and looking at them.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use refuge::drives;
use refuge::error::Result;
use refuge::format::layout::VAULT_FOLDER;
use refuge::platform;
use refuge::practice::Practice;
use refuge::state::{Drive, DriveState};
use serde_json::json;

use super::super::args::setup::{self, DriveAdd, DriveVerb};
use super::super::catalog::fl;
use super::super::exit::Exit;
use super::super::face::Face;
use super::super::failure::Failure;
use super::super::summary::Summary;
use super::super::table::{self, Side};
use super::super::terminal::safe;
use super::super::units;
use super::home;

pub(super) fn run(face: &mut Face<'_>, options: setup::Drives) -> Result<Exit, Failure> {
    match options.verb {
        Some(DriveVerb::Add(options)) => add(face, options),
        Some(DriveVerb::List) | None => list(face),
        Some(_) => Err(Failure::NotBuilt("drives")),
    }
}

fn add(face: &mut Face<'_>, options: DriveAdd) -> Result<Exit, Failure> {
    let mut practice = home::practice(face)?;
    let path = match options.path {
        Some(path) => path,
        None => ask_path(face)?,
    };
    let words = face.words;
    let name = match options.name {
        Some(name) => name,
        None => face.talk().ask(&fl!(words, "drives-name-ask"), None)?,
    };
    let plugged = drives::enrol(&mut practice, &path, &name, options.allow_fixed, home::now())?;
    let free = platform::free_bytes(&plugged.drive.path);
    let summary = Summary::new("drives", Exit::Done)
        .with("drive", plugged.drive.name.as_str())
        .with("free_bytes", free);
    let mut sentences = vec![fl!(words, "drives-added", drive = safe(&plugged.drive.name))];
    if holds_other_files(&plugged.drive.path) {
        sentences.push(fl!(words, "drives-other-files"));
    }
    sentences.push(fl!(words, "drives-next"));
    face.finish(&summary, &sentences)
}

fn holds_other_files(path: &Path) -> bool {
    let other = |name: &std::ffi::OsStr| name != VAULT_FOLDER && name != "lost+found";
    let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
    entries.map(|entry| entry.file_name()).any(|name| other(&name))
}

/// One of the removable drives that are plugged in.
pub(super) fn ask_path(face: &mut Face<'_>) -> Result<PathBuf> {
    let words = face.words;
    let mounts = platform::removable_mounts();
    if mounts.is_empty() {
        return face.talk().ask(&fl!(words, "drives-path-ask"), None).map(PathBuf::from);
    }
    let options: Vec<String> = mounts.iter().map(|path| describe(face, path)).collect();
    let chosen = face.talk().choose(&fl!(words, "drives-choose"), &options)?;
    Ok(mounts.get(chosen).cloned().unwrap_or_default())
}

fn describe(face: &Face<'_>, path: &Path) -> String {
    let facts = platform::drive_facts(path);
    let language = face.words.language();
    let size = facts.size_bytes.map(|bytes| units::bytes(language, bytes));
    let known = [facts.label, facts.model, size, facts.file_system];
    let known: Vec<String> = known.into_iter().flatten().map(|fact| safe(&fact)).collect();
    format!("{} ({})", safe(&path.to_string_lossy()), known.join(", "))
}

fn list(face: &mut Face<'_>) -> Result<Exit, Failure> {
    let mut practice = home::practice_reading(face)?;
    let now = home::now();
    let seen = practice.plugged(now)?;
    let plugged: Vec<i64> = seen.iter().map(|found| found.drive.row).collect();
    let drives = practice.state.drives()?;
    let mut entries = Vec::new();
    for drive in &drives {
        entries.push(entry(drive, plugged.contains(&drive.row)));
    }
    let summary = Summary::new("drives", Exit::Done).with("drives", entries);
    let lines = if drives.is_empty() {
        vec![fl!(face.words, "drives-none")]
    } else {
        rows(face, &practice, &drives, &plugged)?
    };
    face.finish(&summary, &lines)
}

fn entry(drive: &Drive, is_plugged: bool) -> serde_json::Value {
    let free = platform::free_bytes(&drive.path).filter(|_| is_plugged);
    json!({
        "name": drive.name,
        "plugged": is_plugged,
        "state": state_word(drive.state),
        "last_seen": drive.last_seen,
        "last_backup": drive.last_backup,
        "last_verify": drive.last_verified.as_ref().map(|(when, _)| when),
        "free_bytes": free,
    })
}

fn rows(
    face: &Face<'_>,
    practice: &Practice,
    drives: &[Drive],
    plugged: &[i64],
) -> Result<Vec<String>> {
    let words = face.words;
    let mut rows = vec![vec![
        fl!(words, "drives-head-name"),
        fl!(words, "drives-head-seen"),
        fl!(words, "drives-head-backups"),
        fl!(words, "drives-head-room"),
        fl!(words, "drives-head-state"),
    ]];
    for drive in drives {
        let is_plugged = plugged.contains(&drive.row);
        let free = platform::free_bytes(&drive.path).filter(|_| is_plugged);
        let room = free.map(|bytes| units::bytes(words.language(), bytes));
        rows.push(vec![
            safe(&drive.name),
            seen(face, drive, is_plugged),
            practice.state.snapshots(drive.row)?.len().to_string(),
            room.unwrap_or_else(|| "-".to_owned()),
            state_name(face, drive.state),
        ]);
    }
    Ok(table::lines(&[Side::Left, Side::Left, Side::Right, Side::Right, Side::Left], &rows))
}

fn seen(face: &Face<'_>, drive: &Drive, is_plugged: bool) -> String {
    let words = face.words;
    if is_plugged {
        return fl!(words, "drives-plugged");
    }
    let when = drive.last_seen.as_deref().and_then(|text| text.parse::<Timestamp>().ok());
    when.map_or_else(
        || "-".to_owned(),
        |when| {
            let day = |time: Timestamp| time.to_zoned_datetime(TimeZone::system()).date();
            let days = day(home::now()).since(day(when)).map_or(0, |span| span.get_days());
            units::ago(words, u64::try_from(days).unwrap_or(0))
        },
    )
}

const fn state_word(state: DriveState) -> &'static str {
    match state {
        DriveState::Active => "active",
        DriveState::Lost => "lost",
        DriveState::Retired => "retired",
        DriveState::Destroyed => "destroyed",
    }
}

fn state_name(face: &Face<'_>, state: DriveState) -> String {
    match state {
        DriveState::Active => fl!(face.words, "drive-state-active"),
        DriveState::Lost => fl!(face.words, "drive-state-lost"),
        DriveState::Retired => fl!(face.words, "drive-state-retired"),
        DriveState::Destroyed => fl!(face.words, "drive-state-destroyed"),
    }
}
