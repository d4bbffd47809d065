//! `refuge thin`: removes old backups by the rule of each source, and gives a record a new key.

use std::collections::HashSet;

use jiff::tz::TimeZone;
use refuge::error::{Error, Result, Thing};
use refuge::expiry::holds;
use refuge::fate::Level;
use refuge::id::{RecordId, SectionId};
use refuge::incident::{self, Permit};
use refuge::practice::{Plugged, Practice};
use refuge::settle::{self, Eraser, Rekeyed};
use refuge::thin::{ThinOutcome, ThinPlan};
use refuge::visit::{self, Thinning, Visit};
use serde_json::{Value, json};

use super::{home, thinning_rule};
use crate::cli::{
    Catalog, Exit, Face, Failure, Summary, args::forget::Thin, fl, opening, safe, units,
};

pub(super) fn run(face: &mut Face<'_>, options: &Thin) -> Result<Exit, Failure> {
    let mut practice = home::practice(face)?;
    let permit = incident::refuse_while_open(&practice.state)?;
    let asks = options.rekey.is_none() && face.can_ask() && !face.common.json;
    let has_none = !practice.config.sources.is_empty() && !visit::has_thinning_rule(&practice);
    if asks && (has_none || visit::lacks_thinning_rule(&practice, home::now())?) {
        thinning_rule::ask(face, &mut practice)?;
    }
    if let Some(record) = &options.rekey {
        return new_key(face, practice, &permit, options, record);
    }
    let plugged = practice.plugged_one(options.drive.as_deref(), home::now())?;
    let keys = opening::open_identities(face, Some(&practice))?;
    let eraser = Eraser { permit: &permit, keys: &keys, now: home::now() };
    let done = on_drive(face, &mut practice, &plugged, &eraser, &HashSet::new(), options)?;
    let Some(done) = done else {
        return Err(Error::NotConfirmed.into());
    };
    if !done.is_dry {
        let progress = face.progress("thin", &[]);
        let eraser = Eraser { now: home::now(), ..eraser };
        settle::go_on_with_new_keys(&mut practice, &plugged, &eraser, &progress)?;
        progress.finish();
    }
    report(face, &practice, &plugged, &done)
}

/// What was done, or would be.
pub(super) struct Done {
    outcome: ThinOutcome,
    packs_waiting: u64,
    is_dry: bool,
}

impl Done {
    /// Whether something new finds room.
    pub(super) const fn made_room(&self) -> bool {
        self.outcome.freed_bytes > 0
    }
}

/// Thins out one drive; nothing when the person would rather not.
pub(super) fn on_drive(
    face: &mut Face<'_>,
    practice: &mut Practice,
    plugged: &Plugged,
    eraser: &Eraser<'_>,
    newest_only: &HashSet<RecordId>,
    options: &Thin,
) -> Result<Option<Done>, Failure> {
    let zone = TimeZone::system();
    let new_key = options.rekey.is_some();
    let how = Thinning { now: home::now(), zone: &zone, newest_only, new_key };
    let progress = face.progress("thin", &[]);
    if options.dry_run {
        let visit = Visit::reading(practice, plugged)?;
        let readers = visit.sections(eraser.keys)?;
        let plan = visit.plan_thinning(&readers, &how, &progress);
        progress.finish();
        let plan = plan?;
        let packs_waiting = plan.packs_waiting;
        return Ok(Some(Done { outcome: foreseen(&plan), packs_waiting, is_dry: true }));
    }
    let visit = Visit::erasing(practice, plugged, eraser, &progress)?;
    let readers = visit.sections(eraser.keys)?;
    let plan = visit.plan_thinning(&readers, &how, &progress);
    progress.finish();
    let plan = plan?;
    let packs_waiting = plan.packs_waiting;
    // Whoever asked for a new key has confirmed already.
    if options.rekey.is_none() && !plan.is_empty() && !agrees(face, plugged, &plan)? {
        return Ok(None);
    }
    let progress = face.progress("thin", &[]);
    let done = visit.thin(plan, home::now(), &progress);
    progress.finish();
    Ok(Some(Done { outcome: done?.outcome, packs_waiting, is_dry: false }))
}

fn foreseen(plan: &ThinPlan<'_>) -> ThinOutcome {
    ThinOutcome {
        snapshots_removed: plan.snapshots_removed,
        snapshots_kept: plan.snapshots_kept,
        freed_bytes: plan.freed_bytes,
        ..ThinOutcome::default()
    }
}

/// Where somebody can be asked, they see the plan first.
fn agrees(face: &mut Face<'_>, plugged: &Plugged, plan: &ThinPlan<'_>) -> Result<bool> {
    if !face.can_ask() || face.common.json {
        return Ok(true);
    }
    let line = foretold(face, plugged, &foreseen(plan));
    face.say(&line);
    let question = fl!(face.words, "thin-ask");
    face.talk().confirm(&question, false)
}

fn foretold(face: &Face<'_>, plugged: &Plugged, outcome: &ThinOutcome) -> String {
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
    let mut lines = vec![self::outcome(face, plugged, done)];
    if !visit::has_thinning_rule(practice) {
        lines.push(fl!(words, "thin-no-rule"));
    } else if outcome.snapshots_removed == 0 {
        lines.extend(why_nothing(face, practice)?);
    }
    if *packs_waiting > 0 {
        lines.push(fl!(words, "thin-no-room"));
    }
    if outcome.problems > 0 {
        lines.push(fl!(words, "thin-problems", packs = outcome.problems));
    }
    face.finish(&summary, &lines)
}

/// What keeps old backups that a rule would let go.
fn why_nothing(face: &Face<'_>, practice: &Practice) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    let folders = practice.config.sources.iter().filter(|source| source.keep.is_none()).count();
    if folders > 0 {
        lines.push(fl!(face.words, "thin-some-no-rule", folders = folders));
    }
    if !holds::held(&practice.state)?.is_empty() {
        lines.push(fl!(face.words, "thin-held"));
    }
    Ok(lines)
}

/// What was done, or would be, in a sentence.
pub(super) fn outcome(face: &Face<'_>, plugged: &Plugged, done: &Done) -> String {
    let words = face.words;
    let Done { outcome, is_dry, .. } = done;
    let size = units::bytes(words.language(), outcome.freed_bytes);
    let drive = safe(&plugged.drive.name);
    if outcome.snapshots_removed == 0 && outcome.freed_bytes == 0 {
        return fl!(words, "thin-nothing", drive = drive);
    }
    if *is_dry {
        return foretold(face, plugged, outcome);
    }
    let (removed, kept) = (outcome.snapshots_removed, outcome.snapshots_kept);
    fl!(words, "thin-done", drive = drive, removed = removed, kept = kept, size = size)
}

/// What a living record held before can no longer be opened.
fn new_key(
    face: &mut Face<'_>,
    mut practice: Practice,
    permit: &Permit,
    options: &Thin,
    text: &str,
) -> Result<Exit, Failure> {
    let record = holds::record_named(&practice, text)?;
    if holds::held(&practice.state)?.contains(&record) {
        return Err(Error::Exists { what: Thing::Hold, name: text.to_owned() }.into());
    }
    let section = section_of(&practice, record, text)?;
    let plugged = drives(&mut practice, options)?;
    confirm(face, &practice, text)?;
    let keys = opening::open_identities(face, Some(&practice))?;
    let only: HashSet<RecordId> = options.newest_only.then_some(record).into_iter().collect();
    let eraser = Eraser { permit, keys: &keys, now: home::now() };
    for drive in &plugged {
        on_drive(face, &mut practice, drive, &eraser, &only, options)?;
    }
    let progress = face.progress("thin", &[]);
    let eraser = Eraser { now: home::now(), ..eraser };
    let done = settle::rekey(&mut practice, &plugged, record, section, &eraser, &progress);
    progress.finish();
    report_new_key(face, &done?)
}

fn section_of(practice: &Practice, record: RecordId, text: &str) -> Result<SectionId> {
    for section in &practice.config.sections {
        if practice.state.record_keys(section.id)?.contains_key(&record) {
            return Ok(section.id);
        }
    }
    let name = text.to_owned();
    Err(Error::NotFound { what: Thing::Record, name })
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

fn report_new_key(face: &mut Face<'_>, done: &Rekeyed) -> Result<Exit, Failure> {
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
    let lines = rekeyed(face.words, done);
    face.finish(&summary, &lines)
}

/// How far the new key of a record is, in sentences.
pub(super) fn rekeyed(words: &Catalog, done: &Rekeyed) -> Vec<String> {
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
    lines
}
