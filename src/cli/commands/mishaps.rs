//! What the menu offers when something happened: it asks what, and does what the guide's page says, one command
//! after the other.

use refuge::config::{KeyState, OpeningKey};
use refuge::error::{Error, Result};
use refuge::incident;

use super::{home, line::carry_out};
use crate::cli::{Exit, Face, Failure, fl, opening::key_names, safe};

/// Asks what happened, and helps.
pub(super) fn run(face: &mut Face<'_>) -> Result<Exit, Failure> {
    let words = face.words;
    let what = [
        fl!(words, "mishap-left"),
        fl!(words, "mishap-lost"),
        fl!(words, "mishap-stolen"),
        fl!(words, "mishap-attack"),
        fl!(words, "mishap-nothing"),
    ];
    match face.talk().choose(&fl!(words, "mishap-ask"), &what)? {
        0 => somebody_leaves(face),
        1 => something_is_lost(face),
        2 => the_computer_is_stolen(face),
        3 => an_attack(face),
        _ => Ok(Exit::Done),
    }
}

/// Their own key goes first; then the locks change, without which it opens what it opened.
fn somebody_leaves(face: &mut Face<'_>) -> Result<Exit, Failure> {
    let words = face.words;
    let own = own_keys(face)?;
    if own.is_empty() {
        face.say(&fl!(words, "mishap-left-no-key"));
        return change_locks(face, "left");
    }
    let mut who: Vec<String> = own.iter().map(|name| safe(name)).collect();
    who.push(fl!(words, "mishap-left-shared"));
    let chosen = face.talk().choose(&fl!(words, "mishap-left-who"), &who)?;
    if let Some(name) = own.get(chosen) {
        let removed = carry_out(face, &["keys", "remove", name]);
        if removed != Exit::Done {
            return Ok(removed);
        }
    }
    change_locks(face, "left")
}

/// Names of keys in use that belong to a person and not to the practice.
fn own_keys(face: &Face<'_>) -> Result<Vec<String>, Failure> {
    let practice = home::practice_reading(face)?;
    let is_own = |key: &&OpeningKey| {
        key.state == KeyState::Active && key_names::in_words(face.words, &key.name) == key.name
    };
    Ok(practice.config.keys.iter().filter(is_own).map(|key| key.name.clone()).collect())
}

fn something_is_lost(face: &mut Face<'_>) -> Result<Exit, Failure> {
    let words = face.words;
    let what = [
        fl!(words, "mishap-lost-drive"),
        fl!(words, "mishap-lost-stick"),
        fl!(words, "mishap-lost-sheet"),
    ];
    match face.talk().choose(&fl!(words, "mishap-lost-what"), &what)? {
        0 => {
            let told = carry_out(face, &["drives", "lost"]);
            if told == Exit::Done { change_locks(face, "drive") } else { Ok(told) }
        }
        1 => {
            face.say(&fl!(words, "mishap-lost-stick-means"));
            change_locks(face, "other")
        }
        _ => {
            face.say(&fl!(words, "mishap-lost-sheet-means"));
            change_locks(face, "sheet")
        }
    }
}

fn the_computer_is_stolen(face: &mut Face<'_>) -> Result<Exit, Failure> {
    let words = face.words;
    for line in [fl!(words, "mishap-stolen-means"), fl!(words, "mishap-report")] {
        face.say(&line);
    }
    if face.talk().confirm(&fl!(words, "mishap-stolen-key-ask"), true)? {
        return change_locks(face, "other");
    }
    face.say(&fl!(words, "mishap-stolen-without-key"));
    Ok(Exit::Done)
}

/// Nothing may open a backup from a computer that is attacked: keys that are open are wiped first.
fn an_attack(face: &mut Face<'_>) -> Result<Exit, Failure> {
    if let Some(kept) = &face.kept {
        kept.forget();
    }
    let is_open = home::practice_reading(face)
        .is_ok_and(|practice| incident::is_open(&practice.state).unwrap_or(false));
    let question = fl!(face.words, "mishap-attack-over");
    if is_open && face.talk().confirm(&question, false)? {
        return Ok(carry_out(face, &["incident", "end"]));
    }
    Ok(carry_out(face, &["incident", "start"]))
}

/// New locks now, or the command that makes them later.
fn change_locks(face: &mut Face<'_>, reason: &str) -> Result<Exit, Failure> {
    let words = face.words;
    face.say("");
    face.say(&fl!(words, "mishap-locks"));
    match face.talk().confirm(&fl!(words, "mishap-locks-ask"), true) {
        Ok(true) => Ok(carry_out(face, &["keys", "rotate", "--reason", reason])),
        Ok(false) | Err(Error::NotConfirmed) => {
            face.say(&fl!(words, "mishap-locks-later"));
            Ok(Exit::Done)
        }
        Err(other) => Err(other.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{Catalog, Language};
    use clap::Parser;

    #[test]
    fn every_command_of_a_mishap_exists() {
        let mut lines = vec![
            vec!["refuge", "keys", "remove", "x"],
            vec!["refuge", "drives", "lost"],
            vec!["refuge", "incident", "start"],
            vec!["refuge", "incident", "end"],
        ];
        for reason in ["left", "drive", "sheet", "other"] {
            lines.push(vec!["refuge", "keys", "rotate", "--reason", reason]);
        }
        for line in lines {
            assert!(crate::cli::args::Cli::try_parse_from(&line).is_ok(), "{line:?}");
        }
    }

    #[test]
    fn who_says_no_to_new_locks_is_told_the_command() {
        let words = Catalog::load(Language::English).unwrap();
        let (mut face, transcript) = Face::scripted(&words, &["refuge"], &["2", "3", "n"]);
        assert_eq!(run(&mut face).unwrap(), Exit::Done);
        let said = transcript.said.text();
        assert!(said.contains("refuge keys rotate"), "{said}");
    }

    #[test]
    fn nothing_happened_is_an_answer_and_turning_away_is_one() {
        let words = Catalog::load(Language::French).unwrap();
        let (mut face, _) = Face::scripted(&words, &["refuge"], &["5"]);
        assert_eq!(run(&mut face).unwrap(), Exit::Done);
        let (mut face, _) = Face::scripted(&words, &["refuge"], &[]);
        assert!(matches!(run(&mut face), Err(Failure::Library(Error::NotConfirmed))));
    }
}
