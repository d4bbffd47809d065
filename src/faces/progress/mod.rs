//! How a long operation goes, in figures and in words. Who shows them decides how.

pub(crate) mod estimate;
pub(crate) mod tracker;

use refuge::event::{Event, Step};

use crate::faces::{Catalog, explain::problem_line, fl, safe, units};
use tracker::Tracker;

/// More problems than this are only counted; the summary gives the number.
const PROBLEM_LINES_MAX: u64 = 20;

/// What must not get lost among the figures.
pub(crate) struct Notable {
    pub(crate) line: String,
    pub(crate) is_warning: bool,
}

/// The step's name for people.
pub(crate) fn step_name(words: &Catalog, step: Step) -> String {
    match step {
        Step::Recover => fl!(words, "step-recover"),
        Step::Settle => fl!(words, "step-settle"),
        Step::Scan => fl!(words, "step-scan"),
        Step::Copy => fl!(words, "step-copy"),
        Step::Commit => fl!(words, "step-commit"),
        Step::ReadBack => fl!(words, "step-read-back"),
        Step::Read => fl!(words, "step-read"),
        Step::Restore => fl!(words, "step-restore"),
        Step::Compare => fl!(words, "step-compare"),
        Step::Parity => fl!(words, "step-parity"),
        Step::Wipe => fl!(words, "step-wipe"),
        Step::Repair => fl!(words, "step-repair"),
        Step::Eject => fl!(words, "step-eject"),
    }
}

/// How far the step is: counts, or bytes with percentage and estimate.
pub(crate) fn state(words: &Catalog, tracker: &Tracker) -> String {
    if tracker.step() == Some(Step::Scan) {
        return scanned(words, tracker);
    }
    let language = words.language();
    let Some((total, percent)) = tracker.total().zip(tracker.percent()) else {
        let is_known = tracker.done > 0;
        return if is_known { units::bytes(language, tracker.done) } else { String::new() };
    };
    // What was expected is an estimate where a step reads more than it must.
    let done = units::bytes(language, tracker.done.min(total));
    let total = units::bytes(language, total);
    let amount =
        fl!(words, "progress-of", done = done, total = total, percent = percent.to_string());
    match tracker.seconds_left() {
        Some(seconds) => format!("{amount}   {}", units::estimate(words, seconds)),
        None => amount,
    }
}

pub(crate) fn scanned(words: &Catalog, tracker: &Tracker) -> String {
    let scanned = tracker.scanned;
    fl!(
        words,
        "progress-scanned",
        files = scanned.files,
        changed = scanned.changed_files,
        size = units::bytes(words.language(), scanned.changed_bytes)
    )
}

/// Said before a first backup that takes its time.
pub(crate) fn long_first(words: &Catalog, bytes: u64, seconds: u64) -> String {
    let (time, size) = (units::estimate(words, seconds), units::bytes(words.language(), bytes));
    fl!(words, "progress-first", time = time, size = size)
}

/// Said once: the cause is often a cable.
pub(crate) fn slower(words: &Catalog, own: u64, usual: u64) -> String {
    let language = words.language();
    fl!(
        words,
        "progress-slow",
        own = units::bytes(language, own),
        usual = units::bytes(language, usual)
    )
}

/// A page or a script that somebody else put on a drive.
pub(crate) fn strange_page(words: &Catalog, drive: &str, page: &str, is_back: bool) -> String {
    let drive = safe(drive);
    match is_back {
        true => fl!(words, "drive-page-replaced", page = page, drive = drive),
        false => fl!(words, "drive-page-strange", page = page, drive = drive),
    }
}

/// A line for what must not get lost among the others. What is damaged is told by the result, in words that
/// help; names of objects are for `--json`.
pub(crate) fn notable(
    words: &Catalog,
    tracker: &Tracker,
    event: &Event<'_>,
    names: bool,
) -> Option<Notable> {
    match event {
        Event::Problem(problem) if tracker.tally().problems <= PROBLEM_LINES_MAX => {
            Some(Notable { line: problem_line(words, problem, names), is_warning: true })
        }
        Event::Recovered { adopted_bytes } => {
            let size = units::bytes(words.language(), *adopted_bytes);
            let line = fl!(words, "progress-recovered", size = size);
            Some(Notable { line, is_warning: false })
        }
        Event::StrangePage { drive, page, is_back } => {
            let line = strange_page(words, drive, page, *is_back);
            Some(Notable { line, is_warning: true })
        }
        Event::Tight { new_bytes, free_bytes } => {
            let [new, free] =
                [new_bytes, free_bytes].map(|bytes| units::bytes(words.language(), *bytes));
            let line = fl!(words, "progress-tight", new = new, free = free);
            Some(Notable { line, is_warning: true })
        }
        _ => None,
    }
}
