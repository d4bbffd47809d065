//! Opening keys for the commands that read: from `--identity`, from where they were put, or from
//! the recovery sheet, typed in.

pub(crate) mod passphrase;
pub(crate) mod sheet;

pub(crate) use crate::faces::key_file::read;
pub(crate) use crate::faces::{kept, key_names, secret_files};

use crate::faces::key_file::{at_hand, refuse_open_to_others};

use std::path::{Path, PathBuf};
use std::sync::Arc;

use refuge::crypto::{Identity, identity_file};
use refuge::error::{Error, KeyTrouble, Result};
use refuge::practice::Practice;
use secrecy::{ExposeSecret, SecretString};

use crate::cli::{
    Face, Failure,
    commands::home,
    fl, safe, safe_path,
    stop::while_stretching,
    telling::mention,
    terminal::{TokenTalk, dropped},
};

/// What is typed instead of a passphrase by whoever has only the sheet, in both languages.
const SHEET_INSTEAD: [&str; 2] = ["s", "f"];

/// The keys that were given, or that this sitting opened already, or those of a key file of this computer,
/// or the recovery sheet. `practice` is absent where there is none yet (`attach`).
pub(crate) fn open_identities(
    face: &mut Face<'_>,
    practice: Option<&Practice>,
) -> std::result::Result<Vec<Identity>, Failure> {
    let is_given = face.common.identity.is_some() || face.common.old_identity.is_some();
    let kept = practice.zip(face.kept.as_ref()).filter(|_| !is_given);
    if let Some(keys) = kept.and_then(|(practice, kept)| kept.open(practice, home::now())) {
        face.say(&fl!(face.words, "keys-still-open"));
        return Ok(keys);
    }
    let keys = open_anew(face, practice)?;
    if let (Some(practice), Some(kept), false) = (practice, &face.kept, is_given) {
        kept.keep(practice, &keys, home::now());
    }
    Ok(keys)
}

/// The same for what decides who may open: whoever sits there must know the passphrase now.
pub(crate) fn open_anew(
    face: &mut Face<'_>,
    practice: Option<&Practice>,
) -> std::result::Result<Vec<Identity>, Failure> {
    let given = face.common.identity.clone();
    let mut keys = match given.map_or_else(|| usual(face, practice), |path| Ok(Some(path)))? {
        Some(path) => open(face, &path, practice)?,
        None if face.can_ask() => vec![sheet::ask(face, practice)?],
        None => return Err(Error::Key(KeyTrouble::Needed).into()),
    };
    if let Some(path) = face.common.old_identity.clone() {
        keys.extend(open_old(face, &path)?);
    }
    Ok(keys)
}

/// The keys of an earlier lock, given on the command line.
fn open_old(face: &mut Face<'_>, path: &Path) -> Result<Vec<Identity>> {
    let own = face.common.passphrase_file.clone();
    face.common.passphrase_file = face.common.old_passphrase_file.clone();
    let opened = open(face, path, None);
    face.common.passphrase_file = own;
    opened
}

/// Does `work` with these keys; where a drive needs a key of an earlier lock besides, the person is
/// asked for it and the work is done with both.
pub(crate) fn with_old_if_needed<T>(
    face: &mut Face<'_>,
    keys: &[Identity],
    mut work: impl FnMut(&[Identity]) -> Result<T>,
) -> Result<T> {
    let error = match work(keys) {
        Err(error @ Error::Key(KeyTrouble::AlsoOld { .. })) if face.can_ask() => error,
        other => return other,
    };
    mention(face, &error);
    let question = fl!(face.words, "keys-old-file-ask");
    let old = match face.talk().ask_or_skip(&question)? {
        Some(path) => open(face, &dropped::path(&path), None)?,
        None => vec![sheet::ask(face, None)?],
    };
    let both: Vec<Identity> = keys.iter().chain(&old).cloned().collect();
    work(&both)
}

/// The key file that is at hand; where there are several, the person says whose.
pub(crate) fn usual(face: &mut Face<'_>, practice: Option<&Practice>) -> Result<Option<PathBuf>> {
    let Some(practice) = practice else { return Ok(None) };
    let found = at_hand(practice)?;
    if found.len() < 2 || !face.can_ask() {
        return Ok(found.into_iter().next().map(|(_, path)| path));
    }
    let named = |(name, path): &(String, PathBuf)| format!("{} ({})", safe(name), safe_path(path));
    let names: Vec<String> = found.iter().map(named).collect();
    let question = fl!(face.words, "keys-which-file");
    let chosen = face.talk().choose(&question, &names)?;
    Ok(found.into_iter().nth(chosen).map(|(_, path)| path))
}

/// The keys of one file, or those of the sheet when the person has no passphrase.
fn open(face: &mut Face<'_>, path: &Path, practice: Option<&Practice>) -> Result<Vec<Identity>> {
    match open_unlike_sheet(face, path)? {
        Some(keys) => Ok(keys),
        None => Ok(vec![sheet::ask(face, practice)?]),
    }
}

/// The keys of one file, or nothing when the person has the sheet instead of its passphrase. A
/// passphrase is asked for only where there is one, and again while it is wrong; Enter alone gives up.
pub(crate) fn open_unlike_sheet(face: &mut Face<'_>, path: &Path) -> Result<Option<Vec<Identity>>> {
    let file = read(path)?;
    if !identity_file::is_protected(&file) || !face.asks_passphrase() {
        return open_file(face, path).map(Some);
    }
    let prompt = fl!(face.words, "keys-passphrase-or-sheet");
    loop {
        let typed = face.talk().secret(&prompt)?;
        if is_sheet_instead(&typed) {
            return Ok(None);
        }
        if typed.expose_secret().is_empty() {
            return Err(Error::NotConfirmed);
        }
        match while_stretching(|| identity_file::open(&file, &mut || Some(typed.clone()))) {
            Err(error @ Error::Key(KeyTrouble::WrongPassphrase)) => mention(face, &error),
            other => return other.map(|keys| Some(with_talk(face, keys))),
        }
    }
}

fn is_sheet_instead(typed: &SecretString) -> bool {
    let typed = typed.expose_secret().trim();
    SHEET_INSTEAD.iter().any(|letter| typed.eq_ignore_ascii_case(letter))
}

/// The keys of one file, with the passphrase tried once.
pub(crate) fn open_file(face: &mut Face<'_>, path: &Path) -> Result<Vec<Identity>> {
    let file = read(path)?;
    refuse_open_to_others(path, &file)?;
    let mut refusal = None;
    let opened = while_stretching(|| {
        identity_file::open(&file, &mut || match face.passphrase() {
            Ok(passphrase) => Some(passphrase),
            Err(error) => {
                refusal = Some(error);
                None
            }
        })
    });
    match refusal {
        Some(error) => Err(error),
        None => opened.map(|keys| with_talk(face, keys)),
    }
}

/// Tokens may ask to be touched, or for a PIN.
fn with_talk(face: &Face<'_>, keys: Vec<Identity>) -> Vec<Identity> {
    let talk: Arc<TokenTalk> = Arc::new(TokenTalk::new(&face.common));
    keys.into_iter().map(|key| key.with_talk(talk.clone())).collect()
}
