//! What a person should know or do, for who has a window: where a screen does it, no command is named.

use refuge::fate::FateReason;
use refuge::settle::Debt;
use refuge::status::verdict::Matter;

use crate::faces::{Catalog, fates, fl, matters, safe};

/// One sentence.
pub(crate) fn sentence(words: &Catalog, matter: &Matter) -> String {
    let own = match matter {
        Matter::NoBackup => fl!(words, "window-matter-no-backup"),
        Matter::BackupOverdue { days } | Matter::BackupSoon { days } => {
            fl!(words, "window-matter-backup", days = i64::from(*days))
        }
        Matter::SecondDriveLate { drive, days: Some(days) } => {
            let days = i64::from(*days);
            fl!(words, "window-matter-second-late", drive = safe(drive), days = days)
        }
        Matter::SecondDriveLate { drive, days: None } => {
            fl!(words, "window-matter-second-never", drive = safe(drive))
        }
        Matter::WorkWaits { drive } => fl!(words, "window-matter-work-waits", drive = safe(drive)),
        Matter::ReviewOverdue { days } => {
            fl!(words, "window-matter-review", days = i64::from(*days))
        }
        Matter::PurgeInterrupted { drive } => {
            fl!(words, "window-matter-purge-interrupted", drive = safe(drive))
        }
        Matter::NeverSaved { folders } => {
            let folders = *folders;
            fl!(words, "window-matter-never-saved", folders = folders)
        }
        other => matters::sentence(words, other),
    };
    capitalised(&own)
}

/// Why something is to be done with a drive.
pub(crate) fn reason(words: &Catalog, reason: FateReason) -> Option<String> {
    match reason {
        FateReason::RotateKeys => Some(fl!(words, "reason-rotate-keys", "window")),
        FateReason::OldSheetExists => Some(fl!(words, "reason-old-sheet", "window")),
        FateReason::OldSheetNeeded => Some(fl!(words, "reason-old-sheet-needed", "window")),
        FateReason::ProofMissing => Some(fl!(words, "reason-proof-missing", "window")),
        other => fates::reason(words, other),
    }
}

/// What waits for a drive.
pub(crate) fn debt(words: &Catalog, debt: Debt) -> String {
    match debt {
        Debt::NewKey => fl!(words, "debt-new-key", "window"),
        other => fates::debt(words, other),
    }
}

/// A sentence that stands alone begins with a capital.
pub(crate) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
