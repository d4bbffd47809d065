//! Files that could not be dealt with: one line each, and one sentence for all of them.

use refuge::error::{Problem, ProblemCause};

use crate::faces::{Catalog, fl, safe_bytes};

/// Why one file was left out, in a few words.
pub(crate) fn cause_line(words: &Catalog, cause: ProblemCause) -> String {
    match cause {
        ProblemCause::Unreadable => fl!(words, "problem-unreadable"),
        ProblemCause::Denied => fl!(words, "problem-denied"),
        ProblemCause::Held => fl!(words, "problem-held"),
        ProblemCause::Changing => fl!(words, "problem-changing"),
        ProblemCause::Vanished => fl!(words, "problem-vanished"),
        ProblemCause::Special => fl!(words, "problem-special"),
        ProblemCause::OtherFileSystem => fl!(words, "problem-other-file-system"),
        ProblemCause::BadName => fl!(words, "problem-bad-name"),
        ProblemCause::DamagedContent => fl!(words, "problem-damaged-content"),
        ProblemCause::WasOpen => fl!(words, "problem-was-open"),
        ProblemCause::NotWritten => fl!(words, "problem-not-written"),
        ProblemCause::MetadataLost => fl!(words, "problem-metadata-lost"),
        ProblemCause::TimesNotKept => fl!(words, "problem-times-not-kept"),
        ProblemCause::RightsNotKept => fl!(words, "problem-rights-not-kept"),
        ProblemCause::NamesNotKept => fl!(words, "problem-names-not-kept"),
        ProblemCause::Renamed => fl!(words, "problem-renamed"),
    }
}

/// One line for one file; its name only where names were asked for.
pub(crate) fn problem_line(words: &Catalog, problem: &Problem, names: bool) -> String {
    let cause = cause_line(words, problem.cause);
    if names {
        let name = safe_bytes(problem.path.as_bytes());
        fl!(words, "problem-named", name = name, cause = cause)
    } else {
        cause
    }
}
