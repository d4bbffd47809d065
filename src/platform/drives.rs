//! What is known about a drive: facts from the system, each of which may be unknown.

/// Facts about the drive that a path lies on. `None` means that the system does not say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DriveFacts {
    /// How it is attached: `usb`, `ata`, `nvme`, `mmc`, `virtio`, `loop`, ...
    pub bus: Option<String>,
    /// Whether it is made to be taken away (by the bus it hangs on, not only by its own word).
    pub removable: Option<bool>,
    /// Name of the file system, as the system calls it: `ext4`, `vfat`, `exfat`, ...
    pub file_system: Option<String>,
    /// The volume's label.
    pub label: Option<String>,
    /// The volume's own id, which formatting changes.
    pub volume_uuid: Option<String>,
    /// Serial number of the hardware.
    pub hardware_serial: Option<String>,
    /// Maker and model of the hardware.
    pub model: Option<String>,
    /// Size of the volume in bytes.
    pub size_bytes: Option<u64>,
    /// Whether it has turning discs. Unknown must be treated as flash.
    pub rotational: Option<bool>,
    /// Revolutions per minute that the device itself reports; 0 for "does not turn".
    pub revolutions_per_minute: Option<u32>,
    /// Whether it calls itself a medium that comes out: a stick, a card reader.
    pub comes_out: Option<bool>,
    /// Whether the system itself lies on the same hardware.
    pub is_system_disk: Option<bool>,
    /// Whether it is another computer's.
    pub is_network: Option<bool>,
    /// Whether a program copies what lies there to somewhere else. Only `Some(true)` is certain.
    pub is_cloud_synced: Option<bool>,
}
