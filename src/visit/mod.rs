//! A visit to a drive: what must happen around a piece of work on it, once and for every face.
//!
//! ```text
//! Visit<Reading>   recognised, no other run at it, vault open   check, looking, planning
//! Visit<Writing>   + keyring parts brought, recovered           backup
//! Visit<Erasing>   + leave to erase, owed purges paid           thin
//! ```
//! A verb begins with one of these three words and can do what the word allows, nothing else. What was
//! done is in the state and in the ledger when a function here returns: whoever calls cannot forget it.
//!
//! Keys, time and observer are handed in. Nothing here asks, speaks, or knows a command line or a clock.

mod attach;
mod backup;
mod check;
mod declare;
mod enrol;
mod forgetting;
mod freshest;
mod history;
mod keys;
mod ledger;
mod put_back;
mod retire;
mod thin;
mod thinning_rule;

use crate::backup::recover;
use crate::crypto::Identity;
use crate::error::{DriveTrouble, Error, Result};
use crate::event::Observer;
use crate::incident::Permit;
use crate::practice::{Held, Plugged, Practice};
use crate::settle::{self, Eraser};
use crate::state::Drive;
use crate::vault::{self, SectionReader, Vault};

pub use attach::{Attached, attach, share_parts, vault_at};
pub use backup::{BackupDone, Stopwatch, Taking, backup, begun, foresee, usual_speed};
pub use check::{CheckDone, Checking, SAMPLE_FILES, check};
pub use declare::{
    DestructionTold, check_away, confirm_date, destroyed, drive_found, drive_lost, hold, release,
    rename, restored, set_up, setting,
};
pub use enrol::{Admission, Admitted, admit, is_older};
pub use forgetting::Assembly;
pub use freshest::{freshest, freshest_other, longest_unchecked};
pub use history::history;
pub use keys::{
    Untold, add_key, attest, change_cover, delete_key_file, rehearsed, relock, remove_key, rotate,
};
pub use ledger::{bring, bring_all, compare, drive_event};
pub use put_back::put_back_ends;
pub use retire::{Retired, is_only_copy, retire, to_retire};
pub use thin::{Thinning, ThinningDone};
pub use thinning_rule::{
    answer_thinning, has_thinning_rule, lacks_thinning_rule, may_thin, wants_thinning,
};

/// The drive may be read.
#[derive(Debug)]
pub struct Reading(());

/// New objects may be put on the drive.
#[derive(Debug)]
pub struct Writing(());

/// What lies on the drive may be overwritten and removed.
#[derive(Debug)]
pub struct Erasing<'p> {
    permit: &'p Permit,
}

/// A practice at one of its drives, for as long as a piece of work takes.
pub struct Visit<'v, Kind> {
    /// The practice.
    pub practice: &'v mut Practice,
    held: Held<'v>,
    kind: Kind,
}

impl<'v, Kind> Visit<'v, Kind> {
    /// What the state knew of the drive when the visit began.
    #[must_use]
    pub const fn drive(&self) -> &'v Drive {
        self.held.drive
    }

    /// Its vault.
    #[must_use]
    pub const fn vault(&self) -> Vault<'v> {
        self.held.vault
    }

    /// Every section that these keys open.
    ///
    /// # Errors
    /// As [`Practice::read_sections`].
    pub fn sections(&self, keys: &[Identity]) -> Result<Vec<SectionReader>> {
        self.practice.read_sections(&self.held.vault, keys)
    }
}

impl<'v> Visit<'v, Reading> {
    /// Opens the vault of a drive that was recognised.
    ///
    /// # Errors
    /// As [`Plugged::hold`].
    pub fn reading(practice: &'v mut Practice, on: &'v Plugged) -> Result<Self> {
        let held = on.hold(practice)?;
        Ok(Self { practice, held, kind: Reading(()) })
    }
}

impl<'v> Visit<'v, Writing> {
    /// The same; what an interrupted run left is settled, and keyring parts are brought.
    ///
    /// # Errors
    /// As [`Plugged::hold`] and [`Visit::writing_at`].
    pub fn writing(
        practice: &'v mut Practice,
        on: &'v Plugged,
        observer: &dyn Observer,
    ) -> Result<Self> {
        let held = on.hold(practice)?;
        Self::writing_at(practice, held, observer)
    }

    /// The same for a drive that is in hand.
    ///
    /// # Errors
    /// `Drive(HalfPurged)` when a purge on the drive must be finished first; when it cannot be read
    /// or written.
    pub fn writing_at(
        practice: &'v mut Practice,
        held: Held<'v>,
        observer: &dyn Observer,
    ) -> Result<Self> {
        refuse_half_purged(practice, held.drive)?;
        prepare(practice, &held, observer)?;
        Ok(Self { practice, held, kind: Writing(()) })
    }
}

impl<'v, 'p> Visit<'v, Erasing<'p>> {
    /// The same; forgetting that the drive is owed, and a new key that stopped, come before anything else is erased.
    ///
    /// # Errors
    /// As [`settle::pay_purges`], [`settle::finish_new_keys`] and [`Plugged::hold`]; when the drive cannot be read or written.
    pub fn erasing(
        practice: &'v mut Practice,
        on: &'v Plugged,
        eraser: &Eraser<'p>,
        observer: &dyn Observer,
    ) -> Result<Self> {
        settle::pay_purges(practice, eraser.permit, on, eraser.keys, eraser.now, observer)?;
        settle::finish_new_keys(practice, on, eraser, observer)?;
        let held = on.hold(practice)?;
        prepare(practice, &held, observer)?;
        Ok(Self { practice, held, kind: Erasing { permit: eraser.permit } })
    }
}

/// Pages and scripts on a drive that are not ours are told of, and put back unless an incident is open.
///
/// # Errors
/// `Busy`; `State`; when the drive is gone or fails.
pub fn mind_pages(practice: &Practice, on: &Plugged, observer: &dyn Observer) -> Result<()> {
    let held = on.hold(practice)?;
    let permit = practice.state.may_erase()?;
    vault::mind_clear_files(held.vault.storage, &on.drive.name, permit.as_ref(), observer)
}

/// Keyring parts pass through the computer from one drive to another: it keeps again what it lost, and the drive gets
/// what it lacks.
///
/// # Errors
/// `Busy`; `State`; when the drive is gone or fails.
pub fn exchange_parts(practice: &Practice, on: &Plugged) -> Result<()> {
    let held = on.hold(practice)?;
    exchange(practice, &held)
}

fn exchange(practice: &Practice, held: &Held<'_>) -> Result<()> {
    practice.take_parts_back(held.drive, &held.vault)?;
    practice.bring_parts(&held.vault).map(drop)
}

/// The first half of it, before other drives are visited that may need what this one has.
///
/// # Errors
/// As [`exchange_parts`].
pub fn take_parts_back(practice: &Practice, on: &Plugged) -> Result<()> {
    practice.take_parts_back(&on.drive, &on.vault(practice)?)
}

/// Nothing new goes where old keys and new ones stand side by side.
fn refuse_half_purged(practice: &Practice, drive: &Drive) -> Result<()> {
    if practice.is_half_purged(drive)? {
        return Err(Error::drive(DriveTrouble::HalfPurged).of_drive(&drive.name));
    }
    Ok(())
}

/// Keyring parts need no secret: every drive gets those it lacks before anything else is written.
/// What somebody else put in the place of our pages is evidence while an incident is open.
fn prepare(practice: &mut Practice, held: &Held<'_>, observer: &dyn Observer) -> Result<()> {
    exchange(practice, held)?;
    let permit = practice.state.may_erase()?;
    vault::mind_clear_files(held.vault.storage, &held.drive.name, permit.as_ref(), observer)?;
    recover(&mut practice.state, held.drive, &held.vault, observer)
}
