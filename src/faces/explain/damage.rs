//! What can be wrong with an object on a drive.

use refuge::error::Damage;
use refuge::format::names::ObjectPath;

use super::{ErrorId, Filling};

pub(super) fn facts(object: &ObjectPath, damage: Damage) -> Filling {
    Filling::new(id(damage)).with("object", object.as_str())
}

const fn id(damage: Damage) -> ErrorId {
    match damage {
        Damage::Missing => ErrorId::V01,
        Damage::Unreadable => ErrorId::V02,
        Damage::Denied => ErrorId::V14,
        Damage::Disordered => ErrorId::V15,
        Damage::WrongLength => ErrorId::V03,
        Damage::WrongHash => ErrorId::V04,
        Damage::DoesNotOpen => ErrorId::V05,
        Damage::Malformed => ErrorId::V06,
        Damage::Newer => ErrorId::V12,
        Damage::NotAuthentic => ErrorId::V07,
        Damage::WithoutBase => ErrorId::V13,
        Damage::TooLarge => ErrorId::V08,
        Damage::Linked => ErrorId::V10,
        Damage::Protected => ErrorId::V11,
    }
}
