//! `refuge sources`: the folders that are backed up.

use std::path::PathBuf;

use refuge::browse;
use refuge::config::{RecordRule, Source};
use refuge::error::{Error, Result};
use refuge::practice::Practice;
use refuge::retention::rules::{Rules, UNCLASSIFIED};
use refuge::sources::{self, NewSource};
use serde_json::json;

use super::{classes, home};
use crate::cli::{
    Exit, Face, Failure, Language, Summary,
    args::setup::{self, SourceAdd, SourceVerb},
    fl, safe,
    terminal::{dropped, table},
};

pub(super) fn run(face: &mut Face<'_>, options: setup::Sources) -> Result<Exit, Failure> {
    match options.verb {
        Some(SourceVerb::Add(options)) => add(face, options),
        Some(SourceVerb::Remove { path }) => remove(face, path),
        Some(SourceVerb::List) | None => list(face),
    }
}

fn add(face: &mut Face<'_>, options: SourceAdd) -> Result<Exit, Failure> {
    let mut practice = home::practice(face)?;
    let class = match options.class {
        Some(class) => class,
        None => ask_class(face, &practice.config.practice.country)?,
    };
    let records = match options.records {
        Some(rule) => rule_of(rule),
        None => ask_records(face)?,
    };
    let path = match options.path {
        Some(path) => path,
        None => {
            let question = fl!(face.words, "sources-path-ask");
            dropped::path(&face.talk().ask(&question, None)?)
        }
    };
    let path = std::path::absolute(&path).unwrap_or(path);
    let new = NewSource { path, class, records, readers: options.readers };
    let source = sources::add(&mut practice, &new)?;
    let path = source.path.to_string_lossy();
    let mut summary = Summary::new("sources", Exit::Done)
        .with("source", source.id.hex())
        .with("class", source.class.as_str())
        .with("records", source.records.word());
    if face.common.names {
        summary = summary.with("path", path.as_ref());
    }
    let added = fl!(face.words, "sources-added", path = safe(&path));
    face.finish(&summary, &[added])
}

fn list(face: &mut Face<'_>) -> Result<Exit, Failure> {
    let practice = home::practice_reading(face)?;
    let sources = &practice.config.sources;
    let names = face.common.names;
    let entry = |source: &Source| {
        let mut entry = json!({
            "source": source.id.hex(), "class": source.class,
            "records": source.records.word(),
        });
        if let Some(object) = entry.as_object_mut().filter(|_| names) {
            object.insert("path".to_owned(), json!(source.path.to_string_lossy()));
        }
        entry
    };
    let entries: Vec<_> = sources.iter().map(entry).collect();
    let summary = Summary::new("sources", Exit::Done).with("sources", entries);
    let lines = if sources.is_empty() {
        vec![fl!(face.words, "sources-none")]
    } else {
        rows(face, sources)
    };
    face.finish(&summary, &lines)
}

fn rows(face: &Face<'_>, sources: &[Source]) -> Vec<String> {
    let words = face.words;
    let mut rows = vec![vec![
        fl!(words, "sources-head-path"),
        fl!(words, "sources-head-class"),
        fl!(words, "sources-head-records"),
    ]];
    let rules = Rules::presets().ok();
    rows.extend(sources.iter().map(|source| {
        let path = safe(&source.path.to_string_lossy());
        let known = rules.as_ref().and_then(|rules| rules.get(&source.class));
        let class =
            known.map_or(&*source.class, |rule| classes::name(words.language(), &rule.name));
        vec![path, safe(class), rule_name(face, source.records)]
    }));
    let mut lines = table::on_screen(&[], &rows);
    for source in sources {
        let path = safe(&source.path.to_string_lossy());
        if !source.path.is_dir() {
            lines.push(fl!(words, "sources-missing", path = path.as_str()));
        }
        if !source.exclude.is_empty() {
            let patterns = safe(&source.exclude.join("  "));
            lines.push(fl!(words, "sources-exclude", path = path, patterns = patterns));
        }
    }
    lines.push(fl!(words, "sources-litter"));
    lines
}

fn remove(face: &mut Face<'_>, path: Option<PathBuf>) -> Result<Exit, Failure> {
    let mut practice = home::practice(face)?;
    let path = match path {
        Some(path) => std::path::absolute(&path).unwrap_or(path),
        None => which(face, &practice)?,
    };
    let source = sources::remove(&mut practice, &path)?;
    let summary = Summary::new("sources", Exit::Done).with("source", source.id.hex());
    let path = safe(&source.path.to_string_lossy());
    let sentence = fl!(face.words, "sources-removed", path = path);
    face.finish(&summary, &[sentence])
}

/// The folder that the person chooses.
fn which(face: &mut Face<'_>, practice: &Practice) -> Result<PathBuf> {
    let sources = &practice.config.sources;
    let paths: Vec<String> =
        sources.iter().map(|source| safe(&source.path.to_string_lossy())).collect();
    if paths.is_empty() {
        return Err(Error::NoSource);
    }
    if let [only] = paths.as_slice() {
        // Nobody chose it: they are asked whether they mean it.
        let question = fl!(face.words, "sources-remove-only", path = only.as_str());
        if !face.talk().confirm(&question, false)? {
            return Err(Error::NotConfirmed);
        }
        return Ok(sources.first().map(|source| source.path.clone()).unwrap_or_default());
    }
    let question = fl!(face.words, "sources-which");
    let chosen = face.talk().choose(&question, &paths)?;
    Ok(sources.get(chosen).map(|source| source.path.clone()).unwrap_or_default())
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
    let rules = Rules::presets()
        .map_err(|cause| refuge::error::Error::Config { line: None, reason: cause.to_string() })?;
    let ours = rules.iter().filter(|rule| rule.id.starts_with(&country));
    let common = rules.iter().filter(|rule| rule.id.starts_with("common/"));
    let mut offered: Vec<_> = ours.chain(common).collect();
    offered.sort_by_key(|rule| rule.professions.iter().any(|who| is_rare(who)));
    let class = |rule: &refuge::retention::rules::Rule| {
        let name = match face.words.language() {
            Language::French => &rule.name.fr,
            Language::English => &rule.name.en,
        };
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

const fn rule_of(rule: setup::RecordRule) -> RecordRule {
    match rule {
        setup::RecordRule::EachFolder => RecordRule::EachFolder,
        setup::RecordRule::ByYear => RecordRule::ByYear,
        setup::RecordRule::Whole => RecordRule::Whole,
        setup::RecordRule::Generations => RecordRule::Generations,
    }
}

fn rule_name(face: &Face<'_>, rule: RecordRule) -> String {
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
