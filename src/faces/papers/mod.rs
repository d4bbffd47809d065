//! Papers about what was done, one for each kind of entry of the ledger, and the plan that a doctor reads.

mod checks;
pub(crate) mod deeds;
pub(crate) mod desk;
mod drives;
mod erased_drives;
mod erasure;
pub(crate) mod file;
mod incidents;
mod keys;
pub(crate) mod plan;

use refuge::documents::Page;
use refuge::error::Result;
use refuge::ledger::{Deed, Recorded};

use desk::{Desk, Sketch};

/// The paper of one entry.
pub(crate) fn of(desk: &Desk<'_>, record: &Recorded) -> Result<Page> {
    let mut sketch = sketch(desk, record)?;
    sketch.lead.get_or_insert_with(|| desk.moment(&record.entry.time));
    Ok(desk.paper(record, sketch))
}

/// Whether an entry has a paper that somebody files, and not only its line in the register.
pub(crate) const fn is_filed(deed: &Deed) -> bool {
    !matches!(
        deed,
        Deed::SetUp { .. }
            | Deed::RegisterImported(_)
            | Deed::HoldAdded(_)
            | Deed::HoldRemoved(_)
            | Deed::PlanMade(_)
            | Deed::KeyAdded(_)
            | Deed::KeyRemoved(_)
            | Deed::Rehearsed(_)
            | Deed::DateConfirmed(_)
            | Deed::RegisterParted(_)
            | Deed::SettingChanged { .. }
    )
}

fn sketch(desk: &Desk<'_>, record: &Recorded) -> Result<Sketch> {
    Ok(match &record.entry.deed {
        Deed::Purged(purged) => erasure::certificate(desk, record, purged)?,
        Deed::NothingDue(looked) => erasure::nothing_due(desk, looked),
        Deed::PurgedLater(erased) => erasure::later(desk, erased)?,
        Deed::Rekeyed(erased) => erasure::rekeyed(desk, erased)?,
        Deed::DriveDestroyed(destroyed) => drives::destroyed(desk, record, destroyed)?,
        Deed::DriveWiped(wiped) => drives::wiped(desk, wiped)?,
        Deed::DriveAdded(event)
        | Deed::DriveRenamed(event)
        | Deed::DriveLost(event)
        | Deed::DriveFound(event)
        | Deed::DriveRelocked(event) => drives::event(desk, record, event)?,
        Deed::BackedUp(done) => checks::backup(desk, done),
        Deed::Checked(checked) => checks::check(desk, checked),
        Deed::Restored(restored) => checks::restore(desk, restored),
        Deed::Thinned(thinned) => checks::thinned(desk, record, thinned),
        Deed::Rotated(rotated) => keys::rotated(desk, record, rotated),
        Deed::Attested(attested) => keys::attested(desk, attested),
        Deed::BackupRefused(refused) => incidents::refused(desk, record, refused),
        Deed::IncidentStarted(note) => incidents::started(desk, record, note)?,
        Deed::IncidentEnded(note) => incidents::ended(desk, record, note)?,
        _ => keys::plain(desk, record),
    })
}
