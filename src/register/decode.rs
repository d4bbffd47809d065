//! From bytes to text and to the separator: what spreadsheets and practice software really write.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::RegisterError;

/// Candidates for the separator, in order of preference.
const SEPARATORS: [u8; 3] = [b';', b'\t', b','];

/// Text of a file: by its byte order mark, else UTF-8 if it is valid, else Windows-1252.
pub(super) fn text(bytes: &[u8]) -> Result<String, RegisterError> {
    let text = if let Some((encoding, mark_bytes)) = Encoding::for_bom(bytes) {
        let (text, broken) = encoding.decode_without_bom_handling(rest(bytes, mark_bytes));
        if broken {
            return Err(RegisterError::NotText);
        }
        text.into_owned()
    } else if let Some(text) = UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        text.into_owned()
    } else {
        WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned()
    };
    if text.contains('\0') {
        return Err(RegisterError::NotText);
    }
    // One kind of line end, so that the lines a person sees are the lines that are counted.
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

fn rest(bytes: &[u8], from: usize) -> &[u8] {
    bytes.get(from..).unwrap_or_default()
}

/// The table without a leading `sep=;` line, and how many lines that took.
pub(super) fn without_hint(text: &str) -> (&str, u64) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let hint = first.trim().trim_matches('"').to_ascii_lowercase();
    if hint.len() == 5 && hint.starts_with("sep=") || hint == "sep=" {
        (rest, 1)
    } else {
        (text, 0)
    }
}

/// The separator: the one met most often in the header, outside quotes.
pub(super) fn separator(table: &str) -> u8 {
    let header = table.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut best = (0, b';');
    for candidate in SEPARATORS {
        let times = outside_quotes(header, candidate);
        if times > best.0 {
            best = (times, candidate);
        }
    }
    best.1
}

fn outside_quotes(line: &str, wanted: u8) -> usize {
    let mut quoted = false;
    let mut times = 0;
    for byte in line.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            _ if byte == wanted && !quoted => times += 1,
            _ => {}
        }
    }
    times
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_encoding_gives_the_same_text() {
        let wanted = "décès;né";
        let utf16 = wanted.encode_utf16().flat_map(u16::to_le_bytes);
        let cases: [Vec<u8>; 4] = [
            wanted.as_bytes().to_vec(),
            [b"\xEF\xBB\xBF", wanted.as_bytes()].concat(),
            b"d\xE9c\xE8s;n\xE9".to_vec(),
            [0xFF, 0xFE].into_iter().chain(utf16).collect(),
        ];
        for bytes in cases {
            assert_eq!(text(&bytes).unwrap(), wanted, "{bytes:?}");
        }
    }

    #[test]
    fn binary_files_are_refused() {
        assert_eq!(text(b"PK\x03\x04\0\0\0"), Err(RegisterError::NotText));
    }

    #[test]
    fn the_separator_is_found_outside_quotes() {
        assert_eq!(separator("\"a,b,c\";d;e"), b';');
        assert_eq!(separator("a\tb\tc"), b'\t');
        assert_eq!(separator("a,b,c"), b',');
        assert_eq!(separator("id"), b';');
    }

    #[test]
    fn a_hint_for_spreadsheets_is_not_a_header() {
        assert_eq!(without_hint("sep=;\r\na;b"), ("a;b", 1));
        assert_eq!(without_hint("a;b\n1;2"), ("a;b\n1;2", 0));
    }
}
