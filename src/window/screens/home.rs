//! The first screen: whether the data is safe, in one sentence; one large button; which day lies on which drive.

use eframe::egui::{
    Align2, Color32, FontId, Label, RichText, Sense, StrokeKind, Ui, WidgetInfo, accesskit::Role,
    vec2,
};
use refuge::status::verdict::Verdict;

use super::{Desk, Log, Screen};
use crate::faces::explain::Explanation;
use crate::faces::fl;
use crate::window::bits;
use crate::window::both::Both;
use crate::window::orders::{CalendarTold, HomeTold, Next};
use crate::window::theme::Palette;

/// Sides of a day in the picture.
const DAY: f32 = 34.0;

/// What is known of where the practice stands.
#[derive(Default)]
pub(crate) struct Home {
    told: Option<Both<HomeTold>>,
    pub(crate) log: Log,
}

impl Home {
    /// Whether anything is known yet.
    pub(crate) const fn is_told(&self) -> bool {
        self.told.is_some()
    }

    pub(crate) fn stands(&mut self, told: Both<HomeTold>) {
        *self = Self { told: Some(told), ..Self::default() };
    }

    /// Nothing could be seen, and why.
    pub(crate) fn fails(&mut self, why: Both<Explanation>) {
        *self = Self::default();
        self.log.failed(why);
    }

    /// Draws it; the screen that is wanted next.
    pub(crate) fn show(&self, ui: &mut Ui, desk: &Desk<'_>) -> Option<Screen> {
        self.log.show(ui, desk);
        let Some(told) = self.told.as_ref().map(|told| told.of(desk.language)) else {
            if self.log.is_empty() {
                bits::say(ui, &fl!(desk.words, "window-looking"));
            }
            return None;
        };
        verdict(ui, told, &desk.palette);
        let opens = next(ui, desk, told);
        for other in &told.others {
            bits::say(ui, &format!("•  {other}"));
        }
        ui.add_space(6.0);
        facts(ui, told, &desk.palette);
        drives(ui, desk, told);
        calendar(ui, desk, &told.calendar);
        opens
    }
}

fn verdict(ui: &mut Ui, told: &HomeTold, palette: &Palette) {
    let colour = match told.verdict {
        Verdict::Protected => palette.good,
        Verdict::Action => palette.warning,
        Verdict::Unprotected => palette.bad,
    };
    bits::edged(ui, palette, colour, |ui| {
        ui.add(Label::new(RichText::new(&told.practice).color(palette.quiet)).wrap());
        let word = RichText::new(&told.verdict_word).heading().size(30.0).color(colour);
        let response = ui.add(Label::new(word).wrap());
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_role(Role::Heading));
        bits::say(ui, &told.sentence);
    });
}

/// The one large button: what is most pressing, or where that is done elsewhere, the usual thing.
fn next(ui: &mut Ui, desk: &Desk<'_>, told: &HomeTold) -> Option<Screen> {
    let screen = match told.next {
        Next::BackUp | Next::Elsewhere => Screen::BackUp,
        Next::GetBack => Screen::GetBack,
        Next::Check => Screen::Check,
        Next::Attack => Screen::Attack,
        Next::Year => Screen::Year,
    };
    let response = bits::large_button(ui, &screen.name(desk.words), &desk.palette);
    if desk.wants_focus {
        response.request_focus();
    }
    response.clicked().then_some(screen)
}

fn facts(ui: &mut Ui, told: &HomeTold, palette: &Palette) {
    bits::card(ui, palette, |ui| {
        for row in &told.facts {
            let [label, rest @ ..] = row.as_slice() else { continue };
            let texts: Vec<&str> =
                rest.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
            bits::named(ui, label, &texts.join(", "), palette);
        }
    });
}

fn drives(ui: &mut Ui, desk: &Desk<'_>, told: &HomeTold) {
    bits::part(ui, &fl!(desk.words, "window-drives"));
    if told.drives.is_empty() {
        bits::say(ui, &fl!(desk.words, "drives-none"));
        return;
    }
    for [name, seen, count, free, fate] in &told.drives {
        bits::card(ui, &desk.palette, |ui| {
            bits::named(ui, name, &format!("{seen}, {fate}"), &desk.palette);
            let (count, free) = (count.as_str(), free.as_str());
            let more = fl!(desk.words, "window-drive-more", count = count, free = free);
            ui.add(Label::new(RichText::new(more).color(desk.palette.quiet)).wrap());
        });
    }
}

/// A row for each week. Each is one thing with a name, so that it is heard as it is seen.
fn calendar(ui: &mut Ui, desk: &Desk<'_>, told: &CalendarTold) {
    bits::part(ui, &fl!(desk.words, "calendar-title"));
    bits::card(ui, &desk.palette, |ui| {
        for (number, row) in told.rows.iter().enumerate() {
            let [week, days @ .., drives] = row.as_slice() else { continue };
            if number == 0 {
                head(ui, days, &desk.palette);
            } else {
                self::week(ui, week, days, drives, &desk.palette);
            }
        }
        for line in &told.told {
            bits::say(ui, line);
        }
    });
}

fn head(ui: &mut Ui, days: &[String], palette: &Palette) {
    let size = vec2(DAY * days.len() as f32, 22.0);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    for (number, day) in days.iter().enumerate() {
        let at = rect.left_center() + vec2(DAY * (number as f32 + 0.5), 0.0);
        let font = FontId::proportional(13.0);
        ui.painter().text(at, Align2::CENTER_CENTER, day, font, palette.quiet);
    }
}

fn week(ui: &mut Ui, week: &str, days: &[String], drives: &str, palette: &Palette) {
    let size = vec2(DAY * days.len() as f32 + 120.0, DAY);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    for (number, day) in days.iter().enumerate().filter(|(_, day)| !day.is_empty()) {
        let corner = rect.left_top() + vec2(DAY * number as f32, 0.0);
        let cell = eframe::egui::Rect::from_min_size(corner, vec2(DAY, DAY)).shrink(2.0);
        let is_covered = day.chars().any(char::is_alphanumeric);
        let fill = if is_covered { palette.covered } else { Color32::TRANSPARENT };
        let stroke = eframe::egui::Stroke::new(1.0, palette.edge);
        ui.painter().rect(cell, 4.0, fill, stroke, StrokeKind::Inside);
        let font = FontId::proportional(if day.chars().count() > 2 { 11.0 } else { 15.0 });
        ui.painter().text(cell.center(), Align2::CENTER_CENTER, day, font, palette.text);
    }
    let at = rect.left_center() + vec2(DAY * days.len() as f32 + 12.0, 0.0);
    let font = FontId::proportional(14.0);
    ui.painter().text(at, Align2::LEFT_CENTER, week, font, palette.quiet);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{week}: {drives}")));
}
