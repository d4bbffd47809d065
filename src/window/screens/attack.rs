//! An attack: unplug first, then freeze, then call. Large, because nobody reads small print then.

use eframe::egui::{FontFamily, Label, RichText, Ui};

use super::{Desk, Log, Screen};
use crate::faces::fl;
use crate::window::bits;
use crate::window::both::Both;
use crate::window::orders::{AttackTold, Line, Order, Tone};
use crate::window::theme::BOLD;

/// What is known of it.
#[derive(Default)]
pub(crate) struct Attack {
    pub(crate) log: Log,
    told: Option<Both<AttackTold>>,
    /// The drives are unplugged, the person says.
    is_unplugged: bool,
}

impl Attack {
    pub(crate) fn told(&mut self, told: Both<AttackTold>) {
        self.told = Some(told);
    }

    /// Whether an incident was opened here just now.
    pub(crate) const fn froze(&self) -> bool {
        self.log.has_ended()
    }

    /// Draws it; the screen that is wanted next.
    pub(crate) fn show(&mut self, ui: &mut Ui, desk: &Desk<'_>) -> Option<Screen> {
        let words = desk.words;
        bits::title(ui, &fl!(words, "window-attack"));
        self.log.show(ui, desk);
        let Some(told) = self.told.as_ref().map(|told| told.of(desk.language)) else {
            bits::say(ui, &fl!(words, "window-looking"));
            return None;
        };
        let [first, second, whom] = &told.steps;
        let waits_for_hands = !told.is_open && !told.has_fixed_only;
        bits::edged(ui, &desk.palette, desk.palette.bad, |ui| {
            ui.label(RichText::new(first).size(26.0).family(FontFamily::Name(BOLD.into())));
            if waits_for_hands {
                let said = fl!(words, "window-attack-unplugged");
                let mark = ui.checkbox(&mut self.is_unplugged, said);
                if desk.wants_focus {
                    mark.request_focus();
                }
            }
        });
        let mut freezes = false;
        if told.is_open {
            for line in &told.open {
                bits::line(ui, &Line { text: line.clone(), tone: Tone::Warning }, &desk.palette);
            }
        } else if self.is_unplugged || !waits_for_hands {
            bits::say(ui, &fl!(words, "window-attack-freeze-about"));
            let name = fl!(words, "window-attack-freeze");
            freezes = bits::large_button(ui, &name, &desk.palette).clicked();
        }
        bits::say(ui, second);
        call(ui, desk, whom, told);
        for line in &told.then {
            bits::say(ui, line);
        }
        if freezes {
            self.log.begins();
            desk.worker.order(Order::OpenIncident);
        }
        None
    }
}

fn call(ui: &mut Ui, desk: &Desk<'_>, whom: &str, told: &AttackTold) {
    let large = |text: &str| RichText::new(text).size(24.0).family(FontFamily::Name(BOLD.into()));
    if told.knows_technician {
        ui.add(Label::new(large(whom)).wrap());
    } else {
        bits::say(ui, whom);
    }
    let Some(whom_else) = &told.whom_else else { return };
    bits::part(ui, whom_else);
    bits::card(ui, &desk.palette, |ui| {
        for (reach, name) in &told.authorities {
            ui.add(Label::new(large(reach)).wrap());
            bits::say(ui, name);
        }
    });
}
