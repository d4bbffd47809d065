//! The writer: fills packs in order, puts them on the drive, and makes checkpoints.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crossbeam_channel::Receiver;

use crate::backup::checkpoint::{self, NewKey};
use crate::backup::read_back::Written;
use crate::backup::run::Run;
use crate::backup::work::{Course, Room};
use crate::error::Result;
use crate::format::documents::PackLine;
use crate::format::names;
use crate::limits;
use crate::vault::{PackBuilder, Sealed, SectionWriter};

/// Bytes between two checkpoints at most: what an interrupted run can lose.
const CHECKPOINT_BYTES: u64 = 512 * 1024 * 1024;
/// Chunks between two checkpoints at most: more would make an index that takes much memory.
const CHECKPOINT_CHUNKS: usize = 65_536;
/// Time between two checkpoints at most.
const CHECKPOINT_TIME: Duration = Duration::from_secs(60);
/// Fills packs, puts them, and makes checkpoints.
pub(super) struct Writer<'a, 'r> {
    run: &'a mut Run<'r>,
    section: &'a SectionWriter,
    keys: &'a Mutex<Vec<NewKey>>,
    written: &'a mut Written,
    pack: PackBuilder,
    course: &'a Course<'a>,
    waiting: Vec<PackLine>,
    last_checkpoint: Instant,
}

impl<'a, 'r> Writer<'a, 'r> {
    pub(super) fn new(
        run: &'a mut Run<'r>,
        section: &'a SectionWriter,
        keys: &'a Mutex<Vec<NewKey>>,
        written: &'a mut Written,
        course: &'a Course<'a>,
    ) -> Self {
        Self {
            run,
            section,
            keys,
            written,
            pack: PackBuilder::new(),
            course,
            waiting: Vec::new(),
            last_checkpoint: Instant::now(),
        }
    }

    /// Takes every segment, then makes the last checkpoint. After its own first failure it writes
    /// nothing more, but keeps the channel empty so that the others can stop.
    pub(super) fn take_all(&mut self, from: &Receiver<Sealed>, room: &Room) -> Result<()> {
        let mut outcome = Ok(());
        for sealed in from {
            room.give(sealed.bytes.len());
            if outcome.is_ok() {
                outcome = self.add(sealed);
                if outcome.is_err() {
                    self.course.alarm.raise();
                }
            }
        }
        outcome?;
        self.close_pack()?;
        self.checkpoint()
    }

    fn add(&mut self, sealed: Sealed) -> Result<()> {
        // Packs of one length, and enough of them, are what parity costs least for.
        self.pack.aim_at(self.course.share.foreseen() / limits::PACKS_OF_A_BACKUP);
        if !self.pack.has_room_for(&sealed) {
            self.close_pack()?;
            if self.is_time() {
                self.checkpoint()?;
            }
        }
        self.course.spares.give(self.pack.add(sealed));
        Ok(())
    }

    fn is_time(&self) -> bool {
        let bytes: u64 = self.waiting.iter().map(|line| line.bytes).sum();
        let segments = self.waiting.iter().flat_map(|line| &line.segments);
        let blocks = segments.flat_map(|segment| &segment.blocks);
        let chunks: usize = blocks.map(|block| block.chunks.len()).sum();
        bytes >= CHECKPOINT_BYTES
            || chunks >= CHECKPOINT_CHUNKS
            || self.last_checkpoint.elapsed() >= CHECKPOINT_TIME
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
