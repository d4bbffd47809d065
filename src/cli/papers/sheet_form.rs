//! `refuge keys sheet`: the form to write a sheet on, and its key as a code for a machine.

use std::path::Path;

use refuge::error::{Error, KeyTrouble, Result, Thing};
use refuge::id::PracticeId;
use refuge::practice::Practice;

use crate::cli::{
    Exit, Face, Failure, Summary,
    args::keys::KeySheet,
    commands::{home, keys::list},
    fl,
    opening::{self, secret_files, sheet},
    safe_path,
    telling::mention,
};
use crate::faces::sheet_form::{usual_place, write};
use crate::faces::sheet_key::in_force;

pub(crate) fn run(face: &mut Face<'_>, options: &KeySheet) -> Result<Exit, Failure> {
    let words = face.words;
    let mut practice = home::practice(face)?;
    if let Some(path) = &options.qr {
        return code(face, &practice, path);
    }
    let number = practice.config.practice.epoch;
    if !options.place.is_empty() {
        practice.remember_sheet_copies(number, &options.place)?;
    }
    let path =
        options.output.clone().unwrap_or_else(|| usual_place(face.words, &practice.home, number));
    if options.output.is_some() && path.symlink_metadata().is_ok() {
        let name = path.to_string_lossy().into_owned();
        return Err(Error::Exists { what: Thing::Document, name }.into());
    }
    let settings = &practice.config.practice;
    write(face.words, &path, &settings.name, settings.id, number)?;
    let copies = list::copies(&practice, number)?;
    let summary = Summary::new("keys", Exit::Done)
        .with("sheet", number)
        .with("output", path.to_string_lossy().into_owned())
        .with("copies", copies);
    if options.output.is_none() && face.can_ask() {
        open::that(&path).ok();
    }
    let shown = safe_path(&path);
    let lines = [
        fl!(words, "sheet-form-is", number = number, path = shown),
        fl!(words, "sheet-form-no-secret"),
    ];
    face.finish(&summary, &lines)
}

/// Writes the key of the sheet as a QR code into a file: the words are typed in for it.
fn code(face: &mut Face<'_>, practice: &Practice, path: &Path) -> Result<Exit, Failure> {
    secret_files::must_be_free(path)?;
    let secret = match face.common.identity.clone() {
        Some(path) => opening::open_file(face, &path)?.into_iter().next(),
        None => Some(sheet::ask(face, Some(practice))?),
    };
    let secret = secret.ok_or(Error::Key(KeyTrouble::OpensNothing))?;
    let number = in_force(practice, &secret)?.epoch;
    let picture = sheet::picture(&secret).ok_or(Error::Key(KeyTrouble::NotAnIdentity))?;
    secret_files::made(&[path], |files| files.write(path, picture.as_bytes()))?;
    let words = face.words;
    let shown = safe_path(path);
    let summary = Summary::new("keys", Exit::Done)
        .with("sheet", number)
        .with("output", path.to_string_lossy().into_owned());
    let lines = [
        fl!(words, "sheet-qr-file", number = number, path = shown),
        fl!(words, "sheet-qr-file-warning"),
    ];
    face.finish(&summary, &lines)
}

/// Makes the form and shows it in the browser; where that cannot be, its path is told. Any paper does:
/// nothing here may stop the words from being written down.
pub(crate) fn offer(face: &mut Face<'_>, home: &Path, practice: &str, id: PracticeId, number: u32) {
    let words = face.words;
    let path = usual_place(face.words, home, number);
    match write(face.words, &path, practice, id, number) {
        Ok(()) => {
            open::that(&path).ok();
            let path = safe_path(&path);
            face.say(&fl!(words, "sheet-form-is", number = number, path = path));
        }
        Err(error) => mention(face, &error),
    }
}
