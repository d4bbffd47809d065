//! A drive that is likely too small for what is to be backed up is told with figures, before anything is copied.

use std::path::Path;

use refuge::platform;
use refuge::sources::measure;

use crate::faces::{Catalog, fl, units};

/// What a person should know of the room on a drive; nothing where all fits, or where it is not known.
pub(crate) fn too_small<'f>(
    words: &Catalog,
    folders: impl IntoIterator<Item = &'f Path>,
    path: &Path,
) -> Option<String> {
    let free = platform::free_bytes(path)?;
    let mut bytes = 0_u64;
    let mut is_whole = true;
    for folder in folders {
        let (own, all) = measure(folder);
        bytes = bytes.saturating_add(own);
        is_whole &= all;
    }
    if bytes <= free {
        return None;
    }
    let language = words.language();
    let (size, free) = (units::bytes(language, bytes), units::bytes(language, free));
    let size = if is_whole { size } else { fl!(words, "wizard-more-than", size = size) };
    Some(fl!(words, "drives-too-small", size = size, free = free))
}
