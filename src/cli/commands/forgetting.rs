//! What the commands about legal periods begin with: the drives that are there, and an opening key.

use refuge::error::Result;
use refuge::practice::{Plugged, Practice};
use refuge::visit::Assembly;

use super::home;
use crate::cli::{Face, Failure, fl, opening, safe};

/// The practice with everything on the table.
pub(super) fn assemble(face: &mut Face<'_>, mut practice: Practice) -> Result<Assembly, Failure> {
    let plugged = plugged(&mut practice)?;
    let keys = opening::open_identities(face, Some(&practice))?;
    let table = Assembly::open(practice, plugged, keys, home::now())?;
    for (drive, object) in &table.gathered.strange {
        let told = fl!(face.words, "object-strange", drive = safe(drive), object = object.as_str());
        face.say(&told);
    }
    Ok(table)
}

/// The drives that are plugged in; what is the matter where there is none.
pub(super) fn plugged(practice: &mut Practice) -> Result<Vec<Plugged>> {
    let found = practice.plugged(home::now())?;
    if found.is_empty() {
        return practice.plugged_one(None, home::now()).map(|one| vec![one]);
    }
    Ok(found)
}
