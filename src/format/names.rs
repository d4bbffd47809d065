//! Where every object of a vault lies, and what its name says: the names of `docs/format.md`, nothing else.
//!
//! [`Name`] both makes and reads names, so that nothing is ever written under a name that a reader would
//! not take. Whoever can write to a drive can choose names: what one says is worth nothing until the
//! object was opened and authenticated.

use std::fmt;

use crate::id::{ObjectHash, PackId, SectionId};
use crate::limits;

/// The vault's folder on the drive.
pub const VAULT_FOLDER: &str = "refuge";

/// What a name ends with while an object waits beside the one whose place it takes. No reader takes it.
pub const SUCCESSOR: &str = ".new";

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

    /// The first copy of a small object, of which this may be the second.
    #[must_use]
    pub fn first_copy(&self) -> Self {
        Self(self.0.strip_prefix("mirror/").unwrap_or(&self.0).to_owned())
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

/// What the name of an object says; of small objects, of their first copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Name {
    /// A pack.
    Pack(PackId),
    /// A parity object: the hash of its head.
    Parity(ObjectHash),
    /// A keyring part.
    Keyring(PartName),
    /// A manifest.
    Manifest {
        /// Whose it is.
        section: SectionId,
        /// When the snapshot was taken.
        time: NameTime,
        /// The hash of its bytes.
        hash: ObjectHash,
    },
    /// An index object.
    Index {
        /// Whose it is.
        section: SectionId,
        /// The hash of its bytes.
        hash: ObjectHash,
    },
    /// A copy of ledger entries.
    Ledger {
        /// Whose catalog it is sealed to.
        section: SectionId,
        /// Number of the last entry in it.
        number: u64,
        /// The hash of its bytes.
        hash: ObjectHash,
    },
}

/// What the name of a keyring part says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PartName {
    /// Whose keyring it belongs to.
    pub section: SectionId,
    /// The epoch of the key it is sealed to.
    pub epoch: u32,
    /// Its number.
    pub number: u64,
    /// The opening key it is sealed to: 8 hexadecimal digits.
    pub tag: String,
    /// The hash of its bytes.
    pub hash: ObjectHash,
}

impl PartName {
    /// Reads the name of a part, or of its second copy.
    #[must_use]
    pub fn of(object: &ObjectPath) -> Option<Self> {
        match Name::of(&object.first_copy())? {
            Name::Keyring(part) => Some(part),
            _ => None,
        }
    }
}

/// A time in UTC as names have it: `yyyymmddthhmmssz`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NameTime(String);

impl NameTime {
    /// Out of RFC 3339 in UTC with whole seconds (`2026-11-24T02:08:00Z`), or out of a name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let seconds =
            text.split_once('.').map_or_else(|| text.to_owned(), |(whole, _)| format!("{whole}Z"));
        let kept = seconds.chars().filter(|letter| !"-:".contains(*letter));
        let name: String = kept.map(|letter| letter.to_ascii_lowercase()).collect();
        let has_shape = name.len() == "yyyymmddthhmmssz".len()
            && name.bytes().zip(0..).all(|(byte, place)| match place {
                8 => byte == b't',
                15 => byte == b'z',
                _ => byte.is_ascii_digit(),
            });
        has_shape.then_some(Self(name))
    }
}

impl Name {
    /// Reads a name. Only what [`Name::path`] makes is one.
    #[must_use]
    pub fn of(object: &ObjectPath) -> Option<Self> {
        let name = Self::guess(object)?;
        (name.is_within_limits() && name.text() == object.0).then_some(name)
    }

    /// Where an object of this name lies; nothing when a number is beyond what names can hold.
    #[must_use]
    pub fn path(&self) -> Option<ObjectPath> {
        let path = ObjectPath::parse(&self.text())?;
        (Self::of(&path).as_ref() == Some(self)).then_some(path)
    }

    fn text(&self) -> String {
        match self {
            Self::Pack(id) => under_two_digits("packs", &id.hex(), "pack"),
            Self::Parity(hash) => under_two_digits("parity", &hash.hex(), "par"),
            Self::Keyring(PartName { section, epoch, number, tag, hash }) => {
                format!("sections/{section}/keyring/{epoch:04}-{number:06}-{tag}-{hash}.age")
            }
            Self::Manifest { section, time, hash } => {
                format!("sections/{section}/snapshots/{}-{hash}.age", time.0)
            }
            Self::Index { section, hash } => format!("sections/{section}/index/{hash}.age"),
            Self::Ledger { section, number, hash } => {
                format!("sections/{section}/ledger/{number:06}-{hash}.age")
            }
        }
    }

    /// What a name may mean, numbers in whatever way they are written.
    fn guess(object: &ObjectPath) -> Option<Self> {
        let parts: Vec<&str> = object.0.split('/').collect();
        match parts.as_slice() {
            ["packs", _, name] => Some(Self::Pack(name.strip_suffix(".pack")?.parse().ok()?)),
            ["parity", _, name] => Some(Self::Parity(name.strip_suffix(".par")?.parse().ok()?)),
            ["sections", section, kind, name] => {
                let words: Vec<&str> = name.strip_suffix(".age")?.split('-').collect();
                Self::guess_small(section.parse().ok()?, kind, &words)
            }
            _ => None,
        }
    }

    fn guess_small(section: SectionId, kind: &str, words: &[&str]) -> Option<Self> {
        let hash = words.last()?.parse().ok()?;
        match (kind, words) {
            ("keyring", [epoch, number, tag, _]) => Some(Self::Keyring(PartName {
                section,
                epoch: epoch.parse().ok()?,
                number: number.parse().ok()?,
                tag: (*tag).to_owned(),
                hash,
            })),
            ("snapshots", [time, _]) => {
                Some(Self::Manifest { section, time: NameTime::parse(time)?, hash })
            }
            ("index", [_]) => Some(Self::Index { section, hash }),
            ("ledger", [number, _]) => {
                Some(Self::Ledger { section, number: number.parse().ok()?, hash })
            }
            _ => None,
        }
    }

    fn is_within_limits(&self) -> bool {
        match self {
            Self::Keyring(part) => {
                let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
                part.epoch <= limits::EPOCH_MAX
                    && part.number <= limits::NUMBER_MAX
                    && part.tag.len() == 8
                    && part.tag.bytes().all(is_digit)
            }
            Self::Ledger { number, .. } => *number <= limits::NUMBER_MAX,
            _ => true,
        }
    }
}

fn under_two_digits(folder: &str, hex: &str, ending: &str) -> String {
    format!("{folder}/{}/{hex}.{ending}", hex.get(..2).unwrap_or_default())
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
    ObjectPath(Name::Pack(id).text())
}

/// The folder of a section.
#[must_use]
pub fn section(id: SectionId) -> String {
    format!("sections/{id}")
}

/// The folder of a section's keyring parts; stands for all of them where no single one is to blame.
#[must_use]
pub fn keyring(section: SectionId) -> ObjectPath {
    ObjectPath(format!("sections/{section}/keyring"))
}

/// A manifest.
#[must_use]
pub fn manifest(section: SectionId, time: NameTime, hash: ObjectHash) -> ObjectPath {
    ObjectPath(Name::Manifest { section, time, hash }.text())
}

/// An index object.
#[must_use]
pub fn index(section: SectionId, hash: ObjectHash) -> ObjectPath {
    ObjectPath(Name::Index { section, hash }.text())
}

/// A parity object: the hash of its head.
#[must_use]
pub fn parity(hash: ObjectHash) -> ObjectPath {
    ObjectPath(Name::Parity(hash).text())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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
    fn a_number_that_no_writer_can_reach_is_no_number() {
        let section = SectionId([0xff; 16]);
        let hash = ObjectHash([0xff; 16]);
        let part = |epoch, number, tag: &str| {
            let tag = tag.to_owned();
            Name::Keyring(PartName { section, epoch, number, tag, hash }).path()
        };
        assert!(part(limits::EPOCH_MAX, limits::NUMBER_MAX, "ffffffff").is_some());
        assert!(part(limits::EPOCH_MAX + 1, 1, "ffffffff").is_none());
        assert!(part(1, limits::NUMBER_MAX + 1, "ffffffff").is_none());
        for tag in ["", "FFFFFFFF", "fffffff", "ffff-fff"] {
            assert!(part(1, 1, tag).is_none(), "{tag}");
        }
        for name in ["0001-9999999999999-00000000", "0001-7-00000000", "+001-000007-00000000"] {
            let text = format!("sections/{section}/keyring/{name}-{hash}.age");
            assert!(
                ObjectPath::parse(&text).is_none_or(|path| Name::of(&path).is_none()),
                "{name}"
            );
        }
    }

    #[test]
    fn the_time_of_a_snapshot_is_the_one_in_its_name() {
        let name = NameTime::parse("20261124t020800z").unwrap();
        for text in ["2026-11-24T02:08:00Z", "2026-11-24T02:08:00.123456Z"] {
            assert_eq!(NameTime::parse(text), Some(name.clone()), "{text}");
        }
        for bad in ["", "2026-11-24", "-002026-11-24T02:08:00Z", "2026-11-24T02:08:00+01:00"] {
            assert_eq!(NameTime::parse(bad), None, "{bad}");
        }
    }

    fn any_name() -> impl Strategy<Value = Name> {
        let id = any::<[u8; 16]>();
        let number = prop_oneof![any::<u64>(), 0..=limits::NUMBER_MAX + 1, 0..1_000_u64];
        let epoch = prop_oneof![any::<u32>(), 0..=limits::EPOCH_MAX + 1];
        let time = "[0-9]{8}t[0-9]{6}z".prop_map(|text| NameTime::parse(&text).unwrap());
        (0..6, id, id, number, epoch, "[0-9a-g]{7,9}", time).prop_map(
            |(kind, one, two, number, epoch, tag, time)| {
                let (section, hash) = (SectionId(one), ObjectHash(two));
                match kind {
                    0 => Name::Pack(PackId(one)),
                    1 => Name::Parity(hash),
                    2 => Name::Keyring(PartName { section, epoch, number, tag, hash }),
                    3 => Name::Manifest { section, time, hash },
                    4 => Name::Index { section, hash },
                    _ => Name::Ledger { section, number, hash },
                }
            },
        )
    }

    proptest! {
        #[test]
        fn what_is_written_is_what_is_read(name in any_name()) {
            let Some(path) = name.path() else {
                let is_ours = |name: &Name| matches!(name, Name::Keyring(_) | Name::Ledger { .. });
                prop_assert!(is_ours(&name), "{name:?} always has a place");
                return Ok(());
            };
            prop_assert_eq!(Name::of(&path), Some(name));
            let listed = ObjectPath::parse(path.as_str());
            prop_assert_eq!(listed, Some(path.clone()), "a listing shows it");
            prop_assert_eq!(path.mirror().first_copy(), path);
        }

        #[test]
        fn what_is_read_is_what_would_be_written(
            folder in "packs/[0-9a-f]{2}|parity/[0-9a-f]{2}|sections/[0-9a-f]{32}/(keyring|snapshots|index|ledger)",
            words in "([0-9]{1,14}-|[0-9]{8}t[0-9]{6}z-){0,2}([0-9a-f]{8}-)?[0-9a-f]{32}",
            ending in "age|pack|par",
        ) {
            let text = format!("{folder}/{words}.{ending}");
            if let Some(name) = ObjectPath::parse(&text).and_then(|path| Name::of(&path)) {
                prop_assert_eq!(name.path().map(|path| path.to_string()), Some(text));
            }
        }
    }
}
