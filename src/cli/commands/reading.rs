//! What every command that reads a vault needs: a drive, keys that open it, its sections.

use refuge::browse::{History, Unread};
use refuge::crypto::Identity;
use refuge::error::{Damage, Error, Result};
use refuge::practice::{Plugged, Practice};
use refuge::storage::Storage;
use refuge::vault::{self, SectionReader, Vault};
use refuge::visit;

use super::home;
use crate::cli::{Face, Failure, fl, opening, progress::strange_page, safe, units};

/// A practice, one of its drives, and what the given keys open on it.
pub(super) struct Reading {
    pub(super) practice: Practice,
    pub(super) plugged: Plugged,
    pub(super) sections: Vec<SectionReader>,
}

impl Reading {
    /// Opens the drive of that name, or the one that was backed up to last of those that are plugged in.
    pub(super) fn open(face: &mut Face<'_>, drive: Option<&str>) -> Result<Self, Failure> {
        let mut practice = home::practice_reading(face)?;
        let freshest = match drive {
            None => visit::freshest(&mut practice, home::now())?,
            Some(_) => None,
        };
        let plugged = practice.readable_one(drive.or(freshest.as_deref()), home::now())?;
        let open = || opening::open_identities(face, Some(&practice));
        let keys = plugged.disk.while_reading_ahead(open)?;
        Self::opened(face, practice, plugged, &keys)
    }

    /// The same with keys that are open already.
    pub(super) fn with(
        face: &mut Face<'_>,
        mut practice: Practice,
        drive: Option<&str>,
        keys: &[Identity],
    ) -> Result<Self, Failure> {
        let plugged = practice.readable_one(drive, home::now())?;
        Self::opened(face, practice, plugged, keys)
    }

    fn opened(
        face: &mut Face<'_>,
        practice: Practice,
        mut plugged: Plugged,
        keys: &[Identity],
    ) -> Result<Self, Failure> {
        heed_contents(face, &practice, &mut plugged, keys)?;
        let sections = practice.sections_or_copies(&plugged.vault(&practice)?, keys)?;
        tell_pages(face, &plugged.disk, &plugged.drive.name)?;
        Ok(Self { practice, plugged, sections })
    }

    /// Its backups; those that should be there and cannot be read are told, because what is shown without them may
    /// be old.
    pub(super) fn history(&self, face: &mut Face<'_>) -> Result<(History, Unread)> {
        let (history, unread) = visit::history(&self.practice, &self.plugged, &self.sections)?;
        if unread.count == 0 {
            return Ok((history, unread));
        }
        if !history.snapshots.is_empty() {
            let newer = if unread.may_be_newer { "yes" } else { "no" };
            let drive = safe(&self.plugged.drive.name);
            let line = fl!(
                face.words,
                "reading-unread",
                count = unread.count,
                drive = drive,
                newer = newer
            );
            face.say(&line);
        }
        if let Some(other) = visit::freshest_other(&self.practice, &self.plugged.drive)? {
            let time = other.last_backup.as_deref().and_then(|time| time.parse().ok());
            let day = time.map_or_else(String::new, |time: jiff::Timestamp| {
                let zone = jiff::tz::TimeZone::system();
                units::day(face.words, time.to_zoned_datetime(zone).date())
            });
            face.say(&fl!(face.words, "reading-elsewhere", drive = safe(&other.name), day = day));
        }
        match &unread.first {
            Some((object, damage)) if history.snapshots.is_empty() => {
                Err(Error::damaged(object, *damage))
            }
            _ => Ok((history, unread)),
        }
    }

    /// The vault.
    pub(super) fn vault(&self) -> Result<Vault<'_>> {
        self.plugged.vault(&self.practice)
    }
}

/// Nothing is written here; who is about to type words must know what lies beside them.
pub(super) fn tell_pages(face: &mut Face<'_>, disk: &dyn Storage, drive: &str) -> Result<()> {
    for (page, damage) in vault::strange_clear_files(disk)? {
        if damage != Damage::Missing {
            let line = strange_page(face.words, drive, page, false);
            face.say(&line);
        }
    }
    Ok(())
}

/// What can be restored does not hang on the file that says which drive it is; that it was read without is said.
pub(super) fn heed_contents(
    face: &mut Face<'_>,
    practice: &Practice,
    plugged: &mut Plugged,
    keys: &[Identity],
) -> Result<()> {
    plugged.heed_contents(practice, keys)?;
    if plugged.is_believed() {
        face.say(&fl!(face.words, "drive-identity-lost", drive = safe(&plugged.drive.name)));
    }
    Ok(())
}
