//! What was typed, as it is meant: `help` as a word, an address for a path, a name with a slip in it.

use std::ffi::{OsStr, OsString};

use clap::CommandFactory;
pub(crate) use strsim::osa_distance as letters_between;

use super::flags;
use crate::cli::{args::Cli, terminal::dropped};

/// Whoever asks for help in a word means `--help`.
const HELP: [&str; 2] = ["help", "aide"];
/// One letter in so many may be a slip.
const LETTERS_FOR_A_SLIP: usize = 3;

/// The command line with addresses as paths; `refuge help backup` as `refuge backup --help`.
pub(crate) fn arguments(given: &[OsString]) -> Vec<OsString> {
    let mut args: Vec<OsString> = given.iter().map(|arg| dropped::argument(arg)).collect();
    if let Some(at) = first_word(&args).and_then(|first| help_from(&args, first)) {
        args.remove(at);
        args.push("--help".into());
    }
    args
}

/// Where help is asked for: in the first word, or in the one after a command that takes no words of a person's own.
fn help_from(args: &[OsString], first: usize) -> Option<usize> {
    let is_help = |at: usize| args.get(at).is_some_and(|arg| HELP.iter().any(|word| arg == word));
    if is_help(first) {
        return Some(first);
    }
    if !is_help(first + 1) {
        return None;
    }
    let tree = Cli::command();
    let command = tree.find_subcommand(args.get(first)?)?;
    let takes_words = command.get_positionals().next().is_some();
    (!takes_words).then_some(first + 1)
}

/// Where the first word stands that is neither a flag nor the value of one.
fn first_word(args: &[OsString]) -> Option<usize> {
    let tree = Cli::command();
    let takes_value = |flag: &OsStr| {
        let Some(name) = flag.to_str().and_then(|flag| flag.strip_prefix("--")) else {
            return false;
        };
        let name = flags::own_name(name);
        tree.get_arguments()
            .any(|arg| arg.get_long() == Some(name) && arg.get_action().takes_values())
    };
    let mut is_value = false;
    for (at, arg) in args.iter().enumerate().skip(1) {
        if is_value {
            is_value = false;
        } else if arg.as_encoded_bytes().first() == Some(&b'-') {
            is_value = takes_value(arg);
        } else {
            return Some(at);
        }
    }
    None
}

/// Whether so few letters differ that one may be a slip for the other.
pub(crate) fn is_slip(typed: &str, letters: usize) -> bool {
    letters <= (typed.chars().count() / LETTERS_FOR_A_SLIP).max(1)
}

/// The one of these names that was meant, if few letters differ; case aside.
pub(crate) fn nearest(typed: &str, names: impl IntoIterator<Item = String>) -> Option<String> {
    let folded = typed.to_lowercase();
    let distance = |name: &String| letters_between(&folded, &name.to_lowercase());
    let near = names.into_iter().min_by_key(distance)?;
    is_slip(&folded, distance(&near)).then_some(near)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(line: &str) -> String {
        let args: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        let args: Vec<String> =
            arguments(&args).into_iter().map(|arg| arg.into_string().unwrap()).collect();
        args.join(" ")
    }

    #[test]
    fn help_is_a_word_in_both_languages_where_no_word_of_ones_own_can_stand() {
        assert_eq!(after("refuge help"), "refuge --help");
        assert_eq!(after("refuge aide"), "refuge --help");
        assert_eq!(
            after("refuge --lang fr aide disques ajouter"),
            "refuge --lang fr disques ajouter --help"
        );
        assert_eq!(after("refuge --home help backup"), "refuge --home help backup");
        assert_eq!(after("refuge find help"), "refuge find help");
        assert_eq!(after("refuge restaurer aide"), "refuge restaurer aide");
        assert_eq!(after("refuge sauvegarder aide"), "refuge sauvegarder --help");
        assert_eq!(after("refuge disques aide perdu"), "refuge disques perdu --help");
        assert_eq!(after("refuge keys help"), "refuge keys --help");
        assert_eq!(after("refuge"), "refuge");
    }

    #[test]
    fn a_name_with_a_slip_is_understood_and_another_is_not() {
        let near = |typed| nearest(typed, ["Noir", "Rouge", "Bleu"].map(str::to_owned));
        assert_eq!(near("Nior").as_deref(), Some("Noir"), "two letters that changed places");
        assert_eq!(near("noi").as_deref(), Some("Noir"));
        assert_eq!(near("Ruge").as_deref(), Some("Rouge"));
        assert_eq!(near("Vert"), None);
        assert_eq!(nearest("x", []), None);
    }
}
