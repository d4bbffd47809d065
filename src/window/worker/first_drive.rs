//! The drive of the first day: found or named, looked at, and called something.

use std::path::{Path, PathBuf};

use refuge::drives;
use refuge::error::{DriveTrouble, Error, Result};
use refuge::platform;

use super::Desk;
use super::asking::Given;
use crate::faces::drive_words::{medium_in_words, proposed_name};
use crate::faces::room::too_small;
use crate::faces::{Catalog, dropped, explain, fl, safe_path};
use crate::window::questions::{Blank, Question};

/// A drive that was chosen and named.
pub(super) struct ChosenDrive {
    pub(super) path: PathBuf,
    pub(super) name: String,
    pub(super) allow_fixed: bool,
}

impl Desk {
    /// A drive that can hold these folders: chosen and named; or later (0), or back (1).
    pub(super) fn choose_drive(
        &self,
        folders: &[PathBuf],
        trouble: Option<Error>,
    ) -> Result<Given<ChosenDrive>> {
        let mut trouble = trouble;
        loop {
            let mounts = platform::removable_mounts();
            let chosen = self.ask_or_leave(|words| {
                let mut told = vec![fl!(words, "wizard-step-drive")];
                told.extend(trouble.as_ref().into_iter().flat_map(|error| {
                    let told = explain::in_window(words, error);
                    [told.what, told.now]
                }));
                told.push(if mounts.is_empty() {
                    fl!(words, "window-first-plug")
                } else {
                    fl!(words, "window-first-drives")
                });
                let drives = mounts.iter().map(|path| medium_in_words(words, path));
                let others = [
                    fl!(words, "window-look-again"),
                    fl!(words, "window-first-other-place"),
                    fl!(words, "window-later"),
                    fl!(words, "window-back"),
                ];
                Question { told, options: drives.chain(others).collect() }
            })?;
            let path = match (mounts.get(chosen), chosen.saturating_sub(mounts.len())) {
                (Some(mount), _) => mount.clone(),
                (None, 0) => {
                    trouble = None;
                    continue;
                }
                (None, 1) => match self.other_place()? {
                    Some(path) => path,
                    None => continue,
                },
                (None, 2) => return Ok(Given::Option(0)),
                (None, _) => return Ok(Given::Option(1)),
            };
            match self.fitting(folders, path) {
                Ok(Some(drive)) => return Ok(Given::Typed(drive)),
                Ok(None) => trouble = None,
                Err(error @ (Error::NotConfirmed | Error::Interrupted)) => return Err(error),
                Err(error) => trouble = Some(error),
            }
        }
    }

    fn other_place(&self) -> Result<Option<PathBuf>> {
        let given = self.ask_line(|words| Blank {
            told: vec![fl!(words, "window-first-place-about")],
            name: fl!(words, "window-first-place"),
            options: vec![fl!(words, "window-back")],
            ..Blank::default()
        })?;
        Ok(match given {
            Given::Typed(typed) => Some(dropped::path(&typed)),
            Given::Option(_) => None,
        })
    }

    /// What would be refused is told now, and not after the sheet was written. Nothing where another is wanted.
    fn fitting(&self, folders: &[PathBuf], path: PathBuf) -> Result<Option<ChosenDrive>> {
        if drives::describe(&path).is_ok() {
            self.ask_or_leave(|words| Question {
                told: vec![fl!(words, "window-first-taken")],
                options: vec![fl!(words, "window-first-another")],
            })?;
            return Ok(None);
        }
        let allow_fixed = match drives::check_first_place(&path, folders, false) {
            Err(Error::Drive { trouble: DriveTrouble::NotRemovable, .. }) => {
                drives::check_first_place(&path, folders, true)?;
                let chosen = self.ask_or_leave(|words| Question {
                    told: vec![
                        fl!(words, "window-first-fixed", path = safe_path(&path)),
                        fl!(words, "window-first-fixed-why"),
                    ],
                    options: vec![
                        fl!(words, "window-first-another"),
                        fl!(words, "window-first-all-the-same"),
                    ],
                })?;
                if chosen == 0 {
                    return Ok(None);
                }
                true
            }
            other => {
                other?;
                false
            }
        };
        let mut why = None;
        loop {
            let given = self.ask_line(|words| Blank {
                told: about(words, folders, &path),
                why: why.as_ref().map(|why| explain::in_window(words, why).what),
                name: fl!(words, "window-first-drive-name"),
                proposed: proposed_name(&path).unwrap_or_default(),
                options: vec![fl!(words, "window-first-another")],
            })?;
            match given {
                Given::Option(_) => return Ok(None),
                Given::Typed(name) => match drives::check_first_name(&name) {
                    Ok(()) => return Ok(Some(ChosenDrive { path, name, allow_fixed })),
                    Err(error) => why = Some(error),
                },
            }
        }
    }
}

/// What is seen of a drive, and what speaks against it.
fn about(words: &Catalog, folders: &[PathBuf], path: &Path) -> Vec<String> {
    let mut told = vec![fl!(words, "wizard-drive-found", what = medium_in_words(words, path))];
    if !drives::other_files_on(path).is_empty() {
        told.push(fl!(words, "drives-other-files"));
    }
    told.extend(too_small(words, folders.iter().map(PathBuf::as_path), path));
    told.push(fl!(words, "wizard-drive-safe"));
    told
}
