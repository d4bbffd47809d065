//! The two languages of the guide: what a person types in each, and what the program asks in each.
//!
//! A question is named by its key in the catalogues, so that a situation is told once for both languages.

use fluent_syntax::ast::{Entry, Pattern, PatternElement};

/// A language of the program, and of the person who sits in front of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    French,
    English,
}

impl Language {
    /// As it stands in the environment, and as a folder.
    pub(crate) const fn code(self) -> &'static str {
        self.of(["fr", "en"])
    }

    /// The one of two texts, French and English, that is in this language.
    pub(crate) const fn of(self, [french, english]: [&str; 2]) -> &str {
        match self {
            Self::French => french,
            Self::English => english,
        }
    }

    /// What the catalogue has under `key`: its longest piece, as the others may differ from run to run.
    #[track_caller]
    pub(crate) fn question(self, key: &str) -> String {
        let catalog = match self {
            Self::French => include_str!("../../i18n/fr/refuge.ftl"),
            Self::English => include_str!("../../i18n/en/refuge.ftl"),
        };
        let tree = fluent_syntax::parser::parse(catalog).unwrap();
        let message = tree.body.into_iter().find_map(|entry| match entry {
            Entry::Message(message) if message.id.name == key => message.value,
            _ => None,
        });
        longest_piece(&message.unwrap_or_else(|| panic!("no such question: {key}"))).to_owned()
    }
}

fn longest_piece<'a>(message: &Pattern<&'a str>) -> &'a str {
    let pieces = message.elements.iter().filter_map(|element| match element {
        PatternElement::TextElement { value } => Some(*value),
        PatternElement::Placeable { .. } => None,
    });
    pieces.max_by_key(|piece| piece.len()).unwrap()
}

/// What is typed or remarked: the same in both languages, or in French and in English.
pub(crate) trait Said {
    fn said(&self, language: Language) -> &str;
}

impl Said for str {
    fn said(&self, _: Language) -> &str {
        self
    }
}

impl Said for [&str; 2] {
    fn said(&self, language: Language) -> &str {
        language.of(*self)
    }
}

impl<T: Said + ?Sized> Said for &T {
    fn said(&self, language: Language) -> &str {
        (**self).said(language)
    }
}

impl Said for String {
    fn said(&self, _: Language) -> &str {
        self
    }
}
