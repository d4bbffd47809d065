//! A command line that is not understood, said in the user's language.
//!
//! clap's own sentences are English; its kinds and contexts are typed, so the sentences are made
//! anew from them. Exit code 2.

use std::ffi::OsString;

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::cli::{
    Catalog,
    explain::{ErrorId, Explanation},
    fl, safe,
};

/// The three parts for a command line clap refused.
pub(crate) fn explain(
    words: &Catalog,
    error: &clap::Error,
    tree: &Command,
    args: &[OsString],
) -> Explanation {
    let mut what = sentence(words, error);
    if let Some(suggestion) = suggestion(error) {
        what.push(' ');
        what.push_str(&fl!(words, "usage-suggestion", suggestion = suggestion));
    }
    let command = typed_command(tree, args);
    Explanation {
        id: ErrorId::U01,
        what,
        safe: fl!(words, "error-u01", "safe"),
        now: words
            .find_part("error-u01", "now", &[("command", command.into())].into())
            .unwrap_or_default(),
    }
}

fn sentence(words: &Catalog, error: &clap::Error) -> String {
    let arg = context(error, ContextKind::InvalidArg);
    let value = context(error, ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => {
            fl!(words, "usage-value-missing", arg = arg)
        }
        ErrorKind::InvalidValue => {
            let valid = context(error, ContextKind::ValidValue);
            fl!(words, "usage-invalid-value", arg = arg, value = value, valid = valid)
        }
        ErrorKind::ValueValidation => {
            fl!(words, "usage-refused-value", arg = arg, value = value)
        }
        ErrorKind::UnknownArgument => fl!(words, "usage-unknown-argument", arg = arg),
        ErrorKind::InvalidSubcommand => {
            let command = context(error, ContextKind::InvalidSubcommand);
            fl!(words, "usage-unknown-command", command = command)
        }
        ErrorKind::ArgumentConflict => {
            let prior = context(error, ContextKind::PriorArg);
            conflict(words, arg, prior)
        }
        ErrorKind::MissingRequiredArgument => fl!(words, "usage-missing-argument", args = arg),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            fl!(words, "usage-missing-command")
        }
        ErrorKind::TooFewValues => fl!(words, "usage-too-few-values", arg = arg),
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues => {
            fl!(words, "usage-too-many-values", arg = arg)
        }
        ErrorKind::NoEquals => fl!(words, "usage-no-equals", arg = arg),
        ErrorKind::InvalidUtf8 => fl!(words, "usage-not-text"),
        _ => fl!(words, "usage-other"),
    }
}

/// Without a second name, the flag was given twice.
fn conflict(words: &Catalog, arg: String, prior: String) -> String {
    if prior.is_empty() || prior == arg {
        fl!(words, "usage-given-twice", arg = arg)
    } else {
        fl!(words, "usage-conflict", arg = arg, prior = prior)
    }
}

fn suggestion(error: &clap::Error) -> Option<String> {
    [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue]
        .into_iter()
        .map(|kind| context(error, kind))
        .find(|text| !text.is_empty())
}

/// A context as text; lists are joined by commas.
fn context(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => safe(text),
        Some(ContextValue::Strings(texts)) => safe(&texts.join(", ")),
        Some(ContextValue::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// The command the person was typing, as typed: `refuge disques ajouter`.
fn typed_command(tree: &Command, args: &[OsString]) -> String {
    let mut place = tree;
    let mut typed = vec![tree.get_name().to_owned()];
    for word in args.iter().skip(1).filter_map(|arg| arg.to_str()) {
        if let Some(command) = place.find_subcommand(word) {
            place = command;
            typed.push(word.to_owned());
        }
    }
    typed.join(" ")
}
