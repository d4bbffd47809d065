//! Drives of macOS: the system's own `diskutil` is asked, which needs no rights.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::super::{DriveFacts, diskutil, synced};

const DISKUTIL: &str = "/usr/sbin/diskutil";
/// Where the system mounts what is plugged in.
const VOLUMES: &str = "/Volumes";

pub(in crate::platform) fn drive_facts(path: &Path) -> DriveFacts {
    let Ok(place) = path.canonicalize() else { return DriveFacts::default() };
    let is_cloud_synced = synced::is_synced(&place).then_some(true);
    let volume = volume_of(&place);
    let Some(answer) = ask(&["info", "-plist"], &volume) else {
        // It knows disks only: what it does not know under /Volumes is another computer's.
        let is_network = volume.starts_with(VOLUMES).then_some(true);
        return DriveFacts { is_cloud_synced, is_network, ..DriveFacts::default() };
    };
    DriveFacts { is_cloud_synced, ..diskutil::facts(&answer) }
}

pub(in crate::platform) fn removable_mounts() -> Vec<PathBuf> {
    let entries = Path::new(VOLUMES).read_dir().into_iter().flatten().flatten();
    // The system's own disk lies there too, as a link to the root.
    let folders = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    let is_removable = |path: &PathBuf| drive_facts(path).removable == Some(true);
    let mut found: Vec<PathBuf> = folders.map(|entry| entry.path()).filter(is_removable).collect();
    found.sort();
    found
}

pub(in crate::platform) fn eject(mount: &Path) -> io::Result<()> {
    let place = mount.canonicalize()?;
    let facts = drive_facts(&place);
    if facts.removable != Some(true) || facts.is_system_disk == Some(true) {
        return Err(io::ErrorKind::Unsupported.into());
    }
    let ended = Command::new(DISKUTIL)
        .arg("eject")
        .arg(volume_of(&place))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .map_err(|_| io::ErrorKind::Unsupported)?;
    if ended.success() { Ok(()) } else { Err(io::ErrorKind::ResourceBusy.into()) }
}

/// The mount point that a path lies on: the highest folder of the same device.
fn volume_of(place: &Path) -> PathBuf {
    let device = |path: &Path| super::identity_of(path).ok().map(|identity| identity.device);
    let own = device(place);
    let same = place.ancestors().take_while(|folder| device(folder) == own);
    same.last().unwrap_or(place).to_owned()
}

fn ask(words: &[&str], volume: &Path) -> Option<String> {
    let ran = Command::new(DISKUTIL)
        .args(words)
        .arg(volume)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    ran.status.success().then(|| String::from_utf8(ran.stdout).ok()).flatten()
}
