//! The guide, followed by a person: each situation as the whole conversation, kept as a page.
//!
//! Everything that is typed stands in the guide, but for `--allow-fixed` and a path where a real drive
//! would be found by itself.

use crate::cli_purge;
use crate::file_systems::{FileSystem, Image};
use crate::guide_person::{PHRASE, Person, on_a_terminal};
use crate::office::Office;
use crate::rig::{files_below, noise};

const MIB: u64 = 1 << 20;
/// The passphrase of the computer after the lost one.
const NEW: &str = "gardien tambour lanterne potager navire octobre cabanon ruban";

/// Compares what was seen with the page that is kept.
#[track_caller]
fn same(language: &str, name: &str, person: &Person) {
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path(format!("transcripts/{language}"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, person.page()));
}

/// Two patients and a model letter.
fn office(language: &'static str) -> Option<Person> {
    let person = Person::new(language)?;
    person.write("Patients/DURAND Paul 1949/notes.txt", b"tension 12/8\n");
    person.write("Patients/MARTIN Zoe 1962/notes.txt", b"allergie a la penicilline\n");
    person.write("Modeles/ordonnance type.txt", b"ordonnance\n");
    Some(person)
}

/// Page 1 of the guide up to the second drive. The drive is the folder `Bleu`.
fn sets_up(person: &mut Person) {
    let [patients, models, drive] =
        ["Patients", "Modeles", "Bleu"].map(|name| person.path(name).to_str().unwrap().to_owned());
    person.at("2026-11-23 09:00:00");
    let code = person.types(
        "refuge installer --allow-fixed",
        &[
            ("Nom imprimé", "Cabinet Dr Martin"),
            ("quel pays", ""),
            ("établissement public", ""),
            ("Le chemin d'un dossier", &patients),
            ("Numéros à cocher", &models),
            ("Numéros à cocher", ""),
            ("Que contient-il", "médical"),
            ("Quelle catégorie", ""),
            ("d'un bloc", "1"),
            ("Que contient-il", ""),
            ("d'un bloc", "3"),
            ("Dossier ou disque", &drive),
            ("Son nom", "Bleu"),
            ("La garder", "n"),
            ("Votre propre phrase", PHRASE),
            ("La même", PHRASE),
            ("On commence", ""),
            ("Montrer aussi", ""),
            ("Exemplaire 1", "tiroir du bureau"),
            ("Exemplaire 2", "chez Mme Leroy"),
        ],
    );
    assert_eq!(code, 0, "{}", person.page());
}

/// The end of page 1: the second drive.
fn adds_red(person: &mut Person) {
    let drive = person.path("Rouge").to_str().unwrap().to_owned();
    let code = person.types(
        &format!("refuge disques ajouter {drive} --allow-fixed"),
        &[("Son nom", "Rouge"), ("jusqu'ici", "1"), ("ressemble", "")],
    );
    assert_eq!(code, 0, "{}", person.page());
}

/// The first day is over, and is not written down again.
fn ready() -> Option<Person> {
    let mut person = office("fr")?;
    person.buys("Bleu");
    person.buys("Rouge");
    sets_up(&mut person);
    person.forgets();
    Some(person)
}

#[test]
fn the_first_day() {
    let Some(mut person) = office("fr") else { return };
    person.buys("Bleu");
    person.buys("Rouge");
    person.types("refuge", &[("Que faire", "3")]);
    sets_up(&mut person);
    adds_red(&mut person);
    person.types("refuge reglages planifier", &[]);
    person.types(r#"refuge reglages changer call-in-incident "Mme Leroy 01 02 03 04 05""#, &[]);
    person.types("refuge", &[("Que faire", "8")]);
    same("fr", "1-premier-jour", &person);
}

#[test]
fn a_week_on_two_alternating_drives() {
    let Some(mut person) = ready() else { return };
    adds_red(&mut person);
    person.forgets();
    person.unplugs("Rouge");
    for day in ["23", "24", "25", "26", "27"] {
        person.at(&format!("2026-11-{day} 18:00:00"));
        person.write(&format!("Patients/DURAND Paul 1949/{day}.txt"), b"consultation\n");
        person.types("refuge sauvegarder", &[]);
    }
    person.unplugs("Bleu");
    person.plugs("Rouge");
    person.notes("Bleu est rangé ailleurs, Rouge est branché");
    person.at("2026-11-30 18:00:00");
    person.types("refuge sauvegarder", &[]);
    person.types("refuge etat", &[]);
    person.at("2026-12-07 18:00:00");
    person.types("refuge", &[("Que faire", "1"), ("Que faire", "8")]);
    same("fr", "2-une-semaine", &person);
}

#[test]
fn the_check_of_the_month() {
    let Some(mut person) = ready() else { return };
    person.at("2026-12-28 18:00:00");
    person.types("refuge sauvegarder", &[]);
    person.types(
        "refuge verifier",
        &[("Phrase secrète", "pas celle-ci"), ("Phrase secrète", PHRASE)],
    );
    person.types("refuge rapport last", &[]);
    person.types("refuge etat", &[]);
    person.at("2027-05-30 18:00:00");
    person.notes("six mois après, le contrôle demande trois mots de la fiche");
    person.types("refuge verifier", &[("Phrase secrète", PHRASE), ("Essai semestriel", "o")]);
    same("fr", "3-controle-du-mois", &person);
}

#[test]
fn one_file_comes_back() {
    let Some(mut person) = ready() else { return };
    person.at("2026-11-24 10:00:00");
    person.types("refuge restaurer ordonnance type", &[("Phrase secrète", PHRASE)]);
    person.types(
        "refuge restaurer",
        &[("Phrase secrète", PHRASE), ("Que cherchez-vous", "ordo"), ("Lequel", "")],
    );
    person.types("refuge historique", &[("Phrase secrète", PHRASE)]);
    same("fr", "4-un-fichier", &person);
}

#[test]
fn the_folder_of_a_patient_comes_back() {
    let Some(mut person) = ready() else { return };
    person.at("2026-11-24 10:00:00");
    person.types(r#"refuge restaurer --path "DURAND Paul 1949""#, &[("Phrase secrète", PHRASE)]);
    person.types(r#"refuge restaurer --path "DUPONT""#, &[("Phrase secrète", PHRASE)]);
    same("fr", "5-un-dossier-de-patient", &person);
}

#[test]
fn the_computer_is_lost() {
    let Some(mut person) = ready() else { return };
    person.at("2026-11-26 10:00:00");
    person.moves_to("new-home");
    let drive = person.path("Bleu").to_str().unwrap().to_owned();
    let to = person.path("Restauration").to_str().unwrap().to_owned();
    person.notes("un nouvel ordinateur, et la fiche de secours");
    person.types(&format!("refuge rattacher {drive}"), &[]);
    person.types(
        "refuge cles phrase",
        &[("La garder", "n"), ("Votre propre", NEW), ("La même", NEW)],
    );
    person.types(&format!("refuge restaurer --all --to {to}"), &[("Phrase secrète", NEW)]);
    assert_eq!(files_below(&person.path("Restauration")).len(), 3);
    person.types("refuge sauvegarder", &[]);
    same("fr", "6-ordinateur-perdu", &person);
}

#[test]
fn the_drive_is_full() {
    let Some(mut person) = office("fr") else { return };
    let Some(image) = Image::new(FileSystem::Ext4, 24 * MIB) else { return };
    std::os::unix::fs::symlink(image.mount_point(), person.path("Bleu")).unwrap();
    std::fs::remove_dir(image.mount_point().join("lost+found")).unwrap();
    person.calls(&image.mount_point(), "/media/BLEU");
    sets_up(&mut person);
    person.forgets();
    person.write("Patients/DURAND Paul 1949/radio.dcm", &noise(1, 40_000_000));
    person.at("2026-11-24 18:00:00");
    person.types("refuge sauvegarder", &[]);
    person.types("refuge etat", &[]);
    person.notes("un disque plus grand");
    person.buys("Rouge");
    adds_red(&mut person);
    person.types("refuge sauvegarder --drive Rouge", &[]);
    same("fr", "7-disque-plein", &person);
}

#[test]
fn the_drive_is_pulled_out() {
    let Some(mut person) = office("fr") else { return };
    let Some(image) = Image::new(FileSystem::Ext4, 400 * MIB) else { return };
    std::os::unix::fs::symlink(image.mount_point(), person.path("Bleu")).unwrap();
    std::fs::remove_dir(image.mount_point().join("lost+found")).unwrap();
    person.calls(&image.mount_point(), "/media/BLEU");
    sets_up(&mut person);
    person.forgets();
    person.write("Patients/DURAND Paul 1949/radio.dcm", &noise(1, 150_000_000));
    person.at("2026-11-24 18:00:00");
    let packs = image.mount_point().join("refuge/packs");
    let before = folders(&packs);
    person.types_and("refuge sauvegarder", &[], || {
        while folders(&packs) <= before {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        image.pull();
    });
    image.mount().unwrap();
    person.notes("Bleu est rebranché");
    person.at("2026-11-24 18:10:00");
    person.types("refuge sauvegarder", &[]);
    same("fr", "8-disque-debranche", &person);
}

fn folders(at: &std::path::Path) -> usize {
    std::fs::read_dir(at).map_or(0, Iterator::count)
}

#[test]
fn the_wrong_drive_is_plugged_in() {
    let Some(mut person) = ready() else { return };
    person.unplugs("Bleu");
    // A colleague's practice, with a drive of its own.
    person.moves_to("colleague");
    person.buys("Bleu");
    sets_up(&mut person);
    person.moves_to("home");
    person.forgets();
    person.at("2026-11-24 18:00:00");
    person.notes("à la place de Bleu, le disque d'un confrère");
    person.types("refuge sauvegarder", &[]);
    std::fs::rename(person.path("Bleu"), person.path("theirs")).unwrap();
    person.notes("rien n'est branché, puis Bleu");
    let away = person.path("Bleu.drawer");
    let back = person.path("Bleu");
    person.types_and("refuge sauvegarder", &[], || {
        std::thread::sleep(std::time::Duration::from_millis(800));
        std::fs::rename(&away, &back).unwrap();
    });
    same("fr", "9-mauvais-disque", &person);
}

#[test]
fn a_ransomware_is_noticed() {
    let Some(mut person) = office("fr") else { return };
    person.buys("Bleu");
    for number in 1..=80 {
        let name = format!("Patients/PATIENT {number}/notes.txt");
        person.write(&name, "Le patient se plaint de douleurs lombaires.\n".repeat(20).as_bytes());
    }
    sets_up(&mut person);
    person.forgets();
    for number in 1..=80 {
        let name = format!("Patients/PATIENT {number}/notes.txt");
        std::fs::remove_file(person.path(&name)).unwrap();
        person.write(&format!("{name}.locked"), &noise(number, 900));
    }
    person.at("2026-11-24 18:00:00");
    person.types("refuge sauvegarder", &[("Ouvrir un incident", "")]);
    person.types("refuge", &[("Que faire", "8")]);
    person.types("refuge sauvegarder", &[("Sauvegarder quand même", "")]);
    person.types("refuge incident clore", &[("pour clore", "Cabinet Dr Martin")]);
    person.types("refuge sauvegarder --expected-changes", &[]);
    same("fr", "10-rancongiciel", &person);
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
    all.filter(|line| line.starts_with("refuge")).collect()
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
