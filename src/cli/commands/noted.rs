//! Writes what a command did into the ledger.

use refuge::error::Result;
use refuge::ledger::{self, Deed, Recorded};
use refuge::practice::Practice;

use super::home;

/// Adds an entry; its number belongs on every paper about what was done.
pub(super) fn note(practice: &mut Practice, deed: Deed) -> Result<Recorded> {
    ledger::append(&mut practice.state, deed, home::now())
}
