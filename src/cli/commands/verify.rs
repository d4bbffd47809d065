//! `refuge verify`: read a drive, with or without a key, and say what is damaged and who suffers.

use refuge::error::{DriveTrouble, Error, Result};
use refuge::event::{Observer, Step};
use refuge::practice::{Plugged, Practice};
use refuge::state::Drive;
use refuge::vault::Vault;
use refuge::verify::{self, Known, Report};
use refuge::{backup, drives};

use super::super::args::daily::Verify;
use super::super::catalog::fl;
use super::super::exit::Exit;
use super::super::explain;
use super::super::face::Face;
use super::super::failure::Failure;
use super::super::summary::Summary;
use super::super::terminal::safe;
use super::super::units;
use super::{home, identities, noted};

/// Days until the next check is due.
const DUE_DAYS: i64 = 35;

pub(super) fn run(face: &mut Face<'_>, options: &Verify) -> Result<Exit, Failure> {
    let mut practice = home::practice(face)?;
    let plugged = practice.readable_one(options.drive.as_deref(), home::now())?;
    let keys = if options.quick {
        Vec::new()
    } else {
        identities::open_identities(face, Some(&practice))?
    };
    let vault = plugged.vault(&practice)?;
    let _lock = plugged.disk.lock()?;
    let sections =
        if options.quick { Vec::new() } else { practice.read_sections(&vault, &keys)? };
    let progress = face.progress("verify", &[Step::Read, Step::Repair]);
    tidy_up(&mut practice, &plugged.drive, &vault, &progress)?;
    let known = known(&practice, &plugged.drive)?;
    let mut report = if options.quick {
        verify::quick(&vault, Some(&known), &progress)?
    } else {
        verify::full(&vault, &sections, Some(&known), &progress)?
    };
    let repaired =
        if options.repair { verify::repair(&vault, &mut report, None, &progress)? } else { 0 };
    progress.finish();
    remember(&mut practice, &plugged.drive, &report)?;
    let ledger = noted::compare(&practice, &vault, &sections)?;
    finish(face, &plugged, &report, repaired, ledger)
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

fn known(practice: &Practice, drive: &Drive) -> Result<Known> {
    let indexes = practice.state.indexes(drive.row)?.into_iter().map(|index| index.object);
    let snapshots = practice.state.snapshots(drive.row)?.into_iter().map(|shot| shot.object);
    Ok(Known {
        packs: practice.state.packs(drive.row)?,
        objects: indexes.chain(snapshots).collect(),
        vault_key: Some(practice.vault_key()?),
    })
}

fn remember(practice: &mut Practice, drive: &Drive, report: &Report) -> Result<()> {
    let now = refuge::practice::stamp(home::now());
    practice.state.note_packs_verified(drive.row, &report.packs_good, &now)?;
    for pack in report.packs_bad.iter().filter(|pack| !report.packs_good.contains(pack)) {
        practice.state.distrust_pack(drive.row, *pack)?;
    }
    drives::note_damage(
        &mut practice.state,
        drive,
        report.findings.iter().map(|found| found.damage),
    )?;
    drives::note_smart(&mut practice.state, drive)?;
    practice.state.note_verified(drive, &now, report.is_good())
}

fn finish(
    face: &mut Face<'_>,
    plugged: &Plugged,
    report: &Report,
    repaired: u64,
    ledger: Option<Error>,
) -> Result<Exit, Failure> {
    let is_good = report.is_good() && ledger.is_none();
    let exit = if is_good { Exit::Done } else { Exit::Damage };
    let open = report.findings.iter().filter(|finding| !finding.repaired).count();
    let due = home::now() + jiff::SignedDuration::from_hours(24 * DUE_DAYS);
    let summary = Summary::new("verify", exit)
        .with("drive", plugged.drive.name.as_str())
        .with("objects", report.objects)
        .with("bytes_read", report.bytes_read)
        .with("files_compared", report.files_compared)
        .with("findings", open)
        .with("repaired", repaired)
        .with("wiped_segments", report.wiped_segments)
        .with("next_due", due.strftime("%Y-%m-%d").to_string())
        .with("ledger_good", ledger.is_none());
    let mut sentences = sentences(face, plugged, report, open as u64, repaired);
    if let Some(error) = ledger {
        let told = explain::explain(face.words, &Failure::Library(error));
        sentences.extend([told.what, told.safe, told.now]);
    }
    face.finish(&summary, &sentences)
}

fn sentences(
    face: &Face<'_>,
    plugged: &Plugged,
    report: &Report,
    open: u64,
    repaired: u64,
) -> Vec<String> {
    let words = face.words;
    let drive = safe(&plugged.drive.name);
    let size = units::bytes(words.language(), report.bytes_read);
    let mut lines = Vec::new();
    if repaired > 0 {
        lines.push(fl!(words, "verify-repaired", count = repaired));
    }
    if open == 0 && report.files_compared > 0 {
        lines.push(fl!(
            words,
            "verify-good-full",
            drive = drive,
            size = size,
            files = report.files_compared
        ));
    } else if open == 0 {
        lines.push(fl!(words, "verify-good-quick", drive = drive, size = size));
    } else if report.has_losses() {
        let suffering = report.findings.iter().filter_map(|found| found.suffers.as_ref());
        let files = suffering.map(|suffers| suffers.files).max().unwrap_or(0);
        lines.push(fl!(words, "verify-bad", drive = drive, count = open));
        if files > 0 {
            lines.push(fl!(words, "verify-suffers", files = files));
        }
        lines.push(fl!(words, "verify-what-now"));
    } else {
        lines.push(fl!(words, "verify-spared", drive = drive, count = open));
    }
    lines
}
