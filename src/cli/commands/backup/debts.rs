//! Pays what a drive is owed before anything new is written to it.

use refuge::crypto::Identity;
use refuge::error::{Error, KeyTrouble, Result};
use refuge::practice::{Plugged, Practice};
use refuge::settle::{self, Debt};

use crate::cli::{Face, Failure, commands::home, fl, opening, safe, tell};

/// Erasing and new locks need an opening key: given on the command line, or asked for, and the person
/// may turn away.
pub(super) fn pay(
    face: &mut Face<'_>,
    practice: &mut Practice,
    plugged: &Plugged,
) -> Result<(), Failure> {
    let owed = settle::owed(practice, &plugged.drive)?;
    if owed.is_empty() {
        return Ok(());
    }
    let drive = safe(&plugged.drive.name);
    let what = owed.iter().map(|debt| name(face, *debt)).collect::<Vec<_>>().join(", ");
    let Some(permit) = practice.state.may_erase()? else {
        face.say(&fl!(face.words, "backup-owes-in-incident", drive = drive, what = what));
        return Ok(());
    };
    face.say(&fl!(face.words, "backup-owes", drive = drive.as_str(), what = what));
    let keys = keys(face, practice)?;
    let has_keys = keys.is_some();
    if let Some(keys) = keys {
        // Its steps are none of those that the backup counts.
        let progress = face.progress("backup", &[]);
        let paid = opening::with_old_if_needed(face, &keys, |keys| {
            settle::pay(practice, &permit, plugged, keys, home::now(), &progress)
        });
        progress.finish();
        match paid {
            // The backup itself needs none of it.
            Err(error @ Error::Key(KeyTrouble::AlsoOld { .. })) => tell(face, &error.into()),
            other => drop(other?),
        }
    }
    let left = settle::owed(practice, &plugged.drive)?;
    // A purge that stopped half-way keeps the backup from being made, which the error tells.
    if !left.is_empty() && !practice.is_half_purged(&plugged.drive)? {
        let what = left.iter().map(|debt| name(face, *debt)).collect::<Vec<_>>().join(", ");
        let needs_old_key = has_keys && left.contains(&Debt::NewLock);
        face.say(&match needs_old_key {
            true => fl!(face.words, "backup-still-owes-lock", drive = drive, what = what),
            false => fl!(face.words, "backup-still-owes", drive = drive, what = what),
        });
    } else if left.is_empty() && has_keys {
        face.say(&fl!(face.words, "backup-owes-no-more", drive = drive));
    }
    Ok(())
}

fn name(face: &Face<'_>, debt: Debt) -> String {
    match debt {
        Debt::Purge { .. } => fl!(face.words, "status-owes-purge"),
        Debt::NewLock => fl!(face.words, "status-owes-lock"),
        Debt::NewKey => fl!(face.words, "status-owes-key"),
    }
}

/// The opening keys, where they are given or a person is ready to give them.
fn keys(
    face: &mut Face<'_>,
    practice: &Practice,
) -> std::result::Result<Option<Vec<Identity>>, Failure> {
    if face.common.identity.is_some() {
        return opening::open_identities(face, Some(practice)).map(Some);
    }
    let question = fl!(face.words, "backup-pay-now");
    while face.can_ask() && face.talk().confirm(&question, false)? {
        match opening::open_identities(face, Some(practice)) {
            Err(failure @ Failure::Library(Error::Key(KeyTrouble::WrongPassphrase))) => {
                tell(face, &failure);
            }
            other => return other.map(Some),
        }
    }
    Ok(None)
}
