//! Where the practice stands, in words: the verdict, what was done last, what becomes of each drive.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use refuge::settle::Debt;
use refuge::state::DriveState;
use refuge::status::verdict::Verdict;
use refuge::status::{DriveStanding, Standing};

use crate::faces::{Catalog, fates, fl, safe, units};

/// Two words in capitals.
pub(crate) fn verdict(words: &Catalog, verdict: Verdict) -> String {
    match verdict {
        Verdict::Protected => fl!(words, "verdict-protected"),
        Verdict::Action => fl!(words, "verdict-action"),
        Verdict::Unprotected => fl!(words, "verdict-unprotected"),
    }
}

/// Last backup, last check, sheet: what, when, and when next.
pub(crate) fn facts(words: &Catalog, standing: &Standing, today: Date) -> Vec<Vec<String>> {
    let backup = standing.last_backup.as_ref().map_or_else(
        || fl!(words, "status-never"),
        |(time, drive)| {
            let time = time.to_zoned_datetime(TimeZone::system()).datetime();
            let day = units::day_or_ago(words, time.date(), today);
            let hour = units::hour(words, time);
            fl!(words, "status-backup", day = day, hour = hour, drive = safe(drive))
        },
    );
    let near = |day: Date| units::day_near(words, day, today);
    let check = standing.last_check.as_ref().map_or_else(
        || fl!(words, "status-never"),
        |check| {
            let (day, drive) = (near(check.day), safe(&check.drive));
            match (check.good, check.files_compared) {
                (false, _) => fl!(words, "status-check-bad", day = day, drive = drive),
                (true, 0) => fl!(words, "status-check-quick", day = day, drive = drive),
                (true, files) => {
                    fl!(words, "status-check-good", day = day, drive = drive, files = files)
                }
            }
        },
    );
    let sheet = standing.rehearsed.map_or_else(
        || fl!(words, "status-sheet-never"),
        |day| fl!(words, "status-sheet", day = near(day)),
    );
    // What is overdue is told among what has to be done.
    let ahead = |day: Option<Date>| day.filter(|day| *day >= today).map(near);
    let check_due = ahead(standing.check_due);
    let check_due = check_due.map_or_else(String::new, |day| fl!(words, "status-due", day = day));
    let sheet_due = ahead(standing.rehearsal_due);
    let sheet_due =
        sheet_due.map_or_else(String::new, |day| fl!(words, "status-sheet-due", day = day));
    vec![
        vec![fl!(words, "status-label-backup"), backup],
        vec![fl!(words, "status-label-check"), check, check_due],
        vec![fl!(words, "status-label-sheet"), sheet, sheet_due],
    ]
}

/// What stands above the drives.
pub(crate) fn drive_head(words: &Catalog) -> [String; 5] {
    [
        fl!(words, "drives-head-name"),
        fl!(words, "drives-head-seen"),
        fl!(words, "drives-head-backups"),
        fl!(words, "drives-head-room"),
        fl!(words, "drives-head-fate"),
    ]
}

/// One drive: name, last seen, backups, room, what becomes of it.
pub(crate) fn drive_row(words: &Catalog, stands: &DriveStanding, today: Date) -> [String; 5] {
    let size = |bytes| units::bytes(words.language(), bytes);
    let is_in_use = stands.drive.state == DriveState::Active;
    let room = stands.free_bytes.filter(|_| is_in_use).map(size);
    let seen = stands.last_seen.map(|day| units::day_or_ago(words, day, today));
    let seen = if stands.plugged { Some(fl!(words, "drives-plugged")) } else { seen };
    [
        safe(&stands.drive.name),
        seen.unwrap_or_else(|| "-".to_owned()),
        stands.backups.to_string(),
        room.unwrap_or_else(|| "-".to_owned()),
        fate(words, stands),
    ]
}

/// What should become of a drive, and what waits for it.
fn fate(words: &Catalog, stands: &DriveStanding) -> String {
    let fate = fates::fate(words, &stands.fate, stands.records_owed);
    let debts = stands.owes.iter().map(|debt| match debt {
        Debt::Purge { .. } => fl!(words, "status-owes-purge"),
        Debt::NewLock => fl!(words, "status-owes-lock"),
        Debt::NewKey => fl!(words, "status-owes-key"),
    });
    std::iter::once(fate).chain(debts).collect::<Vec<_>>().join(", ")
}
