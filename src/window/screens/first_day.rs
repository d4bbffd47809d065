//! The first day: what it takes, one button to begin, and what was done.

use eframe::egui::Ui;

use super::{Desk, Log, Screen};
use crate::faces::fl;
use crate::window::bits;
use crate::window::orders::Order;

/// A first set-up, before, while and after it is made.
#[derive(Default)]
pub(crate) struct FirstDay {
    pub(crate) log: Log,
    /// There is no practice on this computer.
    is_missing: bool,
}

impl FirstDay {
    /// Where the practice stands was told, or that there is none.
    pub(crate) fn stands(&mut self, is_made: bool) {
        self.is_missing = !is_made;
    }

    /// Whether there is a practice, as far as is known.
    pub(crate) const fn is_made(&self) -> bool {
        !self.is_missing
    }

    /// Draws it; the screen that is wanted next.
    pub(crate) fn show(&mut self, ui: &mut Ui, desk: &Desk<'_>) -> Option<Screen> {
        let words = desk.words;
        bits::title(ui, &fl!(words, "window-welcome"));
        if self.log.is_working() {
            super::working(ui, desk);
            self.log.show(ui, desk);
            return None;
        }
        self.log.show(ui, desk);
        if !self.is_missing {
            let name = fl!(words, "window-first-done");
            return pressed(ui, desk, &name).then_some(Screen::Home);
        }
        if self.log.is_empty() {
            for line in [
                fl!(words, "window-first-about"),
                fl!(words, "wizard-welcome"),
                fl!(words, "wizard-needed"),
                fl!(words, "window-first-leave"),
            ] {
                bits::say(ui, &line);
            }
        }
        if pressed(ui, desk, &fl!(words, "window-first-begin")) {
            self.log.begins();
            desk.worker.order(Order::FirstDay);
        }
        bits::say(ui, &fl!(words, "window-first-known"));
        None
    }
}

fn pressed(ui: &mut Ui, desk: &Desk<'_>, name: &str) -> bool {
    let response = bits::large_button(ui, name, &desk.palette);
    if desk.wants_focus {
        response.request_focus();
    }
    response.clicked()
}
