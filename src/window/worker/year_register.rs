//! The patients' register for the yearly erasing: which file, what its columns are, what was understood.

use std::path::{Path, PathBuf};

use refuge::config::Setting;
use refuge::error::{Error, Result};
use refuge::expiry::import::{Earlier, Handed, Imported};
use refuge::register::{Choice, RegisterError};
use refuge::status::year::YearStep;
use refuge::visit::Assembly;

use super::Desk;
use super::asking::Given;
use super::year::{Going, JOB};
use crate::faces::register_files::{changed, open, pair_of, read};
use crate::faces::register_told::{Told, loose, sentences};
use crate::faces::year_told::headline;
use crate::faces::{Catalog, dropped, explain, fl, safe, safe_path};
use crate::window::orders::Tone;
use crate::window::questions::{Blank, Question};

/// Lists that are offered: a person who exported one finds it among the newest.
const OFFERED_MAX: usize = 6;
/// Folders in which programs and browsers put what they export, in both languages.
const LIKELY: [&str; 6] = ["", "Documents", "Desktop", "Bureau", "Downloads", "Téléchargements"];

impl Desk {
    /// The list, where there is a new one. What cannot be read is told, and asked again.
    pub(super) fn year_register(&self, step: &YearStep) -> Result<Going> {
        let found = self.documents.as_deref().map(lists_below).unwrap_or_default();
        let mut trouble: Option<Error> = None;
        loop {
            let given = self.ask_line(|words| {
                let mut told = vec![headline(words, step)];
                told.extend(trouble.iter().flat_map(|error| {
                    let told = explain::in_window(words, error);
                    [told.what, told.now]
                }));
                let mut options: Vec<String> = found.iter().map(|path| safe_path(path)).collect();
                options.push(fl!(words, "window-year-no-new-list"));
                Blank { told, name: fl!(words, "window-year-list"), options, ..Blank::default() }
            })?;
            let path = match given {
                Given::Typed(typed) => dropped::path(&typed),
                Given::Option(number) => match found.get(number) {
                    Some(path) => path.clone(),
                    None => return self.year_plan(),
                },
            };
            match self.import(&path) {
                Ok(Going::On) => return self.year_plan(),
                Ok(Going::Later) => trouble = None,
                Err(error @ (Error::NotConfirmed | Error::Interrupted)) => return Err(error),
                Err(error) => trouble = Some(error),
            }
        }
    }

    /// Reads it and shows what was understood, for a person to judge; later means another list.
    fn import(&self, path: &Path) -> Result<Going> {
        let (list, visits) = match path.is_dir() {
            true => {
                let pair = pair_of(path)?;
                (pair.patients, pair.visits)
            }
            false => (path.to_owned(), None),
        };
        let patients = read(&list)?;
        let mut table = self.assemble()?;
        let visits_changed = visits.as_deref().map(changed).transpose()?.flatten();
        // Two files are as old as the older of them.
        let written = [changed(&list)?, visits_changed].into_iter().flatten().min();
        let exported = written.map_or_else(|| table.today(), |moment| table.day_of(moment));
        let (mut choice, mut earlier) = (Choice::default(), Earlier::IfAlike);
        let (mut fewer, mut own_numbers) = (false, false);
        let imported = loop {
            let opened = visits.as_deref().map(open).transpose()?;
            let handed = Handed {
                patients: &patients,
                visits: opened.map(|file| Box::new(file) as Box<dyn std::io::Read>),
                choice: choice.clone(),
                earlier,
                own_numbers,
                exported,
                fewer,
            };
            match table.import(handed) {
                Ok(imported) if self.wants_numbers(&imported)? => {
                    table.set(Setting::FolderNames, "contains")?;
                }
                Ok(imported) if !fewer && self.has_fewer(&table, &imported)? => fewer = true,
                Ok(imported) => break imported,
                Err(Error::Register(RegisterError::SocialSecurityNumber)) if !own_numbers => {
                    own_numbers = self.are_own_numbers()?;
                    if !own_numbers {
                        return Err(Error::Register(RegisterError::SocialSecurityNumber));
                    }
                }
                Err(Error::Register(trouble)) => {
                    self.ask_column(trouble, &mut choice, &mut earlier)?;
                }
                Err(error) => return Err(error),
            }
        };
        self.judged_by_person(&table, &imported, &list)
    }

    /// Whether the number in folders' names shall tell whose they are, where whole names do not.
    fn wants_numbers(&self, imported: &Imported) -> Result<bool> {
        let folders = imported.note.summary.number_among_words;
        if folders == 0 {
            return Ok(false);
        }
        let chosen = self.ask_or_leave(|words| Question {
            told: vec![
                fl!(words, "register-number-among-words", folders = folders),
                fl!(words, "register-ask-among-words"),
            ],
            options: vec![fl!(words, "window-no"), fl!(words, "window-yes")],
        })?;
        Ok(chosen == 1)
    }

    /// Numbers that look like those of social security must not be used, unless they are the practice's own.
    fn are_own_numbers(&self) -> Result<bool> {
        let error = Error::Register(RegisterError::SocialSecurityNumber);
        let chosen = self.ask_or_leave(|words| Question {
            told: vec![
                explain::in_window(words, &error).what,
                fl!(words, "window-year-own-numbers"),
            ],
            options: vec![fl!(words, "window-no"), fl!(words, "window-yes")],
        })?;
        Ok(chosen == 1)
    }

    /// A list that lost many rows counts only where a person says that there are fewer patients.
    fn has_fewer(&self, table: &Assembly, imported: &Imported) -> Result<bool> {
        use refuge::retention::facts::RegisterTrust;
        if imported.note.trust(table.today()) != RegisterTrust::Shrunk {
            return Ok(false);
        }
        let chosen = self.ask_or_leave(|words| Question {
            told: vec![fl!(words, "window-year-shrunk"), fl!(words, "window-year-fewer")],
            options: vec![fl!(words, "window-no"), fl!(words, "window-yes")],
        })?;
        Ok(chosen == 1)
    }

    /// Asks what a column is, where that is all that is in doubt.
    fn ask_column(
        &self,
        trouble: RegisterError,
        choice: &mut Choice,
        earlier: &mut Earlier,
    ) -> Result<()> {
        match &trouble {
            RegisterError::ColumnsUnused(columns) => {
                for (field, column) in columns {
                    let chosen = self.ask_or_leave(|words| Question {
                        told: vec![fl!(words, "register-ask-unused", column = safe(column))],
                        options: vec![
                            fl!(words, "register-ask-use", field = field.name()),
                            fl!(words, "register-ask-leave"),
                        ],
                    })?;
                    match chosen {
                        0 => choice.mapping.entry(*field).or_default().push(column.clone()),
                        _ => choice.ignored.push(column.clone()),
                    }
                }
                Ok(())
            }
            RegisterError::ColumnAmbiguous(sought) | RegisterError::ColumnMissing(sought)
                if !sought.columns.is_empty() =>
            {
                let chosen = self.ask_or_leave(|words| Question {
                    told: vec![fl!(words, "register-ask-which", field = sought.field.name())],
                    options: sought.columns.iter().map(|column| safe(column)).collect(),
                })?;
                let column = sought.columns.get(chosen).cloned();
                choice.of(sought.list).insert(sought.field, column.into_iter().collect());
                Ok(())
            }
            RegisterError::ColumnsRemembered(columns) => {
                let chosen = self.ask_or_leave(|words| {
                    let line = |(field, column): &(refuge::register::Field, String)| {
                        let column = safe(column);
                        fl!(words, "register-remembered", field = field.name(), column = column)
                    };
                    let told = columns.iter().map(line);
                    Question {
                        told: told.chain([fl!(words, "register-ask-keep")]).collect(),
                        options: vec![fl!(words, "window-no"), fl!(words, "window-yes")],
                    }
                })?;
                *earlier = if chosen == 1 { Earlier::Keep } else { Earlier::Forget };
                Ok(())
            }
            _ => Err(Error::Register(trouble)),
        }
    }

    /// Shows what was understood before anything is decided with it.
    fn judged_by_person(
        &self,
        table: &Assembly,
        imported: &Imported,
        list: &Path,
    ) -> Result<Going> {
        let trust = imported.note.trust(table.today());
        let chosen = self.ask_or_leave(|words| {
            let mut told: Vec<String> =
                sentences(words, imported, trust).into_iter().flat_map(in_lines).collect();
            told.extend(loose(words, table));
            Question {
                told,
                options: vec![
                    fl!(words, "window-year-understood"),
                    fl!(words, "window-year-other-list"),
                ],
            }
        })?;
        self.say(JOB, Tone::Plain, |words: &Catalog| {
            fl!(words, "register-not-kept", file = safe_path(list))
        });
        Ok(if chosen == 0 { Going::On } else { Going::Later })
    }
}

/// A table as lines, each cell beside what it is.
fn in_lines(told: Told) -> Vec<String> {
    let rows = match told {
        Told::Line(line) => return vec![line],
        Told::Table(rows) => rows,
    };
    let Some((head, rows)) = rows.split_first() else { return Vec::new() };
    let line = |row: &Vec<String>| {
        let last = head.len() - 1;
        let cells = head.iter().zip(row).enumerate().skip(1);
        let cells = cells.filter(|(_, (_, cell))| !cell.is_empty());
        let named = |(at, (name, cell)): (usize, (&String, &String))| match at {
            // Between which days tells itself.
            at if at == last => cell.clone(),
            _ => format!("{} {cell}", name.to_lowercase()),
        };
        let cells: Vec<String> = cells.map(named).collect();
        format!("•  {}  {}", row.first().map_or("", String::as_str), cells.join(", "))
    };
    rows.iter().map(line).collect()
}

/// Lists that lie where exports do, the newest first.
fn lists_below(home: &Path) -> Vec<PathBuf> {
    let entries = LIKELY.iter().filter_map(|name| std::fs::read_dir(home.join(name)).ok());
    let is_list = |path: &PathBuf| {
        path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv")) && path.is_file()
    };
    let mut found: Vec<PathBuf> =
        entries.flatten().flatten().map(|entry| entry.path()).filter(is_list).collect();
    found.sort_by_cached_key(|path| {
        std::cmp::Reverse(path.metadata().and_then(|about| about.modified()).ok())
    });
    found.truncate(OFFERED_MAX);
    found
}
