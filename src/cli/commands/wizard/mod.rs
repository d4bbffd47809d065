//! The first set-up, one question per screen: the practice and its folders, the drive, the secrets,
//! and then a first backup with a first test, because "configured" protects nobody.
//!
//! Everything is asked before anything is made, so that turning away leaves nothing behind but the answers,
//! with which the next run goes on. What does not fit when it is carried out is told and asked again; nothing else is asked twice.

mod drive;
mod first_backup;
mod folders;
mod known_drive;

use std::path::{Path, PathBuf};

use refuge::config::Setting;
use refuge::crypto::Identity;
use refuge::error::{Error, Result};
use refuge::id::PracticeId;
use refuge::practice::Practice;
use refuge::sources::{self, NewSource};
use refuge::visit;

use crate::cli::{
    Face, Failure,
    args::setup::Init,
    commands::{home, source_kind::classified},
    fl, safe,
    terminal::dropped,
};
use crate::faces::country::{COUNTRIES, asks_for_archives, country_names, country_of};
use crate::faces::draft::Draft;
use crate::faces::source_words::usual_thinning;

pub(super) use known_drive::known_drive;

/// What was answered before anything is made.
pub(super) struct Answers {
    pub(super) id: PracticeId,
    pub(super) name: String,
    pub(super) country: String,
    pub(super) public_structure: bool,
    /// For labels and incidents; empty where none was given.
    phone: String,
    /// Whether old backups are thinned out by the usual rule.
    thins: bool,
    folders: Vec<NewSource>,
    drive: Option<drive::Chosen>,
}

/// The first two steps.
pub(super) fn ask(face: &mut Face<'_>, options: &Init, home: &Path) -> Result<Answers> {
    let words = face.words;
    for line in [fl!(words, "wizard-welcome"), fl!(words, "wizard-needed"), String::new()] {
        face.say(&line);
    }
    face.say(&fl!(words, "wizard-step-practice"));
    let mut draft = draft(face, home)?;
    let name = match options.practice.clone().or_else(|| draft.name.clone()) {
        Some(name) => name,
        None => face.talk().ask(&fl!(words, "init-practice-ask"), None)?,
    };
    draft.name = Some(name.clone());
    draft.keep(home)?;
    let (country, public_structure) = match (draft.country.clone(), draft.public_structure) {
        (Some(country), Some(is_public)) => (country, is_public),
        _ => rules(face, options)?,
    };
    (draft.country, draft.public_structure) = (Some(country.clone()), Some(public_structure));
    draft.keep(home)?;
    let phone = draft.phone.clone().map_or_else(|| phone(face), Ok)?;
    draft.phone = Some(phone.clone());
    draft.keep(home)?;
    let folders = match draft.folders() {
        Some(folders) => folders,
        None => folders::ask(face, &country, &options.source)?,
    };
    draft.set_folders(&folders);
    draft.keep(home)?;
    let thins = draft.thins.map_or_else(|| thins(face, &folders), Ok)?;
    draft.thins = Some(thins);
    draft.keep(home)?;
    face.say("");
    face.say(&fl!(words, "wizard-step-drive"));
    let paths: Vec<PathBuf> = folders.iter().map(|folder| folder.path.clone()).collect();
    let drive = drive::ask(face, &paths, options.allow_fixed)?;
    face.say("");
    face.say(&fl!(words, "wizard-step-secrets"));
    let id = draft.id;
    Ok(Answers { id, name, country, public_structure, phone, thins, folders, drive })
}

/// A number that a finder of a drive, or whoever comes after an attack, can call.
fn phone(face: &mut Face<'_>) -> Result<String> {
    let words = face.words;
    loop {
        let typed = face.talk().ask_or_skip(&fl!(words, "wizard-phone-ask"))?.unwrap_or_default();
        if Setting::Phone.accepts(&typed) {
            return Ok(typed);
        }
        face.say(&fl!(words, "wizard-phone-again"));
    }
}

/// Whether the usual rule for old backups is wanted. Without a folder there is none to have one.
fn thins(face: &mut Face<'_>, folders: &[NewSource]) -> Result<bool> {
    if folders.is_empty() {
        return Ok(false);
    }
    face.say("");
    let question = usual_thinning(face.words);
    face.talk().confirm(&question, true)
}

/// What an earlier run left, where the person wants to go on with it.
fn draft(face: &mut Face<'_>, home: &Path) -> Result<Draft> {
    let Some(left) = Draft::left(home) else { return Ok(Draft::new()) };
    let Some(name) = left.name.as_deref().map(safe) else { return Ok(left) };
    let question = fl!(face.words, "wizard-go-on", practice = name);
    if face.talk().confirm(&question, true)? {
        return Ok(left);
    }
    // The number stays: it may stand on a sheet that was printed.
    Ok(Draft { id: left.id, ..Draft::new() })
}

/// Whose legal periods apply, and whether the archives have a say: the country is the computer's, and one
/// Enter says yes to both.
fn rules(face: &mut Face<'_>, options: &Init) -> Result<(String, bool)> {
    let words = face.words;
    let usual = country_of(sys_locale::get_locale().as_deref().unwrap_or_default());
    let place = COUNTRIES.iter().position(|country| *country == usual).unwrap_or(0);
    let name = country_names(face.words).into_iter().nth(place).unwrap_or_default();
    let question = if asks_for_archives(usual) && !options.public_structure {
        fl!(words, "wizard-rules-private", country = name)
    } else {
        fl!(words, "wizard-rules", country = name)
    };
    if face.talk().confirm(&question, true)? {
        return Ok((usual.to_owned(), options.public_structure));
    }
    let country = country(face, place)?;
    let asks = asks_for_archives(&country) && !options.public_structure;
    let is_public = asks && face.talk().confirm(&fl!(words, "wizard-public-ask"), false)?;
    Ok((country, options.public_structure || is_public))
}

fn country(face: &mut Face<'_>, usual: usize) -> Result<String> {
    let names = country_names(face.words);
    let name = names.get(usual).map_or("", String::as_str);
    let question = fl!(face.words, "wizard-country-ask", country = name);
    let chosen = face.talk().choose_or(&question, &names, usual)?;
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
    if answers.thins {
        sources::thin_as_usual(practice)?;
    }
    if !answers.phone.is_empty() {
        visit::setting(practice, Setting::Phone, &answers.phone, home::now())?;
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
    first_backup::backup_and_test(face, practice, plugged, identity)?;
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
        folder = classified(face, country, dropped::path(&path))?;
    }
}

#[cfg(test)]
mod tests;
