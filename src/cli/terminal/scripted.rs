//! A terminal for tests: answers from a list, everything said is kept.

use std::collections::VecDeque;
use std::io;

use refuge::error::{Error, Result};
use secrecy::SecretString;

use super::Ui;

/// Answers in order; `NotConfirmed` when they run out.
#[derive(Default)]
pub(crate) struct Scripted {
    answers: VecDeque<String>,
    alone: bool,
    /// Lines of result.
    pub(crate) results: Vec<String>,
    /// Lines of talk, prompts not included.
    pub(crate) said: Vec<String>,
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
}

impl Ui for Scripted {
    fn result(&mut self, line: &str) -> io::Result<()> {
        self.results.push(line.to_owned());
        Ok(())
    }

    fn say(&mut self, line: &str) {
        self.said.push(line.to_owned());
    }

    fn can_ask(&self) -> bool {
        !self.alone
    }

    fn read(&mut self, _prompt: &str, default: Option<&str>) -> Result<String> {
        let answer = self.answers.pop_front().ok_or(Error::NotConfirmed)?;
        Ok(if answer.is_empty() { default.unwrap_or_default().to_owned() } else { answer })
    }

    fn read_hidden(&mut self, prompt: &str) -> Result<SecretString> {
        self.read(prompt, None).map(SecretString::from)
    }
}
