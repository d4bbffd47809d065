//! What damaged packs have lost is brought back from other drives that are plugged in.

use std::collections::HashSet;

use super::{Eraser, owed};
use crate::error::{Error, Result};
use crate::event::Observer;
use crate::id::PackId;
use crate::mend::{self, Side};
use crate::practice::{Held, Plugged, Practice};
use crate::thin;
use crate::vault::SectionReader;

/// What is damaged: a drive, what the keys open on it, and its packs.
pub struct Harm<'a> {
    /// The drive.
    pub at: &'a Held<'a>,
    /// Its sections.
    pub readers: &'a [SectionReader],
    /// Its damaged packs.
    pub packs: &'a HashSet<PackId>,
}

/// Brings back what these packs of one drive lost, from the others, and lets go of packs in which
/// nothing is needed then. Answers whether anything came back or went. Nothing is done where a drive is owed
/// something.
///
/// # Errors
/// `Interrupted`; when the drive cannot be read or written. What could be restored before still can.
pub fn mend(
    practice: &mut Practice,
    harm: &Harm<'_>,
    others: &[Plugged],
    eraser: &Eraser<'_>,
    observer: &dyn Observer,
) -> Result<bool> {
    let Harm { at, readers, packs } = *harm;
    let (drive, vault) = (at.drive, &at.vault);
    if packs.is_empty() || !owed(practice, drive)?.is_empty() {
        return Ok(false);
    }
    let mut is_mended = false;
    for other in others {
        if !owed(practice, &other.drive)?.is_empty() {
            continue;
        }
        // A drive that cannot be opened, or that another run is using, gives nothing.
        let Ok(held) = other.hold(practice) else { continue };
        let from = held.vault;
        let Ok(given) = practice.read_sections(&from, eraser.keys) else { continue };
        for reader in readers {
            let Some(giver) = given.iter().find(|giver| giver.id == reader.id) else { continue };
            let (to, from) = (Side { vault, reader }, Side { vault: &from, reader: giver });
            let done = mend::mend(to, from, &mut practice.state, drive, packs, observer)?;
            is_mended |= done.chunks > 0;
        }
    }
    // What a later backup stored anew is not needed in them either.
    let plan = thin::damaged(*vault, readers, &practice.state, drive, packs, observer);
    let plan = match plan {
        // Something that is still lost says what is needed: the packs stay.
        Err(Error::Damaged { .. }) => return Ok(is_mended),
        plan => plan?,
    };
    if plan.is_empty() {
        return Ok(is_mended);
    }
    plan.execute(eraser.permit, &mut practice.state, drive, observer)?;
    Ok(true)
}
