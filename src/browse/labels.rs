//! What the sources of a backup are called, and what a typed path can mean in them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::browse::{View, fold};
use crate::config::{Config, RecordRule};
use crate::format::documents::RecordLine;
use crate::id::SourceId;
use crate::tree_path::TreePath;
use crate::vault::Manifest;

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
        Self::over(views.iter().map(|view| &view.manifest))
    }

    /// The labels of all sources in these manifests. Of two that tell of one source, the later counts.
    pub fn over<'m>(manifests: impl Iterator<Item = &'m Manifest>) -> Self {
        let mut paths = BTreeMap::new();
        let mut each_folder = BTreeSet::new();
        let mut sources = BTreeSet::new();
        let mut last = None;
        for manifest in manifests {
            sources.extend(manifest.records.iter().map(|record| record.source));
            let text = manifest.snapshot.configuration.as_deref();
            // Hundreds of backups tell the same.
            if text == last {
                continue;
            }
            last = text;
            let Some(Ok(config)) = text.map(Config::parse) else { continue };
            for source in config.sources {
                paths.insert(source.id, source.path.as_os_str().as_encoded_bytes().to_vec());
                if source.records == RecordRule::EachFolder {
                    each_folder.insert(source.id);
                }
            }
        }
        Self { each_folder, ..Self::new(sources, &paths) }
    }

    /// The folder of the source that holds all of a record, where that is known.
    #[must_use]
    pub fn record_folder(&self, record: &RecordLine) -> Option<TreePath> {
        if record.name.is_empty() || !self.each_folder.contains(&record.source) {
            return None;
        }
        TreePath::from_escaped(&record.name).ok()
    }

    /// The sources.
    pub fn sources(&self) -> impl Iterator<Item = SourceId> {
        self.sources.keys().copied()
    }

    /// Whether a source is among these.
    #[must_use]
    pub fn has(&self, source: SourceId) -> bool {
        self.sources.contains_key(&source)
    }

    /// One source of these, under the name it has among them.
    #[must_use]
    pub fn only(&self, source: SourceId) -> Self {
        let own = |(id, label): (&SourceId, &Label)| (*id == source).then(|| (*id, label.clone()));
        let sources = self.sources.iter().filter_map(own).collect();
        Self { sources, each_folder: self.each_folder.clone() }
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

    /// Where a thing of a source goes in the target, which is also how it is shown.
    #[must_use]
    pub fn shown(&self, source: SourceId, path: &TreePath) -> TreePath {
        self.folder(source).join_path(path)
    }

    /// What `typed` can mean inside a source: any of these folders or files of it.
    #[must_use]
    pub fn meanings(&self, source: SourceId, typed: &[u8], spelling: Spelling) -> Meanings {
        let mut found = Meanings { paths: Vec::new(), spelling };
        let Some(label) = self.sources.get(&source) else { return found };
        let shown = unshown(typed);
        for typed in std::iter::once(typed).chain(shown.as_deref()) {
            let spell = |part: Vec<u8>| spelling.of(&part).into_owned();
            let parts: Vec<Vec<u8>> = components(typed).into_iter().map(spell).collect();
            let absolute: Vec<Vec<u8>> = label.parts.iter().cloned().map(spell).collect();
            if parts.iter().any(|part| part == b"..") {
                continue;
            }
            if is_absolute(typed) {
                let inside =
                    parts.strip_prefix(absolute.as_slice()).filter(|_| !absolute.is_empty());
                found.paths.extend(inside.map(<[Vec<u8>]>::to_vec));
                continue;
            }
            let named = parts.split_first().filter(|(first, _)| {
                first.as_slice() == spelling.of(label.name.as_bytes()).as_ref()
            });
            let named = named.map(|(_, rest)| rest.to_vec());
            found.paths.extend(Some(parts.clone()).filter(|parts| !parts.is_empty()));
            found.paths.extend(named);
        }
        found
    }
}

/// How exactly a typed path must be met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    /// Byte for byte.
    Exact,
    /// Whatever the letter case, the accents, and how these are composed.
    Loose,
}

impl Spelling {
    fn of(self, part: &[u8]) -> Cow<'_, [u8]> {
        match self {
            Self::Exact => Cow::Borrowed(part),
            Self::Loose => Cow::Owned(fold(&String::from_utf8_lossy(part)).into_bytes()),
        }
    }
}

/// The paths that a typed one can mean in one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meanings {
    /// As components, spelled as they are compared.
    paths: Vec<Vec<Vec<u8>>>,
    spelling: Spelling,
}

impl Meanings {
    /// Whether a path is one of these or lies in one of them.
    #[must_use]
    pub fn hold(&self, path: &TreePath) -> bool {
        self.paths.iter().any(|wanted| {
            let mut parts = path.components();
            wanted.iter().all(|wanted| {
                parts
                    .next()
                    .is_some_and(|part| self.spelling.of(part).as_ref() == wanted.as_slice())
            })
        })
    }

    /// Whether anything that these hold can lie in a folder.
    #[must_use]
    pub fn may_reach(&self, folder: &TreePath) -> bool {
        self.paths.iter().any(|wanted| {
            folder
                .components()
                .zip(wanted)
                .all(|(part, wanted)| self.spelling.of(part).as_ref() == wanted.as_slice())
        })
    }
}

/// Bytes that a terminal was shown as `\x2a` or `\u{200b}`, if there are such in the text.
fn unshown(typed: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(typed).ok().filter(|text| text.contains('\\'))?;
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    let mut is_other = false;
    while let Some(first) = rest.chars().next() {
        if let Some((escaped, after)) = escape_at(rest) {
            bytes.extend(escaped);
            rest = after;
            is_other = true;
            continue;
        }
        let (plain, after) = rest.split_at(first.len_utf8());
        bytes.extend_from_slice(plain.as_bytes());
        rest = after;
    }
    is_other.then_some(bytes)
}

fn escape_at(text: &str) -> Option<(Vec<u8>, &str)> {
    if let Some(rest) = text.strip_prefix("\\x") {
        let (digits, after) = rest.split_at_checked(2)?;
        return Some((vec![u8::from_str_radix(digits, 16).ok()?], after));
    }
    let (digits, after) = text.strip_prefix("\\u{")?.split_once('}')?;
    let letter = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
    Some((letter.to_string().into_bytes(), after))
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

    /// Which of these paths a typed one means.
    fn met<'a>(
        labels: &Labels,
        typed: &str,
        spelling: Spelling,
        paths: &[&'a str],
    ) -> Vec<&'a str> {
        let meanings = labels.meanings(SourceId([1; 16]), typed.as_bytes(), spelling);
        let path = |text: &str| TreePath::from_bytes(text.as_bytes()).unwrap();
        paths.iter().copied().filter(|text| meanings.hold(&path(text))).collect()
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
        let paths = ["Zoé", "Zoé/a", "Zoé2", "Patients/Zoé"];
        let exact = |typed| met(&labels, typed, Spelling::Exact, &paths);
        assert_eq!(exact("/srv/Patients/Zoé/"), ["Zoé", "Zoé/a"]);
        assert_eq!(exact("/srv/Patients"), paths);
        assert!(exact("/srv/Patients2/Zoé").is_empty());
        assert_eq!(exact("./Zoé"), ["Zoé", "Zoé/a"]);
        assert_eq!(exact("Patients/Zoé"), ["Zoé", "Zoé/a", "Patients/Zoé"]);
        assert!(exact("../Zoé").is_empty());
        assert!(exact("zoe").is_empty());
        assert!(exact("").is_empty());
    }

    #[test]
    fn a_loose_path_minds_neither_case_nor_accents_nor_how_they_are_composed() {
        let labels = labels(&[(1, "/srv/Patients"), (2, "/srv/Compta")]);
        let paths = ["Zoé", "Zoe\u{301}/a", "ZOE/b", "Zoéa"];
        let loose = |typed| met(&labels, typed, Spelling::Loose, &paths);
        for typed in ["zoe", "ZOÉ/", "patients/zoe\u{301}", "/SRV/patients/Zoe"] {
            assert_eq!(loose(typed), ["Zoé", "Zoe\u{301}/a", "ZOE/b"], "{typed}");
        }
    }

    #[test]
    fn what_a_terminal_shows_can_be_typed_back() {
        let labels = labels(&[(1, "/srv/Patients"), (2, "/srv/Compta")]);
        let meanings =
            |typed: &str| labels.meanings(SourceId([1; 16]), typed.as_bytes(), Spelling::Exact);
        let old = TreePath::from_bytes(b"arch\xe9").unwrap();
        assert!(meanings(r"arch\xe9").hold(&old));
        assert!(
            meanings(r"a\u{200b}b").hold(&TreePath::from_bytes("a\u{200b}b".as_bytes()).unwrap())
        );
        // Where a backslash stands between folders it is part of no name.
        let is_letter = std::path::MAIN_SEPARATOR == '/';
        let whole = TreePath::from_bytes(br"C\xyz").unwrap();
        assert_eq!(meanings(r"C\xyz").hold(&whole), is_letter, "no escape");
    }
}
