//! The few things every screen is made of. Each has a name for screen readers and a way by keyboard.

use eframe::egui::text::LayoutJob;
use eframe::egui::{
    Button, FontFamily, FontId, Frame, InnerResponse, Label, Margin, ProgressBar, Response,
    RichText, Stroke, StrokeKind, TextFormat, Ui, accesskit::Role, vec2,
};

use super::orders::{Line, Tone};
use super::theme::Palette;
use crate::faces::explain::Explanation;

/// Lines are no longer than an eye follows.
pub(crate) const LINE_POINTS_MAX: f32 = 720.0;

/// The name of the screen.
pub(crate) fn title(ui: &mut Ui, text: &str) {
    let response = ui.add(Label::new(RichText::new(text).heading()).wrap());
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_role(Role::Heading));
}

/// A smaller heading.
pub(crate) fn part(ui: &mut Ui, text: &str) {
    let family = FontFamily::Name(super::theme::BOLD.into());
    let response = ui.add(Label::new(RichText::new(text).size(18.0).family(family)).wrap());
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_role(Role::Heading));
}

/// A sentence.
pub(crate) fn say(ui: &mut Ui, text: &str) -> Response {
    ui.add(Label::new(text).wrap())
}

/// A sentence in a tone.
pub(crate) fn line(ui: &mut Ui, line: &Line, palette: &Palette) {
    let family = || FontFamily::Name(super::theme::BOLD.into());
    let text = RichText::new(&line.text);
    let text = match line.tone {
        Tone::Plain => text,
        Tone::Good => text.color(palette.good),
        Tone::Warning => text.color(palette.warning),
        Tone::Loud => text.color(palette.good).size(30.0).family(family()),
        Tone::Alarm => text.color(palette.bad).size(30.0).family(family()),
    };
    ui.add(Label::new(text).wrap());
}

/// A name and what is said of it, as one sentence.
pub(crate) fn named(ui: &mut Ui, name: &str, told: &str, palette: &Palette) {
    let mut text = LayoutJob::default();
    let bold = FontId::new(17.0, FontFamily::Name(super::theme::BOLD.into()));
    text.append(name, 0.0, TextFormat::simple(bold, palette.text));
    let plain = FontId::proportional(17.0);
    text.append(&format!("  {told}"), 0.0, TextFormat::simple(plain, palette.text));
    ui.add(Label::new(text).wrap());
}

/// A sheet of paper on the desk.
pub(crate) fn card<R>(
    ui: &mut Ui,
    palette: &Palette,
    shows: impl FnOnce(&mut Ui) -> R,
) -> InnerResponse<R> {
    edged(ui, palette, palette.edge, shows)
}

/// The same with an edge that says how it is meant.
pub(crate) fn edged<R>(
    ui: &mut Ui,
    palette: &Palette,
    edge: eframe::egui::Color32,
    shows: impl FnOnce(&mut Ui) -> R,
) -> InnerResponse<R> {
    let width = if edge == palette.edge { 1.0 } else { 2.0 };
    Frame::new()
        .fill(palette.card)
        .stroke(Stroke::new(width, edge))
        .corner_radius(8)
        .inner_margin(Margin::same(14))
        .show(ui, |ui| {
            ui.set_width(ui.available_width().min(LINE_POINTS_MAX));
            shows(ui)
        })
}

/// The one thing to do here.
pub(crate) fn large_button(ui: &mut Ui, text: &str, palette: &Palette) -> Response {
    let family = FontFamily::Name(super::theme::BOLD.into());
    let width = ui.available_width().min(460.0);
    let size = if width < 420.0 { 19.0 } else { 24.0 };
    let text = RichText::new(text).size(size).family(family).color(palette.on_accent);
    let button = Button::new(text)
        .fill(palette.accent)
        .stroke(Stroke::new(1.0, palette.accent))
        .min_size(vec2(width, 64.0))
        .wrap();
    let response = ui.add(button);
    if response.has_focus() {
        let rect = response.rect.expand(4.0);
        let stroke = Stroke::new(3.0, palette.accent);
        ui.painter().rect_stroke(rect, 8.0, stroke, StrokeKind::Outside);
    }
    response
}

/// Another thing that can be done.
pub(crate) fn button(ui: &mut Ui, text: &str) -> Response {
    ui.add(Button::new(text).min_size(vec2(0.0, 44.0)).wrap())
}

/// The edge of a line to be typed: where the keyboard is must be seen.
pub(crate) fn edge(ui: &Ui, field: &Response, palette: &Palette) {
    let stroke = match field.has_focus() {
        true => Stroke::new(3.0, palette.accent),
        false => Stroke::new(1.0, palette.quiet),
    };
    ui.painter().rect_stroke(field.rect, 6.0, stroke, StrokeKind::Inside);
}

/// One of several of the same name, which is heard with what it belongs to.
pub(crate) fn button_of(ui: &mut Ui, text: &str, of: &str) -> bool {
    let response = button(ui, text);
    let heard = || format!("{text} ({of})");
    response.widget_info(|| eframe::egui::WidgetInfo::labeled(Role::Button, true, heard()));
    response.clicked()
}

/// What went wrong, whether the data is safe, what to do now.
pub(crate) fn trouble(ui: &mut Ui, told: &Explanation, palette: &Palette) {
    edged(ui, palette, palette.bad, |ui| {
        let what = format!("{} [{}]", told.what, told.id.as_str());
        ui.add(Label::new(RichText::new(what).strong().color(palette.bad)).wrap());
        say(ui, &told.safe);
        say(ui, &told.now);
    });
}

/// How far a piece of work is, with the words beside it.
pub(crate) fn progress(ui: &mut Ui, title: &str, percent: Option<u8>, told: &str) {
    part(ui, title);
    let share = f32::from(percent.unwrap_or(0)) / 100.0;
    let width = ui.available_width().min(LINE_POINTS_MAX - 40.0);
    let bar = ui.add(ProgressBar::new(share).desired_width(width).desired_height(22.0));
    bar.widget_info(|| {
        let mut info = eframe::egui::WidgetInfo::labeled(Role::ProgressIndicator, true, title);
        info.value = percent.map(f64::from);
        info
    });
    say(ui, told);
}

/// The path of a file that was dropped on the window.
pub(crate) fn dropped(ui: &Ui) -> Option<String> {
    let file = ui.input(|input| input.raw.dropped_files.first().cloned())?;
    let path = file.path();
    Some(path.to_string_lossy().into_owned())
}
