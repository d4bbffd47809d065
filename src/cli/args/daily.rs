//! Every day and every month: back up, status, check, restore, look around.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::civil::Date;

#[derive(Debug, Args)]
pub(crate) struct Backup {
    #[arg(long, value_name = "NAME")]
    pub(crate) drive: Option<String>,
    #[arg(long, value_name = "MINUTES")]
    pub(crate) wait: Option<u32>,
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[arg(long)]
    pub(crate) no_eject: bool,
    #[arg(long)]
    pub(crate) expected_changes: bool,
    #[arg(long, value_name = "DATE")]
    pub(crate) today: Option<Date>,
}

#[derive(Debug, Default, Args)]
pub(crate) struct Status {
    #[arg(long, value_name = "NAME")]
    pub(crate) drive: Option<String>,
    #[arg(long)]
    pub(crate) explain: bool,
    // Which day lies on which drive.
    #[arg(long)]
    pub(crate) calendar: bool,
}

#[derive(Debug, Default, Args)]
pub(crate) struct Verify {
    #[arg(long, value_name = "NAME")]
    pub(crate) drive: Option<String>,
    #[arg(long, conflicts_with = "full")]
    pub(crate) quick: bool,
    #[arg(long)]
    pub(crate) full: bool,
    #[arg(long)]
    pub(crate) repair: bool,
    #[arg(long, value_name = "N")]
    pub(crate) sample: Option<u32>,
    #[arg(long)]
    pub(crate) rehearse: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Restore {
    #[arg(value_name = "WORDS")]
    pub(crate) words: Vec<String>,
    #[arg(long, conflicts_with_all = ["words", "path"])]
    pub(crate) all: bool,
    #[arg(long, alias = "folder", value_name = "PATH", conflicts_with = "words")]
    pub(crate) path: Option<String>,
    #[arg(long, value_name = "DIR")]
    pub(crate) to: Option<PathBuf>,
    // To where it was.
    #[arg(long, conflicts_with = "to")]
    pub(crate) in_place: bool,
    // What becomes of files that stand there and differ.
    #[arg(long, value_name = "WHAT", requires = "in_place", conflicts_with = "to")]
    pub(crate) existing: Option<WhatStands>,
    #[arg(long, value_name = "SNAPSHOT")]
    pub(crate) snapshot: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub(crate) drive: Option<String>,
}

/// What becomes of files that stand where others are to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum WhatStands {
    /// They stay.
    #[value(alias = "garder")]
    Keep,
    /// They are put aside.
    #[value(alias = "remplacer")]
    Replace,
}

#[derive(Debug, Args)]
pub(crate) struct Snapshots {
    #[arg(long, value_name = "NAME")]
    pub(crate) drive: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Ls {
    #[arg(value_name = "PATH")]
    pub(crate) path: Option<String>,
    #[arg(long, value_name = "SNAPSHOT")]
    pub(crate) snapshot: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub(crate) drive: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Find {
    #[arg(value_name = "WORDS", required = true)]
    pub(crate) words: Vec<String>,
    #[arg(long, value_name = "NAME")]
    pub(crate) drive: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Diff {
    #[arg(value_name = "A")]
    pub(crate) older: String,
    #[arg(value_name = "B")]
    pub(crate) newer: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub(crate) drive: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Mount {
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    #[arg(long, value_name = "NAME")]
    pub(crate) drive: Option<String>,
}
