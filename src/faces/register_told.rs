//! What an import of the register understood and found, in words: a person must be able to judge it before anything
//! counts.

use refuge::expiry::CoarseDay;
use refuge::expiry::import::Imported;
use refuge::register::{Field, FieldUse, List, Quarantined, Understood};
use refuge::retention::facts::{MassDates, RegisterTrust};
use refuge::visit::Assembly;
use serde_json::{Value, json};

use crate::faces::{Catalog, Values, fl, numbers, safe, units};

/// What is told, in order.
pub(crate) enum Told {
    Line(String),
    /// Rows below a first that says what they are: field, columns, how many values were read, empty, refused, and
    /// between which days.
    Table(Vec<Vec<String>>),
}

/// Most lines of trouble shown to a person; all of them are in the JSON.
const LINES_SHOWN_MAX: usize = 20;

/// Everything a person reads after an import.
pub(crate) fn sentences(words: &Catalog, imported: &Imported, trust: RegisterTrust) -> Vec<Told> {
    let found = &imported.note.summary;
    let mut told =
        vec![Told::Line(fl!(words, "register-read", rows = found.rows, matched = found.matched))];
    for one in &imported.understood {
        told.extend(understood(words, one));
    }
    let mut lines = Vec::new();
    lines.extend(fillers_lines(words, &imported.note.fillers));
    lines.extend(imported.coarse.iter().map(|one| coarse_line(words, one)));
    lines.extend(refused(words, &imported.quarantined));
    if let Some(visits) = imported.visits.filter(|visits| visits.of_nobody > 0) {
        lines.push(fl!(words, "register-visits-of-nobody", numbers = visits.of_nobody));
    }
    if found.rows > 0 && found.matched == 0 {
        lines.push(fl!(words, "register-none-matched"));
    }
    if found.unmatched_rows > 0 {
        lines.push(fl!(words, "register-unmatched-rows", rows = found.unmatched_rows));
    }
    if found.written_otherwise > 0 {
        lines.push(fl!(words, "register-written-otherwise", rows = found.written_otherwise));
    }
    if found.number_among_words > 0 {
        let folders = found.number_among_words;
        lines.push(fl!(words, "register-number-among-words", folders = folders));
        lines.push(fl!(words, "register-among-words-how"));
    }
    if found.unmatched_records > 0 {
        lines.push(fl!(words, "register-unmatched-records", records = found.unmatched_records));
    }
    if imported.returned > 0 {
        lines.push(fl!(words, "register-returned", records = imported.returned));
    }
    match trust {
        RegisterTrust::Stale => lines.push(fl!(words, "register-stale")),
        RegisterTrust::Shrunk => lines.push(fl!(words, "register-shrunk")),
        RegisterTrust::Sound | RegisterTrust::Absent => {}
    }
    told.extend(lines.into_iter().map(Told::Line));
    told
}

/// The table: field, columns taken, values, empty, refused, from, to; then what is not used.
fn understood(words: &Catalog, one: &Understood) -> Vec<Told> {
    let list = match one.list {
        List::Patients => "patients",
        List::Visits => "visits",
    };
    let order = words.find(&format!("register-order-{}", one.day_order), &Values::new());
    let mut lines = vec![Told::Line(fl!(
        words,
        "register-understood",
        list = list,
        encoding = safe(&one.encoding),
        separator = safe(&one.separator),
        order = order.unwrap_or_default(),
        rows = one.rows
    ))];
    let mut rows = vec![vec![
        fl!(words, "register-head-field"),
        fl!(words, "register-head-column"),
        fl!(words, "register-head-read"),
        fl!(words, "register-head-empty"),
        fl!(words, "register-head-refused"),
        fl!(words, "register-head-range"),
    ]];
    rows.extend(one.fields.iter().map(|usage| field_row(words, usage)));
    lines.push(Told::Table(rows));
    if !one.unused.is_empty() {
        let unused: Vec<String> = one.unused.iter().map(|heading| safe(heading)).collect();
        lines.push(Told::Line(fl!(words, "register-unused", columns = unused.join(", "))));
    }
    let has_birth = one.fields.iter().any(|usage| usage.field == Field::Birth);
    if one.list == List::Patients && !has_birth {
        lines.push(Told::Line(fl!(words, "register-no-birth")));
    }
    let is_contact = |usage: &&FieldUse| usage.field == Field::LastContact;
    if one.fields.iter().find(is_contact).is_some_and(|usage| usage.read == 0) {
        lines.push(Told::Line(fl!(words, "register-no-contact")));
    }
    lines
}

fn field_row(words: &Catalog, usage: &FieldUse) -> Vec<String> {
    let columns: Vec<String> = usage.columns.iter().map(|heading| safe(heading)).collect();
    let count = |number| numbers::count(words.language(), number);
    let range = match (usage.from, usage.to) {
        (Some(from), Some(to)) => {
            format!("{} – {}", units::day_short(words, from), units::day_short(words, to))
        }
        _ => String::new(),
    };
    vec![
        fl!(words, "field-word", field = usage.field.name()),
        columns.join(" + "),
        count(usage.read),
        count(usage.empty),
        count(usage.refused),
        range,
    ]
}

fn fillers_lines(words: &Catalog, fillers: &MassDates) -> Vec<String> {
    let kinds = [
        ("birth", &fillers.births),
        ("death", &fillers.deaths),
        ("last_contact", &fillers.register),
    ];
    let shared =
        kinds.into_iter().flat_map(|(field, days)| days.iter().map(move |day| (field, *day)));
    let line = |(field, day): (&str, jiff::civil::Date)| {
        fl!(words, "register-filler", field = field, day = units::day_short(words, day))
    };
    shared.take(LINES_SHOWN_MAX).map(line).collect()
}

fn coarse_line(words: &Catalog, one: &CoarseDay) -> String {
    let (field, patients) = (one.field.name(), one.patients);
    match one.month {
        Some(month) => {
            let day = format!("{:02}/{month:02}", one.day);
            fl!(words, "register-coarse-year", field = field, day = day, patients = patients)
        }
        None => {
            fl!(words, "register-coarse-month", field = field, day = one.day, patients = patients)
        }
    }
}

fn refused(words: &Catalog, quarantined: &[Quarantined]) -> Vec<String> {
    if quarantined.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![fl!(words, "register-quarantined", rows = quarantined.len())];
    let shown = quarantined.iter().take(LINES_SHOWN_MAX);
    lines.extend(shown.map(|row| {
        let trouble = row.trouble.map(|trouble| trouble_word(&json!(trouble))).unwrap_or_default();
        let word = trouble.split(':').next().unwrap_or_default();
        let why = words.find(&format!("row-{word}"), &Values::new()).unwrap_or(trouble.clone());
        let list = match row.list {
            List::Patients => "patients",
            List::Visits => "visits",
        };
        let line = fl!(words, "register-line", list = list, line = row.line, why = why);
        match (&row.column, &row.shape) {
            (Some(column), Some(shape)) => {
                let (column, shape) = (safe(column), safe(shape));
                format!("{line} {}", fl!(words, "register-cell", column = column, shape = shape))
            }
            _ => line,
        }
    }));
    if quarantined.len() > LINES_SHOWN_MAX {
        let more = quarantined.len().saturating_sub(LINES_SHOWN_MAX);
        lines.push(fl!(words, "register-more", rows = more));
    }
    lines
}

/// Files that lie in no folder of a source of patients: they are nobody's and never due.
pub(crate) fn loose(words: &Catalog, desk: &Assembly) -> Vec<String> {
    let loose = desk.gathered.loose();
    let line = |(path, files): (String, u64)| {
        fl!(words, "register-loose", folder = safe(&path), files = files)
    };
    loose.into_iter().map(line).collect()
}

/// A trouble is a word, or a word about a field: `in-future:birth`.
pub(crate) fn trouble_word(trouble: &Value) -> String {
    match trouble {
        Value::Object(about) => about
            .iter()
            .next()
            .map(|(word, field)| format!("{word}:{}", field.as_str().unwrap_or_default()))
            .unwrap_or_default(),
        other => other.as_str().unwrap_or_default().to_owned(),
    }
}
