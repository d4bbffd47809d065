//! What is noted about a drive as a medium: signals, what it ever held, what its maker claims.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::Probe;
use super::trouble;
use crate::destination::Keeps;
use crate::error::Result;
use crate::fate::{EverHeld, Look, Medium, MediumSignals};
use crate::format::names::VAULT_FOLDER;
use crate::platform;
use crate::state::named::{KEEPS, PROFILE};
use crate::state::{Drive, State};

/// What people and systems said about a drive when it was enrolled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Profile {
    /// What it is made of, by its own word and a person's.
    #[serde(default)]
    pub signals: MediumSignals,
    /// The worst it held before, as a person said; absent: nobody was asked.
    #[serde(default)]
    pub held: Option<EverHeld>,
    /// It held files of others when it was enrolled.
    #[serde(default)]
    pub other_files: bool,
    /// Whether it was seen to store what it says.
    #[serde(default)]
    pub probe: Probe,
}

impl Profile {
    /// What the system, and perhaps a person, says about the medium mounted at `path`.
    #[must_use]
    pub fn seen_at(path: &Path, person: Option<Look>) -> Self {
        let facts = platform::drive_facts(path);
        let signals = MediumSignals {
            kernel_says_turning: facts.rotational,
            revolutions_per_minute: facts.revolutions_per_minute,
            removable: facts.comes_out,
            read_latency_us: None,
            person,
        };
        Self { signals, other_files: !other_files_on(path).is_empty(), ..Self::default() }
    }

    /// What it is, for the purpose of erasing it.
    #[must_use]
    pub fn medium(&self) -> Medium {
        self.signals.medium()
    }

    /// The worst it ever held. Our own keyrings count from the first day, so nothing is below C2;
    /// files of others whose past nobody told may be patients' files.
    #[must_use]
    pub fn ever_held(&self) -> EverHeld {
        let unknown = if self.other_files { EverHeld::C4 } else { EverHeld::C2 };
        self.held.unwrap_or(unknown).max(EverHeld::C2)
    }
}

/// Names of what lies on a drive besides the vault. What systems put on every drive does not count.
#[must_use]
pub fn other_files_on(path: &Path) -> Vec<std::ffi::OsString> {
    const OF_SYSTEMS: [&str; 4] =
        [VAULT_FOLDER, "lost+found", "System Volume Information", "$RECYCLE.BIN"];
    let entries = path.read_dir().into_iter().flatten().flatten();
    let names = entries.map(|entry| entry.file_name());
    let is_other = |name: &std::ffi::OsString| {
        !OF_SYSTEMS.iter().any(|known| name == known) && !name.as_encoded_bytes().starts_with(b".")
    };
    names.filter(is_other).collect()
}

/// Whether nothing lies on a medium, backups not either.
#[must_use]
pub fn is_empty(path: &Path) -> bool {
    path.is_dir() && !path.join(VAULT_FOLDER).exists() && other_files_on(path).is_empty()
}

/// What is noted about a drive; nothing is known of one that was enrolled elsewhere.
///
/// # Errors
/// `State`.
pub fn profile_of(state: &State, drive: &Drive) -> Result<Profile> {
    Ok(state.drive_note(drive.row, PROFILE)?.unwrap_or_default())
}

/// What the file system of a drive keeps, as it was tried when the drive was enrolled here.
///
/// # Errors
/// `State`.
pub fn keeps_of(state: &State, drive: &Drive) -> Result<Option<Keeps>> {
    state.drive_note(drive.row, KEEPS)
}

/// Notes the profile of a drive.
///
/// # Errors
/// `State`.
pub fn note_profile(state: &mut State, drive: &Drive, profile: &Profile) -> Result<()> {
    state.set_drive_note(drive.row, PROFILE, profile)
}

/// Asks the drive about its health, where that is possible, and notes the answer. May take seconds.
///
/// # Errors
/// `State`.
pub fn note_smart(state: &mut State, drive: &Drive) -> Result<()> {
    // A folder shares its disk with the system; what that disk says is not about the folder.
    let asked = platform::device_file(&drive.path).filter(|_| !drive.fixed);
    let Some(told) = asked.and_then(|device| platform::smart(&device)) else { return Ok(()) };
    let mut health = trouble::health_of(state, drive)?;
    health.remapped_sectors = told.bad_sectors;
    health.read_errors = health.read_errors.max(told.failing.into());
    trouble::note_health(state, drive, &health)?;
    if told.revolutions_per_minute.is_some() {
        let mut profile = profile_of(state, drive)?;
        profile.signals.revolutions_per_minute = told.revolutions_per_minute;
        note_profile(state, drive, &profile)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_drive_held_is_never_less_than_our_own_keyrings() {
        let said = |held, other_files| Profile { held, other_files, ..Profile::default() };
        assert_eq!(said(Some(EverHeld::C0), false).ever_held(), EverHeld::C2);
        assert_eq!(said(Some(EverHeld::C3), false).ever_held(), EverHeld::C3);
        assert_eq!(said(None, false).ever_held(), EverHeld::C2);
        assert_eq!(said(None, true).ever_held(), EverHeld::C4);
        assert_eq!(said(Some(EverHeld::C2), true).ever_held(), EverHeld::C2);
    }
}
