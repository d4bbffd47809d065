//! Getting back: what is typed is looked for in all backups; versions by date; a look inside; two places to bring it to.

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::accesskit::Role;
use eframe::egui::text::{LayoutJob, TextFormat, TextWrapping};
use eframe::egui::{
    self, ColorImage, FontId, Id, Label, RichText, ScrollArea, Sense, Stroke, StrokeKind, TextEdit,
    TextureHandle, TextureOptions, Ui, WidgetInfo, vec2,
};

use refuge::browse::Hit;

use super::{Desk, Log, Screen};
use crate::faces::{fl, found_told, safe, safe_bytes, safe_path};
use crate::window::bits;
use crate::window::orders::{Found, Order, Place, Preview, Thing};

/// Height of a row of the list.
const ROW: f32 = 54.0;
/// Narrower than this, the list and what was chosen stand one after the other.
const NARROW: f32 = 640.0;

/// Looking for something, and bringing it back.
#[derive(Default)]
pub(crate) struct GetBack {
    pub(crate) log: Log,
    found: Option<Arc<Found>>,
    typed: String,
    /// The number of the last words that were sent.
    asked: u64,
    fits: Vec<u32>,
    chosen: Option<u32>,
    preview: Option<(Thing, Shown)>,
    /// The folder that files were brought into last.
    folder: Option<PathBuf>,
}

enum Shown {
    Waiting,
    Text(String),
    Picture(TextureHandle),
    Neither,
}

impl GetBack {
    pub(crate) fn opened(&mut self, found: Arc<Found>) {
        self.fits = (0..u32::try_from(found.search.hits.len()).unwrap_or(u32::MAX)).collect();
        self.found = Some(found);
        (self.chosen, self.preview) = (None, None);
        self.typed.clear();
    }

    pub(crate) fn fits(&mut self, number: u64, hits: Vec<u32>) {
        if number == self.asked {
            self.fits = hits;
        }
    }

    pub(crate) fn shown(&mut self, context: &egui::Context, thing: Thing, what: Preview) {
        if !matches!(&self.preview, Some((wanted, Shown::Waiting)) if *wanted == thing) {
            return;
        }
        let shown = match what {
            Preview::Text(text) => Shown::Text(text),
            Preview::Neither => Shown::Neither,
            Preview::Picture { size, rgba } => {
                let image = ColorImage::from_rgba_unmultiplied(size, &rgba);
                let texture = context.load_texture("preview", image, TextureOptions::LINEAR);
                Shown::Picture(texture)
            }
        };
        self.preview = Some((thing, shown));
    }

    pub(crate) fn restored(&mut self, folder: PathBuf) {
        self.folder = Some(folder);
    }

    /// Nothing of what was found stays on the screen or in a field's history.
    pub(crate) fn close(&mut self, context: &egui::Context) {
        *self = Self { asked: self.asked, ..Self::default() };
        egui::text_edit::TextEditState::default().store(context, field());
    }

    /// Draws it; the screen that is wanted next.
    pub(crate) fn show(&mut self, ui: &mut Ui, desk: &Desk<'_>) -> Option<Screen> {
        let is_narrow = ui.available_width() < NARROW;
        // The list needs the room, and the name of the screen stands above it.
        if !is_narrow || self.found.is_none() {
            bits::title(ui, &fl!(desk.words, "window-get-back"));
        }
        if self.log.is_working() {
            bits::say(ui, &fl!(desk.words, "window-preview-waits"));
            super::working(ui, desk);
            self.log.show(ui, desk);
            return None;
        }
        let Some(found) = self.found.clone() else {
            self.closed(ui, desk);
            return None;
        };
        ScrollArea::vertical().id_salt("told").max_height(160.0).show(ui, |ui| {
            self.log.show(ui, desk);
            self.where_it_is(ui, desk);
        });
        if is_narrow {
            match self.chosen {
                Some(_) => {
                    if bits::button(ui, &fl!(desk.words, "window-to-the-list")).clicked() {
                        self.chosen = None;
                    }
                    self.details(ui, desk, &found);
                }
                None => {
                    self.search(ui, desk, &found);
                    self.list(ui, desk, &found);
                }
            }
            return None;
        }
        self.search(ui, desk, &found);
        let whole = ui.available_rect_before_wrap();
        let middle = whole.left() + whole.width() * 0.52;
        let left = egui::Rect::from_min_max(whole.min, egui::pos2(middle - 8.0, whole.bottom()));
        let right = egui::Rect::from_min_max(egui::pos2(middle + 8.0, whole.top()), whole.max);
        ui.scope_builder(egui::UiBuilder::new().max_rect(left), |ui| self.list(ui, desk, &found));
        ui.scope_builder(egui::UiBuilder::new().max_rect(right), |ui| {
            self.details(ui, desk, &found);
        });
        None
    }

    /// Before a drive is open.
    fn closed(&mut self, ui: &mut Ui, desk: &Desk<'_>) {
        self.log.show(ui, desk);
        bits::say(ui, &fl!(desk.words, "window-get-back-about"));
        let name = fl!(desk.words, "window-open-backups");
        let response = bits::large_button(ui, &name, &desk.palette);
        if desk.wants_focus {
            response.request_focus();
        }
        if response.clicked() {
            self.log.begins();
            desk.worker.order(Order::OpenBackups);
        }
    }

    fn where_it_is(&mut self, ui: &mut Ui, desk: &Desk<'_>) {
        let Some(folder) = &self.folder else { return };
        bits::say(ui, &safe_path(folder));
        if bits::button(ui, &fl!(desk.words, "window-open-folder")).clicked() {
            desk.worker.order(Order::ShowFolder(folder.clone()));
        }
    }

    fn search(&mut self, ui: &mut Ui, desk: &Desk<'_>, found: &Found) {
        let words = desk.words;
        let label = bits::say(ui, &fl!(words, "window-search"));
        let width = ui.available_width().min(560.0);
        let edit = TextEdit::singleline(&mut self.typed)
            .id(field())
            .desired_width(width)
            .margin(vec2(12.0, 10.0))
            .hint_text(fl!(words, "window-search-hint"));
        let response = ui.add(edit).labelled_by(label.id);
        bits::edge(ui, &response, &desk.palette);
        if desk.wants_focus {
            response.request_focus();
        }
        if response.changed() {
            self.asked += 1;
            let (number, words) = (self.asked, self.typed.clone());
            desk.worker.order(Order::Filter { number, words });
            self.chosen = None;
        }
        let count = self.fits.len() as u64;
        let backups = found.history.snapshots.len() as u64;
        let drive = safe(&found.drive);
        let told = fl!(words, "window-found", count = count, backups = backups, drive = drive);
        ui.add(Label::new(RichText::new(told).color(desk.palette.quiet)).wrap());
    }

    /// Only rows that are seen are made, so that any number of files scrolls alike.
    fn list(&mut self, ui: &mut Ui, desk: &Desk<'_>, found: &Found) {
        let area = ScrollArea::vertical().auto_shrink(false).id_salt("found");
        area.show_rows(ui, ROW, self.fits.len(), |ui, rows| {
            for at in rows {
                let Some(number) = self.fits.get(at).copied() else { continue };
                let Some(hit) = found.search.hits.get(number as usize) else { continue };
                let path = called(hit, found);
                let told = found_told::hit_told(desk.words, hit, &found.history.snapshots);
                let is_chosen = self.chosen == Some(number);
                let response = row(ui, &path, &told, is_chosen, desk);
                if response.gained_focus() {
                    response.scroll_to_me(None);
                }
                if response.clicked() {
                    self.chosen = Some(number);
                    self.preview = None;
                }
            }
        });
    }

    fn details(&mut self, ui: &mut Ui, desk: &Desk<'_>, found: &Found) {
        let Some(number) = self.chosen else {
            bits::say(ui, &fl!(desk.words, "window-choose"));
            return;
        };
        let Some(hit) = found.search.hits.get(number as usize) else { return };
        ScrollArea::vertical().auto_shrink(false).id_salt("chosen").show(ui, |ui| {
            bits::part(ui, &called(hit, found));
            let newest = hit.versions.len().saturating_sub(1);
            let mut version = match &self.preview {
                Some((thing, _)) if thing.hit == number => thing.version,
                _ => newest,
            };
            let wanted = version;
            for (at, one) in hit.versions.iter().enumerate().rev() {
                let snapshots = &found.history.snapshots;
                let told = found_told::version_line(desk.words, one, snapshots);
                ui.radio_value(&mut version, at, told);
            }
            let thing = Thing { hit: number, version };
            if version != wanted || self.preview.is_none() {
                self.preview = Some((thing, Shown::Waiting));
                if hit.versions.get(version).is_some_and(|one| one.what.is_file()) {
                    desk.worker.order(Order::Preview(thing));
                } else {
                    self.preview = Some((thing, Shown::Neither));
                }
            }
            self.bring(ui, desk, thing);
            self.look_inside(ui, desk);
        });
    }

    fn bring(&mut self, ui: &mut Ui, desk: &Desk<'_>, thing: Thing) {
        let words = desk.words;
        let new = bits::large_button(ui, &fl!(words, "window-new-folder"), &desk.palette).clicked();
        let back = bits::button(ui, &fl!(words, "window-in-place")).clicked();
        let place = match (new, back) {
            (true, _) => Place::NewFolder,
            (_, true) => Place::InPlace,
            _ => return,
        };
        self.log.begins();
        self.folder = None;
        desk.worker.order(Order::Restore(thing, place));
    }

    fn look_inside(&self, ui: &mut Ui, desk: &Desk<'_>) {
        let Some((_, shown)) = &self.preview else { return };
        match shown {
            Shown::Waiting => drop(bits::say(ui, &fl!(desk.words, "window-preview-waits"))),
            Shown::Neither => {}
            Shown::Text(text) => {
                bits::card(ui, &desk.palette, |ui| {
                    ui.add(Label::new(RichText::new(text).size(15.0)).wrap());
                });
            }
            Shown::Picture(texture) => {
                let width = ui.available_width();
                let name = fl!(desk.words, "window-preview-picture");
                let image = egui::Image::new(texture).max_width(width).alt_text(name);
                ui.add(image);
            }
        }
    }
}

/// Where it lies; a whole folder of the practice by its name.
fn called(hit: &Hit, found: &Found) -> String {
    let labels = &found.search.labels;
    if hit.path.is_root() {
        return format!("{}/", safe_bytes(labels.label(hit.source).as_bytes()));
    }
    found_told::hit_path(hit, labels)
}

/// The search field, so that its history can be forgotten.
fn field() -> Id {
    Id::unique("search")
}

/// One thing: where it lies, and below it its versions. Too long a path loses its end, never its size or its days.
fn row(ui: &mut Ui, path: &str, told: &str, is_chosen: bool, desk: &Desk<'_>) -> egui::Response {
    let palette = desk.palette;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let (fill, ink, quiet) = match is_chosen {
        true => (palette.accent, palette.on_accent, palette.on_accent),
        false => (palette.card, palette.text, palette.quiet),
    };
    let stroke = match (response.has_focus(), response.hovered()) {
        (true, _) => Stroke::new(3.0, if is_chosen { palette.text } else { palette.accent }),
        (_, true) => Stroke::new(2.0, palette.accent),
        _ => Stroke::new(1.0, palette.edge),
    };
    ui.painter().rect(rect, 6.0, fill, stroke, StrokeKind::Inside);
    let room = rect.width() - 24.0;
    for (text, size, colour, down) in [(path, 16.0, ink, 6.0), (told, 13.0, quiet, 30.0)] {
        let format = TextFormat::simple(FontId::proportional(size), colour);
        let mut job = LayoutJob::single_section(text.to_owned(), format);
        job.wrap = TextWrapping::truncate_at_width(room);
        let galley = ui.painter().layout_job(job);
        ui.painter().galley(rect.left_top() + vec2(12.0, down), galley, colour);
    }
    response.widget_info(|| {
        WidgetInfo::selected(Role::Button, true, is_chosen, format!("{path}, {told}"))
    });
    response
}
