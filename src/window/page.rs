//! Secret words to be copied by hand. They are painted letter by letter, so that the cache of egui holds letters and
//! no word, and nothing can be selected.

use eframe::egui::{Sense, Ui, Vec2, WidgetInfo, accesskit::Role, vec2};
use zeroize::Zeroizing;

use super::questions::Page;
use super::secret::{advance, letter_by_letter};
use super::theme::Palette;

/// A word of the sheet with its number.
const CELL: Vec2 = vec2(180.0, 34.0);

/// Below this height a window is low.
const LOW: f32 = 400.0;

/// Draws it.
pub(crate) fn show(ui: &mut Ui, page: &Page, palette: &Palette) {
    if let Some(first) = page.first_number {
        // In a low window half a column stands beside the other half, so that all of it is in sight.
        let columns = if ui.clip_rect().height() < LOW { 2 } else { 1 };
        let rows = page.words.len().div_ceil(columns);
        for row in 0..rows {
            ui.horizontal(|ui| {
                for (at, word) in page.words.iter().enumerate().skip(row).step_by(rows) {
                    let told = Zeroizing::new(format!("{}  {}", first + at, word.as_str()));
                    cell(ui, &told, CELL, palette);
                }
            });
        }
        return;
    }
    ui.horizontal_wrapped(|ui| {
        for word in &page.words {
            let width: f32 = word.chars().map(|letter| advance(ui, letter)).sum();
            cell(ui, word, vec2(width + 8.0, CELL.y), palette);
        }
    });
}

fn cell(ui: &mut Ui, told: &Zeroizing<String>, size: Vec2, palette: &Palette) {
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    letter_by_letter(ui, ui.painter(), rect.left_center(), told.chars(), palette);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, told.as_str()));
}
