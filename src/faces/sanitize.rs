//! Makes text from outside safe to show: a file name must not move the cursor, change colours,
//! reverse what stands beside it or hide part of itself.
//!
//! What is not shown as itself is shown as an escape, so that two names never look alike.

use std::path::Path;

/// A text from outside (a name, a path, the system's words), safe to show on one line.
pub(crate) fn safe(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    push_safe(&mut shown, text);
    shown
}

/// Bytes of a name that may not be UTF-8, safe to show on one line.
pub(crate) fn safe_bytes(bytes: &[u8]) -> String {
    let mut shown = String::with_capacity(bytes.len());
    for piece in bytes.utf8_chunks() {
        push_safe(&mut shown, piece.valid());
        for byte in piece.invalid() {
            shown.push_str(&format!("\\x{byte:02x}"));
        }
    }
    shown
}

fn push_safe(shown: &mut String, text: &str) {
    for character in text.chars() {
        if is_unsafe(character) {
            shown.push_str(&format!("\\u{{{:x}}}", u32::from(character)));
        } else {
            shown.push(character);
        }
    }
}

/// Controls (C0, DEL, C1), direction marks, characters of no width, line separators, tags.
const fn is_unsafe(character: char) -> bool {
    matches!(character,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}')
}

/// A path, made safe to show.
pub(crate) fn safe_path(path: &Path) -> String {
    safe(&path.to_string_lossy())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_escape_sequence_cannot_reach_the_terminal() {
        assert_eq!(safe("a\x1b[2Jb"), "a\\u{1b}[2Jb");
        assert_eq!(safe("deux\nlignes"), "deux\\u{a}lignes");
        assert_eq!(safe("c1\u{9b}31m"), "c1\\u{9b}31m");
    }

    #[test]
    fn a_name_cannot_be_reversed_or_hidden() {
        assert_eq!(safe("photo\u{202e}gpj.exe"), "photo\\u{202e}gpj.exe");
        assert_eq!(safe("du\u{200b}pont"), "du\\u{200b}pont");
    }

    #[test]
    fn accents_and_other_scripts_stay_as_they_are() {
        for name in ["Ordonnance été.docx", "病歴", "δοκιμή", "C:\\Patients\\1954"] {
            assert_eq!(safe(name), name);
            assert_eq!(safe_bytes(name.as_bytes()), name);
        }
    }

    #[test]
    fn bytes_that_are_not_text_are_shown_as_bytes() {
        assert_eq!(safe_bytes(b"caf\xe9.txt"), "caf\\xe9.txt");
    }

    proptest! {
        #[test]
        fn no_control_character_ever_passes(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            prop_assert!(!safe_bytes(&bytes).chars().any(|c| c.is_control() || is_unsafe(c)));
        }
    }
}
