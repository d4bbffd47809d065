//! The formats that lie in a practice's folders: how each begins, and where else it can be told.

use std::ops::Range;

/// What can be told of a format past its beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Build {
    /// Written in letters: noise has no place in it.
    Text,
    /// Mostly not compressed, so that noise shows.
    Plain,
    /// Compressed, with something that every good file has at its end.
    Ended(&'static [u8]),
    /// Old office documents: their header says where the list of their parts stands.
    Filed,
    /// Compressed or mixed: nothing can be told.
    Packed,
    /// No format that is known: text, or plain, or nothing can be told.
    Unknown,
}

/// Where a format begins, how, and what it is. The place in the table is remembered of each file:
/// new formats go to the end.
const FORMATS: &[(usize, &[u8], Build)] = &[
    (0, b"%PDF", Build::Ended(b"%%EOF")),
    (0, b"\xff\xd8\xff", Build::Ended(b"\xff\xd9")),
    (0, b"PK\x03\x04", Build::Ended(b"PK\x05\x06")),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Build::Filed),
    (0, b"\x89PNG\r\n", Build::Ended(b"IEND\xae\x42\x60\x82")),
    (0, b"GIF8", Build::Packed),
    (0, b"II*\0", Build::Plain),
    (0, b"MM\0*", Build::Plain),
    (0, b"BM", Build::Plain),
    (0, b"RIFF", Build::Plain),
    (0, b"{\\rtf", Build::Text),
    (0, b"7z\xbc\xaf\x27\x1c", Build::Packed),
    (0, b"\x1f\x8b\x08", Build::Packed),
    (0, b"BZh", Build::Packed),
    (0, b"\xfd7zXZ\0", Build::Packed),
    (0, b"\x28\xb5\x2f\xfd", Build::Packed),
    (0, b"Rar!\x1a\x07", Build::Packed),
    (0, b"SQLite format 3\0", Build::Plain),
    (0, b"\0\x01\0\0Standard ", Build::Plain),
    (0, b"MZ", Build::Plain),
    (0, b"\x7fELF", Build::Plain),
    (0, b"ID3", Build::Packed),
    (0, b"OggS", Build::Packed),
    (0, b"fLaC", Build::Packed),
    (0, b"\x1aE\xdf\xa3", Build::Packed),
    (0, b"!BDN", Build::Plain),
    (0, b"age-encryption.org/", Build::Packed),
    (0, b"-----BEGIN ", Build::Text),
    (0, b"<?xml", Build::Text),
    (0, b"<!DOCTYPE", Build::Text),
    (0, b"<html", Build::Text),
    (128, b"DICM", Build::Plain),
    (4, b"ftyp", Build::Packed),
    (257, b"ustar", Build::Plain),
];
/// How the list of parts of an old office document begins: "Root Entry" in two bytes a letter.
const FIRST_PART: &[u8] = b"R\0o\0o\0t\0 \0E\0n\0t\0r\0y\0";
/// Where its header keeps the length of a sector, as a power of two, and the list's sector.
const SECTOR_SHIFT_AT: usize = 30;
const LIST_SECTOR_AT: usize = 48;
/// The only lengths there are: 512 and 4096 bytes.
const SECTOR_SHIFTS: Range<u16> = 9..13;

/// The number of a file's format, from 1; 0: none that is known.
pub(super) fn format_of(head: &[u8]) -> u8 {
    let mut all = FORMATS.iter().zip(1_u8..);
    let found = all.find(|((at, beginning, _), _)| {
        head.get(*at..).is_some_and(|rest| rest.starts_with(beginning))
    });
    found.map_or(0, |(_, number)| number)
}

/// What can be told of a format by its number.
pub(super) fn build_of(format: u8) -> Build {
    let place = usize::from(format).checked_sub(1);
    place.and_then(|place| FORMATS.get(place)).map_or(Build::Unknown, |(_, _, build)| *build)
}

/// Where the list of parts of an old office document must be looked for.
pub(super) fn landmark_place(head: &[u8]) -> Option<Range<u64>> {
    if build_of(format_of(head)) != Build::Filed {
        return None;
    }
    let shift = head.get(SECTOR_SHIFT_AT..SECTOR_SHIFT_AT + 2)?.try_into().ok()?;
    let shift = Some(u16::from_le_bytes(shift)).filter(|shift| SECTOR_SHIFTS.contains(shift))?;
    let sector = head.get(LIST_SECTOR_AT..LIST_SECTOR_AT + 4)?.try_into().ok()?;
    let start = (u64::from(u32::from_le_bytes(sector)) + 1) << shift;
    Some(start..start + FIRST_PART.len() as u64)
}

/// Whether a file has what its format must have: at its end, or in the place that its header names.
pub(super) fn has_landmark(format: u8, tail: &[u8], named: &[u8]) -> bool {
    match build_of(format) {
        Build::Ended(end) => tail.windows(end.len()).any(|part| part == end),
        Build::Filed => named == FIRST_PART,
        Build::Text | Build::Plain | Build::Packed | Build::Unknown => false,
    }
}
