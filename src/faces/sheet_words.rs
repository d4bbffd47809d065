//! The words of a recovery sheet as they are typed: line by line, wrong ones again alone; and whose sheet they are.

use std::collections::VecDeque;

use refuge::crypto::Identity;
use refuge::crypto::words::{RECOVERY_WORDS, RecoverySecret, WordList};
use refuge::error::{Error, KeyTrouble, Result};
use refuge::keys;
use refuge::practice::Practice;
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use super::sheet_key::key_of;

/// Words in one column of the sheet, and on one line that is typed.
pub(crate) const WORDS_AT_ONCE: usize = 6;
/// Lines of a sheet.
pub(crate) const LINES: usize = RECOVERY_WORDS / WORDS_AT_ONCE;

/// Words that were typed, one by one wiped from memory.
type Words = Vec<Zeroizing<String>>;

/// What is to be typed next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// The words from this number to that.
    Line(usize, usize),
    /// The word of this number, because what was typed for it is wrong.
    Again(usize),
    /// Nothing: all words are there.
    Nothing,
}

/// All words of one sheet, as far as they are typed.
#[derive(Default)]
pub(crate) struct Typing {
    right: Words,
    waiting: VecDeque<Zeroizing<String>>,
    wrong: u32,
}

impl Typing {
    /// What is asked for next. Fewer words than that, or more, are taken as well.
    pub(crate) fn wants(&self) -> Wanted {
        let number = self.right.len() + 1;
        match (self.wrong, number > RECOVERY_WORDS) {
            (_, true) => Wanted::Nothing,
            (0, _) => Wanted::Line(number, number.next_multiple_of(WORDS_AT_ONCE)),
            _ => Wanted::Again(number),
        }
    }

    /// How often the word that is asked for was wrong.
    pub(crate) const fn wrong(&self) -> u32 {
        self.wrong
    }

    /// What follows a wrong word is dropped; those that are right stay.
    pub(crate) fn begin_anew(&mut self) {
        self.waiting.clear();
        self.wrong = 0;
    }

    /// All words are words, and yet they are no sheet's: those of a line, from 1, are asked for again, the others stay.
    pub(crate) fn retype(&mut self, line: usize) {
        self.begin_anew();
        let first = line.saturating_sub(1) * WORDS_AT_ONCE;
        let after = self.right.split_off((first + WORDS_AT_ONCE).min(self.right.len()));
        self.right.truncate(first);
        self.waiting.extend(after);
    }

    /// Takes a line that was typed.
    pub(crate) fn take(&mut self, typed: &SecretString, is_right: &dyn Fn(usize, &str) -> bool) {
        let mut line = split(typed);
        if self.wrong > 0 && line.len() > 1 {
            // The whole line once more.
            self.waiting.clear();
        }
        if line.is_empty() {
            return;
        }
        line.extend(self.waiting.drain(..));
        self.waiting = line;
        while self.right.len() < RECOVERY_WORDS {
            let Some(word) = self.waiting.pop_front() else { return };
            if !is_right(self.right.len() + 1, &word) {
                self.wrong += 1;
                return;
            }
            self.right.push(word);
            self.wrong = 0;
        }
        // More than there are: whoever weighs them says so.
        self.right.extend(self.waiting.drain(..));
    }

    /// The secret that the words are.
    pub(crate) fn secret(&self) -> Result<RecoverySecret> {
        let mut phrase = Zeroizing::new(String::with_capacity(1024));
        for word in &self.right {
            phrase.push_str(word);
            phrase.push(' ');
        }
        RecoverySecret::from_words(&phrase)
    }
}

/// Whatever is typed between and around words, and numbers before them, are no words.
fn split(typed: &SecretString) -> VecDeque<Zeroizing<String>> {
    let pieces =
        typed.expose_secret().split(|sign: char| sign.is_whitespace() || ",;".contains(sign));
    let bare = pieces.map(|piece| {
        piece.trim_matches(|sign: char| sign.is_ascii_digit() || sign.is_ascii_punctuation())
    });
    bare.filter(|word| !word.is_empty()).map(|word| Zeroizing::new(word.to_owned())).collect()
}

/// Whether a word stands in a list, whole or by four letters.
pub(crate) fn is_word(typed: &str) -> bool {
    WordList::ALL.into_iter().any(|list| list.complete(typed).is_some())
}

/// Refuses a sheet of another practice, and one that opens no drive of this one any more.
pub(crate) fn check(practice: &Practice, identity: &Identity) -> Result<()> {
    let key = key_of(practice, identity).ok_or(Error::Key(KeyTrouble::OpensNothing))?;
    let current = practice.config.practice.epoch;
    // A drive that was away has its old lock still.
    let may_open =
        key.epoch == current || !keys::queued(&practice.state, &practice.config)?.is_empty();
    let old = KeyTrouble::OldEpoch { found: key.epoch, current };
    if may_open { Ok(()) } else { Err(Error::Key(old)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_of_a_sheet_that_opens_nothing_is_typed_again() {
        let secret = RecoverySecret::generate();
        let all = secret.words(WordList::French);
        let slip = if all[7] == "abaisser" { "abandon" } else { "abaisser" };
        let mut typing = Typing::default();
        let take = |typing: &mut Typing, typed: String| {
            typing.take(&SecretString::from(typed), &|_, word| is_word(word));
            typing.wants()
        };
        let wrong = format!("{} {slip} {}", all[..7].join(" "), all[8..].join(" "));
        assert_eq!(take(&mut typing, wrong), Wanted::Nothing);
        typing.retype(2);
        assert_eq!(typing.wants(), Wanted::Line(7, 12));
        assert_eq!(take(&mut typing, all[6..12].join(" ")), Wanted::Nothing);
        assert!(typing.secret().unwrap().identity().unwrap() == secret.identity().unwrap());
    }

    #[test]
    fn a_wrong_word_is_asked_again_alone_and_a_whole_line_may_be_typed_instead() {
        let secret = RecoverySecret::generate();
        let all = secret.words(WordList::French);
        let mut typing = Typing::default();
        let mut take = |typed: String| {
            typing.take(&SecretString::from(typed), &|_, word| is_word(word));
            typing.wants()
        };
        assert_eq!(take(all[..6].join(" ")), Wanted::Line(7, 12));
        assert_eq!(take(format!("{} zzzz {}", all[6], all[8..12].join(" "))), Wanted::Again(8));
        assert_eq!(take(String::new()), Wanted::Again(8), "nothing typed is no word");
        assert_eq!(take(all[7].clone()), Wanted::Line(13, 18));
        assert_eq!(take(format!("{} zzzz", all[12])), Wanted::Again(14));
        assert_eq!(take(all[13..18].join(", ")), Wanted::Line(19, 24));
        assert_eq!(take(all[18..].join(" ")), Wanted::Nothing);
        assert!(typing.secret().unwrap().identity().unwrap() == secret.identity().unwrap());
    }
}
