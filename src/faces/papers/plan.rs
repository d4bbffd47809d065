//! A plan of erasing on paper: counts for everybody, names only for who asks and has a key.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use refuge::documents::{Block, Page, Table};
use refuge::error::Result;
use refuge::expiry::{self, KnownRecord, PurgePlan, RecordToForget, remembered};
use refuge::id::RecordId;
use refuge::practice::Practice;
use refuge::retention::RecordStanding;
use refuge::retention::facts::InRegister;
use refuge::retention::rules::{RuleError, Rules};
use refuge::vault::{Manifest, SectionReader, Vault};
use serde_json::json;

use super::{desk::Desk, erasure};
use crate::faces::{Catalog, Values, fl, here, rule_words, units};

/// Names as the manifests of the drive that is there tell them.
pub(crate) fn names(
    vault: &Vault<'_>,
    sections: &[SectionReader],
) -> Result<BTreeMap<RecordId, String>> {
    let mut manifests = Vec::new();
    for section in sections {
        manifests.extend(Manifest::all(vault, section)?.0);
    }
    Ok(expiry::names(&manifests).into_iter().map(|(record, (_, name))| (record, name)).collect())
}

/// Records of one standing.
pub(crate) fn total(plan: &PurgePlan, standing: RecordStanding) -> u64 {
    let counts = plan.counts.iter().filter(|count| count.standing == standing);
    counts.map(|count| count.records).sum()
}

/// What is told of records besides the plan: names by the drive, births by the register.
struct Told<'a> {
    names: &'a BTreeMap<RecordId, String>,
    known: HashMap<RecordId, KnownRecord>,
}

impl Told<'_> {
    fn birth(&self, record: RecordId) -> Option<Date> {
        match &self.known.get(&record)?.listed {
            InRegister::Yes(person) => person.birth,
            InRegister::No | InRegister::Quarantined => None,
        }
    }
}

/// The paper, with names where some are given.
pub(crate) fn page(
    words: &Catalog,
    practice: &Practice,
    plan: &PurgePlan,
    names: Option<&BTreeMap<RecordId, String>>,
) -> Result<Page> {
    let desk = Desk::new(words, practice, &[], here::now());
    let mut blocks = vec![Block::Table(counts(&desk, plan))];
    if names.is_none() {
        blocks.push(Block::Note(fl!(words, "purge-read-list", plan = plan.number.as_str())));
    }
    if let Some(names) = names {
        let known = remembered::records(&practice.state)?;
        let told = &Told { names, known };
        blocks.push(Block::Note(fl!(words, "plan-names-note")));
        blocks.extend(records(&desk, plan, told));
        blocks.push(Block::Signatures(vec![desk.signature(fl!(words, "sign-read-by"), None)]));
    }
    Ok(Page {
        language: words.language().tag().to_owned(),
        practice: practice.config.practice.name.clone(),
        number: Some(plan.number.clone()),
        title: fl!(words, "plan-title", plan = plan.number.as_str()),
        lead: Some(fl!(words, "plan-lead", date = desk.day(plan.today))),
        blocks,
        footer: vec![fl!(words, "plan-rules", rules = plan.rules.as_str()), desk.printed()],
    })
}

fn counts(desk: &Desk<'_>, plan: &PurgePlan) -> Table {
    let words = desk.words;
    let rules = Rules::presets();
    let mut counts: Vec<_> = plan.counts.iter().collect();
    counts.sort_by_key(|count| count.standing);
    let rows = counts.into_iter().map(|count| {
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
        tight: vec![0, 2, 4],
        ..Table::default()
    }
}

/// What a person calls a class; of one that the presets do not know, its id.
fn class(desk: &Desk<'_>, rules: &std::result::Result<Rules, RuleError>, id: &str) -> String {
    let known = rules.as_ref().ok().and_then(|rules| rules.get(id));
    let name = known.map(|rule| rule_words::name(desk.words.language(), &rule.name).to_owned());
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

/// One table for each category and reason, what was due first on top: a doctor reads it line by line.
fn records(desk: &Desk<'_>, plan: &PurgePlan, told: &Told<'_>) -> Vec<Block> {
    let words = desk.words;
    let rules = Rules::presets();
    let mut groups: BTreeMap<(String, String), Vec<Vec<String>>> = BTreeMap::new();
    let name = |record: &RecordToForget| {
        told.names.get(&record.record).filter(|name| !name.is_empty()).cloned()
    };
    let mut all: Vec<&RecordToForget> = plan.records.iter().collect();
    all.sort_by_cached_key(|record| (record.keep_until, name(record)));
    let short = |day: Option<Date>| day.map(|day| units::day_short(words, day)).unwrap_or_default();
    for record in all {
        let evidence = record.evidence.map(|evidence| json!(evidence)).and_then(|word| {
            words.find(&format!("evidence-{}", word.as_str().unwrap_or_default()), &Values::new())
        });
        let row = vec![
            name(record).unwrap_or_else(|| fl!(words, "plan-unnamed")),
            short(told.birth(record.record)),
            short(record.started),
            evidence.unwrap_or_default(),
            short(record.keep_until),
            "☐".to_owned(),
        ];
        let class = class(desk, &rules, &record.class);
        let reason = erasure::reason(desk, &reason_word(&record.reason));
        groups.entry((class, reason)).or_default().push(row);
    }
    let head = ["record", "born", "contact", "from", "until", "seen"];
    let head = head.map(|column| {
        words.find(&format!("plan-head-{column}"), &Values::new()).unwrap_or_default()
    });
    let table = |((class, reason), rows): ((String, String), Vec<Vec<String>>)| {
        let count = desk.count(rows.len() as u64);
        let group = fl!(words, "plan-paper-group", class = class, reason = reason, count = count);
        let (head, tight) = (head.to_vec(), vec![1, 2, 3, 4, 5]);
        let table = Table { head, rows, tight, dense: true, ..Table::default() };
        [Block::Heading(group), Block::Table(table)]
    };
    groups.into_iter().flat_map(table).collect()
}
