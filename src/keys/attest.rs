//! Recording that an old sheet, stick or token was destroyed.

use jiff::civil::Date;

use crate::config::{Config, KeyKind, KeyState};
use crate::error::{Error, Result, Thing};

/// What a person declares.
#[derive(Debug, Clone)]
pub struct Attestation {
    /// The key's name.
    pub name: String,
    /// Its epoch; absent: the oldest of that name that is still to be destroyed.
    pub epoch: Option<u32>,
    /// Who destroyed it.
    pub by: String,
    /// How.
    pub method: String,
    /// When.
    pub date: Date,
}

/// What the ledger records. The machine verified none of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attested {
    /// The key's name.
    pub name: String,
    /// What it is.
    pub kind: KeyKind,
    /// Its epoch.
    pub epoch: u32,
    /// Tells its keyring parts from others, where it is known: eight hexadecimal digits.
    pub tag: Option<String>,
    /// Who destroyed it.
    pub by: String,
    /// How.
    pub method: String,
    /// When.
    pub date: Date,
    /// Keys that are still to be destroyed afterwards.
    pub left: usize,
}

/// Takes a declaration that a key of an earlier epoch, or one that was removed, was destroyed.
/// Whether every drive opens with the new keys by then is for the caller to ask ([`super::queued`]).
///
/// # Errors
/// `NotFound` when no such key is to be destroyed, `Invalid` when nobody or no way is named.
pub fn attest(config: &mut Config, said: &Attestation) -> Result<Attested> {
    for text in [&said.by, &said.method] {
        if text.trim().is_empty() {
            return Err(Error::Invalid { what: Thing::Name, value: text.clone() });
        }
    }
    let due = config.keys.iter_mut().filter(|key| {
        key.state == KeyState::ToDestroy
            && key.name == said.name
            && said.epoch.is_none_or(|epoch| epoch == key.epoch)
    });
    let missing = || Error::NotFound { what: Thing::Key, name: said.name.clone() };
    let key = due.min_by_key(|key| key.epoch).ok_or_else(missing)?;
    key.state = KeyState::Destroyed;
    let recipient = key.recipient.parse::<crate::crypto::Recipient>().ok();
    let (kind, epoch) = (key.kind, key.epoch);
    let left = config.keys.iter().filter(|key| key.state == KeyState::ToDestroy).count();
    Ok(Attested {
        name: said.name.clone(),
        kind,
        epoch,
        tag: recipient.map(|recipient| recipient.tag()),
        by: said.by.clone(),
        method: said.method.clone(),
        date: said.date,
        left,
    })
}
