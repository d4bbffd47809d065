//! What is recorded about one drive, and which medium its signals add up to.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How a disk writes, which decides where an overwrite lands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Recording {
    /// In place.
    Conventional,
    /// Shingled: through a cache, elsewhere at first.
    Shingled,
    /// Not known.
    Unknown,
}

/// What a medium is, for the purpose of erasing it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Medium {
    /// A disk that turns.
    Disk(Recording),
    /// A stick, a card, a solid-state drive.
    Flash,
    /// Not known: treated as flash.
    Unknown,
    /// The computer's own drive, after a restore.
    ComputerDrive,
    /// Paper, or an optical disc: a recovery sheet.
    Paper,
}

impl Medium {
    /// Whether overwriting in place is what an overwrite does here.
    #[must_use]
    pub const fn is_disk(self) -> bool {
        matches!(self, Self::Disk(_))
    }
}

/// What a person says a medium is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Look {
    /// A box that hums.
    Disk,
    /// A stick, a card, a silent box.
    Flash,
}

/// What systems and people say about a medium. All of it may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MediumSignals {
    /// The kernel's word; over USB, "turning" is only its default and tells nothing.
    pub kernel_says_turning: Option<bool>,
    /// Revolutions per minute that the device itself reports; 0 or 1 for "does not turn".
    pub revolutions_per_minute: Option<u32>,
    /// It calls itself a removable medium (a stick, a card reader).
    pub removable: Option<bool>,
    /// Median time of small random reads, in microseconds.
    pub read_latency_us: Option<u32>,
    /// What a person says.
    pub person: Option<Look>,
}

/// Reads of a turning disk take at least this long, in microseconds.
const DISK_LATENCY_US_MIN: u32 = 5_000;
/// Reads of flash take less than this, in microseconds.
const FLASH_LATENCY_US_MAX: u32 = 2_000;

impl MediumSignals {
    /// A disk only if the device or its latency say so **and** a person does; any conflict is flash.
    #[must_use]
    pub fn medium(&self) -> Medium {
        let turns = self.revolutions_per_minute.is_some_and(|speed| speed > 1);
        let slow = self.read_latency_us.is_some_and(|time| time >= DISK_LATENCY_US_MIN);
        let flash = self.kernel_says_turning == Some(false)
            || self.revolutions_per_minute.is_some_and(|speed| speed <= 1)
            || self.removable == Some(true)
            || self.read_latency_us.is_some_and(|time| time < FLASH_LATENCY_US_MAX)
            || self.person == Some(Look::Flash);
        match (flash, turns || slow, self.person) {
            (true, ..) => Medium::Flash,
            (false, true, Some(Look::Disk)) => Medium::Disk(Recording::Unknown),
            _ => Medium::Unknown,
        }
    }
}

/// The worst that a medium ever held, before or since it was enrolled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum EverHeld {
    /// No patient data at all.
    C0,
    /// Ciphertext; the secret that opens it was never there and always random.
    C1,
    /// Ciphertext and keyrings sealed to a random secret kept elsewhere.
    C2,
    /// A keyring sealed, at any time, by a memorised passphrase.
    C3,
    /// Patient data in clear, or an unknown past.
    C4,
}

/// The state of all ways to the keys of what must be forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WaysToKeys {
    /// KL: some secret in use still opens it.
    Live,
    /// KL: opening keys were changed, but an old sheet, stick or token still exists.
    OldSheetExists,
    /// KD: every way is destroyed and attested.
    Destroyed,
    /// KX: not known.
    Unknown,
}

/// How much of what the medium holds must become unreadable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ForgetExtent {
    /// Nothing.
    Nothing,
    /// Some records; the rest lives on.
    Records,
    /// All of it.
    Everything,
}

/// What was done to the bytes, as far as it was read back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Overwrite {
    /// Nothing.
    None,
    /// Deleted through the system.
    Deleted,
    /// The objects were overwritten and read back.
    Objects,
    /// The whole device was overwritten so many times, and read back.
    WholeDevice {
        /// Complete passes.
        passes: u8,
    },
    /// An overwrite was begun and not finished, or its read-back failed.
    Failed,
}

/// What went wrong with the medium.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Health {
    /// It cannot be written.
    pub read_only: bool,
    /// Reads that the system refused.
    pub read_errors: u64,
    /// Writes that the system refused.
    pub write_errors: u64,
    /// A check found bytes that are not those that were written.
    pub verify_failed: bool,
    /// Sectors that the device replaced or waits to replace. Zero may mean "does not say".
    pub remapped_sectors: u64,
    /// How often errors were taken for passing ones because all went well afterwards.
    #[serde(default)]
    pub forgiven: u64,
}

impl Health {
    /// Whether it refuses work or returns wrong bytes.
    #[must_use]
    pub const fn is_failing(&self) -> bool {
        self.read_only || self.has_errors()
    }

    /// Whether reading or writing went wrong.
    #[must_use]
    pub const fn has_errors(&self) -> bool {
        self.read_errors > 0 || self.write_errors > 0 || self.verify_failed
    }
}

/// Whether the device is the one that was enrolled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SerialCheck {
    /// Its serial numbers are those on record.
    Same,
    /// It gives none.
    Unknown,
    /// They differ: another device, or a twin.
    Differs,
}

/// Proof of a destruction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DestructionProof {
    /// Somebody's word only.
    None,
    /// The practice's own signed report, with a witness or a photograph.
    OwnReport,
    /// A contractor's certificate.
    Certificate,
}

/// What people declared about the medium.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MediumDeclared {
    /// Lost.
    Lost {
        /// Day of the declaration.
        on: Date,
    },
    /// Stolen.
    Stolen {
        /// Day of the declaration.
        on: Date,
    },
    /// No longer used.
    Retired {
        /// Day of the declaration.
        on: Date,
    },
    /// Physically destroyed.
    Destroyed {
        /// Day of the destruction.
        on: Date,
        /// How it is shown.
        proof: DestructionProof,
    },
}

/// Work that waits for the medium.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owed {
    /// Day of the oldest piece of work.
    pub since: Date,
    /// Records to be forgotten there.
    pub records: u64,
}

/// Everything recorded about one medium.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediumFacts {
    /// What it is.
    pub medium: Medium,
    /// The worst it ever held.
    pub ever_held: EverHeld,
    /// What must become unreadable.
    pub to_forget: ForgetExtent,
    /// The keys of that.
    pub keys: WaysToKeys,
    /// A drive still has an older lock: its keys must not be destroyed yet.
    #[serde(default)]
    pub old_keys_needed: bool,
    /// What was done to the bytes.
    pub overwrite: Overwrite,
    /// What went wrong with it.
    pub health: Health,
    /// Whether it is the device that was enrolled.
    pub serial: SerialCheck,
    /// It stores less than it says.
    pub fake_capacity: bool,
    /// It is plugged in now.
    pub plugged: bool,
    /// Day it was last plugged in.
    pub last_seen: Option<Date>,
    /// Day it was enrolled.
    pub enrolled: Date,
    /// What waits for it.
    pub owed: Option<Owed>,
    /// What people declared.
    pub declared: Option<MediumDeclared>,
    /// It is in use and holds the only or the second copy: fewer than two other drives have a good one.
    #[serde(default)]
    pub needed: bool,
    /// It is about to leave the practice's hands.
    pub leaves_custody: bool,
    /// The practice asks for protection class 3, level 5 (DIN 66399).
    pub level_five: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_medium_is_a_disk_only_if_device_and_person_agree() {
        let disk = MediumSignals {
            revolutions_per_minute: Some(5400),
            kernel_says_turning: Some(true),
            person: Some(Look::Disk),
            ..MediumSignals::default()
        };
        assert_eq!(disk.medium(), Medium::Disk(Recording::Unknown));
        let slow = MediumSignals {
            read_latency_us: Some(9_000),
            person: Some(Look::Disk),
            ..MediumSignals::default()
        };
        assert_eq!(slow.medium(), Medium::Disk(Recording::Unknown));
        let conflict = MediumSignals { read_latency_us: Some(500), ..disk };
        assert_eq!(conflict.medium(), Medium::Flash);
        let doubtful = MediumSignals { person: None, ..disk };
        assert_eq!(doubtful.medium(), Medium::Unknown);
    }

    #[test]
    fn turning_by_default_over_usb_tells_nothing() {
        let usb = MediumSignals { kernel_says_turning: Some(true), ..MediumSignals::default() };
        assert_eq!(usb.medium(), Medium::Unknown);
        let person = MediumSignals { person: Some(Look::Disk), ..usb };
        assert_eq!(person.medium(), Medium::Unknown);
        let still = MediumSignals { kernel_says_turning: Some(false), ..person };
        assert_eq!(still.medium(), Medium::Flash);
    }
}
