//! Decides which entries were chosen.

use std::collections::BTreeSet;

use crate::browse::{Meanings, Spelling, Words};
use crate::id::SourceId;
use crate::restore::{Labels, Selection};
use crate::tree_path::TreePath;

/// A selection, prepared for being asked about every entry.
pub(super) enum Wanted<'a> {
    All,
    Path { typed: &'a [u8], spelling: Spelling, labels: &'a Labels },
    Words { words: Words, labels: &'a Labels },
    Exactly(&'a BTreeSet<(SourceId, TreePath)>),
    Whole(SourceId, &'a TreePath),
}

/// A selection within one source.
pub(super) enum InSource<'a> {
    All,
    Nothing,
    Within(Meanings),
    Words(&'a Words, TreePath),
    Exactly(SourceId, &'a BTreeSet<(SourceId, TreePath)>),
    Whole(&'a TreePath),
}

impl<'a> Wanted<'a> {
    pub(super) fn new(selection: &'a Selection, labels: &'a Labels, spelling: Spelling) -> Self {
        match selection {
            Selection::All => Self::All,
            Selection::Path(path) => {
                Self::Path { typed: path.as_os_str().as_encoded_bytes(), spelling, labels }
            }
            Selection::Words(words) => Self::Words { words: Words::new(words), labels },
            Selection::Exactly(paths) => Self::Exactly(paths),
            Selection::Whole(source, path) => Self::Whole(*source, path),
        }
    }

    pub(super) fn in_source(&self, source: SourceId) -> InSource<'_> {
        match self {
            Self::All => InSource::All,
            Self::Path { typed, spelling, labels } => {
                InSource::Within(labels.meanings(source, typed, *spelling))
            }
            Self::Words { words, labels } => InSource::Words(words, labels.label(source)),
            Self::Exactly(paths) => InSource::Exactly(source, paths),
            Self::Whole(wanted, path) if *wanted == source => InSource::Whole(path),
            Self::Whole(..) => InSource::Nothing,
        }
    }
}

impl InSource<'_> {
    /// Whether anything can have been chosen in a record, all of which lies in `folder` if known.
    pub(super) fn may_reach(&self, folder: Option<&TreePath>) -> bool {
        let Some(folder) = folder else { return !matches!(self, Self::Nothing) };
        match self {
            Self::All | Self::Words(..) => true,
            Self::Nothing => false,
            Self::Within(meanings) => meanings.may_reach(folder),
            Self::Exactly(source, paths) => {
                // Between a folder and what is in it may lie others whose names begin like it.
                let begins = |(found, path): &&(SourceId, TreePath)| {
                    found == source && path.as_bytes().starts_with(folder.as_bytes())
                };
                let mut after = paths.range((*source, folder.clone())..).take_while(begins);
                after.any(|(_, path)| path.is_within(folder))
            }
            Self::Whole(path) => path.is_within(folder) || folder.is_within(path),
        }
    }

    /// Whether an entry was chosen. Words are looked for in the source's name too.
    pub(super) fn has(&self, path: &TreePath) -> bool {
        match self {
            Self::All => true,
            Self::Nothing => false,
            Self::Within(meanings) => meanings.hold(path),
            Self::Words(words, label) => words.fit(&label.join_path(path)),
            Self::Exactly(source, paths) => paths.contains(&(*source, path.clone())),
            Self::Whole(whole) => path.is_within(whole),
        }
    }
}
