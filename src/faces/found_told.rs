//! What was found in the backups, in words: where it lies, its versions, which backups have them.

use refuge::browse::{FoundVersion, Hit, Labels, SnapshotSummary, What};
use refuge::format::entry::Moment;

use crate::faces::{Catalog, fl, safe, safe_bytes, units};

/// Where it lies, as it is shown.
pub(crate) fn hit_path(hit: &Hit, labels: &Labels) -> String {
    let is_folder = hit.newest().is_some_and(|newest| newest.what == What::Folder);
    let slash = if is_folder { "/" } else { "" };
    format!("{}{slash}", safe_bytes(labels.shown(hit.source, &hit.path).as_bytes()))
}

/// `12 KB, from 29 Nov 2026 to 4 Dec 2026, gone by 27 Dec 2026`.
pub(crate) fn hit_told(words: &Catalog, hit: &Hit, snapshots: &[SnapshotSummary]) -> String {
    let Some(newest) = hit.newest() else { return String::new() };
    let day = |number: usize| day_of(words, snapshots, number);
    let first = day(hit.versions.first().map_or(newest.first, |version| version.first));
    let span = match hit.gone_by {
        Some(gone) => {
            let (last, gone) = (day(newest.last), day(gone));
            let is_one = if first == last { "yes" } else { "no" };
            fl!(words, "find-gone", first = first, last = last, one = is_one, gone = gone)
        }
        None => fl!(words, "find-since", first = first),
    };
    let size = newest.what.size_bytes().map(|size| units::bytes(words.language(), size));
    let versions = Some(hit.versions.len() as u64).filter(|count| *count > 1);
    let versions = versions.map(|count| fl!(words, "find-versions", count = count));
    let told: Vec<String> = [size, versions, Some(span)].into_iter().flatten().collect();
    told.join(", ")
}

/// `2 Dec 2026, 20:30   14 KB`: when it was changed, or the first backup that has it.
pub(crate) fn version_line(
    words: &Catalog,
    version: &FoundVersion,
    snapshots: &[SnapshotSummary],
) -> String {
    let changed = version.modified.and_then(|Moment(seconds, _)| {
        let time = jiff::Timestamp::from_second(seconds).ok()?;
        let time = time.to_zoned_datetime(jiff::tz::TimeZone::system()).datetime();
        Some(format!("{}, {}", units::day_short(words, time.date()), units::hour(words, time)))
    });
    let when = changed.unwrap_or_else(|| day_of(words, snapshots, version.first));
    let size = version.what.size_bytes().map(|size| units::bytes(words.language(), size));
    let (first, last) =
        (day_of(words, snapshots, version.first), day_of(words, snapshots, version.last));
    let span = if first == last {
        fl!(words, "find-in-one", first = first)
    } else {
        fl!(words, "find-in", first = first, last = last)
    };
    format!("{when}   {}   {span}", size.unwrap_or_default())
}

/// The day of a backup where the person is.
fn day_of(words: &Catalog, snapshots: &[SnapshotSummary], number: usize) -> String {
    let Some(shot) = snapshots.get(number) else { return String::new() };
    match shot.time.parse::<jiff::Timestamp>() {
        Ok(time) => {
            let zone = jiff::tz::TimeZone::system();
            units::day_short(words, time.to_zoned_datetime(zone).date())
        }
        Err(_) => safe(&shot.time),
    }
}
