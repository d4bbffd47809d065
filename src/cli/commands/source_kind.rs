//! What a folder that is backed up is: its category and how it is cut into records, proposed or asked.

use std::path::PathBuf;

use refuge::browse;
use refuge::config::RecordRule;
use refuge::error::{Error, Result};
use refuge::retention::rules::{Rules, UNCLASSIFIED};
use refuge::sources::{Likely, NewSource};

use super::classes;
use crate::cli::{Face, fl, safe};

/// Class and rule of one folder: as proposed, or as the person says.
pub(super) fn classified(face: &mut Face<'_>, country: &str, path: PathBuf) -> Result<NewSource> {
    let words = face.words;
    face.say("");
    face.say(&fl!(words, "wizard-folder-about", path = safe(&path.to_string_lossy())));
    let likely = Likely::of(&path, country);
    let question = question(face, &likely)?;
    let Likely { class, records } = if face.talk().confirm(&question, true)? {
        likely
    } else {
        Likely { class: ask_class(face, country)?, records: ask_records(face)? }
    };
    Ok(NewSource { path, class, records, readers: vec![] })
}

/// The question that a plain Enter says yes to: it names the category, the period and the cut.
fn question(face: &Face<'_>, likely: &Likely) -> Result<String> {
    let words = face.words;
    let cut = match likely.records {
        RecordRule::EachFolder => fl!(words, "wizard-cut-each-folder"),
        RecordRule::ByYear => fl!(words, "wizard-cut-by-year"),
        RecordRule::Whole | RecordRule::Generations => fl!(words, "wizard-cut-whole"),
    };
    let rules = presets()?;
    let rule = rules.get(&likely.class).filter(|_| likely.class != UNCLASSIFIED);
    let term = rule.and_then(|rule| rule.term).map(|term| classes::length(face, term));
    Ok(match (rule, term) {
        (Some(rule), Some(term)) => {
            let class = classes::name(words.language(), &rule.name);
            fl!(words, "wizard-propose", class = class, term = term, cut = cut)
        }
        _ => fl!(words, "wizard-propose-endless", cut = cut),
    })
}

fn presets() -> Result<Rules> {
    Rules::presets().map_err(|cause| Error::Config { line: None, reason: cause.to_string() })
}

/// So many classes need no search.
const CLASSES_SHOWN_AT_ONCE: usize = 9;

/// Few who run this are one of these, and their classes have words in common with everybody's.
fn is_rare(profession: &str) -> bool {
    ["establishment", "laboratory"].contains(&profession)
}

/// The classes of the practice's country and the common ones, by their names for people.
pub(super) fn ask_class(face: &mut Face<'_>, country: &str) -> Result<String> {
    let words = face.words;
    let classes = classes_of(face, country)?;
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
            let fitting = matching(face, &classes, &answer);
            if fitting.is_empty() {
                face.say(&fl!(words, "sources-class-none", part = safe(&answer)));
            }
            found = Some(if fitting.is_empty() { shown } else { fitting });
        }
    }
    Ok(UNCLASSIFIED.to_owned())
}

/// The classes that have a word in their names.
fn matching<'a>(face: &Face<'_>, classes: &'a [Class], part: &str) -> Vec<&'a Class> {
    let words = face.words;
    let is_all = [fl!(words, "sources-class-all"), "*".to_owned()].contains(&part.to_owned());
    let part = browse::fold(part);
    let has = |text: &str| browse::fold(text).contains(&part);
    classes.iter().filter(|class| is_all || has(&class.name) || has(&class.id)).collect()
}

/// A retention class as it is offered.
struct Class {
    id: String,
    name: String,
}

fn classes_of(face: &Face<'_>, country: &str) -> Result<Vec<Class>> {
    let country = format!("{country}/");
    let rules = presets()?;
    let ours = rules.iter().filter(|rule| rule.id.starts_with(&country));
    let common = rules.iter().filter(|rule| rule.id.starts_with("common/"));
    let mut offered: Vec<_> = ours.chain(common).collect();
    offered.sort_by_key(|rule| rule.professions.iter().any(|who| is_rare(who)));
    let class = |rule: &refuge::retention::rules::Rule| {
        let name = classes::name(face.words.language(), &rule.name);
        let term = rule.term.map_or_else(
            || fl!(face.words, "sources-class-endless"),
            |term| classes::length(face, term),
        );
        Class { id: rule.id.clone(), name: format!("{name} ({term})") }
    };
    Ok(offered.into_iter().map(class).collect())
}

/// Asks for a word until some classes have it in their names; nothing when the person has none.
fn search<'a>(face: &mut Face<'_>, classes: &'a [Class]) -> Result<Option<Vec<&'a Class>>> {
    let words = face.words;
    loop {
        let part = face.talk().ask_or_skip(&fl!(words, "sources-class-part"))?;
        let Some(part) = part else { return Ok(None) };
        let found = matching(face, classes, &part);
        if !found.is_empty() {
            return Ok(Some(found));
        }
        face.say(&fl!(words, "sources-class-none", part = safe(&part)));
    }
}

/// How to cut the folder into records, in sentences.
pub(super) fn ask_records(face: &mut Face<'_>) -> Result<RecordRule> {
    let options: Vec<String> = RULES.iter().map(|rule| rule_name(face, *rule)).collect();
    let words = face.words;
    let chosen = face.talk().choose(&fl!(words, "sources-records-ask"), &options)?;
    Ok(RULES.get(chosen).copied().unwrap_or(RecordRule::Whole))
}

const RULES: [RecordRule; 4] =
    [RecordRule::EachFolder, RecordRule::ByYear, RecordRule::Whole, RecordRule::Generations];

/// In words.
pub(super) fn rule_name(face: &Face<'_>, rule: RecordRule) -> String {
    match rule {
        RecordRule::EachFolder => fl!(face.words, "records-each-folder"),
        RecordRule::ByYear => fl!(face.words, "records-by-year"),
        RecordRule::Whole => fl!(face.words, "records-whole"),
        RecordRule::Generations => fl!(face.words, "records-generations"),
    }
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
