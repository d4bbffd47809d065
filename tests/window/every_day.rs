//! What is done every day: looking where things stand, and backing up.

use eframe::egui::Key;

use crate::faces::Language::{English, French};
use crate::office::{Office, PHRASE};
use crate::player::Player;

#[test]
fn a_new_practice_backs_up_and_is_told_that_it_can_unplug() {
    for language in [French, English] {
        let office = Office::with_patients(&["DURAND Paul 1949", "MARTIN Anne 1962"]);
        let mut player = Player::at(&office.path("home"), language);
        player.waits_for(player.word("NON PROTÉGÉ", "NOT PROTECTED"));
        player.pictured_twice("home-before");
        // The large button has the keyboard on each screen.
        player.strikes(Key::Enter);
        player.waits_for(player.word("Lancer la sauvegarde", "Start the backup"));
        player.strikes(Key::Enter);
        player.waits_for(player.word("complète", "complete"));
        player.pictured_twice("back-up-done");
        player.presses(player.word("Où en est-on", "Overview"));
        player.waits_for("Blue");
        player.pictured_twice("home-after");
        player.presses(player.word("Contraste élevé", "High contrast"));
        player.pictured_twice("home-contrast");
        player.presses(player.word("English", "Français"));
        player.waits_for(player.word("Overview", "Où en est-on"));
        // One drive alone is not enough, which is what the code says.
        let status = office.run(&["status", "--json"]).ends(16).json();
        assert_eq!(status["drives"][0]["backups"], 1);
    }
}

#[test]
fn what_is_typed_is_found_and_brought_back_into_a_new_folder_and_to_its_place() {
    for language in [French, English] {
        let office = Office::with_patients(&["DURAND Paul 1949", "MARTIN Anne 1962"]);
        let photo = crate::pictures::a_photograph();
        std::fs::write(office.path("patients/DURAND Paul 1949/photo.png"), photo).unwrap();
        office.run(&["backup"]).ends(0);
        office.write("patients/DURAND Paul 1949/notes.txt", "a longer text about Paul Durand\n");
        office.run(&["backup"]).ends(0);
        std::fs::remove_file(office.path("patients/MARTIN Anne 1962/notes.txt")).unwrap();
        let mut player = Player::at(&office.path("home"), language);
        player.presses(player.word("Récupérer", "Get files back"));
        player.pictured_twice("get-back-closed");
        player.presses(player.word("Ouvrir les sauvegardes", "Open the backups"));
        player.waits_for(player.word("Phrase secrète", "Passphrase"));
        player.types("wrong words");
        player.strikes(Key::Enter);
        player.waits_for(player.word("n'ouvre pas la clé", "does not open"));
        player.pictured_twice("passphrase");
        player.types(PHRASE);
        player.strikes(Key::Enter);
        player.waits_for(player.word("Que cherchez-vous", "What are you looking for"));
        player.waits_for("MARTIN Anne 1962/notes.txt");
        player.presses("DURAND Paul 1949/photo.png");
        player.waits_for(player.word("telle qu'elle a été sauvegardée", "as it was backed up"));
        player.pictured_twice("get-back-picture");
        player.turns_to(player.word("Que cherchez-vous", "What are you looking for"));
        player.types("durand not");
        player.is_rid_of("MARTIN Anne 1962/notes.txt");
        player.presses("DURAND Paul 1949/notes.txt");
        player.waits_for("a longer text about Paul Durand");
        player.pictured_twice("get-back-found");
        player.presses_nth("2026", 2);
        player.presses(player.word("Remettre à sa place", "Back where it was"));
        player.waits_for(player.word("Les laisser tels quels", "Leave these as they are"));
        player.pictured_twice("get-back-differs");
        player.strikes(Key::Escape);
        player.waits_for(player.word("Que cherchez-vous", "What are you looking for"));
        player.presses_nth("2026", 2);
        player.presses(player.word("Remettre à sa place", "Back where it was"));
        player.presses(player.word("Les remplacer aussi", "Replace them too"));
        player.waits_for(player.word("à côté, avec", "lies beside"));
        let back = office.tree("patients");
        let older = std::path::Path::new("DURAND Paul 1949/notes.txt");
        assert_eq!(back[older], b"about DURAND Paul 1949\n");
        assert_eq!(back.len(), 3, "what stood there stays beside: {back:?}");
        player.idles(11 * 60);
        player.presses(player.word("Récupérer", "Get files back"));
        assert!(!player.sees("DURAND"), "nothing that a key opened stays: {:?}", player.all());
        player.presses(player.word("Ouvrir les sauvegardes", "Open the backups"));
        player.waits_for(player.word("Phrase secrète", "Passphrase"));
    }
}

#[test]
fn a_drive_is_checked_and_an_attack_is_frozen() {
    for language in [French, English] {
        let office = Office::with_patients(&["DURAND Paul 1949"]);
        office.run(&["backup"]).ends(0);
        let mut player = Player::at(&office.path("home"), language);
        player.presses(player.word("Contrôler", "Check"));
        player.pictured_twice("check");
        player.presses(player.word("Lancer le contrôle", "Start the check"));
        player.waits_for(player.word("Phrase secrète", "Passphrase"));
        player.types(PHRASE);
        player.strikes(Key::Enter);
        player.waits_for("3/3");
        player.pictured_twice("check-done");
        player.presses(player.word("Une attaque ?", "An attack?"));
        player.waits_for(player.word("Coupez le réseau", "Disconnect the computers"));
        player.pictured_twice("attack");
        // A drive that can be unplugged is unplugged first; this one is a folder of the computer.
        assert!(!player.sees(player.word("débranchés et rangés", "unplugged and put away")));
        player.presses(player.word("Tout geler", "Freeze everything"));
        player.waits_for(player.word("Un incident est ouvert depuis", "An incident has been open"));
        player.pictured_twice("attack-frozen");
        assert_eq!(office.json(&["incident", "show"])["open"], true);
    }
}

#[test]
#[ignore = "takes minutes to make: measures, by hand, in a build with optimisations"]
fn a_hundred_thousand_files_scroll_without_a_hitch() {
    let office = Office::with_patients(&[]);
    for number in 0..100_000 {
        let folder = office.path(&format!("patients/PATIENT {:04}", number / 50));
        if number % 50 == 0 {
            std::fs::create_dir_all(&folder).unwrap();
        }
        std::fs::write(folder.join(format!("{number:06}.txt")), number.to_string()).unwrap();
    }
    office.run(&["backup"]).ends(0);
    let mut player = Player::at(&office.path("home"), English);
    player.presses("Get files back");
    player.presses("Open the backups");
    player.waits_for("Passphrase");
    player.types(PHRASE);
    player.strikes(Key::Enter);
    player.waits_for("102,001 files and folders");
    let slowest = (0..200).map(|_| player.scrolls(900.0)).max().unwrap();
    let typed = player.types_and_waits("099999", "1 file or folder");
    let told = format!("slowest of 200 frames: {slowest:?}; found while typing after {typed:?}\n");
    std::fs::write(std::env::temp_dir().join("refuge-window-figures.txt"), told).unwrap();
    assert!(slowest.as_millis() < 100, "{slowest:?}");
}
