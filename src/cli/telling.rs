//! Says on standard error what went wrong, in three lines.

use refuge::error::Error;

use crate::cli::explain::{self, Explanation};
use crate::cli::terminal::{Sink, alarm};
use crate::cli::{Face, Failure};

/// Tells what went wrong with one part of the work, which goes on.
pub(crate) fn tell(face: &Face<'_>, failure: &Failure) {
    show(&face.talk, &explained(face, failure));
}

/// Why something ended badly, to whoever is there.
pub(crate) fn explained(face: &Face<'_>, failure: &Failure) -> Explanation {
    match failure {
        // Who was asked and said no needs no other way to say yes.
        Failure::Library(Error::NotConfirmed) if face.can_ask() => explain::declined(face.words),
        _ => explain::explain(face.words, failure),
    }
}

/// Tells, in the middle of a conversation, a mistake that may be made good at once.
pub(crate) fn mention(face: &mut Face<'_>, error: &Error) {
    let told = explain::of_library(face.words, error);
    told.lines().iter().for_each(|line| face.say(line));
}

/// The lines of an explanation.
pub(crate) fn show(to: &Sink, explanation: &Explanation) {
    let [what, safe, now] = explanation.lines();
    for line in [alarm(&what), safe, now] {
        // Nobody can be told that standard error is closed.
        to.line(&line).ok();
    }
}
