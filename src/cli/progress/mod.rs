//! Shows how a long operation goes: a bar on a terminal, a line now and then elsewhere, one JSON
//! object per line for programs.
//!
//! Rules (measured where they come from): steps are named and numbered; no percentage before the
//! total is known; never 100 % while work remains; an estimate only in round minutes.

mod bar;
mod json;
mod lines;

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use refuge::event::{Event, Observer, Step};
use refuge::platform::{self, Awake};
use refuge::visit::Stopwatch;
use unicode_width::UnicodeWidthStr;

use crate::cli::{
    Catalog,
    args::Common,
    stop::StopFlag,
    terminal::{Sink, Symbols},
};
pub(crate) use crate::faces::progress::strange_page;
use crate::faces::progress::{
    long_first, step_name,
    tracker::{Tally, Tracker},
};

/// How progress is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// A bar that redraws itself.
    Bar,
    /// Plain lines, now and then.
    Lines,
    /// One JSON object per line.
    Json,
    /// Nothing; problems are still counted.
    Quiet,
}

impl Style {
    /// JSON when asked for, else what suits whoever watches.
    pub(crate) fn decide(common: &Common, watched: bool) -> Self {
        match (common.json, common.quiet, watched) {
            (true, _, _) => Self::Json,
            (_, true, _) => Self::Quiet,
            (_, _, true) => Self::Bar,
            _ => Self::Lines,
        }
    }
}

/// What is shown by one of the styles. Calls come under one lock.
trait Show: Send {
    /// A step begins.
    fn step(&mut self, voice: &Voice<'_>, tracker: &Tracker);
    /// Numbers moved.
    fn moved(&mut self, voice: &Voice<'_>, tracker: &Tracker);
    /// The drive is clearly slower than it used to be; bytes per second, now and usually.
    fn slow(&mut self, voice: &Voice<'_>, own: u64, usual: u64);
    /// A line beside the numbers.
    fn say(&mut self, voice: &Voice<'_>, line: &str);
    /// A step is over.
    fn ended(&mut self, voice: &Voice<'_>, tracker: &Tracker);
    /// Nothing is shown any longer.
    fn cleared(&mut self) {}
    /// Something worth a line: a problem, a finding, adopted work.
    fn event(&mut self, voice: &Voice<'_>, tracker: &Tracker, event: &Event<'_>);
}

/// What showing needs besides the numbers.
pub(crate) struct Voice<'a> {
    pub(crate) command: &'static str,
    pub(crate) words: &'a Catalog,
    pub(crate) names: bool,
    pub(crate) symbols: Symbols,
    pub(crate) to: Sink,
}

/// An observer that shows what it hears.
pub(crate) struct Progress<'a> {
    voice: Voice<'a>,
    stop: StopFlag,
    started: Instant,
    state: Mutex<State>,
    /// What takes long enough to be watched is not interrupted by a computer that falls asleep.
    _awake: Option<Awake>,
}

struct State {
    tracker: Tracker,
    show: Box<dyn Show>,
}

impl<'a> Progress<'a> {
    /// `steps` are those a person is told the number of, in order.
    pub(crate) fn new(voice: Voice<'a>, steps: &[Step], style: Style, stop: StopFlag) -> Self {
        let progress = Self::with(voice, stop, Tracker::new(steps), style);
        Self { _awake: platform::stay_awake(), ..progress }
    }

    fn with(voice: Voice<'a>, stop: StopFlag, tracker: Tracker, style: Style) -> Self {
        let show: Box<dyn Show> = match style {
            Style::Bar => Box::new(bar::Bar::new(voice.symbols)),
            Style::Lines => Box::new(lines::Lines::default()),
            Style::Json => Box::new(json::Json::default()),
            Style::Quiet => Box::new(Quiet),
        };
        let state = Mutex::new(State { tracker, show });
        Self { voice, stop, started: Instant::now(), state, _awake: None }
    }

    /// The speed of this drive in earlier runs, in bytes per second: makes estimates honest from
    /// the first second on.
    pub(crate) fn usual_speed(self, bytes_per_second: Option<u64>) -> Self {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).tracker.usual = bytes_per_second;
        self
    }

    /// The first backup on a drive: how long it takes is told beforehand.
    pub(crate) fn first(self, is_first: bool) -> Self {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).tracker.is_first = is_first;
        self
    }

    /// The result tells of every step again: a person at a terminal need not read it twice.
    pub(crate) fn told_later(self, is_told_later: bool) -> Self {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).tracker.is_told_later =
            is_told_later;
        self
    }

    /// Clears what is shown; the last step did not end well.
    pub(crate) fn abandon(self) -> Tally {
        let mut state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        state.show.cleared();
        state.tracker.tally()
    }

    /// Ends the last step and gives the counts.
    pub(crate) fn finish(self) -> Tally {
        let mut state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        let State { tracker, show } = &mut state;
        if tracker.step().is_some() {
            show.ended(&self.voice, tracker);
        }
        tracker.tally()
    }
}

impl Stopwatch for Progress<'_> {
    fn taken(&self) -> Duration {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let since = state.tracker.scan_began().unwrap_or_default();
        self.started.elapsed().saturating_sub(since)
    }

    fn copied(&self) -> Option<(u64, Duration)> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).tracker.tally().copied
    }
}

impl Observer for Progress<'_> {
    fn on(&self, event: Event<'_>) {
        let now = self.started.elapsed();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let State { tracker, show } = &mut *state;
        match &event {
            Event::Step { step, total_bytes } => {
                if tracker.step().is_some() {
                    show.ended(&self.voice, tracker);
                }
                tracker.begin(*step, *total_bytes, now);
                show.step(&self.voice, tracker);
                if let Some((bytes, seconds)) = tracker.long_first() {
                    let line = long_first(self.voice.words, bytes, seconds);
                    show.say(&self.voice, &format!("  {line}"));
                }
            }
            Event::Scanned { .. } | Event::Advanced { .. } => {
                tracker.take(&event, now);
                show.moved(&self.voice, tracker);
                if let Some((own, usual)) = tracker.slowness() {
                    show.slow(&self.voice, own, usual);
                }
            }
            Event::Problem(_)
            | Event::Finding { .. }
            | Event::Recovered { .. }
            | Event::StrangePage { .. }
            | Event::Tight { .. } => {
                tracker.take(&event, now);
                show.event(&self.voice, tracker, &event);
            }
        }
    }

    fn stop_requested(&self) -> bool {
        self.stop.requested()
    }
}

struct Quiet;

impl Show for Quiet {
    fn step(&mut self, _: &Voice<'_>, _: &Tracker) {}
    fn moved(&mut self, _: &Voice<'_>, _: &Tracker) {}
    fn say(&mut self, _: &Voice<'_>, _: &str) {}
    fn slow(&mut self, _: &Voice<'_>, _: u64, _: u64) {}
    fn ended(&mut self, _: &Voice<'_>, _: &Tracker) {}
    fn event(&mut self, _: &Voice<'_>, _: &Tracker, _: &Event<'_>) {}
}

/// `2/4 Copie`, or the bare name of a step that is not counted; as wide as the widest counted one,
/// so that what follows lines up.
fn title(words: &Catalog, tracker: &Tracker) -> String {
    let Some(step) = tracker.step() else { return String::new() };
    let name = step_name(words, step);
    let title = match tracker.number() {
        Some((number, of)) => format!("{number}/{of} {name}"),
        None => name,
    };
    let counted = tracker.plan().iter().map(|step| step_name(words, *step).width());
    let columns = counted.max().map_or(0, |widest| widest + NUMBER_COLUMNS);
    format!("{title}{}", " ".repeat(columns.saturating_sub(title.width())))
}

/// Columns of `2/4 `.
const NUMBER_COLUMNS: usize = 4;

#[cfg(test)]
mod tests;
