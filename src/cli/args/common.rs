//! Flags every command takes, before or after its name.

use std::path::PathBuf;

use clap::{ArgAction, Args, ValueEnum};

#[derive(Debug, Clone, Args)]
pub(crate) struct Common {
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) home: Option<PathBuf>,
    // Read from the raw arguments before clap runs; here so that clap accepts and checks it.
    #[arg(long, global = true, value_name = "LANG")]
    pub(crate) lang: Option<LanguageChoice>,
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[arg(long, global = true)]
    pub(crate) names: bool,
    #[arg(long, global = true)]
    pub(crate) no_input: bool,
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(crate) verbose: u8,
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) identity: Option<PathBuf>,
    #[arg(long, global = true, value_name = "FILE", conflicts_with = "passphrase_stdin")]
    pub(crate) passphrase_file: Option<PathBuf>,
    #[arg(long, global = true)]
    pub(crate) passphrase_stdin: bool,
    // For a drive that was away while keys were changed.
    #[arg(long, global = true, value_name = "FILE", requires = "identity")]
    pub(crate) old_identity: Option<PathBuf>,
    #[arg(long, global = true, value_name = "FILE", requires = "old_identity")]
    pub(crate) old_passphrase_file: Option<PathBuf>,
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) confirm: Option<String>,
    #[arg(long, global = true, value_name = "WHEN")]
    pub(crate) color: Option<ColorChoice>,
    #[arg(long, global = true)]
    pub(crate) no_color: bool,
    #[arg(long, global = true)]
    pub(crate) plain: bool,
    #[arg(short, long, global = true, action = ArgAction::Help)]
    pub(crate) help: Option<bool>,
}

// The two languages of the face.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LanguageChoice {
    Fr,
    En,
}

// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    Auto,
    Always,
    Never,
}
