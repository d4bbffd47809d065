//! What a drive is owed, and paying it: work that was done while it was away.
//!
//! Keyring parts need no secret. Forgetting and new locks need an opening key, so a backup can only
//! say that they wait.

use crate::error::Result;
use crate::keys;
use crate::practice::Practice;
use crate::state::Drive;

/// Drive note: number of the last purge in the ledger that is done on it.
pub const PURGED_UP_TO: &str = "purged-up-to";

/// Work that waits for a drive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Debt {
    /// Records that were forgotten elsewhere are still on it.
    Purge {
        /// Number of the oldest purge in the ledger that it missed.
        entry: u64,
    },
    /// Opening keys of an earlier epoch still open it.
    NewLock,
}

/// Everything that waits for a drive, what comes first being first.
///
/// # Errors
/// `State`.
pub fn owed(practice: &Practice, drive: &Drive) -> Result<Vec<Debt>> {
    let mut debts = Vec::new();
    let done: u64 = practice.state.drive_note(drive.row, PURGED_UP_TO)?.unwrap_or(0);
    let missed = practice.state.purge_entries()?.into_iter().find(|entry| *entry > done);
    debts.extend(missed.map(|entry| Debt::Purge { entry }));
    let waiting = keys::queued(&practice.state, &practice.config)?;
    if waiting.iter().any(|other| other.row == drive.row) {
        debts.push(Debt::NewLock);
    }
    Ok(debts)
}
