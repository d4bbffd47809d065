//! What a new computer still lacks is kept as a fact, from `attach` until it is there or nobody wants it.

use crate::error::Result;
use crate::practice::Practice;
use crate::state::named::{NOW, PUT_BACK};
use crate::status::put_back::{self, PutBackOwed};

/// A practice was learnt on a computer that lacks its files.
///
/// # Errors
/// `State`.
pub(super) fn begin(practice: &mut Practice) -> Result<()> {
    if !put_back::lacks_files(practice) {
        return Ok(());
    }
    practice.state.set_item(PUT_BACK, NOW, &PutBackOwed { since: None })
}

/// Backups after that entry of the ledger lack what is still to be put back.
///
/// # Errors
/// `State`.
pub(super) fn counts_from(practice: &mut Practice, entry: u64) -> Result<()> {
    match put_back::owed(&practice.state)? {
        Some(PutBackOwed { since: None }) => {
            practice.state.set_item(PUT_BACK, NOW, &PutBackOwed { since: Some(entry) })
        }
        _ => Ok(()),
    }
}

/// Everything was put back, or a person says that nothing more is wanted.
///
/// # Errors
/// `State`.
pub fn put_back_ends(practice: &mut Practice) -> Result<()> {
    practice.state.drop_item(PUT_BACK, NOW)
}
