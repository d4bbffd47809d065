//! Somebody who keeps every byte that ever lay on a drive, and has every opening key that is still alive:
//! after each flow nothing of what was forgotten may open, however keys are tried on what other keys gave.

use std::collections::BTreeSet;
use std::path::Path;

use refuge::crypto::{self, Identity};
use refuge::format::pack::WIPED_MARK;
use refuge::{compress, limits};

use crate::cli_purge::{carry_out, office, planned};
use crate::office::{Answer, Office};

const AGE: &[u8] = b"age-encryption.org/v1";
const KEY: &str = "AGE-SECRET-KEY-";

/// Everything that was seen on drives.
#[derive(Default)]
pub(crate) struct Attacker {
    pub(crate) kept: BTreeSet<Vec<u8>>,
}

impl Attacker {
    /// Looks at a drive: what lies there now, besides what was kept.
    pub(crate) fn watch(&mut self, drive: &Path) {
        if drive.is_file() {
            self.kept.insert(std::fs::read(drive).unwrap());
        } else {
            for entry in std::fs::read_dir(drive).unwrap() {
                self.watch(&entry.unwrap().path());
            }
        }
    }

    /// Somebody who comes now and sees only this drive.
    pub(crate) fn newcomer(drive: &Path) -> Self {
        let mut fresh = Self::default();
        fresh.watch(drive);
        fresh
    }

    /// How many things that open hold these words, with these keys and every key found on the way.
    pub(crate) fn finds(&self, keys: &str, words: &str) -> usize {
        let mut sealed: Vec<&[u8]> = self.kept.iter().flat_map(|bytes| envelopes(bytes)).collect();
        let mut known: BTreeSet<String> = BTreeSet::new();
        let mut fresh: BTreeSet<String> = keys_in(keys.as_bytes());
        let mut found = 0;
        while !fresh.is_empty() {
            let identities: Vec<Identity> =
                fresh.iter().filter_map(|text| text.parse().ok()).collect();
            known.append(&mut fresh);
            sealed.retain(|bytes| {
                let Ok(packed) = crypto::open_secret(&identities, bytes, limits::OBJECT_BYTES_MAX)
                else {
                    return true;
                };
                let plain = compress::expand(&packed, limits::OBJECT_PLAIN_BYTES_MAX);
                let plain = plain.unwrap_or_else(|_| packed.to_vec());
                found += usize::from(holds(&plain, words.as_bytes()));
                fresh.extend(keys_in(&plain));
                false
            });
            fresh.retain(|key| !known.contains(key));
        }
        found
    }
}

fn holds(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|part| part == words)
}

fn keys_in(text: &[u8]) -> BTreeSet<String> {
    let text = String::from_utf8_lossy(text);
    let begin = text.match_indices(KEY).map(|(at, _)| at);
    let is_key =
        |letter: char| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == '-';
    begin.map(|at| text[at..].chars().take_while(|letter| is_key(*letter)).collect()).collect()
}

/// Every age file in some bytes: small objects are one, packs hold many, and wiped segments between them,
/// and then a table.
fn envelopes(bytes: &[u8]) -> Vec<&[u8]> {
    let begins = |at: &usize| [AGE, &WIPED_MARK].iter().any(|mark| bytes[*at..].starts_with(mark));
    let starts: Vec<usize> = (0..bytes.len()).filter(begins).collect();
    let mut found = Vec::new();
    for (number, start) in starts.iter().enumerate() {
        let end = starts.get(number + 1).copied().unwrap_or(bytes.len());
        found.push(&bytes[*start..end]);
        if end == bytes.len() {
            // A table has 20 bytes for each segment, and a footer of 72.
            let ends = (0..=starts.len()).filter_map(|number| end.checked_sub(20 * number + 72));
            found.extend(ends.filter(|end| end > start).map(|end| &bytes[*start..end]));
        }
    }
    found
}

/// The sheet's key: it opens everything of its epoch.
fn sheet(office: &Office) -> String {
    std::fs::read_to_string(office.path("sheet.txt")).unwrap()
}

/// The words in the file of the patient who is forgotten.
const WORDS: &str = "about 1001";
/// Those of one who is kept.
const KEPT: &str = "about 1002";

/// A second computer: what the first remembers now.
pub(crate) fn second_computer(office: &Office) {
    copy(&office.path("home"), &office.path("home2"));
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target)
        } else {
            std::fs::copy(&path, &target).map(|_| ()).unwrap()
        }
    }
}

/// The drive is what it was: the same folder, other files.
fn put_back(office: &Office, image: &str, drive: &str) {
    let vault = office.path(drive).join("refuge");
    for entry in std::fs::read_dir(&vault).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            std::fs::remove_dir_all(path).unwrap()
        } else {
            std::fs::remove_file(path).unwrap()
        }
    }
    copy(&office.path(image).join("refuge"), &vault);
}

/// A command on the second computer.
fn on_second(office: &Office, args: &[&str]) -> Answer {
    on_second_with(office, "sheet.txt", args)
}

/// The same with another key.
pub(crate) fn on_second_with(office: &Office, key: &str, args: &[&str]) -> Answer {
    let home = office.text("home");
    let (first, second) = (office.path("home"), office.path("home2"));
    let aside = office.path("home.first");
    std::fs::rename(&first, &aside).unwrap();
    std::fs::rename(&second, &first).unwrap();
    assert!(Path::new(&home).is_dir());
    let key = office.text(key);
    let args: Vec<&str> = args.iter().copied().chain(["--identity", &key]).collect();
    let answer = office.run(&args);
    std::fs::rename(&first, &second).unwrap();
    std::fs::rename(&aside, &first).unwrap();
    answer
}

/// Of either drive, with every key that opens it now.
fn newcomer_finds_the_kept_only(office: &Office) {
    for drive in ["Blue", "Red"] {
        let newcomer = Attacker::newcomer(&office.path(drive));
        assert_eq!(newcomer.finds(&sheet(office), WORDS), 0, "{drive}");
        assert!(newcomer.finds(&sheet(office), KEPT) > 0, "{drive}");
    }
}

#[test]
fn after_a_purge_a_newcomer_with_every_key_finds_nothing_on_any_drive() {
    let office = office();
    office.add_drive("Red");
    office.json(&["backup", "--drive", "Red"]);
    let mut hoarder = Attacker::newcomer(&office.path("Blue"));
    assert!(hoarder.finds(&sheet(&office), WORDS) > 0, "the attacker's tools work");
    office.unplug("Red");
    carry_out(&office, &planned(&office)).ends(0);
    hoarder.watch(&office.path("Blue"));
    let blue = Attacker::newcomer(&office.path("Blue"));
    assert_eq!(blue.finds(&sheet(&office), WORDS), 0);
    assert!(blue.finds(&sheet(&office), KEPT) > 0);
    // The one that was away still holds it, and is purged when it comes.
    office.plug("Red");
    assert!(Attacker::newcomer(&office.path("Red")).finds(&sheet(&office), WORDS) > 0);
    office.run_with_key(&["purge", "--json"]).ends(0);
    let red = Attacker::newcomer(&office.path("Red"));
    assert_eq!(red.finds(&sheet(&office), WORDS), 0);
    assert!(red.finds(&sheet(&office), KEPT) > 0);
}

#[test]
fn a_drive_put_back_to_before_a_purge_is_refused_and_purged_again() {
    let office = office();
    copy(&office.path("Blue"), &office.path("image"));
    carry_out(&office, &planned(&office)).ends(0);
    put_back(&office, "image", "Blue");
    let refused = office.run(&["backup", "--no-eject", "--json"]).ends(18).json();
    assert_eq!(refused["error"]["id"], "D07");
    let path = office.text("Blue");
    let add = ["drives", "add", &path, "--name", "Blue", "--replace", "Blue", "--allow-fixed"];
    office.run_with_key(&add).ends(0);
    office.run_with_key(&["purge", "--json"]).ends(0);
    let blue = Attacker::newcomer(&office.path("Blue"));
    assert_eq!(blue.finds(&sheet(&office), WORDS), 0);
    assert!(blue.finds(&sheet(&office), KEPT) > 0);
    office.json(&["backup"]);
}

#[test]
fn old_keyring_parts_that_lie_there_again_are_owed_an_erasing() {
    let office = office();
    copy(&office.path("Blue"), &office.path("image"));
    carry_out(&office, &planned(&office)).ends(0);
    for folder in ["sections", "mirror"] {
        copy(&office.path("image/refuge").join(folder), &office.path("Blue/refuge").join(folder));
    }
    office.run(&["status"]);
    office.run_with_key(&["purge", "--json"]).ends(0);
    let blue = Attacker::newcomer(&office.path("Blue"));
    assert_eq!(blue.finds(&sheet(&office), WORDS), 0);
    assert!(blue.finds(&sheet(&office), KEPT) > 0);
}

#[test]
fn a_computer_that_missed_a_purge_brings_nothing_back() {
    let office = office();
    office.add_drive("Red");
    office.json(&["backup", "--drive", "Red"]);
    second_computer(&office);
    carry_out(&office, &planned(&office)).ends(0);
    let refused = on_second(&office, &["backup", "--drive", "Blue", "--no-eject", "--json"]);
    assert_eq!(refused.ends(18).json()["error"]["id"], "D21");
    // Nor does its check, which calls nothing damaged that others took away.
    let checked = on_second(&office, &["verify", "--quick", "--drive", "Blue", "--json"]);
    assert_eq!(checked.json()["findings"], 0, "{}", checked.out);
    let repair = ["verify", "--quick", "--repair", "--drive", "Blue", "--json"];
    assert_eq!(on_second(&office, &repair).ends(18).json()["error"]["id"], "D21");
    for drive in ["Blue", "Red"] {
        assert_eq!(Attacker::newcomer(&office.path(drive)).finds(&sheet(&office), WORDS), 0);
    }
    for drive in ["Blue", "Red"] {
        on_second(&office, &["attach", &office.text(drive), "--json"]);
    }
    let done = on_second(&office, &["backup", "--drive", "Blue", "--no-eject", "--json"]);
    assert_eq!(done.ends(0).json()["forgotten_met"], 1);
    on_second(&office, &["backup", "--drive", "Red", "--no-eject", "--json"]).ends(0);
    newcomer_finds_the_kept_only(&office);
    // And the first goes on.
    office.json(&["backup", "--drive", "Blue"]);
}

#[test]
fn two_computers_that_take_turns_miss_nothing_on_any_drive() {
    let office = office();
    office.add_drive("Red");
    office.json(&["backup", "--drive", "Red"]);
    second_computer(&office);
    office.unplug("Red");
    office.write("patients/2001/new.txt", "of the first\n");
    office.json(&["backup", "--drive", "Blue"]);
    office.plug("Red");
    office.unplug("Blue");
    office.write("patients/2002/new.txt", "of the second\n");
    on_second(&office, &["backup", "--drive", "Red", "--no-eject", "--json"]).ends(0);
    office.run_with_key(&["attach", &office.text("Red"), "--json"]).ends(0);
    office.plug("Blue");
    for drive in ["Blue", "Red"] {
        let checked = office.run(&["verify", "--quick", "--drive", drive, "--json"]).ends(0);
        assert_eq!(checked.json()["findings"], 0, "{drive}: {}", checked.out);
    }
}

#[test]
fn a_patient_who_comes_back_gets_a_new_record() {
    let office = office();
    carry_out(&office, &planned(&office)).ends(0);
    std::fs::remove_dir_all(office.path("patients/1001")).unwrap();
    office.write("patients/1001/new.txt", "seen today\n");
    let met = office.run(&["backup", "--json"]).ends(3).json();
    assert_eq!((&met["forgotten_met"], &met["forgotten_changed"]), (&1.into(), &1.into()));
    let matters = || office.run(&["status", "--json"]).json()["matters"].to_string();
    assert!(matters().contains("forgotten-back"), "{}", matters());
    let today = jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::now()).date();
    let csv = format!(
        "N° patient;Date de naissance;Dernière visite\n1001;01/02/1950;{today}\n\
         1002;01/02/1960;{today}\n1003;01/02/1970;{today}\n1004;01/02/1980;{today}\n"
    );
    office.write("register.csv", &csv);
    let path = office.text("register.csv");
    office.run_with_key(&["register", "import", &path, "--json"]).ends(0);
    assert_eq!(office.json(&["backup"])["forgotten_met"], 0);
    assert!(!matters().contains("forgotten-back"), "{}", matters());
    let to = office.text("back");
    office.run_with_key(&["restore", "--all", "--to", &to, "--json"]).ends(0);
    assert!(office.path("back/1001/new.txt").is_file());
    assert!(!office.path("back/1001/notes.txt").exists());
    let now = Attacker::newcomer(&office.path("Blue"));
    assert_eq!(now.finds(&sheet(&office), WORDS), 0);
    assert!(now.finds(&sheet(&office), "seen today") > 0);
}

/// What the newest backup on a drive says of a file.
fn newest(office: &Office, drive: &str) -> String {
    let dir = tempfile::tempdir().unwrap();
    let to = dir.path().join("out");
    let to = to.to_str().unwrap();
    let latest = ["restore", "--all", "--drive", drive, "--to", to, "--json"];
    office.run_with_key(&latest).ends(0);
    std::fs::read_to_string(dir.path().join("out/1002/turn.txt")).unwrap()
}

#[test]
fn two_computers_take_turns_at_the_same_drives_and_each_learns_what_the_other_did() {
    let office = office();
    office.add_drive("Red");
    office.json(&["backup", "--drive", "Red"]);
    second_computer(&office);
    for drive in ["Blue", "Red"] {
        on_second(&office, &["attach", &office.text(drive), "--json"]);
    }
    // Whoever was last has the newest backup, however often each had its turn.
    for (turn, who) in "1122221211112".chars().enumerate() {
        std::thread::sleep(std::time::Duration::from_millis(1100));
        let text = format!("turn {turn} of {who}");
        office.write("patients/1002/turn.txt", &text);
        let args = ["backup", "--drive", "Blue", "--no-eject", "--json"];
        match who {
            '1' => office.run(&args).ends(0),
            _ => on_second(&office, &args).ends(0),
        };
        assert_eq!(newest(&office, "Blue"), text);
    }
    // Neither register was altered: two chains lie there, one for each computer.
    let check = ["verify", "--full", "--drive", "Blue", "--json"];
    assert_eq!(office.run_with_key(&check).ends(0).json()["ledger_good"], true);
    assert_eq!(on_second(&office, &check).ends(0).json()["ledger_good"], true);
    // The first forgets on Blue; the second learns it there, and brings nothing back to either drive.
    office.unplug("Red");
    carry_out(&office, &planned(&office)).ends(0);
    office.plug("Red");
    on_second(&office, &["backup", "--drive", "Blue", "--no-eject", "--json"]).ends(18);
    let attached = on_second(&office, &["attach", &office.text("Blue"), "--json"]).ends(0);
    assert!(!attached.err.contains("V09"), "{}", attached.err);
    let met = on_second(&office, &["backup", "--drive", "Blue", "--no-eject", "--json"]).ends(0);
    assert_eq!(met.json()["forgotten_met"], 1);
    on_second(&office, &["purge", "--json"]).ends(0);
    on_second(&office, &["backup", "--drive", "Red", "--no-eject", "--json"]).ends(0);
    newcomer_finds_the_kept_only(&office);
    // And the first returns: Red was purged by the other meanwhile.
    office.json(&["backup", "--drive", "Blue"]);
    office.run(&["backup", "--drive", "Red", "--no-eject", "--json"]).ends(18);
    office.run_with_key(&["attach", &office.text("Red"), "--json"]).ends(0);
    office.json(&["backup", "--drive", "Red"]);
    for drive in ["Blue", "Red"] {
        assert_eq!(Attacker::newcomer(&office.path(drive)).finds(&sheet(&office), WORDS), 0);
        assert_eq!(newest(&office, drive), "turn 12 of 2");
    }
}
