//! The register: everything that was done in a year, numbered, with small charts.

use std::collections::BTreeSet;

use jiff::civil::Date;
use refuge::documents::{Banner, Block, Chart, Gauge, Page, Series, Table, Tone};
use refuge::error::Result;
use refuge::expiry;
use refuge::id::SourceId;
use refuge::ledger::{Deed, Recorded};
use refuge::platform;
use refuge::practice::{DriveIdentity, Practice};
use refuge::retention::clock::is_out_of_line;
use refuge::state::{Drive, DriveState};
use refuge::status::calendar::calendar;
use refuge::unsaved;

use super::{
    desk::{Desk, FactList},
    output,
};
use crate::cli::{
    Exit, Face, Failure, Summary,
    args::papers::Report,
    commands::home,
    fl,
    words::{coverage, outlook},
};
use crate::faces::papers::deeds::{deed_name, details};

pub(crate) fn run(
    face: &mut Face<'_>,
    practice: &Practice,
    entries: &[Recorded],
    options: &Report,
) -> Result<Exit, Failure> {
    let desk = Desk::new(face.words, practice, entries, home::now());
    let year = options.year.unwrap_or_else(|| desk.today().year());
    let page = page(&desk, year)?;
    let canonical = canonical(&desk, year);
    let of_year = entries.iter().filter(|record| in_year(&desk, record, year));
    let listed: Vec<serde_json::Value> = of_year
        .map(|record| {
            serde_json::json!({
                "number": record.label(), "hash": record.hash, "entry": record.entry,
            })
        })
        .collect();
    let summary = Summary::new("report", Exit::Done)
        .with("year", year)
        .with("entries", listed)
        .with("chain", "whole")
        .with("head", entries.last().map(|last| last.hash.as_str()));
    let name = format!("register-{year}");
    let paper = output::Paper { page: &page, canonical: &canonical, name };
    output::deliver(face, &practice.home, &paper, summary, options)
}

/// The year's entries as JSON Lines: each line is what was hashed.
fn canonical(desk: &Desk<'_>, year: i16) -> String {
    let of_year = desk.entries.iter().filter(|record| in_year(desk, record, year));
    of_year.map(|record| record.json.clone() + "\n").collect()
}

fn in_year(desk: &Desk<'_>, record: &Recorded, year: i16) -> bool {
    desk.day_of(&record.entry.time).is_some_and(|day| day.year() == year)
}

fn page(desk: &Desk<'_>, year: i16) -> Result<Page> {
    let words = desk.words;
    let of_year: Vec<&Recorded> =
        desk.entries.iter().filter(|record| in_year(desk, record, year)).collect();
    let mut blocks = vec![Block::Notice(chain(desk))];
    blocks.extend(unsaved_now(desk)?.map(Block::Notice));
    blocks.push(summed_up(desk, &of_year));
    blocks.push(Block::Chart(by_month(desk, &of_year)));
    blocks.extend(covered(desk, year)?);
    blocks.extend(fill(desk)?.map(Block::Chart));
    blocks.extend(due(desk)?.map(Block::Chart));
    blocks.push(Block::Heading(fl!(words, "register-entries")));
    blocks.push(entries(desk, &of_year));
    blocks.push(Block::Signatures(vec![desk.signature(fl!(words, "sign-responsible"), None)]));
    let mut footer = vec![fl!(words, "register-print", year = year.to_string())];
    if let (Some(first), Some(last)) = (of_year.first(), of_year.last()) {
        footer.push(fl!(
            words,
            "register-first",
            number = first.label(),
            hash = first.hash.as_str()
        ));
        footer.push(fl!(words, "register-last", number = last.label(), hash = last.hash.as_str()));
    }
    footer.push(desk.printed());
    Ok(Page {
        language: words.language().tag().to_owned(),
        practice: desk.practice.config.practice.name.clone(),
        number: Some(year.to_string()),
        title: fl!(words, "register-title", year = year.to_string()),
        lead: Some(fl!(words, "register-lead")),
        blocks,
        footer,
    })
}

/// That nothing was altered was just checked: a broken ledger stops the command.
fn chain(desk: &Desk<'_>) -> Banner {
    let words = desk.words;
    let count = desk.entries.len() as u64;
    let mut lines = vec![fl!(words, "register-whole-line")];
    let leaps = leaps(desk.entries);
    let tone = if leaps.is_empty() { Tone::Good } else { Tone::Care };
    if !leaps.is_empty() {
        lines.push(fl!(words, "register-leaps", entries = leaps.join(", ")));
    }
    Banner { tone, title: fl!(words, "register-whole", count = count), lines }
}

/// Entries whose date cannot follow from the one before: the order is certain, the dates are not.
fn leaps(entries: &[Recorded]) -> Vec<String> {
    let time = |record: &Recorded| record.entry.time.parse::<jiff::Timestamp>().ok();
    let pairs = entries.array_windows::<2>();
    let is_leap = |[before, after]: &&[Recorded; 2]| {
        time(before).zip(time(after)).is_some_and(|(before, after)| is_out_of_line(before, after))
    };
    pairs.filter(is_leap).map(|[_, after]| after.label()).collect()
}

/// What the last backups could not save, if anything.
fn unsaved_now(desk: &Desk<'_>) -> Result<Option<Banner>> {
    let words = desk.words;
    let practice = desk.practice;
    let by_drive = unsaved::known(&practice.state)?;
    let sources = practice.config.sources.iter().map(|source| source.id).collect();
    let mut lines: Vec<String> = of_last(desk, &by_drive.last(), &sources).into_iter().collect();
    let drives = practice.state.drives()?;
    let lacking = by_drive.lacking_on(&drives, &sources).into_iter();
    lines.extend(lacking.map(|(drive, unsaved::Lacking { files, folders, .. })| {
        let name = drive.name.as_str();
        fl!(words, "register-lacking", drive = name, files = files, folders = folders)
    }));
    let title = fl!(words, "register-unsaved");
    Ok((!lines.is_empty()).then_some(Banner { tone: Tone::Care, title, lines }))
}

fn of_last(
    desk: &Desk<'_>,
    known: &unsaved::Unsaved,
    sources: &BTreeSet<SourceId>,
) -> Option<String> {
    let folders = known.folders(sources);
    let (files, links) = (known.files(), known.links());
    let since = files.iter().chain(&links).map(|count| count.since.as_str());
    let since = since.chain(folders.iter().map(|(_, since)| since.as_str())).min()?;
    let number =
        |count: &Option<unsaved::UnsavedCount>| count.as_ref().map_or(0, |count| count.number);
    let missing = folders.len();
    Some(fl!(
        desk.words,
        "register-unsaved-line",
        files = number(&files),
        folders = missing,
        links = number(&links),
        since = desk.moment(since)
    ))
}

fn summed_up(desk: &Desk<'_>, of_year: &[&Recorded]) -> Block {
    let words = desk.words;
    let count = |is_it: fn(&Deed) -> bool| {
        let found = of_year.iter().filter(|record| is_it(&record.entry.deed));
        desk.count(found.count() as u64)
    };
    let forgotten: u64 = of_year
        .iter()
        .map(|record| match &record.entry.deed {
            Deed::Purged(purged) => purged.forgotten,
            _ => 0,
        })
        .sum();
    let mut facts = FactList::default();
    facts.add(fl!(words, "register-backups"), count(|deed| matches!(deed, Deed::BackedUp(_))));
    let good = |deed: &Deed| matches!(deed, Deed::Checked(checked) if checked.good);
    facts.add(fl!(words, "register-checks-good"), count(good));
    let bad = |deed: &Deed| matches!(deed, Deed::Checked(checked) if !checked.good);
    facts.add(fl!(words, "register-checks-bad"), count(bad));
    facts.add(fl!(words, "register-restores"), count(|deed| matches!(deed, Deed::Restored(_))));
    facts.add(fl!(words, "register-forgotten"), desk.count(forgotten));
    facts.block()
}

fn by_month(desk: &Desk<'_>, of_year: &[&Recorded]) -> Chart {
    let words = desk.words;
    let monthly = |is_it: fn(&Deed) -> bool| {
        let months = 1..=12_i8;
        let in_month = |month: i8| {
            let found = of_year.iter().filter(|record| {
                let day = desk.day_of(&record.entry.time);
                is_it(&record.entry.deed) && day.is_some_and(|day| day.month() == month)
            });
            found.count() as u64
        };
        months.map(in_month).collect()
    };
    Chart::Columns {
        title: fl!(words, "register-chart-months"),
        labels: (1..=12_i64).map(|month| fl!(words, "month-short", number = month)).collect(),
        series: vec![
            Series {
                name: fl!(words, "register-series-backups"),
                values: monthly(|deed| matches!(deed, Deed::BackedUp(_))),
            },
            Series {
                name: fl!(words, "register-series-checks"),
                values: monthly(|deed| matches!(deed, Deed::Checked(_))),
            },
        ],
    }
}

/// Which day of the year lies on which drive, as on the screen.
fn covered(desk: &Desk<'_>, year: i16) -> Result<Vec<Block>> {
    let words = desk.words;
    let first = Date::constant(year, 1, 1);
    let until = Date::constant(year, 12, 31).min(desk.today());
    let (today, zone) = (desk.today(), jiff::tz::TimeZone::system());
    let calendar = calendar(desk.practice, first, until, today, &zone)?;
    let mut rows = coverage::rows(words, &calendar).into_iter();
    let head = rows.next().unwrap_or_default();
    let rows: Vec<Vec<String>> = rows.collect();
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![
        Block::Heading(fl!(words, "calendar-title")),
        Block::Paragraph(coverage::longest(words, &calendar)),
        Block::Table(Table { head, rows, tight: (0..=7).collect(), ..Table::default() }),
        Block::Note(coverage::key(words, &calendar).join(" ")),
    ])
}

/// How full the drives in use are, as far as their size is known.
fn fill(desk: &Desk<'_>) -> Result<Option<Chart>> {
    let mut rows = Vec::new();
    for drive in desk.practice.state.drives()? {
        if drive.state == DriveState::Active {
            rows.extend(gauge(desk, &drive)?);
        }
    }
    let title = fl!(desk.words, "register-chart-fill");
    Ok((!rows.is_empty()).then_some(Chart::Gauges { title, rows }))
}

fn gauge(desk: &Desk<'_>, drive: &Drive) -> Result<Option<Gauge>> {
    let recorded = DriveIdentity::recorded(drive);
    let Some(whole) = recorded.size_bytes else { return Ok(None) };
    let is_there = DriveIdentity::of(&drive.path).is_medium_of(&recorded, drive.fixed);
    let free = platform::free_bytes(&drive.path).filter(|_| is_there);
    let packs = desk.practice.state.packs(drive.row)?;
    let ours: u64 = packs.iter().map(|pack| pack.bytes).sum();
    // Of a drive that is away only what refuge wrote is known.
    let part = free.map_or(ours, |free| whole.saturating_sub(free));
    let (part_words, whole_words) = (desk.bytes(part), desk.bytes(whole));
    let note = match free {
        Some(_) => fl!(desk.words, "register-fill", part = part_words, whole = whole_words),
        None => fl!(desk.words, "register-fill-ours", part = part_words, whole = whole_words),
    };
    Ok(Some(Gauge { name: drive.name.clone(), part, whole, note }))
}

/// Records by the year from which they may be erased, as last judged.
fn due(desk: &Desk<'_>) -> Result<Option<Chart>> {
    let Some(known) = expiry::outlook::known(&desk.practice.state)? else { return Ok(None) };
    let rows = outlook::rows(desk.words, &known);
    let name = fl!(desk.words, "register-series-due");
    let chart = Chart::Columns {
        title: outlook::title(desk.words, &known),
        labels: rows.iter().map(|row| row.label.clone()).collect(),
        series: vec![Series { name, values: rows.iter().map(|row| row.records).collect() }],
    };
    Ok((!rows.is_empty()).then_some(chart))
}

/// Backups that went well and follow each other share a line; everything else has its own.
fn entries(desk: &Desk<'_>, of_year: &[&Recorded]) -> Block {
    let words = desk.words;
    if of_year.is_empty() {
        return Block::Paragraph(fl!(words, "register-empty"));
    }
    let runs = of_year.chunk_by(|left, right| is_routine(left) && is_routine(right));
    Block::Table(Table {
        head: vec![
            fl!(words, "register-head-number"),
            fl!(words, "register-head-date"),
            fl!(words, "register-head-what"),
            fl!(words, "register-head-details"),
            fl!(words, "register-head-hash"),
        ],
        rows: runs.filter_map(|run| row(desk, run)).collect(),
        tight: vec![0, 1, 4],
        ..Table::default()
    })
}

fn is_routine(record: &Recorded) -> bool {
    matches!(&record.entry.deed, Deed::BackedUp(done) if done.problems == 0 && done.read_back)
}

/// The year stands in the title.
fn day_of_year(desk: &Desk<'_>, record: &Recorded) -> Option<String> {
    let day = desk.day_of(&record.entry.time)?;
    let year = day.year().to_string();
    Some(desk.day(day).trim_end_matches(year.as_str()).trim_end().to_owned())
}

fn row(desk: &Desk<'_>, run: &[&Recorded]) -> Option<Vec<String>> {
    let (first, last) = (run.first()?, run.last()?);
    let to = |first: String, last: String| match first == last {
        true => first,
        false => format!("{first} – {last}"),
    };
    let numbers = match run {
        [one] => one.label(),
        _ => format!("{} – {:03}", first.label(), last.entry.number),
    };
    let details = match run {
        [one] => details(desk, &one.entry.deed),
        many => {
            let count = desk.count(many.len() as u64);
            fl!(desk.words, "detail-backups", count = count)
        }
    };
    Some(vec![
        numbers,
        to(day_of_year(desk, first)?, day_of_year(desk, last)?),
        deed_name(desk, &first.entry.deed),
        details,
        last.hash.get(..8).unwrap_or_default().to_owned(),
    ])
}
