//! What every command is given: the words, the flags, the terminal, the wish to stop.

use std::path::PathBuf;

use refuge::error::{Action, Error, Result};
use refuge::event::Step;
use secrecy::SecretString;
use zeroize::Zeroizing;

use crate::cli::{
    Catalog, Exit, Failure, Summary,
    args::Common,
    fl, log,
    opening::kept::Kept,
    progress::{Progress, Style, Voice},
    stop::StopFlag,
    terminal::{Sink, Symbols, Talk, Terminal, Ui},
};

/// The face as a command sees it.
pub(crate) struct Face<'a> {
    /// Texts in the user's language. A reference, so that a sentence can be made while the
    /// terminal is in use: `let words = face.words;`.
    pub(crate) words: &'a Catalog,
    /// Flags every command takes.
    pub(crate) common: Common,
    /// Signs the terminal can show.
    pub(crate) symbols: Symbols,
    /// Set by Ctrl-C.
    pub(crate) stop: StopFlag,
    /// Keys that stay open while a menu is there; nothing elsewhere.
    pub(crate) kept: Option<Kept>,
    pub(super) ui: Box<dyn Ui>,
    pub(super) results: Sink,
    pub(super) talk: Sink,
}

impl<'a> Face<'a> {
    /// Questions to the person.
    pub(crate) fn talk(&mut self) -> Talk<'_> {
        Talk::new(self.words, self.ui.as_mut())
    }

    /// Does something on a screen of which nothing stays afterwards, whatever comes of it.
    pub(crate) fn privately<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        self.ui.private_screen(true);
        let done = work(self);
        self.ui.private_screen(false);
        done
    }

    /// Whether the passphrase comes from the person, who may then try again.
    pub(crate) fn asks_passphrase(&self) -> bool {
        let is_given = self.common.passphrase_file.is_some() || self.common.passphrase_stdin;
        !is_given && self.can_ask()
    }

    /// Whether a person is there who may be asked.
    pub(crate) fn can_ask(&self) -> bool {
        self.ui.can_ask()
    }

    /// A line of talk on standard error; dropped by `--quiet`.
    pub(crate) fn say(&mut self, line: &str) {
        self.ui.say(line);
    }

    /// A line of result on standard output.
    pub(crate) fn result(&mut self, line: &str) -> std::result::Result<(), Failure> {
        Ok(self.ui.result(line)?)
    }

    /// Ends a command: the summary line with `--json`, else the sentences for people.
    pub(crate) fn finish(
        &mut self,
        summary: &Summary,
        sentences: &[String],
    ) -> std::result::Result<Exit, Failure> {
        log::counted(&summary.value());
        if self.common.json {
            self.result(&summary.line())?;
        } else {
            for sentence in sentences {
                self.result(sentence)?;
            }
        }
        Ok(summary.exit())
    }

    /// Shows how a long operation goes. One per operation.
    pub(crate) fn progress(&self, command: &'static str, steps: &[Step]) -> Progress<'a> {
        let style = Style::decide(&self.common, Terminal::is_watched());
        let to = if style == Style::Json { self.results.clone() } else { self.talk.clone() };
        let (words, names, symbols) = (self.words, self.common.names, self.symbols);
        let voice = Voice { command, words, names, symbols, to };
        Progress::new(voice, steps, style, self.stop.clone())
    }

    /// The passphrase: from `--passphrase-file`, from standard input, or asked for.
    pub(crate) fn passphrase(&mut self) -> Result<SecretString> {
        if let Some(path) = self.common.passphrase_file.clone() {
            return read_secret(path);
        }
        if self.common.passphrase_stdin {
            return first_line(std::io::stdin().lock(), "-".into());
        }
        let prompt = fl!(self.words, "ask-passphrase");
        self.talk().secret(&prompt)
    }

    /// Where configuration and state live when the person said so: `--home`, then `REFUGE_HOME`.
    pub(crate) fn home(&self) -> Option<PathBuf> {
        let variable = || std::env::var_os("REFUGE_HOME").filter(|value| !value.is_empty());
        self.common.home.clone().or_else(|| variable().map(PathBuf::from))
    }
}

#[cfg(test)]
impl<'a> Face<'a> {
    /// A face for tests: flags as typed, answers from a list. The transcript holds what was said
    /// and printed.
    pub(crate) fn scripted(
        words: &'a Catalog,
        args: &[&str],
        answers: &[&str],
    ) -> (Self, crate::cli::terminal::scripted::Transcript) {
        use clap::Parser;
        let common = crate::cli::args::Cli::try_parse_from(args).unwrap().common;
        let ui = crate::cli::terminal::scripted::Scripted::answering(answers);
        let transcript = ui.transcript.clone();
        let face = Self {
            words,
            symbols: Symbols::decide(true, |_| None),
            stop: StopFlag::default(),
            results: Sink::new(transcript.results.clone()),
            talk: Sink::new(transcript.said.clone()),
            ui: Box::new(ui),
            common,
            kept: None,
        };
        (face, transcript)
    }
}

/// The first line of a secret's file; `--new-passphrase-file` uses it too.
pub(crate) fn read_secret(path: PathBuf) -> Result<SecretString> {
    let file = std::fs::File::open(&path).map_err(Error::io(Action::Read, &path))?;
    first_line(std::io::BufReader::new(file), path)
}

/// More than this is no passphrase.
const SECRET_BYTES_MAX: u64 = 4096;

fn first_line(from: impl std::io::BufRead, path: PathBuf) -> Result<SecretString> {
    let mut line = Zeroizing::new(String::with_capacity(256));
    std::io::BufRead::read_line(&mut from.take(SECRET_BYTES_MAX), &mut line)
        .map_err(Error::io(Action::Read, path))?;
    // Editors of Windows begin a file with a mark that nobody typed.
    let text = line.strip_prefix('\u{feff}').unwrap_or(&line);
    Ok(SecretString::from(text.trim_end_matches(['\r', '\n']).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret;

    #[test]
    fn only_the_first_line_of_a_passphrase_file_counts_and_its_spaces_stay() {
        let text: &[u8] = " ruban cabanon \r\nautre\n".as_bytes();
        let secret = first_line(text, "x".into()).unwrap();
        assert_eq!(secret.expose_secret(), " ruban cabanon ");
        let marked = first_line("\u{feff}ruban\r\n".as_bytes(), "x".into()).unwrap();
        assert_eq!(marked.expose_secret(), "ruban");
    }
}
