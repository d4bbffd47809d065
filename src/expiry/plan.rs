//! What may be forgotten: the manifests' own history, joined with the register and the rules.
//!
//! Pure: manifests, register, holds and today come in, a plan comes out. A plan that is stored
//! holds no name; [`names`] finds them again in the manifests.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::config::{RecordRule, Source};
use crate::format::documents::RecordLine;
use crate::id::{ChunkName, ContentTag, DriveId, PracticeId, RecordId, SourceId};
use crate::retention::clock;
use crate::retention::facts::{
    Activity, DeclaredDate, Evidence, Facts, Hold, InRegister, MassDates, Policy, RecordKind,
    RegisterTrust, last_change,
};
use crate::retention::rules::Rules;
use crate::retention::{self, KeepReason, Premises, RecordFacts, RecordsAlike, RetentionPlan};
use crate::vault::Manifest;

/// A numbered plan, as a person approves it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurgePlan {
    /// Its number, such as `P-2026-01`.
    pub number: String,
    /// When it was made, RFC 3339.
    pub made: String,
    /// The practice.
    pub practice: PracticeId,
    /// The day that was judged.
    pub today: Date,
    /// Versions of the rules.
    pub rules: String,
    /// What is to be forgotten.
    pub records: Vec<RecordToForget>,
    /// All records, by class, list and reason.
    pub counts: Vec<RecordsAlike>,
}

/// A record to forget.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordToForget {
    /// The record.
    pub record: RecordId,
    /// Its class.
    pub class: String,
    /// Last day on which it had to be kept; absent where a person asked for it.
    pub keep_until: Option<Date>,
    /// What decided that day.
    pub reason: KeepReason,
    /// The day that started the clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started: Option<Date>,
    /// Where that day is known from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
}

/// What is known of a record besides its files.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct KnownRecord {
    /// What the register says.
    pub listed: InRegister,
    /// Records of one patient share a number.
    pub patient: Option<u32>,
    /// What the practice states.
    pub declared: Option<DeclaredDate>,
    /// Its newest file as this computer saw it, on its way to whichever drive: seconds of Unix time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub newest_file: Option<i64>,
    /// The bytes of its documents then.
    #[serde(skip)]
    pub content: Option<ContentTag>,
}

/// Everything a plan is made of, besides the manifests.
pub struct Inputs<'a> {
    /// Sources as configured: their rules tell what kind of records they have.
    pub sources: &'a [Source],
    /// The rules in force.
    pub rules: &'a Rules,
    /// Whether the register counts.
    pub register: RegisterTrust,
    /// What register and practice say; a record that is not in it is not listed.
    pub known: &'a HashMap<RecordId, KnownRecord>,
    /// Every hold.
    pub holds: &'a [Hold],
    /// The practice's decisions.
    pub policy: &'a Policy,
    /// Dates of the whole register that are no facts.
    pub fillers: &'a MassDates,
    /// The practice's time zone.
    pub zone: &'a TimeZone,
    /// Records forgotten already.
    pub forgotten: &'a HashSet<RecordId>,
    /// The day, in that zone.
    pub today: Date,
}

impl PurgePlan {
    /// Numbers what a judgement found due.
    #[must_use]
    pub fn of(plan: &RetentionPlan, number: String, made: String, practice: PracticeId) -> Self {
        let to_forget = |planned: &retention::Planned| RecordToForget {
            record: planned.record,
            class: planned.class.clone(),
            keep_until: planned.verdict.keep_until,
            reason: planned.verdict.reason,
            started: planned.verdict.started,
            evidence: planned.verdict.evidence,
        };
        Self {
            number,
            made,
            practice,
            today: plan.today,
            rules: plan.rules.clone(),
            records: plan.due.iter().map(to_forget).collect(),
            counts: plan.counts.clone(),
        }
    }

    /// The records to forget.
    #[must_use]
    pub fn ids(&self) -> HashSet<RecordId> {
        self.records.iter().map(|planned| planned.record).collect()
    }

    /// Records of this plan that a fresh judgement does not find due: then it must not be executed.
    #[must_use]
    pub fn no_longer_due(&self, fresh: &RetentionPlan) -> Vec<RecordId> {
        let still: HashSet<RecordId> = fresh.due.iter().map(|planned| planned.record).collect();
        let ids = self.records.iter().map(|planned| planned.record);
        ids.filter(|record| !still.contains(record)).collect()
    }
}

/// The number of the plan after `before` others of its year.
#[must_use]
pub fn number(year: i16, before: u32) -> String {
    format!("P-{year:04}-{:02}", before.saturating_add(1))
}

/// Judges every record of the manifests, of one drive or several.
#[must_use]
pub fn plan(manifests: &[Manifest], inputs: &Inputs<'_>) -> RetentionPlan {
    let records = facts_of(manifests, inputs);
    let Inputs { rules, register, holds, policy, fillers, today, .. } = *inputs;
    retention::plan(&records, Premises { rules, register, holds, policy, fillers, today })
}

/// The name and source of every record, from its newest line; escaped as paths are.
#[must_use]
pub fn names(manifests: &[Manifest]) -> HashMap<RecordId, (SourceId, String)> {
    let mut names = HashMap::new();
    for manifest in in_time(manifests) {
        for line in &manifest.records {
            names.insert(line.record, (line.source, line.name.clone()));
        }
    }
    names
}

/// A record through time.
struct History<'a> {
    newest: &'a RecordLine,
    states: Vec<(Date, Content<'a>)>,
    appeared_later: bool,
    /// For each content, the earliest of the times that its newest document ever had.
    file_times: HashMap<Option<ContentTag>, i64>,
}

/// What a record held in one snapshot: equal where no byte of a document changed. Where an earlier program did not
/// note that, equal where the whole inventory is.
#[derive(Debug, Clone, Copy)]
struct Content<'a> {
    tag: Option<ContentTag>,
    inventory: &'a [ChunkName],
}

impl PartialEq for Content<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self.tag, other.tag) {
            (Some(one), Some(two)) => one == two,
            _ => self.inventory == other.inventory,
        }
    }
}

impl History<'_> {
    /// Bytes that stayed the same tell of no contact when their times are set anew, so each content counts with the
    /// earliest time it was seen with; without a tag the latest counts, as nobody can tell.
    fn note_time(&mut self, tag: Option<ContentTag>, seconds: i64) {
        let known = self.file_times.entry(tag).or_insert(seconds);
        *known = if tag.is_some() { seconds.min(*known) } else { seconds.max(*known) };
    }

    /// A document dated in the future keeps its record for as long as it is dated so. Once the date was set
    /// right, what lies in older snapshots counts no more: that the content changed since is known otherwise.
    fn forget_what_cannot_be(&mut self, last: Option<ContentTag>, inputs: &Inputs<'_>) {
        self.file_times.retain(|tag, seconds| {
            let day = jiff::Timestamp::from_second(*seconds)
                .map(|time| inputs.zone.to_datetime(time).date());
            *tag == last || day.is_ok_and(|day| day <= inputs.today)
        });
    }
}

/// What the manifests, the register and the practice know of every record that is not forgotten.
#[must_use]
pub fn facts_of(manifests: &[Manifest], inputs: &Inputs<'_>) -> Vec<RecordFacts> {
    let mut records: BTreeMap<RecordId, History<'_>> = BTreeMap::new();
    let mut sources_seen: HashSet<SourceId> = HashSet::new();
    for manifest in in_time(manifests) {
        let day = day_of(&manifest.snapshot.time, inputs.zone);
        for line in &manifest.records {
            let history = records.entry(line.record).or_insert_with(|| History {
                newest: line,
                states: Vec::new(),
                appeared_later: sources_seen.contains(&line.source),
                file_times: HashMap::new(),
            });
            history.newest = line;
            let content = Content { tag: line.content, inventory: &line.inventory };
            history.states.extend(day.map(|day| (day, content)));
            if let Some(moment) = line.newest {
                history.note_time(line.content, moment.0);
            }
        }
        sources_seen.extend(manifest.records.iter().map(|line| line.source));
    }
    let kept = records.into_iter().filter(|(record, _)| !inputs.forgotten.contains(record));
    kept.map(|(record, mut history)| {
        let known = inputs.known.get(&record);
        let mut last = history.newest.content;
        if let Some((seconds, tag)) =
            known.and_then(|known| Some((known.newest_file?, known.content)))
        {
            history.note_time(tag, seconds);
            last = tag;
        }
        history.forget_what_cannot_be(last, inputs);
        facts(record, &history, inputs)
    })
    .collect()
}

/// Oldest first, whatever drive they lie on. On one drive their numbers tell, whatever the clock said;
/// between drives, the times that fit these.
pub(super) fn in_time(manifests: &[Manifest]) -> Vec<&Manifest> {
    let mut by_drive: BTreeMap<DriveId, Vec<&Manifest>> = BTreeMap::new();
    for manifest in manifests {
        by_drive.entry(manifest.snapshot.drive).or_default().push(manifest);
    }
    let mut dated = Vec::with_capacity(manifests.len());
    for mut own in by_drive.into_values() {
        let time = |manifest: &Manifest| manifest.snapshot.time.parse::<jiff::Timestamp>().ok();
        own.sort_by_key(|manifest| (manifest.seq, time(manifest)));
        let times: Vec<Option<jiff::Timestamp>> =
            own.iter().map(|manifest| time(manifest)).collect();
        let times = clock::believed(&times, jiff::Timestamp::MAX);
        dated.extend(times.into_iter().zip(own));
    }
    dated.sort_by_key(|(time, manifest)| (*time, manifest.seq));
    dated.into_iter().map(|(_, manifest)| manifest).collect()
}

fn day_of(time: &str, zone: &TimeZone) -> Option<Date> {
    let time: jiff::Timestamp = time.parse().ok()?;
    Some(zone.to_datetime(time).date())
}

fn facts(record: RecordId, history: &History<'_>, inputs: &Inputs<'_>) -> RecordFacts {
    let known = inputs.known.get(&record).cloned().unwrap_or_default();
    let file_time = history.file_times.values().max().copied().and_then(|seconds| {
        let time = jiff::Timestamp::from_second(seconds).ok()?;
        Some(inputs.zone.to_datetime(time).date())
    });
    let activity = Activity {
        documents: None,
        content_changed: last_change(history.states.iter().copied(), history.appeared_later),
        file_time,
    };
    let facts = Facts {
        kind: kind_of(history, inputs.sources),
        listed: known.listed,
        activity,
        declared: known.declared,
    };
    RecordFacts { record, class: history.newest.class.clone(), patient: known.patient, facts }
}

/// By the rule of its source. A year that cannot be read, or a source that is configured no more,
/// makes it a plain folder.
fn kind_of(history: &History<'_>, sources: &[Source]) -> RecordKind {
    let line = history.newest;
    let rule = sources.iter().find(|source| source.id == line.source).map(|source| source.records);
    let year = line.name.parse::<i16>().ok();
    let last_copy = history.states.last().map(|(day, _)| *day);
    match (rule, year, last_copy) {
        (Some(RecordRule::EachFolder), ..) if line.name.is_empty() => RecordKind::LooseFiles,
        (Some(RecordRule::ByYear), Some(year), _) => RecordKind::FilesOfYear(year),
        (Some(RecordRule::Generations), Some(year), Some(last_copy)) => {
            RecordKind::CopiesOfYear { year, last_copy }
        }
        _ => RecordKind::Folder,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::format::documents::SnapshotLine;
    use crate::format::entry::Moment;
    use crate::format::names;
    use crate::id::{DriveId, KeyId, SnapshotId};

    fn line(record: u8, source: u8, inventory: u8, newest: i64) -> RecordLine {
        RecordLine {
            record: RecordId([record; 16]),
            source: SourceId([source; 16]),
            name: "2019".to_owned(),
            class: "fr/medical-record".to_owned(),
            key: KeyId([1; 16]),
            inventory: vec![ChunkName([inventory; 16])],
            files: 1,
            bytes: 1,
            newest: Some(Moment(newest, 0)),
            content: None,
        }
    }

    fn manifest(time: &str, records: Vec<RecordLine>) -> Manifest {
        let snapshot = SnapshotLine {
            base: None,
            gone: Vec::new(),
            snapshot: SnapshotId([1; 16]),
            time: time.to_owned(),
            drive: DriveId([1; 16]),
            parent: None,
            indexes: Vec::new(),
            files: 0,
            bytes: 0,
            problems: 0,
            program: String::new(),
            configuration: None,
        };
        Manifest { object: names::vault_json(), seq: 1, base: None, snapshot, records }
    }

    fn source(id: u8, records: RecordRule) -> Source {
        Source {
            id: SourceId([id; 16]),
            path: "/".into(),
            class: "fr/medical-record".to_owned(),
            records,
            section: crate::id::SectionId([1; 16]),
            exclude: vec![],
            keep: None,
        }
    }

    fn with_inputs<T>(sources: &[Source], work: impl FnOnce(&Inputs<'_>) -> T) -> T {
        let rules = Rules::presets().unwrap();
        work(&Inputs {
            sources,
            rules: &rules,
            register: RegisterTrust::Sound,
            known: &HashMap::new(),
            holds: &[],
            policy: &Policy::default(),
            fillers: &MassDates::default(),
            zone: &TimeZone::UTC,
            forgotten: &HashSet::from([RecordId([9; 16])]),
            today: date(2026, 11, 24),
        })
    }

    #[test]
    fn activity_is_the_last_change_of_content_on_whichever_drive_and_the_newest_file_time() {
        let manifests = [
            manifest("2026-03-01T10:00:00Z", vec![line(1, 1, 2, 50), line(3, 1, 1, 5)]),
            manifest("2026-01-01T10:00:00Z", vec![line(1, 1, 1, 900_000_000), line(9, 1, 1, 1)]),
            manifest("2026-04-01T10:00:00Z", vec![line(1, 1, 2, 60), line(3, 1, 1, 5)]),
        ];
        let facts = with_inputs(&[], |inputs| facts_of(&manifests, inputs));
        let [first, later] = facts.as_slice() else { panic!("{facts:?}") };
        assert_eq!(first.facts.activity.content_changed, Some(date(2026, 3, 1)));
        assert_eq!(first.facts.activity.file_time, Some(date(1998, 7, 9)));
        assert_eq!(later.facts.activity.content_changed, Some(date(2026, 3, 1)));
    }

    #[test]
    fn a_date_in_the_future_counts_until_it_was_set_right() {
        let ahead = 4_070_908_800; // 2099
        let tagged = |tag: u8, newest| {
            let content = Some(crate::id::ContentTag([tag; 16]));
            vec![RecordLine { content, ..line(1, 1, tag, newest) }]
        };
        let file_time = |states: &[(&str, u8, i64)]| {
            let manifests: Vec<Manifest> = states
                .iter()
                .map(|(time, tag, newest)| manifest(time, tagged(*tag, *newest)))
                .collect();
            with_inputs(&[], |inputs| facts_of(&manifests, inputs)[0].facts.activity.file_time)
        };
        let [first, second] = ["2026-01-01T10:00:00Z", "2026-03-01T10:00:00Z"];
        assert_eq!(file_time(&[(first, 1, ahead)]), Some(date(2099, 1, 1)));
        let grown = [(first, 1, ahead), (second, 2, ahead)];
        assert_eq!(file_time(&grown), Some(date(2099, 1, 1)), "still dated so");
        let set_right = [(first, 1, ahead), (second, 1, 900_000_000)];
        assert_eq!(file_time(&set_right), Some(date(1998, 7, 9)));
        let third = "2026-04-01T10:00:00Z";
        let later = [(first, 1, ahead), (second, 2, ahead), (third, 2, 900_000_000)];
        assert_eq!(file_time(&later), Some(date(1998, 7, 9)), "the older content counts no more");
    }

    #[test]
    fn the_rule_of_the_source_tells_what_a_year_means() {
        let manifests = [manifest(
            "2020-06-01T10:00:00Z",
            vec![line(1, 1, 1, 5), line(2, 2, 1, 5), line(3, 3, 1, 5)],
        )];
        let sources = [source(1, RecordRule::ByYear), source(2, RecordRule::Generations)];
        let facts = with_inputs(&sources, |inputs| facts_of(&manifests, inputs));
        let kinds: Vec<RecordKind> = facts.iter().map(|of| of.facts.kind).collect();
        let copies = RecordKind::CopiesOfYear { year: 2019, last_copy: date(2020, 6, 1) };
        assert_eq!(kinds, [RecordKind::FilesOfYear(2019), copies, RecordKind::Folder]);
    }

    #[test]
    fn a_record_nobody_knows_anything_about_is_never_in_a_plan() {
        let manifests = [manifest("2020-06-01T10:00:00Z", vec![line(1, 1, 1, 5)])];
        let judged = with_inputs(&[], |inputs| plan(&manifests, inputs));
        let numbered =
            PurgePlan::of(&judged, number(2026, 0), "now".to_owned(), PracticeId([1; 16]));
        assert_eq!((numbered.number.as_str(), numbered.records.len()), ("P-2026-01", 0));
        assert_eq!(numbered.counts.iter().map(|count| count.records).sum::<u64>(), 1);
        let text = serde_json::to_string(&numbered).unwrap();
        assert_eq!(serde_json::from_str::<PurgePlan>(&text).unwrap(), numbered);
    }
}
