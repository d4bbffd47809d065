//! The same page as plain text, for the terminal and for archives.

use unicode_width::UnicodeWidthStr;

use super::guide::Span;
use super::{Block, Chart, Page, Signature, Table};

/// Longest line.
const WIDTH: usize = 78;

impl Page {
    /// The page as lines of plain text.
    #[must_use]
    pub fn to_text(&self) -> Vec<String> {
        let mut lines = vec![self.practice.clone()];
        lines.extend(self.number.clone());
        lines.extend([String::new(), self.title.clone()]);
        lines.push("=".repeat(self.title.width().min(WIDTH)));
        lines.extend(self.lead.iter().flat_map(|lead| wrapped(lead, "", "")));
        for block in &self.blocks {
            let of_block = block.to_text();
            if !of_block.is_empty() {
                lines.push(String::new());
                lines.extend(of_block);
            }
        }
        lines.push(String::new());
        lines.push("-".repeat(WIDTH));
        lines.extend(self.footer.iter().flat_map(|line| wrapped(line, "", "")));
        lines
    }
}

impl Block {
    fn to_text(&self) -> Vec<String> {
        match self {
            Self::Heading(text) => vec![text.clone(), "-".repeat(text.width().min(WIDTH))],
            Self::Paragraph(text) | Self::Note(text) => wrapped(text, "", ""),
            Self::Facts(facts) => of_facts(facts),
            Self::Table(table) => of_table(table),
            Self::List(points) => {
                points.iter().flat_map(|point| wrapped(point, "- ", "  ")).collect()
            }
            Self::Steps(points) => {
                let numbered = (1..).zip(points);
                numbered.flat_map(|(at, point)| wrapped(point, &format!("{at}. "), "   ")).collect()
            }
            Self::Told(form, items) => {
                let item = |(number, spans): (usize, &Vec<Span>)| {
                    let text: String = spans.iter().map(Span::text).collect();
                    let sign = form.sign(number);
                    wrapped(&text, &sign, &" ".repeat(sign.len()))
                };
                (1..).zip(items).flat_map(item).collect()
            }
            Self::Typed(lines) => lines.iter().map(|line| format!("    {line}")).collect(),
            Self::Notice(notice) => {
                let lines = std::iter::once(&notice.title).chain(&notice.lines);
                lines.flat_map(|line| wrapped(line, "  | ", "  | ")).collect()
            }
            Self::Signatures(fields) => fields.iter().flat_map(of_signature).collect(),
            Self::Blanks(blanks) => {
                (1..=blanks.count).map(|at| format!("{at:>2}. ________")).collect()
            }
            Self::Chart(chart) => of_chart(chart),
            Self::Qr(code) => wrapped(&code.caption, "", ""),
            Self::Label(label) => {
                let head = [label.name.clone(), label.number.clone()];
                head.into_iter().chain(label.lines.iter().cloned()).collect()
            }
            Self::NewSheet => Vec::new(),
        }
    }
}

fn of_facts(facts: &[(String, String)]) -> Vec<String> {
    let names = facts.iter().map(|(name, _)| name.width()).max().unwrap_or(0).min(WIDTH / 2);
    let line = |(name, value): &(String, String)| {
        let first = format!("{name}{}  ", " ".repeat(names.saturating_sub(name.width())));
        wrapped(value, &first, &" ".repeat(names + 2))
    };
    facts.iter().flat_map(line).collect()
}

/// Columns where they fit, else one fact below the other.
fn of_table(table: &Table) -> Vec<String> {
    let rows = || std::iter::once(&table.head).chain(&table.rows).chain(&table.total);
    let count = rows().map(Vec::len).max().unwrap_or(0);
    let widest = |column: usize| {
        rows().filter_map(|row| row.get(column)).map(|cell| cell.width()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..count).map(widest).collect();
    if widths.iter().sum::<usize>() + 2 * count > WIDTH {
        return of_narrow_table(table);
    }
    let cell = |(column, (text, width)): (usize, (&String, &usize))| {
        let room = " ".repeat(width.saturating_sub(text.width()));
        if table.is_number(&column) { room + text } else { text.clone() + &room }
    };
    let line = |row: &Vec<String>| {
        let cells: Vec<String> = row.iter().zip(&widths).enumerate().map(cell).collect();
        cells.join("  ").trim_end().to_owned()
    };
    rows().map(line).collect()
}

fn of_narrow_table(table: &Table) -> Vec<String> {
    let mut lines = Vec::new();
    for row in table.rows.iter().chain(&table.total) {
        let facts = table.head.iter().cloned().zip(row.iter().cloned());
        let filled: Vec<_> = facts.filter(|(_, value)| !value.is_empty()).collect();
        lines.extend(of_facts(&filled));
        lines.push(String::new());
    }
    lines.pop();
    lines
}

fn of_signature(field: &Signature) -> Vec<String> {
    let longest = field.lines.iter().map(|(name, _)| name.width()).max().unwrap_or(0);
    let line = |(name, value): &(String, Option<String>)| {
        let gap = " ".repeat(longest - name.width() + 2);
        format!("  {name}{gap}{}", value.as_deref().unwrap_or("____________________"))
    };
    std::iter::once(field.role.clone()).chain(field.lines.iter().map(line)).collect()
}

fn of_chart(chart: &Chart) -> Vec<String> {
    match chart {
        Chart::Columns { title, labels, series } => {
            let names = series.iter().map(|one| one.name.clone());
            let head = std::iter::once(String::new()).chain(names).collect();
            let row = |(at, label): (usize, &String)| {
                let values = series.iter().map(|one| one.values.get(at).copied().unwrap_or(0));
                std::iter::once(label.clone())
                    .chain(values.map(|value| value.to_string()))
                    .collect()
            };
            let rows = labels.iter().enumerate().map(row).collect();
            let numbers = (1..=series.len()).collect();
            let table = Table { head, rows, numbers, ..Table::default() };
            std::iter::once(title.clone()).chain(of_table(&table)).collect()
        }
        Chart::Gauges { title, rows } => {
            let facts: Vec<_> =
                rows.iter().map(|row| (row.name.clone(), row.note.clone())).collect();
            std::iter::once(title.clone()).chain(of_facts(&facts)).collect()
        }
    }
}

/// Breaks between words; a word longer than the line stays whole.
fn wrapped(text: &str, first: &str, next: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = first.to_owned();
    let mut is_fresh = true;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if !is_fresh && line.width() + 1 + word.width() > WIDTH {
            lines.push(std::mem::replace(&mut line, next.to_owned()));
            is_fresh = true;
        }
        if !is_fresh {
            line.push(' ');
        }
        line.push_str(word);
        is_fresh = false;
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::super::tests::page;
    use super::*;

    #[test]
    fn lines_break_between_words_and_keep_their_indent() {
        let lines = wrapped(&"mot ".repeat(40), "- ", "  ");
        assert!(lines.len() > 2 && lines.iter().all(|line| line.width() <= WIDTH));
        assert!(lines.iter().skip(1).all(|line| line.starts_with("  mot")));
    }

    #[test]
    fn a_table_that_is_too_wide_becomes_facts() {
        let wide = "x".repeat(50);
        let table = Table {
            head: vec!["A".into(), "B".into()],
            rows: vec![vec![wide.clone(), wide.clone()]],
            ..Table::default()
        };
        assert_eq!(of_table(&table), [format!("A  {wide}"), format!("B  {wide}")]);
        let slim = Table { rows: vec![vec!["a".into(), "12".into()]], numbers: vec![1], ..table };
        assert_eq!(of_table(&slim), ["A   B", "a  12"]);
    }

    #[test]
    fn a_page_begins_with_the_practice_and_ends_with_the_small_print() {
        let lines = page(vec![Block::NewSheet, Block::Paragraph("text".into())]).to_text();
        assert_eq!(lines.first().map(String::as_str), Some("Cabinet <Dr> \"Martin\""));
        assert_eq!(lines.last().map(String::as_str), Some("small print"));
        assert!(lines.contains(&"text".to_owned()));
    }
}
