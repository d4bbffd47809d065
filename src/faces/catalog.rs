//! The words of the face, in one language: the Fluent catalogue and how it writes numbers.
//!
//! A catalogue is a value that is passed along, not a global: tests speak both languages at once.
//! `fl!` checks keys and arguments against the English file when the program is built; a test
//! compares French with English.

use std::borrow::Cow;
use std::collections::HashMap;

use fluent::FluentValue;
use i18n_embed::fluent::FluentLanguageLoader;
use i18n_embed::{I18nEmbedError, LanguageLoader};
use rust_embed::RustEmbed;

use super::language::Language;
use super::numbers;

#[derive(RustEmbed)]
#[folder = "i18n/"]
struct Files;

/// Arguments of a message whose key is computed.
pub(crate) type Values = HashMap<&'static str, FluentValue<'static>>;

/// A text from the catalogue: `fl!(words, "key", name = value)`.
macro_rules! fl {
    ($words:expr, $($rest:tt)*) => {
        i18n_embed_fl::fl!($words.loader(), $($rest)*)
    };
}
pub(crate) use fl;

/// All texts of one language.
pub(crate) struct Catalog {
    language: Language,
    loader: FluentLanguageLoader,
}

impl Catalog {
    /// Reads the catalogue that is part of the program.
    pub(crate) fn load(language: Language) -> Result<Self, I18nEmbedError> {
        let loader: FluentLanguageLoader = i18n_embed::fluent::fluent_language_loader!();
        let tag: i18n_embed::unic_langid::LanguageIdentifier =
            language.tag().parse().unwrap_or_else(|_| loader.fallback_language().clone());
        loader.load_languages(&Files, &[tag])?;
        loader.set_use_isolating(false);
        let format = match language {
            Language::French => french_number,
            Language::English => english_number,
        };
        loader.with_bundles_mut(|bundle| bundle.set_formatter(Some(format)));
        Ok(Self { language, loader })
    }

    /// The language of its texts.
    pub(crate) const fn language(&self) -> Language {
        self.language
    }

    /// For the `fl!` macro only.
    pub(crate) const fn loader(&self) -> &FluentLanguageLoader {
        &self.loader
    }

    /// The text of a computed key, where there is one. Tests see to it that computed keys exist.
    pub(crate) fn find(&self, key: &str, values: &Values) -> Option<String> {
        self.loader.has(key).then(|| self.loader.get_args_concrete(key, borrowed(values)))
    }

    /// An attribute of a computed key, where there is one.
    pub(crate) fn find_part(&self, key: &str, part: &str, values: &Values) -> Option<String> {
        self.loader
            .has_attr(key, part)
            .then(|| self.loader.get_attr_args_concrete(key, part, borrowed(values)))
    }

    /// The text of a computed key that takes no argument.
    pub(crate) fn plain(&self, key: &str) -> Option<String> {
        self.find(key, &Values::new())
    }
}

fn borrowed<'a>(values: &'a Values) -> HashMap<&'a str, FluentValue<'a>> {
    values.iter().map(|(name, value)| (*name, value.clone())).collect()
}

fn french_number<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    number(Language::French, value)
}

fn english_number<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    number(Language::English, value)
}

/// Counts are grouped by threes; Fluent itself would print bare digits.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and positive")]
fn number(language: Language, value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::Number(number) if number.value >= 0.0 && number.value.fract() == 0.0 => {
            Some(numbers::count(language, number.value as u64))
        }
        _ => None,
    }
}

/// A value for a computed message.
pub(crate) fn text(value: impl Into<Cow<'static, str>>) -> FluentValue<'static> {
    FluentValue::String(value.into())
}
