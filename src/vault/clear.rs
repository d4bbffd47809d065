//! The files in clear that every vault carries for people: what they must say, and putting them back.
//!
//! The sheet sends people to the script on the drive with their 24 words in hand. Whoever can write to a
//! drive can put another script there, and no key is needed to see it: what we ship is known by its hash.

use crate::crypto::hash::sha256_hex;
use crate::error::{Damage, DriveTrouble, Error, Result};
use crate::event::{Event, Observer};
use crate::format::names;
use crate::limits;
use crate::state::Permit;
use crate::storage::Storage;

/// The clear files that every vault carries, by name.
pub const CLEAR_FILES: [(&str, &[u8]); 3] = [
    ("README.html", include_bytes!("../../assets/README.html")),
    ("LISEZ-MOI.html", include_bytes!("../../assets/LISEZ-MOI.html")),
    ("rescue.py", include_bytes!("../../assets/rescue.py")),
];

/// SHA-256 of each clear file of earlier releases, with its name: they stay on the drives that have them,
/// because sheets that were printed with them tell their hash. A release adds what it replaces.
const SHIPPED_BEFORE: [(&str, &str); 0] = [];

/// Hash of the rescue script that this program puts on drives: SHA-256, 64 hexadecimal digits.
#[must_use]
pub fn rescue_hash() -> String {
    let script = CLEAR_FILES.iter().find(|(name, _)| *name == "rescue.py");
    script.map(|(_, bytes)| sha256_hex(bytes)).unwrap_or_default()
}

/// What is the matter with each clear file that is not one of ours.
///
/// # Errors
/// When the drive is gone.
pub fn strange_clear_files(storage: &dyn Storage) -> Result<Vec<(&'static str, Damage)>> {
    let mut strange = Vec::new();
    for (name, bytes) in CLEAR_FILES {
        let damage = match read(storage, name) {
            Ok(found) if found == bytes || was_shipped(name, &found) => None,
            Ok(_) => Some(Damage::NotAuthentic),
            Err(Error::Damaged { damage, .. }) => Some(damage),
            Err(other) => return Err(other),
        };
        strange.extend(damage.map(|damage| (name, damage)));
    }
    Ok(strange)
}

fn was_shipped(name: &str, bytes: &[u8]) -> bool {
    let hash = sha256_hex(bytes);
    SHIPPED_BEFORE.iter().any(|(known, shipped)| *known == name && *shipped == hash)
}

fn read(storage: &dyn Storage, name: &'static str) -> Result<Vec<u8>> {
    let object = names::clear_file(name);
    let bytes = usize::try_from(storage.length(&object)?).unwrap_or(usize::MAX);
    if bytes > limits::CLEAR_FILE_BYTES_MAX {
        return Err(Error::damaged(&object, Damage::NotAuthentic));
    }
    storage.read(&object, 0, bytes)
}

/// Puts ours in the place of clear files that are not, where that is allowed, and tells of each that was not
/// ours. What is merely missing is put back and not worth a word. What does not let itself be replaced stops
/// nothing.
///
/// # Errors
/// When the drive is gone or fails.
pub fn mind_clear_files(
    storage: &dyn Storage,
    drive: &str,
    permit: Option<&Permit>,
    observer: &dyn Observer,
) -> Result<()> {
    for (page, damage) in strange_clear_files(storage)? {
        let is_back = match permit {
            Some(_) => put_clear_file_back(storage, page)?,
            None => false,
        };
        if damage != Damage::Missing {
            observer.on(Event::StrangePage { drive, page, is_back });
        }
    }
    Ok(())
}

/// Puts our clear file of that name in the place of whatever lies there. Answers whether it lies there now.
///
/// # Errors
/// When the drive is gone or fails.
pub fn put_clear_file_back(storage: &dyn Storage, name: &str) -> Result<bool> {
    let Some((name, bytes)) = CLEAR_FILES.iter().find(|(known, _)| *known == name) else {
        return Ok(false);
    };
    match storage.supersede(&names::clear_file(name), bytes) {
        Ok(()) => {}
        Err(Error::Damaged { .. }) => return Ok(false),
        Err(Error::Drive {
            trouble: DriveTrouble::Full { .. } | DriveTrouble::ReadOnly, ..
        }) => {
            return Ok(false);
        }
        Err(other) => return Err(other),
    }
    Ok(read(storage, name).is_ok_and(|found| found == *bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::memory::Memory;

    #[test]
    fn what_somebody_else_put_there_is_told_and_put_back() {
        let storage = Memory::new();
        for (name, bytes) in CLEAR_FILES {
            storage.put(&names::clear_file(name), bytes).unwrap();
        }
        assert_eq!(strange_clear_files(&storage).unwrap(), []);
        let script = names::clear_file("rescue.py");
        storage.remove(&script).unwrap();
        storage.put(&script, b"print('words please')").unwrap();
        storage.remove(&names::clear_file("README.html")).unwrap();
        let strange = strange_clear_files(&storage).unwrap();
        assert_eq!(
            strange,
            [("README.html", Damage::Missing), ("rescue.py", Damage::NotAuthentic)]
        );
        for (name, _) in strange {
            assert!(put_clear_file_back(&storage, name).unwrap());
        }
        assert_eq!(strange_clear_files(&storage).unwrap(), []);
    }
}
