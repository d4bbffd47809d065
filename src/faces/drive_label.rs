//! A label to cut out, which tells a finder whom to call and nothing else.

use refuge::config::PracticeSettings;
use refuge::documents::{Block, Label, Page};
use refuge::error::Result;
use refuge::practice::Practice;
use refuge::state::{Drive, DriveState};

use crate::faces::{Catalog, fl};

/// Words for colours in both languages, with the edge of the label.
const COLOURS: &[(&[&str], &str)] = &[
    (&["blue", "bleu", "bleue"], "#1f5fa8"),
    (&["red", "rouge"], "#b3261e"),
    (&["green", "vert", "verte"], "#2f7d3b"),
    (&["yellow", "jaune"], "#e0b000"),
    (&["orange"], "#d9730d"),
    (&["purple", "violet", "violette"], "#6b3fa0"),
    (&["pink", "rose"], "#d6588f"),
    (&["black", "noir", "noire"], "#1b1b1b"),
    (&["white", "blanc", "blanche"], "#d8dde2"),
    (&["grey", "gray", "gris", "grise"], "#7d868f"),
    (&["brown", "brun", "brune", "marron"], "#7a4b2a"),
];

/// Which drive of how many it is.
pub(crate) struct Numbered {
    pub(crate) number: usize,
    pub(crate) of: usize,
}

/// The paper with the labels of a drive.
pub(crate) fn paper(
    words: &Catalog,
    practice: &Practice,
    drive: &Drive,
) -> Result<(Page, Numbered)> {
    let all = practice.state.drives()?;
    let is_counted =
        |other: &&Drive| matches!(other.state, DriveState::Active) || other.row == drive.row;
    let counted: Vec<_> = all.iter().filter(is_counted).collect();
    let number = 1 + counted.iter().position(|other| other.row == drive.row).unwrap_or(0);
    let numbered = Numbered { number, of: counted.len() };
    let settings = &practice.config.practice;
    let label = label(words, &drive.name, &numbered, settings);
    let small = Label { small: true, ..label.clone() };
    let page = Page {
        language: words.language().tag().to_owned(),
        practice: settings.name.clone(),
        number: None,
        title: fl!(words, "label-title", drive = drive.name.as_str()),
        lead: Some(fl!(words, "label-how")),
        blocks: vec![
            Block::Label(label.clone()),
            Block::Label(label),
            Block::Note(fl!(words, "label-small")),
            Block::Label(small.clone()),
            Block::Label(small),
        ],
        footer: Vec::new(),
    };
    Ok((page, numbered))
}

/// What its file is called when nobody says.
pub(crate) fn file_name(drive: &Drive) -> String {
    format!("label-{}", drive.id)
}

fn label(words: &Catalog, drive: &str, which: &Numbered, of: &PracticeSettings) -> Label {
    let (number, count) = (which.number as u64, which.of as u64);
    Label {
        small: false,
        colour: colour(drive),
        name: drive.to_owned(),
        number: fl!(words, "label-number", number = number, count = count),
        lines: vec![
            fl!(words, "label-encrypted"),
            fl!(words, "label-return"),
            of.name.clone(),
            match of.phone.as_deref() {
                Some(phone) => fl!(words, "label-phone-is", phone = phone),
                None => fl!(words, "label-phone"),
            },
        ],
    }
}

/// The colour that a drive's name says, where it says one.
fn colour(name: &str) -> Option<&'static str> {
    let lower = name.to_lowercase();
    let mut words = lower.split(|sign: char| !sign.is_alphanumeric());
    words.find_map(|word| {
        COLOURS.iter().find(|(names, _)| names.contains(&word)).map(|(_, colour)| *colour)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_found_in_the_name_of_a_drive() {
        assert_eq!(colour("Bleu"), Some("#1f5fa8"));
        assert_eq!(colour("Disque rouge 2"), Some("#b3261e"));
        assert_eq!(colour("Bleuet"), None);
    }
}
