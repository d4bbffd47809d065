//! What can be wrong with an object on a drive.

use refuge::error::Damage;
use refuge::format::layout::ObjectPath;

use super::super::catalog::{Catalog, fl};
use super::{ErrorId, Facts};

pub(super) fn facts(object: &ObjectPath, damage: Damage) -> Facts {
    Facts::new(id(damage)).with("object", object.as_str())
}

const fn id(damage: Damage) -> ErrorId {
    match damage {
        Damage::Missing => ErrorId::V01,
        Damage::Unreadable => ErrorId::V02,
        Damage::WrongLength => ErrorId::V03,
        Damage::WrongHash => ErrorId::V04,
        Damage::DoesNotOpen => ErrorId::V05,
        Damage::Malformed => ErrorId::V06,
        Damage::NotAuthentic => ErrorId::V07,
        Damage::TooLarge => ErrorId::V08,
    }
}

/// The damage in a few words, for the list of findings.
pub(crate) fn damage_name(words: &Catalog, damage: Damage) -> String {
    match damage {
        Damage::Missing => fl!(words, "damage-missing"),
        Damage::Unreadable => fl!(words, "damage-unreadable"),
        Damage::WrongLength => fl!(words, "damage-wrong-length"),
        Damage::WrongHash => fl!(words, "damage-wrong-hash"),
        Damage::DoesNotOpen => fl!(words, "damage-does-not-open"),
        Damage::Malformed => fl!(words, "damage-malformed"),
        Damage::NotAuthentic => fl!(words, "damage-not-authentic"),
        Damage::TooLarge => fl!(words, "damage-too-large"),
    }
}
