//! Keys and people: a person gets a key and is removed, a passphrase is changed, a key is noted as destroyed.

use eframe::egui::Key;

use crate::faces::Language::{English, French};
use crate::office::{Office, PHRASE};
use crate::player::Player;

const NEW: &str = "gardien tambour lanterne potager navire octobre cabanon ruban";

/// Types the passphrase of the office.
fn opens(player: &mut Player) {
    player.waits_for(player.word("Phrase secrète", "Passphrase"));
    player.types(PHRASE);
    player.strikes(Key::Enter);
}

/// Chooses a passphrase of one's own instead of the one that is made.
fn chooses_passphrase(player: &mut Player, phrase: &str) {
    player.presses(player.word("Je préfère choisir", "I would rather choose"));
    player.waits_for(player.word("Votre propre phrase", "Your own passphrase"));
    // Too weak a one is refused with the reason.
    player.types("docteur");
    player.strikes(Key::Enter);
    player.waits_for(player.word("est trop courte", "is too short"));
    player.types(phrase);
    player.strikes(Key::Enter);
    player.waits_for(player.word("La même encore", "The same once more"));
    player.types(phrase);
    player.strikes(Key::Enter);
}

#[test]
fn a_person_gets_a_key_and_is_removed_and_its_end_is_noted() {
    for language in [French, English] {
        let office = Office::with_patients(&["DURAND Paul 1949"]);
        office.run(&["backup"]).ends(0);
        let mut player = Player::at(&office.path("home"), language);
        player.presses(player.word("Clés et personnes", "Keys and people"));
        player.waits_for(player.word("en service", "in force"));
        player.pictured_twice("keys");
        player.presses(player.word("Donner une clé", "Give somebody a key"));
        player.waits_for(player.word("À qui est cette clé", "Whose key is it"));
        player.types("Claire");
        player.strikes(Key::Enter);
        player.presses(player.word("Un fichier de clé avec", "A key file with a passphrase"));
        opens(&mut player);
        player.waits_for(player.word("Où va le fichier de clé", "Where the key file goes"));
        player.pictured_twice("key-place");
        player.clears();
        // Never over another file.
        player.types(&office.text("sheet.txt"));
        player.strikes(Key::Enter);
        player.waits_until(|player| player.sees("sheet.txt"));
        player.clears();
        player.types(&office.text("claire.age"));
        player.strikes(Key::Enter);
        chooses_passphrase(&mut player, NEW);
        player.waits_for(player.word("Claire ouvre désormais", "Claire opens all backups"));
        player.pictured_twice("key-added");
        let keys = office.json(&["keys"]);
        let has = |keys: &serde_json::Value, state: &str| {
            let all = keys["keys"].as_array().unwrap();
            all.iter().any(|key| key["name"] == "Claire" && key["state"] == state)
        };
        assert!(has(&keys, "active"), "{keys}");
        player.presses(player.word("La retirer (Claire", "Take it out of use (Claire"));
        player.waits_for(player.word("Limites, dites", "Honest limits"));
        player.pictured_twice("key-remove");
        player.strikes(Key::Escape);
        player.presses(player.word("La retirer (Claire", "Take it out of use (Claire"));
        player.presses(player.word("Oui", "Yes"));
        player.waits_for(player.word("ne reçoit plus rien", "gets no new part"));
        // It lies there still: nobody takes it for destroyed.
        player.presses(player.word("détruite (Claire", "was destroyed (Claire"));
        player.waits_for("[");
        std::fs::remove_file(office.path("claire.age")).unwrap();
        player.presses(player.word("détruite (Claire", "was destroyed (Claire"));
        player.waits_for(player.word("Qui l'a détruite", "Who destroyed it"));
        player.types("Dr Martin");
        player.strikes(Key::Enter);
        player.presses(player.word("Fichier supprimé", "File deleted"));
        player.waits_for(player.word("Plus aucune ancienne clé", "No old key"));
        player.pictured_twice("key-attested");
        assert!(has(&office.json(&["keys"]), "destroyed"));
    }
}

#[test]
fn a_passphrase_is_changed_and_the_old_one_opens_no_more() {
    for language in [French, English] {
        let office = Office::with_patients(&["DURAND Paul 1949"]);
        office.run(&["backup"]).ends(0);
        let mut player = Player::at(&office.path("home"), language);
        player.presses(player.word("Clés et personnes", "Keys and people"));
        player.presses(player.word("Nouvelle phrase secrète", "New passphrase"));
        opens(&mut player);
        chooses_passphrase(&mut player, NEW);
        player.waits_for(player.word("est changée", "is changed"));
        player.pictured_twice("passphrase-changed");
        player.presses(player.word("Contrôler", "Check"));
        player.presses(player.word("Lancer le contrôle", "Start the check"));
        opens(&mut player);
        player.waits_for(player.word("n'ouvre pas la clé", "does not open the key"));
        player.types(NEW);
        player.strikes(Key::Enter);
        player.waits_for("3/3");
    }
}

#[test]
fn who_lost_the_passphrase_makes_a_new_key_with_the_sheet() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.run(&["backup"]).ends(0);
    let words = office.words_on("sheet.txt");
    let mut player = Player::at(&office.path("home"), French);
    player.presses("Clés et personnes");
    player.presses("Nouvelle phrase secrète");
    player.presses("J'ai la fiche de secours");
    crate::keys::type_columns(&mut player, &words, 0..4);
    chooses_passphrase(&mut player, NEW);
    player.waits_for("Un nouveau fichier de clé");
    player.pictured_twice("key-again");
    let keys = office.json(&["keys"]);
    assert!(keys["keys"].to_string().contains("identity-2"), "{keys}");
}
