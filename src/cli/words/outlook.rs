//! What falls due in the years to come, as a small chart in letters: the number stands beside each bar, so that it needs
//! neither colour nor a wide window.

use refuge::expiry::Outlook;
use unicode_width::UnicodeWidthStr;

use crate::cli::{Catalog, fl, units, words::numbers};

/// The longest bar, where the window has room for it.
const BAR_MAX: usize = 40;
/// Columns where the window does not tell.
const COLUMNS: usize = 80;

/// What stands beside a bar, and its number.
pub(crate) struct Row {
    pub(crate) label: String,
    pub(crate) records: u64,
}

/// What is due, the years, and what comes after them; nothing where no year brings anything.
pub(crate) fn rows(words: &Catalog, outlook: &Outlook) -> Vec<Row> {
    if outlook.is_empty() {
        return Vec::new();
    }
    let mut rows = vec![Row { label: fl!(words, "outlook-due"), records: outlook.due }];
    let years = outlook.by_year();
    rows.extend(years.map(|(year, records)| Row { label: year.to_string(), records }));
    rows.push(Row { label: fl!(words, "outlook-later"), records: outlook.later });
    rows
}

/// Above the chart.
pub(crate) fn title(words: &Catalog, outlook: &Outlook) -> String {
    fl!(words, "outlook-title", day = units::day_short(words, outlook.judged))
}

/// The chart as lines of a window so wide; `sign` is what bars are made of.
pub(crate) fn lines(
    words: &Catalog,
    outlook: &Outlook,
    sign: char,
    columns: Option<usize>,
) -> Vec<String> {
    let rows = rows(words, outlook);
    if rows.is_empty() {
        return Vec::new();
    }
    let count = |records: u64| numbers::count(words.language(), records);
    let left = rows.iter().map(|row| row.label.width()).max().unwrap_or(0);
    let figures = rows.iter().map(|row| count(row.records).width()).max().unwrap_or(0);
    let taken = 2 + left + 3 + figures + 2;
    let room = columns.unwrap_or(COLUMNS).saturating_sub(taken + 1).clamp(1, BAR_MAX);
    let most = rows.iter().map(|row| row.records).max().unwrap_or(0).max(1);
    let mut lines = vec![title(words, outlook)];
    lines.extend(rows.iter().map(|row| {
        let bar = bar(row.records, most, room);
        let drawn: String = std::iter::repeat_n(sign, bar).collect();
        let pad = " ".repeat(left - row.label.width());
        let number = count(row.records);
        let before = " ".repeat(figures - number.width());
        format!("  {}{pad}   {before}{number}  {drawn}", row.label).trim_end().to_owned()
    }));
    lines
}

/// A length in proportion; what is not nothing can be seen.
fn bar(records: u64, most: u64, room: usize) -> usize {
    let exact = u128::from(records) * room as u128 / u128::from(most);
    let exact = usize::try_from(exact).unwrap_or(room);
    if records > 0 { exact.max(1) } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Language;

    fn outlook() -> Outlook {
        let mut years = vec![0; 10];
        years[1] = 4;
        years[3] = 1;
        Outlook { judged: "2026-11-30".parse().unwrap(), due: 1038, years, later: 19 }
    }

    #[test]
    fn the_chart_fits_the_window_and_is_read_by_its_numbers() {
        for (language, due) in [(Language::English, "1,038"), (Language::French, "1\u{a0}038")] {
            let words = Catalog::load(language).unwrap();
            for columns in [80, 60, 30] {
                let lines = lines(&words, &outlook(), '#', Some(columns));
                assert_eq!(lines.len(), 13);
                let wide = lines.iter().skip(1).map(|line| line.width()).max().unwrap();
                assert!(wide < columns, "{columns}: {lines:#?}");
                assert!(lines[1].contains(due) && lines[1].contains("##"), "{lines:#?}");
                assert!(lines[3].contains("2027") && lines[3].ends_with("4  #"), "{lines:#?}");
                assert!(lines[4].ends_with('0'), "{lines:#?}");
            }
        }
    }

    #[test]
    fn where_no_year_brings_anything_there_is_no_chart() {
        let words = Catalog::load(Language::English).unwrap();
        let nothing = Outlook { later: 0, years: vec![0; 10], ..outlook() };
        assert!(lines(&words, &nothing, '#', None).is_empty());
    }
}
