//! Key files that are at hand and their bytes, before anybody gives a passphrase.

use std::path::{Path, PathBuf};

use refuge::crypto::identity_file;
use refuge::error::{Action, Error, KeyTrouble, Result};
use refuge::platform;
use refuge::practice::Practice;
use zeroize::Zeroizing;

/// Refuses a file that needs no passphrase while others can read it.
pub(crate) fn refuse_open_to_others(path: &Path, file: &[u8]) -> Result<()> {
    let is_open_to_others =
        || platform::is_readable_by_others(path).is_ok_and(|answer| answer == Some(true));
    if !identity_file::is_protected(file) && is_open_to_others() {
        return Err(Error::Key(KeyTrouble::ReadableByOthers(path.to_owned())));
    }
    Ok(())
}

/// The key files that lie where the practice says, each once, with the names they go by.
pub(crate) fn at_hand(practice: &Practice) -> Result<Vec<(String, PathBuf)>> {
    let own = practice.own_key_file()?.map(|path| (practice.config.practice.name.clone(), path));
    let mut found: Vec<(String, PathBuf)> = Vec::new();
    for (name, path) in own.into_iter().chain(practice.key_files()?) {
        if path.is_file() && found.iter().all(|(_, known)| *known != path) {
            found.push((name, path));
        }
    }
    Ok(found)
}

/// The bytes of a key file.
pub(crate) fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>> {
    let failed = |source| Error::Io { action: Action::Read, path: path.to_owned(), source };
    let length = std::fs::metadata(path).map_err(failed)?.len();
    if length > identity_file::FILE_BYTES_MAX as u64 {
        return Err(Error::Key(KeyTrouble::NotAnIdentity));
    }
    std::fs::read(path).map(Zeroizing::new).map_err(failed)
}
