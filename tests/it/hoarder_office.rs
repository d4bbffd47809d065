//! Somebody who kept every state in which each command left each drive of a practice, at its command line:
//! with sections, a hold, a drive that is away, and two computers that take turns.

use crate::attacker::{Attacker, on_second_with, second_computer};
use crate::cli_purge::{carry_out, office, planned};
use crate::office::{Answer, Office};

const GONE: &str = "about 1001";
const KEPT: &str = "about 1002";

/// A practice and who looks at its drives after each command.
struct Watched {
    office: Office,
    hoarder: Attacker,
}

impl Watched {
    fn new() -> Self {
        let office = office();
        office.add_drive("Red");
        office.json(&["backup", "--drive", "Red"]);
        let mut watched = Self { office, hoarder: Attacker::default() };
        watched.look();
        watched
    }

    fn look(&mut self) {
        for drive in ["Blue", "Red"].map(|name| self.office.path(name)) {
            if drive.exists() {
                self.hoarder.watch(&drive);
            }
        }
    }

    fn run(&mut self, args: &[&str]) -> Answer {
        let answer = self.office.run_with_key(args);
        self.look();
        answer
    }

    fn on_second(&mut self, key: &str, args: &[&str]) -> Answer {
        let answer = on_second_with(&self.office, key, args);
        self.look();
        answer
    }

    fn purge(&mut self) {
        carry_out(&self.office, &planned(&self.office)).ends(0);
        self.look();
    }

    /// New keys; the old ones are destroyed then.
    fn rotate(&mut self) {
        let [sheet, file, phrase] =
            ["sheet2.txt", "key2.txt", "phrase.txt"].map(|name| self.office.text(name));
        let rotate = ["keys", "rotate", "--recovery-out", &sheet, "--identity-out", &file];
        let rotate: Vec<&str> =
            rotate.into_iter().chain(["--new-passphrase-file", &phrase]).collect();
        self.run(&rotate).ends(0);
    }

    fn keys(&self, name: &str) -> String {
        std::fs::read_to_string(self.office.path(name)).unwrap()
    }

    fn assert_nothing_comes_back(&self) {
        let (old, alive) = (self.keys("sheet.txt"), self.keys("sheet2.txt"));
        assert!(self.hoarder.finds(&old, GONE) > 0, "the attacker's tools work");
        assert_eq!(self.hoarder.finds(&alive, GONE), 0, "old copies, and the key that is alive");
        assert!(self.hoarder.finds(&alive, KEPT) > 0);
        for drive in ["Blue", "Red"] {
            let newcomer = Attacker::newcomer(&self.office.path(drive));
            assert_eq!(newcomer.finds(&format!("{old}\n{alive}"), GONE), 0, "{drive}");
            assert!(newcomer.finds(&alive, KEPT) > 0, "{drive}");
        }
    }
}

#[test]
fn whoever_watched_two_computers_take_turns_opens_nothing_forgotten() {
    let mut watched = Watched::new();
    second_computer(&watched.office);
    for drive in ["Blue", "Red"] {
        let path = watched.office.text(drive);
        watched.on_second("sheet.txt", &["attach", &path, "--json"]);
    }
    watched.office.unplug("Red");
    watched.purge();
    watched.office.plug("Red");
    // The second learns it on Blue and pays Red; then the first changes the locks, and the second learns that.
    let blue = watched.office.text("Blue");
    watched.on_second("sheet.txt", &["attach", &blue, "--json"]).ends(0);
    watched.on_second("sheet.txt", &["backup", "--drive", "Blue", "--no-eject"]).ends(0);
    watched.on_second("sheet.txt", &["purge", "--json"]).ends(0);
    watched.on_second("sheet.txt", &["backup", "--drive", "Red", "--no-eject"]).ends(0);
    for drive in ["Blue", "Red"] {
        let path = watched.office.text(drive);
        watched.run(&["attach", &path, "--json"]);
    }
    watched.rotate();
    for drive in ["Blue", "Red"] {
        let path = watched.office.text(drive);
        let learnt = watched.on_second("sheet2.txt", &["attach", &path, "--json"]);
        assert!([0, 3].contains(&learnt.code), "{}{}", learnt.out, learnt.err);
        let args = ["backup", "--drive", drive, "--no-eject", "--json"];
        let done = watched.on_second("sheet2.txt", &args);
        assert_eq!(done.code, 0, "{drive}: {}{}", done.out, done.err);
    }
    watched.assert_nothing_comes_back();
}

#[test]
fn whoever_watched_a_hold_and_a_section_of_its_own_opens_nothing_forgotten() {
    let mut watched = Watched::new();
    let notes = watched.office.text("notes");
    watched.office.write("notes/1002/note.txt", KEPT);
    let [file, phrase] = ["doctor.age", "phrase.txt"].map(|name| watched.office.text(name));
    let add = ["keys", "add", "--name", "doctor", "--identity-out", &file];
    let more = ["--new-passphrase-file", &phrase, "--section", "doctor"];
    let add: Vec<&str> = add.into_iter().chain(more).collect();
    watched.run(&add).ends(0);
    let add =
        ["sources", "add", &notes, "--class", "fr/medical-record", "--records", "each-folder"];
    let add: Vec<&str> = add.into_iter().chain(["--readers", "doctor"]).collect();
    watched.run(&add).ends(0);
    for drive in ["Blue", "Red"] {
        watched.run(&["backup", "--drive", drive, "--no-eject"]).ends(0);
    }
    // As long as it is held nothing goes.
    let hold = ["hold", "add", "1001", "--reason", "litigation", "--by", "Dr A"];
    watched.run(&hold).ends(0);
    let held = watched.run(&["purge", "--dry-run", "--json"]).json();
    assert_eq!((&held["due"], &held["held"]), (&0.into(), &1.into()), "{held}");
    let sheet = watched.keys("sheet.txt");
    assert!(Attacker::newcomer(&watched.office.path("Blue")).finds(&sheet, GONE) > 0);
    watched.run(&["hold", "remove", "1001", "--by", "Dr A"]).ends(0);
    watched.purge();
    watched.rotate();
    watched.assert_nothing_comes_back();
}
