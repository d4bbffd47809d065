//! Carries out a plan: one thread reads segments in order, others open them and write.

use std::collections::HashSet;
use std::thread;

use crossbeam_channel::{Receiver, Sender};

use crate::browse::View;
use crate::destination::{Destination, Setback};
use crate::error::{Damage, Error, Problem, ProblemCause, Result};
use crate::event::{Event, Observer, Step};
use crate::format::entry::Metadata;
use crate::format::names;
use crate::restore::output::Output;
use crate::restore::plan::{RestorePlan, Want};
use crate::restore::{RestoreSummary, schedule};
use crate::tree_path::{TreePath, unescape};
use crate::vault::{SegmentReader, Vault};

/// Threads that open segments at most: one drive cannot feed more.
const WORKERS_MAX: usize = 4;
/// Segments that wait between the reader and the workers.
const QUEUE_SEGMENTS: usize = 2;

/// A segment's bytes and what is wanted of it.
struct Job<'a> {
    wants: &'a [Want],
    bytes: Result<Vec<u8>, Damage>,
}

impl RestorePlan {
    /// Brings the plan's files into `to`. `views` are those it was made from.
    ///
    /// # Errors
    /// `Interrupted`; when the drive cannot be read, or the target is full, read-only or gone.
    /// Files finished before stay, no other is left behind. Damage of single objects is no error.
    pub fn execute(
        self,
        vault: &Vault<'_>,
        views: &[View<'_>],
        to: &Destination,
        observer: &dyn Observer,
    ) -> Result<RestoreSummary> {
        observer.on(Event::Step { step: Step::Restore, total_bytes: Some(self.data_bytes) });
        let output = Output::new(to, observer, self.items, &self.wants);
        for problem in self.problems {
            output.report(problem);
        }
        make_folders(&output, to, self.folders)?;
        output.leave(&self.stays);
        output.skip_what_is_there();
        output.finish_empty();
        output.check()?;
        let context = Context { vault, views, output: &output, observer };
        let mut left = self.wants;
        left.retain(|want| output.waits(want.file));
        schedule::sort(&mut left, views);
        while !left.is_empty() {
            let (now, later) =
                schedule::split(left, context.output.len(), schedule::OPEN_FILES_MAX);
            context.write_all(&now);
            output.check()?;
            left = later;
        }
        make_links(&output, to, self.links)?;
        make_symlinks(&output, to, self.symlinks)?;
        for problem in to.finish_folders() {
            output.report(problem);
        }
        to.sync()?;
        Ok(RestoreSummary { skipped_forgotten: self.skipped_forgotten, ..output.summary() })
    }
}

fn make_folders(
    output: &Output<'_>,
    to: &Destination,
    mut folders: Vec<(TreePath, Metadata)>,
) -> Result<()> {
    folders.sort_by(|(one, _), (other, _)| one.cmp(other));
    for (path, metadata) in folders {
        output.settle(&path, to.folder(&path, &metadata));
        output.check()?;
    }
    Ok(())
}

/// A further name of a file that did not come back is lost for the same reason.
fn make_links(
    output: &Output<'_>,
    to: &Destination,
    links: Vec<(TreePath, TreePath)>,
) -> Result<()> {
    let damaged = |problem: &&Problem| problem.cause == ProblemCause::DamagedContent;
    let lost: HashSet<_> =
        output.problems().iter().filter(damaged).map(|problem| problem.path.clone()).collect();
    for (path, first) in links {
        let done = if lost.contains(&first) {
            Err(Setback::Problem(ProblemCause::DamagedContent))
        } else {
            to.hard_link(&path, &first)
        };
        if output.settle(&path, done) {
            output.count_link();
        }
        output.check()?;
    }
    Ok(())
}

fn make_symlinks(
    output: &Output<'_>,
    to: &Destination,
    links: Vec<(TreePath, String, Metadata)>,
) -> Result<()> {
    for (path, text, metadata) in links {
        let done = match unescape(&text) {
            Some(target) => to.symlink(&path, &target, &metadata),
            None => Err(Setback::Problem(ProblemCause::BadName)),
        };
        output.settle(&path, done);
        output.check()?;
    }
    Ok(())
}

#[derive(Clone, Copy)]
struct Context<'a> {
    vault: &'a Vault<'a>,
    views: &'a [View<'a>],
    output: &'a Output<'a>,
    observer: &'a dyn Observer,
}

impl Context<'_> {
    fn write_all(&self, wants: &[Want]) {
        // More than processors: whoever makes a file waits for the file system.
        let workers = thread::available_parallelism().map_or(2, usize::from) * 2;
        let workers = workers.min(WORKERS_MAX);
        let (sender, receiver) = crossbeam_channel::bounded(QUEUE_SEGMENTS);
        thread::scope(|scope| {
            for _ in 0..workers {
                let jobs = receiver.clone();
                scope.spawn(move || self.work(&jobs));
            }
            drop(receiver);
            self.read(wants, &sender);
            drop(sender);
        });
    }

    /// Reads the segments in order, until the end or until somebody stops.
    fn read<'a>(&self, wants: &'a [Want], jobs: &Sender<Job<'a>>) {
        for group in wants.chunk_by(schedule::same_segment) {
            if !self.output.goes_on() {
                return;
            }
            let bytes = match self.read_segment(group) {
                Ok(bytes) => Ok(bytes),
                Err(Error::Damaged { damage, .. }) => Err(damage),
                Err(other) => return self.output.stop(other),
            };
            if jobs.send(Job { wants: group, bytes }).is_err() {
                return;
            }
        }
    }

    fn read_segment(&self, group: &[Want]) -> Result<Vec<u8>> {
        let nowhere = || Error::damaged(&names::vault_json(), Damage::Missing);
        let want = group.first().ok_or_else(nowhere)?;
        let view = self.views.get(want.view as usize).ok_or_else(nowhere)?;
        let (pack, line) = view.contents.segment(want.place).ok_or_else(nowhere)?;
        self.vault.storage.read(&names::pack(pack.pack), line.at, line.bytes as usize)
    }

    fn work(&self, jobs: &Receiver<Job<'_>>) {
        let readers: Result<Vec<_>> =
            self.views.iter().map(|view| SegmentReader::new(view.section)).collect();
        let mut readers = match readers {
            Ok(readers) => readers,
            Err(error) => return self.output.stop(error),
        };
        for job in jobs {
            if !self.output.goes_on() {
                continue;
            }
            let Some(first) = job.wants.first() else { continue };
            let Some(reader) = readers.get_mut(first.view as usize) else { continue };
            if let Err(error) = self.write_segment(reader, &job) {
                self.output.stop(error);
            }
        }
    }

    /// Writes what is wanted of one segment. Damage is reported and costs the files concerned.
    fn write_segment(&self, reader: &mut SegmentReader<'_>, job: &Job<'_>) -> Result<()> {
        let Some(first) = job.wants.first() else { return Ok(()) };
        let Some(view) = self.views.get(first.view as usize) else { return Ok(()) };
        let Some((pack, line)) = view.contents.segment(first.place) else { return Ok(()) };
        let object = names::pack(pack.pack);
        let damaged = |damage: Damage, wants: &[Want]| {
            let files = Some(self.output.give_up(wants));
            self.observer.on(Event::Finding { object: object.as_str(), damage, files });
        };
        let opened = match &job.bytes {
            Ok(bytes) => reader.open(pack, line, bytes),
            Err(damage) => Err(Error::damaged(&object, *damage)),
        };
        let segment = match opened {
            Err(Error::Damaged { damage, .. }) => {
                damaged(damage, job.wants);
                return Ok(());
            }
            other => other?,
        };
        for block in job.wants.chunk_by(|one, other| one.place.block == other.place.block) {
            let Some(number) = block.first().map(|want| want.place.block as usize) else {
                continue;
            };
            let mut rest = block;
            let done = reader.block(&segment, number, &mut deliver(self.output, &mut rest));
            match done {
                Err(Error::Damaged { damage, .. }) => damaged(damage, rest),
                Ok(()) if !rest.is_empty() => damaged(Damage::Malformed, rest),
                other => other?,
            }
        }
        Ok(())
    }
}

/// Hands each chunk of a block to those who want it; `rest` are those still waiting, in order.
fn deliver<'a>(
    output: &'a Output<'_>,
    rest: &'a mut &[Want],
) -> impl FnMut(crate::id::ChunkName, &[u8]) -> Result<()> + 'a {
    let mut offset = 0;
    move |_, chunk| {
        while let Some((want, others)) = rest.split_first() {
            let is_here = want.place.offset == offset && want.place.bytes as usize == chunk.len();
            if !is_here {
                break;
            }
            output.put(want, chunk);
            *rest = others;
        }
        offset += u32::try_from(chunk.len()).unwrap_or(u32::MAX);
        Ok(())
    }
}
