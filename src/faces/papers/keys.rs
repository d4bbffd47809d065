//! Papers about opening keys, and the plain one for everything else.

use refuge::documents::{Banner, Block, Table, Tone};
use refuge::ledger::{AttestedKey, Deed, KeyEvent, Recorded, Rotated};

use super::deeds::{deed_name, details};
use super::desk::{Desk, FactList, Sketch};
use crate::faces::fl;

/// The record of a change of locks: what must be destroyed now.
pub(crate) fn rotated(desk: &Desk<'_>, record: &Recorded, rotated: &Rotated) -> Sketch {
    let words = desk.words;
    let (since, waiting) = drives_of(desk, record, rotated);
    let done: Vec<&str> = rotated.drives_done.iter().map(String::as_str).chain(since).collect();
    let is_done = rotated.to_destroy.is_empty() && waiting.is_empty();
    let mut lines = Vec::new();
    if !waiting.is_empty() {
        lines.push(fl!(words, "rotated-before", drives = waiting.join(", ")));
    }
    let notice = Banner {
        tone: if is_done { Tone::Good } else { Tone::Care },
        title: fl!(words, "rotated-what", epoch = rotated.epoch),
        lines,
    };
    let mut facts = FactList::default();
    facts.add(fl!(words, "rotated-epoch"), rotated.epoch.to_string());
    let reason = rotated.reason.as_str();
    facts.add(fl!(words, "rotated-reason"), fl!(words, "rotated-reason-what", reason = reason));
    facts.maybe(fl!(words, "rotated-done"), Some(done.join(", ")));
    facts.maybe(fl!(words, "rotated-waiting"), Some(waiting.join(", ")));
    let row = |key: &KeyEvent| {
        vec![desk.key(&key.name), kind(desk, &key.kind), key.epoch.to_string(), "☐".to_owned()]
    };
    let table = Table {
        head: vec![
            fl!(words, "erase-key-name"),
            fl!(words, "key-kind-head"),
            fl!(words, "erase-key-epoch"),
            fl!(words, "rotated-tick"),
        ],
        rows: rotated.to_destroy.iter().map(row).collect(),
        numbers: vec![2],
        ..Table::default()
    };
    let blocks = vec![
        Block::Notice(notice),
        facts.block(),
        Block::Heading(fl!(words, "rotated-destroy")),
        Block::Table(table),
        Block::Paragraph(fl!(words, "rotated-how")),
        Block::Signatures(vec![
            desk.signature(fl!(words, "sign-destroyed-by"), None),
            desk.signature(fl!(words, "sign-witness"), None),
        ]),
    ];
    Sketch { title: fl!(words, "rotated-title"), lead: None, blocks }
}

/// Of the drives that waited when the entry was written: those that a later entry tells of, before
/// the next change of locks, and the others.
fn drives_of<'a>(
    desk: &'a Desk<'_>,
    record: &Recorded,
    rotated: &'a Rotated,
) -> (Vec<&'a str>, Vec<&'a str>) {
    let number = record.entry.number;
    let later = desk.entries.iter().filter(|entry| entry.entry.number > number);
    let until = later.take_while(|entry| !matches!(entry.entry.deed, Deed::Rotated(_)));
    let rekeyed: Vec<&str> = until
        .filter_map(|entry| match &entry.entry.deed {
            Deed::DriveRelocked(event) => Some(event.name.as_str()),
            _ => None,
        })
        .collect();
    let waited = rotated.drives_waiting.iter().map(String::as_str);
    waited.partition(|name| rekeyed.contains(name))
}

/// The declaration that a key was destroyed.
pub(crate) fn attested(desk: &Desk<'_>, attested: &AttestedKey) -> Sketch {
    let words = desk.words;
    let lines = match attested.left {
        0 => vec![fl!(words, "attested-none-left")],
        left => vec![fl!(words, "attested-left", count = left)],
    };
    let notice = Banner {
        tone: if attested.left == 0 { Tone::Good } else { Tone::Care },
        title: fl!(words, "attested-what", key = desk.key(&attested.key.name)),
        lines,
    };
    let mut facts = FactList::default();
    facts.add(fl!(words, "erase-key-name"), desk.key(&attested.key.name));
    facts.add(fl!(words, "key-kind-head"), kind(desk, &attested.key.kind));
    facts.add(fl!(words, "erase-key-epoch"), attested.key.epoch.to_string());
    facts.maybe(fl!(words, "attested-tag"), attested.tag.clone());
    facts.add(fl!(words, "pv-by"), attested.by.as_str());
    facts.add(fl!(words, "pv-method"), attested.method.as_str());
    facts.add(fl!(words, "pv-day"), desk.day(attested.on));
    let blocks = vec![
        Block::Notice(notice),
        facts.block(),
        Block::Paragraph(fl!(words, "attested-statement")),
        Block::Signatures(vec![
            desk.signature(fl!(words, "sign-destroyed-by"), Some(attested.by.clone())),
            desk.signature(fl!(words, "sign-witness"), None),
        ]),
        Block::Note(fl!(words, "attested-note")),
    ];
    Sketch { title: fl!(words, "attested-title"), lead: None, blocks }
}

fn kind(desk: &Desk<'_>, kind: &str) -> String {
    fl!(desk.words, "key-kind", kind = kind)
}

/// What needs no paper of its own: what it was, and its numbers.
pub(crate) fn plain(desk: &Desk<'_>, record: &Recorded) -> Sketch {
    let details = details(desk, &record.entry.deed);
    let title = deed_name(desk, &record.entry.deed);
    let blocks = if details.is_empty() { Vec::new() } else { vec![Block::Paragraph(details)] };
    Sketch { title, lead: None, blocks }
}
