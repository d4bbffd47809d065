//! Which lines of which snapshots stay. Pure: times, rules and records in, flags out.
//!
//! Each source has its own rule, and one manifest holds several sources. So it is lines that go:
//! those of a source whose rule drops that snapshot. A manifest without lines goes too. Whatever
//! the rules say, the newest snapshot stays whole, and so does the newest state of every record:
//! a folder that was moved away may have years to be kept. Only a purge forgets a record.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::config::{Keep, Source};
use crate::id::{RecordId, SourceId};
use crate::retention::clock;
use crate::vault::Manifest;

/// What decides.
pub struct KeepRules<'a> {
    /// The sources, with their rules.
    pub sources: &'a [Source],
    /// Now: what lies ahead of it bears a wrong date.
    pub now: Timestamp,
    /// The practice's time zone: days begin there.
    pub zone: &'a TimeZone,
    /// Records of which every state stays: they are held.
    pub pinned: &'a HashSet<RecordId>,
    /// Records of which only the newest state stays, whatever the rules say.
    pub newest_only: &'a HashSet<RecordId>,
    /// Packs are overwritten before they are removed: something in them must become unreadable.
    pub overwrite: bool,
}

/// For each of these times, oldest first, whether the rule keeps it: the last one of each of the
/// most recent days, weeks, months and years that have any. A time that cannot be read is kept,
/// and so is everything when the rule names no number.
#[must_use]
pub fn kept(times: &[Option<Timestamp>], keep: Keep, zone: &TimeZone) -> Vec<bool> {
    if keep == Keep::default() {
        return vec![true; times.len()];
    }
    let days: Vec<Option<Date>> =
        times.iter().map(|time| time.map(|time| zone.to_datetime(time).date())).collect();
    let mut flags: Vec<bool> = days.iter().map(Option::is_none).collect();
    mark(&mut flags, &days, keep.daily, |day| {
        (i32::from(day.year()), i32::from(day.day_of_year()))
    });
    mark(&mut flags, &days, keep.weekly, |day| {
        let week = day.iso_week_date();
        (i32::from(week.year()), i32::from(week.week()))
    });
    mark(&mut flags, &days, keep.monthly, |day| (i32::from(day.year()), i32::from(day.month())));
    mark(&mut flags, &days, keep.yearly, |day| (i32::from(day.year()), 0));
    if let Some(newest) = flags.last_mut() {
        *newest = true;
    }
    flags
}

/// Marks the last of each of the `count` most recent periods.
fn mark(
    flags: &mut [bool],
    days: &[Option<Date>],
    count: u32,
    period: impl Fn(Date) -> (i32, i32),
) {
    let mut seen = HashSet::new();
    for (flag, day) in flags.iter_mut().zip(days).rev() {
        let Some(day) = day else { continue };
        if seen.len() >= count as usize {
            return;
        }
        *flag |= seen.insert(period(*day));
    }
}

/// For each manifest, oldest first, which of its lines stay.
#[must_use]
pub fn lines(manifests: &[Manifest], rules: &KeepRules<'_>) -> Vec<Vec<bool>> {
    let newest = manifests.len().saturating_sub(1);
    let mut last: HashMap<RecordId, usize> = HashMap::new();
    for (at, manifest) in manifests.iter().enumerate() {
        last.extend(manifest.records.iter().map(|line| (line.record, at)));
    }
    let by_source = by_source(manifests, rules);
    let stays = |at: usize, line: &crate::format::documents::RecordLine| {
        if at == newest || last.get(&line.record) == Some(&at) {
            return true;
        }
        if rules.pinned.contains(&line.record) {
            return true;
        }
        let by_rule = by_source.get(&line.source).is_none_or(|kept| kept.contains(&at));
        by_rule && !rules.newest_only.contains(&line.record)
    };
    let of = |(at, manifest): (usize, &Manifest)| {
        manifest.records.iter().map(|line| stays(at, line)).collect()
    };
    manifests.iter().enumerate().map(of).collect()
}

/// When each manifest was written, as far as that can be believed: their order is that of the drive, and one
/// with a wrong date takes no other's place. Nothing for a time that cannot be read, or be placed.
fn times(manifests: &[Manifest], now: Timestamp) -> Vec<Option<Timestamp>> {
    let told: Vec<Option<Timestamp>> =
        manifests.iter().map(|manifest| manifest.snapshot.time.parse().ok()).collect();
    let believed = clock::believed(&told, now);
    told.iter().zip(believed).map(|(told, believed)| told.and(believed)).collect()
}

/// For each source that has a rule, the manifests in which it stays.
fn by_source(manifests: &[Manifest], rules: &KeepRules<'_>) -> HashMap<SourceId, HashSet<usize>> {
    let mut all = HashMap::new();
    let times = times(manifests, rules.now);
    for (source, keep) in rules.sources.iter().filter_map(|source| Some((source.id, source.keep?)))
    {
        let has = |manifest: &&Manifest| manifest.records.iter().any(|line| line.source == source);
        let with: Vec<(usize, Option<Timestamp>)> = (0..)
            .zip(manifests.iter().zip(&times))
            .filter(|(_, (manifest, _))| has(manifest))
            .map(|(at, (_, time))| (at, *time))
            .collect();
        let times: Vec<_> = with.iter().map(|(_, time)| *time).collect();
        let flags = kept(&times, keep, rules.zone);
        let staying = with.iter().zip(flags).filter(|(_, flag)| *flag).map(|((at, _), _)| *at);
        all.insert(source, staying.collect());
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::RecordRule;
    use crate::format::documents::{RecordLine, SnapshotLine};
    use crate::format::names;
    use crate::id::{DriveId, KeyId, SectionId, SnapshotId};

    fn at(text: &str) -> Option<Timestamp> {
        Some(text.parse().unwrap())
    }

    fn keep(daily: u32, weekly: u32, monthly: u32, yearly: u32) -> Keep {
        Keep { daily, weekly, monthly, yearly }
    }

    #[test]
    fn the_last_of_each_day_is_kept_by_the_clock_of_the_practice() {
        // 23:30 UTC is the next day in Paris.
        let times =
            [at("2026-11-20T08:00:00Z"), at("2026-11-20T23:30:00Z"), at("2026-11-21T18:00:00Z")];
        let paris = TimeZone::get("Europe/Paris").unwrap();
        assert_eq!(kept(&times, keep(9, 0, 0, 0), &paris), [true, false, true]);
        assert_eq!(kept(&times, keep(9, 0, 0, 0), &TimeZone::UTC), [false, true, true]);
    }

    #[test]
    fn days_without_a_backup_do_not_count() {
        let times =
            [at("2026-01-05T08:00:00Z"), at("2026-06-01T08:00:00Z"), at("2026-11-21T08:00:00Z")];
        assert_eq!(kept(&times, keep(2, 0, 0, 0), &TimeZone::UTC), [false, true, true]);
    }

    #[test]
    fn rules_add_up() {
        let times = [
            at("2024-12-31T08:00:00Z"),
            at("2025-02-03T08:00:00Z"),
            at("2026-10-31T08:00:00Z"),
            at("2026-11-20T08:00:00Z"),
            at("2026-11-21T08:00:00Z"),
        ];
        let flags = kept(&times, keep(1, 0, 2, 3), &TimeZone::UTC);
        assert_eq!(flags, [true, true, true, false, true]);
        // The first days of January can belong to a week of the old year.
        let new_year = [at("2025-12-31T08:00:00Z"), at("2026-01-01T08:00:00Z")];
        assert_eq!(kept(&new_year, keep(0, 5, 0, 0), &TimeZone::UTC), [false, true]);
    }

    #[test]
    fn a_rule_without_numbers_and_a_time_that_cannot_be_read_keep() {
        let times = [at("2026-11-20T08:00:00Z"), None, at("2026-11-21T08:00:00Z")];
        assert_eq!(kept(&times, Keep::default(), &TimeZone::UTC), [true, true, true]);
        assert_eq!(kept(&times, keep(0, 0, 0, 1), &TimeZone::UTC), [false, true, true]);
        assert_eq!(kept(&[], keep(1, 0, 0, 0), &TimeZone::UTC), Vec::<bool>::new());
    }

    fn source(id: u8, keep: Option<Keep>) -> Source {
        Source {
            id: SourceId([id; 16]),
            path: "/x".into(),
            class: "unclassified".into(),
            records: RecordRule::EachFolder,
            section: SectionId([0; 16]),
            exclude: vec![],
            keep,
        }
    }

    /// A snapshot of that day; each record is (source, record).
    fn manifest(day: u8, records: &[(u8, u8)]) -> Manifest {
        let line = |(source, record): &(u8, u8)| RecordLine {
            record: RecordId([*record; 16]),
            source: SourceId([*source; 16]),
            name: String::new(),
            class: "unclassified".into(),
            key: KeyId([0; 16]),
            inventory: vec![],
            files: 1,
            bytes: 1,
            newest: None,
            content: None,
        };
        Manifest {
            object: names::vault_json(),
            seq: day.into(),
            base: None,
            snapshot: SnapshotLine {
                base: None,
                gone: Vec::new(),
                snapshot: SnapshotId([day; 16]),
                time: format!("2026-11-{day:02}T08:00:00Z"),
                drive: DriveId([0; 16]),
                parent: None,
                indexes: vec![],
                files: 0,
                bytes: 0,
                problems: 0,
                program: String::new(),
                configuration: None,
            },
            records: records.iter().map(line).collect(),
        }
    }

    fn staying(
        manifests: &[Manifest],
        sources: &[Source],
        only: &[u8],
        pins: &[u8],
    ) -> Vec<Vec<bool>> {
        let set = |ids: &[u8]| ids.iter().map(|id| RecordId([*id; 16])).collect::<HashSet<_>>();
        let (newest_only, pinned) = (set(only), set(pins));
        let (zone, pinned, newest_only) = (&TimeZone::UTC, &pinned, &newest_only);
        let now = "2026-11-30T08:00:00Z".parse().unwrap();
        let rules = KeepRules { sources, now, zone, pinned, newest_only, overwrite: false };
        lines(manifests, &rules)
    }

    #[test]
    fn each_source_goes_by_its_own_rule() {
        let days = [manifest(1, &[(1, 11), (2, 22)]), manifest(2, &[(1, 11), (2, 22)])];
        let sources = [source(1, Some(keep(1, 0, 0, 0))), source(2, None)];
        assert_eq!(staying(&days, &sources, &[], &[]), [vec![false, true], vec![true, true]]);
    }

    #[test]
    fn a_backup_under_a_wrong_date_takes_no_other_ones_place() {
        let dated = |day: u8, time: &str| {
            let mut manifest = manifest(day, &[(1, 11)]);
            manifest.snapshot.time = time.to_owned();
            manifest
        };
        let years = [
            dated(1, "2024-06-01T08:00:00Z"),
            dated(2, "2025-06-01T08:00:00Z"),
            dated(3, "2000-01-01T00:00:00Z"),
            dated(4, "2026-06-01T08:00:00Z"),
            dated(5, "2029-05-17T08:00:00Z"),
        ];
        let sources = [source(1, Some(keep(0, 0, 0, 3)))];
        let staying = staying(&years, &sources, &[], &[]);
        // The newest stays whatever its date; of the years 2026, 2025 and 2024 the last one each.
        assert_eq!(staying, [[true], [false], [true], [false], [true]]);
    }

    #[test]
    fn the_last_state_of_a_record_that_is_gone_from_its_source_stays() {
        let days =
            [manifest(1, &[(1, 11), (1, 12)]), manifest(2, &[(1, 11)]), manifest(3, &[(1, 11)])];
        let sources = [source(1, Some(keep(1, 0, 0, 0)))];
        assert_eq!(
            staying(&days, &sources, &[], &[]),
            [vec![false, true], vec![false], vec![true]]
        );
    }

    #[test]
    fn a_held_record_keeps_every_state_even_where_only_the_newest_was_asked_for() {
        let days = [manifest(1, &[(1, 11), (1, 12)]), manifest(2, &[(1, 11), (1, 12)])];
        let sources = [source(1, None)];
        assert_eq!(staying(&days, &sources, &[11], &[]), [vec![false, true], vec![true, true]]);
        assert_eq!(staying(&days, &sources, &[11], &[11]), [vec![true, true], vec![true, true]]);
        let sources = [source(1, Some(keep(1, 0, 0, 0)))];
        assert_eq!(staying(&days, &sources, &[], &[12]), [vec![false, true], vec![true, true]]);
    }

    #[test]
    fn a_source_that_is_no_longer_configured_keeps_all() {
        let days = [manifest(1, &[(9, 11)]), manifest(2, &[(9, 11)])];
        assert_eq!(staying(&days, &[], &[], &[]), [vec![true], vec![true]]);
    }
}
