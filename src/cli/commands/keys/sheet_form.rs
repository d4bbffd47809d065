//! `refuge keys sheet` and `rehearse`: the form to write a sheet on, and whether it can still be read.

use std::path::{Path, PathBuf};

use refuge::crypto::words::RECOVERY_WORDS;
use refuge::documents::{Blanks, Block, Notice, Page, Tone};
use refuge::error::{Action, Error, KeyTrouble, Result};
use refuge::id::PracticeId;
use refuge::ledger::Deed;
use refuge::practice::Practice;
use serde_json::json;

use super::super::super::args::keys::KeySheet;
use super::super::super::catalog::{Catalog, fl};
use super::super::super::exit::Exit;
use super::super::super::face::Face;
use super::super::super::failure::Failure;
use super::super::super::summary::Summary;
use super::super::super::units;
use super::super::{home, identities, noted, sheet};
use super::{event, sheet_in_force};

pub(super) fn run(face: &mut Face<'_>, options: &KeySheet) -> Result<Exit, Failure> {
    let words = face.words;
    let mut practice = home::practice(face)?;
    let number = practice.config.practice.epoch;
    if !options.place.is_empty() {
        sheet::remember(&mut practice, number, &options.place)?;
    }
    let path = write(face, &practice, number, options.output.as_deref())?;
    let copies: Vec<_> = sheet::copies(&practice, number)?
        .iter()
        .map(|copy| json!({ "copy": copy.copy, "place": copy.place }))
        .collect();
    let summary = Summary::new("keys", Exit::Done)
        .with("sheet", number)
        .with("output", path.to_string_lossy().into_owned())
        .with("copies", copies);
    if options.output.is_none() && face.can_ask() {
        opener::open(&path).ok();
    }
    let shown = identities::shown(&path);
    let lines = [
        fl!(words, "sheet-form-is", number = number, path = shown),
        fl!(words, "sheet-form-no-secret"),
    ];
    face.finish(&summary, &lines)
}

/// Makes the form and shows it in the browser; where that cannot be, its path is told. Any paper does:
/// nothing here may stop the words from being written down.
pub(super) fn offer(face: &mut Face<'_>, practice: &Practice, number: u32) {
    let words = face.words;
    match write(face, practice, number, None) {
        Ok(path) => {
            opener::open(&path).ok();
            let path = identities::shown(&path);
            face.say(&fl!(words, "sheet-form-is", number = number, path = path));
        }
        Err(error) => identities::tell(face, error),
    }
}

fn write(
    face: &Face<'_>,
    practice: &Practice,
    number: u32,
    output: Option<&Path>,
) -> Result<PathBuf> {
    let usual = || practice.home.join(format!("sheet-{number}.html"));
    let path = output.map_or_else(usual, Path::to_owned);
    let config = &practice.config.practice;
    let html = page(face, &config.name, config.id, number).to_html()?;
    std::fs::write(&path, html).map_err(Error::io(Action::Write, &path))?;
    Ok(path)
}

/// Everything but the secret, on one sheet of paper.
fn page(face: &Face<'_>, practice: &str, id: PracticeId, number: u32) -> Page {
    let words = face.words;
    let today = home::now().to_zoned_datetime(jiff::tz::TimeZone::system()).date();
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
        Block::Blanks(Blanks { count: RECOVERY_WORDS, columns: 3 }),
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
        Block::List(vec![fl!(words, "sheet-form-without-1"), fl!(words, "sheet-form-without-2")]),
        Block::Notice(Notice {
            tone: Tone::Care,
            title: fl!(words, "sheet-form-destroy", next = next),
            lines: vec![
                fl!(words, "sheet-form-destroy-how", number = number),
                fl!(words, "sheet-form-lost"),
            ],
        }),
    ]
}

/// Reads the sheet: typed in by a person, or from `--identity` where a script has it as a file. Only all
/// words can be checked, because nothing is stored that a few words could be compared with.
pub(super) fn rehearse(face: &mut Face<'_>) -> Result<Exit, Failure> {
    let mut practice = home::practice(face)?;
    let found = match face.common.identity.clone() {
        Some(path) => identities::open_file(face, &path)?.into_iter().next(),
        None => Some(sheet::ask(face, Some(&practice))?),
    };
    let key = found.as_ref().and_then(|identity| sheet::key_of(&practice, identity)).cloned();
    let key = key.ok_or(Error::Key(KeyTrouble::OpensNothing))?;
    let current = practice.config.practice.epoch;
    if key.epoch != current {
        return Err(Error::Key(KeyTrouble::OldEpoch { found: key.epoch, current }).into());
    }
    let is_sheet = sheet_in_force(&practice.config).is_some_and(|sheet| *sheet == key);
    if !is_sheet {
        return Err(Error::Key(KeyTrouble::NotAnIdentity).into());
    }
    noted::note(&mut practice, Deed::Rehearsed(event(&key.name, key.kind, key.epoch)))?;
    let summary = Summary::new("keys", Exit::Done).with("sheet", key.epoch).with("correct", true);
    face.finish(&summary, &[fl!(face.words, "sheet-rehearsed", number = key.epoch)])
}
