//! `refuge drives`: the life of drives, one file for each part of it.

mod add;
mod declare;
mod leaving;
mod list;

use std::path::{Path, PathBuf};

use refuge::error::{DriveTrouble, Error, Result};
use refuge::platform;
use refuge::practice::Practice;

use crate::cli::{
    Exit, Face, Failure,
    args::setup::{self, DriveVerb},
    commands::home,
    fl,
    papers::label,
    safe,
    terminal::dropped,
    units,
};

pub(super) fn run(face: &mut Face<'_>, options: setup::Drives) -> Result<Exit, Failure> {
    match options.verb {
        Some(DriveVerb::Add(options)) => add::run(face, options),
        Some(DriveVerb::List) | None => list::run(face),
        Some(DriveVerb::Eject(options)) => {
            let name = which(face, options.name)?;
            leaving::eject(face, &name)
        }
        Some(DriveVerb::Retire(options)) => {
            let name = which(face, options.name)?;
            leaving::retire(face, &name)
        }
        Some(DriveVerb::Rename { name, new_name }) => declare::rename(face, &name, &new_name),
        Some(DriveVerb::Lost(mut options)) => {
            let name = which(face, options.name.take())?;
            declare::lost(face, &name, options)
        }
        Some(DriveVerb::Found(mut options)) => {
            let name = which(face, options.name.take())?;
            declare::found(face, &name, options)
        }
        Some(DriveVerb::Destroyed(mut options)) => {
            let name = which(face, options.drive.name.take())?;
            declare::destroyed(face, &name, options)
        }
        Some(DriveVerb::Label(mut options)) => {
            let name = which(face, options.name.take())?;
            label::run(face, &name, &options)
        }
    }
}

/// The drive that was named, or the one that the person chooses.
fn which(face: &mut Face<'_>, name: Option<String>) -> Result<String, Failure> {
    if let Some(name) = name {
        return Ok(name);
    }
    let drives = home::practice_reading(face)?.state.drives()?;
    let mut names: Vec<String> = drives.into_iter().map(|drive| drive.name).collect();
    let shown: Vec<String> = names.iter().map(|name| safe(name)).collect();
    let chosen = match names.len() {
        0 => return Err(Error::drive(DriveTrouble::NonePlugged).into()),
        1 => {
            // Who did not name it sees which it is.
            face.say(&format!("  {}", shown.concat()));
            0
        }
        _ => {
            let question = fl!(face.words, "drives-which");
            face.talk().choose(&question, &shown)?
        }
    };
    Ok(names.swap_remove(chosen))
}

/// One of the removable drives that are plugged in.
pub(super) fn ask_path(face: &mut Face<'_>) -> Result<PathBuf> {
    ask_place(face, || Ok(platform::removable_mounts()))
}

/// One of those that are no drives of the practice yet, or not as they should be.
fn ask_new_path(face: &mut Face<'_>, practice: &mut Practice) -> Result<PathBuf> {
    ask_place(face, || {
        let seen = practice.look(home::now())?.into_iter();
        let ours: Vec<PathBuf> =
            seen.filter(|seen| seen.trouble.is_none()).map(|seen| seen.path).collect();
        let real = |path: &PathBuf| platform::real_path(path).unwrap_or_else(|_| path.clone());
        let mut mounts = platform::removable_mounts();
        mounts.retain(|mount| ours.iter().all(|known| real(known) != real(mount)));
        Ok(mounts)
    })
}

fn ask_place(
    face: &mut Face<'_>,
    mut mounts: impl FnMut() -> Result<Vec<PathBuf>>,
) -> Result<PathBuf> {
    let words = face.words;
    let mut found = mounts()?;
    while found.is_empty() {
        // It may be plugged in only now.
        if let Some(typed) = face.talk().ask_or_skip(&fl!(words, "drives-path-ask"))? {
            return Ok(dropped::path(&typed));
        }
        found = mounts()?;
    }
    let options: Vec<String> = found.iter().map(|path| place_in_words(face, path)).collect();
    let chosen = face.talk().choose(&fl!(words, "drives-choose"), &options)?;
    Ok(found.get(chosen).cloned().unwrap_or_default())
}

/// Where it is plugged in, and what is known of it.
fn place_in_words(face: &Face<'_>, path: &Path) -> String {
    let facts = platform::drive_facts(path);
    let language = face.words.language();
    let size = facts.size_bytes.map(|bytes| units::bytes(language, bytes));
    let known = [facts.label, facts.model, size, facts.file_system];
    let known: Vec<String> = known.into_iter().flatten().map(|fact| safe(&fact)).collect();
    format!("{} ({})", safe(&path.to_string_lossy()), known.join(", "))
}

/// Labels that a medium is sold or formatted with tell nothing.
const NO_LABELS: &[&str] =
    &["no name", "untitled", "nouveau nom", "sans titre", "usb", "usb drive", "disk"];
/// Longer ones are no names of colours.
const LABEL_CHARACTERS_MAX: usize = 20;

/// The name that a drive bears already: its label, or that of the folder which stands for a drive. Shouted ones
/// are written as a person writes them.
pub(super) fn proposed_name(path: &Path) -> Option<String> {
    let is_mount = platform::removable_mounts().iter().any(|mount| mount == path);
    let own = || path.file_name().map(|name| name.to_string_lossy().into_owned());
    let label = if is_mount { platform::drive_facts(path).label } else { own() }?;
    let label = label.trim();
    let fits = (1..=LABEL_CHARACTERS_MAX).contains(&label.chars().count())
        && !label.contains(char::is_control)
        && !NO_LABELS.contains(&label.to_lowercase().as_str());
    fits.then(|| calm(label))
}

/// `BLEU` as `Bleu`.
fn calm(label: &str) -> String {
    let is_shouted = label.chars().count() > 2 && label.chars().all(char::is_uppercase);
    let mut letters = label.chars();
    match letters.next() {
        Some(first) if is_shouted => first.to_string() + &letters.as_str().to_lowercase(),
        _ => label.to_owned(),
    }
}

/// `« Samsung T7 », 1 To, exFAT, 930 Go libres, vide`.
pub(crate) fn medium_in_words(face: &Face<'_>, path: &Path) -> String {
    let words = face.words;
    let facts = platform::drive_facts(path);
    let size = |bytes| units::bytes(words.language(), bytes);
    let name = facts.label.or(facts.model).unwrap_or_else(|| path.to_string_lossy().into_owned());
    let free = platform::free_bytes(path).map(|free| fl!(words, "wizard-free", size = size(free)));
    let is_empty = refuge::drives::is_empty(path);
    let empty = is_empty.then(|| fl!(words, "wizard-empty"));
    let name = fl!(words, "quoted", text = safe(name.trim()));
    let known =
        [facts.size_bytes.map(size), facts.file_system.map(|name| safe(&name)), free, empty];
    let known = known.into_iter().flatten();
    std::iter::once(name).chain(known).collect::<Vec<_>>().join(", ")
}
