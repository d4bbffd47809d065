//! What the worker can ask, and what is answered.

use secrecy::SecretString;
use zeroize::Zeroizing;

use super::both::Both;

/// What a person answered.
pub(crate) enum Answer {
    /// The number of an option.
    Chosen(usize),
    /// A line that was typed, with something in it.
    Written(String),
    /// A passphrase, or words.
    Secret(SecretString),
    /// What was ticked in a list, and a line to add to it.
    Ticked { ticked: Vec<bool>, more: String },
    /// Turned away.
    No,
}

/// Something to choose from.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    /// What is said before it.
    pub(crate) told: Vec<String>,
    /// The options, the safe one first.
    pub(crate) options: Vec<String>,
}

/// A line to be typed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Blank {
    /// What is said before it.
    pub(crate) told: Vec<String>,
    /// Why it is asked again.
    pub(crate) why: Option<String>,
    /// What the line is called.
    pub(crate) name: String,
    /// What stands in it at first.
    pub(crate) proposed: String,
    /// What can be chosen instead.
    pub(crate) options: Vec<String>,
}

/// Something to be typed that nobody else may see.
#[derive(Debug, Clone, Default)]
pub(crate) struct SecretAsked {
    /// What is said before it.
    pub(crate) told: Vec<String>,
    /// Why it is asked again.
    pub(crate) why: Option<String>,
    /// What the line is called.
    pub(crate) name: String,
    /// It is copied from paper, and is seen while it is typed.
    pub(crate) is_seen: bool,
    /// What can be given instead.
    pub(crate) options: Vec<String>,
}

/// A list to tick.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ticks {
    /// What is said before it.
    pub(crate) told: Vec<String>,
    /// One line each.
    pub(crate) rows: Vec<String>,
    /// What is ticked at first.
    pub(crate) ticked: Vec<bool>,
    /// What a line that can be added is called, where one can.
    pub(crate) more: Option<String>,
    /// What can be chosen instead.
    pub(crate) options: Vec<String>,
}

/// Secret words to be copied by hand.
pub(crate) struct Page {
    pub(crate) words: Vec<Zeroizing<String>>,
    /// The number of the first, where they are numbered one below the other as on the sheet; else they stand in a
    /// line.
    pub(crate) first_number: Option<usize>,
}

/// What is waited for.
pub(crate) enum Asked {
    Choice(Both<Question>),
    Line(Both<Blank>),
    Ticks(Both<Ticks>),
    Secret(Both<SecretAsked>),
    /// Something to choose once a secret was copied from the screen.
    Page(Both<Question>, Page),
}
