//! `refuge purge --dry-run`: a numbered plan; with `--as-of`, a forecast that leaves nothing behind.

use jiff::civil::Date;
use refuge::expiry::{Judgement, Outlook, StoredPlan};
use refuge::practice::Practice;
use refuge::retention::Planned;
use refuge::retention::facts::RegisterTrust;
use refuge::settle;
use refuge::visit::Assembly;
use serde_json::json;

use super::names;
use crate::cli::{
    Exit, Face, Failure, Summary,
    args::forget::Purge,
    commands::forgetting,
    fl, safe,
    terminal::{
        columns,
        table::{self, Side},
    },
    units,
    words::outlook,
};
use crate::faces::purge_told::{also_in, effect, in_future, rows, warnings};
use crate::faces::register_told::loose;

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
    lines.extend(table::on_screen(&[Side::Left, Side::Right], &rows(words, judged)));
    lines.extend(chart(face, &Outlook::of(&judged.plan)));
    lines.extend(loose(words, desk));
    lines.extend(warnings(words, judged));
    lines.extend(in_future(words, judged));
    match judged.plan.register {
        RegisterTrust::Sound => {}
        RegisterTrust::Absent => lines.push(fl!(words, "purge-no-register")),
        RegisterTrust::Stale => lines.push(fl!(words, "register-stale")),
        RegisterTrust::Shrunk => lines.push(fl!(words, "register-shrunk")),
    }
    let Some(stored) = stored else { return Ok(lines) };
    lines.extend(also_in(words, desk, &stored.plan.ids(), face.common.names)?);
    lines.push(String::new());
    lines.extend(effect(words, desk)?);
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
