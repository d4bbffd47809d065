//! Where lines go: standard output, standard error, or a test's memory.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use unicode_width::UnicodeWidthStr;

/// How many columns there are now; nothing where nobody watches.
type Columns = fn() -> Option<usize>;

/// One place lines are written to, shared between the talk and the progress of other threads.
#[derive(Clone)]
pub(crate) struct Sink {
    to: Arc<Mutex<Box<dyn Write + Send>>>,
    columns: Columns,
}

impl Sink {
    /// Writes to anything.
    pub(crate) fn new(to: impl Write + Send + 'static) -> Self {
        Self { to: Arc::new(Mutex::new(Box::new(to))), columns: || None }
    }

    /// The same, breaking lines between words where a terminal would break within them.
    pub(crate) fn within(self, columns: Columns) -> Self {
        Self { columns, ..self }
    }

    /// Writes one line, at once. A closed pipe is the caller's business.
    pub(crate) fn line(&self, text: &str) -> io::Result<()> {
        self.write(&format!("{}\n", self.broken(text)))
    }

    /// A text as it fits the terminal; what follows a break stands under the first word.
    pub(crate) fn broken(&self, text: &str) -> String {
        (self.columns)().map_or_else(|| text.to_owned(), |columns| broken(text, columns))
    }

    /// Writes text without ending the line: a prompt.
    pub(crate) fn write(&self, text: &str) -> io::Result<()> {
        let mut to = self.to.lock().unwrap_or_else(PoisonError::into_inner);
        to.write_all(text.as_bytes())?;
        to.flush()
    }
}

fn broken(text: &str, columns: usize) -> String {
    // Some consoles begin a new line by themselves after the last column.
    let width = columns.saturating_sub(1).max(COLUMNS_MIN);
    let lines = text.split('\n').map(|line| {
        let text = line.trim_start_matches([' ', '-', '>', '!', '⚠']);
        let indent = line.width() - text.width();
        fill(line, width, &" ".repeat(indent))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Breaks a line at ordinary spaces only: a no-break space stays with its neighbours. `under` stands before
/// all lines but the first.
pub(crate) fn fill(line: &str, width: usize, under: &str) -> String {
    let options = textwrap::Options::new(width)
        .subsequent_indent(under)
        .break_words(false)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::fill(line, options)
}

/// Narrower than this, text would be a tower.
const COLUMNS_MIN: usize = 30;

/// Memory that can be read while a sink writes to it.
#[cfg(test)]
#[derive(Clone, Default)]
pub(crate) struct Memory(Arc<Mutex<Vec<u8>>>);

#[cfg(test)]
impl Memory {
    /// What was written so far.
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

#[cfg(test)]
impl Write for Memory {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_between_words_and_go_on_under_the_first() {
        let text = "  -> Branchez Bleu\u{a0}: elle reprendra où elle en était.";
        let lines = "  -> Branchez Bleu\u{a0}: elle\n     reprendra où elle en\n     était.";
        assert_eq!(broken(text, 31), lines);
        for sign in ["!", "⚠"] {
            let text = format!("  {sign} la fiche n'a pas été essayée depuis 204 jours");
            let lines = format!("  {sign} la fiche n'a pas été\n    essayée depuis 204 jours");
            assert_eq!(broken(&text, 31), lines);
        }
        assert_eq!(broken("court", 80), "court");
        assert_eq!(broken("", 80), "");
    }

    #[test]
    fn what_has_no_gap_and_columns_that_fit_stay_as_they_are() {
        let path = "/home/cabinet/un/chemin/qui/ne/se/coupe/pas";
        assert_eq!(broken(path, 20), path);
        assert_eq!(broken("  Bleu      SSD   à garder", 40), "  Bleu      SSD   à garder");
    }

    #[test]
    fn colours_take_no_room_and_nobody_watching_means_no_breaks() {
        let coloured = format!("\x1b[1m{}\x1b[0m", "mot ".repeat(7).trim_end());
        assert_eq!(broken(&coloured, 31), coloured);
        let long = "mot ".repeat(100);
        assert_eq!(Sink::new(Memory::default()).broken(&long), long);
    }
}
