//! Opening keys as the ledger tells of them, for a computer that knows an older configuration.
//!
//! The configuration on a drive is that of its newest backup. Keys that changed since are told by the
//! copy of the ledger there: without it, new backups would be sealed to keys that are out of force.

use crate::config::{Config, KeyKind, KeyState, OpeningKey};
use crate::crypto::Recipient;
use crate::keys::begin;
use crate::ledger::{Deed, KeyEvent, Recorded};

/// Does again what `entries` tell of opening keys. Doing it twice changes nothing more.
pub fn replay(config: &mut Config, entries: &[Recorded]) {
    for recorded in entries {
        match &recorded.entry.deed {
            Deed::KeyAdded(key) => add(config, key),
            Deed::KeyRemoved(key) => turn(config, key, KeyState::ToDestroy),
            Deed::Rotated(rotated) if rotated.epoch > config.practice.epoch => {
                begin(config, rotated.epoch);
                rotated.keys.iter().for_each(|key| add(config, key));
            }
            Deed::Attested(attested) => turn(config, &attested.key, KeyState::Destroyed),
            _ => {}
        }
    }
}

/// Where a drive has a newer lock than anything tells of, because its ledger cannot be read: the keys
/// that were given are the only ones known of that lock. Says whether that is so.
pub fn adopt_lock(config: &mut Config, epoch: u32, given: &[Recipient], kind: KeyKind) -> bool {
    if epoch <= config.practice.epoch {
        return false;
    }
    begin(config, epoch);
    for (number, recipient) in (1_u32..).zip(given) {
        config.keys.push(OpeningKey {
            name: format!("key-{number}"),
            kind,
            recipient: recipient.to_string(),
            epoch,
            state: KeyState::Active,
            sections: None,
        });
    }
    true
}

fn add(config: &mut Config, event: &KeyEvent) {
    let Some(recipient) = event.recipient.clone() else { return };
    if config.keys.iter().any(|key| key.recipient == recipient) {
        return;
    }
    let in_force = event.epoch == config.practice.epoch;
    config.keys.push(OpeningKey {
        name: event.name.clone(),
        kind: kind_of(&event.kind),
        recipient,
        epoch: event.epoch,
        state: if in_force { KeyState::Active } else { KeyState::ToDestroy },
        sections: event.sections.clone(),
    });
}

fn turn(config: &mut Config, event: &KeyEvent, state: KeyState) {
    let is_it = |key: &&mut OpeningKey| key.name == event.name && key.epoch == event.epoch;
    if let Some(key) = config.keys.iter_mut().find(is_it)
        && key.state != KeyState::Destroyed
    {
        key.state = state;
    }
}

fn kind_of(word: &str) -> KeyKind {
    match word {
        "sheet" => KeyKind::Sheet,
        "plugin" => KeyKind::Plugin,
        _ => KeyKind::File,
    }
}
