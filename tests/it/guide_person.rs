//! A person at a terminal who follows the guide: types a command, reads, answers, and reads the end.
//!
//! The terminal is a pseudo-terminal with a screen behind it, so that a page holds what a person sees
//! and not what a program writes. Words of a sheet are left out, folders have other names and sizes and
//! durations are levelled; times are the guide's own, through `faketime`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use crate::guide_levels::levelled;
use crate::guide_words::{Language, Said};

/// The passphrase the person chose.
pub(crate) const PHRASE: &str = "ruban cabanon octobre navire potager lanterne tambour gardien";

/// The answer of whoever wrote down what was proposed: the words as they were shown.
pub(crate) const MADE: &str = "(the words that were shown)";

/// A window, in rows and columns.
pub(crate) type Window = [u16; 2];

/// Enough rows for the longest command: what a person scrolls back to is part of what is seen. So wide
/// that no line is broken: where it would break depends on the lengths of what is levelled.
const ENDLESS: Window = [400, 220];
/// Turns to the private screen.
const PRIVATE: &[u8] = b"\x1b[?1049h";
/// A prompt that does not come within this is missing.
const PATIENCE: Duration = Duration::from_secs(45);
/// Words on a sheet.
const WORDS: usize = 24;

/// One person, one office, one page on which everything is written down.
pub(crate) struct Person {
    folder: tempfile::TempDir,
    language: Language,
    home: &'static str,
    time: String,
    sheet: Vec<String>,
    page: String,
    /// How often something was typed or answered.
    answers: usize,
    /// Folders that are called something else on the page.
    aliases: Vec<(String, String)>,
}

impl Person {
    /// Nobody where the clock cannot be set, which is said.
    pub(crate) fn new(language: Language) -> Option<Self> {
        if std::process::Command::new("faketime").arg("--version").output().is_err() {
            crate::support::skipped("no faketime");
            return None;
        }
        // Of one length everywhere, so that lines wrap alike.
        let folder = tempfile::Builder::new().prefix("office").rand_bytes(6).tempdir_in("/tmp");
        let folder = folder.unwrap();
        let alias = language.of(["/cabinet", "/practice"]).to_owned();
        let aliases = vec![(folder.path().to_str().unwrap().to_owned(), alias)];
        let time = "2026-11-23 09:00:00".to_owned();
        let sheet = Vec::new();
        let (home, page, answers) = ("home", String::new(), 0);
        Some(Self { folder, language, home, time, sheet, page, answers, aliases })
    }

    pub(crate) const fn language(&self) -> Language {
        self.language
    }

    pub(crate) fn path(&self, name: impl Said) -> PathBuf {
        self.folder.path().join(name.said(self.language))
    }

    /// The same as text, as it is typed.
    pub(crate) fn typed_path(&self, name: impl Said) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    pub(crate) fn write(&self, name: impl Said, bytes: &[u8]) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    /// An empty folder that stands for a drive.
    pub(crate) fn buys(&self, drive: impl Said) {
        std::fs::create_dir_all(self.path(drive)).unwrap();
    }

    pub(crate) fn unplugs(&self, drive: impl Said) {
        std::fs::rename(self.path(&drive), self.drawer(&drive)).unwrap();
    }

    pub(crate) fn plugs(&self, drive: impl Said) {
        std::fs::rename(self.drawer(&drive), self.path(&drive)).unwrap();
    }

    /// Where a drive lies that is not plugged in.
    pub(crate) fn drawer(&self, drive: impl Said) -> PathBuf {
        self.path(drive).with_extension("drawer")
    }

    /// A folder outside the office, and what it is called on the page.
    pub(crate) fn calls(&mut self, folder: &Path, alias: &str) {
        self.aliases.insert(0, (folder.to_str().unwrap().to_owned(), alias.to_owned()));
    }

    /// Sits down at another computer.
    pub(crate) const fn moves_to(&mut self, home: &'static str) {
        self.home = home;
    }

    /// Does something that is not written down.
    pub(crate) fn aside(&mut self, does: impl FnOnce(&mut Self)) {
        let page = std::mem::take(&mut self.page);
        does(self);
        self.page = page;
    }

    /// The next command is typed at this time (`2026-11-23 09:00:00`, in Paris).
    pub(crate) fn at(&mut self, time: &str) {
        time.clone_into(&mut self.time);
        writeln!(self.page, "\n=== {} ===", &time[..16]).unwrap();
    }

    /// Writes a remark on the page.
    pub(crate) fn notes(&mut self, remark: impl Said) {
        writeln!(self.page, "\n({})", remark.said(self.language)).unwrap();
    }

    /// Types a line at the shell's prompt and answers what is asked: the key of each question, in order,
    /// with the answer to it. Words of a sheet are copied and typed back without being told.
    #[track_caller]
    pub(crate) fn types(&mut self, line: impl Said, answers: &[(&str, &str)]) -> u32 {
        self.types_and(line, answers, || {})
    }

    /// The same; something happens once the command runs and every question is answered.
    #[track_caller]
    pub(crate) fn types_and(
        &mut self,
        line: impl Said,
        answers: &[(&str, &str)],
        meanwhile: impl FnOnce(),
    ) -> u32 {
        let line = line.said(self.language);
        let mut session = Session::start(self.command(line), ENDLESS);
        for (key, answer) in answers {
            session.answers(&self.language.question(key), answer, &mut self.sheet);
        }
        meanwhile();
        let (code, seen, answers) = session.end(&mut self.sheet);
        self.answers += 1 + answers;
        let seen = self.levelled(&seen);
        let line = self.levelled(line);
        write!(self.page, "\n$ {}{seen}[{code}]\n", line.trim_end_matches('\n').to_owned() + "\n")
            .unwrap();
        code
    }

    /// Types a line in a small window, and writes down the window as it is at the question, row by row;
    /// the answer ends the command. Gives back the top row.
    #[track_caller]
    pub(crate) fn looks_at(
        &mut self,
        window: Window,
        line: &str,
        (key, answer): (&str, &str),
    ) -> String {
        let mut session = Session::start(self.command(line), window);
        session.answers(&self.language.question(key), answer, &mut self.sheet);
        let seen = session.at_question.join("\n");
        session.end(&mut self.sheet);
        writeln!(self.page, "\n$ {line}").unwrap();
        for (row, text) in (1..).zip(self.levelled(&seen).lines()) {
            writeln!(self.page, "{}", format!("{row:2} | {text}").trim_end()).unwrap();
        }
        seen.lines().next().unwrap().to_owned()
    }

    /// How often something was typed or answered so far, lines typed among it.
    pub(crate) const fn answers(&self) -> usize {
        self.answers
    }

    /// Begins a new page.
    pub(crate) fn forgets(&mut self) {
        self.page.clear();
    }

    /// Everything written down so far.
    pub(crate) fn page(&self) -> &str {
        &self.page
    }

    fn command(&self, line: &str) -> CommandBuilder {
        let mut command = CommandBuilder::new("faketime");
        command.args([&self.time, "sh", "-c", line]);
        command.cwd(self.folder.path());
        surround(&mut command, self.language.code());
        command.env("HOME", self.folder.path().join(self.home).with_extension("user"));
        command.env("REFUGE_HOME", self.folder.path().join(self.home));
        command
    }

    fn levelled(&self, text: &str) -> String {
        let mut text = text.replace(['\u{a0}', '\u{202f}'], " ");
        for (folder, alias) in &self.aliases {
            text = text.replace(folder, alias);
        }
        let lines = text.lines().map(|line| levelled(line) + "\n");
        lines.collect()
    }
}

/// The environment of a person's terminal.
fn surround(command: &mut CommandBuilder, language: &str) {
    let program = Path::new(env!("CARGO_BIN_EXE_refuge")).parent().unwrap();
    let path = std::env::var("PATH").unwrap_or_default();
    command.env_clear();
    command.env("PATH", format!("{}:{path}", program.display()));
    command.env("TERM", "xterm-256color");
    command.env("TZ", "Europe/Paris");
    command.env("LANG", language);
}

/// One command in English on a terminal, in a practice that is there already. Something may happen while
/// it runs; it is given the number of the process. Answers the exit code and what was seen.
#[track_caller]
pub(crate) fn on_a_terminal(
    home: &Path,
    line: &str,
    answers: &[(&str, &str)],
    meanwhile: impl FnOnce(u32),
) -> (u32, String) {
    let mut session = Session::start(in_a_shell(home, Language::English, line), ENDLESS);
    let mut sheet = Vec::new();
    for (prompt, answer) in answers {
        session.answers(prompt, answer, &mut sheet);
    }
    meanwhile(session.child.process_id().unwrap());
    let (code, seen, _) = session.end(&mut sheet);
    (code, seen)
}

/// The rows of a command's answer that a window of so many columns broke, because nobody else had.
pub(crate) fn broken_by_the_window(
    home: &Path,
    language: Language,
    columns: u16,
    line: &str,
) -> Vec<String> {
    let [rows, _] = ENDLESS;
    let session = Session::start(in_a_shell(home, language, line), [rows, columns]);
    let screen = Arc::clone(&session.screen);
    let (_, seen, _) = session.end(&mut Vec::new());
    assert!(!seen.trim().is_empty(), "{line} says nothing");
    let parser = screen.lock().unwrap();
    let screen = parser.screen();
    let all = screen.rows(0, columns).enumerate();
    let broken = all.filter(|(row, _)| screen.row_wrapped(u16::try_from(*row).unwrap()));
    broken.map(|(_, text)| text).collect()
}

fn in_a_shell(home: &Path, language: Language, line: &str) -> CommandBuilder {
    let mut command = CommandBuilder::new("sh");
    command.args(["-c", &format!("exec {line}")]);
    surround(&mut command, language.code());
    command.cwd(home.parent().unwrap());
    command.env("REFUGE_HOME", home);
    command.env("HOME", home.with_extension("user"));
    command
}

/// No person answers sooner.
const REACTION: Duration = Duration::from_millis(300);

/// What the terminal shows, fed by a thread of its own.
type Screen = Arc<Mutex<vt100::Parser>>;

/// One command on a terminal of its own.
struct Session {
    screen: Screen,
    keyboard: Box<dyn Write + Send>,
    child: Box<dyn portable_pty::Child + Send + Sync>,
    feeder: std::thread::JoinHandle<()>,
    /// Letters on the usual screen up to the last prompt that was answered.
    answered: usize,
    /// Rows of the usual screen on which it was left for the private one.
    left: Arc<Mutex<Vec<u16>>>,
    /// Pages of the private screen, each with the row before which it came.
    private: Vec<(u16, String)>,
    /// Prompts on the private screen that were answered.
    done: BTreeSet<String>,
    /// The window as it was when the last question was answered.
    at_question: Vec<String>,
    /// How often something was sent.
    sent: usize,
    /// The passphrase that was proposed.
    made: String,
}

impl Session {
    fn start(command: CommandBuilder, [rows, cols]: Window) -> Self {
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let [rows, columns] = [rows, cols].map(|size| NonZeroU16::new(size).unwrap());
        let screen = Arc::new(Mutex::new(vt100::Parser::new(rows, columns, 0)));
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keyboard = pair.master.take_writer().unwrap();
        let fed = Arc::clone(&screen);
        let left = Arc::new(Mutex::new(Vec::new()));
        let leaves = Arc::clone(&left);
        let feeder = std::thread::spawn(move || {
            // The window stays open for as long as something is written to it.
            let _window = pair.master;
            let mut bytes = [0; 4096];
            while let Ok(read @ 1..) = reader.read(&mut bytes) {
                let mut screen = fed.lock().unwrap();
                let mut rest = &bytes[..read];
                while let Some(at) = rest.windows(PRIVATE.len()).position(|part| part == PRIVATE) {
                    screen.process(&rest[..at]);
                    leaves.lock().unwrap().push(screen.screen().cursor_position().0);
                    screen.process(PRIVATE);
                    rest = &rest[at + PRIVATE.len()..];
                }
                screen.process(rest);
            }
        });
        let private = Vec::new();
        let done = BTreeSet::new();
        let at_question = Vec::new();
        let (answered, sent, made) = (0, 0, String::new());
        Self {
            screen,
            keyboard,
            child,
            feeder,
            answered,
            left,
            private,
            done,
            at_question,
            sent,
            made,
        }
    }

    /// Waits for a prompt and answers it; words of a sheet on the way are dealt with.
    #[track_caller]
    fn answers(&mut self, prompt: &str, answer: &str, sheet: &mut Vec<String>) {
        let wanted = squeezed(prompt);
        let started = Instant::now();
        loop {
            let now = Now::of(&self.screen);
            if now.is_private && now.text.contains(&wanted) {
                // Asked once, and whatever it showed is gone with the answer.
                if self.done.insert(format!("asked {wanted}")) {
                    let after_colon = now.lines.iter().filter_map(|line| line.split_once(": "));
                    let mut made = after_colon.map(|(_, words)| words.trim());
                    let made = made.rfind(|words| words.split(' ').count() >= 6);
                    self.made = made.unwrap_or_default().to_owned();
                    self.keep(&now);
                    self.send(answer);
                    return;
                }
            } else if now.is_private {
                self.privately(&now, sheet);
            } else if let Some(at) = now.text.get(self.answered..).and_then(|new| new.find(&wanted))
            {
                self.answered += at + wanted.len();
                // The prompt is there a moment before the letters of a passphrase are hidden.
                std::thread::sleep(REACTION);
                self.at_question = Now::of(&self.screen).lines;
                self.send(answer);
                return;
            }
            assert!(
                started.elapsed() < PATIENCE && self.child.try_wait().unwrap().is_none(),
                "no such prompt: {prompt}\n{}",
                now.lines.join("\n")
            );
            std::thread::sleep(Duration::from_millis(15));
        }
    }

    /// One look at the private screen: copies the page, or types a line of words back.
    fn privately(&mut self, now: &Now, sheet: &mut Vec<String>) {
        let Some(last) = now.lines.last() else { return };
        let numbers = last.split(|sign: char| !sign.is_ascii_digit());
        let numbers: Vec<usize> = numbers.filter_map(|word| word.parse().ok()).collect();
        let range = numbers.first().zip(numbers.last());
        if let (Some((first, end)), true) = (range, last.trim_end().ends_with(':')) {
            if self.done.insert(format!("words {first} to {end}")) {
                let short = |word: &String| fold(word).chars().take(4).collect::<String>();
                let typed: Vec<String> = sheet[first - 1..*end].iter().map(short).collect();
                self.send(&typed.join(" "));
                if *end == WORDS {
                    self.keep(now);
                }
            }
        } else if last.trim_end().ends_with(']') {
            let words = now.lines.iter().filter_map(|line| numbered(line));
            let mut words: Vec<(usize, String)> = words.flatten().collect();
            words.sort();
            let Some((first, _)) = words.first() else { return };
            if self.done.insert(format!("page {first}")) {
                if *first == 1 {
                    sheet.clear();
                }
                sheet.extend(words.into_iter().map(|(_, word)| word));
                self.keep(now);
                self.send("");
            }
        }
    }

    /// A private page without its words.
    fn keep(&mut self, now: &Now) {
        let mut page = String::new();
        for line in &now.lines {
            let line = line.replace('\u{a0}', " ");
            let line = match (numbered(&line), line.split_once(": ")) {
                (Some(words), _) => {
                    words.iter().map(|(number, _)| format!("    {number:2}  ......")).collect()
                }
                (None, Some((prompt, _))) if !prompt.contains('?') => format!("{prompt}: ...."),
                _ => line,
            };
            writeln!(page, "  | {line}").unwrap();
        }
        let row = self.left.lock().unwrap().last().copied().unwrap_or_default();
        self.private.push((row, page));
    }

    fn send(&mut self, answer: &str) {
        self.sent += 1;
        let made = std::mem::take(&mut self.made);
        let answer = if answer == MADE { &*made } else { answer };
        self.made.clone_from(&made);
        self.keyboard.write_all(answer.as_bytes()).unwrap();
        // A key that turns away is no line.
        if !answer.starts_with(char::is_control) {
            self.keyboard.write_all(b"\r").unwrap();
        }
        self.keyboard.flush().unwrap();
    }

    /// Waits for the end: the exit code, everything that was seen, and how often something was sent.
    #[track_caller]
    fn end(mut self, sheet: &mut Vec<String>) -> (u32, String, usize) {
        let started = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            let now = Now::of(&self.screen);
            if now.is_private {
                self.privately(&now, sheet);
            }
            if started.elapsed() > PATIENCE {
                self.child.kill().unwrap();
                panic!("it does not end:\n{}", now.lines.join("\n"));
            }
            std::thread::sleep(Duration::from_millis(15));
        };
        drop(self.keyboard);
        self.feeder.join().unwrap();
        let lines = Now::of(&self.screen).lines;
        let mut seen = String::new();
        let mut private = self.private.into_iter().peekable();
        for (row, line) in (0..).zip(&lines) {
            while let Some((_, page)) = private.next_if(|(before, _)| *before <= row) {
                seen.push_str(&page);
            }
            writeln!(seen, "{line}").unwrap();
        }
        (status.exit_code(), seen, self.sent)
    }
}

/// One look at the screen.
struct Now {
    is_private: bool,
    /// Up to the cursor, without blanks.
    text: String,
    /// Without the empty ones at the end.
    lines: Vec<String>,
}

impl Now {
    fn of(screen: &Screen) -> Self {
        let parser = screen.lock().unwrap();
        let screen = parser.screen();
        let (row, _) = screen.cursor_position();
        let (_, columns) = screen.size();
        let mut lines: Vec<String> =
            screen.rows(0, columns.get()).map(|line| line.trim_end().to_owned()).collect();
        let text = lines.iter().take(usize::from(row) + 1).map(|line| squeezed(line)).collect();
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        Self { is_private: screen.alternate_screen(), text, lines }
    }
}

/// Without blanks: a prompt may be wrapped anywhere.
fn squeezed(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}

/// `    7  zeste         13  abaisser`.
fn numbered(line: &str) -> Option<Vec<(usize, String)>> {
    let pieces: Vec<&str> = line.split_whitespace().collect();
    let word = |pair: &[&str]| {
        let [number, word] = pair else { return None };
        let is_word = word.chars().all(char::is_alphabetic);
        number.parse().ok().filter(|_| is_word).map(|number| (number, (*word).to_owned()))
    };
    let words: Option<Vec<_>> = pieces.chunks(2).map(word).collect();
    words.filter(|words| !words.is_empty())
}

fn fold(word: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    word.nfd().filter(|letter| !unicode_normalization::char::is_combining_mark(*letter)).collect()
}
