//! All versions of a file beside each other: each under the time of the first backup that has it.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::records::{Entry, Kind};
use super::{BackupTree, Child, ChildKind, Found, StoredFile, There};
use crate::error::Result;
use crate::format::entry::{Content, Moment};
use crate::id::SourceId;
use crate::tree_path::TreePath;

/// More than this after the last dot is no ending of a name.
const ENDING_BYTES_MAX: usize = 10;

/// One content that a file had.
struct Version {
    first: usize,
    section: usize,
    content: Arc<Content>,
    modified: Option<Moment>,
}

impl BackupTree<'_> {
    pub(super) fn versions(&mut self, source: SourceId, path: &TreePath) -> Result<Vec<Child>> {
        let mut files: BTreeMap<Vec<u8>, Vec<Version>> = BTreeMap::new();
        let mut add = |_: &mut Found, there: There<'_>| {
            let Entry { name, kind, modified } = there.entry;
            // Where a link pointed is told by the backup it is in.
            let Kind::File(content) = kind else { return };
            let first = there.was.first().unwrap_or_default();
            let (section, content, modified) = (there.section, content.clone(), *modified);
            let version = Version { first, section, content, modified };
            files.entry(name.clone()).or_default().push(version);
        };
        let mut found = self.found(None, source, path, &mut add)?;
        for (name, versions) in files {
            self.add_versions(&name, versions, &mut found);
        }
        found.children(path)
    }

    /// Each content once, the oldest first.
    fn add_versions(&self, name: &[u8], mut versions: Vec<Version>, found: &mut Found) {
        versions.sort_by_key(|version| version.first);
        let mut seen = HashSet::new();
        versions
            .retain(|version| seen.insert((version.content.hash.0, version.content.size_bytes)));
        for Version { first, section, content, modified } in versions {
            let backup = self.backups.get(first).map_or("", |(name, _)| name.as_str());
            let free = (1..).map(|number| dated(name, backup, number));
            let mut free = free.skip_while(|name| found.children.contains_key(name));
            let what = ChildKind::File(StoredFile { section, content });
            found.add(&free.next().unwrap_or_default(), what, modified);
        }
    }
}

/// `notes (2026-11-03 12h10).txt`; with a number where that is another file's name.
fn dated(name: &[u8], backup: &str, number: u32) -> Vec<u8> {
    let dot = name.iter().rposition(|byte| *byte == b'.');
    let dot = dot.filter(|dot| *dot > 0 && name.len() - dot <= ENDING_BYTES_MAX);
    let (stem, ending) = name.split_at(dot.unwrap_or(name.len()));
    let when = if number > 1 { format!(" ({backup}, {number})") } else { format!(" ({backup})") };
    [stem, when.as_bytes(), ending].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_keeps_the_ending_of_its_name() {
        let of =
            |name: &str| String::from_utf8(dated(name.as_bytes(), "2026-11-03 12h10", 1)).unwrap();
        assert_eq!(of("notes.txt"), "notes (2026-11-03 12h10).txt");
        assert_eq!(of("notes"), "notes (2026-11-03 12h10)");
        assert_eq!(of(".profile"), ".profile (2026-11-03 12h10)");
        assert_eq!(of("Dr. Martin est absent"), "Dr. Martin est absent (2026-11-03 12h10)");
        let again = dated(b"a.b", "x", 2);
        assert_eq!(again, b"a (x, 2).b");
    }
}
