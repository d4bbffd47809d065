//! The pipeline of one section: reader and workers make segments, one writer fills packs in order.

use std::sync::Mutex;
use std::sync::atomic::AtomicU64;

use crossbeam_channel::{bounded, unbounded};

use crate::backup::checkpoint::NewKey;
use crate::backup::read_back::Written;
use crate::backup::reader::{self, Way};
use crate::backup::run::Run;
use crate::backup::scan::Scan;
use crate::backup::waiting::Waiting;
use crate::backup::work::{Alarm, Copied, Course, Done, Outlets, Room, Share, Spares, Work};
use crate::backup::worker;
use crate::backup::writer::Writer;
use crate::error::{Error, KeyTrouble, Result};
use crate::event::{Counting, Observer};
use crate::vault::{Sealed, SectionWriter};

/// Threads that read, compress and seal; more than cores, because reading waits.
const WORKERS_MIN: usize = 4;
const WORKERS_MAX: usize = 12;

/// Pieces of work that wait for whoever takes them next.
const QUEUE: usize = 3;

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
    let counted = Counting::new(observer);
    let (done, with_streams) = if scan.changed.is_empty() {
        (Vec::new(), 0)
    } else {
        let course = Course {
            alarm: Alarm::default(),
            share: Share::of(scan.changed_bytes),
            spares: Spares::default(),
            shelf: run.state.shelf(),
            now: run.now,
            observer: &counted,
            with_streams: AtomicU64::new(0),
        };
        let done = pipeline(run, section, scan.changed, &keys, written, &course)?;
        (done, course.with_streams.into_inner())
    };
    let mut unsaved = scan.unsaved;
    unsaved.missed.extend(done.iter().flat_map(|done: &Done| &done.missed));
    Ok(Copied {
        section: scan.section,
        unchanged: scan.unchanged,
        done,
        problems: counted.problems(),
        with_streams,
        met: scan.met,
        unsaved,
    })
}

fn pipeline(
    run: &mut Run<'_>,
    section: &SectionWriter,
    changed: Vec<Waiting>,
    keys: &Mutex<Vec<NewKey>>,
    written: &mut Written,
    course: &Course<'_>,
) -> Result<Vec<Done>> {
    let workers = std::thread::available_parallelism().map_or(2, usize::from) * 2;
    let workers = workers.clamp(WORKERS_MIN, WORKERS_MAX);
    let (work_in, work_out) = bounded::<Work>(QUEUE);
    let (sealed_in, sealed_out) = unbounded::<Sealed>();
    let room = Room::default();
    let (done_in, done_out) = unbounded::<Done>();
    let caches = run.state.caches()?;
    let mut writer = Writer::new(run, section, keys, written, course);
    std::thread::scope(|scope| {
        let mut threads = vec![scope.spawn(move || {
            let way = Way { to: &work_in, course };
            reader::read_all(changed, section, keys, &caches, way)
        })];
        for _ in 0..workers {
            let (inbox, out) = (
                work_out.clone(),
                Outlets { sealed: sealed_in.clone(), done: done_in.clone(), room: &room },
            );
            threads.push(scope.spawn(move || worker::work(&inbox, &out, course)));
        }
        drop((work_out, sealed_in, done_in));
        let wrote = writer.take_all(&sealed_out, &room);
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
