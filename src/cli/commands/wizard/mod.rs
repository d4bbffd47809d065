//! The first set-up, one question per screen: the practice and its folders, the drive, the secrets,
//! and then a first backup with a first test, because "configured" protects nobody.
//!
//! Everything is asked before anything is made, so that turning away leaves nothing behind. What does
//! not fit when it is carried out is told and asked again; nothing else is asked twice.

mod again;
mod drive;
mod first;
mod folders;
mod found;

use refuge::crypto::Identity;
use refuge::error::{Error, Result};
use refuge::practice::Practice;
use refuge::sources::{self, NewSource};

use crate::cli::{Face, Failure, args::setup::Init, fl, safe};

pub(super) use again::known_drive;
pub(super) use drive::describe;

/// Countries with rules of their own.
const COUNTRIES: [&str; 6] = ["fr", "be", "ch", "de", "uk", "nl"];

/// What was answered before anything is made.
pub(super) struct Answers {
    pub(super) name: String,
    pub(super) country: String,
    pub(super) public_structure: bool,
    folders: Vec<NewSource>,
    drive: Option<drive::Chosen>,
}

/// The first two steps.
pub(super) fn ask(face: &mut Face<'_>, options: &Init) -> Result<Answers> {
    let words = face.words;
    for line in [fl!(words, "wizard-welcome"), fl!(words, "wizard-needed"), String::new()] {
        face.say(&line);
    }
    face.say(&fl!(words, "wizard-step-practice"));
    let name = match &options.practice {
        Some(name) => name.clone(),
        None => face.talk().ask(&fl!(words, "init-practice-ask"), None)?,
    };
    let country = country(face)?;
    let public_structure =
        options.public_structure || face.talk().confirm(&fl!(words, "wizard-public-ask"), false)?;
    let folders = folders::ask(face, &country, &options.source)?;
    face.say("");
    face.say(&fl!(words, "wizard-step-drive"));
    let drive = drive::ask(face, options.allow_fixed)?;
    face.say("");
    face.say(&fl!(words, "wizard-step-secrets"));
    Ok(Answers { name, country, public_structure, folders, drive })
}

fn country(face: &mut Face<'_>) -> Result<String> {
    let words = face.words;
    let names = [
        fl!(words, "country-fr"),
        fl!(words, "country-be"),
        fl!(words, "country-ch"),
        fl!(words, "country-de"),
        fl!(words, "country-uk"),
        fl!(words, "country-nl"),
    ];
    let chosen = face.talk().choose_or_first(&fl!(words, "wizard-country-ask"), &names)?;
    Ok(COUNTRIES.get(chosen).copied().unwrap_or("fr").to_owned())
}

/// The last step: folders and drive as answered, a first backup, a first test. Tells whether the
/// practice has a good backup now.
pub(super) fn carry_out(
    face: &mut Face<'_>,
    practice: &mut Practice,
    answers: Answers,
    identity: Identity,
    options: &Init,
) -> Result<bool, Failure> {
    let country = answers.country;
    for folder in answers.folders {
        add_folder(face, practice, &country, folder)?;
    }
    let Some(drive) = answers.drive else { return Ok(false) };
    let Some(plugged) = drive::enrol(face, practice, drive, options.allow_fixed)? else {
        return Ok(false);
    };
    if options.no_first_backup || practice.config.sources.is_empty() {
        return Ok(false);
    }
    face.say("");
    face.say(&fl!(face.words, "wizard-step-first"));
    first::backup_and_test(face, practice, plugged, identity)?;
    Ok(true)
}

/// A folder that does not fit is told, and another may be named in its place.
fn add_folder(
    face: &mut Face<'_>,
    practice: &mut Practice,
    country: &str,
    mut folder: NewSource,
) -> Result<()> {
    let words = face.words;
    loop {
        match sources::add(practice, &folder) {
            Ok(source) => {
                let path = safe(&source.path.to_string_lossy());
                face.say(&fl!(words, "sources-added", path = path));
                return Ok(());
            }
            Err(error @ (Error::Interrupted | Error::NotConfirmed)) => return Err(error),
            Err(error) => crate::cli::tell(face, &error.into()),
        }
        let Some(path) = face.talk().ask_or_skip(&fl!(words, "wizard-folder-instead"))? else {
            return Ok(());
        };
        folder = folders::classified(face, country, path.into())?;
    }
}

#[cfg(test)]
mod tests;
