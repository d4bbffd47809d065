//! Hears how a long piece of work goes: figures for the screen, and the wish to stop.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use refuge::event::{Event, Observer, Step};
use refuge::platform::{self, Awake};
use refuge::visit::Stopwatch;

use crossbeam_channel::Sender;

use super::{Desk, Shared};
use crate::faces::progress::{Notable, notable, tracker::Tracker};
use crate::window::both::Tongues;
use crate::window::orders::{Job, Line, News, Tone};

/// Five times a second is enough for an eye, and little for a processor.
const REDRAW_EVERY: Duration = Duration::from_millis(200);

/// An observer for the screens.
pub(super) struct Watch {
    tongues: Arc<Tongues>,
    shared: Arc<Shared>,
    tells: Sender<News>,
    job: Job,
    started: Instant,
    drawn_millis: AtomicU64,
    /// What takes long is not interrupted by a computer that falls asleep.
    _awake: Option<Awake>,
}

impl Watch {
    /// `steps` are those a person is told the number of; `usual` is the drive's own speed.
    pub(super) fn begin(desk: &Desk, job: Job, steps: &[Step], usual: Option<u64>) -> Self {
        let mut tracker = Tracker::new(steps);
        tracker.usual = usual;
        desk.set_run(Some(tracker));
        let (started, drawn_millis) = (Instant::now(), AtomicU64::new(0));
        let (tongues, shared) = (desk.tongues.clone(), desk.shared.clone());
        let (tells, _awake) = (desk.tells.clone(), platform::stay_awake());
        Self { tongues, shared, tells, job, started, drawn_millis, _awake }
    }

    fn with<T>(&self, does: impl FnOnce(&mut Tracker) -> T) -> Option<T> {
        self.shared.run.lock().unwrap_or_else(PoisonError::into_inner).as_mut().map(does)
    }

    fn redraw(&self, at_once: bool) {
        let now = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        let last = self.drawn_millis.load(Ordering::Relaxed);
        let is_due = u128::from(now.saturating_sub(last)) >= REDRAW_EVERY.as_millis();
        if at_once || is_due {
            self.drawn_millis.store(now, Ordering::Relaxed);
            self.shared.context.request_repaint();
        }
    }
}

impl Observer for Watch {
    fn on(&self, event: Event<'_>) {
        let now = self.started.elapsed();
        let is_step = matches!(event, Event::Step { .. });
        self.with(|tracker| match &event {
            Event::Step { step, total_bytes } => tracker.begin(*step, *total_bytes, now),
            other => tracker.take(other, now),
        });
        let tongues = &self.tongues;
        // File names are on the screen only, for who can act on them.
        let told = |tracker: &mut Tracker| {
            tongues.say(|words| {
                notable(words, tracker, &event, true).map(line_of).into_iter().collect()
            })
        };
        if let Some(lines) = self.with(told).filter(|lines| !lines.is_empty()) {
            // A window that is gone hears nothing.
            drop(self.tells.send(News::Said(self.job, lines)));
        }
        self.redraw(is_step);
    }

    fn stop_requested(&self) -> bool {
        self.shared.stop.load(Ordering::SeqCst)
    }
}

fn line_of(told: Notable) -> Line {
    let tone = if told.is_warning { Tone::Warning } else { Tone::Plain };
    Line { text: told.line, tone }
}

impl Stopwatch for Watch {
    fn taken(&self) -> Duration {
        let since = self.with(|tracker| tracker.scan_began()).flatten().unwrap_or_default();
        self.started.elapsed().saturating_sub(since)
    }

    fn copied(&self) -> Option<(u64, Duration)> {
        self.with(|tracker| tracker.tally().copied).flatten()
    }
}
