//! What a folder that is backed up is: its category and how it is cut into records, proposed or asked.

use std::path::PathBuf;

use refuge::config::RecordRule;
use refuge::error::Result;
use refuge::retention::rules::UNCLASSIFIED;
use refuge::sources::{Likely, NewSource};

use crate::cli::{Face, fl, safe};
use crate::faces::source_words::{Class, RULES, classes_of, matching, question, rule_name};

/// Class and rule of one folder: as proposed, or as the person says.
pub(super) fn classified(face: &mut Face<'_>, country: &str, path: PathBuf) -> Result<NewSource> {
    let words = face.words;
    face.say("");
    face.say(&fl!(words, "wizard-folder-about", path = safe(&path.to_string_lossy())));
    let likely = Likely::of(&path, country);
    let question = question(face.words, &likely)?;
    let Likely { class, records } = if face.talk().confirm(&question, true)? {
        likely
    } else {
        Likely { class: ask_class(face, country)?, records: ask_records(face)? }
    };
    Ok(NewSource { path, class, records, readers: vec![] })
}

/// So many classes need no search.
const CLASSES_SHOWN_AT_ONCE: usize = 9;

/// The classes of the practice's country and the common ones, by their names for people.
pub(super) fn ask_class(face: &mut Face<'_>, country: &str) -> Result<String> {
    let words = face.words;
    let classes = classes_of(face.words, country)?;
    let is_short = classes.len() <= CLASSES_SHOWN_AT_ONCE;
    let all = || Some(classes.iter().collect::<Vec<_>>());
    let mut found = if is_short { all() } else { search(face, &classes)? };
    while let Some(shown) = found {
        for (number, class) in (1_usize..).zip(&shown) {
            face.say(&format!("  {number}  {}", class.name));
        }
        // Whoever only presses Enter gets what destroys nothing.
        let answer = face.talk().ask_or_skip(&fl!(words, "sources-class-ask"))?;
        let Some(answer) = answer else { break };
        let number: Option<usize> = answer.parse().ok();
        let chosen = number.and_then(|number| shown.get(number.checked_sub(1)?));
        if let Some(class) = chosen {
            return Ok(class.id.clone());
        }
        if number.is_some() {
            let last = shown.len();
            face.say(&fl!(words, "ask-again-number", last = last));
            found = Some(shown);
        } else {
            let fitting = matching(face.words, &classes, &answer);
            if fitting.is_empty() {
                face.say(&fl!(words, "sources-class-none", part = safe(&answer)));
            }
            found = Some(if fitting.is_empty() { shown } else { fitting });
        }
    }
    Ok(UNCLASSIFIED.to_owned())
}

/// Asks for a word until some classes have it in their names; nothing when the person has none.
fn search<'a>(face: &mut Face<'_>, classes: &'a [Class]) -> Result<Option<Vec<&'a Class>>> {
    let words = face.words;
    loop {
        let part = face.talk().ask_or_skip(&fl!(words, "sources-class-part"))?;
        let Some(part) = part else { return Ok(None) };
        let found = matching(face.words, classes, &part);
        if !found.is_empty() {
            return Ok(Some(found));
        }
        face.say(&fl!(words, "sources-class-none", part = safe(&part)));
    }
}

/// How to cut the folder into records, in sentences.
pub(super) fn ask_records(face: &mut Face<'_>) -> Result<RecordRule> {
    let options: Vec<String> = RULES.iter().map(|rule| rule_name(face.words, *rule)).collect();
    let words = face.words;
    let chosen = face.talk().choose(&fl!(words, "sources-records-ask"), &options)?;
    Ok(RULES.get(chosen).copied().unwrap_or(RecordRule::Whole))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{Catalog, Language};

    #[test]
    fn whoever_only_presses_enter_at_the_category_keeps_everything_without_limit() {
        for language in [Language::French, Language::English] {
            let words = Catalog::load(language).unwrap();
            for country in ["fr", "be", "ch", "de", "uk", "nl", "common", "nowhere"] {
                // At the first question; after a word that finds something; after a slip and one that finds nothing.
                for answers in [&[""][..], &["a", "", ""], &["a", "9999", "zzzz", "", ""]] {
                    let (mut face, said) = Face::scripted(&words, &["refuge"], answers);
                    let class = ask_class(&mut face, country).unwrap();
                    assert_eq!(class, UNCLASSIFIED, "{country} {answers:?}: {}", said.said.text());
                }
            }
        }
    }
}
