//! A drive that is likely too small for what is to be backed up is told with figures, before anything is copied.

use std::path::Path;
use std::time::{Duration, Instant};

use refuge::platform;

use crate::cli::{Face, fl, units};

/// Measuring one folder ends after this; the size is then a lower bound.
const MEASURING: Duration = Duration::from_millis(500);

/// What a person should know of the room on a drive; nothing where all fits, or where it is not known.
pub(super) fn too_small<'f>(
    face: &Face<'_>,
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
    let language = face.words.language();
    let (size, free) = (units::bytes(language, bytes), units::bytes(language, free));
    let size = if is_whole { size } else { fl!(face.words, "wizard-more-than", size = size) };
    Some(fl!(face.words, "drives-too-small", size = size, free = free))
}

/// Bytes of the files below a folder, as far as they could be counted in time.
pub(super) fn measure(folder: &Path) -> (u64, bool) {
    let started = Instant::now();
    let mut bytes = 0_u64;
    let mut left = vec![folder.to_owned()];
    while let Some(folder) = left.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.metadata() {
                Ok(found) if found.is_dir() => left.push(entry.path()),
                Ok(found) if found.is_file() => bytes = bytes.saturating_add(found.len()),
                _ => {}
            }
        }
        if started.elapsed() > MEASURING {
            return (bytes, left.is_empty());
        }
    }
    (bytes, true)
}
