//! A terminal for tests: answers from a list, everything said and printed is kept.

use std::collections::VecDeque;
use std::io::{self, Write};

use refuge::error::{Error, Result};
use secrecy::SecretString;

use super::{Memory, Ui};

/// Stand in the transcript where the private screen begins and ends.
pub(crate) const PRIVATE_ON: &str = "<private>";
pub(crate) const PRIVATE_OFF: &str = "</private>";

/// What went over the terminal; clones see the same.
#[derive(Clone, Default)]
pub(crate) struct Transcript {
    /// Standard output.
    pub(crate) results: Memory,
    /// Standard error, with prompts and the answers to them.
    pub(crate) said: Memory,
}

/// Answers in order; `NotConfirmed` when they run out.
#[derive(Default)]
pub(crate) struct Scripted {
    answers: VecDeque<String>,
    alone: bool,
    /// Everything that was said and printed.
    pub(crate) transcript: Transcript,
}

impl Scripted {
    /// A person who answers these.
    pub(crate) fn answering(answers: &[&str]) -> Self {
        let answers = answers.iter().map(|answer| (*answer).to_owned()).collect();
        Self { answers, ..Self::default() }
    }

    /// Nobody there.
    pub(crate) fn alone() -> Self {
        Self { alone: true, ..Self::default() }
    }

    fn answer(&mut self) -> Result<String> {
        self.answers.pop_front().ok_or(Error::NotConfirmed)
    }
}

impl Ui for Scripted {
    fn result(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.transcript.results, "{line}")
    }

    fn say(&mut self, line: &str) {
        writeln!(self.transcript.said, "{line}").unwrap();
    }

    fn can_ask(&self) -> bool {
        !self.alone
    }

    fn read(&mut self, prompt: &str, default: Option<&str>) -> Result<String> {
        let typed = self.answer()?;
        let answer = if typed.is_empty() { default.unwrap_or_default().to_owned() } else { typed };
        self.say(&format!("{prompt} {answer}"));
        Ok(answer)
    }

    fn read_hidden(&mut self, prompt: &str) -> Result<SecretString> {
        let answer = self.answer()?;
        self.say(&format!("{prompt} ********"));
        Ok(SecretString::from(answer))
    }

    fn private_screen(&mut self, on: bool) {
        self.say(if on { PRIVATE_ON } else { PRIVATE_OFF });
    }
}
