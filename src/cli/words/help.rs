//! Help in the user's language: every text of the command tree is taken from the catalogue.
//!
//! clap fixes its headings in English and prints aliases its own way, so each command's help is
//! composed here and handed to clap whole. Keys are computed from the tree (`help-drives-add`,
//! `arg-drive`, or `arg-backup-drive` where a command means something else by it); a test walks
//! the tree in both languages, so a command or flag without words does not pass.

use clap::builder::StyledStr;
use clap::{Arg, ArgAction, Command};
use unicode_width::UnicodeWidthStr;

use super::flags;
use crate::cli::{Catalog, Language, fl, terminal::fill};

/// Lines are broken here when the terminal is wider or unknown.
const COLUMNS_MAX: usize = 96;
/// Narrower than this, descriptions would be towers.
const COLUMNS_MIN: usize = 60;
/// A description is not broken into lines shorter than this.
const TEXT_COLUMNS_MIN: usize = 20;
/// Names longer than this stand alone on their line.
const NAME_COLUMNS_MAX: usize = 30;

/// The command tree with all its texts.
pub(crate) fn localized(root: Command, words: &Catalog, columns: Option<usize>) -> Command {
    let width = columns.unwrap_or(COLUMNS_MAX).clamp(COLUMNS_MIN, COLUMNS_MAX);
    let globals: Vec<Arg> =
        root.get_arguments().filter(|arg| arg.is_global_set()).cloned().collect();
    let page = Page { words, width, globals };
    page.dress(root, &Place::default())
}

/// Where a command stands in the tree.
#[derive(Debug, Clone, Default)]
struct Place {
    /// English names, for keys: `drives-add`; empty for the program itself.
    key: String,
    /// What the person types, in the user's language: `refuge disques ajouter`.
    typed: String,
}

/// The word of a command in a language.
pub(super) fn name_of(command: &Command, language: Language) -> &str {
    let own = command.get_name();
    match language {
        Language::English => own,
        Language::French => command.get_visible_aliases().next().unwrap_or(own),
    }
}

struct Page<'a> {
    words: &'a Catalog,
    width: usize,
    globals: Vec<Arg>,
}

impl Page<'_> {
    fn dress(&self, command: Command, parent: &Place) -> Command {
        let place = self.place(&command, parent);
        let about = self.words.plain(&about_key(&place)).unwrap_or_default();
        let command = command
            .about(about)
            .mut_args(|arg| self.dress_arg(arg, &place))
            .mut_subcommands(|sub| self.dress(sub, &place));
        let help = self.compose(&command, &place);
        command.override_help(StyledStr::from(help))
    }

    fn place(&self, command: &Command, parent: &Place) -> Place {
        let name = self.name(command);
        if parent.typed.is_empty() {
            return Place { key: String::new(), typed: name };
        }
        let key = if parent.key.is_empty() {
            command.get_name().to_owned()
        } else {
            format!("{}-{}", parent.key, command.get_name())
        };
        Place { key, typed: format!("{} {name}", parent.typed) }
    }

    /// The command's word in the user's language: in French, its first visible alias.
    fn name(&self, command: &Command) -> String {
        name_of(command, self.words.language()).to_owned()
    }

    fn dress_arg(&self, arg: Arg, place: &Place) -> Arg {
        let key = self.arg_key(&arg, place);
        let takes_values = arg.get_action().takes_values();
        let arg = if takes_values { arg.hide_possible_values(true) } else { arg };
        let arg = flags::with_french(arg);
        let arg = match self.words.plain(&key) {
            Some(help) => arg.help(help),
            None => arg,
        };
        match self.value_name(&arg) {
            Some(name) => arg.value_name(name),
            None => arg,
        }
    }

    /// `arg-<command>-<flag>` where the command has its own words for it, else `arg-<flag>`.
    fn arg_key(&self, arg: &Arg, place: &Place) -> String {
        let id = arg.get_id().as_str().replace('_', "-");
        let own = format!("arg-{}-{id}", place.key);
        if self.words.plain(&own).is_some() { own } else { format!("arg-{id}") }
    }

    fn value_name(&self, arg: &Arg) -> Option<String> {
        if !arg.get_action().takes_values() {
            return None;
        }
        let names = arg.get_value_names()?;
        let english = names.first()?.as_str();
        let key = format!("value-{}", english.to_ascii_lowercase().replace(['_', '='], "-"));
        self.words.plain(&key)
    }

    /// About, examples, usage, commands, arguments, options, common options.
    fn compose(&self, command: &Command, place: &Place) -> String {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        let mut sections = vec![fill(&about, self.width, "")];
        let notes = self.words.plain(&format!("notes{}", suffix(place)));
        sections.extend(notes.map(|notes| fill(&notes.replace('\n', " "), self.width, "")));
        sections.extend(self.examples(place));
        sections.push(format!(
            "{} {}",
            fl!(self.words, "heading-usage"),
            self.usage(command, place)
        ));
        sections.extend(self.commands(command));
        let positional = self.table(command.get_positionals().filter(|arg| !arg.is_hide_set()));
        sections.extend(section(&fl!(self.words, "heading-arguments"), &positional));
        let own = command.get_arguments().filter(|arg| is_own_option(arg));
        sections.extend(section(&fl!(self.words, "heading-options"), &self.table(own)));
        sections.extend(self.common(place));
        sections.push(fl!(self.words, "help-other-language"));
        let mut text = sections.join("\n\n");
        text.push('\n');
        text
    }

    /// `refuge sauvegarder [OPTIONS]`.
    fn usage(&self, command: &Command, place: &Place) -> String {
        let mut line = format!("{} [OPTIONS]", place.typed);
        for arg in command.get_positionals() {
            let value = value_label(arg);
            line.push_str(&optional(&value, !arg.is_required_set()));
        }
        if command.get_subcommands().any(|sub| !sub.is_hide_set()) {
            let name = format!("<{}>", fl!(self.words, "value-command"));
            line.push_str(&optional(&name, !command.is_subcommand_required_set()));
        }
        line
    }

    fn examples(&self, place: &Place) -> Option<String> {
        let text = self.words.plain(&format!("examples{}", suffix(place)))?;
        let lines: Vec<String> = text.lines().map(|line| self.example(line)).collect();
        Some(format!("{}\n{}", fl!(self.words, "heading-examples"), lines.join("\n")))
    }

    /// A line to type, and what it does: below it where both do not fit.
    fn example(&self, line: &str) -> String {
        let whole = format!("  {line}");
        match line.split_once("  ") {
            Some((typed, does)) if whole.width() > self.width => {
                format!(
                    "  {typed}\n{}",
                    fill(&format!("      {}", does.trim()), self.width, "      ")
                )
            }
            _ => whole,
        }
    }

    fn commands(&self, command: &Command) -> Option<String> {
        let rows: Vec<Row> = command
            .get_subcommands()
            .filter(|sub| !sub.is_hide_set())
            .map(|sub| Row {
                name: self.name(sub),
                text: sub.get_about().map(ToString::to_string).unwrap_or_default(),
            })
            .collect();
        section(&fl!(self.words, "heading-commands"), &self.rows(&rows))
    }

    /// The program's own page lists the common options; every other page points to it.
    fn common(&self, place: &Place) -> Option<String> {
        if !place.key.is_empty() {
            return Some(fl!(self.words, "help-common-options"));
        }
        let dressed: Vec<Arg> =
            self.globals.iter().cloned().map(|arg| self.dress_arg(arg, place)).collect();
        let table = self.table(dressed.iter());
        section(&fl!(self.words, "heading-common-options"), &table)
    }

    fn table<'b>(&self, args: impl Iterator<Item = &'b Arg>) -> String {
        let rows: Vec<Row> = args
            .map(|arg| Row {
                name: label(arg, self.words.language()),
                text: arg.get_help().map(ToString::to_string).unwrap_or_default(),
            })
            .collect();
        self.rows(&rows)
    }

    fn rows(&self, rows: &[Row]) -> String {
        let longest = rows.iter().map(|row| row.name.width()).filter(|w| *w <= NAME_COLUMNS_MAX);
        let column = longest.max().unwrap_or(NAME_COLUMNS_MAX) + 4;
        rows.iter().map(|row| row.print(column, self.width)).collect::<Vec<_>>().join("\n")
    }
}

struct Row {
    name: String,
    text: String,
}

impl Row {
    fn print(&self, column: usize, width: usize) -> String {
        let margin = " ".repeat(column);
        let text = format!("{margin}{}", self.text.replace('\n', " "));
        let body = fill(&text, width.max(column + TEXT_COLUMNS_MIN), &margin);
        let body = body.trim_start();
        let used = 2 + self.name.width();
        if used + 2 > column {
            format!("  {}\n{margin}{body}", self.name)
        } else {
            format!("  {}{}{body}", self.name, " ".repeat(column - used))
        }
    }
}

fn optional(name: &str, is_optional: bool) -> String {
    if is_optional { format!(" [{name}]") } else { format!(" {name}") }
}

fn section(heading: &str, body: &str) -> Option<String> {
    (!body.is_empty()).then(|| format!("{heading}\n{body}"))
}

fn suffix(place: &Place) -> String {
    if place.key.is_empty() { String::new() } else { format!("-{}", place.key) }
}

fn about_key(place: &Place) -> String {
    format!("help{}", suffix(place))
}

fn is_own_option(arg: &Arg) -> bool {
    !arg.is_positional() && !arg.is_global_set() && !arg.is_hide_set()
}

/// `-q, --quiet`, `--drive <NAME>`, `<PATH>`; in French `--disque, --drive <NOM>`.
fn label(arg: &Arg, language: Language) -> String {
    let value = value_label(arg);
    if arg.is_positional() {
        return value;
    }
    let short = arg.get_short().map(|short| format!("-{short}, ")).unwrap_or_else(|| "    ".into());
    let french = arg.get_visible_aliases().unwrap_or_default();
    let french = french.into_iter().filter(|_| language == Language::French);
    let long: Vec<String> = french.chain(arg.get_long()).map(|long| format!("--{long}")).collect();
    let long = long.join(", ");
    if value.is_empty() { format!("{short}{long}") } else { format!("{short}{long} {value}") }
}

fn value_label(arg: &Arg) -> String {
    if !arg.get_action().takes_values() {
        return String::new();
    }
    let name = arg.get_value_names().and_then(|names| names.first());
    let name = name.map_or_else(|| arg.get_id().as_str(), |name| name.as_str());
    let more = matches!(arg.get_action(), ArgAction::Append);
    format!("<{name}>{}", if more { "..." } else { "" })
}

#[cfg(test)]
mod tests;
