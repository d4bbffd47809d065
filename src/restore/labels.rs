//! Which folder of the target each source goes into.

use std::collections::{BTreeMap, BTreeSet};

use crate::browse::View;
use crate::config::{Config, RecordRule};
use crate::format::documents::RecordLine;
use crate::id::SourceId;
use crate::tree_path::TreePath;

/// The sources of a snapshot: where they lay, and the names they get in the target.
#[derive(Debug, Clone, Default)]
pub struct Labels {
    sources: BTreeMap<SourceId, Label>,
    /// Sources whose records are their first-level folders.
    each_folder: BTreeSet<SourceId>,
}

#[derive(Debug, Clone)]
struct Label {
    name: TreePath,
    /// Components of the source's path; none when it is unknown.
    parts: Vec<Vec<u8>>,
}

impl Labels {
    /// The labels of one snapshot, from the configuration in its manifests.
    #[must_use]
    pub fn of(views: &[View<'_>]) -> Self {
        let mut paths = BTreeMap::new();
        let mut each_folder = BTreeSet::new();
        for view in views {
            let text = view.manifest.snapshot.configuration.as_deref();
            let Some(Ok(config)) = text.map(Config::parse) else { continue };
            for source in config.sources {
                paths.insert(source.id, source.path.as_os_str().as_encoded_bytes().to_vec());
                if source.records == RecordRule::EachFolder {
                    each_folder.insert(source.id);
                }
            }
        }
        let records = views.iter().flat_map(|view| &view.manifest.records);
        let sources = records.map(|record| record.source).collect();
        Self { each_folder, ..Self::new(sources, &paths) }
    }

    /// The folder of the source that holds all of a record, where that is known.
    pub(super) fn record_folder(&self, record: &RecordLine) -> Option<TreePath> {
        if record.name.is_empty() || !self.each_folder.contains(&record.source) {
            return None;
        }
        TreePath::from_escaped(&record.name).ok()
    }

    fn new(sources: BTreeSet<SourceId>, paths: &BTreeMap<SourceId, Vec<u8>>) -> Self {
        let mut labels = Self::default();
        let mut taken = BTreeSet::new();
        for id in sources {
            let parts = paths.get(&id).map(|path| components(path)).unwrap_or_default();
            let wanted = parts.last().cloned().unwrap_or_else(|| id.hex().into_bytes());
            let name = free_name(&wanted, &mut taken).unwrap_or_default();
            labels.sources.insert(id, Label { name, parts });
        }
        labels
    }

    /// The folder of the target that a source goes into: the target itself when there is one only.
    #[must_use]
    pub fn folder(&self, source: SourceId) -> TreePath {
        if self.sources.len() < 2 {
            return TreePath::root();
        }
        self.label(source)
    }

    /// The name of a source.
    #[must_use]
    pub fn label(&self, source: SourceId) -> TreePath {
        self.sources.get(&source).map(|label| label.name.clone()).unwrap_or_default()
    }

    /// What `typed` can mean inside a source: any of these folders or files of it.
    pub(super) fn meanings(&self, source: SourceId, typed: &[u8]) -> Vec<TreePath> {
        let Some(label) = self.sources.get(&source) else { return Vec::new() };
        let parts = components(typed);
        let is_absolute = is_absolute(typed);
        let mut found = Vec::new();
        if is_absolute && !label.parts.is_empty() {
            found.extend(parts.strip_prefix(label.parts.as_slice()).and_then(joined));
        }
        if !is_absolute && !parts.is_empty() {
            found.extend(joined(&parts));
            let named = parts.split_first().filter(|(first, _)| *first == label.name.as_bytes());
            found.extend(named.and_then(|(_, rest)| joined(rest)));
        }
        found
    }
}

/// `wanted`, or with a number when another source has it; letter case does not tell them apart.
fn free_name(wanted: &[u8], taken: &mut BTreeSet<Vec<u8>>) -> Option<TreePath> {
    for number in 1_u32.. {
        let mut name = wanted.to_vec();
        if number > 1 {
            name.extend_from_slice(format!(" ({number})").as_bytes());
        }
        if taken.insert(String::from_utf8_lossy(&name).to_lowercase().into_bytes()) {
            return TreePath::root().join(&name).ok();
        }
    }
    None
}

fn joined(parts: &[Vec<u8>]) -> Option<TreePath> {
    parts.iter().try_fold(TreePath::root(), |path, part| path.join(part)).ok()
}

/// A path of Windows stays one when the drive is read on another system.
fn is_windows(path: &[u8]) -> bool {
    path.get(1) == Some(&b':') || path.starts_with(br"\\") || std::path::MAIN_SEPARATOR == '\\'
}

fn is_absolute(path: &[u8]) -> bool {
    path.starts_with(b"/") || path.get(1) == Some(&b':') || path.starts_with(br"\\")
}

fn components(path: &[u8]) -> Vec<Vec<u8>> {
    let windows = is_windows(path);
    let separates = |byte: &u8| *byte == b'/' || (windows && *byte == b'\\');
    let parts = path.split(separates).filter(|part| !part.is_empty() && *part != b".");
    parts.map(<[u8]>::to_vec).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(paths: &[(u8, &str)]) -> Labels {
        let sources = paths.iter().map(|(id, _)| SourceId([*id; 16])).collect();
        let known = paths.iter().filter(|(_, path)| !path.is_empty());
        let paths =
            known.map(|(id, path)| (SourceId([*id; 16]), path.as_bytes().to_vec())).collect();
        Labels::new(sources, &paths)
    }

    fn label(labels: &Labels, id: u8) -> String {
        labels.label(SourceId([id; 16])).escaped()
    }

    fn meanings(labels: &Labels, typed: &str) -> Vec<String> {
        let found = labels.meanings(SourceId([1; 16]), typed.as_bytes());
        found.iter().map(TreePath::escaped).collect()
    }

    #[test]
    fn sources_of_one_name_are_told_apart() {
        let labels = labels(&[(1, "/srv/Patients"), (2, r"D:\old\patients"), (3, ""), (4, "/")]);
        assert_eq!(label(&labels, 1), "Patients");
        assert_eq!(label(&labels, 2), "patients (2)");
        assert_eq!(label(&labels, 3), "03".repeat(16), "unknown source");
        assert_eq!(label(&labels, 4), "04".repeat(16), "a whole disk has no name");
    }

    #[test]
    fn a_single_source_gets_no_folder_of_its_own() {
        assert!(labels(&[(1, "/srv/Patients")]).folder(SourceId([1; 16])).is_root());
    }

    #[test]
    fn a_path_may_be_absolute_relative_or_begin_with_the_label() {
        let labels = labels(&[(1, "/srv/Patients"), (2, "/srv/Compta")]);
        assert_eq!(meanings(&labels, "/srv/Patients/Zoé/"), ["Zoé"]);
        assert_eq!(meanings(&labels, "/srv/Patients"), [""]);
        assert_eq!(meanings(&labels, "/srv/Patients2/Zoé"), Vec::<String>::new());
        assert_eq!(meanings(&labels, "./Zoé"), ["Zoé"]);
        assert_eq!(meanings(&labels, "Patients/Zoé"), ["Patients/Zoé", "Zoé"]);
        assert_eq!(meanings(&labels, "../Zoé"), Vec::<String>::new());
    }
}
