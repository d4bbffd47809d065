//! What follows when a practice was taken up again on a new computer, in one go: a passphrase for this
//! computer, then the folders back in their place. The words of the sheet were typed once.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use refuge::config::Source;
use refuge::crypto::Identity;
use refuge::error::{Action, Error, Result};
use refuge::practice::Practice;
use refuge::{sources, status, visit};

use super::{home, keys::passphrase, restore};
use crate::cli::{
    Exit, Face, Failure, fl, opening, safe_path, telling::mention, terminal::dropped,
};

/// Goes on with the keys that are open, at the drive of that name.
pub(super) fn go_on(face: &mut Face<'_>, drive: &str, keys: &[Identity]) -> Result<Exit, Failure> {
    let practice = home::practice(face)?;
    if practice.own_key_file()?.is_none() {
        face.say(&fl!(face.words, "recover-passphrase"));
        passphrase::for_this_computer(face, practice, keys)?;
    } else {
        drop(practice);
    }
    let practice = home::practice(face)?;
    if status::unrecovered(&practice, home::now())?.is_none() {
        face.say(&fl!(face.words, "recover-there"));
        return Ok(Exit::Done);
    }
    put_back(face, practice, drive, keys)
}

/// Goes on where putting back was left, with the key of this computer; at that drive, or whichever is there.
pub(super) fn again(face: &mut Face<'_>, drive: Option<&str>) -> Result<Exit, Failure> {
    let mut practice = home::practice(face)?;
    let freshest = match drive {
        None => visit::freshest(&mut practice, home::now())?,
        Some(_) => None,
    };
    let plugged = practice.readable_one(drive.or(freshest.as_deref()), home::now())?;
    let keys = opening::open_identities(face, Some(&practice))?;
    drop(practice);
    go_on(face, &plugged.drive.name, &keys)
}

/// Before a backup of what is here so far, which would be the newest: answers with how it ended where that comes
/// first and does not end well.
pub(super) fn before_backup(face: &mut Face<'_>) -> Result<Option<Exit>, Failure> {
    let mut practice = home::practice(face)?;
    if status::unrecovered(&practice, home::now())?.is_none() {
        return Ok(None);
    }
    let words = face.words;
    face.say(&fl!(words, "recover-before-backup"));
    if !face.can_ask() {
        return Ok(None);
    }
    let options = [
        fl!(words, "recover-first"),
        fl!(words, "recover-backup-now"),
        fl!(words, "recover-no-more"),
    ];
    match face.talk().choose_or_first(&fl!(words, "recover-what"), &options)? {
        0 => {
            drop(practice);
            Ok(Some(again(face, None)?).filter(|exit| *exit != Exit::Done))
        }
        1 => Ok(None),
        _ => {
            visit::put_back_ends(&mut practice)?;
            Ok(None)
        }
    }
}

/// Whether this computer has a key and still lacks files.
pub(super) fn is_left(practice: &Practice) -> Result<bool> {
    Ok(practice.own_key_file()?.is_some() && status::unrecovered(practice, home::now())?.is_some())
}

/// Who says no is not asked again, nor reminded: that is an answer too.
fn put_back(
    face: &mut Face<'_>,
    mut practice: Practice,
    drive: &str,
    keys: &[Identity],
) -> Result<Exit, Failure> {
    face.say("");
    face.say(&fl!(face.words, "recover-folders"));
    for source in &practice.config.sources {
        face.say(&format!("    {}", safe_path(&source.path)));
    }
    let question = fl!(face.words, "recover-ask");
    if !face.talk().confirm(&question, true)? {
        visit::put_back_ends(&mut practice)?;
        face.say(&fl!(face.words, "attach-next"));
        return Ok(Exit::Done);
    }
    let mut left_out = BTreeSet::new();
    for source in practice.config.sources.clone() {
        if !has_place(face, &mut practice, &source)? {
            left_out.insert(source.id);
        }
    }
    drop(practice);
    let exit = restore::put_back(face, drive, keys, &left_out)?;
    let is_left = status::unrecovered(&home::practice_reading(face)?, home::now())?.is_some();
    let next =
        if is_left { fl!(face.words, "recover-left") } else { fl!(face.words, "recover-next") };
    face.say(&next);
    Ok(exit)
}

/// The old place, where this computer has it; else the person says which, or that the folder is left out.
fn has_place(face: &mut Face<'_>, practice: &mut Practice, source: &Source) -> Result<bool> {
    if source.path.parent().is_some_and(Path::is_dir) {
        return Ok(true);
    }
    let words = face.words;
    let usual = proposed(&source.path);
    let folder = safe_path(&source.path);
    let question = match &usual {
        Some(usual) => {
            let (folder, usual) = (folder.as_str(), safe_path(usual));
            fl!(words, "recover-where-usual", folder = folder, usual = usual)
        }
        None => fl!(words, "recover-where", folder = folder.as_str()),
    };
    loop {
        let place = match (face.talk().ask_or_skip(&question)?, &usual) {
            (None, Some(usual)) => usual.clone(),
            (None, None) => break,
            (Some(typed), _) if LEFT_OUT.contains(&typed.to_lowercase().as_str()) => break,
            (Some(typed), _) => dropped::path(&typed),
        };
        if !place.is_absolute() {
            face.say(&fl!(words, "recover-whole-path"));
            continue;
        }
        let placed =
            made_way(face, &place).and_then(|()| sources::relocate(practice, source.id, &place));
        match placed {
            Ok(()) => return Ok(true),
            Err(Error::Interrupted) => return Err(Error::Interrupted),
            Err(error) => mention(face, &error),
        }
    }
    face.say(&fl!(words, "recover-left-out", folder = folder));
    Ok(false)
}

/// A new computer may lack the folders above as well: they are made by who says so.
fn made_way(face: &mut Face<'_>, place: &Path) -> Result<()> {
    let Some(above) = place.parent().filter(|above| !above.exists()) else { return Ok(()) };
    let question = fl!(face.words, "recover-make", folder = safe_path(above));
    if face.talk().confirm(&question, true)? {
        std::fs::create_dir_all(above).map_err(Error::io(Action::Create, above))?;
    }
    Ok(())
}

/// What is typed by whoever does not want a folder here.
const LEFT_OUT: [&str; 4] = ["n", "no", "non", "-"];

/// The same place below the folders of whoever sits here now.
fn proposed(old: &Path) -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    let here = etcetera::choose_base_strategy().ok()?.home_dir().to_owned();
    below_home(old, &here).filter(|path| path.parent().is_some_and(Path::is_dir))
}

/// `/home/marie/Documents/Patients`, `C:\Users\marie\…` and `/Users/marie/…` lie in somebody's folder.
fn below_home(old: &Path, here: &Path) -> Option<PathBuf> {
    let text = old.to_str()?.replace('\\', "/");
    let mut parts = text.split('/').filter(|part| !part.is_empty() && !part.ends_with(':'));
    let is_of_people = parts.next().is_some_and(|part| matches!(part, "home" | "Users"));
    parts.next().filter(|_| is_of_people)?;
    let rest: PathBuf = parts.collect();
    Some(here.join(rest)).filter(|path| path != here)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_one_person_is_proposed_in_that_of_another() {
        let here = Path::new("/home/paul");
        let proposed = |old: &str| below_home(Path::new(old), here);
        let there = Some(PathBuf::from("/home/paul/Documents/Patients"));
        assert_eq!(proposed("/home/marie/Documents/Patients"), there);
        assert_eq!(proposed(r"C:\Users\marie\Documents\Patients"), there);
        assert_eq!(proposed("/srv/marie/Patients"), None);
        assert_eq!(proposed("/home/marie"), None, "not the whole folder");
    }
}
