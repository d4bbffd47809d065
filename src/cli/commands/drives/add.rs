//! `refuge drives add`: a new drive, a copy that becomes one, a successor of another.

use std::path::Path;

use refuge::crypto::Identity;
use refuge::drives::{self, Enrolment};
use refuge::error::{DriveTrouble, Error, Result};
use refuge::fate::{EverHeld, Look};
use refuge::platform;
use refuge::practice::{Plugged, Practice};
use refuge::state::Drive;
use refuge::visit::{self, Admission, Admitted};

use super::ask_new_path;
use crate::cli::{
    Exit, Face, Failure, Summary,
    args::setup::{DriveAdd, Held, Looks},
    commands::home,
    fl, opening, safe, units,
};
use crate::faces::{drive_words, new_drive, room::too_small};

pub(super) fn run(face: &mut Face<'_>, options: DriveAdd) -> Result<Exit, Failure> {
    let mut practice = home::practice(face)?;
    let path = match &options.path {
        Some(path) => path.clone(),
        None => ask_new_path(face, &mut practice)?,
    };
    drives::check_place(&practice, &path, options.allow_fixed)?;
    if let Some(drive) = drives::move_fixed(&mut practice, &path)? {
        let summary = Summary::new("drives", Exit::Done).with("drive", drive.name.as_str());
        let place = safe(&drive.path.to_string_lossy());
        let moved = fl!(face.words, "drives-moved", drive = safe(&drive.name), path = place);
        return face.finish(&summary, &[moved]);
    }
    let warnings = new_drive::warnings(&path);
    let folders = practice.config.sources.iter().map(|source| source.path.as_path());
    let small = too_small(face.words, folders, &path);
    greet(face, &path, &warnings)?;
    if let Some(line) = small.as_ref().filter(|_| face.can_ask()) {
        face.say(&format!("  ! {line}"));
    }
    let (way, new) = ask(face, &mut practice, &path, options)?;
    let plugged = carry_out(face, &mut practice, &new, &way)?;
    report(face, &plugged, &way, &Noticed { warnings, small })
}

/// What was seen of the drive before it was added.
struct Noticed {
    warnings: Vec<&'static str>,
    /// That it is likely too small, in figures.
    small: Option<String>,
}

/// What is plugged in, and what speaks against it; nothing where nobody reads it.
fn greet(face: &mut Face<'_>, path: &Path, warnings: &[&'static str]) -> Result<()> {
    if !face.can_ask() {
        return Ok(());
    }
    let words = face.words;
    let what = drive_words::place_in_words(face.words, path);
    face.say(&fl!(words, "drives-plugged-in", what = what));
    for word in warnings {
        let line = new_drive::warning(words, word);
        face.say(&format!("  ! {line}"));
    }
    if !warnings.contains(&"other-files")
        || face.talk().confirm(&fl!(words, "drives-use-all-the-same"), false)?
    {
        return Ok(());
    }
    Err(Error::NotConfirmed)
}

fn ask(
    face: &mut Face<'_>,
    practice: &mut Practice,
    path: &Path,
    options: DriveAdd,
) -> Result<(Admission, Enrolment)> {
    let words = face.words;
    let mut way = way(face, practice, path, &options)?;
    let name = match options.name {
        Some(name) => name,
        None => {
            let proposed = drive_words::proposed_name(path)
                .filter(|name| practice.state.drive_named(name).is_err());
            face.talk().ask(&fl!(words, "drives-name-ask"), proposed.as_deref())?
        }
    };
    if matches!(way, Admission::New) && face.can_ask() {
        way = instead_of_namesake(face, practice, &name)?;
    }
    let asks = face.can_ask();
    let held = match options.ever_held {
        None if asks => Some(ask_held(face)?),
        given => given.map(held),
    };
    let looks = match options.medium {
        None if asks => Some(ask_looks(face)?),
        given => given.map(looks),
    };
    let path = path.to_owned();
    Ok((way, Enrolment { path, name, allow_fixed: options.allow_fixed, looks, held }))
}

fn way(
    face: &mut Face<'_>,
    practice: &mut Practice,
    path: &Path,
    options: &DriveAdd,
) -> Result<Admission> {
    let copied = drives::is_copy_of_known(practice, path)?;
    let Some(name) = &options.replace else {
        return match copied {
            None => Ok(Admission::New),
            Some(_) if options.copy => Ok(Admission::Copy),
            Some(original) => ask_about_copy(face, original),
        };
    };
    let old = practice.state.drive_named(name)?;
    match copied {
        Some(original) if original.row == old.row => Ok(Admission::CopyInstead(old)),
        Some(original) => Err(Error::drive(DriveTrouble::Copied).of_drive(&original.name)),
        None if visit::is_older(practice, path, &old, home::now())? => Ok(Admission::Older(old)),
        None => Ok(Admission::Instead(old)),
    }
}

fn ask_about_copy(face: &mut Face<'_>, original: Drive) -> Result<Admission> {
    let refused = Error::drive(DriveTrouble::Copied).of_drive(&original.name);
    if !face.can_ask() {
        return Err(refused);
    }
    let words = face.words;
    let name = safe(&original.name);
    face.say(&fl!(words, "drives-copy-found", drive = name.as_str()));
    let choices = new_drive::ways_of_copy(words, &name);
    match face.talk().choose(&fl!(words, "drives-copy-ask"), &choices)? {
        0 => Ok(Admission::Copy),
        1 => Ok(Admission::CopyInstead(original)),
        _ => Err(refused),
    }
}

/// A name that is taken may be meant: the drive of that name was erased, broken or lost.
fn instead_of_namesake(face: &mut Face<'_>, practice: &Practice, name: &str) -> Result<Admission> {
    let Ok(old) = practice.state.drive_named(name.trim()) else { return Ok(Admission::New) };
    let words = face.words;
    let question = fl!(words, "drives-instead-ask", drive = safe(&old.name));
    if face.talk().confirm(&question, false)? {
        Ok(Admission::Instead(old))
    } else {
        Ok(Admission::New)
    }
}

fn ask_held(face: &mut Face<'_>) -> Result<EverHeld> {
    let question = fl!(face.words, "drives-held-ask");
    let choices = new_drive::pasts(face.words);
    face.talk().choose(&question, &choices).map(new_drive::past)
}

fn ask_looks(face: &mut Face<'_>) -> Result<Look> {
    let question = fl!(face.words, "drives-looks-ask");
    let choices = new_drive::looks(face.words);
    face.talk().choose_or_first(&question, &choices).map(new_drive::look)
}

const fn held(given: Held) -> EverHeld {
    match given {
        Held::C0 => EverHeld::C0,
        Held::C1 => EverHeld::C1,
        Held::C2 => EverHeld::C2,
        Held::C3 => EverHeld::C3,
        Held::C4 => EverHeld::C4,
    }
}

const fn looks(given: Looks) -> Look {
    match given {
        Looks::Disk => Look::Disk,
        Looks::Flash => Look::Flash,
    }
}

fn carry_out(
    face: &mut Face<'_>,
    practice: &mut Practice,
    new: &Enrolment,
    way: &Admission,
) -> Result<Plugged, Failure> {
    // What is not new must be read, and for that a key is needed before anything is changed.
    let keys: Vec<Identity> = match way.needs_key() {
        true => opening::open_identities(face, Some(practice))?,
        false => Vec::new(),
    };
    let progress = face.progress("drives", new_drive::steps(way));
    let done = visit::admit(practice, new, way, &keys, home::now(), &progress);
    progress.finish();
    let Admitted { plugged, before } = done?;
    if let Some(before) = before {
        face.say(&fl!(face.words, "drives-before", drive = safe(&before.name)));
    }
    Ok(plugged)
}

fn report(
    face: &mut Face<'_>,
    plugged: &Plugged,
    way: &Admission,
    noticed: &Noticed,
) -> Result<Exit, Failure> {
    let Noticed { warnings, small } = noticed;
    let free = platform::free_bytes(&plugged.drive.path);
    let summary = Summary::new("drives", Exit::Done)
        .with("drive", plugged.drive.name.as_str())
        .with("free_bytes", free)
        .with("replaces", way.replaces().map(|old| old.name.as_str()))
        .with("warnings", warnings.clone())
        .with("too_small", small.is_some());
    let words = face.words;
    let name = safe(&plugged.drive.name);
    let mut sentences = vec![fl!(words, "drives-added", drive = name.as_str())];
    if !face.can_ask() {
        sentences.extend(warnings.iter().map(|word| new_drive::warning(words, word)));
        sentences.extend(small.clone());
    }
    if let Some(free) = free {
        let size = units::bytes(words.language(), free);
        sentences.push(fl!(words, "drives-free", size = size));
    }
    sentences.push(fl!(words, "drives-label-next", drive = name));
    sentences.push(fl!(words, "drives-next"));
    face.finish(&summary, &sentences)
}
