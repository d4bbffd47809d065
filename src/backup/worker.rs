//! The workers: read small files, name and seal, finish records. They share nothing but the record.

use std::io::Read;
use std::sync::Arc;

use crossbeam_channel::Receiver;

use crate::backup::record::{
    Inventory, Job, LargeFile, Outcome, Treatment, cause_of, fresh, set_aside,
};
use crate::backup::work::{Alarm, Done, Outlets, Piece, Work};
use crate::chunker;
use crate::crypto::hash;
use crate::error::{Action, Error, ProblemCause, Result};
use crate::event::{Event, Observer};
use crate::format::entry::{Content, Metadata};
use crate::guard::Nature;
use crate::id::ChunkName;
use crate::limits;
use crate::source::Seen;
use crate::state;
use crate::vault::SegmentBuilder;

/// How often a small file that changes under our hands is read again.
const TRIES: usize = 3;

/// A worker's whole life.
pub(super) fn work(
    inbox: &Receiver<Work>,
    out: &Outlets,
    now: jiff::Timestamp,
    alarm: &Alarm,
    observer: &dyn Observer,
) -> Result<()> {
    let mut worker = Worker { builder: SegmentBuilder::new()?, out, now, observer };
    for work in inbox {
        if alarm.is_raised() {
            continue;
        }
        if let Err(failure) = worker.take(work) {
            alarm.raise();
            return Err(failure);
        }
    }
    Ok(())
}

struct Worker<'a> {
    builder: SegmentBuilder,
    out: &'a Outlets,
    now: jiff::Timestamp,
    observer: &'a dyn Observer,
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
                job
            }
            Work::Finish(job) => job,
        };
        // What this thread made must be on its way before another may finish the record.
        self.send(&job)?;
        if job.work_done() {
            self.finish(job)?;
        }
        Ok(())
    }

    fn send(&mut self, job: &Arc<Job>) -> Result<()> {
        match self.builder.seal(job.files.id, job.key, &job.recipient)? {
            Some(sealed) => self.out.sealed.send(sealed).map_err(|_| Error::Interrupted),
            None => Ok(()),
        }
    }

    fn store(&mut self, job: &Arc<Job>, chunk: &[u8]) -> Result<ChunkName> {
        let name = job.names.name(chunk);
        if job.is_new(name) {
            self.builder.add(name, chunk)?;
            if self.builder.is_full() {
                self.send(job)?;
            }
        }
        Ok(name)
    }

    fn small_file(&mut self, job: &Arc<Job>, number: usize) -> Result<()> {
        let (Some(seen), Some(plan)) = (job.files.entries.get(number), job.files.plans.get(number))
        else {
            return Ok(());
        };
        if let Treatment::Reuse(content) = plan {
            let metadata = job.files.folder.metadata(seen);
            job.settle(number, Outcome::Taken(content.clone(), metadata, None));
            return Ok(());
        }
        match read_whole(job, seen) {
            Ok((bytes, metadata)) => {
                let content = self.content(job, seen, &bytes)?;
                let look = Some(Nature::of(&bytes));
                job.settle(number, Outcome::Taken(content, metadata, look));
                self.observer.on(Event::Advanced { bytes: bytes.len() as u64 });
            }
            Err(cause) => set_aside(job, number, cause, self.observer),
        }
        Ok(())
    }

    fn content(&mut self, job: &Arc<Job>, seen: &Seen, bytes: &[u8]) -> Result<Content> {
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

    fn piece(&mut self, job: &Arc<Job>, file: &LargeFile, piece: &Piece) -> Result<()> {
        let mut rest = piece.bytes.as_slice();
        let mut names = Vec::with_capacity(piece.cuts.len());
        for cut in &piece.cuts {
            let (chunk, after) = rest.split_at_checked(*cut).unwrap_or((rest, &[]));
            names.push(self.store(job, chunk)?);
            rest = after;
        }
        file.put(piece.first_chunk, &names);
        self.observer.on(Event::Advanced { bytes: piece.bytes.len() as u64 });
        Ok(())
    }

    /// The last stroke of a record: its inventory, stored as chunks of the record itself.
    fn finish(&mut self, job: Arc<Job>) -> Result<()> {
        let now = self.now;
        let inventory = job.inventory(|seen| fresh(seen, now));
        let lines = lines_of(&inventory)?;
        let mut names = Vec::new();
        let mut rest = lines.as_slice();
        while !rest.is_empty() {
            let whole = names.is_empty() && rest.len() <= limits::CHUNK_BYTES_MAX;
            let cut =
                if whole { rest.len() } else { chunker::first_cut(rest, chunker::COARSE, job.cut) };
            let (chunk, after) = rest.split_at_checked(cut).unwrap_or((rest, &[]));
            names.push(self.store(&job, chunk)?);
            rest = after;
        }
        self.send(&job)?;
        let listed = job.files.entries.len();
        let done = Done {
            inventory: names,
            cache: state::pack_cache(&inventory.cache)?,
            files: inventory.files,
            bytes: inventory.bytes,
            newest: inventory.newest,
            new_files: inventory.new_files,
            new_bytes: inventory.new_bytes,
            known_files: inventory.cache.len() as u64,
            changed_files: inventory.changed_files,
            weighed_files: inventory.weighed_files,
            spoiled_files: inventory.spoiled_files,
            has_problems: inventory.entries.len() != listed
                || inventory.files != inventory.cache.len() as u64,
            job,
        };
        self.out.done.send(done).map_err(|_| Error::Interrupted)
    }
}

fn lines_of(inventory: &Inventory) -> Result<zeroize::Zeroizing<Vec<u8>>> {
    let mut lines = zeroize::Zeroizing::new(Vec::new());
    for entry in &inventory.entries {
        serde_json::to_writer(&mut *lines, entry).map_err(|cause| Error::Io {
            action: Action::Write,
            path: std::path::PathBuf::new(),
            source: cause.into(),
        })?;
        lines.push(b'\n');
    }
    Ok(lines)
}

/// A small file's bytes, all of one moment.
fn read_whole(job: &Job, seen: &Seen) -> Result<(Vec<u8>, Metadata), ProblemCause> {
    let mut last = ProblemCause::Changing;
    for _ in 0..TRIES {
        let mut file = job.files.folder.open_file(seen)?;
        let version = file.version();
        let mut bytes = Vec::with_capacity(usize::try_from(version.size_bytes).unwrap_or(0) + 1);
        let limit = limits::SEGMENT_SOURCE_BYTES_TARGET as u64;
        if let Err(cause) = (&mut file).take(limit).read_to_end(&mut bytes) {
            last = cause_of(&cause);
            continue;
        }
        if file.stat_again()? == version && bytes.len() as u64 == version.size_bytes {
            return Ok((bytes, file.metadata()));
        }
    }
    Err(last)
}
