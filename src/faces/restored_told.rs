//! What came back, in words; and what stands where it is to go.

use std::path::Path;

use refuge::format::entry::Moment;
use refuge::restore::{Conflict, Now, RestoreSummary};

use crate::faces::{Catalog, fl, safe_bytes, safe_path, units};

/// What came back into a folder.
pub(crate) fn into_folder(words: &Catalog, to: &Path, done: &RestoreSummary) -> Vec<String> {
    let size = units::bytes(words.language(), done.bytes);
    let folder = safe_path(to);
    vec![fl!(words, "restore-done", files = done.files, size = size, folder = folder)]
}

/// What came back to where it was.
pub(crate) fn in_place(words: &Catalog, done: &RestoreSummary) -> Vec<String> {
    let size = units::bytes(words.language(), done.bytes);
    let mut lines = vec![fl!(words, "in-place-done", files = done.files, size = size)];
    if done.same > 0 {
        lines.push(fl!(words, "in-place-same", files = done.same));
    }
    if done.replaced > 0 {
        lines.push(fl!(words, "in-place-replaced", files = done.replaced));
    }
    if done.stayed > 0 {
        lines.push(fl!(words, "in-place-stayed", files = done.stayed));
    }
    lines
}

/// Files that did not come back.
pub(crate) fn not_all(words: &Catalog, done: &RestoreSummary) -> Option<String> {
    let problems = done.problems.len() as u64;
    (problems > 0).then(|| fl!(words, "restore-problems", files = problems))
}

/// One thing that stands in the way: where, what it is, when it was changed.
pub(crate) fn conflict(words: &Catalog, conflict: &Conflict) -> Vec<String> {
    let path = safe_bytes(conflict.path.as_bytes());
    let (word, when) = match conflict.now {
        Now::Newer(when) => ("newer", when_changed(words, when)),
        Now::Older(when) => ("older", when_changed(words, when)),
        Now::NoFile => ("other", String::new()),
    };
    vec![path, fl!(words, "in-place-now", what = word), when]
}

fn when_changed(words: &Catalog, Moment(seconds, _): Moment) -> String {
    let Ok(time) = jiff::Timestamp::from_second(seconds) else { return String::new() };
    let time = time.to_zoned_datetime(jiff::tz::TimeZone::system()).datetime();
    format!("{}, {}", units::day_short(words, time.date()), units::hour(words, time))
}
