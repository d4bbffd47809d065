//! Where the practice lives on this computer, and opening it.

use std::ffi::OsString;
use std::path::PathBuf;

use refuge::error::Error;
use refuge::practice::Practice;

pub(crate) use crate::faces::here::{now, today};

use crate::cli::{Face, Failure, words::meant};
use crate::faces::here::usual;

/// `--home`, `REFUGE_HOME`, then the user's own folder for programs' data.
pub(crate) fn folder(face: &Face<'_>) -> Result<PathBuf, Failure> {
    let found = face.home().or_else(usual).ok_or(Error::NotSetUp)?;
    Ok(std::path::absolute(&found).unwrap_or(found))
}

/// The same before the command line is parsed: for the language of help and errors.
pub(crate) fn before_parsing(args: &[OsString]) -> Option<PathBuf> {
    let mut texts = args.iter().take_while(|arg| *arg != "--");
    while let Some(text) = texts.next() {
        if text == "--home" {
            return texts.next().map(PathBuf::from);
        }
        if let Some(path) = text.to_str().and_then(|text| text.strip_prefix("--home=")) {
            return Some(PathBuf::from(path));
        }
    }
    let variable = std::env::var_os("REFUGE_HOME").filter(|value| !value.is_empty());
    variable.map(PathBuf::from).or_else(usual)
}

/// The practice, to change something.
pub(crate) fn practice(face: &Face<'_>) -> Result<Practice, Failure> {
    Ok(Practice::open(&folder(face)?)?)
}

/// The practice, to look at it.
pub(crate) fn practice_reading(face: &Face<'_>) -> Result<Practice, Failure> {
    Ok(Practice::open_reading(&folder(face)?)?)
}

/// The drive that is meant by a name which none has, if few letters differ.
pub(crate) fn drive_meant(face: &Face<'_>, name: &str) -> Option<String> {
    let drives = practice_reading(face).ok()?.state.drives().ok()?;
    meant::nearest(name, drives.into_iter().map(|drive| drive.name))
}
