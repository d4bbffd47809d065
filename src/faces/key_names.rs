//! The names of opening keys: as the program gives, prints and understands them.

use refuge::config::{KeyKind, KeyState, OpeningKey};
use refuge::error::{Error, Result, Thing};

use crate::faces::{Catalog, fl, safe};

/// The key file and the recovery sheet, as settings and scripts name them.
pub(crate) const KEY_NAMES: [&str; 2] = ["identity", "recovery-sheet"];
/// How the program prints these two, in both languages and in short.
const FILE_WORDS: [&str; 2] = ["key file", "fichier de clé"];
const SHEET_WORDS: [&str; 4] = ["recovery sheet", "fiche de secours", "sheet", "fiche"];
/// What may stand before the number of a lock.
const NUMBER_SIGNS: [&str; 4] = ["no.", "n°", "nº", "no"];

/// What a person calls a key: a name that the program gave is said in words.
pub(crate) fn in_words(words: &Catalog, name: &str) -> String {
    let [_, sheet] = KEY_NAMES;
    if name == sheet {
        return fl!(words, "key-kind", kind = "sheet");
    }
    of_file(name, &fl!(words, "key-kind", kind = "file")).unwrap_or_else(|| name.to_owned())
}

/// A key file of the practice in words; one that took the place of another has a number: `identity-2`.
fn of_file(name: &str, word: &str) -> Option<String> {
    let [file, _] = KEY_NAMES;
    match name.strip_prefix(file)? {
        "" => Some(word.to_owned()),
        further => {
            let number: u32 = further.strip_prefix('-')?.parse().ok()?;
            Some(format!("{word} ({number})"))
        }
    }
}

/// A key as people call it: sheets go by their number.
pub(crate) fn called(words: &Catalog, name: &str, kind: KeyKind, epoch: u32) -> String {
    match kind {
        KeyKind::Sheet => fl!(words, "keys-sheet-number", number = epoch),
        KeyKind::File | KeyKind::Plugin => {
            let name = safe(&in_words(words, name));
            fl!(words, "keys-key-number", name = name, number = epoch)
        }
    }
}

/// The key that is meant, of those in one state: by its name or as it is printed, with the number of its
/// lock or without; the oldest first.
pub(crate) fn meant<'a>(
    keys: &'a [OpeningKey],
    state: KeyState,
    said: &str,
    epoch: Option<u32>,
) -> Result<&'a OpeningKey> {
    let typed = said;
    let said = said.replace('\u{a0}', " ").trim().to_lowercase();
    let (name, number) = without_number(&said);
    let is_it = |key: &&OpeningKey| {
        let has_name = key.name.to_lowercase() == said && epoch.is_none_or(|one| one == key.epoch);
        let is_called = is_called(key, name) && number.or(epoch).is_none_or(|one| one == key.epoch);
        key.state == state && (has_name || is_called)
    };
    let missing = || Error::NotFound { what: Thing::Key, name: typed.to_owned() };
    keys.iter().filter(is_it).min_by_key(|key| key.epoch).ok_or_else(missing)
}

fn is_called(key: &OpeningKey, name: &str) -> bool {
    let [_, sheet] = KEY_NAMES;
    key.name.to_lowercase() == name
        || FILE_WORDS.iter().any(|word| of_file(&key.name, word).is_some_and(|said| said == name))
        || ((key.name == sheet || key.kind == KeyKind::Sheet) && SHEET_WORDS.contains(&name))
}

/// `identity no. 1` is `identity` and 1.
fn without_number(said: &str) -> (&str, Option<u32>) {
    let Some((name, number)) = said.rsplit_once(' ') else { return (said, None) };
    let Ok(number) = number.parse() else { return (said, None) };
    let name = name.trim_end();
    let name = NUMBER_SIGNS.iter().find_map(|sign| name.strip_suffix(sign)).unwrap_or(name);
    (name.trim_end(), Some(number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faces::Language;

    fn key(name: &str, kind: KeyKind, epoch: u32) -> OpeningKey {
        let (name, recipient) = (name.to_owned(), String::new());
        OpeningKey { name, kind, epoch, recipient, state: KeyState::ToDestroy, sections: None }
    }

    #[test]
    fn a_key_is_found_by_every_name_under_which_it_is_printed() {
        let keys = [
            key("identity", KeyKind::File, 1),
            key("identity", KeyKind::File, 2),
            key("identity-2", KeyKind::File, 1),
            key("recovery-sheet", KeyKind::Sheet, 1),
            key("dr no. 4", KeyKind::File, 3),
            key("Dr Dupont", KeyKind::Plugin, 2),
        ];
        let found = |said: &str| meant(&keys, KeyState::ToDestroy, said, None);
        for language in [Language::English, Language::French] {
            let words = Catalog::load(language).unwrap();
            for key in &keys {
                let printed = called(&words, &key.name, key.kind, key.epoch);
                assert_eq!(found(&printed).unwrap(), key, "{printed}");
                assert_eq!(found(&in_words(&words, &key.name)).unwrap().name, key.name);
            }
        }
        for said in ["identity no. 2", "Identity n° 2", "key file 2", "fichier de clé n° 2"] {
            assert_eq!(found(said).unwrap(), &keys[1], "{said}");
        }
        for said in ["sheet 1", "Fiche 1", "recovery sheet no. 1", "fiche de secours n° 1"] {
            assert_eq!(found(said).unwrap(), &keys[3], "{said}");
        }
        for said in ["sheet 2", "identity no. 3", "drive 1", "", "1"] {
            assert!(matches!(found(said), Err(Error::NotFound { .. })), "{said}");
        }
        let in_force = meant(&keys, KeyState::Active, "identity", None);
        assert!(matches!(in_force, Err(Error::NotFound { .. })));
        assert_eq!(meant(&keys, KeyState::ToDestroy, "identity", Some(2)).unwrap(), &keys[1]);
    }
}
