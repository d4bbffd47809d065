//! The bytes of a key file, before anybody gives a passphrase.

use std::path::Path;

use refuge::crypto::identity_file;
use refuge::error::{Action, Error, KeyTrouble, Result};
use refuge::platform;
use zeroize::Zeroizing;

/// Whether other users of this computer can read it.
pub(crate) fn is_open_to_others(path: &Path) -> bool {
    platform::is_readable_by_others(path).is_ok_and(|answer| answer == Some(true))
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
