//! A vault on a real drive, worked on through one handle of its folder.
//!
//! Every path is relative to that handle: when the mount vanishes from under us, nothing can land
//! on the system disk instead. Folders are entered one by one: no link is followed, and no file system
//! entered that is mounted inside. A file with a second name is never overwritten. Objects are created
//! under their final name and never renamed; on FAT a rename loses files that were safely written
//! (`docs/decisions.md`). The exception is what takes the place of something that is bad anyway.

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use cap_fs_ext::{DirExt, FollowSymlinks, MetadataExt, OpenOptionsFollowExt, OpenOptionsSyncExt};
use cap_std::ambient_authority;
use cap_std::fs::{Dir, File, OpenOptions};

use crate::error::{Damage, DriveTrouble, Error, Result};
use crate::format::names::{self, ObjectPath};
use crate::limits;
use crate::platform;
use crate::storage::ahead::Ahead;
use crate::storage::{Inside, Storage};

/// How often an object that another program keeps to itself is asked for again.
const HELD_TRIES: u32 = 20;
/// How long to wait in between.
const HELD_PAUSE: Duration = Duration::from_millis(100);

/// A vault folder on a drive.
pub struct Disk {
    path: PathBuf,
    folder: Dir,
    identity: (u64, u64),
    ahead: Ahead,
}

impl Disk {
    /// Opens the vault folder at `path`, which must exist.
    ///
    /// # Errors
    /// When it cannot be opened as a folder.
    pub fn open(path: &Path) -> Result<Self> {
        let opened = Dir::open_ambient_dir(path, ambient_authority());
        let folder = opened.map_err(|cause| Error::drive(trouble_of(&cause)))?;
        let identity = folder
            .dir_metadata()
            .map(|meta| (meta.dev(), meta.ino()))
            .map_err(|cause| Error::drive(trouble_of(&cause)))?;
        Ok(Self { path: path.to_owned(), folder, identity, ahead: Ahead::default() })
    }

    /// Creates the vault folder at `path` and opens it. Only enrolling a drive does this.
    ///
    /// # Errors
    /// When it exists or cannot be created.
    pub fn create(path: &Path) -> Result<Self> {
        std::fs::create_dir(path).map_err(|cause| Error::drive(trouble_of(&cause)))?;
        if let Some(parent) = path.parent() {
            platform::sync_folder(parent).map_err(|cause| Error::drive(trouble_of(&cause)))?;
        }
        Self::open(path)
    }

    /// Where the vault folder lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads the lists of the vault while something else is done that does not need the drive: each is then there
    /// for whoever reads it first.
    pub fn while_reading_ahead<T>(&self, work: impl FnOnce() -> T) -> T {
        let is_done = AtomicBool::new(false);
        std::thread::scope(|threads| {
            threads.spawn(|| self.ahead.fill(self, &|| is_done.load(Ordering::Relaxed)));
            let done = work();
            is_done.store(true, Ordering::Relaxed);
            done
        })
    }

    /// Keeps every other run away from this vault until the answer is dropped.
    ///
    /// # Errors
    /// `Busy` when another run has it.
    pub fn lock(&self) -> Result<platform::ObjectLock> {
        let object = crate::format::names::vault_json();
        let file = self.open_object(&object, false)?;
        let path = self.path.join(object.as_str());
        platform::lock_object(file.into_std(), &path).map_err(|_| Error::Busy)
    }

    /// Whether the folder we hold is still the one at its path.
    fn is_present(&self) -> bool {
        let seen = Dir::open_ambient_dir(&self.path, ambient_authority())
            .and_then(|folder| folder.dir_metadata());
        seen.is_ok_and(|meta| (meta.dev(), meta.ino()) == self.identity)
    }

    fn failure(&self, cause: &io::Error) -> Error {
        let trouble = match trouble_of(cause) {
            DriveTrouble::Failing if !self.is_present() => DriveTrouble::Gone,
            DriveTrouble::Full { .. } => DriveTrouble::Full {
                missing_bytes: None,
                free_bytes: platform::free_bytes(&self.path),
                backups: None,
            },
            other => other,
        };
        Error::drive(trouble)
    }

    /// Opens a regular file of the vault: no link is followed, no pipe can hold us. A file that has
    /// other names is never opened for writing.
    fn open_object(&self, object: &ObjectPath, write: bool) -> Result<File> {
        let failed = |cause: io::Error| self.object_failure(object, write, &cause);
        let folder = self.folder_at(object.folder()).map_err(failed)?;
        let mut options = OpenOptions::new();
        options.read(true).write(write).follow(FollowSymlinks::No).nonblock(true);
        let open = || folder.open_with(object.file_name(), &options);
        let file = patiently(platform::is_held, open).map_err(failed)?;
        match file.metadata() {
            // What is written there would show elsewhere.
            Ok(meta) if meta.is_file() && write && meta.nlink() > 1 => {
                Err(Error::damaged(object, Damage::Linked))
            }
            Ok(meta) if meta.is_file() => Ok(file),
            Ok(_) => Err(Error::damaged(object, Damage::Malformed)),
            Err(cause) => Err(self.read_failure(object, &cause)),
        }
    }

    fn object_failure(&self, object: &ObjectPath, write: bool, cause: &io::Error) -> Error {
        match cause.kind() {
            io::ErrorKind::NotFound if self.is_present() => Error::damaged(object, Damage::Missing),
            io::ErrorKind::NotFound => Error::drive(DriveTrouble::Gone),
            _ if is_link(cause) => Error::damaged(object, Damage::Linked),
            _ if platform::is_held(cause) => Error::drive(DriveTrouble::Held),
            // Of this one file; a drive that takes nothing at all says so otherwise.
            io::ErrorKind::PermissionDenied if write && self.is_present() => {
                Error::damaged(object, Damage::Protected)
            }
            _ if write => self.failure(cause),
            _ => self.read_failure(object, cause),
        }
    }

    /// A folder of the vault, reached by one handle after the other: through no link, and on no other
    /// file system.
    fn folder_at(&self, folder: &str) -> io::Result<Dir> {
        let mut at = self.folder.try_clone()?;
        for part in folder.split('/').filter(|part| !part.is_empty()) {
            at = self.enter(&at, part)?;
        }
        Ok(at)
    }

    fn enter(&self, at: &Dir, part: &str) -> io::Result<Dir> {
        let folder = at.open_dir_nofollow(part)?;
        if folder.dir_metadata()?.dev() == self.identity.0 {
            Ok(folder)
        } else {
            Err(io::ErrorKind::CrossesDevices.into())
        }
    }

    fn put_failure(&self, object: &ObjectPath, cause: &io::Error) -> Error {
        if is_link(cause) { Error::damaged(object, Damage::Linked) } else { self.failure(cause) }
    }

    /// What another program keeps to itself is not damaged, and must not be called so.
    fn read_failure(&self, object: &ObjectPath, cause: &io::Error) -> Error {
        if platform::is_held(cause) {
            Error::drive(DriveTrouble::Held)
        } else if self.is_present() {
            Error::damaged(object, damage_of(cause))
        } else {
            Error::drive(DriveTrouble::Gone)
        }
    }

    /// The vault's own folder has no name among its objects.
    fn list_failure(&self, folder: &str, cause: &io::Error) -> Error {
        match ObjectPath::parse(folder) {
            Some(folder) => self.read_failure(&folder, cause),
            None => self.failure(cause),
        }
    }

    fn write_new(folder: &Dir, name: &str, bytes: &[u8]) -> io::Result<()> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true).follow(FollowSymlinks::No);
        let mut file = folder.open_with(name, &options)?;
        file.write_all(bytes)?;
        file.sync_all()
    }

    /// What is to take the place of another is read from the medium first. One that an interrupted run left
    /// is ours.
    fn write_beside(folder: &Dir, name: &str, bytes: &[u8]) -> io::Result<()> {
        match patiently(platform::is_held_against_change, || folder.remove_file(name)) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => return Err(cause),
            _ => Self::write_new(folder, name, bytes)?,
        }
        sync(folder)?;
        let mut options = OpenOptions::new();
        options.read(true).follow(FollowSymlinks::No);
        let mut file = folder.open_with(name, &options)?.into_std();
        let _advice = platform::drop_from_cache(&file);
        let mut back = Vec::with_capacity(bytes.len());
        Read::by_ref(&mut file).take(bytes.len() as u64 + 1).read_to_end(&mut back)?;
        if back == bytes { Ok(()) } else { Err(io::ErrorKind::InvalidData.into()) }
    }

    /// Makes the folders above an object, and opens the last; a new one is made durable in its parent.
    fn make_folders(&self, object: &ObjectPath) -> io::Result<Dir> {
        let mut at = self.folder.try_clone()?;
        for part in object.folder().split('/').filter(|part| !part.is_empty()) {
            match at.create_dir(part) {
                Ok(()) => sync(&at)?,
                Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => {}
                Err(cause) => return Err(cause),
            }
            at = self.enter(&at, part)?;
        }
        Ok(at)
    }

    /// Links are passed over, and so is what lies on another file system: it is not the vault's.
    fn list_into(
        &self,
        folder: &Dir,
        path: &str,
        depth: usize,
        found: &mut Vec<(ObjectPath, u64)>,
    ) -> io::Result<()> {
        for entry in folder.entries()? {
            let entry = entry?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            let inside = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
            let Some(object) = ObjectPath::parse(&inside) else { continue };
            let meta = entry.metadata()?;
            if meta.is_dir() && depth < limits::FOLDER_DEPTH_MAX {
                match self.enter(folder, &name) {
                    Ok(next) => self.list_into(&next, &inside, depth + 1, found)?,
                    Err(cause) if is_link(&cause) => {}
                    Err(cause) => return Err(cause),
                }
            } else if meta.is_file() {
                found.push((object, meta.len()));
            }
        }
        Ok(())
    }

    /// As far as the system goes along; what it gave before it failed counts.
    fn look_into(&self, folder: &str, inside: &mut Inside) -> io::Result<()> {
        for entry in self.folder_at(folder)?.entries()? {
            let entry = entry?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
            let Some(object) = ObjectPath::parse(&path) else { continue };
            match entry.metadata() {
                Ok(meta) if meta.is_dir() => drop(inside.folders.insert(name)),
                Ok(meta) if meta.is_file() => inside.objects.push((object, meta.len())),
                Ok(_) => {}
                Err(cause) => inside.trouble = Some(damage_of(&cause)),
            }
        }
        Ok(())
    }
}

impl Storage for Disk {
    fn list(&self, folder: &str) -> Result<Vec<(ObjectPath, u64)>> {
        let mut found = Vec::new();
        let listed = self
            .folder_at(folder)
            .and_then(|opened| self.list_into(&opened, folder, 0, &mut found));
        match listed {
            Ok(()) => {}
            Err(cause) if is_link(&cause) => {}
            Err(cause) if cause.kind() == io::ErrorKind::NotFound && self.is_present() => {}
            Err(cause) => return Err(self.list_failure(folder, &cause)),
        }
        found.sort();
        Ok(found)
    }

    fn read(&self, object: &ObjectPath, offset: u64, length: usize) -> Result<Vec<u8>> {
        if length > limits::OBJECT_BYTES_MAX {
            return Err(Error::damaged(object, Damage::TooLarge));
        }
        if let Some(bytes) = self.ahead.take(object, offset, length) {
            return Ok(bytes);
        }
        let file = self.open_object(object, false)?;
        let unreadable = |cause: io::Error| self.read_failure(object, &cause);
        let held = file.metadata().map_err(unreadable)?.len();
        if offset.checked_add(length as u64).is_none_or(|end| end > held) {
            return Err(Error::damaged(object, Damage::WrongLength));
        }
        let mut file = file.into_std();
        let _advice = platform::drop_from_cache(&file);
        file.seek(SeekFrom::Start(offset)).map_err(unreadable)?;
        let mut bytes = vec![0; length];
        file.read_exact(&mut bytes).map_err(unreadable)?;
        Ok(bytes)
    }

    fn put(&self, object: &ObjectPath, bytes: &[u8]) -> Result<()> {
        self.ahead.forget(object);
        if !self.is_present() {
            return Err(Error::drive(DriveTrouble::Gone));
        }
        let folder = self.make_folders(object).map_err(|cause| self.put_failure(object, &cause))?;
        if let Err(cause) = Self::write_new(&folder, object.file_name(), bytes) {
            let failure = self.put_failure(object, &cause);
            if cause.kind() != io::ErrorKind::AlreadyExists {
                // Half an object is worth nothing, and on a full drive its room is. If it cannot be
                // removed, its length or hash gives it away.
                drop(folder.remove_file(object.file_name()));
            }
            return Err(failure);
        }
        sync(&folder).map_err(|cause| self.failure(&cause))
    }

    fn overwrite(&self, object: &ObjectPath, offset: u64, bytes: &[u8]) -> Result<()> {
        self.ahead.forget(object);
        let file = self.open_object(object, true)?;
        let held = file.metadata().map_err(|cause| self.failure(&cause))?.len();
        if offset.checked_add(bytes.len() as u64).is_none_or(|end| end > held) {
            return Err(Error::damaged(object, Damage::WrongLength));
        }
        let mut file = file.into_std();
        let written = file
            .seek(SeekFrom::Start(offset))
            .and_then(|_| file.write_all(bytes))
            .and_then(|()| file.sync_all());
        written.map_err(|cause| self.failure(&cause))
    }

    fn remove(&self, object: &ObjectPath) -> Result<()> {
        self.ahead.forget(object);
        if !self.is_present() {
            return Err(Error::drive(DriveTrouble::Gone));
        }
        let removed = self.folder_at(object.folder()).and_then(|folder| {
            let remove = || folder.remove_file(object.file_name());
            patiently(platform::is_held_against_change, remove)?;
            Ok(folder)
        });
        match removed {
            Ok(folder) => sync(&folder).map_err(|cause| self.failure(&cause)),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(cause) => Err(self.object_failure(object, true, &cause)),
        }
    }

    fn supersede(&self, object: &ObjectPath, bytes: &[u8]) -> Result<()> {
        self.ahead.forget(object);
        if !self.is_present() {
            return Err(Error::drive(DriveTrouble::Gone));
        }
        let folder = self.make_folders(object).map_err(|cause| self.put_failure(object, &cause))?;
        let beside = format!("{}{}", object.file_name(), names::SUCCESSOR);
        if let Err(cause) = Self::write_beside(&folder, &beside, bytes) {
            drop(folder.remove_file(&beside));
            return Err(self.put_failure(object, &cause));
        }
        let rename = || folder.rename(&beside, &folder, object.file_name());
        if let Err(cause) = patiently(platform::is_held_against_change, rename) {
            drop(folder.remove_file(&beside));
            return Err(match cause {
                _ if !self.is_present() => Error::drive(DriveTrouble::Gone),
                cause if platform::is_held(&cause) => Error::drive(DriveTrouble::Held),
                _ => Error::damaged(object, Damage::Protected),
            });
        }
        sync(&folder).map_err(|cause| self.failure(&cause))
    }

    fn length(&self, object: &ObjectPath) -> Result<u64> {
        let file = self.open_object(object, false)?;
        Ok(file.metadata().map_err(|cause| self.read_failure(object, &cause))?.len())
    }

    fn inside(&self, folder: &str) -> Result<Inside> {
        let mut inside = Inside::default();
        match self.look_into(folder, &mut inside) {
            Ok(()) => {}
            Err(_) if !self.is_present() => return Err(Error::drive(DriveTrouble::Gone)),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {}
            Err(cause) => inside.trouble = Some(damage_of(&cause)),
        }
        Ok(inside)
    }

    fn free_bytes(&self) -> Result<u64> {
        match platform::free_bytes(&self.path) {
            Some(bytes) => Ok(bytes),
            None if self.is_present() => Ok(u64::MAX),
            None => Err(Error::drive(DriveTrouble::Gone)),
        }
    }
}

/// Does it, again and again where another program is in the way: what looks at each new file (a scanner, an
/// indexer) lets go of it soon.
fn patiently<T>(
    is_held: impl Fn(&io::Error) -> bool,
    mut act: impl FnMut() -> io::Result<T>,
) -> io::Result<T> {
    for _ in 0..HELD_TRIES {
        match act() {
            Err(cause) if is_held(&cause) => std::thread::sleep(HELD_PAUSE),
            done => return done,
        }
    }
    act()
}

/// Makes what was created or removed in a folder durable.
fn sync(folder: &Dir) -> io::Result<()> {
    // Such a handle serves for looking up names only; `sync_open_folder` opens it anew where it can.
    // Opened like a file, a folder is refused by Windows.
    platform::sync_open_folder(&folder.try_clone()?.into_std_file())
}

/// Whether something is a link, or leads to another file system.
fn is_link(cause: &io::Error) -> bool {
    matches!(cause.kind(), io::ErrorKind::NotADirectory | io::ErrorKind::CrossesDevices)
        || platform::is_link_refused(cause)
}

/// Why the system gives a file or folder not back, although the drive is there.
fn damage_of(cause: &io::Error) -> Damage {
    match cause.kind() {
        io::ErrorKind::PermissionDenied => Damage::Denied,
        // What folders of a file system answer that a power cut left in disorder.
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => Damage::Disordered,
        _ if cause.raw_os_error().is_some_and(|code| DISORDER.contains(&code)) => {
            Damage::Disordered
        }
        _ => Damage::Unreadable,
    }
}

/// "Structure needs cleaning" on Linux; a corrupt file and a corrupt disk on Windows. None of them means
/// anything else elsewhere.
const DISORDER: [i32; 3] = [117, 1392, 1393];

/// What an input or output error says about the drive.
fn trouble_of(cause: &io::Error) -> DriveTrouble {
    match cause.kind() {
        _ if platform::is_held(cause) => DriveTrouble::Held,
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            DriveTrouble::Full { missing_bytes: None, free_bytes: None, backups: None }
        }
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
            DriveTrouble::ReadOnly
        }
        io::ErrorKind::NotFound
        | io::ErrorKind::NotConnected
        | io::ErrorKind::StaleNetworkFileHandle => DriveTrouble::Gone,
        _ => DriveTrouble::Failing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_ahead_goes_with_the_next_writing() {
        let dir = tempfile::tempdir().unwrap();
        let disk = Disk::create(&dir.path().join(names::VAULT_FOLDER)).unwrap();
        let object = names::index(crate::id::SectionId([2; 16]), crate::id::ObjectHash([3; 16]));
        disk.put(&object, b"first").unwrap();
        let is_read = || disk.ahead.objects().contains_key(&object);
        let wait = || {
            while !is_read() {
                std::thread::yield_now();
            }
        };
        let read_ahead = || disk.while_reading_ahead(wait);
        read_ahead();
        std::fs::write(disk.path().join(object.as_str()), b"other").unwrap();
        assert_eq!(disk.read(&object, 0, 5).unwrap(), b"first");
        assert_eq!(disk.read(&object, 0, 5).unwrap(), b"other");
        read_ahead();
        disk.overwrite(&object, 0, b"third").unwrap();
        assert_eq!(disk.read(&object, 0, 5).unwrap(), b"third");
    }

    #[cfg(unix)]
    #[test]
    fn a_dying_medium_a_file_system_in_disorder_and_a_missing_right_are_three_things() {
        for (code, damage) in [
            (5, Damage::Unreadable),
            (22, Damage::Disordered),
            (117, Damage::Disordered),
            (13, Damage::Denied),
            (1, Damage::Denied),
        ] {
            assert_eq!(damage_of(&io::Error::from_raw_os_error(code)), damage, "{code}");
        }
    }
}
