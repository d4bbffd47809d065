//! `refuge drives eject` and `refuge drives retire`: a drive that goes, for today or for good.

use refuge::drives::{self, Ejected};
use refuge::error::Result;
use refuge::event::Step;
use refuge::incident;
use refuge::visit::{self, Retired};

use crate::cli::{Exit, Face, Failure, Summary, commands::home, fl, safe, words::fates};
use crate::faces::drives_told;

pub(super) fn eject(face: &mut Face<'_>, name: &str) -> Result<Exit, Failure> {
    let mut practice = home::practice(face)?;
    let plugged = practice.readable_one(Some(name), home::now())?;
    let drive = safe(&plugged.drive.name);
    let words = face.words;
    let (word, said) = match drives::eject(plugged)? {
        Ejected::Done => ("done", fl!(words, "drives-ejected", drive = drive)),
        Ejected::Nothing => ("nothing", fl!(words, "drives-nothing-to-eject", drive = drive)),
        Ejected::Unsupported => ("unsupported", fl!(words, "drives-eject-by-hand", drive = drive)),
    };
    face.finish(&Summary::new("drives", Exit::Done).with("ejected", word), &[said])
}

pub(super) fn retire(face: &mut Face<'_>, name: &str) -> Result<Exit, Failure> {
    let mut practice = home::practice(face)?;
    let permit = incident::refuse_while_open(&practice.state)?;
    let plugged = visit::to_retire(&mut practice, name, home::now())?;
    let words = face.words;
    let drive = safe(&plugged.drive.name);
    if visit::is_only_copy(&practice, &plugged.drive)? {
        face.say(&fl!(words, "drives-retire-only-copy", drive = drive.as_str()));
    }
    if face.can_ask() && face.common.confirm.is_none() {
        face.say(&fl!(words, "drives-retire-before", drive = drive.as_str()));
    }
    let given = face.common.confirm.clone();
    face.talk().typed(&fl!(words, "drives-type-name"), &plugged.drive.name, given.as_deref())?;
    let progress = face.progress("drives", &[Step::Wipe]);
    let done = visit::retire(&mut practice, plugged, &permit, home::now(), &progress);
    progress.finish();
    report(face, &done?)
}

fn report(face: &mut Face<'_>, done: &Retired) -> Result<Exit, Failure> {
    let Retired { drive, outcome, fate, recorded } = done;
    let exit = if outcome.is_whole() { Exit::Done } else { Exit::Problems };
    let summary = Summary::new("drives", exit)
        .with("drive", drive.name.as_str())
        .with("level", serde_json::json!(fate.level))
        .with("verified_bytes", outcome.verified_bytes)
        .with("failed_bytes", outcome.failed_bytes)
        .with("files_left", outcome.files_left)
        .with("fate", serde_json::json!(fate.verdict))
        .with("ledger_entry", recorded.entry.number);
    let said = drives_told::retired(face.words, done, fates::reason);
    face.finish(&summary, &said)
}
