//! Looking into a vault without bringing anything back: its snapshots, their files, what changed.

mod diff;
pub(crate) mod extents;
mod inventory;
mod labels;
mod search;
mod spelling;
pub mod tree;
mod unread;
mod when;
mod words;

pub use diff::{ChangeKind, Difference, PathChange, diff};
pub use inventory::{LostRecord, entries};
pub use labels::{Labels, Meanings, Spelling};
pub use search::{FoundVersion, Hit, Search, What, search};
pub use spelling::{drop_spellings, ending_tag, note_spellings, records_spelled};
pub use unread::Unread;
pub use words::{Words, fold};

use std::collections::btree_map::Entry as Slot;
use std::collections::{BTreeMap, HashMap};

use jiff::tz::TimeZone;

use crate::error::{Damage, Error, Result, Thing};
use crate::format::names::ObjectPath;
use crate::id::{DriveId, SnapshotId, SourceId};
use crate::vault::{Contents, Manifest, SectionReader, Vault};
use when::When;

/// Fewest digits of an id that may stand for it.
const ID_DIGITS_MIN: usize = 4;
/// What stands for the snapshot made last, folded.
const LATEST: [&str; 4] = ["latest", "last", "derniere", "la derniere"];

/// One snapshot, all sections together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotSummary {
    /// The snapshot.
    pub id: SnapshotId,
    /// When the run began, RFC 3339, UTC.
    pub time: String,
    /// The drive it was written to.
    pub drive: DriveId,
    /// Files in it, as far as the opened sections tell.
    pub files: u64,
    /// Bytes of these files.
    pub bytes: u64,
    /// Files that could not be backed up.
    pub problems: u64,
    /// Its highest number on the drive.
    pub seq: u64,
}

/// The snapshots of a vault.
#[derive(Debug, Clone, Default)]
pub struct History {
    /// In the order they were made, which is that of their numbers: a clock may have been wrong.
    pub snapshots: Vec<SnapshotSummary>,
    /// Manifests that could not be read, and why.
    pub damaged: Vec<(ObjectPath, Damage)>,
}

/// One snapshot in one section, and where its chunks lie.
pub struct View<'a> {
    /// The section.
    pub section: &'a SectionReader,
    /// Its indexes.
    pub contents: Contents,
    /// The snapshot's records in it.
    pub manifest: Manifest,
}

/// Sources of which a snapshot has nothing, because they were away when it was made: each with the newest before it
/// that has.
///
/// # Errors
/// When the drive cannot be read.
pub fn last_of_absent(
    vault: &Vault<'_>,
    sections: &[SectionReader],
    snapshot: &SnapshotSummary,
    sources: impl Iterator<Item = SourceId>,
) -> Result<Vec<(SourceId, SnapshotId)>> {
    let mut last: HashMap<SourceId, (u64, SnapshotId)> = HashMap::new();
    for section in sections {
        let (good, _) = Manifest::all(vault, section)?;
        for (id, manifest) in newest_of_each(good) {
            for line in manifest.records.iter().filter(|_| manifest.seq <= snapshot.seq) {
                let known = last.entry(line.source).or_insert((manifest.seq, id));
                *known = (*known).max((manifest.seq, id));
            }
        }
    }
    let newest = sources.filter_map(|source| Some((source, last.get(&source)?.1)));
    Ok(newest.filter(|(_, id)| *id != snapshot.id).collect())
}

/// Every snapshot of the sections, in the order they were made.
///
/// # Errors
/// When the drive cannot be read; damaged manifests are listed instead.
pub fn snapshots(vault: &Vault<'_>, sections: &[SectionReader]) -> Result<History> {
    let mut history = History::default();
    let mut merged = BTreeMap::new();
    for section in sections {
        let (good, bad) = Manifest::all(vault, section)?;
        history.damaged.extend(bad);
        for manifest in newest_of_each(good).into_values() {
            add(&mut merged, &manifest);
        }
    }
    history.snapshots = merged.into_values().collect();
    history.snapshots.sort_by_key(|snapshot| snapshot.seq);
    Ok(history)
}

/// A manifest that was rewritten may for a moment stand beside its successor.
fn newest_of_each(manifests: Vec<Manifest>) -> BTreeMap<SnapshotId, Manifest> {
    manifests.into_iter().map(|manifest| (manifest.id(), manifest)).collect()
}

fn add(merged: &mut BTreeMap<SnapshotId, SnapshotSummary>, manifest: &Manifest) {
    let line = &manifest.snapshot;
    match merged.entry(line.snapshot) {
        Slot::Vacant(slot) => {
            slot.insert(SnapshotSummary {
                id: line.snapshot,
                time: line.time.clone(),
                drive: line.drive,
                files: line.files,
                bytes: line.bytes,
                problems: line.problems,
                seq: manifest.seq,
            });
        }
        Slot::Occupied(mut slot) => {
            let known = slot.get_mut();
            known.files = known.files.saturating_add(line.files);
            known.bytes = known.bytes.saturating_add(line.bytes);
            known.problems = known.problems.saturating_add(line.problems);
            known.seq = known.seq.max(manifest.seq);
        }
    }
}

/// The snapshot a person means: the one made last when nothing (or `latest`) is said, else the one
/// whose id begins with `wanted` (four digits at least), else the last of the day (and time, where
/// one is said) in the person's `zone`.
///
/// # Errors
/// `NotFound`; `Invalid` when several ids begin like that.
pub fn choose<'a>(
    list: &'a [SnapshotSummary],
    wanted: Option<&str>,
    zone: &TimeZone,
) -> Result<&'a SnapshotSummary> {
    let wanted = wanted.unwrap_or("latest").trim();
    let missing = || Error::NotFound { what: Thing::Snapshot, name: wanted.to_owned() };
    if means_latest(wanted) {
        return list.last().ok_or_else(missing);
    }
    let digits = wanted.to_ascii_lowercase();
    let mut fitting = list.iter().filter(|summary| summary.id.hex().starts_with(&digits));
    match (digits.len() >= ID_DIGITS_MIN, fitting.next(), fitting.next()) {
        (true, Some(found), None) => Ok(found),
        (true, Some(_), Some(_)) => {
            Err(Error::Invalid { what: Thing::Snapshot, value: wanted.to_owned() })
        }
        _ => {
            let when = When::parse(wanted).ok_or_else(missing)?;
            list.iter().rev().find(|one| when.fits(&one.time, zone)).ok_or_else(missing)
        }
    }
}

/// Whether a person means the snapshot made last.
#[must_use]
pub fn means_latest(wanted: &str) -> bool {
    LATEST.contains(&fold(wanted.trim()).as_str())
}

/// One snapshot, in every section that has it.
///
/// # Errors
/// `NotFound` when none has; when the drive cannot be read. A damaged manifest of one section
/// leaves the others to be looked at: [`snapshots`] lists it.
pub fn open<'a>(
    vault: &Vault<'_>,
    sections: &'a [SectionReader],
    snapshot: SnapshotId,
) -> Result<Vec<View<'a>>> {
    let mut views = Vec::new();
    for section in sections {
        let (good, _) = Manifest::all(vault, section)?;
        if let Some(manifest) = newest_of_each(good).remove(&snapshot) {
            views.push(View { section, contents: Contents::load(vault, section)?, manifest });
        }
    }
    if views.is_empty() {
        return Err(Error::NotFound { what: Thing::Snapshot, name: snapshot.hex() });
    }
    Ok(views)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(id: u8, time: &str, seq: u64) -> SnapshotSummary {
        SnapshotSummary {
            id: SnapshotId([id; 16]),
            time: time.to_owned(),
            drive: DriveId([1; 16]),
            files: 0,
            bytes: 0,
            problems: 0,
            seq,
        }
    }

    #[test]
    fn a_snapshot_is_found_by_id_or_date_and_is_the_latest_when_unsaid() {
        let list = [
            summary(0xaa, "2026-11-23T08:00:00Z", 1),
            summary(0xab, "2026-11-24T08:00:00Z", 2),
            summary(0xac, "2026-11-24T18:00:00Z", 3),
        ];
        let seq = |wanted: Option<&str>| {
            choose(&list, wanted, &TimeZone::UTC).map(|found| found.seq).ok()
        };
        assert_eq!(seq(None), Some(3));
        assert_eq!(seq(Some("latest")), Some(3));
        assert_eq!(seq(Some("ABAB")), Some(2));
        assert_eq!(seq(Some("2026-11-24")), Some(3), "the last of that day");
        assert_eq!(seq(Some("24 novembre")), Some(3));
        assert_eq!(seq(Some("2026-11-24T08")), Some(2));
        assert_eq!(seq(Some("2026-11-24T08:00:00Z")), Some(2));
        assert_eq!(seq(Some("2026-11-22")), None);
        assert_eq!(seq(Some("aba")), None, "too short to mean one");
        let none = choose(&[], None, &TimeZone::UTC);
        assert!(matches!(none, Err(Error::NotFound { what: Thing::Snapshot, .. })));
    }

    #[test]
    fn an_id_that_could_mean_two_is_refused() {
        let mut list = [summary(0xaa, "2026-11-23T08:00:00Z", 1), summary(0xaa, "2026", 2)];
        list[1].id.0[15] = 0;
        assert!(matches!(choose(&list, Some("aaaa"), &TimeZone::UTC), Err(Error::Invalid { .. })));
    }
}
