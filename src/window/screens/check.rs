//! The monthly check of a drive, its repair, and the rehearsal of the sheet.

use eframe::egui::Ui;

use super::{Desk, Log, Screen};
use crate::faces::{fl, safe};
use crate::window::bits;
use crate::window::orders::{Line, Order, Tone};

/// A check, before, while and after it is made.
#[derive(Default)]
pub(crate) struct Check {
    pub(crate) log: Log,
    /// The drive on which something can be repaired.
    repairable: Option<String>,
    is_rehearsal_due: bool,
}

impl Check {
    pub(crate) fn repairable(&mut self, drive: String) {
        self.repairable = Some(drive);
    }

    pub(crate) const fn rehearsal_due(&mut self) {
        self.is_rehearsal_due = true;
    }

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
        let again = if self.log.has_ended() {
            fl!(words, "window-check-again")
        } else {
            fl!(words, "window-check-now")
        };
        let (large, order) = match &self.repairable {
            Some(drive) => (
                fl!(words, "window-repair", drive = safe(drive)),
                Order::Check(Some(drive.clone())),
            ),
            None => (again.clone(), Order::Check(None)),
        };
        let response = bits::large_button(ui, &large, &desk.palette);
        if desk.wants_focus {
            response.request_focus();
        }
        if response.clicked() {
            self.begin(desk, order);
        } else if self.repairable.is_some() && bits::button(ui, &again).clicked() {
            self.begin(desk, Order::Check(None));
        }
        self.rehearsal(ui, desk);
        None
    }

    fn rehearsal(&mut self, ui: &mut Ui, desk: &Desk<'_>) {
        let words = desk.words;
        ui.add_space(10.0);
        let (told, tone) = match self.is_rehearsal_due {
            true => (fl!(words, "window-rehearse-due"), Tone::Warning),
            false => (fl!(words, "window-rehearse-about"), Tone::Plain),
        };
        bits::line(ui, &Line { text: told, tone }, &desk.palette);
        if bits::button(ui, &fl!(words, "window-rehearse")).clicked() {
            self.begin(desk, Order::Rehearse);
        }
    }

    fn begin(&mut self, desk: &Desk<'_>, order: Order) {
        *self = Self::default();
        self.log.begins();
        desk.worker.order(order);
    }
}
