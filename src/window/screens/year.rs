//! The yearly erasing: what it is, one button to begin or go on, and what was done so far.

use eframe::egui::Ui;

use super::{Desk, Log, Screen};
use crate::faces::fl;
use crate::window::bits;
use crate::window::orders::Order;

/// One guided run, before, while and after it goes on.
#[derive(Default)]
pub(crate) struct Year {
    pub(crate) log: Log,
}

impl Year {
    /// Draws it; the screen that is wanted next.
    pub(crate) fn show(&mut self, ui: &mut Ui, desk: &Desk<'_>) -> Option<Screen> {
        let words = desk.words;
        bits::title(ui, &fl!(words, "window-year"));
        if self.log.is_working() {
            super::working(ui, desk);
            self.log.show(ui, desk);
            return None;
        }
        self.log.show(ui, desk);
        if self.log.is_empty() {
            for line in [
                fl!(words, "window-year-about"),
                fl!(words, "window-year-steps"),
                fl!(words, "window-year-leave"),
            ] {
                bits::say(ui, &line);
            }
        }
        let name = if self.log.has_ended() {
            fl!(words, "window-year-go-on")
        } else {
            fl!(words, "window-year-begin")
        };
        let response = bits::large_button(ui, &name, &desk.palette);
        if desk.wants_focus {
            response.request_focus();
        }
        if response.clicked() {
            self.log.begins();
            desk.worker.order(Order::Year);
        }
        None
    }
}
