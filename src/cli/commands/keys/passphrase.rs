//! `refuge keys passphrase`: another passphrase for the key file; a new file when the old one is lost.
//!
//! With the passphrase the same key gets another cover. Without it the key in the file is out of
//! reach: the sheet lets a new key in, and the old one is counted as to be destroyed.

use std::path::Path;

use refuge::crypto::{Identity, identity_file};
use refuge::error::{Error, KeyTrouble, Result};
use refuge::practice::Practice;
use refuge::visit;

use super::opened_drives;
use crate::cli::{
    Exit, Face, Failure, Summary,
    commands::{home, ledger_copies},
    fl,
    opening::{self, secret_files, sheet},
    safe_path,
    stop::while_stretching,
};
use crate::faces::{
    new_key::{MadeKey, free_name, known_words, let_in_again},
    opened_drives::Opened,
};

pub(super) fn run(face: &mut Face<'_>, new_file: Option<&Path>) -> Result<Exit, Failure> {
    let practice = home::practice(face)?;
    let given = face.common.identity.clone();
    let path = given.map_or_else(|| opening::usual(face, Some(&practice)), |path| Ok(Some(path)));
    let opened = match &path? {
        Some(path) => {
            let keys = opening::open_unlike_sheet(face, path)?;
            match keys {
                Some(keys) if !keys.iter().any(|key| sheet::is_sheet(&practice, key)) => {
                    return another_cover(face, practice, path, &keys, new_file);
                }
                other => other,
            }
        }
        None if face.can_ask() => None,
        None => return Err(Error::Key(KeyTrouble::Needed).into()),
    };
    let keys =
        opened.map_or_else(|| Ok(vec![sheet::ask(face, Some(&practice))?]), Ok::<_, Error>)?;
    new_key(face, opened_drives::with(face, practice, &keys)?, new_file)
}

/// The same keys behind another passphrase, in the same file.
fn another_cover(
    face: &mut Face<'_>,
    mut practice: Practice,
    path: &Path,
    keys: &[Identity],
    new_file: Option<&Path>,
) -> Result<Exit, Failure> {
    let known = known_words(&practice.config);
    let passphrase = opening::passphrase::chosen(face, new_file, &known)?;
    let comments = [practice.config.practice.name.as_str()];
    let text = while_stretching(|| identity_file::protect(keys, &comments, &passphrase))?;
    secret_files::replace(path, &text)?;
    visit::change_cover(&mut practice, home::now())?;
    let file = safe_path(path);
    let sentence = fl!(face.words, "keys-passphrase-changed", path = file);
    finish(face, path, None, &[sentence])
}

/// A computer that has no key yet gets one, with keys that are open.
pub(crate) fn for_this_computer(
    face: &mut Face<'_>,
    practice: Practice,
    keys: &[Identity],
) -> Result<Exit, Failure> {
    new_key(face, opened_drives::with(face, practice, keys)?, None)
}

/// Whoever has only the sheet lets a new key in with it.
fn new_key(face: &mut Face<'_>, opened: Opened, new_file: Option<&Path>) -> Result<Exit, Failure> {
    let Opened { mut practice, drives, readers } = opened;
    let known = known_words(&practice.config);
    let passphrase = opening::passphrase::chosen(face, new_file, &known)?;
    let (name, path) = free_name(&practice);
    let comments = [practice.config.practice.name.as_str()];
    let made = while_stretching(|| MadeKey::behind(&passphrase, &comments, false))?;
    let added = let_in_again(&mut practice, &readers, &path, name, &made)?;
    let mut opened = Opened { practice, drives, readers };
    opened.bring_parts()?;
    ledger_copies::bring_all(face, &mut opened.practice, &opened.drives);
    let words = face.words;
    let sentences = [
        fl!(words, "keys-passphrase-new", path = safe_path(&path)),
        fl!(words, "keys-passphrase-old"),
    ];
    finish(face, &path, Some(&added.name), &sentences)
}

fn finish(
    face: &mut Face<'_>,
    path: &Path,
    key: Option<&str>,
    sentences: &[String],
) -> Result<Exit, Failure> {
    let summary = Summary::new("keys", Exit::Done)
        .with("identity", path.to_string_lossy().into_owned())
        .with("new_key", key);
    face.finish(&summary, sentences)
}
