//! Columns that line up, whatever the width of the letters.

use unicode_width::UnicodeWidthStr;

use super::{columns, fill};

/// Which side a column leans on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// Words.
    Left,
    /// Figures.
    Right,
}

/// Before what stands below the rest of its row.
const UNDER: &str = "      ";

/// Rows as lines: two spaces before the first column, three between columns, none at the end.
/// Columns beyond `sides` lean left.
pub(crate) fn lines(sides: &[Side], rows: &[Vec<String>]) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            rows.iter()
                .filter_map(|row| row.get(column))
                .map(|cell| cell.width())
                .max()
                .unwrap_or(0)
        })
        .collect();
    rows.iter().map(|row| line(sides, &widths, row)).collect()
}

/// The same on this terminal: where it is too narrow, what a row is about stands on a line of its own, and
/// the rest of it below. Where that is too wide as well, what a row ends with stands below the rest, broken.
pub(crate) fn on_screen(sides: &[Side], rows: &[Vec<String>]) -> Vec<String> {
    within(columns(), sides, rows)
}

fn within(columns: Option<usize>, sides: &[Side], rows: &[Vec<String>]) -> Vec<String> {
    let wide = lines(sides, rows);
    if columns.is_none_or(|columns| wide.iter().all(|line| line.width() < columns)) {
        return wide;
    }
    let rest: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().skip(1).cloned().collect()).collect();
    let below = lines(sides.get(1..).unwrap_or_default(), &rest);
    let first = rows.iter().map(|row| row.first().cloned().unwrap_or_default());
    let stacked =
        first.zip(below).flat_map(|(first, below)| [format!("  {first}"), format!("  {below}")]);
    let stacked: Vec<String> = stacked.filter(|line| !line.trim().is_empty()).collect();
    match columns {
        Some(columns) if stacked.iter().any(|line| line.width() >= columns) => {
            last_below(columns, sides, rows)
        }
        _ => stacked,
    }
}

fn last_below(columns: usize, sides: &[Side], rows: &[Vec<String>]) -> Vec<String> {
    let but_last =
        |row: &Vec<String>| row.split_last().map_or_else(Vec::new, |(_, rest)| rest.to_vec());
    let heads = lines(sides, &rows.iter().map(but_last).collect::<Vec<_>>());
    let last = |row: &Vec<String>| row.last().cloned().unwrap_or_default();
    let below = rows.iter().map(last).map(|last| {
        let line = format!("{UNDER}{last}");
        fill(&line, columns.saturating_sub(1).max(UNDER.len() * 2), UNDER)
    });
    let all = heads.into_iter().zip(below).flat_map(|(head, below)| [head, below]);
    all.filter(|line| !line.trim().is_empty()).collect()
}

fn line(sides: &[Side], widths: &[usize], row: &[String]) -> String {
    let cells: Vec<String> = row
        .iter()
        .zip(widths)
        .enumerate()
        .map(|(column, (cell, width))| {
            let padding = " ".repeat(width.saturating_sub(cell.width()));
            match sides.get(column) {
                Some(Side::Right) => format!("{padding}{cell}"),
                _ => format!("{cell}{padding}"),
            }
        })
        .collect();
    format!("  {}", cells.join("   ")).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lean_left_and_figures_right() {
        let rows = [
            vec!["DISQUE".to_owned(), "SAUVEGARDES".to_owned(), "SORT".to_owned()],
            vec!["Bleu".to_owned(), "61".to_owned(), "à garder".to_owned()],
            vec!["Été 病".to_owned(), "5".to_owned(), String::new()],
        ];
        assert_eq!(
            lines(&[Side::Left, Side::Right], &rows),
            [
                "  DISQUE   SAUVEGARDES   SORT",
                "  Bleu              61   à garder",
                "  Été 病             5",
            ]
        );
    }

    #[test]
    fn on_a_narrow_terminal_a_row_stands_below_what_it_is_about() {
        let rows = [
            vec!["CATÉGORIE".to_owned(), "DOSSIERS".to_owned(), "POURQUOI".to_owned()],
            vec!["dossier médical".to_owned(), "12".to_owned(), "la durée".to_owned()],
        ];
        let sides = [Side::Left, Side::Right];
        assert_eq!(within(Some(60), &sides, &rows), lines(&sides, &rows));
        assert_eq!(within(None, &sides, &rows), lines(&sides, &rows));
        assert_eq!(
            within(Some(30), &sides, &rows),
            [
                "  CATÉGORIE",
                "    DOSSIERS   POURQUOI",
                "  dossier médical",
                "          12   la durée",
            ]
        );
    }

    #[test]
    fn what_a_row_ends_with_is_broken_below_the_rest_where_nothing_else_fits() {
        let rows = [
            vec!["langue".to_owned(), "fr".to_owned(), "langue : fr ou en".to_owned()],
            vec![
                "pays".to_owned(),
                "fr".to_owned(),
                "pays des durées légales, en toutes".to_owned(),
            ],
        ];
        assert_eq!(
            within(Some(30), &[], &rows),
            [
                "  langue   fr",
                "      langue : fr ou en",
                "  pays     fr",
                "      pays des durées\n      légales, en toutes",
            ]
        );
    }

    #[test]
    fn no_rows_make_no_lines() {
        assert!(lines(&[], &[]).is_empty());
    }
}
