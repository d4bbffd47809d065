//! What Windows' storage management says about hardware, in the words of [`super::DriveFacts`].
//!
//! Pure, so that every system tests it.

use serde::Deserialize;

/// Buses whose drives are made to be taken away.
const REMOVABLE_BUSES: [&str; 3] = ["usb", "mmc", "firewire"];
/// Buses of real disks: what hangs on another one is not believed to turn.
const DISK_BUSES: [&str; 1] = ["ata"];
/// `SpindleSpeed` of what does not say.
const SPEED_UNKNOWN: u32 = u32::MAX;
/// `MediaType` of discs.
const DISC: u16 = 3;
/// `MediaType` of flash.
const FLASH: u16 = 4;

/// The hardware behind a letter; what is not known is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Media {
    pub(super) bus: Option<String>,
    pub(super) model: Option<String>,
    pub(super) serial: Option<String>,
    pub(super) rotational: Option<bool>,
    pub(super) revolutions_per_minute: Option<u32>,
    pub(super) is_system: Option<bool>,
}

/// `MSFT_Disk`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct StorageDisk {
    pub(super) bus_type: Option<u16>,
    pub(super) friendly_name: Option<String>,
    pub(super) serial_number: Option<String>,
    pub(super) is_boot: Option<bool>,
    pub(super) is_system: Option<bool>,
}

/// `MSFT_PhysicalDisk`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct StoragePhysical {
    pub(super) media_type: Option<u16>,
    pub(super) spindle_speed: Option<u32>,
}

/// `Win32_DiskDrive`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct OldDisk {
    pub(super) interface_type: Option<String>,
    pub(super) model: Option<String>,
    pub(super) serial_number: Option<String>,
    #[serde(rename = "PNPDeviceID")]
    pub(super) device: Option<String>,
}

impl Media {
    /// From what the management of Windows 8 and later says.
    pub(super) fn of(disk: Option<StorageDisk>, physical: Option<StoragePhysical>) -> Self {
        let disk = disk.unwrap_or_default();
        let bus = disk.bus_type.and_then(bus_name).map(str::to_owned);
        let physical = physical.unwrap_or_default();
        let speed = physical.spindle_speed.filter(|speed| *speed != SPEED_UNKNOWN);
        let is_disk_bus = bus.as_deref().is_some_and(|bus| DISK_BUSES.contains(&bus));
        let rotational = match (physical.media_type, speed) {
            (Some(FLASH), _) => Some(false),
            (Some(DISC), _) | (_, Some(1..)) if is_disk_bus => Some(true),
            _ => None,
        };
        Self {
            bus,
            model: text(disk.friendly_name),
            serial: text(disk.serial_number),
            rotational,
            revolutions_per_minute: speed.filter(|speed| *speed > 0 && is_disk_bus),
            is_system: disk
                .is_boot
                .or(disk.is_system)
                .map(|_| disk.is_boot == Some(true) || disk.is_system == Some(true)),
        }
    }
}

impl From<OldDisk> for Media {
    /// The old classes call a disk behind a modern USB bridge "SCSI"; its device name tells.
    fn from(disk: OldDisk) -> Self {
        let device = disk.device.unwrap_or_default().to_uppercase();
        let is_usb = disk.interface_type.as_deref() == Some("USB") || device.starts_with("USB");
        let bus = match disk.interface_type.as_deref() {
            _ if is_usb => Some("usb"),
            Some("1394") => Some("firewire"),
            _ => None,
        };
        Self {
            bus: bus.map(str::to_owned),
            model: text(disk.model),
            serial: text(disk.serial_number),
            ..Self::default()
        }
    }
}

/// Whether a person unplugs it; `None` where the system says too little.
pub(super) fn is_removable(comes_out: bool, is_fixed: bool, bus: Option<&str>) -> Option<bool> {
    match bus {
        _ if comes_out => Some(true),
        Some(bus) => Some(REMOVABLE_BUSES.contains(&bus)),
        None if is_fixed => None,
        None => Some(false),
    }
}

/// `BusType` of `MSFT_Disk`.
const fn bus_name(code: u16) -> Option<&'static str> {
    match code {
        1 | 10 => Some("scsi"),
        2 | 3 | 11 => Some("ata"),
        4 => Some("firewire"),
        7 => Some("usb"),
        8 => Some("raid"),
        9 => Some("iscsi"),
        12 | 13 => Some("mmc"),
        14 | 15 => Some("loop"),
        17 => Some("nvme"),
        _ => None,
    }
}

/// Drives pad what they say.
fn text(told: Option<String>) -> Option<String> {
    told.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn disk(bus: u16) -> Option<StorageDisk> {
        Some(StorageDisk {
            bus_type: Some(bus),
            friendly_name: Some("Samsung PSSD T7 ".into()),
            serial_number: Some("  S5T0".into()),
            is_boot: Some(false),
            is_system: Some(false),
        })
    }

    #[test]
    fn a_usb_hard_disk_that_windows_calls_fixed_comes_off() {
        let media = Media::of(disk(7), None);
        assert_eq!(
            (media.bus.as_deref(), media.model.as_deref()),
            (Some("usb"), Some("Samsung PSSD T7"))
        );
        assert_eq!((media.serial.as_deref(), media.is_system), (Some("S5T0"), Some(false)));
        assert_eq!(is_removable(false, true, media.bus.as_deref()), Some(true));
        assert_eq!(is_removable(false, true, Some("nvme")), Some(false));
        assert_eq!(is_removable(false, true, None), None, "unknown is no permission");
        assert_eq!(is_removable(true, false, None), Some(true), "a stick");
        assert_eq!(is_removable(false, false, None), Some(false), "a disc reader");
    }

    #[test]
    fn only_what_hangs_on_a_disk_bus_is_believed_to_turn() {
        let physical = |media_type, spindle_speed| {
            Some(StoragePhysical {
                media_type: Some(media_type),
                spindle_speed: Some(spindle_speed),
            })
        };
        assert_eq!(Media::of(disk(11), physical(3, 7200)).rotational, Some(true));
        assert_eq!(Media::of(disk(11), physical(3, 7200)).revolutions_per_minute, Some(7200));
        assert_eq!(Media::of(disk(7), physical(3, SPEED_UNKNOWN)).rotational, None);
        assert_eq!(Media::of(disk(7), physical(0, 0)).rotational, None);
        assert_eq!(Media::of(disk(17), physical(4, 0)).rotational, Some(false));
        assert_eq!(Media::of(disk(17), physical(4, 0)).revolutions_per_minute, None);
    }

    #[test]
    fn the_old_classes_tell_usb_by_either_name() {
        let old = |interface: &str, device: &str| {
            Media::from(OldDisk {
                interface_type: Some(interface.into()),
                device: Some(device.into()),
                ..OldDisk::default()
            })
            .bus
        };
        assert_eq!(old("USB", "USBSTOR\\DISK").as_deref(), Some("usb"));
        assert_eq!(old("SCSI", "USBSTOR\\DISK").as_deref(), Some("usb"));
        assert_eq!(old("SCSI", "SCSI\\DISK"), None);
        assert_eq!(old("1394", "").as_deref(), Some("firewire"));
    }

    #[test]
    fn the_disk_of_the_system_is_known_by_either_mark() {
        let marks = |is_boot, is_system| {
            Media::of(Some(StorageDisk { is_boot, is_system, ..StorageDisk::default() }), None)
                .is_system
        };
        assert_eq!(marks(Some(false), Some(true)), Some(true));
        assert_eq!(marks(Some(true), None), Some(true));
        assert_eq!(marks(None, Some(true)), Some(true));
        assert_eq!(marks(None, None), None);
    }
}
