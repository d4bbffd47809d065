//! A hardware token behind an age plugin opens backups; missing, refusing or not asked, it is told so.

use std::path::PathBuf;
use std::process::Command;

use crate::office::{Answer, Office};

const ASSETS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets");
const TOKENS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/token");

/// An office with one backup and a token that was let in.
struct Case {
    office: Office,
}

impl Case {
    /// `kind`: the first byte of the token's secret. Nothing where python3 is not there.
    fn new(kind: &str) -> Option<Self> {
        let plugin = format!("{TOKENS}/age-plugin-office");
        let mut made = Command::new("python3");
        made.arg("-B").args([&plugin, "--new", kind]).env("RESCUE", ASSETS);
        let Ok(made) = made.output() else {
            crate::support::skipped("a token's plugin needs python3");
            return None;
        };
        let made = String::from_utf8(made.stdout).unwrap();
        let (identity, recipient) = made.trim().split_once('\n').unwrap();
        let office = Office::with_patients(&["DURAND Paul 1949"]);
        office.write("token.txt", &format!("{identity}\n"));
        private(&office.path("token.txt"));
        office.run(&["backup"]).ends(0);
        let case = Self { office };
        case.with("key.txt", &["keys", "add", "--name", "token", "--recipient", recipient], true)
            .ends(0);
        Some(case)
    }

    /// Runs with that key, and with the plugin on the search path or not.
    fn with(&self, key: &str, args: &[&str], has_plugin: bool) -> Answer {
        let [key, phrase] = [key, "phrase.txt"].map(|name| self.office.text(name));
        let mut path: Vec<PathBuf> = Vec::new();
        if has_plugin {
            path.push(TOKENS.into());
        }
        path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
        let mut command = self.office.command();
        command
            .args(args)
            .args(["--identity", &key, "--passphrase-file", &phrase])
            .env("PATH", std::env::join_paths(path).unwrap())
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("RESCUE", ASSETS);
        Answer::of(&command.output().unwrap())
    }

    fn restore(&self, has_plugin: bool) -> Answer {
        let to = self.office.text("restored");
        self.with("token.txt", &["restore", "--all", "--to", &to, "--json"], has_plugin)
    }
}

#[cfg(unix)]
fn private(path: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
}

#[cfg(not(unix))]
fn private(_: &std::path::Path) {}

#[test]
fn a_token_opens_what_was_backed_up_before_and_after_it_was_let_in() {
    let Some(case) = Case::new("00") else { return };
    let listed = case.office.json(&["keys", "list"]);
    let kinds: Vec<_> = listed["keys"].as_array().unwrap().iter().map(|key| &key["kind"]).collect();
    assert!(kinds.iter().any(|kind| *kind == "plugin"), "{listed}");
    // A new record's key is sealed to the token without its plugin having any secret.
    case.office.write("patients/PETIT Anne 1980/notes.txt", "about Anne\n");
    let backup = case.with("key.txt", &["backup"], true);
    backup.ends(0);
    case.restore(true).ends(0);
    assert_eq!(case.office.tree("restored"), case.office.tree("patients"));
}

#[test]
fn a_token_without_its_program_is_told_from_a_key_that_opens_nothing() {
    let Some(case) = Case::new("00") else { return };
    let refused = case.restore(false).ends(12);
    let error = refused.json()["error"].clone();
    assert_eq!(error["id"], "K12", "{error}");
    assert!(error["text"].as_str().unwrap().contains("age-plugin-office"), "{error}");
}

#[test]
fn a_token_without_its_program_keeps_no_other_key_of_the_file_from_opening() {
    let Some(case) = Case::new("00") else { return };
    let sheet = std::fs::read_to_string(case.office.path("sheet.txt")).unwrap();
    let own = sheet.lines().find(|line| line.starts_with("AGE-SECRET-KEY-")).unwrap();
    let token = std::fs::read_to_string(case.office.path("token.txt")).unwrap();
    case.office.write("token.txt", &format!("{token}{own}\n"));
    case.restore(false).ends(0);
    assert_eq!(case.office.tree("restored"), case.office.tree("patients"));
}

#[test]
fn a_token_that_nobody_gives_its_pin_opens_nothing_and_says_so() {
    let Some(case) = Case::new("01") else { return };
    let refused = case.restore(true).ends(12);
    assert_eq!(refused.json()["error"]["id"], "K12");
    assert!(!case.office.path("restored").exists());
}

#[test]
fn a_new_record_waits_for_the_program_of_the_token_and_says_so() {
    let Some(case) = Case::new("00") else { return };
    case.office.write("patients/PETIT Anne 1980/notes.txt", "about Anne\n");
    let refused = case.with("key.txt", &["backup", "--json"], false).ends(12);
    assert_eq!(refused.json()["error"]["id"], "K12");
    case.with("key.txt", &["backup"], true).ends(0);
}
