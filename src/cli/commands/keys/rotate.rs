//! `refuge keys rotate`: a new lock. New sheet, new key file, and every drive that is there brought to them.
//!
//! ```text
//! open with an old key → make and write down the new ones → parts on the computer → configuration
//!   → each drive: put, prove with the new key, then wipe the old
//! ```
//! Stopped anywhere, the old keys or the new ones open each drive. Drives that are away wait, and
//! `--finish` (or the next rotation) brings them over.

use std::path::PathBuf;

use refuge::crypto::identity_file;
use refuge::crypto::{Identity, RecoverySecret};
use refuge::error::{Error, KeyTrouble, Result};
use refuge::event::Step;
use refuge::incident::{self, Permit};
use refuge::keys::{self, ListedKey};
use refuge::practice::{Plugged, Practice, epoch_of};
use refuge::settle;
use refuge::visit;

use super::{opened_drives, renew};
use crate::cli::{
    Exit, Face, Failure, Summary,
    args::keys::{KeyRotate, RotateReason},
    commands::{home, ledger_copies},
    fl,
    opening::{self, secret_files, sheet},
    papers::sheet_form,
    safe, safe_path,
    stop::while_stretching,
};
use crate::faces::keys_told::called;
use crate::faces::new_key::known_words;
use crate::faces::new_keys::NewKeys;
use crate::faces::opened_drives::plugged;
use crate::faces::sheet_key::was_typed;

pub(super) fn run(face: &mut Face<'_>, options: &KeyRotate) -> Result<Exit, Failure> {
    let mut practice = home::practice(face)?;
    let permit = incident::refuse_while_open(&practice.state)?;
    if options.finish {
        return finish(face, practice, &permit);
    }
    if !has_everything(options) && !face.can_ask() {
        // Before a secret is made: nobody is there to write it down.
        return Err(Error::NotConfirmed.into());
    }
    let reason = reason(face, options)?;
    face.say(&fl!(face.words, "keys-rotate-limits"));
    let drives = plugged(&mut practice)?;
    let old = opening::open_anew(face, Some(&practice))?;
    // Whoever forgets after a rotation needs the keys from before it.
    let unsettled = settle_all(face, &mut practice, &drives, &permit, &old)?;
    if let Some((_, error)) = unsettled.into_iter().next() {
        return Err(error.into());
    }
    let mut opened = opened_drives::with(face, practice, &old)?;
    let others = renew::others_in_force(&opened.practice.config);
    let new = make(face, options, &opened.practice)?;
    let rotated = {
        let list = face.words.language().word_list();
        new.put_in_force(&mut opened.practice, &opened.readers, list, reason_word(reason))?
    };
    let epoch = opened.practice.config.practice.epoch;
    new.remember(&mut opened.practice, epoch)?;
    let rotated = rotated.tell(&mut opened.practice, home::now())?;
    if new.recovery.is_none() {
        was_typed(&mut opened.practice, &new.secret.identity()?)?;
    }
    // The old ones tell what of the drives was never ours.
    let keys: Vec<Identity> = std::iter::once(&new.identity).chain(&old).cloned().collect();
    let brought = bring_all(face, &mut opened.practice, &opened.drives, &permit, &keys);
    ledger_copies::bring_all(face, &mut opened.practice, &opened.drives);
    if face.can_ask() {
        let places = sheet::ask_places(face)?;
        opened.practice.remember_sheet_copies(rotated.epoch, &places)?;
    }
    if let Some(error) = brought.stopped {
        return Err(error.into());
    }
    let renew = renew::offer(face, opened, &new.identity, &others)?;
    let practice = home::practice(face)?;
    let waiting = waiting(&practice)?;
    let file = Some(safe_path(&new.file));
    let outcome = Outcome { file, done: brought.done, waiting, failed: brought.failed, renew };
    report(face, &practice, &rotated.to_destroy, &outcome)
}

/// Brings drives that were away to the lock in force; what else they are owed comes first.
fn finish(face: &mut Face<'_>, mut practice: Practice, permit: &Permit) -> Result<Exit, Failure> {
    keys::drop_strays(&practice)?;
    let before = waiting(&practice)?;
    let mut failed = Vec::new();
    if !before.is_empty() {
        let drives = plugged(&mut practice)?;
        let keys = opening::open_identities(face, Some(&practice))?;
        failed = settle_all(face, &mut practice, &drives, permit, &keys)?;
        refuse_other_keys(&practice, &drives, &keys, &failed)?;
        ledger_copies::bring_all(face, &mut practice, &drives);
    }
    let waiting = waiting(&practice)?;
    let done = before.into_iter().filter(|drive| !waiting.contains(drive)).collect();
    let to_destroy = keys::to_destroy(&practice.config);
    let outcome = Outcome { file: None, done, waiting, failed, renew: Vec::new() };
    report(face, &practice, &to_destroy, &outcome)
}

/// A drive that is there and still waits although nothing failed waits for other keys than these.
fn refuse_other_keys(
    practice: &Practice,
    drives: &[Plugged],
    keys: &[Identity],
    failed: &[(String, Error)],
) -> Result<()> {
    let waiting = waiting(practice)?;
    let is_left = |on: &Plugged| {
        waiting.contains(&on.drive.name) && failed.iter().all(|(name, _)| *name != on.drive.name)
    };
    if !drives.iter().any(is_left) {
        return Ok(());
    }
    let current = practice.config.practice.epoch;
    Err(Error::Key(match epoch_of(&practice.config, keys) {
        Some(found) if found != current => KeyTrouble::OldEpoch { found, current },
        Some(_) => KeyTrouble::NotAllSections,
        None => KeyTrouble::OpensNothing,
    }))
}

/// Pays what the drives that are there are owed, as far as these keys can, and gives those that
/// could not be dealt with.
fn settle_all(
    face: &mut Face<'_>,
    practice: &mut Practice,
    drives: &[Plugged],
    permit: &Permit,
    keys: &[Identity],
) -> Result<Vec<(String, Error)>> {
    let mut failed = Vec::new();
    let progress = face.progress("keys", &[Step::Read]);
    for plugged in drives {
        let paid = opening::with_old_if_needed(face, keys, |keys| {
            settle::pay(practice, permit, plugged, keys, home::now(), &progress)
        });
        match paid {
            Ok(_) => {}
            Err(error @ Error::Interrupted) => return Err(error),
            Err(error) => failed.push((plugged.drive.name.clone(), error)),
        }
    }
    progress.finish();
    Ok(failed)
}

const fn has_everything(options: &KeyRotate) -> bool {
    options.recovery_out.is_some()
        && options.identity_out.is_some()
        && options.new_passphrase_file.is_some()
}

fn reason(face: &mut Face<'_>, options: &KeyRotate) -> Result<RotateReason> {
    use RotateReason::{Drive, Left, Other, Sheet, Yearly};
    if let Some(reason) = options.reason {
        return Ok(reason);
    }
    if !face.can_ask() {
        return Ok(Other);
    }
    let words = face.words;
    let all = [
        (Left, fl!(words, "keys-reason-left")),
        (Sheet, fl!(words, "keys-reason-sheet")),
        (Drive, fl!(words, "keys-reason-drive")),
        (Yearly, fl!(words, "keys-reason-yearly")),
        (Other, fl!(words, "keys-reason-other")),
    ];
    let texts = all.each_ref().map(|(_, text)| text.clone());
    let chosen = face.talk().choose(&fl!(words, "keys-reason-ask"), &texts)?;
    Ok(all.get(chosen).map_or(Other, |(reason, _)| *reason))
}

const fn reason_word(reason: RotateReason) -> &'static str {
    match reason {
        RotateReason::Left => "left",
        RotateReason::Sheet => "sheet",
        RotateReason::Drive => "drive",
        RotateReason::Yearly => "yearly",
        RotateReason::Other => "other",
    }
}

/// Nothing has changed before the words are written down and typed back.
fn make(face: &mut Face<'_>, options: &KeyRotate, practice: &Practice) -> Result<NewKeys> {
    let epoch = practice.config.practice.epoch + 1;
    let usual = || practice.home.join(format!("identity-{epoch}.age"));
    let absolute = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
    let file = options.identity_out.as_ref().map_or_else(usual, absolute);
    let recovery = options.recovery_out.as_ref().map(absolute);
    for path in std::iter::once(&file).chain(&recovery) {
        secret_files::must_be_free(path)?;
    }
    let known = known_words(&practice.config);
    let passphrase =
        opening::passphrase::chosen(face, options.new_passphrase_file.as_deref(), &known)?;
    let (identity, secret) = (Identity::generate(), RecoverySecret::generate());
    let comments = [practice.config.practice.name.as_str()];
    let protected = while_stretching(|| {
        identity_file::protect(std::slice::from_ref(&identity), &comments, &passphrase)
    })?;
    if recovery.is_none() {
        let settings = &practice.config.practice;
        sheet_form::offer(face, &practice.home, &settings.name, settings.id, epoch);
        sheet::write_down(face, &secret, epoch)?;
    }
    Ok(NewKeys { identity, secret, file, recovery, protected })
}

/// What became of the drives that are there.
#[derive(Default)]
struct Brought {
    done: Vec<String>,
    failed: Vec<(String, Error)>,
    stopped: Option<Error>,
}

/// A drive that cannot be brought over keeps its old lock and waits; the others go on.
fn bring_all(
    face: &Face<'_>,
    practice: &mut Practice,
    drives: &[Plugged],
    permit: &Permit,
    keys: &[Identity],
) -> Brought {
    let mut brought = Brought::default();
    let progress = face.progress("keys", &[Step::Read]);
    for plugged in drives {
        let drive = &plugged.drive;
        match visit::relock(practice, plugged, permit, keys, home::now(), &progress) {
            Ok(_) => brought.done.push(drive.name.clone()),
            Err(error @ Error::Interrupted) => {
                brought.stopped = Some(error);
                break;
            }
            Err(error) => brought.failed.push((drive.name.clone(), error)),
        }
    }
    progress.finish();
    brought
}

fn waiting(practice: &Practice) -> Result<Vec<String>> {
    let queued = keys::queued(&practice.state, &practice.config)?;
    Ok(queued.into_iter().map(|drive| drive.name).collect())
}

struct Outcome {
    /// The new key file.
    file: Option<String>,
    done: Vec<String>,
    waiting: Vec<String>,
    failed: Vec<(String, Error)>,
    renew: Vec<String>,
}

fn report(
    face: &mut Face<'_>,
    practice: &Practice,
    to_destroy: &[ListedKey],
    outcome: &Outcome,
) -> Result<Exit, Failure> {
    let words = face.words;
    let epoch = practice.config.practice.epoch;
    let exit = if outcome.failed.is_empty() { Exit::Done } else { Exit::Problems };
    let names: Vec<&str> = to_destroy.iter().map(|key| key.name.as_str()).collect();
    let summary = Summary::new("keys", exit)
        .with("epoch", epoch)
        .with("drives_done", outcome.done.clone())
        .with("drives_waiting", outcome.waiting.clone())
        .with("to_destroy", names)
        .with("to_renew", outcome.renew.clone());
    let mut lines = vec![fl!(words, "keys-rotated", number = epoch)];
    if let Some(path) = &outcome.file {
        lines.push(fl!(words, "keys-new-file", path = path.as_str()));
    }
    if !outcome.done.is_empty() {
        lines.push(fl!(words, "keys-drives-done", drives = safe(&outcome.done.join(", "))));
    }
    for (drive, error) in &outcome.failed {
        let told = crate::cli::explain::of_library(words, error);
        lines.push(fl!(words, "keys-drive-failed", drive = safe(drive), why = told.what));
    }
    if !outcome.waiting.is_empty() {
        lines.push(fl!(words, "keys-waiting", drives = safe(&outcome.waiting.join(", "))));
    }
    if !outcome.renew.is_empty() {
        lines.push(fl!(words, "keys-renew", names = safe(&outcome.renew.join(", "))));
    }
    let called: Vec<String> = to_destroy.iter().map(|key| called(words, key)).collect();
    if !called.is_empty() && outcome.waiting.is_empty() {
        lines.push(fl!(words, "keys-destroy-now", keys = called.join(", ")));
    } else if !called.is_empty() {
        lines.push(fl!(words, "keys-destroy-later", keys = called.join(", ")));
    }
    face.finish(&summary, &lines)
}
