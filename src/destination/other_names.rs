//! Other names for what cannot have its own: pure rules about letters, no file system.

/// Longest name that file systems take, in bytes (Windows counts 255 UTF-16 units, which are never
/// more than the bytes of the same name).
pub(super) const NAME_BYTES_MAX: usize = 255;
/// Longest ending of a name, in bytes with its dot.
const ENDING_BYTES_MAX: usize = 32;
/// Names that are tried before giving up.
const TRIES_MAX: u32 = 1000;
/// Characters that Windows and FAT refuse.
const FORBIDDEN: &str = "<>:\"/\\|?*";
/// Names that Windows keeps for devices, with or without an ending.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// The names to try for one thing, best first.
#[derive(Debug)]
pub(super) struct Choices {
    base: Vec<u8>,
    is_portable: bool,
    number: u32,
}

impl Choices {
    pub(super) fn new(name: &[u8], portable_only: bool) -> Self {
        let base = if portable_only { portable(name) } else { name.to_vec() };
        Self { base, is_portable: portable_only, number: 1 }
    }

    /// The name to try now.
    pub(super) fn current(&self) -> Vec<u8> {
        if self.number == 1 { self.base.clone() } else { numbered(&self.base, self.number) }
    }

    /// Goes on to the next name; `false` when there is none. A name that is not taken but refused
    /// is tried once more in a form that every file system takes.
    pub(super) fn next(&mut self, is_taken: bool) -> bool {
        if is_taken {
            self.number += 1;
            return self.number <= TRIES_MAX;
        }
        let simple = portable(&self.base);
        let is_other = !self.is_portable && simple != self.base;
        self.is_portable = true;
        self.base = simple;
        is_other
    }
}

/// The name with every character replaced that some file system refuses.
fn portable(name: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(name);
    let mut text: String =
        text.chars().map(|letter| if is_forbidden(letter) { '_' } else { letter }).collect();
    if text.ends_with(['.', ' ']) {
        text.pop();
        text.push('_');
    }
    if is_device(&text) {
        text.insert(0, '_');
    }
    shortened(text.as_bytes(), "")
}

/// A sign that Windows and FAT refuse in a name, or none of any text.
pub(super) fn is_forbidden(letter: char) -> bool {
    letter.is_control() || FORBIDDEN.contains(letter) || letter == char::REPLACEMENT_CHARACTER
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let port = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    let is_port = port.is_some_and(|digit| {
        matches!(digit, "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³")
    });
    is_port || DEVICES.contains(&stem.as_str())
}

/// `Letter.pdf` becomes `Letter (2).pdf`.
fn numbered(name: &[u8], number: u32) -> Vec<u8> {
    shortened(name, &format!(" ({number})"))
}

/// `Letter.pdf` becomes `Letter (before).pdf`.
pub(super) fn marked(name: &[u8], mark: &str) -> Vec<u8> {
    shortened(name, &format!(" ({mark})"))
}

/// The name with a mark before its ending, cut to what fits: never its ending, by which programs
/// know what it is.
fn shortened(name: &[u8], mark: &str) -> Vec<u8> {
    let dot = name.iter().rposition(|byte| *byte == b'.').filter(|position| *position > 0);
    let (stem, ending) = name.split_at(dot.unwrap_or(name.len()));
    // An ending that leaves no room for the rest is none.
    let (stem, ending) =
        if ending.len() > ENDING_BYTES_MAX { (name, &[][..]) } else { (stem, ending) };
    let room = NAME_BYTES_MAX.saturating_sub(mark.len() + ending.len());
    [cut_bytes(stem, room), mark.as_bytes(), ending].concat()
}

/// Cuts between characters.
fn cut(text: &str, bytes_max: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes_max)).unwrap_or_default()
}

/// Cuts between characters where the bytes are text.
fn cut_bytes(bytes: &[u8], bytes_max: usize) -> &[u8] {
    match std::str::from_utf8(bytes) {
        Ok(text) => cut(text, bytes_max).as_bytes(),
        Err(_) => bytes.get(..bytes_max).unwrap_or(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn portable_text(name: &str) -> String {
        String::from_utf8(portable(name.as_bytes())).unwrap()
    }

    #[test]
    fn names_that_windows_refuses_get_similar_ones() {
        for (name, wanted) in [
            ("a:b*c", "a_b_c"),
            ("dot.", "dot_"),
            ("space ", "space_"),
            ("CON", "_CON"),
            ("aux.txt", "_aux.txt"),
            ("com1.pdf", "_com1.pdf"),
            ("com10.pdf", "com10.pdf"),
            ("contact", "contact"),
            ("Zoé Müller.pdf", "Zoé Müller.pdf"),
            ("...", ".._"),
        ] {
            assert_eq!(portable_text(name), wanted, "{name:?}");
        }
        assert_eq!(portable(b"a\xffb"), b"a_b");
    }

    #[test]
    fn a_taken_name_gets_a_number_before_its_ending() {
        for (name, wanted) in
            [("Letter.pdf", "Letter (2).pdf"), (".profile", ".profile (2)"), ("x", "x (2)")]
        {
            assert_eq!(numbered(name.as_bytes(), 2), wanted.as_bytes());
        }
    }

    #[test]
    fn a_name_that_is_too_long_keeps_its_ending() {
        let long = format!("{} compte rendu.pdf", "é".repeat(150));
        let mut choices = Choices::new(long.as_bytes(), false);
        assert_eq!(choices.current(), long.as_bytes());
        assert!(choices.next(false));
        let text = String::from_utf8(choices.current()).unwrap();
        assert!(text.len() <= NAME_BYTES_MAX && text.ends_with(".pdf"), "{text}");
        assert!(choices.next(true));
        let text = String::from_utf8(choices.current()).unwrap();
        assert!(text.len() <= NAME_BYTES_MAX && text.ends_with(" (2).pdf"), "{text}");
    }

    #[test]
    fn a_refused_name_is_tried_in_a_portable_form_once() {
        let mut choices = Choices::new(b"a:b", false);
        assert_eq!(choices.current(), b"a:b");
        assert!(choices.next(false));
        assert_eq!(choices.current(), b"a_b");
        assert!(choices.next(true));
        assert_eq!(choices.current(), b"a_b (2)");
        assert!(!choices.next(false));
    }

    proptest! {
        #[test]
        fn every_choice_is_a_name(
            name in proptest::collection::vec(any::<u8>(), 1..300),
            number in 2_u32..1001,
        ) {
            let name = portable(&name);
            prop_assert!(name.len() <= NAME_BYTES_MAX && !name.is_empty());
            let numbered = numbered(&name, number);
            prop_assert!(numbered.len() <= NAME_BYTES_MAX);
            prop_assert!(crate::tree_path::TreePath::root().join(&numbered).is_ok());
            prop_assert_ne!(numbered, name);
        }
    }
}
