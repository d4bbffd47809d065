//! `refuge restore`: choose, plan, bring back: into a new folder, or to where it was. Nothing that exists is
//! lost.

mod choice;
mod in_place;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use refuge::browse;
use refuge::crypto::Identity;
use refuge::destination::{Destination, Keeps};
use refuge::error::{Error, Result, Thing};
use refuge::event::Step;
use refuge::id::SourceId;
use refuge::restore::{self, Foreseen, Ground, RestorePlan, RestoreSummary, Selection};
use refuge::visit;

use super::{home, reading::Reading};
use crate::cli::{
    Exit, Face, Failure, Summary,
    args::daily::{Restore, WhatStands},
    fl, safe, safe_path,
    telling::mention,
    units, words,
};
use crate::faces::{restored_told, target};
use choice::Part;

pub(super) fn run(face: &mut Face<'_>, options: &Restore) -> Result<Exit, Failure> {
    if let Some(to) = &options.to {
        check_ground(face, to)?;
    }
    let mut reading = Reading::open(face, options.drive.as_deref())?;
    let (history, unread) = reading.history(face)?;
    let parts = choice::parts(face, options, &reading, &history)?;
    let is_latest = options.snapshot.as_deref().is_none_or(browse::means_latest);
    let unread = if is_latest { unread.missed_by_latest() } else { 0 };
    let is_all = options.all && is_latest;
    let place = if options.in_place {
        Where::InPlace(options.existing)
    } else {
        Where::Folder(options.to.as_deref())
    };
    let done = carry_out(face, &mut reading, &Wanted { parts: &parts, unread, is_all }, &place);
    let Err(Failure::Library(Error::NotFound { what: Thing::Path, .. })) = &done else {
        return done;
    };
    // What was removed, is not set up here, or was away, is in an earlier backup.
    let Some(part) = choice::last_with_path(face, options, &reading, &history)? else {
        return done;
    };
    face.say(&fl!(face.words, "restore-last-that-has-it"));
    let wanted = Wanted { parts: &[part], unread, is_all: false };
    carry_out(face, &mut reading, &wanted, &place)
}

/// Everything from the newest backup of a drive to where it was, but for folders that are left out, with keys that
/// are open.
pub(super) fn put_back(
    face: &mut Face<'_>,
    drive: &str,
    keys: &[Identity],
    left_out: &BTreeSet<SourceId>,
) -> Result<Exit, Failure> {
    let mut reading = Reading::with(face, home::practice_reading(face)?, Some(drive), keys)?;
    let (history, unread) = reading.history(face)?;
    let from = choice::newest_whole(&reading, &history)?;
    let parts = choice::everything(&reading, &history, from)?;
    let parts = choice::without(&reading, parts, left_out)?;
    let wanted =
        Wanted { parts: &parts, unread: unread.missed_by_latest(), is_all: left_out.is_empty() };
    carry_out(face, &mut reading, &wanted, &Where::InPlace(None))
}

/// Where files go.
enum Where<'a> {
    /// A folder; the usual one where none was named.
    Folder(Option<&'a Path>),
    /// Where they were; with what was said of files that stand there.
    InPlace(Option<WhatStands>),
}

/// What is brought back.
struct Wanted<'a> {
    parts: &'a [Part<'a>],
    /// Lists of backups that cannot be read and may be newer.
    unread: u64,
    /// All of the newest backup.
    is_all: bool,
}

fn carry_out(
    face: &mut Face<'_>,
    reading: &mut Reading,
    wanted: &Wanted<'_>,
    place: &Where<'_>,
) -> Result<Exit, Failure> {
    let parts = wanted.parts;
    let mut told = None;
    for part in parts {
        if told.replace(part.from.id) != Some(part.from.id) {
            let is_earlier = parts.last().is_some_and(|last| last.from.id != part.from.id);
            say_which(face, part, is_earlier, reading);
        }
    }
    let mut source = Source {
        snapshot: parts.last().map(|part| (part.from.id.hex(), part.from.time.clone())),
        drive: reading.plugged.drive.name.clone(),
        unread: wanted.unread,
        is_backed_up: false,
    };
    let (done, to) = match place {
        Where::InPlace(given) => (in_place::bring_back(face, reading, parts, *given)?, None),
        Where::Folder(to) => {
            let (done, to) = into_a_folder(face, reading, parts, *to)?;
            source.is_backed_up = restore::is_backed_up(&reading.practice.config.sources, &to);
            (done, Some(to))
        }
    };
    // The files are there, whatever becomes of the ledger.
    let drive = reading.plugged.drive.clone();
    if let Err(error) = visit::restored(&mut reading.practice, &drive, &done, home::now()) {
        mention(face, &error);
    }
    if wanted.is_all && wanted.unread == 0 && done.problems.is_empty() {
        visit::put_back_ends(&mut reading.practice)?;
    }
    report(face, to.as_deref(), &done, &source)
}

/// Everything into one folder, which is new or was begun by the same restore.
fn into_a_folder(
    face: &mut Face<'_>,
    reading: &Reading,
    parts: &[Part<'_>],
    to: Option<&Path>,
) -> Result<(RestoreSummary, PathBuf)> {
    let vault = reading.vault()?;
    let chosen: Vec<_> = parts.iter().map(|part| (part.from.id, &part.selection)).collect();
    let mark = restore::mark(vault.drive, &chosen);
    let to = match to {
        Some(to) => to.to_owned(),
        None => target::usual_target(face.words, &mark, home::now())?,
    };
    let forgotten = reading.practice.state.forgotten()?;
    let mut done = RestoreSummary::default();
    let (mut target, mut keeps) = (None, None);
    for part in parts {
        let views = browse::open(&vault, &reading.sections, part.from.id)?;
        let plan = restore::plan(&vault, &views, &part.selection, &forgotten)?;
        if !Destination::is_unfinished(&to, &mark) {
            plan.check_room(&to)?;
        }
        let target = match &mut target {
            Some(target) => target,
            none => {
                let begun = Destination::begin(&to, &mark)?;
                keeps = begun.keeps();
                none.insert(begun)
            }
        };
        if let Some(keeps) = &keeps {
            foresee(face, &plan, keeps);
        }
        let progress = face.progress("restore", &[Step::Restore]);
        done.add(plan.execute(&vault, &views, target, &progress)?);
        progress.finish();
    }
    // What is missing may come another time, into the same folder.
    if let Some(target) = target.filter(|_| !done.is_to_go_on()) {
        target.complete()?;
    }
    Ok((done, to))
}

/// Where it came from, for programs.
struct Source {
    /// Of the newest backup that was taken from: id and time.
    snapshot: Option<(String, String)>,
    drive: String,
    /// Backups that may be newer and cannot be read.
    unread: u64,
    /// What was brought back lies in a folder that is backed up.
    is_backed_up: bool,
}

/// Nothing is ever written into a vault; beside one, only who says yes has files in clear on a
/// drive that lies in a drawer.
fn check_ground(face: &mut Face<'_>, to: &Path) -> Result<()> {
    let refused = |in_vault| Error::TargetOnDrive { path: to.to_owned(), in_vault };
    match restore::ground(to) {
        Ground::Free => Ok(()),
        Ground::Vault(_) => Err(refused(true)),
        Ground::Drive(_) if !face.can_ask() => Err(refused(false)),
        Ground::Drive(drive) => {
            let question = fl!(face.words, "restore-onto-drive", path = safe_path(&drive));
            match face.talk().confirm(&question, false)? {
                true => Ok(()),
                false => Err(refused(false)),
            }
        }
    }
}

/// What will not be as it was, told before anything is written.
fn foresee(face: &mut Face<'_>, plan: &RestorePlan, keeps: &Keeps) {
    let mut foreseen = Foreseen::default();
    foreseen.add(plan, keeps);
    for line in words::keeps::foreseen(face.words, &foreseen) {
        face.say(&line);
    }
}

/// Which backup is taken: of which day, from which drive; and which folder alone, where later ones lack it.
fn say_which(face: &mut Face<'_>, part: &Part<'_>, is_earlier: bool, reading: &Reading) {
    let (from, drive) = (part.from, safe(&reading.plugged.drive.name));
    let when = match from.time.parse::<jiff::Timestamp>() {
        Ok(time) => {
            let local = time.to_zoned_datetime(jiff::tz::TimeZone::system()).datetime();
            units::moment(face.words, local)
        }
        Err(_) => safe(&from.time),
    };
    let sources = &reading.practice.config.sources;
    let folder = match &part.selection {
        Selection::Whole(id, path) if is_earlier && path.is_root() => {
            sources.iter().find(|source| source.id == *id)
        }
        _ => None,
    };
    face.say(&match folder {
        Some(folder) => {
            let folder = safe_path(&folder.path);
            fl!(face.words, "restore-takes-folder", when = when, drive = drive, folder = folder)
        }
        None => fl!(face.words, "restore-takes", when = when, drive = drive),
    });
}

fn report(
    face: &mut Face<'_>,
    to: Option<&Path>,
    done: &RestoreSummary,
    source: &Source,
) -> Result<Exit, Failure> {
    let words = face.words;
    let is_all = done.problems.is_empty() && source.unread == 0;
    let exit = if is_all { Exit::Done } else { Exit::Problems };
    let summary = Summary::new("restore", exit)
        .with("files", done.files)
        .with("bytes", done.bytes)
        .with("skipped_forgotten", done.skipped_forgotten)
        .with("problems", done.problems.len() as u64)
        .with("drive", source.drive.as_str())
        .with("unread_snapshots", source.unread)
        .with("snapshot", source.snapshot.as_ref().map(|(id, _)| id.as_str()))
        .with("snapshot_time", source.snapshot.as_ref().map(|(_, time)| time.as_str()))
        .with("in_place", to.is_none())
        .with("is_backed_up", source.is_backed_up)
        .with("same", done.same)
        .with("stayed", done.stayed)
        .with("replaced", done.replaced);
    let mut lines = match to {
        Some(to) => restored_told::into_folder(words, to, done),
        None => restored_told::in_place(words, done),
    };
    if source.is_backed_up {
        lines.push(fl!(words, "restore-backed-up"));
    }
    lines.extend(restored_told::not_all(words, done));
    if to.is_some() && done.is_to_go_on() {
        lines.push(fl!(words, "restore-again"));
    }
    if done.skipped_forgotten > 0 {
        lines.push(fl!(words, "restore-forgotten", files = done.skipped_forgotten));
    }
    face.finish(&summary, &lines)
}
