//! The face: command line, words, terminal. Everything a person or a script sees is made here.
//!
//! The library speaks facts; this crate turns them into sentences, JSON lines and exit codes. It
//! sees only the library's public items.

mod args;
mod commands;
mod exit;
mod explain;
mod face;
mod failure;
mod log;
mod opening;
mod panic;
mod papers;
mod progress;
mod stop;
mod summary;
mod telling;
mod terminal;
mod words;

use std::ffi::OsString;

use clap::{ArgMatches, Command, CommandFactory, FromArgMatches};

use args::{Cli, Common};
use explain::Explanation;
use stop::StopFlag;
use telling::show;
use terminal::{Colours, Sink, Symbols, Terminal};
use words::{help, language, usage_error};

// What almost every file of the face needs, under one short path: `use crate::cli::{Face, fl}`.
use crate::faces::{Catalog, Language, Values, fl, units};
use exit::Exit;
use face::Face;
use failure::Failure;
use summary::{Line, Summary};
use telling::tell;
use terminal::{alarm, safe, safe_bytes, safe_path};

/// Columns of help that goes to no terminal: a pager shows it on one.
const HELP_COLUMNS: usize = 80;

/// Runs the program on these arguments (the first is its own name) and gives its exit code.
pub(crate) fn run(args: &[OsString]) -> u8 {
    let args = &words::meant::arguments(args);
    // Best effort: a system that refuses is no reason not to back up.
    let _granted = refuge::platform::forbid_core_dumps();
    let practice_language = || {
        let config = refuge::config::Config::load(&commands::home::before_parsing(args)?).ok()?;
        Some(config.practice.language)
    };
    let language = language::choose(
        args,
        std::env::var("REFUGE_LANG").ok().as_deref(),
        practice_language,
        sys_locale::get_locale().as_deref(),
    );
    match Catalog::load(language) {
        Ok(words) => speak(&words, args).code(),
        Err(error) => {
            // The catalogue is part of the program: only a broken build gets here.
            Sink::new(std::io::stderr()).line(&error.to_string()).ok();
            Exit::Failed.code()
        }
    }
}

fn speak(words: &Catalog, args: &[OsString]) -> Exit {
    let talk = Sink::new(std::io::stderr());
    panic::install(fl!(words, "panic"), talk);
    let tree =
        help::localized(Cli::command(), words, Some(terminal::columns().unwrap_or(HELP_COLUMNS)));
    match parse(&tree, args) {
        Ok(cli) => {
            let mut face = face(words, cli.common.clone());
            let name = cli.verb.as_ref().map_or("status", args::Verb::name);
            log::begin(commands::home::before_parsing(args).as_deref(), args);
            log::began(name);
            let started = std::time::Instant::now();
            if face.can_ask() {
                refuge::platform::echo_off();
            }
            let exit = match commands::dispatch(&mut face, cli) {
                Ok(exit) => exit,
                Err(failure) => failed(&mut face, name, &failure),
            };
            refuge::platform::echo_back();
            log::ended(name, exit, started.elapsed().as_secs_f64());
            exit
        }
        Err(error) => not_parsed(words, &error, &tree, args),
    }
}

fn parse(tree: &Command, args: &[OsString]) -> Result<Cli, clap::Error> {
    let matches: ArgMatches = tree.clone().try_get_matches_from(args)?;
    Cli::from_arg_matches(&matches)
}

fn face(words: &Catalog, common: Common) -> Face<'_> {
    let variable = |name: &str| std::env::var(name).ok();
    let colours = Colours::decide(&common, variable);
    let symbols = Symbols::decide(common.plain, variable);
    let terminal = Terminal::new(&common, colours);
    let (results, talk) = (terminal.results(), terminal.talk());
    let stop = StopFlag::default();
    let (line, to) = (fl!(words, "stopping"), talk.clone());
    let (interrupted, end) =
        (explain::of_library(words, &refuge::error::Error::Interrupted), talk.clone());
    stop.listen(
        move || {
            to.line(&line).ok();
        },
        move || {
            // The cursor stands behind the question.
            end.write("\n").ok();
            show(&end, &interrupted);
        },
    );
    let kept = None;
    Face { words, common, symbols, stop, kept, ui: Box::new(terminal), results, talk }
}

/// The name of a drive that was slipped in, next to the one that is meant.
fn with_drive_meant(face: &Face<'_>, failure: &Failure, mut told: Explanation) -> Explanation {
    use refuge::error::{Error, Thing};
    if let Failure::Library(Error::NotFound { what: Thing::Drive, name }) = failure
        && let Some(near) = commands::home::drive_meant(face, name)
    {
        told.what.push(' ');
        told.what.push_str(&fl!(face.words, "usage-suggestion", suggestion = safe(&near)));
    }
    told
}

/// Three lines for people on standard error; with `--json` the last line on standard output.
fn failed(face: &mut Face<'_>, command: &'static str, failure: &Failure) -> Exit {
    let exit = failure.exit();
    if failure.is_closed_pipe() {
        return exit;
    }
    let explanation = with_drive_meant(face, failure, telling::explained(face, failure));
    log::failed(command, explanation.id.as_str());
    if face.common.json {
        let summary = Summary::new(command, exit).error(&explanation);
        face.results.line(&summary.line()).ok();
    }
    show(&face.talk, &explanation);
    exit
}

/// Help and version are asked for on purpose; everything else is a mistake.
fn not_parsed(words: &Catalog, error: &clap::Error, tree: &Command, args: &[OsString]) -> Exit {
    use clap::error::ErrorKind::{DisplayHelp, DisplayVersion};
    if matches!(error.kind(), DisplayHelp | DisplayVersion) {
        let text = error.render().to_string();
        return match Sink::new(std::io::stdout()).write(&text) {
            Ok(()) => Exit::Done,
            Err(_) => Exit::Failed,
        };
    }
    let explanation = usage_error::explain(words, error, tree, args);
    if args.iter().any(|arg| arg == "--json") {
        let summary = Summary::new("", Exit::Usage).error(&explanation);
        Sink::new(std::io::stdout()).line(&summary.line()).ok();
    }
    let colours = anstream::AutoStream::auto(std::io::stderr());
    show(&Sink::new(colours).within(terminal::talk_columns), &explanation);
    Exit::Usage
}
