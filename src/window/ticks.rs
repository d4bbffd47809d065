//! A list to tick: each line has its box, and one more line may be added.

use eframe::egui::{Key, TextEdit, Ui};

use super::bits;
use super::questions::{Answer, Ticks};
use super::screens::Desk;
use crate::faces::fl;

/// What was ticked and typed so far.
#[derive(Debug, Default)]
pub(crate) struct Ticking {
    ticked: Option<Vec<bool>>,
    more: String,
}

impl Ticking {
    /// Draws it; the answer, once there is one.
    pub(crate) fn show(&mut self, ui: &mut Ui, desk: &Desk<'_>, asked: &Ticks) -> Option<Answer> {
        for told in &asked.told {
            bits::say(ui, told);
        }
        let ticked = self.ticked.get_or_insert_with(|| asked.ticked.clone());
        for (number, (row, is_ticked)) in asked.rows.iter().zip(ticked.iter_mut()).enumerate() {
            let response = ui.checkbox(is_ticked, row);
            if desk.wants_focus && number == 0 {
                response.request_focus();
            }
            if response.gained_focus() {
                response.scroll_to_me(None);
            }
        }
        let mut answer = None;
        if let Some(name) = &asked.more {
            let label = bits::say(ui, name);
            let width = ui.available_width().min(460.0);
            let edit = TextEdit::singleline(&mut self.more).desired_width(width).margin(10.0);
            let field = ui.add(edit).labelled_by(label.id);
            bits::edge(ui, &field, &desk.palette);
            if desk.wants_focus && asked.rows.is_empty() {
                field.request_focus();
            }
            let is_entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            let dropped = bits::dropped(ui);
            let adds = bits::button(ui, &fl!(desk.words, "window-add")).clicked() || is_entered;
            let line = dropped.or_else(|| adds.then(|| self.more.trim().to_owned()));
            if let Some(more) = line.filter(|line| !line.is_empty()) {
                answer = Some(Answer::Ticked { ticked: ticked.clone(), more });
            } else if is_entered {
                field.request_focus();
            }
        }
        ui.horizontal_wrapped(|ui| {
            if bits::button(ui, &fl!(desk.words, "window-go-on")).clicked() {
                // A line that nobody added is not lost without a word.
                let more = self.more.trim().to_owned();
                answer = Some(Answer::Ticked { ticked: ticked.clone(), more });
            }
            for (number, option) in asked.options.iter().enumerate() {
                if bits::button(ui, option).clicked() {
                    answer = Some(Answer::Chosen(number));
                }
            }
            if bits::button(ui, &fl!(desk.words, "window-not-now")).clicked() {
                answer = Some(Answer::No);
            }
        });
        answer
    }
}
