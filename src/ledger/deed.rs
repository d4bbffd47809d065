//! What can be in the ledger. Facts only; the face makes sentences and papers of them.
//!
//! New fields get a default, so that old entries stay readable; no field is ever given another
//! meaning.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{DateConfirmed, RegisterParted};
use crate::fate::Level;
use crate::id::{DriveId, SectionId, SnapshotId};
use crate::retention::facts::RegisterTrust;

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Deed {
    /// The practice was set up, or attached on a new computer.
    SetUp {
        /// Learnt from a drive, not made anew.
        attached: bool,
    },
    /// A drive was enrolled.
    DriveAdded(DriveEvent),
    /// A drive got another name.
    DriveRenamed(DriveEvent),
    /// A drive was declared lost or stolen.
    DriveLost(DriveEvent),
    /// A lost drive was found again.
    DriveFound(DriveEvent),
    /// A drive was overwritten as a whole, or the attempt failed.
    DriveWiped(DriveWiped),
    /// A drive was physically destroyed.
    DriveDestroyed(DriveDestroyed),
    /// A backup was committed.
    BackedUp(BackedUp),
    /// A drive was checked.
    Checked(Checked),
    /// Files were restored.
    Restored(Restored),
    /// A patients' register was read.
    RegisterImported(RegisterImported),
    /// A record is held from now on.
    HoldAdded(HoldChanged),
    /// A hold ended.
    HoldRemoved(HoldChanged),
    /// A purge plan was made.
    PlanMade(PlanMade),
    /// Every record was judged, and none was due: there is no plan.
    NothingDue(NothingDue),
    /// A plan was approved and carried out on the drives that were there.
    Purged(Purged),
    /// A drive that was away during a purge was brought to the same state.
    PurgedLater(Erased),
    /// Old backups were thinned out.
    Thinned(Thinned),
    /// A living record got a new key, so that what it held before can no longer be opened.
    Rekeyed(Erased),
    /// An opening key was added.
    KeyAdded(KeyEvent),
    /// An opening key was removed.
    KeyRemoved(KeyEvent),
    /// The opening keys were changed.
    Rotated(Rotated),
    /// A drive was brought to the new opening keys.
    #[serde(rename = "drive-rekeyed")]
    DriveRelocked(DriveEvent),
    /// A person declares that an old key was destroyed.
    Attested(AttestedKey),
    /// The recovery sheet was rehearsed.
    Rehearsed(KeyEvent),
    /// An incident began.
    IncidentStarted(IncidentNote),
    /// An incident ended.
    IncidentEnded(IncidentNote),
    /// A backup was stopped because too much had changed.
    BackupRefused(Refused),
    /// A person said that the computer's date is right, and that others on record are not.
    DateConfirmed(DateConfirmed),
    /// This computer's register and that of a drive tell two stories: it was put back from a picture of its disk,
    /// or one of them was altered.
    RegisterParted(RegisterParted),
    /// A setting was changed.
    SettingChanged {
        /// Which.
        setting: String,
    },
}

/// The word by which a deed is known in JSON, such as `drive-added`.
#[must_use]
pub fn word(deed: &Deed) -> String {
    let value = serde_json::to_value(deed).unwrap_or_default();
    value.get("what").and_then(|word| word.as_str()).unwrap_or_default().to_owned()
}

/// Something that happened to a drive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DriveEvent {
    /// The drive.
    pub drive: DriveId,
    /// Its name.
    pub name: String,
    /// Who says so, where a person does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The day it happened, where it is not today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// Maker, model, serial number, medium and what it ever held, as recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facts: Option<serde_json::Value>,
}

/// The overwriting of a whole drive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DriveWiped {
    /// Which drive.
    #[serde(flatten)]
    pub drive: DriveEvent,
    /// What was overwritten: `free-space-and-files` or `whole-device`.
    pub scope: String,
    /// Complete passes.
    pub passes: u8,
    /// Bytes written and read back as written.
    pub verified_bytes: u64,
    /// Bytes that could not be written or did not read back.
    pub failed_bytes: u64,
    /// The level reached.
    pub level: Level,
}

/// A physical destruction, as people declare it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DriveDestroyed {
    /// Which drive.
    #[serde(flatten)]
    pub drive: DriveEvent,
    /// How.
    pub method: String,
    /// SHA-256 of the contractor's certificate, where one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate_sha256: Option<String>,
    /// Witness.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub witness: Option<String>,
    /// The level reached.
    pub level: Level,
}

/// A backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackedUp {
    /// The drive.
    pub drive: DriveId,
    /// Its name.
    pub name: String,
    /// The snapshot.
    pub snapshot: SnapshotId,
    /// Files in it.
    pub files: u64,
    /// Files new or changed.
    pub new_files: u64,
    /// Bytes of these.
    pub new_bytes: u64,
    /// Bytes written to the drive.
    pub stored_bytes: u64,
    /// Files that could not be backed up.
    pub problems: u64,
    /// Everything written was read back and good.
    pub read_back: bool,
    /// Seconds it took.
    pub seconds: u64,
}

/// A check of a drive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// The drive.
    pub drive: DriveId,
    /// Its name.
    pub name: String,
    /// `quick`, `drill` or `full`.
    pub mode: String,
    /// Objects looked at.
    pub objects: u64,
    /// Bytes read.
    pub bytes_read: u64,
    /// Files restored and compared with their hashes.
    pub files_compared: u64,
    /// Of these, compared with the file on the computer too.
    #[serde(default)]
    pub files_compared_live: u64,
    /// Findings left.
    pub findings: u64,
    /// Findings repaired.
    pub repaired: u64,
    /// Whether the drive is good.
    pub good: bool,
    /// When the next check is due.
    pub next_due: Option<Date>,
}

/// A restore.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restored {
    /// The drive.
    pub drive: DriveId,
    /// Its name.
    pub name: String,
    /// Files brought back.
    pub files: u64,
    /// Bytes of these.
    pub bytes: u64,
    /// Records left out because they were forgotten.
    pub skipped_forgotten: u64,
    /// Files that could not be brought back.
    pub problems: u64,
}

/// A register that was read. The file itself is not kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterImported {
    /// SHA-256 of the file.
    pub sha256: String,
    /// Day of the export, as far as it is known.
    pub exported: Option<Date>,
    /// Rows.
    pub rows: u64,
    /// Records matched.
    pub matched: u64,
    /// Rows that are not believed.
    pub quarantined: u64,
    /// Rows without a record.
    pub unmatched_rows: u64,
    /// Records without a row.
    pub unmatched_records: u64,
}

/// A hold that began or ended. The record is told as a keyed hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldChanged {
    /// Keyed hash of the record's id, 64 hexadecimal digits ([`crate::practice::Practice::proof_of`]).
    pub record: String,
    /// Class of the reason.
    pub reason: String,
    /// Who.
    pub by: String,
}

/// How many records of a class, and the extreme dates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassCount {
    /// The class.
    pub class: String,
    /// What decided: the engine's reason, as its JSON word.
    pub reason: String,
    /// How many.
    pub records: u64,
    /// Earliest and latest start of their clocks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started: Option<(Date, Date)>,
    /// Earliest and latest last day to keep.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep_until: Option<(Date, Date)>,
    /// The rule in words of its source: term, article, status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<serde_json::Value>,
}

/// A plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanMade {
    /// Its number.
    pub plan: String,
    /// Records due.
    pub due: u64,
    /// Held.
    pub held: u64,
    /// Something needed is unknown.
    pub unknown: u64,
    /// Still to be kept.
    pub kept: u64,
    /// Versions of the rules.
    pub rules: String,
    /// SHA-256 of the stored plan.
    pub sha256: String,
}

/// A look at every record that found none due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NothingDue {
    /// Held.
    pub held: u64,
    /// Something needed is unknown.
    pub unknown: u64,
    /// Still to be kept.
    pub kept: u64,
    /// Versions of the rules.
    pub rules: String,
    /// Whether the list of patients counted.
    pub trust: RegisterTrust,
    /// SHA-256 of the register that was used, and its day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub register: Option<(String, Date)>,
}

impl NothingDue {
    /// Whether that is the answer for this year. Without a good list of patients it is only where no record
    /// would have needed one.
    #[must_use]
    pub fn is_answer(&self) -> bool {
        self.trust == RegisterTrust::Sound || self.unknown == 0
    }
}

/// A purge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purged {
    /// The plan.
    pub plan: String,
    /// SHA-256 of the plan as it was approved.
    pub sha256: String,
    /// Versions of the rules.
    pub rules: String,
    /// SHA-256 of the register that was used, and its day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub register: Option<(String, Option<Date>)>,
    /// Records forgotten, by class.
    pub counts: Vec<ClassCount>,
    /// Records forgotten.
    pub forgotten: u64,
    /// Left out: held, unknown.
    pub held: u64,
    /// Left out: unknown.
    pub unknown: u64,
    /// Who approved: one or two names.
    pub approved_by: Vec<String>,
    /// `single`, `dual` or `cooling-off`.
    pub control: String,
    /// Epoch of the opening keys at that time: everything up to it must be destroyed.
    pub epoch: u32,
    /// What was reached on each drive that was there.
    pub drives: Vec<Erased>,
    /// Drives that were not there: their names.
    pub waiting: Vec<String>,
    /// Keyed hash of each record's id, sorted: answers "was it among them?" without being a list
    /// of patients.
    pub proofs: Vec<String>,
    /// Records of these whose files other records hold, or held, as well: an older division of the same folders,
    /// which this purge does not reach.
    #[serde(default)]
    pub copies_elsewhere: u64,
}

/// What erasing reached on one drive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erased {
    /// The drive.
    pub drive: DriveId,
    /// Its name.
    pub name: String,
    /// Number of the last purge in the ledger that is now done on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub up_to: Option<u64>,
    /// Segments overwritten and read back.
    pub wiped_segments: u64,
    /// Their bytes.
    pub wiped_bytes: u64,
    /// Segments that could not be overwritten.
    pub failed_segments: u64,
    /// Parts of the catalogue and keys that could not be found or opened: what is old stayed.
    #[serde(default)]
    pub unfound: u64,
    /// With every key at hand, nothing forgotten was found.
    pub negative_test: bool,
    /// The level reached.
    pub level: Level,
    /// Maker, model, serial number and medium, as recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facts: Option<serde_json::Value>,
}

/// Thinning on one drive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thinned {
    /// The drive.
    pub drive: DriveId,
    /// Its name.
    pub name: String,
    /// Snapshots removed.
    pub snapshots_removed: u64,
    /// Snapshots kept.
    pub snapshots_kept: u64,
    /// Bytes given back.
    pub freed_bytes: u64,
}

/// Something about one opening key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyEvent {
    /// Its name.
    pub name: String,
    /// `sheet`, `file` or `plugin`.
    pub kind: String,
    /// Its epoch.
    pub epoch: u32,
    /// Its public half, where it is a new one: a computer without memory seals to it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// The sections it opens; absent: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sections: Option<Vec<SectionId>>,
}

/// A change of all opening keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rotated {
    /// The epoch from now on.
    pub epoch: u32,
    /// Why, in the person's choice: `left`, `sheet`, `drive`, `yearly`, `other`.
    pub reason: String,
    /// The keys in force from now on.
    #[serde(default)]
    pub keys: Vec<KeyEvent>,
    /// Keys that must be destroyed now.
    pub to_destroy: Vec<KeyEvent>,
    /// Drives brought to the new keys at once: their names.
    pub drives_done: Vec<String>,
    /// Drives that still wait: their names.
    pub drives_waiting: Vec<String>,
}

/// A declaration that a key was destroyed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttestedKey {
    /// The key.
    #[serde(flatten)]
    pub key: KeyEvent,
    /// Tells its keyring parts from others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// Who destroyed it.
    pub by: String,
    /// How.
    pub method: String,
    /// When.
    pub on: Date,
    /// Keys still to be destroyed afterwards.
    pub left: u64,
}

/// An incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentNote {
    /// What a person noted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Number of the entry that tells of the backup that was stopped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<u64>,
}

/// A backup that was stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// Files there were.
    pub files: u64,
    /// Of these, changed, vanished or renamed.
    pub changed: u64,
    /// The new ending that many share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ending: Option<String>,
    /// Signs that were seen, by their words.
    pub signs: Vec<String>,
    /// Name of the drive that was to be written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drive: Option<String>,
    /// Files that usually change between two runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usual: Option<u64>,
    /// When the last run was, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// Files that were readable and no longer are.
    #[serde(default)]
    pub spoiled: u64,
    /// Files named like notes of extortionists.
    #[serde(default)]
    pub notes: u64,
}
