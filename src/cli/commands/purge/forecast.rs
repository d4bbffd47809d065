//! `refuge purge --dry-run`: a numbered plan; with `--as-of`, a forecast that leaves nothing behind.

use std::collections::BTreeMap;

use jiff::civil::Date;
use refuge::expiry::{Judgement, Outlook, StoredPlan};
use refuge::practice::Practice;
use refuge::retention::facts::RegisterTrust;
use refuge::retention::{KeepReason, Planned, RecordsAlike, Unknown, Warning};
use refuge::settle;
use refuge::state::DriveState;
use refuge::visit::Assembly;
use serde_json::json;

use super::names::why;
use super::{account, names};
use crate::cli::{
    Catalog, Exit, Face, Failure, Summary, Values,
    args::forget::Purge,
    commands::{forgetting, register},
    fl, safe,
    terminal::{
        columns,
        table::{self, Side},
    },
    units,
    words::{numbers, outlook},
};
use crate::faces::rule_words;

pub(super) fn run(
    face: &mut Face<'_>,
    practice: Practice,
    options: &Purge,
) -> Result<Exit, Failure> {
    let mut desk = forgetting::assemble(face, practice)?;
    if options.as_of.is_none() {
        desk.guard_clock(options.today)?;
    }
    let judged = desk.judge(options.as_of)?;
    let stored = match options.as_of {
        None => desk.keep(&judged)?,
        Some(_) => None,
    };
    if face.common.names {
        names::show(face, &desk, &judged)?;
    }
    let is_record = |planned: &&Planned| !desk.gathered.is_loose(planned.record);
    let count = |list: &[Planned]| list.iter().filter(is_record).count();
    let summary = Summary::new("purge", Exit::Done)
        .with("plan", stored.as_ref().map(|stored| stored.plan.number.clone()))
        .with("as_of", options.as_of.map(|day| day.to_string()))
        .with("due", judged.plan.due.len())
        .with("held", count(&judged.plan.held))
        .with("unknown", count(&judged.plan.unknown))
        .with("kept", count(&judged.plan.kept))
        .with("falls_due", falls_due(&Outlook::of(&judged.plan)))
        .with("register", json!(judged.plan.register))
        .with("rules", judged.plan.rules.as_str());
    let lines = sentences(face, &desk, &judged, stored.as_ref(), options.as_of)?;
    face.finish(&summary, &lines)
}

fn sentences(
    face: &Face<'_>,
    desk: &Assembly,
    judged: &Judgement,
    stored: Option<&StoredPlan>,
    as_of: Option<Date>,
) -> refuge::error::Result<Vec<String>> {
    let words = face.words;
    let day = units::day(words, judged.plan.today);
    let mut lines = vec![match (stored, as_of) {
        (Some(stored), _) => {
            fl!(words, "purge-plan", plan = stored.plan.number.as_str(), day = day)
        }
        (None, Some(_)) => fl!(words, "purge-forecast", day = day),
        (None, None) => fl!(words, "purge-nothing-due"),
    }];
    if stored.is_none() && as_of.is_none() {
        lines.extend(awaited(face, desk)?);
    }
    lines.extend(table(face, judged));
    lines.extend(chart(face, &Outlook::of(&judged.plan)));
    lines.extend(register::loose(words, desk));
    lines.extend(warnings(words, judged));
    lines.extend(in_future(words, judged));
    match judged.plan.register {
        RegisterTrust::Sound => {}
        RegisterTrust::Absent => lines.push(fl!(words, "purge-no-register")),
        RegisterTrust::Stale => lines.push(fl!(words, "register-stale")),
        RegisterTrust::Shrunk => lines.push(fl!(words, "register-shrunk")),
    }
    let Some(stored) = stored else { return Ok(lines) };
    lines.extend(account::also_in(face, desk, &stored.plan.ids())?);
    lines.push(String::new());
    lines.extend(effect(face, desk)?);
    lines.push(fl!(words, "purge-read-list", plan = stored.plan.number.as_str()));
    lines.push(fl!(words, "purge-how", plan = stored.plan.number.as_str()));
    Ok(lines)
}

/// Years and their numbers, for programs.
fn falls_due(outlook: &Outlook) -> serde_json::Value {
    let mut years = serde_json::Map::new();
    years.extend(outlook.by_year().map(|(year, count)| (year.to_string(), count.into())));
    json!({"years": years, "later": outlook.later})
}

/// What falls due in the years to come, between empty lines.
fn chart(face: &Face<'_>, outlook: &Outlook) -> Vec<String> {
    let sign = face.symbols.bar.chars().next().unwrap_or('#');
    let drawn = outlook::lines(face.words, outlook, sign, columns());
    if drawn.is_empty() {
        return drawn;
    }
    let empty = || std::iter::once(String::new());
    empty().chain(drawn).chain(empty()).collect()
}

/// Drives that would have to be here for what was erased before: nothing new is due, and yet something is to be done.
fn awaited(face: &Face<'_>, desk: &Assembly) -> refuge::error::Result<Option<String>> {
    let missed = settle::missed_a_purge(&desk.practice)?;
    let names: Vec<String> = missed.iter().map(|drive| safe(&drive.name)).collect();
    let drives = names.join(", ");
    Ok((!names.is_empty()).then(|| fl!(face.words, "purge-awaits", drives = drives)))
}

fn table(face: &Face<'_>, judged: &Judgement) -> Vec<String> {
    let words = face.words;
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
    table::on_screen(&[Side::Left, Side::Right], &rows)
}

/// What is kept because of a date that cannot be, and what ends that.
fn in_future(words: &Catalog, judged: &Judgement) -> Option<String> {
    let future = KeepReason::Unknown(Unknown::InFuture);
    let unknown = judged.plan.unknown.iter();
    let records = unknown.filter(|planned| planned.verdict.reason == future).count();
    (records > 0).then(|| fl!(words, "purge-in-future", records = records))
}

/// What a person should look at, in how many records.
fn warnings(words: &Catalog, judged: &Judgement) -> Vec<String> {
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
fn effect(face: &Face<'_>, desk: &Assembly) -> refuge::error::Result<Vec<String>> {
    let drives = desk.practice.state.drives()?;
    let active = drives.iter().filter(|drive| drive.state == DriveState::Active);
    Ok(active
        .map(|drive| {
            let name = safe(&drive.name);
            if desk.plugged.iter().any(|on| on.drive.row == drive.row) {
                fl!(face.words, "purge-effect-now", drive = name)
            } else {
                fl!(face.words, "purge-effect-later", drive = name)
            }
        })
        .collect())
}
