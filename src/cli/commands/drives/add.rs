//! `refuge drives add`: a new drive, a copy that becomes one, a successor of another.

use std::path::Path;

use refuge::attach;
use refuge::crypto::Identity;
use refuge::drives::{self, Enrolment, Successor};
use refuge::error::{DriveTrouble, Error, Result};
use refuge::event::Step;
use refuge::fate::{EverHeld, Look};
use refuge::format::names::VAULT_FOLDER;
use refuge::incident;
use refuge::keys;
use refuge::ledger::Deed;
use refuge::platform;
use refuge::practice::{Plugged, Practice};
use refuge::state::Drive;
use refuge::storage::Disk;
use refuge::vault::Vault;
use refuge::wipe::{self, Reach};

use super::{ask_path, event};
use crate::cli::{
    Exit, Face, Failure, Summary,
    args::setup::{DriveAdd, Held, Looks},
    commands::{home, noted},
    fl, opening, safe, units,
};

/// How a medium becomes a drive of the practice.
enum Way {
    /// It is new, or was erased.
    New,
    /// As new, in the place of another.
    Instead(Drive),
    /// It is a copy, is wiped and begins anew.
    Copy,
    /// It is a copy and takes the place of the drive it was copied from.
    CopyInstead(Drive),
    /// It is a drive of the practice that went back in time, on purpose.
    Older(Drive),
}

pub(super) fn run(face: &mut Face<'_>, options: DriveAdd) -> Result<Exit, Failure> {
    let mut practice = home::practice(face)?;
    let path = match &options.path {
        Some(path) => path.clone(),
        None => ask_path(face)?,
    };
    drives::check_place(&practice, &path, options.allow_fixed)?;
    if let Some(drive) = drives::move_fixed(&mut practice, &path)? {
        let summary = Summary::new("drives", Exit::Done).with("drive", drive.name.as_str());
        let place = safe(&drive.path.to_string_lossy());
        let moved = fl!(face.words, "drives-moved", drive = safe(&drive.name), path = place);
        return face.finish(&summary, &[moved]);
    }
    let warnings = warnings(&path);
    greet(face, &path, &warnings)?;
    let (way, new) = ask(face, &mut practice, &path, options)?;
    let plugged = carry_out(face, &mut practice, &path, &way, &new)?;
    report(face, &plugged, &way, &warnings)
}

/// Enrols a new drive and enters it in the ledger.
pub(crate) fn enrol(practice: &mut Practice, path: &Path, new: &Enrolment) -> Result<Plugged> {
    let plugged = drives::enrol_with(practice, path, new, home::now())?;
    // Whatever it holds was sealed just now, to the keys in force.
    let epoch = practice.config.practice.epoch;
    keys::note_lock(&mut practice.state, plugged.drive.id, epoch)?;
    drives::note_smart(&mut practice.state, &plugged.drive)?;
    enter(practice, &plugged.drive)?;
    Ok(plugged)
}

fn enter(practice: &mut Practice, drive: &Drive) -> Result<()> {
    let added = event(practice, drive, None)?;
    noted::note(practice, Deed::DriveAdded(added)).map(drop)
}

/// What a person should know before trusting the drive, as words of the JSON answer.
fn warnings(path: &Path) -> Vec<&'static str> {
    let facts = platform::drive_facts(path);
    let mut found = Vec::new();
    if !drives::other_files_on(path).is_empty() {
        found.push("other-files");
    }
    found.extend(match facts.file_system.as_deref() {
        Some("ntfs" | "ntfs3") => Some("ntfs"),
        Some("vfat" | "msdos" | "exfat") => Some("fat"),
        _ => None,
    });
    found
}

fn warning(face: &Face<'_>, word: &str) -> String {
    let words = face.words;
    match word {
        "ntfs" => fl!(words, "drives-warn-ntfs"),
        "fat" => fl!(words, "drives-warn-fat"),
        _ => fl!(words, "drives-other-files"),
    }
}

/// What is plugged in, and what speaks against it; nothing where nobody reads it.
fn greet(face: &mut Face<'_>, path: &Path, warnings: &[&'static str]) -> Result<()> {
    if !face.can_ask() {
        return Ok(());
    }
    let words = face.words;
    let what = super::describe(face, path);
    face.say(&fl!(words, "drives-plugged-in", what = what));
    for word in warnings {
        let line = warning(face, word);
        face.say(&format!("  ! {line}"));
    }
    if !warnings.contains(&"other-files")
        || face.talk().confirm(&fl!(words, "drives-use-all-the-same"), false)?
    {
        return Ok(());
    }
    Err(Error::NotConfirmed)
}

fn ask(
    face: &mut Face<'_>,
    practice: &mut Practice,
    path: &Path,
    options: DriveAdd,
) -> Result<(Way, Enrolment)> {
    let words = face.words;
    let mut way = way(face, practice, path, &options)?;
    let name = match options.name {
        Some(name) => name,
        None => face.talk().ask(&fl!(words, "drives-name-ask"), None)?,
    };
    if matches!(way, Way::New) && face.can_ask() {
        way = instead_of_namesake(face, practice, &name)?;
    }
    let asks = face.can_ask();
    let held = match options.ever_held {
        None if asks => Some(ask_held(face)?),
        given => given.map(held),
    };
    let looks = match options.medium {
        None if asks => Some(ask_looks(face)?),
        given => given.map(looks),
    };
    Ok((way, Enrolment { name, allow_fixed: options.allow_fixed, looks, held }))
}

fn way(
    face: &mut Face<'_>,
    practice: &mut Practice,
    path: &Path,
    options: &DriveAdd,
) -> Result<Way> {
    let copied = drives::is_copy_of_known(practice, path)?;
    let Some(name) = &options.replace else {
        return match copied {
            None => Ok(Way::New),
            Some(_) if options.copy => Ok(Way::Copy),
            Some(original) => ask_about_copy(face, original),
        };
    };
    let old = practice.state.drive_named(name)?;
    match copied {
        Some(original) if original.row == old.row => Ok(Way::CopyInstead(old)),
        Some(original) => Err(Error::drive(DriveTrouble::Copied).of_drive(&original.name)),
        None if is_older(practice, path, &old)? => Ok(Way::Older(old)),
        None => Ok(Way::Instead(old)),
    }
}

/// Whether the drive itself lies there, as it was some time ago.
fn is_older(practice: &mut Practice, path: &Path, old: &Drive) -> Result<bool> {
    let path = platform::real_path(path).unwrap_or_else(|_| path.to_owned());
    let seen = practice.look(home::now())?;
    Ok(seen.iter().any(|seen| {
        seen.path == path
            && seen.drive.as_ref().is_some_and(|drive| drive.row == old.row)
            && matches!(seen.trouble, Some(DriveTrouble::RolledBack { .. }))
    }))
}

fn ask_about_copy(face: &mut Face<'_>, original: Drive) -> Result<Way> {
    let refused = Error::drive(DriveTrouble::Copied).of_drive(&original.name);
    if !face.can_ask() {
        return Err(refused);
    }
    let words = face.words;
    let name = safe(&original.name);
    face.say(&fl!(words, "drives-copy-found", drive = name.as_str()));
    let choices = [
        fl!(words, "drives-copy-own"),
        fl!(words, "drives-copy-instead", drive = name.as_str()),
        fl!(words, "drives-copy-leave"),
    ];
    match face.talk().choose(&fl!(words, "drives-copy-ask"), &choices)? {
        0 => Ok(Way::Copy),
        1 => Ok(Way::CopyInstead(original)),
        _ => Err(refused),
    }
}

/// A name that is taken may be meant: the drive of that name was erased, broken or lost.
fn instead_of_namesake(face: &mut Face<'_>, practice: &Practice, name: &str) -> Result<Way> {
    let Ok(old) = practice.state.drive_named(name.trim()) else { return Ok(Way::New) };
    let words = face.words;
    let question = fl!(words, "drives-instead-ask", drive = safe(&old.name));
    if face.talk().confirm(&question, false)? { Ok(Way::Instead(old)) } else { Ok(Way::New) }
}

fn ask_held(face: &mut Face<'_>) -> Result<EverHeld> {
    let words = face.words;
    let choices = [
        fl!(words, "drives-held-nothing"),
        fl!(words, "drives-held-backups"),
        fl!(words, "drives-held-clear"),
        fl!(words, "drives-held-unknown"),
    ];
    Ok(match face.talk().choose(&fl!(words, "drives-held-ask"), &choices)? {
        0 => EverHeld::C0,
        1 => EverHeld::C2,
        _ => EverHeld::C4,
    })
}

fn ask_looks(face: &mut Face<'_>) -> Result<Look> {
    let words = face.words;
    let choices = [fl!(words, "drives-looks-flash"), fl!(words, "drives-looks-disk")];
    let chosen = face.talk().choose_or_first(&fl!(words, "drives-looks-ask"), &choices)?;
    Ok(if chosen == 1 { Look::Disk } else { Look::Flash })
}

const fn held(given: Held) -> EverHeld {
    match given {
        Held::C0 => EverHeld::C0,
        Held::C1 => EverHeld::C1,
        Held::C2 => EverHeld::C2,
        Held::C3 => EverHeld::C3,
        Held::C4 => EverHeld::C4,
    }
}

const fn looks(given: Looks) -> Look {
    match given {
        Looks::Disk => Look::Disk,
        Looks::Flash => Look::Flash,
    }
}

fn carry_out(
    face: &mut Face<'_>,
    practice: &mut Practice,
    path: &Path,
    way: &Way,
    new: &Enrolment,
) -> Result<Plugged, Failure> {
    // What is not new must be read, and for that a key is needed before anything is changed.
    let keys = match way {
        Way::CopyInstead(_) | Way::Older(_) => opening::open_identities(face, Some(practice))?,
        Way::New | Way::Instead(_) | Way::Copy => Vec::new(),
    };
    let now = home::now();
    let plugged = match way {
        Way::New => return Ok(enrol(practice, path, new)?),
        Way::Copy => return Ok(wipe_and_enrol(face, practice, path, new)?),
        Way::Instead(old) => {
            let add = |practice: &mut Practice| enrol(practice, path, new);
            return Ok(succeeded(face, drives::supersede(practice, old, now, add)?));
        }
        Way::CopyInstead(old) => {
            check_readable(practice, path, &keys)?;
            let done = drives::take_over(practice, path, old, new, now)?;
            distrust(practice, &done)?;
            succeeded(face, done)
        }
        Way::Older(old) => {
            let plugged = practice.readable_one(Some(&old.name), now)?;
            practice.distrust(&plugged.drive)?;
            plugged
        }
    };
    learn(face, practice, &plugged, &keys)?;
    enter(practice, &plugged.drive)?;
    Ok(plugged)
}

/// A copy that is to be a drive of its own begins empty: its objects are bound to the drive they
/// were written for.
fn wipe_and_enrol(
    face: &Face<'_>,
    practice: &mut Practice,
    path: &Path,
    new: &Enrolment,
) -> Result<Plugged> {
    drives::check_name(practice, &new.name)?;
    let permit = incident::refuse_while_open(&practice.state)?;
    let disk = Disk::open(&path.join(VAULT_FOLDER))?;
    let progress = face.progress("drives", &[Step::Wipe]);
    let done = wipe::run(&disk, &permit, Reach::Files, &progress);
    progress.finish();
    if !done?.is_whole() {
        return Err(Error::drive(DriveTrouble::Failing));
    }
    wipe::close(disk);
    enrol(practice, path, new)
}

/// The keys must open the copy, or nothing is changed.
fn check_readable(practice: &Practice, path: &Path, keys: &[Identity]) -> Result<()> {
    let disk = Disk::open(&path.join(VAULT_FOLDER))?;
    let vault = Vault::open(&disk, practice.config.practice.id, &practice.vault_key()?)?;
    practice.read_sections(&vault, keys).map(drop)
}

/// A copy may be older than the drive: it owes everything again. The other keeps its epoch.
fn distrust(practice: &mut Practice, done: &Successor) -> Result<()> {
    let (drive, before) = (&done.plugged.drive, &done.before);
    let epoch = practice.state.drive_epoch(drive.id)?;
    keys::note_lock(&mut practice.state, before.id, epoch)?;
    practice.distrust(drive)
}

fn succeeded(face: &mut Face<'_>, done: Successor) -> Plugged {
    let before = safe(&done.before.name);
    let line = fl!(face.words, "drives-before", drive = before);
    face.say(&line);
    done.plugged
}

fn learn(
    face: &Face<'_>,
    practice: &mut Practice,
    plugged: &Plugged,
    keys: &[Identity],
) -> Result<()> {
    let vault = plugged.vault(practice)?;
    let sections = practice.read_sections(&vault, keys)?;
    let progress = face.progress("drives", &[Step::Read]);
    let learnt =
        attach::learn_again(&vault, &sections, &mut practice.state, &plugged.drive, &progress);
    progress.finish();
    learnt.map(drop)
}

fn report(
    face: &mut Face<'_>,
    plugged: &Plugged,
    way: &Way,
    warnings: &[&'static str],
) -> Result<Exit, Failure> {
    let free = platform::free_bytes(&plugged.drive.path);
    let summary = Summary::new("drives", Exit::Done)
        .with("drive", plugged.drive.name.as_str())
        .with("free_bytes", free)
        .with(
            "replaces",
            match way {
                Way::Instead(old) | Way::CopyInstead(old) => Some(old.name.as_str()),
                Way::New | Way::Copy | Way::Older(_) => None,
            },
        )
        .with("warnings", warnings.to_vec());
    let words = face.words;
    let name = safe(&plugged.drive.name);
    let mut sentences = vec![fl!(words, "drives-added", drive = name.as_str())];
    if !face.can_ask() {
        sentences.extend(warnings.iter().map(|word| warning(face, word)));
    }
    if let Some(free) = free {
        let size = units::bytes(words.language(), free);
        sentences.push(fl!(words, "drives-free", size = size));
    }
    sentences.push(fl!(words, "drives-label-next", drive = name));
    sentences.push(fl!(words, "drives-next"));
    face.finish(&summary, &sentences)
}
