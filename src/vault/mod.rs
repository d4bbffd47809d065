//! A vault on a drive: its identity, its small encrypted objects, its packs.
//!
//! Writing needs public halves only ([`SectionWriter`]); reading needs an opening key
//! ([`SectionReader`]). Nothing here decides what is backed up, restored or forgotten.

mod clear;
mod contents;
mod counted;
mod document;
mod erase;
mod fetch;
mod identity;
mod keyring;
mod lean;
mod listing;
mod manifest;
mod pack_builder;
mod packs;
mod proof;
mod rewrite;
mod segment;

pub use clear::{
    CLEAR_FILES, mind_clear_files, put_clear_file_back, rescue_hash, strange_clear_files,
};
pub use contents::{ChunkPlace, Contents, manifests_in, read_index};
pub use counted::Counted;
pub use document::{Document, Draft, OpenedDocument};
pub use erase::{Copies, Wiping, both_copies, shred};
pub use fetch::Fetcher;
pub use identity::{is_borne_out, put_identity_back, told_by_contents};
pub use keyring::{
    KeepPart, PartPlace, SectionReader, first_lines, make_part, read_copied_section,
    read_known_section, read_part, read_section, sections_on,
};
pub use lean::{Beside, Rewriting, difference, manifest_draft};
pub use manifest::{Leaning, Manifest, Manifests};
pub use pack_builder::PackBuilder;
pub use packs::{Segment, SegmentReader, check_pack, read_table};
pub use proof::{PackCheck, PackProof};
pub use rewrite::{
    Index, Kept, ManifestLine, Successors, header, index_draft, make_whole, put_index, put_indexes,
    surely, unproven, unseen,
};
pub use segment::{Sealed, SegmentBuilder};

use secrecy::ExposeSecret;

use crate::crypto::Recipient;
use crate::crypto::hash::{self, NamingSecret};
use crate::error::{Damage, DriveTrouble, Error, Result};
use crate::format::FORMAT_VERSION;
use crate::format::documents::{ObjectKind, VaultJson};
use crate::format::names::{self, ObjectPath};
use crate::id::{DriveId, ObjectHash, PracticeId, SectionId, VaultId};
use crate::limits;
use crate::state::Permit;
use crate::storage::Storage;

/// A vault and the door to it.
#[derive(Clone, Copy)]
pub struct Vault<'a> {
    /// The drive.
    pub storage: &'a dyn Storage,
    /// Whose it is.
    pub practice: PracticeId,
    /// Which vault.
    pub id: VaultId,
    /// Which drive.
    pub drive: DriveId,
}

/// What is needed to write into a section; opens nothing.
pub struct SectionWriter {
    /// The section.
    pub id: SectionId,
    /// Names its chunks and records, authenticates its objects.
    pub naming: NamingSecret,
    /// Manifests and indexes are sealed to it.
    pub catalog: Recipient,
}

impl<'a> Vault<'a> {
    /// Makes a new vault on an empty vault folder.
    ///
    /// # Errors
    /// When the drive cannot be written.
    pub fn create(
        storage: &'a dyn Storage,
        practice: PracticeId,
        key: &NamingSecret,
        created: &str,
    ) -> Result<Self> {
        let vault = Self {
            storage,
            practice,
            id: VaultId(hash::random_id()),
            drive: DriveId(hash::random_id()),
        };
        for (name, bytes) in CLEAR_FILES {
            storage.put(&names::clear_file(name), bytes)?;
        }
        let bytes = identity::identity(&vault, key, created)?;
        storage.put(&names::vault_json(), &bytes)?;
        Ok(vault)
    }

    /// What `vault.json` says, whether authentic or not.
    ///
    /// # Errors
    /// `DriveTrouble::Unknown` when there is none, `Damaged` when it cannot be understood.
    pub fn describe(storage: &dyn Storage) -> Result<VaultJson> {
        let object = names::vault_json();
        let bytes = match storage.length(&object) {
            Ok(bytes) => usize::try_from(bytes).unwrap_or(usize::MAX),
            Err(Error::Damaged { damage: Damage::Missing, .. }) => {
                return Err(Error::drive(DriveTrouble::Unknown));
            }
            Err(other) => return Err(other),
        };
        if bytes > limits::VAULT_JSON_BYTES_MAX {
            return Err(Error::damaged(&object, Damage::TooLarge));
        }
        let text = storage.read(&object, 0, bytes)?;
        serde_json::from_slice(&text).map_err(|_| Error::damaged(&object, Damage::Malformed))
    }

    /// Opens a vault that must be the practice's own.
    ///
    /// # Errors
    /// `Unknown`, `Foreign`, `Tampered`, `NewerFormat`, or damage of `vault.json`.
    pub fn open(
        storage: &'a dyn Storage,
        practice: PracticeId,
        key: &NamingSecret,
    ) -> Result<Self> {
        let json = Self::describe(storage)?;
        if json.practice != practice {
            return Err(Error::drive(DriveTrouble::Foreign));
        }
        if !is_authentic(key, &json) {
            return Err(Error::drive(DriveTrouble::Tampered));
        }
        if is_newer(&json) {
            return Err(Error::drive(DriveTrouble::NewerFormat));
        }
        Ok(Self { storage, practice, id: json.vault, drive: json.drive })
    }

    /// Puts a small object and its second copy.
    ///
    /// # Errors
    /// When the drive cannot be written.
    pub fn put_small(&self, object: &ObjectPath, bytes: &[u8]) -> Result<()> {
        self.storage.put(object, bytes)?;
        self.storage.put(&object.mirror(), bytes)
    }

    /// Puts a small object into every place where it is missing or torn, and says whether it had to.
    ///
    /// # Errors
    /// When the drive cannot be read or written.
    pub fn ensure_small(&self, object: &ObjectPath, bytes: &[u8]) -> Result<bool> {
        let mut wrote = false;
        for place in [object.clone(), object.mirror()] {
            match self.read_exactly(&place) {
                Ok(found) if found == bytes => continue,
                Ok(_) => self.storage.remove(&place)?,
                Err(Error::Damaged { damage: Damage::Missing, .. }) => {}
                Err(Error::Damaged { .. }) => self.storage.remove(&place)?,
                Err(other) => return Err(other),
            }
            self.storage.put(&place, bytes)?;
            wrote = true;
        }
        Ok(wrote)
    }

    /// Removes a small object and its second copy.
    ///
    /// # Errors
    /// When the drive cannot be written.
    pub fn remove_small(&self, _permit: &Permit, object: &ObjectPath) -> Result<()> {
        self.storage.remove(object)?;
        self.storage.remove(&object.mirror())
    }

    /// The bytes of a small object, from whichever copy has the hash its name demands.
    ///
    /// # Errors
    /// `Damaged` when neither copy is whole.
    pub fn read_small(&self, object: &ObjectPath) -> Result<Vec<u8>> {
        let first = match self.read_exactly(object) {
            Err(Error::Damaged { damage, .. }) => damage,
            other => return other,
        };
        match self.read_exactly(&object.mirror()) {
            // A copy that cannot be read may be whole: the other one proves nothing.
            Err(Error::Damaged { damage, .. }) if damage.may_be_whole() => {
                Err(Error::damaged(object, damage))
            }
            Err(Error::Damaged { .. }) => Err(Error::damaged(object, first)),
            other => other,
        }
    }

    /// The bytes of one copy, which must have the hash its name demands.
    ///
    /// # Errors
    /// `Damaged` when it is missing, unreadable, or not what it was.
    pub fn read_exactly(&self, object: &ObjectPath) -> Result<Vec<u8>> {
        let length = self.storage.length(object)?;
        if length > limits::OBJECT_BYTES_MAX as u64 {
            return Err(Error::damaged(object, Damage::TooLarge));
        }
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        let bytes = self.storage.read(object, 0, length)?;
        match object.own_hash() {
            Some(wanted) if hash::object_hash(&bytes) != wanted => {
                Err(Error::damaged(object, Damage::WrongHash))
            }
            _ => Ok(bytes),
        }
    }

    /// Writes a draft, sealed to the section's catalog.
    ///
    /// # Errors
    /// When it cannot be sealed, or the drive cannot be written.
    pub fn put_document(
        &self,
        section: &SectionWriter,
        draft: Draft,
        place: impl FnOnce(ObjectHash) -> ObjectPath,
    ) -> Result<ObjectPath> {
        let bytes = draft.seal(&section.naming, &section.catalog)?;
        let object = place(hash::object_hash(&bytes));
        self.put_small(&object, &bytes)?;
        Ok(object)
    }

    /// Opens an object that must be of this kind, section and vault, and authentic.
    ///
    /// # Errors
    /// `Damaged`.
    pub fn read_document(
        &self,
        section: &SectionReader,
        kind: ObjectKind,
        object: &ObjectPath,
    ) -> Result<Document> {
        let bytes = self.read_small(object)?;
        let document = Document::open(object, &bytes, &section.catalogs, &section.naming)?;
        let header = &document.header;
        let is_in_place = header.kind == kind
            && header.practice == self.practice
            && header.section == section.id
            && header.vault == Some(self.id);
        if is_in_place { Ok(document) } else { Err(Error::damaged(object, Damage::NotAuthentic)) }
    }
}

/// Whether `vault.json` says that it is of a later format; believe it where it is authentic.
#[must_use]
pub const fn is_newer(json: &VaultJson) -> bool {
    json.refuge > FORMAT_VERSION
}

/// Whether `vault.json` was written by someone who holds the vault key. Later formats keep what that covers.
#[must_use]
pub fn is_authentic(key: &NamingSecret, json: &VaultJson) -> bool {
    let given = data_encoding::HEXLOWER.decode(json.mac.as_bytes()).ok();
    let given: Option<[u8; 32]> = given.and_then(|mac| mac.try_into().ok());
    given.is_some_and(|mac| key.authenticator("vault").verify(&[&json.covered()], &mac))
}

fn vault_mac(key: &NamingSecret, json: &VaultJson) -> [u8; 32] {
    key.authenticator("vault").mac(&[&json.covered()])
}

/// A secret as the 64 hexadecimal digits of a keyring line.
fn secret_line(secret: &NamingSecret) -> String {
    secret.to_hex().expose_secret().to_owned()
}
