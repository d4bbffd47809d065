//! `refuge snapshots`, `ls`, `find`, `diff`: looking into the backups.
//!
//! Names are what these commands are for, so a terminal shows them; JSON has them only with `--names`.

use refuge::browse::{self, ChangeKind, SnapshotSummary, View, Words};
use refuge::error::{Error, Result, Thing};
use refuge::format::entry::{Entry, Kind, Moment};
use refuge::tree_path::TreePath;

use super::reading::Reading;
use crate::cli::{
    Exit, Face, Failure, Line, Summary,
    args::daily::{Diff, Find, Ls, Snapshots},
    fl, safe, safe_bytes,
    terminal::table::{self, Side},
    units,
};

pub(super) fn snapshots(face: &mut Face<'_>, options: &Snapshots) -> Result<Exit, Failure> {
    let reading = Reading::open(face, options.drive.as_deref())?;
    let history = browse::snapshots(&reading.vault()?, &reading.sections)?;
    let exit = if history.damaged.is_empty() { Exit::Done } else { Exit::Damage };
    let drive = &reading.plugged.drive.name;
    let listed: Vec<serde_json::Value> = history
        .snapshots
        .iter()
        .map(|shot| {
            serde_json::json!({
                "id": shot.id.hex(), "time": shot.time, "drive": drive, "files": shot.files,
                "bytes": shot.bytes, "problems": shot.problems,
            })
        })
        .collect();
    let summary = Summary::new("snapshots", exit).with("snapshots", listed);
    let rows: Vec<Vec<String>> =
        history.snapshots.iter().map(|shot| row(face, drive, shot)).collect();
    let mut lines =
        table::lines(&[Side::Left, Side::Left, Side::Left, Side::Right, Side::Right], &rows);
    if rows.is_empty() {
        lines.push(fl!(face.words, "snapshots-none", drive = safe(drive)));
    }
    face.finish(&summary, &lines)
}

fn row(face: &Face<'_>, drive: &str, shot: &SnapshotSummary) -> Vec<String> {
    let words = face.words;
    let time = shot.time.parse::<jiff::Timestamp>().ok();
    let zone = jiff::tz::TimeZone::system();
    let time = time.map_or_else(
        || shot.time.clone(),
        |time| units::moment(words, time.to_zoned_datetime(zone).datetime()),
    );
    vec![
        shot.id.hex().get(..8).unwrap_or_default().to_owned(),
        time,
        safe(drive),
        fl!(words, "look-files", files = shot.files),
        units::bytes(words.language(), shot.bytes),
    ]
}

pub(super) fn ls(face: &mut Face<'_>, options: &Ls) -> Result<Exit, Failure> {
    let reading = Reading::open(face, options.drive.as_deref())?;
    let views = open(&reading, options.snapshot.as_deref())?;
    let wanted = options.path.as_deref().unwrap_or_default().trim_matches('/');
    let below = TreePath::from_escaped(wanted)
        .map_err(|_| Error::Invalid { what: Thing::Path, value: wanted.to_owned() })?;
    let fits = |path: &TreePath| !path.is_root() && path.is_within(&below);
    list(face, "ls", &reading, &views, &fits)
}

pub(super) fn find(face: &mut Face<'_>, options: &Find) -> Result<Exit, Failure> {
    let reading = Reading::open(face, options.drive.as_deref())?;
    let views = open(&reading, None)?;
    let words = Words::new(&options.words);
    list(face, "find", &reading, &views, &|path| words.fit(path))
}

fn open<'a>(reading: &'a Reading, wanted: Option<&str>) -> Result<Vec<View<'a>>> {
    let vault = reading.vault()?;
    let history = browse::snapshots(&vault, &reading.sections)?;
    let snapshot = browse::choose(&history.snapshots, wanted)?;
    browse::open(&vault, &reading.sections, snapshot.id)
}

fn list(
    face: &mut Face<'_>,
    command: &'static str,
    reading: &Reading,
    views: &[View<'_>],
    fits: &dyn Fn(&TreePath) -> bool,
) -> Result<Exit, Failure> {
    let vault = reading.vault()?;
    let (mut entries, mut lost) = (Vec::new(), 0);
    for view in views {
        let mut take = |_: &_, entry: Entry| {
            if fits(&entry.path) {
                entries.push(entry);
            }
            Ok(())
        };
        lost += browse::entries(&vault, view, &|_| true, &mut take)?.len() as u64;
    }
    let is_file = |entry: &&Entry| matches!(entry.kind, Kind::File(_) | Kind::HardLink { .. });
    let files = entries.iter().filter(is_file).count() as u64;
    // An inventory is believed only as far as it adds up.
    let bytes = entries.iter().filter_map(size).fold(0, u64::saturating_add);
    for entry in &entries {
        show(face, command, entry)?;
    }
    let exit = if lost == 0 { Exit::Done } else { Exit::Damage };
    let summary = Summary::new(command, exit)
        .with("entries", entries.len() as u64)
        .with("files", files)
        .with("bytes", bytes)
        .with("lost_records", lost);
    let size = units::bytes(face.words.language(), bytes);
    let line = fl!(face.words, "look-total", files = files, size = size);
    face.finish(&summary, &[line])
}

const fn size(entry: &Entry) -> Option<u64> {
    match &entry.kind {
        Kind::File(content) => Some(content.size_bytes),
        _ => None,
    }
}

const fn kind(entry: &Entry) -> &'static str {
    match &entry.kind {
        Kind::File(_) => "file",
        Kind::Folder => "folder",
        Kind::Symlink { .. } => "symlink",
        Kind::HardLink { .. } => "hardlink",
    }
}

fn show(face: &mut Face<'_>, command: &str, entry: &Entry) -> Result<(), Failure> {
    if !face.common.json {
        let slash = if matches!(entry.kind, Kind::Folder) { "/" } else { "" };
        return face.result(&format!("{}{slash}", safe_bytes(entry.path.as_bytes())));
    }
    if !face.common.names {
        return Ok(());
    }
    let line = Line::new(command, "entry")
        .with("path", entry.path.escaped())
        .with("kind", kind(entry))
        .with("size", size(entry))
        .with("mtime", entry.metadata.modified.and_then(stamp));
    face.result(&line.to_string())
}

fn stamp(Moment(seconds, nanos): Moment) -> Option<String> {
    let time = jiff::Timestamp::new(seconds, i32::try_from(nanos).ok()?).ok()?;
    Some(time.to_string())
}

pub(super) fn diff(face: &mut Face<'_>, options: &Diff) -> Result<Exit, Failure> {
    let reading = Reading::open(face, options.drive.as_deref())?;
    let older = open(&reading, Some(&options.older))?;
    let newer = open(&reading, options.newer.as_deref())?;
    let difference = browse::diff(&reading.vault()?, &older, &newer)?;
    let count =
        |kind| difference.changes.iter().filter(|change| change.kind == kind).count() as u64;
    for change in &difference.changes {
        let word = change_word(change.kind);
        if !face.common.json {
            let sign = change_sign(change.kind);
            face.result(&format!("{sign} {}", safe_bytes(change.path.as_bytes())))?;
        } else if face.common.names {
            let line = Line::new("diff", "entry")
                .with("path", change.path.escaped())
                .with("change", word)
                .with("size", change.size_bytes)
                .with("mtime", change.modified.and_then(stamp));
            face.result(&line.to_string())?;
        }
    }
    let (added, changed, removed) =
        (count(ChangeKind::Added), count(ChangeKind::Changed), count(ChangeKind::Removed));
    let exit = if difference.lost.is_empty() { Exit::Done } else { Exit::Damage };
    let summary = Summary::new("diff", exit)
        .with("added", added)
        .with("changed", changed)
        .with("removed", removed);
    let line = fl!(face.words, "diff-total", added = added, changed = changed, removed = removed);
    face.finish(&summary, &[line])
}

const fn change_word(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Added => "added",
        ChangeKind::Changed => "changed",
        ChangeKind::Removed => "removed",
    }
}

const fn change_sign(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Added => "+",
        ChangeKind::Changed => "*",
        ChangeKind::Removed => "-",
    }
}
