//! A check that finds damage offers the repair; the sheet is tried by three of its words.

use eframe::egui::Key;

use crate::faces::Language::{English, French};
use crate::office::{Office, PHRASE};
use crate::player::Player;

/// Damages one of the packs on a drive of the office.
fn damage_a_pack(office: &Office, drive: &str) {
    let tree = office.tree(&format!("{drive}/refuge"));
    let is_pack = |path: &&std::path::PathBuf| path.extension().is_some_and(|end| end == "pack");
    let pack = tree.keys().find(is_pack).unwrap();
    let path = office.path(&format!("{drive}/refuge")).join(pack);
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 3;
    bytes[middle..middle + 40].fill(0);
    std::fs::write(path, bytes).unwrap();
}

#[test]
fn what_is_damaged_is_repaired_where_the_check_says_so() {
    for language in [French, English] {
        let office = Office::with_patients(&["DURAND Paul 1949", "MARTIN Anne 1962"]);
        office.run(&["backup"]).ends(0);
        damage_a_pack(&office, "Blue");
        let mut player = Player::at(&office.path("home"), language);
        player.presses(player.word("Contrôler", "Check"));
        player.presses(player.word("Lancer le contrôle", "Start the check"));
        player.waits_for(player.word("Phrase secrète", "Passphrase"));
        player.types(PHRASE);
        player.strikes(Key::Enter);
        player.waits_for(player.word("Réparer Blue", "Repair Blue"));
        assert!(!player.sees("refuge ve"), "a window names no command: {:#?}", player.all());
        player.pictured_twice("check-bad");
        player.strikes(Key::Enter);
        player.waits_for(player.word("réparé", "repaired"));
        player.waits_for(player.word("Contrôler encore", "Check again"));
        player.pictured_twice("check-repaired");
        assert!(!player.sees(player.word("Réparer Blue", "Repair Blue")));
        office.run(&["verify", "--quick"]).ends(0);
    }
}

#[test]
fn the_sheet_is_tried_by_three_words_until_they_are_right() {
    for language in [French, English] {
        let office = Office::with_patients(&["DURAND Paul 1949"]);
        let sheet = office.words_on("sheet.txt");
        let mut player = Player::at(&office.path("home"), language);
        player.presses(player.word("Contrôler", "Check"));
        player.presses(player.word("Essayer la fiche", "Try the recovery sheet"));
        let first = word_asked(&mut player);
        player.types("zzzz");
        player.strikes(Key::Enter);
        player.waits_for(player.word("n'est dans aucune liste", "is in no list"));
        player.pictured_twice("rehearse");
        // A word of another place on the sheet: all three are asked for again.
        let other = usize::from(sheet[0] == sheet[first - 1]);
        types_word(&mut player, first, &sheet[other]);
        for _ in 0..2 {
            let number = word_asked(&mut player);
            types_word(&mut player, number, &sheet[number - 1]);
        }
        player.waits_for(player.word("Ce ne sont pas les mots", "These are not words"));
        for _ in 0..3 {
            let number = word_asked(&mut player);
            types_word(&mut player, number, &sheet[number - 1]);
        }
        player.waits_for(player.word("est à portée de main", "is at hand"));
        player.pictured_twice("rehearsed");
    }
}

/// The number of the word that is asked for.
fn word_asked(player: &mut Player) -> usize {
    let number = |player: &Player| {
        let name = player.word("Mot ", "Word ");
        player.all().iter().find_map(|told| told.strip_prefix(name)?.parse::<usize>().ok())
    };
    player.waits_until(|player| number(player).is_some());
    number(player).unwrap()
}

/// Types a word, and waits until it is taken.
fn types_word(player: &mut Player, number: usize, word: &str) {
    player.types(&word.chars().take(4).collect::<String>());
    player.strikes(Key::Enter);
    let name = format!("{}{number}", player.word("Mot ", "Word "));
    player.waits_until(|player| !player.all().contains(&name));
}
