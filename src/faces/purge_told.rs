//! An erasing in words: what falls due and why, what it does not reach, what was reached on each drive.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use jiff::civil::Date;
use refuge::error::Result;
use refuge::expiry::{Judgement, overlap};
use refuge::fate::Level;
use refuge::id::RecordId;
use refuge::ledger::Erased;
use refuge::retention::facts::Person;
use refuge::retention::{KeepReason, Planned, RecordStanding, RecordsAlike, Unknown, Warning};
use refuge::settle::Account;
use refuge::state::DriveState;
use refuge::visit::Assembly;
use serde_json::json;

use crate::faces::{Catalog, Values, fl, numbers, rule_words, safe, units};

/// What becomes of how many records, and why: a line for each rule, below a first that says what they are.
pub(crate) fn rows(words: &Catalog, judged: &Judgement) -> Vec<Vec<String>> {
    let mut rows = vec![vec![
        fl!(words, "purge-head-rule"),
        fl!(words, "purge-head-records"),
        fl!(words, "purge-head-why"),
        fl!(words, "purge-head-until"),
    ]];
    let mut counts: Vec<&RecordsAlike> = judged.plan.counts.iter().collect();
    counts.sort_by_key(|count| (count.standing, count.class.clone()));
    rows.extend(counts.iter().map(|count| {
        let rule = judged.rules.get(&count.class);
        let name = rule.map(|rule| rule_words::name(words.language(), &rule.name).to_owned());
        vec![
            name.unwrap_or_else(|| safe(&count.class)),
            numbers::count(words.language(), count.records),
            why(words, count.standing, &count.reason.word()),
            count.keep_until.map(|days| range(words, days)).unwrap_or_default(),
        ]
    }));
    rows
}

/// What is kept because of a date that cannot be, and what ends that.
pub(crate) fn in_future(words: &Catalog, judged: &Judgement) -> Option<String> {
    let future = KeepReason::Unknown(Unknown::InFuture);
    let unknown = judged.plan.unknown.iter();
    let records = unknown.filter(|planned| planned.verdict.reason == future).count();
    (records > 0).then(|| fl!(words, "purge-in-future", records = records))
}

/// What a person should look at, in how many records.
pub(crate) fn warnings(words: &Catalog, judged: &Judgement) -> Vec<String> {
    let plan = &judged.plan;
    let all = plan.due.iter().chain(&plan.held).chain(&plan.unknown).chain(&plan.kept);
    let mut times: BTreeMap<Warning, u64> = BTreeMap::new();
    for warning in all.flat_map(|planned| &planned.verdict.warnings) {
        *times.entry(*warning).or_default() += 1;
    }
    let line = |(warning, records): (Warning, u64)| {
        let word = json!(warning);
        let key = format!("warning-{}", word.as_str().unwrap_or_default());
        let values = Values::from([("records", records.into())]);
        words.find(&key, &values).unwrap_or_default()
    };
    times.into_iter().map(line).collect()
}

fn range(words: &Catalog, (first, last): (Date, Date)) -> String {
    let [from, to] = [first, last].map(|day| units::day_short(words, day));
    if first == last { from } else { format!("{from} – {to}") }
}

/// What carrying out the plan would do on each drive.
pub(crate) fn effect(words: &Catalog, desk: &Assembly) -> Result<Vec<String>> {
    let drives = desk.practice.state.drives()?;
    let active = drives.iter().filter(|drive| drive.state == DriveState::Active);
    Ok(active
        .map(|drive| {
            let name = safe(&drive.name);
            if desk.plugged.iter().any(|on| on.drive.row == drive.row) {
                fl!(words, "purge-effect-now", drive = name)
            } else {
                fl!(words, "purge-effect-later", drive = name)
            }
        })
        .collect())
}

/// What a person calls the record: its folder, or the files that lie in no folder of it.
pub(crate) fn name(words: &Catalog, desk: &Assembly, planned: &Planned) -> String {
    if desk.gathered.is_loose(planned.record) {
        let (folder, files) = desk.gathered.loose_files(planned.record).unwrap_or_default();
        return fl!(words, "plan-loose", folder = safe(&folder), files = files);
    }
    let named = desk.gathered.names.get(&planned.record).map(|(_, name)| name.clone());
    let named = named.filter(|name| !name.is_empty());
    let place = || desk.gathered.place_of(planned.record);
    safe(&named.or_else(place).unwrap_or_else(|| planned.record.hex()))
}

/// Whom it is about, when they were born and last seen, and until when it is kept.
pub(crate) fn line_of(
    words: &Catalog,
    desk: &Assembly,
    planned: &Planned,
    person: Option<&Person>,
) -> Vec<String> {
    let verdict = &planned.verdict;
    let standing = match verdict.standing() {
        RecordStanding::Due => fl!(words, "plan-due"),
        RecordStanding::Held => fl!(words, "plan-held"),
        RecordStanding::Unknown | RecordStanding::Kept => fl!(words, "plan-kept"),
    };
    let born = person.and_then(|person| person.birth);
    let evidence = verdict.evidence.map(|evidence| json!(evidence)).and_then(|word| {
        words.find(&format!("evidence-{}", word.as_str().unwrap_or_default()), &Values::new())
    });
    vec![
        format!("{}   {standing}", name(words, desk, planned)),
        born.map(|day| fl!(words, "plan-born", day = units::day_short(words, day)))
            .unwrap_or_default(),
        verdict
            .started
            .map(|day| {
                let from = evidence.unwrap_or_default();
                fl!(words, "plan-seen", day = units::day_short(words, day), from = from)
            })
            .unwrap_or_default(),
        verdict
            .keep_until
            .map(|day| fl!(words, "plan-until", day = units::day_short(words, day)))
            .unwrap_or_default(),
    ]
}

/// `to erase: the term is over`, `kept: …`.
pub(crate) fn why(words: &Catalog, standing: RecordStanding, reason: &str) -> String {
    let standing = match standing {
        RecordStanding::Due => fl!(words, "standing-due"),
        RecordStanding::Held => return fl!(words, "standing-held"),
        RecordStanding::Unknown => fl!(words, "standing-unknown"),
        RecordStanding::Kept => fl!(words, "standing-kept"),
    };
    let reason = words.find(&format!("reason-{reason}"), &Values::new()).unwrap_or_default();
    format!("{standing} {reason}")
}

/// Lines about copies that the purge of these records does not reach; none where it reaches all.
pub(crate) fn also_in(
    words: &Catalog,
    desk: &Assembly,
    records: &HashSet<RecordId>,
    with_names: bool,
) -> Result<Vec<String>> {
    let forgotten = desk.practice.state.forgotten()?;
    let found = overlap::also_in(&desk.gathered, records, &forgotten);
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let others: BTreeSet<RecordId> = found.values().flatten().copied().collect();
    let mut lines = vec![fl!(words, "purge-also-in", records = found.len(), others = others.len())];
    if with_names {
        let name = |record: &RecordId| {
            let (_, name) = desk.gathered.names.get(record)?;
            let place = desk.gathered.place_of(*record)?;
            Some(format!("  {} {}", safe(&place), safe(name)))
        };
        lines.extend(others.iter().filter_map(name));
    }
    lines.push(fl!(words, "purge-also-how"));
    Ok(lines)
}

/// What carrying out a plan reached; `failures` are told by the face, with what to do there.
pub(crate) fn account(
    words: &Catalog,
    done: &Account,
    also: &[String],
    failures: Vec<String>,
) -> Vec<String> {
    let mut lines = reached(words, done, also);
    lines.extend(waiting(done).map(|name| fl!(words, "purge-waiting", drive = safe(name))));
    lines.extend(failures);
    lines.push(fl!(words, "purge-originals"));
    lines.push(fl!(words, "purge-keys"));
    lines.push(fl!(words, "purge-record", entry = done.recorded.label()));
    lines
}

/// Drives that were away. One on which it stopped is told with the reason.
pub(crate) fn waiting(done: &Account) -> impl Iterator<Item = &String> {
    let waits = |name: &&String| done.failed.iter().all(|(stopped, _)| stopped != *name);
    done.purged.waiting.iter().filter(waits)
}

/// What is forgotten, where copies are that it does not reach, and how far it came on each drive.
pub(crate) fn reached(words: &Catalog, done: &Account, also: &[String]) -> Vec<String> {
    let purged = &done.purged;
    let mut lines = match purged.copies_elsewhere {
        0 => vec![fl!(words, "purge-done", records = purged.forgotten)],
        _ => vec![fl!(words, "purge-done-here", records = purged.forgotten)],
    };
    // After an interruption nothing is gathered anew: what the ledger tells of it must do.
    if also.is_empty() && purged.copies_elsewhere > 0 {
        lines.push(fl!(words, "erase-copies", count = purged.copies_elsewhere));
    }
    lines.extend(also.iter().cloned());
    lines.extend(purged.drives.iter().map(|erased| drive_line(words, erased)));
    lines
}

/// What was reached on one drive, in a sentence.
pub(crate) fn drive_line(words: &Catalog, erased: &Erased) -> String {
    let drive = safe(&erased.name);
    if erased.unfound > 0 {
        return fl!(words, "purge-drive-doubt", drive = drive, parts = erased.unfound);
    }
    if !erased.negative_test && erased.failed_segments == 0 {
        return fl!(words, "purge-drive-bad", drive = drive);
    }
    if erased.failed_segments > 0 {
        return fl!(words, "purge-drive-resists", drive = drive, pieces = erased.failed_segments);
    }
    fl!(words, "purge-drive-done", drive = drive, level = level_name(words, erased.level))
}

/// A level in words.
fn level_name(words: &Catalog, level: Level) -> String {
    let word = json!(level);
    let key = format!("level-{}", word.as_str().unwrap_or_default());
    words.find(&key, &Values::new()).unwrap_or_default()
}
