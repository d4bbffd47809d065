//! Lists that were read from the drive while a person typed a passphrase, or while it was stretched.
//!
//! A cold stick gives some tens of megabytes a second, and that second would be waited for twice. What is kept here
//! came from the medium, is handed out once, and goes as soon as its object is written to.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::error::Result;
use crate::format::names::{Name, ObjectPath};
use crate::storage::Storage;

/// So much is kept at most, in bytes.
const KEPT_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Larger objects are left to whoever needs them: a reading that was begun is waited for.
const OBJECT_BYTES_MAX: u64 = 2 * 1024 * 1024;

/// Objects that were read before they were asked for.
#[derive(Default)]
pub(super) struct Ahead(Mutex<HashMap<ObjectPath, Vec<u8>>>);

impl Ahead {
    /// Reads what opens a vault and what names its backups, until it is enough or `stop` says so. What cannot be read
    /// is left to whoever needs it.
    pub(super) fn fill(&self, storage: &dyn Storage, stop: &dyn Fn() -> bool) {
        let mut room = KEPT_BYTES_MAX;
        for (object, length) in wanted(storage).unwrap_or_default() {
            if stop() || length > room as u64 {
                return;
            }
            let length = usize::try_from(length).unwrap_or(usize::MAX);
            if let Ok(bytes) = storage.read(&object, 0, length) {
                room -= length;
                self.objects().insert(object, bytes);
            }
        }
    }

    /// The whole of an object, once; only under the length it had.
    pub(super) fn take(&self, object: &ObjectPath, offset: u64, length: usize) -> Option<Vec<u8>> {
        let bytes = self.objects().remove(object)?;
        (offset == 0 && bytes.len() == length).then_some(bytes)
    }

    /// What was kept of an object that is written to is not what it is.
    pub(super) fn forget(&self, object: &ObjectPath) {
        self.objects().remove(object);
    }

    pub(super) fn objects(&self) -> MutexGuard<'_, HashMap<ObjectPath, Vec<u8>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Keyring parts, then manifests, the newest first, then indexes; second copies are for those that are damaged.
fn wanted(storage: &dyn Storage) -> Result<Vec<(ObjectPath, u64)>> {
    let mut found: Vec<_> = storage.list("sections")?;
    found.retain(|(object, length)| *length <= OBJECT_BYTES_MAX && rank(object).is_some());
    found.sort_by_key(|(object, _)| (rank(object), std::cmp::Reverse(object.clone())));
    Ok(found)
}

fn rank(object: &ObjectPath) -> Option<u8> {
    match Name::of(object)? {
        Name::Keyring(_) => Some(0),
        Name::Manifest { .. } => Some(1),
        Name::Index { .. } => Some(2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::names;
    use crate::id::{ObjectHash, SectionId};
    use crate::storage::memory::Memory;
    use std::cell::Cell;

    const SECTION: SectionId = SectionId([2; 16]);

    fn index(number: u8) -> ObjectPath {
        names::index(SECTION, ObjectHash([number; 16]))
    }

    #[test]
    fn lists_are_read_once_ahead_and_packs_are_not() {
        let (storage, ahead) = (Memory::default(), Ahead::default());
        let pack = names::pack(crate::id::PackId([3; 16]));
        for object in [&index(1), &pack] {
            storage.put(object, b"as it was").unwrap();
        }
        ahead.fill(&storage, &|| false);
        assert_eq!(ahead.take(&pack, 0, 9), None);
        assert_eq!(ahead.take(&index(1), 0, 9).as_deref(), Some(&b"as it was"[..]));
        assert_eq!(ahead.take(&index(1), 0, 9), None, "the next reading asks the medium");
    }

    #[test]
    fn a_part_another_length_and_what_was_written_to_are_asked_for_anew() {
        let (storage, ahead) = (Memory::default(), Ahead::default());
        storage.put(&index(1), b"as it was").unwrap();
        for (offset, length) in [(1, 8), (0, 8), (0, 10)] {
            ahead.fill(&storage, &|| false);
            assert_eq!(ahead.take(&index(1), offset, length), None);
        }
        ahead.fill(&storage, &|| false);
        ahead.forget(&index(1));
        assert_eq!(ahead.take(&index(1), 0, 9), None);
    }

    #[test]
    fn it_ends_soon_and_keeps_little() {
        let storage = Memory::default();
        for number in 0..20 {
            storage.put(&index(number), &vec![number; 1024 * 1024]).unwrap();
        }
        let asked = Cell::new(0);
        let stop = || asked.replace(asked.get() + 1) == 3;
        let ahead = Ahead::default();
        ahead.fill(&storage, &stop);
        assert_eq!(ahead.objects().len(), 3);
        ahead.fill(&storage, &|| false);
        let kept: usize = ahead.objects().values().map(Vec::len).sum();
        assert_eq!(kept, KEPT_BYTES_MAX);
    }
}
