//! The reader: takes record after record, hands small files out in batches, and reads large ones itself.

use std::sync::{Arc, Mutex, PoisonError};

use crossbeam_channel::Sender;

use crate::backup::checkpoint::NewKey;
use crate::backup::record::{Job, LargeFile, Outcome, RecordFiles, Treatment, cause_of, set_aside};
use crate::backup::waiting::Waiting;
use crate::backup::work::{Course, Piece, Work};
use crate::chunker::{self, Sizes};
use crate::crypto::hash::{self, ContentHasher};
use crate::crypto::{Identity, Recipient};
use crate::error::{Error, KeyTrouble, ProblemCause, Result};
use crate::event::Event;
use crate::format::entry::{Content, ContentHash};
use crate::guard::Samples;
use crate::id::KeyId;
use crate::limits;
use crate::source::{OpenFile, Seen};
use crate::state::Caches;
use crate::vault::SectionWriter;

/// Files of one batch at most.
const BATCH_FILES_MAX: usize = 1024;
/// Bytes of one batch, roughly.
const BATCH_BYTES_TARGET: u64 = limits::SEGMENT_SOURCE_BYTES_TARGET as u64;
/// How often a large file that changes under our hands is read.
const TRIES: usize = 2;
/// Bytes asked of the system at a time.
const READ_BYTES: usize = 1024 * 1024;
/// Room of the buffer from which pieces are cut.
const PIECE_ROOM_BYTES: usize = limits::SEGMENT_SOURCE_BYTES_TARGET + READ_BYTES;
/// Bytes of a hole that are hashed at a time.
const HOLE_BYTES: usize = 16 * 1024 * 1024;

/// The reader's whole life: records one after the other, a new key for each that has none.
pub(super) fn read_all(
    changed: Vec<Waiting>,
    section: &SectionWriter,
    keys: &Mutex<Vec<NewKey>>,
    caches: &Caches,
    way: Way<'_>,
) -> Result<()> {
    for waiting in changed {
        let started = start(waiting.begin(caches)?, section, keys)?;
        if let Err(failure) = feed(&started, way) {
            if !matches!(failure, Error::Interrupted) {
                way.course.alarm.raise();
            }
            return Err(failure);
        }
    }
    Ok(())
}

fn start(
    files: RecordFiles,
    section: &SectionWriter,
    keys: &Mutex<Vec<NewKey>>,
) -> Result<Arc<Job>> {
    let (key, recipient) = match &files.key {
        Some(known) => (known.key, known.recipient.parse::<Recipient>()?),
        None => {
            let identity = Identity::generate();
            let recipient = identity.to_recipient().ok_or(Error::Key(KeyTrouble::NotARecipient))?;
            let key = KeyId(hash::random_id());
            let new = NewKey { record: files.id, key, recipient: recipient.to_string(), identity };
            keys.lock().unwrap_or_else(PoisonError::into_inner).push(new);
            (key, recipient)
        }
    };
    Ok(Arc::new(Job::new(files, &section.naming, key, recipient)))
}

/// Hands out all work of one record.
fn feed(job: &Arc<Job>, way: Way<'_>) -> Result<()> {
    let mut batch = Vec::new();
    let mut batch_bytes = 0;
    for (number, (seen, plan)) in job.files.entries.iter().zip(&job.files.plans).enumerate() {
        let read_bytes = match plan {
            Treatment::Describe | Treatment::SameAs(_) => continue,
            Treatment::Reuse => 0,
            Treatment::Read { .. } if seen.size_bytes > limits::CHUNK_BYTES_MAX as u64 => {
                way.course.observer.check()?;
                large_file(job, number, seen, way)?;
                continue;
            }
            Treatment::Read { .. } => seen.size_bytes,
        };
        batch.push(number);
        batch_bytes += read_bytes;
        if batch.len() >= BATCH_FILES_MAX || batch_bytes >= BATCH_BYTES_TARGET {
            way.course.observer.check()?;
            job.add_work();
            way.send(Work::Batch(job.clone(), std::mem::take(&mut batch)))?;
            batch_bytes = 0;
        }
    }
    // The last batch does the work that the record was created with.
    let last =
        if batch.is_empty() { Work::Finish(job.clone()) } else { Work::Batch(job.clone(), batch) };
    way.send(last)
}

/// Where work goes, and who may stop it.
#[derive(Clone, Copy)]
pub(super) struct Way<'a> {
    pub to: &'a Sender<Work>,
    pub course: &'a Course<'a>,
}

impl Way<'_> {
    fn send(self, work: Work) -> Result<()> {
        if self.course.alarm.is_raised() {
            return Err(Error::Interrupted);
        }
        self.to.send(work).map_err(|_| Error::Interrupted)
    }
}

fn large_file(job: &Arc<Job>, number: usize, seen: &Seen, way: Way<'_>) -> Result<()> {
    let mut cause = ProblemCause::Changing;
    for _ in 0..TRIES {
        match one_reading(job, seen, job.open(seen), way)? {
            Ok((outcome, is_as_seen)) => {
                job.settle(number, outcome);
                let others =
                    if is_as_seen || seen.links < 2 { vec![] } else { job.further_names(number) };
                // Its further names still stand for the file that was seen.
                let named = |other: usize| Some((other, job.files.entries.get(other)?));
                let mut others = others.into_iter().filter_map(named);
                return others.try_for_each(|(other, seen)| large_file(job, other, seen, way));
            }
            Err(again @ (ProblemCause::Changing | ProblemCause::Unreadable)) => cause = again,
            Err(other) => {
                cause = other;
                break;
            }
        }
    }
    if let Some(pictured) = job.open_pictured(seen, cause)
        && let Ok((outcome, _)) = one_reading(job, seen, Ok(pictured), way)?
    {
        job.settle(number, outcome);
        return Ok(());
    }
    set_aside(job, number, cause, way.course.observer);
    Ok(())
}

/// What was read, and whether it is the file that the scan saw, not one that took its name since.
type Reading = (Outcome, bool);

/// Reads a file once and sends its pieces. The inner result is about this file only.
fn one_reading(
    job: &Arc<Job>,
    seen: &Seen,
    open: Result<OpenFile, ProblemCause>,
    way: Way<'_>,
) -> Result<Result<Reading, ProblemCause>> {
    let open = match open {
        Ok(open) => open,
        Err(cause) => return Ok(Err(cause)),
    };
    let version = open.version();
    let extents = open.extents();
    let mut pieces = Pieces {
        job,
        way,
        sizes: chunker::sizes_for(seen.path.as_bytes()),
        file: Arc::default(),
        samples: Samples::new(version.size_bytes),
        buffer: way.course.spares.take(PIECE_ROOM_BYTES),
        chunks: 0,
    };
    let whole = [(0, version.size_bytes)];
    let stretches = extents.as_deref().unwrap_or(&whole);
    let hash = match pieces.read_all(&open, stretches, version.size_bytes)? {
        Ok(hash) => hash,
        Err(cause) => return Ok(Err(cause)),
    };
    let metadata = open.metadata();
    if !open.is_whole() {
        return Ok(Err(ProblemCause::Changing));
    }
    open.advise_done();
    way.course.note(&open);
    let content = Content { size_bytes: version.size_bytes, hash, chunks: Vec::new(), extents };
    let look = Some(pieces.samples.nature());
    Ok(Ok((Outcome::Named(pieces.file, content, metadata, look), open.is(seen))))
}

/// Cuts a stream of bytes into pieces and sends them.
struct Pieces<'a> {
    job: &'a Arc<Job>,
    way: Way<'a>,
    sizes: Sizes,
    file: Arc<LargeFile>,
    samples: Samples,
    buffer: Vec<u8>,
    chunks: usize,
}

impl Pieces<'_> {
    /// Reads the stretches that hold data; holes count as zeros in the hash and are not stored.
    fn read_all(
        &mut self,
        open: &OpenFile,
        stretches: &[(u64, u64)],
        size_bytes: u64,
    ) -> Result<Result<ContentHash, ProblemCause>> {
        let mut hasher = ContentHasher::new();
        let mut hashed = 0;
        for (offset, length) in stretches {
            self.hash_hole(&mut hasher, offset - hashed)?;
            let mut at = *offset;
            let end = offset + length;
            while at < end {
                let wanted = usize::try_from(end - at).unwrap_or(READ_BYTES).min(READ_BYTES);
                let before = self.buffer.len();
                self.buffer.resize(before + wanted, 0);
                let into = self.buffer.get_mut(before..).unwrap_or_default();
                let got = match open.read_at(into, at) {
                    Ok(0) => return Ok(Err(ProblemCause::Changing)),
                    Ok(got) => got,
                    Err(cause) => return Ok(Err(cause_of(&cause))),
                };
                let new = into.get(..got).unwrap_or_default();
                hasher.update(new);
                self.samples.take(at, new);
                self.buffer.truncate(before + got);
                at += got as u64;
                self.way.course.observer.check()?;
                if self.buffer.len() >= limits::SEGMENT_SOURCE_BYTES_TARGET {
                    self.send(false)?;
                }
            }
            hashed = end;
        }
        self.hash_hole(&mut hasher, size_bytes.saturating_sub(hashed))?;
        self.send(true)?;
        Ok(Ok(hasher.finish()))
    }

    /// A hole counts as zeros. It can be far longer than any disk, so that all cores work on it, and whoever
    /// waits sees it go on and can stop it.
    fn hash_hole(&self, hasher: &mut ContentHasher, mut bytes: u64) -> Result<()> {
        let step = usize::try_from(bytes).unwrap_or(HOLE_BYTES).min(HOLE_BYTES);
        let zeros = vec![0; step];
        while bytes > 0 {
            self.way.course.observer.check()?;
            let part = usize::try_from(bytes).unwrap_or(step).min(step);
            hasher.update_with_all_cores(zeros.get(..part).unwrap_or_default());
            self.way.course.share.advance(part);
            self.way.course.observer.on(Event::Advanced { bytes: part as u64 });
            bytes -= part as u64;
        }
        Ok(())
    }

    /// Sends every chunk whose end is certain: all of them at the end of the file, otherwise those
    /// that are followed by enough bytes for the rule to choose freely.
    fn send(&mut self, is_end: bool) -> Result<()> {
        let mut cuts = Vec::new();
        let mut used = 0;
        loop {
            let rest = self.buffer.get(used..).unwrap_or_default();
            if rest.is_empty() || (!is_end && rest.len() < self.sizes.bytes_max) {
                break;
            }
            let cut = chunker::first_cut(rest, self.sizes, self.job.cut);
            cuts.push(cut);
            used += cut;
        }
        if cuts.is_empty() {
            return Ok(());
        }
        let mut next = self.way.course.spares.take(PIECE_ROOM_BYTES);
        next.extend_from_slice(self.buffer.get(used..).unwrap_or_default());
        self.buffer.truncate(used);
        let bytes = std::mem::replace(&mut self.buffer, next);
        let piece = Piece { first_chunk: self.chunks, bytes, cuts };
        self.chunks += piece.cuts.len();
        self.job.add_work();
        self.way.send(Work::Piece(self.job.clone(), self.file.clone(), piece))
    }
}
