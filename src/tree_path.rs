//! Paths inside a record: never absolute, never upwards, independent of the system.
//!
//! A path is the bytes of its components joined by `/`. On Unix these are the bytes of the file
//! system; on Windows they are WTF-8. Text that is not UTF-8 is written with an escape: a NUL
//! character followed by two lower-case hexadecimal digits stands for one byte (a NUL can occur in
//! no path, so the escape is unambiguous).

use std::fmt;

/// A relative path whose components are non-empty and none of which is `.` or `..`.
///
/// The empty path is the root of what is backed up.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct TreePath(Vec<u8>);

/// A path that could escape its root or cannot exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a path inside a folder")]
pub struct TreePathError;

impl TreePath {
    /// The root itself.
    #[must_use]
    pub const fn root() -> Self {
        Self(Vec::new())
    }

    /// Takes the raw bytes of a relative path.
    ///
    /// # Errors
    /// When a component is empty, `.`, `..` or holds a NUL.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, TreePathError> {
        if bytes.is_empty() {
            return Ok(Self::root());
        }
        if bytes.contains(&0) || bytes.split(|byte| *byte == b'/').any(is_bad_component) {
            return Err(TreePathError);
        }
        Ok(Self(bytes.to_vec()))
    }

    /// This path with one more component.
    ///
    /// # Errors
    /// When `name` is not a single component.
    pub fn join(&self, name: &[u8]) -> Result<Self, TreePathError> {
        if is_bad_component(name) || name.contains(&0) || name.contains(&b'/') {
            return Err(TreePathError);
        }
        let mut bytes = Vec::with_capacity(self.0.len() + 1 + name.len());
        bytes.extend_from_slice(&self.0);
        if !bytes.is_empty() {
            bytes.push(b'/');
        }
        bytes.extend_from_slice(name);
        Ok(Self(bytes))
    }

    /// This path below `other` joined to it.
    #[must_use]
    pub fn join_path(&self, other: &Self) -> Self {
        match (self.0.is_empty(), other.0.is_empty()) {
            (true, _) => other.clone(),
            (_, true) => self.clone(),
            _ => {
                let mut bytes = self.0.clone();
                bytes.push(b'/');
                bytes.extend_from_slice(&other.0);
                Self(bytes)
            }
        }
    }

    /// The raw bytes, components joined by `/`.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Whether this is the root.
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// The components, first to last.
    pub fn components(&self) -> impl DoubleEndedIterator<Item = &[u8]> {
        self.0.split(|byte| *byte == b'/').filter(|part| !part.is_empty())
    }

    /// The last component, or nothing for the root.
    #[must_use]
    pub fn name(&self) -> Option<&[u8]> {
        self.components().next_back()
    }

    /// The folder that holds this path; the root for a single component.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        if self.is_root() {
            return None;
        }
        let cut = self.0.iter().rposition(|byte| *byte == b'/').unwrap_or(0);
        Some(Self(self.0.get(..cut).unwrap_or_default().to_vec()))
    }

    /// Whether this path is `folder` or lies below it.
    #[must_use]
    pub fn is_within(&self, folder: &Self) -> bool {
        folder.is_root()
            || self.0 == folder.0
            || (self.0.starts_with(&folder.0) && self.0.get(folder.0.len()) == Some(&b'/'))
    }

    /// The path as text, with the escape of the module's head for bytes that are not UTF-8.
    #[must_use]
    pub fn escaped(&self) -> String {
        escape(&self.0)
    }

    /// Reads the form that [`TreePath::escaped`] writes.
    ///
    /// # Errors
    /// When the escape is malformed or the path is not one [`TreePath::from_bytes`] takes.
    pub fn from_escaped(text: &str) -> Result<Self, TreePathError> {
        Self::from_bytes(&unescape(text).ok_or(TreePathError)?)
    }
}

impl fmt::Debug for TreePath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "TreePath({:?})", String::from_utf8_lossy(&self.0))
    }
}

impl serde::Serialize for TreePath {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.escaped())
    }
}

impl<'de> serde::Deserialize<'de> for TreePath {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        Self::from_escaped(&text).map_err(serde::de::Error::custom)
    }
}

/// One form for all spellings of a path that differ in letter case only.
#[must_use]
pub fn without_case(path: &[u8]) -> String {
    String::from_utf8_lossy(path).to_lowercase()
}

/// Text for any bytes: valid UTF-8 as it is, every other byte as NUL and two hexadecimal digits.
#[must_use]
pub fn escape(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for part in bytes.utf8_chunks() {
        text.push_str(part.valid());
        for byte in part.invalid() {
            text.push('\0');
            text.push_str(&data_encoding::HEXLOWER.encode(&[*byte]));
        }
    }
    text
}

/// The bytes that [`escape`] was given, or nothing when the text is not of its making.
#[must_use]
pub fn unescape(text: &str) -> Option<Vec<u8>> {
    let mut parts = text.split('\0');
    let mut bytes = parts.next()?.as_bytes().to_vec();
    for part in parts {
        let byte = data_encoding::HEXLOWER.decode(part.get(..2)?.as_bytes()).ok()?;
        bytes.extend_from_slice(&byte);
        bytes.extend_from_slice(part.get(2..)?.as_bytes());
    }
    Some(bytes)
}

fn is_bad_component(part: &[u8]) -> bool {
    part.is_empty() || part == b"." || part == b".."
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn paths_that_escape_are_refused() {
        for bad in ["/", "a/", "/a", "a//b", "..", "a/../b", "a/.", "a\0b"] {
            assert_eq!(TreePath::from_bytes(bad.as_bytes()), Err(TreePathError), "{bad:?}");
        }
        assert_eq!(TreePath::root().join(b"a/b"), Err(TreePathError));
    }

    #[test]
    fn within_is_by_component_not_by_letter() {
        let path = |text: &str| TreePath::from_bytes(text.as_bytes()).unwrap();
        assert!(path("a/b").is_within(&path("a")));
        assert!(!path("ab").is_within(&path("a")));
        assert_eq!(path("a/b").parent(), Some(path("a")));
        assert_eq!(path("a").parent(), Some(TreePath::root()));
    }

    proptest! {
        #[test]
        fn any_bytes_survive_the_escape(bytes in proptest::collection::vec(1_u8.., 0..64)) {
            prop_assert_eq!(unescape(&escape(&bytes)), Some(bytes));
        }
    }
}
