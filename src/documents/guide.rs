//! The guide as papers: its Markdown, split by headings, with the few forms it uses. There is no second copy of it.

use super::{Block, Table};

/// A stretch of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Span {
    /// As it is.
    Plain(String),
    /// What is typed.
    Typed(String),
    /// What matters.
    Strong(String),
}

impl Span {
    /// Its letters.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Plain(text) | Self::Typed(text) | Self::Strong(text) => text,
        }
    }
}

/// How stretches of text stand on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One after the other.
    Paragraphs,
    /// As points.
    Points,
    /// As numbered points.
    Steps,
}

impl Form {
    /// What is around all, and around each.
    pub(super) const fn tags(self) -> (Option<&'static str>, &'static str) {
        match self {
            Self::Paragraphs => (None, "p"),
            Self::Points => (Some("ul"), "li"),
            Self::Steps => (Some("ol"), "li"),
        }
    }

    /// What stands before an item in plain text.
    pub(super) fn sign(self, number: usize) -> String {
        match self {
            Self::Paragraphs => String::new(),
            Self::Points => "- ".to_owned(),
            Self::Steps => format!("{number}. "),
        }
    }
}

/// One situation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuidePage {
    /// Its number in the guide.
    pub number: u32,
    /// Its heading.
    pub title: String,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// The situations of a guide: what stands below `## 7. A heading`.
#[must_use]
pub fn situations(markdown: &str) -> Vec<GuidePage> {
    let parts = markdown.split("\n## ").skip(1);
    let of = |part: &str| {
        let (heading, body) = part.split_once('\n')?;
        let (number, title) = heading.split_once(". ")?;
        let (number, title) = (number.parse().ok()?, title.trim().to_owned());
        Some(GuidePage { number, title, blocks: blocks(body) })
    };
    parts.filter_map(of).collect()
}

/// What is being read.
#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    form: Option<Form>,
    items: Vec<String>,
    rows: Vec<Vec<String>>,
    typed: Option<Vec<String>>,
}

fn blocks(body: &str) -> Vec<Block> {
    let mut reader = Reader::default();
    body.lines().for_each(|line| reader.line(line));
    reader.end();
    reader.blocks
}

impl Reader {
    fn line(&mut self, line: &str) {
        if line.starts_with("```") {
            match self.typed.take() {
                Some(lines) => self.blocks.push(Block::Typed(lines)),
                None => {
                    self.end();
                    self.typed = Some(Vec::new());
                }
            }
            return;
        }
        if let Some(typed) = &mut self.typed {
            typed.push(line.to_owned());
        } else if line.trim().is_empty() || line == "---" {
            self.end();
        } else if let Some(row) = line.strip_prefix('|') {
            self.row(row);
        } else if let Some(point) = line.strip_prefix("* ") {
            self.item(Form::Points, point);
        } else if let Some(step) = step(line) {
            self.item(Form::Steps, step);
        } else if line.starts_with(' ') || self.form == Some(Form::Paragraphs) {
            self.goes_on(line);
        } else {
            self.item(Form::Paragraphs, line);
        }
    }

    fn row(&mut self, row: &str) {
        let cells = row.trim_end().trim_end_matches('|').split('|');
        let cells: Vec<String> = cells.map(|cell| plain(cell.trim())).collect();
        if !cells.iter().all(|cell| cell.chars().all(|sign| sign == '-')) {
            self.rows.push(cells);
        }
    }

    fn item(&mut self, form: Form, text: &str) {
        if self.form != Some(form) {
            self.end();
            self.form = Some(form);
        }
        self.items.push(text.to_owned());
    }

    fn goes_on(&mut self, line: &str) {
        if let Some(item) = self.items.last_mut() {
            item.push(' ');
            item.push_str(line.trim());
        }
    }

    /// Whatever was begun is whole.
    fn end(&mut self) {
        let items: Vec<Vec<Span>> = self.items.drain(..).map(|item| spans(&item)).collect();
        if let Some(form) = self.form.take() {
            self.blocks.push(Block::Told(form, items));
        }
        let mut rows = std::mem::take(&mut self.rows).into_iter();
        if let Some(head) = rows.next() {
            self.blocks.push(Block::Table(Table {
                head,
                rows: rows.collect(),
                ..Table::default()
            }));
        }
    }
}

/// `2. Wait` without its number.
fn step(line: &str) -> Option<&str> {
    let (number, text) = line.split_once(". ")?;
    number.bytes().all(|byte| byte.is_ascii_digit()).then_some(text).filter(|_| !number.is_empty())
}

/// The letters of a cell, without marks.
fn plain(text: &str) -> String {
    spans(text).iter().map(Span::text).collect()
}

/// Typed text between backticks, strong text between pairs of stars, links by what they say.
fn spans(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    for (number, part) in text.split('`').enumerate() {
        if number % 2 == 1 {
            found.push(Span::Typed(part.to_owned()));
            continue;
        }
        for (number, part) in unlinked(part).split("**").enumerate() {
            // One star slants what needs no other form on paper.
            let part = if number % 2 == 1 {
                Span::Strong(part.to_owned())
            } else {
                Span::Plain(part.replace('*', ""))
            };
            found.push(part);
        }
    }
    found.retain(|span| !span.text().is_empty());
    found
}

/// `[what it says](where)` as what it says.
fn unlinked(text: &str) -> String {
    let Some((before, rest)) = text.split_once('[') else { return text.to_owned() };
    let link = rest.split_once("](").and_then(|(says, rest)| Some((says, rest.split_once(')')?.1)));
    match link {
        Some((says, after)) => format!("{before}{says}{}", unlinked(after)),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# Title\n\nBefore.\n\n## 1. The first day\n\nYou **need** a\n*good* drive.\n\n```\nrefuge init\n```\n\n\
        1. Type `refuge`,\n   then [wait](x.md).\n2. Unplug.\n\n* One\n* Two\n\n| key | opens |\n|---|---|\n| sheet | `all` |\n\n---\n\n\
        ## 2. Every day\n\nNothing.\n";

    #[test]
    fn every_form_of_the_guide_is_read() {
        let found = situations(TEXT);
        assert_eq!(found.len(), 2);
        let plain = |text: &str| Span::Plain(text.to_owned());
        let need = vec![plain("You "), Span::Strong("need".to_owned()), plain(" a good drive.")];
        let first = vec![plain("Type "), Span::Typed("refuge".to_owned()), plain(", then wait.")];
        let table = Table {
            head: vec!["key".to_owned(), "opens".to_owned()],
            rows: vec![vec!["sheet".to_owned(), "all".to_owned()]],
            ..Table::default()
        };
        let blocks = [
            Block::Told(Form::Paragraphs, vec![need]),
            Block::Typed(vec!["refuge init".to_owned()]),
            Block::Told(Form::Steps, vec![first, vec![plain("Unplug.")]]),
            Block::Told(Form::Points, vec![vec![plain("One")], vec![plain("Two")]]),
            Block::Table(table),
        ];
        assert_eq!(found[0].blocks, blocks);
        assert_eq!((found[1].number, found[1].title.as_str()), (2, "Every day"));
    }

    #[test]
    fn the_guides_have_the_same_situations_and_none_of_their_marks_is_left() {
        let guides =
            [include_str!("../../docs/guide.fr.md"), include_str!("../../docs/guide.en.md")];
        let [french, english] = guides.map(situations);
        let numbers = |all: &[GuidePage]| all.iter().map(|one| one.number).collect::<Vec<_>>();
        assert_eq!(numbers(&french), (1..=11).collect::<Vec<_>>());
        assert_eq!(numbers(&french), numbers(&english));
        for block in french.iter().chain(&english).flat_map(|one| &one.blocks) {
            let Block::Told(_, items) = block else { continue };
            for span in items.iter().flatten().filter(|span| !matches!(span, Span::Typed(_))) {
                let text = span.text();
                assert!(!text.contains(['`', '*']) && !text.contains("]("), "{span:?}");
            }
        }
    }
}
