//! Asks the person at the screens and waits for the answer.

use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender};
use refuge::crypto::PluginTalk;
use refuge::error::{Error, Result};
use secrecy::SecretString;

use super::{Desk, Shared};
use crate::faces::names::same_name;
use crate::faces::{Catalog, fl, safe};
use crate::window::both::Tongues;
use crate::window::matters::capitalised;
use crate::window::orders::News;
use crate::window::questions::{Answer, Asked, Blank, Page, Question, SecretAsked, Ticks};

/// What was given where there was something to choose beside what is typed.
pub(super) enum Given<T> {
    /// What was typed.
    Typed(T),
    /// The number of an option.
    Option(usize),
}

/// What was ticked, and a line to add; an empty one adds nothing.
pub(super) struct Ticked {
    pub(super) ticked: Vec<bool>,
    pub(super) more: String,
}

/// Can ask, from anywhere in the worker's thread.
#[derive(Clone)]
pub(super) struct Asker {
    pub(super) tongues: Arc<Tongues>,
    pub(super) shared: Arc<Shared>,
    pub(super) tells: Sender<News>,
    pub(super) answered: Receiver<Answer>,
}

impl Asker {
    fn wait(&self, asked: Asked) -> Result<Answer> {
        // A window that is gone hears nothing, and answers nothing.
        drop(self.tells.send(News::Asks(asked)));
        self.shared.context.request_repaint();
        match self.answered.recv() {
            Ok(Answer::No) => Err(Error::NotConfirmed),
            Ok(other) => Ok(other),
            Err(_) => Err(Error::Interrupted),
        }
    }

    fn choice(&self, asks: impl Fn(&Catalog) -> Question) -> Result<usize> {
        chosen(&self.wait(Asked::Choice(self.tongues.say(|words| begun(asks(words)))))?)
    }

    fn line(&self, asks: impl Fn(&Catalog) -> Blank) -> Result<Given<String>> {
        let asks = |words: &Catalog| {
            let blank = asks(words);
            Blank { options: all_begun(&blank.options), ..blank }
        };
        match self.wait(Asked::Line(self.tongues.say(asks)))? {
            Answer::Written(line) => Ok(Given::Typed(line)),
            other => chosen(&other).map(Given::Option),
        }
    }

    fn secret(&self, asks: impl Fn(&Catalog) -> SecretAsked) -> Result<Given<SecretString>> {
        match self.wait(Asked::Secret(self.tongues.say(asks)))? {
            Answer::Secret(typed) => Ok(Given::Typed(typed)),
            other => chosen(&other).map(Given::Option),
        }
    }
}

fn chosen(answer: &Answer) -> Result<usize> {
    match answer {
        Answer::Chosen(number) => Ok(*number),
        Answer::Written(_) | Answer::Ticked { .. } | Answer::Secret(_) | Answer::No => {
            Err(Error::NotConfirmed)
        }
    }
}

fn begun(question: Question) -> Question {
    Question { options: all_begun(&question.options), ..question }
}

fn all_begun(options: &[String]) -> Vec<String> {
    options.iter().map(|option| capitalised(option)).collect()
}

impl Desk {
    /// Asks and waits; the number of the option.
    pub(super) fn ask(&self, asks: impl Fn(&Catalog) -> Question) -> Result<usize> {
        self.asker.choice(asks)
    }

    /// A line, or one of what is beside it.
    pub(super) fn ask_line(&self, asks: impl Fn(&Catalog) -> Blank) -> Result<Given<String>> {
        self.asker.line(asks)
    }

    /// A line and nothing else.
    pub(super) fn ask_text(&self, asks: impl Fn(&Catalog) -> Blank) -> Result<String> {
        match self.asker.line(asks)? {
            Given::Typed(line) => Ok(line),
            Given::Option(_) => Err(Error::NotConfirmed),
        }
    }

    /// Goes on only once this name is typed; whoever typed something else is told what it is.
    pub(super) fn typed(&self, name: &str, asks: impl Fn(&Catalog) -> Blank) -> Result<()> {
        let mut is_wrong = false;
        loop {
            let typed = self.ask_text(|words| {
                let why = is_wrong.then(|| fl!(words, "window-type-again", name = safe(name)));
                Blank { why, ..asks(words) }
            })?;
            if same_name(&typed, name) {
                return Ok(());
            }
            is_wrong = true;
        }
    }

    /// A secret, or one of what is beside it.
    pub(super) fn ask_secret(
        &self,
        asks: impl Fn(&Catalog) -> SecretAsked,
    ) -> Result<Given<SecretString>> {
        self.asker.secret(asks)
    }

    /// The same, with a way out that leaves everything.
    pub(super) fn ask_or_leave(&self, asks: impl Fn(&Catalog) -> Question) -> Result<usize> {
        let options = std::cell::Cell::new(0);
        let chosen = self.ask(|words| {
            let mut question = asks(words);
            options.set(question.options.len());
            question.options.push(fl!(words, "window-not-now"));
            question
        })?;
        if chosen < options.get() { Ok(chosen) } else { Err(Error::NotConfirmed) }
    }

    /// What was ticked in a list, with a line to add to it; or one of what is beside it.
    pub(super) fn ask_ticks(&self, asks: impl Fn(&Catalog) -> Ticks) -> Result<Given<Ticked>> {
        match self.asker.wait(Asked::Ticks(self.tongues.say(asks)))? {
            Answer::Ticked { ticked, more } => Ok(Given::Typed(Ticked { ticked, more })),
            other => chosen(&other).map(Given::Option),
        }
    }

    /// Shows a secret until something is chosen.
    pub(super) fn ask_beside(
        &self,
        page: Page,
        asks: impl Fn(&Catalog) -> Question,
    ) -> Result<usize> {
        let question = self.tongues.say(|words| begun(asks(words)));
        chosen(&self.asker.wait(Asked::Page(question, page))?)
    }
}

/// Tokens may ask to be touched, or for a PIN.
impl PluginTalk for Asker {
    fn say(&self, message: &str) {
        let message = bare(message);
        drop(self.choice(|words| Question {
            told: vec![message.clone()],
            options: vec![fl!(words, "window-go-on")],
        }));
    }

    fn confirm(&self, message: &str, yes: &str, no: Option<&str>) -> Option<bool> {
        let told = bare(message);
        let options: Vec<String> = no.into_iter().chain([yes]).map(bare).collect();
        let last = options.len() - 1;
        let asks = |_: &Catalog| Question { told: vec![told.clone()], options: options.clone() };
        self.choice(asks).ok().map(|number| number == last)
    }

    fn ask(&self, message: &str) -> Option<String> {
        let name = bare(message);
        match self.line(|_| Blank { name: name.clone(), ..Blank::default() }) {
            Ok(Given::Typed(line)) => Some(line),
            _ => None,
        }
    }

    fn ask_secret(&self, message: &str) -> Option<SecretString> {
        let name = bare(message);
        match self.secret(|_| SecretAsked { name: name.clone(), ..SecretAsked::default() }) {
            Ok(Given::Typed(typed)) => Some(typed),
            _ => None,
        }
    }
}

/// Isolates around names are for screens that mix directions of writing; here they show as codes.
fn bare(message: &str) -> String {
    safe(&message.replace(['\u{2068}', '\u{2069}'], ""))
}
