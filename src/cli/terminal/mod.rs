//! The only door to standard input, output and error.
//!
//! Results go to standard output, talk to standard error, so that `refuge … > file` and pipes keep
//! working. Whatever comes from outside is made safe (`faces/sanitize.rs`) before it gets here.

mod real;
#[cfg(test)]
pub(crate) mod scripted;
mod sink;
pub(crate) mod style;
pub(crate) mod table;
mod talk;
mod token;

use std::io;

use refuge::error::Result;
use secrecy::SecretString;

pub(crate) use crate::faces::{dropped, safe, safe_bytes, safe_path};
pub(crate) use real::Terminal;
#[cfg(test)]
pub(crate) use sink::Memory;
pub(crate) use sink::{Sink, fill};
pub(crate) use style::{Colours, Symbols, alarm};
pub(crate) use talk::{Picked, Talk, yes_or_no};
pub(crate) use token::TokenTalk;

/// The six things a terminal does for us. [`Talk`] builds questions on it.
pub(crate) trait Ui {
    /// A line of result, on standard output.
    fn result(&mut self, line: &str) -> io::Result<()>;
    /// A line of talk, on standard error.
    fn say(&mut self, line: &str);
    /// Whether a person is there who may be asked.
    fn can_ask(&self) -> bool;
    /// Reads one visible line. `NotConfirmed` when the person turns away, `Interrupted` on Ctrl-C.
    fn read(&mut self, prompt: &str, default: Option<&str>) -> Result<String>;
    /// Reads one line without showing it.
    fn read_hidden(&mut self, prompt: &str) -> Result<SecretString>;
    /// Turns to an empty screen of which nothing stays when it is left, or back to the usual one.
    fn private_screen(&mut self, on: bool);
}

/// Columns of the terminal results go to, where there is one.
pub(crate) fn columns() -> Option<usize> {
    columns_of(&console::Term::stdout())
}

/// Columns of the terminal that is talked on, where there is one.
pub(crate) fn talk_columns() -> Option<usize> {
    columns_of(&console::Term::stderr())
}

fn columns_of(terminal: &console::Term) -> Option<usize> {
    let (_, columns) = terminal.size_checked()?;
    Some(usize::from(columns)).filter(|columns| *columns > 0)
}
