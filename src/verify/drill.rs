//! The monthly check: every object is there and is the one that is known; some packs are read as a whole,
//! those that were read longest ago; and some files are really restored.

use std::collections::HashSet;

use super::due::{self, Pace};
use super::full::{self, Task};
use super::inventories::{Losses, Section};
use super::sample::{self, Drawer};
use super::{ExpectedDrive, Listing, Mode, Report, damage_of, packs, small_objects, strange};
use crate::config::Config;
use crate::error::Result;
use crate::event::{Event, Observer, Step};
use crate::id::{ObjectHash, PackId};
use crate::vault::{Contents, SectionReader, Vault, read_table};

/// How a monthly check is made.
#[derive(Clone, Copy)]
pub struct Drill<'a> {
    /// How often, and how soon the whole drive is read.
    pub pace: Pace,
    /// Files to restore.
    pub sample: u32,
    /// Where the files lie on the computer, to compare with.
    pub live: Option<&'a Config>,
    /// Today.
    pub now: jiff::Timestamp,
}

/// Checks a drive as once a month.
///
/// # Errors
/// `Interrupted`, or when the drive is gone. Damage is in the report.
pub fn drill(
    vault: &Vault<'_>,
    sections: &[SectionReader],
    known: &ExpectedDrive,
    how: &Drill<'_>,
    observer: &dyn Observer,
) -> Result<Report> {
    let mut report = Report::new(Mode::Drill);
    let listing = Listing::of(vault, Some(known))?;
    report.bytes_all = listing.bytes();
    let mut contents = Vec::with_capacity(sections.len());
    for section in sections {
        contents.push(Contents::load(vault, section)?);
    }
    let mut tasks = full::tasks(&listing, &contents, Some(known));
    let wanted: HashSet<PackId> = due::due(&known.packs, how.pace, how.now).into_iter().collect();
    let is_due = |task: &Task<'_>| task.known.is_none() || wanted.contains(&task.pack);
    let bytes = tasks.iter().filter(|task| is_due(task)).map(|task| task.bytes).sum();
    observer.on(Event::Step { step: Step::Read, total_bytes: Some(bytes) });
    let key = sections.first().map(|section| &section.vault_key);
    small_objects::check(vault, &listing, key, &mut report, observer)?;
    report.add_damaged(sections.iter().flat_map(|section| &section.damaged));
    report.add_damaged(contents.iter().flat_map(|contents| &contents.damaged));
    keep_what_must_be_read(vault, &mut tasks, &is_due, &mut report, observer)?;
    read(vault, sections, &contents, &tasks, &mut report, observer)?;
    observer.on(Event::Step { step: Step::Restore, total_bytes: None });
    let drawers: Vec<Drawer<'_>> = sections
        .iter()
        .zip(&contents)
        .map(|(reader, contents)| Drawer { vault, reader, contents })
        .collect();
    sample::restore(&drawers, how.sample, how.live, &mut report, observer)?;
    report.files_compared = report.sampled.compared;
    strange::mark(vault, sections, Some(known), &mut report)?;
    report.announce(observer);
    Ok(report)
}

/// Leaves the packs that are due, and those whose table is not the one that is known: who suffers
/// must be told.
fn keep_what_must_be_read(
    vault: &Vault<'_>,
    tasks: &mut Vec<Task<'_>>,
    is_due: &dyn Fn(&Task<'_>) -> bool,
    report: &mut Report,
    observer: &dyn Observer,
) -> Result<()> {
    let mut kept = Vec::new();
    for task in tasks.drain(..) {
        observer.check()?;
        if is_due(&task) {
            kept.push(task);
            continue;
        }
        let table = damage_of(read_table(vault, task.pack, task.bytes))?;
        let is_as_known = table.is_ok_and(|table| {
            packs::differs(task.known, task.bytes, ObjectHash(table.hash)).is_none()
        });
        if is_as_known {
            report.objects += 1;
        } else {
            kept.push(task);
        }
    }
    *tasks = kept;
    Ok(())
}

/// Reads packs as a whole. Only when one is damaged is every file followed, to tell who suffers.
fn read(
    vault: &Vault<'_>,
    sections: &[SectionReader],
    contents: &[Contents],
    tasks: &[Task<'_>],
    report: &mut Report,
    observer: &dyn Observer,
) -> Result<()> {
    let mut losses = Losses::default();
    let outcomes = full::read_packs(vault, sections, tasks, observer)?;
    for (task, outcome) in tasks.iter().zip(outcomes) {
        full::take(report, &mut losses, contents, task, outcome);
    }
    report.packs_read = tasks.len() as u64;
    let is_whole = losses.chunks.is_empty() && report.findings.iter().all(|found| found.spared);
    if !is_whole {
        for (reader, contents) in sections.iter().zip(contents) {
            Section { vault, reader, contents }.follow(report, &mut losses, observer)?;
        }
    }
    full::conclude(report, losses);
    Ok(())
}
