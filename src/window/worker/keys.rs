//! Opening keys: those that are open, or those of a key file of this computer, with its passphrase.

use std::path::PathBuf;

use refuge::crypto::{Identity, identity_file};
use refuge::error::{Error, KeyTrouble, Result};
use refuge::practice::Practice;
use secrecy::SecretString;

use super::Desk;
use crate::faces::key_file::{at_hand, read, refuse_open_to_others};
use crate::faces::{explain, fl, here, key_names, safe, safe_path};
use crate::window::orders::{Answer, News, Question};

impl Desk {
    /// Keys that are open for a sitting, or a passphrase is asked for until it is right or somebody turns away.
    pub(super) fn keys(&self, practice: &Practice) -> Result<Vec<Identity>> {
        if let Some(keys) = self.shared.kept.open(practice, here::now()) {
            return Ok(keys);
        }
        let path = self.key_file(practice)?;
        let file = read(&path)?;
        refuse_open_to_others(&path, &file)?;
        let keys = match identity_file::is_protected(&file) {
            true => self.unlocked(&file)?,
            false => identity_file::open(&file, &mut || None)?,
        };
        self.shared.kept.keep(practice, &keys, here::now());
        Ok(keys)
    }

    fn unlocked(&self, file: &[u8]) -> Result<Vec<Identity>> {
        let mut why = None;
        loop {
            let typed = self.passphrase(why.take())?;
            match identity_file::open(file, &mut || Some(typed.clone())) {
                Err(error @ Error::Key(KeyTrouble::WrongPassphrase)) => why = Some(error),
                other => return other,
            }
        }
    }

    fn passphrase(&self, why: Option<Error>) -> Result<SecretString> {
        let why = why.map(|why| self.tongues.say(|words| explain::in_window(words, &why).what));
        self.tell(News::AsksPassphrase(why));
        match self.answered.recv() {
            Ok(Answer::Secret(typed)) => Ok(typed),
            Ok(Answer::No | Answer::Chosen(_)) => Err(Error::NotConfirmed),
            Err(_) => Err(Error::Interrupted),
        }
    }

    /// The key file that is at hand; where there are several, the person says whose.
    fn key_file(&self, practice: &Practice) -> Result<PathBuf> {
        let found = at_hand(practice)?;
        let number = match found.len() {
            0 | 1 => 0,
            _ => self.ask(|words| {
                let called = |(name, path): &(String, PathBuf)| {
                    let name = safe(&key_names::in_words(words, name));
                    format!("{name} ({})", safe_path(path))
                };
                let told = vec![fl!(words, "keys-which-file")];
                Question { told, options: found.iter().map(called).collect() }
            })?,
        };
        let chosen = found.into_iter().nth(number).map(|(_, path)| path);
        chosen.ok_or(Error::Key(KeyTrouble::Needed))
    }
}
