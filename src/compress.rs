//! zstd, and only here: blocks and documents in, frames out, and never more back than was announced.

use zstd::bulk::{Compressor, Decompressor};

/// Compression level: the knee of ratio against speed (`docs/decisions.md`).
const LEVEL: i32 = 3;
/// Level that finds out cheaply whether a block compresses at all.
const PROBE_LEVEL: i32 = 1;
/// Bytes of each sample of a block.
const SAMPLE_BYTES: usize = 16 * 1024;
/// Largest window a frame from a drive may ask for, log2 of bytes.
const WINDOW_LOG_MAX: u32 = 24;

/// Bytes that are not one zstd frame, or expand to more than they may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a frame of the expected size")]
pub struct FrameError;

/// Turns blocks into frames; keeps its context from one block to the next. One per thread.
pub struct Shrinker {
    normal: Compressor<'static>,
    probe: Compressor<'static>,
    scratch: Vec<u8>,
}

impl Shrinker {
    /// A compressor at the project's level.
    ///
    /// # Errors
    /// When memory for its context cannot be had.
    pub fn new() -> std::io::Result<Self> {
        Ok(Self {
            normal: Compressor::new(LEVEL)?,
            probe: Compressor::new(PROBE_LEVEL)?,
            scratch: Vec::new(),
        })
    }

    /// One frame that holds `block`, valid until the next call. Incompressible blocks cost little
    /// time and a few bytes: zstd stores them raw inside the frame.
    ///
    /// # Errors
    /// When zstd refuses, which means memory ran out.
    pub fn frame(&mut self, block: &[u8]) -> std::io::Result<&[u8]> {
        self.scratch.clear();
        self.scratch.reserve(zstd::zstd_safe::compress_bound(block.len()));
        if self.looks_incompressible(block)? {
            self.probe.compress_to_buffer(block, &mut self.scratch)?;
        } else {
            self.normal.compress_to_buffer(block, &mut self.scratch)?;
        }
        Ok(&self.scratch)
    }

    /// Four samples at the fast level: when they hardly shrink, the slow level will not help.
    fn looks_incompressible(&mut self, block: &[u8]) -> std::io::Result<bool> {
        if block.len() < 8 * SAMPLE_BYTES {
            return Ok(false);
        }
        let stride = block.len() / 4;
        let mut sample = Vec::with_capacity(4 * SAMPLE_BYTES);
        for part in block.chunks(stride).take(4) {
            sample.extend_from_slice(part.get(..SAMPLE_BYTES).unwrap_or(part));
        }
        self.probe.compress_to_buffer(&sample, &mut self.scratch)?;
        let shrunk = self.scratch.len();
        self.scratch.clear();
        Ok(shrunk * 100 > sample.len() * 98)
    }
}

/// Turns frames back into blocks. One per thread.
pub struct Expander(Decompressor<'static>);

impl Expander {
    /// A decompressor that refuses frames with absurd windows.
    ///
    /// # Errors
    /// When memory for its context cannot be had.
    pub fn new() -> std::io::Result<Self> {
        let mut inner = Decompressor::new()?;
        inner.set_parameter(zstd::zstd_safe::DParameter::WindowLogMax(WINDOW_LOG_MAX))?;
        Ok(Self(inner))
    }

    /// The block of exactly `bytes` bytes that `frame` holds.
    ///
    /// # Errors
    /// When it is not such a frame. Never allocates more than `bytes`.
    pub fn block(&mut self, frame: &[u8], bytes: usize) -> Result<Vec<u8>, FrameError> {
        let block = self.0.decompress(frame, bytes).map_err(|_| FrameError)?;
        if block.len() == bytes { Ok(block) } else { Err(FrameError) }
    }
}

/// One frame that holds a whole document.
///
/// # Errors
/// When zstd refuses, which means memory ran out.
pub fn shrink(document: &[u8]) -> std::io::Result<Vec<u8>> {
    zstd::bulk::compress(document, LEVEL)
}

/// The document in `frames`, which may be as long as `bytes_max`.
///
/// # Errors
/// When these are not frames, or hold more than `bytes_max` bytes.
pub fn expand(frames: &[u8], bytes_max: usize) -> Result<Vec<u8>, FrameError> {
    use std::io::Read;
    let mut decoder = zstd::stream::read::Decoder::new(frames).map_err(|_| FrameError)?;
    decoder.window_log_max(WINDOW_LOG_MAX).map_err(|_| FrameError)?;
    let mut document = Vec::new();
    decoder.take(bytes_max as u64 + 1).read_to_end(&mut document).map_err(|_| FrameError)?;
    if document.len() > bytes_max { Err(FrameError) } else { Ok(document) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_comes_back_only_at_its_exact_size() {
        let block = b"tension 12/8, ".repeat(5_000);
        let mut shrinker = Shrinker::new().unwrap();
        let frame = shrinker.frame(&block).unwrap().to_vec();
        assert!(frame.len() < block.len() / 10);
        let mut expander = Expander::new().unwrap();
        assert_eq!(expander.block(&frame, block.len()).unwrap(), block);
        assert_eq!(expander.block(&frame, block.len() - 1), Err(FrameError));
        assert_eq!(expander.block(&frame, block.len() + 1), Err(FrameError));
        assert_eq!(expander.block(b"not a frame", 10), Err(FrameError));
    }

    #[test]
    fn a_bomb_is_stopped_at_its_limit() {
        let bomb = shrink(&vec![0; 10 << 20]).unwrap();
        assert_eq!(expand(&bomb, 1 << 20), Err(FrameError));
        assert_eq!(expand(&bomb, 10 << 20).unwrap().len(), 10 << 20);
    }
}
