//! A question of the worker on the screen: something to choose, to type, or to type unseen.

use eframe::egui::{Key, TextEdit, Ui};

use super::bits;
use super::orders::{Line, Tone};
use super::page;
use super::questions::{Answer, Asked, Blank, Page, Question, SecretAsked};
use super::screens::Desk;
use super::secret::SecretField;
use super::ticks::Ticking;
use crate::faces::fl;

/// The question that the worker waits with, and what is being typed.
#[derive(Default)]
pub(crate) struct Asking {
    asked: Option<Asked>,
    secret: SecretField,
    line: Option<String>,
    ticking: Ticking,
}

impl Asking {
    /// Whether anything is waited for.
    pub(crate) const fn is_open(&self) -> bool {
        self.asked.is_some()
    }

    pub(crate) fn begin(&mut self, asked: Asked) {
        self.end();
        self.asked = Some(asked);
    }

    /// Whether something was waited for; what was typed is wiped.
    pub(crate) fn end(&mut self) -> bool {
        self.secret.clear();
        self.line = None;
        self.ticking = Ticking::default();
        self.asked.take().is_some()
    }

    /// Draws it; the answer, once there is one.
    pub(crate) fn show(&mut self, ui: &mut Ui, desk: &Desk<'_>) -> Option<Answer> {
        let asked = self.asked.take()?;
        let edge = desk.palette.accent;
        let shown = bits::edged(ui, &desk.palette, edge, |ui| match &asked {
            Asked::Choice(question) => choice(ui, desk, question.of(desk.language)),
            Asked::Line(blank) => self.line(ui, desk, blank.of(desk.language)),
            Asked::Ticks(ticks) => self.ticking.show(ui, desk, ticks.of(desk.language)),
            Asked::Secret(secret) => self.secret(ui, desk, secret.of(desk.language)),
            Asked::Page(question, words) => paged(ui, desk, question.of(desk.language), words),
        });
        match shown.inner {
            None => self.asked = Some(asked),
            Some(_) => drop(self.end()),
        }
        shown.inner
    }

    fn line(&mut self, ui: &mut Ui, desk: &Desk<'_>, blank: &Blank) -> Option<Answer> {
        for told in &blank.told {
            bits::say(ui, told);
        }
        warned(ui, desk, blank.why.as_ref());
        let mut answer = None;
        let line = self.line.get_or_insert_with(|| blank.proposed.clone());
        if let Some(path) = bits::dropped(ui) {
            *line = path;
        }
        let label = bits::say(ui, &blank.name);
        let width = ui.available_width().min(460.0);
        let field = ui.add(TextEdit::singleline(line).desired_width(width).margin(10.0));
        let field = field.labelled_by(label.id);
        bits::edge(ui, &field, &desk.palette);
        if desk.wants_focus {
            field.request_focus();
            field.scroll_to_me(None);
        }
        let is_entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let goes_on = ui.horizontal_wrapped(|ui| {
            let goes_on = bits::button(ui, &fl!(desk.words, "window-go-on")).clicked();
            if bits::button(ui, &fl!(desk.words, "window-not-now")).clicked() {
                answer = Some(Answer::No);
            }
            goes_on
        });
        let typed = line.trim();
        if (goes_on.inner || is_entered) && !typed.is_empty() {
            answer = Some(Answer::Written(typed.to_owned()));
        } else if is_entered {
            field.request_focus();
        }
        answer.or_else(|| options(ui, &blank.options))
    }

    fn secret(&mut self, ui: &mut Ui, desk: &Desk<'_>, asked: &SecretAsked) -> Option<Answer> {
        bits::part(ui, &asked.name);
        for told in &asked.told {
            bits::say(ui, told);
        }
        warned(ui, desk, asked.why.as_ref());
        let (field, is_entered) = self.secret.show(ui, &asked.name, asked.is_seen, &desk.palette);
        if desk.wants_focus {
            field.request_focus();
            field.scroll_to_me(None);
        }
        let mut answer = None;
        ui.horizontal_wrapped(|ui| {
            let opens = bits::button(ui, &fl!(desk.words, "window-go-on")).clicked() || is_entered;
            if opens && !self.secret.is_empty() {
                answer = Some(Answer::Secret(self.secret.take()));
            }
            if bits::button(ui, &fl!(desk.words, "window-not-now")).clicked() {
                answer = Some(Answer::No);
            }
        });
        answer.or_else(|| options(ui, &asked.options))
    }
}

fn paged(ui: &mut Ui, desk: &Desk<'_>, question: &Question, words: &Page) -> Option<Answer> {
    for line in &question.told {
        bits::say(ui, line);
    }
    page::show(ui, words, &desk.palette);
    buttons(ui, desk, &question.options)
}

/// Why it is asked again.
fn warned(ui: &mut Ui, desk: &Desk<'_>, why: Option<&String>) {
    if let Some(why) = why {
        let line = Line { text: why.clone(), tone: Tone::Warning };
        bits::line(ui, &line, &desk.palette);
    }
}

fn choice(ui: &mut Ui, desk: &Desk<'_>, question: &Question) -> Option<Answer> {
    for line in &question.told {
        bits::say(ui, line);
    }
    buttons(ui, desk, &question.options)
}

/// One below the other; the first has the keyboard.
fn buttons(ui: &mut Ui, desk: &Desk<'_>, options: &[String]) -> Option<Answer> {
    let mut answer = None;
    for (number, option) in options.iter().enumerate() {
        let response = bits::button(ui, option);
        if desk.wants_focus && number == 0 {
            response.request_focus();
        }
        if response.clicked() {
            answer = Some(Answer::Chosen(number));
        }
    }
    answer
}

fn options(ui: &mut Ui, options: &[String]) -> Option<Answer> {
    let mut answer = None;
    for (number, option) in options.iter().enumerate() {
        if bits::button(ui, option).clicked() {
            answer = Some(Answer::Chosen(number));
        }
    }
    answer
}
