//! One line of an inventory: a file, folder or link of a record, with what is needed to bring it back.

use serde::{Deserialize, Serialize};

use crate::id::ChunkName;
use crate::tree_path::TreePath;

/// A moment: seconds and nanoseconds since 1970-01-01T00:00:00Z. Seconds may be negative.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct Moment(pub i64, pub u32);

/// What an entry is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "t")]
pub enum EntryKind {
    /// A regular file.
    #[serde(rename = "f")]
    File(Content),
    /// A folder.
    #[serde(rename = "d")]
    Folder,
    /// A symbolic link and where it points, with the escape of `tree_path`.
    #[serde(rename = "l")]
    Symlink {
        /// The link's text, escaped.
        to: String,
    },
    /// Another name of a file of the same record that was listed before.
    #[serde(rename = "h")]
    HardLink {
        /// The first name.
        to: TreePath,
    },
}

/// The bytes of a file: the concatenation of its chunks, laid over its extents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Length in bytes, holes included.
    #[serde(rename = "s")]
    pub size_bytes: u64,
    /// BLAKE3 of all bytes, holes as zeros; 64 hexadecimal digits.
    #[serde(rename = "b3")]
    pub hash: ContentHash,
    /// The chunks, in order.
    #[serde(rename = "c")]
    pub chunks: Vec<ChunkName>,
    /// Where the data lies: offset and length in bytes of each stretch. Absent: the whole file.
    #[serde(rename = "x", default, skip_serializing_if = "Option::is_none")]
    pub extents: Option<Vec<(u64, u64)>>,
}

/// Unkeyed BLAKE3 of a file's content, so that a stock `b3sum` can check a restored file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContentHash(pub [u8; 32]);

impl Serialize for ContentHash {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if to.is_human_readable() {
            to.serialize_str(&data_encoding::HEXLOWER.encode(&self.0))
        } else {
            self.0.serialize(to)
        }
    }
}

impl<'de> Deserialize<'de> for ContentHash {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        if !from.is_human_readable() {
            return <[u8; 32]>::deserialize(from).map(Self);
        }
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        let bytes =
            data_encoding::HEXLOWER.decode(text.as_bytes()).map_err(serde::de::Error::custom)?;
        let bytes = bytes.try_into().map_err(|_| serde::de::Error::custom("not 32 bytes"))?;
        Ok(Self(bytes))
    }
}

/// What the file system says about an entry besides its bytes. Absent: the platform has it not.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Metadata {
    /// Time of the last change of the content.
    #[serde(rename = "m", default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<Moment>,
    /// Unix permission bits (12 bits).
    #[serde(rename = "mode", default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<u32>,
    /// Unix owner and group, as numbers.
    #[serde(rename = "own", default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<(u32, u32)>,
    /// Windows file attributes (read-only, hidden, system, archive).
    #[serde(rename = "win", default, skip_serializing_if = "Option::is_none")]
    pub windows_attributes: Option<u32>,
    /// Extended attributes, POSIX ACLs among them: name with the escape of `tree_path`, value in base64.
    #[serde(rename = "xa", default, skip_serializing_if = "Vec::is_empty")]
    pub xattrs: Vec<(String, String)>,
    /// A program had the file open, and it was taken from a picture of the disk: as after a power cut.
    #[serde(rename = "open", default, skip_serializing_if = "std::ops::Not::not")]
    pub was_open: bool,
}

/// One entry of a record, named relative to the record's source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InventoryEntry {
    /// Where it lies, relative to the source folder.
    #[serde(rename = "p")]
    pub path: TreePath,
    /// What it is.
    #[serde(flatten)]
    pub kind: EntryKind,
    /// Times, rights, owners.
    #[serde(flatten)]
    pub metadata: Metadata,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_one_readable_line() {
        let entry = InventoryEntry {
            path: TreePath::from_bytes("Dupont Zoé/note.txt".as_bytes()).unwrap(),
            kind: EntryKind::File(Content {
                size_bytes: 3,
                hash: ContentHash([7; 32]),
                chunks: vec![ChunkName([1; 16])],
                extents: None,
            }),
            metadata: Metadata {
                modified: Some(Moment(-1, 5)),
                mode: Some(0o640),
                ..Metadata::default()
            },
        };
        let line = serde_json::to_string(&entry).unwrap();
        assert_eq!(
            line,
            format!(
                r#"{{"p":"Dupont Zoé/note.txt","t":"f","s":3,"b3":"{}","c":["{}"],"m":[-1,5],"mode":416}}"#,
                "07".repeat(32),
                "01".repeat(16)
            )
        );
        assert_eq!(serde_json::from_str::<InventoryEntry>(&line).unwrap(), entry);
    }
}
