//! Both catalogues say the same things, with the same facts, and in good typography.

use std::collections::{BTreeMap, BTreeSet};

use clap::CommandFactory;
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

use crate::cli::args::Cli;
use crate::faces::{Catalog, Language, fl};

const FRENCH: &str = include_str!("../../../i18n/fr/refuge.ftl");
const ENGLISH: &str = include_str!("../../../i18n/en/refuge.ftl");

/// `key` or `key.part` -> the arguments it uses.
type Keys = BTreeMap<String, BTreeSet<String>>;

fn keys(file: &str) -> Keys {
    let tree = fluent_syntax::parser::parse(file).expect("the catalogue is well formed");
    let mut keys = Keys::new();
    for entry in &tree.body {
        let Entry::Message(message) = entry else { continue };
        let name = message.id.name;
        if let Some(value) = &message.value {
            assert!(keys.insert(name.to_owned(), arguments(value)).is_none(), "twice: {name}");
        }
        for part in &message.attributes {
            keys.insert(format!("{name}.{}", part.id.name), arguments(&part.value));
        }
    }
    keys
}

fn arguments(pattern: &Pattern<&str>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(pattern, &mut found);
    found
}

fn collect(pattern: &Pattern<&str>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        match expression {
            Expression::Inline(inline) => inline_argument(inline, found),
            Expression::Select { selector, variants } => {
                inline_argument(selector, found);
                variants.iter().for_each(|variant| collect(&variant.value, found));
            }
        }
    }
}

fn inline_argument(inline: &InlineExpression<&str>, found: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            found.insert(id.name.to_owned());
        }
        // What another message says of it.
        InlineExpression::MessageReference { id, .. } => {
            found.extend(id.name.strip_suffix("-word").map(str::to_owned));
        }
        _ => {}
    }
}

#[test]
fn a_field_of_the_list_can_be_typed_as_it_is_shown() {
    for language in [Language::English, Language::French] {
        let words = Catalog::load(language).unwrap();
        for field in refuge::register::Field::ALL {
            let shown = fl!(words, "field-word", field = field.name());
            assert_eq!(refuge::register::Field::from_name(&shown), Some(field), "{shown}");
        }
    }
}

#[test]
fn both_catalogues_have_the_same_keys_with_the_same_arguments() {
    let (french, english) = (keys(FRENCH), keys(ENGLISH));
    let only = |a: &Keys, b: &Keys| -> Vec<String> {
        a.keys().filter(|key| !b.contains_key(*key)).cloned().collect()
    };
    assert_eq!(only(&french, &english), Vec::<String>::new(), "only in French");
    assert_eq!(only(&english, &french), Vec::<String>::new(), "only in English");
    for (key, arguments) in &english {
        assert_eq!(Some(arguments), french.get(key), "arguments of {key}");
    }
}

#[test]
fn no_text_is_empty() {
    for file in [FRENCH, ENGLISH] {
        let tree = fluent_syntax::parser::parse(file).unwrap();
        for entry in &tree.body {
            let Entry::Message(message) = entry else { continue };
            for pattern in message.value.iter().chain(message.attributes.iter().map(|a| &a.value)) {
                let says_something = pattern.elements.iter().any(|element| match element {
                    PatternElement::TextElement { value } => !value.trim().is_empty(),
                    PatternElement::Placeable { .. } => true,
                });
                assert!(says_something, "{} is empty", message.id.name);
            }
        }
    }
}

#[test]
fn french_has_no_break_spaces_where_they_belong() {
    for (number, line) in (1..).zip(FRENCH.lines()).filter(|(_, line)| !line.starts_with('#')) {
        for wrong in [" : ", " ; ", " ? ", " !", " »", "« ", "n° "] {
            assert!(!line.contains(wrong), "fr, line {number}: ordinary space in {wrong:?}");
        }
        assert!(!line.ends_with(" :") && !line.ends_with(" ?"), "fr, line {number}");
    }
}

#[test]
fn english_has_no_space_before_a_sign() {
    let lines = (1..).zip(ENGLISH.lines()).filter(|(_, line)| !line.starts_with('#'));
    // What is French stands in French, and tells whoever lands in the wrong language how to leave it.
    let lines = lines.filter(|(_, line)| !line.starts_with("help-other-language"));
    for (number, line) in lines {
        for sign in [';', ':', '?', '!', '»'] {
            for space in [' ', '\u{a0}', '\u{202f}'] {
                let wrong = format!("{space}{sign}");
                assert!(!line.contains(&wrong), "en, line {number}: {wrong:?} in {line}");
            }
        }
    }
}

#[test]
fn words_that_are_never_said_are_not_said() {
    for (file, never) in [
        (FRENCH, ["mot de passe", "dépôt", "instantané", "enrôler"]),
        (ENGLISH, ["password", "repository", "enrol", "seed"]),
    ] {
        let text = file.to_lowercase();
        for word in never {
            assert!(!text.contains(word), "{word:?} has a better word");
        }
    }
}

#[test]
fn french_sentences_have_french_commands_typed() {
    let tree = Cli::command();
    for (number, line) in (1..).zip(FRENCH.lines()).filter(|(_, line)| !line.starts_with('#')) {
        for typed in line.split("refuge ").skip(1) {
            let mut command = &tree;
            for word in typed.split(|letter: char| !letter.is_ascii_alphabetic()) {
                let Some(sub) = command.get_subcommands().find(|sub| sub.get_name() == word) else {
                    break;
                };
                let french = sub.get_visible_aliases().next();
                assert_eq!(french, None, "fr, line {number}: refuge {typed}");
                command = sub;
            }
        }
    }
}

#[test]
fn counts_are_grouped_and_agree_with_their_noun() {
    let words = Catalog::load(Language::French).unwrap();
    let text = |files: u64, changed: u64| {
        fl!(words, "progress-scanned", files = files, changed = changed, size = "1 Go")
    };
    assert_eq!(text(0, 1), "0 fichier, 1 à copier (1 Go)");
    assert_eq!(text(48_210, 2), "48\u{a0}210 fichiers, 2 à copier (1 Go)");
}

#[test]
fn no_invisible_marks_surround_arguments() {
    let words = Catalog::load(Language::English).unwrap();
    let text = fl!(words, "problem-named", name = "a.txt", cause = "x");
    assert_eq!(text, "a.txt: x");
}
