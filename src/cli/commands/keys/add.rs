//! `refuge keys add`: one more person, file or token that opens the backups, or a part of them.

use std::path::{Path, PathBuf};

use refuge::config::{Config, KeyKind};
use refuge::crypto::{Identity, KeyKind as CryptoKind, Recipient, identity_file};
use refuge::error::{Error, Result, Thing};
use refuge::id::SectionId;
use refuge::keys::{self, Listed, NewKey};
use refuge::ledger::Deed;
use refuge::practice::Practice;

use super::super::super::args::keys::KeyAdd;
use super::super::super::catalog::fl;
use super::super::super::exit::Exit;
use super::super::super::face::Face;
use super::super::super::failure::Failure;
use super::super::super::summary::Summary;
use super::super::super::terminal::safe;
use super::super::{home, identities, noted, secret_files};
use super::drives::{self, Opened};
use super::{event_of, known_words, list, public};

pub(super) fn run(face: &mut Face<'_>, options: &KeyAdd) -> Result<Exit, Failure> {
    let words = face.words;
    let name = match &options.name {
        Some(name) => name.trim().to_owned(),
        None => face.talk().ask(&fl!(words, "keys-name-ask"), None)?,
    };
    let config = home::practice_reading(face)?.config;
    let sections = sections(&config, options, &name)?;
    let Opened { mut practice, drives, readers } = opened(face, sections.as_deref())?;
    let (listed, file) = match &options.recipient {
        Some(text) => {
            let key = NewKey { sections, ..of_recipient(&name, text.parse()?) };
            (super::change(&mut practice, |computer| keys::add(computer, &readers, key))?, None)
        }
        None => {
            let path = file_for(face, options, &practice, &name)?;
            let added = with_file(face, options, &mut practice, &path, |recipient| {
                let kind = KeyKind::File;
                (NewKey { name: name.clone(), kind, recipient, sections }, readers)
            })?;
            (added, Some(path))
        }
    };
    noted::note(&mut practice, Deed::KeyAdded(event_of(&listed)))?;
    let opened = Opened { practice, drives, readers: Vec::new() };
    opened.bring_parts()?;
    report(face, &opened, &listed, file.as_deref())
}

/// A reader of what is not there yet needs no other key; everybody else is let in by one.
fn opened(face: &mut Face<'_>, sections: Option<&[SectionId]>) -> Result<Opened, Failure> {
    if sections.is_some_and(<[SectionId]>::is_empty) {
        let practice = home::practice(face)?;
        return Ok(Opened { practice, drives: Vec::new(), readers: Vec::new() });
    }
    Opened::with_key(face)
}

fn sections(config: &Config, options: &KeyAdd, key: &str) -> Result<Option<Vec<SectionId>>> {
    if options.section.is_empty() {
        return Ok(None);
    }
    let mut wanted = Vec::new();
    for name in &options.section {
        let found = list::sections_named(config, name, key);
        let missing = || Error::NotFound { what: Thing::Key, name: name.clone() };
        wanted.extend(found.ok_or_else(missing)?);
    }
    wanted.sort();
    wanted.dedup();
    Ok(Some(wanted))
}

fn of_recipient(name: &str, recipient: Recipient) -> NewKey {
    let kind = match recipient.kind() {
        CryptoKind::Token => KeyKind::Plugin,
        CryptoKind::X25519 | CryptoKind::PostQuantum => KeyKind::File,
    };
    NewKey { name: name.to_owned(), kind, recipient, sections: None }
}

/// Where the new key file goes: as told, or asked for, best on a stick of its own.
fn file_for(
    face: &mut Face<'_>,
    options: &KeyAdd,
    practice: &Practice,
    name: &str,
) -> Result<PathBuf> {
    let words = face.words;
    let path = match &options.identity_out {
        Some(path) => path.clone(),
        None => {
            let simple: String =
                name.chars().map(|sign| if sign.is_alphanumeric() { sign } else { '-' }).collect();
            let usual = practice.home.join(format!("{}.age", simple.to_lowercase()));
            let question = fl!(words, "keys-file-ask");
            face.talk().ask(&question, Some(&usual.to_string_lossy()))?.into()
        }
    };
    Ok(std::path::absolute(&path).unwrap_or(path))
}

/// Makes a key and its file; the file is there before the key counts.
fn with_file(
    face: &mut Face<'_>,
    options: &KeyAdd,
    practice: &mut Practice,
    path: &Path,
    key: impl FnOnce(Recipient) -> (NewKey, Vec<refuge::vault::SectionReader>),
) -> Result<Listed> {
    secret_files::must_be_free(path)?;
    let known = known_words(&practice.config);
    let passphrase =
        identities::chosen_passphrase(face, options.new_passphrase_file.as_deref(), &known)?;
    let identity =
        if options.post_quantum { Identity::generate_post_quantum() } else { Identity::generate() };
    let (key, readers) = key(public(&identity)?);
    let comments = [practice.config.practice.name.clone(), key.name.clone()];
    let comments = comments.each_ref().map(String::as_str);
    let text = identity_file::protect(std::slice::from_ref(&identity), &comments, &passphrase)?;
    let name = key.name.clone();
    let listed = secret_files::made(&[path], |files| {
        files.write(path, &text)?;
        super::change(practice, |computer| keys::add(computer, &readers, key))
    })?;
    identities::remember(practice, &name, path)?;
    Ok(listed)
}

fn report(
    face: &mut Face<'_>,
    opened: &Opened,
    key: &Listed,
    file: Option<&Path>,
) -> Result<Exit, Failure> {
    let words = face.words;
    let done = opened.names();
    let waiting = drives::others(&opened.practice, &done)?;
    let opens: Vec<String> =
        key.sections.iter().map(|section| list::label(&opened.practice.config, *section)).collect();
    let summary = Summary::new("keys", Exit::Done)
        .with("name", key.name.as_str())
        .with("kind", super::kind_word(key.kind))
        .with("epoch", key.epoch)
        .with("opens", opens)
        .with("drives_done", done)
        .with("drives_waiting", waiting.clone());
    let name = safe(&key.name);
    let mut lines = Vec::new();
    if key.opens_all {
        lines.push(fl!(words, "keys-added-all", name = name));
    } else if key.sections.is_empty() {
        lines.push(fl!(words, "keys-added-later", name = name));
    } else {
        lines.push(fl!(words, "keys-added-some", name = name));
    }
    if let Some(path) = file {
        lines.push(fl!(words, "keys-file-is", path = identities::shown(path)));
    }
    if !waiting.is_empty() && !key.sections.is_empty() {
        lines.push(fl!(words, "keys-added-waiting", drives = safe(&waiting.join(", "))));
    }
    face.finish(&summary, &lines)
}
