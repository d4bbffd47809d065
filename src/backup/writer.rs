//! The pipeline of one section: reader and workers make segments, one writer fills packs in order.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};

use crate::backup::checkpoint::{self, NewKey};
use crate::backup::read_back::Written;
use crate::backup::record::{Job, RecordFiles};
use crate::backup::scan::Scan;
use crate::backup::worker::{self, Done, Outlets, Work};
use crate::backup::{Alarm, Run, feed};
use crate::crypto::hash;
use crate::crypto::{Identity, Recipient};
use crate::error::{Error, KeyTrouble, Result};
use crate::event::Observer;
use crate::format::documents::{PackLine, RecordLine};
use crate::format::layout;
use crate::id::{KeyId, SectionId};
use crate::vault::{PackBuilder, Sealed, SectionWriter};

/// Packs between two checkpoints at most: what an interrupted run can lose.
const CHECKPOINT_PACKS: usize = 16;
/// Time between two checkpoints at most.
const CHECKPOINT_TIME: Duration = Duration::from_secs(60);
/// Threads that read, compress and seal; more than cores, because reading waits.
const WORKERS_MIN: usize = 4;
const WORKERS_MAX: usize = 12;

/// A section whose data is on the drive and only wants its manifest.
pub(super) struct Copied {
    pub section: SectionId,
    pub unchanged: Vec<RecordLine>,
    pub done: Vec<Done>,
    pub problems: u64,
    pub met: Vec<(String, u64)>,
}

/// Copies what a scan found changed.
pub(super) fn copy(
    run: &mut Run<'_>,
    scan: Scan,
    written: &mut Written,
    observer: &dyn Observer,
) -> Result<Copied> {
    let section = run.sections.iter().find(|section| section.id == scan.section);
    let section = section.ok_or(Error::Key(KeyTrouble::OpensNothing))?;
    let keys = Mutex::new(Vec::new());
    let counted = Counting { inner: observer, problems: std::sync::atomic::AtomicU64::new(0) };
    let done = if scan.changed.is_empty() {
        Vec::new()
    } else {
        pipeline(run, section, scan.changed, &keys, written, &counted)?
    };
    Ok(Copied {
        section: scan.section,
        unchanged: scan.unchanged,
        done,
        problems: counted.problems.into_inner(),
        met: scan.met,
    })
}

fn pipeline(
    run: &mut Run<'_>,
    section: &SectionWriter,
    changed: Vec<RecordFiles>,
    keys: &Mutex<Vec<NewKey>>,
    written: &mut Written,
    observer: &dyn Observer,
) -> Result<Vec<Done>> {
    let workers = std::thread::available_parallelism().map_or(2, usize::from) * 2;
    let workers = workers.clamp(WORKERS_MIN, WORKERS_MAX);
    let (work_in, work_out) = bounded::<Work>(workers);
    let (sealed_in, sealed_out) = bounded::<Sealed>(workers);
    let (done_in, done_out) = unbounded::<Done>();
    let (alarm, now) = (Alarm::default(), run.now);
    let mut writer = Writer::new(run, section, keys, written);
    std::thread::scope(|scope| {
        let alarm = &alarm;
        let mut threads =
            vec![scope.spawn(move || read_all(changed, section, keys, &work_in, alarm, observer))];
        for _ in 0..workers {
            let (inbox, out) =
                (work_out.clone(), Outlets { sealed: sealed_in.clone(), done: done_in.clone() });
            threads.push(scope.spawn(move || worker::work(&inbox, &out, now, alarm, observer)));
        }
        drop((work_out, sealed_in, done_in));
        let wrote = writer.take_all(&sealed_out, alarm);
        drop(sealed_out);
        let outcomes: Vec<_> =
            threads.into_iter().map(std::thread::ScopedJoinHandle::join).collect();
        // The first cause counts: that others were interrupted is only its consequence.
        wrote?;
        let mut failures: Vec<Error> = outcomes.into_iter().filter_map(failure_of).collect();
        failures.sort_by_key(|failure| matches!(failure, Error::Interrupted));
        failures.into_iter().next().map_or(Ok(()), Err)
    })?;
    Ok(done_out.into_iter().collect())
}

fn failure_of(outcome: std::thread::Result<Result<()>>) -> Option<Error> {
    match outcome {
        Ok(result) => result.err(),
        Err(_) => Some(Error::Interrupted),
    }
}

/// The reader's whole life: records one after the other, a new key for each that has none.
fn read_all(
    changed: Vec<RecordFiles>,
    section: &SectionWriter,
    keys: &Mutex<Vec<NewKey>>,
    to: &Sender<Work>,
    alarm: &Alarm,
    observer: &dyn Observer,
) -> Result<()> {
    for files in changed {
        let started = start(files, section, keys)?;
        let fed = feed::feed(&started, to, alarm, observer);
        if let Err(failure) = fed {
            if !matches!(failure, Error::Interrupted) {
                alarm.raise();
            }
            return Err(failure);
        }
    }
    Ok(())
}

fn start(
    files: RecordFiles,
    section: &SectionWriter,
    keys: &Mutex<Vec<NewKey>>,
) -> Result<Arc<Job>> {
    let (key, recipient) = match &files.key {
        Some(known) => (known.key, known.recipient.parse::<Recipient>()?),
        None => {
            let identity = Identity::generate();
            let recipient = identity.to_recipient().ok_or(Error::Key(KeyTrouble::NotARecipient))?;
            let key = KeyId(hash::random_id());
            let new = NewKey { record: files.id, key, recipient: recipient.to_string(), identity };
            keys.lock().unwrap_or_else(PoisonError::into_inner).push(new);
            (key, recipient)
        }
    };
    Ok(Arc::new(Job::new(files, &section.naming, key, recipient)))
}

/// Fills packs, puts them, and makes checkpoints.
struct Writer<'a, 'r> {
    run: &'a mut Run<'r>,
    section: &'a SectionWriter,
    keys: &'a Mutex<Vec<NewKey>>,
    written: &'a mut Written,
    pack: PackBuilder,
    waiting: Vec<PackLine>,
    last_checkpoint: Instant,
}

impl<'a, 'r> Writer<'a, 'r> {
    fn new(
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
    fn take_all(&mut self, from: &Receiver<Sealed>, alarm: &Alarm) -> Result<()> {
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
        vault.storage.put(&layout::pack(line.pack), bytes)?;
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

/// Counts the problems that pass by.
struct Counting<'a> {
    inner: &'a dyn Observer,
    problems: std::sync::atomic::AtomicU64,
}

impl Observer for Counting<'_> {
    fn on(&self, event: crate::event::Event<'_>) {
        if matches!(event, crate::event::Event::Problem(_)) {
            self.problems.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        }
        self.inner.on(event);
    }

    fn stop_requested(&self) -> bool {
        self.inner.stop_requested()
    }
}

/// Rows of records by id, after all checkpoints.
pub(super) fn rows(
    run: &Run<'_>,
    section: SectionId,
) -> Result<HashMap<crate::id::RecordId, crate::state::RecordKey>> {
    run.state.record_keys(section)
}
