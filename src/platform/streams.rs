//! Further streams of NTFS, as attributes of the file: the stream `name` is the attribute `user.name`, as Linux
//! shows the same disk (ntfs-3g). So the format has one place for both, and each system gives back what the
//! other kept.
//!
//! What a stream may be called is checked before anything is written: a name is glued to a path.

use std::io;

use super::Attributes;
use crate::tree_path::unescape;

/// How the names of a person's own attributes begin.
const OWN: &[u8] = b"user.";
/// Bytes of all streams of one file that an inventory keeps; those beyond are told.
const KEPT_BYTES_MAX: u64 = 64 * 1024;
/// Length of a stream's name that NTFS allows, in UTF-16.
const NAME_UNITS_MAX: usize = 255;
/// The mark of a download, with the address it came from: it belongs to the computer that loaded it.
const DOWNLOADED: &str = "Zone.Identifier";

/// The further streams of one file. A stand-in serves for tests.
pub(super) trait Streams {
    /// Their names and lengths in bytes, the ordinary content not among them.
    ///
    /// # Errors
    /// What the system says, for instance that the file system knows no streams.
    fn list(&self) -> io::Result<Vec<(String, u64)>>;

    /// The first bytes of one, so many at most.
    ///
    /// # Errors
    /// What the system says.
    fn read(&self, name: &str, bytes_max: u64) -> io::Result<Vec<u8>>;

    /// Writes one anew.
    ///
    /// # Errors
    /// What the system says.
    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()>;
}

/// The smaller ones, as attributes. One that changes or cannot be read counts as too large: it is told.
pub(super) fn taken(streams: &dyn Streams) -> Attributes {
    let mut listed = streams.list().unwrap_or_default();
    listed.retain(|(name, _)| !name.eq_ignore_ascii_case(DOWNLOADED));
    listed.sort_by(|one, other| (one.1, &one.0).cmp(&(other.1, &other.0)));
    let mut attributes = Attributes::default();
    let mut room = KEPT_BYTES_MAX;
    for (name, bytes) in listed {
        match read(streams, &name, bytes, room) {
            Some(value) => {
                room -= bytes;
                attributes.kept.push(([OWN, name.as_bytes()].concat(), value));
            }
            None => attributes.are_more = true,
        }
    }
    attributes.kept.sort();
    attributes
}

fn read(streams: &dyn Streams, name: &str, bytes: u64, room: u64) -> Option<Vec<u8>> {
    if bytes > room || !is_name(name) {
        return None;
    }
    // A byte more tells that it grew.
    let value = streams.read(name, bytes + 1).ok()?;
    (value.len() as u64 == bytes).then_some(value)
}

/// Writes the streams among these attributes (name escaped, value in base64). Answers whether each of the
/// attributes was one, and held.
pub(super) fn give(streams: &dyn Streams, attributes: &[(String, String)]) -> bool {
    let mut is_whole = true;
    for (name, value) in attributes {
        is_whole &= give_one(streams, name, value);
    }
    is_whole
}

fn give_one(streams: &dyn Streams, name: &str, value: &str) -> bool {
    let Some(name) = unescape(name) else { return false };
    let name = name.strip_prefix(OWN).and_then(|name| std::str::from_utf8(name).ok());
    let Some(name) = name.filter(|name| is_name(name)) else { return false };
    let value = data_encoding::BASE64.decode(value.as_bytes());
    value.is_ok_and(|value| streams.write(name, &value).is_ok())
}

/// Whether a stream may be called so. What divides paths, and what divides a stream from its kind, leads elsewhere.
fn is_name(name: &str) -> bool {
    let leads_on = |letter: char| matches!(letter, '\0' | '/' | '\\' | ':');
    !name.is_empty() && !name.contains(leads_on) && name.encode_utf16().count() <= NAME_UNITS_MAX
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::collections::BTreeMap;

    use super::*;

    /// Stands in for a disk with NTFS, which neither Linux nor Wine has.
    #[derive(Default)]
    struct StandIn {
        streams: RefCell<BTreeMap<String, Vec<u8>>>,
        /// Bytes that each grows by once it was listed.
        grows: usize,
        is_fat: bool,
    }

    impl StandIn {
        fn with(streams: &[(&str, usize)]) -> Self {
            let one = |(name, bytes): &(&str, usize)| ((*name).to_owned(), vec![7; *bytes]);
            Self { streams: RefCell::new(streams.iter().map(one).collect()), ..Self::default() }
        }
    }

    impl Streams for StandIn {
        fn list(&self) -> io::Result<Vec<(String, u64)>> {
            let streams = self.streams.borrow();
            Ok(streams.iter().map(|(name, value)| (name.clone(), value.len() as u64)).collect())
        }

        fn read(&self, name: &str, bytes_max: u64) -> io::Result<Vec<u8>> {
            let mut value = self.streams.borrow().get(name).ok_or(io::ErrorKind::NotFound)?.clone();
            value.extend(vec![8; self.grows]);
            value.truncate(usize::try_from(bytes_max).unwrap());
            Ok(value)
        }

        fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
            if self.is_fat {
                return Err(io::ErrorKind::NotFound.into());
            }
            self.streams.borrow_mut().insert(name.to_owned(), bytes.to_vec());
            Ok(())
        }
    }

    /// As an inventory holds them.
    fn written(attributes: &Attributes) -> Vec<(String, String)> {
        let text = |value: &[u8]| data_encoding::BASE64.encode(value);
        let kept = attributes.kept.iter();
        kept.map(|(name, value)| (crate::tree_path::escape(name), text(value))).collect()
    }

    #[test]
    fn small_streams_are_kept_and_come_back() {
        let disk = StandIn::with(&[("AFP_AfpInfo", 60), ("été", 300), ("empty", 0)]);
        let found = taken(&disk);
        let names: Vec<&[u8]> = found.kept.iter().map(|(name, _)| name.as_slice()).collect();
        assert_eq!(names, [b"user.AFP_AfpInfo".as_slice(), b"user.empty", "user.été".as_bytes()]);
        assert!(!found.are_more);
        let other = StandIn::default();
        assert!(give(&other, &written(&found)));
        assert_eq!(other.streams, disk.streams);
    }

    #[test]
    fn large_streams_are_told_and_leave_the_small_ones_their_room() {
        let found = taken(&StandIn::with(&[("a", 40_000), ("b", 40_000), ("c", 20_000)]));
        let kept: Vec<usize> = found.kept.iter().map(|(_, value)| value.len()).collect();
        assert_eq!((kept, found.are_more), (vec![40_000, 20_000], true));
        let exact = taken(&StandIn::with(&[("a", 65_536)]));
        assert_eq!((exact.kept.len(), exact.are_more), (1, false));
        assert!(taken(&StandIn::with(&[("a", 65_537)])).are_more);
    }

    #[test]
    fn the_mark_of_a_download_is_neither_kept_nor_told() {
        let found = taken(&StandIn::with(&[("zone.identifier", 90), ("Zone.Identifier", 90)]));
        assert_eq!(found, Attributes::default());
    }

    #[test]
    fn a_stream_that_grows_meanwhile_is_told_and_not_kept_in_half() {
        let disk = StandIn { grows: 1, ..StandIn::with(&[("a", 10)]) };
        assert_eq!((taken(&disk).kept.len(), taken(&disk).are_more), (0, true));
    }

    #[test]
    fn what_is_no_stream_and_what_leads_elsewhere_is_told_and_not_written() {
        let long = format!("user.{}", "x".repeat(256));
        let bad = ["", "user.", "trusted.a", "system.posix_acl_access", "user.a:$DATA", &long];
        for name in
            bad.into_iter().chain(["user.a\\b", "user.a/b", "user.a\u{0}00", "user.\u{0}ff"])
        {
            let disk = StandIn::default();
            assert!(!give(&disk, &[(name.to_owned(), "AAAA".to_owned())]), "{name}");
            assert!(disk.streams.borrow().is_empty(), "{name}");
        }
        let good = ("user.a".to_owned(), "AAAA".to_owned());
        let disk = StandIn::default();
        assert!(!give(&disk, &[("user.b".to_owned(), "no base64".to_owned()), good.clone()]));
        assert_eq!(disk.streams.borrow().len(), 1, "one that fails keeps no other away");
        assert!(!give(&StandIn { is_fat: true, ..StandIn::default() }, &[good]));
    }
}
