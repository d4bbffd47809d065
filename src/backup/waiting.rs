//! Records between the scan and their turn, packed small.

use crate::backup::record::{RecordFiles, Treatment};
use crate::error::Result;
use crate::id::ChunkName;
use crate::source::Seen;
use crate::state::{self, Caches, FileCache};

/// A record that waits for its turn. All of a first backup wait at once, so each takes little room.
pub(super) struct Waiting {
    /// The record, without what is packed.
    pub head: RecordFiles,
    files: Vec<u8>,
    stored: Vec<ChunkName>,
}

impl RecordFiles {
    /// Makes itself small; its cache can be read again.
    pub(super) fn wait(mut self) -> Result<Waiting> {
        let files = (std::mem::take(&mut self.entries), std::mem::take(&mut self.plans));
        let files = state::pack(&files)?;
        self.cache = FileCache::new();
        let stored = std::mem::take(&mut self.stored).into_iter().collect();
        Ok(Waiting { head: self, files, stored })
    }
}

impl Waiting {
    /// What the scan saw of it.
    pub(super) fn entries(&self) -> Vec<Seen> {
        self.files().0
    }

    fn files(&self) -> (Vec<Seen>, Vec<Treatment>) {
        state::unpack(&self.files).unwrap_or_default()
    }

    /// Its turn has come.
    pub(super) fn begin(self, caches: &Caches) -> Result<RecordFiles> {
        let (entries, plans) = self.files();
        let row = self.head.key.as_ref().map(|key| key.row);
        let cache = row.map_or_else(|| Ok(FileCache::new()), |row| caches.of(row))?;
        let stored = self.stored.into_iter().collect();
        Ok(RecordFiles { entries, plans, cache, stored, ..self.head })
    }
}
