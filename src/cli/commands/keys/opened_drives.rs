//! The drives a change of keys touches: what the keys at hand open on them, and bringing them parts.

use refuge::crypto::Identity;
use refuge::error::Result;
use refuge::practice::{Plugged, Practice};
use refuge::vault::SectionReader;
use refuge::visit;

use crate::cli::{Face, Failure, commands::home, opening};
use crate::faces::new_keys::readers;

/// A practice, the drives that are plugged in, and everything the given keys open on them.
pub(super) struct Opened {
    pub(super) practice: Practice,
    pub(super) drives: Vec<Plugged>,
    pub(super) readers: Vec<SectionReader>,
}

impl Opened {
    /// Every drive first gets the parts it lacks, so that its readers hold all there is.
    pub(super) fn with_key(face: &mut Face<'_>) -> Result<Self, Failure> {
        let mut practice = home::practice(face)?;
        plugged(&mut practice)?;
        let keys = opening::open_anew(face, Some(&practice))?;
        Self::with(face, practice, &keys)
    }

    /// The same with keys that are open already.
    pub(super) fn with(
        face: &Face<'_>,
        mut practice: Practice,
        keys: &[Identity],
    ) -> Result<Self, Failure> {
        refuge::keys::drop_strays(&practice)?;
        let drives = plugged(&mut practice)?;
        let progress = face.progress("keys", &[]);
        let readers = readers(&practice, &drives, keys, &progress)?;
        progress.finish();
        Ok(Self { practice, drives, readers })
    }

    /// Brings new parts to every drive that is there; the others get them when they come.
    pub(super) fn bring_parts(&self) -> Result<()> {
        self.drives.iter().try_for_each(|drive| visit::exchange_parts(&self.practice, drive))
    }

    /// Names of the drives that are there.
    pub(super) fn names(&self) -> Vec<String> {
        self.drives.iter().map(|drive| drive.drive.name.clone()).collect()
    }
}

/// The drives that are plugged in: at least one.
pub(super) fn plugged(practice: &mut Practice) -> Result<Vec<Plugged>> {
    let drives = practice.plugged(home::now())?;
    if drives.is_empty() {
        return practice.plugged_one(None, home::now()).map(|drive| vec![drive]);
    }
    Ok(drives)
}

/// Names of the drives in use that are not among these.
pub(super) fn others(practice: &Practice, here: &[String]) -> Result<Vec<String>> {
    use refuge::state::DriveState;
    let drives = practice.state.drives()?;
    let active = drives.into_iter().filter(|drive| drive.state == DriveState::Active);
    Ok(active.map(|drive| drive.name).filter(|name| !here.contains(name)).collect())
}
