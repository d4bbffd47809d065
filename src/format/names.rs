//! Where every object of a vault lies: the names of `docs/format.md`, nothing else.

use std::fmt;

use crate::id::{ObjectHash, PackId, SectionId};

/// The vault's folder on the drive.
pub const VAULT_FOLDER: &str = "refuge";

/// A path inside the vault: components of `[a-z0-9.-]`, joined by `/`.
///
/// `README.html` and `LISEZ-MOI.html` are the only names with capitals.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectPath(String);

impl ObjectPath {
    /// Takes a path as listed on a drive; nothing when it is not one this format could have made.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let good_component = |part: &str| {
            !part.is_empty()
                && part.len() <= 64
                && !part.starts_with('.')
                && part.bytes().all(|byte| {
                    byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-".contains(&byte)
                })
        };
        text.split('/').all(good_component).then(|| Self(text.to_owned()))
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last component.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// The folder it lies in; empty for the vault's own folder.
    #[must_use]
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The same object's second copy, in another folder.
    #[must_use]
    pub fn mirror(&self) -> Self {
        Self(format!("mirror/{}", self.0))
    }

    /// The hash of its own bytes that a small object carries in its name.
    #[must_use]
    pub fn own_hash(&self) -> Option<ObjectHash> {
        let stem = self.file_name().strip_suffix(".age")?;
        stem.rsplit('-').next()?.parse().ok()
    }
}

impl fmt::Display for ObjectPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl fmt::Debug for ObjectPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "ObjectPath({})", self.0)
    }
}

/// `vault.json`: which vault this is.
#[must_use]
pub fn vault_json() -> ObjectPath {
    ObjectPath("vault.json".to_owned())
}

/// One of the clear files for people and for the rescue: `README.html`, `LISEZ-MOI.html`, `rescue.py`.
#[must_use]
pub fn clear_file(name: &'static str) -> ObjectPath {
    ObjectPath(name.to_owned())
}

/// A pack.
#[must_use]
pub fn pack(id: PackId) -> ObjectPath {
    let hex = id.hex();
    ObjectPath(format!("packs/{}/{hex}.pack", hex.get(..2).unwrap_or_default()))
}

/// The folder of a section.
#[must_use]
pub fn section(id: SectionId) -> String {
    format!("sections/{id}")
}

/// A keyring part: epoch, number, the opening key it is sealed to, and the hash of its bytes.
#[must_use]
pub fn keyring(
    section_id: SectionId,
    epoch: u32,
    number: u64,
    key_tag: &str,
    hash: ObjectHash,
) -> ObjectPath {
    ObjectPath(format!(
        "{}/keyring/{epoch:04}-{number:06}-{key_tag}-{hash}.age",
        section(section_id)
    ))
}

/// A manifest; `time` is `yyyymmddthhmmssz`.
#[must_use]
pub fn manifest(section_id: SectionId, time: &str, hash: ObjectHash) -> ObjectPath {
    ObjectPath(format!("{}/snapshots/{time}-{hash}.age", section(section_id)))
}

/// An index object.
#[must_use]
pub fn index(section_id: SectionId, hash: ObjectHash) -> ObjectPath {
    ObjectPath(format!("{}/index/{hash}.age", section(section_id)))
}

/// A copy of a ledger entry.
#[must_use]
pub fn ledger(section_id: SectionId, number: u64, hash: ObjectHash) -> ObjectPath {
    ObjectPath(format!("{}/ledger/{number:06}-{hash}.age", section(section_id)))
}

/// A parity object: the hash of its head.
#[must_use]
pub fn parity(hash: ObjectHash) -> ObjectPath {
    let hex = hash.hex();
    ObjectPath(format!("parity/{}/{hex}.par", hex.get(..2).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listed_name_is_taken_only_if_it_could_be_ours() {
        for bad in ["", "../x", "a//b", "A", "a\u{e9}", ".trash/x", "a/b\\c"] {
            assert!(ObjectPath::parse(bad).is_none(), "{bad:?}");
        }
        let path = pack(PackId([0xab; 16]));
        assert_eq!(ObjectPath::parse(path.as_str()), Some(path));
    }

    #[test]
    fn no_name_is_longer_than_64_characters() {
        let hash = ObjectHash([0xff; 16]);
        let section = SectionId([0xff; 16]);
        for path in [
            keyring(section, 9999, 999_999, "ffffffff", hash),
            manifest(section, "20261124t020800z", hash),
            ledger(section, 999_999, hash),
        ] {
            assert!(path.file_name().len() <= 64, "{path}");
            assert_eq!(path.own_hash(), Some(hash));
            assert_eq!(ObjectPath::parse(path.as_str()), Some(path));
        }
    }
}
