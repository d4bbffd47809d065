//! Columns that line up, whatever the width of the letters.

use unicode_width::UnicodeWidthStr;

/// Which side a column leans on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// Words.
    Left,
    /// Figures.
    Right,
}

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
    fn no_rows_make_no_lines() {
        assert!(lines(&[], &[]).is_empty());
    }
}
