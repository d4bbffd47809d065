//! From bytes to text: which encoding a file is in, and its lines one by one.
//!
//! Marks and valid UTF-8 decide by themselves. Among the one-byte sets of letters (Windows, Mac, DOS) the
//! one is taken in which most headings are known and the letters stand where letters stand.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::io::{self, BufRead};

use encoding_rs::{MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{REGISTER_BYTES_MAX, RegisterError, headings};

/// How much of a file is looked at to tell its encoding and its layout, in bytes.
pub(super) const SAMPLE_BYTES: usize = 256 * 1024;
/// Longest line that is read, in bytes.
const LINE_BYTES_MAX: usize = 1024 * 1024;
/// First lines in which headings are looked for.
pub(super) const HEADER_LINES_MAX: usize = 30;

/// The upper halves of the DOS sets, as published by Microsoft (code pages 437 and 850).
const CODE_PAGE_437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
const CODE_PAGE_850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// How a file spells its letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf16Little,
    Utf16Big,
    Windows1252,
    MacRoman,
    CodePage850,
    CodePage437,
}

impl Encoding {
    /// Its usual name.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Little | Self::Utf16Big => "UTF-16",
            Self::Windows1252 => "Windows-1252",
            Self::MacRoman => "Mac Roman",
            Self::CodePage850 => "CP850",
            Self::CodePage437 => "CP437",
        }
    }

    /// Text of these bytes; what cannot be text in it becomes a sign that no key has.
    pub(super) fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        if bytes.is_ascii() && !matches!(self, Self::Utf16Little | Self::Utf16Big) {
            return String::from_utf8_lossy(bytes);
        }
        match self {
            Self::Utf8 => UTF_8.decode_without_bom_handling(bytes).0,
            Self::Utf16Little => UTF_16LE.decode_without_bom_handling(bytes).0,
            Self::Utf16Big => UTF_16BE.decode_without_bom_handling(bytes).0,
            Self::Windows1252 => WINDOWS_1252.decode_without_bom_handling(bytes).0,
            Self::MacRoman => MACINTOSH.decode_without_bom_handling(bytes).0,
            Self::CodePage850 => by_table(bytes, CODE_PAGE_850),
            Self::CodePage437 => by_table(bytes, CODE_PAGE_437),
        }
    }
}

fn by_table<'b>(bytes: &[u8], upper: &str) -> Cow<'b, str> {
    let upper: Vec<char> = upper.chars().collect();
    let letter = |byte: &u8| match byte.checked_sub(128) {
        None => char::from(*byte),
        Some(at) => upper.get(usize::from(at)).copied().unwrap_or(char::REPLACEMENT_CHARACTER),
    };
    Cow::Owned(bytes.iter().map(letter).collect())
}

/// The encoding of a file by its beginning, and how many bytes its mark takes.
///
/// # Errors
/// `Workbook` for a spreadsheet's own format, `NotText` for what is not text.
pub(super) fn detect(sample: &[u8], is_whole: bool) -> Result<(Encoding, usize), RegisterError> {
    match sample {
        [0xEF, 0xBB, 0xBF, ..] => return Ok((Encoding::Utf8, 3)),
        [0xFF, 0xFE, ..] => return Ok((Encoding::Utf16Little, 2)),
        [0xFE, 0xFF, ..] => return Ok((Encoding::Utf16Big, 2)),
        [b'P', b'K', 3, 4, ..] | [0xD0, 0xCF, 0x11, 0xE0, ..] => {
            return Err(RegisterError::Workbook);
        }
        _ => {}
    }
    if let Some(encoding) = without_mark(sample) {
        return Ok((encoding, 0));
    }
    if sample.contains(&0) {
        return Err(RegisterError::NotText);
    }
    let is_utf8 = match std::str::from_utf8(sample) {
        Ok(_) => true,
        // The sample may end inside a letter.
        Err(error) => !is_whole && error.error_len().is_none() || is_nearly_utf8(sample),
    };
    Ok((if is_utf8 { Encoding::Utf8 } else { of_one_byte(sample) }, 0))
}

/// Whether a text is UTF-8 but for a few letters that a program cut in two where a field was full.
fn is_nearly_utf8(sample: &[u8]) -> bool {
    let (mut whole, mut broken) = (0_usize, 0_usize);
    for chunk in sample.utf8_chunks() {
        whole += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > 3 * broken
}

/// UTF-16 without a mark: nearly every second byte of a list is zero.
fn without_mark(sample: &[u8]) -> Option<Encoding> {
    let zeros =
        |from: usize| sample.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let half = sample.len() / 2;
    let mostly =
        |these: usize, others: usize| half >= 4 && these * 10 > half * 7 && others * 50 < half;
    match () {
        () if mostly(odd, even) => Some(Encoding::Utf16Little),
        () if mostly(even, odd) => Some(Encoding::Utf16Big),
        () => None,
    }
}

fn of_one_byte(sample: &[u8]) -> Encoding {
    let candidates =
        [Encoding::CodePage437, Encoding::CodePage850, Encoding::MacRoman, Encoding::Windows1252];
    let plausible = |encoding: &Encoding| {
        let text = encoding.decode(sample);
        (headings_known(&text), letters(&text))
    };
    // The last of equals is taken.
    candidates.into_iter().max_by_key(plausible).unwrap_or(Encoding::Windows1252)
}

/// How many headings of the best of the first lines are known.
fn headings_known(text: &str) -> usize {
    let known = |line: &str| {
        let cells = line.split([';', '\t', ',', '|']);
        cells.filter(|cell| headings::meaning(cell.trim_matches(['"', ' '])).is_some()).count()
    };
    text.split(['\n', '\r']).take(HEADER_LINES_MAX).map(known).max().unwrap_or(0)
}

/// Letters of these languages in places where they can stand count for a text, anything else against it.
fn letters(text: &str) -> i64 {
    const USUAL: &str = "éèêëàâäáçîïíôöóùûüúñßœæåøãõìòÿ";
    const SIGNS: &str = "°º’«»–€\u{a0}";
    let (mut points, mut before) = (0, ' ');
    for letter in text.chars() {
        if !letter.is_ascii() {
            let small: String = letter.to_lowercase().collect();
            let is_usual = USUAL.contains(small.as_str());
            let shouts = letter.is_uppercase() && before.is_lowercase();
            points += match () {
                () if is_usual && !shouts => 2,
                () if SIGNS.contains(letter) => 1,
                () => -3,
            };
        }
        before = letter;
    }
    points
}

/// The lines of a file, decoded, with their numbers from 1.
pub(super) struct Lines<R> {
    from: R,
    encoding: Encoding,
    end: u8,
    number: u64,
    buffer: Vec<u8>,
    ahead: VecDeque<(u64, String)>,
}

/// Begins to read a file: its encoding is told from what `from` has buffered.
///
/// # Errors
/// `NotText`, `Workbook`, `TooLarge`, `Unreadable`.
pub(super) fn lines(
    mut from: Box<dyn BufRead + '_>,
) -> Result<Lines<Box<dyn BufRead + '_>>, RegisterError> {
    let mut sample = Vec::new();
    let limit = u64::try_from(SAMPLE_BYTES).unwrap_or(u64::MAX);
    let read = io::Read::read_to_end(&mut io::Read::take(&mut from, limit), &mut sample);
    read.map_err(|_| RegisterError::Unreadable)?;
    let (encoding, mark_bytes) = detect(&sample, sample.len() < SAMPLE_BYTES)?;
    sample.drain(..mark_bytes);
    let chained: Box<dyn BufRead + '_> =
        Box::new(io::Read::chain(io::Cursor::new(sample.clone()), from));
    if matches!(encoding, Encoding::Utf16Little | Encoding::Utf16Big) {
        return transcoded(chained, encoding);
    }
    let end = line_end(&sample);
    Ok(Lines::new(chained, encoding, end))
}

fn transcoded(
    from: Box<dyn BufRead + '_>,
    encoding: Encoding,
) -> Result<Lines<Box<dyn BufRead + '_>>, RegisterError> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(REGISTER_BYTES_MAX).unwrap_or(u64::MAX);
    let read = io::Read::read_to_end(&mut io::Read::take(from, limit + 1), &mut bytes);
    read.map_err(|_| RegisterError::Unreadable)?;
    if bytes.len() > REGISTER_BYTES_MAX {
        return Err(RegisterError::TooLarge);
    }
    let text = encoding.decode(&bytes).into_owned();
    if text.contains(['\0', char::REPLACEMENT_CHARACTER]) {
        return Err(RegisterError::NotText);
    }
    let end = line_end(text.as_bytes());
    let from: Box<dyn BufRead> = Box::new(io::Cursor::new(text.into_bytes()));
    Ok(Lines::new(from, Encoding::Utf8, end))
}

/// Old Macs, and programs that still do as they did, end lines with a carriage return alone.
fn line_end(bytes: &[u8]) -> u8 {
    let (mut feeds, mut lone_returns) = (0_usize, 0_usize);
    let mut after_return = false;
    for byte in bytes {
        feeds += usize::from(*byte == b'\n');
        lone_returns += usize::from(after_return && *byte != b'\n');
        after_return = *byte == b'\r';
    }
    if lone_returns > feeds || feeds == 0 && after_return { b'\r' } else { b'\n' }
}

impl<R: BufRead> Lines<R> {
    fn new(from: R, encoding: Encoding, end: u8) -> Self {
        Self { from, encoding, end, number: 0, buffer: Vec::new(), ahead: VecDeque::new() }
    }

    /// Looks at the first lines, which stay to be read.
    pub(super) fn first(&mut self, lines: usize) -> Result<Vec<String>, RegisterError> {
        while self.ahead.len() < lines {
            match self.next_of_file()? {
                Some(line) => self.ahead.push_back(line),
                None => break,
            }
        }
        Ok(self.ahead.iter().map(|(_, text)| text.clone()).collect())
    }

    /// Its encoding.
    pub(super) const fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The next line without its end, and its number.
    pub(super) fn next(&mut self) -> Result<Option<(u64, String)>, RegisterError> {
        match self.ahead.pop_front() {
            Some(line) => Ok(Some(line)),
            None => self.next_of_file(),
        }
    }

    fn next_of_file(&mut self) -> Result<Option<(u64, String)>, RegisterError> {
        self.buffer.clear();
        let limit = u64::try_from(LINE_BYTES_MAX).unwrap_or(u64::MAX);
        let mut from = io::Read::take(&mut self.from, limit);
        let read = from.read_until(self.end, &mut self.buffer);
        match read.map_err(|_| RegisterError::Unreadable)? {
            0 => return Ok(None),
            LINE_BYTES_MAX => return Err(RegisterError::TooLarge),
            _ => {}
        }
        self.number += 1;
        let line = self.buffer.strip_suffix(&[self.end]).unwrap_or(&self.buffer);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.contains(&0) {
            return Err(RegisterError::NotText);
        }
        Ok(Some((self.number, self.encoding.decode(line).into_owned())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> Result<(String, &'static str), RegisterError> {
        let mut lines = lines(Box::new(bytes))?;
        let mut all = Vec::new();
        while let Some((_, line)) = lines.next()? {
            all.push(line);
        }
        Ok((all.join("\n"), lines.encoding().name()))
    }

    #[test]
    fn every_usual_encoding_gives_the_same_text() {
        let wanted = "Numéro;Né le;Décès;Dernière visite\n1;Zoé Lefèvre;;";
        let utf16 =
            |wide: fn(u16) -> [u8; 2]| wanted.encode_utf16().flat_map(wide).collect::<Vec<_>>();
        let old = |signs: [u8; 2]| {
            let [acute, grave] = signs;
            let swap = |letter: char| match letter {
                'é' => acute,
                'è' => grave,
                plain => u8::try_from(plain).unwrap(),
            };
            wanted.chars().map(swap).collect::<Vec<_>>()
        };
        let cases = [
            wanted.as_bytes().to_vec(),
            [b"\xEF\xBB\xBF", wanted.as_bytes()].concat(),
            [vec![0xFF, 0xFE], utf16(u16::to_le_bytes)].concat(),
            [vec![0xFE, 0xFF], utf16(u16::to_be_bytes)].concat(),
            utf16(u16::to_le_bytes),
            utf16(u16::to_be_bytes),
            old([0xE9, 0xE8]),
            old([0x8E, 0x8F]),
            old([0x82, 0x8A]),
        ];
        for bytes in cases {
            let read = text(&bytes).unwrap();
            assert_eq!(read.0, wanted, "{bytes:?} as {}", read.1);
        }
        let cut = [wanted.as_bytes(), b"\n3;Zo\xC3;;\n"].concat();
        assert_eq!(text(&cut).unwrap().1, "UTF-8");
        assert_eq!(text(&old([0x8E, 0x8F])).unwrap().1, "Mac Roman");
        assert_eq!(text(&old([0x82, 0x8A])).unwrap().1, "CP850");
    }

    #[test]
    fn the_upper_halves_of_the_dos_sets_are_whole() {
        for table in [CODE_PAGE_437, CODE_PAGE_850] {
            assert_eq!(table.chars().count(), 128);
        }
    }

    #[test]
    fn other_files_are_refused() {
        assert_eq!(text(b"PK\x03\x04\0\0\0"), Err(RegisterError::Workbook));
        assert_eq!(text(b"id;x\n\0\0\0"), Err(RegisterError::NotText));
        assert_eq!(text(b"\xFF\xFE\x00\xD8"), Err(RegisterError::NotText));
    }

    #[test]
    fn lines_end_as_on_any_system() {
        assert_eq!(text(b"a\r\nb\n\nc").unwrap().0, "a\nb\n\nc");
        assert_eq!(text(b"a\rb\rc").unwrap().0, "a\nb\nc");
        assert_eq!(text(b"a\rb\nb\rc\rd").unwrap().0, "a\nb\nb\nc\nd");
        assert_eq!(text(b"a\nb\rb\nc").unwrap().0, "a\nb\rb\nc");
    }
}
