//! What is said in both languages at once, so that the window can change its language at any time.

use refuge::error::Result;

use crate::faces::{Catalog, Language};

/// Both catalogues.
pub(crate) struct Tongues {
    french: Catalog,
    english: Catalog,
}

/// Something that was said in both languages.
#[derive(Debug, Clone)]
pub(crate) struct Both<T> {
    french: T,
    english: T,
}

impl Tongues {
    /// Nothing where the catalogues, which are part of the program, cannot be read.
    pub(crate) fn load() -> Option<Self> {
        let french = Catalog::load(Language::French).ok()?;
        Some(Self { french, english: Catalog::load(Language::English).ok()? })
    }

    /// The words of one language.
    pub(crate) const fn of(&self, language: Language) -> &Catalog {
        match language {
            Language::French => &self.french,
            Language::English => &self.english,
        }
    }

    /// Says it in both.
    pub(crate) fn say<T>(&self, says: impl Fn(&Catalog) -> T) -> Both<T> {
        Both { french: says(&self.french), english: says(&self.english) }
    }
}

impl<T> Both<Result<T>> {
    /// Both, where both could be said.
    pub(crate) fn whole(self) -> Result<Both<T>> {
        Ok(Both { french: self.french?, english: self.english? })
    }
}

impl<T> Both<Vec<T>> {
    /// Whether there is nothing to say.
    pub(crate) const fn is_empty(&self) -> bool {
        self.french.is_empty()
    }
}

impl<T> Both<T> {
    /// What was said in one language.
    pub(crate) const fn of(&self, language: Language) -> &T {
        match language {
            Language::French => &self.french,
            Language::English => &self.english,
        }
    }
}
