//! The first set-up as transcribed, played by a person who answers from a list, in both languages.

use refuge::config::Keep;

use super::*;
use crate::cli::{Catalog, Exit, Language, commands::init};

/// A passphrase of the person's own.
const OWN: &str = "ruban cabanon octobre navire potager lanterne tambour gardien";

/// A computer with three files to back up and a folder that stands for a drive.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in ["DURAND Paul/a.txt", "DURAND Paul/b.txt", "COSTA Ines/c.txt"] {
            let path = folder.path().join("patients").join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, name).unwrap();
        }
        std::fs::create_dir(folder.path().join("drive")).unwrap();
        Self { folder }
    }

    fn text(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    /// Everything said and printed, without no-break spaces, and how it ended.
    fn play(&self, language: Language, answers: &[&str]) -> (String, Result<Exit, Failure>) {
        let words = Catalog::load(language).unwrap();
        let home = self.text("home");
        let (mut face, transcript) = Face::scripted(&words, &["refuge", "--home", &home], answers);
        let options = Init {
            practice: None,
            identity_out: None,
            recovery_out: Some(self.text("sheet.txt").into()),
            public_structure: false,
            source: vec![self.text("patients").into()],
            attach: false,
            no_first_backup: false,
            allow_fixed: true,
        };
        let ended = init::run(&mut face, &options);
        let text = format!("{}{}", transcript.said.text(), transcript.results.text());
        (text.replace('\u{a0}', " "), ended)
    }
}

#[track_caller]
fn in_order(text: &str, lines: &[&str]) {
    let mut rest = text;
    for line in lines {
        let at = rest.find(line).unwrap_or_else(|| panic!("{line:?} is missing in:\n{text}"));
        rest = &rest[at + line.len()..];
    }
}

#[test]
fn the_first_set_up_ends_with_a_backup_and_a_test_in_french() {
    let place = Place::new();
    let drive = place.text("drive");
    let answers = [
        "Cabinet Dr Martin",
        "n",
        "1",
        "n",
        "01 02 03 04 05",
        "",
        "",
        "",
        &drive,
        "Bleu",
        "n",
        OWN,
        OWN,
    ];
    let (text, ended) = place.play(Language::French, &answers);
    assert_eq!(ended.unwrap(), Exit::Done, "{text}");
    in_order(
        &text,
        &[
            "Bienvenue. Quatre étapes, environ 10 minutes, puis la première sauvegarde.\n",
            "Il vous faut : un disque externe, un stylo, une imprimante (ou une feuille).\n",
            "1/4 Votre cabinet\n",
            "Nom imprimé sur les comptes rendus : Cabinet Dr Martin\n",
            "  1  France\n",
            "Téléphone du cabinet, pour étiquettes et incidents (Entrée : aucun) : 01 02",
            "Quels dossiers ? Trouvés sur cet ordinateur :\n",
            "[x] ",
            "Proposition : dossier médical en cabinet libéral, 20 ans, un dossier par sous-dossier (patient).",
            "Alléger les anciennes sauvegardes ?",
            "2/4 Votre disque\n",
            "trouvé : ",
            ", vide.\n",
            "Son nom (une gommette de couleur aide) : Bleu\n",
            "Rien ne sera effacé sur ce disque.\n",
            "3/4 Vos secrets\n",
            "Votre phrase secrète : ",
            "SANS la phrase secrète ET sans la fiche de secours",
            "4/4 Première sauvegarde, premier essai\n",
            "3 fichiers. Relecture : tout est bon.\n",
            "Essai : 3 fichiers restaurés et comparés : identiques.\n",
            "Cabinet Dr Martin est installé.\n",
            "Ensuite : un second disque, gardé ailleurs, protège du feu et du vol (refuge disques ajouter).\n",
        ],
    );
    let practice = Practice::open_reading(place.text("home").as_ref()).unwrap();
    assert_eq!(practice.config.practice.phone.as_deref(), Some("01 02 03 04 05"));
    assert_eq!(practice.config.sources[0].class, "fr/medical-record");
    assert_eq!(practice.config.sources[0].keep, Some(Keep::USUAL));
}

#[test]
fn the_first_set_up_ends_with_a_backup_and_a_test_in_english() {
    let place = Place::new();
    let drive = place.text("drive");
    let too_long = "Blue ".repeat(20);
    let answers = [
        "Martin Practice",
        "n",
        "5",
        &too_long,
        "",
        "1",
        "1",
        "",
        "n",
        "list",
        "1",
        "1",
        "n",
        &drive,
        &too_long,
        "n",
        OWN,
        OWN,
        "Blue",
    ];
    let (text, ended) = place.play(Language::English, &answers);
    assert_eq!(ended.unwrap(), Exit::Done, "{text}");
    in_order(
        &text,
        &[
            "Welcome. Four steps, about 10 minutes, plus the first backup.\n",
            "1/4 Your practice\n",
            "[ ] ",
            "[x] ",
            "2/4 Your drive\n",
            "3/4 Your secrets\n",
            "[N03]",
            "Blue is ready.\n",
            "4/4 First backup and first test\n",
            "3 files. Read back: all good.\n",
            "Test: 3 files restored and compared: identical.\n",
            "Next: a second drive, kept elsewhere, protects you from fire and theft (refuge drives add).\n",
        ],
    );
    let home = std::path::PathBuf::from(place.text("home"));
    let practice = Practice::open_reading(&home).unwrap();
    assert_eq!(practice.config.practice.country, "uk");
    assert_eq!(practice.config.sources.len(), 1);
    assert_eq!((practice.config.sources[0].keep, practice.config.practice.phone), (None, None));
    assert!(practice.state.drive_named("Blue").unwrap().last_backup.is_some());
}

#[test]
fn turning_away_before_the_secrets_leaves_nothing_behind_but_the_answers() {
    let place = Place::new();
    let (_, ended) =
        place.play(Language::French, &["Cabinet Dr Martin", "n", "1", "n", "", "", "", "n"]);
    assert!(matches!(ended, Err(Failure::Library(Error::NotConfirmed))));
    let left: Vec<_> = std::fs::read_dir(place.text("home")).unwrap().flatten().collect();
    assert_eq!(left.len(), 1, "{left:?}");
    assert!(!place.folder.path().join("sheet.txt").exists());
    let kept = Draft::left(place.text("home").as_ref()).unwrap();
    // The next run asks for nothing that was answered, and the practice has the same number.
    let (text, ended) = place.play(Language::French, &["o", "", "n", OWN, OWN]);
    assert_eq!(ended.unwrap(), Exit::Done, "{text}");
    let practice = Practice::open_reading(place.text("home").as_ref()).unwrap();
    assert_eq!(practice.config.practice.id, kept.id);
    assert_eq!(practice.config.practice.name, "Cabinet Dr Martin");
    assert_eq!(practice.config.sources.len(), 1);
    assert_eq!(practice.config.sources[0].class, "fr/medical-record");
    assert!(!place.folder.path().join("home/answers.json").exists());
}

#[test]
fn the_country_follows_the_system() {
    let told =
        ["fr_FR.UTF-8", "en_GB.UTF-8", "en-GB", "fr-BE", "de_CH", "nl_NL@euro", "en_US", "C"];
    let known = ["fr", "uk", "uk", "be", "ch", "nl", "uk", "fr"];
    assert_eq!(told.map(country_of), known);
}

#[test]
fn the_drive_may_come_later() {
    let place = Place::new();
    let answers = ["Cabinet Dr Martin", "n", "1", "n", "", "", "", "", "", "n", OWN, OWN];
    let (text, ended) = place.play(Language::French, &answers);
    assert_eq!(ended.unwrap(), Exit::Done, "{text}");
    assert!(text.contains("Plus tard, alors : refuge disques ajouter"), "{text}");
    assert!(!text.contains("4/4"), "{text}");
}

/// What was said about drives of these paths, and whether one was chosen.
fn chosen(place: &Place, typed: &[&str]) -> (String, bool) {
    let words = Catalog::load(Language::English).unwrap();
    let (mut face, transcript) = Face::scripted(&words, &["refuge"], typed);
    let folders = [std::path::PathBuf::from(place.text("patients"))];
    let chosen = drive::ask(&mut face, &folders, true).unwrap().is_some();
    (transcript.said.text(), chosen)
}

#[test]
fn what_is_wrong_with_a_drive_is_told_when_it_is_chosen() {
    let place = Place::new();
    let (nowhere, inside) = (place.text("nowhere"), place.text("patients/COSTA Ines"));
    let (said, is_chosen) = chosen(&place, &[&nowhere, &inside, ""]);
    assert!(!is_chosen, "{said}");
    assert!(said.contains("is not there") && !said.contains("empty"), "{said}");
    assert!(said.contains("[B05]"), "{said}");
}

#[test]
fn a_drive_that_is_too_small_is_told_before_the_sheet_is_written() {
    let place = Place::new();
    let large = std::fs::File::create(place.text("patients/scan.bin")).unwrap();
    // Nothing of it takes room, and no computer of today has as much.
    if large.set_len(1 << 43).is_err() {
        return;
    }
    let drive = place.text("drive");
    let (said, is_chosen) = chosen(&place, &[&drive, "", ""]);
    assert!(said.contains("likely too small") && !is_chosen, "{said}");
    let (said, is_chosen) = chosen(&place, &[&drive, "n", "Blue"]);
    assert!(is_chosen, "{said}");
}
