//! From lines to rows: the separator, the header below title lines, cells, and quotes and lines that went astray.
//!
//! A cell that begins with a quote in a file that quotes nothing swallows the rows below it, and a later one
//! gives it back with another patient's dates. So a quote must close where a cell ends, no line inside a quoted
//! cell may look like a row, and quotes must not hide a date or a number. A text that was cut by an end of line leaves
//! two rows that are none. Otherwise every line concerned is in doubt.

use std::collections::VecDeque;
use std::io::BufRead;

use super::RegisterError;
use super::choice::Choice;
use super::decode::{HEADER_LINES_MAX, Lines};
use super::headings::{self, Meaning};
use super::words::fold;
use super::written;

/// Candidates for the separator, in order of preference.
const SEPARATORS: [char; 4] = [';', '\t', ',', '|'];
/// Most lines that one quoted cell may run over, in lines: beyond that the file is refused.
const QUOTED_LINES_MAX: usize = 1000;

/// Most pieces into which a row may have been cut by ends of lines in its texts.
const PIECES_MAX: usize = 20;

/// How the cells of a file stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) separator: char,
    pub(super) header: Vec<String>,
    pub(super) header_line: u64,
}

/// One row of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// Line of the file, from 1.
    pub(super) line: u64,
    /// Its cells, without quotes.
    pub(super) cells: Vec<String>,
    /// Nobody knows where its cells begin.
    pub(super) broken: Option<Broken>,
}

/// Why nobody knows where the cells of a row begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Broken {
    /// A quote ran over it.
    Quote,
    /// An end of line in one of its texts cut it.
    Line,
}

/// The columns by which a row is known from other text, and those that must not change hands.
#[derive(Debug, Clone, Default)]
pub(super) struct Anchors {
    /// Cells of the header.
    pub(super) width: usize,
    /// The number.
    pub(super) id: Option<usize>,
    /// Every column of dates.
    pub(super) dates: Vec<usize>,
}

impl Anchors {
    fn has_id(&self, row: &Row) -> bool {
        self.id.is_some_and(|at| !fold(row.cell(at)).is_empty())
    }

    fn dated(&self, row: &Row) -> usize {
        self.dates.iter().filter(|at| is_date(row.cell(**at))).count()
    }

    /// How much of what counts stands where it belongs.
    fn points(&self, row: &Row) -> usize {
        self.dated(row) + usize::from(self.has_id(row))
    }

    /// Whether a line looks like a row of this table: as many cells, a number, and a date where one belongs.
    fn looks_like_a_row(&self, row: &Row) -> bool {
        row.fits(self.width) && self.holds_a_row(row)
    }

    /// The same for what may have a few cells too many.
    fn holds_a_row(&self, row: &Row) -> bool {
        row.cells.len() >= self.width.min(2) && self.has_id(row) && self.dated(row) > 0
    }

    /// Whether two numbers are of one kind: `ligne deux` is no number where 4711 is one.
    fn are_alike(&self, one: &Row, other: &Row) -> bool {
        let has_digit = |row: &Row| {
            self.id.is_some_and(|at| row.cell(at).contains(|sign: char| sign.is_ascii_digit()))
        };
        has_digit(one) == has_digit(other)
    }

    /// Whether one reading of a line says something of number or dates that another does not.
    fn contradict(&self, one: &Row, other: &Row) -> bool {
        let columns = self.id.iter().chain(&self.dates);
        let mut said = columns.map(|at| (one.cell(*at), other.cell(*at)));
        said.any(|(one, other)| !one.is_empty() && one != other)
    }
}

fn is_date(cell: &str) -> bool {
    cell.bytes().filter(u8::is_ascii_digit).count() >= 4
        && written::read(cell).is_ok_and(|written| written.is_some())
}

impl Row {
    /// A cell without the spaces around it, and without the `="…"` that keeps a spreadsheet from eating
    /// leading zeros.
    pub(super) fn cell(&self, at: usize) -> &str {
        self.cells.get(at).map(|cell| unwrapped(cell)).unwrap_or_default()
    }

    /// Whether it has the header's width, but for empty cells at its end: spreadsheets leave them out, other
    /// programs end every row with a separator.
    pub(super) fn fits(&self, width: usize) -> bool {
        self.cells.iter().skip(width).all(|cell| cell.trim().is_empty())
    }

    fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| unwrapped(cell).is_empty())
    }
}

/// A cell without what programs put around it: spaces, a mark, the sign of the end of a DOS file, `="…"` or an
/// apostrophe that keeps a spreadsheet from changing it, single quotes.
fn unwrapped(cell: &str) -> &str {
    let around = |sign: char| sign.is_whitespace() || matches!(sign, '\u{feff}' | '\u{1a}');
    let cell = cell.trim_matches(around);
    let formula = cell.strip_prefix("=\"").and_then(|inner| inner.strip_suffix('"'));
    let marked = || cell.strip_prefix('\'').map(|inner| inner.strip_suffix('\'').unwrap_or(inner));
    formula.or_else(marked).unwrap_or(cell).trim()
}

/// A file on its way from lines to rows.
pub(super) struct Table<R> {
    lines: Lines<R>,
    waiting: VecDeque<(u64, String)>,
    run_over: VecDeque<Row>,
    ahead: VecDeque<Row>,
    pub(super) layout: Layout,
}

impl<R: BufRead> Table<R> {
    /// Finds the header among the first lines.
    pub(super) fn begin(mut lines: Lines<R>, choice: &Choice) -> Result<Self, RegisterError> {
        let mut first = VecDeque::new();
        while first.len() < HEADER_LINES_MAX {
            match lines.next()? {
                Some(line) => first.push_back(line),
                None => break,
            }
        }
        let hinted = hint(&mut first);
        let (at, separator) = header(&first, hinted, choice).ok_or(RegisterError::Empty)?;
        let mut waiting = first.split_off(at);
        let (header_line, text) = waiting.pop_front().ok_or(RegisterError::Empty)?;
        let mut table = Self {
            lines,
            waiting,
            run_over: VecDeque::new(),
            ahead: VecDeque::new(),
            layout: Layout { separator, header: Vec::new(), header_line },
        };
        table.layout.header = table.heading_cells(&text)?;
        Ok(table)
    }

    pub(super) fn encoding(&self) -> &'static str {
        self.lines.encoding().name()
    }

    /// The cells of the header: its quotes may run over a few lines, or be wrong without harm.
    fn heading_cells(&mut self, text: &str) -> Result<Vec<String>, RegisterError> {
        let separator = self.layout.separator;
        let mut joined = text.to_owned();
        for taken in 0..=5 {
            match split(&joined, separator) {
                Split::Whole(cells) => return Ok(cells),
                Split::Open if taken < 5 => match self.waiting.get(taken) {
                    Some((_, line)) => joined = format!("{joined}\n{line}"),
                    None => break,
                },
                Split::Open | Split::Stray => break,
            }
        }
        Ok(raw(text, separator))
    }

    fn next_line(&mut self) -> Result<Option<(u64, String)>, RegisterError> {
        match self.waiting.pop_front() {
            Some(line) => Ok(Some(line)),
            None => self.lines.next(),
        }
    }

    /// The next row that is not blank and does not repeat the header.
    pub(super) fn next_row(&mut self, anchors: &Anchors) -> Result<Option<Row>, RegisterError> {
        if !self.looks_ahead(0, anchors)? {
            return Ok(None);
        }
        let is_short = |row: &Row| row.broken.is_none() && row.cells.len() < anchors.width;
        if self.ahead.front().is_some_and(is_short) {
            self.doubt_pieces(anchors)?;
        }
        Ok(self.ahead.pop_front())
    }

    /// Whether there is a row so far ahead.
    fn looks_ahead(&mut self, at: usize, anchors: &Anchors) -> Result<bool, RegisterError> {
        while self.ahead.len() <= at {
            match self.whole_row(anchors)? {
                Some(row) => self.ahead.push_back(row),
                None => return Ok(false),
            }
        }
        Ok(true)
    }

    /// Rows that together are one, of which each alone lacks a number or a date, were cut by ends of lines.
    fn doubt_pieces(&mut self, anchors: &Anchors) -> Result<(), RegisterError> {
        let Some(mut joined) = self.ahead.front().cloned() else { return Ok(()) };
        let alone = anchors.points(&joined);
        for at in 1..PIECES_MAX {
            if !self.looks_ahead(at, anchors)? {
                return Ok(());
            }
            let Some(piece) = self.ahead.get(at) else { return Ok(()) };
            let cells = joined.cells.len() + piece.cells.len();
            if piece.broken.is_some()
                || cells > anchors.width + 1
                || anchors.looks_like_a_row(piece)
            {
                return Ok(());
            }
            let mut parts = piece.cells.iter();
            if let (Some(last), Some(first)) = (joined.cells.last_mut(), parts.next()) {
                last.push(' ');
                last.push_str(first);
            }
            joined.cells.extend(parts.cloned());
            if anchors.points(&joined) > alone {
                self.ahead.iter_mut().take(at + 1).for_each(|row| row.broken = Some(Broken::Line));
                return Ok(());
            }
        }
        Ok(())
    }

    fn whole_row(&mut self, anchors: &Anchors) -> Result<Option<Row>, RegisterError> {
        loop {
            if let Some(row) = self.run_over.pop_front() {
                return Ok(Some(row));
            }
            let Some(line) = self.next_line()? else { return Ok(None) };
            let row = match split(&line.1, self.layout.separator) {
                Split::Whole(cells) => self.on_one_line(&line, cells, anchors),
                Split::Stray => self.doubtful(&line),
                Split::Open => match self.over_lines(line, anchors)? {
                    Some(row) => row,
                    None => continue,
                },
            };
            if !row.is_blank() && row.cells != self.layout.header {
                return Ok(Some(row));
            }
        }
    }

    /// A row in one line. Where its quotes hide a number or a date that stands where it belongs, they are stray.
    fn on_one_line(&self, line: &(u64, String), cells: Vec<String>, anchors: &Anchors) -> Row {
        let row = Row { line: line.0, cells, broken: None };
        if row.cells.len() < anchors.width && line.1.contains('"') {
            let plain = self.doubtful(line);
            let hides = plain.cells.len() > row.cells.len() && anchors.looks_like_a_row(&plain);
            if hides && anchors.points(&plain) > anchors.points(&row) {
                return plain;
            }
        }
        row
    }

    /// A row whose quoted cell runs over several lines; none where those lines are in doubt one by one.
    fn over_lines(
        &mut self,
        first: (u64, String),
        anchors: &Anchors,
    ) -> Result<Option<Row>, RegisterError> {
        let opened = first.0;
        let mut lines = vec![first];
        loop {
            if lines.len() > QUOTED_LINES_MAX {
                return Err(RegisterError::StrayQuote(opened));
            }
            let Some(line) = self.next_line()? else { break };
            let closes = line.1.contains('"');
            lines.push(line);
            if !closes {
                continue;
            }
            let texts: Vec<&str> = lines.iter().map(|(_, text)| text.as_str()).collect();
            match split(&texts.join("\n"), self.layout.separator) {
                Split::Open => {}
                Split::Stray => break,
                Split::Whole(cells) => {
                    let row = Row { line: opened, cells, broken: None };
                    let mut plain = lines.iter().map(|line| self.doubtful(line));
                    let hides_first = plain.next().is_some_and(|plain| {
                        anchors.looks_like_a_row(&plain) && anchors.contradict(&plain, &row)
                    });
                    let is_row =
                        |plain: Row| anchors.holds_a_row(&plain) && anchors.are_alike(&plain, &row);
                    if hides_first || plain.any(is_row) {
                        break;
                    }
                    return Ok(Some(row));
                }
            }
        }
        self.run_over =
            lines.iter().map(|line| self.doubtful(line)).filter(|row| !row.is_blank()).collect();
        Ok(None)
    }

    fn doubtful(&self, line: &(u64, String)) -> Row {
        let (line, text) = line;
        Row { line: *line, cells: raw(text, self.layout.separator), broken: Some(Broken::Quote) }
    }
}

/// Takes a leading `sep=;` line off and says what it names.
fn hint(first: &mut VecDeque<(u64, String)>) -> Option<char> {
    let (_, text) = first.front()?;
    let hint = text.trim_start_matches('\u{feff}').trim_end_matches(['\r', ' ']).trim_matches('"');
    let named = hint.get(..4).filter(|start| start.eq_ignore_ascii_case("sep="))?;
    let mut rest = hint.get(named.len()..)?.chars();
    let (separator, after) = (rest.next(), rest.next());
    if after.is_some() {
        return None;
    }
    first.pop_front();
    separator
}

/// Which line is the header, and its separator: the one with most headings that are known. Without any, the
/// first line that is not blank, with the separator met most often.
fn header(
    first: &VecDeque<(u64, String)>,
    hinted: Option<char>,
    choice: &Choice,
) -> Option<(usize, char)> {
    let named: Vec<String> = [&choice.mapping, &choice.visits]
        .into_iter()
        .flat_map(|mapping| mapping.values().flatten())
        .map(|name| headings::key(name))
        .collect();
    let is_known = |cell: &String| {
        let meant = choice.meaning(cell).is_some_and(|meaning| meaning != Meaning::Aside);
        meant || named.contains(&headings::key(cell))
    };
    let separators: Vec<char> = hinted.map_or_else(|| SEPARATORS.to_vec(), |one| vec![one]);
    let mut best: Option<((usize, usize), (usize, char))> = None;
    for (at, (_, text)) in first.iter().enumerate().filter(|(_, (_, text))| !text.trim().is_empty())
    {
        for separator in &separators {
            let cells = raw(text, *separator);
            let known = cells.iter().filter(|cell| is_known(cell)).count();
            // One word of a title may be a heading by chance.
            let known = if known == 1 && cells.len() == 1 && at > 0 { 0 } else { known };
            let is_first = best.is_none_or(|(_, (line, _))| line == at);
            let points = (known, if is_first { outside_quotes(text, *separator) } else { 0 });
            if best.is_none_or(|(before, _)| points > before && (is_first || points.0 > before.0)) {
                best = Some((points, (at, *separator)));
            }
        }
    }
    best.map(|(_, found)| found)
}

fn outside_quotes(line: &str, wanted: char) -> usize {
    let mut quoted = false;
    let mut times = 0;
    for sign in line.chars() {
        match sign {
            '"' => quoted = !quoted,
            _ if sign == wanted && !quoted => times += 1,
            _ => {}
        }
    }
    times
}

/// Cells of a text.
#[derive(Debug, PartialEq, Eq)]
enum Split {
    /// Every quote closed where a cell ends.
    Whole(Vec<String>),
    /// The last quote did not close.
    Open,
    /// A quote closed in the middle of a cell.
    Stray,
}

/// Cells with quotes as spreadsheets write them: doubled inside; some programs put a backslash before them.
fn split(text: &str, separator: char) -> Split {
    let mut cells = Vec::new();
    let mut rest = text;
    loop {
        let (cell, after) = match opening(rest, separator) {
            None => unquoted(rest, separator),
            Some(inner) => match quoted(inner, separator) {
                Quoted::Closed(cell, after) => (cell, after),
                Quoted::Open => return Split::Open,
                Quoted::Stray => return Split::Stray,
            },
        };
        cells.push(cell);
        match after {
            Some(after) => rest = after,
            None => return Split::Whole(cells),
        }
    }
}

/// What follows the quote with which a cell begins.
fn opening(rest: &str, separator: char) -> Option<&str> {
    let blank = |sign: char| (sign == ' ' || sign == '\u{feff}') && sign != separator;
    rest.trim_start_matches(blank).strip_prefix('"')
}

fn unquoted(rest: &str, separator: char) -> (String, Option<&str>) {
    match rest.split_once(separator) {
        Some((cell, after)) => (cell.to_owned(), Some(after)),
        None => (rest.to_owned(), None),
    }
}

enum Quoted<'t> {
    Closed(String, Option<&'t str>),
    Open,
    Stray,
}

fn quoted(inner: &str, separator: char) -> Quoted<'_> {
    let mut cell = String::new();
    let mut rest = inner;
    loop {
        let Some((before, after)) = rest.split_once('"') else { return Quoted::Open };
        cell.push_str(before);
        if let Some(after) = after.strip_prefix('"') {
            cell.push('"');
            rest = after;
            continue;
        }
        let behind = after.trim_start_matches(|sign: char| sign == ' ' && sign != separator);
        if behind.is_empty() {
            return Quoted::Closed(cell, None);
        }
        if let Some(after) = behind.strip_prefix(separator) {
            return Quoted::Closed(cell, Some(after));
        }
        if !before.ends_with('\\') {
            return Quoted::Stray;
        }
        cell.pop();
        cell.push('"');
        rest = after;
    }
}

/// Cells by separators alone, for lines whose quotes mean nothing.
fn raw(text: &str, separator: char) -> Vec<String> {
    let trimmed = |cell: &str| cell.trim_matches(['"', ' ', '\u{feff}']).to_owned();
    text.split(separator).map(trimmed).collect()
}

#[cfg(test)]
mod tests {
    use super::super::decode;
    use super::*;

    fn cells(text: &str) -> Vec<String> {
        match split(text, ';') {
            Split::Whole(cells) => cells,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn cells_are_split_outside_quotes() {
        assert_eq!(cells("a;\"b;c\";\"say \"\"x\"\"\";"), ["a", "b;c", "say \"x\"", ""]);
        assert_eq!(cells("\"C:\\Images\\\";b"), ["C:\\Images\\", "b"]);
        assert_eq!(cells("\"say \\\"x\\\" twice\";b"), ["say \"x\" twice", "b"]);
        assert_eq!(cells(" \"a\" ; b"), ["a", " b"]);
        assert_eq!(cells("=\"0815\";5\" pipe"), ["=\"0815\"", "5\" pipe"]);
        assert_eq!(split("a;\"b;c", ';'), Split::Open);
        assert_eq!(split("a;\"b\"c;d", ';'), Split::Stray);
    }

    fn table(text: &str) -> (Layout, Vec<(u64, bool, Vec<String>)>) {
        let cells = text.lines().next().unwrap_or_default().split(';').count();
        table_with(text, cells.saturating_sub(1))
    }

    fn table_with(text: &str, dated: usize) -> (Layout, Vec<(u64, bool, Vec<String>)>) {
        let lines = decode::lines(Box::new(text.as_bytes())).unwrap();
        let mut table = Table::begin(lines, &Choice::default()).unwrap();
        let mut rows = Vec::new();
        let width = table.layout.header.len();
        let anchors = Anchors { width, id: Some(0), dates: vec![dated] };
        while let Some(row) = table.next_row(&anchors).unwrap() {
            rows.push((row.line, row.broken.is_some(), row.cells));
        }
        (table.layout, rows)
    }

    #[test]
    fn the_separator_and_the_header_below_titles_are_found() {
        for (text, separator, line) in [
            ("id;last visit\n1;2", ';', 1),
            (
                "Liste des patients\nCabinet, le 3 mai; imprimé\n\nN° patient;Né le;Dernière visite\n1;2;3",
                ';',
                4,
            ),
            ("id|birth|last visit\n1|2|3", '|', 1),
            ("sep=;\nid;last visit", ';', 2),
            ("id\tlast visit", '\t', 1),
            ("id,last visit,\"a;b;c;d\"", ',', 1),
            ("\n\nclé;vu", ';', 3),
        ] {
            let (layout, _) = table(text);
            assert_eq!((layout.separator, layout.header_line), (separator, line), "{text}");
        }
    }

    #[test]
    fn a_cell_may_hold_lines_that_are_no_rows() {
        let (_, rows) = table("id;note;last visit\n1;\"rue haute\nbâtiment B\";2003\n2;x;2004\n");
        let lines: Vec<_> = rows.iter().map(|(line, doubt, _)| (*line, *doubt)).collect();
        assert_eq!(lines, [(2, false), (4, false)]);
    }

    #[test]
    fn a_text_cut_by_an_end_of_line_puts_its_pieces_in_doubt_and_a_short_row_is_no_piece() {
        let cut = "id;note;last visit;dr\n1;a;2003;x\n2;seen\nfor a cough;2025;x\n3;b;2004\n4;c\n5;d;2005;x\n";
        let (_, rows) = table_with(cut, 2);
        let lines: Vec<u64> = rows.iter().filter(|row| row.1).map(|row| row.0).collect();
        assert_eq!(lines, [3, 4]);
        assert_eq!(rows.len(), 6);
    }

    #[test]
    fn quotes_must_not_hide_a_date() {
        let hidden = "id;note;last visit;dr\n1;\"a;2025;b\"\n2;\"c;d\";2004\n3;\"e\";2005;x\n";
        let (_, rows) = table_with(hidden, 2);
        let lines: Vec<u64> = rows.iter().filter(|row| row.1).map(|row| row.0).collect();
        assert_eq!(lines, [2]);
        let over_lines = "id;note;last visit\n1;\"a;2025\n2;b\";\n3;c;2003\n";
        let (_, rows) = table_with(over_lines, 2);
        let lines: Vec<u64> = rows.iter().filter(|row| row.1).map(|row| row.0).collect();
        assert_eq!(lines, [2, 3]);
    }

    #[test]
    fn a_header_that_is_repeated_is_no_row() {
        let (_, rows) = table("id;note;last visit\n1;a;2003\nid;note;last visit\n2;b;2004\n");
        assert_eq!(rows.len(), 2);
    }

    #[test]
    fn every_line_a_stray_quote_runs_over_is_in_doubt() {
        let swaps = "id;note;last visit\n1;\"a;2003\n2;b;2025\n3;c;2025\n4;\"d;2004\n5;e;2005\n";
        let unclosed = "id;note;last visit\n1;a;2003\n2;\"b;2025\n3;c;2025\n4;d;2004\n";
        let closed_later = "id;note;last visit\n1;\"a;2003\n2;b;2025\n3;c\";2025\n4;d;2004\n";
        let one_line = "id;note;last visit\n1;\"a;b\" c;2003\n2;b;2025\n";
        for (text, doubtful) in [
            (swaps, vec![2, 3, 4, 5]),
            (unclosed, vec![3, 4, 5]),
            (closed_later, vec![2, 3, 4]),
            (one_line, vec![2]),
        ] {
            let (_, rows) = table(text);
            let lines: Vec<u64> = rows.iter().filter(|row| row.1).map(|row| row.0).collect();
            assert_eq!(lines, doubtful, "{text}");
            assert_eq!(rows.len() + 1, text.lines().count(), "no line vanishes: {text}");
        }
    }

    #[test]
    fn a_heading_with_a_wrong_quote_is_still_a_heading() {
        let (layout, rows) = table("\"id\",\"last visit\",\"email\"\"\n1,2003,x\n");
        assert_eq!(layout.header, ["id", "last visit", "email"]);
        assert_eq!(rows.len(), 1);
    }
}
