//! How a file that was read is remembered for the next backup, and when no later look may find it the same.

use crate::format::entry::Content;
use crate::guard::Nature;
use crate::source::{Seen, SeenKind};
use crate::state::{CachedContent, CachedFile};

/// Times this close to the scan may still change without showing, in seconds (FAT counts in twos).
const FRESH_SECONDS: i64 = 2;

/// Stands for the number of a file in the cache that no later look finds the same.
pub(super) const NEVER_SAME: u64 = u64::MAX;
/// The same of a file that was taken from a picture of the disk.
pub(super) const NEVER_SAME_AND_OPEN: u64 = u64::MAX - 1;

/// The number by which the cache knows a file that was read.
pub(super) const fn number_of(seen: &Seen, was_open: bool, is_fresh: bool) -> u64 {
    match (was_open, is_fresh) {
        (true, _) => NEVER_SAME_AND_OPEN,
        (false, true) => NEVER_SAME,
        (false, false) => seen.inode,
    }
}

/// A file read so soon after its last change that another change might not show is remembered for
/// its earlier version only: no later look will find it the same.
pub(super) fn cached(seen: &Seen, content: &Content, nature: Nature, inode: u64) -> CachedFile {
    CachedFile {
        size_bytes: content.size_bytes,
        modified: seen.modified,
        changed: seen.changed,
        inode,
        content: CachedContent::of(content),
        nature,
    }
}

/// Whether a file changed so recently that a second change might not show in its times.
pub(super) fn fresh(seen: &Seen, now: jiff::Timestamp) -> bool {
    seen.kind == SeenKind::File
        && (seen.modified.0.max(seen.changed.0) - now.as_second()).abs() <= FRESH_SECONDS
}
