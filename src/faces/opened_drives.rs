//! The drives a change of keys touches: what the keys at hand open on them, and bringing them parts.

use refuge::crypto::Identity;
use refuge::error::Result;
use refuge::event::Observer;
use refuge::practice::{Plugged, Practice};
use refuge::state::DriveState;
use refuge::vault::SectionReader;
use refuge::visit;

use crate::faces::{here, new_keys::readers};

/// A practice, the drives that are plugged in, and everything the given keys open on them.
pub(crate) struct Opened {
    pub(crate) practice: Practice,
    pub(crate) drives: Vec<Plugged>,
    pub(crate) readers: Vec<SectionReader>,
}

impl Opened {
    /// Every drive first gets the parts it lacks, so that its readers hold all there is.
    pub(crate) fn with(
        mut practice: Practice,
        keys: &[Identity],
        observer: &dyn Observer,
    ) -> Result<Self> {
        refuge::keys::drop_strays(&practice)?;
        let drives = plugged(&mut practice)?;
        let readers = readers(&practice, &drives, keys, observer)?;
        Ok(Self { practice, drives, readers })
    }

    /// Brings new parts to every drive that is there; the others get them when they come.
    pub(crate) fn bring_parts(&self) -> Result<()> {
        self.drives.iter().try_for_each(|drive| visit::exchange_parts(&self.practice, drive))
    }

    /// Names of the drives that are there.
    pub(crate) fn names(&self) -> Vec<String> {
        self.drives.iter().map(|drive| drive.drive.name.clone()).collect()
    }
}

/// The drives that are plugged in: at least one.
pub(crate) fn plugged(practice: &mut Practice) -> Result<Vec<Plugged>> {
    let drives = practice.plugged(here::now())?;
    if drives.is_empty() {
        return practice.plugged_one(None, here::now()).map(|drive| vec![drive]);
    }
    Ok(drives)
}

/// Names of the drives in use that are not among these.
pub(crate) fn others(practice: &Practice, here: &[String]) -> Result<Vec<String>> {
    let drives = practice.state.drives()?;
    let active = drives.into_iter().filter(|drive| drive.state == DriveState::Active);
    Ok(active.map(|drive| drive.name).filter(|name| !here.contains(name)).collect())
}
