//! The real terminal.

use std::io::{self, IsTerminal};

use anstream::AutoStream;
use inquire::InquireError;
use inquire::ui::{RenderConfig, Styled};
use refuge::error::{Error, KeyTrouble, Result};
use secrecy::SecretString;

use super::{Colours, Sink, Ui};

/// Standard input, output and error of the process.
pub(crate) struct Terminal {
    results: Sink,
    talk: Sink,
    quiet: bool,
    no_input: bool,
}

impl Terminal {
    /// `quiet` drops ordinary talk; `no_input` never asks.
    pub(crate) fn new(colours: Colours, quiet: bool, no_input: bool) -> Self {
        Self {
            results: Sink::new(AutoStream::new(io::stdout(), colours.0)),
            talk: Sink::new(AutoStream::new(io::stderr(), colours.0)),
            quiet,
            no_input,
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

    /// Whether a person watches standard error.
    pub(crate) fn is_watched() -> bool {
        io::stderr().is_terminal()
    }

    /// Whether both ends are a person's terminal.
    pub(crate) fn has_person() -> bool {
        io::stdin().is_terminal() && io::stdout().is_terminal()
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
            .with_answered_prompt_prefix(Styled::new(" "));
        let mut question = inquire::Text::new(prompt).with_render_config(look);
        if let Some(default) = default {
            question = question.with_default(default);
        }
        question.prompt().map_err(|error| turned_away(&error))
    }

    /// The prompt is written by us: on Windows rpassword writes it as UTF-8 bytes to a console that
    /// expects another code page, which garbles accents.
    fn read_hidden(&mut self, prompt: &str) -> Result<SecretString> {
        self.talk.write(&format!("  {prompt} ")).ok();
        let config = rpassword::ConfigBuilder::new().password_feedback_mask('*').build();
        rpassword::read_password_with_config(config).map(SecretString::from).map_err(|error| {
            match error.kind() {
                io::ErrorKind::Interrupted => Error::Interrupted,
                _ => Error::Key(KeyTrouble::Needed),
            }
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
