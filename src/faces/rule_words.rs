//! Retention rules in words: what a category is called, and how long a term is.

use refuge::retention::dates::Term;
use refuge::retention::rules::Wording;

use crate::faces::{Catalog, Language, fl};

const MONTHS_IN_YEAR: u32 = 12;

/// A text of a rule in the person's language.
pub(crate) const fn name(language: Language, wording: &Wording) -> &str {
    match language {
        Language::French => wording.fr.as_str(),
        Language::English => wording.en.as_str(),
    }
}

/// A term in words: `20 years`, `6 months`, `90 days`.
pub(crate) fn length(words: &Catalog, term: Term) -> String {
    match term {
        Term::Days(days) => fl!(words, "term-days", days = days),
        Term::Months(months) if months.is_multiple_of(MONTHS_IN_YEAR) => {
            let years = months / MONTHS_IN_YEAR;
            fl!(words, "term-years", years = years)
        }
        Term::Months(months) => fl!(words, "term-months", months = months),
    }
}
