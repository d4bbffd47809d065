//! Pictures of a disk: what lies on it as it was at one instant, files that programs hold open included.
//!
//! A database on such a picture is as after a power cut: whole if its program can mend it, and no more is
//! claimed. Windows can take one (volume shadow copies), and lets an administrator ask only.

use std::fmt::Debug;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// Takes pictures of disks. A stand-in serves for tests.
pub trait Pictures: Debug + Send + Sync {
    /// Takes one of the disk that `folder` lies on.
    ///
    /// # Errors
    /// Why there is none.
    fn take(&self, folder: &Path) -> Result<Box<dyn Picture>, NoPicture>;
}

/// A picture; it is given up when this is dropped.
pub trait Picture: Debug + Send + Sync {
    /// Where the folder lies in it.
    fn folder(&self) -> &Path;
}

/// Why there is no picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPicture {
    /// Only an administrator may ask for one.
    NotAllowed,
    /// This system, or this disk, has none.
    Unsupported,
    /// It was asked for and did not come.
    Failed,
}

/// What one backup does about files that are open in other programs.
#[derive(Debug)]
pub struct OpenFiles {
    pictures: Arc<dyn Pictures>,
    taken: AtomicU64,
    trouble: Mutex<Option<NoPicture>>,
}

impl OpenFiles {
    /// Takes them from pictures.
    #[must_use]
    pub fn new(pictures: Arc<dyn Pictures>) -> Self {
        Self { pictures, taken: AtomicU64::new(0), trouble: Mutex::default() }
    }

    /// A picture of the disk that `folder` lies on; nothing, noted once, where there is none.
    pub fn picture(&self, folder: &Path) -> Option<Box<dyn Picture>> {
        match self.pictures.take(folder) {
            Ok(picture) => Some(picture),
            Err(cause) => {
                let mut trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
                trouble.get_or_insert(cause);
                None
            }
        }
    }

    /// One more file was taken from a picture.
    pub fn count(&self) {
        self.taken.fetch_add(1, Ordering::Relaxed);
    }

    /// Files taken from pictures so far.
    #[must_use]
    pub fn taken(&self) -> u64 {
        self.taken.load(Ordering::Relaxed)
    }

    /// Why a picture that was needed could not be had.
    #[must_use]
    pub fn trouble(&self) -> Option<NoPicture> {
        *self.trouble.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
