//! New keys for the other people after a change of locks, one by one: each chooses a passphrase.

use refuge::config::{Config, KeyKind, KeyState, OpeningKey};
use refuge::crypto::Identity;
use refuge::error::{Error, Result};

use super::{
    add::{self, NewFile},
    opened_drives,
};
use crate::cli::{Face, Failure, commands::ledger_copies, fl, safe, safe_path, telling::mention};
use crate::faces::{new_key::is_own, opened_drives::Opened};

/// Keys of people, and tokens, that end with this lock, besides the two that every lock has.
pub(super) fn others_in_force(config: &Config) -> Vec<OpeningKey> {
    let active = config.keys.iter().filter(|key| key.state == KeyState::Active);
    active.filter(|key| !is_own(&key.name)).cloned().collect()
}

/// Offers each of them a new key of the same kind to the same sections, and gives the names of those
/// that still have none. Nobody is asked in a script, nor for a drive that has not the new lock yet.
pub(super) fn offer(
    face: &mut Face<'_>,
    opened: Opened,
    key: &Identity,
    others: &[OpeningKey],
) -> Result<Vec<String>, Failure> {
    let all = others.iter().map(|other| other.name.clone()).collect();
    if others.is_empty() || !face.can_ask() {
        return Ok(all);
    }
    let mut opened = match opened_drives::with(face, opened.practice, std::slice::from_ref(key)) {
        Ok(opened) => opened,
        // No drive could be brought over: the keys can be made when one was.
        Err(Failure::Library(Error::Key(_))) => return Ok(all),
        Err(other) => return Err(other),
    };
    let mut left = Vec::new();
    let mut others = others.iter();
    while let Some(other) = others.next() {
        match renewed(face, &mut opened, other) {
            Ok(true) => {}
            Ok(false) => left.push(other.name.clone()),
            // The locks are changed: whoever stops here must still be told so, and what is left.
            Err(Error::Interrupted | Error::NotConfirmed) => {
                left.extend(std::iter::once(other).chain(others).map(|other| other.name.clone()));
                break;
            }
            Err(other) => return Err(other.into()),
        }
    }
    opened.bring_parts()?;
    ledger_copies::bring_all(face, &mut opened.practice, &opened.drives);
    Ok(left)
}

/// What goes wrong with one person's key is told, and the next one gets theirs.
fn renewed(face: &mut Face<'_>, opened: &mut Opened, old: &OpeningKey) -> Result<bool> {
    let question = fl!(face.words, "keys-renew-ask", name = safe(&old.name));
    if !face.talk().confirm(&question, true)? {
        return Ok(false);
    }
    if old.kind == KeyKind::Plugin {
        // Its secret never leaves the token: the person makes a new one there.
        face.say(&fl!(face.words, "keys-renew-token", name = safe(&old.name)));
        return Ok(false);
    }
    let path = add::ask_file(face, &opened.practice, &old.name)?;
    let new = NewFile {
        name: &old.name,
        path: &path,
        passphrase_file: None,
        post_quantum: old.recipient.starts_with("age1pq1"),
        sections: old.sections.clone(),
    };
    match new.add(face, &mut opened.practice, &opened.readers) {
        Ok(_) => {
            face.say(&fl!(face.words, "keys-file-is", path = safe_path(&path)));
            Ok(true)
        }
        Err(error @ (Error::Interrupted | Error::NotConfirmed)) => Err(error),
        Err(error) => {
            mention(face, &error);
            Ok(false)
        }
    }
}
