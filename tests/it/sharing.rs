//! Files of a drive that another program holds open, as a scanner, an indexer or a window does on Windows:
//! nothing is called damaged for that, nothing is lost, and once they are let go of everything goes on.

use refuge::attach;
use refuge::config::KeyKind;
use refuge::crypto::Identity;
use refuge::error::{DriveTrouble, Error, Result};
use refuge::event::Silent;
use refuge::fate::Level;
use refuge::format::names::ObjectPath;
use refuge::state::{NewDrive, State};
use refuge::storage::Storage;
use refuge::storage::memory::Memory;
use refuge::vault::Vault;
use refuge::verify;
use refuge::wipe;

use crate::purge::{assert_forgotten, assert_kept_restores, record};
use crate::rig::{Rig, files_below, permit};
use crate::support::copy_of;
use crate::support::sharing::Sharing;
use crate::{keys, mend, purge, thin};

/// Objects of a drive, so many at most, those of every folder among them.
fn some(drive: &dyn Storage, most: usize) -> Vec<ObjectPath> {
    let all: Vec<ObjectPath> = drive.list("").unwrap().into_iter().map(|(one, _)| one).collect();
    let step = all.len().div_ceil(most).max(1);
    all.into_iter().step_by(step).collect()
}

/// One piece of work while something is held: what it did, or nothing where it said that a program holds
/// something; and whether it was sent away.
fn work<T>(
    sharing: &Sharing<'_>,
    held: &ObjectPath,
    mut run: impl FnMut(&dyn Storage) -> Result<T>,
) -> (Option<T>, bool) {
    let before = sharing.refused();
    sharing.hold(held);
    let done = run(sharing);
    sharing.let_go();
    let done = match done {
        Ok(done) => Some(done),
        Err(Error::Drive { trouble: DriveTrouble::Held, .. }) => None,
        Err(other) => panic!("{held} is held: {other:?}"),
    };
    assert_eq!(sharing.clashes(), [""; 0], "hands of ours are in each other's way");
    (done, sharing.refused() > before)
}

/// A fresh practice for each of its objects, so many at most: what is done there while that one is held answers how
/// often it was sent away.
fn each_in_turn(
    most: usize,
    practice: fn(&dyn Storage) -> Rig,
    mut meet: impl FnMut(Rig, &Memory, usize) -> u32,
) {
    let first = Memory::new();
    drop(practice(&first));
    let count = some(&first, most).len();
    let refused: u32 = (0..count)
        .map(|number| {
            let drive = Memory::new();
            let rig = practice(&drive);
            meet(rig, &drive, number)
        })
        .sum();
    assert!(refused > 3, "{refused} of {count} were asked for");
}

/// The object of that number, or the last: names differ from one practice to the next, and how many there are.
fn numbered(drive: &Memory, most: usize, number: usize) -> ObjectPath {
    let objects = some(drive, most);
    objects[number.min(objects.len() - 1)].clone()
}

/// Nothing is the matter with the drive.
fn assert_good(rig: &Rig, drive: &dyn Storage, label: &str) {
    let (vault, section) = rig.open(drive);
    let quick = verify::quick(&vault, None, &Silent).unwrap();
    assert_eq!(quick.findings, [], "{label}");
    let full = verify::full(&vault, &[section], None, &Silent).unwrap();
    assert_eq!(full.findings, [], "{label}");
}

#[test]
fn a_check_finds_no_damage_in_what_another_program_holds() {
    let drive = Memory::new();
    let rig = purge::practice(&drive);
    let sharing = Sharing::over(&drive);
    for object in some(&drive, 200) {
        let quick = |storage: &dyn Storage| {
            let vault = Vault::open(storage, rig.config.practice.id, &rig.vault_key)?;
            Ok(verify::quick(&vault, None, &Silent)?.findings)
        };
        let (found, was_refused) = work(&sharing, &object, quick);
        assert!(found.is_none() || !was_refused, "{object}: passed over");
        assert_eq!(found.unwrap_or_default(), [], "{object}");
        let full = |storage: &dyn Storage| {
            let (vault, section) = rig.open(&drive);
            let vault = Vault { storage, ..vault };
            Ok(verify::full(&vault, &[section], None, &Silent)?.findings)
        };
        let (found, was_refused) = work(&sharing, &object, full);
        assert!(found.is_none() || !was_refused, "{object}: passed over");
        assert_eq!(found.unwrap_or_default(), [], "{object}");
    }
}

#[test]
fn a_backup_waits_for_what_another_program_holds_and_loses_nothing() {
    each_in_turn(30, purge::practice, |mut rig, drive, number| {
        let object = numbered(drive, 30, number);
        let before = rig.contents(drive);
        let sharing = Sharing::over(drive);
        rig.write("Martin/another.txt", b"written today");
        let (_, was_refused) = work(&sharing, &object, |to| rig.backup(to, "Blue"));
        assert!(rig.whole_contents(drive).starts_with(&before), "{object}");
        rig.backup(&sharing, "Blue").unwrap_or_else(|why| panic!("{object}: next run: {why}"));
        let last = rig.contents(drive).pop().unwrap();
        assert_eq!(last.1, files_below(&rig.source()), "{object}");
        assert_good(&rig, drive, object.as_str());
        u32::from(was_refused)
    });
}

#[test]
fn a_purge_that_meets_a_held_file_is_finished_by_the_next() {
    each_in_turn(30, purge::practice, |mut rig, drive, number| {
        let object = numbered(drive, 30, number);
        let (before, wanted) = (copy_of(drive), purge::expected(&rig, drive));
        let records = [record(&rig, "Dupont")];
        let sharing = Sharing::over(drive);
        let (done, was_refused) =
            work(&sharing, &object, |to| purge::purge(&mut rig, to, "Blue", &records));
        if done.is_some_and(|done| done.level != Level::None) {
            assert_forgotten(&rig, drive, &before, object.as_str());
        }
        let next = purge::purge(&mut rig, &sharing, "Blue", &records);
        let next = next.unwrap_or_else(|why| panic!("{object}: next run: {why}"));
        assert!(next.level != Level::None, "{object}: {next:?}");
        assert_kept_restores(&rig, drive, &wanted, object.as_str());
        assert_forgotten(&rig, drive, &before, object.as_str());
        u32::from(was_refused)
    });
}

#[test]
fn thinning_and_new_keys_keep_all_that_is_kept_beside_a_held_file() {
    each_in_turn(15, thin::practice, |mut rig, drive, number| {
        let object = numbered(drive, 15, number);
        let wanted = thin::expected(&rig, drive);
        let sharing = Sharing::over(drive);
        let (_, was_thinning_refused) = work(&sharing, &object, |to| thin::thin(&mut rig, to));
        thin::thin(&mut rig, &sharing).unwrap_or_else(|why| panic!("{object}: next run: {why}"));
        assert_eq!(thin::snapshots(&rig, drive), wanted, "{object}");
        // The names of many are others now; one that is left is held again.
        let object = numbered(drive, 15, number);
        let (_, was_refused) = work(&sharing, &object, |to| thin::rekey_martin(&mut rig, to));
        thin::rekey_martin(&mut rig, &sharing)
            .unwrap_or_else(|why| panic!("{object}: next run: {why}"));
        assert_eq!(thin::snapshots(&rig, drive), wanted, "{object}");
        assert_good(&rig, drive, object.as_str());
        u32::from(was_thinning_refused) + u32::from(was_refused)
    });
}

#[test]
fn a_new_lock_is_put_on_once_the_held_file_is_let_go_of() {
    let whole = Memory::new();
    let mut rig = keys::practice(&whole);
    let section = keys::first_section(&rig);
    let (old, new) = (rig.identity.clone(), Identity::generate());
    let wanted = keys::snapshots(&rig, &whole, section, &old).unwrap();
    let open = keys::readers(&rig, &whole, &old);
    keys::rotate(&mut rig, &open, vec![keys::new_key("sheet", KeyKind::Sheet, &new)]).unwrap();
    let mut refused = 0;
    let objects = some(&whole, 60);
    for object in &objects {
        let drive = copy_of(&whole);
        let sharing = Sharing::over(&drive);
        let (done, was_refused) =
            work(&sharing, object, |to| keys::rekey_through(&rig, to, &drive, &new));
        refused += u32::from(was_refused);
        let opens = |key: &Identity| keys::snapshots(&rig, &drive, section, key).ok();
        assert_eq!(opens(&new).or_else(|| opens(&old)).as_ref(), Some(&wanted), "{object}");
        if done.is_none() {
            keys::rekey_through(&rig, &sharing, &drive, &new)
                .unwrap_or_else(|why| panic!("{object}: next run: {why}"));
        }
        assert_eq!(opens(&new).as_ref(), Some(&wanted), "{object}");
        assert!(opens(&old).is_none(), "{object}: the old key opens it");
    }
    assert!(refused > 3, "{refused} of {} were asked for", objects.len());
}

#[test]
fn mending_waits_for_a_held_file_of_either_drive() {
    let lost = |blue: &Memory, rig: &Rig| {
        let bad = mend::packs(rig, blue)[0];
        mend::cut(blue, bad);
        bad
    };
    let (first, other) = (Memory::new(), Memory::new());
    drop(mend::practice(&first, &other));
    let count = some(&first, 12).len();
    for (number, of_green) in (0..count).flat_map(|number| [(number, false), (number, true)]) {
        let (blue, green) = (Memory::new(), Memory::new());
        let mut rig = mend::practice(&blue, &green);
        let wanted = thin::snapshots(&rig, &blue);
        let bad = lost(&blue, &rig);
        let object = numbered(if of_green { &green } else { &blue }, 12, number);
        let (to, from) = (Sharing::over(&blue), Sharing::over(&green));
        let (held, free): (_, &dyn Storage) = if of_green { (&from, &to) } else { (&to, &from) };
        let (_, _) = work(held, &object, |held| {
            let (to, from) = if of_green { (free, held) } else { (held, free) };
            mend::mend(&mut rig, to, from, &[bad])
        });
        mend::mend(&mut rig, &to, &from, &[bad])
            .unwrap_or_else(|why| panic!("{object}: next run: {why}"));
        assert_eq!(thin::snapshots(&rig, &blue), wanted, "{object}");
    }
}

#[test]
fn a_computer_learns_a_drive_whole_or_hears_that_a_file_is_held() {
    let drive = Memory::new();
    let rig = purge::practice(&drive);
    let (vault, section) = rig.open(&drive);
    let learn = |storage: &dyn Storage| {
        let home = tempfile::tempdir().unwrap();
        let mut state = State::open(home.path()).unwrap();
        let known = rig.state.drive_named("Blue").unwrap();
        let new = NewDrive {
            id: known.id,
            vault: known.vault,
            name: known.name,
            path: known.path,
            facts: known.facts,
            fixed: true,
            enrolled: known.enrolled,
        };
        let at = state.add_drive(&new).unwrap();
        let vault = Vault { storage, ..vault };
        let sections = std::slice::from_ref(&section);
        attach::learn(&vault, sections, &mut state, &at, &Silent)?;
        Ok(state.snapshots(at.row)?.len())
    };
    let sharing = Sharing::over(&drive);
    let all = learn(&sharing).unwrap();
    assert_eq!(all, 2);
    for object in some(&drive, 200) {
        let (learnt, was_refused) = work(&sharing, &object, learn);
        assert!(learnt.is_none() || !was_refused, "{object}: passed over");
        assert_eq!(learnt.unwrap_or(all), all, "{object}");
    }
}

#[test]
fn a_drive_that_retires_is_not_called_empty_while_a_file_of_it_is_held() {
    let whole = Memory::new();
    drop(purge::practice(&whole));
    for object in some(&whole, 60) {
        let drive = copy_of(&whole);
        let sharing = Sharing::over(&drive);
        let wipe = |storage: &dyn Storage| wipe::files(storage, &permit(), &Silent);
        let (done, was_refused) = work(&sharing, &object, wipe);
        assert!(was_refused, "{object}: it was to be wiped");
        assert!(done.is_none_or(|done| !done.is_whole()), "{object}: it is still there");
        let next = wipe(&sharing).unwrap_or_else(|why| panic!("{object}: next run: {why}"));
        assert!(next.is_whole(), "{object}: {next:?}");
        assert_eq!(drive.list("").unwrap(), [], "{object}");
    }
}
