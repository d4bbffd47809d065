//! `refuge verify`: the monthly check of a drive; or without a key; or every byte. Says what is damaged
//! and who suffers.

mod rehearsal;

use refuge::event::Step;
use refuge::incident;
use refuge::practice::{Plugged, Practice};
use refuge::verify::Mode;
use refuge::visit::{self, CheckDone, Checking, SAMPLE_FILES};

use super::{home, reading::heed_contents};
use crate::cli::{Exit, Face, Failure, Summary, alarm, args::daily::Verify, fl, opening, safe};
use crate::faces::check_told::{self, Speaker};

pub(super) fn run(face: &mut Face<'_>, options: &Verify) -> Result<Exit, Failure> {
    let mut practice = home::practice(face)?;
    let unchecked = match &options.drive {
        None => visit::longest_unchecked(&mut practice, home::now())?,
        Some(_) => None,
    };
    let named = options.drive.as_deref().or(unchecked.as_deref());
    let mut plugged = practice.readable_one(named, home::now())?;
    let mode = mode_of(options);
    if mode == Mode::Drill {
        let line = fl!(face.words, "drill-begins", drive = safe(&plugged.drive.name));
        face.say(&line);
    }
    let keys = match mode {
        Mode::Quick => Vec::new(),
        Mode::Drill | Mode::Full => opening::open_identities(face, Some(&practice))?,
    };
    heed_contents(face, &practice, &mut plugged, &keys)?;
    let rehearsal = rehearsal::decide(face, &practice, &keys, options)?;
    if options.repair && incident::is_open(&practice.state)? {
        face.say(&fl!(face.words, "verify-repair-in-incident"));
    }
    let how = Checking {
        mode,
        sample: options.sample.unwrap_or(SAMPLE_FILES),
        repair: options.repair,
        now: home::now(),
    };
    let progress = face.progress("verify", steps(options)).told_later(mode == Mode::Drill);
    let checked = visit::check(&mut practice, &plugged, &keys, &how, &progress)?;
    progress.finish();
    drop(keys);
    let exit = finish(face, &practice, &plugged, &checked)?;
    drop(plugged);
    rehearsal.carry_out(face, practice)?;
    Ok(exit)
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

fn finish(
    face: &mut Face<'_>,
    practice: &Practice,
    plugged: &Plugged,
    checked: &CheckDone,
) -> Result<Exit, Failure> {
    let report = &checked.report;
    let is_good = report.is_good() && checked.ledger.is_none();
    let exit = match (is_good, report.sampled.live_differs) {
        (false, _) => Exit::Damage,
        (true, 0) => Exit::Done,
        // The drive is good; something on the computer is not.
        (true, _) => Exit::Problems,
    };
    let summary = Summary::new("verify", exit)
        .with("drive", plugged.drive.name.as_str())
        .with("mode", report.mode.word())
        .with("objects", report.objects)
        .with("bytes_read", report.bytes_read)
        .with("packs_read", report.packs_read)
        .with("files_compared", report.files_compared)
        .with("files_compared_live", report.sampled.compared_live)
        .with("files_differ_live", report.sampled.live_differs)
        .with("findings", report.open_findings())
        .with("repaired", checked.repaired)
        .with("wiped_segments", report.wiped_segments)
        .with("held_elsewhere", checked.elsewhere.clone())
        .with("ledger_entry", checked.recorded.entry.number)
        .with("next_due", checked.next_due.to_string())
        .with("ledger_good", checked.ledger.is_none());
    let sentences = check_told::sentences(
        face.words,
        practice,
        &plugged.drive,
        checked,
        Speaker::Terminal(alarm),
    )?;
    face.finish(&summary, &sentences)
}
