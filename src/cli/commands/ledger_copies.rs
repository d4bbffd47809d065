//! Brings drives their copy of the ledger, and says where that did not work.

use refuge::error::Error;
use refuge::practice::{Plugged, Practice};
use refuge::visit;

use super::home;
use crate::cli::{Face, explain, fl, safe, telling::mention};

/// For every drive that is there. What the command did is done already, so trouble is told and does
/// not make it fail: the next visit brings them. What a drive's trouble means elsewhere ("run the same command
/// again") is not said here, where the same command would do everything a second time.
pub(super) fn bring_all(face: &mut Face<'_>, practice: &mut Practice, plugged: &[Plugged]) {
    for (drive, error) in visit::bring_all(practice, plugged) {
        if !matches!(error, Error::Drive { .. }) {
            mention(face, &error);
            continue;
        }
        let why = explain::of_library(face.words, &error).what;
        face.say(&fl!(face.words, "ledger-copy-later", why = why, drive = safe(&drive)));
    }
}

/// The same, for a command that needs no drive: one that is not there gets it at its next visit.
pub(super) fn bring_where_possible(face: &mut Face<'_>, practice: &mut Practice) {
    if let Ok(plugged) = practice.plugged(home::now()) {
        bring_all(face, practice, &plugged);
    }
}
