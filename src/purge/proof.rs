//! Third step of a purge: whether what replaces the old holds all that is kept.

use std::collections::HashSet;

use secrecy::ExposeSecret;

use super::Purge;
use super::parts::Keyring;
use super::rewrite::Leftovers;
use crate::crypto::Identity;
use crate::error::{Damage, Error, Result};
use crate::format::names::{self, ObjectPath};
use crate::id::ChunkName;
use crate::repack;
use crate::vault::{self, Contents, Kept, Manifests, SectionReader, Successors};

/// What speaks against letting anything old go: nothing where all that is kept was found again.
///
/// # Errors
/// `Damaged(Unreadable)`, or when the drive cannot be read otherwise.
pub(super) fn doubts(
    purge: &Purge<'_>,
    left: &Leftovers,
    keyring: &Keyring,
) -> Result<Vec<(ObjectPath, Damage)>> {
    let mut doubts: Vec<(ObjectPath, Damage)> = left.doubts.clone();
    let reader = &keyring.reader;
    if !keyring.serves_all || !holds_all_keys(purge, reader) {
        doubts.push((names::keyring(reader.id), Damage::DoesNotOpen));
        return Ok(doubts);
    }
    let renewed = of_renewed_records(purge, left, reader, &mut doubts)?;
    let kept = Kept { chunks: &left.kept.chunks | &renewed, lines: left.kept.lines.clone() };
    let successors = Successors {
        indexes: left.indexes_in_force.clone(),
        manifests: left.manifests_in_force.clone(),
        going: HashSet::new(),
    };
    doubts.extend(vault::unproven(purge.vault, reader, &successors, &kept)?);
    Ok(doubts)
}

/// Whether the parts in force give the catalog and every key that is not forgotten, and the same ones.
fn holds_all_keys(purge: &Purge<'_>, reader: &SectionReader) -> bool {
    let same = |one: &Identity, other: &Identity| {
        one.secret_text().expose_secret() == other.secret_text().expose_secret()
    };
    let newest = purge.newest.catalogs.first();
    let has_catalog =
        newest.is_some_and(|newest| reader.catalogs.iter().any(|found| same(found, newest)));
    has_catalog
        && purge.all.keys.iter().all(|(key, (record, identity))| {
            let found = reader.keys.get(key);
            found.is_some_and(|(owner, found)| owner == record && same(found, identity))
        })
}

/// Chunks that snapshots need of records which got another key: what the old one opens goes.
fn of_renewed_records(
    purge: &Purge<'_>,
    left: &Leftovers,
    reader: &SectionReader,
    doubts: &mut Vec<(ObjectPath, Damage)>,
) -> Result<HashSet<ChunkName>> {
    if left.renewed_records.is_empty() {
        return Ok(HashSet::new());
    }
    let mut contents = Contents::default();
    for object in &left.indexes_in_force {
        match vault::surely(vault::read_index(purge.vault, reader, object))? {
            Ok((_, packs)) => packs.into_iter().for_each(|pack| contents.add_pack(pack)),
            Err(damage) => doubts.push((object.clone(), damage)),
        }
    }
    let (mut manifests, mut read) = (Vec::new(), Manifests::new(purge.vault, reader));
    for object in &left.manifests_in_force {
        match vault::surely(read.read(object))? {
            Ok(mut manifest) => {
                manifest.records.retain(|line| left.renewed_records.contains(&line.record));
                manifests.push(manifest);
            }
            Err(damage) => doubts.push((object.clone(), damage)),
        }
    }
    match repack::living(purge.vault, reader, &mut contents, &manifests) {
        Err(Error::Damaged { object, damage }) if !damage.may_be_whole() => {
            doubts.push((object, damage));
            Ok(HashSet::new())
        }
        other => other,
    }
}
