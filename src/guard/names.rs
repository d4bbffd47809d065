//! What names give away: endings that many files suddenly share, and notes that extortionists leave.

/// Longest ending that is looked at, in bytes.
const ENDING_BYTES_MAX: usize = 24;
/// Longest ending that is shown.
const SHOWN_BYTES_MAX: usize = 12;
/// Every note is of one of these kinds and says one of these words: most files are told apart fast.
const NOTE_ENDINGS: &[&[u8]] = &[b"txt", b"hta", b"html", b"htm", b"pdf", b"rtf", b"url"];
const NOTE_WORDS: &[&[u8]] = &[
    b"crypt",
    b"read",
    b"recover",
    b"restor",
    b"back",
    b"lock",
    b"help_",
    b"get_",
    b"want_",
    b"stolen",
    b"breach",
    b"instruction",
];
/// One pattern a line, lower case; `*` stands for anything.
const NOTES: &str = include_str!("notes.txt");

/// The ending of a file's name without its dot, as it is written; nothing when it has none.
#[must_use]
pub fn ending(path: &[u8]) -> Option<&[u8]> {
    let name = file_name(path);
    let dot = name.iter().rposition(|byte| *byte == b'.').filter(|dot| *dot > 0)?;
    let ending = name.get(dot + 1..)?;
    (!ending.is_empty() && ending.len() <= ENDING_BYTES_MAX).then_some(ending)
}

/// The path without its ending.
#[must_use]
pub fn without_ending(path: &[u8]) -> Option<&[u8]> {
    let ending = ending(path)?;
    path.get(..path.len() - ending.len() - 1)
}

/// The ending as it may be shown and written down: short and plain, otherwise nothing.
#[must_use]
pub fn shown(ending: &[u8]) -> Option<String> {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-' || *byte == b'_';
    let may = ending.len() <= SHOWN_BYTES_MAX && ending.iter().all(plain);
    may.then(|| format!(".{}", String::from_utf8_lossy(ending)))
}

/// Whether extortionists are known to leave notes of this name.
#[must_use]
pub fn is_ransom_note(path: &[u8]) -> bool {
    let kind = ending(path).unwrap_or_default().to_ascii_lowercase();
    if !NOTE_ENDINGS.contains(&kind.as_slice()) {
        return false;
    }
    let name = file_name(path).to_ascii_lowercase();
    let says = |word: &&[u8]| name.windows(word.len()).any(|part| part == *word);
    if !NOTE_WORDS.iter().any(says) {
        return false;
    }
    let patterns = NOTES.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    patterns.map(str::as_bytes).any(|pattern| fits(&name, pattern))
}

fn file_name(path: &[u8]) -> &[u8] {
    path.rsplit(|byte| *byte == b'/').next().unwrap_or(path)
}

fn fits(name: &[u8], pattern: &[u8]) -> bool {
    match pattern.split_first() {
        None => name.is_empty(),
        Some((b'*', rest)) => (0..=name.len()).any(|at| fits(name.get(at..).unwrap_or(&[]), rest)),
        Some((first, rest)) => {
            name.split_first().is_some_and(|(letter, name)| letter == first && fits(name, rest))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ending_is_what_follows_the_last_dot_of_the_name() {
        assert_eq!(ending(b"a.b/notes.docx.locked"), Some(b"locked".as_slice()));
        assert_eq!(without_ending(b"a.b/notes.docx.locked"), Some(b"a.b/notes.docx".as_slice()));
        for none in ["a.b/notes", ".profile", "notes.", &format!("n.{}", "x".repeat(40))] {
            assert_eq!(ending(none.as_bytes()), None, "{none}");
        }
    }

    #[test]
    fn only_a_short_plain_ending_is_shown() {
        assert_eq!(shown(b"locked").as_deref(), Some(".locked"));
        for hidden in ["DUPONT Jean", "a\x1b[2J", "élan", "id-1234567890abc"] {
            assert_eq!(shown(hidden.as_bytes()), None, "{hidden}");
        }
    }

    #[test]
    fn every_pattern_passes_the_fast_look() {
        for pattern in NOTES.lines().filter(|line| !line.starts_with('#')) {
            let mut name = pattern.replace('*', "x");
            if pattern.ends_with('*') {
                name.push_str(".txt");
            }
            assert!(is_ransom_note(name.as_bytes()), "{pattern}");
        }
    }

    #[test]
    fn notes_are_known_by_name_and_ordinary_files_are_none() {
        for note in ["x/HOW_TO_DECRYPT.txt", "Restore-My-Files.txt", "a/akira_readme.txt"] {
            assert!(is_ransom_note(note.as_bytes()), "{note}");
        }
        for file in
            ["readme.txt", "x/lisez-moi.txt", "notes.txt", "info.txt", "decrypt.rs", "recover.docx"]
        {
            assert!(!is_ransom_note(file.as_bytes()), "{file}");
        }
    }
}
