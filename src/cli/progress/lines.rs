//! Plain lines for logs and pipes: one per step, then one every minute or every tenth.

use std::time::Duration;

use refuge::event::{Event, Step};

use super::{Show, Tracker, Voice, title};
use crate::cli::{fl, units};
use crate::faces::progress::{Notable, notable, scanned, slower, state};

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
            voice.line(format!("  {title}   {}", state(voice.words, tracker)).trim_end());
        }
    }

    fn say(&mut self, voice: &Voice<'_>, line: &str) {
        voice.line(line);
    }

    fn slow(&mut self, voice: &Voice<'_>, own: u64, usual: u64) {
        voice.warning(&slower(voice.words, own, usual));
    }

    fn ended(&mut self, voice: &Voice<'_>, tracker: &Tracker) {
        if matches!(tracker.step(), Some(Step::Scan | Step::ReadBack | Step::Eject)) {
            voice.line(&closing(voice, tracker));
        }
    }

    fn event(&mut self, voice: &Voice<'_>, tracker: &Tracker, event: &Event<'_>) {
        voice.notable(tracker, event);
    }
}

impl Voice<'_> {
    pub(super) fn line(&self, text: &str) {
        // Nobody can be told that standard error is closed.
        self.to.line(text).ok();
    }

    pub(super) fn warning(&self, text: &str) {
        self.line(&format!("  {} {text}", self.symbols.warning));
    }

    /// What must not get lost among the other lines.
    pub(super) fn notable(&self, tracker: &Tracker, event: &Event<'_>) {
        match notable(self.words, tracker, event, self.names) {
            Some(Notable { line, is_warning: true }) => self.warning(&line),
            Some(Notable { line, is_warning: false }) => self.line(&format!("  {line}")),
            None => {}
        }
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
        Some(Step::Scan) => format!("  {title}   {}", scanned(voice.words, tracker)),
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
