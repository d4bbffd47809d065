//! What people declare about drives: another name, lost, found again, destroyed.

use std::io::Read;
use std::path::Path;

use jiff::civil::Date;
use refuge::crypto::hash;
use refuge::drives;
use refuge::error::{Action, Error, Result, Thing};
use refuge::fate::{Fate, Level};
use refuge::ledger::{self, Deed, DriveEvent};
use refuge::practice::Practice;
use refuge::state::{Drive, DriveState};
use refuge::status;

use super::event;
use crate::cli::{
    Exit, Face, Failure, Summary,
    args::setup::{DriveBy, DriveDestroyed},
    commands::{home, noted},
    fl, safe,
    words::fates,
};

/// A certificate is a page or two.
const CERTIFICATE_BYTES_MAX: u64 = 64 * 1024 * 1024;

pub(super) fn rename(face: &mut Face<'_>, name: &str, new_name: &str) -> Result<Exit, Failure> {
    let mut practice = home::practice(face)?;
    let drive = drives::rename(&mut practice, name, new_name)?;
    let renamed = event(&practice, &drive, None)?;
    noted::note(&mut practice, Deed::DriveRenamed(renamed))?;
    let said = fl!(face.words, "drives-renamed", old = safe(name), drive = safe(&drive.name));
    let summary = Summary::new("drives", Exit::Done).with("drive", drive.name.as_str());
    face.finish(&summary, &[said])
}

pub(super) fn lost(face: &mut Face<'_>, name: &str, options: DriveBy) -> Result<Exit, Failure> {
    let mut practice = home::practice(face)?;
    practice.state.drive_named(name)?;
    let words = face.words;
    let by = given_or_asked(face, options.by, &fl!(words, "drives-lost-by"))?;
    let drive = drives::lose(&mut practice, name)?;
    let lost = dated(event(&practice, &drive, Some(&by))?, options.date)?;
    let entry = noted::note(&mut practice, Deed::DriveLost(lost))?;
    let fate = fate_now(&practice, &drive)?;
    let name = safe(&drive.name);
    let mut said = vec![
        fl!(words, "drives-lost-done", drive = name.as_str(), record = entry.label()),
        fl!(words, "drives-lost-advice", drive = name),
    ];
    said.extend(fate.reasons.iter().filter_map(|reason| fates::reason(words, *reason)));
    face.finish(&summary(&drive, &fate, &entry), &said)
}

pub(super) fn found(face: &mut Face<'_>, name: &str, options: DriveBy) -> Result<Exit, Failure> {
    let mut practice = home::practice(face)?;
    practice.state.drive_named(name)?;
    let words = face.words;
    let by = given_or_asked(face, options.by, &fl!(words, "drives-found-by"))?;
    let drive = drives::find_again(&mut practice, name)?;
    let found = dated(event(&practice, &drive, Some(&by))?, options.date)?;
    let entry = noted::note(&mut practice, Deed::DriveFound(found))?;
    let fate = fate_now(&practice, &drive)?;
    let said = fl!(words, "drives-found-done", drive = safe(&drive.name), record = entry.label());
    face.finish(&summary(&drive, &fate, &entry), &[said])
}

pub(super) fn destroyed(
    face: &mut Face<'_>,
    name: &str,
    options: DriveDestroyed,
) -> Result<Exit, Failure> {
    let mut practice = home::practice(face)?;
    let drive = practice.state.drive_named(name)?;
    let certificate = options.certificate.as_deref().map(sha256_of).transpose()?;
    let words = face.words;
    let is_asked = options.method.is_none() && face.can_ask();
    if is_asked {
        face.say(&fl!(words, "drives-destroyed-before"));
    }
    let method = match options.method {
        Some(method) => method,
        None => ask_method(face)?,
    };
    let by = given_or_asked(face, options.drive.by, &fl!(words, "drives-destroyed-by"))?;
    let witness = match options.witness {
        None if is_asked => ask_witness(face)?,
        given => given,
    };
    confirm(face, &drive)?;
    let mut told = ledger::DriveDestroyed {
        drive: dated(event(&practice, &drive, Some(&by))?, options.drive.date)?,
        method,
        certificate_sha256: certificate,
        witness,
        level: Level::None,
    };
    if told.certificate_sha256.is_some() || told.witness.is_some() {
        told.level = Level::Destroyed;
    }
    let entry = noted::note(&mut practice, Deed::DriveDestroyed(told))?;
    let drive = drives::mark_destroyed(&mut practice, &drive.name)?;
    let fate = fate_now(&practice, &drive)?;
    let name = safe(&drive.name);
    let mut said = vec![
        fl!(words, "drives-destroyed-done", drive = name),
        fl!(words, "drives-destroyed-record", record = entry.label()),
    ];
    said.extend(fate.reasons.iter().filter_map(|reason| fates::reason(words, *reason)));
    face.finish(&summary(&drive, &fate, &entry), &said)
}

fn summary(drive: &Drive, fate: &Fate, entry: &ledger::Recorded) -> Summary {
    Summary::new("drives", Exit::Done)
        .with("drive", drive.name.as_str())
        .with("fate", serde_json::json!(fate.verdict))
        .with("reasons", serde_json::json!(fate.reasons))
        .with("level", serde_json::json!(fate.level))
        .with("ledger_entry", entry.entry.number)
}

fn fate_now(practice: &Practice, drive: &Drive) -> Result<Fate> {
    let drive = practice.state.drive_named(&drive.name)?;
    let is_active = drive.state == DriveState::Active;
    status::fate_of(practice, &drive, is_active && drive.path.exists(), home::today())
}

/// The day it happened: never one that is still to come.
fn dated(event: DriveEvent, on: Option<Date>) -> Result<DriveEvent> {
    match on {
        Some(on) if on > home::today() => {
            Err(Error::Invalid { what: Thing::Date, value: on.to_string() })
        }
        on => Ok(DriveEvent { on, ..event }),
    }
}

fn given_or_asked(face: &mut Face<'_>, given: Option<String>, question: &str) -> Result<String> {
    match given.filter(|text| !text.trim().is_empty()) {
        Some(text) => Ok(text),
        None => face.talk().ask(question, None),
    }
}

fn ask_method(face: &mut Face<'_>) -> Result<String> {
    let words = face.words;
    let choices = [
        fl!(words, "drives-destroyed-shredded"),
        fl!(words, "drives-destroyed-crushed"),
        fl!(words, "drives-destroyed-company"),
    ];
    let chosen = face.talk().choose(&fl!(words, "drives-destroyed-how"), &choices)?;
    let method = choices.get(chosen).cloned().unwrap_or_default();
    if chosen != 2 {
        return Ok(method);
    }
    let company = face.talk().ask(&fl!(words, "drives-destroyed-company-ask"), None)?;
    Ok(format!("{method}: {company}"))
}

/// Nobody, where only a dash is typed.
fn ask_witness(face: &mut Face<'_>) -> Result<Option<String>> {
    let words = face.words;
    let name = face.talk().ask(&fl!(words, "drives-destroyed-witness"), Some("-"))?;
    Ok(Some(name).filter(|name| name != "-"))
}

/// The drive's name is typed by a person, or given; a script that names who and how has said enough.
fn confirm(face: &mut Face<'_>, drive: &Drive) -> Result<()> {
    let given = face.common.confirm.clone();
    if given.is_none() && !face.can_ask() {
        return Ok(());
    }
    let words = face.words;
    face.talk().typed(&fl!(words, "drives-type-name"), &drive.name, given.as_deref())
}

fn sha256_of(path: &Path) -> Result<String> {
    let failed = |source| Error::Io { action: Action::Read, path: path.to_owned(), source };
    let file = std::fs::File::open(path).map_err(failed)?;
    let mut bytes = Vec::new();
    let read = file.take(CERTIFICATE_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(failed)?;
    if read as u64 > CERTIFICATE_BYTES_MAX {
        return Err(failed(std::io::ErrorKind::FileTooLarge.into()));
    }
    Ok(hash::sha256_hex(&bytes))
}
