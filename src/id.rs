//! Identifiers: sixteen bytes each, one type per meaning, so that none can pass for another.
//!
//! An id is only bytes with parse and print. Whoever computes one (a keyed hash, the system's
//! randomness) lives higher up; an id knows nothing about where it came from.

use std::fmt;

/// Length of every id, in bytes.
pub const ID_BYTES: usize = 16;

/// A text that is not the 32 lower-case hexadecimal digits of an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id of 32 hexadecimal digits")]
pub struct IdParseError;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; ID_BYTES]);

        impl $name {
            /// The id as 32 lower-case hexadecimal digits.
            #[must_use]
            pub fn hex(&self) -> String {
                data_encoding::HEXLOWER.encode(&self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = IdParseError;
            fn from_str(text: &str) -> Result<Self, IdParseError> {
                parse(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.hex())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(out, "{}({})", stringify!($name), self.hex())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                if to.is_human_readable() {
                    to.serialize_str(&self.hex())
                } else {
                    serde::Serialize::serialize(&self.0, to)
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                if from.is_human_readable() {
                    let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
                    text.parse().map_err(serde::de::Error::custom)
                } else {
                    <[u8; ID_BYTES]>::deserialize(from).map(Self)
                }
            }
        }
    )*};
}

ids! {
    /// A practice: one configuration, one set of opening keys.
    PracticeId;
    /// A vault: the `refuge/` folder of one drive.
    VaultId;
    /// An enrolled drive.
    DriveId;
    /// A section: sources that share their readers.
    SectionId;
    /// A source folder.
    SourceId;
    /// A record: the unit of forgetting. A keyed hash of its source and name.
    RecordId;
    /// The bytes of a record's documents, whatever their names, times and rights: a keyed hash.
    ContentTag;
    /// One age identity of a record. A rekeyed record keeps its id and gets a new key id.
    KeyId;
    /// A piece of content: keyed hash of its bytes, different in each record.
    ChunkName;
    /// A pack file on a drive.
    PackId;
    /// The first 16 bytes of the BLAKE3 hash of a whole object; part of the object's name.
    ObjectHash;
    /// A snapshot; stays the same when its manifest is rewritten.
    SnapshotId;
}

fn parse(text: &str) -> Result<[u8; ID_BYTES], IdParseError> {
    let bytes = data_encoding::HEXLOWER.decode(text.as_bytes()).map_err(|_| IdParseError)?;
    bytes.try_into().map_err(|_| IdParseError)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_what_it_prints() {
        let id = ChunkName([0xa5; ID_BYTES]);
        assert_eq!(id.hex().parse(), Ok(id));
        let json = serde_json::to_string(&id).unwrap();
        assert_eq!(serde_json::from_str::<ChunkName>(&json).unwrap(), id);
    }

    #[test]
    fn anything_but_32_lower_case_digits_is_refused() {
        for text in ["", "a5", &"A5".repeat(16), &"a5".repeat(17), &"zz".repeat(16)] {
            assert_eq!(text.parse::<PackId>(), Err(IdParseError), "{text}");
        }
    }
}
