//! Facts about drives on Linux, read from `/proc` and `/sys` and, where it runs, udev's notes.
//!
//! Nothing is asked of the drive itself and no program is run, so it works without rights and at
//! once. `removable` of the kernel means "the medium comes out of the drive": it is 0 for USB hard
//! disks, so the bus counts too.

use std::fs::read_to_string;
use std::path::{Path, PathBuf};

use super::super::{DriveFacts, synced};
use super::mounts::{self, Mount};

/// File systems that lie on another computer.
const NETWORK: [&str; 16] = [
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "9p",
    "afs",
    "ceph",
    "glusterfs",
    "lustre",
    "ncpfs",
    "fuse.sshfs",
    "fuse.rclone",
    "fuse.davfs",
    "davfs",
    "fuse.gvfsd-fuse",
];
/// Buses whose drives are made to be taken away.
const REMOVABLE_BUSES: [&str; 3] = ["usb", "mmc", "firewire"];
/// Unit of sizes in `/sys/block`, whatever the drive's own sectors.
const SECTOR_BYTES: u64 = 512;

pub(in crate::platform) fn drive_facts(path: &Path) -> DriveFacts {
    let all = mounts::all();
    let Some(mount) = path.canonicalize().ok().and_then(|path| mounts::of(&all, &path)) else {
        return DriveFacts::default();
    };
    let is_network = NETWORK.contains(&mount.file_system.as_str());
    let facts = DriveFacts {
        file_system: Some(mount.file_system.clone()),
        is_network: Some(is_network),
        is_cloud_synced: synced::is_synced(path).then_some(true),
        ..DriveFacts::default()
    };
    match Block::of(mount) {
        Some(block) => with_block(facts, &block, &all),
        None => facts,
    }
}

pub(in crate::platform) fn removable_mounts() -> Vec<PathBuf> {
    let all = mounts::all();
    let is_removable =
        |mount: &&Mount| Block::of(mount).is_some_and(|block| block.is_removable() == Some(true));
    let mut found: Vec<_> = all.iter().filter(is_removable).map(|m| m.point.clone()).collect();
    found.sort();
    found.dedup();
    found
}

/// The device file of the whole drive that `path` lies on.
pub(in crate::platform) fn device_file(path: &Path) -> Option<PathBuf> {
    let all = mounts::all();
    let block = Block::of(mounts::of(&all, &path.canonicalize().ok()?)?)?;
    Some(Path::new("/dev").join(block.drive.file_name()?)).filter(|file| file.exists())
}

/// A volume and the whole drive it is a part of, as folders of `/sys`.
struct Block {
    volume: PathBuf,
    drive: PathBuf,
    udev: Vec<(String, String)>,
}

impl Block {
    fn of(mount: &Mount) -> Option<Self> {
        let by_number = Path::new("/sys/dev/block").join(&mount.device);
        // Some file systems (btrfs) have a made-up number: then by the name of what is mounted.
        let by_name = || {
            let device = mount.source.canonicalize().ok().filter(|at| at.starts_with("/dev"))?;
            Path::new("/sys/class/block").join(device.file_name()?).canonicalize().ok()
        };
        let volume = by_number.canonicalize().ok().or_else(by_name)?;
        let drive = drive_of(&volume);
        Some(Self { udev: udev_notes(&volume, &drive), volume, drive })
    }

    fn note(&self, key: &str) -> Option<String> {
        let found = self.udev.iter().find(|(known, _)| known == key);
        found.map(|(_, value)| value.clone()).filter(|value| !value.is_empty())
    }

    fn bus(&self) -> Option<String> {
        self.note("ID_BUS").filter(|bus| bus == "usb").or_else(|| bus_of(&self.drive))
    }

    fn is_removable(&self) -> Option<bool> {
        let bus = self.bus()?;
        Some(self.comes_out() == Some(true) || REMOVABLE_BUSES.contains(&bus.as_str()))
    }

    /// The kernel takes for a disc whatever does not say otherwise, and sticks, bridges and
    /// virtual drives do not: only what hangs on a real disk bus is believed to turn.
    fn rotational(&self) -> Option<bool> {
        if let Some(rate) = self.revolutions_per_minute() {
            return Some(rate > 0);
        }
        match (text(&self.drive.join("queue/rotational"))?.as_str(), self.bus().as_deref()) {
            ("0", _) => Some(false),
            ("1", Some("ata")) => Some(true),
            _ => None,
        }
    }

    fn revolutions_per_minute(&self) -> Option<u32> {
        self.note("ID_ATA_ROTATION_RATE_RPM").and_then(|rate| rate.parse().ok())
    }

    fn comes_out(&self) -> Option<bool> {
        text(&self.drive.join("removable")).map(|word| word == "1")
    }

    fn serial(&self) -> Option<String> {
        self.note("ID_SERIAL_SHORT")
            .or_else(|| text(&self.drive.join("serial")))
            .or_else(|| text(&self.drive.join("device/serial")))
            .or_else(|| text(&usb_device(&self.drive)?.join("serial")))
    }

    fn model(&self) -> Option<String> {
        let vendor = text(&self.drive.join("device/vendor")).filter(|word| !word.starts_with("0x"));
        let model = text(&self.drive.join("device/model")).or_else(|| self.note("ID_MODEL"))?;
        Some(vendor.map_or(model.clone(), |vendor| format!("{vendor} {model}")))
    }
}

fn with_block(facts: DriveFacts, block: &Block, all: &[Mount]) -> DriveFacts {
    let root = mounts::of(all, Path::new("/")).and_then(Block::of);
    DriveFacts {
        bus: block.bus(),
        // What comes through FUSE says no more than that.
        file_system: match facts.file_system.as_deref() {
            Some("fuseblk") => block.note("ID_FS_TYPE").or(facts.file_system),
            _ => facts.file_system,
        },
        removable: block.is_removable(),
        label: block.note("ID_FS_LABEL").or_else(|| link_name("by-label", &block.volume)),
        volume_uuid: block.note("ID_FS_UUID").or_else(|| link_name("by-uuid", &block.volume)),
        hardware_serial: block.serial(),
        model: block.model(),
        size_bytes: text(&block.volume.join("size"))
            .and_then(|sectors| sectors.parse::<u64>().ok())
            .and_then(|sectors| sectors.checked_mul(SECTOR_BYTES)),
        rotational: block.rotational(),
        revolutions_per_minute: block.revolutions_per_minute(),
        comes_out: block.comes_out(),
        is_system_disk: root.map(|root| root.drive == block.drive),
        ..facts
    }
}

/// The whole drive: above a partition, and below what encrypts or joins volumes.
fn drive_of(volume: &Path) -> PathBuf {
    let mut drive = volume.to_owned();
    // Layers upon layers are rare; a loop among them would be a fault of the system.
    for _ in 0..8 {
        let below = drive.join("slaves").read_dir().ok().and_then(|mut slaves| slaves.next());
        match below.and_then(Result::ok).and_then(|slave| slave.path().canonicalize().ok()) {
            Some(slave) => drive = slave,
            None => break,
        }
    }
    if drive.join("partition").exists() { drive.parent().unwrap_or(&drive).into() } else { drive }
}

/// The bus, from the way that leads to the drive in `/sys/devices`.
fn bus_of(drive: &Path) -> Option<String> {
    const BUSES: [(&str, &str); 8] = [
        ("usb", "usb"),
        ("mmc", "mmc"),
        ("fw", "firewire"),
        ("nvme", "nvme"),
        ("ata", "ata"),
        ("virtio", "virtio"),
        ("loop", "loop"),
        ("vbd-", "xen"),
    ];
    let parts: Vec<_> = drive.iter().filter_map(|part| part.to_str()).collect();
    let is_on = |bus: &str| {
        parts.iter().any(|part| {
            let rest = part.strip_prefix(bus);
            rest.is_some_and(|rest| rest.starts_with(|digit: char| digit.is_ascii_digit()))
        })
    };
    BUSES.iter().find(|(part, _)| is_on(part)).map(|(_, name)| (*name).to_owned())
}

/// The folder of the USB device that a drive is: the one that knows its number on the bus.
fn usb_device(drive: &Path) -> Option<&Path> {
    drive.ancestors().find(|folder| folder.join("idVendor").exists())
}

/// What udev noted about the drive and the volume; the volume's own notes first.
fn udev_notes(volume: &Path, drive: &Path) -> Vec<(String, String)> {
    let notes = |folder: &Path| {
        let number = text(&folder.join("dev"))?;
        read_to_string(format!("/run/udev/data/b{number}")).ok()
    };
    [volume, drive].into_iter().filter_map(notes).flat_map(|text| parse_udev(&text)).collect()
}

fn parse_udev(text: &str) -> Vec<(String, String)> {
    let lines = text.lines().filter_map(|line| line.strip_prefix("E:")?.split_once('='));
    lines.map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
}

/// The name of the link in `/dev/disk/<kind>` that leads to the volume.
fn link_name(kind: &str, volume: &Path) -> Option<String> {
    let wanted = volume.file_name()?;
    let links = Path::new("/dev/disk").join(kind).read_dir().ok()?;
    let link = links.filter_map(Result::ok).find(|link| {
        std::fs::read_link(link.path()).is_ok_and(|target| target.file_name() == Some(wanted))
    })?;
    Some(unescape_hex(&link.file_name().to_string_lossy()))
}

/// udev writes unusual characters of labels as `\x20`.
fn unescape_hex(name: &str) -> String {
    let mut parts = name.split("\\x");
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        match part.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                bytes.extend_from_slice(part.get(2..).unwrap_or_default().as_bytes());
            }
            None => bytes.extend_from_slice(part.as_bytes()),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// One line of `/sys`, without the padding that drives put around their names.
fn text(path: &Path) -> Option<String> {
    let text = read_to_string(path).ok()?;
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bus_is_read_from_the_way_to_the_drive() {
        for (way, bus) in [
            ("/sys/devices/pci0000:00/0000:00:14.0/usb2/2-1/2-1:1.0/host4/block/sdb", Some("usb")),
            ("/sys/devices/pci0000:00/0000:00:17.0/ata1/host0/target0:0:0/block/sda", Some("ata")),
            ("/sys/devices/pci0000:00/0000:00:1d.0/nvme/nvme0/nvme0n1", Some("nvme")),
            ("/sys/devices/virtual/block/loop3", Some("loop")),
            ("/sys/devices/virtual/block/dm-0", None),
        ] {
            assert_eq!(bus_of(Path::new(way)).as_deref(), bus, "{way}");
        }
    }

    #[test]
    fn labels_lose_the_escapes_of_udev() {
        assert_eq!(unescape_hex("Sauvegarde\\x20A\\x2fB"), "Sauvegarde A/B");
        assert_eq!(unescape_hex("odd\\xzz"), "oddzz");
    }

    #[test]
    fn the_disk_of_the_system_is_known_as_such_or_nothing_is_claimed() {
        let facts = drive_facts(Path::new("/"));
        assert!(facts.file_system.is_some());
        assert_ne!(facts.is_system_disk, Some(false));
        let memory = drive_facts(Path::new("/proc"));
        assert_eq!((memory.file_system.as_deref(), memory.bus), (Some("proc"), None));
        assert_eq!(memory.removable, None);
        assert_eq!(drive_facts(Path::new("/not/there")), DriveFacts::default());
    }
}
