//! A purge plan on paper: counts for everybody, names only for who asks and has a key.

use std::collections::BTreeMap;

use refuge::expiry::approval;
use refuge::retention::RecordStanding;
use serde_json::json;

use crate::cli::{
    Exit, Face, Failure, Line, Summary,
    args::papers::Report,
    commands::{home, reading::Reading},
    papers::output,
};
use crate::faces::papers::plan as paper;

/// Whether this is the number of a plan, such as `P-2026-03`.
pub(super) fn is_number(text: &str) -> bool {
    text.starts_with("P-") || text.starts_with("p-")
}

pub(super) fn run(face: &mut Face<'_>, number: &str, options: &Report) -> Result<Exit, Failure> {
    let (practice, names) = if face.common.names {
        let reading = Reading::open(face, None)?;
        let names = paper::names(&reading.vault()?, &reading.sections)?;
        (reading.practice, names)
    } else {
        (home::practice_reading(face)?, BTreeMap::new())
    };
    let plan = approval::find(&practice.state, number)?.plan;
    if face.common.json && face.common.names {
        for record in &plan.records {
            let line = Line::new("report", "record")
                .with("record", names.get(&record.record).cloned())
                .with("class", record.class.as_str())
                .with("keep_until", record.keep_until.map(|day| day.to_string()))
                .with("reason", json!(record.reason));
            face.result(&line.to_string())?;
        }
    }
    let canonical = serde_json::to_string(&plan).unwrap_or_default();
    let told = face.common.names.then_some(&names);
    let page = paper::page(face.words, &practice, &plan, told)?;
    let counts = |standing| paper::total(&plan, standing);
    let summary = Summary::new("report", Exit::Done)
        .with("plan", plan.number.as_str())
        .with("due", plan.records.len())
        .with("held", counts(RecordStanding::Held))
        .with("unknown", counts(RecordStanding::Unknown))
        .with("kept", counts(RecordStanding::Kept));
    let paper = output::Paper { page: &page, canonical: &canonical, name: plan.number.clone() };
    output::deliver(face, &practice.home, &paper, summary, options)
}
