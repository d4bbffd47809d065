//! What the commands about legal periods begin with: the drives that are there, and an opening key.

use refuge::error::Result;
use refuge::practice::{Plugged, Practice};
use refuge::visit::Assembly;

use super::home;
use crate::cli::{Face, Failure, opening};

/// The practice with everything on the table.
pub(super) fn assemble(face: &mut Face<'_>, mut practice: Practice) -> Result<Assembly, Failure> {
    let plugged = plugged(&mut practice)?;
    let keys = opening::open_identities(face, Some(&practice))?;
    Ok(Assembly::open(practice, plugged, keys, home::now())?)
}

/// The drives that are plugged in; what is the matter where there is none.
pub(super) fn plugged(practice: &mut Practice) -> Result<Vec<Plugged>> {
    let found = practice.plugged(home::now())?;
    if found.is_empty() {
        return practice.plugged_one(None, home::now()).map(|one| vec![one]);
    }
    Ok(found)
}
