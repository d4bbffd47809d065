//! A field for a passphrase or for words. What is typed lies in one buffer that is wiped, and nowhere else.
//!
//! The text field of egui would keep each state of it for undoing, in strings that nobody wipes. This one has no
//! history, no selection and nothing to copy; it shows dots, and tells a screen reader how many. What must be seen is
//! painted letter by letter, so that the cache of egui holds letters and no word.

use eframe::egui::{
    self, Align2, Event, EventFilter, FontId, Key, Response, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, accesskit::Role, pos2, vec2,
};
use secrecy::SecretString;
use zeroize::{Zeroize, Zeroizing};

use super::theme::Palette;

/// More than this is no passphrase; the buffer never grows, so that no part of it is left behind in memory.
const BYTES_MAX: usize = 1024;

/// What is being typed.
pub(crate) struct SecretField {
    typed: Zeroizing<String>,
}

impl Default for SecretField {
    fn default() -> Self {
        Self { typed: Zeroizing::new(String::with_capacity(BYTES_MAX)) }
    }
}

impl SecretField {
    /// What was typed; the field is empty afterwards.
    pub(crate) fn take(&mut self) -> SecretString {
        let typed = SecretString::from(self.typed.as_str().to_owned());
        self.clear();
        typed
    }

    /// Wipes it.
    pub(crate) fn clear(&mut self) {
        self.typed.zeroize();
    }

    /// Whether nothing was typed yet.
    pub(crate) fn is_empty(&self) -> bool {
        self.typed.is_empty()
    }

    /// Shows it under this name; whether Enter was pressed in it.
    pub(crate) fn show(
        &mut self,
        ui: &mut Ui,
        name: &str,
        is_seen: bool,
        palette: &Palette,
    ) -> (Response, bool) {
        let size = vec2(ui.available_width().min(460.0), 46.0);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        if response.clicked() {
            response.request_focus();
        }
        let mut is_entered = false;
        if response.has_focus() {
            let filter = EventFilter { tab: false, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
            is_entered = self.hear(ui);
        }
        self.paint(ui, rect, is_seen, palette);
        if response.has_focus() {
            let stroke = Stroke::new(3.0, palette.accent);
            ui.painter().rect_stroke(rect, 6.0, stroke, StrokeKind::Inside);
        }
        let dots = self.dots();
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::PasswordInput, true, name);
            info.current_text_value = Some(dots.clone());
            info
        });
        (response, is_entered)
    }

    fn dots(&self) -> String {
        "•".repeat(self.typed.chars().count())
    }

    /// Takes what was typed since the last frame.
    fn hear(&mut self, ui: &Ui) -> bool {
        let mut is_entered = false;
        ui.input_mut(|input| {
            for event in &mut input.events {
                match event {
                    Event::Text(text) | Event::Paste(text) => {
                        self.push(text);
                        text.zeroize();
                    }
                    Event::Key { key: Key::Backspace, pressed: true, modifiers, .. } => {
                        let kept = self.typed.len();
                        let last = self.typed.chars().next_back().map_or(0, char::len_utf8);
                        let kept = if modifiers.command { 0 } else { kept - last };
                        self.shorten(kept);
                    }
                    Event::Key { key: Key::Enter, pressed: true, .. } => is_entered = true,
                    _ => {}
                }
            }
        });
        is_entered
    }

    /// What is taken away is wiped too.
    fn shorten(&mut self, kept: usize) {
        let rest = Zeroizing::new(self.typed.get(..kept).unwrap_or_default().to_owned());
        self.clear();
        self.typed.push_str(&rest);
    }

    fn push(&mut self, text: &str) {
        let line = text.trim_end_matches(['\r', '\n']);
        if self.typed.len() + line.len() <= BYTES_MAX {
            self.typed.push_str(line);
        }
    }

    /// The end of it is in sight, with a mark where the next letter comes.
    fn paint(&self, ui: &Ui, rect: egui::Rect, is_seen: bool, palette: &Palette) {
        let stroke = Stroke::new(1.0, palette.quiet);
        let painter = ui.painter_at(rect.expand(2.0));
        painter.rect(rect, 6.0, palette.card, stroke, StrokeKind::Inside);
        let shown = |letter: char| if is_seen { letter } else { '•' };
        let letters = self.typed.chars().map(shown);
        let width: f32 = letters.clone().map(|letter| advance(ui, letter)).sum();
        let left = rect.left() + 12.0 - (width - (rect.width() - 24.0)).max(0.0);
        let inner = painter.with_clip_rect(rect.shrink(8.0));
        letter_by_letter(ui, &inner, pos2(left, rect.center().y), letters, palette);
        let stroke = Stroke::new(2.0, palette.text);
        inner.vline(left + width + 2.0, rect.top() + 10.0..=rect.bottom() - 10.0, stroke);
    }
}

/// Letters of words that are shown.
const LETTERS: f32 = 20.0;
pub(super) fn advance(ui: &Ui, letter: char) -> f32 {
    let font = FontId::proportional(LETTERS);
    ui.fonts_mut(|fonts| fonts.glyph_width(&font, letter))
}

pub(super) fn letter_by_letter(
    ui: &Ui,
    painter: &egui::Painter,
    from: egui::Pos2,
    letters: impl Iterator<Item = char>,
    palette: &Palette,
) {
    let mut at = from;
    for letter in letters {
        let font = FontId::proportional(LETTERS);
        painter.text(at, Align2::LEFT_CENTER, letter, font, palette.text);
        at.x += advance(ui, letter);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret;

    #[test]
    fn what_is_typed_is_taken_once_and_the_buffer_never_moves() {
        let mut field = SecretField::default();
        let place = field.typed.as_ptr();
        field.push("ruban ");
        field.push("cabanon\n");
        field.push(&"x".repeat(BYTES_MAX));
        assert_eq!(field.dots().chars().count(), 13);
        assert_eq!(field.take().expose_secret(), "ruban cabanon");
        assert!(field.is_empty());
        assert_eq!(field.typed.as_ptr(), place);
    }
}
