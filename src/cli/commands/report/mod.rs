//! `refuge report`: papers about what was done, the register, and proofs.
//!
//! Every paper is the print of one ledger entry. What can change after it (drives that came back,
//! keys that were destroyed) is derived when it is printed, and dated.

mod plan;
mod prove;

use refuge::error::{Error, Result, Thing};
use refuge::ledger::{self, Deed, Recorded};
use refuge::practice::Practice;

use super::home;
use crate::cli::{
    Exit, Face, Failure, Summary,
    args::papers::Report,
    fl,
    papers::{self, desk::Desk, output, register},
};

pub(super) fn run(face: &mut Face<'_>, options: &Report) -> Result<Exit, Failure> {
    if let Some(record) = &options.prove {
        return prove::run(face, record);
    }
    let asked = options.number.as_deref().unwrap_or("last");
    if plan::is_number(asked) {
        return plan::run(face, asked, options);
    }
    let practice = home::practice_reading(face)?;
    let entries = ledger::read(&practice.state)?;
    match asked {
        "register" | "registre" => register::run(face, &practice, &entries, options),
        number => one(face, &practice, &entries, number, options),
    }
}

/// The paper of one entry.
fn one(
    face: &mut Face<'_>,
    practice: &Practice,
    entries: &[Recorded],
    number: &str,
    options: &Report,
) -> Result<Exit, Failure> {
    if entries.is_empty() {
        let nothing = fl!(face.words, "report-nothing");
        let summary = Summary::new("report", Exit::Done).with("number", serde_json::Value::Null);
        return face.finish(&summary, &[nothing]);
    }
    let record = chosen(entries, number)?;
    let desk = Desk::new(face.words, practice, entries, home::now());
    let page = papers::of(&desk, record)?;
    let summary = Summary::new("report", Exit::Done)
        .with("number", record.label())
        .with("hash", record.hash.as_str())
        .with("entry", serde_json::to_value(&record.entry).unwrap_or_default())
        .with("canonical", record.json.as_str());
    let paper = output::Paper { page: &page, canonical: &record.json, name: record.label() };
    output::deliver(face, &practice.home, &paper, summary, options)
}

/// The paper of one entry as a file that does not exist yet.
pub(super) fn write(
    face: &Face<'_>,
    practice: &Practice,
    record: &Recorded,
    path: &std::path::Path,
) -> Result<()> {
    let entries = ledger::read(&practice.state)?;
    let desk = Desk::new(face.words, practice, &entries, home::now());
    let page = papers::of(&desk, record)?;
    let paper = output::Paper { page: &page, canonical: &record.json, name: record.label() };
    output::write_new(path, &paper).map(drop)
}

/// `last`, `check`, `erasure`, `13` or `2026-013`. The last is the last that is filed: a rehearsal that followed a
/// check is no reason to print its one line instead.
fn chosen<'a>(entries: &'a [Recorded], number: &str) -> Result<&'a Recorded> {
    let plain = number.trim_start_matches('0').parse::<u64>().ok();
    let is_it = |record: &&Recorded| {
        record.label() == number || plain.is_some_and(|plain| record.entry.number == plain)
    };
    let newest = |is_it: fn(&Deed) -> bool| entries.iter().rev().find(|of| is_it(&of.entry.deed));
    let found = match number {
        "last" | "dernier" => newest(papers::is_filed).or(entries.last()),
        "check" | "controle" | "contrôle" => newest(|deed| matches!(deed, Deed::Checked(_))),
        "erasure" | "effacement" => newest(|deed| matches!(deed, Deed::Purged(_))),
        _ => entries.iter().find(is_it),
    };
    found.ok_or_else(|| Error::NotFound { what: Thing::Document, name: number.to_owned() })
}
