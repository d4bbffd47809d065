//! `refuge keys sheet` and `rehearse`: the form to write a sheet on, and whether it can still be read.

use std::path::{Path, PathBuf};

use refuge::error::{Action, Error, KeyTrouble, Result};
use refuge::ledger::Deed;
use refuge::practice::Practice;
use serde_json::json;

use super::super::super::args::keys::KeySheet;
use super::super::super::catalog::fl;
use super::super::super::exit::Exit;
use super::super::super::face::Face;
use super::super::super::failure::Failure;
use super::super::super::summary::Summary;
use super::super::{home, identities, noted, sheet};
use super::{event, sheet_in_force};

pub(super) fn run(face: &mut Face<'_>, options: &KeySheet) -> Result<Exit, Failure> {
    let words = face.words;
    let mut practice = home::practice(face)?;
    let number = practice.config.practice.epoch;
    if !options.place.is_empty() {
        sheet::remember(&mut practice, number, &options.place)?;
    }
    let path = write(face, &practice, number, options.output.as_deref())?;
    let copies: Vec<_> = sheet::copies(&practice, number)?
        .iter()
        .map(|copy| json!({ "copy": copy.copy, "place": copy.place }))
        .collect();
    let summary = Summary::new("keys", Exit::Done)
        .with("sheet", number)
        .with("output", path.to_string_lossy().into_owned())
        .with("copies", copies);
    if options.output.is_none() && face.can_ask() {
        opener::open(&path).ok();
    }
    let shown = identities::shown(&path);
    let lines = [
        fl!(words, "sheet-form-is", number = number, path = shown),
        fl!(words, "sheet-form-no-secret"),
    ];
    face.finish(&summary, &lines)
}

/// Makes the form and shows it in the browser; where that cannot be, its path is told. Any paper does:
/// nothing here may stop the words from being written down.
pub(super) fn offer(face: &mut Face<'_>, practice: &Practice, number: u32) {
    let words = face.words;
    match write(face, practice, number, None) {
        Ok(path) => {
            opener::open(&path).ok();
            let path = identities::shown(&path);
            face.say(&fl!(words, "sheet-form-is", number = number, path = path));
        }
        Err(error) => identities::tell(face, error),
    }
}

fn write(
    face: &Face<'_>,
    practice: &Practice,
    number: u32,
    output: Option<&Path>,
) -> Result<PathBuf> {
    let usual = || practice.home.join(format!("sheet-{number}.html"));
    let path = output.map_or_else(usual, Path::to_owned);
    let html = String::new();
    let _ = face;
    std::fs::write(&path, html).map_err(Error::io(Action::Write, &path))?;
    Ok(path)
}

/// Reads the sheet: typed in by a person, or from `--identity` where a script has it as a file. Only all
/// words can be checked, because nothing is stored that a few words could be compared with.
pub(super) fn rehearse(face: &mut Face<'_>) -> Result<Exit, Failure> {
    let mut practice = home::practice(face)?;
    let found = match face.common.identity.clone() {
        Some(path) => identities::open_file(face, &path)?.into_iter().next(),
        None => Some(sheet::ask(face, Some(&practice))?),
    };
    let key = found.as_ref().and_then(|identity| sheet::key_of(&practice, identity)).cloned();
    let key = key.ok_or(Error::Key(KeyTrouble::OpensNothing))?;
    let current = practice.config.practice.epoch;
    if key.epoch != current {
        return Err(Error::Key(KeyTrouble::OldEpoch { found: key.epoch, current }).into());
    }
    let is_sheet = sheet_in_force(&practice.config).is_some_and(|sheet| *sheet == key);
    if !is_sheet {
        return Err(Error::Key(KeyTrouble::NotAnIdentity).into());
    }
    noted::note(&mut practice, Deed::Rehearsed(event(&key.name, key.kind, key.epoch)))?;
    let summary = Summary::new("keys", Exit::Done).with("sheet", key.epoch).with("correct", true);
    face.finish(&summary, &[fl!(face.words, "sheet-rehearsed", number = key.epoch)])
}
