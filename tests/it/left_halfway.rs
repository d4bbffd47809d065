//! What a person leaves halfway comes back to where it was: a menu, a question, the files of a new computer.

use crate::cli_purge;
use crate::guide::{BLUE, NEW, STANDING, ready};
use crate::guide_person::{PHRASE, Person, on_a_terminal};
use crate::guide_words::Language;
use crate::rig::files_below;

/// Ctrl-C and Escape as a terminal sends them.
const CTRL_C: &str = "\u{3}";
const ESCAPE: &str = "\u{1b}";

#[test]
fn ctrl_c_at_a_passphrase_comes_back_to_the_menu() {
    let office = cli_purge::office();
    let menu = "What would you like to do?";
    let answers = [
        (menu, "3"),
        ("Passphrase", CTRL_C),
        (menu, "3"),
        ("Passphrase", CTRL_C),
        (menu, "3"),
        ("Passphrase", PHRASE),
        (menu, "10"),
    ];
    let (code, seen) = on_a_terminal(&office.path("home"), "refuge", &answers, |_| {});
    assert_eq!(code, STANDING, "{seen}");
    assert!(seen.contains("GOOD.") && !seen.contains("Stopping"), "{seen}");
}

#[test]
fn ctrl_c_while_a_drive_is_waited_for_comes_back_to_the_menu() {
    let office = cli_purge::office();
    office.unplug("Blue");
    let menu = "What would you like to do?";
    let answers = [(menu, "1"), ("Plug in Blue", CTRL_C), (menu, "7"), (menu, "10")];
    let (code, seen) = on_a_terminal(&office.path("home"), "refuge", &answers, |_| {});
    assert_eq!(code, STANDING, "{seen}");
}

#[test]
fn escape_within_the_menu_says_that_nothing_was_done() {
    let office = cli_purge::office();
    let plan = cli_purge::planned(&office);
    let menu = "What would you like to do?";
    let office_says = office.json(&["year"])["next"].as_str().unwrap().to_owned();
    assert!(office_says.contains(&plan), "{office_says}");
    let answers = [
        (menu, "1"),
        ("Who has read it", "Dr Martin"),
        ("Passphrase", PHRASE),
        ("Type the name of the practice", ESCAPE),
        (menu, "10"),
    ];
    let answers = &answers[..];
    let (code, seen) = on_a_terminal(&office.path("home"), "refuge", answers, |_| {});
    assert_eq!(code, STANDING, "{seen}");
    assert!(seen.contains("[P10]") && !seen.contains("[P07]"), "{seen}");
}

/// What a new computer is answered first, and then.
fn with_new_passphrase(then: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    let first = [
        ("init-passphrase-keep", "n"),
        ("init-passphrase-own", NEW),
        ("init-passphrase-again", NEW),
    ];
    [&first, then].concat()
}

/// A new computer, on which putting back is left at its first question. Answers the command that attaches.
fn a_put_back_that_was_left() -> Option<(Person, String)> {
    let mut person = ready(Language::English)?;
    for folder in ["Patients", "Templates"] {
        std::fs::rename(person.path(folder), person.path(format!("{folder} of before"))).unwrap();
    }
    person.at("2026-11-26 10:00:00");
    person.moves_to("new-home");
    let attach = format!("refuge attach {}", person.typed_path(BLUE));
    let code = person.types(attach.as_str(), &with_new_passphrase(&[("recover-ask", CTRL_C)]));
    assert_eq!(code, 130, "{}", person.page());
    Some((person, attach))
}

#[test]
fn a_put_back_that_was_left_goes_on_without_the_words_and_a_backup_before_it_hides_nothing() {
    let Some((mut person, attach)) = a_put_back_that_was_left() else { return };
    let told = "not everything is put back on this computer yet: refuge attach";
    person.types("refuge status", &[]);
    assert!(person.page().contains(told), "{}", person.page());
    // One file came back by hand: that is not all.
    person.write("Patients/new.txt", b"new");
    person.types("refuge backup", &[("recover-what", "2")]);
    person.forgets();
    person.types("refuge status", &[]);
    assert!(person.page().contains(told), "{}", person.page());
    let code = person.types(attach, &[("keys-passphrase-or-sheet", NEW), ("recover-ask", "")]);
    assert_eq!(code, 0, "{}", person.page());
    let before = files_below(&person.path("Patients of before"));
    let mut now = files_below(&person.path("Patients"));
    assert!(now.remove("new.txt").is_some());
    assert!(now == before, "{}", person.page());
    person.forgets();
    person.types("refuge status", &[]);
    assert!(!person.page().contains("put back"), "{}", person.page());
    person.types("refuge backup", &[]);
}

#[test]
fn who_wants_nothing_back_is_not_asked_again() {
    let Some((mut person, attach)) = a_put_back_that_was_left() else { return };
    person.types(attach, &[("keys-passphrase-or-sheet", NEW), ("recover-ask", "n")]);
    person.forgets();
    person.types("refuge status", &[]);
    assert!(!person.page().contains("put back"), "{}", person.page());
}

#[test]
fn a_folder_without_a_place_can_be_left_out_and_a_path_must_be_whole() {
    let Some(mut person) = ready(Language::English) else { return };
    let elsewhere = person.path("elsewhere");
    std::fs::rename(person.path("Patients"), person.path("Patients of before")).unwrap();
    std::fs::rename(person.path("Templates"), person.path("Templates of before")).unwrap();
    let settings = person.path("home/refuge.toml");
    let text = std::fs::read_to_string(&settings).unwrap();
    let [old, gone] = ["Templates", "gone/Templates"].map(|name| person.typed_path(name));
    std::fs::create_dir_all(&gone).unwrap();
    std::fs::write(person.path("gone/Templates/Letter.txt"), b"letter").unwrap();
    std::fs::write(&settings, text.replace(&old, &gone)).unwrap();
    person.write("Patients/a.txt", b"a");
    person.types("refuge backup --expected-changes", &[]);
    std::fs::remove_dir_all(person.path("gone")).unwrap();
    std::fs::remove_dir_all(person.path("Patients")).unwrap();
    person.moves_to("new-home");
    let attach = format!("refuge attach {}", person.typed_path(BLUE));
    let answers = with_new_passphrase(&[
        ("recover-ask", ""),
        ("recover-where", "elsewhere/Templates"),
        ("recover-where", ""),
    ]);
    person.forgets();
    let code = person.types(attach, &answers);
    assert_eq!(code, 0, "{}", person.page());
    assert!(person.page().contains("Give the whole path"), "{}", person.page());
    assert!(person.page().contains("Left out:"), "{}", person.page());
    assert!(!person.path("gone").exists() && !elsewhere.exists());
    assert!(person.path("Patients").is_dir());
}

#[test]
fn ctrl_c_at_a_hidden_question_is_answered() {
    let Some(mut person) = ready(Language::English) else { return };
    let code = person.types("refuge find DURAND", &[("keys-passphrase-or-sheet", CTRL_C)]);
    assert_eq!(code, 130, "{}", person.page());
    assert!(person.page().contains("[P08]"), "{}", person.page());
}
