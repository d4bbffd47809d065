//! Forgetting on purpose: the patients' register, holds, purge, thinning.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;

#[derive(Debug, Args)]
pub(crate) struct Register {
    #[command(subcommand)]
    pub(crate) verb: RegisterVerb,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RegisterVerb {
    #[command(visible_alias = "importer")]
    Import(RegisterImport),
}

#[derive(Debug, Clone, Args)]
pub(crate) struct RegisterImport {
    #[arg(value_name = "CSV")]
    pub(crate) csv: PathBuf,
    #[arg(long, value_name = "CSV")]
    pub(crate) visits: Option<PathBuf>,
    #[arg(long, value_name = "FIELD=COLUMN")]
    pub(crate) map: Vec<String>,
    #[arg(long, value_name = "COLUMN")]
    pub(crate) ignore: Vec<String>,
    #[arg(long, conflicts_with = "forget_columns")]
    pub(crate) same_columns: bool,
    #[arg(long)]
    pub(crate) forget_columns: bool,
    #[arg(long)]
    pub(crate) own_numbers: bool,
    #[arg(long, value_name = "DATE")]
    pub(crate) exported: Option<Date>,
    #[arg(long)]
    pub(crate) fewer_patients: bool,
    #[arg(long, value_name = "DATE")]
    pub(crate) today: Option<Date>,
}

#[derive(Debug, Args)]
pub(crate) struct Hold {
    #[command(subcommand)]
    pub(crate) verb: Option<HoldVerb>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum HoldVerb {
    #[command(visible_alias = "ajouter")]
    Add(HoldAdd),
    #[command(visible_alias = "liste")]
    List,
    #[command(visible_alias = "lever")]
    Remove(HoldRemove),
}

#[derive(Debug, Args)]
pub(crate) struct HoldAdd {
    #[arg(value_name = "RECORD")]
    pub(crate) record: String,
    #[arg(long, value_name = "CLASS")]
    pub(crate) reason: Option<String>,
    #[arg(long, value_name = "PERSON")]
    pub(crate) by: Option<String>,
    #[arg(long, value_name = "KIND")]
    pub(crate) kind: Option<HoldKind>,
    #[arg(long, value_name = "DATE")]
    pub(crate) review: Option<Date>,
}

// What a hold does to the clock of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum HoldKind {
    #[value(aliases = ["suspend", "suspensif"])]
    Suspensive,
    #[value(aliases = ["bloque", "bloquant"])]
    Blocking,
}

#[derive(Debug, Args)]
pub(crate) struct HoldRemove {
    #[arg(value_name = "RECORD")]
    pub(crate) record: String,
    #[arg(long, value_name = "PERSON")]
    pub(crate) by: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Purge {
    #[arg(value_name = "PLAN", conflicts_with = "dry_run")]
    pub(crate) plan: Option<String>,
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[arg(long, value_name = "DATE", requires = "dry_run", conflicts_with_all = ["plan", "on_computer"])]
    pub(crate) as_of: Option<Date>,
    #[arg(long, conflicts_with_all = ["plan", "dry_run"])]
    pub(crate) on_computer: bool,
    #[arg(long, value_name = "PERSON")]
    pub(crate) by: Option<String>,
    #[arg(long, value_name = "DATE")]
    pub(crate) today: Option<Date>,
}

#[derive(Debug, Args)]
pub(crate) struct Thin {
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[arg(long, value_name = "NAME")]
    pub(crate) drive: Option<String>,
    #[arg(long, value_name = "RECORD", conflicts_with = "dry_run")]
    pub(crate) rekey: Option<String>,
    #[arg(long, requires = "rekey", conflicts_with = "dry_run")]
    pub(crate) newest_only: bool,
}
