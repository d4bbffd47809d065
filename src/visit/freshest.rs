//! Which of several drives that are plugged in was backed up to last: whoever names none means that one.

use jiff::Timestamp;

use crate::error::Result;
use crate::ledger::{self, Deed};
use crate::practice::{Practice, SeenPlace};
use crate::state::Drive;

/// The name of the drive with the newest backup, where more than one is there; by the order of the ledger, never by
/// the clock. Nothing where only one is there, or nothing tells.
///
/// # Errors
/// `State`.
pub fn freshest(practice: &mut Practice, now: Timestamp) -> Result<Option<String>> {
    let seen = practice.look(now)?.into_iter().filter(SeenPlace::is_readable);
    let here: Vec<Drive> = seen.filter_map(|seen| seen.drive).collect();
    if here.len() < 2 {
        return Ok(None);
    }
    // A ledger that is broken keeps nobody from their files.
    let entries = ledger::read(&practice.state).unwrap_or_default();
    let named = |deed: &Deed| match deed {
        Deed::BackedUp(done) => here.iter().find(|drive| drive.id == done.drive),
        _ => None,
    };
    let newest = entries.iter().rev().find_map(|one| named(&one.entry.deed));
    Ok(newest.map(|drive| drive.name.clone()))
}
