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
use refuge::visit::{self, Attached};

use super::{drives::medium_in_words, home, reading::tell_pages};
use crate::cli::{
    Exit, Face, Failure, Summary,
    args::setup::Attach,
    fl,
    opening::{self, sheet},
    safe,
    telling::mention,
};

pub(super) fn run(face: &mut Face<'_>, options: &Attach) -> Result<Exit, Failure> {
    let folder = home::folder(face)?;
    let path = place(face, &folder, options.drive_path.as_deref())?;
    let disk = visit::vault_at(&path)?;
    let called = path.file_name().unwrap_or_default().to_string_lossy();
    tell_pages(face, &disk, &called)?;
    let keys = opening::open_identities(face, None)?;
    let kind = if face.common.identity.is_some() { KeyKind::File } else { KeyKind::Sheet };
    let progress = face.progress("attach", &[Step::Read]);
    let mut attached = visit::attach(&folder, &disk, &keys, kind, home::now(), &progress)?;
    progress.finish();
    if let Some(error) = &attached.ledger {
        mention(face, error);
    }
    if let Some(number) = attached.keys_unknown {
        face.say(&fl!(face.words, "attach-keys-unknown", number = number));
    }
    remember_identity(face, &mut attached.practice, &keys)?;
    report(face, &attached)
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
                    face.talk().ask_or_skip(&question)?;
                    continue;
                }
                [] => return Err(Error::drive(DriveTrouble::NonePlugged)),
                [only] => return Ok(only.clone()),
                several => {
                    let names: Vec<String> =
                        several.iter().map(|path| medium_in_words(face, path)).collect();
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
        .with("damaged", learnt.damaged.len());
    let name = safe(&practice.config.practice.name);
    let drive = safe(&drive.name);
    let sentence =
        fl!(face.words, "attach-done", practice = name, drive = drive, count = learnt.snapshots);
    let mut sentences = vec![sentence];
    if practice.own_key_file()?.is_none() {
        sentences.push(fl!(face.words, "attach-next-passphrase"));
    }
    sentences.push(fl!(face.words, "attach-next"));
    face.finish(&summary, &sentences)
}
