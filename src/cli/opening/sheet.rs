//! The recovery sheet on the terminal: its words written down and typed back, or typed in to open.
//!
//! Everything that shows a word happens on the private screen: nothing of it stays in the scrollback,
//! and nothing is stored. What is remembered is only where each numbered copy is kept.

use fast_qr::convert::svg::SvgBuilder;
use refuge::crypto::Identity;
use refuge::crypto::three_words::{ThreeWords, WORDS_ASKED};
use refuge::crypto::words::{RECOVERY_WORDS, RecoverySecret};
use refuge::error::{Error, KeyTrouble, Result};
use refuge::practice::Practice;
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use crate::cli::{
    Catalog, Face, fl,
    stop::while_stretching,
    telling::mention,
    terminal::{Talk, yes_or_no},
};
pub(crate) use crate::faces::sheet_key::is_sheet;
use crate::faces::sheet_words::{LINES, Typing, WORDS_AT_ONCE, Wanted, check, is_word};

/// Wrong words after which those of the sheet can be seen again.
const TRIES: u32 = 2;

/// Copies of a sheet that a practice should have.
const COPIES: u32 = 2;

/// Shows the words of sheet no. `number`, then has them typed back: a sheet nobody checked is no sheet.
pub(crate) fn write_down(face: &mut Face<'_>, secret: &RecoverySecret, number: u32) -> Result<()> {
    let words = face.words;
    face.say(&fl!(words, "sheet-ready"));
    if !face.talk().confirm(&fl!(words, "sheet-begin"), true)? {
        return Err(Error::NotConfirmed);
    }
    copy_out(face, secret, number)?;
    if face.talk().confirm(&fl!(words, "sheet-qr-ask"), false)? {
        face.privately(|face| show_qr(face, secret))?;
    }
    Ok(())
}

/// The same for who has pen and paper ready.
pub(crate) fn copy_out(face: &mut Face<'_>, secret: &RecoverySecret, number: u32) -> Result<()> {
    let words = face.words;
    face.say(&fl!(words, "sheet-intro"));
    let all = secret.words(words.language().word_list());
    face.privately(|face| show(face, &all))?;
    type_back(face, secret, &all)?;
    face.say(&fl!(words, "sheet-right", number = number));
    Ok(())
}

/// All words, in columns as on the form.
fn show(face: &mut Face<'_>, all: &[String]) -> Result<()> {
    let words = face.words;
    let mut talk = face.talk();
    talk.say(&fl!(words, "sheet-page", all = RECOVERY_WORDS));
    talk.say("");
    for row in 0..WORDS_AT_ONCE {
        let column = (1..).zip(all).skip(row).step_by(WORDS_AT_ONCE);
        let cells = column.map(|(number, word)| format!("  {number:2}  {word:<12}"));
        talk.say(Zeroizing::new(cells.collect::<String>()).trim_end());
    }
    talk.say("");
    while !talk.confirm(&fl!(words, "sheet-written"), true)? {}
    Ok(())
}

/// Has all words typed back. After two wrong ones the page can be seen again, for what was copied
/// wrongly cannot be typed rightly.
fn type_back(face: &mut Face<'_>, secret: &RecoverySecret, all: &[String]) -> Result<()> {
    let words = face.words;
    let list = words.language().word_list();
    let check = Check {
        is_right: &|number, typed| secret.has_word(list, number, typed),
        wrong: &|number| fl!(words, "sheet-wrong", number = number),
        tries: Some(TRIES),
    };
    let mut right = Typing::default();
    loop {
        let is_done = face.privately(|face| {
            let mut talk = face.talk();
            talk.say(&fl!(words, "sheet-back"));
            talk.say(&fl!(words, "sheet-back-enter"));
            type_words(words, &mut talk, &check, &mut right)
        })?;
        if is_done {
            return Ok(());
        }
        if face.talk().confirm(&fl!(words, "sheet-show-again"), true)? {
            face.privately(|face| show(face, all))?;
        }
    }
}

/// What is asked of each word that is typed.
struct Check<'a> {
    is_right: &'a dyn Fn(usize, &str) -> bool,
    /// What is said of one that is not.
    wrong: &'a dyn Fn(usize) -> String,
    /// So often one word may be wrong before the typing stops; for ever where nothing is said.
    tries: Option<u32>,
}

/// Asks for the words from the first that is missing, one line for each column of the sheet. A wrong one is asked
/// for again alone. Tells whether all are there; with Enter alone, who may see them again stops.
fn type_words(
    words: &Catalog,
    talk: &mut Talk<'_>,
    check: &Check<'_>,
    typing: &mut Typing,
) -> Result<bool> {
    loop {
        let one = |number: usize| fl!(words, "sheet-word", number = number);
        let prompt = match typing.wants() {
            Wanted::Nothing => return Ok(true),
            Wanted::Again(number) => {
                talk.say(&(check.wrong)(number));
                if check.tries == Some(typing.wrong()) {
                    typing.begin_anew();
                    return Ok(false);
                }
                one(number)
            }
            Wanted::Line(first, last) if first == last => one(first),
            Wanted::Line(first, last) => fl!(words, "sheet-line", first = first, last = last),
        };
        let typed = talk.words(&prompt)?;
        if check.tries.is_some() && typed.expose_secret().trim().is_empty() {
            typing.begin_anew();
            return Ok(false);
        }
        typing.take(&typed, check.is_right);
    }
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
    let mut typed = Typing::default();
    loop {
        let secret = face.privately(|face| typed_in(face, practice, &mut typed));
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
        match which_again(face)? {
            Some(line) => typed.retype(line),
            None => typed = Typing::default(),
        }
    }
}

/// Which line, from 1, somebody wants to type again; nothing where it is all of them.
fn which_again(face: &mut Face<'_>) -> Result<Option<usize>> {
    let question = fl!(face.words, "sheet-ask-line", lines = LINES);
    let mut talk = face.talk();
    loop {
        let Some(answer) = talk.ask_or_skip(&question)? else { return Ok(None) };
        match (answer.trim().parse(), yes_or_no(answer.trim())) {
            (Ok(line), _) if (1..=LINES).contains(&line) => return Ok(Some(line)),
            (_, Some(true)) => return Ok(None),
            (_, Some(false)) => return Err(Error::NotConfirmed),
            _ => {}
        }
    }
}

fn typed_in(
    face: &mut Face<'_>,
    practice: Option<&Practice>,
    typed: &mut Typing,
) -> Result<RecoverySecret> {
    let words = face.words;
    let mut talk = face.talk();
    talk.say(&match practice {
        Some(practice) => fl!(words, "sheet-ask", number = practice.config.practice.epoch),
        None => fl!(words, "sheet-ask-any"),
    });
    talk.say(&fl!(words, "sheet-lost"));
    let check = Check {
        is_right: &|_, typed| is_word(typed),
        wrong: &|number| fl!(words, "sheet-unknown", number = number),
        tries: None,
    };
    type_words(words, &mut talk, &check, typed)?;
    typed.secret()
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
        if while_stretching(|| three.are(typed.each_ref().map(|word| word.expose_secret()))) {
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
            if is_word(typed.expose_secret()) {
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
    use refuge::crypto::words::WordList;

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
        let line = |from: usize| short[from..from + WORDS_AT_ONCE].join(" ");
        let mut slip: Vec<String> = short[6..12].to_vec();
        slip[2] = "pasunmot".to_owned();
        let lines = [line(0), slip.join(" "), short[8].clone(), line(12), line(18)];
        let answers: Vec<&str> =
            ["o", "o"].into_iter().chain(lines.iter().map(String::as_str)).chain(["n"]).collect();
        let (mut face, transcript) = Face::scripted(&words, &["refuge"], &answers);
        write_down(&mut face, &secret, 2).unwrap();
        let said = transcript.said.text();
        assert!(all.iter().all(|word| said.contains(word.as_str())));
        assert_eq!(said.matches("Ce n'est pas le mot").count(), 1, "{said}");
        assert!(said.contains("Ce n'est pas le mot 9 de votre fiche"), "{said}");
        let left = left_on_screen(&said);
        for word in all.iter() {
            assert!(!left.contains(&format!("  {word} ")), "{left}");
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
    fn a_word_that_is_another_word_of_the_list_costs_one_line() {
        let words = Catalog::load(Language::French).unwrap();
        let secret = RecoverySecret::generate();
        let all = secret.words(WordList::French);
        let slip = if all[7] == "abaisser" { "abandon" } else { "abaisser" };
        let wrong = format!("{} {slip} {}", all[..7].join(" "), all[8..].join(" "));
        let line = all[6..12].join(" ");
        let (mut face, transcript) = Face::scripted(&words, &["refuge"], &[&wrong, "2", &line]);
        assert!(ask(&mut face, None).unwrap() == secret.identity().unwrap());
        assert!(transcript.said.text().contains("mots 7 à 12"));
    }

    #[test]
    fn lines_of_six_numbers_and_single_words_are_understood_and_a_wrong_one_is_asked_alone() {
        let words = Catalog::load(Language::French).unwrap();
        let secret = RecoverySecret::generate();
        let all = secret.words(WordList::English);
        let numbered: Vec<String> =
            (1..).zip(all.iter()).map(|(n, w)| format!("{n}. {w},")).collect();
        let mut second = all[6..12].to_vec();
        second[5] = "qqqq".to_owned();
        let answers = [
            numbered[..6].join(" "),
            second.join(" "),
            all[11].clone(),
            all[12].clone(),
            all[13..18].join("  "),
            all[18..].join(", "),
        ];
        let answers = answers.each_ref().map(String::as_str);
        let (mut face, transcript) = Face::scripted(&words, &["refuge"], &answers);
        assert!(ask(&mut face, None).unwrap() == secret.identity().unwrap());
        let said = transcript.said.text();
        assert_eq!(said.matches("n'est dans aucune liste").count(), 1, "{said}");
        assert!(said.contains("mots 14 à 18"), "{said}");
    }

    #[test]
    fn after_two_wrong_words_the_page_can_be_seen_again() {
        let words = Catalog::load(Language::English).unwrap();
        let secret = RecoverySecret::generate();
        let all = secret.words(WordList::English).join(" ");
        let answers = ["y", "zzzz", "zzzz", "y", "y", "", "n", &all];
        let (mut face, transcript) = Face::scripted(&words, &["refuge"], &answers);
        copy_out(&mut face, &secret, 1).unwrap();
        let said = transcript.said.text();
        assert_eq!(said.matches("Written down?").count(), 2, "{said}");
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
