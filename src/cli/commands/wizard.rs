//! The second half of the first set-up: which folders, which drive. Both may come later.

use std::path::PathBuf;

use refuge::drives::Enrolment;
use refuge::error::{Error, Result};
use refuge::practice::Practice;
use refuge::sources::{self, NewSource};

use super::super::catalog::fl;
use super::super::explain;
use super::super::face::Face;
use super::super::failure::Failure;
use super::super::terminal::safe;
use super::sources as source_commands;

pub(super) fn folders_and_drive(face: &mut Face<'_>, practice: &mut Practice) -> Result<()> {
    let words = face.words;
    face.say(&fl!(words, "wizard-folders"));
    while face.talk().confirm(&fl!(words, "wizard-folder-more"), true)? {
        let added = one_folder(face, practice);
        tell(face, added)?;
    }
    face.say(&fl!(words, "wizard-drive"));
    while face.talk().confirm(&fl!(words, "wizard-drive-more"), true)? {
        let added = one_drive(face, practice);
        if tell(face, added)? {
            return Ok(());
        }
    }
    Ok(())
}

fn one_folder(face: &mut Face<'_>, practice: &mut Practice) -> Result<String> {
    let words = face.words;
    let path = PathBuf::from(face.talk().ask(&fl!(words, "wizard-folder-ask"), None)?);
    let class = source_commands::ask_class(face, practice)?;
    let records = source_commands::ask_records(face)?;
    let source = sources::add(practice, &NewSource { path, class, records, readers: vec![] })?;
    Ok(fl!(words, "sources-added", path = safe(&source.path.to_string_lossy())))
}

fn one_drive(face: &mut Face<'_>, practice: &mut Practice) -> Result<String> {
    let words = face.words;
    let path = super::drives::ask_path(face)?;
    let name = face.talk().ask(&fl!(words, "drives-name-ask"), None)?;
    let new = Enrolment { name, ..Enrolment::default() };
    let plugged = super::drives::enrol(practice, &path, &new)?;
    Ok(fl!(words, "drives-added", drive = safe(&plugged.drive.name)))
}

/// A mistake is told and may be tried again; turning away ends the questions.
fn tell(face: &mut Face<'_>, done: Result<String>) -> Result<bool> {
    match done {
        Ok(sentence) => {
            face.say(&sentence);
            Ok(true)
        }
        Err(error @ (Error::Interrupted | Error::NotConfirmed)) => Err(error),
        Err(error) => {
            let told = explain::explain(face.words, &Failure::Library(error));
            told.lines().iter().for_each(|line| face.say(line));
            Ok(false)
        }
    }
}
