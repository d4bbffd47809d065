//! Files that somebody who can write to a drive left among those of the vault, of every kind and in every
//! place: they are told, take nothing from the backups, and stop nothing for ever.

use std::path::{Path, PathBuf};

use refuge::crypto::hash::{self, NamingSecret};
use refuge::crypto::{self, Identity};
use refuge::format::documents::{Header, ObjectKind};
use refuge::format::names;
use refuge::id::{PracticeId, SectionId};
use refuge::storage::Storage;
use refuge::vault::{self, Draft, PartPlace, Vault};

use crate::attacker::Attacker;
use crate::cli_purge::{carry_out, office, planned};
use crate::office::{NAME, Office};

/// What somebody can make who has no secret of the practice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Junk {
    /// Other bytes than its name says.
    Torn,
    /// The bytes that its name says, of no kind.
    Whole,
    /// A whole age file, to a key of theirs.
    Sealed,
    /// Sealed to the practice's own key, saying that it is of a later format.
    Newer,
    /// Far longer than anything may be.
    Huge,
}

const KINDS: [Junk; 5] = [Junk::Torn, Junk::Whole, Junk::Sealed, Junk::Newer, Junk::Huge];

/// Folders of a section, and what names look like there.
const PLACES: [(&str, &str); 4] = [
    ("keyring", "0001-000009-00000000-"),
    ("snapshots", "20990101t000000z-"),
    ("index", ""),
    ("ledger", "000999-"),
];

fn sheet(office: &Office) -> Identity {
    let text = std::fs::read_to_string(office.path("sheet.txt")).unwrap();
    let secret = text.lines().find(|line| line.starts_with("AGE-SECRET-KEY-")).unwrap();
    secret.parse().unwrap()
}

fn newer(office: &Office, kind: ObjectKind) -> Vec<u8> {
    let header = Header {
        refuge: 2,
        kind,
        practice: PracticeId([1; 16]),
        section: SectionId([2; 16]),
        vault: None,
        seq: 9,
        epoch: Some(1),
    };
    let draft = Draft::new(&header).unwrap();
    draft.seal(&NamingSecret::generate(), &sheet(office).to_recipient().unwrap()).unwrap()
}

impl Junk {
    fn bytes(self, office: &Office) -> Vec<u8> {
        match self {
            Self::Torn | Self::Huge => b"torn".to_vec(),
            Self::Whole => b"x".to_vec(),
            Self::Sealed => {
                let theirs = Identity::generate().to_recipient().unwrap();
                crypto::seal(&theirs, b"theirs").unwrap()
            }
            Self::Newer => newer(office, ObjectKind::Keyring),
        }
    }

    /// Puts it there, in both copies.
    fn put(self, office: &Office, (folder, begin): (&str, &str)) -> Vec<PathBuf> {
        let bytes = self.bytes(office);
        let named = if self == Self::Torn { b"other" } else { &bytes[..] };
        let name = format!("{begin}{}.age", hash::object_hash(named));
        let sections = std::fs::read_dir(office.path("Blue/refuge/sections")).unwrap();
        let section = sections.last().unwrap().unwrap().file_name().into_string().unwrap();
        let place = |top: &str| {
            let folder = office.path(&format!("Blue/refuge/{top}sections/{section}/{folder}"));
            let path = folder.join(&name);
            std::fs::write(&path, &bytes).unwrap();
            if self == Self::Huge {
                let file = std::fs::File::options().write(true).open(&path).unwrap();
                file.set_len(5 << 30).unwrap();
            }
            path
        };
        ["", "mirror/"].map(place).to_vec()
    }
}

/// All that a practice does in a year.
fn assert_nothing_is_stopped(office: &Office, label: &str) {
    let checked = office.run_with_key(&["verify", "--full", "--json"]);
    assert!([0, 15].contains(&checked.code), "{label}: {}{}", checked.out, checked.err);
    let matters = office.run(&["status", "--json"]).json()["matters"].to_string();
    assert!(!matters.contains("check-bad"), "{label}: called bad: {matters} {}", checked.out);
    let to = office.text("out");
    office.run_with_key(&["restore", "--all", "--to", &to, "--json"]).ends(0);
    assert_eq!(office.tree("out"), office.tree("patients"), "{label}");
    let home = office.text("home2");
    let learnt = office.run_with_key(&["--home", &home, "attach", &office.text("Blue"), "--json"]);
    assert!([0, 3].contains(&learnt.code), "{label}: {}{}", learnt.out, learnt.err);
    assert_eq!(learnt.json()["snapshots"], 1, "{label}");
    office.json(&["backup", "--no-eject"]);
    let thinned = office.run_with_key(&["thin", "--confirm", NAME, "--json"]);
    assert_eq!(thinned.code, 0, "{label}: thin: {}{}", thinned.out, thinned.err);
    let planned = office.run_with_key(&["purge", "--dry-run", "--json"]);
    assert_eq!(planned.code, 0, "{label}: plan: {}{}", planned.out, planned.err);
    let done = carry_out(office, planned.json()["plan"].as_str().unwrap());
    assert_eq!(done.code, 0, "{label}: purge: {}{}", done.out, done.err);
    let blue = &done.json()["drives"][0];
    assert_eq!(blue["level"], "logical-deletion", "{label}: {blue}");
    assert_eq!(blue["owes"].as_array().unwrap().len(), 0, "{label}: {blue}");
    let keys = std::fs::read_to_string(office.path("sheet.txt")).unwrap();
    let newcomer = Attacker::newcomer(&office.path("Blue"));
    assert_eq!(newcomer.finds(&keys, "about 1001"), 0, "{label}");
    assert!(newcomer.finds(&keys, "about 1002") > 0, "{label}");
}

fn rotated(office: &Office, label: &str) {
    let [sheet, file, phrase] =
        ["sheet2.txt", "key2.txt", "phrase.txt"].map(|name| office.text(name));
    let args = ["keys", "rotate", "--recovery-out", &sheet, "--identity-out", &file, "--json"];
    let args: Vec<&str> = args.into_iter().chain(["--new-passphrase-file", &phrase]).collect();
    let done = office.run_with_key(&args);
    assert_eq!(done.code, 0, "{label}: rotate: {}{}", done.out, done.err);
}

#[test]
fn junk_of_every_kind_in_every_place_stops_nothing() {
    for place in PLACES {
        let office = office();
        let files: Vec<_> = KINDS.iter().flat_map(|kind| kind.put(&office, place)).collect();
        assert_nothing_is_stopped(&office, place.0);
        let stays = |file: &&PathBuf| Path::exists(file);
        let left = files.iter().find(stays).filter(|_| place.0 != "ledger");
        assert_eq!(left, None, "{}: an erasing took it away", place.0);
    }
}

#[test]
fn junk_of_every_kind_in_every_place_stops_no_new_lock() {
    for place in PLACES {
        let office = office();
        KINDS.iter().for_each(|kind| drop(kind.put(&office, place)));
        rotated(&office, place.0);
    }
}

/// Whoever puts a whole age file among the keyring parts besides makes one of the others count: a catalog
/// might be in there. Which file that is gets told, and once it is elsewhere all goes on.
#[test]
fn two_files_that_no_key_opens_are_named_and_stop_nothing_once_they_are_elsewhere() {
    let office = office();
    Junk::Sealed.put(&office, PLACES[0]);
    let files = Junk::Sealed.put(&office, PLACES[1]);
    let refused = office.run_with_key(&["purge", "--dry-run", "--json"]).ends(15).json();
    assert_eq!(refused["error"]["id"], "V05", "{refused}");
    let name = files[0].file_name().unwrap().to_str().unwrap();
    let named = office.run_with_key(&["verify", "--full", "--json"]).ends(15);
    assert!(named.out.contains(name), "{}", named.out);
    files.iter().for_each(|file| std::fs::rename(file, office.path("elsewhere")).unwrap());
    carry_out(&office, &planned(&office)).ends(0);
}

/// A keyring of somebody else's in ours, sealed to our key, and a `vault.json` that fits theirs.
#[test]
fn a_keyring_of_somebody_else_does_not_take_the_place_of_ours() {
    let office = office();
    let drive = refuge::storage::Disk::open(&office.path("Blue/refuge")).unwrap();
    let mut json = Vault::describe(&drive).unwrap();
    let folder = std::fs::read_dir(office.path("Blue/refuge/sections")).unwrap().last().unwrap();
    let section: SectionId = folder.unwrap().file_name().to_str().unwrap().parse().unwrap();
    let (naming, key) = (NamingSecret::generate(), NamingSecret::generate());
    let to = [sheet(&office).to_recipient().unwrap()];
    for number in 100..105 {
        let place = PartPlace { practice: json.practice, section, epoch: 1, number };
        let lines = vault::first_lines(&key, &naming, &Identity::generate(), 1);
        for (object, bytes) in vault::make_part(place, &naming, &lines, &to).unwrap() {
            drive.put(&object, &bytes).unwrap();
        }
    }
    json.mac = data_encoding::HEXLOWER.encode(&key.authenticator("vault").mac(&[&json.covered()]));
    drive.supersede(&names::vault_json(), &serde_json::to_vec(&json).unwrap()).unwrap();
    let to = office.text("out");
    office.run_with_key(&["restore", "--all", "--to", &to, "--json"]).ends(0);
    assert_eq!(office.tree("out"), office.tree("patients"));
    office.run_with_key(&["verify", "--full", "--repair", "--json"]);
    carry_out(&office, &planned(&office)).ends(0);
}

/// The plan says what it passed over.
#[test]
fn junk_among_the_manifests_is_told_by_the_plan() {
    let office = office();
    let [first, _] = <[PathBuf; 2]>::try_from(Junk::Whole.put(&office, PLACES[1])).unwrap();
    for (language, words) in [("en", "did not write"), ("fr", "n'a pas écrit")] {
        let sheet = office.text("sheet.txt");
        let told = office.run_in(language, &["purge", "--dry-run", "--identity", &sheet]).ends(0);
        let said = told.out + &told.err;
        let name = first.file_name().unwrap().to_str().unwrap();
        assert!(said.contains(words) && said.contains(name), "{said}");
    }
    planned(&office);
}

/// One of ours that cannot be read may tell that a record is still in use.
#[test]
fn a_manifest_of_ours_that_cannot_be_read_or_is_gone_lets_nothing_be_planned() {
    for is_gone in [true, false] {
        let office = office();
        let manifests = office.tree("Blue").into_keys();
        for name in manifests.filter(|name| name.to_str().unwrap().contains("/snapshots/")) {
            let path = office.path("Blue").join(name);
            match is_gone {
                true => std::fs::remove_file(path).unwrap(),
                false => std::fs::write(path, b"torn").unwrap(),
            }
        }
        // Another one, so that the drive does not look put back.
        Junk::Whole.put(&office, PLACES[1]);
        let refused = office.run_with_key(&["purge", "--dry-run", "--json"]);
        let wanted = if is_gone { [18, 15] } else { [15, 15] };
        assert!(wanted.contains(&refused.code), "{}{}", refused.out, refused.err);
    }
}
