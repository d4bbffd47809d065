//! The bar on a terminal. indicatif draws; what it says is ours.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use refuge::event::{Event, Step};

use super::{Show, Tracker, Voice, lines::closing, title};
use crate::cli::terminal::Symbols;
use crate::faces::progress::{slower, state};

/// Ten times a second is enough for an eye.
const REDRAW_EVERY: Duration = Duration::from_millis(100);

/// A bar that redraws itself, leaving one line per finished step.
pub(super) struct Bar {
    bar: ProgressBar,
    symbols: Symbols,
    drawn: Option<Instant>,
}

impl Bar {
    pub(super) fn new(symbols: Symbols) -> Self {
        Self { bar: ProgressBar::hidden(), symbols, drawn: None }
    }

    fn start(&mut self, tracker: &Tracker) {
        let shape = if tracker.total().is_some() {
            "  {prefix}  {bar:20}  {msg}"
        } else {
            "  {prefix}   {msg}"
        };
        let style = ProgressStyle::with_template(shape)
            .unwrap_or_else(|_| ProgressStyle::default_bar())
            .progress_chars(self.symbols.bar);
        self.bar = ProgressBar::with_draw_target(Some(100), ProgressDrawTarget::stderr());
        self.bar.set_style(style);
        self.drawn = None;
    }

    fn draw(&mut self, voice: &Voice<'_>, tracker: &Tracker) {
        self.bar.set_position(u64::from(tracker.percent().unwrap_or(0)));
        self.bar.set_message(state(voice.words, tracker));
        self.bar.tick();
        self.drawn = Some(Instant::now());
    }
}

impl Show for Bar {
    fn step(&mut self, voice: &Voice<'_>, tracker: &Tracker) {
        if tracker.step() == Some(Step::Commit) {
            return;
        }
        self.start(tracker);
        self.bar.set_prefix(title(voice.words, tracker));
        self.draw(voice, tracker);
    }

    fn moved(&mut self, voice: &Voice<'_>, tracker: &Tracker) {
        if self.drawn.is_none_or(|drawn| drawn.elapsed() >= REDRAW_EVERY) {
            self.draw(voice, tracker);
        }
    }

    fn say(&mut self, voice: &Voice<'_>, line: &str) {
        self.bar.suspend(|| voice.line(line));
    }

    fn cleared(&mut self) {
        self.bar.finish_and_clear();
    }

    fn slow(&mut self, voice: &Voice<'_>, own: u64, usual: u64) {
        self.bar.suspend(|| voice.warning(&slower(voice.words, own, usual)));
    }

    fn ended(&mut self, voice: &Voice<'_>, tracker: &Tracker) {
        if tracker.step() == Some(Step::Commit) {
            return;
        }
        self.bar.finish_and_clear();
        if tracker.is_told_later {
            return;
        }
        voice.line(&closing(voice, tracker));
    }

    fn event(&mut self, voice: &Voice<'_>, tracker: &Tracker, event: &Event<'_>) {
        self.bar.suspend(|| voice.notable(tracker, event));
    }
}
