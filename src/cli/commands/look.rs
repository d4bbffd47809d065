//! `refuge snapshots`, `ls`, `find`, `diff`: looking into the backups.
//!
//! Names are what these commands are for, so a terminal shows them; JSON has them only with `--names`.

use refuge::browse::{
    self, ChangeKind, History, Hit, Labels, SnapshotSummary, Spelling, View, What, Words,
};
use refuge::error::{Error, Result, Thing};
use refuge::format::documents::RecordLine;
use refuge::format::entry::{EntryKind, InventoryEntry, Moment};
use refuge::id::SourceId;
use refuge::tree_path::TreePath;

use super::reading::Reading;
use crate::cli::{
    Exit, Face, Failure, Line, Summary,
    args::daily::{Diff, Find, Ls, Snapshots},
    fl, safe, safe_bytes,
    terminal::table::{self, Side},
    units,
};
use crate::faces::found_told::{hit_path, hit_told, version_line};

pub(super) fn snapshots(face: &mut Face<'_>, options: &Snapshots) -> Result<Exit, Failure> {
    let reading = Reading::open(face, options.drive.as_deref())?;
    let (history, unread) = reading.history(face)?;
    let exit = exit_of(unread.count);
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
    let summary = Summary::new("snapshots", exit)
        .with("snapshots", listed)
        .with("unread_snapshots", unread.count);
    let rows: Vec<Vec<String>> =
        history.snapshots.iter().map(|shot| row(face, drive, shot)).collect();
    let mut lines =
        table::on_screen(&[Side::Left, Side::Left, Side::Left, Side::Right, Side::Right], &rows);
    if rows.is_empty() {
        lines.push(fl!(face.words, "snapshots-none", drive = safe(drive)));
    }
    face.finish(&summary, &lines)
}

/// What could not be read was told; the code says so too.
const fn exit_of(unread: u64) -> Exit {
    if unread == 0 { Exit::Done } else { Exit::Damage }
}

/// Records whose lists could not be read, in a sentence.
fn lost_line(face: &Face<'_>, records: u64) -> Option<String> {
    (records > 0).then(|| fl!(face.words, "look-lost", records = records))
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
    let (history, unread) = reading.history(face)?;
    let views = open(&reading, &history, options.snapshot.as_deref())?;
    let unread = if is_latest(options.snapshot.as_deref()) { unread.missed_by_latest() } else { 0 };
    let labels = Labels::of(&views);
    let typed = options.path.as_deref().unwrap_or_default();
    if typed.trim_matches('/').is_empty() {
        let all = listing(&reading, &views, &labels, &|_, path| !path.is_root())?;
        return list(face, all, unread);
    }
    let below = |spelling: Spelling| {
        listing(&reading, &views, &labels, &|source, path: &TreePath| {
            !path.is_root() && labels.meanings(source, typed.as_bytes(), spelling).hold(path)
        })
    };
    let mut found = below(Spelling::Exact)?;
    if found.entries.is_empty() {
        found = below(Spelling::Loose)?;
    }
    if found.entries.is_empty() && found.lost == 0 {
        return Err(Error::NotFound { what: Thing::Path, name: typed.to_owned() }.into());
    }
    list(face, found, unread)
}

/// Said first: many backups take a while.
pub(super) fn say_searching(face: &mut Face<'_>, reading: &Reading, history: &History) {
    let (drive, backups) = (safe(&reading.plugged.drive.name), history.snapshots.len() as u64);
    face.say(&fl!(face.words, "find-begins", drive = drive, backups = backups));
}

pub(super) fn find(face: &mut Face<'_>, options: &Find) -> Result<Exit, Failure> {
    let reading = Reading::open(face, options.drive.as_deref())?;
    let vault = reading.vault()?;
    let (history, unread) = reading.history(face)?;
    let words = Words::new(&options.words);
    let forgotten = reading.practice.state.forgotten()?;
    let stop = face.stop.clone();
    say_searching(face, &reading, &history);
    let fits = |_: &Labels, _, path: &TreePath| words.fit(path);
    let found = browse::search(&vault, &reading.sections, &history, &forgotten, &fits, &|| {
        stop.requested()
    })?;
    for hit in &found.hits {
        show_hit(face, hit, &found.labels, &history.snapshots)?;
    }
    let newest = || found.hits.iter().filter_map(Hit::newest);
    let files = newest().filter(|version| version.what.is_file()).count() as u64;
    let bytes = newest().filter_map(|version| version.what.size_bytes());
    let bytes = bytes.fold(0, u64::saturating_add);
    let exit = exit_of(found.lost_records + unread.count);
    let gone = found.hits.iter().filter(|hit| hit.gone_by.is_some()).count() as u64;
    let summary = Summary::new("find", exit)
        .with("entries", found.hits.len() as u64)
        .with("files", files)
        .with("bytes", bytes)
        .with("gone", gone)
        .with("snapshots", history.snapshots.len() as u64)
        .with("lost_records", found.lost_records)
        .with("unread_snapshots", unread.count);
    let size = units::bytes(face.words.language(), bytes);
    let backups = history.snapshots.len() as u64;
    let mut lines =
        vec![fl!(face.words, "find-total", files = files, size = size, backups = backups)];
    lines.extend(lost_line(face, found.lost_records));
    face.finish(&summary, &lines)
}

/// One thing with the backups that have it, and its versions where there are several.
fn show_hit(
    face: &mut Face<'_>,
    hit: &Hit,
    labels: &Labels,
    snapshots: &[SnapshotSummary],
) -> Result<(), Failure> {
    let Some(newest) = hit.newest() else { return Ok(()) };
    if face.common.json {
        if !face.common.names {
            return Ok(());
        }
        let time = |number: usize| snapshots.get(number).map(|shot| shot.time.clone());
        let first = hit.versions.first().map_or(newest.first, |version| version.first);
        let line = Line::new("find", "entry")
            .with("path", labels.shown(hit.source, &hit.path).escaped())
            .with("kind", what_word(&newest.what))
            .with("size", newest.what.size_bytes())
            .with("mtime", newest.modified.and_then(stamp))
            .with("versions", hit.versions.len() as u64)
            .with("first", time(first))
            .with("last", time(newest.last))
            .with("gone_by", hit.gone_by.and_then(time));
        return face.result(&line.to_string());
    }
    face.result(&hit_line(face, hit, labels, snapshots))?;
    if hit.versions.len() > 1 {
        for version in hit.versions.iter().rev() {
            let line = format!("    {}", version_line(face.words, version, snapshots));
            face.result(&line)?;
        }
    }
    Ok(())
}

const fn what_word(what: &What) -> &'static str {
    match what {
        What::File(..) => "file",
        What::Folder => "folder",
        What::Symlink => "symlink",
        What::HardLink => "hardlink",
    }
}

/// `DUPONT/x.pdf   12 KB, from 29 Nov 2026 to 4 Dec 2026, gone by 27 Dec 2026`.
fn hit_line(face: &Face<'_>, hit: &Hit, labels: &Labels, snapshots: &[SnapshotSummary]) -> String {
    format!("{}   {}", hit_path(hit, labels), hit_told(face.words, hit, snapshots))
}

/// Whether the backup made last is meant, by saying nothing or its name.
fn is_latest(wanted: Option<&str>) -> bool {
    wanted.is_none_or(browse::means_latest)
}

fn open<'a>(
    reading: &'a Reading,
    history: &History,
    wanted: Option<&str>,
) -> Result<Vec<View<'a>>> {
    let vault = reading.vault()?;
    let zone = jiff::tz::TimeZone::system();
    let snapshot = browse::choose(&history.snapshots, wanted, &zone)?;
    browse::open(&vault, &reading.sections, snapshot.id)
}

/// Entries with the paths they are shown under, and how many records could not be read.
struct Listing {
    entries: Vec<(TreePath, InventoryEntry)>,
    lost: u64,
}

fn listing(
    reading: &Reading,
    views: &[View<'_>],
    labels: &Labels,
    fits: &dyn Fn(SourceId, &TreePath) -> bool,
) -> Result<Listing> {
    let vault = reading.vault()?;
    let mut found = Listing { entries: Vec::new(), lost: 0 };
    for view in views {
        let mut take = |record: &RecordLine, entry: InventoryEntry| {
            if fits(record.source, &entry.path) {
                found.entries.push((labels.shown(record.source, &entry.path), entry));
            }
            Ok(())
        };
        found.lost += browse::entries(&vault, view, &|_| true, &mut take)?.len() as u64;
    }
    Ok(found)
}

fn list(face: &mut Face<'_>, found: Listing, unread: u64) -> Result<Exit, Failure> {
    let Listing { entries, lost } = found;
    let is_file = |(_, entry): &&(TreePath, InventoryEntry)| {
        matches!(entry.kind, EntryKind::File(_) | EntryKind::HardLink { .. })
    };
    let files = entries.iter().filter(is_file).count() as u64;
    // An inventory is believed only as far as it adds up.
    let bytes = entries.iter().filter_map(|(_, entry)| size(entry)).fold(0, u64::saturating_add);
    for (path, entry) in &entries {
        show(face, path, entry)?;
    }
    let summary = Summary::new("ls", exit_of(lost + unread))
        .with("entries", entries.len() as u64)
        .with("files", files)
        .with("bytes", bytes)
        .with("lost_records", lost);
    let size = units::bytes(face.words.language(), bytes);
    let mut lines = vec![fl!(face.words, "look-total", files = files, size = size)];
    lines.extend(lost_line(face, lost));
    face.finish(&summary, &lines)
}

const fn size(entry: &InventoryEntry) -> Option<u64> {
    match &entry.kind {
        EntryKind::File(content) => Some(content.size_bytes),
        _ => None,
    }
}

const fn kind(entry: &InventoryEntry) -> &'static str {
    match &entry.kind {
        EntryKind::File(_) => "file",
        EntryKind::Folder => "folder",
        EntryKind::Symlink { .. } => "symlink",
        EntryKind::HardLink { .. } => "hardlink",
    }
}

fn show(face: &mut Face<'_>, path: &TreePath, entry: &InventoryEntry) -> Result<(), Failure> {
    if !face.common.json {
        let slash = if matches!(entry.kind, EntryKind::Folder) { "/" } else { "" };
        return face.result(&format!("{}{slash}", safe_bytes(path.as_bytes())));
    }
    if !face.common.names {
        return Ok(());
    }
    let line = Line::new("ls", "entry")
        .with("path", path.escaped())
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
    let (history, unread) = reading.history(face)?;
    let older = open(&reading, &history, Some(&options.older))?;
    let newer = open(&reading, &history, options.newer.as_deref())?;
    let is_latest = is_latest(Some(&options.older)) || is_latest(options.newer.as_deref());
    let unread = if is_latest { unread.missed_by_latest() } else { 0 };
    let difference = browse::diff(&reading.vault()?, &older, &newer)?;
    let labels = Labels::over(older.iter().chain(&newer).map(|view| &view.manifest));
    let count =
        |kind| difference.changes.iter().filter(|change| change.kind == kind).count() as u64;
    for change in &difference.changes {
        let word = change.kind.word();
        let path = labels.shown(change.source, &change.path);
        if !face.common.json {
            let sign = change_sign(change.kind);
            face.result(&format!("{sign} {}", safe_bytes(path.as_bytes())))?;
        } else if face.common.names {
            let line = Line::new("diff", "entry")
                .with("path", path.escaped())
                .with("change", word)
                .with("size", change.size_bytes)
                .with("mtime", change.modified.and_then(stamp));
            face.result(&line.to_string())?;
        }
    }
    let (added, changed, removed) =
        (count(ChangeKind::Added), count(ChangeKind::Changed), count(ChangeKind::Removed));
    let lost = difference.lost.len() as u64;
    let summary = Summary::new("diff", exit_of(lost + unread))
        .with("added", added)
        .with("changed", changed)
        .with("removed", removed);
    let mut lines =
        vec![fl!(face.words, "diff-total", added = added, changed = changed, removed = removed)];
    lines.extend(lost_line(face, lost));
    face.finish(&summary, &lines)
}

const fn change_sign(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Added => "+",
        ChangeKind::Changed => "*",
        ChangeKind::Removed => "-",
    }
}
