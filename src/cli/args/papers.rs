//! Paper, incidents, settings, and what the program says about itself.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use clap_complete::Shell;

#[derive(Debug, Args)]
pub(crate) struct Report {
    // A number, `last`, `check`, `erasure` or `register`.
    #[arg(value_name = "NUMBER", conflicts_with = "prove")]
    pub(crate) number: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[arg(long)]
    pub(crate) open: bool,
    #[arg(long, value_name = "YEAR")]
    pub(crate) year: Option<i16>,
    #[arg(long, value_name = "RECORD")]
    pub(crate) prove: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Guide {
    // Of one situation; all without it.
    #[arg(value_name = "NUMBER")]
    pub(crate) number: Option<u32>,
    #[arg(long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    #[arg(long)]
    pub(crate) open: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Incident {
    #[command(subcommand)]
    pub(crate) verb: Option<IncidentVerb>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum IncidentVerb {
    #[command(visible_alias = "ouvrir")]
    Start {
        #[arg(long, value_name = "TEXT")]
        note: Option<String>,
    },
    #[command(visible_alias = "clore")]
    End,
    #[command(visible_alias = "montrer")]
    Show,
}

#[derive(Debug, Args)]
pub(crate) struct Settings {
    #[command(subcommand)]
    pub(crate) verb: Option<SettingsVerb>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SettingsVerb {
    #[command(visible_alias = "montrer")]
    Show,
    #[command(visible_alias = "changer")]
    Set {
        #[arg(value_name = "SETTING")]
        setting: String,
        #[arg(value_name = "VALUE")]
        value: String,
    },
    #[command(visible_alias = "categories", alias = "catégories")]
    Classes,
    #[command(visible_alias = "planifier")]
    Schedule(Schedule),
}

#[derive(Debug, Args)]
pub(crate) struct Schedule {
    // A folder for the files; a folder in the home folder without it.
    #[arg(long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    #[arg(long)]
    pub(crate) install: bool,
    // What happens when a drive of the practice is plugged in.
    #[arg(long, value_name = "WHAT")]
    pub(crate) plugged: Option<WhenPlugged>,
}

/// What the person wants when a drive of theirs is plugged in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum WhenPlugged {
    /// A notice says so.
    #[value(alias = "avis")]
    Notice,
    /// A window opens and backs up.
    #[value(aliases = ["fenêtre", "fenetre"])]
    Window,
    /// It is backed up, and a notice says how it ended.
    #[value(alias = "discret")]
    Quiet,
}

#[derive(Debug, Args)]
pub(crate) struct Remind {
    #[arg(long)]
    pub(crate) plugged: bool,
    // For the window that was opened: back up in it, and stay.
    #[arg(long, requires = "plugged")]
    pub(crate) here: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Support {
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Completions {
    #[arg(value_name = "SHELL")]
    pub(crate) shell: Shell,
}

#[derive(Debug, Args)]
pub(crate) struct Man {
    // A folder for one page per command; without it the main page goes to standard output.
    #[arg(long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
}
