//! Enrols drives: the only place where a vault folder is ever made.
//!
//! A folder that looks empty is no reason to begin anew elsewhere (a drive that was not mounted looks
//! the same). Nothing that lies on the drive is touched. The state learns of the drive last, so an
//! interrupted enrolment is repeated and completed.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::medium::{self, Profile};
use super::probe;
use crate::destination::Keeps;
use crate::error::{Action, Damage, DriveTrouble, Error, Result, SourceTrouble, Thing};
use crate::fate::{EverHeld, Look};
use crate::format::documents::VaultJson;
use crate::format::names::{self, VAULT_FOLDER};
use crate::id::{DriveId, VaultId};
use crate::platform::{self, DriveFacts};
use crate::practice::{DriveIdentity, Plugged, Practice, stamp};
use crate::state::named::{KEEPS, PURGED_UP_TO};
use crate::state::{Drive, DriveState, NewDrive, State};
use crate::storage::{Disk, Storage};
use crate::vault::{self, CLEAR_FILES, Vault};

/// Longest name of a drive, in characters: it must fit on a sticker.
const NAME_CHARACTERS_MAX: usize = 40;

/// What a person says about a drive that is to be enrolled.
#[derive(Debug, Clone, Default)]
pub struct Enrolment {
    /// Where it is mounted.
    pub path: PathBuf,
    /// Its name.
    pub name: String,
    /// Accept internal disks and plain folders.
    pub allow_fixed: bool,
    /// What it looks and sounds like.
    pub looks: Option<Look>,
    /// The worst it held until now.
    pub held: Option<EverHeld>,
}

/// As [`enrol_with`], where nobody can be asked about the drive's past.
///
/// # Errors
/// As [`enrol_with`].
pub fn enrol(
    practice: &mut Practice,
    path: &Path,
    name: &str,
    allow_fixed: bool,
    now: Timestamp,
) -> Result<Plugged> {
    let (path, name) = (path.to_owned(), name.to_owned());
    enrol_with(practice, &Enrolment { path, name, allow_fixed, ..Enrolment::default() }, now)
}

/// Makes the medium that is mounted there one of the practice's drives. A removable one is first tested
/// for whether it stores as much as it says.
///
/// # Errors
/// `Drive` with `NotRemovable`, `NotLocal`, `AlreadyEnrolled`, `Copied`, `Foreign`, `Tampered` or
/// `FakeCapacity`; `Exists` when the name is taken; `TargetNotEmpty` when its `refuge` folder holds
/// other things.
pub fn enrol_with(practice: &mut Practice, new: &Enrolment, now: Timestamp) -> Result<Plugged> {
    let name = checked_name(practice, &new.name)?;
    let path = checked_path(practice, &new.path)?;
    let facts = platform::drive_facts(&path);
    check_medium(&facts, new.allow_fixed)?;
    let mut profile = Profile { held: new.held, ..Profile::seen_at(&path, new.looks) };
    let had_folder = path.join(VAULT_FOLDER).exists();
    let disk = vault_folder(practice, &path)?;
    if facts.removable == Some(true) {
        profile.probe = probe::run(disk.path()).inspect_err(|_| {
            // Only the empty folder that was just made; one with anything in it stays.
            drop((!had_folder).then(|| std::fs::remove_dir(disk.path())));
        })?;
    }
    let keeps = Keeps::probe(disk.path()).ok();
    let ids = vault_on(practice, &disk, now)?;
    let is_empty = disk.list("packs")?.is_empty();
    let plugged = remember(practice, disk, ids, name, &profile, now)?;
    if let Some(keeps) = keeps {
        practice.state.set_drive_note(plugged.drive.row, KEEPS, &keeps)?;
    }
    if !is_empty {
        practice.distrust(&plugged.drive)?;
        return Ok(plugged);
    }
    practice.state.set_drive_epoch(plugged.drive.id, practice.config.practice.epoch)?;
    // An empty drive holds nothing that was forgotten before.
    if let Some(last) = practice.state.purge_entries()?.pop() {
        practice.state.set_drive_note(plugged.drive.row, PURGED_UP_TO, &last)?;
    }
    Ok(plugged)
}

/// Whether a drive may have this name.
///
/// # Errors
/// `Invalid`, `Exists`.
pub fn check_name(practice: &Practice, name: &str) -> Result<()> {
    checked_name(practice, name).map(drop)
}

/// Whether a drive may be enrolled there at all, before anybody is asked anything.
///
/// # Errors
/// As [`enrol_with`], for what the place and the medium alone tell.
pub fn check_place(practice: &Practice, path: &Path, allow_fixed: bool) -> Result<()> {
    let path = checked_path(practice, path)?;
    check_medium(&platform::drive_facts(&path), allow_fixed)
}

/// The same on the first day, where there is no practice yet: for the folders that it will back up.
///
/// # Errors
/// As [`check_place`]; a vault in or above that place is somebody else's.
pub fn check_first_place(path: &Path, folders: &[PathBuf], allow_fixed: bool) -> Result<()> {
    let place = existing(path)?;
    if place.ancestors().skip(1).any(holds_vault) {
        return Err(Error::drive(DriveTrouble::Foreign));
    }
    apart(&place, folders.iter().map(PathBuf::as_path))?;
    check_medium(&platform::drive_facts(&place), allow_fixed)
}

/// Which drive it is, and which vault lies on it.
#[derive(Clone, Copy)]
struct VaultIds {
    drive: DriveId,
    vault: VaultId,
}

/// The state learns of the drive last.
fn remember(
    practice: &mut Practice,
    disk: Disk,
    ids: VaultIds,
    name: String,
    profile: &Profile,
    now: Timestamp,
) -> Result<Plugged> {
    let path = disk.path().parent().unwrap_or(disk.path()).to_owned();
    let facts = DriveIdentity::of(&path).to_json();
    let fixed = platform::drive_facts(&path).removable != Some(true);
    let VaultIds { drive: id, vault } = ids;
    let new = NewDrive { id, vault, name, facts, path, fixed, enrolled: stamp(now) };
    let drive = practice.state.add_drive(&new)?;
    medium::note_profile(&mut practice.state, &drive, profile)?;
    Ok(Plugged::new(drive, disk))
}

/// Whether the first drive of a practice that is not there yet may have this name.
///
/// # Errors
/// `Invalid`.
pub fn check_first_name(name: &str) -> Result<()> {
    let name = name.trim();
    let fits = !name.is_empty() && name.chars().count() <= NAME_CHARACTERS_MAX;
    if !fits || name.contains(char::is_control) {
        return Err(Error::Invalid { what: Thing::Name, value: name.to_owned() });
    }
    Ok(())
}

pub(super) fn checked_name(practice: &Practice, name: &str) -> Result<String> {
    let name = name.trim().to_owned();
    check_first_name(&name)?;
    match practice.state.drive_named(&name) {
        Ok(_) => Err(Error::Exists { what: Thing::Drive, name }),
        Err(Error::NotFound { .. }) => Ok(name),
        Err(other) => Err(other),
    }
}

/// The drive must be there, and must not be part of what is backed up, nor of another drive.
pub(super) fn checked_path(practice: &Practice, path: &Path) -> Result<PathBuf> {
    let place = existing(path)?;
    if let Some(drive) = place.ancestors().skip(1).find(|folder| holds_vault(folder)) {
        return Err(part_of(practice, drive)?);
    }
    // Beside the computer's own copies it would be lost with them.
    if platform::real_path(&practice.home).is_ok_and(|home| place.starts_with(home)) {
        let trouble = SourceTrouble::Unsuitable;
        return Err(Error::Source { path: place, trouble });
    }
    apart(&place, practice.config.sources.iter().map(|source| source.path.as_path()))?;
    Ok(place)
}

fn existing(path: &Path) -> Result<PathBuf> {
    let place = platform::real_path(path).map_err(Error::io(Action::Read, path))?;
    if place.is_dir() {
        return Ok(place);
    }
    Err(Error::NotFound { what: Thing::Path, name: path.display().to_string() })
}

/// No drive is part of what is backed up, nor around it.
fn apart<'f>(place: &Path, mut folders: impl Iterator<Item = &'f Path>) -> Result<()> {
    let overlaps = |folder: &&Path| {
        let folder = platform::real_path(folder);
        folder.is_ok_and(|folder| place.starts_with(&folder) || folder.starts_with(place))
    };
    match folders.find(overlaps) {
        None => Ok(()),
        Some(folder) => {
            let trouble = SourceTrouble::Unsuitable;
            Err(Error::Source { path: folder.to_owned(), trouble })
        }
    }
}

fn holds_vault(folder: &Path) -> bool {
    folder.join(VAULT_FOLDER).join("vault.json").is_file()
}

/// Two drives on one medium would count as two copies, and be lost together.
fn part_of(practice: &Practice, place: &Path) -> Result<Error> {
    let is_here =
        |drive: &Drive| platform::real_path(&drive.path).is_ok_and(|known| known == place);
    let known = practice.state.drives()?.into_iter().find(is_here);
    Ok(match known {
        Some(drive) => Error::drive(DriveTrouble::AlreadyEnrolled).of_drive(&drive.name),
        None => Error::drive(DriveTrouble::Foreign),
    })
}

fn check_medium(facts: &DriveFacts, allow_fixed: bool) -> Result<()> {
    if facts.is_network == Some(true) || facts.is_cloud_synced == Some(true) {
        return Err(Error::drive(DriveTrouble::NotLocal));
    }
    let is_removable = facts.removable == Some(true) && facts.is_system_disk != Some(true);
    if is_removable || allow_fixed { Ok(()) } else { Err(Error::drive(DriveTrouble::NotRemovable)) }
}

/// The vault folder, made when there is none.
fn vault_folder(practice: &Practice, path: &Path) -> Result<Disk> {
    let folder = path.join(VAULT_FOLDER);
    if !folder.exists() {
        return Disk::create(&folder);
    }
    let disk = Disk::open(&folder)?;
    if let Some(known) = known_vault(practice, &disk)? {
        return Err(Error::drive(trouble_of_known(&known, path)).of_drive(&known.name));
    }
    Ok(disk)
}

/// The enrolled drive whose identity lies there; others' vaults are refused.
pub(super) fn known_vault(practice: &Practice, disk: &Disk) -> Result<Option<Drive>> {
    let json = match Vault::describe(disk) {
        Ok(json) => json,
        Err(
            Error::Drive { trouble: DriveTrouble::Unknown, .. }
            | Error::Damaged { damage: Damage::Malformed | Damage::WrongLength, .. },
        ) => return Ok(None),
        Err(Error::Damaged { .. }) => return Err(Error::drive(DriveTrouble::Tampered)),
        Err(other) => return Err(other),
    };
    if json.practice != practice.config.practice.id {
        return Err(Error::drive(DriveTrouble::Foreign));
    }
    if !vault::is_authentic(&practice.vault_key()?, &json) {
        return Err(Error::drive(DriveTrouble::Tampered));
    }
    if vault::is_newer(&json) {
        return Err(Error::drive(DriveTrouble::NewerFormat));
    }
    practice.state.drive(json.drive)
}

/// A folder or an internal disk of the practice that lies in another place than it used to: it is that drive
/// from now on. Nothing else is touched.
///
/// # Errors
/// `State`, and what the system says about the place.
pub fn move_fixed(practice: &mut Practice, path: &Path) -> Result<Option<Drive>> {
    let path = checked_path(practice, path)?;
    let folder = path.join(VAULT_FOLDER);
    if !folder.is_dir() {
        return Ok(None);
    }
    let known = Disk::open(&folder).and_then(|disk| known_vault(practice, &disk));
    // What is wrong with it is told by whoever tries to use it.
    let Ok(Some(known)) = known else { return Ok(None) };
    let is_moved = known.fixed
        && known.state == DriveState::Active
        && known.path != path
        && !known.path.join(VAULT_FOLDER).exists()
        && trouble_of_known(&known, &path) == DriveTrouble::AlreadyEnrolled;
    if !is_moved {
        return Ok(None);
    }
    practice.state.move_drive(&known, &path, &DriveIdentity::of(&path).to_json(), true)?;
    practice.state.drive(known.id)
}

/// The drive itself, seen a second time, or a copy of it.
pub(super) fn trouble_of_known(known: &Drive, path: &Path) -> DriveTrouble {
    if is_elsewhere(known, path)
        || DriveIdentity::of(path).is_copy_of(&DriveIdentity::recorded(known), known.fixed)
    {
        DriveTrouble::Copied
    } else {
        DriveTrouble::AlreadyEnrolled
    }
}

/// Whether the drive is where it was last seen, and that is not `path`.
pub(super) fn is_elsewhere(known: &Drive, path: &Path) -> bool {
    platform::real_path(&known.path).is_ok_and(|place| {
        place != path
            && Disk::open(&place.join(VAULT_FOLDER)).is_ok_and(|disk| has_id(&disk, known.id))
    })
}

fn has_id(disk: &Disk, id: DriveId) -> bool {
    Vault::describe(disk).is_ok_and(|json| json.drive == id)
}

/// The vault in the folder: made, or taken over where an enrolment did not finish.
fn vault_on(practice: &Practice, disk: &Disk, now: Timestamp) -> Result<VaultIds> {
    let (id, key) = (practice.config.practice.id, practice.vault_key()?);
    let vault = match Vault::open(disk, id, &key) {
        Ok(_) if has_backups(disk)? => {
            // Another computer of the practice uses it: `attach` learns what is on it.
            return Err(Error::drive(DriveTrouble::AlreadyEnrolled));
        }
        Ok(vault) => vault,
        Err(_) => {
            clear_torn_start(disk, &practice.state)?;
            Vault::create(disk, id, &key, &stamp(now))?
        }
    };
    practice.bring_parts(&vault)?;
    Ok(VaultIds { drive: vault.drive, vault: vault.id })
}

fn has_backups(disk: &Disk) -> Result<bool> {
    let is_backup = |path: &str| path.starts_with("packs/") || path.contains("/snapshots/");
    Ok(disk.list("")?.iter().any(|(object, _)| is_backup(object.as_str())))
}

/// Removes what an enrolment that was cut short left behind, and nothing else; while an incident is
/// open not even that.
fn clear_torn_start(disk: &Disk, state: &State) -> Result<()> {
    let folder = disk.path();
    let ours: Vec<&str> = CLEAR_FILES.iter().map(|(name, _)| *name).chain(["vault.json"]).collect();
    let entries = std::fs::read_dir(folder).map_err(Error::io(Action::Read, folder))?;
    for entry in entries {
        let name = entry.map_err(Error::io(Action::Read, folder))?.file_name();
        let name = name.to_string_lossy();
        if matches!(&*name, "packs" | "sections" | "mirror" | "parity") {
            return Err(Error::drive(DriveTrouble::Tampered));
        }
        if !ours.contains(&&*name) && !name.starts_with('.') {
            return Err(Error::TargetNotEmpty(folder.to_owned()));
        }
    }
    if disk.list("")?.is_empty() {
        return Ok(());
    }
    let _permit = state.permit()?;
    for (name, _) in CLEAR_FILES {
        disk.remove(&names::clear_file(name))?;
    }
    disk.remove(&names::vault_json())
}

/// What a vault says it is, for those who only want to look.
///
/// # Errors
/// As [`Vault::describe`], and when there is no vault folder.
pub fn describe(path: &Path) -> Result<VaultJson> {
    let folder = path.join(VAULT_FOLDER);
    if !folder.is_dir() {
        return Err(Error::drive(DriveTrouble::Unknown));
    }
    Vault::describe(&Disk::open(&folder)?)
}
