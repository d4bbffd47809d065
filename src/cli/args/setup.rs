//! Setting up: practice, source folders, drives.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;

#[derive(Debug, Args)]
pub(crate) struct Try {
    #[arg(long, value_name = "DIR")]
    pub(crate) keep: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Init {
    #[arg(long, value_name = "NAME")]
    pub(crate) practice: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub(crate) identity_out: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(crate) recovery_out: Option<PathBuf>,
    #[arg(long)]
    pub(crate) public_structure: bool,
    #[arg(long, value_name = "DIR", num_args = 1..)]
    pub(crate) source: Vec<PathBuf>,
    #[arg(long)]
    pub(crate) attach: bool,
    #[arg(long)]
    pub(crate) no_first_backup: bool,
    #[arg(long)]
    pub(crate) allow_fixed: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Attach {
    // A path, or a drive's name.
    #[arg(value_name = "PATH")]
    pub(crate) drive_path: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Sources {
    #[command(subcommand)]
    pub(crate) verb: Option<SourceVerb>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SourceVerb {
    #[command(visible_alias = "ajouter")]
    Add(SourceAdd),
    #[command(visible_alias = "liste")]
    List,
    #[command(visible_alias = "déplacer", alias = "deplacer")]
    Move {
        #[arg(value_name = "PATH")]
        path: PathBuf,
        #[arg(value_name = "DIR")]
        place: PathBuf,
    },
    #[command(visible_alias = "retirer")]
    Remove {
        #[arg(value_name = "PATH")]
        path: Option<PathBuf>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct SourceAdd {
    #[arg(value_name = "PATH")]
    pub(crate) path: Option<PathBuf>,
    #[arg(long, value_name = "CLASS")]
    pub(crate) class: Option<String>,
    #[arg(long, value_name = "RULE")]
    pub(crate) records: Option<RecordRule>,
    #[arg(long, value_name = "NAME", num_args = 1.., value_delimiter = ',')]
    pub(crate) readers: Vec<String>,
}

// How a source is cut into records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RecordRule {
    #[value(alias = "chaque-dossier")]
    EachFolder,
    #[value(aliases = ["par-année", "par-annee"])]
    ByYear,
    #[value(alias = "entier")]
    Whole,
    #[value(alias = "générations")]
    Generations,
}

#[derive(Debug, Args)]
pub(crate) struct Drives {
    #[command(subcommand)]
    pub(crate) verb: Option<DriveVerb>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DriveVerb {
    #[command(visible_alias = "ajouter")]
    Add(DriveAdd),
    #[command(visible_alias = "liste")]
    List,
    #[command(visible_alias = "ejecter", alias = "éjecter")]
    Eject(DriveName),
    #[command(visible_alias = "renommer")]
    Rename {
        #[arg(value_name = "NAME")]
        name: String,
        #[arg(value_name = "NEW_NAME")]
        new_name: String,
    },
    #[command(visible_alias = "etiquette", alias = "étiquette")]
    Label(DriveLabel),
    #[command(visible_alias = "perdu")]
    Lost(DriveBy),
    #[command(visible_alias = "retrouve", alias = "retrouvé")]
    Found(DriveBy),
    #[command(visible_alias = "detruit", alias = "détruit")]
    Destroyed(DriveDestroyed),
    #[command(visible_alias = "retirer")]
    Retire(DriveName),
}

#[derive(Debug, Args)]
pub(crate) struct DriveAdd {
    #[arg(value_name = "PATH")]
    pub(crate) path: Option<PathBuf>,
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    #[arg(long)]
    pub(crate) allow_fixed: bool,
    #[arg(long, value_name = "CODE")]
    pub(crate) ever_held: Option<Held>,
    #[arg(long, value_name = "MEDIUM")]
    pub(crate) medium: Option<Looks>,
    #[arg(long, value_name = "OLD_NAME")]
    pub(crate) replace: Option<String>,
    #[arg(long, conflicts_with = "replace")]
    pub(crate) copy: bool,
}

// The worst a drive held before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Held {
    C0,
    C1,
    C2,
    C3,
    C4,
}

// What a drive looks and sounds like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Looks {
    #[value(alias = "disque")]
    Disk,
    #[value(aliases = ["clé", "cle"])]
    Flash,
}

#[derive(Debug, Args)]
pub(crate) struct DriveName {
    #[arg(value_name = "NAME")]
    pub(crate) name: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct DriveLabel {
    #[arg(value_name = "NAME")]
    pub(crate) name: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[arg(long)]
    pub(crate) open: bool,
}

#[derive(Debug, Args)]
pub(crate) struct DriveBy {
    #[arg(value_name = "NAME")]
    pub(crate) name: Option<String>,
    #[arg(long, value_name = "PERSON")]
    pub(crate) by: Option<String>,
    #[arg(long, value_name = "DATE")]
    pub(crate) date: Option<Date>,
}

#[derive(Debug, Args)]
pub(crate) struct DriveDestroyed {
    #[command(flatten)]
    pub(crate) drive: DriveBy,
    #[arg(long, value_name = "TEXT")]
    pub(crate) method: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub(crate) certificate: Option<PathBuf>,
    #[arg(long, value_name = "PERSON")]
    pub(crate) witness: Option<String>,
}
