//! What a person wants back, and out of which backups: words are looked for in all of them, and whatever was
//! found stands in one dated list, of which one number is enough.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use refuge::browse::{
    self, FoundVersion, History, Hit, Labels, Search, SnapshotSummary, Spelling, What, Words,
};
use refuge::error::{Error, Result, Thing};
use refuge::id::SourceId;
use refuge::restore::Selection;
use refuge::status::put_back;
use refuge::tree_path::TreePath;

use super::super::{look, reading::Reading};
use crate::cli::{Face, args::daily::Restore, fl};
use crate::faces::{found_told, names::same_name};

/// Numbers a person is offered to choose from.
const CHOICES_MAX: usize = 20;

/// What is taken out of one backup.
pub(super) struct Part<'a> {
    pub(super) from: &'a SnapshotSummary,
    pub(super) selection: Selection,
}

/// What to take out of which backups.
pub(super) fn parts<'a>(
    face: &mut Face<'_>,
    options: &Restore,
    reading: &Reading,
    history: &'a History,
) -> Result<Vec<Part<'a>>> {
    let zone = jiff::tz::TimeZone::system();
    let wanted = options.snapshot.as_deref();
    if options.all && wanted.is_none_or(browse::means_latest) {
        return everything(reading, history, newest_whole(reading, history)?);
    }
    let from = browse::choose(&history.snapshots, wanted, &zone)?;
    if options.all {
        return Ok(vec![Part { from, selection: Selection::All }]);
    }
    if let Some(path) = &options.path {
        return Ok(vec![Part { from, selection: Selection::Path(PathBuf::from(path)) }]);
    }
    let is_guided = options.words.is_empty();
    let typed = if !is_guided {
        options.words.clone()
    } else if face.can_ask() {
        let question = fl!(face.words, "restore-ask-words");
        vec![face.talk().ask(&question, None)?]
    } else {
        return Err(Error::NotConfirmed);
    };
    if wanted.is_some() {
        return Ok(vec![Part { from, selection: Selection::Words(typed) }]);
    }
    look::say_searching(face, reading, history);
    let found = search(face, reading, history, &typed)?;
    if found.hits.is_empty() {
        return Err(Error::NotFound { what: Thing::Words, name: typed.join(" ") });
    }
    if !face.can_ask() {
        return Ok(all_of(&found.hits, history));
    }
    match folder_named(&found.hits, history, &typed.join(" ")) {
        Some(folder) => Ok(vec![folder]),
        None => chosen(face, &found, history, is_guided),
    }
}

/// The one folder that bears just the name that was typed, with all below it, as the last backup has it that has it:
/// whoever types a patient's whole folder wants that, and nothing is asked. Nothing where more than it was found.
fn folder_named<'a>(hits: &[Hit], history: &'a History, typed: &str) -> Option<Part<'a>> {
    let is_it = |hit: &&Hit| {
        let is_folder = hit.newest().is_some_and(|newest| newest.what == What::Folder);
        let name = hit.path.name().map(String::from_utf8_lossy);
        is_folder && name.is_some_and(|name| same_name(typed, &name))
    };
    let folder = hits.iter().find(is_it)?;
    let is_below = |hit: &Hit| hit.source == folder.source && hit.path.is_within(&folder.path);
    if !hits.iter().all(is_below) {
        return None;
    }
    let newest = hits.iter().filter_map(|hit| Some(hit.newest()?.last)).max()?;
    let from = history.snapshots.get(newest)?;
    Some(Part { from, selection: Selection::Whole(folder.source, folder.path.clone()) })
}

/// A path that the newest backup does not have, in the last backup that has it.
pub(super) fn last_with_path<'a>(
    face: &Face<'_>,
    options: &Restore,
    reading: &Reading,
    history: &'a History,
) -> Result<Option<Part<'a>>> {
    let Some(path) = options.path.as_ref().filter(|_| options.snapshot.is_none()) else {
        return Ok(None);
    };
    let forgotten = reading.practice.state.forgotten()?;
    let (vault, stop) = (reading.vault()?, face.stop.clone());
    let typed = Path::new(path).as_os_str().as_encoded_bytes();
    for spelling in [Spelling::Exact, Spelling::Loose] {
        let fits = |labels: &Labels, source, path: &TreePath| {
            labels.meanings(source, typed, spelling).hold(path)
        };
        let stops = || stop.requested();
        let found = browse::search(&vault, &reading.sections, history, &forgotten, &fits, &stops)?;
        let last = found.hits.iter().filter_map(|hit| Some(hit.newest()?.last)).max();
        if let Some(from) = last.and_then(|last| history.snapshots.get(last)) {
            let selection = Selection::Path(PathBuf::from(path));
            return Ok(Some(Part { from, selection }));
        }
    }
    Ok(None)
}

/// All of a backup; and of folders that were away when it was made, what the newest before it has.
pub(super) fn everything<'a>(
    reading: &Reading,
    history: &'a History,
    from: &'a SnapshotSummary,
) -> Result<Vec<Part<'a>>> {
    let sources = reading.practice.config.sources.iter().map(|source| source.id);
    let absent = browse::last_of_absent(&reading.vault()?, &reading.sections, from, sources)?;
    let mut parts = Vec::with_capacity(absent.len() + 1);
    for (source, id) in absent {
        let from = history.snapshots.iter().find(|shot| shot.id == id);
        let selection = Selection::Whole(source, TreePath::root());
        parts.extend(from.map(|from| Part { from, selection }));
    }
    parts.push(Part { from, selection: Selection::All });
    Ok(parts)
}

/// The newest backup, but for those that a new computer made before everything was put back on it.
pub(super) fn newest_whole<'a>(
    reading: &Reading,
    history: &'a History,
) -> Result<&'a SnapshotSummary> {
    let meanwhile = put_back::made_meanwhile(&reading.practice)?;
    match history.snapshots.iter().rev().find(|shot| !meanwhile.contains(&shot.id)) {
        Some(whole) => Ok(whole),
        None => browse::choose(&history.snapshots, None, &jiff::tz::TimeZone::system()),
    }
}

/// The same but for some folders.
pub(super) fn without<'a>(
    reading: &Reading,
    parts: Vec<Part<'a>>,
    left_out: &BTreeSet<SourceId>,
) -> Result<Vec<Part<'a>>> {
    if left_out.is_empty() {
        return Ok(parts);
    }
    let mut kept = Vec::with_capacity(parts.len());
    for part in parts {
        match &part.selection {
            Selection::All => {
                let views = browse::open(&reading.vault()?, &reading.sections, part.from.id)?;
                let labels = Labels::of(&views);
                let wanted = labels.sources().filter(|source| !left_out.contains(source));
                kept.extend(wanted.map(|source| Part {
                    from: part.from,
                    selection: Selection::Whole(source, TreePath::root()),
                }));
            }
            Selection::Whole(source, _) if left_out.contains(source) => {}
            _ => kept.push(part),
        }
    }
    Ok(kept)
}

fn search(
    face: &Face<'_>,
    reading: &Reading,
    history: &History,
    typed: &[String],
) -> Result<Search> {
    let words = Words::new(typed);
    let forgotten = reading.practice.state.forgotten()?;
    let stop = face.stop.clone();
    // Words are looked for in the folder's name too.
    let fits =
        |labels: &Labels, source, path: &TreePath| words.fit(&labels.label(source).join_path(path));
    let vault = reading.vault()?;
    browse::search(&vault, &reading.sections, history, &forgotten, &fits, &|| stop.requested())
}

/// Each thing in its newest version, also what is gone from the newest backup.
fn all_of<'a>(hits: &[Hit], history: &'a History) -> Vec<Part<'a>> {
    let mut by_backup: BTreeMap<usize, BTreeSet<_>> = BTreeMap::new();
    for hit in hits {
        if let Some(newest) = hit.newest() {
            let place = (hit.source, hit.path.clone());
            by_backup.entry(newest.last).or_default().insert(place);
        }
    }
    let part = |(number, paths): (usize, _)| {
        let from = history.snapshots.get(number)?;
        Some(Part { from, selection: Selection::Exactly(paths) })
    };
    by_backup.into_iter().filter_map(part).collect()
}

/// What a person means. Of one patient's files that never changed all that fit are taken; otherwise one
/// number says it, and between those of several patients nothing is taken for granted.
fn chosen<'a>(
    face: &mut Face<'_>,
    found: &Search,
    history: &'a History,
    is_guided: bool,
) -> Result<Vec<Part<'a>>> {
    let hits = &found.hits;
    let records: BTreeSet<_> = hits.iter().map(|hit| hit.record).collect();
    let has_versions = hits.iter().any(|hit| hit.versions.len() > 1);
    let is_clear = hits.len() == 1 || (records.len() < 2 && !is_guided);
    if is_clear && !has_versions {
        return Ok(all_of(hits, history));
    }
    let offers = Offers::of(face, found, history);
    for line in &offers.lines {
        face.say(line);
    }
    let number = match hits.as_slice() {
        [_] => {
            let question = fl!(face.words, "restore-ask-version");
            face.talk().number_or_usual(&question, offers.taken.len(), 0)?
        }
        _ => offers.asked_with_all(face, hits.len() as u64, records.len() < 2)?,
    };
    let Some((hit, version)) = offers.taken.get(number) else { return Ok(all_of(hits, history)) };
    let version = match version {
        Some(version) => version,
        None => version_of(face, hit, history)?,
    };
    let selection = Selection::Whole(hit.source, hit.path.clone());
    let from = history.snapshots.get(version.last);
    Ok(from.map(|from| Part { from, selection }).into_iter().collect())
}

/// The list: each thing once, and a number for each of its versions, the newest first.
struct Offers<'h> {
    lines: Vec<String>,
    /// What each number takes; no version where there is no room for all of them.
    taken: Vec<(&'h Hit, Option<&'h FoundVersion>)>,
}

impl<'h> Offers<'h> {
    fn of(face: &Face<'_>, found: &'h Search, history: &History) -> Self {
        let mut offers = Self { lines: Vec::new(), taken: Vec::new() };
        for (number, hit) in found.hits.iter().enumerate() {
            let room = CHOICES_MAX.saturating_sub(offers.taken.len());
            if room == 0 {
                let more = found.hits.len().saturating_sub(number) as u64;
                offers.lines.push(fl!(face.words, "restore-more", count = more));
                break;
            }
            let is_alone = found.hits.len() == 1;
            let has_room = is_alone || hit.versions.len() <= room;
            offers.add(face, hit, &found.labels, history, has_room);
        }
        offers
    }

    /// What there is of one thing begins with its name.
    fn add(
        &mut self,
        face: &Face<'_>,
        hit: &'h Hit,
        labels: &Labels,
        history: &History,
        has_room: bool,
    ) {
        let snapshots = &history.snapshots;
        let path = found_told::hit_path(hit, labels);
        let [only] = hit.versions.as_slice() else {
            if has_room {
                self.lines.push(format!("     {path}"));
                for version in hit.versions.iter().rev() {
                    let line = found_told::version_line(face.words, version, snapshots);
                    self.number(&line);
                    self.taken.push((hit, Some(version)));
                }
                return;
            }
            self.number(&path);
            self.lines.push(format!("     {}", found_told::hit_told(face.words, hit, snapshots)));
            self.taken.push((hit, None));
            return;
        };
        self.number(&path);
        self.lines.push(format!("     {}", found_told::hit_told(face.words, hit, snapshots)));
        self.taken.push((hit, Some(only)));
    }

    fn number(&mut self, text: &str) {
        let number = self.taken.len() + 1;
        self.lines.push(format!("{number:3}  {text}"));
    }

    /// Asks for a number; the last one is all that was found, in its newest versions.
    fn asked_with_all(
        &self,
        face: &mut Face<'_>,
        found: u64,
        is_one_record: bool,
    ) -> Result<usize> {
        let all = self.taken.len() + 1;
        let line = format!("{all:3}  {}", fl!(face.words, "restore-all-of-these", count = found));
        face.say(&line);
        if is_one_record {
            let question = fl!(face.words, "restore-ask-which-or-all");
            return face.talk().number_or_usual(&question, all, all - 1);
        }
        let question = fl!(face.words, "restore-ask-which");
        face.talk().number(&question, all)
    }
}

/// Which version of one thing.
fn version_of<'h>(
    face: &mut Face<'_>,
    hit: &'h Hit,
    history: &History,
) -> Result<&'h FoundVersion> {
    let versions: Vec<&FoundVersion> = hit.versions.iter().rev().collect();
    let line =
        |version: &&FoundVersion| found_told::version_line(face.words, version, &history.snapshots);
    let lines: Vec<String> = versions.iter().map(line).collect();
    let question = fl!(face.words, "restore-ask-version");
    let number = face.talk().choose_or_first(&question, &lines)?;
    versions.get(number).copied().ok_or(Error::NotConfirmed)
}
