//! What a drive is owed, and paying it: work that was done while it was away.
//!
//! Keyring parts need no secret. Forgetting and new locks need an opening key, so a backup can only
//! say that they wait.

mod lock;
mod mend;
mod purge;
mod rekey;

use jiff::Timestamp;

use crate::crypto::Identity;
use crate::error::Result;
use crate::event::Observer;
use crate::keys;
use crate::ledger::Recorded;
use crate::practice::{Plugged, Practice};
use crate::purge::SegmentPlace;
use crate::state::named::UNWIPED;
use crate::state::{Drive, DriveState, Permit};

pub use lock::{pay_new_lock, relocked_event};
pub use mend::{Harm, mend};
pub use purge::{
    Account, BegunPurge, account, add_drive, begin, begun, carry_out, on_drive, pay_purges,
};
pub use rekey::{Rekeyed, finish_new_keys, go_on_with_new_keys, rekey};

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
    /// A living record got a new key, and what the old one opened is still on it.
    NewKey,
}

words! { Debt, "Its word in JSON.":
    Purge { .. } => "purge",
    NewLock => "new-lock",
    NewKey => "new-key",
}

/// Everything that waits for a drive, what comes first being first.
///
/// # Errors
/// `State`.
pub fn owed(practice: &Practice, drive: &Drive) -> Result<Vec<Debt>> {
    let mut debts = Vec::new();
    let entry = practice.missed_purge(drive)?.or(under_way(practice, drive)?);
    let resisted: Vec<SegmentPlace> =
        practice.state.drive_note(drive.row, UNWIPED)?.unwrap_or_default();
    let again = match resisted.is_empty() {
        true => None,
        false => Some(practice.purged_up_to(drive)?),
    };
    debts.extend(entry.or(again).map(|entry| Debt::Purge { entry }));
    let waiting = keys::queued(&practice.state, &practice.config)?;
    if waiting.iter().any(|other| other.row == drive.row) {
        debts.push(Debt::NewLock);
    }
    let rekeyings = crate::rekey::under_way(&practice.state)?;
    if rekeyings.iter().any(|begun| !begun.wiped.contains(&drive.id)) {
        debts.push(Debt::NewKey);
    }
    Ok(debts)
}

/// Drives in use that still have what was erased elsewhere.
///
/// # Errors
/// `State`.
pub fn missed_a_purge(practice: &Practice) -> Result<Vec<Drive>> {
    let mut missed = Vec::new();
    for drive in practice.state.drives()? {
        let owes = owed(practice, &drive)?;
        let is_owed = owes.iter().any(|debt| matches!(debt, Debt::Purge { .. }));
        if is_owed && drive.state == DriveState::Active {
            missed.push(drive);
        }
    }
    Ok(missed)
}

/// The entry that the purge under way will get, where the drive still lacks it.
fn under_way(practice: &Practice, drive: &Drive) -> Result<Option<u64>> {
    let Some(begun) = begun(&practice.state)? else { return Ok(None) };
    if begun.purged.drives.iter().any(|done| done.drive == drive.id) {
        return Ok(None);
    }
    let last = practice.state.ledger()?.pop().map_or(0, |row| row.number);
    Ok(Some(last + 1))
}

/// Who erases: leave to do it, the opening keys at hand, and the time.
#[derive(Clone, Copy)]
pub struct Eraser<'a> {
    /// No incident is open.
    pub permit: &'a Permit,
    /// They open what is to be read.
    pub keys: &'a [Identity],
    /// For the ledger.
    pub now: Timestamp,
}

/// Pays what a drive that is plugged in is owed, as far as these opening keys can: forgetting comes
/// before new locks. Everything done is in the ledger when this returns. A new key of a record that stopped
/// while the old one was wiped is finished; another waits for whoever thins.
///
/// # Errors
/// `Key` when the keys do not open the drive; `Interrupted`; when the drive cannot be read or
/// written. What was paid is paid; the next call goes on.
pub fn pay(
    practice: &mut Practice,
    permit: &Permit,
    plugged: &Plugged,
    identities: &[Identity],
    now: Timestamp,
    observer: &dyn Observer,
) -> Result<Vec<Recorded>> {
    let purged = pay_purges(practice, permit, plugged, identities, now, observer)?;
    let mut paid: Vec<Recorded> = purged.into_iter().collect();
    finish_new_keys(practice, plugged, &Eraser { permit, keys: identities, now }, observer)?;
    if owed(practice, &plugged.drive)?.contains(&Debt::NewLock) {
        let _held = plugged.hold(practice)?;
        paid.extend(lock::pay(practice, permit, plugged, identities, now, observer)?);
    }
    Ok(paid)
}
