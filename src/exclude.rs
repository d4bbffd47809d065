//! Decides by name what is left out of a backup: system litter, and the person's own patterns.
//!
//! Pure: it sees names, never the file system. A pattern without `/` is compared with the name of
//! every file and folder; one with `/` with the path from the source folder on (a leading `/` is
//! only there to say so). What lies in a folder that is left out is left out with it.

use globset::{Candidate, GlobBuilder, GlobSet, GlobSetBuilder};

use crate::tree_path::TreePath;

/// Files and folders that the system makes for itself, everywhere, whatever the letter case. They
/// hold nothing of the person, and some can never be read or be put back.
const LITTER: [&str; 16] = [
    // Pictures and positions of icons, made anew at every look.
    "Thumbs.db",
    "ehthumbs.db",
    ".DS_Store",
    ".thumbnails",
    // Memory of the running system.
    "pagefile.sys",
    "hiberfil.sys",
    "swapfile.sys",
    // What was thrown away already.
    "$RECYCLE.BIN",
    ".Trashes",
    // The system's own notes about a volume.
    "System Volume Information",
    ".Spotlight-V100",
    ".fseventsd",
    ".DocumentRevisions-V100",
    ".TemporaryItems",
    // Windows into other places.
    ".gvfs",
    // Caches of the desktop (XDG).
    ".cache",
];

/// Of these, folders in which a program may nevertheless keep what a person would miss: that they are
/// left out is told.
const LITTER_TOLD: [&str; 2] = [".cache", ".thumbnails"];

/// Beginnings of such names: deleted files kept open, trash of one user, unfinished restores.
const LITTER_BEGINNINGS: [&str; 4] = [".nfs0000", ".fuse_hidden", ".Trash-", ".refuge-partial-"];

/// By which rule a name is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExclusionRule {
    /// The system's own: nobody would miss it.
    System,
    /// A folder that programs call a cache.
    Litter,
    /// A pattern of the person.
    Pattern,
}

/// What is left out of one source.
#[derive(Debug, Clone, Default)]
pub struct Exclude {
    names: GlobSet,
    paths: GlobSet,
}

/// A pattern that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a pattern: {pattern}")]
pub struct BadPattern {
    /// The pattern, as it was given.
    pub pattern: String,
}

impl Exclude {
    /// Understands the person's patterns (`*`, `?`, `[a-z]`, `{a,b}`, `**`); `*` stops at `/`.
    ///
    /// # Errors
    /// Names the first pattern that cannot be understood.
    pub fn new(patterns: &[String], ignore_case: bool) -> Result<Self, BadPattern> {
        let (mut names, mut paths) = (GlobSetBuilder::new(), GlobSetBuilder::new());
        for pattern in patterns {
            let bad = |_| BadPattern { pattern: pattern.clone() };
            let text = pattern.trim_end_matches('/');
            let glob = GlobBuilder::new(text.trim_start_matches('/'))
                .literal_separator(true)
                .empty_alternates(true)
                .case_insensitive(ignore_case)
                .build()
                .map_err(bad)?;
            if text.contains('/') {
                paths.add(glob)
            } else {
                names.add(glob)
            };
        }
        let built = |set: GlobSetBuilder| {
            set.build().map_err(|_| BadPattern { pattern: patterns.join(" ") })
        };
        Ok(Self { names: built(names)?, paths: built(paths)? })
    }

    /// By which rule `name`, lying in the folder `parent` of the source, is left out, if by any.
    #[must_use]
    pub fn rule(&self, parent: &TreePath, name: &[u8]) -> Option<ExclusionRule> {
        if is_litter(name) {
            let is_told = LITTER_TOLD.iter().any(|told| name.eq_ignore_ascii_case(told.as_bytes()));
            return Some(if is_told { ExclusionRule::Litter } else { ExclusionRule::System });
        }
        let by_name =
            !self.names.is_empty() && self.names.is_match_candidate(&Candidate::from_bytes(name));
        let is_covered = by_name
            || (!self.paths.is_empty()
                && parent.join(name).is_ok_and(|path| self.covers_path(&path)));
        is_covered.then_some(ExclusionRule::Pattern)
    }

    fn covers_path(&self, path: &TreePath) -> bool {
        self.paths.is_match_candidate(&Candidate::from_bytes(path.as_bytes()))
    }
}

fn is_litter(name: &[u8]) -> bool {
    LITTER.iter().any(|litter| name.eq_ignore_ascii_case(litter.as_bytes()))
        || LITTER_BEGINNINGS.iter().any(|beginning| name.starts_with(beginning.as_bytes()))
}

/// How a file `CACHEDIR.TAG` begins that marks its folder as a cache (<https://bford.info/cachedir/>).
pub const CACHE_TAG_SIGNATURE: &[u8; 43] = b"Signature: 8a477f597d28d172789f06886806bc55";

/// The name of that file.
pub const CACHE_TAG_NAME: &[u8] = b"CACHEDIR.TAG";

#[cfg(test)]
mod tests {
    use super::*;

    fn exclude(patterns: &[&str], ignore_case: bool) -> Exclude {
        let patterns: Vec<String> = patterns.iter().map(ToString::to_string).collect();
        Exclude::new(&patterns, ignore_case).unwrap()
    }

    fn path(text: &str) -> TreePath {
        TreePath::from_bytes(text.as_bytes()).unwrap()
    }

    impl Exclude {
        fn covers(&self, parent: &TreePath, name: &[u8]) -> bool {
            self.rule(parent, name).is_some()
        }
    }

    #[test]
    fn a_pattern_without_a_slash_matches_a_name_anywhere() {
        let exclude = exclude(&["*.tmp", "node_modules/"], false);
        assert!(exclude.covers(&TreePath::root(), b"a.tmp"));
        assert!(exclude.covers(&path("deep/er"), b"a.tmp"));
        assert!(exclude.covers(&path("deep"), b"node_modules"));
        assert!(!exclude.covers(&path("deep"), b"a.tmp.txt"));
    }

    #[test]
    fn a_pattern_with_a_slash_is_relative_to_the_source() {
        let exclude = exclude(&["/old", "scans/*.raw", "**/tmp/x"], false);
        assert!(exclude.covers(&TreePath::root(), b"old"));
        assert!(!exclude.covers(&path("a"), b"old"));
        assert!(exclude.covers(&path("scans"), b"1.raw"));
        assert!(!exclude.covers(&path("scans/sub"), b"1.raw"), "a star stops at a slash");
        assert!(exclude.covers(&path("a/b/tmp"), b"x"));
    }

    #[test]
    fn letter_case_counts_only_where_the_system_says_so() {
        assert!(exclude(&["*.BAK"], true).covers(&TreePath::root(), b"x.bak"));
        assert!(!exclude(&["*.BAK"], false).covers(&TreePath::root(), b"x.bak"));
    }

    #[test]
    fn one_of_several_endings_may_be_none() {
        let exclude = exclude(&["scan{,.bak}"], false);
        for name in ["scan", "scan.bak"] {
            assert!(exclude.covers(&path("a"), name.as_bytes()), "{name}");
        }
        assert!(!exclude.covers(&path("a"), b"scan.pdf"));
    }

    #[test]
    fn names_that_are_not_text_are_matched_too() {
        assert!(exclude(&["*.bak"], false).covers(&TreePath::root(), b"\xff\xfe.bak"));
    }

    #[test]
    fn litter_is_left_out_and_a_patient_is_not() {
        let none = Exclude::default();
        for litter in ["thumbs.db", ".DS_Store", "$Recycle.Bin", ".Trash-1000", ".nfs000012"] {
            assert!(none.covers(&path("a"), litter.as_bytes()), "{litter}");
        }
        for kept in ["Thumbs.db.pdf", "cache", "Trash", "desktop.ini", ".config"] {
            assert!(!none.covers(&path("a"), kept.as_bytes()), "{kept}");
        }
    }

    #[test]
    fn a_pattern_that_is_none_is_named() {
        let error = Exclude::new(&["ok".into(), "[".into()], false).unwrap_err();
        assert_eq!(error.pattern, "[");
    }
}
