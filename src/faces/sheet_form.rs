//! The form to write a recovery sheet on: everything but the secret.

use std::path::{Path, PathBuf};

use refuge::crypto::words::RECOVERY_WORDS;
use refuge::documents::{Banner, Blanks, Block, Page, Tone};
use refuge::error::{Action, Error, Result};
use refuge::id::PracticeId;

use crate::faces::{Catalog, fl, here, units};

/// Where it lies when nobody says.
pub(crate) fn usual_place(words: &Catalog, home: &Path, number: u32) -> PathBuf {
    home.join(fl!(words, "sheet-form-file", number = number))
}

/// Writes it as a file for the browser.
pub(crate) fn write(
    words: &Catalog,
    path: &Path,
    practice: &str,
    id: PracticeId,
    number: u32,
) -> Result<()> {
    let html = page(words, practice, id, number).to_html()?;
    std::fs::write(path, html).map_err(Error::io(Action::Write, path))
}

/// Everything but the secret, on one sheet of paper.
fn page(words: &Catalog, practice: &str, id: PracticeId, number: u32) -> Page {
    let today = here::today();
    let date = units::day(words, today);
    Page {
        language: words.language().tag().to_owned(),
        practice: practice.to_owned(),
        number: Some(fl!(words, "sheet-form-number", number = number)),
        title: fl!(words, "sheet-form-title"),
        lead: Some(fl!(words, "sheet-form-lead", date = date, practice = practice)),
        blocks: blocks(words, practice, id, number),
        footer: vec![fl!(words, "sheet-form-never")],
    }
}

fn blocks(words: &Catalog, practice: &str, id: PracticeId, number: u32) -> Vec<Block> {
    let (next, line) = (number + 1, "_".repeat(30));
    vec![
        Block::Paragraph(fl!(words, "sheet-form-words")),
        Block::Blanks(Blanks { count: RECOVERY_WORDS, columns: 4 }),
        Block::Note(format!("{} {line}{line}", fl!(words, "sheet-form-key"))),
        Block::Facts(vec![
            (fl!(words, "sheet-form-facts"), practice.to_owned()),
            (fl!(words, "sheet-form-id"), id.to_string()),
            (fl!(words, "sheet-form-sheet"), number.to_string()),
            (fl!(words, "sheet-form-copy"), fl!(words, "sheet-form-copy-blank")),
            (fl!(words, "sheet-form-other"), line),
        ]),
        Block::Heading(fl!(words, "sheet-form-use")),
        Block::Steps(vec![
            fl!(words, "sheet-form-step-1"),
            fl!(words, "sheet-form-step-2"),
            fl!(words, "sheet-form-step-3"),
            fl!(words, "sheet-form-step-4"),
            fl!(words, "sheet-form-step-5"),
        ]),
        Block::Heading(fl!(words, "sheet-form-without")),
        Block::List(vec![
            fl!(words, "sheet-form-without-1"),
            fl!(words, "sheet-form-without-check", hash = rescue_hash_begins()),
            fl!(words, "sheet-form-without-2"),
        ]),
        Block::Notice(Banner {
            tone: Tone::Care,
            title: fl!(words, "sheet-form-destroy", next = next),
            lines: vec![
                fl!(words, "sheet-form-destroy-how", number = number),
                fl!(words, "sheet-form-lost"),
            ],
        }),
    ]
}

/// Enough of it that nobody finds another script with the same beginning.
fn rescue_hash_begins() -> String {
    let hash = refuge::vault::rescue_hash();
    let groups = hash.as_bytes().chunks(4).take(6).map(String::from_utf8_lossy);
    groups.collect::<Vec<_>>().join(" ")
}
