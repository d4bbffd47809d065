//! Fetching a few chunks at random, for inventories: the last segments stay open.

use std::collections::HashMap;

use crate::error::{Damage, Error, Result};
use crate::format::names;
use crate::id::{ChunkName, PackId};
use crate::vault::contents::{ChunkPlace, Contents};
use crate::vault::packs::{Segment, SegmentReader};
use crate::vault::{SectionReader, Vault};

/// Chunks of recently opened blocks are kept until they take this many bytes.
const KEPT_BYTES_MAX: usize = 32 * 1024 * 1024;

/// Reads chunks by name.
pub struct Fetcher<'a> {
    vault: Vault<'a>,
    contents: &'a Contents,
    reader: SegmentReader<'a>,
    /// The segment opened last, by its pack and place: its next block is often wanted next.
    open: Option<(PackId, u64, Segment<'a>)>,
    kept: HashMap<ChunkName, Vec<u8>>,
    kept_bytes: usize,
}

impl<'a> Fetcher<'a> {
    /// A fetcher for one section.
    ///
    /// # Errors
    /// When memory for decompression cannot be had.
    pub fn new(
        vault: Vault<'a>,
        section: &'a SectionReader,
        contents: &'a Contents,
    ) -> Result<Self> {
        let reader = SegmentReader::new(section)?;
        Ok(Self { vault, contents, reader, open: None, kept: HashMap::new(), kept_bytes: 0 })
    }

    /// The bytes of one chunk.
    ///
    /// # Errors
    /// `Damaged`; a chunk no index knows is `Missing` in the index folder.
    pub fn chunk(&mut self, name: ChunkName) -> Result<Vec<u8>> {
        if let Some(bytes) = self.kept.get(&name) {
            return Ok(bytes.clone());
        }
        self.open_block(name)?;
        self.kept.get(&name).cloned().ok_or_else(|| missing(self.contents))
    }

    /// The concatenation of chunks, which may have `bytes_max` bytes in all.
    ///
    /// # Errors
    /// As [`Fetcher::chunk`], and `TooLarge`.
    pub fn joined(&mut self, names: &[ChunkName], bytes_max: usize) -> Result<Vec<u8>> {
        let mut all = Vec::new();
        for name in names {
            let bytes = self.chunk(*name)?;
            if all.len() + bytes.len() > bytes_max {
                return Err(Error::damaged(&names::vault_json(), Damage::TooLarge));
            }
            all.extend_from_slice(&bytes);
        }
        Ok(all)
    }

    fn open_block(&mut self, name: ChunkName) -> Result<()> {
        let place = self.contents.place(&name).ok_or_else(|| missing(self.contents))?;
        self.open_segment(place)?;
        let Some((_, _, segment)) = &self.open else { return Err(missing(self.contents)) };
        if self.kept_bytes > KEPT_BYTES_MAX {
            self.kept.clear();
            self.kept_bytes = 0;
        }
        let (kept, kept_bytes) = (&mut self.kept, &mut self.kept_bytes);
        self.reader.block(segment, place.block as usize, &mut |name, chunk| {
            *kept_bytes += chunk.len();
            kept.insert(name, chunk.to_vec());
            Ok(())
        })
    }

    fn open_segment(&mut self, place: ChunkPlace) -> Result<()> {
        let (pack, line) = self.contents.segment(place).ok_or_else(|| missing(self.contents))?;
        if self.open.as_ref().is_some_and(|(open, at, _)| (*open, *at) == (pack.pack, line.at)) {
            return Ok(());
        }
        let bytes =
            self.vault.storage.read(&names::pack(pack.pack), line.at, line.bytes as usize)?;
        self.open = Some((pack.pack, line.at, self.reader.open(pack, line, &bytes)?));
        Ok(())
    }
}

/// A chunk that no readable index names.
fn missing(contents: &Contents) -> Error {
    let (object, damage) =
        contents.damaged.first().cloned().unwrap_or_else(|| (names::vault_json(), Damage::Missing));
    Error::damaged(&object, damage)
}
