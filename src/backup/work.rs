//! What travels through the pipeline: pieces of work, finished records, and the alarm that ends it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crossbeam_channel::Sender;

use crate::backup::record::{Job, LargeFile};
use crate::format::documents::RecordLine;
use crate::format::entry::Moment;
use crate::id::{ChunkName, SectionId};
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
    pub job: Arc<Job>,
    pub inventory: Vec<ChunkName>,
    pub cache: Vec<u8>,
    pub files: u64,
    pub bytes: u64,
    pub newest: Option<Moment>,
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
}

/// Where workers send what they made.
pub(super) struct Outlets {
    pub sealed: Sender<Sealed>,
    pub done: Sender<Done>,
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
    pub met: Vec<(String, u64)>,
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
