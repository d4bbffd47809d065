//! `refuge register`: reads the patients' register of the practice software, and asks where a column is in doubt.

mod shown;

use refuge::config::Setting;
use refuge::error::{Error, Result, Thing};
use refuge::expiry::import::{Earlier, Handed, Imported};
use refuge::register::{Choice, Field, Mapping, RegisterError};
use refuge::retention::facts::RegisterTrust;
use refuge::visit::Assembly;
use serde_json::{Value, json};

use super::{forgetting, home};
use crate::cli::{
    Exit, Face, Failure, Summary,
    args::forget::{Register, RegisterImport, RegisterVerb},
    fl, safe,
    terminal::table::{self, Side},
};
use crate::faces::register_files::{changed, open, pair_of, read};
use crate::faces::register_told::{Told, loose, sentences};

/// Before a field of the list of visits in `--map`.
const OF_VISITS: &str = "visits.";

pub(super) fn run(face: &mut Face<'_>, options: &Register) -> Result<Exit, Failure> {
    let RegisterVerb::Import(options) = &options.verb;
    let options = &with_files_of(options)?;
    let mut choice = choice(options)?;
    let patients = read(&options.csv)?;
    let visits_changed = options.visits.as_deref().map(changed).transpose()?.flatten();
    let practice = home::practice(face)?;
    let mut desk = forgetting::assemble(face, practice)?;
    desk.guard_clock(options.today)?;
    // Two files are as old as the older of them.
    let written = [changed(&options.csv)?, visits_changed].into_iter().flatten().min();
    let exported = options.exported.or_else(|| written.map(|moment| desk.day_of(moment)));
    let exported = exported.unwrap_or_else(|| desk.today());
    let mut earlier = match options {
        RegisterImport { same_columns: true, .. } => Earlier::Keep,
        RegisterImport { forget_columns: true, .. } => Earlier::Forget,
        _ => Earlier::IfAlike,
    };
    let imported = loop {
        let visits = options.visits.as_deref().map(open).transpose()?;
        let handed = Handed {
            patients: &patients,
            visits: visits.map(|file| Box::new(file) as Box<dyn std::io::Read>),
            choice: choice.clone(),
            earlier,
            own_numbers: options.own_numbers,
            exported,
            fewer: options.fewer_patients,
        };
        match desk.import(handed) {
            Ok(imported) => {
                if asks_by_words(face, &imported)? {
                    desk.set(Setting::FolderNames, "contains")?;
                } else {
                    break imported;
                }
            }
            Err(Error::Register(trouble)) if face.can_ask() => {
                ask(face, trouble, &mut choice, &mut earlier)?;
            }
            Err(error) => return Err(error.into()),
        }
    };
    report(face, &desk, &imported, options)
}

/// Whether the number in folders' names shall tell whose they are, where whole names do not.
fn asks_by_words(face: &mut Face<'_>, imported: &Imported) -> Result<bool> {
    let folders = imported.note.summary.number_among_words;
    if folders == 0 || !face.can_ask() {
        return Ok(false);
    }
    let (told, question) = (
        fl!(face.words, "register-number-among-words", folders = folders),
        fl!(face.words, "register-ask-among-words"),
    );
    let mut talk = face.talk();
    talk.say(&told);
    talk.confirm(&question, false)
}

/// A folder stands for the two files that a program exported into it.
fn with_files_of(options: &RegisterImport) -> Result<RegisterImport> {
    let mut options = options.clone();
    if !options.csv.is_dir() {
        return Ok(options);
    }
    let pair = pair_of(&options.csv)?;
    options.visits = options.visits.or(pair.visits);
    options.csv = pair.patients;
    Ok(options)
}

/// Asks the person what a column is, where that is all that is in doubt.
fn ask(
    face: &mut Face<'_>,
    trouble: RegisterError,
    choice: &mut Choice,
    earlier: &mut Earlier,
) -> Result<()> {
    let words = face.words;
    let mut talk = face.talk();
    match &trouble {
        RegisterError::ColumnsUnused(columns) => {
            for (field, column) in columns {
                let question = fl!(words, "register-ask-unused", column = safe(column));
                let options = [
                    fl!(words, "register-ask-use", field = field.name()),
                    fl!(words, "register-ask-leave"),
                    fl!(words, "register-ask-stop"),
                ];
                match talk.choose(&question, &options)? {
                    0 => choice.mapping.entry(*field).or_default().push(column.clone()),
                    1 => choice.ignored.push(column.clone()),
                    _ => return Err(Error::Register(trouble)),
                }
            }
            Ok(())
        }
        RegisterError::ColumnAmbiguous(sought) | RegisterError::ColumnMissing(sought)
            if !sought.columns.is_empty() =>
        {
            let question = fl!(words, "register-ask-which", field = sought.field.name());
            let columns = sought.columns.iter().map(|column| safe(column));
            let options: Vec<String> = columns.chain([fl!(words, "register-ask-none")]).collect();
            let chosen = talk.choose(&question, &options)?;
            let Some(column) = sought.columns.get(chosen) else {
                return Err(Error::Register(trouble));
            };
            choice.of(sought.list).insert(sought.field, vec![column.clone()]);
            Ok(())
        }
        RegisterError::ColumnsRemembered(columns) => {
            for (field, column) in columns {
                let (field, column) = (field.name(), safe(column));
                talk.say(&fl!(words, "register-remembered", field = field, column = column));
            }
            let keep = talk.confirm(&fl!(words, "register-ask-keep"), false)?;
            *earlier = if keep { Earlier::Keep } else { Earlier::Forget };
            Ok(())
        }
        _ => Err(Error::Register(trouble)),
    }
}

fn choice(options: &RegisterImport) -> Result<Choice> {
    let mut choice = Choice { ignored: options.ignore.clone(), ..Choice::default() };
    for text in &options.map {
        let invalid = || Error::Invalid { what: Thing::Register, value: text.clone() };
        let (field, column) = text.split_once('=').ok_or_else(invalid)?;
        let field = field.trim();
        let (mapping, field): (&mut Mapping, &str) = match field.strip_prefix(OF_VISITS) {
            Some(field) => (&mut choice.visits, field),
            None => (&mut choice.mapping, field),
        };
        let field = Field::from_name(field).ok_or_else(invalid)?;
        mapping.entry(field).or_default().push(column.trim().to_owned());
    }
    Ok(choice)
}

fn report(
    face: &mut Face<'_>,
    desk: &Assembly,
    imported: &Imported,
    options: &RegisterImport,
) -> Result<Exit, Failure> {
    let note = &imported.note;
    let trust = note.trust(desk.today());
    let is_good = trust == RegisterTrust::Sound
        && imported.quarantined.is_empty()
        && note.summary.number_among_words == 0;
    let exit = if is_good { Exit::Done } else { Exit::Problems };
    let names = face.common.names;
    let unmatched = imported.unmatched_records.iter();
    let unmatched: Vec<&str> = unmatched
        .filter_map(|record| desk.gathered.names.get(record))
        .map(|(_, name)| name.as_str())
        .collect();
    let quarantined: Vec<Value> = imported.quarantined.iter().map(shown::row).collect();
    let mut summary = Summary::new("register", exit)
        .with("rows", note.summary.rows)
        .with("matched", note.summary.matched)
        .with("quarantined", note.summary.quarantined)
        .with("unmatched_rows", note.summary.unmatched_rows)
        .with("unmatched_records", note.summary.unmatched_records)
        .with("returned", imported.returned)
        .with("number_among_words", note.summary.number_among_words)
        .with("sha256", note.sha256.as_str())
        .with("exported", note.exported.to_string())
        .with("trust", json!(trust))
        .with("understood", json!(imported.understood))
        .with("fillers", shown::fillers(&note.fillers))
        .with("quarantined_rows", quarantined);
    if let Some(visits) = imported.visits {
        summary = summary.with("visits", json!(visits));
    }
    if names {
        let patients: Vec<&str> =
            imported.unmatched_patients.iter().map(|(id, _)| id.as_str()).collect();
        summary = summary.with("records_without_row", json!(unmatched));
        summary = summary.with("rows_without_record", json!(patients));
    }
    let sides = [Side::Left, Side::Left, Side::Right, Side::Right, Side::Right];
    let mut lines: Vec<String> = sentences(face.words, imported, trust)
        .into_iter()
        .flat_map(|told| match told {
            Told::Line(line) => vec![line],
            Told::Table(rows) => table::on_screen(&sides, &rows),
        })
        .collect();
    lines.extend(loose(face.words, desk));
    if names {
        lines.extend(unmatched.iter().map(|name| format!("  {}", safe(name))));
    }
    let file = safe(&options.csv.to_string_lossy());
    lines.push(fl!(face.words, "register-not-kept", file = file));
    face.finish(&summary, &lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{Catalog, Language};
    use refuge::register::{ColumnSought, List};

    fn asked(answer: &str) -> (Result<()>, Choice) {
        let words = Catalog::load(Language::English).unwrap();
        let (mut face, _) = Face::scripted(&words, &["refuge"], &[answer]);
        let columns = vec!["when".to_owned(), "town".to_owned()];
        let sought = ColumnSought { list: List::Visits, field: Field::LastContact, columns };
        let (mut choice, mut earlier) = (Choice::default(), Earlier::IfAlike);
        let trouble = RegisterError::ColumnMissing(sought);
        (ask(&mut face, trouble, &mut choice, &mut earlier), choice)
    }

    #[test]
    fn a_column_that_is_missing_is_asked_for_and_named_for_its_list() {
        for answer in ["1", "when"] {
            let (done, choice) = asked(answer);
            done.unwrap();
            assert_eq!(choice.visits[&Field::LastContact], ["when"]);
            assert!(choice.mapping.is_empty());
        }
        let (done, choice) = asked("3");
        assert!(matches!(done, Err(Error::Register(RegisterError::ColumnMissing(_)))));
        assert!(choice.visits.is_empty());
    }
}
