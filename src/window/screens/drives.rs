//! The drives: each with what should become of it, what can be done with it, and what is plugged in besides.

use eframe::egui::{Label, RichText, Ui};

use super::{Desk, Log, Screen};
use crate::faces::{Catalog, fl};
use crate::window::bits;
use crate::window::both::Both;
use crate::window::listed::{DriveDeed, DriveTold, DrivesTold, StrangerTold};
use crate::window::orders::Order;

/// What is known of the drives.
#[derive(Default)]
pub(crate) struct Drives {
    pub(crate) log: Log,
    told: Option<Both<DrivesTold>>,
    /// The drive of which everything that can be done is shown.
    open: Option<String>,
}

impl Drives {
    pub(crate) fn told(&mut self, told: Both<DrivesTold>) {
        self.told = Some(told);
    }

    /// Draws it; the screen that is wanted next.
    pub(crate) fn show(&mut self, ui: &mut Ui, desk: &Desk<'_>) -> Option<Screen> {
        let words = desk.words;
        bits::title(ui, &fl!(words, "window-drives"));
        let told = super::above_list(ui, desk, &self.log, self.told.as_ref())?;
        let mut order = None;
        if told.drives.is_empty() {
            bits::say(ui, &fl!(words, "window-no-drives"));
        }
        for drive in &told.drives {
            let is_open = self.open.as_ref() == Some(&drive.name);
            match drive_card(ui, desk, drive, is_open) {
                None => {}
                Some(Pressed::Deed(deed)) => {
                    order = Some(Order::DriveDeed(deed, drive.name.clone()));
                }
                Some(Pressed::More) => self.open = (!is_open).then(|| drive.name.clone()),
            }
        }
        for stranger in &told.strangers {
            if stranger_card(ui, desk, stranger) {
                order = Some(Order::AddDrive(stranger.place.clone()));
            }
        }
        let response = bits::large_button(ui, &fl!(words, "window-drive-add"), &desk.palette);
        if desk.wants_focus {
            response.request_focus();
        }
        if response.clicked() {
            order = Some(Order::AddDrive(None));
        }
        if bits::button(ui, &fl!(words, "window-look-again")).clicked() {
            desk.worker.order(Order::Drives);
        }
        if let Some(order) = order {
            self.log.begins();
            desk.worker.order(order);
        }
        None
    }
}

enum Pressed {
    Deed(DriveDeed),
    More,
}

fn drive_card(ui: &mut Ui, desk: &Desk<'_>, drive: &DriveTold, is_open: bool) -> Option<Pressed> {
    let palette = &desk.palette;
    let edge = if drive.is_calm { palette.edge } else { palette.warning };
    let mut pressed = None;
    bits::edged(ui, palette, edge, |ui| {
        bits::named(ui, &drive.shown, &drive.fate, palette);
        ui.add(Label::new(RichText::new(&drive.facts).color(palette.quiet)).wrap());
        for reason in &drive.reasons {
            bits::say(ui, &format!("•  {reason}"));
        }
        let Some((usual, others)) = drive.can.split_first() else { return };
        ui.horizontal_wrapped(|ui| {
            let shown = if is_open { others } else { &[] };
            for deed in std::iter::once(usual).chain(shown) {
                if bits::button_of(ui, &name(desk.words, *deed), &drive.shown) {
                    pressed = Some(Pressed::Deed(*deed));
                }
            }
            let more = match is_open {
                false => fl!(desk.words, "window-more"),
                true => fl!(desk.words, "window-less"),
            };
            if !others.is_empty() && bits::button_of(ui, &more, &drive.shown) {
                pressed = Some(Pressed::More);
            }
        });
    });
    pressed
}

fn name(words: &Catalog, deed: DriveDeed) -> String {
    match deed {
        DriveDeed::Eject => fl!(words, "window-drive-eject"),
        DriveDeed::Label => fl!(words, "window-drive-label"),
        DriveDeed::Rename => fl!(words, "window-drive-rename"),
        DriveDeed::Lost => fl!(words, "window-drive-lost"),
        DriveDeed::Found => fl!(words, "window-drive-found"),
        DriveDeed::Retire => fl!(words, "window-drive-retire"),
        DriveDeed::Destroyed => fl!(words, "window-drive-destroyed"),
    }
}

fn stranger_card(ui: &mut Ui, desk: &Desk<'_>, stranger: &StrangerTold) -> bool {
    bits::edged(ui, &desk.palette, desk.palette.warning, |ui| {
        for line in &stranger.told {
            bits::say(ui, line);
        }
        let adds = fl!(desk.words, "window-drive-add-this");
        stranger.place.is_some() && bits::button(ui, &adds).clicked()
    })
    .inner
}
