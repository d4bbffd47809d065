//! What the system said about a drive when it was enrolled, and whether it still says the same.
//!
//! Serial numbers alone are unusable: bridges report the same one for different disks. So only facts
//! that all differ tell a copy, and any that is unknown says nothing.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::format::names::VAULT_FOLDER;
use crate::platform;
use crate::state::Drive;

/// File systems that number their files anew at each mount.
const UNSTABLE_NUMBERS: &[&str] = &["vfat", "msdos", "exfat", "fuse", "fuseblk", "ntfs", "ntfs3"];

/// What bridges and cheap sticks report for every drive: no serial number at all.
const SERIALS_OF_NOBODY: &[&str] = &[
    "0123456789ABCDEF",
    "123456789ABCDEF",
    "1234567890",
    "152D00539000",
    "AA00000000000489",
    "WINEHDISK",
];

/// Facts about a drive, as the state keeps them (JSON).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DriveIdentity {
    /// How it is attached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bus: Option<String>,
    /// File system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_system: Option<String>,
    /// The volume's own id, which formatting changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub volume_uuid: Option<String>,
    /// Serial number of the hardware.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hardware_serial: Option<String>,
    /// Maker and model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Size of the volume, in bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size_bytes: Option<u64>,
    /// Whether it has turning discs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rotational: Option<bool>,
    /// Number of the vault folder on its file system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder: Option<u64>,
}

impl DriveIdentity {
    /// What the system says now about the drive mounted at `path`.
    #[must_use]
    pub fn of(path: &Path) -> Self {
        let drive = platform::drive_facts(path);
        Self {
            bus: drive.bus,
            file_system: drive.file_system,
            volume_uuid: drive.volume_uuid,
            hardware_serial: drive.hardware_serial.filter(|serial| is_own(serial)),
            model: drive.model,
            size_bytes: drive.size_bytes,
            rotational: drive.rotational,
            folder: platform::identity_of(&path.join(VAULT_FOLDER)).ok().map(|id| id.inode),
        }
    }

    /// What was known when the drive was enrolled.
    #[must_use]
    pub fn recorded(drive: &Drive) -> Self {
        serde_json::from_str(&drive.facts).unwrap_or_default()
    }

    /// The facts as the state keeps them.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Whether a vault with these facts is certainly on another medium than the enrolled one.
    ///
    /// `fixed` drives are often plain folders, which share every fact of the disk they lie on;
    /// a copy of the folder has another number. Device numbers say nothing: they change when the
    /// computer starts.
    #[must_use]
    pub fn is_copy_of(&self, enrolled: &Self, fixed: bool) -> bool {
        let volume = differ(self.volume_uuid.as_ref(), enrolled.volume_uuid.as_ref());
        let serial = differ(self.hardware_serial.as_ref(), enrolled.hardware_serial.as_ref());
        let model = differ(self.model.as_ref(), enrolled.model.as_ref());
        let folder = self.has_stable_numbers() && differ(self.folder, enrolled.folder);
        (volume && serial && model) || (fixed && folder)
    }

    /// Whether this is the place where the enrolled drive was, judging by the medium alone.
    ///
    /// An empty mount point of a drive that is in the drawer is not.
    #[must_use]
    pub fn is_medium_of(&self, enrolled: &Self, fixed: bool) -> bool {
        let same_volume = same(self.volume_uuid.as_ref(), enrolled.volume_uuid.as_ref());
        let other_volume = differ(self.volume_uuid.as_ref(), enrolled.volume_uuid.as_ref());
        // A folder on another medium, such as an empty mount point, has another size.
        let same_size = same(self.size_bytes, enrolled.size_bytes);
        same_volume || self.is_hardware_of(enrolled) || (fixed && !other_volume && same_size)
    }

    /// Whether another medium than the enrolled one is certainly here, so that whatever is the matter
    /// with it says nothing about the enrolled one.
    #[must_use]
    pub fn is_other_medium(&self, enrolled: &Self) -> bool {
        differ(self.volume_uuid.as_ref(), enrolled.volume_uuid.as_ref())
            && !self.is_hardware_of(enrolled)
    }

    fn is_hardware_of(&self, enrolled: &Self) -> bool {
        same(self.hardware_serial.as_ref(), enrolled.hardware_serial.as_ref())
            && same(self.model.as_ref(), enrolled.model.as_ref())
    }

    fn has_stable_numbers(&self) -> bool {
        let known = self.file_system.as_deref();
        known.is_some_and(|name| !UNSTABLE_NUMBERS.contains(&name))
    }
}

/// Whether a serial number can be that of one drive alone.
fn is_own(serial: &str) -> bool {
    let serial = serial.trim().to_uppercase();
    let is_varied = serial.chars().any(|letter| !serial.starts_with(letter));
    is_varied && !SERIALS_OF_NOBODY.contains(&serial.as_str())
}

/// Both known, and different.
fn differ<T: PartialEq>(left: Option<T>, right: Option<T>) -> bool {
    left.zip(right).is_some_and(|(left, right)| left != right)
}

/// Both known, and the same.
fn same<T: PartialEq>(left: Option<T>, right: Option<T>) -> bool {
    left.zip(right).is_some_and(|(left, right)| left == right)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stick(uuid: &str, serial: &str, model: &str) -> DriveIdentity {
        DriveIdentity {
            file_system: Some("exfat".into()),
            volume_uuid: Some(uuid.into()),
            hardware_serial: Some(serial.into()),
            model: Some(model.into()),
            folder: Some(3),
            ..DriveIdentity::default()
        }
    }

    #[test]
    fn only_facts_that_all_differ_tell_a_copy() {
        let enrolled = stick("A", "1", "T7");
        assert!(stick("B", "2", "T5").is_copy_of(&enrolled, false));
        assert!(!stick("A", "2", "Box").is_copy_of(&enrolled, false), "another enclosure");
        assert!(!stick("B", "1", "T7").is_copy_of(&enrolled, false), "reformatted and restored");
        let unknown = DriveIdentity { model: None, ..stick("B", "2", "T5") };
        assert!(!unknown.is_copy_of(&enrolled, false));
    }

    #[test]
    fn a_copied_folder_has_another_number_where_numbers_last() {
        let folder = |number| DriveIdentity {
            file_system: Some("ext4".into()),
            folder: Some(number),
            ..DriveIdentity::default()
        };
        assert!(folder(7).is_copy_of(&folder(5), true));
        assert!(!folder(5).is_copy_of(&folder(5), true));
        assert!(!folder(7).is_copy_of(&folder(5), false));
        let exfat = |number| DriveIdentity { folder: Some(number), ..stick("A", "1", "T7") };
        assert!(!exfat(7).is_copy_of(&exfat(5), true));
    }

    #[test]
    fn serial_numbers_that_many_drives_share_are_none() {
        assert!(is_own("S4EWNX0R123456"));
        for serial in ["000000000000", "0123456789abcdef", "AA00000000000489", ""] {
            assert!(!is_own(serial), "{serial}");
        }
    }

    #[test]
    fn another_stick_at_the_same_place_is_certainly_another() {
        let enrolled = stick("A", "1", "T7");
        assert!(stick("B", "2", "T5").is_other_medium(&enrolled));
        let without_hardware = |uuid: &str| DriveIdentity {
            volume_uuid: Some(uuid.into()),
            ..DriveIdentity::default()
        };
        assert!(without_hardware("B").is_other_medium(&without_hardware("A")));
        assert!(!stick("B", "1", "T7").is_other_medium(&enrolled), "the same, formatted");
        assert!(!DriveIdentity::default().is_other_medium(&enrolled), "nothing is known");
    }

    #[test]
    fn an_empty_mount_point_is_not_the_drive_that_was_there() {
        let enrolled = stick("A", "1", "T7");
        assert!(!stick("Z", "9", "System").is_medium_of(&enrolled, false));
        assert!(!DriveIdentity::default().is_medium_of(&enrolled, false));
        assert!(stick("B", "1", "T7").is_medium_of(&enrolled, false), "reformatted");
        let sized = |size_bytes| DriveIdentity { size_bytes, ..DriveIdentity::default() };
        assert!(sized(Some(8)).is_medium_of(&sized(Some(8)), true));
        for other in [Some(9), None] {
            assert!(!sized(other).is_medium_of(&sized(Some(8)), true), "the disk underneath");
        }
        assert!(!sized(None).is_medium_of(&sized(None), true), "unknown is not equal");
    }
}
