//! The recovery sheet on the terminal: its words written down and typed back, or typed in to open.
//!
//! Everything that shows a word happens on the private screen: nothing of it stays in the scrollback,
//! and nothing is stored. What is remembered is only where each numbered copy is kept.

use fast_qr::convert::svg::SvgBuilder;
use refuge::config::{KeyKind, OpeningKey};
use refuge::crypto::three_words::{ThreeWords, WORDS_ASKED};
use refuge::crypto::words::{RECOVERY_WORDS, RecoverySecret, WordList};
use refuge::crypto::{Identity, Recipient};
use refuge::error::{Error, KeyTrouble, Result};
use refuge::keys;
use refuge::practice::Practice;
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use crate::cli::{Catalog, Face, fl, stop::while_asking, telling::mention, terminal::Talk};

/// Words shown at one time.
const WORDS_AT_ONCE: usize = 6;

/// Wrong words after which those of the sheet can be seen again.
const TRIES: u32 = 2;

/// Copies of a sheet that a practice should have.
const COPIES: u32 = 2;

/// Shows the words of sheet no. `number`, then has them typed back: a sheet nobody checked is no sheet.
pub(crate) fn write_down(face: &mut Face<'_>, secret: &RecoverySecret, number: u32) -> Result<()> {
    let words = face.words;
    face.say(&fl!(words, "sheet-intro"));
    face.say(&fl!(words, "sheet-ready"));
    if !face.talk().confirm(&fl!(words, "sheet-begin"), true)? {
        return Err(Error::NotConfirmed);
    }
    let all = secret.words(face.words.language().word_list());
    for (group, six) in all.chunks(WORDS_AT_ONCE).enumerate() {
        face.privately(|face| show(face, group * WORDS_AT_ONCE, six))?;
    }
    type_back(face, secret, &all)?;
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

/// Has all words typed back. After two wrong ones those of the page can be seen again, for what was
/// copied wrongly cannot be typed rightly.
fn type_back(face: &mut Face<'_>, secret: &RecoverySecret, all: &[String]) -> Result<()> {
    let words = face.words;
    let mut from = 1;
    while let Some(stuck) = face.privately(|face| type_from(face, secret, from))? {
        if face.talk().confirm(&fl!(words, "sheet-show-again"), true)? {
            let group = (stuck - 1) / WORDS_AT_ONCE;
            let six = all.chunks(WORDS_AT_ONCE).nth(group).unwrap_or_default();
            face.privately(|face| show(face, group * WORDS_AT_ONCE, six))?;
        }
        from = stuck;
    }
    Ok(())
}

/// The number of the first word that was wrong twice; nothing when all were right.
fn type_from(face: &mut Face<'_>, secret: &RecoverySecret, from: usize) -> Result<Option<usize>> {
    let words = face.words;
    let list = words.language().word_list();
    let mut talk = face.talk();
    talk.say(&fl!(words, "sheet-back"));
    for number in from..=RECOVERY_WORDS {
        let mut tries = 0;
        loop {
            let typed = talk.words(&fl!(words, "sheet-word", number = number))?;
            if secret.has_word(list, number, typed.expose_secret()) {
                break;
            }
            talk.say(&fl!(words, "sheet-wrong", number = number));
            tries += 1;
            if tries >= TRIES {
                return Ok(Some(number));
            }
        }
    }
    Ok(None)
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
    ask_secret(face, practice)?.identity()
}

/// The same, with the secret that the words are.
pub(crate) fn ask_secret(
    face: &mut Face<'_>,
    practice: Option<&Practice>,
) -> Result<RecoverySecret> {
    loop {
        let secret = face.privately(|face| typed_in(face, practice));
        let checked = secret.and_then(|secret| {
            let identity = secret.identity()?;
            practice.map_or(Ok(()), |practice| check(practice, &identity))?;
            Ok(secret)
        });
        match checked {
            Err(error @ Error::Key(KeyTrouble::Needed)) => return Err(error),
            Err(error @ Error::Key(_)) => mention(face, &error),
            other => return other,
        }
        let again = fl!(face.words, "sheet-ask-again");
        if !face.talk().confirm(&again, true)? {
            return Err(Error::NotConfirmed);
        }
    }
}

fn typed_in(face: &mut Face<'_>, practice: Option<&Practice>) -> Result<RecoverySecret> {
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
    RecoverySecret::from_words(&phrase)
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
pub(crate) fn key_of<'a>(practice: &'a Practice, identity: &Identity) -> Option<&'a OpeningKey> {
    let public = identity.to_recipient().as_ref().map(Recipient::to_string)?;
    practice.config.keys.iter().find(|key| key.recipient == public)
}

/// Whether an identity is that of a sheet.
pub(crate) fn is_sheet(practice: &Practice, identity: &Identity) -> bool {
    key_of(practice, identity).is_some_and(|key| key.kind == KeyKind::Sheet)
}

/// Asks for three words until they are right, and gives their numbers as they are told.
pub(crate) fn ask_three(face: &mut Face<'_>, number: u32, three: &ThreeWords) -> Result<String> {
    let words = face.words;
    let [first, second, third] = three.positions();
    let numbers = fl!(words, "sheet-three-numbers", first = first, second = second, third = third);
    loop {
        let typed = face.privately(|face| {
            let mut talk = face.talk();
            talk.say(&fl!(words, "sheet-three-ask", number = number, words = numbers.as_str()));
            type_three(words, &mut talk, three)
        })?;
        if while_asking(|| three.are(typed.each_ref().map(|word| word.expose_secret()))) {
            return Ok(numbers);
        }
        face.say(&fl!(words, "sheet-three-wrong", number = number, words = numbers.as_str()));
        if !face.talk().confirm(&fl!(words, "sheet-ask-again"), true)? {
            return Err(Error::NotConfirmed);
        }
    }
}

fn type_three(
    words: &Catalog,
    talk: &mut Talk<'_>,
    three: &ThreeWords,
) -> Result<[SecretString; WORDS_ASKED]> {
    let mut typed = std::array::from_fn(|_| SecretString::default());
    for (number, typed) in three.positions().into_iter().zip(&mut typed) {
        loop {
            *typed = talk.words(&fl!(words, "sheet-word", number = number))?;
            if matches!(recognised(typed), Typed::Word) {
                break;
            }
            talk.say(&fl!(words, "sheet-unknown", number = number));
        }
    }
    Ok(typed)
}

/// The key of a sheet as a picture of a QR code.
pub(crate) fn picture(key: &Identity) -> Option<Zeroizing<String>> {
    let code = fast_qr::QRBuilder::new(key.secret_text().expose_secret()).build().ok()?;
    Some(Zeroizing::new(SvgBuilder::default().to_str(&code)))
}

/// Asks where the copies of a sheet will be kept. A secret place needs no name: an empty answer ends.
pub(crate) fn ask_places(face: &mut Face<'_>) -> Result<Vec<String>> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{
        Catalog, Language,
        terminal::scripted::{PRIVATE_OFF, PRIVATE_ON},
    };

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

    #[test]
    fn three_words_are_asked_until_they_are_right_and_none_stays_on_the_screen() {
        let words = Catalog::load(Language::French).unwrap();
        let secret = RecoverySecret::generate();
        let three = ThreeWords::of(&secret);
        let all = secret.words(WordList::French);
        let right = three.positions().map(|number| all[number - 1].clone());
        let wrong = if right[0] == "abaisser" { "abandon" } else { "abaisser" };
        let answers = [wrong, &right[1], &right[2], "o", "qqqq", &right[0], &right[1], &right[2]];
        let (mut face, transcript) = Face::scripted(&words, &["refuge"], &answers);
        let told = ask_three(&mut face, 4, &three).unwrap();
        assert!(three.positions().iter().all(|number| told.contains(&number.to_string())));
        let said = transcript.said.text();
        assert!(said.contains(&format!("Ce ne sont pas les mots {told} de la fiche n°\u{a0}4")));
        assert!(said.contains("n'est dans aucune liste"), "{said}");
        let left = left_on_screen(&said);
        assert!(right.iter().all(|word| !left.contains(word.as_str())), "{left}");
    }
}
