//! A purge plan on paper: counts for everybody, names only for who asks and has a key.

use std::collections::BTreeMap;

use refuge::documents::{Block, Page, Table};
use refuge::error::Result;
use refuge::expiry::{self, PurgePlan, approval};
use refuge::id::RecordId;
use refuge::practice::Practice;
use refuge::retention::RecordStanding;
use refuge::retention::rules::{RuleError, Rules};
use refuge::vault::Manifest;
use serde_json::json;

use crate::cli::{
    Exit, Face, Failure, Line, Summary,
    args::papers::Report,
    commands::{classes, home, reading::Reading},
    fl,
    papers::{desk::Desk, erasure, output},
};

/// Whether this is the number of a plan, such as `P-2026-03`.
pub(super) fn is_number(text: &str) -> bool {
    text.starts_with("P-") || text.starts_with("p-")
}

pub(super) fn run(face: &mut Face<'_>, number: &str, options: &Report) -> Result<Exit, Failure> {
    let (practice, names) = if face.common.names {
        let reading = Reading::open(face, None)?;
        let names = names(&reading)?;
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
    let page = page(face, &practice, &plan, &names);
    let counts = |standing| total(&plan, standing);
    let summary = Summary::new("report", Exit::Done)
        .with("plan", plan.number.as_str())
        .with("due", plan.records.len())
        .with("held", counts(RecordStanding::Held))
        .with("unknown", counts(RecordStanding::Unknown))
        .with("kept", counts(RecordStanding::Kept));
    let paper = output::Paper { page: &page, canonical: &canonical, name: plan.number.clone() };
    output::deliver(face, &practice.home, &paper, summary, options)
}

/// Names as the manifests of the drive that is there tell them.
fn names(reading: &Reading) -> Result<BTreeMap<RecordId, String>> {
    let vault = reading.vault()?;
    let mut manifests = Vec::new();
    for section in &reading.sections {
        manifests.extend(Manifest::all(&vault, section)?.0);
    }
    Ok(expiry::names(&manifests).into_iter().map(|(record, (_, name))| (record, name)).collect())
}

fn total(plan: &PurgePlan, standing: RecordStanding) -> u64 {
    let counts = plan.counts.iter().filter(|count| count.standing == standing);
    counts.map(|count| count.records).sum()
}

fn page(
    face: &Face<'_>,
    practice: &Practice,
    plan: &PurgePlan,
    names: &BTreeMap<RecordId, String>,
) -> Page {
    let words = face.words;
    let desk = Desk::new(words, practice, &[], home::now());
    let mut blocks = vec![Block::Table(counts(&desk, plan))];
    blocks.push(Block::Note(fl!(words, "plan-rules", rules = plan.rules.as_str())));
    if face.common.names {
        blocks.push(Block::Heading(fl!(words, "plan-records")));
        blocks.push(Block::Note(fl!(words, "plan-names-note")));
        blocks.push(Block::Table(records(&desk, plan, names)));
        blocks.push(Block::Signatures(vec![desk.signature(fl!(words, "sign-read-by"), None)]));
    }
    Page {
        language: words.language().tag().to_owned(),
        practice: practice.config.practice.name.clone(),
        number: Some(plan.number.clone()),
        title: fl!(words, "plan-title", plan = plan.number.as_str()),
        lead: Some(fl!(words, "plan-lead", date = desk.day(plan.today))),
        blocks,
        footer: vec![desk.printed()],
    }
}

fn counts(desk: &Desk<'_>, plan: &PurgePlan) -> Table {
    let words = desk.words;
    let rules = Rules::presets();
    let rows = plan.counts.iter().map(|count| {
        let standing = match count.standing {
            RecordStanding::Due => fl!(words, "paper-standing-due"),
            RecordStanding::Held => fl!(words, "paper-standing-held"),
            RecordStanding::Unknown => fl!(words, "paper-standing-unknown"),
            RecordStanding::Kept => fl!(words, "paper-standing-kept"),
        };
        let reason = reason_word(&count.reason);
        vec![
            standing,
            class(desk, &rules, &count.class),
            erasure::reason(desk, &reason),
            desk.count(count.records),
            desk.span(count.keep_until),
        ]
    });
    Table {
        head: vec![
            fl!(words, "plan-head-standing"),
            fl!(words, "plan-head-class"),
            fl!(words, "erase-head-reason"),
            fl!(words, "erase-head-records"),
            fl!(words, "erase-head-until"),
        ],
        rows: rows.collect(),
        numbers: vec![3],
        ..Table::default()
    }
}

/// What a person calls a class; of one that the presets do not know, its id.
fn class(desk: &Desk<'_>, rules: &std::result::Result<Rules, RuleError>, id: &str) -> String {
    let known = rules.as_ref().ok().and_then(|rules| rules.get(id));
    let name = known.map(|rule| classes::name(desk.words.language(), &rule.name).to_owned());
    name.unwrap_or_else(|| id.to_owned())
}

/// The word of a reason in JSON; of one that holds something, its name.
fn reason_word(reason: &refuge::retention::KeepReason) -> String {
    match json!(reason) {
        serde_json::Value::String(word) => word,
        serde_json::Value::Object(fields) => fields.keys().next().cloned().unwrap_or_default(),
        _ => String::new(),
    }
}

fn records(desk: &Desk<'_>, plan: &PurgePlan, names: &BTreeMap<RecordId, String>) -> Table {
    let words = desk.words;
    let rules = Rules::presets();
    let rows = plan.records.iter().map(|record| {
        let name = names.get(&record.record).filter(|name| !name.is_empty());
        vec![
            name.cloned().unwrap_or_else(|| fl!(words, "plan-unnamed")),
            class(desk, &rules, &record.class),
            erasure::reason(desk, &reason_word(&record.reason)),
            record.keep_until.map_or_else(String::new, |day| desk.day(day)),
            "☐".to_owned(),
        ]
    });
    Table {
        head: vec![
            fl!(words, "plan-head-record"),
            fl!(words, "plan-head-class"),
            fl!(words, "erase-head-reason"),
            fl!(words, "erase-head-until"),
            fl!(words, "plan-head-seen"),
        ],
        rows: rows.collect(),
        ..Table::default()
    }
}
