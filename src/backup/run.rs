//! What a backup needs, and what it did.

use std::path::PathBuf;
use std::sync::Arc;

use crate::config::Config;
use crate::error::SourceTrouble;
use crate::id::SnapshotId;
use crate::platform::{NoPicture, OpenFiles};
use crate::state::{Drive, State};
use crate::vault::{KeepPart, SectionWriter, Vault};

/// Everything a backup needs. No secret that opens anything is among it.
pub struct Run<'a> {
    /// Sources and opening keys.
    pub config: &'a Config,
    /// What the computer remembers.
    pub state: &'a mut State,
    /// The drive.
    pub drive: &'a Drive,
    /// Its vault.
    pub vault: Vault<'a>,
    /// The sections to write into.
    pub sections: &'a [SectionWriter],
    /// Keeps the computer's copy of each new keyring part.
    pub keep_part: KeepPart<'a>,
    /// Folders that are never backed up: vaults and the program's own.
    pub never_enter: Vec<PathBuf>,
    /// Whether and how files are taken that other programs hold open.
    pub open_files: Option<Arc<OpenFiles>>,
    /// When the run begins.
    pub now: jiff::Timestamp,
    /// Only look and count.
    pub dry_run: bool,
    /// The person knows why so much changed: whatever it is, it is recorded.
    pub expected_changes: bool,
}

/// What a backup did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupSummary {
    /// The snapshot; absent after a dry run.
    pub snapshot: Option<SnapshotId>,
    /// Files in it.
    pub files: u64,
    /// Records in it.
    pub records: u64,
    /// Bytes of the files in it.
    pub source_bytes: u64,
    /// Files that were new or changed.
    pub new_files: u64,
    /// Bytes of these.
    pub new_bytes: u64,
    /// Files of the last run that are gone; those that only moved are not.
    pub vanished_files: u64,
    /// Files that were made unreadable or got a longer name with an ending that is new: too few to stop the run, and
    /// worth a look.
    pub odd_files: u64,
    /// That ending, where it may be shown.
    pub odd_ending: Option<String>,
    /// Bytes of what was stored: packs, and small objects twice. Parity comes on top.
    pub stored_bytes: u64,
    /// Bytes written to the drive, parity and second copies included.
    pub drive_written: u64,
    /// Bytes read from it, most of them to see that what was written is there.
    pub drive_read: u64,
    /// Files and folders that could not be backed up.
    pub problems: u64,
    /// Files that programs held open, taken as after a power cut.
    pub open_files: u64,
    /// Why such files could not be taken though they were to be.
    pub no_picture: Option<NoPicture>,
    /// Files read that carry more beside their content (further streams of NTFS) than is kept.
    pub with_streams: u64,
    /// Source folders that were not there, or suddenly empty; each is one of the problems.
    pub absent: Vec<(PathBuf, SourceTrouble)>,
    /// Names that were left out by rule, without what the system makes for itself.
    pub left_out: u64,
    /// Links to things that no source folder holds: the backup holds the links only.
    pub links_out: u64,
    /// Records that were forgotten on purpose and still lie in a source; not backed up.
    pub forgotten_met: u64,
    /// Of these, such that changed after they were forgotten: the patient may have come back.
    pub forgotten_changed: u64,
    /// Files of an erased year that lie in a source with a new date; backed up as new.
    pub erased_again: u64,
    /// Whether everything written was read back and good.
    pub read_back: bool,
}
