//! `refuge verify`: the monthly check of a drive; or without a key; or every byte. Says what is damaged
//! and who suffers.

mod rehearsal;
mod words;

use std::collections::HashSet;

use jiff::civil::Date;
use jiff::{SignedDuration, tz::TimeZone};
use refuge::crypto::Identity;
use refuge::error::{DriveTrouble, Error, Result};
use refuge::event::{Observer, Silent, Step};
use refuge::id::PackId;
use refuge::incident::Permit;
use refuge::ledger::{Checked, Deed, Recorded};
use refuge::practice::{Plugged, Practice};
use refuge::state::Drive;
use refuge::vault::{Contents, SectionReader, Vault};
use refuge::verify::{self, Drill, Known, Mode, Pace, Report};
use refuge::{backup, drives, settle};

use super::{home, noted};
use crate::cli::{Exit, Face, Failure, Summary, args::daily::Verify, fl, opening, safe};

/// Files that a monthly check restores.
const SAMPLE_FILES: u32 = 20;

/// What a check found and what became of it.
struct Outcome {
    report: Report,
    repaired: u64,
    next_due: Date,
    /// Other drives that hold all that is damaged, as far as is remembered: their names.
    elsewhere: Vec<String>,
    recorded: Recorded,
    /// What is wrong with the ledger, here or on the drive.
    ledger: Option<Failure>,
}

pub(super) fn run(face: &mut Face<'_>, options: &Verify) -> Result<Exit, Failure> {
    let mut practice = home::practice(face)?;
    let plugged = practice.readable_one(options.drive.as_deref(), home::now())?;
    let mode = mode_of(options);
    if mode == Mode::Drill {
        let line = fl!(face.words, "drill-begins", drive = safe(&plugged.drive.name));
        face.say(&line);
    }
    let keys = if mode == Mode::Quick {
        Vec::new()
    } else {
        opening::open_identities(face, Some(&practice))?
    };
    let rehearsal = rehearsal::decide(face, &practice, &keys, options)?;
    let vault = plugged.vault(&practice)?;
    let _lock = plugged.disk.lock()?;
    let sections = match mode {
        Mode::Quick => Vec::new(),
        _ => practice.read_sections(&vault, &keys)?,
    };
    let progress = face.progress("verify", steps(options)).told_later(mode == Mode::Drill);
    tidy_up(&mut practice, &plugged.drive, &vault, &progress)?;
    let mut report = read(&practice, &plugged, &vault, &sections, (mode, options), &progress)?;
    // What a repair replaces is evidence while an incident is open.
    let permit = practice.state.may_erase()?;
    if options.repair && permit.is_none() {
        face.say(&fl!(face.words, "verify-repair-in-incident"));
    }
    let repaired = if let Some(permit) = permit.filter(|_| options.repair) {
        repair(
            &mut practice,
            (&plugged, &vault, &permit),
            (&sections, &keys),
            (&mut report, options),
            &progress,
        )?
    } else {
        0
    };
    drop(keys);
    progress.finish();
    let undone = forgetting_undone(&mut practice, &plugged.drive, &sections)?;
    let ledger = noted::compare(&practice, &vault, &sections)?;
    let ledger = undone.or(ledger).map(Failure::Library);
    let elsewhere = elsewhere(&practice, (&plugged.drive, &vault), &sections, &report)?;
    let found = (report, repaired, elsewhere);
    let outcome = remember(&mut practice, &plugged.drive, found, ledger)?;
    let exit = finish(face, &practice, &plugged, &outcome)?;
    drop((_lock, plugged));
    rehearsal.carry_out(face, practice)?;
    Ok(exit)
}

/// The check with which a first set-up ends: made and recorded like any monthly one.
pub(super) fn first(
    practice: &mut Practice,
    plugged: &Plugged,
    keys: &[Identity],
) -> Result<Report> {
    let vault = plugged.vault(practice)?;
    let _lock = plugged.disk.lock()?;
    let sections = practice.read_sections(&vault, keys)?;
    let how = (Mode::Drill, &Verify::default());
    let report = read(practice, plugged, &vault, &sections, how, &Silent)?;
    Ok(remember(practice, &plugged.drive, (report, 0, Vec::new()), None)?.report)
}

const fn mode_of(options: &Verify) -> Mode {
    match (options.quick, options.full) {
        (true, _) => Mode::Quick,
        (_, true) => Mode::Full,
        _ => Mode::Drill,
    }
}

const fn steps(options: &Verify) -> &'static [Step] {
    match (mode_of(options), options.repair) {
        // As the result numbers them; repairing is extra.
        (Mode::Drill, _) => &[Step::Read, Step::Restore, Step::Compare],
        (_, false) => &[Step::Read],
        (_, true) => &[Step::Read, Step::Repair],
    }
}

fn read(
    practice: &Practice,
    plugged: &Plugged,
    vault: &Vault<'_>,
    sections: &[SectionReader],
    (mode, options): (Mode, &Verify),
    observer: &dyn Observer,
) -> Result<Report> {
    let known = known(practice, &plugged.drive)?;
    let reminders = &practice.config.reminders;
    match mode {
        Mode::Quick => verify::quick(vault, Some(&known), observer),
        Mode::Full => verify::full(vault, sections, Some(&known), observer),
        Mode::Drill => {
            let drill = Drill {
                pace: Pace::new(reminders.check_days, reminders.coverage_months),
                sample: options.sample.unwrap_or(SAMPLE_FILES),
                live: Some(&practice.config),
                now: home::now(),
            };
            verify::drill(vault, sections, &known, &drill, observer)
        }
    }
}

/// What an interrupted run left is no damage: it is cleared away first, where that is possible.
fn tidy_up(
    practice: &mut Practice,
    drive: &Drive,
    vault: &Vault<'_>,
    observer: &dyn Observer,
) -> Result<()> {
    match backup::recover(&mut practice.state, drive, vault, observer) {
        Err(Error::Drive { trouble: DriveTrouble::ReadOnly, .. }) => Ok(()),
        other => other,
    }
}

/// Keys on the drive that open what the ledger calls forgotten, although it owes no erasing: it owes one again.
fn forgetting_undone(
    practice: &mut Practice,
    drive: &Drive,
    sections: &[SectionReader],
) -> Result<Option<Error>> {
    let forgotten = practice.state.forgotten()?;
    let mut known = sections.iter().flat_map(|section| section.keys.values());
    let owed = settle::owed(practice, drive)?;
    let is_owed = owed.iter().any(|debt| matches!(debt, settle::Debt::Purge { .. }));
    if is_owed || !known.any(|(record, _)| forgotten.contains(record)) {
        return Ok(None);
    }
    practice.distrust(drive)?;
    Ok(Some(Error::drive(DriveTrouble::HalfPurged).of_drive(&drive.name)))
}

/// From the drive itself, then from other drives of the practice that are plugged in. What damaged
/// packs lost comes from these only where there is a key; then the drive is checked again.
fn repair(
    practice: &mut Practice,
    (plugged, vault, permit): (&Plugged, &Vault<'_>, &Permit),
    (sections, keys): (&[SectionReader], &[Identity]),
    (report, options): (&mut Report, &Verify),
    observer: &dyn Observer,
) -> Result<u64> {
    let mut others = practice.plugged(home::now())?;
    others.retain(|other| other.drive.id != plugged.drive.id);
    let other = others.first().map(|other| other.vault(practice)).transpose()?;
    let repaired = verify::repair((vault, permit), report, other.as_ref(), observer)?;
    let bad = report.packs_bad.iter().filter(|pack| !report.packs_good.contains(pack));
    let bad: HashSet<PackId> = bad.copied().collect();
    let from = (others.as_slice(), keys);
    if !settle::mend(practice, (plugged, vault, permit), sections, &bad, from, observer)? {
        return Ok(repaired);
    }
    let before = open_findings(report);
    *report = read(practice, plugged, vault, sections, (mode_of(options), options), observer)?;
    Ok(repaired + before.saturating_sub(open_findings(report)))
}

fn known(practice: &Practice, drive: &Drive) -> Result<Known> {
    let indexes = practice.state.indexes(drive.row)?.into_iter().map(|index| index.object);
    let snapshots = practice.state.snapshots(drive.row)?.into_iter().map(|shot| shot.object);
    Ok(Known {
        packs: practice.state.packs(drive.row)?,
        objects: indexes.chain(snapshots).collect(),
        vault_key: Some(practice.vault_key()?),
    })
}

fn remember(
    practice: &mut Practice,
    drive: &Drive,
    (report, repaired, elsewhere): (Report, u64, Vec<String>),
    ledger: Option<Failure>,
) -> Result<Outcome> {
    let now = refuge::practice::stamp(home::now());
    let bad: Vec<_> = report.packs_bad.clone();
    practice.state.note_packs_verified(drive.row, &report.packs_good, &now)?;
    for pack in bad.iter().filter(|pack| !report.packs_good.contains(pack)) {
        practice.state.distrust_pack(drive.row, *pack)?;
    }
    let damages = report.findings.iter().map(|found| found.damage);
    drives::note_damage(&mut practice.state, drive, damages)?;
    if report.is_good() {
        drives::note_good_check(&mut practice.state, drive)?;
    }
    drives::note_smart(&mut practice.state, drive)?;
    practice.state.note_verified(drive, &now, report.is_good())?;
    let next_due = next_due(practice);
    let deed = deed(drive, &report, repaired, next_due);
    let recorded = noted::note(practice, deed)?;
    Ok(Outcome { report, repaired, next_due, elsewhere, recorded, ledger })
}

fn next_due(practice: &Practice) -> Date {
    let days = i64::from(practice.config.reminders.check_days);
    let due = home::now() + SignedDuration::from_hours(24 * days);
    due.to_zoned_datetime(TimeZone::system()).date()
}

/// Other drives that hold every chunk of the damaged packs too, as far as this computer remembers.
fn elsewhere(
    practice: &Practice,
    (drive, vault): (&Drive, &Vault<'_>),
    sections: &[SectionReader],
    report: &Report,
) -> Result<Vec<String>> {
    if report.packs_bad.is_empty() {
        return Ok(Vec::new());
    }
    let mut lost = Vec::new();
    for section in sections {
        let packs = Contents::load(vault, section)?.packs;
        let bad = packs.iter().filter(|line| report.packs_bad.contains(&line.pack));
        for segment in bad.flat_map(|line| &line.segments) {
            let chunks = segment.blocks.iter().flat_map(|block| &block.chunks);
            lost.extend(chunks.map(|(name, _)| (segment.record, *name)));
        }
    }
    let rows = practice.state.drives_holding(&lost)?;
    let drives = practice.state.drives()?.into_iter();
    let others = drives.filter(|other| other.row != drive.row && rows.contains(&other.row));
    Ok(others.map(|other| other.name).collect())
}

fn deed(drive: &Drive, report: &Report, repaired: u64, next_due: Date) -> Deed {
    Deed::Checked(Checked {
        drive: drive.id,
        name: drive.name.clone(),
        mode: word(report.mode).to_owned(),
        objects: report.objects,
        bytes_read: report.bytes_read,
        files_compared: report.files_compared,
        files_compared_live: report.sampled.compared_live,
        findings: open_findings(report),
        repaired,
        good: report.is_good(),
        next_due: Some(next_due),
    })
}

const fn word(mode: Mode) -> &'static str {
    match mode {
        Mode::Quick => "quick",
        Mode::Drill => "drill",
        Mode::Full => "full",
    }
}

fn open_findings(report: &Report) -> u64 {
    report.findings.iter().filter(|finding| !finding.repaired).count() as u64
}

fn finish(
    face: &mut Face<'_>,
    practice: &Practice,
    plugged: &Plugged,
    outcome: &Outcome,
) -> Result<Exit, Failure> {
    let report = &outcome.report;
    let is_good = report.is_good() && outcome.ledger.is_none();
    let exit = match (is_good, report.sampled.live_differs) {
        (false, _) => Exit::Damage,
        (true, 0) => Exit::Done,
        // The drive is good; something on the computer is not.
        (true, _) => Exit::Problems,
    };
    let summary = Summary::new("verify", exit)
        .with("drive", plugged.drive.name.as_str())
        .with("mode", word(report.mode))
        .with("objects", report.objects)
        .with("bytes_read", report.bytes_read)
        .with("packs_read", report.packs_read)
        .with("files_compared", report.files_compared)
        .with("files_compared_live", report.sampled.compared_live)
        .with("files_differ_live", report.sampled.live_differs)
        .with("findings", open_findings(report))
        .with("repaired", outcome.repaired)
        .with("wiped_segments", report.wiped_segments)
        .with("held_elsewhere", outcome.elsewhere.clone())
        .with("ledger_entry", outcome.recorded.entry.number)
        .with("next_due", outcome.next_due.to_string())
        .with("ledger_good", outcome.ledger.is_none());
    let sentences = words::sentences(face.words, practice, &plugged.drive, outcome)?;
    face.finish(&summary, &sentences)
}
