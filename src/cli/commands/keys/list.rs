//! `refuge keys list`: every opening key the practice ever had, and which must be destroyed.

use refuge::config::{Config, KeyKind, KeyState};
use refuge::error::Result;
use refuge::id::SectionId;
use refuge::keys::{self, ListedKey};
use refuge::practice::Practice;
use serde_json::json;

use crate::cli::{
    Exit, Face, Failure, Summary, alarm, commands::home, fl, opening::key_names, safe,
    terminal::table,
};
use crate::faces::keys_told::{called, kind_alone, label, opens, places, state_name};

pub(crate) fn run(face: &mut Face<'_>) -> Result<Exit, Failure> {
    let practice = home::practice_reading(face)?;
    let all = keys::list(&practice.config);
    let entries =
        all.iter().map(|key| entry(&practice, key)).collect::<Result<Vec<serde_json::Value>>>()?;
    let waiting = keys::queued(&practice.state, &practice.config)?;
    let waiting: Vec<String> = waiting.into_iter().map(|drive| drive.name).collect();
    let summary = Summary::new("keys", Exit::Done)
        .with("epoch", practice.config.practice.epoch)
        .with("keys", entries)
        .with("drives_waiting", waiting.clone());
    let mut lines = rows(face, &practice, &all, !waiting.is_empty())?;
    lines.extend(what_next(face, &practice, &waiting));
    face.finish(&summary, &lines)
}

fn entry(practice: &Practice, key: &ListedKey) -> Result<serde_json::Value> {
    let opens: Vec<String> =
        key.sections.iter().map(|section| label(&practice.config, *section)).collect();
    let copies = match key.kind {
        KeyKind::Sheet => Some(copies(practice, key.epoch)?),
        KeyKind::File | KeyKind::Plugin => None,
    };
    Ok(json!({
        "name": key.name,
        "kind": key.kind.word(),
        "epoch": key.epoch,
        "state": key.state.word(),
        "opens": if key.state == KeyState::Destroyed { Vec::new() } else { opens },
        "opens_all": key.opens_all,
        "copies": copies,
    }))
}

/// Where the copies of a sheet are kept, for programs.
pub(crate) fn copies(practice: &Practice, number: u32) -> Result<Vec<serde_json::Value>> {
    let copies = practice.sheet_copies(number)?;
    Ok(copies.iter().map(|copy| json!({ "copy": copy.copy, "place": copy.place })).collect())
}

/// The sections that a person means: by `common`, a reader, an id, or a source in it. The name of
/// a key that is only being made means none yet: its section comes with the first source that names it.
pub(crate) fn sections_named(config: &Config, name: &str, maker: &str) -> Option<Vec<SectionId>> {
    let same = |other: &str| other.to_lowercase() == name.to_lowercase();
    let by_source = |section: SectionId| {
        config.sources.iter().filter(|source| source.section == section).any(|source| {
            let folder = source.path.file_name().map(|folder| folder.to_string_lossy());
            same(&source.path.to_string_lossy()) || folder.is_some_and(|folder| same(&folder))
        })
    };
    let mut found = Vec::new();
    for section in &config.sections {
        let by_name = same(&label(config, section.id)) || same(&section.id.hex());
        let by_reader = section.readers.iter().any(|reader| same(reader));
        if by_name || by_reader || by_source(section.id) {
            found.push(section.id);
        }
    }
    (!found.is_empty() || same(maker)).then_some(found)
}

fn rows(
    face: &Face<'_>,
    practice: &Practice,
    all: &[ListedKey],
    old_keys_needed: bool,
) -> Result<Vec<String>> {
    let words = face.words;
    let mut rows = vec![vec![
        fl!(words, "keys-head-name"),
        fl!(words, "keys-head-kind"),
        fl!(words, "keys-head-number"),
        fl!(words, "keys-head-state"),
        fl!(words, "keys-head-opens"),
    ]];
    for key in all {
        rows.push(vec![
            safe(&key_names::in_words(words, &key.name)),
            kind_alone(words, key.kind),
            key.epoch.to_string(),
            state_name(words, practice, key, old_keys_needed),
            opens(words, &practice.config, key),
        ]);
    }
    let mut lines = table::on_screen(&[], &rows);
    // Beside the table: places are as long as people write them, and it has to fit.
    for key in all.iter().filter(|key| key.state != KeyState::Destroyed) {
        if let Some(places) = places(practice, key)? {
            lines.push(fl!(words, "keys-sheet-at", number = key.epoch, places = places));
        }
    }
    Ok(lines)
}

fn what_next(face: &Face<'_>, practice: &Practice, waiting: &[String]) -> Vec<String> {
    let words = face.words;
    if !waiting.is_empty() {
        return vec![fl!(words, "keys-waiting", drives = safe(&waiting.join(", ")))];
    }
    let lock = practice.config.practice.epoch;
    let (old, open): (Vec<_>, Vec<_>) =
        keys::to_destroy(&practice.config).into_iter().partition(|key| key.epoch < lock);
    let names: Vec<String> = open.iter().map(|key| called(words, key)).collect();
    let mut lines = Vec::new();
    if !open.is_empty() {
        lines.push(alarm(&fl!(words, "matter-still-opens", keys = names.join(", "))));
    }
    if !old.is_empty() {
        lines.push(fl!(words, "keys-attest-now"));
    }
    lines
}
