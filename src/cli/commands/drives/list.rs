//! `refuge drives`: every drive, what should become of it, and what it is owed.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use refuge::destination::Keeps;
use refuge::drives;
use refuge::error::Result;
use refuge::fate::Fate;
use refuge::ledger::DatedLedger;
use refuge::platform;
use refuge::practice::Practice;
use refuge::settle::{self, Debt};
use refuge::state::{Drive, DriveState};
use refuge::status;
use serde_json::{Value, json};

use crate::cli::{
    Exit, Face, Failure, Summary,
    commands::home,
    fl, safe,
    terminal::table::{self, Side},
    units,
    words::{fates, keeps},
};

/// One drive as it is listed.
struct Row {
    drive: Drive,
    fate: Fate,
    owes: Vec<Debt>,
    keeps: Option<Keeps>,
    records_owed: u64,
    free_bytes: Option<u64>,
    backups: u64,
    plugged: bool,
}

pub(super) fn run(face: &mut Face<'_>) -> Result<Exit, Failure> {
    let mut practice = home::practice_reading(face)?;
    let rows = gather(&mut practice)?;
    let entries: Vec<Value> = rows.iter().map(entry).collect();
    let summary = Summary::new("drives", Exit::Done).with("drives", entries);
    let lines =
        if rows.is_empty() { vec![fl!(face.words, "drives-none")] } else { lines(face, &rows) };
    face.finish(&summary, &lines)
}

fn gather(practice: &mut Practice) -> Result<Vec<Row>> {
    let now = home::now();
    let past = DatedLedger::read(&practice.state, now)?;
    let plugged: Vec<i64> = practice.plugged(now)?.iter().map(|found| found.drive.row).collect();
    let mut rows = Vec::new();
    for drive in practice.state.drives()? {
        let is_plugged = plugged.contains(&drive.row);
        let facts = status::facts_of(practice, &drive, is_plugged, &past)?;
        rows.push(Row {
            fate: refuge::fate::decide(&facts, status::day_of(now)),
            owes: match drive.state {
                DriveState::Active => settle::owed(practice, &drive)?,
                _ => Vec::new(),
            },
            records_owed: facts.owed.map_or(0, |owed| owed.records),
            free_bytes: platform::free_bytes(&drive.path).filter(|_| is_plugged),
            backups: practice.state.count_backups(drive.row)?,
            plugged: is_plugged,
            keeps: drives::keeps_of(&practice.state, &drive)?,
            drive,
        });
    }
    Ok(rows)
}

fn entry(row: &Row) -> Value {
    let drive = &row.drive;
    json!({
        "name": drive.name,
        "plugged": row.plugged,
        "state": drive.state.word(),
        "fate": row.fate.verdict,
        "reasons": row.fate.reasons,
        "level": row.fate.level,
        "destruction": row.fate.destruction,
        "deadline": row.fate.deadline,
        "blocked": row.fate.blocked,
        "owes": row.owes.iter().map(|debt| debt.word()).collect::<Vec<_>>(),
        "last_seen": drive.last_seen,
        "last_backup": drive.last_backup,
        "last_verify": drive.last_verified.as_ref().map(|(when, _)| when),
        "free_bytes": row.free_bytes,
        "keeps": row.keeps,
    })
}

fn lines(face: &Face<'_>, rows: &[Row]) -> Vec<String> {
    let words = face.words;
    let mut cells = vec![vec![
        fl!(words, "drives-head-name"),
        fl!(words, "drives-head-seen"),
        fl!(words, "drives-head-backups"),
        fl!(words, "drives-head-room"),
        fl!(words, "drives-head-fate"),
    ]];
    for row in rows {
        let room = row.free_bytes.map(|bytes| units::bytes(words.language(), bytes));
        cells.push(vec![
            safe(&row.drive.name),
            seen(face, row),
            row.backups.to_string(),
            room.unwrap_or_else(|| "-".to_owned()),
            fates::fate(words, &row.fate, row.records_owed),
        ]);
    }
    let sides = [Side::Left, Side::Left, Side::Right, Side::Right, Side::Left];
    let mut lines = table::on_screen(&sides, &cells);
    for row in rows {
        lines.extend(details(face, row));
    }
    lines
}

/// Why, for every drive that asks for something.
fn details(face: &Face<'_>, row: &Row) -> Vec<String> {
    let words = face.words;
    let mut said: Vec<String> =
        row.fate.reasons.iter().filter_map(|reason| fates::reason(words, *reason)).collect();
    said.extend(row.owes.iter().map(|debt| fates::debt(words, *debt)));
    said.extend(
        row.fate
            .destruction
            .as_ref()
            .filter(|_| !is_calm(&row.fate))
            .map(|destruction| fates::destruction(words, destruction)),
    );
    if face.common.names {
        said.extend(row.keeps.as_ref().and_then(|keeps| keeps::lacks(words, keeps)));
    }
    if said.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![String::new(), format!("  {}", safe(&row.drive.name))];
    lines.extend(said.into_iter().map(|line| format!("    - {line}")));
    lines
}

fn is_calm(fate: &Fate) -> bool {
    use refuge::fate::FateVerdict::{Destroyed, Keep, PlugIn};
    matches!(fate.verdict, Keep | PlugIn | Destroyed)
}

fn seen(face: &Face<'_>, row: &Row) -> String {
    let words = face.words;
    if row.plugged {
        return fl!(words, "drives-plugged");
    }
    let when = row.drive.last_seen.as_deref().and_then(|text| text.parse::<Timestamp>().ok());
    when.map_or_else(
        || "-".to_owned(),
        |when| {
            let day = |time: Timestamp| time.to_zoned_datetime(TimeZone::system()).date();
            let days = home::today().since(day(when)).map_or(0, |span| span.get_days());
            units::ago(words, u64::try_from(days).unwrap_or(0))
        },
    )
}
