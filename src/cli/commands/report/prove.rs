//! `report --prove`: whether a record was in a purge, answered from its keyed hash alone.
//!
//! Works after the record was forgotten everywhere: its id follows from the naming secret, its
//! source and its name, and needs neither a drive nor an opening key.

use refuge::error::{Error, Result, Thing};
use refuge::id::RecordId;
use refuge::ledger::{self, Deed, Recorded};
use refuge::practice::Practice;
use refuge::tree_path;

use crate::cli::{Exit, Face, Failure, Summary, commands::home, fl, papers::desk::Desk, safe};

pub(super) fn run(face: &mut Face<'_>, asked: &str) -> Result<Exit, Failure> {
    let practice = home::practice_reading(face)?;
    let entries = ledger::read(&practice.state)?;
    let (ids, method) = candidates(&practice, asked)?;
    let proofs = ids.iter().map(|id| practice.proof_of(*id)).collect::<Result<Vec<_>>>()?;
    let found: Vec<&Recorded> = entries.iter().filter(|record| holds(record, &proofs)).collect();
    let listed: Vec<serde_json::Value> = found
        .iter()
        .map(|record| {
            serde_json::json!({
                "number": record.label(), "time": record.entry.time, "hash": record.hash,
            })
        })
        .collect();
    let summary = Summary::new("report", Exit::Done)
        .with("purged", !found.is_empty())
        .with("entries", listed)
        .with("method", method);
    let desk = Desk::new(face.words, &practice, &entries, home::now());
    let sentences = sentences(&desk, asked, &found);
    face.finish(&summary, &sentences)
}

/// The record's id where that was given, else what a folder of that name is in each source.
fn candidates(practice: &Practice, asked: &str) -> Result<(Vec<RecordId>, &'static str)> {
    if let Ok(id) = asked.parse::<RecordId>() {
        return Ok((vec![id], "keyed-hash-of-record-id"));
    }
    let name = tree_path::unescape(asked)
        .ok_or_else(|| Error::Invalid { what: Thing::Record, value: asked.to_owned() })?;
    let writers = practice.writers()?;
    let in_source = |source: &refuge::config::Source| {
        let writer = writers.iter().find(|writer| writer.id == source.section)?;
        Some(writer.naming.record_id(source.id, &name))
    };
    let ids: Vec<RecordId> = practice.config.sources.iter().filter_map(in_source).collect();
    Ok((ids, "keyed-hash-of-source-and-name"))
}

fn holds(record: &Recorded, proofs: &[String]) -> bool {
    match &record.entry.deed {
        Deed::Purged(purged) => proofs.iter().any(|proof| purged.proofs.contains(proof)),
        _ => false,
    }
}

fn sentences(desk: &Desk<'_>, asked: &str, found: &[&Recorded]) -> Vec<String> {
    let words = desk.words;
    let name = safe(asked);
    if found.is_empty() {
        return vec![fl!(words, "prove-no", record = name), fl!(words, "prove-no-line")];
    }
    let mut lines = vec![fl!(words, "prove-yes", record = name)];
    lines.extend(found.iter().map(|record| {
        let date = desk.moment(&record.entry.time);
        fl!(words, "prove-entry", number = record.label(), date = date)
    }));
    lines.push(fl!(words, "prove-how"));
    lines
}
