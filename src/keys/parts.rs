//! What the names of keyring parts tell of drives and copies: what is of an earlier epoch, what no key opens.

use crate::config::Config;
use crate::error::Result;
use crate::format::names::{ObjectPath, PartName};
use crate::practice::{InForce, Practice};

/// Whether a drive that lists these objects still has parts of an earlier epoch.
#[must_use]
pub fn owes(config: &Config, listing: &[(ObjectPath, u64)]) -> bool {
    let is_old = |part: PartName| part.epoch < config.practice.epoch;
    listing.iter().filter_map(|(object, _)| PartName::of(object)).any(is_old)
}

/// Of the computer's copies, those that no key in force opens: of earlier epochs, of removed keys,
/// and what an interrupted `add` or `rotate` left. They must not be brought to a drive any more; the
/// caller forgets them before it begins such a change, and after one.
///
/// # Errors
/// `Key(NotARecipient)` when the configuration names something else.
pub fn strays(config: &Config, copies: &[ObjectPath]) -> Result<Vec<ObjectPath>> {
    let in_force = InForce::of(config)?;
    let is_stray =
        |object: &&ObjectPath| PartName::of(object).is_some_and(|part| !in_force.has(&part));
    Ok(copies.iter().filter(is_stray).cloned().collect())
}

/// Forgets the copies that [`strays`] names, and says how many there were.
///
/// # Errors
/// As [`strays`]; when a copy cannot be removed.
pub fn drop_strays(practice: &Practice) -> Result<usize> {
    let strays = strays(&practice.config, &practice.part_copies()?)?;
    strays.iter().try_for_each(|object| practice.drop_part(object))?;
    Ok(strays.len())
}
