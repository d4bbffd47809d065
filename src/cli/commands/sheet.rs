//! The recovery sheet on the terminal: its words written down and typed back, or typed in to open.
//!
//! Everything that shows a word happens on the private screen: nothing of it stays in the scrollback,
//! and nothing is stored. What is remembered is only where each numbered copy is kept.

use refuge::config::{KeyKind, OpeningKey};
use refuge::crypto::words::{RECOVERY_WORDS, RecoverySecret, WordList};
use refuge::crypto::{Identity, Recipient};
use refuge::error::{Error, KeyTrouble, Result};
use refuge::keys;
use refuge::practice::Practice;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::super::catalog::fl;
use super::super::face::Face;
use super::identities;

/// Words shown at one time.
const WORDS_AT_ONCE: usize = 6;

/// Copies of a sheet that a practice should have.
const COPIES: u32 = 2;

/// State collection: where the copies of the sheets are kept.
const SHEETS: &str = "sheets";

/// One copy of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SheetCopy {
    /// Number of the sheet: the epoch of its key.
    pub(super) sheet: u32,
    /// Number of the copy.
    pub(super) copy: u32,
    /// Where it is kept, in the person's words.
    pub(super) place: String,
}

/// Shows the words of sheet no. `number`, then has them typed back: a sheet nobody checked is no sheet.
pub(crate) fn write_down(face: &mut Face<'_>, secret: &RecoverySecret, number: u32) -> Result<()> {
    let words = face.words;
    face.say(&fl!(words, "sheet-intro"));
    face.say(&fl!(words, "sheet-ready"));
    if !face.talk().confirm(&fl!(words, "sheet-begin"), true)? {
        return Err(Error::NotConfirmed);
    }
    let all = secret.words(identities::list(face));
    for (group, six) in all.chunks(WORDS_AT_ONCE).enumerate() {
        face.privately(|face| show(face, group * WORDS_AT_ONCE, six))?;
    }
    face.privately(|face| type_back(face, secret))?;
    if face.talk().confirm(&fl!(words, "sheet-qr-ask"), false)? {
        face.privately(|face| show_qr(face, secret))?;
    }
    face.say(&fl!(words, "sheet-right", number = number));
    Ok(())
}

fn show(face: &mut Face<'_>, before: usize, six: &[String]) -> Result<()> {
    let words = face.words;
    let mut talk = face.talk();
    let (first, last) = (before + 1, before + six.len());
    talk.say(&fl!(words, "sheet-page", first = first, last = last, all = RECOVERY_WORDS));
    talk.say("");
    for (number, word) in (first..).zip(six) {
        talk.say(&format!("    {number:2}  {word}"));
    }
    talk.say("");
    while !talk.confirm(&fl!(words, "sheet-written"), true)? {}
    Ok(())
}

fn type_back(face: &mut Face<'_>, secret: &RecoverySecret) -> Result<()> {
    let words = face.words;
    let list = identities::list(face);
    let mut talk = face.talk();
    talk.say(&fl!(words, "sheet-back"));
    for number in 1..=RECOVERY_WORDS {
        loop {
            let typed = talk.words(&fl!(words, "sheet-word", number = number))?;
            if secret.has_word(list, number, typed.expose_secret()) {
                break;
            }
            talk.say(&fl!(words, "sheet-wrong", number = number));
        }
    }
    Ok(())
}

/// A code for who wants one on the sheet: a photograph of it is a copy of the key, and is told so.
fn show_qr(face: &mut Face<'_>, secret: &RecoverySecret) -> Result<()> {
    let words = face.words;
    let text = secret.secret_text()?;
    let code = fast_qr::QRBuilder::new(text.expose_secret()).build();
    let mut talk = face.talk();
    match code {
        Ok(code) => {
            talk.say(&Zeroizing::new(code.to_str()));
            talk.say(text.expose_secret());
        }
        Err(_) => talk.say(&fl!(words, "sheet-qr-none")),
    }
    talk.say(&fl!(words, "sheet-qr-warning"));
    talk.confirm(&fl!(words, "sheet-qr-done"), true).map(drop)
}

/// Asks for the words of a sheet until they are those of one that opens: whole or four letters
/// each, one by one or all at once.
pub(crate) fn ask(face: &mut Face<'_>, practice: Option<&Practice>) -> Result<Identity> {
    loop {
        let identity = face.privately(|face| typed_in(face, practice));
        let checked = identity.and_then(|identity| {
            practice.map_or(Ok(()), |practice| check(practice, &identity))?;
            Ok(identity)
        });
        match checked {
            Err(error @ Error::Key(KeyTrouble::Needed)) => return Err(error),
            Err(error @ Error::Key(_)) => identities::tell(face, &error),
            other => return other,
        }
        let again = fl!(face.words, "sheet-ask-again");
        if !face.talk().confirm(&again, true)? {
            return Err(Error::NotConfirmed);
        }
    }
}

fn typed_in(face: &mut Face<'_>, practice: Option<&Practice>) -> Result<Identity> {
    let words = face.words;
    let mut talk = face.talk();
    talk.say(&match practice {
        Some(practice) => fl!(words, "sheet-ask", number = practice.config.practice.epoch),
        None => fl!(words, "sheet-ask-any"),
    });
    talk.say(&fl!(words, "sheet-lost"));
    let mut phrase = Zeroizing::new(String::with_capacity(1024));
    let mut number = 1;
    while number <= RECOVERY_WORDS {
        let typed = talk.words(&fl!(words, "sheet-word", number = number))?;
        match recognised(&typed) {
            Typed::Word => number += 1,
            Typed::Many => number = RECOVERY_WORDS + 1,
            Typed::Unknown => {
                talk.say(&fl!(words, "sheet-unknown", number = number));
                continue;
            }
        }
        phrase.push_str(typed.expose_secret());
        phrase.push(' ');
    }
    RecoverySecret::from_words(&phrase)?.identity()
}

enum Typed {
    Word,
    Many,
    Unknown,
}

fn recognised(typed: &SecretString) -> Typed {
    let text = typed.expose_secret().trim();
    let is_word = || WordList::ALL.into_iter().any(|list| list.complete(text).is_some());
    match text.split_whitespace().count() {
        1 if is_word() => Typed::Word,
        0 | 1 => Typed::Unknown,
        _ => Typed::Many,
    }
}

/// Refuses a sheet of another practice, and one that opens no drive of this one any more.
fn check(practice: &Practice, identity: &Identity) -> Result<()> {
    let key = key_of(practice, identity).ok_or(Error::Key(KeyTrouble::OpensNothing))?;
    let current = practice.config.practice.epoch;
    // A drive that was away has its old lock still.
    let may_open =
        key.epoch == current || !keys::queued(&practice.state, &practice.config)?.is_empty();
    let old = KeyTrouble::OldEpoch { found: key.epoch, current };
    if may_open { Ok(()) } else { Err(Error::Key(old)) }
}

/// The opening key in the configuration that an identity is.
pub(super) fn key_of<'a>(practice: &'a Practice, identity: &Identity) -> Option<&'a OpeningKey> {
    let public = identity.to_recipient().as_ref().map(Recipient::to_string)?;
    practice.config.keys.iter().find(|key| key.recipient == public)
}

/// Whether an identity is that of a sheet.
pub(super) fn is_sheet(practice: &Practice, identity: &Identity) -> bool {
    key_of(practice, identity).is_some_and(|key| key.kind == KeyKind::Sheet)
}

/// Asks where the copies of a sheet will be kept. A secret place needs no name: an empty answer ends.
pub(super) fn ask_places(face: &mut Face<'_>) -> Result<Vec<String>> {
    let words = face.words;
    let mut places = Vec::new();
    face.say(&fl!(words, "sheet-places"));
    for copy in 1..=COPIES {
        let default = match copy {
            1 => fl!(words, "sheet-place-first"),
            _ => fl!(words, "sheet-place-second"),
        };
        let question = fl!(words, "sheet-place-ask", copy = copy);
        places.push(face.talk().ask(&question, Some(&default))?);
    }
    Ok(places)
}

/// Remembers where the copies of a sheet are kept, in place of what was known of that sheet.
pub(super) fn remember(practice: &mut Practice, sheet: u32, places: &[String]) -> Result<()> {
    let mut all = practice.state.items::<SheetCopy>(SHEETS)?;
    all.retain(|(_, copy)| copy.sheet != sheet);
    all.extend((1..).zip(places).map(|(copy, place)| {
        (format!("{sheet}-{copy}"), SheetCopy { sheet, copy, place: place.clone() })
    }));
    practice.state.replace_items(SHEETS, &all)
}

/// Where the copies of a sheet are kept.
pub(super) fn copies(practice: &Practice, sheet: u32) -> Result<Vec<SheetCopy>> {
    let all = practice.state.items::<SheetCopy>(SHEETS)?;
    Ok(all.into_iter().map(|(_, copy)| copy).filter(|copy| copy.sheet == sheet).collect())
}

#[cfg(test)]
mod tests {
    use super::super::super::catalog::Catalog;
    use super::super::super::language::Language;
    use super::super::super::terminal::scripted::{PRIVATE_OFF, PRIVATE_ON};
    use super::*;

    /// What stays on the screen afterwards.
    fn left_on_screen(text: &str) -> String {
        let mut left = String::new();
        for (number, piece) in text.split(PRIVATE_ON).enumerate() {
            let stays = if number == 0 { Some(piece) } else { piece.split(PRIVATE_OFF).nth(1) };
            left.push_str(stays.unwrap_or_default());
        }
        left
    }

    #[test]
    fn words_are_typed_back_by_four_letters_and_none_stays_on_the_screen() {
        let words = Catalog::load(Language::French).unwrap();
        let secret = RecoverySecret::generate();
        let all = secret.words(WordList::French);
        let short: Vec<String> = all.iter().map(|word| word.chars().take(4).collect()).collect();
        let mut answers = vec!["o"; 5];
        answers.push("pas un mot");
        answers.extend(short.iter().map(String::as_str));
        answers.push("n");
        let (mut face, transcript) = Face::scripted(&words, &["refuge"], &answers);
        write_down(&mut face, &secret, 2).unwrap();
        let said = transcript.said.text();
        assert!(all.iter().all(|word| said.contains(word.as_str())));
        assert!(said.contains("Ce n'est pas le mot 1 de votre fiche"), "{said}");
        let left = left_on_screen(&said);
        for word in all.iter() {
            assert!(!left.contains(&format!("  {word}\n")), "{left}");
        }
        assert!(left.contains("fiche n°\u{a0}2 est juste"), "{left}");
    }

    #[test]
    fn an_unknown_word_is_asked_again_at_once_and_all_may_be_typed_on_one_line() {
        let words = Catalog::load(Language::English).unwrap();
        let secret = RecoverySecret::generate();
        let line = secret.words(WordList::French).join(" ");
        let (mut face, transcript) = Face::scripted(&words, &["refuge"], &["qqqq", &line]);
        let identity = ask(&mut face, None).unwrap();
        assert!(identity == secret.identity().unwrap());
        assert!(transcript.said.text().contains("Word 1 is in no list"));
        assert!(!left_on_screen(&transcript.said.text()).contains(&line));
    }
}
