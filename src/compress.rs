//! zstd, and only here: blocks and documents in, frames out, and never more back than was announced.

use std::cell::RefCell;

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

    /// Appends one frame that holds `block`, and answers its length. Incompressible blocks cost
    /// next to no time and a few bytes: they stand in the frame as they are.
    ///
    /// # Errors
    /// When zstd refuses, which means memory ran out.
    pub fn frame(&mut self, block: &[u8], frames: &mut Vec<u8>) -> std::io::Result<usize> {
        let before = frames.len();
        if self.looks_incompressible(block)? {
            raw_frame(block, frames);
        } else {
            frames.reserve(zstd::zstd_safe::compress_bound(block.len()));
            let mut end = std::io::Cursor::new(std::mem::take(frames));
            end.set_position(before as u64);
            let done = self.normal.compress_to_buffer(block, &mut end);
            *frames = end.into_inner();
            done?;
        }
        Ok(frames.len() - before)
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
        self.scratch.clear();
        self.scratch.reserve(zstd::zstd_safe::compress_bound(sample.len()));
        let shrunk = self.probe.compress_to_buffer(&sample, &mut self.scratch)?;
        Ok(shrunk * 100 > sample.len() * 98)
    }
}

/// A frame of stored blocks (RFC 8878, 3.1.1): magic number, a header that says nothing but the
/// length, and the bytes in portions, each with its length.
fn raw_frame(block: &[u8], frames: &mut Vec<u8>) {
    /// A single segment, its length in four bytes.
    const DESCRIPTOR: u8 = 0b1010_0000;
    const PORTION_BYTES_MAX: usize = 128 * 1024;
    frames.reserve(block.len() + 16 + 3 * (block.len() / PORTION_BYTES_MAX));
    frames.extend_from_slice(&zstd::zstd_safe::MAGICNUMBER.to_le_bytes());
    frames.push(DESCRIPTOR);
    frames.extend_from_slice(&u32::try_from(block.len()).unwrap_or(u32::MAX).to_le_bytes());
    let mut portions = block.chunks(PORTION_BYTES_MAX).peekable();
    while let Some(portion) = portions.next() {
        let is_last = u32::from(portions.peek().is_none());
        let header = u32::try_from(portion.len()).unwrap_or(u32::MAX) << 3 | is_last;
        let [low, middle, high, _] = header.to_le_bytes();
        frames.extend_from_slice(&[low, middle, high]);
        frames.extend_from_slice(portion);
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
    KEPT.with_borrow_mut(|kept| {
        let kept = match kept {
            Some(kept) => kept,
            None => kept.insert(Compressor::new(LEVEL)?),
        };
        let mut frame = kept.compress(document)?;
        // It has room for a document that does not shrink, and many are kept.
        frame.shrink_to_fit();
        Ok(frame)
    })
}

thread_local! {
    /// A context takes longer to make than most documents take to shrink.
    static KEPT: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    static KEPT_BACK: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
}

/// What [`shrink`] was given, which may be as long as `bytes_max`. For what this computer wrote
/// itself; [`expand`] takes whatever others may have written.
///
/// # Errors
/// When it is not one frame that tells its length, or is longer.
pub fn expand_own(frame: &[u8], bytes_max: usize) -> Result<Vec<u8>, FrameError> {
    let bytes = zstd::zstd_safe::get_frame_content_size(frame).ok().flatten();
    let bytes = bytes.and_then(|bytes| usize::try_from(bytes).ok());
    let bytes = bytes.filter(|bytes| *bytes <= bytes_max).ok_or(FrameError)?;
    KEPT_BACK.with_borrow_mut(|kept| {
        let kept = match kept {
            Some(kept) => kept,
            None => kept.insert(Decompressor::new().map_err(|_| FrameError)?),
        };
        let document = kept.decompress(frame, bytes).map_err(|_| FrameError)?;
        if document.len() == bytes { Ok(document) } else { Err(FrameError) }
    })
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
        let mut frame = Vec::new();
        assert_eq!(shrinker.frame(&block, &mut frame).unwrap(), frame.len());
        assert!(frame.len() < block.len() / 10);
        let mut expander = Expander::new().unwrap();
        assert_eq!(expander.block(&frame, block.len()).unwrap(), block);
        assert_eq!(expander.block(&frame, block.len() - 1), Err(FrameError));
        assert_eq!(expander.block(&frame, block.len() + 1), Err(FrameError));
        assert_eq!(expander.block(b"not a frame", 10), Err(FrameError));
    }

    #[test]
    fn what_does_not_shrink_stands_in_its_frame_as_it_is() {
        let mut noise = vec![0; 1_000_003];
        let mut state = 7_u64;
        for byte in &mut noise {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            *byte = (state >> 56) as u8;
        }
        let mut frames = b"before".to_vec();
        let length = Shrinker::new().unwrap().frame(&noise, &mut frames).unwrap();
        assert!(length < noise.len() + 64 && frames.len() == length + 6);
        assert_eq!(Expander::new().unwrap().block(&frames[6..], noise.len()).unwrap(), noise);
        assert_eq!(expand(&frames[6..], noise.len()).unwrap(), noise);
    }

    #[test]
    fn a_bomb_is_stopped_at_its_limit() {
        let bomb = shrink(&vec![0; 10 << 20]).unwrap();
        assert_eq!(expand(&bomb, 1 << 20), Err(FrameError));
        assert_eq!(expand(&bomb, 10 << 20).unwrap().len(), 10 << 20);
    }
}
