//! Where a restore may write: never into a vault, and not beside one without being asked.

use std::path::{Component, Path, PathBuf};

use crate::config::Source;
use crate::format::names::VAULT_FOLDER;

/// What a folder lies on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ground {
    /// Nothing that a backup needs.
    Free,
    /// A backup drive, beside its vault: files in clear would lie on it.
    Drive(PathBuf),
    /// The inside of a vault.
    Vault(PathBuf),
}

/// Looks at the folders above `dir`, which need not exist. What a folder is called or whether a
/// drive is known does not matter: a `vault.json` makes a vault, and so do second copies.
#[must_use]
pub fn ground(dir: &Path) -> Ground {
    let place = real(dir);
    for folder in place.ancestors() {
        if is_vault(folder) {
            return Ground::Vault(folder.to_owned());
        }
        if is_vault(&folder.join(VAULT_FOLDER)) {
            return Ground::Drive(folder.to_owned());
        }
    }
    Ground::Free
}

/// Whether a folder lies in one that is backed up: what comes to lie there is saved again, as if it were new.
#[must_use]
pub fn is_backed_up(sources: &[Source], dir: &Path) -> bool {
    let place = real(dir);
    sources.iter().any(|source| place.starts_with(real(&source.path)))
}

fn is_vault(folder: &Path) -> bool {
    folder.join("vault.json").is_file() || folder.join("mirror/sections").is_dir()
}

/// The path without links as far as it exists; beyond, as it is written.
fn real(dir: &Path) -> PathBuf {
    let whole = std::path::absolute(dir).unwrap_or_else(|_| dir.to_owned());
    let mut place = PathBuf::new();
    for part in whole.components() {
        if part == Component::ParentDir {
            place.pop();
            continue;
        }
        place.push(part);
        if let Ok(real) = place.canonicalize() {
            place = real;
        }
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vault_and_its_drive_are_known_from_below_also_where_nothing_is_yet() {
        let root = tempfile::tempdir().unwrap();
        let drive = root.path().canonicalize().unwrap().join("blue");
        let vault = drive.join(VAULT_FOLDER);
        std::fs::create_dir_all(vault.join("packs")).unwrap();
        std::fs::write(vault.join("vault.json"), "{}").unwrap();
        for inside in ["refuge", "refuge/packs/x/y", "new/../refuge/z"] {
            assert_eq!(ground(&drive.join(inside)), Ground::Vault(vault.clone()), "{inside}");
        }
        assert_eq!(ground(&drive.join("back")), Ground::Drive(drive.clone()));
        assert_eq!(ground(&root.path().join("elsewhere")), Ground::Free);
    }
}
