//! Opens the drives that are there with a key that is given now, for the commands that change keys.

use refuge::crypto::Identity;
use refuge::practice::Practice;

use crate::cli::{Face, Failure, commands::home, opening};
use crate::faces::opened_drives::{Opened, plugged};

pub(super) fn with_key(face: &mut Face<'_>) -> Result<Opened, Failure> {
    let mut practice = home::practice(face)?;
    plugged(&mut practice)?;
    let keys = opening::open_anew(face, Some(&practice))?;
    with(face, practice, &keys)
}

/// The same with keys that are open already.
pub(super) fn with(
    face: &Face<'_>,
    practice: Practice,
    keys: &[Identity],
) -> Result<Opened, Failure> {
    let progress = face.progress("keys", &[]);
    let opened = Opened::with(practice, keys, &progress);
    progress.finish();
    Ok(opened?)
}
