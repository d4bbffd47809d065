//! The numbers behind the progress: which step, how far, how many problems. Shows nothing.

use std::time::Duration;

use refuge::event::{Event, Step};

use super::estimate;

/// From here on a first backup is announced as a long one.
const LONG_FROM_SECONDS: u64 = 120;

/// Counts of a whole run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Files that could not be dealt with.
    pub(crate) problems: u64,
    /// Damaged objects.
    pub(crate) findings: u64,
    /// Bytes taken over from an interrupted run.
    pub(crate) adopted_bytes: u64,
    /// Bytes copied and how long that took.
    pub(crate) copied: Option<(u64, Duration)>,
}

/// What the scan has met.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Scanned {
    pub(crate) files: u64,
    pub(crate) changed_files: u64,
    pub(crate) changed_bytes: u64,
}

/// Where the run stands.
#[derive(Debug)]
pub(crate) struct Tracker {
    plan: Vec<Step>,
    current: Option<Step>,
    began: Duration,
    now: Duration,
    scan_began: Option<Duration>,
    total: Option<u64>,
    tally: Tally,
    /// Findings before the step began.
    findings_before: u64,
    pub(crate) done: u64,
    pub(crate) scanned: Scanned,
    pub(crate) usual: Option<u64>,
    pub(crate) is_first: bool,
    /// The result tells of every step again, with more than is known when it ends.
    pub(crate) is_told_later: bool,
    slowness_told: bool,
}

impl Tracker {
    pub(crate) fn new(plan: &[Step]) -> Self {
        Self {
            plan: plan.to_vec(),
            current: None,
            began: Duration::ZERO,
            now: Duration::ZERO,
            scan_began: None,
            total: None,
            tally: Tally::default(),
            findings_before: 0,
            done: 0,
            scanned: Scanned::default(),
            usual: None,
            is_first: false,
            is_told_later: false,
            slowness_told: false,
        }
    }

    pub(crate) fn begin(&mut self, step: Step, total: Option<u64>, now: Duration) {
        if self.current == Some(Step::Copy) {
            self.tally.copied = Some((self.done, now.saturating_sub(self.began)));
        }
        if step == Step::Scan && self.scan_began.is_none() {
            self.scan_began = Some(now);
        }
        self.current = Some(step);
        self.findings_before = self.tally.findings;
        self.total = total;
        self.done = 0;
        self.began = now;
        self.now = now;
    }

    pub(crate) fn take(&mut self, event: &Event<'_>, now: Duration) {
        self.now = now;
        match event {
            Event::Scanned { files, changed_files, changed_bytes } => {
                self.scanned = Scanned {
                    files: *files,
                    changed_files: *changed_files,
                    changed_bytes: *changed_bytes,
                };
            }
            Event::Advanced { bytes } => self.done = self.done.saturating_add(*bytes),
            Event::Problem(_) => self.tally.problems += 1,
            Event::Finding { .. } => self.tally.findings += 1,
            Event::Recovered { adopted_bytes } => self.tally.adopted_bytes = *adopted_bytes,
            Event::Step { .. } | Event::Tight { .. } | Event::StrangePage { .. } => {}
        }
    }

    pub(crate) const fn step(&self) -> Option<Step> {
        self.current
    }

    /// The counted steps.
    pub(crate) fn plan(&self) -> &[Step] {
        &self.plan
    }

    /// Number of the step and how many there are; none for a step that is not counted.
    pub(crate) fn number(&self) -> Option<(usize, usize)> {
        let step = self.current?;
        let index = self.plan.iter().position(|planned| *planned == step)?;
        Some((index + 1, self.plan.len()))
    }

    pub(crate) const fn total(&self) -> Option<u64> {
        self.total
    }

    pub(crate) const fn tally(&self) -> Tally {
        self.tally
    }

    /// Whether the step met something damaged. What was damaged before it began is made good by then, or ended the
    /// run.
    pub(crate) const fn is_step_good(&self) -> bool {
        self.tally.findings == self.findings_before
    }

    /// When the backup itself began: what came before it was owed.
    pub(crate) const fn scan_began(&self) -> Option<Duration> {
        self.scan_began
    }

    /// Time since the run began.
    pub(crate) const fn now(&self) -> Duration {
        self.now
    }

    pub(crate) fn percent(&self) -> Option<u8> {
        estimate::percent(self.done, self.total)
    }

    pub(crate) fn seconds_left(&self) -> Option<u64> {
        let remaining = self.total?.saturating_sub(self.done);
        estimate::seconds_left(remaining, self.speed_hint(), self.done, self.step_seconds())
    }

    /// Current and usual speed, the first time it is clearly slower.
    pub(crate) fn slowness(&mut self) -> Option<(u64, u64)> {
        let usual = self.speed_hint().filter(|_| !self.slowness_told)?;
        let own = estimate::slower_than_usual(Some(usual), self.done, self.step_seconds())?;
        self.slowness_told = true;
        Some((own, usual))
    }

    /// Seconds a first backup takes, when it is long enough to be told beforehand.
    pub(crate) fn long_first(&self) -> Option<(u64, u64)> {
        let total = self.total.filter(|_| self.is_first && self.current == Some(Step::Copy))?;
        let seconds = estimate::first_seconds(total, self.usual);
        (seconds >= LONG_FROM_SECONDS).then_some((total, seconds))
    }

    /// The drive's history is about writing.
    fn speed_hint(&self) -> Option<u64> {
        self.usual.filter(|_| self.current == Some(Step::Copy))
    }

    fn step_seconds(&self) -> u64 {
        self.now.saturating_sub(self.began).as_secs()
    }
}
