//! The monthly check of a drive.

use eframe::egui::Ui;

use super::{Desk, Log, Screen};
use crate::faces::fl;
use crate::window::bits;
use crate::window::orders::Order;

/// A check, before, while and after it is made.
#[derive(Default)]
pub(crate) struct Check {
    pub(crate) log: Log,
}

impl Check {
    /// Draws it; the screen that is wanted next.
    pub(crate) fn show(&mut self, ui: &mut Ui, desk: &Desk<'_>) -> Option<Screen> {
        let words = desk.words;
        bits::title(ui, &fl!(words, "window-check"));
        if self.log.is_working() {
            super::working(ui, desk);
            self.log.show(ui, desk);
            return None;
        }
        if self.log.has_ended() {
            self.log.show(ui, desk);
        } else {
            bits::say(ui, &fl!(words, "window-check-about"));
        }
        let name = if self.log.has_ended() {
            fl!(words, "window-check-again")
        } else {
            fl!(words, "window-check-now")
        };
        let response = bits::large_button(ui, &name, &desk.palette);
        if desk.wants_focus {
            response.request_focus();
        }
        if response.clicked() {
            self.log.begins();
            desk.worker.order(Order::Check);
        }
        None
    }
}
