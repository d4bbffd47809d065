//! The workers: read small files, name and seal, finish records. They share nothing but the record.

use crossbeam_channel::Receiver;

use crate::backup::record::{Job, LargeFile, Outcome, Treatment, cause_of, set_aside};
use crate::backup::remembered::fresh;
use crate::backup::work::{Course, Done, Outlets, Piece, Work};
use crate::chunker;
use crate::crypto::hash;
use crate::error::{Action, Error, ProblemCause, Result};
use crate::event::Event;
use crate::format::entry::{Content, InventoryEntry, Metadata};
use crate::guard::Nature;
use crate::id::ChunkName;
use crate::limits;
use crate::source::{OpenFile, Seen};
use crate::state;
use crate::vault::SegmentBuilder;

/// A small file that grew since the scan is still taken at once up to this length, in bytes.
const GROWN_BYTES_MAX: u64 = 4 * 1024 * 1024;
/// How often a small file that changes under our hands is read again.
const TRIES: usize = 3;

/// A worker's whole life.
pub(super) fn work(inbox: &Receiver<Work>, out: &Outlets<'_>, course: &Course<'_>) -> Result<()> {
    let mut worker = Worker { builder: SegmentBuilder::new()?, out, course, bytes: Vec::new() };
    for work in inbox {
        if course.alarm.is_raised() {
            continue;
        }
        if let Err(failure) = worker.take(work) {
            course.alarm.raise();
            return Err(failure);
        }
    }
    Ok(())
}

struct Worker<'a> {
    builder: SegmentBuilder,
    out: &'a Outlets<'a>,
    course: &'a Course<'a>,
    /// Holds one small file after another.
    bytes: Vec<u8>,
}

impl Worker<'_> {
    fn take(&mut self, work: Work) -> Result<()> {
        let job = match work {
            Work::Batch(job, numbers) => {
                for number in numbers {
                    self.small_file(&job, number)?;
                }
                job
            }
            Work::Piece(job, file, piece) => {
                self.piece(&job, &file, &piece)?;
                self.course.spares.give(piece.bytes);
                job
            }
            Work::Finish(job) => job,
        };
        // What this thread made must be on its way before another may finish the record.
        self.send(&job)?;
        if job.work_done() {
            self.finish(&job)?;
        }
        Ok(())
    }

    fn send(&mut self, job: &Job) -> Result<()> {
        let spares = &self.course.spares;
        let mut buffer = |room| spares.take(room);
        match self.builder.seal_into(job.files.id, job.key, &job.recipient, &mut buffer)? {
            Some(sealed) => {
                self.course.share.seal(sealed.bytes.len());
                self.out.room.take(sealed.bytes.len());
                self.out.sealed.send(sealed).map_err(|_| Error::Interrupted)
            }
            None => Ok(()),
        }
    }

    fn store(&mut self, job: &Job, chunk: &[u8]) -> Result<ChunkName> {
        let name = job.names.name(chunk);
        if job.is_new(name) {
            self.builder.add(name, chunk)?;
            if self.builder.is_full() {
                self.send(job)?;
            }
        }
        Ok(name)
    }

    fn small_file(&mut self, job: &Job, number: usize) -> Result<()> {
        let (Some(seen), Some(plan)) = (job.files.entries.get(number), job.files.plans.get(number))
        else {
            return Ok(());
        };
        let reused = matches!(plan, Treatment::Reuse).then(|| job.known(seen)).flatten();
        if let Some(content) = reused {
            let metadata = job.files.folder.metadata(seen);
            job.settle(number, Outcome::Taken(content, metadata, None));
            return Ok(());
        }
        let mut bytes = std::mem::take(&mut self.bytes);
        let mut others = Vec::new();
        match read_whole(job, seen, self.course, &mut bytes) {
            Ok((metadata, is_as_seen)) => {
                let content = self.content(job, seen, &bytes)?;
                let look = Some(Nature::of(&bytes));
                job.settle(number, Outcome::Taken(content, metadata, look));
                self.advance(bytes.len());
                if !is_as_seen && seen.links > 1 {
                    // Its further names still stand for the file that was seen.
                    others = job.further_names(number);
                }
            }
            Err(cause) => set_aside(job, number, cause, self.course.observer),
        }
        self.bytes = bytes;
        others.into_iter().try_for_each(|other| self.small_file(job, other))
    }

    fn advance(&self, bytes: usize) {
        self.course.share.advance(bytes);
        self.course.observer.on(Event::Advanced { bytes: bytes as u64 });
    }

    fn content(&mut self, job: &Job, seen: &Seen, bytes: &[u8]) -> Result<Content> {
        let sizes = chunker::sizes_for(seen.path.as_bytes());
        let mut chunks = Vec::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            let whole = chunks.is_empty() && rest.len() <= sizes.bytes_max;
            let cut = if whole { rest.len() } else { chunker::first_cut(rest, sizes, job.cut) };
            let (chunk, after) = rest.split_at_checked(cut).unwrap_or((rest, &[]));
            chunks.push(self.store(job, chunk)?);
            rest = after;
        }
        let hash = hash::content_hash(bytes);
        Ok(Content { size_bytes: bytes.len() as u64, hash, chunks, extents: None })
    }

    fn piece(&mut self, job: &Job, file: &LargeFile, piece: &Piece) -> Result<()> {
        let mut rest = piece.bytes.as_slice();
        let mut names = Vec::with_capacity(piece.cuts.len());
        for cut in &piece.cuts {
            let (chunk, after) = rest.split_at_checked(*cut).unwrap_or((rest, &[]));
            names.push(self.store(job, chunk)?);
            rest = after;
        }
        file.put(piece.first_chunk, &names);
        self.advance(piece.bytes.len());
        Ok(())
    }

    /// The last stroke of a record: its inventory, stored as chunks of the record itself.
    fn finish(&mut self, job: &Job) -> Result<()> {
        let now = self.course.now;
        let (mut names, mut lines) = (Vec::new(), zeroize::Zeroizing::new(Vec::new()));
        let is_fresh = |seen: &Seen| fresh(seen, now);
        let inventory = job.inventory(is_fresh, &mut |entry| {
            add_line(&mut lines, entry)?;
            // Only as much waits as the next cut must see.
            while lines.len() > limits::CHUNK_BYTES_MAX {
                let cut = chunker::first_cut(&lines, chunker::COARSE, job.cut);
                names.push(self.store(job, lines.get(..cut).unwrap_or_default())?);
                lines.drain(..cut);
            }
            Ok(())
        })?;
        while !lines.is_empty() {
            let is_whole = names.is_empty();
            let cut = chunker::first_cut(&lines, chunker::COARSE, job.cut);
            let cut = if is_whole { lines.len() } else { cut };
            names.push(self.store(job, lines.get(..cut).unwrap_or_default())?);
            lines.drain(..cut);
        }
        self.send(job)?;
        let files = &job.files;
        let done = Done {
            record: files.id,
            source: files.source,
            name: files.name.clone(),
            class: files.class.clone(),
            key: job.key,
            fingerprint: files.fingerprint,
            inventory: names,
            cache: self.course.shelf.put(state::pack_cache(&inventory.cache)?),
            files: inventory.files,
            bytes: inventory.bytes,
            newest: inventory.newest,
            content: inventory.content,
            new_files: inventory.new_files,
            new_bytes: inventory.new_bytes,
            known_files: inventory.cache.len() as u64,
            changed_files: inventory.changed_files,
            weighed_files: inventory.weighed_files,
            spoiled_files: inventory.spoiled_files,
            has_problems: inventory.entries != files.entries.len() || inventory.set_aside > 0,
            missed: inventory.missed,
        };
        self.out.done.send(done).map_err(|_| Error::Interrupted)
    }
}

fn add_line(lines: &mut Vec<u8>, entry: &InventoryEntry) -> Result<()> {
    serde_json::to_writer(&mut *lines, entry).map_err(|cause| Error::Io {
        action: Action::Write,
        path: std::path::PathBuf::new(),
        source: cause.into(),
    })?;
    lines.push(b'\n');
    Ok(())
}

/// Reads a small file's bytes, all of one moment. Answers as well whether it is the file that the scan saw,
/// and not one that took its name since.
fn read_whole(
    job: &Job,
    seen: &Seen,
    course: &Course<'_>,
    bytes: &mut Vec<u8>,
) -> Result<(Metadata, bool), ProblemCause> {
    let read = |file: OpenFile, bytes: &mut Vec<u8>| {
        read_once(&file, bytes)?;
        course.note(&file);
        Ok((file.metadata(), file.is(seen)))
    };
    let mut last = ProblemCause::Changing;
    for _ in 0..TRIES {
        match job.open(seen).and_then(|file| read(file, bytes)) {
            Ok(done) => return Ok(done),
            Err(cause) => last = cause,
        }
        if !matches!(last, ProblemCause::Changing | ProblemCause::Unreadable) {
            break;
        }
    }
    let pictured = job.open_pictured(seen, last);
    pictured.and_then(|file| read(file, bytes).ok()).ok_or(last)
}

fn read_once(file: &OpenFile, bytes: &mut Vec<u8>) -> Result<(), ProblemCause> {
    let size_bytes = file.version().size_bytes;
    bytes.clear();
    bytes.resize(usize::try_from(size_bytes.min(GROWN_BYTES_MAX)).unwrap_or(0), 0);
    fill(file, bytes)?;
    let is_whole = file.is_whole() && bytes.len() as u64 == size_bytes;
    is_whole.then_some(()).ok_or(ProblemCause::Changing)
}

/// Reads from the beginning until `bytes` are full.
fn fill(file: &OpenFile, bytes: &mut [u8]) -> Result<(), ProblemCause> {
    let mut at = 0;
    while let Some(rest) = bytes.get_mut(at..).filter(|rest| !rest.is_empty()) {
        match file.read_at(rest, at as u64) {
            Ok(0) => return Err(ProblemCause::Changing),
            Ok(got) => at += got,
            Err(cause) if cause.kind() == std::io::ErrorKind::Interrupted => {}
            Err(cause) => return Err(cause_of(&cause)),
        }
    }
    Ok(())
}
