//! `refuge attach`: a new computer, or one that forgot: everything is learnt from a drive and a key.
//!
//! A configuration that is here stays; it is only checked to be of the same practice.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use refuge::browse;
use refuge::config::KeyKind;
use refuge::crypto::Identity;
use refuge::drives;
use refuge::error::{DriveTrouble, Error, Result};
use refuge::event::Step;
use refuge::platform;
use refuge::practice::Practice;
use refuge::state::State;
use refuge::storage::Disk;
use refuge::visit::{self, Attached};

use super::{home, reading::tell_pages, recover};
use crate::cli::{
    Exit, Face, Failure, Summary,
    args::setup::Attach,
    fl,
    opening::{self, sheet},
    safe, tell,
    telling::mention,
    terminal::dropped,
};
use crate::faces::{drive_words::medium_in_words, sheet_key::was_typed};

pub(super) fn run(face: &mut Face<'_>, options: &Attach) -> Result<Exit, Failure> {
    let folder = home::folder(face)?;
    let path = place(face, &folder, options.drive_path.as_deref())?;
    let disk = visit::vault_at(&path)?;
    if let Some(drive) = taken_up_before(face, &path)? {
        return recover::again(face, Some(&drive));
    }
    let called = path.file_name().unwrap_or_default().to_string_lossy();
    tell_pages(face, &disk, &called)?;
    let keys = opened(face, &disk)?;
    let kind = if face.common.identity.is_some() { KeyKind::File } else { KeyKind::Sheet };
    let progress = face.progress("attach", &[Step::Read]);
    let mut attached = visit::attach(&folder, &disk, &keys, kind, home::now(), &progress)?;
    progress.finish();
    if let Some(error) = &attached.ledger {
        mention(face, error);
    }
    let name = safe(&attached.drive.name);
    for entry in attached.parted.iter().copied() {
        face.say(&fl!(face.words, "attach-parted", drive = name.as_str(), entry = entry));
    }
    if let Some(number) = attached.keys_unknown {
        face.say(&fl!(face.words, "attach-keys-unknown", number = number));
    }
    if kind == KeyKind::Sheet {
        keys.iter().try_for_each(|key| was_typed(&mut attached.practice, key))?;
    }
    remember_identity(face, &mut attached.practice, &keys)?;
    let exit = report(face, &attached)?;
    if !goes_on(face) {
        return Ok(exit);
    }
    let drive = attached.drive.name.clone();
    drop(attached);
    recover::go_on(face, &drive, &keys).map(|next| if next == Exit::Done { exit } else { next })
}

/// Whoever took up another drive of the practice has a key here, and needs no sheet, as far as that key opens what
/// lies there.
fn opened(face: &mut Face<'_>, disk: &Disk) -> Result<Vec<Identity>, Failure> {
    let known = home::practice(face).ok();
    let known = known.filter(|known| visit::share_parts(known, disk).unwrap_or(false));
    opening::open_identities(face, known.as_ref())
}

/// The name of the drive, where this computer learnt the practice from it and only files are missing here: no word of
/// the sheet is asked for again.
fn taken_up_before(face: &Face<'_>, path: &Path) -> Result<Option<String>, Failure> {
    if !goes_on(face) || face.common.identity.is_some() {
        return Ok(None);
    }
    let Ok(practice) = home::practice_reading(face) else { return Ok(None) };
    let Ok(vault) = drives::describe(path) else { return Ok(None) };
    if vault.practice != practice.config.practice.id || !recover::is_left(&practice)? {
        return Ok(None);
    }
    Ok(practice.state.drive(vault.drive)?.map(|drive| drive.name))
}

/// Whether a person is there who is led to the end.
fn goes_on(face: &Face<'_>) -> bool {
    face.can_ask() && !face.common.json
}

/// Takes up drives of the practice that this computer does not know yet. What is wrong with one keeps nobody from
/// the others.
pub(super) fn take_up(face: &mut Face<'_>, places: &BTreeSet<PathBuf>) -> Result<(), Failure> {
    for path in places {
        let what = medium_in_words(face.words, path);
        face.say(&fl!(face.words, "attach-also-ours", what = what));
        match taken_up(face, path) {
            Ok(line) => face.say(&line),
            Err(Failure::Library(Error::Interrupted)) => return Err(Error::Interrupted.into()),
            Err(failure) => tell(face, &failure),
        }
    }
    Ok(())
}

/// With the key of this computer; with the sheet where the drive has parts that were sealed without that key.
fn taken_up(face: &mut Face<'_>, path: &Path) -> Result<String, Failure> {
    let disk = visit::vault_at(path)?;
    let practice = home::practice(face)?;
    let keys = if visit::share_parts(&practice, &disk)? {
        opening::open_identities(face, Some(&practice))?
    } else {
        face.say(&fl!(face.words, "attach-also-sheet"));
        vec![sheet::ask(face, Some(&practice))?]
    };
    drop(practice);
    let folder = home::folder(face)?;
    let progress = face.progress("attach", &[Step::Read]);
    let attached = visit::attach(&folder, &disk, &keys, KeyKind::File, home::now(), &progress)?;
    progress.finish();
    let (drive, count) = (safe(&attached.drive.name), attached.learnt.snapshots);
    Ok(fl!(face.words, "attach-also", drive = drive, count = count))
}

/// What our own advice prints for "your drive". Who types it as it stands means whichever is plugged in.
const STANDS_FOR_A_DRIVE: [&str; 2] = ["DRIVE", "DISQUE"];

/// Where the drive is: at a path, under the name it was given, or wherever one is found.
fn place(face: &mut Face<'_>, home: &Path, given: Option<&Path>) -> Result<PathBuf> {
    if let Some(path) = given.and_then(|path| platform::real_path(path).ok()) {
        return Ok(path);
    }
    let given =
        given.filter(|given| !STANDS_FOR_A_DRIVE.iter().any(|word| Path::new(word) == *given));
    loop {
        let mut found = drives_about(home);
        let Some(given) = given else {
            match found.as_slice() {
                [] if face.can_ask() => {
                    let question = fl!(face.words, "attach-plug-in");
                    match face.talk().ask_or_skip(&question)? {
                        Some(typed) => return Ok(dropped::path(&typed)),
                        None => continue,
                    }
                }
                [] => return Err(Error::drive(DriveTrouble::NonePlugged)),
                [only] => return Ok(only.clone()),
                several => {
                    let names: Vec<String> =
                        several.iter().map(|path| medium_in_words(face.words, path)).collect();
                    let question = fl!(face.words, "attach-which");
                    let chosen = face.talk().choose(&question, &names)?;
                    let path = several.get(chosen).cloned();
                    return path.ok_or(Error::drive(DriveTrouble::NonePlugged));
                }
            }
        };
        let name = given.to_string_lossy();
        found.retain(|path| is_called(home, path, &name));
        match found.as_slice() {
            [only] => return Ok(only.clone()),
            _ => {
                let name = Some(name.into_owned());
                return Err(Error::Drive { name, trouble: DriveTrouble::NotPlugged });
            }
        }
    }
}

/// Places where a drive with a vault is plugged in, or was when this computer last knew.
fn drives_about(home: &Path) -> Vec<PathBuf> {
    let known = State::exists(home).then(|| State::open(home).and_then(|state| state.drives()));
    let known = known.and_then(Result::ok).unwrap_or_default();
    let known = known.into_iter().map(|drive| drive.path);
    let all: BTreeSet<PathBuf> = known
        .chain(platform::removable_mounts())
        .filter_map(|path| platform::real_path(&path).ok())
        .collect();
    all.into_iter().filter(|path| drives::describe(path).is_ok()).collect()
}

/// By the name this computer knows, or that of the place where it is mounted.
fn is_called(home: &Path, path: &Path, name: &str) -> bool {
    let wanted = browse::fold(name);
    let known = State::exists(home).then(|| State::open(home).and_then(|state| state.drives()));
    let mut known = known.and_then(Result::ok).unwrap_or_default().into_iter();
    let mounted = path.file_name().map(|name| browse::fold(&name.to_string_lossy()));
    mounted.is_some_and(|mounted| mounted == wanted)
        || known.any(|drive| browse::fold(&drive.name) == wanted && drive.path == path)
}

/// The key that was given opens the backups from now on without being named. A sheet does not: it
/// belongs on paper.
fn remember_identity(face: &Face<'_>, practice: &mut Practice, keys: &[Identity]) -> Result<()> {
    let Some(path) = face.common.identity.as_ref() else { return Ok(()) };
    if keys.iter().any(|key| sheet::is_sheet(practice, key)) {
        return Ok(());
    }
    practice.remember_own_key_file(path)
}

fn report(face: &mut Face<'_>, attached: &Attached) -> Result<Exit, Failure> {
    let Attached { practice, drive, learnt, .. } = attached;
    let exit = if learnt.damaged.is_empty() { Exit::Done } else { Exit::Problems };
    let summary = Summary::new("attach", exit)
        .with("practice", practice.config.practice.name.as_str())
        .with("drive", drive.name.as_str())
        .with("snapshots", learnt.snapshots)
        .with("records", learnt.records)
        .with("packs", learnt.packs)
        .with("parted", attached.parted.as_slice())
        .with("damaged", learnt.damaged.len());
    let name = safe(&practice.config.practice.name);
    let drive = safe(&drive.name);
    let sentence =
        fl!(face.words, "attach-done", practice = name, drive = drive, count = learnt.snapshots);
    let mut sentences = vec![sentence];
    let damaged = learnt.damaged.len() as u64;
    if damaged > 0 {
        sentences.push(fl!(face.words, "attach-damaged", count = damaged));
    }
    if !goes_on(face) {
        if practice.own_key_file()?.is_none() {
            sentences.push(fl!(face.words, "attach-next-passphrase"));
        }
        sentences.push(fl!(face.words, "attach-next"));
    }
    face.finish(&summary, &sentences)
}
