//! What can be the matter with a drive.

use refuge::error::DriveTrouble;

use super::{ErrorId, Filling};
use crate::faces::{Catalog, fl, safe, units};

/// Facts for a drive's trouble. `drive` begins a sentence, `the_drive` stands inside one.
pub(super) fn facts(words: &Catalog, name: Option<&str>, trouble: &DriveTrouble) -> Filling {
    let begins = name.map_or_else(|| fl!(words, "drive-begins"), safe);
    let inside = name.map_or_else(|| fl!(words, "drive-inside"), safe);
    let facts = Filling::new(id(trouble)).with("drive", begins).with("the_drive", inside);
    match trouble {
        DriveTrouble::RolledBack { known, found, undone } => {
            facts.number("known", *known).number("found", *found).number("undone", *undone)
        }
        DriveTrouble::Full { missing_bytes, free_bytes, backups } => facts
            .with("missing", size_or_none(words, *missing_bytes))
            .with("free", size_or_none(words, *free_bytes))
            .with("thins", thins(*backups)),
        _ => facts,
    }
}

/// Of one backup nothing can be thinned out.
fn thins(backups: Option<u64>) -> &'static str {
    if backups.is_some_and(|backups| backups < 2) { "no" } else { "yes" }
}

/// `none` is a variant name in the catalogue.
fn size_or_none(words: &Catalog, bytes: Option<u64>) -> String {
    bytes.map_or_else(|| "none".to_owned(), |bytes| units::bytes(words.language(), bytes))
}

const fn id(trouble: &DriveTrouble) -> ErrorId {
    match trouble {
        DriveTrouble::NonePlugged => ErrorId::D01,
        DriveTrouble::NotPlugged => ErrorId::D02,
        DriveTrouble::Unknown => ErrorId::D03,
        DriveTrouble::Foreign => ErrorId::D04,
        DriveTrouble::Erased => ErrorId::D05,
        DriveTrouble::Copied => ErrorId::D06,
        DriveTrouble::RolledBack { .. } => ErrorId::D07,
        DriveTrouble::Tampered => ErrorId::D08,
        DriveTrouble::NewerFormat => ErrorId::D09,
        DriveTrouble::Full { .. } => ErrorId::D10,
        DriveTrouble::Gone => ErrorId::D11,
        DriveTrouble::CannotEject => ErrorId::D12,
        DriveTrouble::ReadOnly => ErrorId::D13,
        DriveTrouble::Failing => ErrorId::D14,
        DriveTrouble::Retired => ErrorId::D15,
        DriveTrouble::NotRemovable => ErrorId::D16,
        DriveTrouble::NotLocal => ErrorId::D17,
        DriveTrouble::AlreadyEnrolled => ErrorId::D18,
        DriveTrouble::FakeCapacity => ErrorId::D19,
        DriveTrouble::HalfPurged => ErrorId::D20,
        DriveTrouble::Ahead => ErrorId::D21,
        DriveTrouble::Held => ErrorId::D22,
        DriveTrouble::StillHere => ErrorId::D23,
    }
}
