//! `refuge keys sheet`: the form to write a sheet on, and its key as a code for a machine.

use std::path::{Path, PathBuf};

use refuge::crypto::words::RECOVERY_WORDS;
use refuge::documents::{Banner, Blanks, Block, Page, Tone};
use refuge::error::{Action, Error, KeyTrouble, Result, Thing};
use refuge::id::PracticeId;
use refuge::practice::Practice;

use crate::cli::{
    Catalog, Exit, Face, Failure, Summary,
    args::keys::KeySheet,
    commands::{
        home,
        keys::{list, rehearse::in_force},
    },
    fl,
    opening::{self, secret_files, sheet},
    safe_path,
    telling::mention,
    units,
};

pub(crate) fn run(face: &mut Face<'_>, options: &KeySheet) -> Result<Exit, Failure> {
    let words = face.words;
    let mut practice = home::practice(face)?;
    if let Some(path) = &options.qr {
        return code(face, &practice, path);
    }
    let number = practice.config.practice.epoch;
    if !options.place.is_empty() {
        practice.remember_sheet_copies(number, &options.place)?;
    }
    let path = options.output.clone().unwrap_or_else(|| usual_place(face, &practice.home, number));
    if options.output.is_some() && path.symlink_metadata().is_ok() {
        let name = path.to_string_lossy().into_owned();
        return Err(Error::Exists { what: Thing::Document, name }.into());
    }
    let settings = &practice.config.practice;
    write(face, &path, &settings.name, settings.id, number)?;
    let copies = list::copies(&practice, number)?;
    let summary = Summary::new("keys", Exit::Done)
        .with("sheet", number)
        .with("output", path.to_string_lossy().into_owned())
        .with("copies", copies);
    if options.output.is_none() && face.can_ask() {
        open::that(&path).ok();
    }
    let shown = safe_path(&path);
    let lines = [
        fl!(words, "sheet-form-is", number = number, path = shown),
        fl!(words, "sheet-form-no-secret"),
    ];
    face.finish(&summary, &lines)
}

/// Writes the key of the sheet as a QR code into a file: the words are typed in for it.
fn code(face: &mut Face<'_>, practice: &Practice, path: &Path) -> Result<Exit, Failure> {
    secret_files::must_be_free(path)?;
    let secret = match face.common.identity.clone() {
        Some(path) => opening::open_file(face, &path)?.into_iter().next(),
        None => Some(sheet::ask(face, Some(practice))?),
    };
    let secret = secret.ok_or(Error::Key(KeyTrouble::OpensNothing))?;
    let number = in_force(practice, &secret)?.epoch;
    let picture = sheet::picture(&secret).ok_or(Error::Key(KeyTrouble::NotAnIdentity))?;
    secret_files::made(&[path], |files| files.write(path, picture.as_bytes()))?;
    let words = face.words;
    let shown = safe_path(path);
    let summary = Summary::new("keys", Exit::Done)
        .with("sheet", number)
        .with("output", path.to_string_lossy().into_owned());
    let lines = [
        fl!(words, "sheet-qr-file", number = number, path = shown),
        fl!(words, "sheet-qr-file-warning"),
    ];
    face.finish(&summary, &lines)
}

/// Makes the form and shows it in the browser; where that cannot be, its path is told. Any paper does:
/// nothing here may stop the words from being written down.
pub(crate) fn offer(face: &mut Face<'_>, home: &Path, practice: &str, id: PracticeId, number: u32) {
    let words = face.words;
    let path = usual_place(face, home, number);
    match write(face, &path, practice, id, number) {
        Ok(()) => {
            open::that(&path).ok();
            let path = safe_path(&path);
            face.say(&fl!(words, "sheet-form-is", number = number, path = path));
        }
        Err(error) => mention(face, &error),
    }
}

fn usual_place(face: &Face<'_>, home: &Path, number: u32) -> PathBuf {
    home.join(fl!(face.words, "sheet-form-file", number = number))
}

fn write(face: &Face<'_>, path: &Path, practice: &str, id: PracticeId, number: u32) -> Result<()> {
    let html = page(face, practice, id, number).to_html()?;
    std::fs::write(path, html).map_err(Error::io(Action::Write, path))
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
