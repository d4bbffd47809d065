//! The lines of the small encrypted objects: keyring parts, indexes, manifests.
//!
//! Each object is JSON Lines: a [`Header`] that binds it to its place, its own lines, and a last
//! line with a keyed hash of all bytes before it. `docs/format.md` shows each with an example.

use serde::{Deserialize, Serialize};

use crate::format::entry::Moment;
use crate::id::{
    ChunkName, ContentTag, DriveId, KeyId, ObjectHash, PackId, PracticeId, RecordId, SectionId,
    SnapshotId, SourceId, VaultId,
};

/// What an object is; part of what its keyed hash covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ObjectKind {
    /// Secrets of records, catalog and names.
    Keyring,
    /// Where chunks lie.
    Index,
    /// The records of a snapshot.
    Manifest,
    /// One entry of the ledger.
    Ledger,
}

words! { ObjectKind, "The word used in the header and for deriving the key of the keyed hash.":
    Keyring => "keyring",
    Index => "index",
    Manifest => "manifest",
    Ledger => "ledger",
}

/// First line of every small object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Version of the format.
    pub refuge: u32,
    /// What the object is.
    pub kind: ObjectKind,
    /// The practice.
    pub practice: PracticeId,
    /// The section.
    pub section: SectionId,
    /// The vault it was written for. Keyring parts are the same in every vault and have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vault: Option<VaultId>,
    /// Its number among objects of its kind, ever growing within the vault (for keyring parts: the
    /// practice).
    pub seq: u64,
    /// Of keyring parts: the epoch of the key it is sealed to. A part without one was written before parts
    /// had it, and is of the epoch in its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epoch: Option<u32>,
}

/// Last line of every small object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    /// Keyed BLAKE3 of every byte before this line, 64 hexadecimal digits.
    pub mac: String,
}

/// One line of a keyring part. Secrets are age secret keys or hexadecimal digits.
#[derive(
    Clone, PartialEq, Eq, Serialize, Deserialize, zeroize::Zeroize, zeroize::ZeroizeOnDrop,
)]
#[serde(tag = "line", rename_all = "kebab-case")]
pub enum KeyringLine {
    /// Authenticates `vault.json`; the same in all sections of a practice.
    VaultKey {
        /// 64 hexadecimal digits.
        secret: String,
    },
    /// Names chunks and records of the section and authenticates its objects.
    Naming {
        /// 64 hexadecimal digits.
        secret: String,
    },
    /// Opens manifests, indexes and ledger copies. The highest generation is in force.
    Catalog {
        /// From 1, one more after each purge.
        generation: u32,
        /// age secret key.
        secret: String,
    },
    /// Opens the segments sealed to one key of a record.
    Record {
        /// The record.
        #[zeroize(skip)]
        record: RecordId,
        /// The key.
        #[zeroize(skip)]
        key: KeyId,
        /// age secret key.
        secret: String,
    },
    /// A key that was forgotten on purpose; a merge must never bring it back.
    Forgotten {
        /// The key.
        #[zeroize(skip)]
        key: KeyId,
        /// The record, where it was forgotten as a whole; absent where it lives on under another key.
        #[zeroize(skip)]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        record: Option<RecordId>,
    },
}

/// One line of an index: a pack, as far as the section may know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackLine {
    /// The pack.
    pub pack: PackId,
    /// Its length, in bytes.
    pub bytes: u64,
    /// The hash in its footer.
    pub table: ObjectHash,
    /// Its segments.
    pub segments: Vec<SegmentLine>,
}

/// One segment of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SegmentLine {
    /// Where it begins, in bytes from the pack's start.
    pub at: u64,
    /// Its length, in bytes.
    pub bytes: u32,
    /// The record whose chunks it holds.
    pub record: RecordId,
    /// The key that opens it.
    pub key: KeyId,
    /// Its blocks, in order.
    pub blocks: Vec<BlockLine>,
}

/// One block of a segment: a zstd frame.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockLine {
    /// Length of the frame, in bytes.
    pub frame: u32,
    /// The chunks in it, one after the other: name and length in bytes.
    pub chunks: Vec<(ChunkName, u32)>,
}

/// Second line of a manifest: the snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotLine {
    /// The snapshot; the same in every section.
    pub snapshot: SnapshotId,
    /// When the run began, RFC 3339, UTC.
    pub time: String,
    /// The drive it was written to.
    pub drive: DriveId,
    /// Hash of the manifest before it on this drive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<ObjectHash>,
    /// File name of an earlier manifest of the section whose records count here too, as far as this one
    /// does not say otherwise. That one leans on none itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
    /// Records of the base that are not in this snapshot.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gone: Vec<RecordId>,
    /// Every index object that was in force.
    pub indexes: Vec<ObjectHash>,
    /// Files, and their bytes, in all records.
    pub files: u64,
    /// Bytes of these files.
    pub bytes: u64,
    /// Files that could not be backed up.
    pub problems: u64,
    /// Version of the program that wrote it.
    pub program: String,
    /// The practice's configuration at that time, as it stands in `refuge.toml`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub configuration: Option<String>,
}

/// One further line of a manifest: a record in one state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordLine {
    /// The record.
    pub record: RecordId,
    /// The source it is cut out of.
    pub source: SourceId,
    /// Its name: folder, year, or empty for loose files and whole sources; escaped as paths are.
    pub name: String,
    /// The retention class in force when it was backed up.
    pub class: String,
    /// The key new chunks of it were sealed to.
    pub key: KeyId,
    /// The inventory: its chunks, in order.
    pub inventory: Vec<ChunkName>,
    /// Files in it.
    pub files: u64,
    /// Bytes of these files.
    pub bytes: u64,
    /// Latest change of a document in it, as it was when its bytes were first seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub newest: Option<Moment>,
    /// The bytes of its documents: the same tag means that none changed, came or went.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<ContentTag>,
}

impl RecordLine {
    /// Puts lines into the order in which a manifest holds them: by source, then by name.
    pub fn sort(lines: &mut [Self]) {
        lines.sort_by(|left, right| (left.source, &left.name).cmp(&(right.source, &right.name)));
    }
}

/// `vault.json`, the only clear description of a vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VaultJson {
    /// Version of the format.
    pub refuge: u32,
    /// The practice.
    pub practice: PracticeId,
    /// The vault.
    pub vault: VaultId,
    /// The drive.
    pub drive: DriveId,
    /// When it was made, RFC 3339, UTC.
    pub created: String,
    /// Keyed BLAKE3 over [`VaultJson::covered`], 64 hexadecimal digits.
    pub mac: String,
}

impl VaultJson {
    /// The bytes that the keyed hash covers.
    #[must_use]
    pub fn covered(&self) -> Vec<u8> {
        let Self { refuge, practice, vault, drive, created, mac: _ } = self;
        format!("refuge vault {refuge}\n{practice}\n{vault}\n{drive}\n{created}\n").into_bytes()
    }
}
