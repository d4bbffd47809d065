//! Bytes that wait outside of memory for the end of a run.
//!
//! What is remembered of each file takes some sixty bytes, and that of every file of a first backup waits until
//! it is committed. It waits in a file without a name (on Windows one that goes when it is closed), under a key that is
//! nowhere but in memory: gone with the run, however that ends, and told by nobody who looks at the disk later.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use crate::crypto::hash::KeyStream;
use crate::error::{Error, Result};

/// Where bytes wait.
pub struct Shelf {
    /// None where no file could be made: then they wait in memory.
    room: Option<Mutex<Room>>,
    stream: KeyStream,
}

struct Room {
    file: File,
    end: u64,
}

/// Bytes that wait.
pub enum Shelved {
    /// In memory.
    Here(Vec<u8>),
    /// In the file, from there on, and how many.
    There(Arc<Shelf>, u64, usize),
}

impl Shelf {
    /// An empty one in this folder.
    pub(super) fn inside(folder: &Path) -> Arc<Self> {
        let file = tempfile::tempfile_in(folder).ok();
        let room = file.map(|file| Mutex::new(Room { file, end: 0 }));
        Arc::new(Self { room, stream: KeyStream::random() })
    }

    /// Lets bytes wait; in memory where the disk takes no more.
    pub fn put(self: &Arc<Self>, bytes: Vec<u8>) -> Shelved {
        match self.put_down(&bytes) {
            Some(at) => Shelved::There(Arc::clone(self), at, bytes.len()),
            None => Shelved::Here(bytes),
        }
    }

    fn put_down(&self, bytes: &[u8]) -> Option<u64> {
        let mut room = self.room.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner);
        let at = room.end;
        let hidden = self.mixed(at, bytes);
        room.file.seek(SeekFrom::Start(at)).ok()?;
        room.file.write_all(&hidden).ok()?;
        room.end += bytes.len() as u64;
        Some(at)
    }

    fn take(&self, at: u64, length: usize) -> Result<Vec<u8>> {
        let lost = |reason: String| Error::State { reason };
        let room = self.room.as_ref().ok_or_else(|| lost("no shelf".to_owned()))?;
        let mut room = room.lock().unwrap_or_else(PoisonError::into_inner);
        let mut hidden = vec![0; length];
        let read = room.file.seek(SeekFrom::Start(at));
        read.and_then(|_| room.file.read_exact(&mut hidden))
            .map_err(|why| lost(why.to_string()))?;
        Ok(self.mixed(at, &hidden))
    }

    /// Hides bytes that lie there, and shows them again.
    fn mixed(&self, at: u64, bytes: &[u8]) -> Vec<u8> {
        let mut mixed = self.stream.bytes(0, at, bytes.len());
        mixed.iter_mut().zip(bytes).for_each(|(mixed, byte)| *mixed ^= byte);
        mixed
    }
}

impl Shelved {
    /// Takes them back.
    ///
    /// # Errors
    /// `State` when the file cannot be read.
    pub fn take(self) -> Result<Vec<u8>> {
        match self {
            Self::Here(bytes) => Ok(bytes),
            Self::There(shelf, at, length) => shelf.take(at, length),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_comes_back_and_its_file_has_no_name_and_tells_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::inside(folder.path());
        let all: Vec<Vec<u8>> = (0..9_u8).map(|number| vec![number; 999]).collect();
        let waiting: Vec<Shelved> = all.iter().cloned().map(|bytes| shelf.put(bytes)).collect();
        assert!(waiting.iter().all(|one| matches!(one, Shelved::There(..))));
        // Windows has no files without a name; it removes this one when it is closed.
        let is_named = usize::from(cfg!(windows));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), is_named);
        let mut room = shelf.room.as_ref().unwrap().lock().unwrap();
        let (mut lying, _) = (Vec::new(), room.file.rewind().unwrap());
        room.file.read_to_end(&mut lying).unwrap();
        drop(room);
        assert_eq!(lying.len(), 9 * 999);
        assert!(lying.windows(8).all(|window| window.iter().any(|byte| *byte != window[0])));
        for (bytes, shelved) in all.iter().zip(waiting).rev() {
            assert_eq!(shelved.take().unwrap(), *bytes);
        }
    }

    #[test]
    fn without_a_file_bytes_wait_in_memory() {
        let shelf = Shelf::inside(Path::new("/nowhere/at/all"));
        let waiting = shelf.put(vec![7; 70]);
        assert!(matches!(waiting, Shelved::Here(_)));
        assert_eq!(waiting.take().unwrap(), [7; 70]);
    }
}
