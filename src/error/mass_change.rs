//! What a backup saw that may be an attack, as facts.

use crate::guard::Sign;

/// Why a backup was stopped before it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MassChange {
    /// Files changed, vanished or renamed since the last run.
    pub changed: u64,
    /// Files there were then; files there are now, where nothing is known of then.
    pub files: u64,
    /// Files that usually change between two runs, as far as that is known.
    pub usual: Option<u64>,
    /// When the last run was, RFC 3339.
    pub since: Option<String>,
    /// The new ending that many files share, where it may be shown, and how many.
    pub ending: Option<(String, u64)>,
    /// Files that were readable and no longer are.
    pub spoiled: u64,
    /// Notes of extortionists.
    pub notes: u64,
    /// What speaks for an attack.
    pub signs: Vec<Sign>,
    /// The drive that was to be written, where it is known.
    pub drive: Option<String>,
    /// It is no removable drive: nobody can unplug it.
    pub stays: bool,
    /// Earlier backups on it.
    pub backups: u64,
}
