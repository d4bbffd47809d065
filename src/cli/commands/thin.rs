//! `refuge thin`: removes old backups by the rule of each source, and gives a record a new key.

use std::collections::HashSet;

use jiff::tz::TimeZone;
use refuge::backup;
use refuge::crypto::Identity;
use refuge::error::{Error, Result, Thing};
use refuge::event::Step;
use refuge::expiry::holds;
use refuge::id::RecordId;
use refuge::incident::{self, Permit};
use refuge::ledger::{Deed, Thinned};
use refuge::practice::{Plugged, Practice};
use refuge::state::State;
use refuge::thin::{self, Outcome, Plan, Rules};
use refuge::{rekey, settle};

use super::{home, noted, rekeying};
use crate::cli::{Exit, Face, Failure, Summary, args::forget::Thin, fl, opening, safe, units};

/// Steps a person is told the number of.
pub(super) const STEPS: &[Step] = &[Step::Read, Step::Copy, Step::Wipe, Step::Parity];

pub(super) fn run(face: &mut Face<'_>, options: &Thin) -> Result<Exit, Failure> {
    let mut practice = home::practice(face)?;
    let permit = incident::refuse_while_open(&practice.state)?;
    if let Some(record) = &options.rekey {
        return rekeying::run(face, (practice, &permit), options, record);
    }
    let plugged = practice.plugged_one(options.drive.as_deref(), home::now())?;
    let keys = opening::open_identities(face, Some(&practice))?;
    let done =
        on_drive(face, &mut practice, (&plugged, &permit), (&keys, &HashSet::new()), options)?;
    if let Some(Done { outcome, is_dry: false, .. }) = &done {
        finish_rekeyings(face, &mut practice, (&plugged, &permit), &keys)?;
        if outcome.packs_removed + outcome.snapshots_removed > 0 {
            note(&mut practice, &plugged, outcome)?;
        }
    }
    match done {
        Some(done) => report(face, &practice, &plugged, &done),
        None => Err(Error::NotConfirmed.into()),
    }
}

/// What was done, or would be.
pub(super) struct Done {
    outcome: Outcome,
    packs_waiting: u64,
    is_dry: bool,
}

/// Thins out one drive; nothing when the person would rather not.
pub(super) fn on_drive(
    face: &mut Face<'_>,
    practice: &mut Practice,
    (plugged, permit): (&Plugged, &Permit),
    (keys, newest_only): (&[Identity], &HashSet<RecordId>),
    options: &Thin,
) -> Result<Option<Done>, Failure> {
    let progress = face.progress("thin", STEPS);
    if !options.dry_run {
        settle::pay_purges(practice, permit, plugged, keys, home::now(), &progress)?;
    }
    let vault = plugged.vault(practice)?;
    let _lock = plugged.disk.lock()?;
    if !options.dry_run {
        backup::recover(&mut practice.state, &plugged.drive, &vault, &progress)?;
        practice.bring_parts(&vault)?;
    }
    let readers = practice.read_sections(&vault, keys)?;
    let zone = TimeZone::system();
    let pinned = held(&practice.state)?;
    let overwrite = options.rekey.is_some() || !rekey::under_way(&practice.state)?.is_empty();
    let sources = &practice.config.sources;
    let rules = Rules { sources, zone: &zone, pinned: &pinned, newest_only, overwrite };
    let plan = thin::plan(vault, &readers, &practice.state, &plugged.drive, &rules, &progress);
    progress.finish();
    let plan = plan?;
    let packs_waiting = plan.packs_waiting;
    if options.dry_run {
        let outcome = foreseen(&plan);
        return Ok(Some(Done { outcome, packs_waiting, is_dry: true }));
    }
    // Whoever asked for a new key has confirmed already.
    if options.rekey.is_none() && !plan.is_empty() && !agrees(face, plugged, &plan)? {
        return Ok(None);
    }
    let progress = face.progress("thin", STEPS);
    let outcome = plan.execute(permit, (&mut practice.state, &plugged.drive), &progress);
    progress.finish();
    let outcome = outcome.map_err(|error| error.of_drive(&plugged.drive.name))?;
    Ok(Some(Done { outcome, packs_waiting, is_dry: false }))
}

/// Records that must not be erased: every state of them stays.
pub(super) fn held(state: &State) -> Result<HashSet<RecordId>> {
    let open = holds::all(state)?.into_iter().filter(|hold| hold.closed.is_none());
    Ok(open.map(|hold| hold.record).collect())
}

fn foreseen(plan: &Plan<'_>) -> Outcome {
    Outcome {
        snapshots_removed: plan.snapshots_removed,
        snapshots_kept: plan.snapshots_kept,
        freed_bytes: plan.freed_bytes,
        ..Outcome::default()
    }
}

/// Where somebody can be asked, they see the plan first.
fn agrees(face: &mut Face<'_>, plugged: &Plugged, plan: &Plan<'_>) -> Result<bool> {
    if !face.can_ask() || face.common.json {
        return Ok(true);
    }
    let line = foretold(face, plugged, &foreseen(plan));
    face.say(&line);
    let question = fl!(face.words, "thin-ask");
    face.talk().confirm(&question, false)
}

fn foretold(face: &Face<'_>, plugged: &Plugged, outcome: &Outcome) -> String {
    let size = units::bytes(face.words.language(), outcome.freed_bytes);
    fl!(
        face.words,
        "thin-plan",
        drive = safe(&plugged.drive.name),
        removed = outcome.snapshots_removed,
        kept = outcome.snapshots_kept,
        size = size
    )
}

/// New keys that waited for this drive.
fn finish_rekeyings(
    face: &Face<'_>,
    practice: &mut Practice,
    (plugged, permit): (&Plugged, &Permit),
    keys: &[Identity],
) -> Result<()> {
    for begun in rekey::under_way(&practice.state)? {
        let progress = face.progress("thin", STEPS);
        let (which, drive) = ((begun.record, begun.section), std::slice::from_ref(plugged));
        settle::rekey(practice, (drive, permit), which, keys, home::now(), &progress)?;
        progress.finish();
    }
    Ok(())
}

fn note(practice: &mut Practice, plugged: &Plugged, outcome: &Outcome) -> Result<()> {
    let deed = Deed::Thinned(Thinned {
        drive: plugged.drive.id,
        name: plugged.drive.name.clone(),
        snapshots_removed: outcome.snapshots_removed,
        snapshots_kept: outcome.snapshots_kept,
        freed_bytes: outcome.freed_bytes,
    });
    noted::note(practice, deed).map(drop)
}

fn report(
    face: &mut Face<'_>,
    practice: &Practice,
    plugged: &Plugged,
    done: &Done,
) -> Result<Exit, Failure> {
    let Done { outcome, packs_waiting, is_dry } = done;
    let exit = if outcome.problems == 0 { Exit::Done } else { Exit::Problems };
    let summary = Summary::new("thin", exit)
        .with("drive", plugged.drive.name.as_str())
        .with("dry_run", *is_dry)
        .with("snapshots_removed", outcome.snapshots_removed)
        .with("snapshots_kept", outcome.snapshots_kept)
        .with("freed_bytes", outcome.freed_bytes)
        .with("packs_waiting", *packs_waiting)
        .with("problems", outcome.problems);
    let words = face.words;
    let size = units::bytes(words.language(), outcome.freed_bytes);
    let drive = safe(&plugged.drive.name);
    let is_idle = outcome.snapshots_removed == 0 && outcome.freed_bytes == 0;
    let mut lines = vec![if is_idle {
        fl!(words, "thin-nothing", drive = drive)
    } else if *is_dry {
        foretold(face, plugged, outcome)
    } else {
        let (removed, kept) = (outcome.snapshots_removed, outcome.snapshots_kept);
        fl!(words, "thin-done", drive = drive, removed = removed, kept = kept, size = size)
    }];
    if practice.config.sources.iter().all(|source| source.keep.is_none()) {
        lines.push(fl!(words, "thin-no-rule"));
    }
    if *packs_waiting > 0 {
        lines.push(fl!(words, "thin-no-room"));
    }
    if outcome.problems > 0 {
        lines.push(fl!(words, "thin-problems", packs = outcome.problems));
    }
    face.finish(&summary, &lines)
}

/// The error for a record that a hold protects.
pub(super) fn held_error(record: &str) -> Error {
    Error::Exists { what: Thing::Hold, name: record.to_owned() }
}
