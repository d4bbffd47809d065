//! A drive that carries backups already: on a new computer it is taken up again, never begun anew.

use std::path::PathBuf;

use refuge::drives;
use refuge::error::{DriveTrouble, Error, Result};
use refuge::platform;

use crate::cli::{Face, args::setup::Init, fl};
use crate::faces::drive_words::medium_in_words;

/// The plugged-in drive of a practice that this computer does not know, when the person wants it
/// taken up again.
pub(crate) fn known_drive(face: &mut Face<'_>, options: &Init) -> Result<Option<PathBuf>> {
    let is_ours = |path: &PathBuf| drives::describe(path).is_ok();
    let found = platform::removable_mounts().into_iter().find(is_ours);
    match found {
        None if options.attach => Err(Error::drive(DriveTrouble::NonePlugged)),
        Some(path) if options.attach => Ok(Some(path)),
        Some(path) if face.can_ask() => {
            let what = medium_in_words(face.words, &path);
            face.say(&fl!(face.words, "wizard-again-found", what = what));
            let again = fl!(face.words, "wizard-again-ask");
            Ok(face.talk().confirm(&again, true)?.then_some(path))
        }
        _ => Ok(None),
    }
}
