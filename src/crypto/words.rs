//! The recovery secret: 32 random bytes that a person writes down as 24 words.
//!
//! The words are BIP-39 (2 048 words a list, 8 bits of checksum), in French or English. In both lists
//! four letters without accents tell every word from the others, so four letters are enough when
//! typing back, and nobody has to find `é` on a foreign keyboard.

use std::sync::LazyLock;

use bip39::{Language, Mnemonic};
use secrecy::SecretString;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::hash::random_bytes;
use super::identity::Identity;
use crate::error::{Error, KeyTrouble, Result};

/// Words of a recovery secret.
pub const RECOVERY_WORDS: usize = 24;

/// Letters, accents left out, that tell a word from all others of its list.
const LETTERS_ENOUGH: usize = 4;

/// Longest text that is looked at as words, in bytes.
const TEXT_BYTES_MAX: usize = 16 * 1024;

/// A BIP-39 word list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WordList {
    /// 2 048 French words, 366 of them with accents.
    French,
    /// 2 048 English words.
    English,
}

/// The words without accents, at the places of the words themselves.
static PLAIN_FRENCH: LazyLock<Vec<String>> = LazyLock::new(|| plain_words(Language::French));
static PLAIN_ENGLISH: LazyLock<Vec<String>> = LazyLock::new(|| plain_words(Language::English));

fn plain_words(language: Language) -> Vec<String> {
    language.word_list().iter().map(|word| plain(word)).collect()
}

/// Lower case without accents.
fn plain(text: &str) -> String {
    text.nfd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase).collect()
}

impl WordList {
    /// Both lists.
    pub const ALL: [Self; 2] = [Self::French, Self::English];

    const fn language(self) -> Language {
        match self {
            Self::French => Language::French,
            Self::English => Language::English,
        }
    }

    pub(super) fn plain_words(self) -> &'static [String] {
        match self {
            Self::French => &PLAIN_FRENCH,
            Self::English => &PLAIN_ENGLISH,
        }
    }

    /// All words, with their accents (composed, NFC), in the order of the list.
    pub fn words(self) -> impl Iterator<Item = String> {
        self.language().word_list().iter().map(|word| word.nfc().collect())
    }

    /// The one word that was typed in full or by at least four letters, accents and case aside.
    #[must_use]
    pub fn complete(self, typed: &str) -> Option<String> {
        self.words().nth(self.place_of(typed)?)
    }

    /// Where in the list the word stands that was typed, from 0.
    #[must_use]
    pub(super) fn place_of(self, typed: &str) -> Option<usize> {
        self.find(&plain(typed.trim()))
    }

    /// Every word that begins with what was typed, accents and case aside.
    #[must_use]
    pub fn candidates(self, typed: &str) -> Vec<String> {
        let typed = plain(typed.trim());
        let fits = self.plain_words().iter().map(|word| word.starts_with(&typed));
        self.words().zip(fits).filter_map(|(word, fits)| fits.then_some(word)).collect()
    }

    /// Place in the list of a plain word or of its beginning.
    pub(super) fn find(self, typed: &str) -> Option<usize> {
        let words = self.plain_words();
        let whole = words.iter().position(|word| word == typed);
        whole.or_else(|| {
            let enough = typed.len() >= LETTERS_ENOUGH;
            words.iter().position(|word| enough && word.starts_with(typed))
        })
    }
}

/// The secret on the recovery sheet. Its 32 bytes are an X25519 age identity as they are, so stock
/// `age` needs no conversion.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct RecoverySecret([u8; 32]);

impl RecoverySecret {
    /// A new random secret.
    #[must_use]
    pub fn generate() -> Self {
        Self(random_bytes())
    }

    /// The 24 words, with their accents.
    #[must_use]
    pub fn words(&self, list: WordList) -> Zeroizing<Vec<String>> {
        let mnemonic = Mnemonic::from_entropy_in(list.language(), &self.0);
        let words = mnemonic.iter().flat_map(Mnemonic::words);
        Zeroizing::new(words.map(|word| word.nfc().collect()).collect())
    }

    /// Whether this was typed for the word at that position, from 1.
    #[must_use]
    pub fn has_word(&self, list: WordList, position: usize, typed: &str) -> bool {
        let words = self.words(list);
        let right = position.checked_sub(1).and_then(|at| words.get(at));
        right.is_some() && list.complete(typed).as_ref() == right
    }

    /// Takes 24 words of either list: whole or four letters each, with or without accents, numbers,
    /// commas and line breaks.
    ///
    /// # Errors
    ///
    /// [`KeyTrouble::WrongWords`], with the position of the first word that is in neither list; with
    /// none when there are more or fewer than 24, or the checksum is wrong.
    pub fn from_words(text: &str) -> Result<Self> {
        let typed = split(text);
        let attempts = WordList::ALL.map(|list| resolve(list, &typed));
        let found = attempts.iter().filter_map(|attempt| attempt.as_ref().ok());
        if let Some(secret) = found.flatten().next() {
            return Ok(secret.clone());
        }
        let position = attempts.iter().filter_map(|attempt| attempt.as_ref().err()).max();
        let all_known = attempts.iter().any(Result::is_ok);
        let position = position.copied().filter(|_| !all_known);
        Err(Error::Key(KeyTrouble::WrongWords { position }))
    }

    /// The identity that the secret is.
    ///
    /// # Errors
    ///
    /// None in practice: every 32 bytes are an identity.
    pub fn identity(&self) -> Result<Identity> {
        Identity::from_secret_bytes(&self.0)
    }

    /// The secret as an age secret key, for those who have no words but `age`.
    ///
    /// # Errors
    ///
    /// See [`RecoverySecret::identity`].
    pub fn secret_text(&self) -> Result<SecretString> {
        self.identity().map(|identity| identity.secret_text())
    }
}

impl std::fmt::Debug for RecoverySecret {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("RecoverySecret(…)")
    }
}

/// Everything that is a letter belongs to a word; everything else lies between words.
pub(super) fn split(text: &str) -> Zeroizing<Vec<String>> {
    let text = if text.len() > TEXT_BYTES_MAX { "" } else { text };
    let text = Zeroizing::new(plain(text));
    let words = text.split(|letter: char| !letter.is_alphabetic());
    Zeroizing::new(words.filter(|word| !word.is_empty()).map(str::to_owned).collect())
}

/// The secret in this list; none if all words are known but not a secret; or the position, from 1,
/// of the first unknown word.
fn resolve(list: WordList, typed: &[String]) -> Result<Option<RecoverySecret>, usize> {
    let known = list.language().word_list();
    let mut phrase = Zeroizing::new(String::with_capacity(TEXT_BYTES_MAX));
    for (before, word) in typed.iter().take(RECOVERY_WORDS).enumerate() {
        let place = list.find(word).ok_or(before + 1)?;
        phrase.push_str(known.get(place).copied().unwrap_or_default());
        phrase.push(' ');
    }
    let mnemonic = Mnemonic::parse_in_normalized(list.language(), &phrase).ok();
    let right_count = typed.len() == RECOVERY_WORDS;
    Ok(mnemonic.filter(|_| right_count).and_then(|mnemonic| secret_of(&mnemonic)))
}

fn secret_of(mnemonic: &Mnemonic) -> Option<RecoverySecret> {
    let (bytes, length) = mnemonic.to_entropy_array();
    let bytes = Zeroizing::new(bytes);
    bytes.get(..length)?.try_into().ok().map(RecoverySecret)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use secrecy::ExposeSecret;

    use super::*;

    fn position(text: &str) -> Option<usize> {
        match RecoverySecret::from_words(text) {
            Err(Error::Key(KeyTrouble::WrongWords { position })) => position,
            other => panic!("{other:?}"),
        }
    }

    fn fixed() -> RecoverySecret {
        RecoverySecret(std::array::from_fn(|at| (at * 7) as u8))
    }

    #[test]
    fn four_letters_without_accents_tell_every_word_from_the_others_of_its_list() {
        for list in WordList::ALL {
            let starts: HashSet<String> =
                list.plain_words().iter().map(|word| word.chars().take(4).collect()).collect();
            assert_eq!(starts.len(), 2048, "{list:?}");
            assert!(list.plain_words().iter().all(|word| word.is_ascii()), "{list:?}");
        }
    }

    #[test]
    fn the_official_vector_of_all_zeros_gives_its_words() {
        let words = RecoverySecret([0; 32]).words(WordList::English);
        assert_eq!(words.len(), RECOVERY_WORDS);
        assert!(words.iter().take(23).all(|word| word == "abandon"));
        assert_eq!(words[23], "art");
    }

    #[test]
    fn a_secret_comes_back_from_its_words_in_both_languages() {
        for secret in [fixed(), RecoverySecret::generate(), RecoverySecret([0xff; 32])] {
            for list in WordList::ALL {
                let text = secret.words(list).join(" ");
                assert_eq!(RecoverySecret::from_words(&text).unwrap().0, secret.0);
            }
        }
    }

    #[test]
    fn four_letters_numbers_line_breaks_capitals_and_lost_accents_do_not_matter() {
        for list in WordList::ALL {
            let words = fixed().words(list);
            let short = words.iter().map(|word| plain(word).chars().take(4).collect::<String>());
            let numbered: Vec<String> =
                short.enumerate().map(|(at, word)| format!("{}. {word},\r\n ", at + 1)).collect();
            let text = numbered.concat().to_uppercase();
            assert_eq!(RecoverySecret::from_words(&text).unwrap().0, fixed().0, "{text}");
            let decomposed: String = words.join("\t").nfd().collect();
            assert_eq!(RecoverySecret::from_words(&decomposed).unwrap().0, fixed().0);
        }
    }

    #[test]
    fn the_first_unknown_word_is_told_by_its_position() {
        for list in WordList::ALL {
            let mut words = fixed().words(list).clone();
            words[6] = "qqqq".to_owned();
            words[9] = "xy".to_owned();
            assert_eq!(position(&words.join(" ")), Some(7), "{list:?}");
        }
    }

    #[test]
    fn a_wrong_checksum_or_count_has_no_position() {
        let words = fixed().words(WordList::French);
        let mut swapped = words.clone();
        swapped.swap(3, 4);
        assert_eq!(position(&swapped.join(" ")), None);
        assert_eq!(position(&words[..23].join(" ")), None);
        assert_eq!(position(&format!("{} {}", words.join(" "), words[0])), None);
        assert_eq!(position(""), None);
        assert_eq!(position(&"abandon ".repeat(1_000_000)), None);
    }

    #[test]
    fn three_letters_are_not_enough_unless_they_are_the_word() {
        assert_eq!(WordList::English.complete("act").as_deref(), Some("act"));
        assert_eq!(WordList::English.complete("acti").as_deref(), Some("action"));
        assert_eq!(WordList::English.complete("aba"), None);
        assert_eq!(WordList::French.complete("ecla").as_deref(), Some("éclairer"));
        assert_eq!(WordList::French.complete(" ÉCLAIR ").as_deref(), Some("éclairer"));
        assert_eq!(WordList::French.complete("eclairx"), None);
        assert!(WordList::English.candidates("act").contains(&"actor".to_owned()));
        assert!(WordList::English.candidates("qz").is_empty());
    }

    #[test]
    fn typing_back_is_checked_word_by_word() {
        let words = fixed().words(WordList::French);
        let typed: String = plain(&words[10]).chars().take(4).collect();
        assert!(fixed().has_word(WordList::French, 11, &typed));
        assert!(!fixed().has_word(WordList::French, 11, "zzzz"));
        assert!(!fixed().has_word(WordList::French, 0, &typed));
        assert!(!fixed().has_word(WordList::French, 25, &typed));
    }

    #[test]
    fn the_secret_is_the_age_key_itself() {
        let line = fixed().secret_text().unwrap();
        assert!(line.expose_secret().starts_with("AGE-SECRET-KEY-1"));
        let identity: Identity = line.expose_secret().parse().unwrap();
        assert_eq!(identity, fixed().identity().unwrap());
        assert_eq!(format!("{:?}", fixed()), "RecoverySecret(…)");
    }
}
