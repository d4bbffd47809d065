//! Papers: what is on a page, without a language, and the one self-contained HTML file it becomes.
//!
//! The face fills a [`Page`] with sentences; here is only how it looks. The file asks nothing of
//! the network, runs no script, and prints on A4. Everything that is put in is escaped. A page is
//! filed and shown around: no secret and no patient's name belongs on it unless a person asked.

mod chart;
pub mod guide;
mod qr;
mod text;
mod typography;

use askama::Template;

use crate::error::{Action, Error, Result};
use guide::{Form, Span};

pub use chart::{Chart, Gauge, Series};

/// One paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Language of the sentences: `fr` or `en`.
    pub language: String,
    /// Name of the practice, at the top of every page.
    pub practice: String,
    /// What the paper is called in the register, such as `No 2026-013`.
    pub number: Option<String>,
    /// Its title.
    pub title: String,
    /// A line below the title: date, drive.
    pub lead: Option<String>,
    /// What it says.
    pub blocks: Vec<Block>,
    /// Small print at the end: record number, hash, program.
    pub footer: Vec<String>,
}

/// One thing on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Begins a part.
    Heading(String),
    /// Sentences.
    Paragraph(String),
    /// Sentences in small print: reservations, explanations.
    Note(String),
    /// Names and values.
    Facts(Vec<(String, String)>),
    /// Rows and columns.
    Table(Table),
    /// Points.
    List(Vec<String>),
    /// Numbered points.
    Steps(Vec<String>),
    /// Text in which something is typed or matters.
    Told(Form, Vec<Vec<Span>>),
    /// Lines to be typed.
    Typed(Vec<String>),
    /// A verdict or a warning in a frame.
    Notice(Banner),
    /// Fields to sign, side by side.
    Signatures(Vec<Signature>),
    /// Numbered lines to write on by hand.
    Blanks(Blanks),
    /// A drawing of numbers.
    Chart(Chart),
    /// A code to scan.
    Qr(Qr),
    /// A label to cut out.
    Label(Label),
    /// The next block begins a new sheet.
    NewSheet,
}

/// Rows and columns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Names of the columns.
    pub head: Vec<String>,
    /// Cells, row by row.
    pub rows: Vec<Vec<String>>,
    /// Columns of numbers, from 0: set to the right.
    pub numbers: Vec<usize>,
    /// Columns, from 0, whose cells stay on one line.
    pub tight: Vec<usize>,
    /// A last row that sums up.
    pub total: Option<Vec<String>>,
    /// Many rows that are read one by one: a page holds forty.
    pub dense: bool,
    /// Rows to write in by hand.
    pub roomy: bool,
}

impl Table {
    fn is_number(&self, column: &usize) -> bool {
        self.numbers.contains(column)
    }

    /// How the cells of a column look, as a class.
    fn class(&self, column: &usize) -> &'static str {
        match (self.is_number(column), self.tight.contains(column)) {
            (true, _) => "num",
            (false, true) => "tight",
            (false, false) => "text",
        }
    }
}

/// How a notice looks. The words must say it as well: colours get lost on a printer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// It is well.
    Good,
    /// Something is still to be done, or to be known.
    Care,
    /// It failed.
    Bad,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Care => "care",
            Self::Bad => "bad",
        }
    }

    /// The sign of a notice: a tick, an exclamation mark, a cross; as an SVG path.
    const fn sign(self) -> &'static str {
        match self {
            Self::Good => "M5 12.5l4.5 4.5L19 7.5",
            Self::Care => "M12 5v9M12 18v.6",
            Self::Bad => "M6.5 6.5l11 11M17.5 6.5l-11 11",
        }
    }
}

/// A verdict or a warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Banner {
    /// How it looks.
    pub tone: Tone,
    /// In a few words.
    pub title: String,
    /// What else is to be said.
    pub lines: Vec<String>,
}

/// One person's field: what to fill in, the last line being the signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// In which role.
    pub role: String,
    /// What is known already, or to be written: name of the line and its value.
    pub lines: Vec<(String, Option<String>)>,
}

/// Numbered lines to write on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Blanks {
    /// How many.
    pub count: usize,
    /// Side by side.
    pub columns: usize,
}

/// A code to scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qr {
    /// What the code says. Too long a text leaves the caption alone.
    pub text: String,
    /// What stands beside it.
    pub caption: String,
}

/// A label to cut out and stick on a drive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// A CSS colour of this program's own choice; without one the edge stays grey.
    pub colour: Option<&'static str>,
    /// Name of the drive, large.
    pub name: String,
    /// Which of how many.
    pub number: String,
    /// Further lines.
    pub lines: Vec<String>,
    /// Small enough for a stick that hangs on a ring.
    pub small: bool,
}

#[derive(Template)]
#[template(path = "page.html")]
struct Sheet<'a> {
    page: &'a Page,
}

impl Page {
    /// The page as one HTML file.
    ///
    /// # Errors
    /// Never in practice: the template only writes to memory.
    pub fn to_html(&self) -> Result<String> {
        let unwritten = |cause: askama::Error| Error::Io {
            action: Action::Write,
            path: std::path::PathBuf::new(),
            source: std::io::Error::other(cause.to_string()),
        };
        let html = Sheet { page: self }.render().map_err(unwritten)?;
        Ok(typography::set(&html, &self.language))
    }

    /// What stands at the foot of every printed sheet, as a CSS string.
    fn running(&self) -> String {
        let number = self.number.iter().map(String::as_str);
        css_string(&number.chain([self.practice.as_str()]).collect::<Vec<_>>().join("  ·  "))
    }
}

/// Hashes are long and read by nobody: they are set small, so that each stays on its line.
fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A text between quotes in a style sheet; whatever could end it becomes a number.
fn css_string(text: &str) -> String {
    let plain = |sign: char| sign.is_alphanumeric() || " ·-_,;:()".contains(sign);
    let mut out = String::from("\"");
    for sign in text.chars() {
        if plain(sign) {
            out.push(sign);
        } else {
            out.push_str(&format!("\\{:x} ", u32::from(sign)));
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn page(blocks: Vec<Block>) -> Page {
        Page {
            language: "fr".to_owned(),
            practice: "Cabinet <Dr> \"Martin\"".to_owned(),
            number: Some("2026-013".to_owned()),
            title: "Certificat".to_owned(),
            lead: None,
            blocks,
            footer: vec!["small print".to_owned()],
        }
    }

    #[test]
    fn whatever_is_put_in_is_escaped() {
        let evil = "<script>alert(1)</script>".to_owned();
        let html = page(vec![
            Block::Heading(evil.clone()),
            Block::Paragraph(evil.clone()),
            Block::Facts(vec![(evil.clone(), evil.clone())]),
            Block::Table(Table {
                head: vec![evil.clone()],
                rows: vec![vec![evil.clone()]],
                ..Table::default()
            }),
            Block::Qr(Qr { text: evil.clone(), caption: evil.clone() }),
            Block::Chart(Chart::Gauges {
                title: evil.clone(),
                rows: vec![Gauge { name: evil.clone(), part: 1, whole: 2, note: evil }],
            }),
        ])
        .to_html()
        .unwrap();
        assert!(!html.contains("<script"), "{html}");
        assert!(!html.contains("<Dr>"));
        assert!(!html.contains("</style>\" "));
    }

    #[test]
    fn a_page_asks_nothing_of_the_network() {
        let html = page(vec![Block::Blanks(Blanks { count: 24, columns: 3 })]).to_html().unwrap();
        assert!(html.contains("default-src &#39;none&#39;") || html.contains("default-src 'none'"));
        for asking in ["http://", "https://", "url(", "@import", "src="] {
            assert!(!html.contains(asking), "{asking}");
        }
        assert!(html.contains("<html lang=\"fr\">"));
        assert_eq!(html.matches("<li").count(), 24);
    }

    #[test]
    fn a_name_cannot_leave_the_style_sheet() {
        assert_eq!(css_string("a\"</b"), "\"a\\22 \\3c \\2f b\"");
    }
}
