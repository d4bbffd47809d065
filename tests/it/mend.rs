//! What damaged packs lost comes back from another drive: whatever is wrong, wherever it stops.

use std::collections::HashSet;

use refuge::backup;
use refuge::crypto::hash;
use refuge::error::{Error, Result};
use refuge::event::Silent;
use refuge::format::names;
use refuge::id::PackId;
use refuge::mend::{self, Mended, Side};
use refuge::parity_groups;
use refuge::storage::Storage;
use refuge::storage::memory::Memory;
use refuge::thin;
use refuge::vault::{self, Contents, SectionReader, Vault};
use refuge::verify;

use crate::office::Office;
use crate::rig::{Day, Rig, file, files_of, noise, permit};
use crate::support::bytes_of;
use crate::support::faulty::{Fault, Faulty};
use crate::support::sweep::Sweep;
use crate::thin::{Snapshots, assert_goes_on, day_of_martin, snapshots};

/// Four days, each backed up on both drives.
pub(crate) fn practice(blue: &dyn Storage, green: &dyn Storage) -> Rig {
    let mut days: Vec<Day> = (0..4).map(day_of_martin).collect();
    days[0].push(file("Dupont/scan.bin", noise(1, 60_000)));
    Rig::after(&[("Blue", blue), ("Green", green)], days)
}

/// In the order in which they were written.
pub(crate) fn packs(rig: &Rig, drive: &dyn Storage) -> Vec<PackId> {
    let (vault, section) = rig.open(drive);
    Contents::load(&vault, &section).unwrap().packs.iter().map(|line| line.pack).collect()
}

fn opened<'a>(rig: &Rig, drive: &'a dyn Storage) -> Result<(Vault<'a>, [SectionReader; 1])> {
    let vault = Vault::open(drive, rig.config.practice.id, &rig.vault_key)?;
    let section = rig.config.sections[0].id;
    let reader = vault::read_section(&vault, section, std::slice::from_ref(&rig.identity))?;
    Ok((vault, [reader]))
}

/// As `settle` does it.
pub(crate) fn mend(
    rig: &mut Rig,
    blue: &dyn Storage,
    green: &dyn Storage,
    bad: &[PackId],
) -> Result<Mended> {
    let drive = rig.state.drive_named("Blue").unwrap();
    let bad: HashSet<PackId> = bad.iter().copied().collect();
    let (vault, readers) = opened(rig, blue)?;
    backup::recover(&mut rig.state, &drive, &vault, &Silent)?;
    let (from, given) = opened(rig, green)?;
    let donor = Side { vault: &from, reader: &given[0] };
    let to = Side { vault: &vault, reader: &readers[0] };
    let mended = mend::mend(to, donor, &mut rig.state, &drive, &bad, &Silent)?;
    match thin::damaged(vault, &readers, &rig.state, &drive, &bad, &Silent) {
        Err(Error::Damaged { .. }) => {}
        plan => drop(plan?.execute(&permit(), &mut rig.state, &drive, &Silent)?),
    }
    Ok(mended)
}

fn assert_whole(rig: &mut Rig, drive: &dyn Storage, wanted: &Snapshots, label: &str) {
    assert_eq!(&snapshots(rig, drive), wanted, "{label}");
    let vault = rig.open(drive).0;
    let report = verify::quick(&vault, None, &Silent).unwrap();
    assert_eq!(report.findings, [], "{label}");
    assert_eq!(parity_groups::unprotected(&vault).unwrap(), [], "{label}: parity");
    assert_goes_on(rig, drive, label);
}

/// How a pack is harmed, and a word for it.
type Way<'a> = (&'a str, &'a dyn Fn(&Memory, PackId));

fn flip(drive: &Memory, pack: PackId, at: u64) {
    let object = names::pack(pack);
    let was = drive.read(&object, at, 1).unwrap();
    drive.overwrite(&object, at, &[was[0] ^ 0xff]).unwrap();
}

pub(crate) fn cut(drive: &Memory, pack: PackId) {
    let bytes = bytes_of(drive, &names::pack(pack));
    drive.remove(&names::pack(pack)).unwrap();
    drive.put(&names::pack(pack), &bytes[..bytes.len() / 2]).unwrap();
}

#[test]
fn whatever_is_wrong_with_packs_every_snapshot_restores_again() {
    let ways: [Way<'_>; 4] = [
        ("a pack is gone", &|drive, pack| drive.remove(&names::pack(pack)).unwrap()),
        ("a byte is wrong", &|drive, pack| flip(drive, pack, 900)),
        ("the table is wrong", &|drive, pack| {
            let length = bytes_of(drive, &names::pack(pack)).len() as u64;
            flip(drive, pack, length - 80);
        }),
        ("it is cut short", &cut),
    ];
    for (label, harm) in ways {
        for count in [1, 4] {
            let label = format!("{label}: {count}");
            let (blue, green) = (Memory::new(), Memory::new());
            let mut rig = practice(&blue, &green);
            let (wanted, lender) = (snapshots(&rig, &blue), green.list("").unwrap());
            let bad: Vec<PackId> = packs(&rig, &blue).into_iter().take(count).collect();
            assert_eq!(bad.len(), count);
            bad.iter().for_each(|pack| harm(&blue, *pack));
            let mended = mend(&mut rig, &blue, &green, &bad).unwrap();
            assert!(mended.chunks > 0 && mended.missing == 0, "{label}: {mended:?}");
            let left = packs(&rig, &blue);
            assert!(bad.iter().all(|pack| !left.contains(pack)), "{label}: they are gone");
            assert_eq!(green.list("").unwrap(), lender, "{label}: the lender is as it was");
            assert_whole(&mut rig, &blue, &wanted, &label);
        }
    }
}

/// Changes a byte of the first segment, and the table and footer with it, as one who has the drive can.
fn forge(drive: &Memory, pack: PackId) {
    let object = names::pack(pack);
    let mut bytes = bytes_of(drive, &object);
    let footer = bytes.len() - 72;
    let segments = u32::from_le_bytes(bytes[footer + 48..footer + 52].try_into().unwrap());
    let table = footer - 20 * segments as usize;
    let first = u32::from_le_bytes(bytes[table..table + 4].try_into().unwrap()) as usize;
    bytes[first / 2] ^= 1;
    let short = |bytes: &[u8]| hash::object_hash(bytes).0;
    let of_segment = short(&bytes[..first]);
    bytes[table + 4..table + 20].copy_from_slice(&of_segment);
    let of_table = short(&bytes[table..footer + 56]);
    bytes[footer + 56..].copy_from_slice(&of_table);
    drive.remove(&object).unwrap();
    drive.put(&object, &bytes).unwrap();
}

#[test]
fn nothing_is_taken_from_a_pack_that_somebody_wrote_anew() {
    let (blue, green) = (Memory::new(), Memory::new());
    let mut rig = practice(&blue, &green);
    let bad = packs(&rig, &blue)[0];
    blue.remove(&names::pack(bad)).unwrap();
    packs(&rig, &green).into_iter().for_each(|pack| forge(&green, pack));
    let lender = rig.open(&green).0;
    for pack in packs(&rig, &green) {
        let length = bytes_of(&green, &names::pack(pack)).len() as u64;
        let check = vault::check_pack(&lender, pack, length).unwrap();
        assert!(check.damaged.is_empty(), "the forgery agrees with itself");
    }
    let before = blue.list("packs").unwrap();
    let mended = mend(&mut rig, &blue, &green, &[bad]).unwrap();
    assert!(mended.chunks == 0 && mended.missing > 0, "{mended:?}");
    assert_eq!(blue.list("packs").unwrap(), before);
    assert!(packs(&rig, &blue).contains(&bad), "what is lost is not hidden");
}

#[test]
fn damage_to_what_was_mended_is_mended_after_the_next_backup() {
    let (blue, green) = (Memory::new(), Memory::new());
    let mut rig = practice(&blue, &green);
    let wanted = snapshots(&rig, &blue);
    let first = packs(&rig, &blue)[0];
    cut(&blue, first);
    mend(&mut rig, &blue, &green, &[first]).unwrap();
    let new = *packs(&rig, &blue).last().unwrap();
    cut(&blue, new);
    assert_eq!(mend(&mut rig, &blue, &green, &[new]).unwrap(), Mended::default());
    rig.backup(&blue, "Blue").unwrap();
    assert!(mend(&mut rig, &blue, &green, &[new]).unwrap().chunks > 0);
    let again = snapshots(&rig, &blue);
    assert!(wanted.iter().all(|(id, files)| again.get(id) == Some(files)));
}

/// What each snapshot gives, where it gives all of it.
fn readable(rig: &Rig, drive: &dyn Storage) -> Snapshots {
    let (vault, section) = rig.open(drive);
    let contents = Contents::load(&vault, &section).unwrap();
    let (manifests, _) = vault::Manifest::all(&vault, &section).unwrap();
    let whole = |manifest: &vault::Manifest| {
        let read = || files_of(&vault, &section, &contents, manifest);
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(read)).ok()
    };
    manifests.iter().filter_map(|one| Some((one.id(), whole(one)?))).collect()
}

#[test]
fn what_no_other_drive_has_stays_lost_and_costs_nothing_else() {
    let (blue, green) = (Memory::new(), Memory::new());
    let mut rig = practice(&blue, &green);
    rig.write("Martin/image.bin", &noise(7, 90_000));
    rig.backup(&blue, "Blue").unwrap();
    rig.write("Martin/image.bin", &noise(8, 90_000));
    rig.backup(&blue, "Blue").unwrap();
    rig.backup(&green, "Green").unwrap();
    let wanted = snapshots(&rig, &blue);
    let all = packs(&rig, &blue);
    // The first day's, and that of the day that only Blue has.
    let bad = [all[0], all[all.len() - 2]];
    bad.iter().for_each(|pack| cut(&blue, *pack));
    assert!(readable(&rig, &blue).is_empty(), "the first day's pack is needed by every snapshot");
    let mended = mend(&mut rig, &blue, &green, &bad).unwrap();
    assert!(mended.chunks > 0 && mended.missing > 0, "{mended:?}");
    let again = readable(&rig, &blue);
    assert_eq!(again.len(), wanted.len() - 1);
    assert!(again.iter().all(|(id, files)| wanted[id] == *files));
    assert!(packs(&rig, &blue).contains(&bad[1]), "what is lost is not hidden");
    // Done again, it finds nothing to do.
    let before = blue.list("").unwrap();
    assert_eq!(mend(&mut rig, &blue, &green, &bad).unwrap().chunks, 0);
    assert_eq!(blue.list("").unwrap(), before);
}

#[test]
fn stopped_at_any_write_it_is_finished_by_the_next_run() {
    let sweep = Sweep {
        scene: || {
            let (drive, green) = (Faulty::new(Fault::Torn), Memory::new());
            let rig = practice(&drive, &green);
            let wanted = snapshots(&rig, &drive);
            let bad = packs(&rig, &drive)[..2].to_vec();
            bad.iter().for_each(|pack| cut(&drive.drive, *pack));
            ((rig, green, bad, wanted), drive)
        },
        work: |(rig, green, bad, _): &mut (Rig, Memory, Vec<PackId>, _), drive: &Faulty| {
            mend(rig, drive, green, bad)
        },
    };
    sweep.every_write(15, |(mut rig, green, bad, wanted), drive, _, label| {
        mend(&mut rig, drive, &green, &bad)
            .unwrap_or_else(|why| panic!("{label}: next run: {why}"));
        // Stopped while parity was made: what is torn of it is found and made anew like any other.
        let vault = rig.open(drive).0;
        let mut report = verify::quick(&vault, None, &Silent).unwrap();
        verify::repair(&vault, &permit(), &mut report, None, &Silent).unwrap();
        parity_groups::protect_all(&vault, &permit(), &Silent).unwrap();
        assert_whole(&mut rig, drive, &wanted, label);
    });
}

mod on_the_command_line {
    use super::*;

    /// Two drives with the same backups; a pack of Red is cut short, and its parity is gone.
    fn office() -> Office {
        let office = Office::with_patients(&["DURAND Paul", "PETIT Zoé"]);
        office.add_drive("Red");
        office.json(&["backup", "--drive", "Blue"]);
        office.json(&["backup", "--drive", "Red"]);
        for pack in office.tree("Red/refuge/packs").keys() {
            let path = office.path("Red/refuge/packs").join(pack);
            let bytes = std::fs::read(&path).unwrap();
            std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
        }
        std::fs::remove_dir_all(office.path("Red/refuge/parity")).unwrap();
        office
    }

    #[test]
    fn a_check_with_repair_brings_it_back_when_both_drives_are_plugged_in() {
        let office = office();
        // What was in the folders is gone: only the other drive has it.
        std::fs::remove_dir_all(office.path("patients")).unwrap();
        office.run_with_key(&["verify", "--full", "--drive", "Red"]).ends(15);
        // Also a second time, when the computer no longer counts on what is damaged.
        let told = office.run_with_key(&["verify", "--full", "--drive", "Red"]).ends(15);
        assert!(told.out.contains("The same content is on Blue too"), "{}", told.out);
        assert!(told.out.contains("verify --repair --drive \"Red\""), "{}", told.out);
        let done = office
            .run_with_key(&["verify", "--full", "--repair", "--drive", "Red", "--json"])
            .ends(0)
            .json();
        assert_eq!(done["findings"], 0);
        assert!(done["repaired"].as_u64().unwrap() > 0, "{done}");
        office.run_with_key(&["verify", "--full", "--drive", "Red"]).ends(0);
        let to = office.text("out");
        office.run_with_key(&["restore", "--all", "--drive", "Red", "--to", &to]).ends(0);
        assert_eq!(office.tree("out").len(), 2);
    }

    #[test]
    fn nothing_is_carried_over_while_an_incident_is_open() {
        let office = office();
        office.run(&["incident", "start"]).ends(0);
        let before = office.tree("Red/refuge/packs");
        office.run_with_key(&["verify", "--full", "--repair", "--drive", "Red"]).ends(15);
        assert_eq!(office.tree("Red/refuge/packs"), before);
    }
}
