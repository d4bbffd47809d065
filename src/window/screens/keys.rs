//! Keys and people: who can open the backups, and how that changes.

use eframe::egui::Ui;

use super::{Desk, Log, Screen};
use crate::faces::fl;
use crate::window::bits;
use crate::window::both::Both;
use crate::window::listed::{KeyDeed, KeyTold, KeysTold};
use crate::window::orders::{Line, Order, Tone};

/// What is known of the keys.
#[derive(Default)]
pub(crate) struct Keys {
    pub(crate) log: Log,
    told: Option<Both<KeysTold>>,
}

impl Keys {
    pub(crate) fn told(&mut self, told: Both<KeysTold>) {
        self.told = Some(told);
    }

    /// Draws it; the screen that is wanted next.
    pub(crate) fn show(&mut self, ui: &mut Ui, desk: &Desk<'_>) -> Option<Screen> {
        let words = desk.words;
        bits::title(ui, &fl!(words, "window-keys"));
        let told = super::above_list(ui, desk, &self.log, self.told.as_ref())?;
        let mut order = None;
        for line in &told.next {
            bits::line(ui, &Line { text: line.clone(), tone: Tone::Warning }, &desk.palette);
        }
        for key in &told.keys {
            if key_card(ui, desk, key) {
                order = key.can.clone();
            }
        }
        let response = bits::button(ui, &fl!(words, "window-key-add"));
        if desk.wants_focus {
            response.request_focus();
        }
        if response.clicked() {
            order = Some(KeyDeed::Add);
        }
        if bits::button(ui, &fl!(words, "window-key-passphrase")).clicked() {
            order = Some(KeyDeed::Passphrase);
        }
        if let Some(order) = order {
            self.log.begins();
            desk.worker.order(Order::Keys(order));
        }
        None
    }
}

/// One key; whether what can be done with it is wanted.
fn key_card(ui: &mut Ui, desk: &Desk<'_>, key: &KeyTold) -> bool {
    let edge = if key.is_calm { desk.palette.edge } else { desk.palette.warning };
    let shown = bits::edged(ui, &desk.palette, edge, |ui| {
        bits::named(ui, &key.called, &key.told, &desk.palette);
        let name = match &key.can {
            Some(KeyDeed::Attest(..)) => fl!(desk.words, "window-key-attest"),
            Some(KeyDeed::Remove(_)) => fl!(desk.words, "window-key-remove"),
            _ => return false,
        };
        bits::button_of(ui, &name, &key.called)
    });
    shown.inner
}
