//! `refuge restore`: choose, plan, bring back into a new folder; nothing existing is touched.

use std::path::{Path, PathBuf};

use refuge::browse::{self, View, Words};
use refuge::destination::Destination;
use refuge::error::{Action, Error, Result};
use refuge::event::Step;
use refuge::ledger::{Deed, Restored};
use refuge::restore::{self, Selection};
use refuge::state::Drive;

use super::{home, noted, reading::Reading};
use crate::cli::{Exit, Face, Failure, Summary, args::daily::Restore, fl, safe, safe_bytes, units};

/// Files a person is offered to choose from.
const CHOICES_MAX: usize = 20;

pub(super) fn run(face: &mut Face<'_>, options: &Restore) -> Result<Exit, Failure> {
    let mut reading = Reading::open(face, options.drive.as_deref())?;
    let vault = reading.vault()?;
    let history = browse::snapshots(&vault, &reading.sections)?;
    let snapshot = browse::choose(&history.snapshots, options.snapshot.as_deref())?;
    let views = browse::open(&vault, &reading.sections, snapshot.id)?;
    let selection = selection(face, options, &reading, &views)?;
    let forgotten = reading.practice.state.forgotten()?;
    let plan = restore::plan(&vault, &views, &selection, &forgotten)?;
    let to = options.to.clone().map_or_else(|| usual_target(face), Ok)?;
    plan.check_room(&to)?;
    let target = Destination::create(&to, false)?;
    let progress = face.progress("restore", &[Step::Restore]);
    let done = plan.execute(&vault, &views, &target, &progress)?;
    progress.finish();
    let deed = restored(&reading.plugged.drive, &done);
    noted::note_after(face, &mut reading.practice, deed);
    report(face, &to, &done)
}

fn restored(drive: &Drive, done: &restore::Summary) -> Deed {
    Deed::Restored(Restored {
        drive: drive.id,
        name: drive.name.clone(),
        files: done.files,
        bytes: done.bytes,
        skipped_forgotten: done.skipped_forgotten,
        problems: done.problems.len() as u64,
    })
}

fn selection(
    face: &mut Face<'_>,
    options: &Restore,
    reading: &Reading,
    views: &[View<'_>],
) -> Result<Selection> {
    if options.all {
        return Ok(Selection::All);
    }
    if let Some(path) = &options.path {
        return Ok(Selection::Path(PathBuf::from(path)));
    }
    if !options.words.is_empty() {
        return Ok(Selection::Words(options.words.clone()));
    }
    if !face.can_ask() {
        return Err(Error::NotConfirmed);
    }
    ask(face, reading, views)
}

/// Asks for words, then for one of the files and folders they fit.
fn ask(face: &mut Face<'_>, reading: &Reading, views: &[View<'_>]) -> Result<Selection> {
    let question = fl!(face.words, "restore-ask-words");
    let typed = face.talk().ask(&question, None)?;
    let words = Words::new([&typed]);
    let mut found = Vec::new();
    for view in views {
        let mut take = |_: &_, entry: refuge::format::entry::Entry| {
            if found.len() < CHOICES_MAX && words.fit(&entry.path) {
                found.push(entry.path);
            }
            Ok(())
        };
        browse::entries(&reading.vault()?, view, &|_| true, &mut take)?;
    }
    if found.is_empty() {
        return Ok(Selection::Words(vec![typed]));
    }
    let names: Vec<String> = found.iter().map(|path| safe_bytes(path.as_bytes())).collect();
    let question = fl!(face.words, "restore-ask-which");
    let chosen = face.talk().choose_or_first(&question, &names)?;
    let path = found.get(chosen).map(refuge::tree_path::TreePath::escaped).unwrap_or_default();
    Ok(Selection::Path(PathBuf::from(path)))
}

/// A new folder on the desktop, or here where there is none.
fn usual_target(face: &Face<'_>) -> Result<PathBuf> {
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
    Ok(unused(&place, &name))
}

/// Two in one minute get a folder each.
fn unused(place: &Path, name: &str) -> PathBuf {
    let numbered = (2..).map(|number: u32| place.join(format!("{name} ({number})")));
    let mut all = std::iter::once(place.join(name)).chain(numbered);
    all.find(|folder| folder.symlink_metadata().is_err()).unwrap_or_default()
}

fn report(face: &mut Face<'_>, to: &Path, done: &restore::Summary) -> Result<Exit, Failure> {
    let words = face.words;
    let exit = if done.problems.is_empty() { Exit::Done } else { Exit::Problems };
    let summary = Summary::new("restore", exit)
        .with("files", done.files)
        .with("bytes", done.bytes)
        .with("skipped_forgotten", done.skipped_forgotten)
        .with("problems", done.problems.len() as u64);
    let size = units::bytes(words.language(), done.bytes);
    let folder = safe(&to.to_string_lossy());
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
