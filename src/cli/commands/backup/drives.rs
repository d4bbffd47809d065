//! Which drives a backup goes to, and waiting for one.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use refuge::error::{DriveTrouble, Error, Result};
use refuge::practice::{Plugged, Practice};
use refuge::state::DriveState;

use crate::cli::{Face, args::daily::Backup, commands::home, fl, tell, words::names};
use crate::faces::drive_words::medium_in_words;
use crate::faces::{matters::found_again, plugged};

/// How often a drive is looked for while waiting.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// How often it is heard whether the person asked to stop.
const HEAR_EVERY: Duration = Duration::from_millis(50);

/// What waiting was ended by.
pub(super) enum Waited {
    /// Drives to back up to, and what is the matter with others that are there.
    For(Vec<Plugged>, Vec<Error>),
    /// Drives of this practice that this computer, which has keys, does not know yet: they are taken up first.
    Unknown(BTreeSet<PathBuf>),
}

/// The drives to back up to, and what is the matter with others that are there. On a terminal it
/// waits for one; elsewhere only as long as `--wait` says. Those in `known` are not taken up again.
pub(super) fn wait_for(
    face: &mut Face<'_>,
    practice: &mut Practice,
    options: &Backup,
    known: &BTreeSet<PathBuf>,
) -> Result<Waited> {
    let may_take_up = may_take_up(face, practice, options)?;
    let patience = match options.wait {
        Some(minutes) => Some(Duration::from_secs(60 * u64::from(minutes))),
        None if face.can_ask() && !options.dry_run => None,
        None => Some(Duration::ZERO),
    };
    let name = options.drive.as_deref();
    let wanted = name.map(|name| practice.state.drive_named(name)).transpose()?;
    let wanted = wanted.map(|drive| drive.name);
    let started = Instant::now();
    let mut told = BTreeSet::new();
    let mut waits = false;
    loop {
        let found = plugged::look(practice, wanted.as_deref(), home::now())?;
        let is_new = |path: &&PathBuf| may_take_up && !known.contains(*path);
        let new: BTreeSet<PathBuf> = found.unknown.iter().filter(is_new).cloned().collect();
        if !new.is_empty() {
            return Ok(Waited::Unknown(new));
        }
        if !found.good.is_empty() {
            tell_found_again(face, &found.found_again);
            return Ok(Waited::For(found.good, found.troubles));
        }
        let is_over = patience.is_some_and(|patience| started.elapsed() >= patience);
        if let Some(trouble) = found.troubles.into_iter().next() {
            return Err(trouble);
        }
        if is_over && let Some(refused) = found.out_of_use.into_iter().next() {
            return Err(refused);
        }
        if is_over && !found.foreign.is_empty() {
            return Err(Error::drive(DriveTrouble::Foreign));
        }
        if is_over || practice.state.drives()?.is_empty() {
            let trouble =
                wanted.as_ref().map_or(DriveTrouble::NonePlugged, |_| DriveTrouble::NotPlugged);
            return Err(Error::Drive { name: wanted, trouble });
        }
        if face.stop.requested() {
            return Err(Error::Interrupted);
        }
        if !waits {
            say_waiting(face, practice, wanted.as_deref())?;
            waits = true;
        }
        for foreign in found.foreign {
            if told.insert(foreign) {
                tell(face, &Error::drive(DriveTrouble::Foreign).into());
            }
        }
        for stranger in found.strangers {
            if told.insert(stranger.clone()) {
                tell_stranger(face, &stranger);
            }
        }
        let looked = Instant::now();
        while looked.elapsed() < LOOK_EVERY && !face.stop.requested() {
            std::thread::sleep(HEAR_EVERY);
        }
    }
}

/// Whether somebody is there to type a passphrase, and this computer has a key for it.
fn may_take_up(face: &Face<'_>, practice: &Practice, options: &Backup) -> Result<bool> {
    let is_plain = options.drive.is_none() && !options.dry_run;
    Ok(is_plain && face.can_ask() && practice.own_key_file()?.is_some())
}

/// Drives that were declared lost and are there beside good ones.
fn tell_found_again(face: &mut Face<'_>, drives: &[String]) {
    for drive in drives {
        face.say(&found_again(face.words, drive));
    }
}

/// Which drive it is that does not belong here, and what to do.
fn tell_stranger(face: &mut Face<'_>, path: &Path) {
    let what = medium_in_words(face.words, path);
    face.say(&fl!(face.words, "backup-stranger", what = what));
    tell(face, &Error::drive(DriveTrouble::Unknown).into());
}

fn say_waiting(face: &mut Face<'_>, practice: &Practice, wanted: Option<&str>) -> Result<()> {
    let in_use = practice.state.drives()?.into_iter();
    let in_use = in_use.filter(|drive| drive.state == DriveState::Active);
    let names: Vec<String> = match wanted {
        Some(name) => vec![name.to_owned()],
        None => in_use.map(|drive| drive.name).collect(),
    };
    if names.is_empty() {
        // Nothing can come that would be written to.
        return Err(Error::drive(DriveTrouble::NonePlugged));
    }
    let drives = names::either(face.words, &names);
    // A computer that was just attached knows one drive, and the practice has others.
    let line = match (wanted, names.as_slice()) {
        (None, [_]) => fl!(face.words, "backup-waiting-others", drives = drives),
        _ => fl!(face.words, "backup-waiting", drives = drives),
    };
    face.say(&line);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{Catalog, Language};

    #[test]
    fn a_drive_that_does_not_belong_here_is_named() {
        let words = Catalog::load(Language::French).unwrap();
        let folder = tempfile::Builder::new().prefix("SANDISK").tempdir().unwrap();
        let (mut face, transcript) = Face::scripted(&words, &["refuge"], &[]);
        tell_stranger(&mut face, folder.path());
        let said = transcript.said.text().replace('\u{a0}', " ");
        let [first, second] = [0, 1].map(|line| said.lines().nth(line).unwrap_or_default());
        assert!(first.starts_with("Branché : « ") && first.contains("SANDISK"), "{said}");
        assert!(second.contains("[D03]"), "{said}");
    }
}
