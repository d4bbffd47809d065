//! What an entry of the ledger tells, in a few words and figures.

use refuge::ledger::{self, Deed, NothingDue, RegisterParted, Thinned};

use super::desk::Desk;
use crate::faces::hold_words::reason_in_words;
use crate::faces::setting_words::setting_in_words;
use crate::faces::{Catalog, fl};

/// What was done, in a few words.
pub(crate) fn deed_name(desk: &Desk<'_>, deed: &Deed) -> String {
    fl!(desk.words, "deed", what = ledger::word(deed))
}

/// The numbers of an entry in one line.
pub(crate) fn details(desk: &Desk<'_>, deed: &Deed) -> String {
    let words = desk.words;
    match deed {
        Deed::BackedUp(done) => fl!(
            words,
            "detail-backup",
            drive = done.name.as_str(),
            files = done.files,
            size = desk.bytes(done.new_bytes)
        ),
        Deed::Checked(checked) if checked.good => fl!(
            words,
            "detail-check-good",
            drive = checked.name.as_str(),
            size = desk.bytes(checked.bytes_read),
            files = checked.files_compared
        ),
        Deed::Checked(checked) => {
            fl!(words, "detail-check-bad", drive = checked.name.as_str(), count = checked.findings)
        }
        Deed::Restored(done) => {
            fl!(words, "detail-restore", drive = done.name.as_str(), files = done.files)
        }
        Deed::Purged(purged) => {
            fl!(words, "detail-purge", plan = purged.plan.as_str(), count = purged.forgotten)
        }
        Deed::PlanMade(plan) => {
            fl!(words, "detail-plan", plan = plan.plan.as_str(), due = plan.due, kept = plan.kept)
        }
        Deed::NothingDue(looked) => nothing_due(words, looked),
        Deed::RegisterParted(parted) => parting(words, parted),
        Deed::Thinned(thinned) => thinning(desk, thinned),
        Deed::RegisterImported(import) => {
            fl!(words, "detail-register", rows = import.rows, matched = import.matched)
        }
        Deed::Rotated(rotated) => fl!(words, "rotated-what", epoch = rotated.epoch),
        Deed::Attested(said) => {
            let (key, by) = (desk.key(&said.key.name), said.by.as_str());
            fl!(words, "detail-attested", key = key, by = by)
        }
        Deed::BackupRefused(refused) => {
            fl!(words, "detail-refused", changed = refused.changed, files = refused.files)
        }
        Deed::DriveWiped(wiped) => fl!(
            words,
            "detail-wiped",
            drive = wiped.drive.name.as_str(),
            level = desk.level(wiped.level)
        ),
        Deed::HoldAdded(held) | Deed::HoldRemoved(held) => {
            format!("{}, {}", reason_in_words(words, &held.reason), held.by)
        }
        Deed::KeyAdded(key) | Deed::KeyRemoved(key) | Deed::Rehearsed(key) => desk.key(&key.name),
        Deed::SettingChanged { setting } => setting_in_words(words, setting),
        other => details_of_names(other),
    }
}

fn thinning(desk: &Desk<'_>, thinned: &Thinned) -> String {
    let (drive, count) = (thinned.name.as_str(), thinned.snapshots_removed);
    fl!(
        desk.words,
        "detail-thin",
        drive = drive,
        count = count,
        size = desk.bytes(thinned.freed_bytes)
    )
}

fn parting(words: &Catalog, parted: &RegisterParted) -> String {
    fl!(words, "detail-parted", entry = parted.entry, hash = parted.other.as_str())
}

fn nothing_due(words: &Catalog, looked: &NothingDue) -> String {
    fl!(words, "detail-nothing-due", kept = looked.kept, unknown = looked.unknown)
}

/// Deeds of which a name is all there is to say.
fn details_of_names(deed: &Deed) -> String {
    match deed {
        Deed::PurgedLater(erased) | Deed::Rekeyed(erased) => erased.name.clone(),
        Deed::DriveAdded(event)
        | Deed::DriveRenamed(event)
        | Deed::DriveLost(event)
        | Deed::DriveFound(event)
        | Deed::DriveRelocked(event) => event.name.clone(),
        Deed::DriveDestroyed(destroyed) => destroyed.drive.name.clone(),
        Deed::DateConfirmed(confirmed) => confirmed.day.to_string(),
        _ => String::new(),
    }
}
