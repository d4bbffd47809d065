//! What a person should know or do, each with what it makes of the verdict.

use jiff::civil::Date;
use serde::Serialize;

use super::Verdict;
use crate::config::KeyKind;

/// One thing a person should know or do, most pressing first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "id", rename_all = "kebab-case")]
pub enum Matter {
    /// An incident is open, and a drive is plugged in: whatever harms the computer can harm it too.
    IncidentPlugged {
        /// The drive.
        drive: String,
    },
    /// An incident is open.
    Incident,
    /// No folder is backed up.
    NoSource,
    /// No drive is enrolled.
    NoDrive,
    /// There is no backup that was read back.
    NoBackup,
    /// The last check of all found damage.
    LastCheckBad {
        /// The drive.
        drive: String,
    },
    /// The newest good backup is older than the limit.
    BackupOverdue {
        /// Days since.
        days: i32,
    },
    /// The last check of a drive found damage, while another is good.
    DriveBad {
        /// The drive.
        drive: String,
    },
    /// The last backup to a drive did not fit on it.
    DriveFull {
        /// The drive.
        drive: String,
        /// Backups on it.
        backups: u64,
    },
    /// Only one drive is in use.
    OneDrive,
    /// Only one drive was met by this computer, and the practice has others.
    OthersUnmet {
        /// Their names.
        drives: Vec<String>,
    },
    /// No second drive has a recent good backup; this one is the next to bring.
    SecondDriveLate {
        /// The drive.
        drive: String,
        /// Days since its last good backup; nothing if there is none.
        days: Option<i32>,
    },
    /// No check within the limit.
    CheckOverdue {
        /// Days since the last; nothing if there was none.
        days: Option<i32>,
    },
    /// Erasing has waited too long for a drive.
    PurgeOverdue {
        /// The drive.
        drive: String,
        /// Days it has waited.
        days: i32,
    },
    /// Erasing on a drive was begun and not finished: nothing is written to it before.
    PurgeInterrupted {
        /// The drive.
        drive: String,
    },
    /// Expired records were not looked for within the limit.
    ReviewOverdue {
        /// Days since the last time, or since the practice was set up.
        days: i32,
    },
    /// The backups are there, and nothing of them is on this computer yet.
    NothingRecovered {
        /// The drive with the newest backup.
        drive: String,
        /// Backups on it.
        backups: u64,
        /// Day of the newest.
        last: Option<Date>,
    },
    /// Removed keys open everything until the locks are changed.
    StillOpens {
        /// Their names, what they are, and the numbers of their locks.
        keys: Vec<(String, KeyKind, u32)>,
    },
    /// Drives that were lost open with keys in force.
    LostOpens {
        /// Their names.
        drives: Vec<String>,
    },
    /// Every drive has the new opening keys; the old ones must be destroyed.
    DestroyKeys {
        /// Their names, what they are, and the numbers of their locks.
        keys: Vec<(String, KeyKind, u32)>,
    },
    /// Forgotten records lie in a source with newer files, and are in no backup.
    ForgottenBack {
        /// How many.
        records: u64,
    },
    /// A drive that was declared lost is plugged in.
    FoundAgain {
        /// Its name.
        drive: String,
    },
    /// Forgotten records still lie in a source; no backup takes them.
    ForgottenHere {
        /// How many.
        records: u64,
    },
    /// Files of an erased year lie in a source with a new date, and are backed up as new.
    ErasedAgain {
        /// How many.
        files: u64,
    },
    /// The recovery sheet was not rehearsed within the limit.
    RehearsalOverdue {
        /// Days since the last time, or since the practice was set up.
        days: i32,
    },
    /// A drive should be destroyed or replaced.
    Condemned {
        /// The drive.
        drive: String,
        /// It holds one of the last two copies: another must take its place first.
        replace: bool,
    },
    /// Files that another program kept for itself: an open database, most often.
    HeldOpen {
        /// How many.
        files: u64,
        /// Of these, files of which the last backup holds no version at all.
        in_no_version: u64,
        /// Days since the first backup that could not take one.
        days: i32,
        /// That day.
        since: Date,
    },
    /// A page or script for people on a drive is not one of ours.
    StrangePage {
        /// The drive.
        drive: String,
        /// Which.
        page: &'static str,
    },
    /// Files could not be saved as they are.
    Unsaved {
        /// How many.
        files: u64,
        /// Of these, files of which the last backup holds no version at all.
        in_no_version: u64,
        /// Since when there is any.
        since: Date,
    },
    /// The last backup on a drive does not hold what a later one on another drive may.
    Lacking {
        /// The drive.
        drive: String,
        /// Files.
        files: u64,
        /// Folders.
        folders: u64,
        /// Too few other drives have it.
        is_needed: bool,
    },
    /// Keys to part of what is on a drive are on other drives only.
    KeysElsewhere {
        /// The drive.
        drive: String,
        /// The others.
        on: Vec<String>,
    },
    /// Folders that should be saved are not there.
    FolderMissing {
        /// How many.
        folders: u64,
        /// Since when.
        since: Date,
    },
    /// Folders that should be saved are in no backup yet.
    NeverSaved {
        /// How many.
        folders: u64,
    },
    /// Links lead to things that no backup holds.
    LinksOut {
        /// How many.
        links: u64,
        /// Since when there is any.
        since: Date,
    },
    /// Names are left out by rule: the person's own patterns, and what programs call caches.
    LeftOut {
        /// How many.
        names: u64,
        /// Since when there is any.
        since: Date,
    },
    /// A backup soon becomes too old.
    BackupSoon {
        /// Days since.
        days: i32,
    },
    /// Work waits for a drive, within its time.
    WorkWaits {
        /// The drive.
        drive: String,
    },
    /// A drive stays plugged in: whatever harms the computer harms it too.
    LeftPlugged {
        /// The drive.
        drive: String,
        /// Days.
        days: i32,
    },
}

impl Matter {
    /// What it makes of the verdict.
    #[must_use]
    pub(super) const fn weight(&self) -> Verdict {
        match self {
            Self::NoSource
            | Self::NoDrive
            | Self::NoBackup
            | Self::LastCheckBad { .. }
            | Self::BackupOverdue { .. } => Verdict::Unprotected,
            Self::Incident
            | Self::IncidentPlugged { .. }
            | Self::DriveBad { .. }
            | Self::DriveFull { .. }
            | Self::OneDrive
            | Self::OthersUnmet { .. }
            | Self::SecondDriveLate { .. }
            | Self::CheckOverdue { .. }
            | Self::PurgeOverdue { .. }
            | Self::PurgeInterrupted { .. }
            | Self::ReviewOverdue { .. }
            | Self::NothingRecovered { .. }
            | Self::StillOpens { .. }
            | Self::LostOpens { .. }
            | Self::DestroyKeys { .. }
            | Self::RehearsalOverdue { .. }
            | Self::ForgottenBack { .. }
            | Self::HeldOpen { .. }
            | Self::StrangePage { .. }
            | Self::Unsaved { .. }
            | Self::KeysElsewhere { .. }
            | Self::Lacking { is_needed: true, .. }
            | Self::FolderMissing { .. }
            | Self::NeverSaved { .. }
            | Self::LinksOut { .. }
            | Self::Condemned { .. } => Verdict::Action,
            Self::BackupSoon { .. }
            | Self::FoundAgain { .. }
            | Self::ForgottenHere { .. }
            | Self::ErasedAgain { .. }
            | Self::Lacking { .. }
            | Self::WorkWaits { .. }
            | Self::LeftPlugged { .. }
            | Self::LeftOut { .. } => Verdict::Protected,
        }
    }
}
