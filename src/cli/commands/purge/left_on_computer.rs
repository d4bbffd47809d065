//! `refuge purge --on-computer`: what still lies on the computer of forgotten records, to be deleted by hand.

use refuge::expiry::left_on_computer;
use refuge::practice::Practice;
use serde_json::json;

use crate::cli::{Exit, Face, Failure, Summary, fl, safe};

pub(super) fn run(face: &mut Face<'_>, practice: &Practice) -> Result<Exit, Failure> {
    let paths: Vec<String> = left_on_computer::on_computer(practice)?
        .into_iter()
        .map(|path| path.to_string_lossy().into_owned())
        .collect();
    let mut summary = Summary::new("purge", Exit::Done).with("on_computer", paths.len());
    if face.common.names {
        summary = summary.with("paths", json!(paths));
    }
    let mut lines = vec![fl!(face.words, "purge-left", records = paths.len())];
    // Asking for this list is asking for the names in it; scripts must ask twice.
    lines.extend(paths.iter().map(|path| format!("  {}", safe(path))));
    face.finish(&summary, &lines)
}
