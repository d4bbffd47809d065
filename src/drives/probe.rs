//! Does a stick store as much as it says? Blocks of random bytes, spread over its free room, are
//! written, synced and read back past the cache.
//!
//! Counterfeit sticks report a size they do not have: what is written beyond it vanishes or lands on
//! what was written before. Room between the blocks is set aside without being written, so the test
//! costs 16 MiB whatever the size. Where a file system cannot set room aside (exFAT, macOS,
//! Windows), filling the whole drive would be the only way, and the test is left out. It proves
//! nothing about what is not free, and a stick with a large cache may still pass.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::crypto::hash;
use crate::error::{DriveTrouble, Error, Result};
use crate::format::entry::ContentHash;
use crate::platform;

/// Blocks that are written.
const BLOCKS: u64 = 16;
/// Length of each, in bytes.
const BLOCK_BYTES: usize = 1024 * 1024;
/// Room that is left alone, in bytes.
const SPARE_BYTES: u64 = 64 * 1024 * 1024;
/// Files that set room aside stay below the limit of FAT, in bytes.
const FILLER_BYTES_MAX: u64 = 3 * 1024 * 1024 * 1024;
/// How the files of the test are called; whatever has such a name is removed.
const PREFIX: &str = ".probe-";

/// Whether a drive was seen to store what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Probe {
    /// Not tried: not a stick, or the file system does not allow it.
    #[default]
    Skipped,
    /// Blocks spread over so many bytes came back as written.
    Good {
        /// Bytes between the first block and the last.
        spread_bytes: u64,
    },
}

/// Tests the drive through its vault folder.
///
/// # Errors
/// `Drive` with `FakeCapacity` when a block does not come back, `Failing` when one cannot be written.
pub(super) fn run(folder: &Path) -> Result<Probe> {
    let free = platform::free_bytes(folder).unwrap_or(0);
    let answer = match spread(folder, free.saturating_sub(SPARE_BYTES)) {
        Ok(Some((blocks, spread_bytes))) if all_there(&blocks) => Ok(Probe::Good { spread_bytes }),
        Ok(Some(_)) => Err(Error::drive(DriveTrouble::FakeCapacity)),
        Ok(None) => Ok(Probe::Skipped),
        Err(_) => Err(Error::drive(DriveTrouble::Failing)),
    };
    clean(folder).map_err(|_| Error::drive(DriveTrouble::Failing))?;
    answer
}

struct Block {
    path: PathBuf,
    hash: ContentHash,
}

/// Writes the blocks, and tells how far apart; nothing where that is not possible.
fn spread(folder: &Path, room_bytes: u64) -> io::Result<Option<(Vec<Block>, u64)>> {
    let stretch = room_bytes / BLOCKS;
    let block_bytes = BLOCK_BYTES as u64;
    if stretch < 2 * block_bytes {
        return Ok(None);
    }
    clean(folder)?;
    let mut blocks = Vec::new();
    for number in 0..BLOCKS {
        match set_aside(folder, number, stretch - block_bytes) {
            Err(cause) if cause.kind() == io::ErrorKind::Unsupported => return Ok(None),
            Err(cause) if cause.kind() == io::ErrorKind::StorageFull => break,
            other => other?,
        }
        blocks.push(write_block(folder, number)?);
    }
    platform::sync_folder(folder)?;
    let spread_bytes = stretch.saturating_mul(blocks.len() as u64);
    Ok((!blocks.is_empty()).then_some((blocks, spread_bytes)))
}

fn set_aside(folder: &Path, number: u64, bytes: u64) -> io::Result<()> {
    let mut left = bytes;
    for part in 0_u32.. {
        if left == 0 {
            break;
        }
        let length = left.min(FILLER_BYTES_MAX);
        let file = File::create_new(folder.join(format!("{PREFIX}{number}-{part}")))?;
        platform::reserve(&file, length)?;
        left -= length;
    }
    Ok(())
}

fn write_block(folder: &Path, number: u64) -> io::Result<Block> {
    let path = folder.join(format!("{PREFIX}{number}"));
    let bytes = hash::noise(BLOCK_BYTES);
    let file = File::create_new(&path)?;
    platform::write_all_at(&file, &bytes, 0)?;
    file.sync_all()?;
    Ok(Block { path, hash: hash::content_hash(&bytes) })
}

fn all_there(blocks: &[Block]) -> bool {
    blocks.iter().all(|block| read_back(&block.path).is_ok_and(|found| found == block.hash))
}

fn read_back(path: &Path) -> io::Result<ContentHash> {
    let mut file = File::open(path)?;
    let _advice = platform::drop_from_cache(&file);
    let mut bytes = Vec::with_capacity(BLOCK_BYTES);
    io::Read::read_to_end(&mut file, &mut bytes)?;
    Ok(hash::content_hash(&bytes))
}

fn clean(folder: &Path) -> io::Result<()> {
    for entry in folder.read_dir()? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(PREFIX) {
            std::fs::remove_file(entry.path())?;
        }
    }
    platform::sync_folder(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where room can be set aside; elsewhere there is nothing to test.
    #[expect(clippy::print_stderr, reason = "a test says aloud what it skips")]
    fn spread_in(folder: &Path) -> Option<Vec<Block>> {
        let found = spread(folder, 64 * BLOCK_BYTES as u64).unwrap();
        if found.is_none() {
            eprintln!("skipped: this file system cannot set room aside");
        }
        found.map(|(blocks, bytes)| {
            assert_eq!(bytes, 64 * BLOCK_BYTES as u64);
            blocks
        })
    }

    #[test]
    fn a_drive_that_keeps_its_blocks_passes_and_is_left_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("other"), b"x").unwrap();
        let Some(blocks) = spread_in(folder.path()) else { return };
        assert_eq!(blocks.len() as u64, BLOCKS);
        assert!(all_there(&blocks));
        clean(folder.path()).unwrap();
        assert_eq!(folder.path().read_dir().unwrap().count(), 1);
    }

    #[test]
    fn a_block_that_another_one_landed_on_gives_the_drive_away() {
        let folder = tempfile::tempdir().unwrap();
        let Some(blocks) = spread_in(folder.path()) else { return };
        std::fs::copy(&blocks[9].path, &blocks[1].path).unwrap();
        assert!(!all_there(&blocks));
    }

    #[test]
    fn a_drive_with_hardly_any_room_is_not_tested() {
        let folder = tempfile::tempdir().unwrap();
        assert!(spread(folder.path(), 5 * BLOCK_BYTES as u64).unwrap().is_none());
    }
}
