//! What the files of an erased year were called and how long they were, as keyed hashes.
//!
//! A year is told by the dates of its files. Copied back, they get the date of today and would pass for files of
//! this year: only their paths still tell what they are.

use std::collections::{BTreeMap, HashMap};

use crate::crypto::hash::NamingSecret;
use crate::error::Result;
use crate::id::{RecordId, SourceId};
use crate::state::State;
use crate::state::named::ERASED_FILES;

/// The files of one erased record: keyed hash of the path, and length in bytes.
type Files = Vec<([u8; 16], u64)>;

/// The files of erased records of one source.
#[derive(Debug, Clone, Default)]
pub struct ErasedFiles(Vec<(RecordId, HashMap<[u8; 16], u64>)>);

impl ErasedFiles {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The erased record that had a file of this path and length.
    #[must_use]
    pub fn record_of(
        &self,
        naming: &NamingSecret,
        path: &[u8],
        size_bytes: u64,
    ) -> Option<RecordId> {
        let had = |(record, files): &&(RecordId, HashMap<[u8; 16], u64>)| {
            files.get(&naming.path_tag(*record, path)) == Some(&size_bytes)
        };
        self.0.iter().find(had).map(|(record, _)| *record)
    }
}

impl State {
    /// Remembers the files of a record of that source, which is about to be forgotten. What a first call took
    /// note of stays: a second one finds nothing any more.
    ///
    /// # Errors
    /// `State`.
    pub fn note_erased_files(&mut self, record: RecordId, source: SourceId) -> Result<()> {
        let Some(row) = self.record_row(record)? else { return Ok(()) };
        let files = self.file_cache(row)?.into_iter();
        let files: Files = files.map(|(tag, file)| (tag, file.size_bytes)).collect();
        match files.is_empty() {
            true => Ok(()),
            false => self.set_item(ERASED_FILES, &record.hex(), &(source.to_string(), files)),
        }
    }

    /// The files of erased records, by source.
    ///
    /// # Errors
    /// `State`.
    pub fn erased_files(&self) -> Result<BTreeMap<String, ErasedFiles>> {
        let forgotten = self.forgotten()?;
        let mut found: BTreeMap<String, ErasedFiles> = BTreeMap::new();
        for (record, (source, files)) in self.items::<(String, Files)>(ERASED_FILES)? {
            let record = record.parse().ok().filter(|record| forgotten.contains(record));
            if let Some(record) = record {
                let of_source = found.entry(source).or_default();
                of_source.0.push((record, files.into_iter().collect()));
            }
        }
        Ok(found)
    }
}
