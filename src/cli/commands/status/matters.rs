//! What a person should know or do, in words and as a word for programs.

use refuge::config::KeyKind;
use refuge::status::verdict::Matter;

use crate::cli::{Catalog, Face, commands::keys, fl, safe, units};

/// The next step, for programs.
pub(super) const fn step(matter: &Matter) -> &'static str {
    match matter {
        Matter::Incident => "incident",
        Matter::NoSource => "add-source",
        Matter::NoDrive | Matter::OneDrive => "add-drive",
        Matter::NoBackup | Matter::BackupOverdue { .. } | Matter::BackupSoon { .. } => "backup",
        Matter::LastCheckBad { .. } | Matter::DriveBad { .. } => "repair",
        Matter::SecondDriveLate { .. } | Matter::WorkWaits { .. } | Matter::PurgeOverdue { .. } => {
            "plug-in"
        }
        Matter::CheckOverdue { .. } => "verify",
        Matter::ReviewOverdue { .. } => "purge",
        Matter::NothingRecovered { .. } => "restore",
        Matter::StillOpens { .. } => "rotate",
        Matter::DestroyKeys { .. } => "destroy-keys",
        Matter::RehearsalOverdue { .. } => "rehearse",
        Matter::ForgottenBack { .. } => "register",
        Matter::Condemned { .. } => "drives",
        Matter::LeftPlugged { .. } => "unplug",
    }
}

/// One sentence: what is the matter, and the command that helps.
pub(crate) fn sentence(face: &Face<'_>, matter: &Matter) -> String {
    let words = face.words;
    match matter {
        Matter::Incident => fl!(words, "matter-incident"),
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
        Matter::OneDrive => fl!(words, "matter-one-drive"),
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
        other => of_duty(face, other),
    }
}

fn called(words: &Catalog, told: &[(String, KeyKind, u32)]) -> String {
    let name =
        |(name, kind, number): &(String, KeyKind, u32)| keys::called(words, name, *kind, *number);
    told.iter().map(name).collect::<Vec<_>>().join(", ")
}

fn of_duty(face: &Face<'_>, matter: &Matter) -> String {
    let words = face.words;
    match matter {
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
        Matter::Condemned { drive } => fl!(words, "matter-condemned", drive = safe(drive)),
        Matter::WorkWaits { drive } => fl!(words, "matter-work-waits", drive = safe(drive)),
        Matter::LeftPlugged { drive, days } => {
            fl!(words, "matter-left-plugged", drive = safe(drive), days = i64::from(*days))
        }
        _ => String::new(),
    }
}
