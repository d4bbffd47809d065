//! A drive that is plugged in, as people see it: where it is, what it is, what it may be called.

use std::path::Path;

use refuge::platform;

use crate::faces::{Catalog, fl, safe, units};

/// Where it is plugged in, and what is known of it.
pub(crate) fn place_in_words(words: &Catalog, path: &Path) -> String {
    let facts = platform::drive_facts(path);
    let language = words.language();
    let size = facts.size_bytes.map(|bytes| units::bytes(language, bytes));
    let known = [facts.label, facts.model, size, facts.file_system];
    let known: Vec<String> = known.into_iter().flatten().map(|fact| safe(&fact)).collect();
    format!("{} ({})", safe(&path.to_string_lossy()), known.join(", "))
}

/// Labels that a medium is sold or formatted with tell nothing.
const NO_LABELS: &[&str] =
    &["no name", "untitled", "nouveau nom", "sans titre", "usb", "usb drive", "disk"];
/// Longer ones are no names of colours.
const LABEL_CHARACTERS_MAX: usize = 20;

/// The name that a drive bears already: its label, or that of the folder which stands for a drive. Shouted ones
/// are written as a person writes them.
pub(crate) fn proposed_name(path: &Path) -> Option<String> {
    let is_mount = platform::removable_mounts().iter().any(|mount| mount == path);
    let own = || path.file_name().map(|name| name.to_string_lossy().into_owned());
    let label = if is_mount { platform::drive_facts(path).label } else { own() }?;
    let label = label.trim();
    let fits = (1..=LABEL_CHARACTERS_MAX).contains(&label.chars().count())
        && !label.contains(char::is_control)
        && !NO_LABELS.contains(&label.to_lowercase().as_str());
    fits.then(|| calm(label))
}

/// `BLEU` as `Bleu`.
fn calm(label: &str) -> String {
    let is_shouted = label.chars().count() > 2 && label.chars().all(char::is_uppercase);
    let mut letters = label.chars();
    match letters.next() {
        Some(first) if is_shouted => first.to_string() + &letters.as_str().to_lowercase(),
        _ => label.to_owned(),
    }
}

/// `« Samsung T7 », 1 To, exFAT, 930 Go libres, vide`.
pub(crate) fn medium_in_words(words: &Catalog, path: &Path) -> String {
    let facts = platform::drive_facts(path);
    let size = |bytes| units::bytes(words.language(), bytes);
    let name = facts.label.or(facts.model).unwrap_or_else(|| path.to_string_lossy().into_owned());
    let free = platform::free_bytes(path).map(|free| fl!(words, "wizard-free", size = size(free)));
    let is_empty = refuge::drives::is_empty(path);
    let empty = is_empty.then(|| fl!(words, "wizard-empty"));
    let name = fl!(words, "quoted", text = safe(name.trim()));
    let known =
        [facts.size_bytes.map(size), facts.file_system.map(|name| safe(&name)), free, empty];
    let known = known.into_iter().flatten();
    std::iter::once(name).chain(known).collect::<Vec<_>>().join(", ")
}
