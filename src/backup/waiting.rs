//! Records between the scan and their turn, packed small.

use crate::backup::record::{RecordFiles, Treatment};
use crate::error::Result;
use crate::guard::FileLook;
use crate::id::ChunkName;
use crate::source::Seen;
use crate::state::{self, Caches, FileCache};

/// A record that waits for its turn. All of a first backup wait at once, so each takes little room.
pub(super) struct Waiting {
    /// The record, without what is packed.
    pub head: RecordFiles,
    files: Vec<u8>,
    suspects: Vec<u8>,
    stored: Vec<ChunkName>,
    /// Suspects of which it can be told whether they were made unreadable.
    pub weighable: usize,
}

impl RecordFiles {
    /// Makes itself small; its cache can be read again.
    pub(super) fn wait(mut self) -> Result<Waiting> {
        let files = (std::mem::take(&mut self.entries), std::mem::take(&mut self.plans));
        let files = state::pack(&files)?;
        let suspects = std::mem::take(&mut self.suspects);
        let weighable = suspects.iter().filter(|(_, before)| before.nature.can_spoil()).count();
        let suspects = state::pack(&suspects)?;
        self.cache = FileCache::new();
        let stored = std::mem::take(&mut self.stored).into_iter().collect();
        Ok(Waiting { head: self, files, suspects, stored, weighable })
    }
}

impl Waiting {
    /// What the scan saw of it.
    pub(super) fn entries(&self) -> Vec<Seen> {
        self.files().0
    }

    /// Its files that changed or got another name, by number, and what they were before.
    pub(super) fn suspects(&self) -> Vec<(usize, FileLook)> {
        state::unpack(&self.suspects).unwrap_or_default()
    }

    fn files(&self) -> (Vec<Seen>, Vec<Treatment>) {
        state::unpack(&self.files).unwrap_or_default()
    }

    /// Its turn has come.
    pub(super) fn begin(self, caches: &Caches) -> Result<RecordFiles> {
        let ((entries, plans), suspects) = (self.files(), self.suspects());
        let row = self.head.key.as_ref().map(|key| key.row);
        let cache = row.map_or_else(|| Ok(FileCache::new()), |row| caches.of(row))?;
        let stored = self.stored.into_iter().collect();
        Ok(RecordFiles { entries, plans, cache, stored, suspects, ..self.head })
    }
}
