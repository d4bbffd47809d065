//! The drive of the first set-up: found, described, named, and enrolled once the practice is there.

use std::path::{Path, PathBuf};

use refuge::drives::{self, Enrolment};
use refuge::error::{Error, Result, Thing};
use refuge::event::Silent;
use refuge::platform;
use refuge::practice::{Plugged, Practice};
use refuge::visit::{self, Admission, Admitted};

use crate::cli::{Face, commands::home, fl, safe, safe_path, tell, terminal::dropped};
use crate::faces::drive_words::{medium_in_words, proposed_name};
use crate::faces::room::too_small;

/// A drive that was chosen and named.
pub(super) struct Chosen {
    path: PathBuf,
    name: String,
}

/// Asks for the drive until one is there that can hold these folders; it may come later.
pub(super) fn ask(
    face: &mut Face<'_>,
    folders: &[PathBuf],
    allow_fixed: bool,
) -> Result<Option<Chosen>> {
    ask_but(face, folders, allow_fixed, None)
}

/// As [`ask`], without offering again the place that was just refused.
fn ask_but(
    face: &mut Face<'_>,
    folders: &[PathBuf],
    allow_fixed: bool,
    mut refused: Option<PathBuf>,
) -> Result<Option<Chosen>> {
    loop {
        let Some(path) = place(face, allow_fixed, refused.as_deref())? else {
            face.say(&fl!(face.words, "wizard-drive-later"));
            return Ok(None);
        };
        if !path.is_dir() {
            face.say(&fl!(face.words, "drives-not-there", path = safe_path(&path)));
            refused = Some(path);
            continue;
        }
        // What will be refused is told now, and not after the sheet was written.
        if let Err(error) = drives::check_first_place(&path, folders, allow_fixed) {
            tell(face, &error.into());
        } else if suits(face, folders, &path)? {
            return named(face, path).map(Some);
        }
        refused = Some(path);
    }
}

/// What is seen of it, and whether it is wanted although it is too small.
fn suits(face: &mut Face<'_>, folders: &[PathBuf], path: &Path) -> Result<bool> {
    let words = face.words;
    let what = medium_in_words(face.words, path);
    face.say(&fl!(words, "wizard-drive-found", what = what));
    let warning = face.symbols.warning;
    if !drives::other_files_on(path).is_empty() {
        face.say(&format!("  {warning} {}", fl!(words, "drives-other-files")));
    }
    let Some(line) = too_small(face.words, folders.iter().map(PathBuf::as_path), path) else {
        return Ok(true);
    };
    face.say(&format!("  {warning} {line}"));
    let other = face.talk().confirm(&fl!(words, "wizard-drive-other"), true)?;
    Ok(!other)
}

fn named(face: &mut Face<'_>, path: PathBuf) -> Result<Chosen> {
    let words = face.words;
    let proposed = proposed_name(&path);
    let name = face.talk().ask(&fl!(words, "drives-name-ask"), proposed.as_deref())?;
    face.say(&fl!(words, "wizard-drive-safe"));
    Ok(Chosen { path, name })
}

fn place(
    face: &mut Face<'_>,
    allow_fixed: bool,
    refused: Option<&Path>,
) -> Result<Option<PathBuf>> {
    let words = face.words;
    if allow_fixed {
        let typed = face.talk().ask_or_skip(&fl!(words, "wizard-drive-path"))?;
        return Ok(typed.as_deref().map(dropped::path));
    }
    let mut was_asked = false;
    loop {
        let mut mounts = platform::removable_mounts();
        mounts.retain(|mount| Some(mount.as_path()) != refused);
        if mounts.len() == 1 {
            return Ok(mounts.pop());
        }
        if !mounts.is_empty() {
            return crate::cli::commands::drives::ask_path(face).map(Some);
        }
        if was_asked {
            face.say(&fl!(words, "wizard-drive-unseen"));
        }
        if !face.talk().confirm(&fl!(words, "wizard-drive-plug"), true)? {
            return Ok(None);
        }
        was_asked = true;
    }
}

/// Enrols the drive. What does not fit is told: another name is asked for, or another drive.
pub(super) fn enrol(
    face: &mut Face<'_>,
    practice: &mut Practice,
    mut chosen: Chosen,
    allow_fixed: bool,
) -> Result<Option<Plugged>> {
    let words = face.words;
    loop {
        let name = chosen.name.clone();
        let path = chosen.path.clone();
        let new = Enrolment { path, name, allow_fixed, ..Enrolment::default() };
        match visit::admit(practice, &new, &Admission::New, &[], home::now(), &Silent) {
            Ok(Admitted { plugged, .. }) => {
                let drive = safe(&plugged.drive.name);
                face.say(&fl!(words, "drives-added", drive = drive));
                return Ok(Some(plugged));
            }
            Err(error @ (Error::Interrupted | Error::NotConfirmed)) => return Err(error),
            Err(error @ Error::Invalid { what: Thing::Name, .. }) => {
                tell(face, &error.into());
                chosen.name = face.talk().ask(&fl!(words, "drives-name-ask"), None)?;
            }
            Err(error) => {
                tell(face, &error.into());
                let sources = practice.config.sources.iter();
                let folders: Vec<PathBuf> = sources.map(|source| source.path.clone()).collect();
                let Some(other) = ask_but(face, &folders, allow_fixed, Some(chosen.path))? else {
                    return Ok(None);
                };
                chosen = other;
            }
        }
    }
}
