//! `refuge thin --rekey`: what a living record held before can no longer be opened.

use std::collections::HashSet;

use refuge::error::{Error, Result};
use refuge::expiry::holds;
use refuge::fate::Level;
use refuge::id::{RecordId, SectionId};
use refuge::incident::Permit;
use refuge::practice::{Plugged, Practice};
use refuge::settle::{self, Rekeyed};
use serde_json::{Value, json};

use super::{home, thin};
use crate::cli::{Exit, Face, Failure, Summary, args::forget::Thin, fl, opening, safe};

pub(super) fn run(
    face: &mut Face<'_>,
    (mut practice, permit): (Practice, &Permit),
    options: &Thin,
    text: &str,
) -> Result<Exit, Failure> {
    let record = holds::record_named(&practice, text)?;
    if thin::held(&practice.state)?.contains(&record) {
        return Err(thin::held_error(text).into());
    }
    let section = section_of(&practice, record, text)?;
    let plugged = drives(&mut practice, options)?;
    confirm(face, &practice, text)?;
    let keys = opening::open_identities(face, Some(&practice))?;
    let only: HashSet<RecordId> = options.newest_only.then_some(record).into_iter().collect();
    for drive in &plugged {
        thin::on_drive(face, &mut practice, (drive, permit), (&keys, &only), options)?;
    }
    let progress = face.progress("thin", thin::STEPS);
    let which = (record, section);
    let done =
        settle::rekey(&mut practice, (&plugged, permit), which, &keys, home::now(), &progress);
    progress.finish();
    report(face, &done?)
}

fn section_of(practice: &Practice, record: RecordId, text: &str) -> Result<SectionId> {
    for section in &practice.config.sections {
        if practice.state.record_keys(section.id)?.contains_key(&record) {
            return Ok(section.id);
        }
    }
    let name = text.to_owned();
    Err(Error::NotFound { what: refuge::error::Thing::Record, name })
}

/// The drive that was named, or every one that is plugged in.
fn drives(practice: &mut Practice, options: &Thin) -> Result<Vec<Plugged>> {
    if let Some(name) = &options.drive {
        return Ok(vec![practice.plugged_named(name, home::now())?]);
    }
    let plugged = practice.plugged(home::now())?;
    if plugged.is_empty() {
        return Ok(vec![practice.plugged_one(None, home::now())?]);
    }
    Ok(plugged)
}

fn confirm(face: &mut Face<'_>, practice: &Practice, record: &str) -> Result<()> {
    let name = practice.config.practice.name.clone();
    let ask = fl!(face.words, "rekey-ask", record = safe(record), practice = safe(&name));
    let given = face.common.confirm.clone();
    face.talk().typed(&ask, &name, given.as_deref())
}

fn report(face: &mut Face<'_>, done: &Rekeyed) -> Result<Exit, Failure> {
    let is_good = done.erased.iter().all(|erased| erased.level == Level::LogicalDeletion);
    let exit = if is_good { Exit::Done } else { Exit::Problems };
    let drives: Vec<Value> = done
        .erased
        .iter()
        .map(|erased| {
            json!({
                "name": erased.name,
                "wiped_segments": erased.wiped_segments,
                "wiped_bytes": erased.wiped_bytes,
                "failed_segments": erased.failed_segments,
                "negative_test": erased.negative_test,
                "level": erased.level,
            })
        })
        .collect();
    let summary = Summary::new("thin", exit)
        .with("rekeyed", done.forgotten)
        .with("drives", drives)
        .with("waiting", done.waiting.clone());
    let words = face.words;
    let mut lines = Vec::new();
    for erased in &done.erased {
        let drive = safe(&erased.name);
        lines.push(if erased.level == Level::LogicalDeletion {
            fl!(words, "rekey-done", drive = drive, segments = erased.wiped_segments)
        } else {
            fl!(words, "rekey-failed", drive = drive)
        });
    }
    if !done.waiting.is_empty() {
        let drives = safe(&done.waiting.join(", "));
        lines.push(if done.forgotten {
            fl!(words, "rekey-to-wipe", drives = drives)
        } else {
            fl!(words, "rekey-waiting", drives = drives)
        });
    }
    if done.forgotten {
        lines.push(fl!(words, "rekey-old-keys"));
    }
    face.finish(&summary, &lines)
}
