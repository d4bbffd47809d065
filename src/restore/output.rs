//! The files while they are being written: each is finished with its last chunk, or given up whole.

use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::destination::{Brought, Destination, GivenUp, PartialFile, Setback};
use crate::error::{Error, Problem, ProblemCause, Result};
use crate::event::{Event, Observer};
use crate::restore::RestoreSummary;
use crate::restore::plan::{FileItem, Want};
use crate::tree_path::TreePath;

/// Everything that is written; used from several threads.
pub(super) struct Output<'a> {
    to: &'a Destination,
    observer: &'a dyn Observer,
    items: Vec<FileItem>,
    slots: Vec<Mutex<Slot>>,
    problems: Mutex<Vec<Problem>>,
    stopped: Mutex<Option<Error>>,
    files: AtomicU64,
    bytes: AtomicU64,
}

struct Slot {
    chunks_left: usize,
    state: State,
}

impl Slot {
    const fn is_waiting(&self) -> bool {
        matches!(self.state, State::Waiting)
    }
}

enum State {
    Waiting,
    Open(Arc<PartialFile>),
    Over,
}

/// A thread that died left one change undone at most.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<'a> Output<'a> {
    pub(super) fn new(
        to: &'a Destination,
        observer: &'a dyn Observer,
        items: Vec<FileItem>,
        wants: &[Want],
    ) -> Self {
        let mut chunks = vec![0; items.len()];
        for want in wants {
            if let Some(count) = chunks.get_mut(want.file as usize) {
                *count += 1;
            }
        }
        let slot = |chunks_left| Mutex::new(Slot { chunks_left, state: State::Waiting });
        Self {
            to,
            observer,
            items,
            slots: chunks.into_iter().map(slot).collect(),
            problems: Mutex::default(),
            stopped: Mutex::default(),
            files: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
        }
    }

    /// How many files there are.
    pub(super) fn len(&self) -> usize {
        self.items.len()
    }

    /// Ends everything with an error; the first one counts.
    pub(super) fn stop(&self, error: Error) {
        lock(&self.stopped).get_or_insert(error);
    }

    /// Whether to go on.
    pub(super) fn goes_on(&self) -> bool {
        if self.observer.stop_requested() {
            self.stop(Error::Interrupted);
        }
        lock(&self.stopped).is_none()
    }

    pub(super) fn check(&self) -> Result<()> {
        if self.goes_on() {
            return Ok(());
        }
        Err(lock(&self.stopped).take().unwrap_or(Error::Interrupted))
    }

    pub(super) fn report(&self, problem: Problem) {
        self.observer.on(Event::Problem(&problem));
        lock(&self.problems).push(problem);
    }

    /// Notes how a thing of the target went; answers whether it is there.
    pub(super) fn settle(&self, path: &TreePath, done: Result<GivenUp, Setback>) -> bool {
        match done {
            Ok(restored) => {
                for cause in restored.causes() {
                    self.report(Problem { path: path.clone(), cause });
                }
                true
            }
            Err(Setback::Problem(cause)) => {
                self.report(Problem { path: path.clone(), cause });
                false
            }
            Err(Setback::Stop(error)) => {
                self.stop(error);
                false
            }
        }
    }

    /// Gives up files in whose place something stands that is to stay. They are no problem, and count nowhere.
    pub(super) fn leave(&self, files: &HashSet<u32>) {
        for number in files {
            let number = *number as usize;
            let Some((item, slot)) = self.items.get(number).zip(self.slots.get(number)) else {
                continue;
            };
            lock(slot).state = State::Over;
            self.observer.on(Event::Advanced { bytes: item.layout.data_bytes });
        }
    }

    /// Counts what an earlier run of the same restore brought.
    pub(super) fn skip_what_is_there(&self) {
        for (item, slot) in self.items.iter().zip(&self.slots) {
            if !self.goes_on() {
                return;
            }
            let (size_bytes, hash) = (item.size_bytes, item.hash);
            let wanted = Brought { size_bytes, modified: item.metadata.modified, hash };
            if lock(slot).is_waiting() && self.to.is_there(&item.path, &wanted) {
                lock(slot).state = State::Over;
                self.observer.on(Event::Advanced { bytes: item.layout.data_bytes });
                self.count(item, Ok(GivenUp::default()));
            }
        }
    }

    /// Whether a file waits to be brought.
    pub(super) fn waits(&self, file: u32) -> bool {
        let slot = self.slots.get(file as usize);
        slot.is_some_and(|slot| lock(slot).is_waiting())
    }

    /// Brings the files that need no chunk.
    pub(super) fn finish_empty(&self) {
        for (item, slot) in self.items.iter().zip(&self.slots) {
            let needs_none = {
                let held = lock(slot);
                held.chunks_left == 0 && held.is_waiting()
            };
            if !needs_none || !self.goes_on() {
                continue;
            }
            lock(slot).state = State::Over;
            let done = self.begun(item).and_then(|file| file.finish(&item.metadata));
            self.count(item, done);
        }
    }

    /// Writes one chunk where it is wanted.
    pub(super) fn put(&self, want: &Want, chunk: &[u8]) {
        let number = want.file as usize;
        let (Some(item), Some(slot)) = (self.items.get(number), self.slots.get(number)) else {
            return;
        };
        if let Err(setback) = self.write(item, slot, want, chunk) {
            lock(slot).state = State::Over;
            self.settle(&item.path, Err(setback));
        }
    }

    fn write(
        &self,
        item: &FileItem,
        slot: &Mutex<Slot>,
        want: &Want,
        chunk: &[u8],
    ) -> Result<(), Setback> {
        let Some(file) = self.opened(item, slot)? else { return Ok(()) };
        item.layout.parts(want.joined_at, chunk, &mut |at, part| file.write_at(at, part))?;
        // Before counting: whoever counts the last chunk must be the last to hold the file.
        drop(file);
        self.observer.on(Event::Advanced { bytes: chunk.len() as u64 });
        let mut held = lock(slot);
        held.chunks_left = held.chunks_left.saturating_sub(1);
        if held.chunks_left > 0 {
            return Ok(());
        }
        let whole = std::mem::replace(&mut held.state, State::Over);
        drop(held);
        if let State::Open(file) = whole
            && let Some(file) = Arc::into_inner(file)
        {
            self.count(item, file.finish(&item.metadata));
        }
        Ok(())
    }

    /// The file, created with its first chunk; nothing when it was given up.
    fn opened(
        &self,
        item: &FileItem,
        slot: &Mutex<Slot>,
    ) -> Result<Option<Arc<PartialFile>>, Setback> {
        let mut held = lock(slot);
        match &held.state {
            State::Over => Ok(None),
            State::Open(file) => Ok(Some(Arc::clone(file))),
            State::Waiting => {
                let file = Arc::new(self.begun(item)?);
                held.state = State::Open(Arc::clone(&file));
                Ok(Some(file))
            }
        }
    }

    fn begun(&self, item: &FileItem) -> Result<PartialFile, Setback> {
        Ok(self.to.file(&item.path, item.size_bytes)?.expecting(item.hash))
    }

    fn count(&self, item: &FileItem, done: Result<GivenUp, Setback>) {
        if self.settle(&item.path, done) {
            self.files.fetch_add(1, Ordering::Relaxed);
            self.bytes.fetch_add(item.size_bytes, Ordering::Relaxed);
            if item.metadata.was_open {
                let cause = ProblemCause::WasOpen;
                self.report(Problem { path: item.path.clone(), cause });
            }
        }
    }

    /// Gives up the files of these wants; answers how many had not been given up before.
    pub(super) fn give_up(&self, wants: &[Want]) -> u64 {
        let mut given_up = 0;
        for want in wants {
            let number = want.file as usize;
            let (Some(item), Some(slot)) = (self.items.get(number), self.slots.get(number)) else {
                continue;
            };
            let before = std::mem::replace(&mut lock(slot).state, State::Over);
            if !matches!(before, State::Over) {
                given_up += 1;
                let cause = ProblemCause::DamagedContent;
                self.report(Problem { path: item.path.clone(), cause });
            }
        }
        given_up
    }

    /// A further name of a file counts as a file.
    pub(super) fn count_link(&self) {
        self.files.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn problems(&self) -> MutexGuard<'_, Vec<Problem>> {
        lock(&self.problems)
    }

    pub(super) fn summary(self) -> RestoreSummary {
        RestoreSummary {
            files: self.files.into_inner(),
            bytes: self.bytes.into_inner(),
            problems: self.problems.into_inner().unwrap_or_else(PoisonError::into_inner),
            ..RestoreSummary::default()
        }
    }
}
