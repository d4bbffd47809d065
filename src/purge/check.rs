//! Sixth step of a purge: reading back, and looking for the forgotten with every key at hand.

use super::{DriveOutcome, Purge, SegmentPlace, in_order, listed, parts};
use crate::crypto::Identity;
use crate::error::{Damage, Error, Result};
use crate::format::documents::{KeyringLine, ObjectKind, PackLine};
use crate::format::names::{self, ObjectPath};
use crate::format::pack::WIPED_MARK;
use crate::vault::{self, Contents, Manifest, SectionReader};

/// Whether nothing forgotten is left on the drive, as far as any key at hand can tell.
pub(super) fn nothing_is_left(
    purge: &Purge<'_>,
    identities: &[Identity],
    outcome: &mut DriveOutcome,
) -> Result<bool> {
    let fresh = match vault::read_section(purge.vault, purge.all.id, identities) {
        Err(Error::Key(_)) => return Ok(false),
        other => other?,
    };
    outcome.now.next_part = outcome.now.next_part.max(fresh.next_part);
    let mut is_clean = fresh.generation == purge.all.generation;
    is_clean &= parts::distinct(&fresh.catalogs).len() == 1;
    is_clean &= no_part_knows(purge, &fresh, identities)?;
    is_clean &= nothing_old_opens(purge)?;
    is_clean &= no_object_names(purge, &fresh)?;
    Ok(is_clean)
}

/// Segments that do not begin as wiped ones, or of which that cannot be said.
pub(super) fn unwiped(purge: &Purge<'_>, places: &[SegmentPlace]) -> Result<Vec<SegmentPlace>> {
    let mut left = Vec::new();
    for place in places {
        if !is_overwritten(purge, place)? {
            left.push(*place);
        }
    }
    Ok(left)
}

fn no_part_knows(
    purge: &Purge<'_>,
    fresh: &SectionReader,
    identities: &[Identity],
) -> Result<bool> {
    let parts = parts::all(purge.vault, fresh, identities)?;
    let knows = |line: &KeyringLine| match line {
        KeyringLine::Record { record, key, .. } => purge.is_forgotten(*record, *key),
        _ => false,
    };
    let in_place =
        |part: &parts::Part| part.number >= purge.base_part && purge.tags.contains(&part.tag);
    Ok(parts.iter().all(|part| in_place(part) && !part.lines.iter().any(knows)))
}

/// Whether no small object opens with a catalog that is not in force any more.
fn nothing_old_opens(purge: &Purge<'_>) -> Result<bool> {
    let old: Vec<Identity> = purge.all.catalogs.iter().skip(1).cloned().collect();
    if old.is_empty() {
        return Ok(true);
    }
    let old = parts::with_catalogs(&purge.all, old);
    for (kind, folder) in [(ObjectKind::Index, "index"), (ObjectKind::Manifest, "snapshots")] {
        for object in in_order(&listed(purge.vault, purge.all.id, folder)?) {
            match purge.vault.read_document(&old, kind, object) {
                Err(Error::Damaged { damage: Damage::DoesNotOpen, .. }) => {}
                Ok(_) | Err(Error::Damaged { .. }) => return Ok(false),
                Err(other) => return Err(other),
            }
        }
    }
    Ok(true)
}

/// Whether every index and manifest is whole, in both places, and names nothing forgotten.
fn no_object_names(purge: &Purge<'_>, fresh: &SectionReader) -> Result<bool> {
    let contents = Contents::load(purge.vault, fresh)?;
    let (manifests, damaged) = Manifest::all(purge.vault, fresh)?;
    let names_segment = |pack: &PackLine| {
        pack.segments.iter().any(|segment| purge.is_forgotten(segment.record, segment.key))
    };
    let names_record = |manifest: &Manifest| {
        manifest.records.iter().any(|line| purge.forgotten.contains(&line.record))
    };
    let all_named = contents.damaged.is_empty()
        && damaged.is_empty()
        && !contents.packs.iter().any(names_segment)
        && !manifests.iter().any(names_record);
    let objects = contents.indexes.iter().chain(manifests.iter().map(|manifest| &manifest.object));
    for object in objects {
        if !all_named || !is_whole(purge, object)? || !is_whole(purge, &object.mirror())? {
            return Ok(false);
        }
    }
    Ok(all_named)
}

fn is_whole(purge: &Purge<'_>, place: &ObjectPath) -> Result<bool> {
    match purge.vault.read_exactly(place) {
        Ok(_) => Ok(true),
        Err(Error::Damaged { .. }) => Ok(false),
        Err(other) => Err(other),
    }
}

/// Whether a segment begins as a wiped one, and so with no age header. One that is not there is
/// no more either.
fn is_overwritten(purge: &Purge<'_>, place: &SegmentPlace) -> Result<bool> {
    let length = WIPED_MARK.len().min(place.bytes as usize);
    match purge.vault.storage.read(&names::pack(place.pack), place.at, length) {
        Ok(bytes) => Ok(WIPED_MARK.starts_with(&bytes)),
        Err(Error::Damaged { damage: Damage::Missing | Damage::WrongLength, .. }) => Ok(true),
        Err(Error::Damaged { .. }) => Ok(false),
        Err(other) => Err(other),
    }
}
