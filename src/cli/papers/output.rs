//! Where a paper goes: the terminal, a file, or the browser.

use std::io::Write;
use std::path::{Path, PathBuf};

use refuge::documents::Page;
use refuge::error::{Action, Error, Result, Thing};

use crate::cli::{Exit, Face, Failure, Summary, args::papers::Report, fl, safe};
use crate::faces::papers::file::own_file;

/// A finished paper.
pub(crate) struct Paper<'a> {
    pub(crate) page: &'a Page,
    /// The JSON that is behind it, exactly as it was hashed.
    pub(crate) canonical: &'a str,
    /// What its file is called when nobody says.
    pub(crate) name: String,
}

/// Writes the paper where it was asked for, or prints it as text.
pub(crate) fn deliver(
    face: &mut Face<'_>,
    home: &Path,
    paper: &Paper<'_>,
    summary: Summary,
    options: &Report,
) -> Result<Exit, Failure> {
    let file = match &options.output {
        Some(path) => Some(write_new(path, paper)?),
        None if options.open => {
            Some(own_file(home, &format!("{}.html", paper.name), &paper.page.to_html()?)?)
        }
        None => None,
    };
    let Some(file) = file else {
        let lines: Vec<String> = paper.page.to_text().iter().map(|line| safe(line)).collect();
        return face.finish(&summary, &lines);
    };
    let shown = safe(&file.to_string_lossy());
    let mut sentences = vec![fl!(face.words, "report-written", file = shown.as_str())];
    if options.open && open::that(&file).is_err() {
        sentences.push(fl!(face.words, "report-not-opened"));
    }
    face.finish(&summary.with("file", file.to_string_lossy().into_owned()), &sentences)
}

/// What the ending of the file asks for.
fn content(path: &Path, paper: &Paper<'_>) -> Result<String> {
    let ending = path.extension().map(|ending| ending.to_ascii_lowercase());
    match ending.as_deref().and_then(|ending| ending.to_str()) {
        Some("json") => Ok(paper.canonical.to_owned()),
        Some("txt") => Ok(paper.page.to_text().join("\n") + "\n"),
        _ => paper.page.to_html(),
    }
}

pub(crate) fn write_new(path: &Path, paper: &Paper<'_>) -> Result<PathBuf> {
    new_file(path, &content(path, paper)?)
}

/// A file of the person's choice is never replaced.
pub(super) fn new_file(path: &Path, text: &str) -> Result<PathBuf> {
    let failed = |source: std::io::Error| match source.kind() {
        std::io::ErrorKind::AlreadyExists => {
            let name = path.to_string_lossy().into_owned();
            Error::Exists { what: Thing::Document, name }
        }
        _ => Error::Io { action: Action::Create, path: path.to_owned(), source },
    };
    let mut file = std::fs::File::create_new(path).map_err(failed)?;
    file.write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        .map_err(Error::io(Action::Write, path))?;
    Ok(std::path::absolute(path).unwrap_or_else(|_| path.to_owned()))
}
