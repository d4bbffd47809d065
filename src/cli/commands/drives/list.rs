//! `refuge drives`: every drive, what should become of it, and what it is owed.

use serde_json::{Value, json};

use crate::cli::{
    Exit, Face, Failure, Summary,
    commands::home,
    fl, safe,
    terminal::table::{self, Side},
    units,
    words::{fates, keeps},
};
use crate::faces::drives_told::{self, ListedDrive, listed};

pub(super) fn run(face: &mut Face<'_>) -> Result<Exit, Failure> {
    let mut practice = home::practice_reading(face)?;
    let rows = listed(&mut practice, home::now())?;
    let entries: Vec<Value> = rows.iter().map(entry).collect();
    let summary = Summary::new("drives", Exit::Done).with("drives", entries);
    let lines =
        if rows.is_empty() { vec![fl!(face.words, "drives-none")] } else { lines(face, &rows) };
    face.finish(&summary, &lines)
}

fn entry(row: &ListedDrive) -> Value {
    let drive = &row.drive;
    json!({
        "name": drive.name,
        "plugged": row.is_plugged,
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

fn lines(face: &Face<'_>, rows: &[ListedDrive]) -> Vec<String> {
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
            drives_told::seen(words, row),
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
fn details(face: &Face<'_>, row: &ListedDrive) -> Vec<String> {
    let words = face.words;
    let mut said = drives_told::reasons(words, row, fates::reason, fates::debt);
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
