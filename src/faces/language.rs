//! The two languages that a face speaks.

use refuge::crypto::words::WordList;

/// A language of the face.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    French,
    English,
}

impl Language {
    /// The tag of its catalogue.
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
        }
    }

    /// The list that passphrases and recovery sheets take their words from.
    pub(crate) const fn word_list(self) -> WordList {
        match self {
            Self::French => WordList::French,
            Self::English => WordList::English,
        }
    }

    /// From a tag or a system locale such as `fr_FR.UTF-8`; `None` for any other language, and for
    /// `C`, which says that nobody chose one.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let primary = text.split(['-', '_', '.', '@']).next().unwrap_or_default();
        match primary.to_ascii_lowercase().as_str() {
            "fr" => Some(Self::French),
            "en" => Some(Self::English),
            _ => None,
        }
    }
}
