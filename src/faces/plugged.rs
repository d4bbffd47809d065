//! What is plugged in, sorted by what a backup makes of it.

use std::collections::BTreeSet;
use std::path::PathBuf;

use jiff::Timestamp;
use refuge::error::{DriveTrouble, Error, Result};
use refuge::platform;
use refuge::practice::{Plugged, Practice, SeenPlace};
use refuge::state::DriveState;

/// What lies in the places of the practice's drives.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) good: Vec<Plugged>,
    pub(crate) troubles: Vec<Error>,
    /// Declared lost, retired or destroyed: told when there is no other.
    pub(crate) out_of_use: Vec<Error>,
    /// Of these, such as were declared lost.
    pub(crate) found_again: Vec<String>,
    pub(crate) strangers: BTreeSet<PathBuf>,
    /// Drives of this practice that this computer does not know yet.
    pub(crate) unknown: BTreeSet<PathBuf>,
    /// Drives of other practices.
    pub(crate) foreign: BTreeSet<PathBuf>,
}

/// Looks once; at the drive of that name alone, or at all.
pub(crate) fn look(practice: &mut Practice, wanted: Option<&str>, now: Timestamp) -> Result<Found> {
    let seen = practice.look(now)?;
    let mut strangers: BTreeSet<PathBuf> = platform::removable_mounts().into_iter().collect();
    let mut found = Found::default();
    for one in seen {
        let error = one.error();
        let SeenPlace { path, drive, disk, trouble } = one;
        strangers.remove(&path);
        let Some(drive) = drive else {
            match trouble {
                // Another practice's drive is told as what it is, once, and not waited past.
                Some(DriveTrouble::Foreign) => drop(found.foreign.insert(path)),
                // Its vault proves that it is ours.
                Some(DriveTrouble::Unknown) if disk.is_some() => drop(found.unknown.insert(path)),
                _ => {}
            }
            continue;
        };
        if wanted.is_some_and(|wanted| drive.name != wanted) {
            continue;
        }
        match (trouble, disk) {
            (None, Some(disk)) => found.good.push(Plugged::new(drive, disk)),
            (None | Some(DriveTrouble::NotPlugged), _) => {}
            // Out of use on purpose: nothing to complain about while another is there.
            (Some(DriveTrouble::Retired), _) if wanted.is_none() => {
                let is_lost = drive.state == DriveState::Lost;
                found.found_again.extend(is_lost.then_some(drive.name));
                found.out_of_use.push(error);
            }
            (Some(_), _) => found.troubles.push(error),
        }
    }
    found.strangers = strangers;
    Ok(found)
}
