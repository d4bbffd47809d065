//! Ejecting a drive, after everything was written out to it.

use std::io;

use crate::error::{DriveTrouble, Error, Result};
use crate::platform::{self, Folder};
use crate::practice::Plugged;

/// How ejecting ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ejected {
    /// It can be unplugged.
    Done,
    /// A folder or an internal disk: there is nothing to eject.
    Nothing,
    /// This system offers no way; the person ejects it as any other drive.
    Unsupported,
}

/// Writes everything out and ejects the drive. Takes it, because an open folder would keep it busy;
/// its lock must be gone too.
///
/// # Errors
/// `Drive` with `CannotEject` when something uses it, `Gone` or `Failing` when it cannot be synced.
pub fn eject(plugged: Plugged) -> Result<Ejected> {
    let Plugged { drive, disk, .. } = plugged;
    // Where it is now: it may have changed its place since it was last seen.
    let place = disk.path().parent().unwrap_or(disk.path()).to_owned();
    drop(disk);
    let trouble = |trouble| Error::drive(trouble).of_drive(&drive.name);
    let folder = Folder::open_root(&place).map_err(|_| trouble(DriveTrouble::Gone))?;
    folder.sync_all().map_err(|_| trouble(DriveTrouble::Failing))?;
    drop(folder);
    if drive.fixed {
        return Ok(Ejected::Nothing);
    }
    match platform::eject(&place) {
        Ok(()) => Ok(Ejected::Done),
        Err(cause) if cause.kind() == io::ErrorKind::Unsupported => Ok(Ejected::Unsupported),
        Err(_) => Err(trouble(DriveTrouble::CannotEject)),
    }
}
