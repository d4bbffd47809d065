//! The real terminal.

use std::io::{self, IsTerminal};

use anstream::AutoStream;
use inquire::InquireError;
use inquire::ui::{RenderConfig, Styled};
use refuge::error::{Error, KeyTrouble, Result};
use secrecy::SecretString;

use super::{Colours, Sink, Ui, columns, talk_columns};
use crate::cli::{args::Common, stop};

/// Standard input, output and error of the process.
pub(crate) struct Terminal {
    results: Sink,
    talk: Sink,
    quiet: bool,
    no_input: bool,
}

impl Terminal {
    /// As the flags want it: `--quiet` drops ordinary talk, `--no-input` and `--json` never ask.
    pub(crate) fn new(common: &Common, colours: Colours) -> Self {
        let results = Sink::new(AutoStream::new(io::stdout(), colours.0));
        let talk = Sink::new(AutoStream::new(io::stderr(), colours.0));
        Self {
            // A program reads whole lines, even from a terminal.
            results: if common.json { results } else { results.within(columns) },
            talk: talk.within(talk_columns),
            quiet: common.quiet,
            no_input: common.no_input || common.json,
        }
    }

    /// Standard output, for lines written by other threads (`--json`).
    pub(crate) fn results(&self) -> Sink {
        self.results.clone()
    }

    /// Standard error, for progress lines and errors.
    pub(crate) fn talk(&self) -> Sink {
        self.talk.clone()
    }

    /// Shows a long question but for its last line, which is given back to stand before the answer.
    fn above_last_line(&self, question: &str) -> String {
        let broken = self.talk.broken(&format!("  {question}"));
        let (above, last) = broken.rsplit_once('\n').unwrap_or(("", &broken));
        if !above.is_empty() {
            self.talk.write(&format!("{above}\n")).ok();
        }
        last.trim_start().to_owned()
    }

    /// Whether a person watches standard error.
    pub(crate) fn is_watched() -> bool {
        io::stderr().is_terminal()
    }
}

impl Ui for Terminal {
    fn result(&mut self, line: &str) -> io::Result<()> {
        self.results.line(line)
    }

    fn say(&mut self, line: &str) {
        if !self.quiet {
            // Nobody can be told that standard error is closed.
            self.talk.line(line).ok();
        }
    }

    fn can_ask(&self) -> bool {
        !self.no_input && io::stdin().is_terminal() && io::stderr().is_terminal()
    }

    fn read(&mut self, prompt: &str, default: Option<&str>) -> Result<String> {
        let look = RenderConfig::empty()
            .with_prompt_prefix(Styled::new(" "))
            .with_answered_prompt_prefix(Styled::new(" "))
            .with_canceled_prompt_indicator(Styled::new(""));
        let prompt = self.above_last_line(prompt);
        let mut question = inquire::Text::new(&prompt).with_render_config(look);
        if let Some(default) = default {
            question = question.with_default(default);
        }
        if stop::is_on_the_way_back() {
            return Err(Error::Interrupted);
        }
        let answer = stop::while_asking(|| question.prompt());
        answer.map_err(|error| {
            // The cursor stands at the beginning of the question: what follows would be written over it.
            self.talk.write("\n").ok();
            turned_away(&error)
        })
    }

    /// The prompt is written by us: on Windows rpassword writes it as UTF-8 bytes to a console that
    /// expects another code page, which garbles accents.
    fn read_hidden(&mut self, prompt: &str) -> Result<SecretString> {
        let prompt = self.above_last_line(prompt);
        self.talk.write(&format!("  {prompt} ")).ok();
        let config = rpassword::ConfigBuilder::new().password_feedback_mask('*').build();
        if stop::is_on_the_way_back() {
            return Err(Error::Interrupted);
        }
        let read = stop::while_asking(|| {
            let read = rpassword::read_password_with_config(config);
            let is_own = |error: &io::Error| error.kind() == io::ErrorKind::Interrupted;
            if read.as_ref().is_err_and(is_own) {
                stop::hear_own();
            }
            read
        });
        read.map(SecretString::from).map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted => Error::Interrupted,
            _ => Error::Key(KeyTrouble::Needed),
        })
    }

    /// Written past the stream that strips colours: this is no colour.
    fn private_screen(&mut self, on: bool) {
        let turn = if on { PRIVATE_ON } else { PRIVATE_OFF };
        if self.can_ask() {
            Sink::new(io::stderr()).write(turn).ok();
        }
    }
}

/// The alternate screen has no scrollback; it is emptied before it is left, for terminals that keep it.
const PRIVATE_ON: &str = "\x1b[?1049h\x1b[2J\x1b[H";
const PRIVATE_OFF: &str = "\x1b[2J\x1b[H\x1b[?1049l";

const fn turned_away(error: &InquireError) -> Error {
    match error {
        InquireError::OperationInterrupted => Error::Interrupted,
        _ => Error::NotConfirmed,
    }
}
