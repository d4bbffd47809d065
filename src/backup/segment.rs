//! Chunks of one record become blocks, frames, and a sealed segment.

use std::io::Write;
use std::sync::Arc;

use crate::backup::record::Job;
use crate::compress::Shrinker;
use crate::crypto::Envelope;
use crate::error::{Action, Error, Result};
use crate::format::documents::{BlockLine, SegmentLine};
use crate::id::ChunkName;
use crate::limits;

/// A finished segment, not yet in a pack.
pub(super) struct Sealed {
    pub bytes: Vec<u8>,
    pub line: SegmentLine,
}

/// Collects the new chunks of one record. One per thread; used for one record after another.
pub(super) struct Builder {
    shrinker: Shrinker,
    block: Vec<u8>,
    chunks: Vec<(ChunkName, u32)>,
    frames: Vec<u8>,
    blocks: Vec<BlockLine>,
    raw_bytes: usize,
}

impl Builder {
    pub(super) fn new() -> Result<Self> {
        Ok(Self {
            shrinker: Shrinker::new().map_err(out_of_memory)?,
            block: Vec::with_capacity(limits::BLOCK_BYTES_MAX),
            chunks: Vec::new(),
            frames: Vec::new(),
            blocks: Vec::new(),
            raw_bytes: 0,
        })
    }

    /// Adds a chunk; closes its block when that is full.
    pub(super) fn add(&mut self, name: ChunkName, chunk: &[u8]) -> Result<()> {
        self.block.extend_from_slice(chunk);
        self.chunks.push((name, u32::try_from(chunk.len()).unwrap_or(u32::MAX)));
        self.raw_bytes += chunk.len();
        if self.block.len() >= limits::BLOCK_BYTES_TARGET { self.close_block() } else { Ok(()) }
    }

    /// Whether the segment should be sealed before more is added.
    pub(super) const fn is_full(&self) -> bool {
        self.raw_bytes >= limits::SEGMENT_SOURCE_BYTES_TARGET
    }

    fn close_block(&mut self) -> Result<()> {
        if self.block.is_empty() {
            return Ok(());
        }
        let frame = self.shrinker.frame(&self.block).map_err(out_of_memory)?;
        self.frames.extend_from_slice(frame);
        let frame = u32::try_from(frame.len()).unwrap_or(u32::MAX);
        self.blocks.push(BlockLine { frame, chunks: std::mem::take(&mut self.chunks) });
        self.block.clear();
        Ok(())
    }

    /// Seals what was collected, to the record's key; nothing when nothing was new.
    pub(super) fn seal(&mut self, job: &Arc<Job>) -> Result<Option<Sealed>> {
        self.close_block()?;
        if self.blocks.is_empty() {
            return Ok(None);
        }
        let out = Vec::with_capacity(self.frames.len() + self.frames.len() / 2048 + 1024);
        let mut sealer = Envelope::to(&job.recipient)?.around(out).map_err(out_of_memory)?;
        sealer.write_all(&self.frames).map_err(out_of_memory)?;
        let bytes = sealer.finish().map_err(out_of_memory)?;
        self.frames.clear();
        self.raw_bytes = 0;
        let line = SegmentLine {
            at: 0,
            bytes: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
            record: job.files.id,
            key: job.key,
            blocks: std::mem::take(&mut self.blocks),
        };
        Ok(Some(Sealed { bytes, line }))
    }
}

fn out_of_memory(source: std::io::Error) -> Error {
    Error::Io { action: Action::Write, path: std::path::PathBuf::new(), source }
}
