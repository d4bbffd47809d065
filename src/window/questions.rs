//! What the worker can ask, and what is answered.

use secrecy::SecretString;

use super::both::Both;

/// What a person answered.
pub(crate) enum Answer {
    /// The number of an option.
    Chosen(usize),
    /// A line that was typed, with something in it.
    Written(String),
    /// A passphrase, or words.
    Secret(SecretString),
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

/// What is waited for.
pub(crate) enum Asked {
    Choice(Both<Question>),
    Line(Both<Blank>),
    Secret(Both<SecretAsked>),
}
