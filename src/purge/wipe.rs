//! Fourth and fifth step of a purge: overwriting segments in place, and old objects before they go.

use super::rewrite::Leftovers;
use super::{DriveOutcome, Purge, SegmentPlace};
use crate::error::{Damage, Error, Result};
use crate::event::{Event, Observer, Step};
use crate::format::names::{self, ObjectPath};
use crate::parity_groups::{self, PackChange};
use crate::state::Permit;
use crate::vault::{Wiping, shred};

/// Overwrites forgotten segments, after the parity that could bring them back is made to follow, or gone.
pub(super) fn segments(
    purge: &Purge<'_>,
    permit: &Permit,
    places: &[SegmentPlace],
    outcome: &mut DriveOutcome,
    observer: &dyn Observer,
) -> Result<()> {
    if places.is_empty() {
        return Ok(());
    }
    let total = places.iter().map(|place| u64::from(place.bytes)).sum();
    observer.on(Event::Step { step: Step::Wipe, total_bytes: Some(total) });
    let vault = purge.vault;
    let changes = places.iter().map(change).collect();
    let (batches, removed) = parity_groups::batches(vault, permit, changes)?;
    outcome.notes(removed);
    for mut batch in batches {
        outcome.notes(batch.before(vault, permit, observer)?);
        for change in &batch.changes {
            observer.check()?;
            segment(purge, change, outcome)?;
            observer.on(Event::Advanced { bytes: change.bytes.into() });
        }
        outcome.notes(batch.after(vault, permit)?);
        outcome.parity_updated += u64::from(batch.has_parity());
    }
    Ok(())
}

fn change(place: &SegmentPlace) -> PackChange {
    let SegmentPlace { pack, at, bytes } = *place;
    PackChange { pack, at, bytes, with: Wiping::new(bytes as usize) }
}

fn segment(purge: &Purge<'_>, place: &PackChange, outcome: &mut DriveOutcome) -> Result<()> {
    let object = names::pack(place.pack);
    let bytes = place.with.all();
    let storage = purge.vault.storage;
    match storage.overwrite(&object, place.at, &bytes) {
        Err(Error::Damaged { damage: Damage::Missing | Damage::WrongLength, .. }) => {
            outcome.lost_segments += 1;
            return Ok(());
        }
        Err(Error::Damaged { .. }) => {
            outcome.failed_segments += 1;
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

/// Overwrites and removes what is not in force any more: manifests, then indexes, then keyring
/// parts, so that whatever is still there can be understood by the next run.
pub(super) fn old_objects(
    purge: &Purge<'_>,
    permit: &Permit,
    left: &Leftovers,
    old_parts: &[ObjectPath],
    outcome: &mut DriveOutcome,
    observer: &dyn Observer,
) -> Result<()> {
    // Last ones first: the first keyring part tells the secret that authenticates the others.
    let others = left.indexes.iter().rev().chain(old_parts.iter().rev());
    for object in left.manifests.iter().chain(others) {
        observer.check()?;
        for copy in [object.clone(), object.mirror()] {
            // Its own length, not a listing's: what was left out there is to go as well.
            if shred(purge.vault.storage, permit, &copy, None)?.is_some() {
                outcome.resisting.push(copy);
            }
        }
        outcome.objects_removed += 1;
    }
    Ok(())
}
