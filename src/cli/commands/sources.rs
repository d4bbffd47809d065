//! `refuge sources`: the folders that are backed up.

use std::path::{Path, PathBuf};

use refuge::config::{RecordRule, Source};
use refuge::error::{Error, Result, Thing};
use refuge::practice::Practice;
use refuge::retention::rules::Rules;
use refuge::sources::{self, NewSource};
use serde_json::json;

use super::home;
use super::source_kind::{ask_class, ask_records, classified};
use crate::cli::{
    Exit, Face, Failure, Summary,
    args::setup::{self, SourceAdd, SourceVerb},
    fl, safe, safe_path,
    terminal::{dropped, table},
};
use crate::faces::rule_words;
use crate::faces::source_words::rule_name;

pub(super) fn run(face: &mut Face<'_>, options: setup::Sources) -> Result<Exit, Failure> {
    match options.verb {
        Some(SourceVerb::Add(options)) => add(face, options),
        Some(SourceVerb::Move { path, place }) => moved(face, &path, &place),
        Some(SourceVerb::Remove { path }) => remove(face, path),
        Some(SourceVerb::List) | None => list(face),
    }
}

fn add(face: &mut Face<'_>, options: SourceAdd) -> Result<Exit, Failure> {
    let mut practice = home::practice(face)?;
    let path = match options.path {
        Some(path) => path,
        None => {
            let question = fl!(face.words, "sources-path-ask");
            dropped::path(&face.talk().ask(&question, None)?)
        }
    };
    let path = std::path::absolute(&path).unwrap_or(path);
    // Before anything is asked about it.
    let path = sources::checked_place(&practice, &path)?;
    let country = practice.config.practice.country.clone();
    let new = match (options.class, options.records.map(rule_of)) {
        (None, None) => classified(face, &country, path)?,
        (class, records) => {
            let class = class.map_or_else(|| ask_class(face, &country), Ok)?;
            let records = records.map_or_else(|| ask_records(face), Ok)?;
            NewSource { path, class, records, readers: vec![] }
        }
    };
    let new = NewSource { readers: options.readers, ..new };
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
            known.map_or(&*source.class, |rule| rule_words::name(words.language(), &rule.name));
        vec![path, safe(class), rule_name(face.words, source.records)]
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

/// The folder lies elsewhere on this computer: it is the same one, and its backups count on.
fn moved(face: &mut Face<'_>, path: &Path, place: &Path) -> Result<Exit, Failure> {
    let mut practice = home::practice(face)?;
    let place = std::path::absolute(place).unwrap_or_else(|_| place.to_owned());
    let known = practice.config.sources.iter().find(|source| source.path == path);
    let missing = || Error::NotFound { what: Thing::Source, name: path.display().to_string() };
    let source = known.ok_or_else(missing)?.id;
    sources::relocate(&mut practice, source, &place)?;
    let summary = Summary::new("sources", Exit::Done).with("source", source.hex());
    let is_empty = std::fs::read_dir(&place).is_ok_and(|mut entries| entries.next().is_none());
    let (path, place) = (safe_path(path), safe_path(&place));
    let mut lines = vec![fl!(face.words, "sources-moved", path = path, place = place)];
    if is_empty {
        lines.push(fl!(face.words, "sources-moved-empty"));
    }
    face.finish(&summary, &lines)
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

const fn rule_of(rule: setup::RecordRule) -> RecordRule {
    match rule {
        setup::RecordRule::EachFolder => RecordRule::EachFolder,
        setup::RecordRule::ByYear => RecordRule::ByYear,
        setup::RecordRule::Whole => RecordRule::Whole,
        setup::RecordRule::Generations => RecordRule::Generations,
    }
}
