//! The command line as clap sees it: names, aliases, flags. No text: `help.rs` adds the words.
//!
//! Names and flags are relied on by scripts (`docs/cli.md`). Ordinary comments, not doc comments,
//! stand here on purpose: clap would print doc comments as untranslated help.

mod common;
pub(crate) mod daily;
pub(crate) mod forget;
pub(crate) mod keys;
pub(crate) mod papers;
pub(crate) mod setup;

use clap::{Parser, Subcommand};

pub(crate) use common::{ColorChoice, Common};
use daily::{Backup, Diff, Find, Ls, Mount, Restore, Snapshots, Status, Verify};
use forget::{Hold, Purge, Register, Thin};
use keys::Keys;
use papers::{Completions, Guide, Incident, Man, Remind, Report, Settings, Support};
use setup::{Attach, Drives, Init, Sources, Try};

// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "refuge",
    version,
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    subcommand_precedence_over_arg = true
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) common: Common,
    #[arg(short = 'V', long, action = clap::ArgAction::Version)]
    pub(crate) version: Option<bool>,
    #[command(subcommand)]
    pub(crate) verb: Option<Verb>,
}

// Every verb, in the order a person meets them.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    #[command(visible_alias = "essayer")]
    Try(Try),
    #[command(visible_alias = "installer")]
    Init(Init),
    #[command(visible_alias = "rattacher")]
    Attach(Attach),
    #[command(visible_alias = "dossiers")]
    Sources(Sources),
    #[command(visible_alias = "disques")]
    Drives(Drives),
    #[command(visible_alias = "sauvegarder")]
    Backup(Backup),
    #[command(visible_alias = "etat", alias = "état")]
    Status(Status),
    #[command(visible_alias = "verifier", alias = "vérifier")]
    Verify(Verify),
    #[command(visible_alias = "restaurer")]
    Restore(Restore),
    #[command(visible_alias = "historique", alias = "history")]
    Snapshots(Snapshots),
    #[command(visible_alias = "lister")]
    Ls(Ls),
    #[command(visible_alias = "chercher")]
    Find(Find),
    #[command(visible_alias = "comparer")]
    Diff(Diff),
    // Understood by every build, shown by those that can do it.
    #[command(visible_alias = "monter", hide = cfg!(not(feature = "mount")))]
    Mount(Mount),
    #[command(visible_alias = "patients")]
    Register(Register),
    #[command(visible_alias = "geler")]
    Hold(Hold),
    #[command(visible_alias = "purger")]
    Purge(Purge),
    #[command(visible_alias = "annee", alias = "année")]
    Year,
    #[command(visible_alias = "alleger", alias = "alléger")]
    Thin(Thin),
    #[command(visible_alias = "cles", alias = "clés")]
    Keys(Keys),
    #[command(visible_alias = "rapport")]
    Report(Report),
    Incident(Incident),
    #[command(visible_alias = "notice")]
    Guide(Guide),
    #[command(visible_alias = "reglages", alias = "réglages")]
    Settings(Settings),
    #[command(visible_alias = "assistance")]
    Support(Support),
    #[command(visible_alias = "apropos", alias = "à-propos")]
    About,
    #[command(hide = true)]
    Remind(Remind),
    #[command(hide = true)]
    Completions(Completions),
    #[command(hide = true)]
    Man(Man),
}

impl Verb {
    // The name scripts read in `"command"`: always the English one.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Try(_) => "try",
            Self::Init(_) => "init",
            Self::Attach(_) => "attach",
            Self::Sources(_) => "sources",
            Self::Drives(_) => "drives",
            Self::Backup(_) => "backup",
            Self::Status(_) => "status",
            Self::Verify(_) => "verify",
            Self::Restore(_) => "restore",
            Self::Snapshots(_) => "snapshots",
            Self::Ls(_) => "ls",
            Self::Find(_) => "find",
            Self::Diff(_) => "diff",
            Self::Mount(_) => "mount",
            Self::Register(_) => "register",
            Self::Hold(_) => "hold",
            Self::Purge(_) => "purge",
            Self::Year => "year",
            Self::Thin(_) => "thin",
            Self::Keys(_) => "keys",
            Self::Report(_) => "report",
            Self::Incident(_) => "incident",
            Self::Guide(_) => "guide",
            Self::Settings(_) => "settings",
            Self::Support(_) => "support",
            Self::About => "about",
            Self::Remind(_) => "remind",
            Self::Completions(_) => "completions",
            Self::Man(_) => "man",
        }
    }
}
