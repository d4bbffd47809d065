//! What a person should know or do, in words and as a word for programs.

use jiff::civil::Date;
use refuge::config::KeyKind;
use refuge::status::verdict::Matter;

use crate::faces::{Catalog, fl, key_names, names, safe, units};

/// The next step, for programs.
pub(crate) const fn step(matter: &Matter) -> &'static str {
    match matter {
        Matter::Incident => "incident",
        Matter::IncidentPlugged { .. } => "unplug",
        Matter::NoSource => "add-source",
        Matter::NoDrive | Matter::OneDrive => "add-drive",
        Matter::DriveFull { .. } => "make-room",
        Matter::NoBackup | Matter::BackupOverdue { .. } | Matter::BackupSoon { .. } => "backup",
        Matter::LastCheckBad { .. } | Matter::DriveBad { .. } | Matter::StrangePage { .. } => {
            "repair"
        }
        Matter::SecondDriveLate { .. }
        | Matter::OthersUnmet { .. }
        | Matter::WorkWaits { .. }
        | Matter::PurgeOverdue { .. }
        | Matter::KeysElsewhere { .. }
        | Matter::Lacking { .. } => "plug-in",
        Matter::CheckOverdue { .. } => "verify",
        Matter::ReviewOverdue { .. } | Matter::PurgeInterrupted { .. } => "purge",
        Matter::NothingRecovered { .. } => "restore",
        Matter::StillOpens { .. } | Matter::LostOpens { .. } => "rotate",
        Matter::DestroyKeys { .. } => "destroy-keys",
        Matter::RehearsalOverdue { .. } => "rehearse",
        Matter::ForgottenBack { .. } => "register",
        Matter::FoundAgain { .. } => "found",
        Matter::ForgottenHere { .. } | Matter::ErasedAgain { .. } => "delete",
        Matter::Condemned { .. } => "drives",
        Matter::LeftPlugged { .. } => "unplug",
        Matter::HeldOpen { .. } | Matter::Unsaved { .. } | Matter::NeverSaved { .. } => "backup",
        Matter::FolderMissing { .. } | Matter::LinksOut { .. } | Matter::LeftOut { .. } => {
            "sources"
        }
    }
}

/// One sentence: what is the matter, and the command that helps.
pub(crate) fn sentence(words: &Catalog, matter: &Matter) -> String {
    match matter {
        Matter::Incident => fl!(words, "matter-incident"),
        Matter::IncidentPlugged { drive } => {
            fl!(words, "matter-incident-plugged", drive = safe(drive))
        }
        Matter::NoSource => fl!(words, "matter-no-source"),
        Matter::NoDrive => fl!(words, "matter-no-drive"),
        Matter::NoBackup => fl!(words, "matter-no-backup"),
        Matter::BackupOverdue { days } => {
            fl!(words, "matter-backup-overdue", days = i64::from(*days))
        }
        Matter::BackupSoon { days } => fl!(words, "matter-backup-soon", days = i64::from(*days)),
        Matter::LastCheckBad { drive } | Matter::DriveBad { drive } => {
            fl!(words, "matter-check-bad", drive = safe(drive))
        }
        Matter::DriveFull { drive, backups } => {
            let thins = if *backups < 2 { "no" } else { "yes" };
            fl!(words, "matter-drive-full", drive = safe(drive), thins = thins)
        }
        Matter::OneDrive => fl!(words, "matter-one-drive"),
        Matter::OthersUnmet { drives } => {
            fl!(words, "matter-others-unmet", drives = safe(&drives.join(", ")))
        }
        Matter::SecondDriveLate { drive, days: Some(days) } => {
            fl!(words, "matter-second-late", drive = safe(drive), days = i64::from(*days))
        }
        Matter::SecondDriveLate { drive, days: None } => {
            fl!(words, "matter-second-never", drive = safe(drive))
        }
        Matter::CheckOverdue { days: Some(days) } => {
            fl!(words, "matter-check-overdue", days = i64::from(*days))
        }
        Matter::CheckOverdue { days: None } => fl!(words, "matter-check-never"),
        Matter::ReviewOverdue { days } => {
            fl!(words, "matter-review-overdue", days = i64::from(*days))
        }
        other => of_duty(words, other),
    }
}

fn called(words: &Catalog, told: &[(String, KeyKind, u32)]) -> String {
    let name = |(name, kind, number): &(String, KeyKind, u32)| {
        key_names::called(words, name, *kind, *number)
    };
    told.iter().map(name).collect::<Vec<_>>().join(", ")
}

fn of_duty(words: &Catalog, matter: &Matter) -> String {
    match matter {
        Matter::PurgeInterrupted { drive } => {
            fl!(words, "matter-purge-interrupted", drive = safe(drive))
        }
        Matter::PurgeOverdue { drive, days } => {
            fl!(words, "matter-purge-overdue", drive = safe(drive), days = i64::from(*days))
        }
        Matter::NothingRecovered { drive, backups, last } => {
            let last = last.map_or_else(String::new, |day| units::day_short(words, day));
            let (drive, count) = (safe(drive), *backups);
            fl!(words, "matter-not-recovered", drive = drive, count = count, last = last)
        }
        Matter::StillOpens { keys: open } => {
            fl!(words, "matter-still-opens", keys = called(words, open))
        }
        Matter::LostOpens { drives } => {
            fl!(words, "matter-lost-opens", drives = safe(&drives.join(", ")))
        }
        Matter::DestroyKeys { keys: old } => {
            fl!(words, "matter-destroy-keys", keys = called(words, old))
        }
        Matter::RehearsalOverdue { days } => {
            fl!(words, "matter-rehearsal", days = i64::from(*days))
        }
        Matter::ForgottenBack { records } => {
            let records = *records;
            fl!(words, "matter-forgotten-back", records = records)
        }
        Matter::FoundAgain { drive } => found_again(words, drive),
        Matter::ForgottenHere { records } => {
            let records = *records;
            fl!(words, "matter-forgotten-here", records = records)
        }
        Matter::ErasedAgain { files } => {
            let files = *files;
            fl!(words, "matter-erased-again", files = files)
        }
        Matter::Condemned { drive, replace: true } => {
            fl!(words, "matter-replace", drive = safe(drive))
        }
        Matter::Condemned { drive, .. } => fl!(words, "matter-condemned", drive = safe(drive)),
        Matter::StrangePage { drive, page } => {
            let page = *page;
            fl!(words, "matter-strange-page", drive = safe(drive), page = page)
        }
        Matter::WorkWaits { drive } => fl!(words, "matter-work-waits", drive = safe(drive)),
        Matter::LeftPlugged { drive, days } => {
            fl!(words, "matter-left-plugged", drive = safe(drive), days = i64::from(*days))
        }
        other => gap(words, other),
    }
}

/// What no backup holds, how many, and since when.
fn gap(words: &Catalog, matter: &Matter) -> String {
    let day = |day: Date| units::day(words, day);
    match *matter {
        Matter::HeldOpen { files, in_no_version: 0, days, since } => {
            fl!(words, "matter-held-open", files = files, days = i64::from(days), day = day(since))
        }
        Matter::HeldOpen { files, in_no_version: never, days, since } => {
            let (days, day) = (i64::from(days), day(since));
            fl!(
                words,
                "matter-held-open-never",
                files = files,
                never = never,
                days = days,
                day = day
            )
        }
        Matter::Unsaved { files, in_no_version: 0, since } => {
            fl!(words, "matter-unsaved", files = files, day = day(since))
        }
        Matter::Unsaved { files, in_no_version: never, since } => {
            fl!(words, "matter-unsaved-never", files = files, never = never, day = day(since))
        }
        Matter::FolderMissing { folders, since } => {
            fl!(words, "matter-folder-missing", folders = folders, day = day(since))
        }
        Matter::NeverSaved { folders } => fl!(words, "matter-never-saved", folders = folders),
        Matter::Lacking { ref drive, files, folders, .. } => {
            let is_both = if files > 0 && folders > 0 { "yes" } else { "no" };
            fl!(
                words,
                "matter-lacking",
                drive = safe(drive),
                files = files,
                and = is_both,
                folders = folders
            )
        }
        Matter::KeysElsewhere { ref drive, ref on } => names::keys_elsewhere(words, drive, on),
        Matter::LinksOut { links, since } => {
            fl!(words, "matter-links-out", links = links, day = day(since))
        }
        Matter::LeftOut { names, since } => {
            fl!(words, "matter-left-out", names = names, day = day(since))
        }
        _ => String::new(),
    }
}

/// A drive that was declared lost is plugged in: it is no longer used until somebody says so.
pub(crate) fn found_again(words: &Catalog, drive: &str) -> String {
    fl!(words, "matter-found-again", drive = safe(drive))
}
