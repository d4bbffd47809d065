//! `refuge init`: the practice, its passphrase, its recovery sheet; then folders and a drive.
//!
//! With every flag given nothing is asked. Files with secrets are created, never overwritten.

use std::path::{Path, PathBuf};

use refuge::crypto::passphrase;
use refuge::error::{Action, Error, KeyTrouble, Result};
use refuge::platform;
use refuge::practice::Practice;
use refuge::setup::{self, NewPractice};
use secrecy::SecretString;

use super::{attach, home, wizard};
use crate::cli::{
    Exit, Face, Failure, Summary,
    args::setup::{Attach, Init},
    fl,
    opening::{self, key_names::KEY_NAMES, sheet},
    papers::sheet_form,
    safe,
    stop::while_stretching,
};
use crate::faces::first_day::{FirstKeys, Outputs};

pub(super) fn run(face: &mut Face<'_>, options: &Init) -> Result<Exit, Failure> {
    let folder = home::folder(face)?;
    setup::check(&folder)?;
    if let Some(path) = wizard::known_drive(face, options)? {
        return attach::run(face, &Attach { drive_path: Some(path) });
    }
    let is_alone = has_everything(face, options);
    if !is_alone && !face.can_ask() {
        // Before a secret is made: nobody is there to write it down.
        return Err(Error::NotConfirmed.into());
    }
    let language = face.words.language().tag();
    let answers = (!is_alone).then(|| wizard::ask(face, options, &folder)).transpose()?;
    let new = new_practice(answers.as_ref(), options, language);
    let out = outputs(options, &folder);
    if out.recovery.is_none() {
        platform::create_private_folder(&folder).map_err(Error::io(Action::Create, &folder))?;
        sheet_form::offer(face, &folder, &new.name, new.id, 1);
        face.say(&fl!(face.words, "sheet-ready"));
    }
    let passphrase = chosen_passphrase(face, &new)?;
    let keys = FirstKeys::generate();
    if out.recovery.is_none() {
        sheet::copy_out(face, &keys.sheet, 1)?;
        face.say(&fl!(face.words, "sheet-places-later"));
    }
    let protected = while_stretching(|| keys.protected(&new.name, &passphrase))?;
    let list = face.words.language().word_list();
    let mut practice = keys.make(&folder, &new, &protected, &out, list)?;
    let is_backed_up = match answers {
        Some(answers) => {
            face.say(&fl!(face.words, "init-warning"));
            wizard::carry_out(face, &mut practice, answers, keys.identity, options)?
        }
        None => false,
    };
    report(face, &practice, is_alone, is_backed_up)
}

/// As answered, or as given beforehand.
fn new_practice(answers: Option<&wizard::Answers>, options: &Init, language: &str) -> NewPractice {
    match answers {
        Some(answers) => NewPractice {
            id: answers.id,
            public_structure: answers.public_structure,
            ..NewPractice::named(&answers.name, language, &answers.country)
        },
        None => NewPractice {
            public_structure: options.public_structure,
            ..NewPractice::named(options.practice.as_deref().unwrap_or_default(), language, "fr")
        },
    }
}

/// Whoever gives both files asks for nothing else.
fn is_wizard(options: &Init) -> bool {
    options.recovery_out.is_none() || options.identity_out.is_none()
}

fn has_everything(face: &Face<'_>, options: &Init) -> bool {
    let has_passphrase = face.common.passphrase_file.is_some() || face.common.passphrase_stdin;
    options.practice.is_some() && has_passphrase && !is_wizard(options)
}

/// From the file, checked; or made and shown.
fn chosen_passphrase(face: &mut Face<'_>, new: &NewPractice) -> Result<SecretString> {
    let known: Vec<&str> = new.name.split_whitespace().collect();
    if !face.common.passphrase_stdin {
        let file = face.common.passphrase_file.clone();
        return opening::passphrase::chosen(face, file.as_deref(), &known);
    }
    let given = face.passphrase()?;
    let weak = |weakness| Error::Key(KeyTrouble::WeakPassphrase(weakness));
    passphrase::check(&given, &known).map_err(weak)?;
    Ok(given)
}

fn outputs(options: &Init, home: &Path) -> Outputs {
    let absolute = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
    let mut out = Outputs::usual(home);
    if let Some(path) = &options.identity_out {
        out.identity = absolute(path);
    }
    out.recovery = options.recovery_out.as_ref().map(absolute);
    out
}

/// The one thing that is missing.
fn next(face: &Face<'_>, practice: &Practice, is_backed_up: bool) -> Result<String> {
    let words = face.words;
    let has_folder = !practice.config.sources.is_empty();
    let has_drive = !practice.state.drives()?.is_empty();
    Ok(match (has_folder, has_drive) {
        _ if is_backed_up => fl!(words, "backup-second-drive"),
        (false, false) => fl!(words, "init-next"),
        (false, true) => fl!(words, "init-next-folder"),
        (true, false) => fl!(words, "init-next-drive"),
        (true, true) => fl!(words, "init-next-backup"),
    })
}

fn report(
    face: &mut Face<'_>,
    practice: &Practice,
    is_alone: bool,
    is_backed_up: bool,
) -> Result<Exit, Failure> {
    let name = practice.config.practice.name.clone();
    let summary = Summary::new("init", Exit::Done)
        .with("practice", name.as_str())
        .with("backed_up", is_backed_up)
        .with("keys", KEY_NAMES.map(serde_json::Value::from).to_vec());
    let mut sentences = vec![fl!(face.words, "init-done", practice = safe(&name))];
    if is_alone {
        sentences.push(fl!(face.words, "init-warning"));
    }
    sentences.push(next(face, practice, is_backed_up)?);
    face.finish(&summary, &sentences)
}
