//! What lies on a drive and is not ours: pages for people that say something else, files among the keyring
//! parts, what a newer program wrote. It is told, whoever visits the drive; it stops nothing and is not
//! thrown away.

use std::sync::Mutex;

use refuge::config::RecordRule;
use refuge::crypto::hash::{self, NamingSecret};
use refuge::error::{Damage, DriveTrouble, Error};
use refuge::event::Silent;
use refuge::format::documents::{Header, ObjectKind};
use refuge::format::names::{self, Name, ObjectPath, PartName};
use refuge::parity_groups;
use refuge::storage::memory::Memory;
use refuge::storage::{Disk, Storage};
use refuge::vault::Draft;
use refuge::verify;

use crate::cli_purge::{carry_out, office, planned};
use crate::office::Office;
use crate::purge::{purge, record};
use crate::rig::{Rig, permit};
use crate::support::watched::{Act, watched};

const PHISHING: &str = "print('your 24 words please')";

fn script(office: &Office) -> std::path::PathBuf {
    office.path("Blue/refuge/rescue.py")
}

#[test]
fn a_replaced_script_is_told_by_every_visit_that_reads() {
    let office = office();
    std::fs::write(script(&office), PHISHING).unwrap();
    let to = office.text("out");
    for args in [&["verify"][..], &["restore", "--all", "--to", &to], &["ls"], &["status"]] {
        let said = office.run_with_key(args);
        let said = said.out + &said.err;
        assert!(said.contains("rescue.py on Blue is not"), "{args:?}: {said}");
        let text = std::fs::read_to_string(script(&office)).unwrap();
        assert_eq!(text, PHISHING, "{args:?} wrote");
    }
    let matters = office.run(&["status", "--json"]).json()["matters"].to_string();
    assert!(matters.contains("strange-page"), "{matters}");
    assert!(!matters.contains("check-bad"), "the backups are good all the same: {matters}");
}

#[test]
fn a_replaced_script_is_put_back_and_told_by_every_visit_that_writes() {
    let office = office();
    let ours = std::fs::read(script(&office)).unwrap();
    let plan = planned(&office);
    let [sheet, file, phrase] =
        ["sheet2.txt", "key2.txt", "phrase.txt"].map(|name| office.text(name));
    let rotate = ["keys", "rotate", "--recovery-out", &sheet, "--identity-out", &file];
    let rotate: Vec<&str> = rotate.into_iter().chain(["--new-passphrase-file", &phrase]).collect();
    let visits: [&[&str]; 5] = [
        &["backup", "--no-eject"],
        &["verify", "--repair"],
        &["thin", "--confirm", crate::office::NAME],
        &["purge", &plan, "--confirm", crate::office::NAME],
        &rotate,
    ];
    for args in visits {
        std::fs::write(script(&office), PHISHING).unwrap();
        let said = office.run_with_key(args);
        let said = said.out + &said.err;
        assert!(said.contains("rescue.py on Blue was not the one"), "{args:?}: {said}");
        assert_eq!(std::fs::read(script(&office)).unwrap(), ours, "{args:?}");
    }
}

#[test]
fn a_page_that_cannot_be_replaced_is_told_and_stops_nothing() {
    let office = office();
    std::fs::remove_file(script(&office)).unwrap();
    std::fs::create_dir(script(&office)).unwrap();
    std::fs::write(script(&office).join("inside"), PHISHING).unwrap();
    let done = office.run(&["backup", "--no-eject"]).ends(0);
    assert!((done.out + &done.err).contains("lies there still"));
    carry_out(&office, &planned(&office)).ends(0);
    assert!(script(&office).join("inside").is_file());
}

/// The same byte under the name that fits it, in both places.
fn junk(office: &Office) -> Vec<std::path::PathBuf> {
    let name = "0001-000009-00000000-3ae7d805f6789a6402acb70ad4096a85.age";
    let folders = office.tree("Blue").into_keys().filter_map(|path| {
        let folder = path.parent()?.to_owned();
        folder.ends_with("keyring").then_some(folder)
    });
    let folders: std::collections::BTreeSet<_> = folders.collect();
    assert_eq!(folders.len(), 2);
    let places: Vec<_> =
        folders.into_iter().map(|folder| office.path("Blue").join(folder).join(name)).collect();
    places.iter().for_each(|place| std::fs::write(place, b"x").unwrap());
    places
}

#[test]
fn a_file_among_the_keyring_parts_that_is_none_is_told_and_left() {
    let office = office();
    let places = junk(&office);
    for language in ["en", "fr"] {
        let sheet = office.text("sheet.txt");
        let said = office
            .run_in(language, &["verify", "--repair", "--drive", "Blue", "--identity", &sheet])
            .ends(15);
        assert!(said.out.contains("0001-000009-00000000"), "{}", said.out);
        let (good, none) = match language {
            "en" => ("GOOD", "NOT GOOD"),
            _ => ("BON", "PAS BON"),
        };
        assert!(said.out.contains(good) && !said.out.contains(none), "{}", said.out);
    }
    assert!(places.iter().all(|place| place.is_file()), "evidence stays");
    let matters = office.run(&["status", "--json"]).json()["matters"].to_string();
    assert!(!matters.contains("check-bad"), "{matters}");
    office.json(&["backup"]);
    // Erasing on purpose, once everything that stays is proven, overwrites what is no part in force.
    carry_out(&office, &planned(&office)).ends(0);
    assert!(places.iter().all(|place| !place.exists()));
}

/// A part that the opening key opens, of a format that this program does not know, proven by a secret.
fn part_of_a_newer_program(rig: &Rig, drive: &dyn Storage, secret: &NamingSecret) -> ObjectPath {
    let section = rig.config.sections[0].id;
    let mut draft = Draft::new(&Header {
        refuge: 2,
        kind: ObjectKind::Keyring,
        practice: rig.config.practice.id,
        section,
        vault: None,
        seq: 9,
        epoch: Some(1),
    })
    .unwrap();
    draft.line(&serde_json::json!({"line": "something-new"})).unwrap();
    let to = rig.identity.to_recipient().unwrap();
    let bytes = draft.seal(secret, &to).unwrap();
    let (tag, hash) = (to.tag(), hash::object_hash(&bytes));
    let name = PartName { section, epoch: 1, number: 9, tag, hash };
    let object = Name::Keyring(name).path().unwrap();
    rig.open(drive).0.put_small(&object, &bytes).unwrap();
    object
}

#[test]
fn what_a_newer_program_wrote_is_read_past_and_stops_whoever_removes() {
    let drive = Memory::new();
    let mut rig = crate::purge::practice(&drive);
    let object = part_of_a_newer_program(&rig, &drive, &rig.naming);
    let (vault, section) = rig.open(&drive);
    assert_eq!(section.damaged, [(object.clone(), Damage::Newer)]);
    let mut report = verify::full(&vault, &[section], None, &Silent).unwrap();
    verify::repair(&vault, &permit(), &mut report, None, &Silent).unwrap();
    assert!(report.is_sound() && !report.is_good(), "{:?}", report.findings);
    let before = drive.list("").unwrap();
    let dupont = record(&rig, "Dupont");
    let stopped = purge(&mut rig, &drive, "Blue", &[dupont]).map(|done| done.level);
    let is_newer = matches!(&stopped, Err(Error::Damaged { object: found, damage: Damage::Newer }) if *found == object);
    assert!(is_newer, "{stopped:?}");
    let now = drive.list("").unwrap();
    assert!(before.iter().all(|kept| now.contains(kept)));
}

/// Whoever knows the public half of an opening key can seal to it, and say anything.
#[test]
fn what_only_says_that_it_is_of_a_newer_program_stops_no_erasing() {
    let drive = Memory::new();
    let mut rig = crate::purge::practice(&drive);
    let object = part_of_a_newer_program(&rig, &drive, &NamingSecret::generate());
    let (vault, section) = rig.open(&drive);
    assert_eq!(section.damaged, [(object.clone(), Damage::NotAuthentic)]);
    let mut report = verify::full(&vault, &[section], None, &Silent).unwrap();
    verify::repair(&vault, &permit(), &mut report, None, &Silent).unwrap();
    assert!(report.is_sound() && !report.is_good(), "{:?}", report.findings);
    let dupont = record(&rig, "Dupont");
    let done = purge(&mut rig, &drive, "Blue", &[dupont]).unwrap();
    assert_eq!((done.level, done.negative_test), (refuge::fate::Level::LogicalDeletion, true));
    let gone = drive.length(&object);
    let is_gone = matches!(gone, Err(Error::Damaged { damage: Damage::Missing, .. }));
    assert!(is_gone, "the erasing took it away");
}

#[test]
fn a_vault_json_of_a_newer_format_is_believed_where_it_is_proven() {
    let drive = Memory::new();
    let rig = crate::purge::practice(&drive);
    let mut json = refuge::vault::Vault::describe(&drive).unwrap();
    json.refuge = 2;
    let practice = rig.config.practice.id;
    for is_proven in [true, false] {
        let mac = rig.vault_key.authenticator("vault").mac(&[&json.covered()]);
        let mac = if is_proven { mac } else { [7; 32] };
        json.mac = data_encoding::HEXLOWER.encode(&mac);
        drive.supersede(&names::vault_json(), &serde_json::to_vec(&json).unwrap()).unwrap();
        let opened = refuge::vault::Vault::open(&drive, practice, &rig.vault_key).map(drop);
        let Err(Error::Drive { trouble, .. }) = opened else { panic!("{opened:?}") };
        let wanted = if is_proven { DriveTrouble::NewerFormat } else { DriveTrouble::Tampered };
        assert_eq!(trouble, wanted);
    }
}

#[test]
fn what_takes_a_place_was_read_back_before_and_goes_through_no_link() {
    let folder = tempfile::tempdir().unwrap();
    let vault = folder.path().join("refuge");
    let disk = Disk::create(&vault).unwrap();
    let object = names::pack(refuge::id::PackId([0xab; 16]));
    disk.put(&object, b"damaged").unwrap();
    disk.supersede(&object, b"whole again").unwrap();
    assert_eq!(disk.read(&object, 0, 11).unwrap(), b"whole again");
    let names = |below: &str| std::fs::read_dir(vault.join(below)).unwrap().count();
    assert_eq!(names("packs/ab"), 1, "nothing waits beside it");
    // What an interrupted run left there is ours.
    let beside = vault.join(format!("{object}{}", names::SUCCESSOR));
    std::fs::write(&beside, b"half").unwrap();
    disk.supersede(&object, b"and again").unwrap();
    assert!(!beside.exists());
    #[cfg(unix)]
    {
        let outside = folder.path().join("outside");
        std::fs::write(&outside, b"not ours").unwrap();
        for link in [true, false] {
            std::fs::remove_file(vault.join(object.as_str())).unwrap();
            match link {
                true => std::os::unix::fs::symlink(&outside, vault.join(object.as_str())).unwrap(),
                false => std::fs::hard_link(&outside, vault.join(object.as_str())).unwrap(),
            }
            disk.supersede(&object, b"ours").unwrap();
            assert_eq!(std::fs::read(&outside).unwrap(), b"not ours");
            assert_eq!(disk.read(&object, 0, 4).unwrap(), b"ours");
        }
    }
}

#[test]
fn a_pack_is_rebuilt_without_a_moment_in_which_it_is_gone() {
    let drive = Memory::new();
    let mut rig = Rig::new(&drive, RecordRule::EachFolder);
    for number in 0..4_u64 {
        rig.write(&format!("P{number}/scan"), &crate::rig::noise(number, 300_000));
    }
    rig.backup(&drive, "Blue").unwrap();
    let (vault, section) = rig.open(&drive);
    parity_groups::protect_all(&vault, &permit(), &Silent).unwrap();
    let pack = parity_groups::packs_on(&vault).unwrap()[0].0;
    let object = names::pack(pack);
    let whole = crate::support::bytes_of(&drive, &object);
    drive.overwrite(&object, 70_000, b"xxxx").unwrap();
    let acts = Mutex::new(Vec::new());
    let note = |act: Act, object: &ObjectPath, bytes: usize| {
        if act != Act::Read {
            acts.lock().unwrap().push((act, object.clone(), bytes));
        }
    };
    let door = watched(&drive, &note);
    let vault = refuge::vault::Vault { storage: &door, ..vault };
    let mut report = verify::full(&vault, &[section], None, &Silent).unwrap();
    assert_eq!(report.losses().count(), 1);
    verify::repair(&vault, &permit(), &mut report, None, &Silent).unwrap();
    assert!(report.is_good(), "{:?}", report.findings);
    assert_eq!(crate::support::bytes_of(&drive, &object), whole);
    assert_eq!(acts.into_inner().unwrap(), [(Act::Overwrite, object, 65_536)]);
}

/// What may have become of `vault.json`.
fn lost_identities(office: &Office) -> Vec<(&'static str, Option<Vec<u8>>)> {
    let good = std::fs::read_to_string(office.path("Blue/refuge/vault.json")).unwrap();
    let field = |name: &str| {
        let value = good.split(&format!("\"{name}\": \"")).nth(1).unwrap();
        value.split('"').next().unwrap().to_owned()
    };
    let altered = |name: &str| good.replace(&field(name), &"5".repeat(32)).into_bytes();
    let other = std::fs::read(office.path("Red/refuge/vault.json")).unwrap();
    vec![
        ("missing", None),
        ("empty", Some(Vec::new())),
        ("torn", Some(good.as_bytes()[..60].to_vec())),
        ("another vault", Some(altered("vault"))),
        ("another drive", Some(altered("drive"))),
        ("that of the other drive", Some(other)),
    ]
}

#[test]
fn a_lost_vault_json_stops_neither_attaching_nor_restoring_nor_checking() {
    let office = office();
    office.add_drive("Red");
    office.json(&["backup", "--drive", "Red"]);
    let path = office.path("Blue/refuge/vault.json");
    let good = std::fs::read(&path).unwrap();
    let lost = lost_identities(&office);
    office.unplug("Red");
    for (number, (what, bytes)) in lost.into_iter().enumerate() {
        std::fs::remove_file(&path).unwrap();
        bytes.iter().for_each(|bytes| std::fs::write(&path, bytes).unwrap());
        let to = office.text(&format!("out{number}"));
        office.run_with_key(&["restore", "--all", "--to", &to, "--json"]).ends(0);
        assert_eq!(office.tree(&format!("out{number}")), office.tree("patients"), "{what}");
        let home = office.text(&format!("home{number}"));
        let blue = office.text("Blue");
        let learnt = office.run_with_key(&["--home", &home, "attach", &blue, "--json"]);
        assert!([0, 3].contains(&learnt.code), "{what}: {} {}", learnt.out, learnt.err);
        assert_eq!(learnt.json()["snapshots"], 1, "{what}");
        office.run(&["backup", "--no-eject", "--json"]).ends(18);
        office.run_with_key(&["verify", "--full", "--json"]).ends(15);
        office.run_with_key(&["verify", "--full", "--repair", "--json"]).ends(0);
        let back = office.run_with_key(&["verify", "--full", "--drive", "Blue", "--json"]);
        assert_eq!(back.code, 0, "{what}: {} {}", back.out, back.err);
        office.run(&["backup", "--no-eject", "--dry-run"]).ends(0);
        std::fs::write(&path, &good).unwrap();
    }
}
