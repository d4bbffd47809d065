//! The status screen, line by line.

use jiff::civil::Date;
use refuge::practice::Practice;
use refuge::status::Standing;
use refuge::status::calendar::Calendar;
use refuge::status::verdict::{Matter, Verdict};
use unicode_width::UnicodeWidthStr;

use super::shown;
use crate::cli::{
    Catalog, Face, alarm,
    commands::home,
    fl, safe,
    terminal::{
        columns, fill,
        style::strong,
        table::{self, Side},
    },
    units,
    words::coverage,
};
use crate::faces::{matters, standing_told as told};

/// Wide enough for the verdict and the practice beside it.
const VERDICT_COLUMNS: usize = 36;
/// Before a label, between it and the fact, and the last column, which stays empty.
const BESIDE_A_FACT: usize = 2 + 3 + 1;

pub(super) fn lines(
    face: &Face<'_>,
    practice: &Practice,
    standing: &Standing,
    only: Option<&str>,
) -> Vec<String> {
    let words = face.words;
    let today = home::today();
    let mut lines = vec![head(face, practice, standing.verdict, today)];
    lines.extend(facts_within(columns(), &told::facts(words, standing, today)));
    lines.push(String::new());
    if standing.drives.is_empty() {
        lines.push(format!("  {}", fl!(words, "drives-none")));
    } else {
        lines.extend(drives(words, standing, only, today));
    }
    lines.extend(next(face, standing));
    lines
}

/// Which day lies on which drive, instead of the facts.
pub(super) fn picture(
    face: &Face<'_>,
    practice: &Practice,
    verdict: Verdict,
    calendar: &Calendar,
) -> Vec<String> {
    let words = face.words;
    let mut lines = vec![head(face, practice, verdict, home::today())];
    if calendar.begun.is_none() {
        lines.push(format!("  {}", fl!(words, "calendar-empty")));
        return lines;
    }
    lines.push(String::new());
    lines.extend(weeks_within(columns(), &coverage::rows(words, calendar)));
    lines.push(String::new());
    lines.extend(coverage::key(words, calendar));
    lines.push(coverage::longest(words, calendar));
    lines
}

/// The rows of weeks. Days stand close together, so that a window of 60 columns has room for them; where it has none
/// for the names of the drives beside, the letters alone tell them.
fn weeks_within(columns: Option<usize>, rows: &[Vec<String>]) -> Vec<String> {
    let days = rows.iter().flat_map(|row| row.get(1..8).unwrap_or_default());
    let width = days.map(|cell| cell.chars().count() + 1).max().unwrap_or(0).max(3);
    let close = |row: &Vec<String>| -> Vec<String> {
        let days = row.get(1..8).unwrap_or_default();
        let days: String = days.iter().map(|cell| format!("{cell:<width$}")).collect();
        [row.first(), Some(&days), row.last()].into_iter().flatten().cloned().collect()
    };
    let rows: Vec<Vec<String>> = rows.iter().map(close).collect();
    let wide = table::lines(&[], &rows);
    if columns.is_none_or(|columns| wide.iter().all(|line| line.width() < columns)) {
        return wide;
    }
    let without_names: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().take(2).cloned().collect()).collect();
    table::on_screen(&[], &without_names)
}

fn head(face: &Face<'_>, practice: &Practice, verdict: Verdict, today: Date) -> String {
    let words = face.words;
    let text = told::verdict(words, verdict);
    let padding = " ".repeat(VERDICT_COLUMNS.saturating_sub(text.chars().count()));
    let shown = if verdict == Verdict::Unprotected { alarm(&text) } else { strong(&text) };
    let name = safe(&practice.config.practice.name);
    let whose = format!("{name}, {}", units::day_with_weekday(words, today));
    let is_narrow = |columns| VERDICT_COLUMNS.max(text.chars().count()) + whose.width() >= columns;
    // Beside each other where there is room, else below.
    if columns().is_some_and(is_narrow) {
        return format!("{shown}\n  {whose}");
    }
    format!("{shown}{padding}{whose}")
}

/// The facts as a table; where the terminal is too narrow, what is due stands on a line of its own, and
/// a long fact goes on below itself.
fn facts_within(columns: Option<usize>, facts: &[Vec<String>]) -> Vec<String> {
    let wide = table::lines(&[], facts);
    if columns.is_none_or(|columns| wide.iter().all(|line| line.width() < columns)) {
        return wide;
    }
    let labels = facts.iter().filter_map(|row| row.first()).map(|label| label.width()).max();
    let room = columns.unwrap_or(usize::MAX).saturating_sub(labels.unwrap_or(0) + BESIDE_A_FACT);
    let narrow: Vec<Vec<String>> = facts.iter().flat_map(|row| below_itself(row, room)).collect();
    table::lines(&[], &narrow)
}

/// One fact as rows of a label and a text.
fn below_itself(row: &[String], room: usize) -> Vec<Vec<String>> {
    let [label, texts @ ..] = row else { return vec![] };
    let lines: Vec<String> = texts
        .iter()
        .filter(|text| !text.is_empty())
        .flat_map(|text| fill(text, room, "").lines().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let labels = std::iter::once(label.clone()).chain(std::iter::repeat(String::new()));
    labels.zip(lines).map(|(label, line)| vec![label, line]).collect()
}

fn drives(words: &Catalog, standing: &Standing, only: Option<&str>, today: Date) -> Vec<String> {
    let mut rows = vec![told::drive_head(words).to_vec()];
    rows.extend(shown(standing, only).map(|stands| told::drive_row(words, stands, today).to_vec()));
    table::lines(&[Side::Left, Side::Left, Side::Right, Side::Right, Side::Left], &rows)
}

/// The most pressing first, as the next step; then the others.
fn next(face: &Face<'_>, standing: &Standing) -> Vec<String> {
    let words = face.words;
    let mut told = standing.matters.iter().map(|matter| {
        let sentence = matters::sentence(words, matter);
        // Whoever left can read everything: that is not one duty among others.
        let is_grave = matches!(matter, Matter::StillOpens { .. } | Matter::LostOpens { .. });
        if is_grave { alarm(&sentence) } else { sentence }
    });
    let Some(first) = told.next() else { return vec![] };
    let mut lines = vec![String::new(), fl!(words, "status-next", what = first)];
    lines.extend(told.map(|other| format!("  {} {other}", face.symbols.warning)));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_lose_the_names_beside_them_before_they_are_broken() {
        let week = |names: &str| {
            let days = ["", "BR", "·", "·", "", "", ""].map(str::to_owned);
            let around = ["30 Nov 2026".to_owned(), names.to_owned()];
            let [first, last] = around;
            std::iter::once(first).chain(days).chain([last]).collect::<Vec<String>>()
        };
        let rows = [week("Blue, Red, Green, the old one of the doctor")];
        assert!(weeks_within(None, &rows)[0].ends_with("of the doctor"));
        let narrow = weeks_within(Some(60), &rows);
        assert_eq!(narrow, ["  30 Nov 2026      BR ·  ·"]);
        assert_eq!(weeks_within(Some(60), &[week("Blue, Red")]).len(), 1);
        assert!(weeks_within(Some(60), &[week("Blue, Red")])[0].ends_with("Blue, Red"));
    }

    #[test]
    fn facts_go_on_below_themselves_where_the_terminal_is_narrow() {
        let facts = [
            vec!["Backup".to_owned(), "today".to_owned()],
            vec!["Check".to_owned(), "2 Nov, good".to_owned(), "next before 2 Dec".to_owned()],
        ];
        assert_eq!(facts_within(Some(60), &facts), facts_within(None, &facts));
        assert_eq!(facts_within(None, &facts).len(), 2);
        assert_eq!(
            facts_within(Some(30), &facts),
            ["  Backup   today", "  Check    2 Nov, good", "           next before 2 Dec"]
        );
        assert_eq!(
            facts_within(Some(24), &facts),
            [
                "  Backup   today",
                "  Check    2 Nov, good",
                "           next before",
                "           2 Dec"
            ]
        );
    }
}
