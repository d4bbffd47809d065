//! Overwriting before removing: small objects in both their places, and what a wiped segment holds.

use std::collections::HashMap;

use crate::crypto::hash;
use crate::error::{Damage, Error, Result};
use crate::format::names::ObjectPath;
use crate::format::pack::WIPED_MARK;
use crate::limits;
use crate::state::Permit;
use crate::storage::Storage;

/// Objects are overwritten in pieces of this size, in bytes.
const PIECE_BYTES: usize = 1024 * 1024;

/// Objects by name, and their lengths in the first and the second place.
pub type Copies = HashMap<ObjectPath, [Option<u64>; 2]>;

/// Every object of a folder, from the listings of both copies.
///
/// # Errors
/// When the drive cannot be listed.
pub fn both_copies(storage: &dyn Storage, folder: &str) -> Result<Copies> {
    let mut found = Copies::new();
    for (place, prefix) in ["", "mirror/"].into_iter().enumerate() {
        for (object, bytes) in storage.list(&format!("{prefix}{folder}"))? {
            let name = object.as_str().strip_prefix(prefix).and_then(ObjectPath::parse);
            let Some(lengths) = name.map(|name| found.entry(name).or_default()) else { continue };
            if let Some(length) = lengths.get_mut(place) {
                *length = Some(bytes);
            }
        }
    }
    Ok(found)
}

/// Overwrites one copy of an object with random bytes and removes it, also where it was not seen.
/// Without its length it is asked for. Answers why
/// it is there still, where it is: what cannot be overwritten, being linked or protected, stays as it is.
///
/// # Errors
/// When the drive cannot be written.
pub fn shred(
    storage: &dyn Storage,
    _permit: &Permit,
    object: &ObjectPath,
    bytes: Option<u64>,
) -> Result<Option<Damage>> {
    let bytes = match bytes.map_or_else(|| storage.length(object), Ok) {
        Err(Error::Damaged { damage: Damage::Missing, .. }) => 0,
        Err(Error::Damaged { damage, .. }) => return Ok(Some(damage)),
        other => other?,
    };
    // No object of ours is longer: what somebody made it grow by, or left there with a hole of terabytes, is
    // not worth filling the drive for.
    let bytes = bytes.min(limits::OBJECT_BYTES_MAX as u64);
    let mut at = 0;
    while at < bytes {
        let piece = usize::try_from(bytes - at).unwrap_or(PIECE_BYTES).min(PIECE_BYTES);
        match storage.overwrite(object, at, &hash::noise(piece)) {
            Err(Error::Damaged { damage: Damage::Missing, .. }) => break,
            Err(Error::Damaged { damage, .. }) => return Ok(Some(damage)),
            other => other?,
        }
        at += piece as u64;
    }
    match storage.remove(object) {
        Err(Error::Damaged { damage, .. }) => Ok(Some(damage)),
        other => other.map(|()| None),
    }
}

/// What a segment is overwritten with: the mark, then bytes that nobody can tell once this is
/// dropped. Until then any part of it can be had, so that parity can know it beforehand.
pub struct Wiping {
    stream: hash::KeyStream,
    bytes: usize,
}

impl Wiping {
    /// For a segment of so many bytes.
    #[must_use]
    pub fn new(bytes: usize) -> Self {
        Self { stream: hash::KeyStream::random(), bytes }
    }

    /// Those of its bytes that lie between `from` and `to`.
    #[must_use]
    pub fn part(&self, from: usize, to: usize) -> Vec<u8> {
        let (from, to) = (from.min(self.bytes), to.min(self.bytes));
        let mut bytes = self.stream.bytes(0, from as u64, to.saturating_sub(from));
        let mark = WIPED_MARK.get(from..).unwrap_or_default();
        bytes.iter_mut().zip(mark).for_each(|(byte, mark)| *byte = *mark);
        bytes
    }

    /// All of it.
    #[must_use]
    pub fn all(&self) -> Vec<u8> {
        self.part(0, self.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::Disk;

    #[test]
    fn a_hole_of_terabytes_does_not_fill_the_drive() {
        let folder = tempfile::tempdir().unwrap();
        let object = crate::format::names::vault_json();
        let path = folder.path().join(object.as_str());
        std::fs::File::create(&path).unwrap().set_len(1 << 40).unwrap();
        let disk = Disk::open(folder.path()).unwrap();
        assert_eq!(shred(&disk, &Permit::in_peace(), &object, None).unwrap(), None);
        assert!(!path.exists());
    }

    #[test]
    fn a_wiped_segment_has_its_length_and_begins_with_the_mark() {
        for length in [0, 5, 16, 17, 10_000] {
            let bytes = Wiping::new(length).all();
            assert_eq!(bytes.len(), length);
            assert!(bytes.starts_with(WIPED_MARK.get(..length.min(16)).unwrap()));
        }
        assert_ne!(Wiping::new(100).all(), Wiping::new(100).all());
    }

    #[test]
    fn every_part_of_a_wiping_is_the_same_whenever_it_is_asked_for() {
        let wiping = Wiping::new(200);
        let all = wiping.all();
        for from in 0..=210_usize {
            for to in [from, from + 1, 16, 17, 200, 400] {
                let wanted = all.get(from..to.min(200)).unwrap_or_default();
                assert_eq!(wiping.part(from, to), wanted, "{from}..{to}");
            }
        }
    }
}
