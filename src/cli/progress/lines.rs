//! Plain lines for logs and pipes: one per step, then one every minute or every tenth.

use std::time::Duration;

use refuge::event::{Event, Step};

use super::{Show, Tracker, Voice, title};
use crate::cli::{Catalog, explain::problem_line, fl, safe, units};

/// More problems than this are only counted; the summary gives the number.
pub(super) const PROBLEM_LINES_MAX: u64 = 20;

/// When the next line is due. Pure.
#[derive(Debug, Default)]
pub(super) struct Pace {
    last: Duration,
    tenth: u8,
}

impl Pace {
    const EVERY: Duration = Duration::from_secs(60);

    pub(super) fn restart(&mut self, now: Duration) {
        *self = Self { last: now, tenth: 0 };
    }

    /// Due every minute, or when another tenth is done.
    pub(super) fn due(&mut self, now: Duration, percent: Option<u8>) -> bool {
        let tenth = percent.map_or(0, |percent| percent / 10);
        let due = tenth > self.tenth || now.saturating_sub(self.last) >= Self::EVERY;
        if due {
            *self = Self { last: now, tenth };
        }
        due
    }
}

/// Plain lines.
#[derive(Default)]
pub(super) struct Lines {
    pace: Pace,
}

impl Show for Lines {
    fn step(&mut self, voice: &Voice<'_>, tracker: &Tracker) {
        self.pace.restart(tracker.now());
        if let Some(line) = opening(voice, tracker) {
            voice.line(&line);
        }
    }

    fn moved(&mut self, voice: &Voice<'_>, tracker: &Tracker) {
        if self.pace.due(tracker.now(), tracker.percent()) {
            let title = title(voice.words, tracker);
            voice.line(format!("  {title}   {}", state(voice, tracker)).trim_end());
        }
    }

    fn say(&mut self, voice: &Voice<'_>, line: &str) {
        voice.line(line);
    }

    fn slow(&mut self, voice: &Voice<'_>, own: u64, usual: u64) {
        voice.line(&slower(voice, own, usual));
    }

    fn ended(&mut self, voice: &Voice<'_>, tracker: &Tracker) {
        if matches!(tracker.step(), Some(Step::Scan | Step::ReadBack | Step::Eject)) {
            voice.line(&closing(voice, tracker));
        }
    }

    fn event(&mut self, voice: &Voice<'_>, tracker: &Tracker, event: &Event<'_>) {
        if let Some(line) = notable(voice, tracker, event) {
            voice.line(&line);
        }
    }
}

impl Voice<'_> {
    pub(super) fn line(&self, text: &str) {
        // Nobody can be told that standard error is closed.
        self.to.line(text).ok();
    }
}

/// The line a step begins with; making the snapshot durable is part of copying for people.
fn opening(voice: &Voice<'_>, tracker: &Tracker) -> Option<String> {
    if tracker.step() == Some(Step::Commit) {
        return None;
    }
    let title = title(voice.words, tracker);
    let size = tracker.total().map(|total| units::bytes(voice.words.language(), total));
    let line = format!("  {title}   {}", size.unwrap_or_default());
    Some(line.trim_end().to_owned())
}

/// The line a step leaves behind.
pub(super) fn closing(voice: &Voice<'_>, tracker: &Tracker) -> String {
    let title = title(voice.words, tracker);
    match tracker.step() {
        Some(Step::Scan) => format!("  {title}   {}", scanned(voice, tracker)),
        Some(Step::ReadBack) => format!("  {title}   {}", read_back(voice, tracker)),
        Some(Step::Eject) => format!("  {title}   {}", fl!(voice.words, "progress-ejected")),
        Some(Step::Copy) if tracker.done == 0 => {
            format!("  {title}   {}", fl!(voice.words, "progress-nothing-to-copy"))
        }
        _ if tracker.done > 0 => {
            format!("  {title}   {}", units::bytes(voice.words.language(), tracker.done))
        }
        _ => format!("  {title}").trim_end().to_owned(),
    }
}

fn read_back(voice: &Voice<'_>, tracker: &Tracker) -> String {
    if tracker.is_step_good() {
        fl!(voice.words, "progress-all-good")
    } else {
        fl!(voice.words, "progress-not-all-good")
    }
}

/// How far the step is: counts, or bytes with percentage and estimate.
pub(super) fn state(voice: &Voice<'_>, tracker: &Tracker) -> String {
    if tracker.step() == Some(Step::Scan) {
        return scanned(voice, tracker);
    }
    let language = voice.words.language();
    let Some((total, percent)) = tracker.total().zip(tracker.percent()) else {
        let is_known = tracker.done > 0;
        return if is_known { units::bytes(language, tracker.done) } else { String::new() };
    };
    // What was expected is an estimate where a step reads more than it must.
    let done = units::bytes(language, tracker.done.min(total));
    let total = units::bytes(language, total);
    let amount =
        fl!(voice.words, "progress-of", done = done, total = total, percent = percent.to_string());
    match tracker.seconds_left() {
        Some(seconds) => format!("{amount}   {}", units::estimate(voice.words, seconds)),
        None => amount,
    }
}

fn scanned(voice: &Voice<'_>, tracker: &Tracker) -> String {
    let scanned = tracker.scanned;
    fl!(
        voice.words,
        "progress-scanned",
        files = scanned.files,
        changed = scanned.changed_files,
        size = units::bytes(voice.words.language(), scanned.changed_bytes)
    )
}

/// Said before a first backup that takes its time.
pub(super) fn long_first(voice: &Voice<'_>, bytes: u64, seconds: u64) -> String {
    let words = voice.words;
    let (time, size) = (units::estimate(words, seconds), units::bytes(words.language(), bytes));
    format!("  {}", fl!(words, "progress-first", time = time, size = size))
}

/// Said once: the cause is often a cable.
pub(super) fn slower(voice: &Voice<'_>, own: u64, usual: u64) -> String {
    let language = voice.words.language();
    let text = fl!(
        voice.words,
        "progress-slow",
        own = units::bytes(language, own),
        usual = units::bytes(language, usual)
    );
    format!("  {} {text}", voice.symbols.warning)
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
pub(super) fn notable(voice: &Voice<'_>, tracker: &Tracker, event: &Event<'_>) -> Option<String> {
    let words = voice.words;
    match event {
        Event::Problem(problem) if tracker.tally().problems <= PROBLEM_LINES_MAX => {
            let line = problem_line(words, problem, voice.names);
            Some(format!("  {} {line}", voice.symbols.warning))
        }
        Event::Recovered { adopted_bytes } => {
            let size = units::bytes(words.language(), *adopted_bytes);
            Some(format!("  {}", fl!(words, "progress-recovered", size = size)))
        }
        Event::StrangePage { drive, page, is_back } => {
            let line = strange_page(words, drive, page, *is_back);
            Some(format!("  {} {line}", voice.symbols.warning))
        }
        Event::Tight { new_bytes, free_bytes } => {
            let [new, free] =
                [new_bytes, free_bytes].map(|bytes| units::bytes(words.language(), *bytes));
            let line = fl!(words, "progress-tight", new = new, free = free);
            Some(format!("  {} {line}", voice.symbols.warning))
        }
        _ => None,
    }
}
