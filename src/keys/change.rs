//! Adding an opening key, and removing one.

use crate::config::{Config, KeyState, OpeningKey};
use crate::error::{Error, KeyTrouble, Result, Thing};
use crate::id::SectionId;
use crate::keys::merge::Merged;
use crate::keys::{Computer, ListedKey, NewKey};
use crate::vault::SectionReader;

/// Lets a new key open everything that is backed up, and all that will be. Drives get its parts when
/// they are next plugged in. A key with an empty list of sections opens nothing until a source names
/// it as a reader; no readers are needed to add it.
///
/// # Errors
/// `Exists` when the name or the key is known; `Key(NotAllSections)` when `readers` do not hold a
/// section it shall open; `Damaged(Missing)` when they do not hold all of it.
pub fn add(
    computer: &mut Computer<'_>,
    readers: &[SectionReader],
    key: NewKey,
) -> Result<ListedKey> {
    let epoch = computer.config.practice.epoch;
    key.must_be_new(computer.config, epoch)?;
    let opened: Vec<SectionId> =
        computer.config.sections.iter().map(|section| section.id).collect();
    let mut parts = Vec::new();
    for section in opened.into_iter().filter(|section| key.opens(*section)) {
        let merged = Merged::of(section, readers)?;
        merged.must_hold_all_of(computer.state)?;
        let number = computer.state.take_part_number(section)?;
        let to = std::slice::from_ref(&key.recipient);
        parts.extend(merged.seal(computer.config, epoch, number, to)?);
    }
    if parts.is_empty() && !key.waits_for_its_section() {
        return Err(Error::Key(KeyTrouble::OpensNothing));
    }
    for (object, bytes) in &parts {
        (computer.keep_part)(object, bytes)?;
    }
    let key = key.into_config(epoch);
    name_reader(computer.config, &key);
    let listed = ListedKey::of(computer.config, &key);
    computer.config.keys.push(key);
    Ok(listed)
}

/// A key that is let into a section with readers is one of them from now on.
fn name_reader(config: &mut Config, key: &OpeningKey) {
    let Some(opened) = &key.sections else { return };
    for section in config.sections.iter_mut().filter(|section| opened.contains(&section.id)) {
        if !section.readers.is_empty() && !section.readers.contains(&key.name) {
            section.readers.push(key.name.clone());
        }
    }
}

/// What a removed key still opens, for as long as it exists and until the keys are rotated.
///
/// A record keeps its own key: whoever holds a removed key also opens what is backed up later of
/// records that were known before. Rotation takes the keyrings it opens off the drives; it cannot
/// take back a record key that somebody copied out of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removed {
    /// The key as it is listed now.
    pub key: ListedKey,
    /// Sections of which it still opens everything that was backed up before, on every drive.
    pub still_opens: Vec<SectionId>,
}

/// Seals no new part to a key any more. What it opens already stays open to it until rotation.
///
/// # Errors
/// `NotFound` when no key in force has that name, `Key(LastKey)` when a section would have none left.
pub fn remove(config: &mut Config, name: &str) -> Result<Removed> {
    let is_it = |key: &OpeningKey| key.name == name && key.state == KeyState::Active;
    let number = config.keys.iter().position(is_it);
    let number =
        number.ok_or_else(|| Error::NotFound { what: Thing::Key, name: name.to_owned() })?;
    let locked_out = |section: SectionId| {
        let mut keys = config.keys_of(section).peekable();
        keys.peek().is_some() && keys.all(is_it)
    };
    if config.sections.iter().any(|section| locked_out(section.id)) {
        return Err(Error::Key(KeyTrouble::LastKey));
    }
    for section in &mut config.sections {
        section.readers.retain(|reader| reader != name);
    }
    let key = config.keys.get_mut(number);
    let key = key.ok_or_else(|| Error::NotFound { what: Thing::Key, name: name.to_owned() })?;
    key.state = KeyState::ToDestroy;
    let key = key.clone();
    let key = ListedKey::of(config, &key);
    Ok(Removed { still_opens: key.sections.clone(), key })
}
