//! What opens the backups: the sheet's words, another key file; who can open, and how that changes.

use eframe::egui::Key;

use crate::faces::Language::{English, French};
use crate::office::{Office, PHRASE};
use crate::player::Player;

/// The first four letters of these words of the sheet, on one line.
fn line(words: &[String]) -> String {
    let short = |word: &String| word.chars().take(4).collect::<String>();
    words.iter().map(short).collect::<Vec<_>>().join(" ")
}

/// Types columns of a sheet, six words at a time.
pub(crate) fn type_columns(player: &mut Player, words: &[String], columns: std::ops::Range<usize>) {
    for column in columns {
        let first = column * 6;
        player.waits_for(&format!("{} {} ", player.word("Mots", "Words"), first + 1));
        player.types(&line(&words[first..first + 6]));
        player.strikes(Key::Enter);
    }
}

#[test]
fn who_has_only_the_sheet_opens_with_its_words_and_a_wrong_one_is_asked_again_alone() {
    for language in [French, English] {
        let office = Office::with_patients(&["DURAND Paul 1949"]);
        office.run(&["backup"]).ends(0);
        let words = office.words_on("sheet.txt");
        let mut player = Player::at(&office.path("home"), language);
        player.presses(player.word("Récupérer", "Get files back"));
        player.presses(player.word("Ouvrir les sauvegardes", "Open the backups"));
        player.presses(player.word("J'ai la fiche de secours", "I have the recovery sheet"));
        player.waits_for(player.word("Mots 1 à 6", "Words 1 to 6"));
        let wrong = line(&words[..6]).replace(&line(&words[2..3]), "zzzz");
        player.types(&wrong);
        player.pictured_twice("sheet-words");
        player.strikes(Key::Enter);
        player.waits_for(player.word("Le mot 3 n'est dans aucune liste", "Word 3 is in no list"));
        player.pictured_twice("sheet-word-again");
        player.types(&words[2]);
        player.strikes(Key::Enter);
        type_columns(&mut player, &words, 1..4);
        player.waits_for("DURAND Paul 1949");
        // Turned away half-way: nothing opens, nothing is broken.
        player.idles(11 * 60);
        player.presses(player.word("Récupérer", "Get files back"));
        player.presses(player.word("Ouvrir les sauvegardes", "Open the backups"));
        player.presses(player.word("J'ai la fiche de secours", "I have the recovery sheet"));
        player.waits_for(player.word("Mots 1 à 6", "Words 1 to 6"));
        player.strikes(Key::Escape);
        player.waits_for(player.word("Ouvrir les sauvegardes", "Open the backups"));
    }
}

#[test]
fn the_sheet_of_another_practice_is_refused_and_asked_again() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.run(&["backup"]).ends(0);
    let other = Office::new().words_on("sheet.txt");
    let mut player = Player::at(&office.path("home"), French);
    player.presses("Contrôler");
    player.presses("Lancer le contrôle");
    player.presses("J'ai la fiche de secours");
    type_columns(&mut player, &other, 0..4);
    player.waits_for("n'ouvre rien");
    type_columns(&mut player, &office.words_on("sheet.txt"), 0..4);
    player.waits_for("3/3");
}

#[test]
fn a_key_file_from_a_stick_opens_where_none_is_at_hand() {
    for language in [French, English] {
        let office = Office::with_patients(&["DURAND Paul 1949"]);
        office.run(&["backup"]).ends(0);
        std::fs::create_dir(office.path("stick")).unwrap();
        std::fs::rename(office.path("key.txt"), office.path("stick/my key.txt")).unwrap();
        let mut player = Player::at(&office.path("home"), language);
        player.presses(player.word("Contrôler", "Check"));
        player.presses(player.word("Lancer le contrôle", "Start the check"));
        player.waits_for(player.word("Aucun fichier de clé", "No key file of this practice"));
        player.pictured_twice("no-key-file");
        player.presses(player.word("Un autre fichier de clé", "Another key file"));
        player.waits_for(player.word("Place du fichier de clé", "Place of the key file"));
        player.types("/nowhere/key.txt");
        player.strikes(Key::Enter);
        player.waits_for("[P06]");
        player.presses(player.word("Contrôler encore", "Check again"));
        player.presses(player.word("Un autre fichier de clé", "Another key file"));
        player.waits_for(player.word("Place du fichier de clé", "Place of the key file"));
        player.types(&office.text("stick/my key.txt"));
        player.pictured_twice("key-file-place");
        player.strikes(Key::Enter);
        player.waits_for(player.word("Phrase secrète", "Passphrase"));
        player.types(PHRASE);
        player.strikes(Key::Enter);
        player.waits_for("3/3");
    }
}
