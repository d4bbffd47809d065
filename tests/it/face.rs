//! The face from outside: languages, help, mistakes, exit codes, what goes to which stream.

use std::process::Output;

use assert_cmd::Command;

fn refuge(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_refuge"));
    for name in ["REFUGE_LANG", "REFUGE_HOME", "LC_ALL", "LC_MESSAGES", "LANGUAGE", "LANG"] {
        command.env_remove(name);
    }
    command.env("NO_COLOR", "1").args(args).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap().replace('\u{a0}', " ")
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap().replace('\u{a0}', " ")
}

/// Every page of help, found by following the commands each page lists.
fn pages(path: &[String], language: &str, found: &mut Vec<(String, String)>) {
    let mut args: Vec<&str> = vec!["--lang", language];
    args.extend(path.iter().map(String::as_str));
    args.push("--help");
    let output = refuge(&args);
    assert_eq!(output.status.code(), Some(0), "{args:?}");
    assert_eq!(err(&output), "", "{args:?}");
    let text = out(&output);
    let heading = if language == "fr" { "\nCommandes :\n" } else { "\nCommands:\n" };
    if let Some((_, rest)) = text.split_once(heading) {
        let section = rest.split("\n\n").next().unwrap();
        for line in section.lines().filter(|line| !line.starts_with("    ")) {
            let name = line.split_whitespace().next().unwrap().to_owned();
            let deeper: Vec<String> = path.iter().cloned().chain([name]).collect();
            pages(&deeper, language, found);
        }
    }
    found.push((path.join(" "), text));
}

#[test]
fn every_page_of_french_help_is_french() {
    let mut found = Vec::new();
    pages(&[], "fr", &mut found);
    assert!(found.len() > 45, "only {} pages", found.len());
    for (path, text) in found {
        for leftover in ["Usage:", "Options:", "Commands:", "Arguments:", "Examples:", "[default"] {
            assert!(!text.contains(leftover), "{path}: {leftover}");
        }
        assert!(text.contains("Utilisation : refuge"), "{path}: {text}");
        assert!(!text.contains("No localization"), "{path}");
    }
}

#[test]
fn every_page_of_english_help_is_there_too() {
    let mut found = Vec::new();
    pages(&[], "en", &mut found);
    assert!(found.len() > 45, "only {} pages", found.len());
    assert!(found.iter().all(|(_, text)| text.contains("Usage: refuge")));
}

#[test]
fn french_is_spoken_unless_something_else_is_asked_for() {
    assert!(out(&refuge(&["about"])).contains("disques amovibles"));
    assert!(out(&refuge(&["about", "--lang", "en"])).contains("removable drives"));
    assert!(out(&refuge(&["--lang=en", "apropos"])).contains("removable drives"));
}

#[test]
fn the_language_of_the_environment_is_heard() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_refuge"));
    let output = command.env("REFUGE_LANG", "en").arg("about").output().unwrap();
    assert!(out(&output).contains("removable drives"));
}

#[test]
fn a_misspelt_command_is_refused_with_a_suggestion() {
    let output = refuge(&["sauvegardr"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(out(&output), "");
    let text = err(&output);
    assert!(text.starts_with(
        "La commande « sauvegardr » n'existe pas. Vouliez-vous dire « sauvegarder » ? [U01]\n"
    ));
    assert_eq!(text.lines().count(), 3, "{text}");
}

#[test]
fn a_suggestion_is_in_the_persons_own_language() {
    for (line, english, french) in [
        ("incident close", "end", "clore"),
        ("incident clor", "end", "clore"),
        ("restorer", "restore", "restaurer"),
        ("bakup", "backup", "sauvegarder"),
        ("key list", "keys", "cles"),
        ("drives ad", "add", "ajouter"),
    ] {
        for (language, said) in [
            ("en", format!("Did you mean \"{english}\"?")),
            ("fr", format!("Vouliez-vous dire « {french} » ?")),
        ] {
            let words = ["--lang", language].into_iter().chain(line.split(' '));
            let output = refuge(&words.collect::<Vec<_>>());
            assert_eq!(output.status.code(), Some(2), "{line}");
            assert!(err(&output).contains(&said), "{line}: {}", err(&output));
        }
    }
    assert!(!err(&refuge(&["--lang", "en", "frobnicate"])).contains("Did you mean"));
}

#[test]
fn each_kind_of_mistake_is_said_in_french() {
    for (args, said) in [
        (&["sauvegarder", "--drve", "x"][..], "L'option « --drve » n'existe pas ici."),
        (&["restaurer", "--all", "--path", "x"], "ne vont pas ensemble"),
        (&["comparer"], "Il manque : <SAUVEGARDE>"),
        (&["dossiers", "ajouter", "x", "--records", "foo"], "Possible : chaque-dossier, par-année"),
        (&["purger", "--dry-run", "--as-of", "hier"], "« hier » ne convient pas"),
        (&["patients"], "Dites ce qu'il faut faire."),
        (&["sauvegarder", "--drive"], "--drive <NOM> demande une valeur"),
        (&["sauvegarder", "--drive", "a", "--drive", "b"], "ne se donne qu'une fois"),
        (&["--lang", "xx", "about"], "Possible : fr, en"),
        (&["about", "trop"], "« trop » n'a pas sa place ici."),
    ] {
        let output = refuge(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let text = err(&output);
        assert!(text.contains(said), "{args:?}: {text}");
        for english in ["error:", "Usage", "tip:", "argument ", "help'"] {
            assert!(!text.contains(english), "{args:?}: {english} in {text}");
        }
    }
}

#[test]
fn a_mistake_with_json_ends_with_a_summary() {
    let output = refuge(&["--json", "backup", "--drve"]);
    assert_eq!(output.status.code(), Some(2));
    let last: serde_json::Value =
        serde_json::from_str(out(&output).lines().last().unwrap()).unwrap();
    assert_eq!(last["type"], "summary");
    assert_eq!(last["result"], "failed");
    assert_eq!(last["code"], 2);
    assert_eq!(last["error"]["id"], "U01");
}

#[test]
fn about_is_one_object_with_json() {
    let output = refuge(&["about", "--json"]);
    assert_eq!(output.status.code(), Some(0));
    let text = out(&output);
    assert_eq!(text.lines().count(), 1);
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["command"], "about");
    assert_eq!(value["version"], env!("CARGO_PKG_VERSION"));
}

#[test]
fn the_version_is_printed_and_that_is_success() {
    let output = refuge(&["--version"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(out(&output), format!("refuge {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn completions_know_both_languages() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let text = out(&refuge(&["completions", shell]));
        assert!(text.contains("sauvegarder") && text.contains("backup"), "{shell}");
    }
}

#[test]
fn each_command_has_a_manual_page() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    assert_eq!(refuge(&["man", "--output", path]).status.code(), Some(0));
    for name in ["refuge.1", "refuge-backup.1", "refuge-drives-add.1"] {
        let page = std::fs::read_to_string(folder.path().join(name)).unwrap();
        assert!(page.contains(".SH \"NOM\""), "{name}");
        assert!(!page.contains("Possible values") && !page.contains(".SH NAME"), "{name}");
    }
}

#[test]
fn man_pages_that_cannot_be_written_are_explained() {
    let output = refuge(&["man", "--output", "/nonexistent-folder"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("[P06]"), "{}", err(&output));
}
