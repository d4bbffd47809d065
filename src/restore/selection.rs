//! Decides which entries were chosen.

use crate::browse::Words;
use crate::id::SourceId;
use crate::restore::{Labels, Selection};
use crate::tree_path::TreePath;

/// A selection, prepared for being asked about every entry.
pub(super) enum Wanted<'a> {
    All,
    Path { typed: &'a [u8], labels: &'a Labels },
    Words { words: Words, labels: &'a Labels },
}

/// A selection within one source.
pub(super) enum InSource<'a> {
    All,
    Within(Vec<TreePath>),
    Words(&'a Words, TreePath),
}

impl<'a> Wanted<'a> {
    pub(super) fn new(selection: &'a Selection, labels: &'a Labels) -> Self {
        match selection {
            Selection::All => Self::All,
            Selection::Path(path) => {
                Self::Path { typed: path.as_os_str().as_encoded_bytes(), labels }
            }
            Selection::Words(words) => Self::Words { words: Words::new(words), labels },
        }
    }

    pub(super) fn in_source(&self, source: SourceId) -> InSource<'_> {
        match self {
            Self::All => InSource::All,
            Self::Path { typed, labels } => InSource::Within(labels.meanings(source, typed)),
            Self::Words { words, labels } => InSource::Words(words, labels.label(source)),
        }
    }
}

impl InSource<'_> {
    /// Whether anything can have been chosen in a record, all of which lies in `folder` if known.
    pub(super) fn may_reach(&self, folder: Option<&TreePath>) -> bool {
        let Self::Within(paths) = self else { return true };
        paths.iter().any(|path| {
            folder.is_none_or(|folder| path.is_within(folder) || folder.is_within(path))
        })
    }

    /// Whether an entry was chosen. Words are looked for in the source's name too.
    pub(super) fn has(&self, path: &TreePath) -> bool {
        match self {
            Self::All => true,
            Self::Within(folders) => folders.iter().any(|folder| path.is_within(folder)),
            Self::Words(words, label) => words.fit(&label.join_path(path)),
        }
    }
}
