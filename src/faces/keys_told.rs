//! Every opening key the practice ever had: what it is, what it opens, what is to be done with it.

use refuge::config::{Config, KeyKind, KeyState};
use refuge::error::Result;
use refuge::id::SectionId;
use refuge::keys::ListedKey;
use refuge::practice::Practice;

use crate::faces::{Catalog, fl, key_names, safe};

/// How scripts call the section that has no readers of its own.
pub(crate) const COMMON: &str = "common";

/// What a section is called: by its readers, who are what makes it one.
pub(crate) fn label(config: &Config, section: SectionId) -> String {
    let found = config.sections.iter().find(|known| known.id == section);
    match found.map(|section| section.readers.join("+")) {
        Some(readers) if !readers.is_empty() => readers,
        _ => COMMON.to_owned(),
    }
}

/// A file, a token or a sheet.
pub(crate) fn kind_alone(words: &Catalog, kind: KeyKind) -> String {
    match kind {
        KeyKind::File => fl!(words, "keys-kind-file"),
        KeyKind::Plugin => fl!(words, "keys-kind-plugin"),
        KeyKind::Sheet => fl!(words, "keys-kind-sheet"),
    }
}

/// Where the copies of a sheet are kept; nothing where nobody said so, or of another key.
pub(crate) fn places(practice: &Practice, key: &ListedKey) -> Result<Option<String>> {
    if key.kind != KeyKind::Sheet {
        return Ok(None);
    }
    let copies = practice.sheet_copies(key.epoch)?;
    let places: Vec<String> = copies.iter().map(|copy| safe(&copy.place)).collect();
    Ok((!places.is_empty()).then(|| places.join(", ")))
}

/// Whether it is in force, still opens, or is gone.
pub(crate) fn state_name(
    words: &Catalog,
    practice: &Practice,
    key: &ListedKey,
    old_keys_needed: bool,
) -> String {
    match key.state {
        KeyState::ToDestroy if key.epoch == practice.config.practice.epoch => {
            fl!(words, "keys-state-still-opens")
        }
        KeyState::Active => fl!(words, "keys-state-active"),
        KeyState::ToDestroy if old_keys_needed => fl!(words, "keys-state-needed"),
        KeyState::ToDestroy => fl!(words, "keys-state-to-destroy"),
        KeyState::Destroyed => fl!(words, "keys-state-destroyed"),
    }
}

/// What of the backups it opens.
pub(crate) fn opens(words: &Catalog, config: &Config, key: &ListedKey) -> String {
    match key.state {
        KeyState::Destroyed => return "-".to_owned(),
        KeyState::ToDestroy if key.epoch < config.practice.epoch => {
            return fl!(words, "keys-opens-old");
        }
        KeyState::ToDestroy | KeyState::Active => {}
    }
    if key.opens_all {
        return fl!(words, "keys-opens-all");
    }
    if key.sections.is_empty() {
        return fl!(words, "keys-opens-nothing-yet");
    }
    let name = |section: &SectionId| match label(config, *section) {
        common if common == COMMON => fl!(words, "keys-opens-common"),
        readers => safe(&readers),
    };
    key.sections.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// A key as people call it: sheets go by their number.
pub(crate) fn called(words: &Catalog, key: &ListedKey) -> String {
    key_names::called(words, &key.name, key.kind, key.epoch)
}

/// How such a key is destroyed.
pub(crate) fn ways(words: &Catalog, kind: KeyKind) -> [String; 2] {
    match kind {
        KeyKind::Sheet => [fl!(words, "keys-way-shredded"), fl!(words, "keys-way-burnt")],
        KeyKind::File => [fl!(words, "keys-way-deleted"), fl!(words, "keys-way-crushed")],
        KeyKind::Plugin => [fl!(words, "keys-way-reset"), fl!(words, "keys-way-crushed")],
    }
}
