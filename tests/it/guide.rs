//! The guide, followed by a person: each situation as the whole conversation, kept as a page, in French
//! and in English.
//!
//! Everything that is typed stands in the guide, but for `--allow-fixed` and a path where a real drive
//! would be found by itself.

use crate::cli_purge;
use crate::file_systems::{FileSystem, Image};
use crate::guide_person::{MADE, PHRASE, Person, Window, on_a_terminal};
use crate::guide_words::Language;
use crate::office::Office;
use crate::rig::{files_below, noise};

const MIB: u64 = 1 << 20;
/// The passphrase of the computer after the lost one.
pub(crate) const NEW: &str = "gardien tambour lanterne potager navire octobre cabanon ruban";
const NAME: &str = "Cabinet Dr Martin";
/// Rows and columns of a terminal that nobody made larger.
const USUAL: Window = [24, 80];

// In French and in English.
pub(crate) const BLUE: [&str; 2] = ["Bleu", "Blue"];
pub(crate) const RED: [&str; 2] = ["Rouge", "Red"];
const MODELS: [&str; 2] = ["Modeles", "Templates"];
const A_MODEL: [&str; 2] = ["Modeles/ordonnance type.txt", "Templates/prescription template.txt"];
pub(crate) const BACK_UP: [&str; 2] = ["refuge sauvegarder", "refuge backup"];
const CHECK: [&str; 2] = ["refuge verifier", "refuge verify"];
const STATUS: [&str; 2] = ["refuge etat", "refuge status"];

/// Each situation as one test in each language.
macro_rules! in_both_languages {
    ($($situation:ident)*) => {
        mod in_french {
            $(#[test] fn $situation() { super::$situation(super::Language::French); })*
        }
        mod in_english {
            $(#[test] fn $situation() { super::$situation(super::Language::English); })*
        }
    };
}

pub(crate) use in_both_languages;

in_both_languages! {
    the_first_day
    the_first_day_takes_sixteen_answers
    a_week_on_two_alternating_drives
    the_check_of_the_month
    one_file_comes_back
    the_folder_of_a_patient_comes_back
    the_computer_is_lost
    the_drive_is_full
    the_drive_is_pulled_out
    the_wrong_drive_is_plugged_in
    a_ransomware_is_noticed
    the_menu_fits_in_the_usual_window
}

/// Compares what was seen with the page that is kept.
#[track_caller]
pub(crate) fn same(names: [&str; 2], person: &Person) {
    let language = person.language();
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path(format!("transcripts/{}", language.code()));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(language.of(names), person.page()));
}

/// Two patients and a model letter.
pub(crate) fn office(language: Language) -> Option<Person> {
    let person = Person::new(language)?;
    person.write("Patients/DURAND Paul 1949/notes.txt", b"tension 12/8\n");
    person.write("Patients/MARTIN Zoe 1962/notes.txt", b"allergie a la penicilline\n");
    person.write(A_MODEL, b"ordonnance\n");
    Some(person)
}

/// Page 1 of the guide up to the second drive. The drive is the folder `Bleu`.
pub(crate) fn sets_up(person: &mut Person) {
    let [patients, drive] = ["Patients", person.language().of(BLUE)].map(|n| person.typed_path(n));
    let models = person.typed_path(MODELS);
    // Enter is the country of the computer: in English, another one.
    let rules: &[_] = match person.language() {
        Language::French => &[("wizard-rules-private", "")],
        Language::English => {
            &[("wizard-rules", "n"), ("wizard-country-ask", "1"), ("wizard-public-ask", "")]
        }
    };
    let rest = [
        ("wizard-phone-ask", ""),
        ("wizard-folder-first", &*patients),
        ("wizard-folders-ask", &models),
        ("wizard-folders-ask", ""),
        ("wizard-propose", ""),
        ("wizard-propose", ""),
        ("thin-usual-ask", ""),
        ("wizard-drive-path", &drive),
        ("drives-name-ask", ""),
        ("init-passphrase-keep", "n"),
        ("init-passphrase-own", PHRASE),
        ("init-passphrase-again", PHRASE),
    ];
    let answers = [&[("init-practice-ask", NAME)], rules, &rest].concat();
    person.at("2026-11-23 09:00:00");
    let code =
        person.types(["refuge installer --allow-fixed", "refuge init --allow-fixed"], &answers);
    assert_eq!(code, 0, "{}", person.page());
}

/// The end of page 1: the second drive.
pub(crate) fn adds_red(person: &mut Person) {
    let drive = person.typed_path(RED);
    let add = person.language().of(["refuge disques ajouter", "refuge drives add"]);
    let red = person.language().of(RED);
    let code = person.types(
        format!("{add} {drive} --allow-fixed"),
        &[("drives-name-ask", red), ("drives-held-ask", "1"), ("drives-looks-ask", "")],
    );
    assert_eq!(code, 0, "{}", person.page());
}

/// The first day is over, and is not written down again.
pub(crate) fn ready(language: Language) -> Option<Person> {
    let mut person = office(language)?;
    person.buys(BLUE);
    person.buys(RED);
    sets_up(&mut person);
    person.forgets();
    Some(person)
}

fn the_first_day(language: Language) {
    let Some(mut person) = office(language) else { return };
    person.buys(BLUE);
    person.buys(RED);
    person.types("refuge", &[("menu-not-set-up", "3")]);
    sets_up(&mut person);
    adds_red(&mut person);
    person.types(["refuge reglages planifier", "refuge settings schedule"], &[]);
    person.types(
        [
            r#"refuge reglages changer qui-appeler "Mme Leroy 01 02 03 04 05""#,
            r#"refuge settings set call-in-incident "Mrs Leroy 01 02 03 04 05""#,
        ],
        &[],
    );
    person.types("refuge", &[("menu-question", "10")]);
    same(["1-premier-jour", "1-first-day"], &person);
}

/// A person who says yes to what is found and proposed.
fn the_first_day_takes_sixteen_answers(language: Language) {
    let Some(mut person) = Person::new(language) else { return };
    for folder in ["DURAND Paul 1949", "MARTIN Zoe 1962"] {
        person.write(format!("home.user/Patients/{folder}/notes.txt"), b"tension 12/8\n");
    }
    person.write("home.user/Comptabilite/2026.csv", b"12;34\n");
    person.write("home.user/Documents/Export Logiciel/base.zip", b"PK\n");
    person.buys(BLUE);
    let drive = person.typed_path(BLUE);
    let rules = language.of(["wizard-rules-private", "wizard-rules"]);
    let code = person.types(
        ["refuge installer --allow-fixed", "refuge init --allow-fixed"],
        &[
            ("init-practice-ask", NAME),
            (rules, ""),
            ("wizard-phone-ask", "01 02 03 04 05"),
            ("wizard-folders-ask", ""),
            ("wizard-propose", ""),
            ("wizard-propose", ""),
            ("wizard-propose", ""),
            ("thin-usual-ask", ""),
            ("wizard-drive-path", &drive),
            ("drives-name-ask", ""),
            ("init-passphrase-keep", ""),
            ("init-passphrase-back", MADE),
        ],
    );
    assert_eq!(code, 0, "{}", person.page());
    // A real drive would be seen: the path that stands for it is no answer. Nor is the passphrase typed back.
    assert!(person.answers() - 2 <= 16, "{} answers:\n{}", person.answers() - 2, person.page());
    let practice = std::fs::read_to_string(person.path("home/refuge.toml")).unwrap();
    assert_eq!(practice.matches("[[source]]").count(), 3, "{practice}");
    assert_eq!(practice.matches("daily = 14").count(), 3, "{practice}");
    // In English the country is one where several periods could be meant.
    let class = language.of(["fr/medical-record", "unclassified"]);
    let cut = format!("class = \"{class}\"\nrecords = \"each-folder\"");
    assert!(practice.contains(&cut), "{practice}");
    assert!(practice.contains("phone = \"01 02 03 04 05\""), "{practice}");
    same(["1-en-seize-reponses", "1-in-sixteen-answers"], &person);
}

fn a_week_on_two_alternating_drives(language: Language) {
    let Some(mut person) = ready(language) else { return };
    adds_red(&mut person);
    person.forgets();
    person.unplugs(RED);
    for day in ["23", "24", "25", "26", "27"] {
        person.at(&format!("2026-11-{day} 18:00:00"));
        person.write(format!("Patients/DURAND Paul 1949/{day}.txt"), b"consultation\n");
        person.types(BACK_UP, &[]);
    }
    person.unplugs(BLUE);
    person.plugs(RED);
    person.notes([
        "Bleu est rangé ailleurs, Rouge est branché",
        "Blue is put away elsewhere, Red is plugged in",
    ]);
    person.at("2026-11-30 18:00:00");
    person.types(BACK_UP, &[]);
    person.types(STATUS, &[]);
    person.at("2026-12-07 18:00:00");
    person.types("refuge", &[("menu-question", "1"), ("menu-question", "10")]);
    same(["2-une-semaine", "2-one-week"], &person);
}

fn the_check_of_the_month(language: Language) {
    let Some(mut person) = ready(language) else { return };
    let wrong = language.of(["pas celle-ci", "not this one"]);
    let yes = language.of(["o", "y"]);
    let passphrase = "keys-passphrase-or-sheet";
    person.at("2026-12-28 18:00:00");
    person.types(BACK_UP, &[]);
    person.types(CHECK, &[(passphrase, wrong), (passphrase, PHRASE)]);
    person.types(["refuge rapport last", "refuge report last"], &[]);
    person.types(STATUS, &[]);
    person.at("2027-05-30 18:00:00");
    person.notes([
        "six mois après, le contrôle demande trois mots de la fiche",
        "six months later, the check asks for three words of the sheet",
    ]);
    person.types(CHECK, &[(passphrase, PHRASE), ("drill-rehearse-offer", yes)]);
    same(["3-controle-du-mois", "3-monthly-check"], &person);
}

fn one_file_comes_back(language: Language) {
    let Some(mut person) = ready(language) else { return };
    let passphrase = ("keys-passphrase-or-sheet", PHRASE);
    let part = language.of(["ordo", "presc"]);
    person.at("2026-11-24 10:00:00");
    person.types(
        ["refuge restaurer ordonnance type", "refuge restore prescription template"],
        &[passphrase],
    );
    person
        .types(["refuge restaurer", "refuge restore"], &[passphrase, ("restore-ask-words", part)]);
    person.types(["refuge historique", "refuge snapshots"], &[passphrase]);
    same(["4-un-fichier", "4-one-file"], &person);
}

fn the_folder_of_a_patient_comes_back(language: Language) {
    let Some(mut person) = ready(language) else { return };
    let restore = language.of(["refuge restaurer", "refuge restore"]);
    person.at("2026-11-24 10:00:00");
    for folder in ["DURAND Paul 1949", "DUPONT"] {
        let line = format!(r#"{restore} --path "{folder}""#);
        person.types(line, &[("keys-passphrase-or-sheet", PHRASE)]);
    }
    person.notes([
        "les notes de ce dossier ont deux versions, et sont supprimées",
        "the notes in that folder have two versions, and are deleted",
    ]);
    person.write("Patients/DURAND Paul 1949/notes.txt", b"tension 13/8\n");
    person.types(["refuge sauvegarder", "refuge backup"], &[]);
    std::fs::remove_file(person.path("Patients/DURAND Paul 1949/notes.txt")).unwrap();
    let whole = format!(r#"{restore} --in-place "durand paul 1949""#);
    person.types(whole, &[("keys-passphrase-or-sheet", PHRASE)]);
    same(["5-un-dossier-de-patient", "5-a-patients-folder"], &person);
}

fn the_computer_is_lost(language: Language) {
    let Some(mut person) = ready(language) else { return };
    adds_red(&mut person);
    person.types(["refuge sauvegarder --drive Rouge", "refuge backup --drive Red"], &[]);
    person.forgets();
    person.unplugs(RED);
    let drive = person.typed_path(BLUE);
    let attach = language.of(["refuge rattacher", "refuge attach"]);
    let before = files_below(&person.path("Patients"));
    for folder in ["Patients", language.of(MODELS)] {
        std::fs::remove_dir_all(person.path(folder)).unwrap();
    }
    person.at("2026-11-26 10:00:00");
    person.moves_to("new-home");
    person.notes([
        "un nouvel ordinateur, et la fiche de secours",
        "a new computer, and the recovery sheet",
    ]);
    // Beside the words, which are typed once.
    let code = person.types(
        format!("{attach} {drive}"),
        &[
            ("init-passphrase-keep", "n"),
            ("init-passphrase-own", NEW),
            ("init-passphrase-again", NEW),
            ("recover-ask", ""),
        ],
    );
    assert_eq!(code, 0, "{}", person.page());
    assert_eq!(files_below(&person.path("Patients")), before);
    assert!(person.path(A_MODEL).is_file());
    person.types(BACK_UP, &[]);
    person.unplugs(BLUE);
    std::fs::rename(person.drawer(RED), person.path(BLUE)).unwrap();
    person.notes([
        "le lendemain Rouge est branché à la place de Bleu",
        "the next day Red is plugged in where Blue was",
    ]);
    person.at("2026-11-27 18:00:00");
    let code = person.types(BACK_UP, &[("keys-passphrase-or-sheet", NEW)]);
    assert_eq!(code, 0, "{}", person.page());
    same(["6-ordinateur-perdu", "6-computer-lost"], &person);
}

/// An office whose first drive is a file system of its own.
fn office_with_a_real_drive(language: Language, bytes: u64) -> Option<(Person, Image)> {
    let mut person = office(language)?;
    let image = Image::new(FileSystem::Ext4, bytes)?;
    std::os::unix::fs::symlink(image.mount_point(), person.path(BLUE)).unwrap();
    std::fs::remove_dir(image.mount_point().join("lost+found")).unwrap();
    person.calls(&image.mount_point(), language.of(["/media/BLEU", "/media/BLUE"]));
    sets_up(&mut person);
    person.forgets();
    Some((person, image))
}

fn the_drive_is_full(language: Language) {
    let Some((mut person, _image)) = office_with_a_real_drive(language, 24 * MIB) else { return };
    person.write("Patients/DURAND Paul 1949/radio.dcm", &noise(1, 40_000_000));
    person.at("2026-11-24 18:00:00");
    person.types(BACK_UP, &[]);
    person.types(STATUS, &[]);
    person.notes(["un disque plus grand", "a larger drive"]);
    person.buys(RED);
    adds_red(&mut person);
    person.types(["refuge sauvegarder --drive Rouge", "refuge backup --drive Red"], &[]);
    same(["7-disque-plein", "7-drive-full"], &person);
}

#[test]
fn a_full_drive_is_thinned_by_the_rule_and_the_backup_is_made_after_all() {
    let office = office_with_a_real_drive(Language::English, 48 * MIB);
    let Some((mut person, _image)) = office else { return };
    let scan = |number: u64| format!("Templates/scan {number}.dcm");
    let mut hour = 9;
    let quiet = "refuge backup --no-input --no-eject";
    let full = loop {
        hour += 1;
        drop(std::fs::remove_file(person.path(scan(hour - 1))));
        person.write(scan(hour), &noise(hour, 5_000_000));
        person.at(&format!("2026-11-24 {hour}:00:00"));
        match person.types(quiet, &[]) {
            0 => assert!(hour < 22, "it is never full: {}", person.page()),
            other => break other,
        }
    };
    assert_eq!(full, 13, "{}", person.page());
    let answers =
        [("backup-full-ask", ""), ("keys-passphrase-or-sheet", PHRASE), ("thin-ask", "y")];
    let code = person.types("refuge backup --no-eject", &answers);
    assert_eq!(code, 0, "{}", person.page());
    assert!(person.page().contains("old backups removed"), "{}", person.page());
    let code = person.types("refuge verify --full", &[("keys-passphrase-or-sheet", PHRASE)]);
    assert_eq!(code, 0, "{}", person.page());
    // Who turns away from it has the drive full and the backups whole.
    person.write(scan(hour + 1), &noise(hour + 1, 40_000_000));
    let code = person.types("refuge backup --no-eject", &[("backup-full-ask", "n")]);
    assert_eq!(code, 13, "{}", person.page());
}

#[test]
fn a_practice_without_a_rule_is_offered_one_when_a_drive_is_full() {
    let office = office_with_a_real_drive(Language::English, 24 * MIB);
    let Some((mut person, _image)) = office else { return };
    let settings = person.path("home/refuge.toml");
    let text = std::fs::read_to_string(&settings).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let mut kept = Vec::new();
    let mut is_rule = false;
    for line in lines {
        if line.starts_with('[') {
            is_rule = line.starts_with("[source.keep]");
        }
        if !is_rule && !line.starts_with("keep =") {
            kept.push(line);
        }
    }
    std::fs::write(&settings, kept.join("\n") + "\n").unwrap();
    person.write("Templates/radio.dcm", &noise(1, 40_000_000));
    person.at("2026-11-24 18:00:00");
    let code = person.types("refuge backup --no-eject", &[("thin-usual-ask", "n")]);
    assert_eq!(code, 13, "{}", person.page());
    // A no is good for a month.
    person.at("2026-12-20 18:00:00");
    assert_eq!(person.types("refuge backup --no-eject", &[]), 13);
    person.at("2026-12-27 18:00:00");
    // There is nothing yet that the rule would take.
    let answers = [("thin-usual-ask", "y")];
    assert_eq!(person.types("refuge backup --no-eject", &answers), 13, "{}", person.page());
    let text = std::fs::read_to_string(&settings).unwrap();
    assert_eq!(text.matches("daily = 14").count(), 2, "{text}");
}

fn the_drive_is_pulled_out(language: Language) {
    let Some((mut person, image)) = office_with_a_real_drive(language, 400 * MIB) else { return };
    person.write("Patients/DURAND Paul 1949/radio.dcm", &noise(1, 150_000_000));
    person.at("2026-11-24 18:00:00");
    let packs = image.mount_point().join("refuge/packs");
    let before = folders(&packs);
    person.types_and(BACK_UP, &[], || {
        while folders(&packs) <= before {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        image.pull();
    });
    image.mount().unwrap();
    person.notes(["Bleu est rebranché", "Blue is plugged in again"]);
    person.at("2026-11-24 18:10:00");
    person.types(BACK_UP, &[]);
    same(["8-disque-debranche", "8-drive-unplugged"], &person);
}

fn folders(at: &std::path::Path) -> usize {
    std::fs::read_dir(at).map_or(0, Iterator::count)
}

fn the_wrong_drive_is_plugged_in(language: Language) {
    let Some(mut person) = ready(language) else { return };
    person.unplugs(BLUE);
    // A colleague's practice, with a drive of its own.
    person.moves_to("colleague");
    person.buys(BLUE);
    sets_up(&mut person);
    person.moves_to("home");
    person.forgets();
    person.at("2026-11-24 18:00:00");
    person.notes([
        "à la place de Bleu, le disque d'un confrère",
        "in the place of Blue, a colleague's drive",
    ]);
    person.types(BACK_UP, &[]);
    std::fs::rename(person.path(BLUE), person.path("theirs")).unwrap();
    person.notes(["rien n'est branché, puis Bleu", "nothing is plugged in, then Blue"]);
    let (away, back) = (person.drawer(BLUE), person.path(BLUE));
    person.types_and(BACK_UP, &[], || {
        std::thread::sleep(std::time::Duration::from_millis(800));
        std::fs::rename(&away, &back).unwrap();
    });
    same(["9-mauvais-disque", "9-wrong-drive"], &person);
}

fn a_ransomware_is_noticed(language: Language) {
    let Some(mut person) = office(language) else { return };
    person.buys(BLUE);
    for number in 1..=80 {
        let name = format!("Patients/DUBOIS Anne {number}/notes.txt");
        person.write(name, "Le patient se plaint de douleurs lombaires.\n".repeat(20).as_bytes());
    }
    sets_up(&mut person);
    person.forgets();
    for number in 1..=80 {
        let name = format!("Patients/DUBOIS Anne {number}/notes.txt");
        std::fs::remove_file(person.path(&name)).unwrap();
        person.write(format!("{name}.locked"), &noise(number, 900));
    }
    person.at("2026-11-24 18:00:00");
    person.types(BACK_UP, &[("incident-offer", "")]);
    person.types("refuge", &[("menu-question", "10")]);
    person.types(BACK_UP, &[("incident-backup-ask", "")]);
    person.types(["refuge incident clore", "refuge incident end"], &[("incident-end-ask", NAME)]);
    person
        .types(["refuge sauvegarder --expected-changes", "refuge backup --expected-changes"], &[]);
    same(["10-rancongiciel", "10-ransomware"], &person);
}

/// The menu with its status above, in the window that a person gets who changed nothing; the verdict is
/// still in the top row.
#[track_caller]
fn looks_at_the_menu(person: &mut Person, verdict: &str) {
    let top = person.looks_at(USUAL, "refuge", ("menu-question", "10"));
    let verdict = person.language().question(verdict);
    assert!(top.starts_with(&verdict), "{verdict} is not seen:\n{}", person.page());
}

fn the_menu_fits_in_the_usual_window(language: Language) {
    let Some(mut person) = office(language) else { return };
    person.buys(BLUE);
    person.buys(RED);
    person.looks_at(USUAL, "refuge", ("menu-not-set-up", "3"));
    person.aside(|person| {
        sets_up(person);
        adds_red(person);
        person.types(["refuge sauvegarder --drive Rouge", "refuge backup --drive Red"], &[]);
        person.unplugs(RED);
    });
    person.at("2026-11-24 12:00:00");
    looks_at_the_menu(&mut person, "verdict-protected");
    person.notes(["après l'hiver, sans Rouge", "after the winter, without Red"]);
    person.at("2027-06-15 18:00:00");
    person.aside(|person| {
        person.types(BACK_UP, &[]);
    });
    looks_at_the_menu(&mut person, "verdict-action");
    same(["11-menu-80x24", "11-menu-80x24"], &person);
}

#[test]
fn a_debt_is_paid_at_the_prompt_of_a_backup() {
    let office = cli_purge::office();
    office.add_drive("Red");
    office.json(&["backup", "--drive", "Red"]);
    let plan = cli_purge::planned(&office);
    office.unplug("Red");
    cli_purge::carry_out(&office, &plan).ends(0);
    office.plug("Red");
    let red = "refuge backup --drive Red";
    let home = office.path("home");
    let (code, seen) = on_a_terminal(&home, red, &[("Do it now?", "")], |_| {});
    assert_eq!(code, 0, "{seen}");
    assert!(seen.contains("Still to be done on Red"), "who turns away gets a backup: {seen}");
    let answers = [("Do it now?", "y"), ("Passphrase", "wrong"), ("Passphrase", PHRASE)];
    let (code, seen) = on_a_terminal(&home, red, &answers, |_| {});
    assert_eq!(code, 0, "{seen}");
    assert!(!seen.contains("Still to be done"), "{seen}");
    assert_eq!(office.json(&["backup", "--drive", "Red"])["owes"], serde_json::json!([]));
}

/// What the menu ends with: how the practice stands.
pub(crate) const STANDING: u32 = 16;

#[test]
fn several_things_in_one_sitting_ask_for_the_passphrase_once() {
    let office = cli_purge::office();
    let home = office.path("home");
    let menu = "What would you like to do?";
    let answers = [(menu, "3"), ("Passphrase", PHRASE), (menu, "3"), (menu, "10")];
    let (code, seen) = on_a_terminal(&home, "refuge", &answers, |_| {});
    assert_eq!(code, STANDING, "{seen}");
    assert_eq!(seen.matches("Passphrase").count(), 1, "{seen}");
    assert_eq!(seen.matches("Opened a moment ago").count(), 1, "{seen}");
    // Nothing of it is left for the next sitting.
    let answers = [(menu, "3"), ("Passphrase", PHRASE), (menu, "10")];
    let (code, seen) = on_a_terminal(&home, "refuge", &answers, |_| {});
    assert_eq!(code, STANDING, "{seen}");
}

#[test]
fn the_menu_asks_what_happened_and_does_it() {
    let office = cli_purge::office();
    let home = office.path("home");
    let [menu, what] = ["What would you like to do?", "What happened?"];
    let answers = [
        (menu, "8"),
        (what, "2"),
        ("What is lost?", "1"),
        ("Who declares Blue lost?", "Mrs Leroy"),
        ("Change the locks now?", "n"),
        (menu, "8"),
        (what, "4"),
        (menu, "10"),
    ];
    let (code, seen) = on_a_terminal(&home, "refuge", &answers, |_| {});
    assert_eq!(code, STANDING, "{seen}");
    assert!(seen.contains("As soon as you can, then: refuge keys rotate"), "{seen}");
    let status = office.run(&["status", "--json"]);
    assert!(status.out.contains("\"lost\""), "{}", status.out);
    assert!(status.out.contains("\"incident\""), "{}", status.out);
}

#[test]
fn a_window_that_is_closed_during_a_backup_loses_nothing() {
    let office = Office::with_patients(&["DURAND Paul"]);
    office.json(&["backup"]);
    std::fs::write(office.path("patients/DURAND Paul/film.bin"), noise(1, 200_000_000)).unwrap();
    let packs = office.path("Blue/refuge/packs");
    let before = folders(&packs);
    let close = |process: u32| {
        while folders(&packs) <= before {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        let process = rustix::process::Pid::from_raw(process.try_into().unwrap()).unwrap();
        rustix::process::kill_process_group(process, rustix::process::Signal::HUP).unwrap();
    };
    let (code, seen) = on_a_terminal(&office.path("home"), "refuge backup", &[], close);
    assert_eq!(code, 130, "{seen}");
    let again = office.run(&["backup"]).ends(0);
    assert!(again.err.contains("interrupted"), "{}", again.err);
    office.run_with_key(&["verify", "--full"]).ends(0);
}

/// The command lines of a guide: what stands between backticks or in a block and begins with `refuge`.
fn typed_in(guide: &str) -> Vec<String> {
    let blocks = guide.split("```").skip(1).step_by(2).flat_map(str::lines);
    let prose: Vec<&str> = guide.split("```").step_by(2).collect();
    let prose = prose.iter().flat_map(|text| text.split('`').skip(1).step_by(2));
    let all = blocks.chain(prose).map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    all.filter(|line| line.split(' ').next() == Some("refuge")).collect()
}

#[test]
fn everything_the_guides_have_typed_is_understood() {
    for guide in ["docs/guide.fr.md", "docs/guide.en.md"] {
        let text = std::fs::read_to_string(guide).unwrap();
        let lines = typed_in(&text);
        assert!(lines.len() > 40, "{guide}: {lines:?}");
        for line in lines {
            // Backslashes of Windows paths are no shell's; the help is told once everything before it is
            // understood.
            let line = line.replace('\\', "/").replacen("refuge", env!("CARGO_BIN_EXE_refuge"), 1);
            let mut shell = std::process::Command::new("sh");
            let asked = shell.args(["-c", &format!("{line} --help")]).output().unwrap();
            let said = String::from_utf8_lossy(&asked.stderr);
            assert!(asked.status.success(), "{guide}: {line}\n{said}");
        }
    }
}

#[test]
fn a_line_that_is_not_understood_is_found() {
    assert_eq!(typed_in("a `refuge x  y` b\n```\nrefuge z\n```\n`ls`").len(), 2);
    for line in ["sauvegarder --everything", "disques vendre", "rapport --year"] {
        let mut asked = std::process::Command::new(env!("CARGO_BIN_EXE_refuge"));
        let asked = asked.args(line.split(' ')).arg("--help").output().unwrap();
        assert!(!asked.status.success(), "{line}");
    }
}
