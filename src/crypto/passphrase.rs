//! Passphrases of identity files: made by chance, or weighed before they are accepted.
//!
//! Who holds the file can try passphrases for as long as they like; scrypt makes each try cost about
//! a second. 80 bits is also what the CNIL asks where a passphrase stands alone (deliberation 2022-100).

use std::collections::HashSet;

use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;
use zxcvbn::matching::patterns::MatchPattern;

use super::hash::random_bytes;
use super::words::{WordList, split};
use crate::error::Weakness;

/// Words of a generated passphrase. French: 8 of 1 682 words without accents, 85 bits; English: 8 of
/// 2 048, 88 bits.
const GENERATED_WORDS: usize = 8;

/// Words of our lists, all different, from which a passphrase counts as generated.
const GENERATED_WORDS_MIN: usize = 6;

/// Characters of a passphrase that a person thought of.
const CHARACTERS_MIN: usize = 12;

/// Guesses, as a power of ten, that a passphrase which a person thought of must withstand: 80 bits.
const GUESSES_LOG10_MIN: u32 = 24;

/// zxcvbn looks at no more characters than this.
const CHARACTERS_WEIGHED_MAX: usize = 100;

/// A new passphrase of `GENERATED_WORDS` words, in lower case without accents, between spaces:
/// what is the same on every keyboard, but for the places of a few letters.
#[must_use]
pub fn generate(list: WordList) -> SecretString {
    let words = unaccented(list);
    let mut phrase = Zeroizing::new(String::with_capacity(16 * GENERATED_WORDS));
    for number in 0..GENERATED_WORDS {
        phrase.push_str(if number == 0 { "" } else { " " });
        phrase.push_str(words.get(random_below(words.len())).copied().unwrap_or_default());
    }
    SecretString::from(phrase.as_str())
}

/// The words that are written the same with and without accents.
fn unaccented(list: WordList) -> Vec<&'static str> {
    let plain = list.plain_words().iter().map(String::as_str);
    list.words().zip(plain).filter(|(word, plain)| word == plain).map(|(_, plain)| plain).collect()
}

/// A number below `end`, each with the same chance. `end` is at most 65 536.
fn random_below(end: usize) -> usize {
    let all = usize::from(u16::MAX) + 1;
    let fair_end = all - all % end.max(1);
    loop {
        let number = usize::from(u16::from_le_bytes(random_bytes()));
        if number < fair_end {
            return number % end.max(1);
        }
    }
}

/// Weighs a passphrase that a person wants to use.
///
/// `known` are words that an attacker would try first: names of the practice and its people.
///
/// # Errors
///
/// The first reason against it.
pub fn check(passphrase: &SecretString, known: &[&str]) -> Result<(), Weakness> {
    let text = passphrase.expose_secret();
    if generated_words(text) >= GENERATED_WORDS_MIN {
        return Ok(());
    }
    if text.chars().count() < CHARACTERS_MIN {
        return Err(Weakness::TooShort { needed: CHARACTERS_MIN });
    }
    if !has_four_kinds(text) {
        return Err(Weakness::KindsMissing);
    }
    withstands(guesses_log10(text, known))
}

fn withstands(guesses_log10: f64) -> Result<(), Weakness> {
    if guesses_log10 >= f64::from(GUESSES_LOG10_MIN) {
        return Ok(());
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 24")]
    let guesses_log10 = guesses_log10.max(0.0) as u32;
    Err(Weakness::Guessable { guesses_log10, needed_log10: GUESSES_LOG10_MIN })
}

/// How many different words, if the passphrase consists of words of one of our lists only.
fn generated_words(text: &str) -> usize {
    let words = split(text);
    let in_list = |list: &WordList| words.iter().all(|word| list.plain_words().contains(word));
    let different: HashSet<&String> = words.iter().collect();
    if WordList::ALL.iter().any(in_list) { different.len() } else { 0 }
}

fn has_four_kinds(text: &str) -> bool {
    let other =
        |letter: char| !letter.is_lowercase() && !letter.is_uppercase() && !letter.is_ascii_digit();
    text.contains(char::is_lowercase)
        && text.contains(char::is_uppercase)
        && text.contains(|letter: char| letter.is_ascii_digit())
        && text.contains(other)
}

/// Guesses needed, as a power of ten: the lower of the estimates for the whole and for its parts.
///
/// zxcvbn counts in 64 bits and so says no more than 10^19.27; beyond that it no longer looks for the
/// best way to guess, and parts short enough to be counted say more. It knows English words only, so
/// ours are added to what an attacker tries; other French words count ten for each letter.
fn guesses_log10(text: &str, known: &[&str]) -> f64 {
    let text: Zeroizing<String> =
        Zeroizing::new(text.chars().take(CHARACTERS_WEIGHED_MAX).collect());
    let french = WordList::French.plain_words().iter().map(String::as_str);
    let known: Vec<&str> = known.iter().copied().chain(french).collect();
    let estimate = zxcvbn::zxcvbn(&text, &known);
    if estimate.guesses() < u64::MAX {
        return estimate.guesses_log10();
    }
    let whole: f64 = estimate.sequence().iter().map(match_log10).sum();
    let parts: f64 =
        parts(&text).iter().map(|part| zxcvbn::zxcvbn(part, &known).guesses_log10()).sum();
    whole.min(parts)
}

/// What stands between changes of kind, each once: words, numbers, marks.
fn parts(text: &str) -> HashSet<&str> {
    let kind = |letter: char| (letter.is_alphabetic(), letter.is_numeric());
    let mut parts = HashSet::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|letter| kind(letter) != kind(first)).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        parts.insert(part);
        rest = after;
    }
    parts
}

#[expect(clippy::cast_precision_loss, reason = "an estimate")]
fn match_log10(found: &zxcvbn::Match) -> f64 {
    match found.guesses {
        Some(u64::MAX) | None => unknown_part(found).chars().count() as f64,
        Some(guesses) => (guesses.max(1) as f64).log10(),
    }
}

/// Repeating something long does not make it longer.
fn unknown_part(found: &zxcvbn::Match) -> &str {
    match &found.pattern {
        MatchPattern::Repeat(repeat) => &repeat.base_token,
        _ => &found.token,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weigh(text: &str) -> Result<(), Weakness> {
        check(&SecretString::from(text), &["Cabinet Dupont"])
    }

    #[test]
    fn a_generated_passphrase_has_eighty_bits_and_is_accepted() {
        for list in WordList::ALL {
            let bits = (unaccented(list).len() as f64).log2() * GENERATED_WORDS as f64;
            assert!(bits >= 80.0, "{list:?}: {bits}");
            for _ in 0..20 {
                let phrase = generate(list);
                assert_eq!(phrase.expose_secret().split(' ').count(), GENERATED_WORDS);
                assert!(phrase.expose_secret().is_ascii());
                assert_eq!(check(&phrase, &[]), Ok(()));
            }
        }
    }

    #[test]
    fn the_french_list_has_1682_words_without_accents() {
        assert_eq!(unaccented(WordList::French).len(), 1682);
        assert_eq!(unaccented(WordList::English).len(), 2048);
    }

    #[test]
    fn every_number_below_the_end_comes_up() {
        let seen: HashSet<usize> = (0..2_000).map(|_| random_below(7)).collect();
        assert_eq!(seen, (0..7).collect());
    }

    #[test]
    fn a_short_passphrase_is_refused() {
        assert_eq!(weigh("Ab1!Ab1!Ab1"), Err(Weakness::TooShort { needed: 12 }));
        assert_eq!(weigh(""), Err(Weakness::TooShort { needed: 12 }));
        assert_eq!(weigh("éàùéàù"), Err(Weakness::TooShort { needed: 12 }));
    }

    #[test]
    fn all_four_kinds_are_needed() {
        for text in
            ["abcdefghijklmnop1!", "ABCDEFGHIJKLMNOP1!", "Abcdefghijklmnop!", "Abcdefghijklmnop1"]
        {
            assert_eq!(weigh(text), Err(Weakness::KindsMissing), "{text}");
        }
    }

    #[test]
    fn what_can_be_guessed_is_refused_and_the_estimate_told() {
        for text in [
            "Password123!",
            "Azertyuiop1!",
            "Cabinet Dupont 2026!",
            "Bonjour-Docteur-2026!",
            "Aa1!Aa1!Aa1!Aa1!Aa1!Aa1!Aa1!Aa1!Aa1!",
            "k7#Qz!m2Rt9&",
            "Password 1 Monkey 2 Dragon 3 Summer!",
            "Monkey-Monkey-Monkey-Monkey-Dragon-12345",
        ] {
            let verdict = weigh(text);
            let refused = matches!(
                verdict,
                Err(Weakness::Guessable { guesses_log10, needed_log10: 24 }) if guesses_log10 < 24
            );
            assert!(refused, "{text}: {verdict:?}");
        }
    }

    #[test]
    fn a_long_unpredictable_passphrase_is_accepted() {
        assert_eq!(weigh("k7#Qz!m2Rt9&vB4xW?e8Lp$j6"), Ok(()));
    }

    #[test]
    fn more_characters_than_are_weighed_cost_no_time() {
        let start = std::time::Instant::now();
        assert_eq!(weigh(&"k7#Qz!m2Rt9&vB4xW?e8Lp$j6".repeat(10_000)), Ok(()));
        let repeated = weigh(&"k7#Qz!m2Rt9&".repeat(10_000));
        assert!(matches!(repeated, Err(Weakness::Guessable { .. })), "{repeated:?}");
        assert!(start.elapsed().as_secs() < 5, "took {:?}", start.elapsed());
    }

    #[test]
    fn six_different_words_of_a_list_pass_and_five_or_repeated_ones_do_not() {
        let words: Vec<&str> = unaccented(WordList::French).into_iter().step_by(211).collect();
        assert_eq!(weigh(&words[..6].join(" ")), Ok(()));
        assert_eq!(weigh(&words[..6].join("-").to_uppercase()), Ok(()));
        assert_eq!(weigh(&words[..5].join(" ")), Err(Weakness::KindsMissing));
        assert_eq!(weigh(&[words[0]; 8].join(" ")), Err(Weakness::KindsMissing));
    }
}
