//! Settings by the names that people know.

use refuge::config::Setting;

use crate::faces::{Catalog, fl};

/// A setting as the person's language names it; both names can be typed.
pub(crate) fn name(words: &Catalog, setting: Setting) -> String {
    fl!(words, "setting-word", setting = setting.name())
}

/// What the ledger tells of a setting, in the person's language.
pub(crate) fn setting_in_words(words: &Catalog, told: &str) -> String {
    Setting::named(told).map_or_else(|_| told.to_owned(), |setting| name(words, setting))
}
