//! What can be decided about a drive: verdicts, reasons, destruction classes and means.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::level::Level;

/// What should happen to a drive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FateVerdict {
    /// Keep using it.
    Keep,
    /// Plug it in.
    PlugIn,
    /// Change the opening keys if that was not done, and destroy every old sheet, stick and token.
    DestroyOldSheet,
    /// Another drive must take its place, with a good backup, before anything is done to it.
    Replace,
    /// Stop using it; overwrite the whole device where it still can be.
    Retire,
    /// Destroy it physically.
    Destroy,
    /// Declared lost or stolen.
    Lost,
    /// Destroyed, with proof.
    Destroyed,
}

/// Why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FateReason {
    /// It never held patient data.
    NothingHeld,
    /// Nothing on it must be forgotten.
    NothingToForget,
    /// The keys of what must be forgotten are destroyed.
    KeysDestroyed,
    /// Ciphertext of what was forgotten still lies on it and should be overwritten.
    OverwriteOwed,
    /// A secret in use still opens what must be forgotten: change the opening keys.
    RotateKeys,
    /// An old sheet, stick or token still opens what must be forgotten.
    OldSheetExists,
    /// An old sheet, stick or token still opens what must be forgotten, and a drive that has the old lock needs it.
    OldSheetNeeded,
    /// It is not known who can still open it.
    KeysUnknown,
    /// Only single objects were overwritten, which proves nothing about the medium.
    ObjectsOnly,
    /// The whole device was overwritten and read back.
    WholeDeviceOverwritten,
    /// The whole device should be overwritten.
    OverwriteWholeDevice,
    /// On flash an overwrite may miss hidden spare cells.
    FlashReservation,
    /// Replaced sectors may keep old content out of reach.
    RemappedSectors,
    /// A memorised passphrase sealed a keyring on it; it can neither be destroyed nor trusted.
    PassphraseEver,
    /// It held clear text, or its past is unknown.
    ClearTextEver,
    /// It can no longer be written.
    ReadOnly,
    /// Reading, writing or checking failed.
    Errors,
    /// An overwrite failed or was not finished.
    OverwriteFailed,
    /// It stores less than it says.
    FakeCapacity,
    /// It is not the device that was enrolled.
    SerialDiffers,
    /// Work waits for it.
    WorkOwed,
    /// The deadline is over: plug it in or declare it lost.
    DeadlineOver,
    /// It was not seen for long.
    NotSeen,
    /// Planning its replacement is wise.
    Aged,
    /// It was declared lost or stolen.
    DeclaredLost,
    /// Its content is safe without the keys: record the incident, risk for patients is unlikely.
    RecordIncident,
    /// Whether it can be opened depends on a passphrase: assess the breach (GDPR art. 33).
    AssessBreach,
    /// Change that passphrase wherever else it is used.
    ChangePassphrase,
    /// Patient data in clear is gone: a breach (GDPR art. 33, 34).
    Breach,
    /// It was declared retired.
    DeclaredRetired,
    /// It was declared destroyed, without proof.
    ProofMissing,
    /// Its destruction is proven.
    ProvenDestroyed,
    /// It is about to leave the practice's hands.
    LeavesCustody,
    /// It holds one of the last two copies.
    HoldsCopy,
    /// Rely on the computer's own disk encryption, and reset it.
    ComputerEncryption,
}

/// Levels of DIN 66399 / ISO/IEC 21964: H magnetic disks, E electronic media, P paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DestructionClass {
    /// Disk deformed.
    H3,
    /// Disk in pieces of at most 2000 mm².
    H4,
    /// Disk in pieces of at most 320 mm².
    H5,
    /// Chips in pieces of at most 160 mm²: a chip may survive whole.
    E3,
    /// Chips in pieces of at most 30 mm².
    E4,
    /// Chips in pieces of at most 10 mm².
    E5,
    /// Paper in pieces of at most 30 mm².
    P5,
}

/// What a practice without a shredder can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Means {
    /// A certified collector, against a certificate.
    CertifiedCollector,
    /// Open it and break or deform every platter.
    BreakPlatters,
    /// Open the shell and break every memory chip into pieces under 5 mm; photograph with the serial.
    BreakEveryChip,
    /// Cross-cut or burn, with a witness.
    CrossCutOrBurn,
}

/// How soon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    /// Now.
    Now,
    /// Before anybody else gets it.
    BeforeLeavingCustody,
    /// When convenient.
    AtLeisure,
    /// At the end of its life; recommended.
    EndOfLife,
}

/// A physical destruction to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DestructionDue {
    /// How fine.
    pub class: DestructionClass,
    /// By what means.
    pub means: Vec<Means>,
    /// How soon.
    pub when: When,
}

/// The fate of one drive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fate {
    /// What should happen.
    pub verdict: FateVerdict,
    /// Why, most important first.
    pub reasons: Vec<FateReason>,
    /// What the erasure of what must be forgotten is worth so far.
    pub level: Level,
    /// Destruction to be done, now or one day.
    pub destruction: Option<DestructionDue>,
    /// Last day for what the verdict asks.
    pub deadline: Option<Date>,
    /// Nothing may be written to it or believed of it.
    pub blocked: bool,
}
