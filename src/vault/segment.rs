//! Chunks of one record become blocks, frames, and a sealed segment.

use std::io::Write;

use crate::compress::Shrinker;
use crate::crypto::{Envelope, Recipient};
use crate::error::{Action, Error, Result};
use crate::format::documents::{BlockLine, SegmentLine};
use crate::id::{ChunkName, KeyId, RecordId};
use crate::limits;

/// A finished segment, not yet in a pack.
pub struct Sealed {
    /// One age file.
    pub bytes: Vec<u8>,
    /// What an index says of it; where it lies is not known yet.
    pub line: SegmentLine,
}

/// Collects chunks of one record. One per thread; used for one record after another.
pub struct SegmentBuilder {
    shrinker: Shrinker,
    block: Vec<u8>,
    chunks: Vec<(ChunkName, u32)>,
    frames: Vec<u8>,
    blocks: Vec<BlockLine>,
    raw_bytes: usize,
}

impl SegmentBuilder {
    /// An empty builder.
    ///
    /// # Errors
    /// When memory for compression cannot be had.
    pub fn new() -> Result<Self> {
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
    ///
    /// # Errors
    /// When memory ran out.
    pub fn add(&mut self, name: ChunkName, chunk: &[u8]) -> Result<()> {
        self.block.extend_from_slice(chunk);
        self.chunks.push((name, u32::try_from(chunk.len()).unwrap_or(u32::MAX)));
        self.raw_bytes += chunk.len();
        if self.block.len() >= limits::BLOCK_BYTES_TARGET { self.close_block() } else { Ok(()) }
    }

    /// Whether the segment should be sealed before more is added.
    #[must_use]
    pub const fn is_full(&self) -> bool {
        self.raw_bytes >= limits::SEGMENT_SOURCE_BYTES_TARGET
    }

    fn close_block(&mut self) -> Result<()> {
        if self.block.is_empty() {
            return Ok(());
        }
        let frame = self.shrinker.frame(&self.block, &mut self.frames).map_err(out_of_memory)?;
        let frame = u32::try_from(frame).unwrap_or(u32::MAX);
        self.blocks.push(BlockLine { frame, chunks: std::mem::take(&mut self.chunks) });
        self.block.clear();
        Ok(())
    }

    /// Seals what was collected to a key of the record; nothing when nothing was.
    ///
    /// # Errors
    /// When it cannot be sealed, or memory ran out.
    pub fn seal(&mut self, record: RecordId, key: KeyId, to: &Recipient) -> Result<Option<Sealed>> {
        self.seal_into(record, key, to, &mut Vec::with_capacity)
    }

    /// The same, in a buffer of that room which the caller finds.
    ///
    /// # Errors
    /// As [`SegmentBuilder::seal`].
    pub fn seal_into(
        &mut self,
        record: RecordId,
        key: KeyId,
        to: &Recipient,
        buffer: &mut dyn FnMut(usize) -> Vec<u8>,
    ) -> Result<Option<Sealed>> {
        self.close_block()?;
        if self.blocks.is_empty() {
            return Ok(None);
        }
        let out = buffer(self.frames.len() + self.frames.len() / 2048 + 1024);
        let mut sealer = Envelope::to(to)?.around(out).map_err(out_of_memory)?;
        sealer.write_all(&self.frames).map_err(out_of_memory)?;
        let bytes = sealer.finish().map_err(out_of_memory)?;
        self.frames.clear();
        self.raw_bytes = 0;
        let line = SegmentLine {
            at: 0,
            bytes: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
            record,
            key,
            blocks: std::mem::take(&mut self.blocks),
        };
        Ok(Some(Sealed { bytes, line }))
    }
}

fn out_of_memory(source: std::io::Error) -> Error {
    Error::Io { action: Action::Write, path: std::path::PathBuf::new(), source }
}
