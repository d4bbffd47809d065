//! Small objects: both copies of each, against the hash in their name; parity objects, against their
//! own table; and what lies in clear.

use super::{Finding, Listing, Report, damage_of};
use crate::crypto::hash::{self, NamingSecret};
use crate::error::{Damage, DriveTrouble, Error, Result};
use crate::event::{Event, Observer};
use crate::format::names::{self, Name, ObjectPath};
use crate::limits;
use crate::parity_groups;
use crate::vault::{CLEAR_FILES, Vault, is_authentic, is_newer, strange_clear_files};

/// The path of a small object's first copy; nothing when it is not the path of a small object.
pub(super) fn first_copy(path: &ObjectPath) -> Option<ObjectPath> {
    let first = path.first_copy();
    match Name::of(&first)? {
        Name::Pack(_) | Name::Parity(_) => None,
        _ => Some(first),
    }
}

/// Checks everything but packs.
pub(super) fn check(
    vault: &Vault<'_>,
    listing: &Listing,
    vault_key: Option<&NamingSecret>,
    report: &mut Report,
    observer: &dyn Observer,
) -> Result<()> {
    check_vault_json(vault, vault_key, report)?;
    check_clear_files(vault, report)?;
    for (folder, damage) in &listing.unlisted {
        report.finding(folder, *damage);
    }
    for object in &listing.small {
        observer.check()?;
        check_both(vault, listing, object, report, observer)?;
    }
    for object in &listing.parity {
        observer.check()?;
        let proof = |bytes: &[u8]| parity_groups::is_whole(object, bytes);
        let damage = look(vault, listing, object, &proof, report, observer)?;
        report.findings.extend(damage.map(|damage| Finding::new(object.clone(), damage)));
    }
    Ok(())
}

fn check_both(
    vault: &Vault<'_>,
    listing: &Listing,
    object: &ObjectPath,
    report: &mut Report,
    observer: &dyn Observer,
) -> Result<()> {
    let mirror = object.mirror();
    let proof = |bytes: &[u8]| object.own_hash() == Some(hash::object_hash(bytes));
    let first = look(vault, listing, object, &proof, report, observer)?;
    let second = look(vault, listing, &mirror, &proof, report, observer)?;
    let spared = first.is_none() || second.is_none();
    for (path, damage) in [(object.clone(), first), (mirror, second)] {
        let finding = |damage| Finding { spared, ..Finding::new(path, damage) };
        report.findings.extend(damage.map(finding));
    }
    Ok(())
}

/// What is wrong with one copy. Every object is read, also one that the listing left out.
fn look(
    vault: &Vault<'_>,
    listing: &Listing,
    copy: &ObjectPath,
    is_whole: &dyn Fn(&[u8]) -> bool,
    report: &mut Report,
    observer: &dyn Observer,
) -> Result<Option<Damage>> {
    report.objects += 1;
    let length = listing.lengths.get(copy).copied();
    if length > Some(limits::OBJECT_BYTES_MAX as u64) {
        return Ok(Some(Damage::TooLarge));
    }
    let read = match length {
        Some(length) => vault.storage.read(copy, 0, usize::try_from(length).unwrap_or(usize::MAX)),
        None => vault.read_exactly(copy),
    };
    let bytes = match damage_of(read)? {
        Err(damage) => return Ok(Some(damage)),
        Ok(bytes) => bytes,
    };
    report.bytes_read += bytes.len() as u64;
    observer.on(Event::Advanced { bytes: bytes.len() as u64 });
    Ok((!is_whole(&bytes)).then_some(Damage::WrongHash))
}

/// `vault.json` must be that of this vault and, where the key is known, authentic.
fn check_vault_json(
    vault: &Vault<'_>,
    vault_key: Option<&NamingSecret>,
    report: &mut Report,
) -> Result<()> {
    report.objects += 1;
    let damage = match Vault::describe(vault.storage) {
        Ok(json) => {
            let same =
                (json.practice, json.vault, json.drive) == (vault.practice, vault.id, vault.drive);
            let authentic = vault_key.is_none_or(|key| is_authentic(key, &json));
            match same && authentic {
                true => is_newer(&json).then_some(Damage::Newer),
                false => Some(Damage::NotAuthentic),
            }
        }
        Err(Error::Damaged { damage, .. }) => Some(damage),
        Err(Error::Drive { trouble: DriveTrouble::Unknown, .. }) => Some(Damage::Missing),
        Err(other) => return Err(other),
    };
    let finding = |damage| Finding::new(names::vault_json(), damage);
    report.findings.extend(damage.map(finding));
    Ok(())
}

/// Files in clear must be those that a version of this program put there.
fn check_clear_files(vault: &Vault<'_>, report: &mut Report) -> Result<()> {
    report.objects += CLEAR_FILES.len() as u64;
    for (name, damage) in strange_clear_files(vault.storage)? {
        report.findings.push(Finding::new(names::clear_file(name), damage));
    }
    Ok(())
}
