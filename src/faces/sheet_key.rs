//! Which opening key a sheet is, and that its words were just typed.

use refuge::config::{Config, KeyKind, KeyState, OpeningKey};
use refuge::crypto::{Identity, Recipient};
use refuge::error::{Error, KeyTrouble, Result};
use refuge::practice::Practice;
use refuge::visit;

use crate::faces::here;

/// The opening key in the configuration that an identity is.
pub(crate) fn key_of<'a>(practice: &'a Practice, identity: &Identity) -> Option<&'a OpeningKey> {
    let public = identity.to_recipient().as_ref().map(Recipient::to_string)?;
    practice.config.keys.iter().find(|key| key.recipient == public)
}

/// Whether an identity is that of a sheet.
pub(crate) fn is_sheet(practice: &Practice, identity: &Identity) -> bool {
    key_of(practice, identity).is_some_and(|key| key.kind == KeyKind::Sheet)
}

/// The sheet in force.
pub(crate) fn sheet_in_force(config: &Config) -> Option<&OpeningKey> {
    let is_it = |key: &&OpeningKey| key.kind == KeyKind::Sheet && key.state == KeyState::Active;
    config.keys.iter().find(is_it)
}

/// All words of a sheet were just typed, in whatever a person was about: that is a rehearsal too.
pub(crate) fn was_typed(practice: &mut Practice, sheet: &Identity) -> Result<()> {
    let Ok(key) = in_force(practice, sheet).cloned() else { return Ok(()) };
    visit::rehearsed(practice, &key, here::now())
}

/// The key of the sheet in force, if this is it.
pub(crate) fn in_force<'a>(practice: &'a Practice, found: &Identity) -> Result<&'a OpeningKey> {
    let key = key_of(practice, found).ok_or(Error::Key(KeyTrouble::OpensNothing))?;
    let current = practice.config.practice.epoch;
    if key.epoch != current {
        return Err(Error::Key(KeyTrouble::OldEpoch { found: key.epoch, current }));
    }
    let is_sheet = sheet_in_force(&practice.config).is_some_and(|sheet| sheet == key);
    if is_sheet { Ok(key) } else { Err(Error::Key(KeyTrouble::NotAnIdentity)) }
}
