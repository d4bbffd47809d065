//! The plan a doctor can judge: one line for each record, grouped by what decided, earliest first.
//!
//! Made only when names were asked for. Each line says whom it is about, when they were born and last seen, where
//! that is known from, and the last day to keep; it fits into 80 columns for names of usual length.

use std::collections::BTreeMap;

use jiff::civil::Date;
use refuge::expiry::{Judgement, remembered};
use refuge::retention::facts::{InRegister, Person};
use refuge::retention::{Planned, RecordStanding};
use refuge::visit::Assembly;
use serde_json::json;

use crate::cli::{
    Face, Failure, Line, fl,
    terminal::table::{self, Side},
};
use crate::faces::purge_told::{line_of, name, why};

/// One line per record, only because it was asked for.
pub(super) fn show(
    face: &mut Face<'_>,
    desk: &Assembly,
    judged: &Judgement,
) -> Result<(), Failure> {
    let known = remembered::records(&desk.practice.state)?;
    let person = |planned: &Planned| match known.get(&planned.record).map(|known| &known.listed) {
        Some(InRegister::Yes(person)) => Some(person),
        _ => None,
    };
    let plan = &judged.plan;
    let all = plan.due.iter().chain(&plan.held).chain(&plan.unknown).chain(&plan.kept);
    if face.common.json {
        for planned in all {
            let line = as_line(desk, planned, person(planned));
            face.result(&line.to_string())?;
        }
        return Ok(());
    }
    let mut groups: BTreeMap<(RecordStanding, String), Vec<&Planned>> = BTreeMap::new();
    let is_nothing =
        |record| desk.gathered.loose_files(record).is_some_and(|(_, files)| files == 0);
    for planned in all.filter(|planned| planned.verdict.standing() != RecordStanding::Kept) {
        if desk.gathered.is_loose(planned.record) && is_nothing(planned.record) {
            continue;
        }
        let key = (planned.verdict.standing(), planned.verdict.reason.word());
        groups.entry(key).or_default().push(planned);
    }
    for ((standing, reason), mut group) in groups {
        group.sort_by_cached_key(|planned| {
            (planned.verdict.keep_until, name(face.words, desk, planned))
        });
        let why = why(face.words, standing, &reason);
        let is_record = |planned: &&&Planned| !desk.gathered.is_loose(planned.record);
        let records = group.iter().filter(is_record).count();
        // Loose files are no record: their line says by itself what they are.
        face.result(&match records {
            0 => why,
            records => fl!(face.words, "plan-group", why = why, records = records),
        })?;
        let rows: Vec<Vec<String>> = group
            .iter()
            .map(|planned| line_of(face.words, desk, planned, person(planned)))
            .collect();
        for line in table::on_screen(&[Side::Left], &rows) {
            face.result(&line)?;
        }
    }
    Ok(())
}

fn as_line(desk: &Assembly, planned: &Planned, person: Option<&Person>) -> Line {
    let verdict = &planned.verdict;
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    let named = desk.gathered.names.get(&planned.record).map(|(_, name)| name.clone());
    let is_loose = named.as_ref().is_some_and(String::is_empty);
    let record = named.filter(|name| !name.is_empty()).unwrap_or_else(|| planned.record.hex());
    let mut line = Line::new("purge", "record")
        .with("record", record)
        .with("id", planned.record.hex())
        .with("class", planned.class.as_str())
        .with("keep_until", day(verdict.keep_until))
        .with("reason", verdict.reason.word())
        .with("verdict", json!(verdict.standing()))
        .with("born", day(person.and_then(|person| person.birth)))
        .with("last_contact", day(verdict.started))
        .with("evidence", json!(verdict.evidence));
    if is_loose {
        line = line.with("loose", desk.gathered.is_loose(planned.record));
    }
    line
}
