//! Whose a vault is, told by what lies in it: for when `vault.json` is gone or says something else.
//!
//! Every manifest names its vault and its drive, and is authenticated; so what can be restored does not hang on
//! one small file. Only reading is allowed on such a word: what is written must know its place for sure.

use std::collections::HashMap;

use super::{Vault, is_authentic, keyring, manifests_in, sections_on, vault_mac};
use crate::crypto::Identity;
use crate::crypto::hash::NamingSecret;
use crate::error::{Damage, DriveTrouble, Error, Result};
use crate::format::FORMAT_VERSION;
use crate::format::documents::{ObjectKind, SnapshotLine, VaultJson};
use crate::format::names;
use crate::id::{DriveId, PracticeId, SectionId, VaultId};
use crate::storage::Storage;
use crate::vault::{Document, SectionReader};

/// So many manifests of a section are asked, newest first.
const WITNESSES_MAX: usize = 16;

/// The vault that most of its newest manifests say this is, with the keys at hand.
///
/// # Errors
/// `Key(OpensNothing)` when the keys open nothing; `Drive(Tampered)` when nothing that they open tells;
/// when the drive cannot be read.
pub fn told_by_contents<'a>(
    storage: &'a dyn Storage,
    identities: &[Identity],
) -> Result<Vault<'a>> {
    let nobody = Vault {
        storage,
        practice: PracticeId([0; 16]),
        id: VaultId([0; 16]),
        drive: DriveId([0; 16]),
    };
    let mut said: HashMap<(PracticeId, VaultId, DriveId), usize> = HashMap::new();
    let mut why = Error::drive(DriveTrouble::Tampered);
    for section in sections_on(&nobody)? {
        match witnesses(&nobody, section, identities) {
            Ok(found) => found.into_iter().for_each(|one| *said.entry(one).or_default() += 1),
            Err(error @ (Error::Key(_) | Error::Damaged { .. })) => why = error,
            Err(other) => return Err(other),
        }
    }
    let most = said.into_iter().max_by_key(|(_, times)| *times);
    let ((practice, id, drive), _) = most.ok_or(why)?;
    Ok(Vault { storage, practice, id, drive })
}

fn witnesses(
    nobody: &Vault<'_>,
    section: SectionId,
    identities: &[Identity],
) -> Result<Vec<(PracticeId, VaultId, DriveId)>> {
    let practice = keyring::practice_of(nobody, section, identities)?;
    let vault = Vault { practice, ..*nobody };
    let reader = keyring::read_section(&vault, section, identities)?;
    let mut found = Vec::new();
    for object in manifests_in(&vault, &reader)?.iter().rev().take(WITNESSES_MAX) {
        let says = vault
            .read_small(object)
            .and_then(|bytes| Document::open(object, &bytes, &reader.catalogs, &reader.naming));
        let Ok(document) = says else { continue };
        let header = &document.header;
        let is_in_place = header.kind == ObjectKind::Manifest && header.section == section;
        let line = document.lines::<SnapshotLine>(object).next().and_then(Result::ok);
        if let (true, Some(id), Some(line)) = (is_in_place, header.vault, line) {
            found.push((header.practice, id, line.drive));
        }
    }
    Ok(found)
}

/// Whether anything that was written to this vault says so: an object authenticated for it.
///
/// # Errors
/// When the drive cannot be listed.
pub fn is_borne_out(vault: &Vault<'_>, readers: &[SectionReader]) -> Result<bool> {
    for reader in readers {
        let objects = manifests_in(vault, reader)?;
        let newest = objects.iter().rev().take(WITNESSES_MAX);
        let mut read = newest.map(|object| super::Manifest::read(vault, reader, object));
        if read.any(|manifest| manifest.is_ok()) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Puts `vault.json` in its place again, whatever lies there. `created` is RFC 3339.
///
/// # Errors
/// As [`Storage::supersede`].
pub fn put_identity_back(vault: &Vault<'_>, key: &NamingSecret, created: &str) -> Result<()> {
    let json = identity(vault, key, created)?;
    vault.storage.supersede(&names::vault_json(), &json)
}

/// The bytes of `vault.json`.
pub(super) fn identity(vault: &Vault<'_>, key: &NamingSecret, created: &str) -> Result<Vec<u8>> {
    let mut json = VaultJson {
        refuge: FORMAT_VERSION,
        practice: vault.practice,
        vault: vault.id,
        drive: vault.drive,
        created: created.to_owned(),
        mac: String::new(),
    };
    json.mac = data_encoding::HEXLOWER.encode(&vault_mac(key, &json));
    debug_assert!(is_authentic(key, &json), "what was just authenticated is authentic");
    serde_json::to_vec_pretty(&json)
        .map_err(|_| Error::damaged(&names::vault_json(), Damage::Malformed))
}
