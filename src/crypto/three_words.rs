//! Three words of a recovery sheet that can be checked while nobody types the other twenty-one.
//!
//! Whatever tells three right words from wrong ones can be searched: three words are 33 bits. So a
//! sheet gets one set of three and never another, behind scrypt. Even found out, they leave 223 of
//! its 256 bits, and about 2^109 steps to whoever also has the public half of the key.

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::hash::random_bytes;
use super::words::{RECOVERY_WORDS, RecoverySecret, WordList};

/// Words that are asked for.
pub const WORDS_ASKED: usize = 3;

const SALT_BYTES: usize = 16;
const HASH_BYTES: usize = 32;
/// 32 MiB and about a tenth of a second for each guess.
const LOG_N: u8 = 15;

/// Which three words of a sheet are asked for, and what tells whether they are right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreeWords {
    /// From 1, in order. The last word is never among them: it holds the checksum of all others.
    positions: [usize; WORDS_ASKED],
    salt: [u8; SALT_BYTES],
    hash: [u8; HASH_BYTES],
}

impl ThreeWords {
    /// Draws three positions and keeps what their words are checked with.
    #[must_use]
    pub fn of(secret: &RecoverySecret) -> Self {
        let list = WordList::English;
        let words = secret.words(list);
        let positions = draw();
        let chosen = positions
            .map(|position| words.get(position - 1).map(String::as_str).unwrap_or_default());
        let salt = random_bytes();
        let hash = hashed(list, chosen, &salt).unwrap_or_default();
        Self { positions, salt, hash }
    }

    /// The positions of the words on the sheet, from 1, in order.
    #[must_use]
    pub const fn positions(&self) -> [usize; WORDS_ASKED] {
        self.positions
    }

    /// Whether these are the words, in whole or by four letters each, of either list.
    #[must_use]
    pub fn are(&self, typed: [&str; WORDS_ASKED]) -> bool {
        WordList::ALL
            .into_iter()
            .filter_map(|list| hashed(list, typed, &self.salt))
            .any(|hash| hash == self.hash)
    }
}

fn draw() -> [usize; WORDS_ASKED] {
    const CHOICES: u8 = RECOVERY_WORDS as u8 - 1;
    let mut drawn = std::collections::BTreeSet::new();
    while drawn.len() < WORDS_ASKED {
        let [byte] = random_bytes();
        // Without the rest at the end every position is as likely.
        if byte < u8::MAX / CHOICES * CHOICES {
            drawn.insert(usize::from(byte % CHOICES) + 1);
        }
    }
    let mut drawn = drawn.into_iter();
    std::array::from_fn(|_| drawn.next().unwrap_or_default())
}

/// What is kept of three words: of their places in the list, so that both languages agree.
fn hashed(
    list: WordList,
    words: [&str; WORDS_ASKED],
    salt: &[u8; SALT_BYTES],
) -> Option<[u8; HASH_BYTES]> {
    let mut places = Zeroizing::new(Vec::with_capacity(2 * WORDS_ASKED));
    for word in words {
        let place = u16::try_from(list.place_of(word)?).ok()?;
        places.extend_from_slice(&place.to_le_bytes());
    }
    let mut hash = [0; HASH_BYTES];
    let cost = scrypt::Params::new(LOG_N, 8, 1, HASH_BYTES).ok()?;
    scrypt::scrypt(&places, salt, &cost, &mut hash).ok()?;
    Some(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_words_are_recognised_in_both_lists_whole_or_by_four_letters() {
        let secret = RecoverySecret::generate();
        let three = ThreeWords::of(&secret);
        for list in WordList::ALL {
            let words = secret.words(list);
            let chosen = three.positions().map(|position| words[position - 1].clone());
            assert!(three.are(chosen.each_ref().map(String::as_str)));
            let short = chosen.map(|word| word.chars().take(4).collect::<String>());
            assert!(three.are(short.each_ref().map(String::as_str)));
        }
    }

    #[test]
    fn other_words_another_order_and_words_of_no_list_are_not_right() {
        let secret = RecoverySecret::generate();
        let words = secret.words(WordList::French);
        let three = ThreeWords::of(&secret);
        let [a, b, c] = three.positions().map(|position| words[position - 1].as_str());
        // The same word may stand twice on a sheet.
        assert!(a == b || !three.are([b, a, c]));
        let other = if c == "abaisser" { "abandon" } else { "abaisser" };
        assert!(!three.are([a, b, other]));
        assert!(!three.are([a, b, "qqqq"]));
        assert!(!three.are([a, b, ""]));
    }

    #[test]
    fn the_positions_are_three_different_ones_in_order_and_never_the_last() {
        for _ in 0..500 {
            let [a, b, c] = draw();
            assert!(1 <= a && a < b && b < c && c < RECOVERY_WORDS);
        }
    }

    #[test]
    fn what_is_kept_holds_no_word() {
        let secret = RecoverySecret::generate();
        let kept = serde_json::to_value(ThreeWords::of(&secret)).unwrap();
        // Of the fields' names one is a word of the list.
        let kept = kept.as_object().unwrap().values();
        let kept: String = kept.map(|value| value.to_string() + "\n").collect();
        for list in WordList::ALL {
            assert!(secret.words(list).iter().all(|word| !kept.contains(word.as_str())));
        }
    }
}
