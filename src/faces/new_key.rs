//! A key in a file, about to be made: its file is there before the key counts.

use std::path::{Path, PathBuf};

use refuge::config::{Config, KeyKind, KeyState};
use refuge::crypto::{Identity, Recipient, identity_file};
use refuge::error::{Error, KeyTrouble, Result};
use refuge::id::SectionId;
use refuge::keys::{ListedKey, NewKey};
use refuge::practice::Practice;
use refuge::vault::SectionReader;
use refuge::visit;
use secrecy::SecretString;

use super::key_names::KEY_NAMES;
use super::{here, secret_files};

/// A new secret, and its file as it will be written.
pub(crate) struct MadeKey {
    pub(crate) identity: Identity,
    pub(crate) text: Vec<u8>,
}

impl MadeKey {
    /// Makes one behind a passphrase, which takes as long as it is meant to.
    pub(crate) fn behind(
        passphrase: &SecretString,
        comments: &[&str],
        post_quantum: bool,
    ) -> Result<Self> {
        let identity = match post_quantum {
            true => Identity::generate_post_quantum(),
            false => Identity::generate(),
        };
        let text = identity_file::protect(std::slice::from_ref(&identity), comments, passphrase)?;
        Ok(Self { identity, text })
    }
}

/// The public half of a key that was just made.
pub(crate) fn public(identity: &Identity) -> Result<Recipient> {
    identity.to_recipient().ok_or(Error::Key(KeyTrouble::NotARecipient))
}

/// Words that an attacker who knows the practice would try first.
pub(crate) fn known_words(config: &Config) -> Vec<&str> {
    let people = config.keys.iter().map(|key| key.name.as_str());
    config.practice.name.split_whitespace().chain(people).collect()
}

/// Where the key file of a person goes when nobody says.
pub(crate) fn usual_place(practice: &Practice, name: &str) -> PathBuf {
    let simple: String =
        name.chars().map(|sign| if sign.is_alphanumeric() { sign } else { '-' }).collect();
    let simple = simple.to_lowercase();
    practice.home.join(match practice.config.practice.epoch {
        1 => format!("{simple}.age"),
        epoch => format!("{simple}-{epoch}.age"),
    })
}

/// Lets a key of a person in, whose file goes to this place.
pub(crate) fn let_in(
    practice: &mut Practice,
    readers: &[SectionReader],
    name: &str,
    path: &Path,
    made: &MadeKey,
    sections: Option<Vec<SectionId>>,
) -> Result<ListedKey> {
    let recipient = public(&made.identity)?;
    let key = NewKey { name: name.to_owned(), kind: KeyKind::File, recipient, sections };
    let added = secret_files::made(&[path], |files| {
        files.write(path, &made.text)?;
        visit::add_key(practice, readers, key, None)
    })?;
    practice.remember_key_file(name, path)?;
    practice.remember_place(&public(&made.identity)?, path)?;
    added.tell(practice, here::now())
}

/// Lets a new key in for who lost the passphrase of the first file, in place of that one.
pub(crate) fn let_in_again(
    practice: &mut Practice,
    readers: &[SectionReader],
    path: &Path,
    name: String,
    made: &MadeKey,
) -> Result<ListedKey> {
    let recipient = public(&made.identity)?;
    let key = NewKey { name, kind: KeyKind::File, recipient, sections: None };
    let added = secret_files::made(&[path], |files| {
        files.write(path, &made.text)?;
        let old = lost_key(practice);
        visit::add_key(practice, readers, key, old.as_deref())
    })?;
    practice.remember_own_key_file(path)?;
    practice.remember_place(&public(&made.identity)?, path)?;
    added.tell(practice, here::now())
}

/// The key in the file whose passphrase is lost: the first of the two every lock has.
fn lost_key(practice: &Practice) -> Option<String> {
    let [file, _] = KEY_NAMES;
    let is_it = |name: &str| name == file || name.starts_with(&format!("{file}-"));
    let active = practice.config.keys.iter().filter(|key| key.state == KeyState::Active);
    active
        .filter(|key| key.kind == KeyKind::File)
        .map(|key| key.name.clone())
        .find(|name| is_it(name))
}

/// A name no key of this epoch has, and a place where no file is.
pub(crate) fn free_name(practice: &Practice) -> (String, PathBuf) {
    let [file, _] = KEY_NAMES;
    let epoch = practice.config.practice.epoch;
    let mut number = 2;
    loop {
        let name = format!("{file}-{number}");
        let path = practice.home.join(format!("{file}-{epoch}-{number}.age"));
        let is_taken =
            practice.config.keys.iter().any(|key| key.epoch == epoch && key.name == name);
        if !is_taken && !path.exists() {
            return (name, path);
        }
        number += 1;
    }
}

/// Whether it is one of the two that every lock has, or what took the place of the first when its passphrase was lost.
pub(crate) fn is_own(name: &str) -> bool {
    let [file, sheet] = KEY_NAMES;
    let again = name.strip_prefix(file).and_then(|rest| rest.strip_prefix('-'));
    name == file || name == sheet || again.is_some_and(|rest| rest.parse::<u32>().is_ok())
}
