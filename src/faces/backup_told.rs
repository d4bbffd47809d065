//! What a backup says: before it, after it, and what comes next.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use refuge::backup;
use refuge::drives::{self, Ejected};
use refuge::error::Result;
use refuge::ledger::DatedLedger;
use refuge::platform::NoPicture;
use refuge::practice::{DriveIdentity, Practice};
use refuge::state::Drive;
use refuge::status::verdict::{Matter, next_to_bring};
use refuge::status::{self, Standing};
use refuge::visit;

use crate::faces::outcome::{Done, Out};
use crate::faces::{Catalog, fl, matters, names, safe, units};

/// `Blue recognised (Samsung T7). Last backup on it: 6 days ago.`
pub(crate) fn recognised(
    words: &Catalog,
    practice: &Practice,
    drive: &Drive,
    now: Timestamp,
) -> Result<Vec<String>> {
    let today = status::day_of(now);
    let past = DatedLedger::read(&practice.state, now)?;
    let model =
        DriveIdentity::recorded(drive).model.map(|model| format!(" ({})", safe(model.trim())));
    let (name, model) = (safe(&drive.name), model.unwrap_or_default());
    let first = match status::last_backup_on(practice, drive, &past)? {
        Some(day) => {
            let when = units::day_or_ago(words, day, today);
            fl!(words, "backup-recognised", drive = name, model = model, when = when)
        }
        None => fl!(words, "backup-recognised-new", drive = name, model = model),
    };
    let again = visit::begun(practice, drive)?.map(|time| {
        let time = time.to_zoned_datetime(TimeZone::system()).datetime();
        let day = units::day_or_ago(words, time.date(), today);
        fl!(words, "backup-goes-on", day = day, hour = units::hour(words, time))
    });
    Ok(std::iter::once(first).chain(again).collect())
}

/// How it went on one drive, and whether it can be unplugged.
pub(crate) fn sentences(words: &Catalog, done: &Done, now: Timestamp) -> Vec<String> {
    let unplug = unplug(words, done).filter(|_| done.summary.snapshot.is_some());
    what_was_done(words, done, now).into_iter().chain(unplug).collect()
}

/// How it went on one drive.
pub(crate) fn what_was_done(words: &Catalog, done: &Done, now: Timestamp) -> Vec<String> {
    let summary = &done.summary;
    let size = units::bytes(words.language(), summary.new_bytes);
    if summary.snapshot.is_none() {
        return vec![fl!(words, "backup-dry", files = summary.new_files, size = size)];
    }
    let now = now.to_zoned_datetime(TimeZone::system()).datetime();
    let time = units::elapsed(words, done.seconds);
    let when = units::moment(words, now);
    let (drive, files) = (safe(&done.drive.name), summary.new_files);
    let first = if done.is_complete() {
        fl!(
            words,
            "backup-done",
            drive = drive,
            when = when,
            files = files,
            size = size,
            time = time
        )
    } else {
        fl!(
            words,
            "backup-done-partly",
            drive = drive,
            when = when,
            files = files,
            size = size,
            time = time
        )
    };
    let mut lines = vec![first];
    if summary.problems > 0 {
        lines.push(fl!(words, "backup-problems", files = summary.problems));
    }
    if !done.keys_elsewhere.is_empty() {
        lines.push(names::keys_elsewhere(words, &done.drive.name, &done.keys_elsewhere));
    }
    lines.extend(odd_files(words, summary));
    lines.extend(open_files(words, summary));
    if summary.links_out > 0 {
        lines.push(fl!(words, "backup-links-out", links = summary.links_out));
    }
    if summary.left_out > 0 {
        lines.push(fl!(words, "backup-left-out", names = summary.left_out));
    }
    let unchanged = summary.forgotten_met.saturating_sub(summary.forgotten_changed);
    if unchanged > 0 {
        lines.push(fl!(words, "backup-forgotten", records = unchanged));
    }
    if summary.forgotten_changed > 0 {
        lines.push(fl!(words, "matter-forgotten-back", records = summary.forgotten_changed));
    }
    if summary.erased_again > 0 {
        lines.push(fl!(words, "backup-erased-again", files = summary.erased_again));
    }
    lines
}

/// Too few for an alarm, and enough to be looked at.
fn odd_files(words: &Catalog, summary: &backup::BackupSummary) -> Option<String> {
    let ending = summary.odd_ending.as_deref().unwrap_or("none");
    let files = summary.odd_files;
    (files > 0).then(|| fl!(words, "backup-odd", files = files, ending = ending))
}

/// What systems keep apart: files that programs held open, and data beside the content of files.
fn open_files(words: &Catalog, summary: &backup::BackupSummary) -> Vec<String> {
    let taken = (summary.open_files > 0)
        .then(|| fl!(words, "backup-open-files", files = summary.open_files));
    let trouble = summary.no_picture.map(|trouble| match trouble {
        NoPicture::NotAllowed => fl!(words, "backup-picture-not-allowed"),
        NoPicture::Unsupported => fl!(words, "backup-picture-unsupported"),
        NoPicture::Failed => fl!(words, "backup-picture-failed"),
    });
    let streams = (summary.with_streams > 0)
        .then(|| fl!(words, "backup-with-streams", files = summary.with_streams));
    taken.into_iter().chain(trouble).chain(streams).collect()
}

/// When the drive will be full, if that is near enough to buy another in time.
pub(crate) fn forecast(
    words: &Catalog,
    practice: &Practice,
    done: &Done,
    now: Timestamp,
) -> Result<Option<String>> {
    let past = DatedLedger::read(&practice.state, now)?;
    let months = drives::nearly_full(&practice.state, &done.drive, &past)?;
    let drive = safe(&done.drive.name);
    Ok(months
        .map(|months| fl!(words, "backup-nearly-full", drive = drive, months = i64::from(months))))
}

/// Never says "you can unplug" of what was not ejected.
pub(crate) fn unplug(words: &Catalog, done: &Done) -> Option<String> {
    let drive = safe(&done.drive.name);
    match done.out {
        _ if !done.summary.read_back => Some(fl!(words, "backup-not-read-back", drive = drive)),
        Out::Let(Ejected::Done) => Some(fl!(words, "backup-unplug", drive = drive)),
        Out::Let(Ejected::Unsupported) => Some(fl!(words, "backup-eject-by-hand", drive = drive)),
        Out::Stays => Some(fl!(words, "backup-stays", drive = drive)),
        Out::Let(Ejected::Nothing) | Out::Busy => None,
    }
}

/// Which drive to bring next, and when the check is due.
pub(crate) fn next(
    words: &Catalog,
    practice: &mut Practice,
    done: &[&str],
    now: Timestamp,
) -> Result<String> {
    let standing = status::stand(practice, now)?;
    let today = status::day_of(now);
    let days = practice.config.reminders.drive_days;
    let bring = bring(words, &standing, done, i32::from(days), today);
    let check = standing.check_due.map(|day| {
        let when = units::day_and_month(words, day);
        if day < today {
            fl!(words, "backup-check-late", day = when)
        } else {
            fl!(words, "backup-check-due", day = when)
        }
    });
    Ok([Some(bring), check].into_iter().flatten().collect::<Vec<_>>().join(" "))
}

/// Rotation by age: the drive with the oldest backup comes next, the sooner the older.
pub(crate) fn bring(
    words: &Catalog,
    standing: &Standing,
    done: &[&str],
    days_max: i32,
    today: Date,
) -> String {
    if standing.copies.len() < 2 {
        let is_unmet = |matter: &&Matter| matches!(matter, Matter::OthersUnmet { .. });
        return match standing.matters.iter().find(is_unmet) {
            Some(unmet) => fl!(words, "status-next", what = matters::sentence(words, unmet)),
            None => fl!(words, "backup-second-drive"),
        };
    }
    let Some(copy) = next_to_bring(&standing.copies, done) else {
        return fl!(words, "backup-all-drives");
    };
    let drive = safe(&copy.drive);
    let Some(day) = copy.backed_up else {
        return fl!(words, "backup-bring-new", drive = drive);
    };
    let days = refuge::retention::dates::days_between(day, today);
    let ago = i64::from(days);
    if days > days_max {
        fl!(words, "backup-bring-now", drive = drive, days = ago)
    } else if days + 7 > days_max {
        fl!(words, "backup-bring-this-week", drive = drive, days = ago)
    } else {
        fl!(
            words,
            "backup-bring-next",
            drive = drive,
            when = units::ago(words, days.unsigned_abs().into())
        )
    }
}
