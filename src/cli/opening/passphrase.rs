//! A new passphrase: made by the program, or the person's own, weighed before it is taken.

use std::path::Path;

use refuge::crypto::passphrase;
use refuge::error::{Error, KeyTrouble, Result};
use secrecy::{ExposeSecret, SecretString};

use crate::cli::{Face, face::read_secret, fl, telling::mention};

/// A new passphrase: from a file, weighed; else made and shown, or the person's own.
pub(crate) fn chosen(
    face: &mut Face<'_>,
    file: Option<&Path>,
    known: &[&str],
) -> Result<SecretString> {
    let Some(path) = file else { return new(face, known) };
    let given = read_secret(path.to_owned())?;
    let weak = |weakness| Error::Key(KeyTrouble::WeakPassphrase(weakness));
    passphrase::check(&given, known).map_err(weak)?;
    Ok(given)
}

/// A passphrase in words a person can copy, with the question whether to keep it, or their own.
fn new(face: &mut Face<'_>, known: &[&str]) -> Result<SecretString> {
    if !face.can_ask() {
        return Err(Error::NotConfirmed);
    }
    let words = face.words;
    loop {
        let made = passphrase::generate(face.words.language().word_list());
        let keeps = face.privately(|face| {
            let mut talk = face.talk();
            talk.say(&fl!(words, "init-passphrase-made", phrase = made.expose_secret()));
            talk.confirm(&fl!(words, "init-passphrase-keep"), true)
        })?;
        if keeps {
            return Ok(made);
        }
        if let Some(own) = own(face, known)? {
            return Ok(own);
        }
    }
}

/// What the person thought of; nothing when they would rather have one made.
fn own(face: &mut Face<'_>, known: &[&str]) -> Result<Option<SecretString>> {
    let words = face.words;
    loop {
        let own = face.talk().secret(&fl!(words, "init-passphrase-own"))?;
        if own.expose_secret().is_empty() {
            return Ok(None);
        }
        if let Err(weakness) = passphrase::check(&own, known) {
            mention(face, &Error::Key(KeyTrouble::WeakPassphrase(weakness)));
            continue;
        }
        let again = face.talk().secret(&fl!(words, "init-passphrase-again"))?;
        if again.expose_secret() == own.expose_secret() {
            return Ok(Some(own));
        }
        face.say(&fl!(words, "init-passphrase-differs"));
    }
}
