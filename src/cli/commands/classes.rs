//! `refuge settings classes`: what each category means, how long it is kept, and on whose word.

use refuge::error::{Error, Result};
use refuge::retention::rules::{Floor, Rule, Status, UNCLASSIFIED};
use serde_json::json;

use super::home;
use crate::cli::{Exit, Face, Failure, Summary, Values, fl};
use crate::faces::rule_words::{length, name};

pub(crate) fn run(face: &mut Face<'_>) -> Result<Exit, Failure> {
    let practice = home::practice_reading(face)?;
    let rules = practice.config.purge_settings().rules();
    let rules = rules.map_err(|cause| Error::Config { line: None, reason: cause.to_string() })?;
    let country = format!("{}/", practice.config.practice.country);
    let others = ["be/", "ch/", "de/", "fr/", "nl/", "uk/"];
    let is_foreign = |rule: &Rule| {
        !rule.id.starts_with(&country) && others.iter().any(|other| rule.id.starts_with(other))
    };
    let ours: Vec<&Rule> = rules.iter().filter(|rule| !is_foreign(rule)).collect();
    let summary = Summary::new("settings", Exit::Done)
        .with("rules", rules.version())
        .with("classes", json!(ours));
    let mut lines: Vec<String> = ours.iter().flat_map(|rule| explained(face, rule)).collect();
    lines.push(fl!(face.words, "classes-advice"));
    face.finish(&summary, &lines)
}

fn explained(face: &Face<'_>, rule: &Rule) -> Vec<String> {
    let words = face.words;
    let language = words.language();
    let mut lines = vec![format!("{} ({})", name(language, &rule.name), rule.id)];
    let mut add = |line: String| lines.push(format!("  {line}"));
    match rule.term {
        Some(term) => {
            let start = json!(rule.start);
            let key = format!("start-{}", start.as_str().unwrap_or_default());
            let start = words.find(&key, &Values::new()).unwrap_or_default();
            add(fl!(words, "class-term", term = length(face.words, term), start = start));
        }
        None => add(fl!(words, "class-endless")),
    }
    rule.floors.iter().for_each(|floor| add(age(face, floor)));
    if let Some(death) = &rule.death {
        let keep = length(face.words, death.keep);
        add(match death.within {
            Some(within) => {
                let within = length(face.words, within);
                fl!(words, "class-death-within", keep = keep, within = within)
            }
            None => fl!(words, "class-death", keep = keep),
        });
    }
    if let Some(cap) = rule.cap {
        add(fl!(words, "class-cap", cap = length(face.words, cap)));
    }
    if rule.id != UNCLASSIFIED {
        add(status(face, rule));
    }
    add(fl!(words, "class-source", source = name(language, &rule.source)));
    if !rule.settled {
        add(fl!(words, "class-unsettled"));
    }
    if let Some(note) = &rule.note {
        add(name(language, note).to_owned());
    }
    if let Some(why) = &rule.changed_because {
        add(fl!(words, "class-changed", why = crate::cli::safe(why)));
    }
    lines.push(String::new());
    lines
}

fn age(face: &Face<'_>, floor: &Floor) -> String {
    let age = length(face.words, floor.after_birth);
    match floor.only_at_age {
        Some(only) => fl!(face.words, "class-floor-at-age", age = age, only = only),
        None => fl!(face.words, "class-floor", age = age),
    }
}

fn status(face: &Face<'_>, rule: &Rule) -> String {
    let words = face.words;
    let article = rule.article.as_ref().map_or("-", |article| name(words.language(), article));
    match rule.status {
        Status::Statutory => fl!(words, "class-statutory", article = article),
        Status::Recommended if rule.article.is_none() => fl!(words, "class-recommended-alone"),
        Status::Recommended => fl!(words, "class-recommended", article = article),
        Status::Policy => fl!(words, "class-policy"),
    }
}
