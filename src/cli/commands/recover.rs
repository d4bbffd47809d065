//! What follows when a practice was taken up again on a new computer, in one go: a passphrase for this
//! computer, then the folders back in their place. The words of the sheet were typed once.

use std::path::{Path, PathBuf};

use refuge::config::Source;
use refuge::crypto::Identity;
use refuge::error::Result;
use refuge::practice::Practice;
use refuge::{sources, status};

use super::{home, keys::passphrase, restore};
use crate::cli::{Exit, Face, Failure, fl, safe_path, telling::mention, terminal::dropped};

/// Goes on with the keys that are open, at the drive of that name.
pub(super) fn go_on(face: &mut Face<'_>, drive: &str, keys: &[Identity]) -> Result<Exit, Failure> {
    let practice = home::practice(face)?;
    if practice.own_key_file()?.is_none() {
        face.say(&fl!(face.words, "recover-passphrase"));
        passphrase::for_this_computer(face, practice, keys)?;
    } else {
        drop(practice);
    }
    let mut practice = home::practice(face)?;
    if status::unrecovered(&practice, home::now())?.is_none() {
        face.say(&fl!(face.words, "recover-there"));
        return Ok(Exit::Done);
    }
    face.say("");
    face.say(&fl!(face.words, "recover-folders"));
    for source in &practice.config.sources {
        face.say(&format!("    {}", safe_path(&source.path)));
    }
    let question = fl!(face.words, "recover-ask");
    if !face.talk().confirm(&question, true)? {
        face.say(&fl!(face.words, "attach-next"));
        return Ok(Exit::Done);
    }
    for source in practice.config.sources.clone() {
        find_place(face, &mut practice, &source)?;
    }
    drop(practice);
    let exit = restore::put_back(face, drive, keys)?;
    face.say(&fl!(face.words, "recover-next"));
    Ok(exit)
}

/// The old place, where this computer has it; else the person says which.
fn find_place(face: &mut Face<'_>, practice: &mut Practice, source: &Source) -> Result<()> {
    if source.path.parent().is_some_and(Path::is_dir) {
        return Ok(());
    }
    let usual = proposed(&source.path).map(|path| path.to_string_lossy().into_owned());
    let folder = safe_path(&source.path);
    loop {
        let question = fl!(face.words, "recover-where", folder = folder.as_str());
        let typed = face.talk().ask(&question, usual.as_deref())?;
        let Err(error) = sources::relocate(practice, source.id, &dropped::path(&typed)) else {
            return Ok(());
        };
        mention(face, &error);
    }
}

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
