//! Opening keys: who can open the backups, and how that changes.
//!
//! The computer cannot open what it backed up, so every change here begins with what an opening key
//! at hand reveals of a drive ([`SectionReader`]). New parts are kept on the computer before the
//! configuration says that they exist, and proven on a drive before anything old goes: stopping
//! anywhere leaves the old keys or the new ones able to open a drive, never neither.

mod attest;
mod change;
mod list;
mod merge;
mod new_lock;
mod parts;
mod prove;
mod replay;
mod rotate;

use crate::config::{Config, KeyKind, KeyState, OpeningKey};
use crate::crypto::Recipient;
use crate::error::{Error, Result, Thing};
use crate::id::SectionId;
use crate::state::State;
use crate::vault::KeepPart;

#[cfg(doc)]
use crate::vault::SectionReader;

pub use attest::{Attestation, Attested, attest};
pub use change::{Removed, add, remove};
pub use list::{ListedKey, list, to_destroy};
pub use new_lock::{NewLock, Remembered, lock_anew, note_lock, queued, refuse_while_needed};
pub use parts::{drop_strays, owes, strays};
pub use prove::KeysProof;
pub use replay::{adopt_lock, replay};
pub use rotate::{RotationDone, rotate};

/// What of the computer a change of keys touches. The caller writes the configuration afterwards;
/// it is changed only when everything it promises is kept.
pub struct Computer<'a> {
    /// The practice.
    pub config: &'a mut Config,
    /// Gives numbers to parts, and tells which record keys must be among them.
    pub state: &'a mut State,
    /// Keeps the computer's own copy of a part, durably.
    pub keep_part: KeepPart<'a>,
}

/// Begins an epoch: every key that was in force must be destroyed, and none is in force yet.
fn begin(config: &mut Config, epoch: u32) {
    for old in config.keys.iter_mut().filter(|key| key.state == KeyState::Active) {
        old.state = KeyState::ToDestroy;
    }
    config.practice.epoch = epoch;
}

/// A key that shall open backups.
#[derive(Debug, Clone)]
pub struct NewKey {
    /// Name people will know it by.
    pub name: String,
    /// What it is.
    pub kind: KeyKind,
    /// Its public half.
    pub recipient: Recipient,
    /// The sections it may open; absent: all, also future ones.
    pub sections: Option<Vec<SectionId>>,
}

impl NewKey {
    fn opens(&self, section: SectionId) -> bool {
        self.sections.as_ref().is_none_or(|sections| sections.contains(&section))
    }

    /// A reader who is named before there is anything for her to read.
    fn waits_for_its_section(&self) -> bool {
        self.sections.as_ref().is_some_and(Vec::is_empty)
    }

    fn into_config(self, epoch: u32) -> OpeningKey {
        OpeningKey {
            name: self.name,
            kind: self.kind,
            recipient: self.recipient.to_string(),
            epoch,
            state: KeyState::Active,
            sections: self.sections,
        }
    }

    /// A key that the practice had once is never taken again: what it opened must stay closed.
    fn must_be_new(&self, config: &Config, epoch: u32) -> Result<()> {
        if self.name.trim().is_empty() {
            return Err(Error::Invalid { what: Thing::Name, value: self.name.clone() });
        }
        for section in self.sections.iter().flatten() {
            config.section(*section)?;
        }
        let text = self.recipient.to_string();
        let same_name = |key: &&OpeningKey| key.name == self.name && key.epoch == epoch;
        let clash = config.keys.iter().find(|key| key.recipient == text || same_name(key));
        clash.map_or(Ok(()), |key| Err(Error::Exists { what: Thing::Key, name: key.name.clone() }))
    }
}
