//! The backups of a drive, as far as they can be read, and what of them is missing: by the same rule by which a check
//! misses it.

use crate::browse::{self, History, Unread};
use crate::error::{DriveTrouble, Result};
use crate::practice::{Plugged, Practice};
use crate::vault::SectionReader;

/// The backups of a drive in sections that are open, and those that should be there and cannot be read.
///
/// # Errors
/// `State`; when the drive cannot be read. Damage is in the answer.
pub fn history(
    practice: &Practice,
    on: &Plugged,
    sections: &[SectionReader],
) -> Result<(History, Unread)> {
    let vault = on.vault(practice)?;
    let history = browse::snapshots(&vault, sections)?;
    let known = practice.state.snapshots(on.drive.row)?;
    let unread = |known| Unread::of(&history, known, &practice.state, &on.drive, sections);
    let mut missing = unread(known.clone())?;
    // Others took away what this computer remembers.
    if missing.count > 0
        && practice.changed_elsewhere(&on.drive, &vault)? == Some(DriveTrouble::Ahead)
    {
        let newest = history.snapshots.last().map_or(0, |shot| shot.seq);
        missing = unread(known.into_iter().filter(|one| one.seq > newest).collect())?;
    }
    Ok((history, missing))
}
