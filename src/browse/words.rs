//! Finding files by words, the way people type them: any order, no accents, beginnings are enough.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::tree_path::TreePath;

/// Words to look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words(Vec<String>);

impl Words {
    /// Takes what a person typed; punctuation separates words.
    pub fn new<S: AsRef<str>>(typed: impl IntoIterator<Item = S>) -> Self {
        let mut words = Vec::new();
        for text in typed {
            let folded = fold(text.as_ref());
            words.extend(split(&folded).map(str::to_owned));
        }
        Self(words)
    }

    /// Whether there is nothing to look for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether every word is the beginning of a word in the path. No word at all fits nothing.
    #[must_use]
    pub fn fit(&self, path: &TreePath) -> bool {
        let folded = fold(&String::from_utf8_lossy(path.as_bytes()));
        let begins = |word: &String| split(&folded).any(|part| part.starts_with(word.as_str()));
        !self.is_empty() && self.0.iter().all(begins)
    }
}

fn split(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|character: char| !character.is_alphanumeric()).filter(|part| !part.is_empty())
}

/// As it is compared: lower case, without accents; letters that Unicode does not take apart are spelled out.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for character in text.nfkd().filter(|character| !is_combining_mark(*character)) {
        for lower in character.to_lowercase() {
            match lower {
                'œ' => folded.push_str("oe"),
                'æ' => folded.push_str("ae"),
                'ß' => folded.push_str("ss"),
                'ø' => folded.push('o'),
                'ł' => folded.push('l'),
                other => folded.push(other),
            }
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(words: &[&str], path: &str) -> bool {
        Words::new(words).fit(&TreePath::from_bytes(path.as_bytes()).unwrap())
    }

    #[test]
    fn words_fit_by_their_beginnings_without_accents_or_case() {
        let path = "Dupont Zoé/Ordonnance ÉTÉ 2024.docx";
        assert!(fits(&["zoe", "ordo"], path));
        assert!(fits(&["ZOÉ"], "Dupont Zoe\u{301}/x"));
        assert!(fits(&["dup ete"], path));
        assert!(fits(&["coeur"], "Échographie du cœur.pdf"));
        assert!(fits(&["2024.docx"], path));
    }

    #[test]
    fn the_middle_of_a_word_does_not_fit_and_every_word_must() {
        let path = "Dupont Zoé/Ordonnance.docx";
        assert!(!fits(&["pont"], path));
        assert!(!fits(&["zoe", "martin"], path));
        assert!(!fits(&[], path));
        assert!(!fits(&["--"], path));
    }
}
