//! A command line that is not understood, said in the user's language.
//!
//! clap's own sentences are English; its kinds and contexts are typed, so the sentences are made
//! anew from them. Exit code 2.

use std::ffi::OsString;

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::cli::{
    Catalog, Language,
    explain::{ErrorId, Explanation},
    fl, safe,
    words::{
        flags,
        help::name_of,
        meant::{self, letters_between},
    },
};

/// The three parts for a command line clap refused.
pub(crate) fn explain(
    words: &Catalog,
    error: &clap::Error,
    tree: &Command,
    args: &[OsString],
) -> Explanation {
    let mut what = sentence(words, error, tree, args);
    if let Some(suggestion) = suggestion(words, error, tree, args) {
        what.push(' ');
        what.push_str(&fl!(words, "usage-suggestion", suggestion = suggestion));
    }
    let command = typed_command(words, tree, args);
    Explanation {
        id: ErrorId::U01,
        what,
        safe: fl!(words, "error-u01", "safe"),
        now: words
            .find_part("error-u01", "now", &[("command", command.into())].into())
            .unwrap_or_default(),
    }
}

fn sentence(words: &Catalog, error: &clap::Error, tree: &Command, args: &[OsString]) -> String {
    let place = place_of(tree, args).last().copied();
    let flag = |kind| flag_in_words(words, &context(error, kind), args);
    let arg = flag(ContextKind::InvalidArg);
    let value = context(error, ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => {
            fl!(words, "usage-value-missing", arg = arg)
        }
        ErrorKind::InvalidValue => {
            let valid = match error.get(ContextKind::ValidValue) {
                Some(ContextValue::Strings(all)) => all.clone(),
                _ => Vec::new(),
            };
            let valid: Vec<String> =
                valid.iter().map(|value| safe(&value_in_words(words, place, value))).collect();
            let valid = valid.join(", ");
            fl!(words, "usage-invalid-value", arg = arg, value = value, valid = valid)
        }
        ErrorKind::ValueValidation => {
            fl!(words, "usage-refused-value", arg = arg, value = value)
        }
        ErrorKind::UnknownArgument if arg.starts_with('-') => {
            fl!(words, "usage-unknown-argument", arg = arg)
        }
        ErrorKind::UnknownArgument => fl!(words, "usage-unknown-word", word = arg),
        ErrorKind::InvalidSubcommand => {
            let command = context(error, ContextKind::InvalidSubcommand);
            fl!(words, "usage-unknown-command", command = command)
        }
        ErrorKind::ArgumentConflict => conflict(words, arg, flag(ContextKind::PriorArg)),
        ErrorKind::MissingRequiredArgument => {
            let args = arg.replace("...", "");
            fl!(words, "usage-missing-argument", args = args)
        }
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

/// A flag as a sentence has it: `--drive <NAME>` is `--disque <NAME>` in French, unless it was typed in English.
fn flag_in_words(words: &Catalog, text: &str, typed: &[OsString]) -> String {
    let own = text.strip_prefix("--").unwrap_or_default();
    let own = own.split([' ', '=']).next().unwrap_or_default();
    let flag = format!("--{own}");
    let was_typed = || typed.iter().any(|arg| arg.to_string_lossy().starts_with(&flag));
    match flags::in_french(own) {
        Some(french) if words.language() == Language::French && !was_typed() => {
            text.replacen(&flag, &format!("--{french}"), 1)
        }
        _ => text.to_owned(),
    }
}

/// A value as the person's language has it: in French, the first other word for it.
fn value_in_words(words: &Catalog, place: Option<&Command>, value: &str) -> String {
    let of_place = place.into_iter().flat_map(Command::get_arguments);
    let mut known = of_place.flat_map(clap::Arg::get_possible_values);
    let own = known.find(|known| known.get_name() == value);
    let other = own.and_then(|own| own.get_name_and_aliases().nth(1).map(str::to_owned));
    match words.language() {
        Language::French => other.unwrap_or_else(|| value.to_owned()),
        Language::English => value.to_owned(),
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

fn suggestion(
    words: &Catalog,
    error: &clap::Error,
    tree: &Command,
    args: &[OsString],
) -> Option<String> {
    if error.kind() == ErrorKind::InvalidSubcommand {
        let typed = context(error, ContextKind::InvalidSubcommand);
        let place = place_of(tree, args).last().copied().unwrap_or(tree);
        return nearest(place, &typed).map(|found| name_of(found, words.language()).to_owned());
    }
    if error.kind() == ErrorKind::UnknownArgument {
        let word = context(error, ContextKind::InvalidArg);
        return a_drive(words, tree, args, &word)
            .or_else(|| one_of(error, ContextKind::SuggestedArg));
    }
    one_of(error, ContextKind::SuggestedArg).or_else(|| one_of(error, ContextKind::SuggestedValue))
}

/// A word where a command takes a drive by its flag may be the drive's name.
fn a_drive(words: &Catalog, tree: &Command, args: &[OsString], word: &str) -> Option<String> {
    let place = place_of(tree, args).last().copied()?;
    let takes_drive = place.get_arguments().any(|arg| arg.get_long() == Some("drive"));
    let is_word = !word.is_empty() && !word.starts_with('-');
    let command = typed_command(words, tree, args);
    let flag = flag_in_words(words, "--drive", &[]);
    (takes_drive && is_word).then(|| {
        if word.contains(' ') {
            format!("{command} {flag} \"{word}\"")
        } else {
            format!("{command} {flag} {word}")
        }
    })
}

/// clap's own suggestions, of which the last is the likeliest.
fn one_of(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => Some(safe(text)),
        Some(ContextValue::Strings(texts)) => texts.last().map(|text| safe(text)),
        _ => None,
    }
}

/// The command that was meant: by any of its names, in whatever language, if few letters differ.
fn nearest<'a>(place: &'a Command, typed: &str) -> Option<&'a Command> {
    let typed = typed.to_lowercase();
    let distance = |command: &Command| {
        let names = std::iter::once(command.get_name()).chain(command.get_all_aliases());
        names.map(|name| letters_between(&typed, name)).min()
    };
    let shown = place.get_subcommands().filter(|command| !command.is_hide_set());
    let far = |command: &&Command| distance(command).unwrap_or(usize::MAX);
    let found = shown.min_by_key(far)?;
    meant::is_slip(&typed, far(&found)).then_some(found)
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

/// The commands that were typed up to the mistake, the program first.
fn place_of<'a>(tree: &'a Command, args: &[OsString]) -> Vec<&'a Command> {
    let mut places = vec![tree];
    for word in args.iter().skip(1).filter_map(|arg| arg.to_str()) {
        let place = places.last().copied().unwrap_or(tree);
        places.extend(place.find_subcommand(word));
    }
    places
}

/// The command the person was typing, in their language: `refuge disques ajouter`.
fn typed_command(words: &Catalog, tree: &Command, args: &[OsString]) -> String {
    let names = place_of(tree, args).into_iter().map(|place| name_of(place, words.language()));
    names.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(language: crate::cli::Language, line: &str) -> String {
        use clap::CommandFactory;
        let words = Catalog::load(language).unwrap();
        let tree =
            crate::cli::words::help::localized(crate::cli::args::Cli::command(), &words, None);
        let args: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        let error = tree.clone().try_get_matches_from(&args).unwrap_err();
        explain(&words, &error, &tree, &args).what.replace('\u{a0}', " ")
    }

    #[test]
    fn one_thing_is_suggested_and_it_is_the_right_one() {
        use crate::cli::Language::{English, French};
        for (language, line, right) in [
            (French, "refuge restorer", "« restaurer »"),
            (French, "refuge sauvegardr", "« sauvegarder »"),
            (French, "refuge disques ajoutr", "« ajouter »"),
            (French, "refuge sauvegarder Noir", "« refuge sauvegarder --disque Noir »"),
            (English, "refuge restor", "\"restore\""),
            (English, "refuge backup --dryrun", "\"--dry-run\""),
        ] {
            let said = said(language, line);
            assert!(said.contains(right) && !said.contains(", "), "{line}: {said}");
        }
    }

    #[test]
    fn a_flag_in_a_sentence_is_french_in_french_unless_it_was_typed_in_english() {
        use crate::cli::Language::{English, French};
        let typed = ["refuge".into(), "--by=x".into()];
        let of = |language, text| flag_in_words(&Catalog::load(language).unwrap(), text, &typed);
        assert_eq!(of(French, "--drive <NOM>"), "--disque <NOM>");
        assert_eq!(of(French, "--by <NOM>"), "--by <NOM>");
        assert_eq!(of(English, "--drive <NAME>"), "--drive <NAME>");
    }

    #[test]
    fn what_is_missing_is_named_without_the_dots_of_a_list() {
        let said = said(crate::cli::Language::French, "refuge chercher");
        assert!(said.contains("<MOTS>") && !said.contains(".."), "{said}");
    }

    #[test]
    fn letters_that_differ_are_counted() {
        let between = |typed, name| letters_between(typed, name);
        assert_eq!(between("Nior", "Noir"), 1);
        assert_eq!(between("clore", "clore"), 0);
        assert_eq!(between("close", "clore"), 1);
        assert_eq!(between("restorer", "restaurer"), 2);
        assert_eq!((between("", "end"), between("end", "")), (3, 3));
        assert_eq!(between("sauvegardr", "sauvegarder"), 1);
    }
}
