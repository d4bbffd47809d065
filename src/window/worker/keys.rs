//! Opening keys: those that are open, or those of a key file, a token or the recovery sheet that a person gives.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use refuge::crypto::words::RecoverySecret;
use refuge::crypto::{Identity, identity_file};
use refuge::error::{Error, KeyTrouble, Result};
use refuge::practice::Practice;

use super::Desk;
use super::asking::Given;
use crate::faces::key_file::{at_hand, read, refuse_open_to_others};
use crate::faces::sheet_words::{Typing, Wanted, check, is_word};
use crate::faces::{Catalog, dropped, explain, fl, here, key_names, safe, safe_path};
use crate::window::questions::{Blank, Question, SecretAsked};

/// What opens instead of a passphrase, by its number among the options.
enum Instead {
    Sheet,
    OtherFile,
}

impl Instead {
    const fn of(number: usize) -> Self {
        if number == 0 { Self::Sheet } else { Self::OtherFile }
    }

    fn names(words: &Catalog) -> Vec<String> {
        vec![fl!(words, "window-i-have-the-sheet"), fl!(words, "window-another-key-file")]
    }
}

/// Keys that were just given, and the file they are in; a sheet is in none.
pub(super) struct OpenedKeys {
    pub(super) keys: Vec<Identity>,
    pub(super) file: Option<PathBuf>,
}

impl Desk {
    /// Keys that are open for a sitting, or those that are given now.
    pub(super) fn keys(&self, practice: &Practice) -> Result<Vec<Identity>> {
        if let Some(keys) = self.shared.kept.open(practice, here::now()) {
            return Ok(keys);
        }
        let keys = self.given_keys(practice)?.keys;
        self.shared.kept.keep(practice, &keys, here::now());
        Ok(keys)
    }

    /// The same for what decides who may open: whoever sits there must have the key now.
    pub(super) fn keys_anew(&self, practice: &Practice) -> Result<Vec<Identity>> {
        self.given_keys(practice).map(|given| given.keys)
    }

    /// The same, with the file they are in.
    pub(super) fn given_keys(&self, practice: &Practice) -> Result<OpenedKeys> {
        match self.key_file(practice)? {
            Some(path) => self.opened(practice, &path),
            None => {
                let instead = self.ask(|words| Question {
                    told: vec![fl!(words, "window-no-key-file")],
                    options: Instead::names(words),
                })?;
                self.given_instead(practice, &Instead::of(instead))
            }
        }
    }

    /// The keys of a file, or of what is given instead of its passphrase.
    fn opened(&self, practice: &Practice, path: &Path) -> Result<OpenedKeys> {
        let from_file =
            |keys| OpenedKeys { keys: self.with_talk(keys), file: Some(path.to_owned()) };
        let file = read(path)?;
        refuse_open_to_others(path, &file)?;
        if !identity_file::is_protected(&file) {
            return identity_file::open(&file, &mut || None).map(from_file);
        }
        let mut why = None;
        loop {
            let typed = match self.passphrase(why.as_ref())? {
                Given::Typed(typed) => typed,
                Given::Option(number) => return self.given_instead(practice, &Instead::of(number)),
            };
            match identity_file::open(&file, &mut || Some(typed.clone())) {
                Err(error @ Error::Key(KeyTrouble::WrongPassphrase)) => why = Some(error),
                other => return other.map(from_file),
            }
        }
    }

    fn passphrase(&self, why: Option<&Error>) -> Result<Given<secrecy::SecretString>> {
        self.ask_secret(|words| SecretAsked {
            why: why.map(|why| explain::in_window(words, why).what),
            name: fl!(words, "window-passphrase"),
            options: Instead::names(words),
            ..SecretAsked::default()
        })
    }

    fn given_instead(&self, practice: &Practice, instead: &Instead) -> Result<OpenedKeys> {
        match instead {
            Instead::Sheet => {
                Ok(OpenedKeys { keys: vec![self.sheet(practice)?.identity()?], file: None })
            }
            Instead::OtherFile => {
                let path = self.ask_text(|words| Blank {
                    told: vec![fl!(words, "window-key-file-about")],
                    name: fl!(words, "window-key-file-place"),
                    ..Blank::default()
                })?;
                self.opened(practice, &dropped::path(&path))
            }
        }
    }

    /// Tokens may ask to be touched, or for a PIN.
    fn with_talk(&self, keys: Vec<Identity>) -> Vec<Identity> {
        let talk = Arc::new(self.asker.clone());
        keys.into_iter().map(|key| key.with_talk(talk.clone())).collect()
    }

    /// The words of a sheet of this practice that opens, six at a time; a wrong one is asked for again alone.
    pub(super) fn sheet(&self, practice: &Practice) -> Result<RecoverySecret> {
        let mut why = None;
        loop {
            let secret = self.typed_sheet(practice, why.as_ref())?;
            let checked = secret.and_then(|secret| {
                check(practice, &secret.identity()?)?;
                Ok(secret)
            });
            match checked {
                Err(error @ Error::Key(_)) => why = Some(error),
                other => return other,
            }
        }
    }

    fn typed_sheet(
        &self,
        practice: &Practice,
        why: Option<&Error>,
    ) -> Result<Result<RecoverySecret>> {
        let number = practice.config.practice.epoch;
        let about = |words: &Catalog| {
            let mut told = vec![fl!(words, "sheet-ask", number = number)];
            told.extend(why.map(|why| explain::in_window(words, why).what));
            told
        };
        let wrong = |words: &Catalog, number: usize| fl!(words, "sheet-unknown", number = number);
        let mut typing = Typing::default();
        self.type_words(&mut typing, &about, &|_, typed| is_word(typed), &wrong)?;
        Ok(typing.secret())
    }

    /// Words of a sheet, line by line, until all are there.
    pub(super) fn type_words(
        &self,
        typing: &mut Typing,
        about: &dyn Fn(&Catalog) -> Vec<String>,
        is_right: &dyn Fn(usize, &str) -> bool,
        wrong: &dyn Fn(&Catalog, usize) -> String,
    ) -> Result<()> {
        loop {
            let wants = typing.wants();
            if wants == Wanted::Nothing {
                return Ok(());
            }
            let again = match wants {
                Wanted::Again(number) => Some(number),
                Wanted::Line(..) | Wanted::Nothing => None,
            };
            let asks = |words: &Catalog| SecretAsked {
                told: if again.is_some() { Vec::new() } else { about(words) },
                why: again.map(|number| wrong(words, number)),
                name: wanted(words, wants),
                is_seen: true,
                options: Vec::new(),
            };
            match self.ask_secret(asks)? {
                Given::Typed(typed) => typing.take(&typed, is_right),
                Given::Option(_) => return Err(Error::NotConfirmed),
            }
        }
    }

    /// The key file that is at hand; where there are several, the person says whose.
    fn key_file(&self, practice: &Practice) -> Result<Option<PathBuf>> {
        let found = at_hand(practice)?;
        let number = match found.len() {
            0 | 1 => 0,
            _ => self.ask(|words| {
                let called = |(name, path): &(String, PathBuf)| {
                    let name = safe(&key_names::in_words(words, name));
                    format!("{name} ({})", safe_path(path))
                };
                let told = vec![fl!(words, "window-whose-key")];
                Question { told, options: found.iter().map(called).collect() }
            })?,
        };
        Ok(found.into_iter().nth(number).map(|(_, path)| path))
    }
}

pub(super) fn wanted(words: &Catalog, wants: Wanted) -> String {
    match wants {
        Wanted::Line(first, last) if first < last => {
            fl!(words, "window-words", first = first, last = last)
        }
        Wanted::Line(number, _) | Wanted::Again(number) => {
            fl!(words, "window-word", number = number)
        }
        Wanted::Nothing => String::new(),
    }
}
