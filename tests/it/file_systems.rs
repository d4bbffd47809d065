//! Backups on real file systems: images mounted through loop devices or FUSE, where the machine can.
//!
//! What cannot be mounted here (no root, no tool, no driver) is skipped, and said.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

use refuge::config::RecordRule;
use refuge::error::{DriveTrouble, Error};
use refuge::event::{Event, Observer, Step};
use refuge::platform;
use refuge::storage::Disk;

use crate::rig::{Rig, files_below, noise};

const MIB: u64 = 1 << 20;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileSystem {
    Ext4,
    ExFat,
    Ntfs,
    Fat,
    Xfs,
    Btrfs,
}

/// Those that drives come with.
const ALL: [FileSystem; 4] =
    [FileSystem::Ext4, FileSystem::ExFat, FileSystem::Ntfs, FileSystem::Fat];

impl FileSystem {
    fn make(self) -> &'static [&'static str] {
        match self {
            // No room kept back for root.
            Self::Ext4 => &["mkfs.ext4", "-q", "-F", "-m", "0"],
            Self::ExFat => &["mkfs.exfat"],
            Self::Ntfs => &["mkfs.ntfs", "-q", "-F", "-f"],
            Self::Fat => &["mkfs.vfat", "-F", "32"],
            Self::Xfs => &["mkfs.xfs", "-q", "-f"],
            Self::Btrfs => &["mkfs.btrfs", "-q", "-f"],
        }
    }

    fn mount(self) -> &'static [&'static str] {
        match self {
            Self::Ext4 => &["mount", "-t", "ext4"],
            Self::ExFat => &["mount.exfat-fuse"],
            Self::Ntfs => &["ntfs-3g"],
            Self::Fat => &["mount", "-t", "vfat"],
            Self::Xfs => &["mount", "-t", "xfs"],
            Self::Btrfs => &["mount", "-t", "btrfs"],
        }
    }
}

/// Runs a program: what it printed, or what went wrong.
fn run(command: &[&str], paths: &[&Path]) -> Result<String, String> {
    let path = std::env::var("PATH").unwrap_or_default() + ":/usr/sbin:/sbin";
    let ended = Command::new("env")
        .arg(format!("PATH={path}"))
        .args(command)
        .args(paths)
        .output()
        .map_err(|cause| cause.to_string())?;
    let said = String::from_utf8_lossy(&ended.stderr).trim().to_owned();
    if !ended.status.success() {
        return Err(format!("{}: {said}", command[0]));
    }
    Ok(String::from_utf8_lossy(&ended.stdout).trim().to_owned())
}

/// An image of a drive, mounted in a temporary folder until it is dropped.
pub(crate) struct Image {
    kind: FileSystem,
    folder: tempfile::TempDir,
}

impl Image {
    /// Nothing when this machine cannot mount it, which is said.
    pub(crate) fn new(kind: FileSystem, bytes: u64) -> Option<Self> {
        let image = Self { kind, folder: tempfile::tempdir().unwrap() };
        std::fs::create_dir(image.mount_point()).unwrap();
        std::fs::File::create(image.file()).unwrap().set_len(bytes).unwrap();
        let ready = run(kind.make(), &[&image.file()]).and_then(|_| image.mount());
        if let Err(why) = &ready {
            crate::support::skipped(&format!("{kind:?} cannot be tried on this machine: {why}"));
        }
        ready.ok().map(|()| image)
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.folder.path().join("image")
    }

    pub(crate) fn mount_point(&self) -> PathBuf {
        self.folder.path().join("mount")
    }

    pub(crate) fn mount(&self) -> Result<(), String> {
        let device = run(&["losetup", "--find", "--show"], &[&self.file()])?;
        let mounted = run(self.kind.mount(), &[Path::new(&device), &self.mount_point()]);
        // From here on the loop device goes away with its last user.
        run(&["losetup", "--detach"], &[Path::new(&device)])?;
        mounted?;
        let inside = platform::device_of(&self.mount_point()).map_err(|cause| cause.to_string());
        let is_there = inside? != platform::device_of(self.folder.path()).unwrap();
        is_there.then_some(()).ok_or_else(|| "nothing is mounted".into())
    }

    /// As when it is pulled out: nothing is found there any more, whoever still holds a file open.
    pub(crate) fn pull(&self) {
        run(&["umount", "-l"], &[&self.mount_point()]).unwrap();
    }

    pub(crate) fn unmount(&self) -> Result<(), String> {
        run(&["umount"], &[&self.mount_point()]).map(drop)
    }

    fn vault(&self) -> PathBuf {
        self.mount_point().join("refuge")
    }
}

impl Drop for Image {
    fn drop(&mut self) {
        let is_mounted = platform::device_of(&self.mount_point()).ok()
            != platform::device_of(self.folder.path()).ok();
        if is_mounted && self.unmount().is_err() {
            // A failed test may still hold files open.
            self.pull();
        }
    }
}

fn fill(rig: &Rig) {
    rig.write("Dupont Zoé/note.txt", b"tension 12/8\n");
    rig.write("Dupont Zoé/scan.pdf", &noise(1, 3_000_000));
    rig.write("Martin/vide.txt", b"");
}

fn keeps_two_snapshots(kind: FileSystem) {
    let Some(image) = Image::new(kind, 128 * MIB) else { return };
    let disk = Disk::create(&image.vault()).unwrap();
    let mut rig = Rig::new(&disk, RecordRule::EachFolder);
    fill(&rig);
    rig.backup(&disk, "Blue").unwrap();
    let first = files_below(&rig.source());
    rig.write("Martin/lettre.txt", &b"Cher confrere, ".repeat(60_000));
    rig.write("Dupont Zoé/note.txt", b"tension 14/9\n");
    let summary = rig.backup(&disk, "Blue").unwrap();
    assert!(summary.read_back, "{kind:?}");
    drop(disk);
    image.unmount().unwrap();
    image.mount().unwrap();
    let disk = Disk::open(&image.vault()).unwrap();
    let files: Vec<_> = rig.contents(&disk).into_iter().map(|(_, files)| files).collect();
    assert_eq!(files.len(), 2, "{kind:?}");
    assert!(files[0] == first, "{kind:?}: the first snapshot");
    assert!(files[1] == files_below(&rig.source()), "{kind:?}: the second snapshot");
}

fn survives_being_full(kind: FileSystem) {
    let Some(image) = Image::new(kind, 128 * MIB) else { return };
    let disk = Disk::create(&image.vault()).unwrap();
    let mut rig = Rig::new(&disk, RecordRule::EachFolder);
    fill(&rig);
    rig.backup(&disk, "Blue").unwrap();
    let first = rig.contents(&disk);
    let filler = image.mount_point().join("holiday.mov");
    let free = platform::free_bytes(&image.mount_point()).unwrap();
    std::fs::write(&filler, noise(9, usize::try_from(free - 6 * MIB).unwrap())).unwrap();
    rig.write("Petit/film.avi", &noise(3, 20_000_000));
    let refused = rig.backup(&disk, "Blue");
    let is_full = |trouble: &DriveTrouble| matches!(trouble, DriveTrouble::Full { .. });
    assert!(
        matches!(&refused, Err(Error::Drive { trouble, .. }) if is_full(trouble)),
        "{kind:?}: {refused:?}"
    );
    assert!(rig.whole_contents(&disk) == first, "{kind:?}: the earlier snapshot");
    std::fs::remove_file(&filler).unwrap();
    rig.backup(&disk, "Blue").unwrap_or_else(|why| panic!("{kind:?}: with room again: {why}"));
    let after = rig.contents(&disk);
    assert!(after[0] == first[0], "{kind:?}: the earlier snapshot, later");
    assert!(after.last().unwrap().1 == files_below(&rig.source()), "{kind:?}");
}

/// Takes the drive away when copying begins.
struct Unplug<'a> {
    image: &'a Image,
    is_done: AtomicBool,
}

impl Observer for Unplug<'_> {
    fn on(&self, event: Event<'_>) {
        let is_copying = matches!(event, Event::Step { step: Step::Copy, .. });
        if is_copying && !self.is_done.swap(true, Ordering::SeqCst) {
            run(&["umount", "-l"], &[&self.image.mount_point()]).unwrap();
        }
    }
}

fn writes_nothing_underneath(kind: FileSystem) {
    let Some(image) = Image::new(kind, 128 * MIB) else { return };
    let disk = Disk::create(&image.vault()).unwrap();
    let mut rig = Rig::new(&disk, RecordRule::EachFolder);
    fill(&rig);
    rig.backup(&disk, "Blue").unwrap();
    let first = rig.contents(&disk);
    rig.write("Petit/film.avi", &noise(3, 20_000_000));
    let unplug = Unplug { image: &image, is_done: AtomicBool::new(false) };
    let failed = rig.backup_watched(&disk, "Blue", &unplug);
    assert!(unplug.is_done.load(Ordering::SeqCst), "{kind:?}: nothing was copied");
    assert!(matches!(failed, Err(Error::Drive { .. })), "{kind:?}: {failed:?}");
    let underneath = std::fs::read_dir(image.mount_point()).unwrap().count();
    assert_eq!(underneath, 0, "{kind:?}: written to the folder underneath");
    let again = rig.backup(&disk, "Blue");
    let is_gone = matches!(again, Err(Error::Drive { .. }));
    assert!(is_gone, "{kind:?}: a run on a drive that is gone: {again:?}");
    assert_eq!(std::fs::read_dir(image.mount_point()).unwrap().count(), 0, "{kind:?}");
    drop(disk);
    image.mount().unwrap();
    let disk = Disk::open(&image.vault()).unwrap();
    assert!(rig.whole_contents(&disk)[0] == first[0], "{kind:?}: the earlier snapshot");
    rig.backup(&disk, "Blue").unwrap();
    assert!(rig.contents(&disk).last().unwrap().1 == files_below(&rig.source()), "{kind:?}");
}

#[test]
fn two_snapshots_read_back_after_the_drive_was_unplugged_and_plugged_in() {
    ALL.into_iter().for_each(keeps_two_snapshots);
}

#[test]
fn a_full_drive_keeps_its_snapshots_and_goes_on_when_there_is_room() {
    ALL.into_iter().for_each(survives_being_full);
}

#[test]
fn a_drive_that_vanishes_leaves_nothing_on_the_computer() {
    ALL.into_iter().for_each(writes_nothing_underneath);
}
