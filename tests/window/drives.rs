//! The drives: listed, added, declared lost and found again, wiped for good, noted as destroyed.

use eframe::egui::Key;

use crate::faces::Language::{English, French};
use crate::office::Office;
use crate::player::Player;

/// A drive is added at a place that is typed; `answers` are for what is asked after its name.
fn add(player: &mut Player, place: &str, name: &str) {
    player.presses(player.word("Ajouter un disque", "Add a drive"));
    player.presses(player.word("Un autre endroit", "Another place"));
    player.waits_for(player.word("Place du disque", "Place of the drive"));
    player.types(place);
    player.strikes(Key::Enter);
    player.presses(player.word("Oui", "Yes"));
    player.waits_for(player.word("Son nom", "Its name"));
    player.clears();
    player.types(name);
    player.strikes(Key::Enter);
}

#[test]
fn drives_are_listed_added_and_named() {
    for language in [French, English] {
        let office = Office::with_patients(&["DURAND Paul 1949"]);
        office.run(&["backup"]).ends(0);
        std::fs::create_dir(office.path("Red")).unwrap();
        let mut player = Player::at(&office.path("home"), language);
        player.presses(player.word("Disques", "Drives"));
        player.waits_for("Blue");
        player.waits_for(player.word("Dernière bonne sauvegarde", "Last good backup"));
        player.pictured_twice("drives");
        // A place that does not exist, then one that is meant; the name is taken first.
        player.presses(player.word("Ajouter un disque", "Add a drive"));
        player.waits_for(player.word("Aucun nouveau disque", "No new drive is plugged in"));
        player.pictured_twice("drive-none");
        player.presses(player.word("Regarder de nouveau", "Look again"));
        player.presses(player.word("Un autre endroit", "Another place"));
        player.waits_for(player.word("Place du disque", "Place of the drive"));
        player.types("/nowhere");
        player.strikes(Key::Enter);
        player.waits_for("[");
        add(&mut player, &office.text("Red"), "Blue");
        player.presses(player.word("il reçoit un autre nom", "it gets another name"));
        player.waits_for(player.word("Son nom", "Its name"));
        player.clears();
        player.types(player.word("Rouge", "Red"));
        player.strikes(Key::Enter);
        player.waits_for(player.word("Qu'a contenu ce disque", "What has this drive held"));
        player.pictured_twice("drive-past");
        player.presses(player.word("il est neuf", "it is new"));
        player.presses(player.word("Un boîtier qui ronronne", "A box that hums"));
        player.waits_for(player.word("Rouge est prêt", "Red is ready"));
        player.pictured_twice("drive-added");
        let drives = office.json(&["drives"]);
        assert_eq!(drives["drives"].as_array().unwrap().len(), 2);
        // Turned away from another one: nothing is added.
        std::fs::create_dir(office.path("Third")).unwrap();
        add(&mut player, &office.text("Third"), "Third");
        player.waits_for(player.word("Qu'a contenu ce disque", "What has this drive held"));
        player.strikes(Key::Escape);
        player.waits_for(player.word("Ajouter un disque", "Add a drive"));
        assert_eq!(office.json(&["drives"])["drives"].as_array().unwrap().len(), 2);
        assert!(!office.path("Third/refuge").exists());
    }
}

#[test]
fn a_drive_is_lost_and_found_again_and_has_a_label() {
    for language in [French, English] {
        let office = Office::with_patients(&["DURAND Paul 1949"]);
        office.run(&["backup"]).ends(0);
        office.unplug("Blue");
        let mut player = Player::at(&office.path("home"), language);
        player.presses(player.word("Disques", "Drives"));
        player.presses(player.word("Imprimer son étiquette (Blue)", "Print its label (Blue)"));
        player.waits_for("label-");
        assert_eq!(std::fs::read_dir(office.path("home/papers")).unwrap().count(), 1);
        player.presses(player.word("Plus… (Blue)", "More… (Blue)"));
        player.pictured_twice("drive-more");
        player.presses(player.word("perdu ou volé (Blue)", "lost or stolen (Blue)"));
        player.waits_for(player.word("Qui déclare Blue perdu", "Who declares Blue lost"));
        // An Enter alone says nobody.
        player.strikes(Key::Enter);
        player.types("Dr Martin");
        player.pictured_twice("drive-lost");
        player.strikes(Key::Enter);
        player.waits_for(player.word("AUCUN AUTRE DISQUE", "NO OTHER DRIVE"));
        player.pictured_twice("drive-lost-done");
        assert_eq!(office.json(&["drives"])["drives"][0]["state"], "lost");
        player.presses(player.word("Il est retrouvé (Blue)", "It was found (Blue)"));
        player.waits_for(player.word("Qui l'a retrouvé", "Who found it"));
        player.types("Claire");
        player.strikes(Key::Enter);
        player.waits_for(player.word("est repris", "is taken back"));
        assert_eq!(office.json(&["drives"])["drives"][0]["state"], "active");
    }
}

#[test]
fn a_drive_is_wiped_once_its_name_is_typed_and_noted_as_destroyed_once_it_is_away() {
    for language in [French, English] {
        let office = Office::with_patients(&["DURAND Paul 1949"]);
        office.run(&["backup"]).ends(0);
        let mut player = Player::at(&office.path("home"), language);
        player.presses(player.word("Disques", "Drives"));
        player.presses(player.word("Plus… (Blue)", "More… (Blue)"));
        player.presses(player.word("L'effacer et ne plus", "Wipe it and use it no more"));
        player.waits_for(player.word("Tapez le nom du disque", "Type the drive's name"));
        player.types("Red");
        player.strikes(Key::Enter);
        player.waits_for(player.word("Ce n'est pas ce nom", "That is not the name"));
        player.pictured_twice("drive-wipe");
        // Turned away: everything is there still.
        player.strikes(Key::Escape);
        player.waits_for(player.word("Ajouter un disque", "Add a drive"));
        assert_eq!(office.json(&["drives"])["drives"][0]["state"], "active");
        office.run(&["verify", "--quick"]).ends(0);
        player.presses(player.word("L'effacer et ne plus", "Wipe it and use it no more"));
        player.waits_for(player.word("Tapez le nom du disque", "Type the drive's name"));
        player.types("blue");
        player.strikes(Key::Enter);
        player.waits_for(player.word("est effacé et hors service", "is wiped and out of use"));
        player.pictured_twice("drive-wiped");
        office.unplug("Blue");
        player.presses(player.word("Il a été détruit (Blue)", "It was destroyed (Blue)"));
        player.presses(player.word("Société spécialisée", "Specialised company"));
        player.waits_for(player.word("Société et n° de certificat", "Company and certificate"));
        player.types("Broyage SA, 2026-17");
        player.strikes(Key::Enter);
        player.waits_for(player.word("Qui l'a fait", "Who did it"));
        player.types("Claire");
        player.strikes(Key::Enter);
        player.presses(player.word("pas de témoin", "There was no witness"));
        player.waits_for(player.word("Tapez le nom du disque", "Type the drive's name"));
        player.types("Blue");
        player.strikes(Key::Enter);
        player.waits_for(player.word("noté comme détruit", "is crossed out"));
        player.pictured_twice("drive-destroyed");
        assert_eq!(office.json(&["drives"])["drives"][0]["state"], "destroyed");
    }
}

#[test]
fn a_drive_that_answers_was_not_destroyed() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.run(&["backup"]).ends(0);
    office.unplug("Blue");
    let mut player = Player::at(&office.path("home"), English);
    player.presses("Drives");
    player.presses("More… (Blue)");
    office.plug("Blue");
    player.presses("It was destroyed (Blue)");
    player.waits_for("[D23]");
    player.pictured_twice("drive-answers");
}

#[test]
fn a_drive_that_is_pulled_out_before_it_is_ejected_or_wiped_is_told() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.run(&["backup"]).ends(0);
    let mut player = Player::at(&office.path("home"), French);
    player.presses("Disques");
    player.presses("Plus… (Blue)");
    player.presses("L'effacer et ne plus");
    player.waits_for("Tapez le nom du disque");
    office.unplug("Blue");
    player.types("Blue");
    player.strikes(Key::Enter);
    player.waits_for("[D");
    player.waits_for("Ajouter un disque");
    player.pictured_twice("drive-pulled");
}
