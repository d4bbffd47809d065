//! The writer: fills packs in order, puts them on the drive, and makes checkpoints.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crossbeam_channel::Receiver;

use crate::backup::checkpoint::{self, NewKey};
use crate::backup::read_back::Written;
use crate::backup::run::Run;
use crate::backup::work::Alarm;
use crate::error::Result;
use crate::format::documents::PackLine;
use crate::format::names;
use crate::vault::{PackBuilder, Sealed, SectionWriter};

/// Packs between two checkpoints at most: what an interrupted run can lose.
const CHECKPOINT_PACKS: usize = 16;
/// Time between two checkpoints at most.
const CHECKPOINT_TIME: Duration = Duration::from_secs(60);
/// Fills packs, puts them, and makes checkpoints.
pub(super) struct Writer<'a, 'r> {
    run: &'a mut Run<'r>,
    section: &'a SectionWriter,
    keys: &'a Mutex<Vec<NewKey>>,
    written: &'a mut Written,
    pack: PackBuilder,
    waiting: Vec<PackLine>,
    last_checkpoint: Instant,
}

impl<'a, 'r> Writer<'a, 'r> {
    pub(super) fn new(
        run: &'a mut Run<'r>,
        section: &'a SectionWriter,
        keys: &'a Mutex<Vec<NewKey>>,
        written: &'a mut Written,
    ) -> Self {
        Self {
            run,
            section,
            keys,
            written,
            pack: PackBuilder::new(),
            waiting: Vec::new(),
            last_checkpoint: Instant::now(),
        }
    }

    /// Takes every segment, then makes the last checkpoint. After its own first failure it writes
    /// nothing more, but keeps the channel empty so that the others can stop.
    pub(super) fn take_all(&mut self, from: &Receiver<Sealed>, alarm: &Alarm) -> Result<()> {
        let mut outcome = Ok(());
        for sealed in from {
            if outcome.is_ok() {
                outcome = self.add(sealed);
                if outcome.is_err() {
                    alarm.raise();
                }
            }
        }
        outcome?;
        self.close_pack()?;
        self.checkpoint()
    }

    fn add(&mut self, sealed: Sealed) -> Result<()> {
        if !self.pack.has_room_for(&sealed) {
            self.close_pack()?;
            let is_time = self.last_checkpoint.elapsed() >= CHECKPOINT_TIME;
            if self.waiting.len() >= CHECKPOINT_PACKS || is_time {
                self.checkpoint()?;
            }
        }
        self.pack.add(sealed);
        Ok(())
    }

    fn close_pack(&mut self) -> Result<()> {
        let vault = self.run.vault;
        let Some((line, bytes)) = self.pack.finish(vault.id) else { return Ok(()) };
        self.run.state.begin_pack(self.run.drive.row, line.pack)?;
        vault.storage.put(&names::pack(line.pack), bytes)?;
        self.written.pack(line.pack, line.bytes);
        self.waiting.push(line);
        self.pack.clear();
        Ok(())
    }

    fn checkpoint(&mut self) -> Result<()> {
        let keys = std::mem::take(&mut *self.keys.lock().unwrap_or_else(PoisonError::into_inner));
        let packs = std::mem::take(&mut self.waiting);
        self.last_checkpoint = Instant::now();
        checkpoint::make(self.run, self.section, keys, &packs, self.written)
    }
}
