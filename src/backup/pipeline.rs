//! The pipeline of one section: reader and workers make segments, one writer fills packs in order.

use std::sync::Mutex;

use crossbeam_channel::{bounded, unbounded};

use crate::backup::checkpoint::NewKey;
use crate::backup::read_back::Written;
use crate::backup::record::RecordFiles;
use crate::backup::run::Run;
use crate::backup::scan::Scan;
use crate::backup::work::{Alarm, Copied, Done, Outlets, Work};
use crate::backup::writer::Writer;
use crate::backup::{reader, worker};
use crate::error::{Error, KeyTrouble, Result};
use crate::event::{Counting, Observer};
use crate::vault::{Sealed, SectionWriter};

/// Threads that read, compress and seal; more than cores, because reading waits.
const WORKERS_MIN: usize = 4;
const WORKERS_MAX: usize = 12;

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
    let done = if scan.changed.is_empty() {
        Vec::new()
    } else {
        pipeline(run, section, scan.changed, &keys, written, &counted)?
    };
    Ok(Copied {
        section: scan.section,
        unchanged: scan.unchanged,
        done,
        problems: counted.problems(),
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
            vec![scope.spawn(move || {
                reader::read_all(changed, section, keys, &work_in, alarm, observer)
            })];
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
