//! The names that the program gives to the two opening keys every practice has.

use crate::cli::{Catalog, fl};

/// The key file and the recovery sheet, as `keys list` shows them.
pub(crate) const KEY_NAMES: [&str; 2] = ["identity", "recovery-sheet"];

/// What a person calls a key: a name that the program gave is said in words.
pub(crate) fn in_words(words: &Catalog, name: &str) -> String {
    let [file, sheet] = KEY_NAMES;
    match name {
        name if name == sheet => fl!(words, "key-kind", kind = "sheet"),
        name if name == file => fl!(words, "key-kind", kind = "file"),
        name => name.to_owned(),
    }
}
