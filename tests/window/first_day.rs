//! The first day, played by somebody who has never seen the program, in both languages.

use std::path::PathBuf;

use eframe::egui::Key;
use refuge::config::Keep;
use refuge::practice::Practice;

use crate::faces::Language::{self, English, French};
use crate::player::Player;
use crate::window::Setting;

/// A passphrase of the person's own.
const OWN: &str = "ruban cabanon octobre navire potager lanterne tambour gardien";

/// A computer with a folder of patients, and a folder that stands for a drive.
struct Computer(tempfile::TempDir);

impl Computer {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in ["DURAND Paul/a.txt", "DURAND Paul/b.txt", "COSTA Ines/c.txt"] {
            let path = folder.path().join("own/Patients").join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, name).unwrap();
        }
        std::fs::create_dir_all(folder.path().join("own/Documents/recettes")).unwrap();
        std::fs::write(folder.path().join("own/Documents/recettes/tarte.txt"), "pommes").unwrap();
        std::fs::create_dir(folder.path().join("drive")).unwrap();
        Self(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn player(&self, language: Language) -> Player {
        let home = Some(self.path("home"));
        Player::of(Setting { home, documents: Some(self.path("own")), language })
    }
}

/// Everything up to the folders, with a slip in the telephone number.
fn answers_about_the_practice(player: &mut Player) {
    player.waits_for(player.word("Aucun cabinet n'est encore installé", "No practice is set up"));
    player.pictured_twice("first-day");
    player.strikes(Key::Enter);
    player.waits_for(player.word("Nom du cabinet", "Name of the practice"));
    player.types("Cabinet Martin");
    player.pictured_twice("first-day-name");
    player.strikes(Key::Enter);
    player.waits_for(player.word("Les durées légales de quel pays", "Which country's legal"));
    player.pictured_twice("first-day-country");
    player.presses("France");
    player.waits_for(player.word("établissement public", "public institution"));
    player.presses_whole(player.word("Non", "No"));
    player.waits_for(player.word("Téléphone du cabinet", "Telephone of the practice"));
    player.types("x");
    player.strikes(Key::Enter);
    player.waits_for(player.word("n'est pas un numéro", "That is no telephone number"));
    player.strikes(Key::Backspace);
    player.types("01 34 56 78 90");
    player.strikes(Key::Enter);
}

fn answers_about_the_folders(player: &mut Player) {
    player.waits_for(player.word("Quels dossiers sauvegarder", "Which folders are to be"));
    player.waits_for("Patients");
    player.pictured_twice("first-day-folders");
    player.presses(player.word("Continuer", "Continue"));
    player.waits_for(player.word("Proposition", "Proposed"));
    player.pictured_twice("first-day-kind");
    player.presses(player.word("C'est juste", "That is right"));
    player.waits_for(player.word("anciennes sauvegardes", "old backups"));
    player.presses_whole(player.word("Oui", "Yes"));
}

fn answers_about_the_drive(player: &mut Player, drive: &str) {
    player.presses(player.word("Un endroit qui n'est pas", "A place that is not in this list"));
    player.waits_for(player.word("Où il est", "Where it is"));
    player.types(drive);
    player.strikes(Key::Enter);
    player
        .waits_for(player.word("n'est pas un disque qui se débranche", "is no drive that can be"));
    player.pictured_twice("first-day-fixed");
    player.presses(player.word("Le prendre quand même", "Use it all the same"));
    player.waits_for(player.word("Son nom", "Its name"));
    player.waits_for(player.word("Rien ne sera effacé", "Nothing on this drive will be erased"));
    player.pictured_twice("first-day-drive");
    player.strikes(Key::Enter);
}

/// Copies the sheet and types it back, with one wrong word and one look back at the page before.
fn writes_the_sheet(player: &mut Player) {
    let mut sheet = Vec::new();
    for column in 1..=4 {
        let first = (column - 1) * 6 + 1;
        player.waits_for(&format!("{} {first} ", player.word("mots", "words")));
        if column == 2 {
            player.pictured_twice("first-day-sheet");
            player.presses(player.word("Revenir", "Back"));
            player.waits_for(player.word("mots 1 ", "words 1 "));
            player.strikes(Key::Enter);
            player.waits_for(player.word("mots 7 ", "words 7 "));
        }
        let shown = player.words_shown();
        assert_eq!(shown.len(), 6, "{shown:?}");
        sheet.extend(shown);
        player.presses(player.word("C'est écrit", "Written down"));
    }
    for (number, six) in sheet.chunks(6).enumerate() {
        let first = number * 6 + 1;
        player.waits_for(&format!("{} {first} ", player.word("Mots", "Words")));
        let short: Vec<String> = six.iter().map(|word| word.chars().take(4).collect()).collect();
        if number == 1 {
            player.types(&format!("{} zzzz {}", short[0], short[2..].join(" ")));
            player.strikes(Key::Enter);
            player.waits_for(player.word("n'est pas le mot 8", "is not word 8"));
            player.pictured_twice("first-day-wrong-word");
            player.types(&short[1]);
        } else {
            player.types(&short.join(" "));
        }
        player.strikes(Key::Enter);
    }
}

fn makes_secrets(player: &mut Player) {
    player.waits_for(player.word("Deux secrets ouvrent", "Two secrets open"));
    player.pictured_twice("first-day-secrets");
    player.presses(player.word("Stylo et papier sont prêts", "Pen and paper are ready"));
    player.waits_for(player.word("En voici une", "Here is one"));
    player.pictured_twice("first-day-passphrase");
    player.presses(player.word("Elle est écrite", "It is written down"));
    player.waits_for(player.word("d'après le papier", "from the paper"));
    player.types("not what is on the paper");
    player.strikes(Key::Enter);
    player.waits_for(player.word("Ce n'est pas elle", "That is not it"));
    player.presses(player.word("Je préfère choisir", "I would rather choose"));
    player.waits_for(player.word("Six mots ou plus", "Six or more words"));
    player.types("secret");
    player.strikes(Key::Enter);
    player.waits_for("12");
    player.pictured_twice("first-day-own");
    player.types(OWN);
    player.strikes(Key::Enter);
    player.waits_for(player.word("La même encore une fois", "The same once more"));
    player.types(OWN);
    player.strikes(Key::Enter);
    writes_the_sheet(player);
}

#[test]
fn a_newcomer_sets_up_a_practice_and_has_a_tested_backup() {
    for language in [French, English] {
        let computer = Computer::new();
        let mut player = computer.player(language);
        answers_about_the_practice(&mut player);
        answers_about_the_folders(&mut player);
        answers_about_the_drive(&mut player, computer.path("drive").to_str().unwrap());
        makes_secrets(&mut player);
        player.waits_for(player.word("restaurés et comparés", "restored and compared"));
        player.pictured_twice("first-day-done");
        player.presses(player.word("Voir où on en est", "To the overview"));
        player.waits_for("drive");
        let practice = Practice::open_reading(&computer.path("home")).unwrap();
        assert_eq!(practice.config.practice.name, "Cabinet Martin");
        assert_eq!(practice.config.practice.language, language.tag());
        assert_eq!(practice.config.practice.phone.as_deref(), Some("01 34 56 78 90"));
        assert_eq!(practice.config.sources.len(), 1);
        assert_eq!(practice.config.sources[0].class, "fr/medical-record");
        assert_eq!(practice.config.sources[0].keep, Some(Keep::USUAL));
        assert!(!computer.path("home/answers.json").exists());
    }
}

#[test]
fn who_leaves_goes_on_there_and_a_drive_that_is_gone_is_chosen_anew() {
    let computer = Computer::new();
    let mut player = computer.player(French);
    answers_about_the_practice(&mut player);
    player.waits_for("Quels dossiers sauvegarder");
    player.strikes(Key::Escape);
    player.presses("Installer le cabinet");
    player.presses("Oui, continuer");
    answers_about_the_folders(&mut player);
    // A folder that is not there is told; back and forth keeps what was answered.
    player.presses("Revenir");
    player.waits_for("anciennes sauvegardes");
    player.presses_whole("Oui");
    let [first, second] = ["drive", "other"].map(|name| computer.path(name));
    player.presses("Un endroit qui n'est pas");
    player.waits_for("Où il est");
    player.types(computer.path("nowhere").to_str().unwrap());
    player.strikes(Key::Enter);
    player.waits_for("Un endroit qui n'est pas");
    answers_about_the_drive(&mut player, first.to_str().unwrap());
    std::fs::remove_dir(&first).unwrap();
    std::fs::create_dir(&second).unwrap();
    makes_secrets(&mut player);
    answers_about_the_drive(&mut player, second.to_str().unwrap());
    player.waits_for("restaurés et comparés");
    let practice = Practice::open_reading(&computer.path("home")).unwrap();
    assert_eq!(practice.state.drives().unwrap()[0].name, "other");
}
