//! Which of several drives was backed up to last: whoever names none means that one, of those that are plugged in.

use jiff::Timestamp;

use crate::error::Result;
use crate::ledger::{self, Deed};
use crate::practice::{Practice, SeenPlace};
use crate::state::{Drive, DriveState};

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
    Ok(last_backed_up(practice, &here).map(|drive| drive.name.clone()))
}

/// The name of the drive whose last check is oldest, those never checked first, where more than one is there: a
/// check of whichever comes first would never come to the others. Nothing where only one is there.
///
/// # Errors
/// `State`.
pub fn longest_unchecked(practice: &mut Practice, now: Timestamp) -> Result<Option<String>> {
    let seen = practice.look(now)?.into_iter().filter(|seen| seen.trouble.is_none());
    let here: Vec<Drive> = seen.filter_map(|seen| seen.drive).collect();
    if here.len() < 2 {
        return Ok(None);
    }
    let entries = ledger::read(&practice.state).unwrap_or_default();
    let checked = |drive: &Drive| {
        let is_it = |deed: &Deed| matches!(deed, Deed::Checked(told) if told.drive == drive.id);
        entries.iter().rposition(|one| is_it(&one.entry.deed))
    };
    Ok(here.iter().min_by_key(|drive| checked(drive)).map(|drive| drive.name.clone()))
}

/// Of the other drives in use, plugged in or not, the one that was backed up to last; without those on which the last
/// check found damage.
///
/// # Errors
/// `State`.
pub fn freshest_other(practice: &Practice, than: &Drive) -> Result<Option<Drive>> {
    let mut others = practice.state.drives()?;
    others.retain(|other| {
        let is_sound = other.last_verified.as_ref().is_none_or(|(_, was_good)| *was_good);
        other.id != than.id && other.state == DriveState::Active && is_sound
    });
    Ok(last_backed_up(practice, &others).cloned())
}

/// A ledger that is broken keeps nobody from their files.
fn last_backed_up<'d>(practice: &Practice, of: &'d [Drive]) -> Option<&'d Drive> {
    let entries = ledger::read(&practice.state).unwrap_or_default();
    let named = |deed: &Deed| match deed {
        Deed::BackedUp(done) => of.iter().find(|drive| drive.id == done.drive),
        _ => None,
    };
    entries.iter().rev().find_map(|one| named(&one.entry.deed))
}
