//! `refuge drives`: the life of drives, one file for each part of it.

mod add;
mod declare;
mod leaving;
mod list;

use std::path::PathBuf;

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
};
use crate::faces::{drive_words::place_in_words, new_drive::new_places};

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
        Ok(new_places(&ours))
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
    let options: Vec<String> = found.iter().map(|path| place_in_words(face.words, path)).collect();
    let chosen = face.talk().choose(&fl!(words, "drives-choose"), &options)?;
    Ok(found.get(chosen).cloned().unwrap_or_default())
}
