//! `refuge keys add`: one more person, file or token that opens the backups, or a part of them.

use std::path::{Path, PathBuf};

use refuge::config::{Config, KeyKind};
use refuge::crypto::{Recipient, RecipientKind};
use refuge::error::{Error, Result, Thing};
use refuge::id::SectionId;
use refuge::keys::{ListedKey, NewKey};
use refuge::practice::Practice;
use refuge::vault::SectionReader;
use refuge::visit;

use super::{list, opened_drives};
use crate::cli::{
    Exit, Face, Failure, Summary,
    args::keys::KeyAdd,
    commands::{home, ledger_copies},
    fl,
    opening::{self, secret_files},
    safe, safe_path,
    stop::while_stretching,
    terminal::dropped,
};
use crate::faces::keys_told::label;
use crate::faces::new_key::{MadeKey, known_words, let_in, usual_place};
use crate::faces::opened_drives::{Opened, others};

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
            let added = visit::add_key(&mut practice, &readers, key, None)?;
            (added.tell(&mut practice, home::now())?, None)
        }
        None => {
            let path = match &options.identity_out {
                Some(path) => std::path::absolute(path).unwrap_or_else(|_| path.clone()),
                None => ask_file(face, &practice, &name)?,
            };
            let new = NewFile {
                name: &name,
                path: &path,
                passphrase_file: options.new_passphrase_file.as_deref(),
                post_quantum: options.post_quantum,
                sections,
            };
            (new.add(face, &mut practice, &readers)?, Some(path))
        }
    };
    let mut opened = Opened { practice, drives, readers: Vec::new() };
    opened.bring_parts()?;
    ledger_copies::bring_all(face, &mut opened.practice, &opened.drives);
    report(face, &opened, &listed, file.as_deref())
}

/// A reader of what is not there yet needs no other key; everybody else is let in by one.
fn opened(face: &mut Face<'_>, sections: Option<&[SectionId]>) -> Result<Opened, Failure> {
    if sections.is_some_and(<[SectionId]>::is_empty) {
        let practice = home::practice(face)?;
        return Ok(Opened { practice, drives: Vec::new(), readers: Vec::new() });
    }
    opened_drives::with_key(face)
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
        RecipientKind::Token => KeyKind::Plugin,
        RecipientKind::X25519 | RecipientKind::PostQuantum => KeyKind::File,
    };
    NewKey { name: name.to_owned(), kind, recipient, sections: None }
}

/// Where the new key file goes, best on a stick of its own.
pub(super) fn ask_file(face: &mut Face<'_>, practice: &Practice, name: &str) -> Result<PathBuf> {
    let usual = usual_place(practice, name);
    let question = fl!(face.words, "keys-file-ask");
    let path = dropped::path(&face.talk().ask(&question, Some(&usual.to_string_lossy()))?);
    Ok(std::path::absolute(&path).unwrap_or(path))
}

/// A key in a file, about to be made.
pub(super) struct NewFile<'a> {
    pub(super) name: &'a str,
    pub(super) path: &'a Path,
    /// Its passphrase; nothing: asked for or made.
    pub(super) passphrase_file: Option<&'a Path>,
    pub(super) post_quantum: bool,
    /// Nothing: it opens all sections.
    pub(super) sections: Option<Vec<SectionId>>,
}

impl NewFile<'_> {
    /// Makes the key and its file; the file is there before the key counts.
    pub(super) fn add(
        self,
        face: &mut Face<'_>,
        practice: &mut Practice,
        readers: &[SectionReader],
    ) -> Result<ListedKey> {
        secret_files::must_be_free(self.path)?;
        let known = known_words(&practice.config);
        if self.passphrase_file.is_none() && face.can_ask() {
            face.say(&fl!(face.words, "keys-add-whose", name = safe(self.name)));
        }
        let passphrase = opening::passphrase::chosen(face, self.passphrase_file, &known)?;
        let comments = [practice.config.practice.name.as_str(), self.name];
        let made = while_stretching(|| MadeKey::behind(&passphrase, &comments, self.post_quantum))?;
        let_in(practice, readers, self.name, self.path, &made, self.sections)
    }
}

fn report(
    face: &mut Face<'_>,
    opened: &Opened,
    key: &ListedKey,
    file: Option<&Path>,
) -> Result<Exit, Failure> {
    let words = face.words;
    let done = opened.names();
    let waiting = others(&opened.practice, &done)?;
    let opens: Vec<String> =
        key.sections.iter().map(|section| label(&opened.practice.config, *section)).collect();
    let summary = Summary::new("keys", Exit::Done)
        .with("name", key.name.as_str())
        .with("kind", key.kind.word())
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
        lines.push(fl!(words, "keys-file-is", path = safe_path(path)));
    }
    if !waiting.is_empty() && !key.sections.is_empty() {
        lines.push(fl!(words, "keys-added-waiting", drives = safe(&waiting.join(", "))));
    }
    face.finish(&summary, &lines)
}
