//! The usual rule for old backups as a question: on the first day, and to a practice without one once it is of use.

use refuge::error::{Error, Result};
use refuge::practice::Practice;
use refuge::visit;

use super::home;
use crate::cli::{Face, fl, safe};
use crate::faces::source_words::usual_thinning;

/// Offers it where a drive is tight and nobody said no of late. Whether it is the rule now.
pub(super) fn offer(face: &mut Face<'_>, practice: &mut Practice) -> Result<bool> {
    if !face.can_ask() || face.common.json {
        return Ok(false);
    }
    let Some(drive) = visit::wants_thinning(practice, home::now())? else { return Ok(false) };
    face.say(&fl!(face.words, "thin-offer", drive = safe(&drive)));
    ask(face, practice)
}

/// Asks, and takes the answer. Whoever turns away is asked another time.
pub(super) fn ask(face: &mut Face<'_>, practice: &mut Practice) -> Result<bool> {
    let question = usual_thinning(face.words);
    let agrees = match face.talk().confirm(&question, false) {
        Err(Error::NotConfirmed | Error::Interrupted) => return Ok(false),
        answer => answer?,
    };
    visit::answer_thinning(practice, agrees, home::now())?;
    face.say(&if agrees {
        fl!(face.words, "thin-agreed")
    } else {
        fl!(face.words, "thin-not-agreed")
    });
    Ok(agrees)
}
