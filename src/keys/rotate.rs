//! A new epoch: new opening keys for everything, the old ones to be destroyed.

use std::collections::HashSet;

use crate::config::Config;
use crate::crypto::Recipient;
use crate::error::{Error, KeyTrouble, Result, Thing};
use crate::id::SectionId;
use crate::keys::merge::Merged;
use crate::keys::{Computer, ListedKey, NewKey, begin, to_destroy};
use crate::vault::SectionReader;

/// What a rotation did on the computer. The drives come next, one by one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RotationDone {
    /// The epoch from now on.
    pub epoch: u32,
    /// Every key that must be destroyed now, also those of earlier rotations.
    pub to_destroy: Vec<ListedKey>,
}

/// Begins a new epoch: everything `readers` hold is sealed to `keys` and to nothing else.
///
/// Readers of several drives may be given; together they must hold everything the computer seals to.
/// Catalog identities of all of them are kept, because a drive that was not purged yet needs its
/// own: purge every drive, or declare it lost, before old keys are counted as out of reach.
///
/// # Errors
/// `Key(LastKey)` when no new key opens some section, `Key(NotAllSections)` when `readers` lack one,
/// `Damaged(Missing)` when they lack part of one, `Exists` when a key is not new. Nothing has
/// changed then but numbers of parts, and copies that [`super::strays`] names.
pub fn rotate(
    computer: &mut Computer<'_>,
    readers: &[SectionReader],
    keys: Vec<NewKey>,
) -> Result<RotationDone> {
    let epoch = computer.config.practice.epoch + 1;
    must_all_be_new(computer.config, &keys, epoch)?;
    let sections: Vec<SectionId> =
        computer.config.sections.iter().map(|section| section.id).collect();
    let mut parts = Vec::new();
    for section in sections {
        let opening = keys.iter().filter(|key| key.opens(section));
        let recipients: Vec<Recipient> = opening.map(|key| key.recipient.clone()).collect();
        if recipients.is_empty() {
            return Err(Error::Key(KeyTrouble::LastKey));
        }
        let merged = Merged::of(section, readers)?;
        merged.must_hold_all_of(computer.state)?;
        let number = computer.state.take_part_number(section)?;
        parts.extend(merged.seal(computer.config, epoch, number, &recipients)?);
    }
    for (object, bytes) in &parts {
        (computer.keep_part)(object, bytes)?;
    }
    begin(computer.config, epoch);
    computer.config.keys.extend(keys.into_iter().map(|key| key.into_config(epoch)));
    Ok(RotationDone { epoch, to_destroy: to_destroy(computer.config) })
}

fn must_all_be_new(config: &Config, keys: &[NewKey], epoch: u32) -> Result<()> {
    let (mut names, mut recipients) = (HashSet::new(), HashSet::new());
    for key in keys {
        key.must_be_new(config, epoch)?;
        if !names.insert(&key.name) || !recipients.insert(key.recipient.to_string()) {
            return Err(Error::Exists { what: Thing::Key, name: key.name.clone() });
        }
    }
    Ok(())
}
