//! `refuge purge --on-computer`: what still lies on the computer of forgotten records, to be deleted by hand.

use std::path::PathBuf;

use refuge::expiry::left_on_computer;
use refuge::practice::Practice;
use serde_json::json;

use crate::cli::{Exit, Face, Failure, Summary, commands::home, fl, safe};

pub(super) fn run(face: &mut Face<'_>, practice: &mut Practice) -> Result<Exit, Failure> {
    let left = left_on_computer::looked_again(practice, home::now())?;
    let [paths, newer, unseen] =
        [&left.paths, &left.newer, &left.unseen].map(|paths| in_words(paths));
    let code = if unseen.is_empty() { Exit::Done } else { Exit::Problems };
    let mut summary =
        Summary::new("purge", code).with("on_computer", left.records).with("unseen", unseen.len());
    summary = summary.with("newer", newer.len());
    if face.common.names {
        summary = summary.with("paths", json!(paths)).with("newer_paths", json!(newer));
        summary = summary.with("unseen_paths", json!(unseen));
    }
    let words = face.words;
    // Asking for this list is asking for the names in it; scripts must ask twice.
    let mut lines = Vec::new();
    if left.to_delete > 0 || newer.is_empty() && unseen.is_empty() {
        lines.push(fl!(words, "purge-left", records = left.to_delete));
        lines.extend(paths.iter().map(|path| format!("  {}", safe(path))));
    }
    if !newer.is_empty() {
        lines.push(fl!(words, "purge-left-newer", folders = newer.len()));
        lines.extend(newer.iter().map(|path| format!("  {}", safe(path))));
    }
    if !unseen.is_empty() {
        lines.push(fl!(words, "purge-left-unseen", folders = unseen.len()));
        lines.extend(unseen.iter().map(|path| format!("  {}", safe(path))));
    }
    face.finish(&summary, &lines)
}

fn in_words(paths: &[PathBuf]) -> Vec<String> {
    paths.iter().map(|path| path.to_string_lossy().into_owned()).collect()
}
