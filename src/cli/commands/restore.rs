//! `refuge restore`: choose, plan, bring back into a new folder; nothing existing is touched.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use refuge::browse::{self, FoundVersion, History, Hit, Labels, Search, SnapshotSummary, Words};
use refuge::destination::Destination;
use refuge::error::{Action, Error, Result, Thing};
use refuge::event::Step;
use refuge::restore::{self, Ground, Selection};
use refuge::state::Drive;
use refuge::tree_path::TreePath;
use refuge::visit;

use super::{home, look, reading::Reading};
use crate::cli::{
    Exit, Face, Failure, Summary, args::daily::Restore, fl, safe, safe_path, telling::mention,
    units,
};

/// Files a person is offered to choose from.
const CHOICES_MAX: usize = 20;

/// What is taken out of one backup.
struct Part<'a> {
    from: &'a SnapshotSummary,
    selection: Selection,
}

pub(super) fn run(face: &mut Face<'_>, options: &Restore) -> Result<Exit, Failure> {
    if let Some(to) = &options.to {
        check_ground(face, to)?;
    }
    let mut reading = Reading::open(face, options.drive.as_deref())?;
    let vault = reading.vault()?;
    let history = browse::snapshots(&vault, &reading.sections)?;
    let parts = parts(face, options, &reading, &history)?;
    for part in &parts {
        say_which(face, part.from, &reading.plugged.drive);
    }
    let chosen: Vec<_> = parts.iter().map(|part| (part.from.id, &part.selection)).collect();
    let mark = restore::mark(vault.drive, &chosen);
    let to = match &options.to {
        Some(to) => to.clone(),
        None => usual_target(face, &mark)?,
    };
    let forgotten = reading.practice.state.forgotten()?;
    let mut done = restore::RestoreSummary::default();
    let mut target = None;
    for part in &parts {
        let views = browse::open(&vault, &reading.sections, part.from.id)?;
        let plan = restore::plan(&vault, &views, &part.selection, &forgotten)?;
        if !Destination::is_unfinished(&to, &mark) {
            plan.check_room(&to)?;
        }
        let target = match &mut target {
            Some(target) => target,
            none => none.insert(Destination::begin(&to, &mark)?),
        };
        let progress = face.progress("restore", &[Step::Restore]);
        done.add(plan.execute(&vault, &views, target, &progress)?);
        progress.finish();
    }
    if let Some(target) = target {
        target.complete()?;
    }
    let source = Source {
        snapshot: parts.last().map(|part| (part.from.id.hex(), part.from.time.clone())),
        drive: reading.plugged.drive.name.clone(),
    };
    // The files are there, whatever becomes of the ledger.
    let drive = reading.plugged.drive.clone();
    if let Err(error) = visit::restored(&mut reading.practice, &drive, &done, home::now()) {
        mention(face, &error);
    }
    report(face, &to, &done, &source)
}

/// Where it came from, for programs.
struct Source {
    /// Of the newest backup that was taken from: id and time.
    snapshot: Option<(String, String)>,
    drive: String,
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

/// Which backup is taken: of which day, from which drive.
fn say_which(face: &mut Face<'_>, from: &SnapshotSummary, drive: &Drive) {
    let when = match from.time.parse::<jiff::Timestamp>() {
        Ok(time) => {
            let local = time.to_zoned_datetime(jiff::tz::TimeZone::system()).datetime();
            units::moment(face.words, local)
        }
        Err(_) => safe(&from.time),
    };
    let line = fl!(face.words, "restore-takes", when = when, drive = safe(&drive.name));
    face.say(&line);
}

/// What to take out of which backups.
fn parts<'a>(
    face: &mut Face<'_>,
    options: &Restore,
    reading: &Reading,
    history: &'a History,
) -> Result<Vec<Part<'a>>> {
    let zone = jiff::tz::TimeZone::system();
    let wanted = options.snapshot.as_deref();
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
    let found = search(face, reading, history, &typed)?;
    if found.hits.is_empty() {
        return Err(Error::NotFound { what: Thing::Path, name: typed.join(" ") });
    }
    if !face.can_ask() {
        return Ok(all_of(&found.hits, history));
    }
    chosen(face, &found, history, is_guided)
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

/// What a person means. Of one patient's files all that fit are taken; between those of several
/// nothing is taken for granted.
fn chosen<'a>(
    face: &mut Face<'_>,
    found: &Search,
    history: &'a History,
    is_guided: bool,
) -> Result<Vec<Part<'a>>> {
    let hits = &found.hits;
    let records: BTreeSet<_> = hits.iter().map(|hit| hit.record).collect();
    if let [only] = hits.as_slice() {
        return one(face, only, history);
    }
    if records.len() < 2 && !is_guided {
        return Ok(all_of(hits, history));
    }
    let mut lines: Vec<String> = hits
        .iter()
        .take(CHOICES_MAX)
        .map(|hit| look::hit_line(face, hit, &found.labels, &history.snapshots))
        .collect();
    let more = hits.len().saturating_sub(CHOICES_MAX) as u64;
    if more > 0 {
        let line = fl!(face.words, "restore-more", count = more);
        face.say(&line);
    }
    let count = hits.len() as u64;
    lines.push(fl!(face.words, "restore-all-of-these", count = count));
    let question = fl!(face.words, "restore-ask-which");
    let number = face.talk().choose(&question, &lines)?;
    match hits.get(number).filter(|_| number + 1 < lines.len()) {
        Some(hit) => one(face, hit, history),
        None => Ok(all_of(hits, history)),
    }
}

/// One thing: where a file has several versions, the person says which.
fn one<'a>(face: &mut Face<'_>, hit: &Hit, history: &'a History) -> Result<Vec<Part<'a>>> {
    let versions: Vec<&FoundVersion> = hit.versions.iter().rev().collect();
    let chosen = if versions.len() > 1 {
        let lines: Vec<String> = versions
            .iter()
            .map(|version| look::version_line(face, version, &history.snapshots))
            .collect();
        let question = fl!(face.words, "restore-ask-version");
        face.talk().choose_or_first(&question, &lines)?
    } else {
        0
    };
    let from = versions.get(chosen).and_then(|version| history.snapshots.get(version.last));
    let selection = Selection::Whole(hit.source, hit.path.clone());
    Ok(from.map(|from| Part { from, selection }).into_iter().collect())
}

/// A new folder on the desktop, or here where there is none; that of the same restore where it was
/// interrupted.
fn usual_target(face: &Face<'_>, mark: &str) -> Result<PathBuf> {
    use etcetera::BaseStrategy;
    let home = etcetera::choose_base_strategy().ok().map(|base| base.home_dir().to_owned());
    let desktops = ["Desktop", "Bureau"];
    let desktop = home.and_then(|home| {
        desktops.iter().map(|name| home.join(name)).find(|folder| folder.is_dir())
    });
    let now = home::now().to_zoned_datetime(jiff::tz::TimeZone::system());
    let time = now.strftime("%Y-%m-%d %Hh%M").to_string();
    let name = fl!(face.words, "restore-folder", time = time);
    let place = match desktop {
        Some(desktop) => desktop,
        None => std::env::current_dir().map_err(Error::io(Action::Read, Path::new(".")))?,
    };
    Ok(unfinished(&place, mark).unwrap_or_else(|| unused(&place, &name)))
}

fn unfinished(place: &Path, mark: &str) -> Option<PathBuf> {
    let names = std::fs::read_dir(place).ok()?.flatten().map(|entry| entry.path());
    let mut folders = names.filter(|path| path.is_dir());
    folders.find(|folder| Destination::is_unfinished(folder, mark))
}

/// Two in one minute get a folder each.
fn unused(place: &Path, name: &str) -> PathBuf {
    let numbered = (2..).map(|number: u32| place.join(format!("{name} ({number})")));
    let mut all = std::iter::once(place.join(name)).chain(numbered);
    all.find(|folder| folder.symlink_metadata().is_err()).unwrap_or_default()
}

fn report(
    face: &mut Face<'_>,
    to: &Path,
    done: &restore::RestoreSummary,
    source: &Source,
) -> Result<Exit, Failure> {
    let words = face.words;
    let exit = if done.problems.is_empty() { Exit::Done } else { Exit::Problems };
    let summary = Summary::new("restore", exit)
        .with("files", done.files)
        .with("bytes", done.bytes)
        .with("skipped_forgotten", done.skipped_forgotten)
        .with("problems", done.problems.len() as u64)
        .with("drive", source.drive.as_str())
        .with("snapshot", source.snapshot.as_ref().map(|(id, _)| id.as_str()))
        .with("snapshot_time", source.snapshot.as_ref().map(|(_, time)| time.as_str()));
    let size = units::bytes(words.language(), done.bytes);
    let folder = safe_path(to);
    let mut lines =
        vec![fl!(words, "restore-done", files = done.files, size = size, folder = folder)];
    if !done.problems.is_empty() {
        let problems = done.problems.len() as u64;
        lines.push(fl!(words, "restore-problems", files = problems));
    }
    if done.skipped_forgotten > 0 {
        lines.push(fl!(words, "restore-forgotten", files = done.skipped_forgotten));
    }
    face.finish(&summary, &lines)
}
