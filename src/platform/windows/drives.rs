//! Drives of Windows: what the old calls know of a volume, and what its storage management adds.

use std::path::{Component, Path, PathBuf, Prefix};

use winsafe::co::DRIVE;

use super::super::media::{Media, is_removable};
use super::super::{DriveFacts, synced};
use super::management;

pub(in crate::platform) fn free_bytes(path: &Path) -> Option<u64> {
    let mut free = 0;
    winsafe::GetDiskFreeSpaceEx(Some(path.to_str()?), Some(&mut free), None, None).ok()?;
    Some(free)
}

pub(in crate::platform) fn drive_facts(path: &Path) -> DriveFacts {
    let facts = DriveFacts {
        is_cloud_synced: synced::is_synced(path).then_some(true),
        ..DriveFacts::default()
    };
    let Ok(place) = path.canonicalize() else { return DriveFacts::default() };
    match volume_of(&place) {
        Some(root) => of_volume(facts, &root),
        // Without a letter: a share of another computer, or something that is not asked.
        None => DriveFacts { is_network: Some(is_share(&place)), ..facts },
    }
}

/// All letters that a person may unplug. A drive of a card reader without a card is not there.
pub(in crate::platform) fn removable_mounts() -> Vec<PathBuf> {
    let roots = winsafe::GetLogicalDriveStrings().unwrap_or_default();
    let is_there = |root: &&String| Path::new(root).is_dir();
    let comes_off = |root: &&String| {
        let kind = winsafe::GetDriveType(Some(root));
        kind == DRIVE::REMOVABLE
            || (kind == DRIVE::FIXED
                && of_volume(DriveFacts::default(), root).removable == Some(true))
    };
    let system = system_letter();
    let others = roots.iter().filter(|root| letter_of(root) != system);
    others.filter(comes_off).filter(is_there).map(PathBuf::from).collect()
}

fn of_volume(facts: DriveFacts, root: &str) -> DriveFacts {
    let kind = winsafe::GetDriveType(Some(root));
    let (mut label, mut serial, mut file_system) = (String::new(), 0, String::new());
    let told = winsafe::GetVolumeInformation(
        Some(root),
        Some(&mut label),
        Some(&mut serial),
        None,
        None,
        Some(&mut file_system),
    );
    let is_told = told.is_ok();
    let is_network = kind == DRIVE::REMOTE;
    let letter = letter_of(root);
    // It is never offered, and asking takes a moment.
    let is_system = letter == system_letter();
    let media = letter.filter(|_| is_told && !is_network && !is_system);
    let media = media.map(|letter| management::media(letter, serial)).unwrap_or_default();
    let mut size = 0;
    let is_sized = winsafe::GetDiskFreeSpaceEx(Some(root), None, Some(&mut size), None).is_ok();
    let comes_out = kind == DRIVE::REMOVABLE;
    let Media {
        bus,
        model,
        serial: hardware_serial,
        rotational,
        revolutions_per_minute,
        is_system: media_is_system,
    } = media;
    DriveFacts {
        removable: is_removable(comes_out, kind == DRIVE::FIXED, bus.as_deref()),
        bus,
        file_system: is_told.then(|| file_system.to_lowercase()).filter(|name| !name.is_empty()),
        label: is_told.then_some(label).filter(|label| !label.is_empty()),
        volume_uuid: (is_told && serial != 0).then(|| format!("{serial:08X}")),
        hardware_serial,
        model,
        size_bytes: is_sized.then_some(size),
        rotational,
        revolutions_per_minute,
        comes_out: Some(comes_out),
        is_system_disk: if is_system { Some(true) } else { media_is_system },
        is_network: Some(is_network),
        ..facts
    }
}

/// The root of the volume, as the old calls take it: `E:\`.
fn volume_of(place: &Path) -> Option<String> {
    disk_letter(place).map(|letter| format!("{letter}:\\"))
}

pub(super) fn disk_letter(place: &Path) -> Option<char> {
    match place.components().next()? {
        Component::Prefix(prefix) => match prefix.kind() {
            Prefix::Disk(letter) | Prefix::VerbatimDisk(letter) => {
                Some(char::from(letter).to_ascii_uppercase())
            }
            _ => None,
        },
        _ => None,
    }
}

fn is_share(place: &Path) -> bool {
    let first = place.components().next();
    matches!(first, Some(Component::Prefix(prefix)) if matches!(prefix.kind(), Prefix::UNC(..) | Prefix::VerbatimUNC(..)))
}

fn letter_of(root: &str) -> Option<char> {
    root.chars().next().map(|letter| letter.to_ascii_uppercase())
}

fn system_letter() -> Option<char> {
    letter_of(&std::env::var("SystemDrive").unwrap_or_else(|_| "C:".to_owned()))
}
