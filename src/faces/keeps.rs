//! What a place does not keep, in words.

use refuge::destination::{Keeps, Lack};
use refuge::restore::Foreseen;

use crate::faces::{Catalog, fl};

/// What a restore loses where it goes; nothing where all of it is kept.
pub(crate) fn foreseen(words: &Catalog, foreseen: &Foreseen) -> Vec<String> {
    let Foreseen { too_large, renamed, times, rights, attributes, links, copies } = *foreseen;
    let mut lines = Vec::new();
    if too_large > 0 {
        lines.push(fl!(words, "foreseen-too-large", files = too_large));
    }
    let told = [
        (renamed, fl!(words, "foreseen-renamed", number = renamed)),
        (times, fl!(words, "foreseen-times", number = times)),
        (rights, fl!(words, "foreseen-rights", number = rights)),
        (attributes, fl!(words, "foreseen-attributes", number = attributes)),
        (links, fl!(words, "foreseen-links", number = links)),
        (copies, fl!(words, "foreseen-copies", number = copies)),
    ];
    let what: Vec<String> =
        told.into_iter().filter(|(number, _)| *number > 0).map(|(_, text)| text).collect();
    if !what.is_empty() {
        lines.push(fl!(words, "foreseen", what = what.join(", ")));
    }
    lines
}

/// What a drive does not keep, in one sentence; nothing where it keeps all.
pub(crate) fn lacks(words: &Catalog, keeps: &Keeps) -> Option<String> {
    let lack = |what: &Lack| match what {
        Lack::LetterCase => fl!(words, "lack-letter-case"),
        Lack::TrailingDot => fl!(words, "lack-trailing-dot"),
        Lack::WindowsSigns => fl!(words, "lack-windows-signs"),
        Lack::AccentForms => fl!(words, "lack-accent-forms"),
        Lack::LongNames => fl!(words, "lack-long-names"),
        Lack::Holes => fl!(words, "lack-holes"),
        Lack::Links => fl!(words, "lack-links"),
        Lack::HardLinks => fl!(words, "lack-hard-links"),
        Lack::Rights => fl!(words, "lack-rights"),
        Lack::Attributes => fl!(words, "lack-attributes"),
        Lack::BigFiles => fl!(words, "lack-big-files"),
    };
    let what: Vec<String> = keeps.lacks.iter().map(lack).collect();
    (!what.is_empty()).then(|| fl!(words, "lacks", what = what.join(", ")))
}
