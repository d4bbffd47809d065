//! The yearly erasing in the window, from the list of patients to the filed paper, in both languages.

use std::time::{Duration, SystemTime};

use eframe::egui::Key;

use crate::faces::Language::{self, English, French};
use crate::office::{NAME, Office, PHRASE};
use crate::player::Player;

/// A passphrase for the new lock.
const OWN: &str = "ruban cabanon octobre navire potager lanterne tambour gardien";

/// Two patients were last seen 30 years ago, the others lately; the files are as old. One drive is away.
fn office() -> Office {
    let office = Office::with_patients(&["1001", "1002", "1003", "1004"]);
    for patient in ["1001", "1002"] {
        let path = office.path(&format!("patients/{patient}/notes.txt"));
        let file = std::fs::File::options().write(true).open(path).unwrap();
        let back = Duration::from_secs(30 * 366 * 24 * 3600);
        file.set_modified(SystemTime::now() - back).unwrap();
    }
    office.run(&["backup"]).ends(0);
    office.add_drive("Red");
    office.run(&["backup", "--drive", "Red"]).ends(0);
    office.unplug("Red");
    let today = jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::now()).date();
    office.write(
        "patients.csv",
        &format!(
            "N° patient;Date de naissance;Dernière visite\n\
             1001;01/02/1950;1996-03-15\n1002;01/02/1960;1996-03-15\n\
             1003;01/02/1970;{today}\n1004;01/02/1980;{today}\n"
        ),
    );
    office
}

fn step(office: &Office) -> String {
    office.json(&["year"])["step"].as_str().unwrap().to_owned()
}

fn begins(office: &Office, language: Language) -> Player {
    let mut player = Player::at(&office.path("home"), language);
    player.presses(player.word("Effacement annuel", "Yearly erasing"));
    player
}

fn opens_with_the_passphrase(player: &mut Player) {
    player.waits_for(player.word("Phrase secrète", "Passphrase"));
    player.types(PHRASE);
    player.strikes(Key::Enter);
}

/// The list of patients, with a path that is wrong at first.
fn hands_in_the_list(player: &mut Player, office: &Office) {
    player.waits_for(player.word("Le fichier de la liste", "The file with the list"));
    player.types(&office.text("nowhere.csv"));
    player.strikes(Key::Enter);
    player.waits_for("nowhere.csv");
    player.pictured_twice("year-list");
    player.types(&office.text("patients.csv"));
    player.strikes(Key::Enter);
    opens_with_the_passphrase(player);
    player.waits_for(player.word("C'est juste, continuer", "This is right, go on"));
    player.pictured_twice("year-understood");
    player.presses(player.word("C'est juste, continuer", "This is right, go on"));
}

/// Reads the list, and holds 1002 because of a claim.
fn holds_one(player: &mut Player) {
    player.waits_for(player.word("2 dossiers sont échus", "2 records are due"));
    player.pictured_twice("year-due");
    player.presses("1002");
    player.presses(player.word("Continuer", "Continue"));
    player.waits_for(player.word("1 dossier doit rester", "1 record must stay"));
    player.pictured_twice("year-hold");
    player.strikes(Key::Enter);
    player.waits_for(player.word("Qui le demande", "Who says so"));
    player.types("Dr Martin");
    player.strikes(Key::Enter);
    player.waits_for(player.word("1 dossier est échu", "1 record is due"));
    player.presses(player.word("Continuer", "Continue"));
    player.waits_for(player.word("Ouvrir le plan", "Open plan"));
    player.pictured_twice("year-plan");
    player.presses(player.word("Continuer", "Continue"));
}

fn approves(player: &mut Player) {
    player.waits_for(player.word("Qui l'a lue", "Who has read it"));
    player.pictured_twice("year-who");
    player.types("Dr Martin");
    player.strikes(Key::Enter);
    player.waits_for(player.word("Tapez le nom du cabinet", "Type the name of the practice"));
    player.types("Cabinet");
    player.strikes(Key::Enter);
    player.waits_for(player.word("Ce n'est pas ce nom", "That is not the name"));
    player.pictured_twice("year-confirm");
    player.types(NAME);
    player.strikes(Key::Enter);
}

/// New secrets for a new lock: the person's own passphrase, and a sheet that is copied.
fn changes_the_locks(player: &mut Player) {
    player.presses(player.word("Le faire maintenant", "Do it now"));
    opens_with_the_passphrase(player);
    player.presses(player.word("Stylo et papier sont prêts", "Pen and paper are ready"));
    player.presses(player.word("Je préfère choisir", "I would rather choose"));
    player.waits_for(player.word("Votre propre phrase", "Your own passphrase"));
    player.types(OWN);
    player.strikes(Key::Enter);
    player.waits_for(player.word("La même encore une fois", "The same once more"));
    player.types(OWN);
    player.strikes(Key::Enter);
    let mut sheet = Vec::new();
    for column in 0..4 {
        player.waits_for(&format!("{} {} ", player.word("mots", "words"), column * 6 + 1));
        sheet.extend(player.words_shown());
        player.presses(player.word("C'est écrit", "Written down"));
    }
    for (number, six) in sheet.chunks(6).enumerate() {
        player.waits_for(&format!("{} {} ", player.word("Mots", "Words"), number * 6 + 1));
        player.types(&six.join(" "));
        player.strikes(Key::Enter);
    }
}

fn attests(player: &mut Player, key: &str, way: &str) {
    player.waits_for(player.word("Laquelle est détruite", "Which one is destroyed"));
    player.pictured_twice("year-attest");
    player.presses(key);
    player.waits_for(player.word("Qui l'a détruit", "Who destroyed it"));
    player.types("Dr Martin");
    player.strikes(Key::Enter);
    player.waits_for(player.word("Comment ?", "How?"));
    player.presses(way);
}

#[test]
fn the_year_is_played_from_the_list_to_the_paper_and_left_on_the_way() {
    for language in [French, English] {
        let office = office();
        let mut player = begins(&office, language);
        player.pictured_twice("year");
        player.presses(player.word("Commencer", "Begin"));
        hands_in_the_list(&mut player, &office);
        holds_one(&mut player);
        // The doctor has to read it first: left, closed, and taken up again.
        player.waits_for(player.word("Qui l'a lue", "Who has read it"));
        player.strikes(Key::Escape);
        player.waits_for(player.word("Étape", "Step"));
        drop(player);
        assert_eq!(step(&office), "approve");
        let mut player = begins(&office, language);
        player.presses(player.word("Commencer", "Begin"));
        player.waits_for(player.word("Qui l'a lue", "Who has read it"));
        player.types("Dr Martin");
        player.strikes(Key::Enter);
        opens_with_the_passphrase(&mut player);
        player.waits_for(player.word("Tapez le nom du cabinet", "Type the name of the practice"));
        player.strikes(Key::Escape);
        player.presses_whole(player.word("Continuer", "Go on"));
        assert_eq!(office.json(&["purge", "--on-computer"])["on_computer"], 0);
        approves(&mut player);
        // What is away waits; it comes, and the erasing reaches it.
        player.waits_for(player.word("Le faire maintenant", "Do it now"));
        assert_eq!(step(&office), "drives");
        player.presses(player.word("Le faire maintenant", "Do it now"));
        player.waits_for(player.word("Regarder de nouveau", "Look again"));
        player.pictured_twice("year-away");
        player.strikes(Key::Enter);
        player.waits_for(player.word("Regarder de nouveau", "Look again"));
        office.plug("Red");
        player.presses(player.word("Regarder de nouveau", "Look again"));
        player.waits_for(player.word("changer les serrures", "change the locks"));
        assert_eq!(step(&office), "locks");
        changes_the_locks(&mut player);
        player.waits_for(player.word("Laquelle est détruite", "Which one is destroyed"));
        std::fs::remove_file(office.path("key.txt")).unwrap();
        std::fs::remove_file(office.path("sheet.txt")).unwrap();
        let (file, deleted, sheet, burnt) = match language {
            French => ("Fichier de clé", "Fichier supprimé", "Fiche de secours", "Brûlée"),
            English => ("Key file", "File deleted", "Recovery sheet", "Burnt"),
        };
        attests(&mut player, file, deleted);
        attests(&mut player, sheet, burnt);
        player.waits_for(player.word("Ouvrir le papier", "Open the paper"));
        player.pictured_twice("year-done");
        assert!(player.sees("1001"), "what is to be deleted by hand: {:?}", player.all());
        assert!(!player.sees("1002"), "{:?}", player.all());
        player.presses(player.word("Ouvrir le papier", "Open the paper"));
        player.waits_for(player.word("Ouvrir le papier", "Open the paper"));
        assert_eq!(step(&office), "done");
        assert!(!office.tree("home/papers").is_empty());
    }
}

#[test]
fn an_open_incident_freezes_the_year_and_a_public_institution_erases_nothing() {
    let office = office();
    office.run(&["incident", "start"]).ends(0);
    let mut player = begins(&office, English);
    player.presses("Begin");
    player.waits_for("An incident is open");
    assert_eq!(step(&office), "incident");
}

#[test]
fn two_people_agree_where_the_practice_wants_two() {
    let office = office();
    office.run_with_key(&["register", "import", &office.text("patients.csv")]).ends(0);
    office.run_with_key(&["purge", "--dry-run"]).ends(0);
    let path = office.path("home/refuge.toml");
    let config = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, format!("{config}\n[purge]\ncontrol = \"dual\"\n")).unwrap();
    let mut player = begins(&office, English);
    player.presses("Begin");
    for (number, who) in ["Dr Martin", "Dr Durand"].into_iter().enumerate() {
        player.waits_for("Who has read it");
        player.types(who);
        player.strikes(Key::Enter);
        if number == 0 {
            opens_with_the_passphrase(&mut player);
        }
        player.waits_for("Type the name of the practice");
        assert_eq!(step(&office), "approve", "one person alone erases nothing");
        player.types(NAME);
        player.strikes(Key::Enter);
        if number == 0 {
            player.is_rid_of("Type the name of the practice");
        }
    }
    player.waits_for("still lies on Red");
    assert_eq!(step(&office), "drives");
}

#[test]
fn a_drive_pulled_out_before_the_last_word_waits_and_is_erased_when_it_is_back() {
    let office = office();
    office.run_with_key(&["register", "import", &office.text("patients.csv")]).ends(0);
    office.run_with_key(&["purge", "--dry-run"]).ends(0);
    let mut player = begins(&office, French);
    player.presses("Commencer");
    player.waits_for("Qui l'a lue");
    player.types("Dr Martin");
    player.strikes(Key::Enter);
    opens_with_the_passphrase(&mut player);
    player.waits_for("Tapez le nom du cabinet");
    office.unplug("Blue");
    player.types(NAME);
    player.strikes(Key::Enter);
    player.is_rid_of("Tapez le nom du cabinet");
    player.waits_for("Blue");
    player.pictured_twice("year-pulled");
    assert!(["erase", "drives"].contains(&&*step(&office)), "{:?}", player.all());
    office.plug("Blue");
    office.plug("Red");
    player.presses("Le faire maintenant");
    player.waits_for("changer les serrures");
    assert_eq!(step(&office), "locks");
}
