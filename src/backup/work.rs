//! What travels through the pipeline: pieces of work, finished records, and the alarm that ends it.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use crossbeam_channel::Sender;

use crate::backup::record::{Job, LargeFile};
use crate::event::Observer;
use crate::format::documents::RecordLine;
use crate::format::entry::Moment;
use crate::id::{ChunkName, ContentTag, KeyId, RecordId, SectionId, SourceId};
use crate::source::OpenFile;
use crate::state::named::Fact;
use crate::state::{Shelf, Shelved};
use crate::unsaved::{Met, Miss};
use crate::vault::Sealed;

/// One piece of work.
pub(super) enum Work {
    /// Small files of one record, by number.
    Batch(Arc<Job>, Vec<usize>),
    /// A run of chunks of a large file.
    Piece(Arc<Job>, Arc<LargeFile>, Piece),
    /// Nothing but the record's last stroke.
    Finish(Arc<Job>),
}

/// A record whose chunks and inventory are all on their way to the drive.
pub(super) struct Done {
    pub record: RecordId,
    pub source: SourceId,
    pub name: Vec<u8>,
    pub class: String,
    pub key: KeyId,
    pub fingerprint: [u8; 16],
    pub inventory: Vec<ChunkName>,
    pub cache: Shelved,
    pub files: u64,
    pub bytes: u64,
    pub newest: Option<Moment>,
    pub content: Option<ContentTag>,
    pub has_problems: bool,
    /// Files whose bytes are not those of the last time, and how many bytes these are.
    pub new_files: u64,
    pub new_bytes: u64,
    /// Files in the cache.
    pub known_files: u64,
    /// Known files with other bytes, and of these: weighed, made unreadable.
    pub changed_files: u64,
    pub weighed_files: u64,
    pub spoiled_files: u64,
    /// Files that are not in this backup as they are.
    pub missed: Vec<Miss>,
}

/// Where workers send what they made.
pub(super) struct Outlets<'a> {
    pub sealed: Sender<Sealed>,
    pub room: &'a Room,
    pub done: Sender<Done>,
}

/// Room for segments between the workers and the writer, by their bytes: many small ones may wait while
/// a pack is made durable, few large ones.
#[derive(Default)]
pub(super) struct Room {
    waiting_bytes: Mutex<usize>,
    moved: Condvar,
}

impl Room {
    /// Bytes that may wait; more only if it is one segment.
    const BYTES_MAX: usize = 6 * 1024 * 1024;

    /// Waits until there is room, and takes it.
    pub(super) fn take(&self, bytes: usize) {
        let held = self.waiting_bytes.lock().unwrap_or_else(PoisonError::into_inner);
        let is_full = |held: &mut usize| *held > 0 && *held + bytes > Self::BYTES_MAX;
        let held = self.moved.wait_while(held, is_full);
        *held.unwrap_or_else(PoisonError::into_inner) += bytes;
    }

    /// Gives room back.
    pub(super) fn give(&self, bytes: usize) {
        *self.waiting_bytes.lock().unwrap_or_else(PoisonError::into_inner) -= bytes;
        self.moved.notify_all();
    }
}

/// Some chunks of a large file, in order.
pub(super) struct Piece {
    pub first_chunk: usize,
    pub bytes: Vec<u8>,
    pub cuts: Vec<usize>,
}

/// A section whose data is on the drive and only wants its manifest.
pub(super) struct Copied {
    pub section: SectionId,
    pub unchanged: Vec<RecordLine>,
    pub done: Vec<Done>,
    pub problems: u64,
    pub with_streams: u64,
    pub met: Vec<(Fact, u64)>,
    pub unsaved: Met,
}

/// What all threads of a run share.
pub(super) struct Course<'a> {
    pub alarm: Alarm,
    pub share: Share,
    pub spares: Spares,
    /// Where caches wait until the run is committed.
    pub shelf: Arc<Shelf>,
    pub now: jiff::Timestamp,
    pub observer: &'a dyn Observer,
    /// Files read that carry more beside their content than is kept.
    pub with_streams: AtomicU64,
}

impl Course<'_> {
    /// Looks at a file that was read.
    pub(super) fn note(&self, file: &OpenFile) {
        self.with_streams.fetch_add(u64::from(file.carries_more()), Ordering::Relaxed);
    }
}

/// Buffers that were used and will be again: new ones cost the system more than filling them.
#[derive(Default)]
pub(super) struct Spares(Mutex<Vec<Vec<u8>>>);

impl Spares {
    /// Buffers that are kept at most, and how large they must be to be worth it.
    const KEPT_MAX: usize = 4;
    const BYTES_MIN: usize = 256 * 1024;

    /// An empty buffer with room for so many bytes.
    pub(super) fn take(&self, room: usize) -> Vec<u8> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fits = kept.iter().position(|buffer| buffer.capacity() >= room);
        match fits.filter(|_| room >= Self::BYTES_MIN) {
            Some(number) => kept.swap_remove(number),
            None => Vec::with_capacity(room),
        }
    }

    /// Takes a buffer back.
    pub(super) fn give(&self, mut buffer: Vec<u8>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() < Self::KEPT_MAX && buffer.capacity() >= Self::BYTES_MIN {
            buffer.clear();
            kept.push(buffer);
        }
    }
}

/// How far the reading of a section is.
pub(super) struct Share {
    taken_bytes: AtomicU64,
    sealed_bytes: AtomicU64,
    all_bytes: u64,
}

impl Share {
    /// Nothing of `all_bytes` was taken yet.
    pub(super) const fn of(all_bytes: u64) -> Self {
        Self { taken_bytes: AtomicU64::new(0), sealed_bytes: AtomicU64::new(0), all_bytes }
    }

    /// So many bytes more were read, new or known.
    pub(super) fn advance(&self, bytes: usize) {
        self.taken_bytes.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    /// So many bytes came of what was read. Counted where it is sealed, not where it is packed: what waits
    /// between the two would make a busy machine foresee less than will come.
    pub(super) fn seal(&self, bytes: usize) {
        self.sealed_bytes.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    /// How many bytes will come of everything, by what came of what was read so far.
    pub(super) fn foreseen(&self) -> u64 {
        let taken = self.taken_bytes.load(Ordering::Relaxed).max(1);
        let bytes = self.sealed_bytes.load(Ordering::Relaxed);
        let all = self.all_bytes.max(taken);
        u64::try_from(u128::from(bytes) * u128::from(all) / u128::from(taken)).unwrap_or(u64::MAX)
    }
}

/// Raised by whichever part fails first; every other part stops at its next step.
#[derive(Default)]
pub(super) struct Alarm(AtomicBool);

impl Alarm {
    pub(super) fn raise(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_raised(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
