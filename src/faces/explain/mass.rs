//! A backup that was stopped because it looks like an attack.

use refuge::error::MassChange;

use super::{ErrorId, Filling};
use crate::faces::{Catalog, fl, numbers, safe, units};

pub(super) fn facts(words: &Catalog, change: &MassChange) -> Filling {
    let count = |number| numbers::count(words.language(), number);
    let kind = match (change.notes, change.changed) {
        (0, 0) => "beside",
        (_, 0) => "notes",
        _ => "changes",
    };
    let (ending, ending_files) = match &change.ending {
        Some((ending, files)) => (safe(ending), *files),
        None => ("none".to_owned(), 0),
    };
    Filling::new(ErrorId::S01)
        .with("kind", kind)
        .with("changed", count(change.changed))
        .with("files", count(change.files))
        .with("usual", change.usual.map_or_else(|| "none".to_owned(), count))
        .with(
            "since",
            change.since.as_deref().map_or_else(|| "none".to_owned(), |at| day(words, at)),
        )
        .with("ending", ending)
        .with("ending_files", count(ending_files))
        .with(
            "spoiled",
            if change.spoiled == 0 { "none".to_owned() } else { count(change.spoiled) },
        )
        .with("notes", count(change.notes))
        .with("stays", if change.stays { "yes" } else { "no" })
        .number("backups", change.backups)
        .with("drive", change.drive.as_deref().map_or_else(|| fl!(words, "drive-inside"), safe))
}

/// The day of the last run, as it stands after "since".
fn day(words: &Catalog, time: &str) -> String {
    let Ok(time) = time.parse::<jiff::Timestamp>() else { return "none".to_owned() };
    let date = time.to_zoned_datetime(jiff::tz::TimeZone::system()).date();
    units::day_short(words, date)
}
