//! What people declare about drives: another name, lost, found again, destroyed.

use std::io::Read;
use std::path::Path;

use refuge::crypto::hash;
use refuge::error::{Action, Error, Result};
use refuge::fate::Fate;
use refuge::ledger::Recorded;
use refuge::practice::Practice;
use refuge::state::Drive;
use refuge::visit::{self, DestructionTold};

use crate::cli::{
    Exit, Face, Failure, Summary,
    args::setup::{DriveBy, DriveDestroyed},
    commands::home,
    fl, safe,
    terminal::Picked,
    words::fates,
};
use crate::faces::drives_told::more_than_lost;

/// A certificate is a page or two.
const CERTIFICATE_BYTES_MAX: u64 = 64 * 1024 * 1024;

pub(super) fn rename(face: &mut Face<'_>, name: &str, new_name: &str) -> Result<Exit, Failure> {
    let mut practice = home::practice(face)?;
    let drive = visit::rename(&mut practice, name, new_name, home::now())?;
    let said = fl!(face.words, "drives-renamed", old = safe(name), drive = safe(&drive.name));
    let summary = Summary::new("drives", Exit::Done).with("drive", drive.name.as_str());
    face.finish(&summary, &[said])
}

pub(super) fn lost(face: &mut Face<'_>, name: &str, options: DriveBy) -> Result<Exit, Failure> {
    let mut practice = home::practice(face)?;
    let known = practice.state.drive_named(name)?;
    let words = face.words;
    let only_copy = only_copy_gone(face, &practice, &known)?;
    let question = fl!(words, "drives-lost-by", drive = safe(&known.name));
    let by = given_or_asked(face, options.by, &question)?;
    let (practice, on) = (&mut practice, options.date);
    let (drive, fate, entry) = visit::drive_lost(practice, name, &by, on, home::now())?;
    let name = safe(&drive.name);
    let mut said = vec![
        fl!(words, "drives-lost-done", drive = name.as_str(), record = entry.label()),
        fl!(words, "drives-lost-advice", drive = name),
    ];
    said.extend(only_copy.clone());
    said.extend(more_than_lost(&fate).filter_map(|reason| fates::reason(words, reason)));
    let summary = summary(&drive, &fate, &entry).with("only_copy", only_copy.is_some());
    face.finish(&summary, &said)
}

/// What it means that a drive is gone where no other has a backup.
fn only_copy_gone(face: &Face<'_>, practice: &Practice, drive: &Drive) -> Result<Option<String>> {
    let is_only = visit::is_only_copy(practice, drive)?;
    Ok(is_only.then(|| fl!(face.words, "drives-only-copy-gone")))
}

pub(super) fn found(face: &mut Face<'_>, name: &str, options: DriveBy) -> Result<Exit, Failure> {
    let mut practice = home::practice(face)?;
    practice.state.drive_named(name)?;
    let words = face.words;
    let by = given_or_asked(face, options.by, &fl!(words, "drives-found-by"))?;
    let (practice, on) = (&mut practice, options.date);
    let (drive, fate, entry) = visit::drive_found(practice, name, &by, on, home::now())?;
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
    visit::check_away(&mut practice, &drive, home::now())?;
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
    let only_copy = only_copy_gone(face, &practice, &drive)?;
    let on = options.drive.date;
    let how = DestructionTold { method, by, on, certificate_sha256: certificate, witness };
    let (drive, fate, entry) = visit::destroyed(&mut practice, &drive, how, home::now())?;
    let name = safe(&drive.name);
    let mut said = vec![
        fl!(words, "drives-destroyed-done", drive = name),
        fl!(words, "drives-destroyed-record", record = entry.label()),
    ];
    said.extend(only_copy);
    said.extend(fate.reasons.iter().filter_map(|reason| fates::reason(words, *reason)));
    face.finish(&summary(&drive, &fate, &entry), &said)
}

fn summary(drive: &Drive, fate: &Fate, entry: &Recorded) -> Summary {
    Summary::new("drives", Exit::Done)
        .with("drive", drive.name.as_str())
        .with("fate", serde_json::json!(fate.verdict))
        .with("reasons", serde_json::json!(fate.reasons))
        .with("level", serde_json::json!(fate.level))
        .with("ledger_entry", entry.entry.number)
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
    let chosen = match face.talk().choose_or_say(&fl!(words, "drives-destroyed-how"), &choices)? {
        Picked::Own(method) => return Ok(method),
        Picked::One(chosen) => chosen,
    };
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
