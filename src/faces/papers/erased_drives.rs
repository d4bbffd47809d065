//! What an erasing did on each drive, drives side by side, and what that is worth on the day of printing.

use refuge::documents::{Block, Table};
use refuge::error::Result;
use refuge::fate::Level;
use refuge::ledger::{Erased, Recorded};

use super::desk::{Desk, FactList};
use crate::faces::fl;

/// Drives that fit beside each other.
const SIDE_BY_SIDE: usize = 3;

/// One drive, and the later entry that tells of it where it was away at first.
pub(super) struct Treated<'a> {
    pub(super) erased: &'a Erased,
    pub(super) later: Option<&'a Recorded>,
}

pub(super) const fn is_good(erased: &Erased) -> bool {
    erased.negative_test && erased.failed_segments == 0 && erased.unfound == 0
}

/// What a table tells of one drive.
struct Column {
    head: String,
    facts: FactList,
}

/// A column for each drive, what was done in rows.
pub(super) fn tables(
    desk: &Desk<'_>,
    treated: &[Treated<'_>],
    epoch: Option<u32>,
) -> Result<Vec<Block>> {
    let column = |one| Ok(Column { head: heading(desk, one), facts: facts(desk, one, epoch)? });
    let columns: Vec<Column> = treated.iter().map(column).collect::<Result<_>>()?;
    Ok(columns.chunks(SIDE_BY_SIDE).map(side_by_side).collect())
}

fn side_by_side(columns: &[Column]) -> Block {
    let mut names: Vec<&String> = Vec::new();
    for name in columns.iter().flat_map(|column| column.facts.names()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let row = |name: &String| {
        let cells = columns.iter().map(|column| column.facts.value(name).unwrap_or("–").to_owned());
        std::iter::once(name.clone()).chain(cells).collect()
    };
    let heads = columns.iter().map(|column| column.head.clone());
    let head = std::iter::once(String::new()).chain(heads);
    Block::Table(Table {
        head: head.collect(),
        rows: names.into_iter().map(row).collect(),
        ..Table::default()
    })
}

fn heading(desk: &Desk<'_>, one: &Treated<'_>) -> String {
    let (words, name) = (desk.words, one.erased.name.as_str());
    match one.later {
        Some(entry) => {
            let date = desk.moment(&entry.entry.time);
            fl!(words, "erase-drive-later", drive = name, date = date, number = entry.label())
        }
        None => fl!(words, "erase-drive", drive = name),
    }
}

fn facts(desk: &Desk<'_>, one: &Treated<'_>, epoch: Option<u32>) -> Result<FactList> {
    let (words, erased) = (desk.words, one.erased);
    let drive = desk.drive(erased.drive)?;
    let mut facts = FactList::default();
    let mut device = FactList::default();
    desk.drive_facts(&mut device, erased.facts.as_ref(), drive.as_ref())?;
    facts.add(fl!(words, "erase-device"), device.in_a_line(words));
    let (count, bytes) = (desk.count(erased.wiped_segments), desk.bytes(erased.wiped_bytes));
    let wiped = fl!(words, "erase-wiped-what", count = count, size = bytes);
    facts.add(fl!(words, "erase-wiped"), wiped);
    facts.add(fl!(words, "erase-errors"), failures(desk, erased.failed_segments));
    let test = if erased.negative_test {
        fl!(words, "erase-test-good")
    } else {
        fl!(words, "erase-test-bad")
    };
    facts.add(fl!(words, "erase-test"), test);
    let Some(drive) = &drive else {
        facts.add(fl!(words, "erase-level-then"), desk.level(erased.level));
        return Ok(facts);
    };
    let fate = desk.fate(drive)?;
    let level = level_today(desk, erased, epoch, fate.level);
    let today = desk.day(desk.today());
    if level == erased.level {
        facts.add(fl!(words, "erase-level-same", date = today), desk.level(level));
    } else {
        facts.add(fl!(words, "erase-level-then"), desk.level(erased.level));
        facts.add(fl!(words, "erase-level-now", date = today), desk.level(level));
    }
    facts.add(fl!(words, "erase-remaining"), remaining(desk, erased, epoch, level));
    Ok(facts)
}

/// Never more than the facts of today, the read-back of then and the attestations together carry.
fn level_today(desk: &Desk<'_>, erased: &Erased, epoch: Option<u32>, of_facts: Level) -> Level {
    match of_facts {
        Level::Destroyed | Level::None => of_facts,
        _ if !is_good(erased) => Level::None,
        Level::NotApplicable => erased.level,
        Level::CryptographicErase => match epoch {
            Some(epoch) if desk.are_destroyed(epoch) => of_facts,
            _ => erased.level.min(Level::LogicalDeletion),
        },
        Level::LogicalDeletion | Level::Clear => of_facts,
    }
}

fn remaining(desk: &Desk<'_>, erased: &Erased, epoch: Option<u32>, level: Level) -> String {
    let words = desk.words;
    match level {
        Level::Destroyed => fl!(words, "remaining-none"),
        _ if !is_good(erased) => fl!(words, "remaining-again"),
        Level::CryptographicErase => fl!(words, "remaining-end-of-life"),
        _ => match epoch {
            Some(epoch) if desk.practice.config.practice.epoch > epoch => {
                fl!(words, "remaining-attest")
            }
            _ => fl!(words, "remaining-rotate"),
        },
    }
}

fn failures(desk: &Desk<'_>, count: u64) -> String {
    match count {
        0 => fl!(desk.words, "erase-errors-none"),
        count => fl!(desk.words, "erase-errors-some", count = count),
    }
}
