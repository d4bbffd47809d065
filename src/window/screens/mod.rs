//! The screens, one file each. A screen draws what it was told and orders work; what it opens next it answers.

pub(crate) mod attack;
pub(crate) mod backup;
pub(crate) mod check;
pub(crate) mod drives;
pub(crate) mod first_day;
pub(crate) mod get_back;
pub(crate) mod home;
pub(crate) mod keys;
pub(crate) mod year;

use eframe::egui::Ui;

use super::bits;
use super::both::Both;
use super::orders::Line;
use super::theme::Palette;
use super::worker::Worker;
use crate::faces::explain::Explanation;
use crate::faces::{Catalog, Language, fl, progress};

/// A screen that can be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Screen {
    Home,
    BackUp,
    GetBack,
    Check,
    Drives,
    Keys,
    Attack,
    FirstDay,
    Year,
}

impl Screen {
    /// In the order of the list.
    pub(crate) const ALL: &'static [Self] = &[
        Self::Home,
        Self::BackUp,
        Self::GetBack,
        Self::Check,
        Self::Drives,
        Self::Keys,
        Self::Year,
        Self::Attack,
    ];

    /// Those that are of use: before there is a practice, only one.
    pub(crate) const fn listed(is_set_up: bool) -> &'static [Self] {
        if is_set_up { Self::ALL } else { &[Self::FirstDay] }
    }

    /// Whether it has lists that scroll by themselves.
    pub(crate) const fn scrolls_itself(self) -> bool {
        matches!(self, Self::GetBack)
    }

    /// What it is called.
    pub(crate) fn name(self, words: &Catalog) -> String {
        match self {
            Self::Home => fl!(words, "window-home"),
            Self::BackUp => fl!(words, "window-back-up"),
            Self::GetBack => fl!(words, "window-get-back"),
            Self::Check => fl!(words, "window-check"),
            Self::Drives => fl!(words, "window-drives"),
            Self::Keys => fl!(words, "window-keys"),
            Self::Attack => fl!(words, "window-attack"),
            Self::Year => fl!(words, "window-year"),
            Self::FirstDay => fl!(words, "window-welcome"),
        }
    }
}

/// What a screen is given to draw itself.
pub(crate) struct Desk<'a> {
    pub(crate) words: &'a Catalog,
    pub(crate) language: Language,
    pub(crate) palette: Palette,
    pub(crate) worker: &'a Worker,
    /// The first thing to be done here takes the keyboard.
    pub(crate) wants_focus: bool,
}

/// What was told of a piece of work.
#[derive(Default)]
pub(crate) struct Log {
    entries: Vec<Entry>,
    is_working: bool,
    has_ended: bool,
}

enum Entry {
    Lines(Both<Vec<Line>>),
    Trouble(Both<Explanation>),
}

impl Log {
    /// A piece of work begins: what was told of the last one goes.
    pub(crate) fn begins(&mut self) {
        *self = Self { is_working: true, ..Self::default() };
    }

    pub(crate) fn said(&mut self, lines: Both<Vec<Line>>) {
        self.entries.push(Entry::Lines(lines));
    }

    pub(crate) fn failed(&mut self, told: Both<Explanation>) {
        self.entries.push(Entry::Trouble(told));
    }

    pub(crate) const fn ended(&mut self) {
        self.has_ended = self.is_working;
        self.is_working = false;
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(crate) const fn is_working(&self) -> bool {
        self.is_working
    }

    pub(crate) const fn has_ended(&self) -> bool {
        self.has_ended
    }

    /// All of it, the oldest first.
    pub(crate) fn show(&self, ui: &mut Ui, desk: &Desk<'_>) {
        for entry in &self.entries {
            match entry {
                Entry::Lines(lines) => {
                    for line in lines.of(desk.language) {
                        bits::line(ui, line, &desk.palette);
                    }
                }
                Entry::Trouble(told) => bits::trouble(ui, told.of(desk.language), &desk.palette),
            }
        }
    }
}

/// What stands above a list that the worker tells: the work that goes on, or what was said of the last. The list,
/// where it can be drawn now.
fn above_list<'t, T>(
    ui: &mut Ui,
    desk: &Desk<'_>,
    log: &Log,
    told: Option<&'t Both<T>>,
) -> Option<&'t T> {
    if log.is_working() {
        working(ui, desk);
        log.show(ui, desk);
        return None;
    }
    log.show(ui, desk);
    if told.is_none() && log.is_empty() {
        bits::say(ui, &fl!(desk.words, "window-looking"));
    }
    told.map(|told| told.of(desk.language))
}

/// The step that goes on, and a way to stop it.
fn working(ui: &mut Ui, desk: &Desk<'_>) {
    let words = desk.words;
    desk.worker.run(|run| {
        let Some((tracker, step)) = run.as_ref().and_then(|run| Some((run, run.step()?))) else {
            return;
        };
        let name = progress::step_name(words, step);
        let title = match tracker.number() {
            Some((number, of)) => format!("{name} ({number}/{of})"),
            None => name,
        };
        let told = progress::state(words, tracker);
        bits::card(ui, &desk.palette, |ui| {
            bits::progress(ui, &title, tracker.percent(), &told);
            bits::say(ui, &fl!(words, "window-do-not-unplug"));
        });
    });
    if desk.worker.is_stopping() {
        bits::say(ui, &fl!(words, "stopping"));
        return;
    }
    let response = bits::button(ui, &fl!(words, "window-stop"));
    if desk.wants_focus {
        response.request_focus();
    }
    if response.clicked() {
        desk.worker.stop();
    }
}
