//! Opening keys: who can open the backups.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;

#[derive(Debug, Args)]
pub(crate) struct Keys {
    #[command(subcommand)]
    pub(crate) verb: Option<KeyVerb>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum KeyVerb {
    #[command(visible_alias = "liste")]
    List,
    #[command(visible_alias = "ajouter")]
    Add(KeyAdd),
    #[command(visible_alias = "retirer")]
    Remove {
        #[arg(value_name = "NAME")]
        name: String,
    },
    #[command(visible_alias = "phrase")]
    Passphrase {
        #[arg(long, value_name = "FILE")]
        new_passphrase_file: Option<PathBuf>,
    },
    #[command(visible_alias = "fiche")]
    Sheet(KeySheet),
    #[command(visible_alias = "essayer")]
    Rehearse(KeyRehearse),
    #[command(visible_alias = "changer")]
    Rotate(KeyRotate),
    #[command(visible_alias = "attester")]
    Attest(KeyAttest),
}

#[derive(Debug, Args)]
pub(crate) struct KeyAdd {
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    #[arg(long, value_name = "FILE", conflicts_with = "recipient")]
    pub(crate) identity_out: Option<PathBuf>,
    #[arg(long, value_name = "FILE", conflicts_with = "recipient")]
    pub(crate) new_passphrase_file: Option<PathBuf>,
    #[arg(long, conflicts_with = "recipient")]
    pub(crate) post_quantum: bool,
    #[arg(long, value_name = "RECIPIENT")]
    pub(crate) recipient: Option<String>,
    #[arg(long, value_name = "NAME", num_args = 1.., value_delimiter = ',')]
    pub(crate) section: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct KeySheet {
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) place: Vec<String>,
    #[arg(long, value_name = "FILE", conflicts_with = "output")]
    pub(crate) qr: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct KeyRehearse {
    #[arg(long)]
    pub(crate) all: bool,
}

// Why the locks are changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RotateReason {
    #[value(aliases = ["départ", "depart"])]
    Left,
    #[value(alias = "fiche")]
    Sheet,
    #[value(alias = "disque")]
    Drive,
    #[value(alias = "annuel")]
    Yearly,
    #[value(alias = "autre")]
    Other,
}

#[derive(Debug, Args)]
pub(crate) struct KeyRotate {
    #[arg(long, value_name = "REASON")]
    pub(crate) reason: Option<RotateReason>,
    #[arg(long)]
    pub(crate) finish: bool,
    #[arg(long, value_name = "FILE")]
    pub(crate) recovery_out: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(crate) identity_out: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(crate) new_passphrase_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct KeyAttest {
    #[arg(value_name = "NAME")]
    pub(crate) name: Option<String>,
    #[arg(long, value_name = "NUMBER")]
    pub(crate) epoch: Option<u32>,
    #[arg(long, value_name = "PERSON")]
    pub(crate) by: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) method: Option<String>,
    #[arg(long, value_name = "DATE")]
    pub(crate) date: Option<Date>,
}
