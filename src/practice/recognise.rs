//! Which of the practice's drives are plugged in, and which only look like it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::crypto::Identity;
use crate::crypto::hash::NamingSecret;
use crate::error::{Damage, DriveTrouble, Error, Result};
use crate::format::names::{ObjectPath, VAULT_FOLDER};
use crate::id::{DriveId, VaultId};
use crate::platform;
use crate::practice::standing::Standing;
use crate::practice::{DriveIdentity, Practice, stamp};
use crate::state::{Drive, DriveState, Snapshot};
use crate::storage::{Disk, Storage};
use crate::vault::{self, Vault};

/// A drive that was recognised.
pub struct Plugged {
    /// What the state knows of it.
    pub drive: Drive,
    /// The door to its vault folder.
    pub disk: Disk,
    /// What it is where `vault.json` does not say so: good for reading, never for writing.
    believed: Option<(VaultId, DriveId)>,
}

impl Plugged {
    /// A drive that says itself what it is.
    #[must_use]
    pub const fn new(drive: Drive, disk: Disk) -> Self {
        Self { drive, disk, believed: None }
    }

    /// Whether it is only believed to be what it is: `vault.json` is missing, damaged, or not ours.
    #[must_use]
    pub const fn is_believed(&self) -> bool {
        self.believed.is_some()
    }

    /// With keys at hand, what lies on the drive decides what it is, where nothing on it bears `vault.json` out.
    ///
    /// # Errors
    /// When the drive cannot be read.
    pub fn heed_contents(&mut self, practice: &Practice, keys: &[Identity]) -> Result<()> {
        let vault = self.vault(practice)?;
        let readers = practice.read_sections(&vault, keys).unwrap_or_default();
        if vault::is_borne_out(&vault, &readers)? {
            return Ok(());
        }
        let told = vault::told_by_contents(&self.disk, keys);
        let ours = told.ok().filter(|told| told.practice == practice.config.practice.id);
        let Some(told) = ours.map(|told| (told.id, told.drive)) else { return Ok(()) };
        if self.believed.is_none() && told == (vault.id, vault.drive) {
            // Its lists may be gone or damaged: what else lies there says the same as it says itself.
            return Ok(());
        }
        self.believed = Some(told);
        if let Some(known) = practice.state.drive(told.1)? {
            self.drive = Drive { path: self.drive.path.clone(), ..known };
        }
        Ok(())
    }

    /// Its vault, which proves that it is the practice's own.
    ///
    /// # Errors
    /// `Foreign`, `Tampered`, or damage of `vault.json`.
    pub fn vault(&self, practice: &Practice) -> Result<Vault<'_>> {
        if let Some((id, drive)) = self.believed {
            let practice = practice.config.practice.id;
            return Ok(Vault { storage: &self.disk, practice, id, drive });
        }
        Vault::open(&self.disk, practice.config.practice.id, &practice.vault_key()?)
            .map_err(|error| error.of_drive(&self.drive.name))
    }
}

/// A place where a drive of the practice was expected or a vault was found.
pub struct SeenPlace {
    /// The folder that holds the vault folder.
    pub path: PathBuf,
    /// The enrolled drive it is, or claims to be.
    pub drive: Option<Drive>,
    /// The door to the vault folder, where it could be opened.
    pub disk: Option<Disk>,
    /// What forbids writing to it.
    pub trouble: Option<DriveTrouble>,
}

impl SeenPlace {
    /// Whether what lies there may still be read: it is authentic, whatever else is the matter.
    #[must_use]
    pub const fn is_readable(&self) -> bool {
        use DriveTrouble::{Ahead, Copied, Failing, ReadOnly, Retired, RolledBack, Tampered};
        match self.trouble {
            None | Some(Ahead | Copied | RolledBack { .. } | ReadOnly | Retired) => true,
            // Its objects are authenticated one by one.
            Some(Tampered | Failing) => self.drive.is_some() && self.disk.is_some(),
            _ => false,
        }
    }

    fn into_plugged(self) -> Option<Plugged> {
        let drive = self.drive?;
        let is_believed =
            matches!(self.trouble, Some(DriveTrouble::Tampered | DriveTrouble::Failing));
        let believed = is_believed.then_some((drive.vault, drive.id));
        Some(Plugged { drive, disk: self.disk?, believed })
    }

    fn is_called(&self, name: &str) -> bool {
        let called = |drive: &Drive| drive.name.to_lowercase() == name.to_lowercase();
        self.drive.as_ref().is_some_and(called)
    }

    /// What forbids writing to it. The drive of another practice is not called by the name of ours
    /// that is usually there.
    #[must_use]
    pub fn error(&self) -> Error {
        let trouble = self.trouble.clone().unwrap_or(DriveTrouble::NotPlugged);
        let name = self.drive.as_ref().map(|drive| drive.name.clone());
        Error::Drive { name: name.filter(|_| trouble != DriveTrouble::Foreign), trouble }
    }
}

impl Practice {
    /// Looks at every place where a drive may be, and notes those it recognises as seen.
    ///
    /// # Errors
    /// `State`. A drive that cannot be read is in the answer, with its trouble.
    pub fn look(&mut self, now: Timestamp) -> Result<Vec<SeenPlace>> {
        let drives = self.state.drives()?;
        let key = self.vault_key()?;
        let mut seen: Vec<SeenPlace> = Vec::new();
        for path in places(&drives) {
            seen.extend(self.look_at(&path, &key, &drives)?);
        }
        mark_doubles(&mut seen);
        for found in seen.iter_mut().filter(|found| found.trouble.is_none()) {
            if let Some(drive) = &mut found.drive {
                self.state.note_seen(drive, &found.path, &stamp(now))?;
                if let Some(disk) = &found.disk {
                    self.note_standing(disk, &key, drive)?;
                }
                // It may have another letter or mount point than when it was last here.
                drive.path.clone_from(&found.path);
            }
        }
        Ok(seen)
    }

    /// The enrolled drives that are plugged in and may be written to.
    ///
    /// # Errors
    /// `State`.
    pub fn plugged(&mut self, now: Timestamp) -> Result<Vec<Plugged>> {
        let seen = self.look(now)?.into_iter().filter(|seen| seen.trouble.is_none());
        Ok(seen.filter_map(SeenPlace::into_plugged).collect())
    }

    /// The drive of that name, plugged in and fit to be written to.
    ///
    /// # Errors
    /// `NotFound` when no drive has this name; `Drive` with what is the matter.
    pub fn plugged_named(&mut self, name: &str, now: Timestamp) -> Result<Plugged> {
        let drive = self.state.drive_named(name)?;
        one(self.look(now)?, Some(&drive.name), |seen| seen.trouble.is_none())
    }

    /// The drive to write to: the one of that name, or the first that is plugged in.
    ///
    /// # Errors
    /// `NonePlugged`, `NotPlugged`, or what is the matter with the one that is there.
    pub fn plugged_one(&mut self, name: Option<&str>, now: Timestamp) -> Result<Plugged> {
        match name {
            Some(name) => self.plugged_named(name, now),
            None => one(self.look(now)?, None, |seen| seen.trouble.is_none()),
        }
    }

    /// The drive to read from: as [`Practice::plugged_one`], but a copy, an older state or a
    /// retired drive will do, when there is no better.
    ///
    /// # Errors
    /// As [`Practice::plugged_one`].
    pub fn readable_one(&mut self, name: Option<&str>, now: Timestamp) -> Result<Plugged> {
        let wanted = name.map(|name| self.state.drive_named(name)).transpose()?;
        let mut seen = self.look(now)?;
        seen.sort_by_key(|seen| seen.trouble.is_some());
        one(seen, wanted.as_ref().map(|drive| drive.name.as_str()), SeenPlace::is_readable)
    }

    fn look_at(
        &self,
        path: &Path,
        key: &NamingSecret,
        drives: &[Drive],
    ) -> Result<Option<SeenPlace>> {
        let folder = path.join(VAULT_FOLDER);
        if !folder.is_dir() {
            return Ok(erased(path, drives));
        }
        let disk = match Disk::open(&folder) {
            Ok(disk) => disk,
            Err(error) => return Ok(expected(path, drives, trouble_of(error)?)),
        };
        let (id, is_whole) = match Vault::open(&disk, self.config.practice.id, key) {
            Ok(vault) => (vault.drive, self.is_as_new(&vault)?),
            Err(error) => {
                let trouble = match trouble_of(error)? {
                    DriveTrouble::Unknown if disk.list("").is_ok_and(|found| found.is_empty()) => {
                        return Ok(erased(path, drives));
                    }
                    DriveTrouble::Unknown if at(path, drives).is_some() => DriveTrouble::Tampered,
                    // Another practice has other numbers for its vaults and drives.
                    DriveTrouble::Foreign if bears_number_of(&disk, at(path, drives)) => {
                        DriveTrouble::Tampered
                    }
                    other => other,
                };
                let drive = at(path, drives).cloned();
                let is_there = matches!(trouble, DriveTrouble::Tampered | DriveTrouble::Failing);
                let disk = is_there.then_some(disk);
                let trouble = Some(trouble);
                return Ok(Some(SeenPlace { path: path.to_owned(), drive, disk, trouble }));
            }
        };
        let drive = drives.iter().find(|drive| drive.id == id).cloned();
        let trouble = match &drive {
            None => Some(DriveTrouble::Unknown),
            Some(drive) => match own_trouble(path, drive) {
                None => self.standing_trouble(&disk, key, drive)?.or(is_whole),
                found => found,
            },
        };
        Ok(Some(SeenPlace { path: path.to_owned(), drive, disk: Some(disk), trouble }))
    }

    fn standing_trouble(
        &self,
        disk: &Disk,
        key: &NamingSecret,
        drive: &Drive,
    ) -> Result<Option<DriveTrouble>> {
        let vault = Vault::open(disk, self.config.practice.id, key)?;
        self.trouble_of_standing(&self.standing(&vault, drive)?, drive)
    }

    /// Old parts that lie there again are owed; otherwise what lies there is noted.
    fn note_standing(&mut self, disk: &Disk, key: &NamingSecret, drive: &Drive) -> Result<()> {
        let Ok(vault) = Vault::open(disk, self.config.practice.id, key) else { return Ok(()) };
        match self.standing(&vault, drive)? {
            Standing::OldAgain { epoch } => self.owe_again(drive, epoch),
            _ if self.is_being_changed(drive)? => Ok(()),
            _ => self.note_parts_there(drive, &vault),
        }
    }

    /// Whether the drive went back in time: the newest manifest written to it is gone, together
    /// with its second copy. Where something took its place that this computer did not write, somebody
    /// else went on with the drive, or wants it to look so: either way what is remembered is not true any more.
    fn is_as_new(&self, vault: &Vault<'_>) -> Result<Option<DriveTrouble>> {
        let Some(drive) = self.state.drive(vault.drive)? else { return Ok(None) };
        let Some(head) = drive.head.as_deref().and_then(ObjectPath::parse) else {
            return Ok(None);
        };
        let Ok(there) = manifests(vault.storage, &head) else { return Ok(None) };
        let known = self.state.snapshots(drive.row)?;
        let may_be_newer = there.iter().any(|name| is_head_or_newer(name, &head, &known));
        if there.contains(head.file_name()) || may_be_newer && self.is_being_changed(&drive)? {
            return Ok(None);
        }
        if may_be_newer {
            return Ok(Some(DriveTrouble::Ahead));
        }
        let left = known.iter().filter(|snapshot| {
            ObjectPath::parse(&snapshot.object).is_some_and(|path| there.contains(path.file_name()))
        });
        let found = left.map(|snapshot| snapshot.seq).max().unwrap_or(0);
        Ok(Some(DriveTrouble::RolledBack { known: drive.seq, found, undone: 0 }))
    }
}

/// Whether `vault.json` says that it is this drive, whoever's it calls it.
fn bears_number_of(disk: &Disk, drive: Option<&Drive>) -> bool {
    let said = Vault::describe(disk).ok();
    said.zip(drive).is_some_and(|(said, drive)| said.drive == drive.id && said.vault == drive.vault)
}

/// Purging rewrites manifests: the same time, but a name we do not know.
fn is_head_or_newer(name: &str, head: &ObjectPath, known: &[Snapshot]) -> bool {
    let time = |name: &str| name.split('-').next().unwrap_or_default().to_owned();
    let is_known = || known.iter().any(|snapshot| snapshot.object.ends_with(name));
    match time(name).cmp(&time(head.file_name())) {
        // One that was written under a clock that ran ahead is older all the same.
        std::cmp::Ordering::Greater => !is_known(),
        std::cmp::Ordering::Equal => name == head.file_name() || !is_known(),
        std::cmp::Ordering::Less => false,
    }
}

/// Names of the manifests in both copies of the head's folder.
fn manifests(storage: &dyn Storage, head: &ObjectPath) -> Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for folder in [head.folder(), head.mirror().folder()] {
        let listed = storage.list(folder)?;
        names.extend(listed.into_iter().map(|(object, _)| object.file_name().to_owned()));
    }
    Ok(names)
}

/// Where drives were, and where removable ones are; each place once.
fn places(drives: &[Drive]) -> BTreeSet<PathBuf> {
    let known = drives.iter().map(|drive| drive.path.clone());
    let all = known.chain(platform::removable_mounts());
    all.filter_map(|path| platform::real_path(&path).ok()).filter(|path| path.is_dir()).collect()
}

/// The drive that was last seen at a place, unless another medium has certainly taken it.
fn at<'a>(path: &Path, drives: &'a [Drive]) -> Option<&'a Drive> {
    let was_there =
        |drive: &&Drive| platform::real_path(&drive.path).is_ok_and(|known| known == path);
    let mut now = None;
    let is_there = |drive: &&Drive| {
        was_there(drive) && {
            let now = now.get_or_insert_with(|| DriveIdentity::of(path));
            !now.is_other_medium(&DriveIdentity::recorded(drive))
        }
    };
    // One that took the place of another may be mounted where that was.
    drives.iter().filter(is_there).min_by_key(|drive| drive.state != DriveState::Active)
}

fn expected(path: &Path, drives: &[Drive], trouble: DriveTrouble) -> Option<SeenPlace> {
    let drive = at(path, drives)?.clone();
    Some(SeenPlace {
        path: path.to_owned(),
        drive: Some(drive),
        disk: None,
        trouble: Some(trouble),
    })
}

/// No vault where one was: erased if the medium is the same, otherwise just not plugged in.
fn erased(path: &Path, drives: &[Drive]) -> Option<SeenPlace> {
    let now = DriveIdentity::of(path);
    let is_it = |drive: &&Drive| {
        let was_here = at(path, std::slice::from_ref(*drive)).is_some();
        let is_medium = now.is_medium_of(&DriveIdentity::recorded(drive), drive.fixed);
        is_medium && (was_here || !drive.fixed) && drive.state == DriveState::Active
    };
    let drive = drives.iter().find(is_it)?.clone();
    let trouble = Some(DriveTrouble::Erased);
    Some(SeenPlace { path: path.to_owned(), drive: Some(drive), disk: None, trouble })
}

fn own_trouble(path: &Path, drive: &Drive) -> Option<DriveTrouble> {
    if DriveIdentity::of(path).is_copy_of(&DriveIdentity::recorded(drive), drive.fixed) {
        return Some(DriveTrouble::Copied);
    }
    (drive.state != DriveState::Active).then_some(DriveTrouble::Retired)
}

/// Two drives with one identity: one of them is a copy, and nobody can say which.
fn mark_doubles(seen: &mut [SeenPlace]) {
    let ids: Vec<_> = seen.iter().map(id_of).collect();
    for found in seen.iter_mut() {
        let id = id_of(found);
        if id.is_some() && ids.iter().filter(|other| **other == id).count() > 1 {
            found.trouble = Some(DriveTrouble::Copied);
        }
    }
}

fn id_of(seen: &SeenPlace) -> Option<crate::id::DriveId> {
    seen.drive.as_ref().filter(|_| seen.disk.is_some()).map(|drive| drive.id)
}

/// What is the matter with a drive; anything else is an error of the run.
fn trouble_of(error: Error) -> Result<DriveTrouble> {
    match error {
        Error::Drive { trouble, .. } => Ok(trouble),
        // Nobody changed what the medium does not give back.
        Error::Damaged { damage: Damage::Unreadable | Damage::Disordered, .. } => {
            Ok(DriveTrouble::Failing)
        }
        Error::Damaged { .. } => Ok(DriveTrouble::Tampered),
        other => Err(other),
    }
}

/// The first that is good, else why there is none.
fn one(
    seen: Vec<SeenPlace>,
    name: Option<&str>,
    good: impl Fn(&SeenPlace) -> bool,
) -> Result<Plugged> {
    let mut wanted = seen.into_iter().filter(|seen| name.is_none_or(|name| seen.is_called(name)));
    let mut why = Error::Drive {
        name: name.map(str::to_owned),
        trouble: name.map_or(DriveTrouble::NonePlugged, |_| DriveTrouble::NotPlugged),
    };
    let mut is_first = true;
    for found in wanted.by_ref() {
        if good(&found) {
            return found.into_plugged().ok_or(why);
        }
        if is_first && found.drive.is_some() {
            why = found.error();
            is_first = false;
        }
    }
    Err(why)
}
