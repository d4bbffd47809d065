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

/// Breaks a line at ordinary spaces only: a no-break space stays with its neighbours, and a command in one piece.
/// `under` stands before all lines but the first.
pub(crate) fn fill(line: &str, width: usize, under: &str) -> String {
    let options = textwrap::Options::new(width)
        .subsequent_indent(under)
        .break_words(false)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::fill(&whole_commands(line), options).replace(JOINED, " ")
}

/// Stands for a blank within a command while lines are broken.
const JOINED: char = '\u{e000}';
/// A command that is longer may be broken.
const COMMAND_COLUMNS_MAX: usize = 56;
/// Words of a command after the program's name, at most.
const WORDS_MAX: usize = 2;

/// The line with the blanks of its commands joined: `refuge disques retrouve "Rouge"` is read and typed as one.
fn whole_commands(line: &str) -> String {
    let words: Vec<&str> = line.split(' ').collect();
    let mut out: Vec<String> = Vec::new();
    let mut rest = words.as_slice();
    while let Some((first, _)) = rest.split_first() {
        let is_command = first.trim_start_matches(['(', '`', '«', '\u{a0}']) == "refuge";
        let length = if is_command { command_length(rest) } else { 1 };
        let (command, after) = rest.split_at_checked(length).unwrap_or((rest, &[]));
        let joined = command.join(&JOINED.to_string());
        let is_short = joined.width() <= COMMAND_COLUMNS_MAX;
        out.push(if is_short { joined } else { command.join(" ") });
        rest = after;
    }
    out.join(" ")
}

/// How many words from the program's name on belong to one command: its own, flags with their values, what stands
/// between quotation marks. A full stop, a comma, a closing bracket end it.
fn command_length(words: &[&str]) -> usize {
    let (mut length, mut names, mut is_quoted) = (1, 0, false);
    for (last, word) in words.iter().zip(words.iter().skip(1)) {
        let has_ended = length > 1 && last.ends_with(['.', ',', ';', ':', ')', '?', '`', '»']);
        let bare = word.trim_end_matches(['.', ',', ';', ':', ')', '?', '`']);
        let is_name = !bare.is_empty() && bare.chars().all(|letter| letter.is_ascii_lowercase());
        let is_value = last.starts_with("--");
        let belongs =
            is_quoted || word.starts_with(['"', '-']) || is_value || (is_name && names < WORDS_MAX);
        let belongs = belongs || is_argument(bare);
        if !is_quoted && (has_ended || !belongs) {
            break;
        }
        names += usize::from(is_name);
        is_quoted ^= word.matches('"').count() % 2 == 1;
        length += 1;
    }
    length
}

/// What follows a command's name and is no word of a sentence: `11`, `FILE`, `call-in-incident`.
fn is_argument(text: &str) -> bool {
    let is_all = |of: fn(char) -> bool| text.chars().all(|letter| of(letter) || letter == '-');
    let has_hyphen = text.contains('-') && is_all(|letter| letter.is_ascii_lowercase());
    let is_other = is_all(|letter| letter.is_ascii_digit()) || is_all(char::is_uppercase);
    text.chars().count() > 1 && (has_hyphen || is_other)
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
    fn a_command_stays_in_one_piece() {
        let text = "Changez les serrures : refuge cles changer. Retrouvé ? refuge disques retrouve \"Grand Rouge\"";
        assert_eq!(
            broken(text, 50),
            "Changez les serrures : refuge cles changer.\nRetrouvé ? refuge disques retrouve \"Grand Rouge\""
        );
        let text = "Ajoutez-le (refuge disques ajouter), puis gardez-le ailleurs";
        assert_eq!(
            broken(text, 31),
            "Ajoutez-le\n(refuge disques ajouter), puis\ngardez-le ailleurs"
        );
        let flags = "Voyez lesquels : `refuge purger --simuler --noms` et lisez";
        assert_eq!(
            broken(flags, 40),
            "Voyez lesquels :\n`refuge purger --simuler --noms` et\nlisez"
        );
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
