//! Which folders are backed up, each with its class and its rule.

use std::path::{Path, PathBuf};

use refuge::error::Result;
use refuge::sources::{self, Candidate, NewSource};

use crate::cli::{Face, commands::source_kind::classified, fl, safe, terminal::dropped, units};
use crate::faces::here;

/// Shows what was found and lets the person tick, untick and add until the list is right.
pub(super) fn ask(face: &mut Face<'_>, country: &str, given: &[PathBuf]) -> Result<Vec<NewSource>> {
    let words = face.words;
    let mut candidates: Vec<Candidate> = if given.is_empty() {
        here::own_folder().map(|home| sources::below(&home)).unwrap_or_default()
    } else {
        given.iter().map(|path| Candidate::named(absolute(path))).collect()
    };
    face.say(&if candidates.is_empty() {
        fl!(words, "wizard-folders-none")
    } else {
        fl!(words, "wizard-folders")
    });
    loop {
        show(face, &candidates);
        let question = if candidates.is_empty() {
            fl!(words, "wizard-folder-first")
        } else {
            fl!(words, "wizard-folders-ask")
        };
        let typed = face.talk().ask_or_skip(&question)?;
        let Some(typed) = typed else { break };
        if !change(&mut candidates, &typed) {
            face.say(&fl!(words, "wizard-folder-unknown", path = safe(&typed)));
        }
    }
    let chosen: Vec<Candidate> =
        candidates.into_iter().filter(|candidate| candidate.chosen).collect();
    if chosen.is_empty() {
        face.say(&fl!(words, "wizard-folders-later"));
    }
    chosen.into_iter().map(|candidate| classified(face, country, candidate.path)).collect()
}

fn show(face: &mut Face<'_>, candidates: &[Candidate]) {
    let words = face.words;
    for (number, candidate) in (1_usize..).zip(candidates) {
        let tick = if candidate.chosen { "x" } else { " " };
        let (bytes, is_whole) = candidate.size;
        let size = units::bytes(words.language(), bytes);
        let size = if is_whole { size } else { fl!(words, "wizard-more-than", size = size) };
        let path = safe(&candidate.path.to_string_lossy());
        let advice = if candidate.recommended {
            format!("   {}", fl!(words, "wizard-recommended"))
        } else {
            String::new()
        };
        face.say(&format!("  {number}  [{tick}] {path} ({size}){advice}"));
    }
}

/// Numbers tick and untick; anything else is the path of one more folder. Tells whether it was
/// understood.
fn change(candidates: &mut Vec<Candidate>, typed: &str) -> bool {
    let numbers: Option<Vec<usize>> = typed
        .split([' ', ','])
        .filter(|word| !word.is_empty())
        .map(|word| word.parse().ok())
        .collect();
    if let Some(numbers) = numbers {
        let known = 1..=candidates.len();
        if !numbers.iter().all(|number| known.contains(number)) {
            return false;
        }
        for number in numbers {
            if let Some(candidate) = candidates.get_mut(number - 1) {
                candidate.chosen = !candidate.chosen;
            }
        }
        return true;
    }
    let path = absolute(&dropped::path(typed));
    if let Some(shown) = candidates.iter_mut().find(|candidate| candidate.path == path) {
        shown.chosen = true;
        return true;
    }
    if path.is_dir() {
        candidates.push(Candidate::named(path.clone()));
    }
    path.is_dir()
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two() -> Vec<Candidate> {
        let one = |name: &str, chosen| Candidate {
            path: name.into(),
            chosen,
            recommended: chosen,
            size: (1, true),
        };
        vec![one("/exports", true), one("/documents", false)]
    }

    #[test]
    fn numbers_tick_and_untick() {
        let mut candidates = two();
        assert!(change(&mut candidates, "1, 2"));
        assert_eq!(candidates.iter().map(|one| one.chosen).collect::<Vec<_>>(), [false, true]);
        assert!(!change(&mut candidates, "3"));
        assert!(!change(&mut candidates, "1 0"));
        assert_eq!(candidates.iter().map(|one| one.chosen).collect::<Vec<_>>(), [false, true]);
    }

    #[test]
    fn a_path_adds_a_folder_that_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let mut candidates = two();
        assert!(change(&mut candidates, folder.path().to_str().unwrap()));
        assert!(candidates[2].chosen && candidates[2].path == folder.path());
        assert!(!change(&mut candidates, "/nowhere/at/all"));
        assert_eq!(candidates.len(), 3);
        // The same once more, dropped on the window, is the same folder.
        assert!(change(&mut candidates, "3") && !candidates[2].chosen);
        assert!(change(&mut candidates, &format!("'{}'", folder.path().display())));
        assert_eq!((candidates.len(), candidates[2].chosen), (3, true));
    }
}
