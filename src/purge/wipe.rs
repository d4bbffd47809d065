//! Third and fourth step of a purge: overwriting segments in place, and old objects before they go.

use std::collections::HashSet;

use super::rewrite::{Leftovers, Place};
use super::{DriveOutcome, Purge, in_order, listed, parts, stop_if_asked};
use crate::crypto::hash;
use crate::error::{Error, Result};
use crate::event::{Event, Observer, Step};
use crate::format::layout::{self, ObjectPath};
use crate::format::pack::WIPED_MARK;
use crate::id::PackId;
use crate::parity_groups;
use crate::storage::Storage;

/// Old objects are overwritten in pieces of this size, in bytes.
const PIECE_BYTES: usize = 1024 * 1024;

/// Overwrites forgotten segments, after the parity that could bring them back is gone.
pub(super) fn segments(
    purge: &Purge<'_>,
    places: &[Place],
    outcome: &mut DriveOutcome,
    observer: &dyn Observer,
) -> Result<()> {
    if places.is_empty() {
        return Ok(());
    }
    let total = places.iter().map(|place| u64::from(place.bytes)).sum();
    observer.on(Event::Step { step: Step::Wipe, total_bytes: Some(total) });
    let packs: HashSet<PackId> = places.iter().map(|place| place.pack).collect();
    outcome.parity_removed = parity_groups::release(purge.vault, &packs)?;
    for place in places {
        stop_if_asked(observer)?;
        segment(purge, place, outcome)?;
        observer.on(Event::Advanced { bytes: place.bytes.into() });
    }
    Ok(())
}

fn segment(purge: &Purge<'_>, place: &Place, outcome: &mut DriveOutcome) -> Result<()> {
    let object = layout::pack(place.pack);
    let bytes = wiped(place.bytes as usize);
    let storage = purge.vault.storage;
    match storage.overwrite(&object, place.at, &bytes) {
        Err(Error::Damaged { .. }) => {
            outcome.lost_segments += 1;
            return Ok(());
        }
        other => other?,
    }
    match storage.read(&object, place.at, bytes.len()) {
        Ok(found) if found == bytes => {
            outcome.wiped_segments += 1;
            outcome.wiped_bytes += bytes.len() as u64;
        }
        Ok(_) | Err(Error::Damaged { .. }) => outcome.failed_segments += 1,
        Err(other) => return Err(other),
    }
    Ok(())
}

/// What a wiped segment of that length consists of.
fn wiped(length: usize) -> Vec<u8> {
    let mut bytes = WIPED_MARK.to_vec();
    bytes.truncate(length);
    bytes.extend(hash::noise(length.saturating_sub(WIPED_MARK.len())));
    bytes
}

/// Overwrites and removes what is not in force any more: manifests, then indexes, then keyring
/// parts, so that whatever is still there can be understood by the next run.
pub(super) fn old_objects(
    purge: &Purge<'_>,
    left: &Leftovers,
    outcome: &mut DriveOutcome,
    observer: &dyn Observer,
) -> Result<()> {
    let section = purge.all.id;
    let (in_force, old_parts) = parts::sorted(purge.vault, section, purge.base_part, &purge.tags)?;
    outcome.parts = in_force;
    for (kind, objects) in
        [("snapshots", &left.manifests), ("index", &left.indexes), ("keyring", &old_parts)]
    {
        let there = listed(purge.vault, section, kind)?;
        // Last ones first: the first keyring part tells the secret that authenticates the others.
        for object in in_order(&there).into_iter().rev().filter(|name| objects.contains(name)) {
            stop_if_asked(observer)?;
            let [first, second] = there.get(object).copied().unwrap_or_default();
            shred(purge.vault.storage, object, first)?;
            shred(purge.vault.storage, &object.mirror(), second)?;
            outcome.objects_removed += 1;
        }
    }
    Ok(())
}

/// Overwrites one object with random bytes, if it is there, and removes it.
fn shred(storage: &dyn Storage, object: &ObjectPath, bytes: Option<u64>) -> Result<()> {
    let Some(bytes) = bytes else { return Ok(()) };
    let mut at = 0;
    while at < bytes {
        let piece = usize::try_from(bytes - at).unwrap_or(PIECE_BYTES).min(PIECE_BYTES);
        match storage.overwrite(object, at, &hash::noise(piece)) {
            Err(Error::Damaged { .. }) => break,
            other => other?,
        }
        at += piece as u64;
    }
    storage.remove(object)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wiped_segment_has_its_length_and_begins_with_the_mark() {
        for length in [0, 5, 16, 17, 10_000] {
            let bytes = wiped(length);
            assert_eq!(bytes.len(), length);
            assert!(bytes.starts_with(WIPED_MARK.get(..length.min(16)).unwrap()));
        }
        assert_ne!(wiped(100), wiped(100));
    }
}
