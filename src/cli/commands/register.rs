//! `refuge register`: reads the patients' register of the practice software.

use std::path::Path;

use jiff::Timestamp;
use refuge::error::{Action, Error, Result, Thing};
use refuge::expiry::remembered::{self, Handed, Imported};
use refuge::ledger::{Deed, RegisterImported};
use refuge::register::{Field, Mapping, REGISTER_BYTES_MAX, RegisterError};
use refuge::retention::facts::RegisterTrust;
use serde_json::{Value, json};

use super::{forgetting::Desk, home, noted};
use crate::cli::{
    Exit, Face, Failure, Summary, Values,
    args::forget::{Register, RegisterImport, RegisterVerb},
    fl, safe,
};

/// Most lines of trouble shown to a person; all of them are in the JSON.
const LINES_SHOWN_MAX: usize = 20;

pub(super) fn run(face: &mut Face<'_>, options: &Register) -> Result<Exit, Failure> {
    let RegisterVerb::Import(options) = &options.verb;
    let mapping = mapping(&options.map)?;
    let (csv, changed) = read(&options.csv)?;
    let practice = home::practice(face)?;
    let mut desk = Desk::open(face, practice)?;
    desk.guard_clock(options.today)?;
    let exported = options.exported.or_else(|| changed.map(|moment| desk.day_of(moment)));
    let exported = exported.unwrap_or_else(|| desk.today());
    let handed = Handed { csv: &csv, mapping, exported, fewer: options.fewer_patients };
    let today = desk.today();
    let imported = remembered::import(&mut desk.practice, &desk.gathered, handed, today)?;
    noted::note(&mut desk.practice, Deed::RegisterImported(entry(&imported)))?;
    report(face, &desk, &imported, options)
}

fn mapping(texts: &[String]) -> Result<Mapping> {
    let invalid = |text: &str| Error::Invalid { what: Thing::Register, value: text.to_owned() };
    let pair = |text: &String| {
        let (field, column) = text.split_once('=').ok_or_else(|| invalid(text))?;
        let field = Field::from_name(field.trim()).ok_or_else(|| invalid(text))?;
        Ok((field, column.trim().to_owned()))
    };
    texts.iter().map(pair).collect()
}

/// The file and when it was last written; its length is checked before it is read.
fn read(path: &Path) -> Result<(Vec<u8>, Option<Timestamp>)> {
    let failed = |source| Error::Io { action: Action::Read, path: path.to_owned(), source };
    let about = std::fs::metadata(path).map_err(failed)?;
    if about.len() > REGISTER_BYTES_MAX as u64 {
        return Err(Error::Register(RegisterError::TooLarge));
    }
    let changed = about.modified().ok().and_then(|time| Timestamp::try_from(time).ok());
    Ok((std::fs::read(path).map_err(failed)?, changed))
}

fn entry(imported: &Imported) -> RegisterImported {
    let note = &imported.note;
    RegisterImported {
        sha256: note.sha256.clone(),
        exported: Some(note.exported),
        rows: note.summary.rows,
        matched: note.summary.matched,
        quarantined: note.summary.quarantined,
        unmatched_rows: note.summary.unmatched_rows,
        unmatched_records: note.summary.unmatched_records,
    }
}

fn report(
    face: &mut Face<'_>,
    desk: &Desk,
    imported: &Imported,
    options: &RegisterImport,
) -> Result<Exit, Failure> {
    let note = &imported.note;
    let trust = note.trust(desk.today());
    let is_good = trust == RegisterTrust::Sound && note.summary.quarantined == 0;
    let exit = if is_good { Exit::Done } else { Exit::Problems };
    let names = face.common.names;
    let unmatched = imported.unmatched_records.iter();
    let unmatched: Vec<&str> = unmatched
        .filter_map(|record| desk.gathered.names.get(record))
        .map(|(_, name)| name.as_str())
        .collect();
    let quarantined: Vec<Value> = imported
        .quarantined
        .iter()
        .map(|row| json!({"line": row.line, "trouble": trouble_word(&json!(row.trouble))}))
        .collect();
    let mut summary = Summary::new("register", exit)
        .with("rows", note.summary.rows)
        .with("matched", note.summary.matched)
        .with("quarantined", note.summary.quarantined)
        .with("unmatched_rows", note.summary.unmatched_rows)
        .with("unmatched_records", note.summary.unmatched_records)
        .with("sha256", note.sha256.as_str())
        .with("exported", note.exported.to_string())
        .with("trust", json!(trust))
        .with("quarantined_rows", quarantined);
    if names {
        let patients: Vec<&str> =
            imported.unmatched_patients.iter().map(|(id, _)| id.as_str()).collect();
        summary = summary.with("records_without_row", json!(unmatched));
        summary = summary.with("rows_without_record", json!(patients));
    }
    let mut lines = sentences(face, imported, trust);
    if names {
        lines.extend(unmatched.iter().map(|name| format!("  {}", safe(name))));
    }
    let file = safe(&options.csv.to_string_lossy());
    lines.push(fl!(face.words, "register-not-kept", file = file));
    face.finish(&summary, &lines)
}

/// A trouble is a word, or a word about a field: `future_date (birth)`.
fn trouble_word(trouble: &Value) -> String {
    match trouble {
        Value::Object(about) => about
            .iter()
            .next()
            .map(|(word, field)| format!("{word}:{}", field.as_str().unwrap_or_default()))
            .unwrap_or_default(),
        other => other.as_str().unwrap_or_default().to_owned(),
    }
}

fn sentences(face: &Face<'_>, imported: &Imported, trust: RegisterTrust) -> Vec<String> {
    let words = face.words;
    let found = &imported.note.summary;
    let mut lines = vec![fl!(words, "register-read", rows = found.rows, matched = found.matched)];
    if found.quarantined > 0 {
        lines.push(fl!(words, "register-quarantined", rows = found.quarantined));
        let shown = imported.quarantined.iter().take(LINES_SHOWN_MAX);
        lines.extend(shown.map(|row| {
            let trouble = trouble_word(&json!(row.trouble));
            let word = trouble.split(':').next().unwrap_or_default();
            let why = words.find(&format!("row-{word}"), &Values::new());
            fl!(words, "register-line", line = row.line, why = why.unwrap_or(trouble.clone()))
        }));
    }
    if found.unmatched_rows > 0 {
        lines.push(fl!(words, "register-unmatched-rows", rows = found.unmatched_rows));
    }
    if found.unmatched_records > 0 {
        lines.push(fl!(words, "register-unmatched-records", records = found.unmatched_records));
    }
    match trust {
        RegisterTrust::Stale => lines.push(fl!(words, "register-stale")),
        RegisterTrust::Shrunk => lines.push(fl!(words, "register-shrunk")),
        RegisterTrust::Sound | RegisterTrust::Absent => {}
    }
    lines
}
