//! Every command and flag has its words, in both languages, and help shows no other language.

use std::collections::BTreeSet;

use clap::CommandFactory;

use super::*;
use crate::cli::args::Cli;

const LEFTOVERS: [&str; 8] = [
    "Usage:",
    "Options:",
    "Commands:",
    "Arguments:",
    "[default",
    "[possible",
    "[aliases",
    "Print ",
];

fn tree(language: Language) -> Command {
    let words = Catalog::load(language).unwrap();
    let mut tree = localized(Cli::command(), &words, Some(80));
    tree.build();
    tree
}

fn every(command: &Command, visit: &mut dyn FnMut(&Command)) {
    visit(command);
    command.get_subcommands().for_each(|sub| every(sub, visit));
}

fn page(command: &Command) -> String {
    command.clone().render_long_help().to_string()
}

#[test]
fn every_command_says_what_it_does_and_every_flag_has_its_words() {
    for language in [Language::French, Language::English] {
        every(&tree(language), &mut |command| {
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            assert!(!about.is_empty(), "{language:?}: {} has no words", command.get_name());
            for arg in command.get_arguments() {
                let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
                let (name, id) = (command.get_name(), arg.get_id());
                assert!(!help.is_empty(), "{language:?}: {name}: {id} has no words");
            }
        });
    }
}

#[test]
fn every_value_has_a_name_in_both_languages() {
    for language in [Language::French, Language::English] {
        let words = Catalog::load(language).unwrap();
        let page = Page { words: &words, width: COLUMNS_MAX, globals: Vec::new() };
        every(&Cli::command(), &mut |command| {
            let named = command
                .get_arguments()
                .filter(|arg| arg.get_action().takes_values() && arg.get_value_names().is_some());
            for arg in named {
                let id = arg.get_id();
                assert!(page.value_name(arg).is_some(), "{language:?}: {id} has no name");
            }
        });
    }
}

#[test]
fn french_help_has_no_english_leftovers() {
    every(&tree(Language::French), &mut |command| {
        let text = page(command);
        for leftover in LEFTOVERS {
            assert!(!text.contains(leftover), "{}: {leftover:?} in\n{text}", command.get_name());
        }
        assert!(text.contains("Utilisation\u{a0}: refuge"), "{text}");
        for english in ["FILE", "NAME", "PATH", "WORDS", "FOLDER"] {
            assert!(!text.contains(&format!("<{english}>")), "{english} in\n{text}");
        }
    });
}

#[test]
fn help_has_no_untranslated_key() {
    for language in [Language::French, Language::English] {
        every(&tree(language), &mut |command| {
            let text = page(command);
            assert!(!text.contains("No localization"), "{text}");
            for prefix in ["help-", "arg-", "value-", "heading-", "examples-"] {
                let bare = text.split_whitespace().any(|word| word.starts_with(prefix));
                assert!(!bare, "{prefix} in\n{text}");
            }
        });
    }
}

#[test]
fn french_help_speaks_french_command_words() {
    let tree = tree(Language::French);
    let text = page(&tree);
    for word in ["sauvegarder", "disques", "verifier", "historique", "purger"] {
        assert!(text.contains(&format!("\n  {word} ")), "{word} in\n{text}");
    }
    let add = tree.find_subcommand("drives").unwrap().find_subcommand("add").unwrap();
    assert!(page(add).contains("refuge disques ajouter [OPTIONS]"));
}

#[test]
fn no_flag_is_listed_twice() {
    every(&tree(Language::English), &mut |command| {
        let text = page(command);
        let mut flags: Vec<&str> = text
            .lines()
            .filter(|line| !line.starts_with("  refuge "))
            .filter_map(|line| line.split_whitespace().find(|word| word.starts_with("--")))
            .filter(|word| *word != "--lang" && *word != "--help")
            .collect();
        let all = flags.len();
        flags.sort_unstable();
        flags.dedup();
        assert_eq!(flags.len(), all, "{text}");
    });
}

#[test]
fn every_command_of_daily_use_begins_with_examples() {
    for language in [Language::French, Language::English] {
        let tree = tree(language);
        for command in tree.get_subcommands().filter(|command| command.get_name() != "about") {
            let text = page(command);
            let example = text.find("\n  refuge ");
            let usage = text.find("[OPTIONS]");
            assert!(example < usage && example.is_some(), "{}", command.get_name());
        }
    }
}

#[test]
fn no_help_text_is_left_without_its_command() {
    let words = Catalog::load(Language::English).unwrap();
    let mut used = BTreeSet::new();
    collect(&Cli::command(), "", &words, &mut used);
    let file = include_str!("../../../../i18n/en/refuge.ftl");
    for key in file.lines().filter_map(|line| line.split(" =").next()) {
        let is_help = ["help-", "examples-", "arg-"].iter().any(|start| key.starts_with(start));
        let is_fixed = ["help-common-options", "help-other-language"].contains(&key);
        if is_help && !is_fixed && !key.contains(' ') {
            assert!(used.contains(key), "{key} belongs to no command");
        }
    }
}

fn collect(command: &Command, key: &str, words: &Catalog, used: &mut BTreeSet<String>) {
    used.insert(format!("help-{key}"));
    used.insert(format!("examples-{key}"));
    for arg in command.get_arguments() {
        let id = arg.get_id().as_str().replace('_', "-");
        let own = format!("arg-{key}-{id}");
        let has_own = words.plain(&own).is_some();
        used.insert(if has_own { own } else { format!("arg-{id}") });
    }
    for sub in command.get_subcommands() {
        let name = sub.get_name();
        let key = if key.is_empty() { name.to_owned() } else { format!("{key}-{name}") };
        collect(sub, &key, words, used);
    }
}

#[test]
fn lines_stay_within_the_width_except_examples() {
    for language in [Language::French, Language::English] {
        every(&tree(language), &mut |command| {
            for line in page(command).lines().filter(|line| !line.starts_with("  refuge ")) {
                assert!(line.width() <= 96, "{}: {line}", command.get_name());
            }
        });
    }
}

/// `| \`drives add [PATH] [--name NAME]\` | what it does |`, as in the manual.
fn manual_row(command: &Command, typed: &str) -> String {
    let mut line = typed.to_owned();
    for arg in command.get_arguments().filter(|arg| !arg.is_global_set()) {
        let value = value_label(arg).replace(['<', '>'], "");
        let shown = match arg.get_long() {
            Some(long) => format!("--{long} {value}").trim_end().to_owned(),
            None => value,
        };
        line.push_str(&optional(&shown, !arg.is_required_set()).replace('|', "\\|"));
    }
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    format!("| `{line}` | {about} |")
}

fn manual_rows(command: &Command, typed: &str, rows: &mut Vec<String>) {
    for sub in command.get_subcommands() {
        let typed = format!("{typed} {}", sub.get_name()).trim().to_owned();
        rows.push(manual_row(sub, &typed));
        manual_rows(sub, &typed, rows);
    }
}

#[test]
fn the_manual_lists_every_command_with_its_flags() {
    let words = Catalog::load(Language::English).unwrap();
    let mut rows = Vec::new();
    manual_rows(&localized(Cli::command(), &words, None), "", &mut rows);
    let table = format!("| command | what it does |\n|---|---|\n{}\n", rows.join("\n"));
    let manual = include_str!("../../../../docs/cli.md");
    assert!(manual.contains(&table), "docs/cli.md should hold this table:\n{table}");
}

#[test]
fn the_command_tree_is_sound() {
    Cli::command().debug_assert();
}

#[test]
fn every_visible_verb_but_one_has_a_french_word() {
    let tree = Cli::command();
    let without: Vec<&str> = tree
        .get_subcommands()
        .filter(|sub| !sub.is_hide_set() && sub.get_visible_aliases().next().is_none())
        .map(Command::get_name)
        .collect();
    assert_eq!(without, ["incident"], "the same word in both languages");
}

#[test]
fn common_flags_are_understood_before_and_after_the_verb() {
    use clap::Parser;
    for line in [["refuge", "--json", "status"], ["refuge", "etat", "--json"]] {
        assert!(Cli::try_parse_from(line).unwrap().common.json);
    }
}

#[test]
fn no_page_is_wider_than_the_terminal_but_for_what_is_typed() {
    for language in [Language::French, Language::English] {
        every(&tree(language), &mut |command| {
            for line in page(command).lines().filter(|line| line.width() > 80) {
                let is_typed = line.starts_with("  refuge ") && !line.trim().contains("  ");
                assert!(is_typed, "{}: {line}", command.get_name());
            }
        });
    }
}

#[test]
fn help_in_french_shows_the_french_flag_beside_the_other() {
    let of = |language| {
        let mut pages = String::new();
        every(&tree(language), &mut |command| pages.push_str(&page(command)));
        pages
    };
    assert!(of(Language::French).contains("--disque, --drive <NOM>"));
    assert!(!of(Language::English).contains("--disque"));
}
