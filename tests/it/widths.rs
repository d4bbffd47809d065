//! Narrow windows: what is shown is broken by the program, between words, and never by the edge of the window.

use crate::guide_person::broken_by_the_window;
use crate::guide_words::Language;
use crate::office::{NAME, Office};

/// A window of old, and half a screen.
const WINDOWS: [(Language, u16); 3] =
    [(Language::French, 80), (Language::French, 60), (Language::English, 60)];

/// What only looks; with a key where one is needed, which is marked.
const LOOKS: &str = "--help | status | status --calendar | status --explain | drives | keys | sources | settings | \
    settings classes | hold | incident | year | report register | purge --on-computer | register import --help | \
    keys rotate --help | restorer --drive Nior | snapshots * | ls * | find DURAND * | purge --dry-run *";

/// Two drives with long names, of which one is lost; locks that were changed; something due, something held, something erased.
fn a_practice_with_a_past() -> Office {
    let office = Office::with_patients(&["DURAND-VILLENEUVE Paul 1949", "COSTA Ines", "PETIT"]);
    let long = "Disque rouge de la salle des archives";
    office.add_drive(long);
    office.run(&["backup"]).ends(0);
    office.run(&["hold", "add", "COSTA Ines", "--reason", "liability-claim", "--by", "Dr Martin"]);
    let [sheet, key, phrase] =
        ["sheet2.txt", "key2.txt", "phrase.txt"].map(|name| office.text(name));
    let rotate = ["keys", "rotate", "--recovery-out", &sheet, "--identity-out", &key];
    office.run_with_key(&[&rotate[..], &["--new-passphrase-file", &phrase]].concat()).ends(0);
    office.unplug(long);
    office.run(&["drives", "lost", long, "--by", "Mme Leroy-Dupont"]).ends(0);
    office.run(&["incident", "start", "--note", "vol"]).ends(0);
    office.run(&["incident", "end", "--confirm", NAME]).ends(0);
    office
}

/// A path, a hash and a command to be typed are each in one piece, however long; and a line across the page may be
/// cut anywhere.
fn is_one_piece(row: &str) -> bool {
    let row = row.trim();
    let is_command = row.starts_with("refuge ") || row.starts_with("--");
    is_command || row.contains('/') || !row.contains(' ')
}

#[test]
fn no_line_is_broken_by_the_edge_of_a_window() {
    let office = a_practice_with_a_past();
    let (key, phrase) = (office.text("key2.txt"), office.text("phrase.txt"));
    let keys = format!("--identity {key} --passphrase-file {phrase}");
    let mut broken = Vec::new();
    for look in LOOKS.split('|').map(str::trim) {
        let line = format!("refuge --no-input {}", look.replace('*', &keys));
        for (language, columns) in WINDOWS {
            let rows = broken_by_the_window(&office.path("home"), language, columns, &line);
            let rows = rows.into_iter().filter(|row| columns > 60 || !is_one_piece(row));
            let rows = rows.filter(|row| !row.contains('/'));
            broken.extend(rows.map(|row| format!("{columns} {look}: {row}")));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
