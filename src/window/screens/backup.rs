//! Backing up: how far it is, how long still, what is left out, and "you can unplug", large.

use eframe::egui::Ui;

use super::{Desk, Log, Screen};
use crate::faces::explain::Explanation;
use crate::faces::fl;
use crate::window::bits;
use crate::window::both::Both;
use crate::window::orders::Order;

/// A backup, before, while and after it is made.
#[derive(Default)]
pub(crate) struct BackUp {
    pub(crate) log: Log,
    /// It stopped because it looks like an attack.
    is_refused: bool,
}

impl BackUp {
    pub(crate) fn refused(&mut self, told: Both<Explanation>) {
        self.log.failed(told);
        self.is_refused = true;
    }

    /// Draws it; the screen that is wanted next.
    pub(crate) fn show(&mut self, ui: &mut Ui, desk: &Desk<'_>) -> Option<Screen> {
        let words = desk.words;
        bits::title(ui, &fl!(words, "window-back-up"));
        if self.log.is_working() {
            super::working(ui, desk);
            self.log.show(ui, desk);
            return None;
        }
        self.log.show(ui, desk);
        if self.is_refused {
            return self.after_refusal(ui, desk);
        }
        if !self.log.has_ended() {
            bits::say(ui, &fl!(words, "window-back-up-about"));
        }
        let name = if self.log.has_ended() {
            fl!(words, "window-back-up-again")
        } else {
            fl!(words, "window-back-up-now")
        };
        let response = bits::large_button(ui, &name, &desk.palette);
        if desk.wants_focus {
            response.request_focus();
        }
        if response.clicked() {
            self.begin(desk, false);
        }
        None
    }

    fn begin(&mut self, desk: &Desk<'_>, expected_changes: bool) {
        self.log.begins();
        self.is_refused = false;
        desk.worker.order(Order::BackUp { expected_changes });
    }

    /// Who knows why so much changed goes on; who does not is helped.
    fn after_refusal(&mut self, ui: &mut Ui, desk: &Desk<'_>) -> Option<Screen> {
        let words = desk.words;
        let response = bits::large_button(ui, &fl!(words, "window-attack"), &desk.palette);
        if desk.wants_focus {
            response.request_focus();
        }
        if bits::button(ui, &fl!(words, "window-changes-are-mine")).clicked() {
            self.begin(desk, true);
        }
        response.clicked().then_some(Screen::Attack)
    }
}
